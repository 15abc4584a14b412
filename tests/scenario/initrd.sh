#!/bin/bash
# timeout: 240
# Mounts of config.json for a guest whose root is its initrd: a copy of it has them, and the file of its init; real QEMU.
. "$(dirname "$0")/../lib.sh"
LIMIT=120 # several guests boot at a time on a busy machine
need root tun jq qemu-system-x86_64 cpio gzip "$GUEST/linux/initrd" "$GUEST/pvh"

# mount_of SOURCE DESTINATION OPTION...: a jq expression for bundle_new
mount_of() {
	local from=$1 to=$2
	shift 2
	jq -nr --arg from "$from" --arg to "$to" '"mounts += [\({destination: $to, type: "bind", source: $from, options: $ARGS.positional})]" | "." + .' \
		--args rbind rprivate "$@"
}
annotated() { printf '.annotations["com.urunc.unikernel.%s"] = "%s"\n' "$@"; }
# linux NAME ARGUMENTS [JQ-EXPRESSION...]
linux() {
	local dir name=$1 args=$2
	shift 2
	dir=$(bundle_new "$name" "$(guest_annotations linux qemu /kernel)" "$(annotated initrd /initrd)" \
		".process.args = (\"$args\" | split(\" \"))" '.process.env = ["loglevel=3"]' "$@") || return 1
	ln "$T/kernel" "$dir/rootfs/kernel"
	ln "$T/initrd" "$dir/rootfs/initrd"
	echo "$dir"
}
pack() { (cd "$1" && find . | LC_ALL=C sort | cpio -o -H newc -R 0:0 --quiet); }

# ---------------------------------------------------------------- what there is
cp -r "$GUEST/linux/tree" "$T/tree"
mkdir "$T/tree/run" "$T/tree/var"
ln -s /run "$T/tree/var/run"
echo 'of the image' >"$T/tree/etc/hosts"
chmod 700 "$T/tree/etc"
pack "$T/tree" >"$T/initrd"
cp "$GUEST/linux/kernel" "$T/kernel"
sum=$(sha256sum <"$T/initrd")
mkdir -p "$T/volume/..data" "$T/volume/empty"
echo 'of the volume' >"$T/volume/..data/token"
ln -s ..data/token "$T/volume/token"
chmod 640 "$T/volume/..data/token"
chown 12:34 "$T/volume/..data/token"
echo 'for the application' >"$T/app.conf"
echo 'nameserver 192.0.2.53' >"$T/resolv"
echo '192.0.2.7 seven' >"$T/hosts"
given=("$(mount_of "$T/app.conf" /opt/app/app.conf ro)" "$(mount_of "$T/resolv" /etc/resolv.conf)" "$(mount_of "$T/hosts" /etc/hosts)"
	"$(mount_of "$T/volume" /var/run/secrets/kubernetes.io/serviceaccount ro)" '.mounts += [{destination: "/proc", type: "proc", source: "proc"}]')
shown='/init show /opt/app/app.conf /etc/resolv.conf /etc/hosts /run/secrets/kubernetes.io/serviceaccount/token'
wanted='for the application,nameserver 192.0.2.53,nameserver 192.0.2.53,192.0.2.7 seven,of the volume'
said() { tr -d '\r' <<<"$out" | sed -n '/^hello from/,$p' | grep -v '^hello from\|has \|reboot: ' | paste -sd,; }
census_begin

# ---------------------------------------------------------------- given
plain=$(linux plain "$shown" "${given[@]}")
run urunc plan --bundle "$plain"
is "$(jq -r '.container_mounts[] | "\(.destination) \(.becomes)"' <<<"$out" | paste -sd,)" \
	"/opt/app/app.conf in the initrd,/etc/resolv.conf in the initrd,/etc/hosts in the initrd,/var/run/secrets/kubernetes.io/serviceaccount in the initrd,/proc the guest's own" \
	'plan says what becomes of each'
less=$(jq .memory_mib <<<"$out")
bundle_edit "$plain" '.mounts = []'
run urunc plan --bundle "$plain"
is "$(($(jq .memory_mib <<<"$out") - less))" $((($(stat -c %s "$T/initrd") + 8388608) / 1048576 + 1)) "the copy is taken off the guest's memory, with all that may be in a directory"
rm -r "$plain"
plain=$(linux plain "$shown" "${given[@]}")
run urunc run --bundle "$plain" plain
is "$rc$err" 0 'the guest ran to its end'
is "$(said)" "$wanted" 'files and directories are in its initrd, links of the initrd are followed'
is "$(sha256sum <"$T/initrd")" "$sum" 'the initrd of the image is as it was'

succeeds 'create' urunc create --bundle "$plain" --pid-file "$T/pid" plain
copy=/proc/$(<"$T/pid")/root/guest/initrd
tail -c +$(($(stat -c %s "$T/initrd") + 1)) "$copy" | cpio -itvn --quiet 2>/dev/null >"$T/added"
is "$(awk '{ print $1, $3 ":" $4, $9 $10 $11 }' "$T/added" | sort -k3 | paste -sd,)" \
	'-rw-r--r-- 0:0 etc/hosts,-rw-r--r-- 0:0 etc/resolv.conf,drwxr-xr-x 0:0 opt,drwxr-xr-x 0:0 opt/app,-rw-r--r-- 0:0 opt/app/app.conf,drwxr-xr-x 0:0 run/secrets,drwxr-xr-x 0:0 run/secrets/kubernetes.io,drwxr-xr-x 0:0 run/secrets/kubernetes.io/serviceaccount,drwxr-xr-x 0:0 run/secrets/kubernetes.io/serviceaccount/..data,-rw-r----- 12:34 run/secrets/kubernetes.io/serviceaccount/..data/token,drwxr-xr-x 0:0 run/secrets/kubernetes.io/serviceaccount/empty,lrwxrwxrwx 0:0 run/secrets/kubernetes.io/serviceaccount/token->..data/token' \
	'what is added keeps its modes and owners; directories that the initrd has are left alone'
is "$(stat -c '%a %u' "$copy") $(awk '$5 == "/" { print $6 }' "/proc/$(<"$T/pid")/mountinfo" | cut -d, -f1)" '444 0 ro' 'the monitor cannot change the copy'
holds test "$("$URUNC" --root "$ROOT" events --stats plain | jq .data.memory.usage.usage)" -ge "$(stat -c %s "$copy")" 'its memory is that of the container, not of the engine'
succeeds 'delete' urunc delete plain

packed=$(linux packed "$shown" "${given[@]}")
rm "$packed/rootfs/initrd"
gzip -1 <"$T/initrd" >"$packed/rootfs/initrd"
bundle_edit "$packed" '.mounts[3].destination = "/run/secrets/kubernetes.io/serviceaccount"'
run urunc run --bundle "$packed" packed
is "$(said)" "$wanted" 'behind a compressed initrd they are there, too'

# ---------------------------------------------------------------- the file of its init
urunit=$(linux urunit '/bin/urunit show /urunit.conf /proc/cmdline' "$(mount_of "$TOP/tests/guests/linux/init" /bin/urunit ro)" \
	'.process.env = ["SECRET=with blanks", "loglevel=3"] | .process.user = {uid: 5, gid: 6} | .process.cwd = "/tmp"')
run urunc run --bundle "$urunit" urunit
like "$(said)" 'UES,SECRET=with blanks,loglevel=3,UEE,UCS,UID:5,GID:6,WD:/tmp,UCE,UBS,UBE,' "urunit's file has what is not on the command line"
like "$(said)" ' URUNIT_CONFIG=/urunit.conf .*rdinit=/bin/urunit' 'which says where it is'
unlike "$(said | sed 's/.*UBE//')" 'SECRET' 'and no variable stands there'
share=$(linux share '/bin/urunit' "$(annotated mountRootfs true)" 'del(.annotations["com.urunc.unikernel.initrd"])' '.process.env = ["A=b"]')
succeeds 'without an initrd' urunc create --bundle "$share" --pid-file "$T/pid" share
is "$(paste -sd, "/proc/$(<"$T/pid")/root/guest/config")" 'UES,A=b,UEE,UCS,UID:0,GID:0,WD:/,UCE,UBS,UBE,URS,URE' 'it stands in its place'
succeeds 'delete' urunc delete share
like "$(urunc plan --bundle "$share" | jq -r '.argv | join(" ")')" '-initrd /guest/config .*retain_initrd URUNIT_CONFIG=/sys/firmware/initrd' 'and QEMU is told so'

# ---------------------------------------------------------------- a guest that reads one archive only
unikraft=$(bundle_new unikraft "$(guest_annotations unikraft qemu /kernel)" "$(annotated initrd /initrd)" "${given[@]}")
cp "$GUEST/pvh" "$unikraft/rootfs/kernel"
ln "$T/initrd" "$unikraft/rootfs/initrd"
succeeds 'create for Unikraft' urunc create --bundle "$unikraft" --pid-file "$T/pid" unikraft
copy=/proc/$(<"$T/pid")/root/guest/initrd
ends() { tr '\0' '\n' <"$1" | grep -c 'TRAILER!!!'; } # busybox, in it, has such a text as well
is "$(ends "$copy")" "$(ends "$T/initrd")" 'there is one archive, with one end'
mkdir "$T/unpacked" && (cd "$T/unpacked" && cpio -idm --quiet <"$copy")
is "$(cat "$T/unpacked/"{opt/app/app.conf,etc/resolv.conf,etc/hosts,run/secrets/kubernetes.io/serviceaccount/token} | paste -sd,)" \
	'for the application,nameserver 192.0.2.53,192.0.2.7 seven,of the volume' 'all is in it'
is "$(cpio -it --quiet <"$copy" | grep -c '^etc/hosts$')" 1 'a file in place of that of the image, not beside it'
rm -r "$T/unpacked/"{opt,run/secrets} "$T/unpacked/etc/"{resolv.conf,hosts}
rm -r "$T/tree/etc/hosts"
holds diff -r --no-dereference "$T/tree" "$T/unpacked" 'and the rest is that of the image'
succeeds 'delete' urunc delete unikraft
rm "$unikraft/rootfs/initrd"
gzip -1 <"$T/initrd" >"$unikraft/rootfs/initrd"
refuses 'a compressed initrd' '/initrd: unikraft reads initrds that are a cpio archive .* nothing can be added' urunc create --bundle "$unikraft" unikraft

# ---------------------------------------------------------------- refused
refused() { # NAME WHY JQ-EXPRESSION...
	local dir name=$1 why=$2
	shift 2
	dir=$(linux refused /init "$@")
	refuses "$name" "$why" urunc create --bundle "$dir" refused
	rm -r "$dir"
}
truncate -s 8M "$T/large"
truncate -s 5M "$T/half" "$T/other"
mkdir -p "$T/many" "$T/odd" && touch "$T/many/"{1..1024} && mkfifo "$T/odd/fifo"
refused 'a directory to write to' 'cannot have the volume "/data": what the guest writes to a copy .* say ro, or share its root' "$(mount_of "$T/volume" /data)"
refused 'more than fits' 'mounts: /other: .*/other is more than what may still be copied into the initrd, 1023 files and 3145728 bytes' \
	"$(mount_of "$T/half" /half ro)" "$(mount_of "$T/other" /other ro)"
refused 'too many files' 'mounts: /many: .* is more than what may still be copied into the initrd, 0 files' "$(mount_of "$T/many" /many ro)"
refused 'what is no file' 'mounts: /odd: .*/fifo: neither a file, a directory nor a link' "$(mount_of "$T/odd" /odd ro)"
# Opening it would say "No such device or address": no driver has the number.  Others would be set to work by being opened.
mkdir "$T/nodes" && mknod "$T/nodes/node" c 0 0
refused 'a device in a directory, which is not opened' 'mounts: /nodes: .*/node: neither a file, a directory nor a link' "$(mount_of "$T/nodes" /nodes ro)"
servers=$(linux servers /init "$(mount_of "$T/nodes/node" /etc/resolv.conf ro)")
like "$(urunc plan --bundle "$servers" | jq -r '.warnings[]')" '/etc/resolv.conf: .*/node: not a regular file: the guest gets no name servers' 'nor is one in the place of /etc/resolv.conf'
refused 'a file over a directory' '/etc: in the initrd that is a directory' "$(mount_of "$T/app.conf" /etc ro)"
refused 'too little memory for the copy' 'less .* MiB for a copy of the initrd: ' "$(mount_of "$T/volume" /data ro)" \
	".linux.resources.memory.limit = (96 + 40) * 1048576"
damaged=$(linux damaged /init "$(mount_of "$T/app.conf" /a ro)")
rm "$damaged/rootfs/initrd"
head -c 3000 "$T/initrd" >"$damaged/rootfs/initrd"
refuses 'a damaged initrd' '/initrd: its cpio archive is damaged: it is cut short at byte ' urunc create --bundle "$damaged" damaged
bundle_edit "$damaged" '.mounts = []'
succeeds 'which is nobody'"'"'s matter without a volume' urunc plan --bundle "$damaged"
warned=$(linux warned /init "$(mount_of "$T/large" /large)")
like "$(urunc plan --bundle "$warned" | jq -r '.warnings[]')" '"/large" is a copy: what the guest writes to it is lost' 'a file to write to is a copy, with a warning'
offered=$(linux offered /init "$(mount_of "$T/odd" /run/secrets)" "$(mount_of "$T/hosts" /etc/hosts)")
run urunc --log "$T/log" --log-level warn create --bundle "$offered" --pid-file "$T/pid" offered
like "$rc$(cat "$T/log")" '^0.*the guest does not get /run/secrets: .*/fifo: neither' 'what an engine adds and cannot be copied is left out, with a warning'
is "$(tail -c +$(($(stat -c %s "$T/initrd") + 1)) "/proc/$(<"$T/pid")/root/guest/initrd" | cpio -it --quiet)" etc/hosts 'all of it, and nothing else'
succeeds 'delete' urunc delete offered
disk=$(linux disk /init "$(mount_of "$T/app.conf" /a ro)" "$(annotated block /initrd)" "$(annotated blkMntPoint /)")
refuses 'a guest whose root is a disk' 'cannot have the volume "/a": its root is not shared' urunc plan --bundle "$disk"
nothing_left 'nothing is left'

# ---------------------------------------------------------------- killed in the midst
if command -v strace >/dev/null; then
	failures=0
	for at in sendfile:1 write:9 write:12 fchmod:1 getdents64:3 readlinkat:2; do
		{ timeout --foreground 20 strace -D -f -qq -o /dev/null -e "inject=${at%:*}:signal=KILL:when=${at#*:}" \
			"$URUNC" --root "$ROOT" create --bundle "$plain" killed >/dev/null 2>&1; } 2>/dev/null
		wait_until 5 sh -c '! pgrep -x strace'
		run urunc delete --force killed
		[ "$rc$err" = 0 ] && wait_until 5 nothing_new || { failures=$((failures + 1)); echo "# $at: $rc $err"; diff "$T/.census" "$T/.census.now"; }
	done
	is "$failures" 0 'killed while the copy was made, nothing is left'
else
	skip 'killed while the copy was made' 'needs strace'
fi
done_testing

#!/bin/bash
# timeout: 240
# Mounts of config.json: what a guest finds of them below the root that it shares with the host; real QEMU and Linux.
. "$(dirname "$0")/../lib.sh"
generic=$GUEST/linux-generic
LIMIT=120 # several guests boot at a time on a busy machine
need root tun jq qemu-system-x86_64 "$generic/initrd" "$GUEST/pvh"
"$TOP/tests/guests/linux/embed" "$generic/kernel" "$generic/initrd" "$T/kernel" || skip_all 'no kernel with an initrd in it'

# mount_of SOURCE DESTINATION OPTION...: a jq expression for bundle_new
mount_of() {
	local from=$1 to=$2
	shift 2
	jq -nr --arg from "$from" --arg to "$to" '"mounts += [\({destination: $to, type: "bind", source: $from, options: $ARGS.positional})]" | "." + .' \
		--args rbind rprivate "$@"
}
annotated() { printf '.annotations["com.urunc.unikernel.%s"] = "%s"\n' "$@"; }
# linux NAME SCRIPT [JQ-EXPRESSION...]: a bundle whose guest shares its root and does what SCRIPT says
linux() {
	local dir name=$1 script=$2
	shift 2
	dir=$(bundle_new "$name" "$(guest_annotations linux qemu /kernel)" "$(annotated mountRootfs true)" \
		'.process.args = ["/try"]' '.process.env = ["loglevel=3"] | .linux.resources.memory.limit = 314572800' "$@") || return 1
	mkdir -p "$dir/rootfs/"{bin,dev,proc,etc}
	ln "$T/kernel" "$dir/rootfs/kernel"
	cp "$generic/tree/bin/busybox" "$dir/rootfs/bin/"
	cat >"$dir/rootfs/try" - <(echo "$script"; echo 'poweroff -f') <<-'END'
		#!/bin/busybox sh
		/bin/busybox mount -t proc proc /proc
		say() { echo "guest: $*"; }
		can() { (echo 'by the guest' >"$1") 2>/dev/null && say "wrote $1" || say "not $1"; }
	END
	chmod 755 "$dir/rootfs/try"
	echo "$dir"
}
said() { grep -o 'guest: .*' <<<"$out" | tr -d '\r' | cut -c8- | paste -sd,; }

mkdir "$T"/{data,fixed,one,two}
mount -t tmpfs one "$T/one" && mount -t tmpfs two "$T/two"
mkdir "$T/fixed/below" && mount -t tmpfs below "$T/fixed/below"
for dir in fixed one two fixed/below; do echo "in $dir" >"$T/$dir/a"; done
echo 'for the application' >"$T/app.conf"
echo 'nameserver 192.0.2.53' >"$T/resolv"
echo '192.0.2.7 seven' >"$T/hosts"
ln -s data "$T/link-to-data"
at_end 'umount -l "$T/one" "$T/two" "$T/fixed/below" "$T/mine" 2>/dev/null'
census_begin

# ---------------------------------------------------------------- given
volumes=("$(mount_of "$T/link-to-data" /data)" "$(mount_of "$T/fixed" /deep/in/fixed ro)" "$(mount_of "$T/app.conf" /etc/app.conf ro)"
	"$(mount_of "$T/one" /one)" "$(mount_of "$T/two" /two)" "$(mount_of "$T/resolv" /etc/resolv.conf)" "$(mount_of "$T/hosts" /etc/hosts)"
	'.mounts += [{destination: "/proc", type: "proc", source: "proc"}, {destination: "/dev/shm", type: "bind", source: "/dev/shm", options: ["bind"]}]')
given=$(linux given '
	say $(cat /etc/app.conf), $(cat /etc/resolv.conf), $(cat /etc/hosts), $(cat /one/a /two/a /deep/in/fixed/a /deep/in/fixed/below/a)
	can /data/new; can /deep/in/fixed/a; can /deep/in/fixed/new; can /deep/in/fixed/below/a; can /etc/app.conf; can /in-root
	[ "$(stat -c %i /one/a)" != "$(stat -c %i /two/a)" ] && say "two files" || say "one inode number"' "${volumes[@]}")
run urunc plan --bundle "$given"
is "$(jq -r '.container_mounts[] | "\(.destination) \(.becomes) \(.readonly)"' <<<"$out" | paste -sd,)" \
	"/data in the share false,/deep/in/fixed in the share true,/etc/app.conf in the share true,/one in the share false,/two in the share false,/etc/resolv.conf in the share false,/etc/hosts in the share false,/proc the guest's own false,/dev/shm the guest's own false" \
	'plan says what becomes of each'
run urunc run --bundle "$given" given
is "$rc$err" 0 'the guest ran to its end'
is "$(said)" "for the application, nameserver 192.0.2.53, 192.0.2.7 seven, in one in two in fixed in fixed/below,wrote /data/new,not /deep/in/fixed/a,not /deep/in/fixed/new,not /deep/in/fixed/below/a,not /etc/app.conf,wrote /in-root,two files" \
	'files and directories are there; what is read-only, and what is mounted below it, cannot be written'
is "$(cat "$T/data/new" "$T/app.conf" "$T/fixed/a" "$T/fixed/below/a")" $'by the guest\nfor the application\nin fixed\nin fixed/below' \
	'what the guest wrote to a volume is on the host, and nothing else was changed'
is "$(cd "$given/rootfs" && find data deep etc one ! -type d -printf '%y %p %s\n' -o -printf '%y %p\n' | sort | paste -sd,)" \
	'd data,d deep,d deep/in,d deep/in/fixed,d etc,d one,f etc/app.conf 0,f etc/hosts 0,f etc/resolv.conf 0' \
	'of the image, nothing but mount points was made'

readonly=$(linux readonly 'can /data/again; can /in-root; can /etc/hosts; say $(cat /etc/hosts)' '.root.readonly = true' \
	"$(mount_of "$T/data" /data)" "$(mount_of "$T/hosts" /etc/hosts)")
run urunc run --bundle "$readonly" readonly
is "$(said)" 'wrote /data/again,not /in-root,not /etc/hosts,192.0.2.7 seven' 'root.readonly: a volume can be written, the root cannot'
bundle_edit "$readonly" 'del(.mounts[0])'
run urunc plan --bundle "$readonly"
like "$out" 'root=fs0 ro ' 'and without a volume to write to the guest has a read-only root'

# ---------------------------------------------------------------- the image does not say where that is
mkdir "$T/elsewhere"
trap_=$(linux trap 'say $(cat /etc/caught /up/a)' "$(mount_of "$T/app.conf" /away/caught)" "$(mount_of "$T/one" /up)" "$(mount_of "$T/two" /../../two)")
ln -s /etc "$trap_/rootfs/away"
ln -s "../../../../../../../../..$T/elsewhere" "$trap_/rootfs/up"
mkdir -p "$trap_/rootfs$T/elsewhere"
run urunc run --bundle "$trap_" trap
is "$(said)" 'for the application in one' 'links of the image are followed within the image'
is "$(ls "$T/elsewhere"; ls /etc/caught 2>&1 | grep -c 'No such')" 1 'nothing of the host was touched'
holds test -d "$trap_/rootfs/two" 'nor do two dots lead out'

# ---------------------------------------------------------------- refused
python3 -c 'import socket, sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])' "$T/socket"
mkfifo "$T/fifo"
mkdir "$T/sub"
refused() { # NAME WHY JQ-EXPRESSION...
	local dir name=$1 why=$2
	shift 2
	dir=$(linux refused '' "$@")
	ln -s /nowhere "$dir/rootfs/dangling"
	refuses "$name" "$why" urunc create --bundle "$dir" refused
	rm -r "$dir"
}
refused 'a source that is not there' 'cannot have the volume "/data": /nowhere: No such file' "$(mount_of /nowhere /data)"
refused 'a socket' 'volume "/s": .*/socket is a socket of the host, which a guest cannot reach' "$(mount_of "$T/socket" /s)"
refused 'a FIFO' 'volume "/s": .*/fifo is neither a file nor a directory' "$(mount_of "$T/fifo" /s)"
refused 'a volume for a root' 'volume "/": it would hide' "$(mount_of "$T/data" /.)"
refused 'something at /dev' 'mounts: "/dev/x" .*a guest has a /dev of its own' "$(mount_of "$T/data" /dev/x)"
refused 'a file system' 'mounts: "/data" \(type "nfs"\): only files and directories of the host' \
	'.mounts = [{destination: "/data", type: "nfs", source: "a:/b"}]'
refused 'other owners' 'volume "/data": its files would need other owners' "$(mount_of "$T/data" /data idmap)"
refused 'a file over a directory' '/bin: in the image that is a directory, and .*app.conf is not' "$(mount_of "$T/app.conf" /bin)"
refused 'a directory over a file' '/kernel: in the image that is no directory' "$(mount_of "$T/data" /kernel)"
refused 'a directory below a file' '/kernel/x: in the image: Not a directory' "$(mount_of "$T/data" /kernel/x)"
refused 'a link that leads nowhere' '/dangling/x: in the image, /dangling is a link that leads nowhere' "$(mount_of "$T/data" /dangling/x)"
refused 'a mount point in what is read-only' 'the image has no /data/none, and none can be made: Read-only' \
	"$(mount_of "$T/sub" /data ro)" "$(mount_of "$T/one" /data/none)"
disk=$(linux disk '' "$(annotated mountRootfs false)" "$(mount_of "$T/hosts" /etc/hosts)")
succeeds 'what an engine adds is no reason to refuse a guest that cannot take it' urunc plan --bundle "$disk"
like "$(jq -r '.container_mounts[0] | "\(.becomes): \(.why)"' <<<"$out")" 'left out: its root is not shared with the host, as with .*mountRootfs' 'it is left out'
bundle_edit "$disk" --arg from "$T/data" '.mounts[0] |= (.source = $from | .destination = "/data")'
refuses 'a volume is' 'guest linux cannot have the volume "/data": its root is not shared' urunc plan --bundle "$disk"

# ---------------------------------------------------------------- nothing hides the guest's root
for to in /.. /root-again; do
	over=$(linux over '' "$(mount_of "$T/one" "$to")")
	ln -s / "$over/rootfs/root-again"
	refuses "a volume at $to, which is the root" 'it would hide the guest.s root' urunc create --bundle "$over" over
done

# ---------------------------------------------------------------- later mounts of the host
mkdir -p "$T/mine/late"
mount -t tmpfs mine "$T/mine" && mount --make-shared "$T/mine" && mkdir "$T/mine/late"
later=$(linux later '' "$(mount_of "$T/mine" /slave rslave)" "$(mount_of "$T/mine" /private)")
succeeds 'create' urunc create --bundle "$later" --pid-file "$T/pid" later
mount -t tmpfs late "$T/mine/late"
is "$(awk '$5 ~ "/late$" { print $5 }' "/proc/$(<"$T/pid")/mountinfo")" /guest/share/slave/late 'with rslave they are there, else not'
is "$(awk '$5 ~ "^/guest/" && $6 !~ /nosuid,nodev,noexec/ && $5 !~ "/late$" { print $5 }' "/proc/$(<"$T/pid")/mountinfo")" '' 'no program and no device of a volume is one for the monitor'
umount "$T/mine/late"
succeeds 'delete' urunc delete later
umount "$T/mine"
nothing_left 'nothing is left'

# ---------------------------------------------------------------- killed in the midst
if command -v strace >/dev/null; then
	killed=$(linux killed '' "${volumes[@]}")
	failures=0 points=0
	for at in open_tree:3 open_tree:6 mount_setattr:7 mkdirat:1 mkdirat:3 mknodat:1 mount_setattr:8 move_mount:1 move_mount:3 move_mount:7; do
		{ timeout --foreground 20 strace -D -f -qq -o /dev/null -e "inject=${at%:*}:signal=KILL:when=${at#*:}" \
			"$URUNC" --root "$ROOT" create --bundle "$killed" killed >/dev/null 2>&1; } 2>/dev/null
		wait_until 5 sh -c '! pgrep -x strace'
		points=$((points + 1))
		run urunc delete --force killed
		[ "$rc$err" = 0 ] && wait_until 5 nothing_new || { failures=$((failures + 1)); echo "# $at: $rc $err"; diff "$T/.census" "$T/.census.now"; }
	done
	is "$failures of $points" '0 of 10' 'killed while volumes were mounted, nothing is left'
else
	skip 'killed while volumes were mounted' 'needs strace'
fi
done_testing

#!/bin/bash
# timeout: 240
# Real guests on a real QEMU, through every command: what they are told, their console, network, disks, shared files, end.
. "$(dirname "$0")/../lib.sh"
need root tun ip tc jq curl qemu-system-x86_64 "$GUEST/pvh"

annotation() { printf '.annotations["com.urunc.unikernel.%s"] = "%s"' "$1" "$2"; }
# said FILE REGEX: the console has such a line
said() { grep -aqE "$2" "$1"; }

# ---------------------------------------------------------------- our tiny guest, as Linux and as Unikraft
tiny() { # NAME TYPE EDIT...
	local name=$1 type=$2 bundle
	shift 2
	bundle=$(bundle_new "$name" "$(guest_annotations "$type" qemu /pvh)" "$@") && cp "$GUEST/pvh" "$bundle/rootfs/"
}
census_begin
tiny t1 linux '.process.args = ["/init", "one", "two"]'
succeeds 'run: a guest that ends by itself' urunc run --bundle "$T/t1" t1
like "$out" 'tiny: bye' 'its console is the standard output'
like "$out" 'tiny: cmdline=.*init=/init -- one two' 'it is told its arguments'
unlike "$out" '1af4' 'no link: it has no device of virtio'
is "$err" '' 'and nothing is said on stderr'

# What a person may write into arguments; Linux joins them with blanks, so blanks and quotes are what its rows say.
hostile=('a,b' 'a=b=c' '%s%n' '--x' '-append' 'ünï' 'a:b;c&d|e' "$(printf 'x%.0s' {1..500})" "file=/etc/passwd,readonly=on")
for value in "${hostile[@]}"; do
	tiny th unikraft "$(jq -n --arg value "$value" '".process.args = [\"prog\", " + ($value | tojson) + "]"' -r)"
	run urunc run --bundle "$T/th" th
	like "$out" "cmdline=.*-- prog $(sed 's/[][\.*^$+?(){}|]/\\&/g' <<<"$value")"$'\r?\n' "an argument arrives as it is: ${value:0:30}"
done

tiny t2 unikraft '.process.args = ["prog", "fault"]'
run urunc run --bundle "$T/t2" t2
is "$rc" 134 'a guest that crashes ends, does not start over, and is no success'
unlike "$out" 'bye' 'it crashed'

tiny t3 linux '.process.args = ["/init", "read"]'
LIMIT=20 succeeds 'standard input is the console' bash -c 'echo typed | urunc run --bundle "$1" t3' - "$T/t3"
like "$out" 'tiny: read typed' 'and what is typed arrives'

tiny t4 unikraft '.process.args = ["/init", "hold"]' '.linux.resources.memory.limit = 201326592'
urunc create --bundle "$T/t4" t4 >"$T/t4.log" 2>&1 </dev/null
is "$?" 0 'a guest that stays: create'
pid=$(pid_of t4)
succeeds 'start' urunc start t4
is "$(status_of t4)" running 'state says running'
holds wait_until 10 said "$T/t4.log" 'tiny: pci' 'it runs'
succeeds 'kill TERM' urunc kill t4 TERM
is "$(exit_status "$pid")" 'exit 143' 'QEMU ends by it: this guest has no power button'
is "$(status_of t4)" stopped 'state says stopped'
succeeds 'delete' urunc delete t4
# A monitor that has only just been started has no handlers yet, and is pid 1.
lost=0
for i in 1 2 3 4 5; do
	urunc create --bundle "$T/t4" early >/dev/null 2>&1 </dev/null
	urunc start early && urunc kill early TERM
	wait_status early stopped 5 || lost=$((lost + 1))
	urunc delete --force early
done
is "$lost" 0 'TERM right after start ends it too, at once'
nothing_left 'nothing is left of them'

# ---------------------------------------------------------------- Linux
if [ ! -e "$GUEST/linux/initrd" ]; then
	skip 'Linux guests' "there is no $GUEST/linux (make guest-linux)"
	done_testing
fi
linux() { # NAME EDIT...
	local name=$1 bundle
	shift
	bundle=$(bundle_new "$name" "$(guest_annotations linux qemu /kernel)" "$(annotation initrd /initrd)" \
		'.process.env += ["loglevel=3"]' '.linux.resources.memory.limit = 402653184' "$@") &&
		cp "$GUEST/linux/kernel" "$GUEST/linux/initrd" "$bundle/rootfs/"
}
net_pair box client
census_begin
linux web "$(netns_path box)" '.process.args = ["/init"]' '.process.user = {"uid": 1234, "gid": 1234}' '.hostname = "web1" | .domainname = "lab.example"'
urunc create --bundle "$T/web" web >"$T/web.log" 2>&1 </dev/null
is "$?" 0 'create of a Linux guest whose monitor is no root'
pid=$(pid_of web)
succeeds 'start' urunc start web
asks() { in_net client curl -gsS --fail --max-time 2 "$1"; }
holds wait_until 60 asks http://10.77.0.2/ 'it answers HTTP by IPv4'
like "$(asks http://10.77.0.2/)" 'hello from urunc: Linux .* host web1.lab.example,' 'with its host name and domain'
like "$(asks 'http://[fd77::2]/cgi-bin/hello')" 'GET /cgi-bin/hello' 'it answers by IPv6'
like "$(awk '/^Uid:/ { print $2, $3, $4 }' "/proc/$pid/status")" '^1234 1234 1234$' 'the monitor is the user of the bundle'
is "$(awk '/^CapEff:|^CapBnd:|^CapPrm:/ { print $2 }' "/proc/$pid/status" | sort -u)" 0000000000000000 'without capabilities'
is "$(awk '/^Seccomp:/ { print $2 }' "/proc/$pid/status")" 2 'with a filter'
asks http://10.77.0.2/cgi-bin/poweroff >"$T/bye"
is "$(exit_status "$pid" 20)" 'exit 0' 'it powers off by itself'
succeeds 'delete' urunc delete web
nothing_left 'the namespace that lives on is as before'

truncate -s 1M "$T/image"
echo 'written by the host' | dd of="$T/image" conv=notrunc status=none
linux disk '.process.args = ["/init", "disks"]' "$(annotation block /disk.img)" "$(annotation blkMntPoint /data)"
cp "$T/image" "$T/disk/rootfs/disk.img"
LIMIT=60 succeeds 'a guest with a block image' urunc run --bundle "$T/disk" disk
like "$(tr -d '\r' <<<"$out")" 'disk vda sectors=2048 .*first=written by the host' 'it sees the disk and what is on it'

if [ -e "$GUEST/linux-generic/initrd" ]; then
	share=$(bundle_new share "$(guest_annotations linux qemu /kernel)" "$(annotation mountRootfs true)" \
		'.process.env += ["loglevel=3"]' '.linux.resources.memory.limit = 402653184' \
		'.process.args = ["/bin/busybox", "sh", "/prog", "a"]')
	mkdir -p "$share/rootfs"/{bin,dev,proc}
	cp "$GUEST/linux-generic/kernel" "$share/rootfs/"
	cp "$B/deb/busybox/bin/busybox" "$share/rootfs/bin/"
	printf '/bin/busybox mount -t proc p /proc\necho "in the share, $1"\npoweroff -f\n' >"$share/rootfs/prog"
	# This kernel has its 9p as modules, so it needs an initrd of its own beside the share.
	LIMIT=5 run urunc plan --bundle "$share"
	is "$rc" 0 'the plan of a guest with the files of the image as its root'
	like "$(jq -r '.argv | join(" ")' <<<"$out")" 'virtio-9p-pci.*mount_tag=fs0.*root=fs0 .*rootfstype=9p' 'says 9p'
else
	skip 'a shared root' "there is no $GUEST/linux-generic (make guest-linux-generic)"
fi
nothing_left 'nothing is left of these either'

succeeds 'the demo shows all that it says' "$TOP/ci/demo"
like "$out" 'Nothing is left' 'to its end'
done_testing

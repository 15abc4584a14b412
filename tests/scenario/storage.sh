#!/bin/bash
# timeout: 240
# What a guest has as its files: the container's rootfs, shared with it, or a disk image, as its root or beside it; real
# QEMU and Linux.
. "$(dirname "$0")/../lib.sh"
generic=$GUEST/linux-generic
need root tun jq qemu-system-x86_64 mke2fs debugfs "$generic/initrd" "$GUEST/linux/initrd" "$GUEST/pvh"
busybox=$generic/tree/bin/busybox
embed() { "$TOP/tests/guests/linux/embed" "$1/kernel" "$1/initrd" "$2"; }
{ embed "$generic" "$T/kernel" && embed "$GUEST/linux" "$T/kernel.cloud"; } || skip_all 'no kernel with an initrd in it'

# rootfs_fill DIR: a busybox and what the guest is to do
rootfs_fill() {
	mkdir -p "$1"/{bin,dev,proc,sub}
	cp "$busybox" "$1/bin/"
	echo 'out of the image' >"$1/hello"
	ln -s hello "$1/sub/link"
	(umask 077 && echo 'for its owner only' >"$1/secret")
	cat >"$1/try" <<-'END'
		#!/bin/busybox sh
		/bin/busybox mount -t proc proc /proc
		say() { echo "guest: $*"; }
		did() { "$@" >/dev/null 2>&1 && say "did $1" || say "no $1"; }
		did_write() { echo 'by the guest' 2>/dev/null >"$2" && say "did $1" || say "no $1"; }
		grep ' / ' /proc/mounts | while read -r what _ type options _; do say "$what $type ${options%%,*}"; done
		say "$# $*"
		say "$(cat /hello)"
		did_write create /sub/written
		did_write rewrite /hello
		did mkdir /sub/dir
		did mv /sub/dir /sub/moved
		did chmod 700 /sub/moved
		did ln -s /etc/passwd /sub/out
		did rm /sub/link
		did mknod /sub/node c 1 3
		did cat /secret
		poweroff -f
	END
	chmod 755 "$1/try"
}
# said: what the guest has said, in one line
said() { grep -o 'guest: .*' <<<"$out" | tr -d '\r' | cut -c8- | paste -sd,; }
# linux NAME [JQ-EXPRESSION...]: a bundle whose guest is a Linux that wants no initrd
linux() {
	local dir
	dir=$(bundle_new "$1" "$(guest_annotations linux qemu /kernel)" '.process.args = ["/try", "one", "t w o"]' \
		'.process.env = ["loglevel=3"] | .linux.resources.memory.limit = 314572800' "${@:2}") || return 1
	cp "$T/kernel" "$dir/rootfs/kernel"
	echo "$dir"
}
annotated() { printf '.annotations["com.urunc.unikernel.%s"] = "%s"\n' "$@"; }

census_begin

# ---------------------------------------------------------------- the rootfs, shared
# shared NAME JQ-EXPRESSION...: runs it; sets files
shared() {
	local dir
	dir=$(linux "$1" "$(annotated mountRootfs true)" "${@:2}")
	rootfs_fill "$dir/rootfs"
	files=$dir/rootfs
	[ "$1" != own ] || chown -R -h 1000:1000 "$files"
	run urunc run --bundle "$dir" "$1"
	is "$rc$err" 0 "$1: the guest ran to its end"
}
all='did create,did rewrite,did mkdir,did mv,did chmod,did ln,did rm'
none=${all//did/no}
head='2 one t w o,out of the image'
shared writable
is "$(said)" "fs0 9p rw,$head,$all,no mknod,did cat" 'a shared rootfs is the root: all but devices can be made there'
is "$(cat "$files/sub/written" "$files/hello")" $'by the guest\nby the guest' "what the guest wrote is in the container's rootfs"
is "$(stat -c '%a %F' "$files/sub/moved")" '700 directory' 'a folder as well, with its mode'
is "$(readlink "$files/sub/out")" /etc/passwd 'a symbolic link is one'
shared readonly '.root.readonly = true'
is "$(said)" "fs0 9p ro,$head,$none,no mknod,did cat" 'root.readonly: nothing can be written'
is "$(cat "$files/hello"; ls "$files/sub")" $'out of the image\nlink' 'and nothing was'
# The guest's root is not the host's: what it may is what the monitor's user may.
shared other '.process.user = {uid: 1000, gid: 1000}'
is "$(said)" "fs0 9p rw,$head,$none,no mknod,no cat" "a monitor of another uid reads what others may and writes nothing"
shared own '.process.user = {uid: 1000, gid: 1000}'
is "$(said)" "fs0 9p rw,$head,$all,no mknod,did cat" 'and all of it where the files are its own'
is "$(stat -c %u:%g "$files/sub/written")" 1000:1000 'what it made is its own'
nothing_left 'nothing is left'

tiny=$(bundle_new tiny "$(guest_annotations linux qemu /pvh)" "$(annotated mountRootfs true)" '.process.args = ["/init"]')
cp "$GUEST/pvh" "$tiny/rootfs/"
run urunc run --bundle "$tiny" tiny
like "$out" 'tiny: cmdline=.* root=fs0 rw rootfstype=9p .*tiny: pci 1af4:1009' 'the tiny guest sees the device of the share'
bundle_edit "$tiny" 'del(.annotations["com.urunc.unikernel.mountRootfs"])'
run urunc run --bundle "$tiny" tiny
like "$out" 'tiny: bye' 'without the annotation it runs too'
unlike "$out" 'root=fs0|1af4:1009' 'and has no such device'

# ---------------------------------------------------------------- a disk as root
rootfs_fill "$T/disk"
run mke2fs -q -t ext4 -d "$T/disk" "$T/disk.img" 12M
is "$rc" 0 'an image of ext4'
# from_disk NAME JQ-EXPRESSION...: runs it; sets image
from_disk() {
	local dir
	dir=$(linux "$1" "$(annotated block /disk.img)" "$(annotated blkMntPoint /)" "${@:2}")
	image=$dir/rootfs/disk.img
	cp "$T/disk.img" "$image"
	cp "$GUEST/linux/"{kernel,initrd} "$dir/rootfs/"
	[ "$1" != alone ] || cp "$T/kernel.cloud" "$dir/rootfs/kernel"
	run urunc run --bundle "$dir" "$1"
	is "$rc$err" 0 "$1: the guest ran to its end"
}
in_image() { debugfs -R "cat $1" "$image" 2>/dev/null; }
from_disk alone
is "$(said)" "/dev/vda ext4 rw,$head,$all,did mknod,did cat" 'a disk is the root, without an initrd'
is "$(in_image /sub/written)" 'by the guest' 'what the guest wrote is on the disk'
from_disk initrd "$(annotated initrd /initrd)"
is "$(said)" "/dev/vda ext4 rw,$head,$all,did mknod,did cat" 'a disk is the root, behind an initrd'
is "$(in_image /hello)" 'by the guest' 'what the guest wrote is on the disk'
from_disk readonly "$(annotated initrd /initrd)" '.root.readonly = true'
is "$(said)" "/dev/vda ext4 ro,$head,$none,no mknod,did cat" 'root.readonly: nothing can be written'
holds cmp "$image" "$T/disk.img" 'and not a byte of the disk was'

# ---------------------------------------------------------------- a disk beside the root
from_disk data "$(annotated initrd /initrd)" "$(annotated blkMntPoint /data)" '.process.args = ["/init", "disks"]'
like "$out" 'disk vda sectors=24576 ro=0 serial=annot_vol ' 'a disk for /data is there, under its serial number'
from_disk data2 "$(annotated initrd /initrd)" "$(annotated blkMntPoint /data)" '.process.args = ["/init", "disks"]' '.root.readonly = true'
like "$out" 'disk vda sectors=24576 ro=1 ' 'root.readonly: and cannot be written'
probe_settings solo5-spt
solo5=$(bundle_new solo5 "$(guest_annotations mirage spt /guest)" "$(annotated block /disk.img)" "$(annotated blkMntPoint /data)")
cp "$GUEST/solo5-spt-net-block" "$solo5/rootfs/guest"
cp "$T/disk.img" "$solo5/rootfs/"
succeeds 'a disk of a Solo5 guest' urunc plan --bundle "$solo5"
like "$(jq -r '.argv | join(" ")' <<<"$out")" ' --block:storage=/guest/disk0 ' 'has the name that its manifest says'
bundle_edit "$solo5" '.root.readonly = true'
refuses 'which cannot be read-only' 'config.json: root.readonly: a disk .* under solo5-spt: Solo5 opens every disk for writing' \
	urunc plan --bundle "$solo5"
unset URUNC_CONFIG_FILE

# ---------------------------------------------------------------- one disk, two guests
held=$(bundle_new held "$(guest_annotations linux qemu /pvh)" "$(annotated block /disk.img)" \
	"$(annotated blkMntPoint /)" '.process.args = ["/init", "hold"]')
cp "$GUEST/pvh" "$T/disk.img" "$held/rootfs/"
urunc create --bundle "$held" first >"$T/first" 2>&1 </dev/null
urunc start first
holds wait_until 10 grep -q 'pci 1af4:1001' "$T/first" 'a guest with a disk'
cp -r "$held" "$T/second"
bundle_edit "$T/second" --arg root "$held/rootfs" --arg cgroup "/$TEST_CGROUP/second" '.root.path = $root | .linux.cgroupsPath = $cgroup'
run urunc run --bundle "$T/second" second
is "$rc" 1 'a second one with the same disk does not run'
like "$err" 'Failed to get "write" lock' 'and QEMU says why'
is "$(status_of first)" running 'the first goes on'
succeeds 'delete' urunc delete --force first
nothing_left 'nothing is left'
done_testing

#!/bin/bash
# timeout: 90
# A state root without room, read-only or none at all: create fails and leaves nothing; what is there can be removed.
. "$(dirname "$0")/../lib.sh"
need root probe jq "$GUEST/solo5-spt"
probe_settings
b=$(bundle_probe b 'probe:quiet probe:pause')
mkdir "$T/disk" /run/mount 2>/dev/null # the second is mount(8)'s own
at_end 'umount -l "$T/disk" 2>/dev/null'
on_disk() { "$URUNC" --root "$T/disk/state" "$@"; }
census_begin

# ---------------------------------------------------------------- each number of files and of pages that the disk may have
made=0 refused=0 wrong=0
# try OPTIONS: create on a tmpfs with these options: it succeeds and works, or fails in one line and leaves nothing
try() {
	local said status
	mount -t tmpfs -o "$1" tmpfs "$T/disk" || return
	run "$URUNC" --root "$T/disk/state" create --bundle "$b" c
	said=$err
	if [ "$rc" = 0 ]; then
		made=$((made + 1))
		run "$URUNC" --root "$T/disk/state" start c
		[ "$rc" = 0 ] || [[ $err = *'o space left'* ]] || { wrong=$((wrong + 1)); echo "# $1: start says $err"; }
	else
		refused=$((refused + 1))
		[[ $rc = 1 && $said = *'o space left'* && $said != *$'\n'* ]] || { wrong=$((wrong + 1)); echo "# $1: create says $said"; }
		status=$(on_disk state c 2>&1)
		[[ $status = *'`c` does not exist' ]] || { wrong=$((wrong + 1)); echo "# $1: after a failed create state says $status"; }
	fi
	run "$URUNC" --root "$T/disk/state" delete --force c
	[ "$rc$err" = 0 ] || { wrong=$((wrong + 1)); echo "# $1: delete --force says $rc $err"; }
	wait_until 5 nothing_left_there || { wrong=$((wrong + 1)); echo "# $1: left: $(find "$T/disk" -mindepth 2)"; }
	umount "$T/disk"
	wait_until 5 nothing_new || { wrong=$((wrong + 1)); echo "# $1: left: $(diff "$T/.census" "$T/.census.now" | grep '^[<>]')"; census_begin; }
}
nothing_left_there() { [ ! "$(find "$T/disk" -mindepth 2 ! -name .undo)" ]; }
for inodes in 2 3 4 5 6 7 8 9 10 11 12; do try "nr_inodes=$inodes"; done
is "$wrong" 0 "with room for 2 to 12 files: $refused times refused, $made times made, nothing left"
holds test "$refused" -ge 5 'most of them are too few'
holds test "$made" -ge 1 'one is enough'
made=0 refused=0 wrong=0
for kilobytes in 4 8 12 16 20 24 28; do try "size=${kilobytes}k"; done
is "$wrong" 0 "with room for 1 to 7 pages: $refused times refused, $made times made, nothing left"
holds test "$refused" -ge 1 'some are too few'
holds test "$made" -ge 1 'one is enough'

# ---------------------------------------------------------------- full while a container is there
mount -t tmpfs -o size=1m tmpfs "$T/disk"
fill() { dd if=/dev/zero of="$T/disk/filler" bs=4k 2>/dev/null; local i=0; while : 2>/dev/null >"$T/disk/f$i"; do i=$((i + 1)); [ $i -lt 400 ] || break; done; }
on_disk create --bundle "$b" --pid-file "$T/pid" c
fill
run "$URUNC" --root "$T/disk/state" state c
is "$(jq -r .status <<<"$out")" created 'state needs no room'
refuses 'start of it says why not' '[Nn]o space left' "$URUNC" --root "$T/disk/state" start c
wait_until 5 test ! -e "/proc/$(<"$T/pid")/exe"
run "$URUNC" --root "$T/disk/state" delete --force c
is "$rc$err" 0 'delete --force on a full disk'
umount -l "$T/disk"
mount -t tmpfs -o size=1m tmpfs "$T/disk"
on_disk run --detach --bundle "$b" c
fill
run "$URUNC" --root "$T/disk/state" kill c KILL
is "$rc$err" 0 'kill on a full disk'
wait_until 5 sh -c '"$URUNC" --root "$T/disk/state" state c | grep -q stopped'
run "$URUNC" --root "$T/disk/state" delete c
is "$rc$err" 0 'delete on a full disk'
is "$(on_disk list -q)" '' 'and it is gone'
umount -l "$T/disk"
nothing_left 'nothing is left of a disk that fills up'

# ---------------------------------------------------------------- no disk at all
mount -t tmpfs -o ro tmpfs "$T/disk"
refuses 'a read-only root' 'cannot make .*/disk/state: Read-only' "$URUNC" --root "$T/disk/state" create --bundle "$b" c
umount "$T/disk"
mount -t tmpfs tmpfs "$T/disk"
on_disk create --bundle "$b" --pid-file "$T/pid" c
mount -o remount,ro "$T/disk"
run "$URUNC" --root "$T/disk/state" state c
is "$(jq -r .status <<<"$out")" created 'state of a container on what has become read-only'
fails 'start of it' "$URUNC" --root "$T/disk/state" start c
like "$err" 'Read-only' 'says why not'
mount -o remount,rw "$T/disk"
succeeds 'delete once it can be written again' "$URUNC" --root "$T/disk/state" delete --force c
umount "$T/disk"
: >"$T/file"
refuses 'a root that is a file' 'state root .*/file: Not a directory' "$URUNC" --root "$T/file" create --bundle "$b" c
refuses 'a root below a file' '/file' "$URUNC" --root "$T/file/state" create --bundle "$b" c
refuses 'state in a root that is a file' '/file: Not a directory' "$URUNC" --root "$T/file" state c
refuses 'list of it' '/file: Not a directory' "$URUNC" --root "$T/file" list
nothing_left 'nothing is left'
done_testing

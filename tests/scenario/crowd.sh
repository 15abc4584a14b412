#!/bin/bash
# timeout: 120
# Impatient engines: several call any command for the same two ids at once and kill some in the middle.  Whatever comes of
# it, nobody hears anything but the refusals of the lifecycle, and delete --force restores all.
#
#   SECONDS_LONG=N  how long (8)    SEED=N  (1)
. "$(dirname "$0")/../lib.sh"
need root probe tun ip tc jq "$GUEST/solo5-spt-net"
probe_settings
SECONDS_LONG=${SECONDS_LONG:-8} SEED=${SEED:-1}

net_pair box client || skip_all 'this kernel makes no veth'
for id in a b; do
	bundle_probe $id 'probe:quiet probe:pause' "$([ $id = a ] && netns_path box || echo .)" >/dev/null
	[ $id = b ] || cp "$GUEST/solo5-spt-net" "$T/a/rootfs/guest"
done
census_begin
# It made the cgroup above theirs, and so takes it away at the end.
urunc create --bundle "$(bundle_probe above probe:quiet)" above

command_of() { # N ID
	case $1 in
	0 | 1 | 2) echo create --bundle "$T/$2" "$2" ;;
	3 | 4) echo start "$2" ;;
	5) echo kill "$2" KILL ;;
	6) echo kill --all "$2" TERM ;;
	7) echo delete "$2" ;;
	8) echo delete --force "$2" ;;
	9) echo state "$2" ;;
	10) echo list ;;
	11) echo run --detach --bundle "$T/$2" "$2" ;;
	esac
}
worker() { # N
	local end=$((SECONDS + SECONDS_LONG)) id limit words
	RANDOM=$((SEED * 100 + $1))
	exec 2>>"$T/said.$1"
	while [ $SECONDS -lt $end ]; do
		id=a
		[ $((RANDOM % 2)) = 0 ] || id=b
		limit=20
		[ $((RANDOM % 4)) != 0 ] || limit=$(printf '0.%06d' $((RANDOM % 6000 + 300)))
		words=$(command_of $((RANDOM % 12)) $id)
		# shellcheck disable=SC2086
		timeout --foreground -s KILL "$limit" "$URUNC" --root "$ROOT" $words >/dev/null || echo "$? of $limit: $words" >>"$T/codes"
	done
}
workers=()
for i in 1 2 3 4 5 6; do
	worker $i &
	workers+=($!)
done
wait "${workers[@]}"
is "$(grep -c '^13[79] of 20:' "$T/codes")" 0 'no command took 20 seconds'
# (Of a build with sanitizers the leak checker of a killed command complains.  A start that is killed leaves its tap until the
# container is deleted: another start finds the link taken, or with half of what takes it.)
sort "$T"/said.* | sed 's/^urunc: //' | grep -vE 'Killed$|Unable to get registers from thread' |
	grep -vE '^the process that waited for start has ended|process was killed before create|was deleted by another command|^link eth0 (is taken by another guest, container a|has an ingress discipline already)|container `[ab]` (does not exist|is still being created|was started before|has stopped; it cannot|is not stopped)|^container (not running|with given ID already exists)' |
	sort | uniq -c | sort -rn >"$T/other"
is "$(<"$T/other")" '' 'nobody heard anything but refusals of the lifecycle'
for id in a b; do
	succeeds "delete --force $id restores" urunc delete --force $id
	is "$err" '' 'silently'
done
urunc delete above
nothing_left 'nothing is left'
done_testing

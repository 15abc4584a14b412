#!/bin/bash
# timeout: 120
# vm: yes
# events: figures as runc lays them out, once and again and again; running out of memory is told apart from a crash; the end.
. "$(dirname "$0")/../lib.sh"
need root probe jq "$GUEST/solo5-spt"
probe_settings

v2=''
[ -e /sys/fs/cgroup/cgroup.controllers ] && v2=yes
of() { # CONTROLLER: its mount point
	if [ "$v2" ]; then echo /sys/fs/cgroup; else awk -v c="$1" '$NF ~ "(^|,)" c "(,|$)" && / - cgroup / { print $5; exit }' /proc/self/mountinfo; fi
}
[ "$(of memory)" ] || skip_all 'no cgroup with a memory controller is mounted'
pausing=$(bundle_probe b 'probe:quiet probe:pause' '.linux.resources = {memory: {limit: 134217728}, pids: {limit: 50}, cpu: {cpus: "0"}}')
at=/$TEST_CGROUP/b
value() { # V1-CONTROLLER V1-FILE V2-FILE
	if [ "$v2" ]; then cat "/sys/fs/cgroup$at/$3"; else cat "$(of "$1")$at/$2"; fi
}
census_begin

# ---------------------------------------------------------------- once
urunc run --detach --bundle "$pausing" c1
succeeds 'events --stats' urunc events --stats c1
is "$err" '' 'nothing on stderr'
is "$(wc -l <<<"$out")" 1 'one line'
is "$(jq -r '.type + " " + .id' <<<"$out")" 'stats c1' 'of the type stats, with the id'
is "$(jq -c '.data | keys' <<<"$out")" '["blkio","cpu","cpuset","hugetlb","memory","pids"]' 'its parts are those of runc'
is "$(jq -c '.data.memory | keys' <<<"$out")" '["cache","kernel","kernelTCP","raw","swap","usage"]' 'of memory'
is "$(jq -c '.data.memory.usage | keys' <<<"$out")" '["failcnt","limit","max","usage"]' 'and of one figure of it'
is "$(jq '.data.memory.usage.limit' <<<"$out")" 134217728 'the limit'
holds test "$(jq '.data.memory.usage.usage' <<<"$out")" -gt 0 'what is in use'
is "$(jq '.data.memory.raw | length' <<<"$out")" "$(value memory memory.stat memory.stat | wc -l)" 'every line of memory.stat'
is "$(jq -c .data.pids <<<"$out")" '{"current":1,"limit":50}' 'threads'
is "$(jq -c .data.cpuset.cpus <<<"$out")" '[0]' 'CPUs'
holds test "$(jq '.data.cpu.usage.total' <<<"$out")" -gt 0 'processor time in nanoseconds'
if [ ! "$v2" ]; then
	is "$(jq '.data.cpu.usage.percpu | length' <<<"$out")" "$(value cpuacct cpuacct.usage_percpu '' | wc -w)" 'of each processor'
	is "$(jq '(.data.cpu.usage.percpu | add) - .data.cpu.usage.total | . < 50000000 and . > -50000000' <<<"$out")" true 'their sum is the whole'
	is "$(jq '.data.cpu.usage | (.percpu_user | length) == (.percpu | length) and (.percpu_kernel | length) == (.percpu | length)' <<<"$out")" true 'split as well'
fi
is "$(jq -c '.data.cpu.throttling | keys' <<<"$out")" '["periods","throttledPeriods","throttledTime"]' 'throttling'
# The probe's monitor does nothing; a helper that burns time in there is seen.
(
	for m in $(awk '/ - cgroup2? / { print $5 }' /proc/self/mountinfo); do echo $BASHPID >"$m$at/cgroup.procs"; done
	exec timeout 30 sh -c 'while :; do :; done'
) &
burner=$!
more() { [ "$(urunc events --stats c1 | jq '.data.cpu.usage | .user > 200000000 and .total > 200000000')" = true ]; }
holds wait_until 20 more 'time that is spent is counted'
kill "$burner"
wait "$burner" 2>/dev/null
urunc pause c1
succeeds 'events --stats of a paused one' urunc events --stats c1
urunc resume c1

# ---------------------------------------------------------------- again and again
"$URUNC" --root "$ROOT" events --interval 100ms c1 >"$T/stream" 2>"$T/stream.err" &
streamer=$!
lines() { [ "$(wc -l <"$T/stream")" -ge "$1" ]; }
holds wait_until 10 lines 3 'a line every interval'
is "$(jq -r .type "$T/stream" | sort -u)" stats 'each is JSON'
holds test -e "/proc/$streamer" 'and it goes on'
urunc kill c1 KILL
rc=0
wait "$streamer" || rc=$?
is "$rc$(<"$T/stream.err")" 0 'it ends with the container, successfully'
is "$(jq -r .type "$T/stream" | sort -u)" stats 'an ordinary end is no event oom'
refuses 'events of a stopped one' 'container not running' urunc events c1
refuses 'events --stats of a stopped one' 'container not running' urunc events --stats c1
urunc delete c1
refuses 'events of an unknown one' '`c1` does not exist$' urunc events --stats c1
urunc create --bundle "$pausing" c1
succeeds 'events --stats of a created one' urunc events --stats c1
"$URUNC" --root "$ROOT" events --interval 1h c1 >"$T/stream" 2>&1 &
streamer=$!
for time in x 0 0s -1s 5 5s5 1ms2 2h 99999999s ''; do
	case $time in
	5 | '') continue ;;
	esac
	refuses "an interval of $time" '--interval: ".*" is no time from 1ms to 1h, such as 500ms or 5s' urunc events --interval "$time" c1
done
urunc delete c1
rc=0
wait "$streamer" || rc=$?
is "$rc$(<"$T/stream")" 0 'one that watched a created container ends when it is deleted, before the first interval'
nothing_left 'nothing is left'

# ---------------------------------------------------------------- out of memory, and a crash
# The probe is told to touch more than the limit after it was started and is watched.
watched() { # NAME WORDS: runs to its end, under watch; its figures in $T/stream
	local bundle
	bundle=$(bundle_probe "$1" "probe:quiet $2" '.linux.resources = {memory: {limit: 134217728, swap: 134217728}}')
	urunc create --bundle "$bundle" --pid-file "$T/pid" "$1"
	"$URUNC" --root "$ROOT" events --interval 1h "$1" >"$T/stream" 2>"$T/stream.err" &
	streamer=$!
	is_watched() { [ "$(find "/proc/$streamer/fd" -lname '*eventfd*' -o -lname '*inotify*' 2>/dev/null)" ]; }
	wait_until 5 is_watched
	urunc start "$1"
	rc=0
	wait "$streamer" || rc=$?
	end=$(exit_status "$(<"$T/pid")")
	urunc delete "$1"
}
watched eater 'probe:eat=300'
is "$end" 'signal 9' 'a monitor that eats more memory than its limit is killed'
is "$(jq -c . "$T/stream" | sort -u)" '{"type":"oom","id":"eater"}' 'an event oom tells why'
is "$rc$(<"$T/stream.err")" 0 'and the watch ends'
watched crasher 'probe:crash'
is "$end" 'signal 11' 'a monitor that crashes'
is "$rc$(<"$T/stream")$(<"$T/stream.err")" 0 'ends the watch without an event'

# ---------------------------------------------------------------- who reads has gone
urunc run --detach --bundle "$pausing" c1
run bash -c '"$URUNC" --root "$ROOT" events --interval 20ms c1 | head -n 1 | jq -r .type; exit ${PIPESTATUS[0]}'
is "$out" stats 'a reader that leaves has its line'
isnt "$rc" 0 'and the watch ends'
refuses 'a full disk' 'standard output' sh -c '"$URUNC" --root "$ROOT" events --stats c1 >/dev/full'
urunc delete --force c1
nothing_left 'nothing is left of watches'
done_testing

#!/bin/bash
# timeout: 60
# How the monitor is scheduled, and where its memory lies: what config.json says, else what the caller has, never less processors.
. "$(dirname "$0")/../lib.sh"
need root probe jq chrt ionice taskset setarch "$GUEST/solo5-spt"
probe_settings
words='probe:quiet probe:pause'
# as FILE: policy priority nice ioclass, of what waits or runs
is_scheduled() { # PID WANTED NAME
	is "$(chrt -p "$1" | sed 's/.*: //' | paste -sd' ') $(awk '{ print $19 }' "/proc/$1/stat") $(ionice -p "$1")" "$2" "$3"
}
scheduled() { # NAME JQ-EXPRESSION WANTED COMMAND...
	local name=$1 b
	b=$(bundle_probe b "$words" "$2")
	succeeds "$name: create" "${@:4}" "$URUNC" --root "$ROOT" create --bundle "$b" --pid-file "$T/pid" c1
	is_scheduled "$(<"$T/pid")" "$3" "$name: what waits"
	succeeds "$name: start" urunc start c1
	is_scheduled "$(<"$T/pid")" "$3" "$name: the monitor"
}
done_with() { succeeds 'delete' urunc delete --force c1; }
census_begin

scheduled 'nothing said' . 'SCHED_BATCH 0 9 best-effort: prio 6' chrt --batch 0 nice -n 9 ionice -c 2 -n 6
done_with
scheduled 'all said' '.process.scheduler = {policy: "SCHED_BATCH", nice: -3} | .process.ioPriority = {class: "IOPRIO_CLASS_BE", priority: 2}' \
	'SCHED_BATCH 0 -3 best-effort: prio 2' nice -n 9
done_with
scheduled 'idle' '.process.scheduler = {policy: "SCHED_IDLE"} | .process.ioPriority = {class: "IOPRIO_CLASS_IDLE", priority: 0}' \
	'SCHED_IDLE 0 0 idle' env
done_with
scheduled 'no more than a policy' '.process.scheduler = {policy: "SCHED_OTHER"}' 'SCHED_OTHER 0 0 none: prio 0' nice -n 5
done_with
# Real time is of a cgroup, too, where the kernel divides it among them.
rt=/sys/fs/cgroup/cpu/$TEST_CGROUP
if [ -e "${rt%/*}/cpu.rt_runtime_us" ]; then
	mkdir -p "$rt" && echo 20000 >"$rt/cpu.rt_runtime_us"
fi
scheduled 'real time' '.process.scheduler = {policy: "SCHED_RR", priority: 7, flags: ["SCHED_FLAG_RESET_ON_FORK"]}
	| .linux.resources.cpu = {realtimeRuntime: 10000, realtimePeriod: 1000000}' 'SCHED_RR|SCHED_RESET_ON_FORK 7 0 none: prio 0' env
done_with
if [ -e "$rt/cpu.rt_runtime_us" ]; then
	refuses 'real time in a cgroup that has none' 'process.scheduler: SCHED_FIFO, nice 0, priority 5 cannot be had \(.*real time for its cgroup' \
		urunc create --bundle "$(bundle_probe b "$words" '.process.scheduler = {policy: "SCHED_FIFO", priority: 5}')" c1
else
	skip 'real time in a cgroup that has none' 'this kernel does not divide it among cgroups'
fi

# ---------------------------------------------------------------- processors
all=$(sed -n 's/^Cpus_allowed_list:\t//p' /proc/self/status)
one=${all%%[-,]*}
allowed() { sed -n 's/^Cpus_allowed_list:\t//p' "/proc/$1/status"; }
scheduled 'a caller that is bound to one processor' . 'SCHED_OTHER 0 0 none: prio 0' taskset -c "$one"
is "$(allowed "$(<"$T/pid")")" "$all" 'binds no monitor'
done_with
scheduled 'a cpuset' ".linux.resources.cpu = {cpus: \"$one\"}" 'SCHED_OTHER 0 0 none: prio 0' env
is "$(allowed "$(<"$T/pid")")" "$one" 'does'
done_with

# ---------------------------------------------------------------- memory, execution domain
scheduled 'a memory policy' '.linux.memoryPolicy = {mode: "MPOL_BIND", nodes: "0", flags: ["MPOL_F_STATIC_NODES"]}' 'SCHED_OTHER 0 0 none: prio 0' setarch -R
if [ -e /proc/self/numa_maps ]; then
	is "$(awk '{ print $2 }' "/proc/$(<"$T/pid")/numa_maps" | sort -u)" 'bind=static:0' 'of all its memory'
else
	skip 'of all its memory' 'this kernel has no /proc/PID/numa_maps'
fi
is "$(cat "/proc/$(<"$T/pid")/personality")" 00000000 'a caller without random addresses leaves them to the monitor'
done_with
wrong() { refuses "$1" "$2" urunc create --bundle "$(bundle_probe b "$words" "$3")" c1; }
wrong 'a node that is not there' 'linux.memoryPolicy: MPOL_BIND cannot be had \(nodes' '.linux.memoryPolicy = {mode: "MPOL_BIND", nodes: "900"}'
wrong 'a limit that nobody can have' 'process.rlimits: RLIMIT_NOFILE cannot be set to soft 100, hard 4000000000' '.process.rlimits = [{type: "RLIMIT_NOFILE", soft: 100, hard: 4000000000}]'
wrong 'a policy that is in no kernel' 'no kernel has SCHED_ISO' '.process.scheduler = {policy: "SCHED_ISO"}'
wrong 'real time without a priority' 'SCHED_FIFO needs a priority' '.process.scheduler = {policy: "SCHED_FIFO"}'
wrong '32 bits' 'LINUX32 cannot be had' '.linux.personality = {domain: "LINUX32"}'
if [ -e /sys/fs/resctrl/tasks ]; then
	wrong 'a class that is not there' 'linux.intelRdt.closID: /sys/fs/resctrl/no-such/tasks' '.linux.intelRdt = {closID: "no-such"}'
else
	wrong 'a class where there are none' 'linux.intelRdt: no resctrl is mounted' '.linux.intelRdt = {closID: "gold"}'
fi
run urunc plan --bundle "$(bundle_probe b "$words" '.process.scheduler = {policy: "SCHED_RR", priority: 7} | .process.ioPriority = {class: "IOPRIO_CLASS_RT", priority: 4}')"
is "$(jq -c '.scheduling | [.policy, .priority, .io, .io_priority, .memory]' <<<"$out")" '["SCHED_RR",7,"IOPRIO_CLASS_RT",4,null]' 'plan shows it'
rm -rf "$T/b" "$T/pid" "$ROOT"
remove_cgroups # the one for real time
nothing_left 'nothing is left'
done_testing

#!/bin/bash
# timeout: 300
# vm: yes
# The container's cgroup: where it is, that its limits and device rules hold before create returns, what cannot be kept is
# refused, who uses it besides, and that nothing of it is left.
. "$(dirname "$0")/../lib.sh"
need root probe jq "$GUEST/solo5-spt"
probe_settings

v2=''
[ -e /sys/fs/cgroup/cgroup.controllers ] && v2=yes
# The mount points of hierarchies, those with a controller, the only one of v2.
mounts() { awk '$0 ~ / - cgroup2? / { print $5 }' /proc/self/mountinfo; }
of() { # CONTROLLER: its mount point
	if [ "$v2" ]; then echo /sys/fs/cgroup; else awk -v c="$1" '$NF ~ "(^|,)" c "(,|$)" && / - cgroup / { print $5; exit }' /proc/self/mountinfo; fi
}
every() { # PATH: in how many hierarchies it is a directory
	local m n=0
	for m in $(mounts); do [ ! -d "$m$1" ] || n=$((n + 1)); done
	echo "$n"
}
all=$(mounts | wc -l)
[ "$all" -gt 0 ] || skip_all 'no cgroups are mounted'
pausing() { bundle_probe "$1" 'probe:quiet probe:pause' "${@:2}"; }
alive() { [ "$(sed -n 's/^State:[[:space:]]*\(.\).*/\1/p' "/proc/$1/status" 2>/dev/null | tr -d Z)" ]; }
dead() { ! alive "$1"; }
# inside PATH CMD...: joins a container's cgroup and becomes a command (a program: what runs behind "&" is the command itself)
{
	printf '#!/bin/sh\npath=$1\nshift\nfor m in %s; do\n' "$(mounts | tr '\n' ' ')"
	printf '\t[ ! -e "$m$path/cgroup.procs" ] || echo 0 >"$m$path/cgroup.procs"\ndone\nexec "$@"\n'
} >"$T/bin/inside"
chmod +x "$T/bin/inside"
census_begin

# ---------------------------------------------------------------- in force before create returns
at=/$TEST_CGROUP/one
one=$(pausing one '.linux.resources = {memory: {limit: 134217728}, pids: {limit: 20}, cpu: {shares: 512, quota: 40000, period: 50000, cpus: "0"}}')
succeeds 'create with limits' urunc create --bundle "$one" --pid-file "$T/pid" one
pid=$(<"$T/pid")
is "$(every "$at")" "$all" 'there is a directory in every hierarchy'
value() { cat "$(of "$1")$at/$2" 2>/dev/null; }
if [ "$v2" ]; then
	is "$(value memory memory.max)" 134217728 'the memory limit holds'
	is "$(value cpu cpu.max)" '40000 50000' 'quota and period hold'
	is "$(value cpu cpu.weight)" 59 'shares are a weight'
	is "$(value pids pids.max)" 20 'the number of threads is bound'
	is "$(value cpuset cpuset.cpus)" 0 'the CPUs are those that were asked for'
else
	is "$(value memory memory.limit_in_bytes)" 134217728 'the memory limit holds'
	is "$(value cpu cpu.cfs_quota_us)/$(value cpu cpu.cfs_period_us)" 40000/50000 'quota and period hold'
	is "$(value cpu cpu.shares)" 512 'shares hold'
	is "$(value pids pids.max)" 20 'the number of threads is bound'
	is "$(value cpuset cpuset.cpus)" 0 'the CPUs are those that were asked for'
fi
is "$(grep -c "$at\$" "/proc/$pid/cgroup")" "$all" 'the waiting process is in all of them'
succeeds 'start' urunc start one
is "$(grep -c "$at\$" "/proc/$pid/cgroup")" "$all" 'so is the monitor'

# ---------------------------------------------------------------- who else is inside
inside "$at" sleep 1000 &
helper=$!
wait_until 5 grep -q "$at" "/proc/$helper/cgroup"
succeeds 'kill --all' urunc kill --all one KILL
holds wait_until 5 dead "$helper" 'reaches who came in later'
holds wait_status one stopped 'and the monitor'
inside "$at" sleep 1000 &
helper=$!
wait_until 5 grep -q "$at" "/proc/$helper/cgroup"
succeeds 'delete of a stopped one in whose cgroup somebody lives' urunc delete one
holds wait_until 5 dead "$helper" 'ends that one'
is "$(every "$at")" 0 'and removes the directories'
is "$(every "/$TEST_CGROUP")" 0 'the one above too, which create had made'
nothing_left 'nothing is left of limits'

# ---------------------------------------------------------------- devices
# The plan's devices come after the engine's rules, which deny everything: nothing else is opened.
dev=$(pausing dev '.linux.resources.devices = [{allow: false, access: "rwm"},
	{allow: true, type: "c", major: 1, minor: 3, access: "r"}, {allow: true, type: "c", major: 1, minor: 9, access: "rw"},
	{allow: false, type: "c", major: 1, minor: 9, access: "w"}]')
urunc create --bundle "$dev" dev
try() { if inside "/$TEST_CGROUP/dev" sh -c "$1" 2>/dev/null; then echo yes; else echo no; fi; }
is "$(try ': <>/dev/zero')" no 'a device that no rule allows cannot be opened'
is "$(try ': </dev/zero')" no 'not even for reading'
is "$(try ': </dev/null')" yes 'one that is allowed to be read can be read'
is "$(try ': >/dev/null')" no 'but not written'
is "$(try ': </dev/urandom')" yes 'a later rule takes away only what it says'
is "$(try ': >/dev/urandom')" no 'and that it does'
is "$(try "mknod $T/zero c 1 5")" no 'nor can a node of it be made'
urunc delete --force dev
open=$(pausing dev '.linux.resources.devices = []')
urunc create --bundle "$open" dev
is "$(try ': </dev/zero')" no 'without rules everything but the plan is denied too'
urunc delete --force dev
nothing_left 'nothing is left of devices'

# ---------------------------------------------------------------- paths
own=$(sed -n "s/^$([ "$v2" ] && echo 0: || echo '[0-9]*:pids'):\{1,\}//p" /proc/self/cgroup)
[ "$own" != / ] || own=''
[ -z "$v2" ] || own=${own%/*} # who has processes cannot hand controllers on: beside the caller's, not below it
placed() { # PATH-IN-CONFIG WHERE NAME
	local b
	b=$(pausing path ".linux.cgroupsPath = $1")
	succeeds "$3" urunc create --bundle "$b" --pid-file "$T/pid" "path-$TEST_CGROUP"
	like "$(cat "/proc/$(<"$T/pid")/cgroup")" "$2"$'(\n|$)' "$3: it is there"
	urunc delete --force "path-$TEST_CGROUP"
}
placed "\"/$TEST_CGROUP/a//./b/\"" ":/$TEST_CGROUP/a/b" 'an absolute path'
placed "\"$TEST_CGROUP/a\"" ":$own/$TEST_CGROUP/a" 'a relative path'
placed "\"$(tr - _ <<<"$TEST_CGROUP").slice:urunc:x\"" ":/$(tr - _ <<<"$TEST_CGROUP").slice/urunc-x.scope" 'a slice, prefix and name'
placed null ":$own/urunc/path-$TEST_CGROUP" 'none: our own choice'
nothing_left 'nothing is left of paths'
wrong() { # PATH-IN-CONFIG REGEX NAME
	refuses "$3" "$2" urunc create --bundle "$(pausing path ".linux.cgroupsPath = $1")" path
}
wrong "\"/$TEST_CGROUP/../../x\"" 'cgroupsPath .* has a step \.\.' 'a path that climbs'
wrong '"/"' 'is the root of all cgroups' 'the root'
wrong '"a--b.slice:p:n"' 'is not the name of a slice' 'a slice with an empty step'
refuses 'no slice though systemd was said' 'slice:prefix:name' urunc --systemd-cgroup create --bundle "$(pausing path)" path
# systemd is not asked: who says that it must be hears so, who only writes paths as it would is served.
if [ "${TEST_PRIVATE:-}" ]; then
	units=$(pausing path ".linux.cgroupsPath = \"$(tr - _ <<<"$TEST_CGROUP").slice:urunc:x\"")
	succeeds '--systemd-cgroup where no systemd runs' urunc --systemd-cgroup create --bundle "$units" --pid-file "$T/pid" path
	like "$(cat "/proc/$(<"$T/pid")/cgroup")" ":/$(tr - _ <<<"$TEST_CGROUP").slice/urunc-x.scope" 'is at the scope'
	urunc delete --force path
	mkdir -p /run/systemd/system
	refuses '--systemd-cgroup where systemd runs' 'systemd runs here and would have to be asked' urunc --systemd-cgroup create --bundle "$units" path
	refuses 'plan says so too' 'systemd runs here' urunc --systemd-cgroup plan --bundle "$units"
	succeeds 'without the option the scope is made' urunc create --bundle "$units" --pid-file "$T/pid" path
	like "$(cat "/proc/$(<"$T/pid")/cgroup")" ":/$(tr - _ <<<"$TEST_CGROUP").slice/urunc-x.scope" 'at its path'
	urunc delete --force path
	rm -r /run/systemd
fi
nothing_left 'nothing is left of wrong paths'

# ---------------------------------------------------------------- what this host cannot keep
cannot() { # RESOURCES REGEX NAME
	refuses "$3" "$2" urunc create --bundle "$(pausing cannot ".linux.resources = $1")" cannot
}
cannot '{unified: {"../x": "1"}}' 'is not the name of a file' 'a file elsewhere'
cannot '{unified: {"cgroup.procs": "1"}}' 'cgroup.procs is not a limit' 'a file that is no limit'
cannot '{cpu: {cpus: "4000"}}' 'cannot write "4000" to .*/cpuset.cpus' 'a CPU that is not there'
if [ "$v2" ]; then
	cannot '{memory: {swappiness: 10}}' 'memory.swappiness: this host has cgroup v2, which has no such limit' 'what only v1 has'
	cannot '{unified: {"nobody.max": "1"}}' 'without the nobody controller' 'a controller that is not there'
	b=$(pausing cannot '.linux.resources = {unified: {"memory.high": "100000000"}}')
	succeeds 'a file of its own' urunc create --bundle "$b" cannot
	is "$(cat "/sys/fs/cgroup/$TEST_CGROUP/cannot/memory.high")" 99999744 'is written (rounded to pages)'
	urunc delete --force cannot
else
	cannot '{unified: {"memory.high": "1"}}' 'unified.memory.high: this host has cgroup v1' 'what only v2 has'
	cannot '{unified: {"hugetlb.2MB.max": "1"}}' 'without the hugetlb controller' 'what v2 beside v1 could'
	[ "$(of hugetlb)" ] || cannot '{hugepageLimits: [{pageSize: "2MB", limit: 0}]}' 'without the hugetlb controller' 'a controller that is not there'
fi
nothing_left 'nothing is left of what was refused'

# ---------------------------------------------------------------- a cgroup that somebody uses
for m in $(mounts); do mkdir -p "$m/$TEST_CGROUP/busy"; done
if [ ! "$v2" ]; then
	for f in cpus mems; do
		cat "$(of cpuset)/cpuset.$f" >"$(of cpuset)/$TEST_CGROUP/cpuset.$f"
		cat "$(of cpuset)/cpuset.$f" >"$(of cpuset)/$TEST_CGROUP/busy/cpuset.$f"
	done
fi
inside "/$TEST_CGROUP/busy" sleep 1000 &
other=$!
wait_until 5 grep -q "$TEST_CGROUP/busy" "/proc/$other/cgroup"
busy=$(pausing busy)
refuses 'is not taken' 'is in use' urunc create --bundle "$busy" busy
succeeds 'delete --force after that' urunc delete --force busy
holds alive "$other" 'and who is in it lives'
kill "$other"
wait "$other" 2>/dev/null
wait_until 5 sh -c "! grep -q . $(mounts | head -n 1)/$TEST_CGROUP/busy/cgroup.procs"
succeeds 'an empty one is' urunc create --bundle "$busy" busy
succeeds 'and removed in the end' urunc delete --force busy
is "$(every "/$TEST_CGROUP/busy")" 0 'it is gone'
is "$(every "/$TEST_CGROUP")" "$all" 'what was there before stays'
for m in $(mounts); do rmdir "$m/$TEST_CGROUP"; done
nothing_left 'nothing is left of those'

# ---------------------------------------------------------------- the execution layer alone
# On the host these are unit tests of their own.
if [ "${TEST_VM:-}" ]; then
	for t in test_act_cgroup test_act_limits test_act_cgroup_v2 test_identity; do
		lines=$(CMOCKA_MESSAGE_OUTPUT=TAP "$B/test/$t" 2>&1)
		is "$(grep -E '^not ok' <<<"$lines")" '' "$t"
		like "$lines" $'\n''ok 1 ' "$t ran"
	done
fi
done_testing

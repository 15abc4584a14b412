#!/bin/bash
# timeout: 120
# vm: yes
# update: limits of a container that is there are changed, all or none, from JSON and from options; nonsense is told by name.
. "$(dirname "$0")/../lib.sh"
need root probe jq "$GUEST/solo5-spt"
probe_settings

v2=''
[ -e /sys/fs/cgroup/cgroup.controllers ] && v2=yes
of() { # CONTROLLER: its mount point
	if [ "$v2" ]; then echo /sys/fs/cgroup; else awk -v c="$1" '$NF ~ "(^|,)" c "(,|$)" && / - cgroup / { print $5; exit }' /proc/self/mountinfo; fi
}
[ "$v2" ] || [ "$(of memory)" ] || skip_all 'no cgroup with a memory controller is mounted'
at=/$TEST_CGROUP/b
value() { # V1-CONTROLLER V1-FILE V2-FILE
	if [ "$v2" ]; then cat "/sys/fs/cgroup$at/$3"; else cat "$(of "$1")$at/$2"; fi
}
memory() { value memory memory.limit_in_bytes memory.max; }
threads() { value pids pids.max pids.max; }
shares() { value cpu cpu.shares cpu.weight; }
quota() { if [ "$v2" ]; then cat "/sys/fs/cgroup$at/cpu.max"; else echo "$(value cpu cpu.cfs_quota_us) $(value cpu cpu.cfs_period_us)"; fi; }
share_of() { if [ "$v2" ]; then echo "$2"; else echo "$1"; fi; } # SHARES WEIGHT
b=$(bundle_probe b 'probe:quiet probe:pause' '.linux.resources = {memory: {limit: 134217728}, pids: {limit: 50}, cpu: {shares: 1024}}')
census_begin

# ---------------------------------------------------------------- as engines call it
urunc create --bundle "$b" c1
succeeds 'update of a created one, from standard input' sh -c 'echo "{\"pids\": {\"limit\": 40}}" | urunc update --resources=- c1'
is "$out$err $(threads)" ' 40' 'says nothing and holds'
urunc start c1
echo '{"devices": null, "memory": {"limit": 100663296, "checkBeforeUpdate": true}, "cpu": {"shares": 512, "period": 50000, "quota": 40000, "cpus": "0"},
	"pids": {"limit": 30}, "blockIO": {"weight": 0}, "hugepageLimits": [], "network": {}, "unknown": [{"a": 1}], "rdma": null}' >"$T/r.json"
succeeds 'update of a running one, from a file' urunc update --resources="$T/r.json" c1
is "$(memory)" 100663296 'memory'
is "$(shares)" "$(share_of 512 59)" 'shares'
is "$(quota)" '40000 50000' 'quota and period'
is "$(value cpuset cpuset.cpus cpuset.cpus)" 0 'CPUs'
is "$(threads)" 30 'threads'
succeeds 'the file as a word of its own' urunc update --resources "$T/r.json" c1
succeeds 'what says nothing' sh -c 'echo "{}" | urunc update -r - c1'
succeeds "what the kubelet's manager of CPUs sends" sh -c 'echo "{\"cpu\": {\"cpus\": \"0\", \"shares\": 0, \"quota\": 0, \"period\": 0}, \"memory\": {}}" | urunc update --resources - c1'
is "$(memory) $(shares) $(quota)" "100663296 $(share_of 512 59) 40000 50000" 'changes nothing else'
succeeds 'options of their own' urunc update --memory 96m --cpu-shares=1024 --cpu-period 100000 --cpu-quota 25000 --cpuset-cpus 0 --cpuset-mems 0 \
	--pids-limit 60 --kernel-memory 5 c1
is "$(memory) $(shares) $(quota) $(threads)" "100663296 $(share_of 1024 100) 25000 100000 60" 'hold'
succeeds 'no limit of processor time any more' urunc update --cpu-quota=-1 c1
is "$(quota)" "$(share_of '-1 100000' 'max 100000')" 'it is gone'
succeeds 'a period alone' urunc update --cpu-quota 25000 c1
urunc update --cpu-period 50000 c1
is "$(quota)" '25000 50000' 'keeps the quota'
# Up and down, alone and together with swap: the kernel takes each only in the right order.
both() { if [ "$v2" ]; then echo $(($(cat "/sys/fs/cgroup$at/memory.max") + $(cat "/sys/fs/cgroup$at/memory.swap.max"))); else value memory memory.memsw.limit_in_bytes; fi; }
if value memory memory.memsw.limit_in_bytes memory.swap.max >/dev/null 2>&1; then
	for pair in 64:128 32:48 200:400 16:20 16:16 512:600 500:550; do
		run urunc update --memory "${pair%:*}m" --memory-swap "${pair#*:}m" c1
		is "$rc$err $(memory) $(both)" "0 $((${pair%:*} << 20)) $((${pair#*:} << 20))" "memory and swap to $pair MiB"
	done
	refuses 'swap below memory' 'memory.swap \(1048576\) is below linux.resources.memory.limit' urunc update --memory-swap 1m c1
	succeeds 'no limit of memory' urunc update --memory=-1 --memory-swap=-1 c1
	succeeds 'then one again' urunc update --memory 128m c1
else
	skip 'memory and swap' 'this kernel does not count swap'
fi
succeeds 'update of a paused one' sh -c 'urunc pause c1 && urunc update --pids-limit 44 c1'
is "$(threads) $(status_of c1)" '44 paused' 'holds, and it stays paused'
urunc resume c1
run urunc --log-level warning update --memory 32m c1
is "$rc" 0 'a limit below the memory of the guest'
like "$err" 'warning: linux.resources.memory.limit: the guest keeps the [0-9]+ MiB .* it will be killed' 'is warned of'
run urunc --log-level warning update --cpu-quota 400000 c1
like "$err" 'warning: linux.resources.cpu.quota: the guest keeps the 1 CPUs' 'and CPUs that it cannot use'
run urunc update --memory 128m --pids-limit 44 c1
is "$rc$err" 0 'who does not ask for warnings sees none'
default=$(urunc --help | tr -s ' \n' ' ' | grep -o 'the least message that is logged ([a-z]*)' | tr -d '()')
run urunc --log-level "${default##* }" update --memory 32m c1
is "$rc$err" 0 'nor who names the level that is the default as help says'
urunc update --memory 128m c1

# ---------------------------------------------------------------- nonsense changes nothing
urunc update --memory 128m --cpu-shares 512 --cpu-quota 25000 --cpu-period 50000 --pids-limit 44 c1
# What the monitor touches is in use; the probe is small, so something else is put beside it.
(
	for f in $(if [ "$v2" ]; then echo "/sys/fs/cgroup$at"; else echo "$(of memory)$at"; fi); do echo $BASHPID >"$f/cgroup.procs"; done
	exec python3 -c "
import sys, time
a = b'x' * (64 << 20)
open('$T/eaten', 'w').close()
time.sleep(1000)"
) &
eater=$!
holds wait_until 20 test -e "$T/eaten" 'somebody uses 64 MiB in it'
all() { echo "$(memory) $(shares) $(quota) $(threads) $(value cpuset cpuset.cpus cpuset.cpus)"; }
was=$(all)
unchanged() { # WHAT REGEX ARGUMENT...
	refuses "$1" "$2" urunc update "${@:3}" c1
	is "$(all)" "$was" 'nothing has changed'
}
json() { # JSON REGEX
	echo "$1" >"$T/r.json"
	unchanged "$1" "$2" --resources "$T/r.json"
}
json '{"memory": {"limit": -5}}' 'r.json:1: memory.limit: a whole number from -1 .* is wanted, not -5'
json '{"cpu": {"shares": 2048}, "pids": {"limit": "20"}}' 'r.json:1: pids.limit: a number is wanted, not a string'
json '{"cpu": {"shares": 1.5}}' 'r.json:1: cpu.shares: a whole number'
json '{"cpu": {"shares": 2048, "cpus": "4000"}}' 'linux.resources.cpu.cpus: cannot write "4000" to '
json '{"cpu": {"shares": 2048, "cpus": "zero"}}' 'linux.resources.cpu.cpus: cannot write "zero" to '
json '{"cpu": {"quota": 40000, "mems": "77", "shares": 2048}}' 'linux.resources.cpu.mems: cannot write "77" to '
json '{"cpu": {"quota": 40000, "period": 7}}' 'linux.resources.cpu.period: cannot write "7"|linux.resources.cpu.quota: cannot write "40000 7"'
json '{"cpu": {"shares": 2048, "quota": 1}}' 'linux.resources.cpu.quota: cannot write "1"'
json '{"pids": {"limit": 20}, "unified": {"nobody.max": "1"}}' 'linux.resources.unified.nobody.max: this host has '
json '{"pids": {"limit": 20}, "unified": {"../x.max": "1"}}' 'is not the name of a file'
json '{"cpu": {"shares": 2048}, "memory": {"limit": 16777216}}' 'linux.resources.memory.limit: (cannot write "16777216" .* more is in use|16777216 bytes are less than the [0-9]+ that the container uses now)'
json '{"memory": {"limit": 134217728, "swap": 67108864}}' 'memory.swap \(67108864\) is below'
json '{"blockIO": {"throttleReadBpsDevice": [{"major": 4095, "minor": 1, "rate": 5}]}, "cpu": {"shares": 2048}}' \
	'linux.resources.blockIO.throttleReadBpsDevice: cannot write "4095:1'
json '[]' 'r.json:1: an object is wanted, not a list'
json '{"memory": ' 'r.json:[0-9]: .*premature EOF'
json '' 'r.json:[0-9]: broken JSON: premature EOF'
unchanged 'a file that is not there' "$T/none: cannot be opened" --resources "$T/none"
unchanged 'a directory' "$T" --resources "$T"
unchanged 'nothing at all' '--resources or an option such as --memory is needed'
unchanged 'both ways at once' '--memory may not be beside it' --resources "$T/r.json" --memory 64m
unchanged 'words for a number' '--memory: "lots" is no number of bytes' --memory lots
unchanged 'a negative weight' '--cpu-shares: -3 is less than 0' --cpu-shares -3
unchanged 'an option that there is not' 'unknown option' --memory-limit 5
unchanged 'one of many that the kernel refuses' 'linux.resources.cpu.cpus: cannot write "4000"' --cpu-shares 2048 --cpu-quota 40000 --cpuset-cpus 4000 --pids-limit 20
kill "$eater"
wait "$eater" 2>/dev/null
is "$(status_of c1)" running 'it still runs'

# ---------------------------------------------------------------- states
urunc kill c1 KILL
wait_status c1 stopped
refuses 'update of a stopped one' 'container not running' urunc update --memory 64m c1
urunc delete c1
refuses 'update of an unknown one' '`c1` does not exist$' urunc update --memory 64m c1
refuses 'update without an id' '"update" requires exactly 1 argument' urunc update --memory 64m
nothing_left 'nothing is left'
done_testing

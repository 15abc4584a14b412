#!/bin/bash
# timeout: 120
# Real QEMU and the tiny guest: what chooses accelerator, CPUs and memory, what a limit of memory does, who gets the network.
. "$(dirname "$0")/../lib.sh"
need root tun jq ip tc qemu-system-x86_64 "$GUEST/pvh"

# tiny NAME WORDS [JQ-EXPRESSION...]: a bundle; its guest is told the words
tiny() {
	local dir
	dir=$(bundle_new "$1" "$(guest_annotations linux qemu /pvh)" '.process.env = []' \
		".process.args = ([\"/init\"] + (\"$2\" | split(\" \")))" "${@:3}") || return 1
	cp "$GUEST/pvh" "$dir/rootfs/"
	echo "$dir"
}
# begin ID BUNDLE: creates and starts; what it says is in $T/ID.said; sets pid
begin() {
	urunc create --bundle "$2" --pid-file "$T/pid" "$1" >"$T/$1.said" 2>&1 </dev/null
	urunc start "$1"
	pid=$(<"$T/pid")
}
settings() {
	export URUNC_CONFIG_FILE=$T/config.toml
	printf '[monitors.qemu]\n' | cat - <(printf '%s\n' "$@") >"$URUNC_CONFIG_FILE"
}
# option WORD: what follows it in the argv of a plan in $out
option() { jq -r --arg word "$1" '.argv | .[index($word) + 1]' <<<"$out"; }

census_begin

# ---------------------------------------------------------------- accelerator and CPU model
plain=$(tiny plain 'exit=0')
run urunc run --bundle "$plain" plain
is "$rc$err" 0 'with no settings it runs'
like "$out" 'tiny: memory_kib=(16|21)[0-9]{4}' 'and has the limit of 256 MiB less what QEMU needs'
settings 'accel = "tcg"' 'cpu = "qemu64"'
run urunc plan --bundle "$plain"
is "$(option -accel) $(option -cpu)" 'tcg,tb-size=32 qemu64' 'the settings choose'
unlike "$(jq -c .devices <<<"$out")" kvm 'and emulation gets no /dev/kvm'
run urunc run --bundle "$plain" plain
is "$rc" 0 'it runs'
wish() { bundle_edit "$plain" --arg key "com.urunc.unikernel.$1" --arg value "$2" '.annotations |= with_entries(select(.key | test("accel|cpu") | not)) | .annotations[$key] = $value'; }
wish accel kvm
refuses 'an annotation may not choose what the settings do not allow' 'accel: "kvm" is not allowed: the settings must list it in allow_accel' \
	urunc plan --bundle "$plain"
wish cpu max
refuses 'nor a CPU model' 'cpu: "max" is not allowed: the settings must list it in allow_cpu' urunc plan --bundle "$plain"
settings 'allow_accel = ["tcg"]' 'allow_cpu = ["qemu32", "max"]' 'accel = "auto"'
wish cpu qemu32
run urunc plan --bundle "$plain"
is "$(option -cpu)" qemu32 'an annotation chooses within the settings: the CPU'
wish accel tcg
run urunc plan --bundle "$plain"
is "$(option -accel) $(jq -r .origins.accel <<<"$out")" 'tcg,tb-size=32 annotation' 'and what runs its code'
settings 'accel = "kvm"'
wish none x
run urunc plan --bundle "$plain"
if [ "$rc" = 0 ]; then
	is "$(option -accel) $(option -cpu)" 'kvm host' 'KVM by settings'
	like "$(jq -c .devices <<<"$out")" /dev/kvm 'comes with its device'
	if grep -qwE 'vmx|svm' /proc/cpuinfo; then
		run urunc run --bundle "$plain" plain
		is "$rc" 0 'it runs under KVM'
	else
		like "$(jq -c .warnings <<<"$out")" 'KVM is not backed by hardware here' 'the plan warns of a KVM without hardware'
		skip 'it runs under KVM' 'KVM is not backed by hardware here'
	fi
else
	like "$err" /dev/kvm 'KVM by settings, where there is none, is refused'
fi
unset URUNC_CONFIG_FILE
nothing_left 'nothing is left'

# ---------------------------------------------------------------- CPUs
cpus=$(tiny cpus 'exit=0')
while read -r want limits; do
	bundle_edit "$cpus" ".linux.resources.cpu = $limits"
	run urunc plan --bundle "$cpus"
	is "$(option -smp)" "$(((want < $(nproc)) ? want : $(nproc)))" "CPUs of $limits"
done <<-'END'
	1 {}
	2 {"quota": 150000, "period": 100000}
	1 {"quota": 1000}
	1 {"quota": -1, "period": 100000}
	1 {"cpus": "0", "quota": 400000, "period": 100000}
	4 {"quota": 400000, "period": 100000}
END

# ---------------------------------------------------------------- memory
settings 'accel = "tcg"' # which QEMU needs more for
limited=$(tiny limited 'exit=0')
limit() { bundle_edit "$limited" ".linux.resources.memory.limit = $1 | .process.args = [\"/init\", \"$2\"]"; }
limit 67108864 exit=0
refuses '64 MiB are less than QEMU alone needs' 'memory.limit: 67108864 bytes leave nothing for the guest: the monitor qemu alone needs 96 MiB' \
	urunc run --bundle "$limited" limited
limit 125829120 exit=0
refuses 'what is left for the guest may be too little' 'less 96 MiB for the monitor qemu: 24 MiB of memory is too little: the guest linux needs 32' \
	urunc run --bundle "$limited" limited
for mib in 128 256 512; do
	limit $((mib << 20)) "touch=$((mib - 100))"
	run urunc run --bundle "$limited" limited
	is "$rc" 0 "a limit of $mib MiB: the guest can write to all of its memory"
done
# Less than what the guest may use, after the runtime has set its limit: what happens when a limit was too small.
limit $((256 << 20)) touch=150
urunc create --bundle "$limited" --pid-file "$T/pid" oom >"$T/oom.said" 2>&1 </dev/null
pid=$(<"$T/pid")
if [ -e "/sys/fs/cgroup/memory/$TEST_CGROUP/limited" ]; then
	echo $((100 << 20)) >"/sys/fs/cgroup/memory/$TEST_CGROUP/limited/memory.limit_in_bytes"
else
	echo 0 >"/sys/fs/cgroup/$TEST_CGROUP/limited/memory.swap.max"
	echo $((100 << 20)) >"/sys/fs/cgroup/$TEST_CGROUP/limited/memory.max"
fi
urunc start oom
is "$(exit_status "$pid" 30)" 'exit 137' 'a monitor that takes more than the limit is killed'
is "$(status_of oom)" stopped 'and seen as stopped'
succeeds 'delete' urunc delete oom
unset URUNC_CONFIG_FILE
nothing_left 'nothing is left'

# ---------------------------------------------------------------- the network is one guest's
none=$(tiny none 'exit=0' '.linux.namespaces |= map(select(.type != "network"))')
refuses "no network namespace: the host's" 'linux.namespaces has no network namespace: a guest in the host.s would' urunc run --bundle "$none" none
bundle_edit "$none" '.linux.namespaces += [{type: "network", path: "/proc/1/ns/net"}]'
refuses "the host's by its path" "share the host's network namespace" urunc run --bundle "$none" none
nothing_left 'nothing is left of those'

net_pair c p
census_begin
for id in one two; do
	bundle=$(tiny $id hold "$(netns_path c)")
	[ $id = two ] || begin $id "$bundle"
done
holds wait_until 10 grep -q 'pci 1af4:1000' "$T/one.said" 'a guest in a namespace that is joined has a link'
grep -o 'ip=[^ ]*' "$T/one.said" | head -n 1 >"$T/ip"
is "$(<"$T/ip")" 'ip=10.77.0.2::10.77.0.1:255.255.255.0:urunc:eth0:off' 'and is told its address'
refuses 'a second guest there' 'link eth0 is taken by another guest, container one .*room for one guest' urunc run --bundle "$bundle" two
is "$(status_of one)" running 'the first goes on'
like "$(tc -n c filter show dev eth0 ingress)" 'Redirect to device tap0_urunc' 'and keeps the link'
succeeds 'delete of the first' urunc delete --force one
holds wait_until 10 test ! -e "/sys/fs/cgroup/memory/$TEST_CGROUP/one" 'it is gone'
settings 'grace = 1'
begin two "$bundle"
holds wait_until 10 grep -q 'pci 1af4:1000' "$T/two.said" 'now the second has the link'
succeeds 'kill' urunc kill two TERM
is "$(exit_status "$pid")" 'exit 137' 'a guest that does not hear the power button is killed when its grace is over'
succeeds 'delete of the second' urunc delete two
nothing_left "nothing is left, and the namespace is as it was"
done_testing

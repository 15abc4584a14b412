#!/bin/bash
# timeout: 120
# The keeper: which pairs have one, what it holds, what becomes of signals and of the end; with the probe as QEMU, well-behaved
# and not.
. "$(dirname "$0")/../lib.sh"
need root probe jq qemu-system-x86_64 "$GUEST/pvh" "$GUEST/solo5-spt"
probe_settings solo5-spt qemu-system-x86_64
echo 'grace = 1' >>"$URUNC_CONFIG_FILE"

# as TYPE NAME WORDS [JQ-EXPRESSION...]: a bundle of a guest of that type whose QEMU is the probe
as() {
	local type=$1 name=$2 words=$3 dir
	shift 3
	dir=$(bundle_new "$name" "$(guest_annotations "$type" qemu /pvh)" \
		".process.args = ([\"/init\"] + (\"$words\" | split(\" \")))" "$@") || return 1
	cp "$GUEST/pvh" "$dir/rootfs/"
	echo "$dir"
}
# ends STATUS NAME TYPE WORDS...: run leaves with it
ends() {
	local status=$1 name=$2 type=$3
	shift 3
	run urunc run --bundle "$(as "$type" e "probe:quiet $*")" e
	is "$rc" "$status" "$name"
}
# begin ID WORDS: creates and starts; what it says is in $T/ID.said; sets pid and monitor
begin() {
	urunc create --bundle "$(as linux "$1" "probe:quiet $2" "${@:3}")" --pid-file "$T/pid" "$1" >"$T/$1.said" 2>&1 </dev/null
	urunc start "$1"
	pid=$(<"$T/pid")
	monitor=$(children "$pid")
}
children() { cat "/proc/$1/task/$1/children" 2>/dev/null | tr -d ' '; }
said() { grep -q "$2" "$T/$1.said"; }
presses() { grep -c system_powerdown "$T/$1.said"; }
field() { awk -v name="$2:" '$1 == name { print $2 }' "/proc/$1/status"; }
dead() { [ ! -e "/proc/$1" ] || [ "$(field "$1" State)" = Z ]; }
# milliseconds since the kernel started
now() { awk '{ print int($1 * 1000) }' /proc/uptime; }

census_begin

# ---------------------------------------------------------------- who has one
plain=$(bundle_probe plain 'probe:quiet probe:pause')
run urunc plan --bundle "$plain"
is "$(jq -c '[.keeper, (.argv | length)]' <<<"$out")" '[false,5]' "Solo5's tenders have none, and no word for one"
urunc create --bundle "$plain" --pid-file "$T/pid" plain
urunc start plain
pid=$(<"$T/pid")
is "$(readlink "/proc/$pid/exe" | xargs basename)" solo5-spt 'the container is the monitor itself'
is "$(children "$pid")" '' 'alone'
urunc delete --force plain
run urunc plan --bundle "$(as linux l probe:quiet)"
is "$(jq -c .keeper <<<"$out")" true 'QEMU has one'
like "$(jq -c .argv <<<"$out")" '"-chardev","socket,id=control,fd=10","-mon","chardev=control,mode=control"' 'and is told of its control socket'

# ---------------------------------------------------------------- what it is
begin k probe:control-deaf
holds wait_until 5 said k qmp_capabilities 'it negotiates'
is "$(pid_of k)" "$pid" 'the pid of the container is the keeper'
is "$(readlink "/proc/$pid/exe" | xargs basename)" "$(basename "$URUNC")" 'which is the process that waited'
is "$(readlink "/proc/$monitor/exe" | xargs basename)" qemu-system-x86_64 'its child is the monitor'
is "$(cat "/proc/$monitor/cgroup")" "$(cat "/proc/$pid/cgroup")" 'in the same cgroups'
is "$(field "$pid" NSpid) $(awk '/^NSpid/ { print $3 }' "/proc/$pid/status")" "$pid 1" 'it is pid 1'
is "$(find "/proc/$monitor/fd" -mindepth 1 -printf '%f ' | xargs -n1 | sort -n | xargs)" '0 1 2 10 11' 'the monitor has stdio and its two sockets'
like "$(find "/proc/$pid/fd" -mindepth 1 -printf '%l ')" '^(anon_inode:\[signalfd\] |socket:\[[0-9]+\] ){3}$' 'the keeper has signals and the other ends'
for field in CapEff:0000000000000000 CapBnd:0000000000000000 Seccomp:2 NoNewPrivs:1 Threads:1; do
	is "$(field "$pid" "${field%:*}")" "${field#*:}" "of the keeper, $field"
done
is "$(stat -c %U "/proc/$pid/environ")" root 'it is not dumpable'
pss() { awk '/^Pss:/ { print $2 }' "/proc/$pid/smaps_rollup"; }
small() { [ "$(pss)" -le 150 ]; }
if nm "$B/urunc.debug" | grep __asan_init >/dev/null; then # to its end: a pipe that broke would count as no
	skip 'it has at most 150 kB' 'built with sanitizers, which have megabytes of their own'
else
	holds wait_until 5 small 'it has at most 150 kB'
fi
echo "# PSS of the keeper: $(pss) kB"
switches=$(field "$pid" voluntary_ctxt_switches)
sleep 0.5
is "$(field "$pid" voluntary_ctxt_switches)" "$switches" 'it does nothing while nothing happens'
succeeds 'delete --force' urunc delete --force k
holds dead "$monitor" 'takes the monitor with it'
is "$(exit_status "$pid")" 'signal 9' 'both are killed'
nothing_left 'nothing is left'

# ---------------------------------------------------------------- the end
ends 7 "a monitor's own status" linux probe:exit=7
ends 0 'success' linux
ends 83 '83 of a guest that says nothing by it' linux probe:exit=83
ends 0 '83 of a guest of Solo5 under QEMU, which has no other status' mirage probe:exit=83
ends 85 'another one of it' mirage probe:exit=85
ends 139 'a monitor that crashes' linux probe:crash
ends 159 'a monitor that forks: its filter lets it make threads only' linux probe:fork
ends 134 'a guest that resets its machine' linux probe:reason=guest-reset
ends 134 'a guest that panics' unikraft probe:reason=guest-panic
ends 0 'a guest that powers itself off' linux probe:reason=guest-shutdown
ends 0 'a reason that no row has' linux probe:reason=whatever
ends 42 'the code that a guest says' linux probe:code=42
ends 255 'the largest' linux probe:code=255 probe:reason=guest-shutdown
ends 0 'success that is said, then a reset' linux probe:code=0 probe:reason=guest-reset
ends 9 'a code that is said counts less than a monitor that fails' linux probe:code=42 probe:exit=9
ends 0 'a monitor that closes its sockets and ends' linux probe:control-close
begin oom 'probe:control-serve'
kill -KILL "$monitor"
is "$(exit_status "$pid")" 'exit 137' 'a monitor that is killed, as by the kernel when memory is short: 128 and the signal'
urunc delete oom
begin eats 'probe:eat=1000' '.linux.resources.memory.limit = 268435456'
is "$(exit_status "$pid" 20)" 'exit 137' 'a monitor that eats its memory limit: the keeper tells of it'
urunc delete eats
begin gone probe:control-deaf
kill -KILL "$pid"
is "$(exit_status "$pid")" 'signal 9' 'the keeper is killed'
holds wait_until 5 dead "$monitor" 'and the monitor with it'
is "$(status_of gone)" stopped 'it is stopped'
urunc delete gone
nothing_left 'nothing is left of ends'

# ---------------------------------------------------------------- signals
begin well 'probe:control-serve'
wait_until 5 said well qmp_capabilities
succeeds 'TERM' urunc kill well TERM
is "$(exit_status "$pid")" 'exit 0' 'presses the power button, and the guest ends in order'
is "$(presses well)" 1 'once was enough'
urunc delete well
begin code 'probe:control-serve probe:code=3'
urunc kill code INT
is "$(exit_status "$pid")" 'exit 3' 'INT too; with the code that the guest says'
urunc delete code
begin deaf probe:control-deaf
began=$(now)
succeeds 'TERM to a guest that does not hear' urunc kill deaf TERM
holds test $(($(now) - began)) -lt $((900 * SLOWER)) 'kill does not wait for it'
urunc kill deaf TERM
urunc kill --all deaf INT
is "$(status_of deaf)" running 'a second and a third one change nothing'
is "$(exit_status "$pid")" 'exit 137' 'it is killed when its grace is over'
holds test $(($(now) - began)) -ge 950 'which it had whole'
holds test "$(presses deaf)" -le 2 'and was asked as often as it has seconds'
urunc delete deaf
for signal in QUIT KILL; do
	begin now probe:control-deaf
	urunc kill now TERM
	began=$(now)
	urunc kill now $signal
	like "$(exit_status "$pid")" '^(exit 137|signal 9)$' "$signal does not wait for the grace"
	holds test $(($(now) - began)) -lt $((700 * SLOWER)) 'at once'
	urunc delete now
done
begin others probe:control-deaf
for signal in USR1 USR2 WINCH CHLD ALRM PIPE 34 64; do urunc kill others $signal; done
is "$(status_of others)" running 'signals without a row do nothing'
urunc kill others STOP
holds wait_until 5 grep -q '^State:.T' "/proc/$monitor/status" 'STOP stops the monitor'
urunc kill others CONT
holds wait_until 5 grep -q '^State:.S' "/proc/$monitor/status" 'CONT lets it go on'
urunc kill others HUP
is "$(exit_status "$pid")" 'exit 143' 'HUP is what the monitor has for it'
urunc delete others
for word in probe:control-close probe:control-flood; do
	begin odd "$word probe:pause"
	urunc kill odd TERM
	like "$(exit_status "$pid" 5)" '^exit (143|137)$' "TERM to a monitor with $word ends it"
	urunc delete odd
done
begin stubborn 'probe:control-close probe:stubborn'
wait_until 5 said stubborn stubborn
urunc kill stubborn TERM
is "$(exit_status "$pid" 5)" 'exit 137' 'one that closes its socket and keeps TERM from itself is killed after the grace'
urunc delete stubborn
unikraft=$(as unikraft uk 'probe:quiet probe:pause')
urunc create --bundle "$unikraft" --pid-file "$T/pid" uk
urunc start uk
urunc kill uk TERM
is "$(exit_status "$(<"$T/pid")")" 'exit 143' 'a guest without a power button: TERM is for its monitor'
urunc delete uk
"$URUNC" --root "$ROOT" run --bundle "$(as linux fg 'probe:quiet probe:control-serve probe:exit=6')" fg >/dev/null &
foreground=$!
holds wait_status fg running 'run in the foreground'
kill -TERM $foreground
wait $foreground
is "$?" 6 'passes TERM on, and has the code'
nothing_left 'nothing is left of signals'

# ---------------------------------------------------------------- beginnings that fail; no pid namespace
echo '#!/nowhere/sh' >"$T/monitors/lame"
chmod +x "$T/monitors/lame"
sed 's|qemu-system-x86_64|lame|' "$URUNC_CONFIG_FILE" >"$T/lame.toml"
lame=$(as linux lame probe:quiet)
run urunc --config "$T/lame.toml" create --bundle "$lame" --pid-file "$T/pid" lame
if [ "$rc" = 0 ]; then
	refuses 'a monitor that cannot be executed: start says so' 'lame.*No such file' urunc start lame
	is "$(status_of lame)" '' 'and the container is gone'
else
	like "$err" lame 'a monitor that cannot be executed: create says so'
fi
few=$(as linux few probe:quiet '.linux.resources.pids.limit = 1')
urunc create --bundle "$few" few
refuses 'no room for a second process' "cannot make the monitor's process" urunc start few
nothing_left 'nothing is left of them'
begin shared probe:control-deaf '.linux.namespaces |= map(select(.type != "pid"))'
isnt "$monitor" '' 'in a pid namespace of others'
kill -KILL "$pid"
holds wait_until 5 dead "$monitor" 'the monitor does not outlive its keeper either'
urunc delete shared
begin shared 'probe:control-serve probe:exit=4' '.linux.namespaces |= map(select(.type != "pid"))'
urunc kill shared TERM
is "$(exit_status "$pid")" 'exit 4' 'and TERM and the code are the same'
urunc delete shared
nothing_left 'nothing is left of those'
done_testing

#!/bin/bash
# timeout: 120
# vm: yes
# pause, resume and ps: what is frozen stands still and can be ended, state is true even when a command was killed half-way,
# and who is in a container.
. "$(dirname "$0")/../lib.sh"
need root probe jq "$GUEST/solo5-spt"
probe_settings

b=$(bundle_probe b 'probe:quiet probe:pause')
at=/$TEST_CGROUP/b
# Where a container is frozen: cgroup v2 if there is one, else v1's freezer.
frozen_at() { awk '/ - cgroup2 / { print $5; exit }' /proc/self/mountinfo; }
freezer_at() { awk '$NF ~ /(^|,)freezer(,|$)/ && / - cgroup / { print $5; exit }' /proc/self/mountinfo; }
is_frozen() {
	local v2
	v2=$(frozen_at)
	if [ "$v2" ]; then grep -q 'frozen 1' "$v2$at/cgroup.events"; else grep -q FROZEN "$(freezer_at)$at/freezer.state"; fi
}
freeze_by_hand() { # 1|0
	local v2
	v2=$(frozen_at)
	if [ "$v2" ]; then echo "$1" >"$v2$at/cgroup.freeze"
	elif [ "$1" = 1 ]; then echo FROZEN >"$(freezer_at)$at/freezer.state"
	else echo THAWED >"$(freezer_at)$at/freezer.state"; fi
}
moving() { ! is_frozen; }
census_begin

# ---------------------------------------------------------------- one after the other
life() { # NAME: of the cgroups at hand
	urunc create --bundle "$b" --pid-file "$T/pid" c1
	pid=$(<"$T/pid")
	refuses "$1: pause of a created one" 'container `c1` has not been started' urunc pause c1
	refuses "$1: resume of a created one" 'container `c1` is not paused' urunc resume c1
	urunc start c1
	refuses "$1: resume of a running one" 'container `c1` is not paused' urunc resume c1
	succeeds "$1: pause" urunc pause c1
	is "$out$err" '' "$1: it prints nothing"
	holds is_frozen "$1: the cgroup is frozen"
	is "$(status_of c1) $(pid_of c1)" "paused $pid" "$1: state says paused, with the pid"
	is "$(urunc list --format json | jq -r '.[].status')" paused "$1: list too"
	refuses "$1: pause of a paused one" 'container `c1` is paused already' urunc pause c1
	refuses "$1: start of a paused one" 'was started before' urunc start c1
	refuses "$1: delete of a paused one" 'is not stopped' urunc delete c1
	is "$(urunc ps --format json c1)" "[$pid]" "$1: ps of a paused one"
	succeeds "$1: resume" urunc resume c1
	is "$out$err" '' "$1: it prints nothing"
	holds moving "$1: the cgroup is not frozen any more"
	is "$(status_of c1)" running "$1: state says running"
	urunc pause c1
	succeeds "$1: kill KILL of a paused one" urunc kill c1 KILL
	is "$(exit_status "$pid")" 'signal 9' "$1: ends it at once"
	holds wait_status c1 stopped "$1: it is stopped"
	refuses "$1: pause of a stopped one" 'container not running' urunc pause c1
	refuses "$1: resume of a stopped one" 'container `c1` is not paused' urunc resume c1
	refuses "$1: ps of a stopped one" 'container not running' urunc ps c1
	succeeds "$1: delete" urunc delete c1
	for how in 'kill c1 TERM' 'kill --all c1 9' 'kill -a c1 TERM' 'delete --force c1'; do
		urunc run --detach --bundle "$b" --pid-file "$T/pid" c1
		urunc pause c1
		# shellcheck disable=SC2086
		succeeds "$1: $how of a paused one whose monitor gets KILL for TERM" urunc $how
		is "$(exit_status "$(<"$T/pid")")" 'signal 9' "$1: ends it at once"
		urunc delete --force c1
	done
	nothing_left "$1: nothing is left"
}
life 'as it is here'
# v1's freezer alone: what it froze outlives KILL until it is thawed.
if [ "$(freezer_at)" ] && umount -n "$(frozen_at)" 2>/dev/null; then
	rm -rf /run/mount
	census_begin
	life 'v1 alone'
	is "$(frozen_at)" '' 'that was without cgroup v2'
else
	skip "v1's freezer alone" 'this host has no freezer beside cgroup v2'
fi
for command in pause resume ps; do
	refuses "$command of an unknown one" 'container `c9` does not exist$' urunc "$command" c9
done

# ---------------------------------------------------------------- state is true
urunc run --detach --bundle "$b" --pid-file "$T/pid" c1
urunc pause c1
freeze_by_hand 0
holds wait_status c1 running 'one that was thawed and not recorded runs'
succeeds 'and can be paused' urunc pause c1
holds is_frozen 'it is'
urunc resume c1
# Somebody else's freezing is not looked for, but it is in nobody's way.
freeze_by_hand 1
is "$(status_of c1)" running 'one that somebody else has frozen is running by its record'
succeeds 'it can be paused' urunc pause c1
succeeds 'and resumed' urunc resume c1
holds moving 'and moves'
freeze_by_hand 1
succeeds 'and deleted, frozen as it is' urunc delete --force c1
is "$(exit_status "$(<"$T/pid")")" 'signal 9' 'it is ended'
urunc run --detach --bundle "$b" --pid-file "$T/pid" c1
# Killed at each write and exit of both commands.
true_state() {
	if is_frozen; then has_status c1 paused; else has_status c1 running; fi
}
if command -v strace >/dev/null; then
	wrong=0 points=0 torn=0
	for command in pause resume; do
		for call in openat write renameat close fcntl poll exit_group; do
			for k in ${TEST_VM:+4} ${TEST_VM:-1 2 3 4 6 8 12}; do
				[ "$k" != yes ] || continue # an emulated machine is slow: one of each there
				"$URUNC" --root "$ROOT" "$([ "$command" = pause ] && echo resume || echo pause)" c1 2>/dev/null
				{ timeout 20 strace -D -qq -o /dev/null -e "inject=$call:signal=KILL:when=$k" \
					"$URUNC" --root "$ROOT" "$command" c1 >/dev/null 2>&1; } 2>/dev/null
				points=$((points + 1))
				recorded=$(jq -r .status "$ROOT/c1/state.json")
				if is_frozen; then [ "$recorded" = paused ]; else [ "$recorded" = running ]; fi || torn=$((torn + 1))
				wait_until 2 true_state || { wrong=$((wrong + 1)); echo "# $command killed at $call $k: $(status_of c1)"; }
			done
		done
	done
	wait_until 5 sh -c '! pgrep -x strace'
	[ "${TEST_VM:-}" ] || holds test "$torn" -gt 0 "$torn of $points commands were killed between the freezer and the record"
	is "$wrong" 0 "state is true after $points commands that were killed at a system call"
else
	skip 'killed at system calls' 'needs strace'
fi
urunc delete --force c1
nothing_left 'nothing is left of those'

# ---------------------------------------------------------------- run waits while others do something
"$URUNC" --root "$ROOT" run --bundle "$b" c1 &
waits=$!
wait_status c1 running
mv "$ROOT/c1/state.json" "$T/taken"
kill -TERM "$waits"
holds wait_for_exit "$waits" 'TERM to a run in the foreground reaches the guest though its record cannot be read'
mv "$T/taken" "$ROOT/c1/state.json"
urunc delete --force c1

"$URUNC" --root "$ROOT" run --bundle "$b" c1 &
waits=$!
wait_status c1 running
urunc pause c1
kill -TERM "$waits"
holds wait_for_exit "$waits" 'TERM to a run in the foreground ends the guest that another command has paused'
urunc resume c1 2>/dev/null # or the run would wait for ever
wait "$waits"
is $? 137 'and it exits as the guest does'
nothing_left 'nothing is left of run'

# ---------------------------------------------------------------- ps
urunc create --bundle "$b" --pid-file "$T/pid" c1
pid=$(<"$T/pid")
is "$(urunc ps --format json c1)" "[$pid]" 'ps of a created one: the parked process'
urunc start c1
inside() { cat "$(if [ "$(frozen_at)" ]; then frozen_at; else freezer_at; fi)$at/cgroup.procs" | sort -n; }
join() { bash -c 'for m in $(awk "/ - cgroup2? / { print \$5 }" /proc/self/mountinfo); do echo 0 >$m/$0/cgroup.procs; done; exec "$@"' "$at" "$@"; }
join sleep 1000 &
first=$!
join bash -c 'exec -a "two
lines" sleep 1000' &
second=$!
three() { [ "$(inside | wc -l)" = 3 ]; }
holds wait_until 5 three 'two that joined are there'
named() { grep -q 'two?lines 1000$' <<<"$(urunc ps c1)"; }
holds wait_until 5 named 'what a process calls itself stays one line'
succeeds 'ps as JSON' urunc ps --format json c1
is "$(jq -r '.[]' <<<"$out" | paste -sd' ')" "$(inside | paste -sd' ')" 'is a list of the pids in the cgroup'
is "$err" '' 'and nothing on stderr'
is "$(urunc ps -f=json c1)" "$out" '-f=json too'
succeeds 'ps as a table' urunc ps c1
is "$(awk 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "PID") at = i; next } { print $at }' <<<"$out" | sort -n | paste -sd' ')" \
	"$(inside | paste -sd' ')" 'has a column PID with them'
like "$out" "0 +$pid +[0-9]+ +00:00:0[0-9] /[^ ]*solo5-spt .*probe:pause" 'and says who they are, and their command lines'
table=$out
for args in '-ef' 'aux' '-o pid,comm' '--format json --nothing' '-- -x'; do
	# shellcheck disable=SC2086
	succeeds "ps with the arguments $args" urunc ps c1 $args
	is "$(wc -l <<<"$out")" "$(wc -l <<<"$table")" 'is the same table'
done
refuses 'ps without an id' '"ps" requires a minimum of 1 argument' urunc ps
refuses 'ps in another form' 'invalid format: "yaml"' urunc ps --format yaml c1
kill "$second"
wait "$second" 2>/dev/null
is "$(urunc ps -f json c1)" "$(inside | jq -sc .)" 'who has ended is gone'
urunc kill --all c1 KILL
wait "$first" 2>/dev/null # bash tells of its end
wait_status c1 stopped
urunc delete c1
nothing_left 'nothing is left of ps'

# ---------------------------------------------------------------- a real monitor that handles TERM
if [ -x "$(command -v qemu-system-x86_64)" ] && [ -c /dev/net/tun ] && [ -e "$GUEST/pvh" ]; then
	unset URUNC_CONFIG_FILE
	q=$(bundle_new q "$(guest_annotations unikraft qemu /pvh)" '.process.env = []' '.process.args = ["/init", "hold"]')
	cp "$GUEST/pvh" "$q/rootfs/"
	urunc create --bundle "$q" --pid-file "$T/pid" q >"$T/said" 2>&1 </dev/null
	urunc start q
	pid=$(<"$T/pid")
	holds wait_until 10 grep -q hold "$T/said" 'a guest under QEMU runs'
	at=/$TEST_CGROUP/q
	succeeds 'pause' urunc pause q
	before=$(awk '{ print $14 + $15 }' "/proc/$pid/stat")
	succeeds 'TERM to a paused one' urunc kill q TERM
	sleep 0.2 # time in which it must not do anything
	is "$(status_of q) $(awk '{ print $14 + $15 }' "/proc/$pid/stat")" "paused $before" 'waits: it stays paused and uses no time'
	succeeds 'resume' urunc resume q
	is "$(exit_status "$pid")" 'exit 143' 'then QEMU hears it and ends'
	urunc delete q
	urunc run --detach --bundle "$q" --pid-file "$T/pid" q >"$T/said" 2>&1 </dev/null
	urunc pause q
	succeeds 'delete --force of a paused one' urunc delete --force q
	is "$(exit_status "$(<"$T/pid")")" 'signal 9' 'ends it'
	nothing_left 'nothing is left of QEMU'
else
	skip 'a real monitor' 'needs QEMU and /dev/net/tun'
fi
done_testing

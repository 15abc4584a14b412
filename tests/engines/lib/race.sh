# shellcheck shell=bash disable=SC2016,SC2154
# Engines at their worst: read after ctr.sh.

# slow_runtime COMMAND: a runtime that does what urunc does, and after COMMAND waits for $T/go before it says so
slow_runtime() {
	cat >"$T/slow" <<-EOF
		#!/bin/bash
		/usr/local/bin/urunc "\$@"
		status=\$?
		if [[ " \$* " == *" $1 "* ]]; then
			: >"$T/reached"
			until [ -e "$T/go" ]; do sleep 0.05; done
		fi
		exit \$status
	EOF
	chmod +x "$T/slow"
	rm -f "$T/go" "$T/reached"
}

# The engine dies when its runtime has done COMMAND and has not said so.  With its end the shim ends the call that it waits for.
# containerd 2 finds that the shim has no container, and has its clean-up call "delete --force"; 1.6 keeps a shim that it cannot
# talk about, with runc as with us: there that clean-up comes when the shim ends.
shim_of() { grep -lzx -- "$1" /proc/[0-9]*/cmdline 2>/dev/null | cut -d/ -f3 | while read -r pid; do grep -qz shim "/proc/$pid/cmdline" && echo "$pid"; done; }
race_crash() { # COMMAND
	local client shim
	slow_runtime "$1"
	ctr run --detach --runc-binary "$T/slow" "$TENDER" half /guest 'probe:quiet probe:pause' >"$T/client" 2>&1 &
	client=$!
	holds wait_until 20 test -e "$T/reached" "urunc has done $1, and the engine does not know it yet"
	holds containerd_crash 'containerd is killed'
	wait_for_exit $client 20
	: >"$T/go"
	containerd_or_done
	run ctr task delete --force half
	if [[ $err == *'container not created'* ]]; then
		shim=$(shim_of half)
		like "$containerd_version $shim" '^1\.6\.[^ ]* [0-9]+$' 'containerd 1.6 has a shim without a container'
		kill -KILL "$shim"
	fi
	gone() { [ ! "$(task_line half)" ] && [ ! -e "$ROOT/half" ]; }
	holds wait_until 15 gone 'the clean-up takes the guest away'
	succeeds 'ctr container delete' ctr container delete half
	nothing_left 'nothing is left of it'
}

# Sixteen clients that want the same guest to go, in every way there is.
race_together() {
	local round i jobs
	for round in 1 2 3; do
		tender "crowd$round" 'probe:quiet probe:pause' --detach >"$T/null" 2>&1
		jobs=()
		for i in {1..16}; do
			case $((i % 4)) in
			0) timeout 30 ctr task kill --signal SIGKILL "crowd$round" ;;
			1) timeout 30 ctr task delete --force "crowd$round" ;;
			2) timeout 30 ctr task ls ;;
			3) timeout 30 "$URUNC" --root "$ROOT" state "crowd$round" ;;
			esac >"$T/crowd.$i" 2>&1 &
			jobs+=($!)
		done
		wait "${jobs[@]}"
		is "$(grep -lE 'panic|Segmentation|core dumped' "$T"/crowd.*)" '' "round $round: 16 clients want the same guest to go, nobody breaks"
		away() { [ ! "$(task_line "crowd$round")" ]; }
		holds wait_until 15 away 'it is gone'
		run ctr container delete "crowd$round"
	done
	nothing_left 'nothing is left of them'
}

# The same without the shim between: 50 at once call urunc itself for a guest of the engine.
race_direct() {
	local i word jobs=()
	tender direct 'probe:quiet probe:pause' --detach >"$T/null" 2>&1
	for i in {1..50}; do
		case $((i % 3)) in
		0) word='kill direct KILL' ;;
		1) word='delete --force direct' ;;
		2) word='state direct' ;;
		esac
		# shellcheck disable=SC2086
		timeout 30 "$URUNC" --root "$ROOT" $word >"$T/direct.$i" 2>&1 &
		jobs+=($!)
	done
	wait "${jobs[@]}"
	is "$(cat "$T"/direct.* | grep -v '^[ {}]' | sed 's/^urunc: //' |
		grep -vE '^container `direct` does not exist$|^container not running$|was deleted by another command' | sort -u)" '' \
		'50 kill, delete and state at once: nobody hears anything but what the lifecycle says'
	holds wait_until 15 stopped direct 'the engine sees its end'
	is "$(task_end direct)" 137 'and its status'
	succeeds 'ctr container delete' ctr container delete direct
	nothing_left 'nothing is left of it'
}

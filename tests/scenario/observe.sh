#!/bin/bash
# timeout: 60
# `state` takes no lock: what it says was true at some moment, whatever others do between any two of its looks.  The model of
# spec/world.pml found these two orders; here `state` is stopped just before it looks whether the creator lives.
. "$(dirname "$0")/../lib.sh"
need root probe jq strace
probe_settings
census_begin
export ASAN_OPTIONS=detect_leaks=0 # in a build with sanitizers: LeakSanitizer cannot work under strace

cat >"$T/hook" <<'SCRIPT'
#!/bin/sh
touch "$1.there"
while [ -e "$1.wait" ]; do sleep 0.05; done
exit "$(cat "$1.exit")"
SCRIPT
chmod +x "$T/hook"
bundle=$(bundle_probe b 'probe:quiet probe:pause' \
	".hooks = {createRuntime: [{path: \"$T/hook\", args: [\"hook\", \"$T/h\"], env: [\"PATH=$PATH\"]}]}")

# stopped_child PID: it has one child, $child, which is stopped
stopped_child() {
	child=$(pgrep -P "$1") && grep -q '^State:.*[Tt] ' "/proc/$child/status"
}

# looks_while_created ID EXIT: state begins while create is at its hook, and goes on when create has ended; $out, $rc of state
looks_while_created() {
	local id=$1 create state n
	touch "$T/h.wait"
	rm -f "$T/h.there"
	echo "$2" >"$T/h.exit"
	urunc create --bundle "$bundle" "$id" 2>"$T/create.err" &
	create=$!
	wait_until 10 test -e "$T/h.there" || not_ok "$id: the hook runs"
	strace -o "$T/trace" -e trace=openat "$URUNC" --root "$ROOT" state "$id" >/dev/null
	n=$(grep -n '"lock"' "$T/trace" | cut -d: -f1)
	strace -o "$T/trace" -e trace=openat -e inject="openat:signal=STOP:when=$n" \
		"$URUNC" --root "$ROOT" state "$id" >"$T/state.out" 2>"$T/state.err" &
	state=$!
	wait_until 20 stopped_child "$state" || not_ok "$id: state is held at the lock" "$(cat "$T/trace")"
	rm "$T/h.wait"
	wait "$create"
	kill -CONT "$child"
	wait "$state"
	rc=$?
	out=$(<"$T/state.out") err=$(<"$T/state.err")
}

looks_while_created c1 0
is "$(jq -r .status <<<"$out")" created 'a create that ends well between two looks: created, not stopped'
succeeds 'it is removed' urunc delete --force c1

looks_while_created c2 1
like "$(<"$T/create.err")" 'hook' 'a create that fails'
is "$rc: $err" '1: urunc: container `c2` does not exist' '... between two looks: there is none, and never was a stopped one'

nothing_left 'observe'
done_testing

#!/bin/bash
# timeout: 240
# beside: yes
# The lifecycle, walked through by chance and straight to each of its rows, with the real program: each step is the table's.
#
#   TIME=SECONDS  by chance (8)    SEED=N  else one that is printed    WALK=FILE  one walk, as tests/walk/words.py tells    FIGURES=FILE
. "$(dirname "$0")/../lib.sh"
need root probe jq python3 strace "$GUEST/solo5-spt-net"
probe_settings
ulimit -c 0
export TIME=${TIME:-8} TEST_CGROUP PYTHONDONTWRITEBYTECODE=1

# Somebody else has made the cgroup above theirs, and takes it away.
bundle() { bundle_probe "$@" >/dev/null; }
hook() { printf '.hooks = {%s: [{path: "/bin/%s"}]}' "$1" "${2:-false}"; }
for id in a b; do
	bundle "good-$id" 'probe:quiet probe:pause'
	bundle "exits-$id" 'probe:quiet probe:exit=7'
	bundle "badpre-$id" 'probe:quiet probe:pause' "$(hook prestart)"
	bundle "badrun-$id" 'probe:quiet probe:pause' "$(hook createRuntime)"
	bundle "badchild-$id" 'probe:quiet probe:pause' "$(hook createContainer)"
	bundle "badpost-$id" 'probe:quiet probe:pause' "$(hook poststart)"
	bundle "badstop-$id" 'probe:quiet probe:pause' "$(hook poststop)"
	bundle "nonet-$id" 'probe:quiet probe:pause'
	cp "$GUEST/solo5-spt-net" "$T/nonet-$id/rootfs/guest"
	# Held until told to go; for twenty seconds at most.
	bundle "slow-$id" 'probe:quiet probe:pause' ".hooks = {createRuntime: [{path: \"/bin/sh\", args: [\"sh\", \"-c\",
		\"touch $T/there-$id; i=0; until [ -e $T/go-$id ] || [ \$i = 1000 ]; do i=\$((i + 1)); sleep 0.02; done\"], env: [\"PATH=$PATH\"]}]}"
done
census_begin
urunc create --bundle "$(bundle_probe above 'probe:quiet probe:pause')" above
(cd "$TOP" && "${AWK:-mawk}" -v out=rows -f gen/spec.awk -f gen/lifecycle.awk -f gen/lifecycle_c.awk -f gen/lifecycle_doc.awk \
	spec/lifecycle.spec) >"$T/rows"
walk() { python3 "$TOP/tests/walk/walk.py" "${1:-$T/rows}" "${2:-$TOP/tests/walk/unreachable}" "$T"; }
export -f walk
export TOP T

if [ "${WALK:-}" ]; then
	holds walk "the walk of $WALK"
	urunc delete --force above
	done_testing
fi
holds walk 'each step was a row of the table, and each row was seen'

# ---------------------------------------------------------------- does it notice?
unset FIGURES
export TIME SEED=1 MOST=1
printf '%s\n' 'create good a' 'start a' 'start a' 'pause a' 'resume a' 'kill TERM a' 'await a' 'killall TERM a' 'delete a' >"$T/known"
WALK=$T/known succeeds 'a walk can be replayed' bash -c walk
noticed() { # WHAT REGULAR-EXPRESSION: the last run
	if [ "$rc" != 1 ]; then not_ok "noticed: $1" "status $rc" "$out" "$err"; else like "$out" "$2" "noticed: $1"; fi
}
wrong_row() { # WHAT SED-SCRIPT REGULAR-EXPRESSION
	sed -E "$2" "$T/rows" >"$T/wrong"
	if cmp -s "$T/rows" "$T/wrong"; then not_ok "$2 changes nothing"; fi
	WALK=$T/known run bash -c 'walk "$1"' walk "$T/wrong"
	noticed "$1" "$3"
}
wrong_row 'a step leads elsewhere' 's/(\trunning\tfrozen\tstep\t)paused/\1running/' 'running frozen'
wrong_row 'actions in another order' 's/(\tstopped\tdelete\t.*)stop undo/\1undo stop/' 'stopped delete wants undo'
wrong_row 'an action that was not done' 's/(\tcreated\tstart\t.*) release/\1 release thaw/' 'created start ended after'
wrong_row 'an action too many' 's/(\trunning\tfrozen\t.*)write_state/\1/' 'running frozen: more was done'
wrong_row 'what is refused with other words' 's/was started before/was begun before/' 'running start is refused with'
wrong_row 'what is ignored, and should be refused' 's/(\tstopped\tkill_all\t)ignore/\1refuse/' 'stopped kill_all is to refuse'
# A program that says what it should, and does something else.
liar() { # WORD COMMAND...: behind the real WORD this is done
	local word=$1
	shift
	printf '#!/bin/sh\n%q "$@"\nrc=$?\ncase " $* " in *" %s "*) %q --root "$2" %s >/dev/null 2>&1 ;; esac\nexit $rc\n' "$URUNC" "$word" "$URUNC" "$*" >"$T/liar"
	chmod +x "$T/liar"
}
liar pause resume a
URUNC=$T/liar WALK=$T/known run bash -c walk
noticed 'a pause that does not last' 'At most it came to paused'
liar start kill a KILL
URUNC=$T/liar WALK=$T/known run bash -c walk
noticed 'a guest that ends without a reason' 'At most it came to running'
TIME=0 STRAIGHT=no run bash -c walk
noticed 'rows that were not seen' 'never seen: running frozen'
{ cat "$TOP/tests/walk/unreachable"; echo 'none create never'; } >"$T/unreachable"
TIME=1 STRAIGHT=no run bash -c 'walk "" "$1"' walk "$T/unreachable"
noticed 'a row that was seen, and is listed as one that cannot be' 'cannot be: none create'
sed -E 's/(\tcreated\tstart\t.*) release/\1/' "$T/rows" >"$T/wrong"
TIME=20 STRAIGHT=no run bash -c 'walk "$1"' walk "$T/wrong"
like "$(sed -n 's/^#   //p' <<<"$out" | wc -l)" '^[12]$' 'a long walk that fails is cut down to a create and a start, or a run'
unset TIME SEED MOST
urunc delete --force above
nothing_left 'nothing is left'
done_testing

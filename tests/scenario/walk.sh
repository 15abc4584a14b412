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
walk() { python3 "$TOP/tests/walk/walk.py" "$1" "$TOP/tests/walk/unreachable" "$T"; }

if [ "${WALK:-}" ]; then
	holds walk "$T/rows" "the walk of $WALK"
else
	holds walk "$T/rows" 'each step was a row of the table, and each row was seen'
fi
urunc delete --force above
nothing_left 'nothing is left'
done_testing

#!/bin/bash
# timeout: 3000
# Many containers: one after the other with a tap in a namespace that outlives them, and all at once.  Nothing is left.
#
#   CYCLES=N   create, start, delete, one after the other (200)     AT_ONCE=N  whole lives at the same time (40)
. "$(dirname "$0")/../lib.sh"
need root probe tun ip tc jq "$GUEST/solo5-spt-net"
probe_settings
CYCLES=${CYCLES:-200} AT_ONCE=${AT_ONCE:-40}

net_pair box client || skip_all 'this kernel makes no veth'
bundle_probe one 'probe:quiet probe:pause' "$(netns_path box)" >/dev/null
cp "$GUEST/solo5-spt-net" "$T/one/rootfs/guest"
for ((i = 0; i < AT_ONCE; i++)); do bundle_probe "m$i" 'probe:quiet probe:pause' >/dev/null; done
# Its cgroup directory above theirs would come and go with them.
urunc create --bundle "$(bundle_probe above probe:quiet)" above
census_begin

cycle() {
	"$URUNC" --root "$ROOT" create --bundle "$T/one" c && "$URUNC" --root "$ROOT" start c &&
		"$URUNC" --root "$ROOT" delete --force c
}
failed=0 began=$(date +%s%N)
for ((i = 0; i < CYCLES; i++)); do
	cycle 2>>"$T/said" || failed=$((failed + 1))
done
is "$failed$(head -c 2000 "$T/said")" 0 "$CYCLES times create, start, delete --force with a tap"
printf '# %d us each\n' $((($(date +%s%N) - began) / 1000 / CYCLES))
nothing_left 'nothing is left of them'

life() { # ID
	"$URUNC" --root "$ROOT" create --bundle "$T/$1" --pid-file "$T/pid.$1" "$1" && "$URUNC" --root "$ROOT" start "$1" &&
		[ "$("$URUNC" --root "$ROOT" state "$1" | jq -r .status)" = running ] && "$URUNC" --root "$ROOT" kill "$1" KILL &&
		wait_status "$1" stopped 60 && "$URUNC" --root "$ROOT" delete "$1" && echo "$1" >>"$T/lived"
}
began=$(date +%s%N) jobs=()
for ((i = 0; i < AT_ONCE; i++)); do
	life "m$i" 2>>"$T/said.many" &
	jobs+=($!)
done
wait "${jobs[@]}"
is "$(sort -u "$T/lived" | wc -l)$(head -c 2000 "$T/said.many")" "$AT_ONCE" "$AT_ONCE lives at once: create, start, state, kill, delete"
printf '# %d ms in all\n' $((($(date +%s%N) - began) / 1000000))
nothing_left 'nothing is left of them either'
urunc delete --force above
done_testing

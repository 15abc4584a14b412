#!/bin/bash
# timeout: 600
# The runtime is killed at any instant of create, start, run and delete, also in the middle of a system call: state tells the truth,
# delete --force restores all.  (At the beginning of each call, and by its failure: faults.sh.)
#
#   POINTS=N  how many instants (80)    SEED=N  which (1)
. "$(dirname "$0")/../lib.sh"
need root probe tun ip tc jq "$GUEST/solo5-spt-net"
probe_settings
POINTS=${POINTS:-80} SEED=${SEED:-1}
RANDOM=$SEED

net_pair box client || skip_all 'this kernel makes no veth'
b=$(bundle_probe b 'probe:quiet probe:pause' "$(netns_path box)")
cp "$GUEST/solo5-spt-net" "$b/rootfs/guest"
succeeds 'the container that is killed below has a tap' urunc run --detach --bundle "$b" k
is "$(ip -n box -o link show type tun | wc -l)" 1 'in a network namespace that outlives it'
urunc delete --force k
wait_until 5 sh -c '[ ! "$(ip -n box -o link show type tun)" ] && ! pgrep -x urunc' # the one that finishes a delete
census_begin

failures=0 points=0
wrong() { failures=$((failures + 1)); echo "# point $points, $what: $*"; }

# What state says must be so: of a dead creator nothing is "creating" once its child has heard of it.
settled() { "$URUNC" --root "$ROOT" state k >"$T/said" 2>"$T/said.err" || return 0; [ "$(jq -r .status "$T/said")" != creating ]; }
program_of() { basename "$(readlink "/proc/$1/exe" 2>/dev/null)"; }
is_true() {
	read -r status pid < <("$URUNC" --root "$ROOT" state k | jq -r '"\(.status) \(.pid)"')
	case $status:$pid:$(program_of "$pid") in
	"created:$pid:$(basename "$URUNC")" | "running:$pid:solo5-spt" | stopped:0:) ;;
	*) return 1 ;;
	esac
}
check_state() {
	local status pid
	wait_until 2 settled || { wrong "it is creating for ever: $(<"$T/said")"; return; }
	if [ ! -s "$T/said" ]; then
		grep -q '`k` does not exist$' "$T/said.err" || wrong "state says: $(<"$T/said.err")"
		return
	fi
	# A creator that was killed after it wrote "created" and before it said so: the child ends when it hears of that.
	wait_until 1 is_true || wrong "state says $status, and $pid is $(program_of "$pid")"
	seen[$status]=$((${seen[$status]:-0} + 1))
}
declare -A seen=()

after() {
	points=$((points + 1))
	check_state
	run urunc delete --force k
	[ "$rc$out$err" = 0 ] || wrong "delete --force: $rc $err"
	run urunc state k
	[[ $rc = 1 && $err = *'does not exist' ]] || wrong "after delete --force state says: $err$out"
	nothing_new && return
	wait_until 5 nothing_new || { wrong "left: $(diff "$T/.census" "$T/.census.now" | grep '^[<>]' | tr '\n' ' ')"; mend; }
}
# One failure shall not be told by all points after it.
mend() {
	local line
	for line in $(ip -n box -o link show type tun | cut -d: -f2); do ip -n box link del "$line"; done
	tc -n box qdisc del dev eth0 ingress 2>/dev/null
	rm -rf "${ROOT:?}"/k "$ROOT"/.undo/*
	census_begin
}

before() { # COMMAND: what it needs to be there
	case $1 in
	start) "$URUNC" --root "$ROOT" create --bundle "$b" k ;;
	delete | delete_force) "$URUNC" --root "$ROOT" run --detach --bundle "$b" k ;;
	esac
	[ "$1" != delete ] || { "$URUNC" --root "$ROOT" kill k KILL && wait_status k stopped; }
}
words() {
	case $1 in
	create) echo create --bundle "$b" k ;;
	start) echo start k ;;
	run) echo run --detach --bundle "$b" k ;;
	delete) echo delete k ;;
	delete_force) echo delete --force k ;;
	esac
}

# ---------------------------------------------------------------- what is made is on record before
if command -v strace >/dev/null; then
	strace -D -f -qq -s 4096 -o "$T/calls" -e trace=write,mkdir,mkdirat,sendto,sendmsg,ioctl \
		"$URUNC" --root "$ROOT" run --detach --bundle "$b" k
	"$URUNC" --root "$ROOT" delete --force k
	wait_until 5 sh -c '! pgrep -x strace'
	# a line for each thing that was made and was not recorded by then, one for each kind that was
	unrecorded=$(awk '
		{ sub(/^[0-9]+ +/, "") }
		/^write\(.*"cgroup\\t/ { n = split($0, part, /\\t|\\n/); for (i = 2; i <= n; i += 2) { sub(/\/$/, "", part[i]); recorded[part[i]] = 1 } }
		/^write\(.*"process\\t/ { process = 1 }
		/^write\(.*"tap\\t/ { taps++ }
		/^write\(.*"redirect\\t/ { redirects++ }
		/^mkdir.*"\/sys\/fs\/cgroup.* = 0$/ { split($0, part, "\""); made["cgroup"] = 1; if (!recorded[part[2]]) print "cgroup " part[2] }
		/^sendmsg\([0-9]+, .*iov_base="g", iov_len=1/ { made["process"] = 1; if (!process) print "the go of a process" }
		/TUNSETIFF/ { made["tap"] = 1; if (!taps) print "tap" }
		/nlmsg_type=(RTM_NEWQDISC|0x24 )/ { if (qdiscs++ >= 1) { made["redirect"] = 1; if (!redirects) print "redirect" } } # the first is the tap'"'"'s own
		END { for (k in made) kinds++; print kinds + 0 " kinds" }' "$T/calls")
	is "$unrecorded" '4 kinds' 'cgroups, the process, tap and redirect: each stands in the record before it is made'
	wait_until 5 nothing_new
else
	skip 'what is made is on record before' 'needs strace'
fi

# ---------------------------------------------------------------- at random instants
commands=(create start run delete delete_force)
declare -A microseconds
for command in "${commands[@]}"; do
	before "$command"
	began=$(date +%s%N)
	# shellcheck disable=SC2046
	timeout --foreground -s KILL 5 "$URUNC" --root "$ROOT" $(words "$command")
	microseconds[$command]=$((($(date +%s%N) - began) / 1000))
	what="a whole $command"
	after
done
echo "# microseconds: ${commands[*]} = ${microseconds[*]}"
for ((i = 0; i < POINTS; i++)); do
	command=${commands[i % ${#commands[@]}]}
	before "$command"
	wait_for=$(((RANDOM * 32768 + RANDOM) % microseconds[$command] + 200))
	what="$command killed after $wait_for us"
	# shellcheck disable=SC2046
	timeout --foreground -s KILL "$(printf '0.%06d' "$wait_for")" "$URUNC" --root "$ROOT" $(words "$command") >/dev/null 2>&1
	after
done
echo "# $points points (seed $SEED), $failures failures; states that were seen: $(for s in "${!seen[@]}"; do printf '%s %s  ' "$s" "${seen[$s]}"; done)"
is "$failures" 0 "killed at $points points: state was true, delete --force succeeded and left nothing"
for s in created running stopped; do
	holds test "${seen[$s]:-0}" -gt 0 "among them some that left a $s container"
done
done_testing

# shellcheck shell=bash
# What scenarios share.  A scenario is a bash script tests/scenario/NAME.sh:
#
#   #!/bin/bash
#   # timeout: 60
#   # What it shows, in a sentence.
#   . "$(dirname "$0")/../lib.sh"
#   need root probe
#   bundle=$(bundle_new b '.process.args = ["probe:exit=7"]')
#   succeeds 'create works' urunc create --bundle "$bundle" c1
#   ...
#   done_testing
#
# tests/run gives it namespaces of its own (mount, network, ipc, pid), a directory and a cgroup, and checks that nothing
# is left.  Started by hand it makes do with a directory: sudo tests/run NAME is the better way.
#
# Variables:  T  the test's directory    ROOT  the state directory (urunc --root)    URUNC  the program
#             out, err, rc  what the last run, succeeds or fails gave
set -uo pipefail

TOP=$(realpath "$(dirname "${BASH_SOURCE[0]}")/..")
B=$(realpath -m "${B:-$TOP/build}")
TEST_NAME=${TEST_NAME:-$(basename "$0" .sh)}
TEST_CGROUP=${TEST_CGROUP:-urunc-test-$TEST_NAME-$$e}
T=${TEST_DIR:-$(mktemp -d "${TMPDIR:-/tmp}/urunc-test.XXXXXX")}
TEST_STATUS=${TEST_STATUS:-$T/status}
SLOWER=${TEST_SLOWER:-1} # how much slower than an ordinary machine this one is
ROOT=$T/state
URUNC=${URUNC:-$B/urunc}
export B TEST_STATUS GUEST=$B/guest
mkdir -p "$TEST_STATUS"
out='' err='' rc=0
tests=0 finished=''

# In namespaces of its own a test has a /run and a /dev/shm of its own too (named network namespaces, engines' state; what
# others do there meanwhile is not what this test has left) and loopback.
if [ "${TEST_PRIVATE:-}" ]; then
	mount -t tmpfs -o mode=755 tmpfs /run
	mount -t tmpfs -o mode=1777 tmpfs /dev/shm
	ip link set lo up
fi

# ---------------------------------------------------------------- TAP
ok() { tests=$((tests + 1)); printf 'ok %d - %s\n' "$tests" "$1"; }

# not_ok NAME [WHAT WAS SEEN...]
not_ok() {
	tests=$((tests + 1))
	printf 'not ok %d - %s\n' "$tests" "$1"
	shift
	[ $# = 0 ] || printf '%s\n' "$@" | sed 's/^/# /'
	return 0
}

# is GOT WANTED NAME
is() { if [ "$1" = "$2" ]; then ok "$3"; else not_ok "$3" "got:    $1" "wanted: $2"; fi; }
isnt() { if [ "$1" != "$2" ]; then ok "$3"; else not_ok "$3" "got what it must not be: $1"; fi; }

# like TEXT REGULAR-EXPRESSION NAME (extended, as bash matches it)
like() { if [[ $1 =~ $2 ]]; then ok "$3"; else not_ok "$3" "got:           $1" "does not match: $2"; fi; }
unlike() { if [[ ! $1 =~ $2 ]]; then ok "$3"; else not_ok "$3" "got:      $1" "matches: $2"; fi; }

# holds CONDITION-COMMAND... NAME comes last: holds test -e /x 'there is x'
holds() {
	local name=${!#}
	set -- "${@:1:$#-1}"
	if "$@"; then ok "$name"; else not_ok "$name" "false: $*"; fi
}

skip() { tests=$((tests + 1)); printf 'ok %d - %s # SKIP %s\n' "$tests" "$1" "$2"; }
skip_all() { printf '1..0 # SKIP %s\n' "$*"; finished=yes; exit 0; }
done_testing() { printf '1..%d\n' "$tests"; finished=yes; exit 0; }

# run CMD...: sets out, err, rc.  Bounded, since a command under test must never hang a test.
run() {
	rc=0
	timeout --kill-after=2 $((${LIMIT:-60} * SLOWER)) "$@" >"$T/.out" 2>"$T/.err" || rc=$?
	out=$(<"$T/.out") err=$(<"$T/.err")
}

# succeeds NAME CMD..., fails NAME CMD..., refuses NAME REGEX CMD...: fails with one line on stderr that matches
succeeds() {
	local name=$1
	shift
	run "$@"
	if [ "$rc" = 0 ]; then ok "$name"; else not_ok "$name" "status $rc from: $*" "$err" "$out"; fi
}
fails() {
	local name=$1
	shift
	run "$@"
	if [ "$rc" != 0 ] && [ "$rc" != 124 ]; then ok "$name"; else not_ok "$name" "status $rc from: $*" "$err" "$out"; fi
}
refuses() {
	local name=$1 why=$2
	shift 2
	run "$@"
	if [ "$rc" != 1 ]; then not_ok "$name" "status $rc, not 1, from: $*" "$err"
	elif [[ ! $err =~ $why ]]; then not_ok "$name" "said:           $err" "does not match: $why"
	elif [ "$(wc -l <"$T/.err")" != 1 ]; then not_ok "$name" 'not exactly one line:' "$err"
	else ok "$name"; fi
}

# need root|probe|kvm|tun|PROGRAM|FILE...: skips all, with the reason, if one is missing
need() {
	local what
	for what in "$@"; do
		case $what in
		root) [ "$(id -u)" = 0 ] || skip_all 'needs root' ;;
		probe) [ -x "$B/test/probe" ] || skip_all "needs $B/test/probe (make test-programs)" ;;
		kvm) [ -r /dev/kvm ] || skip_all 'needs /dev/kvm' ;;
		hardware-kvm) grep -qwE 'vmx|svm' /proc/cpuinfo || skip_all 'needs KVM with hardware support (no vmx or svm)' ;;
		tun) [ -c /dev/net/tun ] || skip_all 'needs /dev/net/tun' ;;
		cgroup2) [ -e /sys/fs/cgroup/cgroup.controllers ] || skip_all 'needs a host with cgroup v2' ;;
		*/*) [ -e "$what" ] || skip_all "needs $what" ;;
		*) command -v "$what" >/dev/null || skip_all "needs the program $what" ;;
		esac
	done
}

# ---------------------------------------------------------------- time
# wait_until SECONDS CMD...: polls; the status says whether it came true
wait_until() {
	local end=$((SECONDS + $1 * SLOWER + 1))
	shift
	until "$@" >/dev/null 2>&1; do
		[ $SECONDS -lt $end ] || return 1
		sleep 0.02
	done
}
wait_for_exit() { timeout $((${2:-10} * SLOWER)) tail -s 0.02 --pid="$1" -f /dev/null; }

# exit_status PID [SECONDS]: "exit 7" or "signal 9" of a container whose runtime has left, known to tests/probe/init.c
exit_status() {
	wait_until "${2:-10}" test -e "$TEST_STATUS/$1" || { echo 'still running'; return 1; }
	cat "$TEST_STATUS/$1"
}

# ---------------------------------------------------------------- containers
urunc() { "$URUNC" --root "$ROOT" "$@"; }
export -f urunc
export ROOT URUNC
# "run", "succeeds" and so on start programs, not functions: bin/urunc is the same for them.
mkdir -p "$T/bin"
printf '#!/bin/sh\nexec "%s" --root "%s" "$@"\n' "$URUNC" "$ROOT" >"$T/bin/urunc"
chmod +x "$T/bin/urunc"
PATH=$T/bin:$PATH

status_of() { "$URUNC" --root "$ROOT" state "$1" 2>/dev/null | jq -r .status; }
pid_of() { "$URUNC" --root "$ROOT" state "$1" | jq .pid; }
has_status() { [ "$(status_of "$1")" = "$2" ]; }
# wait_status ID STATUS [SECONDS]
wait_status() { wait_until "${3:-10}" has_status "$1" "$2"; }

# bundle_new NAME [JQ-EXPRESSION...]: a bundle $T/NAME with a rootfs and the config.json of tests/config.json, changed by
# the expressions; its cgroup is the test's own.  Prints the directory.
bundle_new() {
	local name=$1 dir=$T/$1 expression edits='.'
	shift
	mkdir -p "$dir/rootfs"
	for expression in "$@"; do edits="$edits | $expression"; done
	jq --arg cgroup "/$TEST_CGROUP/$name" ".linux.cgroupsPath = \$cgroup | $edits" "$TOP/tests/config.json" \
		>"$dir/config.json" || return 1
	echo "$dir"
}
bundle_edit() {
	local dir=$1
	shift
	jq "$@" "$dir/config.json" >"$dir/config.json.new" && mv "$dir/config.json.new" "$dir/config.json"
}
# guest_annotations TYPE MONITOR BINARY: a jq expression for bundle_new
guest_annotations() {
	printf '.annotations += {"com.urunc.unikernel.unikernelType": "%s", "com.urunc.unikernel.hypervisor": "%s",
		"com.urunc.unikernel.binary": "%s"}' "$@"
}

# monitors_probe NAME...: the probe as monitor under these names; prints a directory for settings or PATH
monitors_probe() {
	local name
	mkdir -p "$T/monitors"
	for name in "$@"; do cp "$B/test/probe" "$T/monitors/$name"; done
	echo "$T/monitors"
}
# probe_settings [MONITOR...]: the probe as monitor (solo5-spt) for every command of the test: $URUNC_CONFIG_FILE
probe_settings() {
	local word
	[ $# -gt 0 ] || set -- solo5-spt
	monitors_probe "$@" >/dev/null
	export URUNC_CONFIG_FILE=$T/config.toml
	for word in "$@"; do
		printf '[monitors.%s]\npath = "%s/monitors/%s"\n' "$(cut -d- -f2 <<<"${word/qemu-/-qemu-}")" "$T" "$word"
	done >"$URUNC_CONFIG_FILE"
}
# bundle_probe NAME WORDS [JQ-EXPRESSION...]: a bundle whose monitor is the probe under the name of solo5-spt, told WORDS
# ("probe:quiet probe:pause").  Its filter is a monitor's: of the report only argv and environment come through.
bundle_probe() {
	local name=$1 words=$2 dir
	shift 2
	dir=$(bundle_new "$name" "$(guest_annotations mirage spt /guest)" \
		".process.args = ([\"/guest\"] + (\"$words\" | split(\" \")))" "$@") || return 1
	cp "$GUEST/solo5-spt" "$dir/rootfs/guest"
	echo "$dir"
}
# probe_report FILE: the probe's lines as one JSON object
probe_report() { grep '^{' "$1" | jq -s add; }

# ---------------------------------------------------------------- network
# net_new NS: a namespace with loopback.  net_pair A B [MTU]: A and B joined by a veth, both ends called eth0;
# A has 10.77.0.2/24 and fd77::2/64 and B as its gateway (10.77.0.1, fd77::1).
net_new() {
	ip netns add "$1" && ip -n "$1" link set lo up
}
net_pair() {
	local container=$1 client=$2 mtu=${3:-1500}
	net_new "$container" && net_new "$client" &&
		ip link add eth0 netns "$container" mtu "$mtu" type veth peer name eth0 netns "$client" mtu "$mtu" &&
		ip -n "$container" addr add 10.77.0.2/24 dev eth0 &&
		ip -n "$container" addr add fd77::2/64 dev eth0 nodad &&
		ip -n "$client" addr add 10.77.0.1/24 dev eth0 &&
		ip -n "$client" addr add fd77::1/64 dev eth0 nodad &&
		ip -n "$container" link set eth0 up && ip -n "$client" link set eth0 up &&
		ip -n "$container" route add default via 10.77.0.1 &&
		ip -n "$container" -6 route add default via fd77::1
}
# in_net NS CMD... (a program, so that "succeeds" can start it)
printf '#!/bin/sh\nexec ip netns exec "$@"\n' >"$T/bin/in_net"
chmod +x "$T/bin/in_net"
# netns_path NS: a jq expression for bundle_new
netns_path() {
	printf '(.linux.namespaces[] | select(.type == "network")).path = "/run/netns/%s"' "$1"
}

# ---------------------------------------------------------------- what is left
# shellcheck source=tests/census.sh
. "$TOP/tests/census.sh"
census_begin() { census_sorted >"$T/.census"; }

# nothing_left NAME: as it was at census_begin.  What may take long is finished by a detached child, so it waits a little.
nothing_new() { census_sorted >"$T/.census.now"; cmp -s "$T/.census" "$T/.census.now"; }
nothing_left() {
	if wait_until "${LEFT_SECONDS:-5}" nothing_new; then
		ok "$1"
	else
		not_ok "$1" "$(diff "$T/.census" "$T/.census.now" | grep '^[<>]')"
	fi
}

# ---------------------------------------------------------------- the end
cleanups=()
# at_end COMMAND: run when the test ends, the last one first
at_end() { cleanups=("$1" "${cleanups[@]}"); }

remove_cgroups() {
	local dir
	find /sys/fs/cgroup -depth -type d -path "*/$TEST_CGROUP*" 2>/dev/null | while read -r dir; do
		rmdir "$dir" 2>/dev/null
	done
}

the_end() {
	local status=$? command pid
	for command in "${cleanups[@]}"; do eval "$command"; done
	if [ "$(id -u)" = 0 ]; then
		# A test that failed halfway still frees the machine; what a *passing* test left was judged by nothing_left.
		for pid in $(find /sys/fs/cgroup -path "*/$TEST_CGROUP*" -name cgroup.procs -exec cat {} + 2>/dev/null | sort -u); do
			kill -KILL "$pid" 2>/dev/null
		done
		wait_until 2 remove_cgroups_done
	fi
	[ "${TEST_DIR:-}" ] || rm -rf --one-file-system "$T"
	[ "$finished" ] || echo "# ended early (status $status)"
	exit "$status"
}
remove_cgroups_done() {
	remove_cgroups
	[ ! "$(find /sys/fs/cgroup -type d -path "*/$TEST_CGROUP*" -print -quit 2>/dev/null)" ]
}
trap the_end EXIT

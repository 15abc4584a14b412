#!/bin/bash
# timeout: 240
# Ordinary containers are another runtime's: this process becomes it, by the bundle for create and run, by the id afterwards.
. "$(dirname "$0")/../lib.sh"
need root probe jq runc crun "$GUEST/solo5-spt" busybox

# Debian's crun refuses v1 with a cgroup2 beside it that has a controller left (and makes files in the directory without one).
second=$(awk '$3 == "cgroup2" { print $2; exit }' /proc/mounts)
if grep -q ' cgroup ' /proc/mounts && [ "$second" ]; then
	umount "$second" && mount -t tmpfs tmpfs "$second"
fi
probe_settings
settings() { # RUNTIME: who runs ordinary containers
	{ printf '[runtime]\noci_runtime = "%s"\n' "$1"; sed '/^\[runtime\]/,/^oci_runtime/d' "$URUNC_CONFIG_FILE"; } >"$T/s" && mv "$T/s" "$URUNC_CONFIG_FILE"
}
# plain NAME SCRIPT [JQ-EXPRESSION...]: an ordinary bundle whose program is a shell with this script
plain() {
	local dir=$T/$1 script=$2 edits='.' expression
	for expression in "${@:3}"; do edits="$edits | $expression"; done
	mkdir -p "$dir/rootfs/bin" "$dir/rootfs/proc" "$dir/rootfs/dev" "$dir/rootfs/sys"
	cp -u "$(command -v busybox)" "$dir/rootfs/bin/busybox"
	ln -sf busybox "$dir/rootfs/bin/sh"
	rm -f "$dir/config.json"
	(cd "$dir" && runc spec)
	bundle_edit "$dir" --arg s "$script" --arg cgroup "/$TEST_CGROUP/$1" ".process.args = [\"/bin/sh\", \"-c\", \$s]
		| .process.terminal = false | .process.rlimits = [] | .linux.cgroupsPath = \$cgroup | $edits"
	echo "$dir"
}
owner() { if [ -e "$ROOT/$1/status" ]; then echo crun; elif [ -e "$ROOT/$1/lock" ]; then echo urunc; elif [ -e "$ROOT/$1/state.json" ]; then echo runc; fi; }
census_begin

for runtime in runc crun; do
	settings "$runtime"
	b=$(plain b 'echo hello; exit 7')
	run urunc run --bundle "$b" c1
	is "$rc $out" '7 hello' "$runtime: run: its output, and its exit code"
	b=$(plain b 'exec sleep 1000')
	succeeds "$runtime: create" urunc create --bundle "$b" --pid-file "$T/pid" c1
	is "$(owner c1)" "$runtime" "and the container is $runtime's, below our root"
	is "$(status_of c1) $(pid_of c1)" "created $(cat "$T/pid")" 'state is its own'
	refuses 'a guest of this id' 'container with given ID already exists' urunc create --bundle "$(bundle_probe g 'probe:quiet probe:pause')" c1
	succeeds 'start' urunc start c1
	is "$(status_of c1)" running 'runs'
	run urunc exec c1 /bin/busybox echo from inside
	is "$rc $out" '0 from inside' 'exec, which guests have not'
	is "$(urunc ps c1 | grep -cw "$(pid_of c1)")" 1 'ps'
	is "$(urunc list -q)" '' 'list has guests only'
	succeeds 'kill' urunc kill c1 KILL
	wait_status c1 stopped
	succeeds 'delete' urunc delete c1
	refuses 'state of nobody' 'container `c1` does not exist' urunc state c1
	rm "$T/pid"
done
rm -rf "$ROOT" "$T/b" "$T/g"
remove_cgroups # those above the containers': nobody's
[ "$second" ] && rm -rf --one-file-system "${second:?}/$TEST_CGROUP"
nothing_left 'nothing is left'
done_testing

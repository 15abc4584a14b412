#!/bin/sh
# Makes the world of the bench and runs it: a mount namespace, cgroups and network namespaces of its own, a bundle of
# `runc spec` for each contender.  Called by `make bench`; B, ROUNDS, SEED and BENCH_ONLY (names, with commas) come from
# there.  A contender that is missing is left out by name.  OTHER=PROGRAM: another build of urunc, to compare the two.
set -eu

B=$(cd "${B:-build}" && pwd)
URUNC=${URUNC:-$B/urunc}
ROUNDS=${ROUNDS:-200} SEED=${SEED:-1} BENCH_ONLY=${BENCH_ONLY:-floor,urunc,crun,runc,over},other

if [ "$(id -u)" != 0 ]; then
	echo "bench: needs root: namespaces, cgroups, taps" >&2
	exit 1
fi
if [ "${1-}" != in-private-namespace ]; then
	exec unshare --mount --propagation private "$0" in-private-namespace
fi

wanted() {	# NAME PROGRAM
	case ",$BENCH_ONLY," in *",$1,"*) ;; *) return 1 ;; esac
	[ -n "$2" ] && [ -x "$2" ] && return 0
	echo "bench: skipped: $1 is not there"
	return 1
}

# ---------------------------------------------------------------- cgroups: one directory of ours in each hierarchy
GROUP=urunc-bench-$$

hierarchies() { awk '$3 == "cgroup" { print $2 }' /proc/mounts; }	# v1; none of them: v2
cgroup2() { awk '$3 == "cgroup2" { print $2; exit }' /proc/mounts; }

cgroups_make() {
	# Debian's crun refuses v1 with a cgroup2 beside it that still has a controller, and without that one makes files in
	# the directory that is left: it gets one to play with.
	if [ -n "$(hierarchies)" ] && [ -n "$(cgroup2)" ]; then
		second=$(cgroup2)
		umount "$second"
		mount -t tmpfs tmpfs "$second"
	fi
	for h in $(hierarchies) $(cgroup2); do mkdir "$h/$GROUP"; done
	for h in $(hierarchies); do
		for f in cpuset.cpus cpuset.mems; do
			if [ -e "$h/$f" ]; then cat "$h/$f" > "$h/$GROUP/$f"; fi
		done
	done
}

clean() {
	for h in $(hierarchies) $(cgroup2); do
		for d in "$h/$GROUP"/*/ "$h/$GROUP"; do [ ! -d "$d" ] || rmdir "$d" || true; done
	done
}

# Words that tell the floor of the same directories that a runtime makes for the bundle's cgroupsPath.
floor_groups() {	# DIRECTORY
	for h in $(hierarchies); do
		printf ' -g %s/%s/%s' "$h" "$GROUP" "$1"
		if [ -e "$h/cpuset.cpus" ]; then printf ' -u %s/%s/%s' "$h" "$GROUP" "$1"; fi
	done
	if [ -z "$(hierarchies)" ]; then printf ' -G %s/%s/%s' "$(cgroup2)" "$GROUP" "$1"; fi
	if jq -e '.linux.namespaces | any(.type == "cgroup")' "$WORLD/config.json" > /dev/null; then printf ' -c'; fi
}

# ---------------------------------------------------------------- network: a namespace with one end of a veth, named eth0
network_make() {	# FILE
	for f in "$1" "$1-outside"; do
		: > "$f"
		unshare --net="$f" true
	done
	nsenter --net="$1" ip link add eth0 type veth peer name peer0
	nsenter --net="$1" ip link set peer0 netns "$1-outside"
	nsenter --net="$1" ip address add 10.9.0.2/24 dev eth0
	nsenter --net="$1" ip link set eth0 up
	nsenter --net="$1" ip route add default via 10.9.0.1
	nsenter --net="$1-outside" ip address add 10.9.0.1/24 dev peer0
	nsenter --net="$1-outside" ip link set peer0 up
}

# ---------------------------------------------------------------- bundles
# NAME NETWORK [JQ-EDIT]: the bundle, with no terminal, the no-op as its program, and its cgroups below ours.
bundle() {
	d=$WORLD/$1-$2
	mkdir -p "$d/rootfs" "$d/root"
	cp "$B/bench/noop" "$d/rootfs/noop"
	jq --arg group "/$GROUP/$1-$2" '.process.terminal = false | .process.args = ["/noop"]
		| .linux.cgroupsPath = $group | '"${3:-.}" "$WORLD/config.json" > "$d/config.json"
	if [ "$2" != own ]; then
		network_make "$d/net"
		jq --arg net "$d/net" '(.linux.namespaces[] | select(.type == "network")).path = $net' \
			"$d/config.json" > "$d/joined" && mv "$d/joined" "$d/config.json"
	fi
}

contender() { echo "$* --root $WORLD/$1-$2/root" >> "$WORLD/contenders"; }

runtime() {	# NAME: an ordinary one, which makes no tap
	program=$(command -v "$1" || true)
	wanted "$1" "$program" || return 0
	for network in own joined; do
		bundle "$1" $network
		contender "$1" $network "$program"
	done
}

floor() {
	wanted floor "$B/bench/floor" || return 0
	bundle floor own
	contender floor own "$B/bench/floor" $(floor_groups floor-own)
	[ -c /dev/net/tun ] || return 0
	bundle floor tap
	contender floor tap "$B/bench/floor" $(floor_groups floor-tap) -n "$WORLD/floor-tap/net"
}

urunc() {	# NAME PROGRAM
	wanted "$1" "$2" || return 0
	for network in own tap; do
		[ $network = own ] || [ -c /dev/net/tun ] || continue
		bundle "$1" $network '.annotations += {"com.urunc.unikernel.unikernelType": "mirage",
			"com.urunc.unikernel.hypervisor": "spt", "com.urunc.unikernel.binary": "/guest"}'
		cp "$B/guest/solo5-spt$([ $network = own ] || echo -net)" "$WORLD/$1-$network/rootfs/guest"
		contender "$1" $network "$2"
	done
}

over() {	# an ordinary container that is given to urunc, which hands it to crun
	wanted over "$(command -v crun || true)" || return 0
	printf '[runtime]\noci_runtime = "crun"\n' >> "$URUNC_CONFIG_FILE"
	bundle over own
	contender over own "$URUNC"
}

# ---------------------------------------------------------------- and go
WORLD=$B/bench/world
mkdir -p "$WORLD"
mount -t tmpfs -o mode=755 bench "$WORLD"
trap clean EXIT
trap 'exit 1' INT TERM HUP
cgroups_make
{ cd "$WORLD" && { runc spec || crun spec; } 2> /dev/null; } || { echo "bench: needs runc or crun for the bundle" >&2; exit 1; }
export URUNC_CONFIG_FILE="$WORLD/config.toml"
printf '[monitors.spt]\npath = "%s"\n' "$B/bench/noop" > "$URUNC_CONFIG_FILE"
floor
urunc urunc "$URUNC"
[ -z "${OTHER-}" ] || urunc other "$(realpath "$OTHER")"
runtime crun
runtime runc
over
cd "$B"
"$B/bench/bench" "$WORLD" "$ROUNDS" "$SEED" "$B/bench.json" "$B/bench.svg"

# shellcheck shell=bash
# What the tests with engines share; read after lib.sh.  An engine gets its own state, sockets, settings and networks: /etc,
# /opt and /var/lib are covered by a layer that nobody else sees and that goes with the test.
#
# Variables: ENGINE  a tmpfs for everything an engine keeps

ENGINE=$T/engine

engine_begin() {
	local dir
	mkdir -p "$ENGINE"
	mount -t tmpfs -o mode=755 tmpfs "$ENGINE" || return 1
	for dir in /etc /opt /var/lib; do
		mkdir -p "$ENGINE/over$dir/upper" "$ENGINE/over$dir/work"
		mount -t overlay -o "lowerdir=$dir,upperdir=$ENGINE/over$dir/upper,workdir=$ENGINE/over$dir/work" \
			overlay "$dir" || return 1
	done
	cgroups_private
}

# With cgroup v1 engines take any directory beside the hierarchies for one, and make some in the tmpfs that all share: here that
# is a tmpfs of the test's own, with the same hierarchies.  Not with "unified": crun refuses v1 with a cgroup2 beside it that
# has a controller, and without that one writes into the directory that is left; engines are tried here, not that.
cgroups_private() {
	local all=/sys/fs/cgroup name
	[ "$(stat -f -c %T $all)" = tmpfs ] || return 0
	mkdir -p "$ENGINE/cgroup"
	mount -t tmpfs -o mode=755 tmpfs "$ENGINE/cgroup" || return 1
	for name in $(awk -v all="$all/" 'index($5, all) == 1 { print substr($5, length(all) + 1) }' /proc/self/mountinfo); do
		[ "$name" != unified ] || continue
		mkdir "$ENGINE/cgroup/$name" && mount --bind "$all/$name" "$ENGINE/cgroup/$name" || return 1
	done
	umount --lazy --recursive $all && mount --move "$ENGINE/cgroup" $all
}

# http_get ADDRESS: the answer to a request for /, with its head
http_get() {
	# shellcheck disable=SC2016
	timeout 5 bash -c 'exec 3<>"/dev/tcp/$0/80" && printf "GET / HTTP/1.0\r\n\r\n" >&3 && cat <&3' "$1"
}
answers() { [[ $(http_get "$1" 2>/dev/null) == HTTP/1* ]]; } # no pipe: grep -q would leave the client with SIGPIPE

# ---------------------------------------------------------------- images
# images_make: $ENGINE/demo.tar, the example of docs and demo (a Linux guest that answers HTTP), and $ENGINE/one.tar, an image
# of a single file, a Solo5 guest, with no word about what it is.  The probe stands in for its tender.
images_make() {
	mkdir -p "$T/one" /etc/urunc
	cp "$GUEST/solo5-spt" "$T/one/guest"
	"$TOP/tests/guests/oci-image" docker.io/test/demo:latest "$ENGINE/demo.tar" &&
		ENTRYPOINT='["/guest"]' CMD='["probe:minimal probe:exit=7"]' ENV='[]' \
			"$TOP/tests/guests/oci-image" docker.io/test/one:latest "$ENGINE/one.tar" "$T/one" &&
		printf '[monitors.spt]\npath = "%s"\n' "$(monitors_probe solo5-spt)/solo5-spt" >/etc/urunc/config.toml
}

# ---------------------------------------------------------------- containerd
# containerd_begin: starts one and waits for it; afterwards "ctr" talks to it
containerd_begin() {
	local dir=$ENGINE/containerd
	mkdir -p "$dir"
	cat >"$dir/config.toml" <<-EOF
		version = 2
		root = "$dir/root"
		state = "$dir/state"
		imports = []
		disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.internal.v1.opt"]
		[grpc]
		address = "$dir/sock"
	EOF
	containerd --config "$dir/config.toml" >"$dir/log" 2>&1 &
	at_end "kill $! 2>/dev/null; wait $! 2>/dev/null"
	printf '#!/bin/sh\nexec %s --address %s --timeout 60s "$@"\n' "$(command -v ctr)" "$dir/sock" >"$T/bin/ctr"
	chmod +x "$T/bin/ctr"
	wait_until 20 ctr version
}

# cni_bridge: a network for "ctr run --cni": a bridge in the test's own network namespace, 10.88.7.1/24
cni_bridge() {
	mkdir -p /etc/cni/net.d /opt/cni/bin
	mount --bind /usr/lib/cni /opt/cni/bin
	mount -t tmpfs tmpfs /etc/cni/net.d
	cat >/etc/cni/net.d/10-test.conflist <<-EOF
		{"cniVersion": "0.4.0", "name": "test", "plugins": [{"type": "bridge", "bridge": "test0", "isGateway": true,
		"ipam": {"type": "host-local", "dataDir": "$ENGINE/cni", "ranges": [[{"subnet": "10.88.7.0/24"}]],
		"routes": [{"dst": "0.0.0.0/0"}]}}]}
	EOF
}
# The address that was given last.
cni_address() { cat "$ENGINE/cni/test/last_reserved_ip.0"; }

# ---------------------------------------------------------------- podman
# podman_begin RUNTIME: afterwards "podman" uses it, with everything it keeps in $ENGINE
podman_begin() {
	local dir=$ENGINE/podman
	mkdir -p "$dir/networks" "$dir/tmp"
	cat >"$dir/containers.conf" <<-EOF
		[containers]
		default_ulimits = ["nofile=20000:20000", "nproc=32768:32768"]
		[engine]
		cgroup_manager = "cgroupfs"
		events_logger = "file"
		runtime = "test"
		runtime_supports_json = ["$(basename "$1")"]
		[engine.runtimes]
		test = ["$1"]
		[network]
		network_backend = "netavark"
		network_config_dir = "$dir/networks"
	EOF
	cat >"$T/bin/podman" <<-EOF
		#!/bin/sh
		export CONTAINERS_CONF=$dir/containers.conf TMPDIR=$dir/tmp
		exec $(command -v podman) --root $dir/root --runroot $dir/run --tmpdir $dir/tmp "\$@"
	EOF
	chmod +x "$T/bin/podman"
}

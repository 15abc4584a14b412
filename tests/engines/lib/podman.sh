# shellcheck shell=bash disable=SC2016,SC2154,SC2034
# podman with conmon: read after engines.sh.

ROOT=/run/urunc # podman names none
TENDER=docker.io/test/tender:latest

podman_begin_private() {
	export TMPDIR=$ENGINE/tmp
	mkdir -p "$TMPDIR" /etc/containers
	printf '[storage]\ndriver = "overlay"\ngraphroot = "%s"\nrunroot = "/run/containers/storage"\n' "$ENGINE/podman" >/etc/containers/storage.conf
	# What the machines of tests need: limits that may be raised, events without systemd, a pause image of our own.
	cat >/etc/containers/containers.conf <<-EOF
		[containers]
		default_ulimits = ["nofile=20000:20000", "nproc=32768:32768"]
		[engine]
		events_logger = "file"
		infra_image = "docker.io/test/pause:latest"
		[network]
		network_backend = "netavark"
	EOF
	snippet_file podman-conf /etc/containers/containers.conf.d/urunc.conf
	# A cgroup of the test's own for every container and pod, without conmon: said here, so that the page need not.
	cat >"$T/bin/podman" <<-EOF
		#!/bin/bash
		words=() pod=''
		while [ \$# -gt 0 ]; do
			words+=("\$1")
			case \$1 in
			pod) pod=yes ;;
			run) words+=(--cgroups=no-conmon --pull=never --cgroup-parent "/$TEST_CGROUP"); break ;;
			create)
				[ "\$pod" ] || words+=(--cgroups=no-conmon --pull=never)
				words+=(--cgroup-parent "/$TEST_CGROUP")
				break
				;;
			-*) ;;
			urunc) ;;
			*) [ "\$pod" ] || break ;;
			esac
			shift
		done
		exec $(command -v podman) "\${words[@]}" "\${@:2}"
	EOF
	chmod +x "$T/bin/podman"
}

podman_setup() {
	need root podman conmon curl jq probe tun qemu-system-x86_64 runc crun /usr/lib/podman/netavark "$GUEST/solo5-spt" \
		"$GUEST/linux/initrd" "$B/deb/busybox/bin/busybox"
	echo "# version $(podman --version)"
	engines_begin
	images_for_engines
	images_ordinary
	podman_begin_private
	for image in tender pause busybox; do succeeds "the image $image is loaded" podman load --quiet --input $image.tar; done
	# Whatever the engine makes once for all its containers is made before it is judged what is left; the cgroup above all
	# of them is that of a guest that stays to the end.
	run podman --runtime urunc run --detach --name above $TENDER /guest 'probe:quiet probe:pause'
	is "$rc:$err" 0: 'a guest that stays to the end'
	census_begin
}
tender() { # NAME WORDS OPTION...
	run podman --runtime urunc run --name "$1" --network none "${@:3}" "$TENDER" /guest "$2"
}
inspect() { podman inspect --format "$2" "$1"; }
is_state() { [ "$(inspect "$1" '{{.State.Status}} {{.State.ExitCode}}')" = "$2" ]; }

# ---------------------------------------------------------------- the page's own words
published() { curl -sS --fail --max-time 3 "http://127.0.0.1:$1/"; }
podman_page() {
	local address began
	try_page() { snippet_run podman >"$T/page" 2>&1; }
	holds try_page 'what the page says for podman starts the example'
	address=$(inspect web '{{.NetworkSettings.IPAddress}}')
	holds wait_until 60 hello "$address" "the guest answers on the bridge, $address"
	holds wait_until 10 published 8080 'and to curl at the published port'
	like "$(published 8080)" 'hello from urunc: Linux [^ ]*, 3[0-9][0-9] MiB, 2 CPU' 'it has the memory and the CPUs that podman was told'
	like "$(podman logs web)" 'serving HTTP on port 80' 'podman logs has its console'
	like "$(podman ps --format '{{.Names}} {{.Status}}')" 'web Up' 'podman ps sees it running'
	run podman exec web true
	like "$rc $err$out" '^[1-9].*exec is not supported' 'podman exec fails and says why'
	succeeds 'podman pause' podman pause web
	like "$(inspect web '{{.State.Status}}')" '^paused$' 'podman sees it frozen'
	succeeds 'podman unpause' podman unpause web
	holds wait_until 10 published 8080 'it goes on and answers'
	succeeds 'podman restart' podman restart --time 20 web
	holds wait_until 60 published 8080 'it answers again'
	began=$SECONDS
	succeeds 'podman stop' podman stop --time 30 web
	holds test $((SECONDS - began)) -lt 25 'TERM was enough'
	like "$(inspect web '{{.State.Status}}')" '^exited$' 'it has ended'
	succeeds 'podman rm' podman rm web
	nothing_left 'nothing is left of it'
}

podman_ends() {
	local code
	for code in 0 7 255; do
		tender "exit$code" "probe:quiet probe:exit=$code"
		is "$rc:$err:$(inspect "exit$code" '{{.State.ExitCode}}')" "$code::$code" "status $code of the monitor is that of podman run"
		podman rm "exit$code" >"$T/null"
	done
	tender killed 'probe:quiet probe:pause' --detach
	succeeds 'podman kill' podman kill killed
	holds wait_until 10 is_state killed 'exited 137' 'KILL is seen as 137'
	podman rm killed >"$T/null"
	tender readonly 'probe:quiet probe:exit=3' --read-only
	is "$rc:$err" 3: '--read-only is no hindrance'
	podman rm readonly >"$T/null"
	tender forced 'probe:quiet probe:pause' --detach
	succeeds 'podman rm --force of a running guest' podman rm --force --time 0 forced
	run podman --runtime urunc run --rm --memory 32m example:latest
	like "$rc:$err" '^12[56]:.*memory.limit: 33554432 bytes leave nothing' 'too little memory: podman shows what urunc said'
	local key=com.urunc.unikernel
	tender none probe:quiet --rm --annotation $key.unikernelType=mirage --annotation $key.hypervisor=spt --annotation $key.binary=/none
	is "$rc" 127 "podman takes from what urunc says that there is no such program: $err"
	tender flood 'probe:quiet probe:flood=4' --rm
	is "$rc:$(md5sum <"$T/.out")" "0:$("$B/test/probe" probe:quiet probe:flood=4 | md5sum)" '4 MiB of output arrive whole'
	run python3 "$TOP/tests/engines/lib/terminal.py" 60 -- podman --runtime urunc run --rm --tty --network none $TENDER /guest \
		'probe:quiet probe:stderr=aside probe:exit=5'
	is "$rc:$(tr -d '\r\n' <<<"$out")" 5:aside 'with a terminal'
	nothing_left 'nothing is left of them'
}

podman_restart_policy() {
	tender twice 'probe:quiet probe:exit=7' --detach --restart on-failure:2
	tried() { is_state twice 'exited 7' && [ "$(inspect twice '{{.RestartCount}}')" = 2 ]; }
	holds wait_until 40 tried 'on-failure:2 starts it two times more'
	podman rm twice >"$T/null"
	nothing_left 'nothing is left of it'
}

# ---------------------------------------------------------------- pods
podman_pods() {
	local pod
	try_pod() { snippet_run podman-pod >"$T/page" 2>&1; }
	holds try_pod 'what the page says for pods starts an infra container, the example and a sidecar'
	holds wait_until 60 published 8081 'the guest answers at the published port of the pod'
	like "$(published 8081)" 'hello from urunc: Linux' 'and it is the guest that does'
	is "$(podman pod ps --filter name=shop --format '{{.Status}} {{.NumberOfContainers}}')" 'Running 3' 'podman pod ps sees three containers running'
	like "$(podman logs beside)" '^beside$' 'the sidecar has its own log'
	run podman exec beside /bin/cat /proc/1/comm
	is "$rc:$out" 0:sh 'exec in the sidecar'
	succeeds 'podman pod stop' podman pod stop --time 20 shop
	is "$(podman pod ps --filter name=shop --format '{{.Status}}')" Exited 'all have ended'
	succeeds 'podman pod start' podman pod start shop
	holds wait_until 60 published 8081 'the guest answers again'
	pod=$(podman pod inspect --format '{{.ID}}' shop)
	succeeds 'podman pod rm' podman pod rm --force --time 20 shop
	rmdir "/sys/fs/cgroup/systemd/$TEST_CGROUP/$pod" # runc makes it for the infra container, podman 4 does not know of it
	nothing_left 'nothing is left of the pod'
}

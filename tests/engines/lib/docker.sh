# shellcheck shell=bash disable=SC2154,SC2034
# docker, Debian's or a newer one: read after containerd.sh.

ROOT=/run/docker/runtime-runc/moby # where dockerd has urunc keep its records
TENDER=test/tender:latest

# docker_choose debian|built: Debian's client talks to both.  An installed docker would run a daemon and change the firewall, so
# "make docker" only unpacks it.
docker_choose() {
	local unpacked=$B/deb/docker/usr
	PATH=$PATH:/usr/sbin:/sbin
	[ -x "$unpacked/bin/docker" ] || need dockerd docker
	if [ "$1" = built ]; then
		built dockerd
		DOCKERD=$BUILT/dockerd
	else
		DOCKERD=$unpacked/sbin/dockerd
		[ -x "$DOCKERD" ] || DOCKERD=$(command -v dockerd)
		PATH=$PATH:$unpacked/sbin
	fi
	DOCKER=$unpacked/bin/docker
	[ -x "$DOCKER" ] || DOCKER=$(command -v docker)
	run "$DOCKERD" --version
	[ "$rc" = 0 ] || skip_all "dockerd does not run here: $err"
	echo "# version $out"
	printf '#!/bin/sh\nexec %s --config %s "$@"\n' "$DOCKER" "$T/docker-client" >"$T/bin/docker"
	chmod +x "$T/bin/docker"
}

# Its settings are the page's; where a test's own things are is said on the command line.
docker_start() {
	"$DOCKERD" --data-root "$ENGINE/docker" --containerd /run/containerd/containerd.sock --cgroup-parent "/$TEST_CGROUP" \
		--bip 10.88.9.1/24 >"$ENGINE/docker.log" 2>&1 &
	dockerd_pid=$!
	at_end "kill $! 2>/dev/null; wait $! 2>/dev/null"
	wait_until 40 docker version
}

# docker_begin debian|built
docker_begin() {
	need root jq curl iptables probe tun qemu-system-x86_64 runc "$GUEST/solo5-spt" "$GUEST/linux/initrd" "$B/deb/busybox/bin/busybox"
	docker_choose "$1"
	containerd_choose "$1"
	engines_begin
	images_for_engines
	containerd_settings
	containerd_or_done
	snippet_file docker-daemon /etc/docker/daemon.json
	docker_start || { not_ok 'dockerd starts' "$(tail -n 10 "$ENGINE/docker.log")"; done_testing; }
	succeeds 'the image tender is loaded' docker load --quiet --input tender.tar
	# Whatever the engine makes once for all its containers is made before it is judged what is left.  The cgroup above all
	# of them is that of a guest that stays to the end.
	tender above 'probe:quiet probe:pause' --detach
	is "$rc:$err" 0: 'a guest that stays to the end'
	census_begin
}
tender() { # NAME WORDS OPTION...
	run docker run --runtime urunc --network none --name "$1" "${@:3}" "$TENDER" "$2"
}
inspect() { docker inspect --format "$2" "$1"; }
is_state() { [ "$(inspect "$1" '{{.State.Status}} {{.State.ExitCode}}')" = "$2" ]; }

# ---------------------------------------------------------------- the page's own words
published() { curl -sS --fail --max-time 3 http://127.0.0.1:8080/; }
docker_page() {
	local address began=$SECONDS
	try_page() { snippet_run docker >"$T/page" 2>&1; }
	holds try_page 'what the page says for docker starts the example'
	address=$(inspect web '{{.NetworkSettings.Networks.bridge.IPAddress}}')
	holds wait_until 60 hello "$address" "the guest answers on the bridge, $address"
	holds wait_until 10 published 'and to curl at the published port'
	like "$(published)" 'hello from urunc: Linux [^ ]*, 3[0-9][0-9] MiB, 2 CPU' 'it has the memory and the CPUs that docker was told'
	like "$(docker logs web)" 'serving HTTP on port 80' 'docker logs has its console'
	like "$(docker ps --format '{{.Names}} {{.Status}}')" '^web Up' 'docker ps sees it running'
	like "$(docker stats --no-stream --format '{{.MemUsage}} {{.PIDs}}' web)" '^[0-9.]+MiB / 512MiB [1-9]' "docker stats sees the monitor's memory and threads"
	run docker exec web true
	like "$rc $err$out" '^[1-9].*exec is not supported' 'docker exec fails and says why'
	like "$(docker top web -o pid,comm)" '[0-9] +qemu' 'docker top has the monitor'
	succeeds 'docker pause' docker pause web
	like "$(docker ps --format '{{.Names}} {{.Status}}')" '^web Up .*Paused' 'docker ps sees it frozen'
	holds test ! "$(http_get "$address" 2>"$T/null")" 'and nothing answers'
	succeeds 'docker unpause' docker unpause web
	holds wait_until 10 published 'it goes on and answers'
	succeeds 'docker update' docker update --memory 600m --memory-swap 600m --cpus 1 web
	like "$(docker stats --no-stream --format '{{.MemUsage}}' web)" ' / 600MiB' 'the new limit holds'
	succeeds 'docker restart' docker restart --time 20 web
	holds wait_until 60 published 'it answers again'
	began=$SECONDS
	succeeds 'docker stop' docker stop --time 30 web
	holds test $((SECONDS - began)) -lt 25 'TERM was enough'
	like "$(inspect web '{{.State.Status}}')" '^exited$' 'it has ended'
	succeeds 'docker rm' docker rm web
	nothing_left 'nothing is left of it'
}

docker_ends() {
	local code
	for code in 0 7 255; do
		tender "exit$code" "probe:quiet probe:exit=$code"
		is "$rc:$(inspect "exit$code" '{{.State.ExitCode}}')" "$code:$code" "status $code of the monitor is that of docker run"
		docker rm "exit$code" >"$T/null"
	done
	tender killed 'probe:quiet probe:pause' --detach
	succeeds 'docker kill' docker kill killed
	holds wait_until 10 is_state killed 'exited 137' 'KILL is seen as 137'
	docker rm killed >"$T/null"
	tender readonly 'probe:quiet probe:exit=3' --read-only
	is "$rc:$err" 3: '--read-only is no hindrance'
	docker rm readonly >"$T/null"
	tender forced 'probe:quiet probe:pause' --detach
	succeeds 'docker rm --force of a running guest' docker rm --force forced
	run docker run --rm --runtime urunc --memory 32m example:latest
	like "$rc:$err" '^125:.*memory.limit: 33554432 bytes leave nothing' 'too little memory: 125, and docker shows what urunc said'
	nothing_left 'nothing is left of them'
}

docker_output() {
	tender flood 'probe:quiet probe:flood=4' --rm
	is "$rc:$(md5sum <"$T/.out")" "0:$("$B/test/probe" probe:quiet probe:flood=4 | md5sum)" '4 MiB of output arrive whole'
	run python3 "$TOP/tests/engines/lib/terminal.py" 60 -- docker run --rm --tty --runtime urunc --network none $TENDER \
		'probe:quiet probe:stderr=aside probe:exit=5'
	is "$rc:$(tr -d '\r\n' <<<"$out")" 5:aside 'with a terminal'
	nothing_left 'nothing is left of terminals'
}

docker_restart_policy() {
	tender twice 'probe:quiet probe:exit=7' --detach --restart on-failure:2
	tried() { is_state twice 'exited 7' && [ "$(inspect twice '{{.RestartCount}}')" = 2 ]; }
	holds wait_until 30 tried 'on-failure:2 starts it two times more'
	docker rm twice >"$T/null"
	tender always 'probe:quiet probe:pause' --detach --restart always
	pid=$(inspect always '{{.State.Pid}}')
	kill -KILL "$pid"
	again() { is_state always 'running 0' && [ "$(inspect always '{{.State.Pid}}')" != "$pid" ]; }
	holds wait_until 30 again 'always: a monitor that was killed is started again'
	succeeds 'docker stop' docker stop --time 10 always
	docker rm always >"$T/null"
	nothing_left 'nothing is left of them'
}

# An ordinary container beside the guests, by the same runtime.
docker_ordinary() {
	mkdir -p "$T/busybox/bin"
	cp "$B/deb/busybox/bin/busybox" "$T/busybox/bin/sh"
	ENTRYPOINT='["/bin/sh","-c"]' CMD='["echo ordinary; exit 4"]' ENV='[]' \
		"$TOP/tests/guests/oci-image" docker.io/test/ordinary:latest ordinary.tar "$T/busybox"
	succeeds 'an ordinary image is loaded' docker load --quiet --input ordinary.tar
	run docker run --rm --runtime urunc test/ordinary:latest
	is "$rc:$out$err" 4:ordinary 'an ordinary container runs by the same runtime'
	nothing_left 'nothing is left of it'
}

# What newer ones ask: the features of each runtime when they start, and a time namespace.
docker_newer() {
	local pid
	is "$(curl -sS --unix-socket /run/docker.sock http://docker/info |
		jq -r '.Runtimes.urunc.status["org.opencontainers.runtime-spec.features"] | fromjson.ociVersionMax')" 1.3.0 \
		'dockerd has asked urunc for its features'
	tender time 'probe:quiet probe:pause' --detach
	pid=$(inspect time '{{.State.Pid}}')
	isnt "$(readlink "/proc/$pid/ns/time")" "$(readlink /proc/self/ns/time)" 'the monitor is in the time namespace that docker asked for'
	succeeds 'docker rm --force' docker rm --force time
}
# dockerd reads that only when it starts; its end is that of its containers.
docker_old_runc() {
	kill "$dockerd_pid"
	holds wait_for_exit "$dockerd_pid" 30 'dockerd ends'
	is "$(ls "$ROOT" 2>/dev/null)" '' 'and so has every guest'
	snippet_file docker-daemon-old-runc /etc/docker/daemon.json
	docker_start || { not_ok 'dockerd starts again' "$(tail -n 10 "$ENGINE/docker.log")"; done_testing; }
	succeeds 'a guest that had ended with dockerd starts again' docker start above
	census_begin
}

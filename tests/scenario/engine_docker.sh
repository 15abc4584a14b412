#!/bin/bash
# timeout: 240
# docker runs guests with urunc as its runtime, which daemon.json names by its path.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../engine.sh"
need root containerd iptables jq probe tun qemu-system-x86_64 "$GUEST/solo5-spt" "$GUEST/linux/initrd"

# An installed docker would run a daemon and change the firewall, so "make docker" only unpacks Debian's.
PATH=$PATH:/usr/sbin:/sbin
[ "$(command -v dockerd)" ] || PATH=$PATH:$B/deb/docker/usr/sbin
DOCKER=$(command -v docker)
[ ! -x "$B/deb/docker/usr/bin/docker" ] || DOCKER=$B/deb/docker/usr/bin/docker
need dockerd "${DOCKER:-docker}"
run dockerd --version
[ "$rc" = 0 ] || skip_all "dockerd does not run here: $err"

# docker_begin: a dockerd with everything it keeps in $ENGINE; afterwards "docker" talks to it
docker_begin() {
	local dir=$ENGINE/docker
	mkdir -p "$dir"
	cat >"$dir/daemon.json" <<-EOF
		{"data-root": "$dir/root", "exec-root": "$dir/run", "pidfile": "$dir/pid", "hosts": ["unix://$dir/sock"],
		 "containerd": "$ENGINE/containerd/sock", "exec-opts": ["native.cgroupdriver=cgroupfs"],
		 "cgroup-parent": "/$TEST_CGROUP", "bip": "10.88.9.1/24",
		 "runtimes": {"guests": {"path": "$URUNC"}}, "default-runtime": "guests"}
	EOF
	dockerd --config-file "$dir/daemon.json" >"$dir/log" 2>&1 &
	at_end "kill $! 2>/dev/null; wait $! 2>/dev/null"
	printf '#!/bin/sh\nexec %s --config %s --host unix://%s "$@"\n' "$DOCKER" "$dir/client" "$dir/sock" >"$T/bin/docker"
	chmod +x "$T/bin/docker"
	wait_until 30 docker version
}

engine_begin || skip_all 'the engine cannot have directories of its own here (overlayfs)'
containerd_begin || { not_ok 'containerd starts' "$(tail -n 5 "$ENGINE/containerd/log")"; done_testing; }
docker_begin || { not_ok 'dockerd starts' "$(tail -n 10 "$ENGINE/docker/log")"; done_testing; }
images_make
# One file, too, but a guest that wants a network.
mkdir "$T/net"
cp "$GUEST/solo5-spt-net" "$T/net/guest"
ENTRYPOINT='["/guest"]' CMD='["probe:minimal probe:exit=7"]' ENV='[]' \
	"$TOP/tests/guests/oci-image" docker.io/test/net:latest "$ENGINE/net.tar" "$T/net"
# shellcheck disable=SC2034  # for the census
ROOT=$ENGINE/docker/run/runtime-runc/moby
one=test/one:latest net=test/net:latest demo=test/demo:latest
state() { docker inspect --format "{{.State.Status}} {{.State.ExitCode}}" "$1"; }

for image in demo net one; do succeeds "the image $image is loaded" docker load --quiet --input "$ENGINE/$image.tar"; done
# Whatever the engine makes once for all its containers is made before it is judged what is left.
run docker network create --subnet 10.88.10.0/24 --ipv6 --subnet fd88:10::/64 second
for network in none bridge second host; do run docker run --rm --network "$network" $net; done
census_begin

# ---------------------------------------------------------------- in the foreground
run docker run --network none --name one $one
is "$rc" 7 "an image of one file: the monitor's exit status is that of docker run"
like "$out" '"--mem=256"' 'its console is the stdout of docker run'
unlike "$out" '"--net' 'without a network the guest gets none'
is "$err" '' 'and nothing is said on stderr'
is "$(docker logs one)" "$out" 'docker logs has it too'
is "$(state one)" 'exited 7' 'docker inspect tells how it ended'
succeeds 'docker rm' docker rm one
nothing_left 'nothing is left of it'

run docker run --rm --tty $net
is "$rc" 7 'with a terminal: the status'
like "$out" $'"--ipv4=10.88.9.[0-9]+/24 --ipv4-gateway=10.88.9.1 .*\r$' 'what the guest writes goes over the terminal'
nothing_left 'docker run --rm --tty leaves nothing'

run docker run --rm --memory 384m --cpus 2 --hostname snow --network second $demo halt
is "$rc" 0 "the demo's guest powers off: status 0"
like "$out" 'hello from urunc: Linux .* 2[0-9][0-9] MiB, 2 CPU, host snow' 'it has the memory, the CPUs and the name that docker was told'
like "$out" 'eth0 has 10\.88\.10\.[0-9]+/24.*eth0 has fd88:10::[0-9a-f]+/64' 'its addresses are of the network that docker was told'
nothing_left 'nothing is left'

run docker create --name two --network bridge --memory 384m $demo halt
run docker network connect second two
run docker start --attach two
is "$rc" 0 'a guest in two networks'
like "$out" 'eth0 has 10\.88\.9\..*eth1 has 10\.88\.10\.' 'has both links'
succeeds 'docker rm of it' docker rm two
nothing_left 'nothing is left of its links'

# ---------------------------------------------------------------- in the background
succeeds 'the guest of the demo is started in the background' \
	docker run --detach --memory 384m --publish 10.88.9.1:8080:80 --name web $demo
address=$(docker inspect --format '{{.NetworkSettings.IPAddress}}' web)
holds wait_until 60 answers "$address" "it answers on the address that docker gave it, $address"
like "$(http_get "$address")" 'hello from urunc: Linux' 'and what it answers comes out of the guest'
published() { timeout 5 bash -c 'exec 3<>/dev/tcp/10.88.9.1/8080 && printf "GET / HTTP/1.0\r\n\r\n" >&3 && cat <&3'; }
like "$(published)" 'hello from urunc: Linux' 'the published port leads to it'
like "$(docker ps --format '{{.Names}} {{.Status}}')" '^web Up' 'docker ps sees it running'
like "$(docker logs web)" 'serving HTTP on port 80' 'docker logs has its console'
like "$(docker stats --no-stream --format '{{.MemUsage}} {{.PIDs}}' web)" '^[0-9.]+MiB / 384MiB [1-9]' \
	"docker stats sees the monitor's memory and threads"
run docker run --rm --network container:web --name intruder $net
is "$rc" 125 "a second guest in the first one's network is refused"
like "$err" "link eth0 is taken by another guest, container $(docker inspect --format '{{.Id}}' web)" 'and the first is named'
run docker exec web true
isnt "$rc" 0 'docker exec fails'
like "$err$out" 'exec is not supported: a guest has no way' 'and docker shows why'
holds wait_until 10 answers "$address" 'all this does not disturb the guest'

succeeds 'docker restart' docker restart web
holds wait_until 60 answers "$address" 'it answers again'
began=$SECONDS
succeeds 'docker stop' docker stop --time 20 web
holds test $((SECONDS - began)) -lt 15 'TERM was enough'
is "$(state web)" 'exited 0' 'it has ended'
succeeds 'docker start of the stopped guest' docker start web
succeeds 'docker kill' docker kill web
wait_until 10 docker wait web
is "$(state web)" 'exited 137' 'KILL is seen as 137'
succeeds 'docker rm of the killed guest' docker rm web
nothing_left 'nothing is left of it either'
run docker run --detach --name web $demo
succeeds 'docker rm --force of a running guest' docker rm --force web
nothing_left 'leaves nothing'

# ---------------------------------------------------------------- what goes wrong
# docker_refuses NAME REGEX OPTION...
docker_refuses() {
	run docker run --rm --name bad "${@:3}"
	is "$rc" 125 "$1"
	like "$err" "$2" 'and docker shows what urunc said'
	nothing_left 'nothing is left'
}
docker_refuses "the host's network is refused" "share the host's network namespace" --network host $net
docker_refuses 'too little memory is refused' 'memory.limit: 33554432 bytes leave nothing for the guest' --memory 32m $demo
done_testing

#!/bin/bash
# timeout: 120
# podman runs a guest with urunc as its runtime.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../engine.sh"
need root podman conmon jq /usr/lib/podman/netavark
RUNTIME=${RUNTIME:-$URUNC}
engine_begin || skip_all 'the engine cannot have directories of its own here (overlayfs)'

mkdir -p "$T/rootfs/bin"
cp "$(command -v busybox)" "$T/rootfs/bin/busybox"
ln -s busybox "$T/rootfs/bin/sh"
oci_archive docker.io/test/guest:latest "$T/rootfs" '{"Cmd": ["/bin/busybox", "sh", "-c", "echo hello from $0; exit 7", "me"]}' \
	"$ENGINE/image.tar"
podman_begin "$RUNTIME"
succeeds 'an image is loaded' podman load --input "$ENGINE/image.tar"
web=(/bin/busybox sh -c 'trap "exit 3" TERM; busybox httpd -p 80 -h /; while :; do busybox sleep 0.1; done')
options=(--cgroups=no-conmon --cgroup-parent "/$TEST_CGROUP")
run podman run --rm "${options[@]}" --name first docker.io/test/guest:latest
census_begin

run podman run "${options[@]}" --network none --name once docker.io/test/guest:latest
is "$rc" 7 "the guest's exit code is that of podman run"
like "$out" 'hello from me' "the guest's console is the stdout of podman run"
is "$err" '' 'nothing is said on stderr'
run podman logs once
like "$out" 'hello from me' 'podman logs has it too'
is "$(podman inspect --format '{{.State.Status}} {{.State.ExitCode}}' once)" 'exited 7' 'podman inspect tells how it ended'
succeeds 'podman rm' podman rm once
nothing_left 'nothing is left of it'

succeeds 'a guest is started in the background, on the default bridge' \
	podman run --detach "${options[@]}" --name web docker.io/test/guest:latest "${web[@]}"
address=$(podman inspect --format '{{.NetworkSettings.IPAddress}}' web)
holds wait_until 30 answers "$address" "it answers on the address that podman gave it, $address"
like "$(podman ps --format '{{.Names}} {{.Status}}')" '^web Up' 'podman ps sees it running'
succeeds 'podman stop' podman stop --time 10 web
is "$(podman inspect --format '{{.State.Status}}' web)" exited 'it has ended'
succeeds 'podman rm of the stopped guest' podman rm web
nothing_left 'nothing is left of it either'
done_testing

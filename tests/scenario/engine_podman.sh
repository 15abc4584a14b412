#!/bin/bash
# timeout: 180
# podman runs guests with urunc as its runtime.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../engine.sh"
need root podman conmon jq probe tun qemu-system-x86_64 /usr/lib/podman/netavark "$GUEST/solo5-spt" "$GUEST/linux/initrd"
engine_begin || skip_all 'the engine cannot have directories of its own here (overlayfs)'
podman_begin "$URUNC"
images_make

for image in demo one; do succeeds "the image $image is loaded" podman load --input "$ENGINE/$image.tar"; done
options=(--pull=never --cgroups=no-conmon --cgroup-parent "/$TEST_CGROUP")
# Whatever the engine makes once for all its containers is made before it is judged what is left.
run podman run --rm "${options[@]}" --name first docker.io/test/one:latest
census_begin

# ---------------------------------------------------------------- in the foreground
run podman run "${options[@]}" --network none --name one docker.io/test/one:latest
is "$rc" 7 "an image of one file: the monitor's exit status is that of podman run"
like "$out" '"--mem=' 'its console is the stdout of podman run'
is "$err" '' 'and nothing is said on stderr'
is "$(podman logs one)" "$out" 'podman logs has it too'
is "$(podman inspect --format '{{.State.Status}} {{.State.ExitCode}}' one)" 'exited 7' 'podman inspect tells how it ended'
succeeds 'podman rm' podman rm one
nothing_left 'nothing is left of it'

# ---------------------------------------------------------------- in the background
succeeds 'the guest of the demo is started in the background, on the default bridge' \
	podman run --detach "${options[@]}" --memory 384m --name web docker.io/test/demo:latest
address=$(podman inspect --format '{{.NetworkSettings.IPAddress}}' web)
holds wait_until 60 answers "$address" "it answers on the address that podman gave it, $address"
like "$(http_get "$address")" 'hello from urunc: Linux' 'and what it answers comes out of the guest'
like "$(podman ps --format '{{.Names}} {{.Status}}')" '^web Up' 'podman ps sees it running'
like "$(podman logs web)" 'serving HTTP on port 80' 'podman logs has its console'
began=$SECONDS
succeeds 'podman stop' podman stop --time 20 web
holds test $((SECONDS - began)) -lt 15 'TERM was enough'
is "$(podman inspect --format '{{.State.Status}}' web)" exited 'it has ended'
succeeds 'podman rm of the stopped guest' podman rm web
nothing_left 'nothing is left of it either'
done_testing

#!/bin/bash
# timeout: 120
# An engine is the first user: Debian's containerd, by ctr, runs a guest with urunc as its runtime.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../engine.sh"
need root containerd ctr jq /usr/lib/cni/bridge
RUNTIME=${RUNTIME:-$URUNC}
engine_begin || skip_all 'the engine cannot have directories of its own here (overlayfs)'

mkdir -p "$T/rootfs/bin"
cp "$(command -v busybox)" "$T/rootfs/bin/busybox"
ln -s busybox "$T/rootfs/bin/sh"
oci_archive docker.io/test/guest:latest "$T/rootfs" '{"Cmd": ["/bin/busybox", "sh", "-c", "echo hello from $0; exit 7", "me"]}' \
	"$ENGINE/image.tar"

containerd_begin || { not_ok 'containerd starts' "$(tail -n 5 "$ENGINE/containerd/log")"; done_testing; }
cni_bridge
succeeds 'an image is imported' ctr image import "$ENGINE/image.tar"
# Whatever the engine makes once for all its containers is made now: the first container is not judged by the census.
web=(/bin/busybox sh -c 'trap "exit 3" TERM; busybox httpd -p 80 -h /; while :; do busybox sleep 0.1; done')
options=(--runc-binary "$RUNTIME" --runc-root "$ROOT" --runtime io.containerd.runc.v2)
run ctr run --rm --cgroup "/$TEST_CGROUP/first" "${options[@]}" --cni docker.io/test/guest:latest first
census_begin

run ctr run --rm --cgroup "/$TEST_CGROUP/once" "${options[@]}" docker.io/test/guest:latest once
is "$rc" 7 "the guest's exit code is that of ctr run"
like "$out" 'hello from me' "the guest's console is the stdout of ctr run"
is "$err" '' 'nothing is said on stderr'
nothing_left 'ctr run --rm leaves nothing'

succeeds 'a guest is started in the background, with a network by CNI' \
	ctr run --detach --cgroup "/$TEST_CGROUP/web" "${options[@]}" --cni docker.io/test/guest:latest web \
	"${web[@]}"
like "$(ctr task ls)" 'web +[0-9]+ +RUNNING' 'ctr sees it running'
address=$(cni_address)
holds wait_until 30 answers "$address" "it answers on the address that CNI gave it, $address"
succeeds 'ctr task kill' ctr task kill --signal SIGTERM web
stopped() { ctr task ls | grep -qE 'web +[0-9]+ +STOPPED'; }
holds wait_until 15 stopped 'TERM ends it'
run ctr task delete web
isnt "$(ctr task ls -q)" web "ctr task delete removes the task (status $rc)"
succeeds 'ctr container delete' ctr container delete web
nothing_left 'nothing is left of it'
done_testing

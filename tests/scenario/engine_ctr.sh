#!/bin/bash
# timeout: 180
# An engine is the first user: Debian's containerd, by ctr, runs guests with urunc as its runtime.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../engine.sh"
need root containerd ctr jq probe tun qemu-system-x86_64 /usr/lib/cni/bridge "$GUEST/solo5-spt" "$GUEST/linux/initrd"
engine_begin || skip_all 'the engine cannot have directories of its own here (overlayfs)'
containerd_begin || { not_ok 'containerd starts' "$(tail -n 5 "$ENGINE/containerd/log")"; done_testing; }
cni_bridge
images_make

for image in demo one; do succeeds "the image $image is imported" ctr image import "$ENGINE/$image.tar"; done
options=(--runc-binary "$URUNC" --runc-root "$ROOT")
# Whatever the engine makes once for all its containers is made before it is judged what is left.
run ctr run --rm --cgroup "/$TEST_CGROUP/first" "${options[@]}" --cni docker.io/test/one:latest first
census_begin

# ---------------------------------------------------------------- in the foreground
run ctr run --rm --cgroup "/$TEST_CGROUP/one" "${options[@]}" docker.io/test/one:latest one
is "$rc" 7 "an image of one file: the monitor's exit status is that of ctr run"
like "$out" '"--mem=' "an image of one file: its console is the stdout of ctr run"
is "$err" '' 'and nothing is said on stderr'
nothing_left 'ctr run --rm leaves nothing'

run ctr run --rm --cgroup "/$TEST_CGROUP/halt" "${options[@]}" --memory-limit 402653184 --cni docker.io/test/demo:latest halt /init halt
is "$rc" 0 "the demo's guest powers off: status 0"
like "$out" 'hello from urunc: Linux' 'its console is the stdout of ctr run'
like "$out" 'eth0 has 10\.88\.7\.[0-9]+/24' 'it has the address that CNI gave to the link after create'
is "$err" '' 'and nothing is said on stderr'
nothing_left 'ctr run --rm --cni leaves nothing'

# ---------------------------------------------------------------- in the background
succeeds 'the guest of the demo is started in the background, with a network by CNI' \
	ctr run --detach --cgroup "/$TEST_CGROUP/web" "${options[@]}" --cni docker.io/test/demo:latest web
like "$(ctr task ls)" 'web +[0-9]+ +RUNNING' 'ctr sees it running'
address=$(cni_address)
holds wait_until 60 answers "$address" "it answers on the address that CNI gave it, $address"
like "$(http_get "$address")" 'hello from urunc: Linux' 'and what it answers comes out of the guest'
succeeds 'ctr task kill' ctr task kill --signal SIGTERM web
stopped() { ctr task ls | grep -qE 'web +[0-9]+ +STOPPED'; }
holds wait_until 15 stopped 'TERM ends it'
run ctr task delete web
isnt "$(ctr task ls -q)" web "ctr task delete removes the task (its status was $rc)"
succeeds 'ctr container delete' ctr container delete web
nothing_left 'nothing is left of it'

# ---------------------------------------------------------------- what goes wrong
prefix=com.urunc.unikernel
run ctr run --rm --cgroup "/$TEST_CGROUP/bad" "${options[@]}" --annotation $prefix.unikernelType=linux \
	--annotation $prefix.hypervisor=xen --annotation $prefix.binary=/kernel docker.io/test/demo:latest bad
isnt "$rc" 0 'a bad annotation fails'
like "$err" 'xen' 'and ctr shows what urunc said'
nothing_left 'a create that failed leaves nothing'
done_testing

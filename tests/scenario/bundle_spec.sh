#!/bin/bash
# timeout: 60
# spec writes a config.json to begin with: what create takes as it is, once the image's files are there.
. "$(dirname "$0")/../lib.sh"
need root probe jq "$GUEST/solo5-spt"
census_begin
mkdir -p "$T/b/rootfs"
succeeds 'spec' urunc spec --bundle "$T/b"
is "$out$err" '' 'says nothing'
is "$(stat -c %a "$T/b/config.json")" 644 'others may read what it wrote'
holds cmp -s "$T/b/config.json" "$TOP/deploy/example/config.json" 'it is the example, byte for byte'
refuses 'a second spec' 'config.json is there already: remove it first' urunc spec -b "$T/b"
holds cmp -s "$T/b/config.json" "$TOP/deploy/example/config.json" 'which leaves it as it was'
refuses 'spec into a directory that is not there' 'none/config.json: No such file' urunc spec --bundle "$T/none"
mkdir "$T/here"
succeeds 'spec into the working directory' sh -c 'cd "$1" && urunc spec' sh "$T/here"
holds test -s "$T/here/config.json" 'wrote it'
mkdir "$T/full"
if mount -n -t tmpfs -o size=4k tmpfs "$T/full" 2>/dev/null; then
	head -c 4096 /dev/zero >"$T/full/zeros"
	refuses 'spec on a full disk' 'cannot (make|write) .*: No space left' urunc spec --bundle "$T/full"
	holds test ! -e "$T/full/config.json" 'leaves no half of one'
	umount -n "$T/full"
fi
# Any guest with annotations or urunc.json: here the probe as monitor.
probe_settings
cp "$GUEST/solo5-spt" "$T/b/rootfs/guest"
printf '{"com.urunc.unikernel.unikernelType": "mirage", "com.urunc.unikernel.hypervisor": "spt", "com.urunc.unikernel.binary": "/guest"}' >"$T/b/rootfs/urunc.json"
succeeds 'create takes it as it is' urunc create --bundle "$T/b" "$TEST_NAME-$$"
succeeds 'start' urunc start "$TEST_NAME-$$"
urunc delete --force "$TEST_NAME-$$"
if [ -e "$GUEST/linux/kernel" ] && command -v qemu-system-x86_64 >/dev/null && [ -c /dev/net/tun ]; then
	unset URUNC_CONFIG_FILE
	rm "$T/b/rootfs/guest"
	cp "$GUEST/linux/kernel" "$GUEST/linux/initrd" "$TOP/deploy/example/urunc.json" "$T/b/rootfs/"
	jq '.process.args = ["/init", "halt"]' "$TOP/deploy/example/config.json" >"$T/b/config.json"
	run urunc run --bundle "$T/b" "$TEST_NAME-$$"
	is "$rc" 0 'a Linux guest runs with it'
else
	skip 'a Linux guest' 'needs build/guest/linux and QEMU'
fi
nothing_left 'nothing is left'
done_testing

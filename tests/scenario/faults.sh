#!/bin/bash
# timeout: 180
# The runtime is broken off at system calls of each of its processes, by a kill or by the failure of the call (tests/crash/): state
# tells the truth, delete --force restores all.  Here a sample, "make crash" does all.
#
#   SAMPLE=N  how many points (200; 0: all)    SEED=N  which (1)    ONLY=kill/create/command/openat/3,...  these
. "$(dirname "$0")/../lib.sh"
need root probe tun ip tc "$GUEST/solo5-spt" "$GUEST/solo5-spt-net" "$GUEST/pvh" qemu-system-x86_64 jq cpio "$B/test/crash"
# to its end: a pipe that broke would count as no
! nm "$B/urunc.debug" | grep __asan_init >/dev/null || skip_all 'built with sanitizers, whose own system calls must not fail'
export SAMPLE=${SAMPLE:-200} SEED=${SEED:-1} ONLY=${ONLY:-} T NETNS=box,client TEST_CGROUP
JSON=${JSON:-$T/crash.json}
probe_settings solo5-spt qemu-system-x86_64
echo 'grace = 5' >>"$URUNC_CONFIG_FILE"
ulimit -c 0

# mend: what one point left shall not be told by all after it
cat >"$T/bin/mend" <<EOT
#!/bin/sh
for name in \$(ip -n box -o link show type tun | cut -d: -f2); do ip -n box link del "\$name"; done
tc -n box qdisc del dev eth0 ingress 2>/dev/null
rm -rf "$ROOT/k" "$ROOT"/.undo/*
for file in \$(find /sys/fs/cgroup -path "*/$TEST_CGROUP*" -name freezer.state); do echo THAWED >"\$file"; done
for i in 1 2 3; do find /sys/fs/cgroup -depth -type d -path "*/$TEST_CGROUP*" -exec rmdir {} + 2>/dev/null; done
exit 0
EOT
chmod +x "$T/bin/mend"

net_pair box client || skip_all 'this kernel makes no veth'
mkdir "$T/shared"
volume() { printf '.mounts += [{destination: "%s", type: "bind", source: "%s", options: ["rbind", "rprivate", "ro"]}]' "$1" "$T/shared"; }
hook() { printf '.hooks.%s += [{path: "/bin/true"}]' "$1"; }
bundle_probe bundles/plain 'probe:quiet probe:pause' >/dev/null
bundle_probe bundles/ends 'probe:quiet probe:exit=0' >/dev/null
bundle_probe bundles/hooks 'probe:quiet probe:pause' "$(hook prestart)" "$(hook createRuntime)" "$(hook createContainer)" \
	"$(hook poststart)" "$(hook poststop)" >/dev/null
cp "$GUEST/solo5-spt-net" "$(bundle_probe bundles/tap 'probe:quiet probe:pause' "$(netns_path box)")/rootfs/guest"
keeper=$(bundle_new bundles/keeper "$(guest_annotations linux qemu /pvh)" \
	'.process.args = ["/init", "probe:quiet", "probe:control-serve", "probe:pause"]')
cp "$GUEST/pvh" "$keeper/rootfs/"
# A guest that shares its root and has volumes there, and one whose initrd is copied with what it shall find in it.
printf 'for the application' >"$T/shared/a"
share=$(bundle_new bundles/share "$(guest_annotations linux qemu /pvh)" '.annotations["com.urunc.unikernel.mountRootfs"] = "true"' \
	'.process.args = ["/init", "probe:quiet", "probe:pause"]' "$(volume /data)" "$(volume /deep/in/data)")
cp "$GUEST/pvh" "$share/rootfs/"
initrd=$(bundle_new bundles/initrd "$(guest_annotations linux qemu /pvh)" '.annotations["com.urunc.unikernel.initrd"] = "/initrd"' \
	'.process.args = ["/init", "probe:quiet", "probe:pause"]' "$(volume /data)")
cp "$GUEST/pvh" "$initrd/rootfs/"
(cd "$T/shared" && find . | cpio -o -H newc -R 0:0 --quiet) >"$initrd/rootfs/initrd"
bundle_probe bundles/terminal 'probe:quiet probe:stderr=hello probe:exit=0' '.process.terminal = true' >/dev/null
mkdir -p "$ROOT"

"$B/test/crash" "$JSON"
is "$?" 0 "$(jq -r .said "$JSON")"
done_testing

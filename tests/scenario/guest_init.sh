#!/bin/bash
# timeout: 90
# What a Linux guest's init is told of config.json (docs/guest-init.md) comes true for the program that it runs; real QEMU, and a
# kernel that has its root by 9p.
. "$(dirname "$0")/../lib.sh"
whole=$GUEST/linux-whole busybox=$B/deb/busybox/bin/busybox
need root jq qemu-system-x86_64 "$whole/kernel" "$busybox"

bundle=$(bundle_new told "$(guest_annotations linux qemu /kernel)" '.annotations["com.urunc.unikernel.mountRootfs"] = "true"' \
	'.process += {args: ["/urunit", "/try", "t w o"], cwd: "/sub", env: ["PATH=/bin", "TOLD=b c"], oomScoreAdj: 7, noNewPrivileges: true}' \
	'.process.user = {uid: 0, gid: 3, umask: 23, additionalGids: [5, 6]}' \
	'.process.rlimits = [{type: "RLIMIT_NOFILE", soft: 100, hard: 200}, {type: "RLIMIT_STACK", soft: 9663676416, hard: 9663676416},
		{type: "RLIMIT_AS", soft: 1073741824, hard: 1073741824}]' \
	'.process.capabilities = {bounding: ["CAP_CHOWN", "CAP_KILL"], permitted: ["CAP_KILL"], effective: ["CAP_KILL"]}' \
	'.hostname = "told" | .linux.sysctl = {"net.ipv4.ip_local_port_range": "2000 3000"}' \
	'.linux.maskedPaths = ["/secret"] | .linux.readonlyPaths = ["/sub"] | .linux.resources.memory.limit = 314572800' \
	'.mounts = [{destination: "/proc", type: "proc", source: "proc"},
		{destination: "/dev", type: "tmpfs", source: "tmpfs"},
		{destination: "/tmp", type: "tmpfs", source: "mine", options: ["nosuid", "noexec", "mode=1750", "size=64k"]}]')
cp "$whole/kernel" "$whole/urunit" "$bundle/rootfs/"
mkdir -p "$bundle/rootfs"/{bin,proc,sub,tmp}
cp "$busybox" "$bundle/rootfs/bin/"
echo 'not to be read' >"$bundle/rootfs/secret"
cat >"$bundle/rootfs/try" <<'END'
#!/bin/busybox sh
say() { echo "guest: $*"; }
say "$# $* $TOLD $(pwd) $(hostname)"
say "$(umask) $(id -u) $(id -g) $(id -G)"
say "$(ulimit -Sn) $(ulimit -Hn) $(ulimit -s) $(ulimit -v)"
say "$(grep -E '^(Cap(Bnd|Prm|Amb)|NoNewPrivs):' /proc/self/status | tr -s '\t\n' '  ')"
say "$(cat /proc/self/oom_score_adj) $(tr '\t' ' ' </proc/sys/net/ipv4/ip_local_port_range)"
say "$(grep ' /tmp ' /proc/mounts | cut -d' ' -f1-4)"
say "$(cat /secret)."
echo x >/sub/file 2>/dev/null && say written
exit 23
END
chmod 755 "$bundle/rootfs/try"

census_begin
run urunc run --bundle "$bundle" told
is "$rc" 23 'the exit status of the program is that of the container'
mapfile -t said < <(grep -o 'guest: .*' <<<"$out" | tr -d '\r' | cut -c8-)
is "${said[0]:-}" '1 t w o b c /sub told' 'arguments, environment, working directory, host name'
is "${said[1]:-}" '0027 0 3 3 5 6' 'umask, user, groups'
is "${said[2]:-}" '100 200 9437184 1048576' 'limits, those that QEMU could not live with as well'
is "${said[3]:-}" 'CapPrm: 0000000000000020 CapBnd: 0000000000000021 CapAmb: 0000000000000000 NoNewPrivs: 1 ' 'sets of capabilities, and no new privileges'
is "${said[4]:-}" '7 2000 3000' 'the score of the OOM killer, and a sysctl'
like "${said[5]:-}" '^mine /tmp tmpfs rw,nosuid,noexec,relatime,size=64k,mode=1750' 'a file system in memory'
is "${said[6]:-}${said[7]:-}" '.' 'a masked path cannot be read, and a read-only one not be written to'
holds test ! -e "$bundle/rootfs/sub/file" 'nor is the file there'

run urunc plan --bundle "$bundle"
is "$(jq -r '.warnings[]' <<<"$out" | grep -o 'RLIMIT_[A-Z]* is for the guest')" $'RLIMIT_STACK is for the guest\nRLIMIT_AS is for the guest' \
	'of limits that the monitor does not get a warning tells'

# What cannot be told is refused by create, when nothing has been made yet.
cannot() { # EXPRESSION PATTERN NAME
	bundle_edit "$bundle" ".linux.sysctl = ($1)"
	run urunc create --bundle "$bundle" cannot
	is "$rc" 1 "$3: create"
	like "$err" "$2" "$3: it is said"
}
cannot '{"kernel.core_pattern": "|/x \"y\""}' 'kernel\.core_pattern|sysctl' 'a value with quotes'
cannot '[range(70) | {"key": "net.ipv4.conf.\(.).forwarding", "value": "1"}] | from_entries' '2047' 'more than a command line holds'
nothing_left 'nothing is left'
done_testing

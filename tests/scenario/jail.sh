#!/bin/bash
# timeout: 90
# What a monitor really gets: files, devices, descriptors, identity, limits, namespaces, cgroups, and nothing else.
# The kernel is asked, in /proc/PID of the parked process and of the monitor: a monitor's filter lets it say little itself.
. "$(dirname "$0")/../lib.sh"
need root probe jq python3 setpriv nsenter ip tun "$GUEST/solo5-spt" "$GUEST/solo5-spt-net"
probe_settings solo5-spt qemu-system-x86_64

words='probe:quiet probe:pause'
of() { sed -n "s/^$2:[[:space:]]*//p" "/proc/$1/status"; } # of PID KEY
made() { # ID BUNDLE: creates; sets pid
	succeeds "create $1" urunc create --bundle "$2" --pid-file "$T/pid" "$1"
	pid=$(cat "$T/pid" 2>/dev/null || echo 0)
}
# tree PID: every file and device of its root, with links and mount points, no directories but those that are mounts
tree() { (cd "/proc/$1/root" && find . ! -type d -printf '%y /%P\n' | sort); }
rootfs_census() { (cd "$1" && find . -printf '%p %y %m %U:%G %s %T@ %C@ %l\n' -type f -exec sha256sum {} \; | sort); }

census_begin

# ---------------------------------------------------------------- a container with everything said
full=$(bundle_probe full "$words" '.process += {
	user: {uid: 4321, gid: 8765, additionalGids: [11, 22], umask: 23},
	rlimits: [{type: "RLIMIT_NOFILE", soft: 100, hard: 200}, {type: "RLIMIT_CORE", soft: 0, hard: 0},
		{type: "RLIMIT_FSIZE", soft: 1048576, hard: 2097152}], oomScoreAdj: 321,
	capabilities: {bounding: ["CAP_SYS_ADMIN"], effective: ["CAP_SYS_ADMIN"], permitted: ["CAP_SYS_ADMIN"], ambient: ["CAP_SYS_ADMIN"]}}' \
	'.hostname = "jail-host" | .domainname = "jail-domain"' '.linux.namespaces += [{type: "cgroup"}, {type: "time"}]' \
	'.linux.timeOffsets = {monotonic: {secs: 1000, nanosecs: 5}, boottime: {secs: 2000}}' \
	'.linux.resources = {memory: {limit: 134217728}, cpu: {quota: 150000, period: 100000, shares: 512, cpus: "0"}, pids: {limit: 33},
	devices: [{allow: false, access: "rwm"}, {allow: true, type: "c", major: 1, minor: 3, access: "rwm"}]}')
mkdir -p "$full/rootfs/bin" "$full/rootfs/dev" "$full/rootfs/link/to"
echo secret >"$full/rootfs/bin/secret"
rm "$full/rootfs/guest"
cp "$GUEST/solo5-spt-net" "$full/rootfs/link/to/guest" # wants a link, so it gets the device for taps
ln -s /link/to/guest "$full/rootfs/guest" # absolute: within the image
ln -s ../../../../../../etc/passwd "$full/rootfs/link/out"
ln -s / "$full/rootfs/dev/host"
rootfs_census "$full/rootfs" >"$T/before"
run env --ignore-signal=PIPE --ignore-signal=USR1 --block-signal=HUP --block-signal=USR2 SECRET=leaks bash -c '
	exec 10</etc/passwd 251>"$T/leak"
	umask 077
	cd /usr/lib
	exec urunc create --bundle "$1" --pid-file "$2" full' bash "$full" "$T/pid"
is "$rc$err" 0 'create by a caller that leaks descriptors, ignored and blocked signals'
pid=$(<"$T/pid")
# What waits is the runtime: others of its uid, in a shared pid namespace, must not reach the program of the host by it.
for file in environ maps exe fd/0 cwd root; do
	like "$(setpriv --reuid 4321 --regid 8765 --clear-groups head -c 1 "/proc/$pid/$file" 2>&1 >/dev/null)" 'Permission denied' \
		"parked: others of its uid cannot read its $file"
done
for when in parked running; do
	if [ $when = running ]; then
		# engines add the links of a new network namespace after create
		ip link add full0 type veth peer name eth0 netns "$pid" && nsenter -t "$pid" -n ip link set eth0 up &&
			nsenter -t "$pid" -n ip addr add 10.77.0.2/24 dev eth0 && ip link set full0 up
		succeeds 'start full' env --ignore-signal=PIPE --block-signal=HUP bash -c 'exec 10</etc/passwd 251>"$T/leak"; exec urunc start full'
		wait_until 5 grep -q '^Name:.*solo5' "/proc/$pid/status"
		extra=''
	else
		extra=' 3 4' # the monitor's program and the listener: both close on exec
	fi
	is "$(ls "/proc/$pid/fd" | sort -n | paste -sd' ')" "0 1 2$extra" "$when: no other descriptors"
	is "$(tr '\0' '\n' <"/proc/$pid/environ" | grep -c SECRET)" "$([ $when = parked ] && echo 1 || echo 0)" \
		"$when: the caller's environment is $([ $when = parked ] && echo "still in memory, which nobody may read" || echo gone)"
	is "$(of "$pid" Uid) $(of "$pid" Gid)" $'4321\t4321\t4321\t4321 8765\t8765\t8765\t8765' "$when: user and group"
	is "$(of "$pid" Groups | xargs)" '11 22' "$when: additional groups"
	is "$(for set in CapInh CapPrm CapEff CapBnd CapAmb; do of "$pid" $set; done | sort -u)" 0000000000000000 "$when: no capability in any set"
	is "$(of "$pid" NoNewPrivs)" 1 "$when: no new privileges"
	is "$(of "$pid" Umask)" 0027 "$when: umask"
	is "$(of "$pid" SigBlk) $(of "$pid" SigIgn)" '0000000000000000 0000000000000000' "$when: no signal blocked or ignored"
	is "$(sed -n 's/^Max open files *\([0-9]* *[0-9]*\) .*/\1/p; s/^Max core file size *\([0-9]* *[0-9]*\) .*/\1/p; s/^Max file size *\([0-9]* *[0-9]*\) .*/\1/p' \
		"/proc/$pid/limits" | xargs)" '1048576 2097152 0 0 100 200' "$when: limits"
	is "$(<"/proc/$pid/oom_score_adj")" 321 "$when: oom score"
	is "$(readlink "/proc/$pid/cwd")" / "$when: it stands in the root of the jail"
	is "$(nsenter -t "$pid" -u hostname) $(nsenter -t "$pid" -u domainname)" 'jail-host jail-domain' "$when: host's and domain's name"
	for ns in mnt pid net uts ipc cgroup time; do
		isnt "$(readlink "/proc/$pid/ns/$ns")" "$(readlink "/proc/self/ns/$ns")" "$when: a new $ns namespace"
	done
	is "$(readlink "/proc/$pid/ns/user")" "$(readlink /proc/self/ns/user)" "$when: no user namespace"
	is "$(awk '{ print $1, $2, $3 }' "/proc/$pid/timens_offsets" | sort | paste -sd,)" 'boottime 2000 0,monotonic 1000 5' "$when: clocks"
	is "$(cut -d' ' -f6 "/proc/$pid/stat")" "$pid" "$when: a session of its own"
	is "$(sed -n 's/^NSpid:.*\t//p' "/proc/$pid/status")" 1 "$when: pid 1 of its namespace"
	is "$(tr -d '\0' <"/proc/$pid/cgroup" | grep -vc ":/$TEST_CGROUP/full\$")" 0 "$when: in its own directory of every hierarchy" || cat "/proc/$pid/cgroup"

	# files
	urunc plan --bundle "$full" | jq -r '(.mounts[] | "f " + .target), (.devices[] | .type + " " + .path)' | sort >"$T/wanted"
	is "$(tree "$pid")" "$(<"$T/wanted")" "$when: the files of the plan and no others"
	holds cmp -s "/proc/$pid/root/guest/kernel" "$full/rootfs/link/to/guest" "$when: the guest, found by a link within the image"
	is "$(awk '$6 !~ /(^|,)ro(,|$)/ { print $5 }' "/proc/$pid/mountinfo")" '' "$when: every mount is read-only"
	is "$(awk '$6 !~ /nosuid/ { print $5 }' "/proc/$pid/mountinfo")" '' "$when: no mount obeys set-user-ID"
	is "$(awk '$6 !~ /nodev/ { print $5 }' "/proc/$pid/mountinfo")" /dev "$when: devices only in /dev"
	is "$(awk '$5 ~ "^/(guest|dev)" && $6 !~ /noexec/ { print $5 }' "/proc/$pid/mountinfo")" '' "$when: nothing of the image and of /dev can be executed"
	is "$(awk '$7 != "-" { print $5, $7 }' "/proc/$pid/mountinfo")" '' "$when: no mount is shared with the host"
	for dir in / /dev /guest; do
		fails "$when: no file can be made in $dir" touch "/proc/$pid/root$dir/new"
		like "$err" 'Read-only' 'since it is read-only'
	done
	is "$(stat -c '%a %U:%G %t:%T' "/proc/$pid/root/dev/net/tun" | sed 's/UNKNOWN/-/g')" '600 -:- a:c8' "$when: a device is its user's own"
	is "$(stat -c '%u:%g' "/proc/$pid/root/dev/net/tun")" 4321:8765 "$when: uid and gid of it"
done
is "$(of "$pid" Seccomp)" 2 'running: a seccomp filter'
is "$(readlink "/proc/$pid/exe")" "$T/monitors/solo5-spt" 'running: the monitor'

# ---------------------------------------------------------------- cgroups
cg=/sys/fs/cgroup
limit() { cat "$cg/$1/$TEST_CGROUP/full/$2"; }
if [ -e $cg/memory/$TEST_CGROUP/full ]; then
	is "$(limit memory memory.limit_in_bytes)" 134217728 'memory limit'
	is "$(limit cpu cpu.cfs_quota_us)/$(limit cpu cpu.cfs_period_us) $(limit cpu cpu.shares)" '150000/100000 512' 'cpu limits'
	is "$(limit cpuset cpuset.cpus)" 0 'cpuset'
	is "$(limit pids pids.max)" 33 'pids limit'
	is "$(limit devices devices.list | sort | paste -sd,)" 'c 10:200 rwm,c 1:3 rwm' "the engine's device rules, then exactly the plan's devices (m: the jail's nodes are made there)"
	in_cgroup() { sh -c 'echo $$ >"$1/cgroup.procs" && exec head -c 1 "$2"' sh "$cg/devices/$TEST_CGROUP/full" "$1" >/dev/null 2>"$T/.err"; }
	holds in_cgroup /dev/null 'a device that the engine allows can be opened there'
	in_cgroup /dev/zero && rc=0 || rc=1
	is "$rc" 1 'another cannot'
	like "$(<"$T/.err")" 'not permitted' 'since the rules say so'
else
	skip 'limits in the files of cgroup v1' 'this host has cgroup v2 only'
fi

succeeds 'delete full' urunc delete --force full
rootfs_census "$full/rootfs" >"$T/after"
is "$(diff "$T/before" "$T/after")" '' "the container's own rootfs is what it was, times included"

tap_gone() { ! ip link show full0; }
holds wait_until 5 tap_gone 'its network namespace went away with it'

# ---------------------------------------------------------------- the smallest: what is not said stays as it is
small=$(bundle_probe small "$words" '.linux.namespaces |= map(select(.type != "uts" and .type != "ipc" and .type != "pid")) | del(.hostname)')
chmod 755 "$T"
made small "$small"
for ns in uts ipc pid cgroup time; do
	is "$(readlink "/proc/$pid/ns/$ns")" "$(readlink "/proc/self/ns/$ns")" "no $ns namespace is asked for: the caller's"
done
is "$(tree "$pid" | grep -c ' /dev/')" 0 'a guest that wants no network has no device at all'
is "$(<"/proc/$pid/oom_score_adj")" "$(</proc/self/oom_score_adj)" "the caller's oom score"
is "$(of "$pid" Umask)" 0022 'umask 022'
is "$(of "$pid" CapEff) $(of "$pid" CapBnd)" '0000000000000000 0000000000000000' 'root has no capability either'
is "$(of "$pid" Groups | xargs)" '' 'no groups are inherited'
# Not dumpable while it waits: its files in /proc are root's, and its uid gets nothing of the program on the host.
for file in environ maps exe; do
	is "$(setpriv --bounding-set -all --inh-caps -all cat "/proc/$pid/$file" 2>&1 >/dev/null | grep -c denied)" 1 "root without capabilities cannot read the parked one's $file"
done
echo "# parked: $(sed -n 's/^\(Pss\|Rss\): *//p' "/proc/$pid/smaps_rollup" | paste -sd/ ) of PSS/RSS"
urunc start small
wait_until 5 grep -q '^Name:.*solo5' "/proc/$pid/status"
is "$(of "$pid" Seccomp) $(of "$pid" NoNewPrivs)" '2 1' 'the filter is there without being asked for'
succeeds 'TERM ends one that is no pid 1' urunc kill small
holds wait_status small stopped 'and it is stopped'
urunc delete small

# ---------------------------------------------------------------- namespaces that are joined
kinds='net uts ipc cgroup time'
unshare --net --uts --ipc --cgroup --time --pid --fork --kill-child sleep 1000 &
holder=$!
at_end 'kill -KILL "$holder" 2>/dev/null'
holder_child() { inner=$(pgrep -P "$holder") && [ "$(readlink "/proc/$inner/ns/net")" != "$(readlink /proc/self/ns/net)" ]; }
wait_until 5 holder_child
joined=$(bundle_probe joined "$words" '.hostname = "nobody"' ".linux.namespaces = [{type: \"mount\"},
	{type: \"pid\", path: \"/proc/$inner/ns/pid\"}, {type: \"network\", path: \"/proc/$inner/ns/net\"},
	{type: \"uts\", path: \"/proc/$inner/ns/uts\"}, {type: \"ipc\", path: \"/proc/$inner/ns/ipc\"},
	{type: \"cgroup\", path: \"/proc/$inner/ns/cgroup\"}, {type: \"time\", path: \"/proc/$inner/ns/time\"}]")
cat >"$T/spaces" <<'END'
#!/bin/sh
for ns in pid time mnt net uts ipc cgroup; do /usr/bin/readlink /proc/self/ns/$ns; done >"$1"
END
chmod +x "$T/spaces"
bundle_edit "$joined" --arg p "$T/spaces" --arg o "$T/spaces.out" '.hooks.createRuntime = [{path: $p, args: ["spaces", $o]}]'
name=$(nsenter -t "$inner" -u hostname)
made joined "$joined"
"$T/spaces" "$T/spaces.own"
is "$(<"$T/spaces.out")" "$(<"$T/spaces.own")" "a hook of create is born in the runtime's namespaces, not in those that the monitor joins"
for ns in $kinds pid; do
	is "$(readlink "/proc/$pid/ns/$ns")" "$(readlink "/proc/$inner/ns/$ns")" "the $ns namespace that is named"
done
isnt "$(readlink "/proc/$pid/ns/mnt")" "$(readlink "/proc/$inner/ns/mnt")" 'but a mount namespace of its own'
is "$(nsenter -t "$inner" -u hostname)" "$name" 'a joined uts namespace keeps its name'
succeeds 'start joined' urunc start joined
wait_until 5 grep -q '^Name:.*solo5' "/proc/$pid/status"
# From within the shared pid namespace nobody of its uid reaches what the host executed.
succeeds 'delete joined' urunc delete --force joined
holds kill -0 "$inner" 'the other processes of a joined pid namespace live on'
for wrong in "uts:/proc/$inner/ns/ipc:is no uts" "ipc:/nowhere:No such file" "network:/dev/null:is no network|ioctl" "network:$T:is no network"; do
	IFS=: read -r kind path why <<<"$wrong"
	bundle_edit "$joined" --arg k "$kind" --arg p "$path" '.linux.namespaces = [{type: "mount"}, {type: "network"}] |
		.linux.namespaces |= map(select(.type != $k)) + [{type: $k, path: $p}]'
	refuses "a $kind namespace that is ${path#"$T"}" "$why" urunc create --bundle "$joined" joined
done
kill -KILL "$holder"
{ wait "$holder"; } 2>/dev/null

# ---------------------------------------------------------------- disks, shared folders: as read-only as they are said to be
disk() { # NAME READONLY: a Linux guest with a disk, created only
	local dir
	dir=$(bundle_new "$1" "$(guest_annotations linux qemu /boot/kernel)" ".root.readonly = $2" \
		'.annotations += {"com.urunc.unikernel.block": "/disk.img", "com.urunc.unikernel.blkMntPoint": "/"}') || return 1
	mkdir -p "$dir/rootfs/boot"
	# a bzImage by its header, as much as create looks at
	python3 - "$dir/rootfs/boot/kernel" <<'END'
import sys
image = bytearray(4096)
image[0x1f1] = 4
image[0x1fe:0x200] = b'\x55\xaa'
image[0x202:0x206] = b'HdrS'
image[0x206:0x208] = b'\x0f\x02'
image[0x211] = 1
image[0x236] = 1
open(sys.argv[1], 'wb').write(image)
END
	truncate -s 1M "$dir/rootfs/disk.img"
	echo "$dir"
}
for readonly in true false; do
	b=$(disk "disk-$readonly" "$readonly")
	run urunc create --bundle "$b" --pid-file "$T/pid" disk
	if [ "$rc" != 0 ] && [[ $err = *'in none of its folders'* || $err = *qemu* ]]; then
		skip "disks of a root that is readonly: $readonly" "no firmware for QEMU: $err"
		continue
	fi
	is "$rc$err" 0 "create with a disk, readonly $readonly"
	pid=$(<"$T/pid")
	flags=$(awk '$5 == "/guest/disk0" { print $6 }' "/proc/$pid/mountinfo")
	like ",$flags," "$([ "$readonly" = true ] && echo ,ro, || echo ,rw,)" "root.readonly $readonly: so is the disk's mount"
	like "$flags" 'nosuid,nodev,noexec' 'and nothing in it is a device or a program'
	is "$(awk '$5 == "/guest/kernel" { print $6 }' "/proc/$pid/mountinfo" | cut -d, -f1)" ro 'the kernel is read-only whatever root.readonly says'
	succeeds 'delete' urunc delete disk
done

nothing_left 'nothing is left'
done_testing

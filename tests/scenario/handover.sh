#!/bin/bash
# timeout: 240
# Ordinary containers are another runtime's: this process becomes it, by the bundle for create and run, by the id afterwards.
. "$(dirname "$0")/../lib.sh"
need root probe jq python3 runc crun "$GUEST/solo5-spt" busybox

# Debian's crun refuses v1 with a cgroup2 beside it that has a controller left (and makes files in the directory without one).
second=$(awk '$3 == "cgroup2" { print $2; exit }' /proc/mounts)
if grep -q ' cgroup ' /proc/mounts && [ "$second" ]; then
	umount "$second" && mount -t tmpfs tmpfs "$second"
fi
probe_settings
settings() { # RUNTIME: who runs ordinary containers
	{ printf '[runtime]\noci_runtime = "%s"\n' "$1"; sed '/^\[runtime\]/,/^oci_runtime/d' "$URUNC_CONFIG_FILE"; } >"$T/s" && mv "$T/s" "$URUNC_CONFIG_FILE"
}
# plain NAME SCRIPT [JQ-EXPRESSION...]: an ordinary bundle whose program is a shell with this script
plain() {
	local dir=$T/$1 script=$2 edits='.' expression
	for expression in "${@:3}"; do edits="$edits | $expression"; done
	mkdir -p "$dir/rootfs/bin" "$dir/rootfs/proc" "$dir/rootfs/dev" "$dir/rootfs/sys"
	cp -u "$(command -v busybox)" "$dir/rootfs/bin/busybox"
	ln -sf busybox "$dir/rootfs/bin/sh"
	rm -f "$dir/config.json"
	(cd "$dir" && runc spec)
	bundle_edit "$dir" --arg s "$script" --arg cgroup "/$TEST_CGROUP/$1" ".process.args = [\"/bin/sh\", \"-c\", \$s]
		| .process.terminal = false | .process.rlimits = [] | .linux.cgroupsPath = \$cgroup | $edits"
	echo "$dir"
}
owner() { if [ -e "$ROOT/$1/status" ]; then echo crun; elif [ -e "$ROOT/$1/lock" ]; then echo urunc; elif [ -e "$ROOT/$1/state.json" ]; then echo runc; fi; }
census_begin

# ---------------------------------------------------------------- the life of one, by either
for runtime in runc crun; do
	settings "$runtime"
	b=$(plain b 'echo hello; echo there >&2; exit 7')
	run urunc run --bundle "$b" c1
	is "$rc $out $err" '7 hello there' "$runtime: run: its output, and its exit code"
	b=$(plain b 'exec sleep 1000')
	succeeds "$runtime: create" urunc create --bundle "$b" --pid-file "$T/pid" c1
	is "$(owner c1)" "$runtime" "and the container is $runtime's, below our root"
	is "$(status_of c1) $(pid_of c1)" "created $(cat "$T/pid")" 'state is its own'
	refuses 'a guest of this id' 'container with given ID already exists' urunc create --bundle "$(bundle_probe g 'probe:quiet probe:pause')" c1
	fails 'an ordinary one of this id' urunc create --bundle "$b" c1
	is "$(owner c1)" "$runtime" 'and it stays whose it was'
	succeeds 'start' urunc start c1
	is "$(status_of c1)" running 'runs'
	run urunc exec c1 /bin/busybox echo from inside
	is "$rc $out" '0 from inside' 'exec, which guests have not'
	printf '{"args": ["/bin/sh", "-c", "exit 5"], "cwd": "/", "user": {"uid": 0, "gid": 0}}' >"$T/process.json"
	run urunc exec --process "$T/process.json" --pid-file "$T/pid2" c1
	is "$rc" 5 'exec as engines call it, with its exit code'
	is "$(urunc ps c1 | grep -cw "$(pid_of c1)")" 1 'ps'
	run urunc update --pids-limit 77 c1
	is "$rc $(cat "/sys/fs/cgroup/pids/$TEST_CGROUP/b/pids.max" "/sys/fs/cgroup/$TEST_CGROUP/b/pids.max" 2>/dev/null)" '0 77' 'update with options that we do not have'
	is "$(urunc list -q)" '' 'list has guests only'
	succeeds 'pause' urunc pause c1
	is "$(status_of c1)" paused 'holds it'
	succeeds 'resume' urunc resume c1
	fails 'delete while it runs' urunc delete c1
	succeeds 'kill' urunc kill --all c1 KILL
	wait_status c1 stopped
	succeeds 'delete' urunc delete c1
	refuses 'state of nobody' 'container `c1` does not exist' urunc state c1
	succeeds 'delete --force of nobody' urunc delete --force c1
	run urunc exec c1 true
	is "$rc $err" '255 urunc: exec is not supported: a guest has no way to start a second program in it' 'exec of nobody'
	rm -f "$T/pid" "$T/pid2"
	# What it says of a mistake goes where the engine reads it.
	run "$URUNC" --root "$ROOT" --log "$T/log" --log-format json create --bundle "$(plain bad 'true' '.process.args = ["/nowhere"]')" c2
	isnt "$rc" 0 'a bundle that it refuses'
	is "$(jq -r .level "$T/log" | tail -1)" error 'it says so in the log of the command line'
	"$URUNC" --root "$ROOT" delete --force c2
	rm -f "$T/log"
	run "$URUNC" --root "$ROOT" --log "$T/log" run --bundle "$(plain b 'true')" c2
	is "$rc $(cat "$T/log" 2>/dev/null)" '0 ' 'and nothing of a success'
	rm -f "$T/log"
	# A terminal.
	b=$(plain tty 'test -t 0 && echo a terminal' '.process.terminal = true')
	rm -f "$T/tty.sock"
	"$B/test/receive" "$T/tty.sock" >"$T/tty.out" 2>&1 &
	receiver=$!
	wait_until 5 test -S "$T/tty.sock"
	succeeds "$runtime: create with a terminal" urunc create --bundle "$b" --console-socket "$T/tty.sock" c3
	succeeds 'start' urunc start c3
	wait_for_exit $receiver
	like "$(<"$T/tty.out")" 'a terminal' 'its other end is the engine'"'"'s'
	urunc delete --force c3
done
settings crun
b=$(plain b 'exec sleep 1000')
urunc create --bundle "$b" c1
settings runc
is "$(owner c1) $(status_of c1)" 'crun created' 'a container of crun stays its own when the settings name another one'
succeeds 'which deletes it' urunc delete --force c1
rm -rf "$ROOT"
# Ids that are guests' are ours, whatever else lies there.
g=$(bundle_probe g 'probe:quiet probe:pause')
urunc create --bundle "$g" c1
touch "$ROOT/c1/status"
is "$(status_of c1)" created 'an id that seems to be of both is ours'
run urunc exec c1 true
is "$rc $err" '255 urunc: exec is not supported: a guest has no way to start a second program in it' 'also for exec'
fails 'an ordinary container with the id of a guest' urunc create --bundle "$b" c1
is "$(status_of c1)" created 'the guest is as before'
rm "$ROOT/c1/status"
urunc delete --force c1
mkdir -p "$ROOT/c5" && touch "$ROOT/c5/exec.fifo"
is "$(status_of c5)$(urunc list -q)" '' 'what another runtime has half made is no guest'
is "$(ls "$ROOT/c5")" exec.fifo 'and nothing is put into it'
rm -rf "$ROOT"

# ---------------------------------------------------------------- who is what
settings "$T/other"
cat >"$T/other" <<'END'
#!/usr/bin/python3
import os, sys
fds = sorted(int(f) for f in os.listdir('/proc/self/fd') if os.path.exists('/proc/self/fd/' + f))
mask = os.umask(0)
status = dict(line.split(':\t') for line in open('/proc/self/status'))
with open(os.path.dirname(sys.argv[0]) + '/told', 'w') as told:
    print(*sys.argv[1:], file=told)
    print('%04o' % mask, os.environ.get('LISTEN_FDS'), os.environ.get('XDG_RUNTIME_DIR'), open('/proc/self/environ').read().count('\0'), file=told)
    print(*fds, file=told)
    print('CHLD' if int(status['SigIgn'], 16) >> 16 & 1 else '-', 'ALRM' if int(status['SigBlk'], 16) >> 13 & 1 else '-', file=told)
END
chmod +x "$T/other"
told() { sed -n "$1p" "$T/told"; }
goes_over() { # NAME BUNDLE
	rm -f "$T/told"
	run urunc create --bundle "$2" c1
	if [ "$rc" = 0 ] && [ -e "$T/told" ]; then ok "$1"; else not_ok "$1" "status $rc" "$err"; fi
}
is_ours() { # NAME REGEX BUNDLE
	rm -f "$T/told"
	refuses "$1" "$2" urunc create --bundle "$3" c1
	holds test ! -e "$T/told" "$1: is not handed over"
}
goes_over 'a program of the image' "$(plain b true)"
goes_over 'fields of config.json that are not ours to judge' "$(plain b true '.process.rlimits = 7 | .linux.namespaces = [{type: "moon"}] | .ociVersion = "9"')"
goes_over 'no program' "$(plain b true 'del(.process)')"
goes_over 'a program that is not there' "$(plain b true '.process.args = ["/nowhere"]')"
goes_over 'a rootfs that is not there' "$(plain b true '.root.path = "nowhere"')"
goes_over 'keys with nothing in them' "$(plain b true "$(guest_annotations '' '' '')")"
b=$(plain b true)
echo '{"other": "label", "com.urunc.unikernel.binary": ""}' >"$b/rootfs/urunc.json"
goes_over 'a urunc.json that has nothing of ours' "$b"
echo '{"com.urunc.unikernel.unikernelType": "linux"' >"$b/rootfs/urunc.json"
is_ours 'a broken urunc.json' 'urunc.json:' "$b"
echo '{"com.urunc.unikernel.unikernelType": "linux"}' >"$b/rootfs/urunc.json"
is_ours 'half a urunc.json' 'urunc.json: .* is missing' "$b"
rm "$b/rootfs/urunc.json"
is_ours 'a value that is wrong' 'martian' "$(plain b true "$(guest_annotations martian spt /guest)")"
is_ours 'half of the annotations' 'hypervisor is missing' "$(plain b true '.annotations["com.urunc.unikernel.unikernelType"] = "linux"')"
is_ours 'an annotation that is no text' 'wanted, not a number' "$(plain b true '.annotations["com.urunc.unikernel.binary"] = 7')"
is_ours 'a guest with a field that is wrong' 'moon' "$(plain b true "$(guest_annotations mirage spt /guest)" '.linux.namespaces = [{type: "moon"}]')"
b=$(plain b true '.process.args = ["/guest"]')
cp "$GUEST/solo5-spt" "$b/rootfs/guest"
printf '\267' | dd of="$b/rootfs/guest" bs=1 seek=18 conv=notrunc status=none
is_ours "a guest's kernel for another machine" 'aarch64' "$b"
refuses 'plan of an ordinary bundle' 'an ordinary container, no guest' urunc plan --bundle "$(plain b true)"
# Containers that engines add to a pod have the annotations of the pod.
goes_over 'the pause container of a pod' "$(plain b true "$(guest_annotations mirage spt /guest)" '.annotations["io.kubernetes.cri.container-type"] = "sandbox"')"
proxy=$(plain b true '.annotations["io.kubernetes.cri.container-name"] = "queue-proxy"
	| .process.env = ["SERVING_READINESS_PROBE={\"tcpSocket\":{\"port\":8080,\"host\":\"127.0.0.1\"}}", "A=1"]')
sed -i 's/"A=1"/"A=\\u0031"/; s/^{/{ "extra": 1.50,/' "$proxy/config.json"
chmod 640 "$proxy/config.json"
goes_over "Knative's proxy" "$proxy"
is "$(jq -r '.process.env[]' "$proxy/config.json" | paste -sd' ')" 'A=1 SERVING_READINESS_PROBE={"tcpSocket":{"port":8080,"host":"172.16.1.2"}} REDIRECT_IP=172.16.1.2' 'asks the guest'
is "$(grep -c 'extra": 1.50,\|A=.u0031' "$proxy/config.json") $(stat -c %a "$proxy/config.json")" '2 640' 'all else in its config.json is as it was'
cp "$proxy/config.json" "$T/once"
goes_over 'a second time' "$proxy"
holds cmp "$T/once" "$proxy/config.json" 'changes nothing any more'
is "$(ls "$proxy")" $'config.json\nrootfs' 'and nothing is left of it'
rm "$T/once"

# ---------------------------------------------------------------- what it is told, and what it gets
b=$(plain b true)
umask 077
env -i LISTEN_FDS=1 XDG_RUNTIME_DIR=/x URUNC_CONFIG_FILE="$URUNC_CONFIG_FILE" env --ignore-signal=CHLD --block-signal=ALRM "$URUNC" \
	--config "$URUNC_CONFIG_FILE" --trace "$T/trace" --root "$ROOT" create --bundle "$b" --preserve-fds 1 c1 5<"$T/other" 0<&-
umask 022
rm -f "$T/trace"
is "$(told 1)" "--config $URUNC_CONFIG_FILE --trace $T/trace --root $ROOT create --bundle $b --preserve-fds 1 c1" 'the command line as it was, to one of which we know nothing'
is "$(told 2)" '0077 1 /x 3' 'umask and environment as they were'
like "$(told 3)" '^1 2 (.* )?5( |$)' 'descriptors as they were: one that was closed, one that was given'
unlike "$(told 3)" '(^| )4( |$)' 'and none of ours'
is "$(told 4)" 'CHLD ALRM' 'signals are ignored and blocked as they were'
rm -f "$T/told"
# restore makes a container of a bundle, so that is what tells whose it is.
run "$URUNC" --root "$ROOT" restore --image-path /i --bundle "$b" --detach c1
is "$rc $(told 1)" "0 --root $ROOT restore --image-path /i --bundle $b --detach c1" 'restore of an ordinary bundle goes over'
rm -f "$T/told"
run "$URUNC" --root "$ROOT" restore --image-path /i --bundle "$(bundle_probe g probe:quiet)" --detach c1
is "$rc $err$(ls "$T/told" 2>/dev/null)" '1 urunc: restore is not supported' "that of a guest's is refused"
run "$URUNC" --config "$URUNC_CONFIG_FILE" --root "$ROOT" update --no-such-option 7 c9
is "$rc$(ls "$T/told" 2>/dev/null)" 1 'an unknown option of nobody'"'"'s container is a mistake'
mkdir -p "$ROOT/c9" && touch "$ROOT/c9/status"
run "$URUNC" --root "$ROOT" update --no-such-option 7 c9
like "$err" "unrecognized option '--no-such-option'" "of another runtime's it is that one's to judge"
printf '[runtime]\noci_runtime = "%s/gone/crun"\n' "$T" >"$T/second.toml"
refuses 'and the settings are those of --config' "$T/gone/crun" "$URUNC" --config "$T/second.toml" --root "$ROOT" update --no-such-option 7 c9
rm "$T/second.toml"
rm -rf "$ROOT/c9"
# podman calls without a root and with nearly no environment: the container must be found again.
settings ''
quiet() { (cd / && env -i URUNC_CONFIG_FILE="$URUNC_CONFIG_FILE" "$URUNC" "$@"); }
quiet create --bundle "$b" c1
is "$(quiet state c1 | jq -r .status)" created 'without --root it is below ours'
quiet delete --force c1
is "$(find /run/urunc -name c1)" '' 'and is deleted there'

# ---------------------------------------------------------------- which one
is_ours 'settings that name nothing there is' "$T/gone" "$(settings "$T/gone"; plain b true)"
is_ours 'settings that name urunc itself' 'urunc itself' "$(settings "$URUNC"; plain b true)"
mkdir "$T/first" && cp "$URUNC" "$T/first/runc" && ln -s "$URUNC" "$T/first/crun"
settings ''
b=$(plain b 'echo done')
PATH=$T/first:$PATH run urunc run --bundle "$b" c1
is "$rc $out" '0 done' 'urunc under the name of the others is passed over'
rm -r "$T/first"
settings crun
run urunc run --bundle "$b" c1
is "$rc $out" '0 done' 'a name in the settings is looked for'
settings ''
b=$(plain b 'echo done' '.ociVersion = "1.3.0"')
run urunc run --bundle "$b" c1
is "$rc $out" '0 done' 'a bundle of today'
hidden=()
hide() {
	for f in $(type -ap "$1" | xargs realpath | sort -u); do
		mount --bind /dev/null "$f" && hidden+=("$f")
	done
}
hide runc
if crun --version | grep -q 'version \(0\.\|1\.[0-9]$\|1\.[0-9]\.\|1\.1[0-3]\|1\.14$\|1\.14\.[0-2]$\)'; then
	is_ours 'a bundle of today, where there is only an old crun' "crun .*takes only an ociVersion with 1.0 in it, and config.json says \"1.3.0\": crun 1.14.3 or newer would do" "$b"
else
	skip 'a bundle of today, where there is only an old crun' 'this crun is new'
fi
mkdir "$T/first"
printf '#!/bin/sh\n[ "$1" = --version ] && echo crun version 1.15 || echo "new: $*"\n' >"$T/first/crun"
chmod +x "$T/first/crun"
PATH=$T/first:$PATH run urunc run --bundle "$b" c1
is "$out" "new: --root $ROOT run --bundle $b c1" 'and where there is a new one'
rm -r "$T/first"
hide crun
is_ours 'no other runtime at all' 'ordinary container.*install runc or crun, or name one as oci_runtime in the settings' "$b"
umount "${hidden[@]}"
rm -rf /run/urunc /run/crun /run/runc "$ROOT" "$T"/{b,g,bad,tty,other,told,process.json,tty.sock,tty.out}
remove_cgroups # those above the containers': nobody's
[ "$second" ] && rm -rf --one-file-system "${second:?}/$TEST_CGROUP"
nothing_left 'nothing is left'
done_testing

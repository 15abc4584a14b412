#!/bin/bash
# timeout: 120
# Callers as odd as they come: no standard streams, any umask, few descriptors, ignored and blocked signals, commands that
# are stopped or killed in the middle of a word.  And who else may talk to what waits.
. "$(dirname "$0")/../lib.sh"
need root probe jq python3 tun ip "$GUEST/solo5-spt-net"
probe_settings

b=$(bundle_probe b 'probe:quiet probe:pause' '.process.user = {uid: 4321, gid: 8765}')
chmod 755 "$T"
alive() { [ "$(sed -n 's/^State:[[:space:]]*\(.\).*/\1/p' "/proc/$1/status" 2>/dev/null | tr -d Z)" ]; }
net_pair box client || skip_all 'this kernel makes no veth'
census_begin

# ---------------------------------------------------------------- umask
for mask in 000 077 777; do
	run sh -c 'umask "$1" && exec urunc create --bundle "$2" --pid-file "$3" c1' sh "$mask" "$b" "$T/pid"
	is "$rc$err" 0 "create with umask $mask"
	pid=$(cat "$T/pid")
	is "$(find "$ROOT" -perm /022)" '' "umask $mask: nobody else may write to anything of the record, nor connect to its socket"
	is "$(stat -c %a "$ROOT/c1" "$ROOT/c1/state.json" "$ROOT/c1/lock" | paste -sd' ')" '711 600 600' 'directory, state and lock have the modes that they should'
	is "$(find "/proc/$pid/root/" -mindepth 1 -type d ! -perm -555)" '' "umask $mask: the monitor can enter every directory of its jail"
	is "$(sed -n 's/^Umask:\t//p' "/proc/$pid/status")" 0022 'the umask of the monitor is 022, whatever that of the caller'
	succeeds 'start' urunc start c1
	succeeds 'delete' urunc delete --force c1
done
rm "$T/pid"

# ---------------------------------------------------------------- standard streams that are closed
for closed in '0<&-' '1>&-' '2>&-' '0<&- 1>&-' '0<&- 1>&- 2>&-'; do
	rc=0
	sh -c "exec urunc create --bundle '$b' --pid-file '$T/pid' c1 $closed" <&0 >"$T/out" 2>"$T/err" || rc=$?
	is "$rc" 0 "create with $closed"
	pid=$(cat "$T/pid")
	is "$(readlink "/proc/$pid/fd/"[012] | grep -c "^$ROOT\|socket:\|^/proc\|^/sys")" 0 "none of what create opens takes the place of $closed" || readlink "/proc/$pid/fd/"*
	sh -c "exec urunc start c1 $closed"
	is "$(ls "/proc/$pid/fd" | sort -n | paste -sd' ')" '0 1 2' 'the monitor has its three descriptors'
	for fd in $(tr -dc '0-9 -' <<<"$closed" | tr -d -); do
		is "$(readlink "/proc/$pid/fd/$fd")" /dev/null "and /dev/null for $fd"
	done
	sh -c "exec urunc delete --force c1 $closed"
done
rm "$T/pid"

# ---------------------------------------------------------------- few descriptors
run bash -c 'ulimit -n 48 && urunc create --bundle "$1" c1 && urunc start c1' bash "$b"
is "$rc$err" 0 'create and start with 48 descriptors'
run bash -c 'ulimit -n 48 && urunc delete --force c1'
is "$rc$err" 0 'delete too'
# A limit of the container that leaves no room for the starter's connection must not make the one that waits spin.
few=$(bundle_probe few 'probe:quiet probe:pause' '.process.rlimits = [{type: "RLIMIT_NOFILE", soft: 4, hard: 4}]')
refuses 'a limit of 4 descriptors' 'RLIMIT_NOFILE' urunc create --bundle "$few" c1

# ---------------------------------------------------------------- signals that are ignored or blocked
n=$(bundle_probe n 'probe:quiet probe:pause' "$(netns_path box)" \
	'.hooks = {createRuntime: [{path: "/bin/true"}], poststop: [{path: "/bin/true"}]}')
cp "$GUEST/solo5-spt-net" "$n/rootfs/guest"
for how in --ignore-signal=CHLD --block-signal=CHLD; do
	odd="env $how $URUNC --root $ROOT"
	succeeds "create with hooks, called with $how" $odd create --bundle "$n" c2
	succeeds 'start with a network' $odd start c2
	succeeds 'delete' $odd --log "$T/log" --log-level warn delete --force c2
	is "$(cat "$T/log" 2>/dev/null)" '' 'with a poststop hook that succeeded'
	run $odd run --bundle "$(bundle_probe seven 'probe:quiet probe:exit=7')" c2
	is "$rc$err" 7 "run's exit status is the monitor's"
done
# Who waits for a lock is woken by an alarm.
urunc create --bundle "$b" c1
python3 - "$ROOT/c1/lock" "$T/held" <<'END' &
import fcntl, os, struct, sys, time
fd = os.open(sys.argv[1], os.O_RDWR)
fcntl.fcntl(fd, 38, struct.pack('hhqqi4x', fcntl.F_WRLCK, 0, 0, 0, 0)) # F_OFD_SETLKW
open(sys.argv[2], 'w').close()
time.sleep(1000)
END
holder=$!
wait_until 5 test -e "$T/held"
LIMIT=20 refuses 'a lock that is held, waited for with the alarm blocked and ignored' 'gave up after 10 seconds' \
	env --block-signal=ALRM --ignore-signal=ALRM "$URUNC" --root "$ROOT" start c1
kill -KILL "$holder"
wait "$holder" 2>/dev/null

# ---------------------------------------------------------------- who may talk to what waits
cat >"$T/reach" <<'END'
import os, socket, sys
path = sys.argv[1]
os.setgroups([])
os.setgid(8765)
os.setuid(4321)
try:
    if path.endswith('/sock'):
        socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET).connect(path)
    else:
        open(path)
    print('reached')
except PermissionError:
    print('refused')
END
for file in sock lock state.json undo machine; do
	run python3 "$T/reach" "$ROOT/c1/$file"
	is "$out$err" refused "the uid of the monitor cannot reach $file"
done
# A starter that goes away in the middle of a word.
talk() { # SCRIPT: with s, a connection to the one that waits
	exec python3 -c "
import os, socket, sys, time
os.chdir('$ROOT/c1')
s = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
s.connect('sock')
$1"
}
# It is stopped meanwhile, so that it hears the word and the end at once.
pid=$(pid_of c1)
for word in "b's'" "b's' + b'a\\0' * 5000" "b'\\0'" "b'x' * 1000" "b'f' + b'a' * 3000"; do
	kill -STOP "$pid"
	(talk "s.send($word)")
	kill -CONT "$pid"
	sleep 0.1
	is "$(status_of c1)" created "a starter that says $word and goes: the container waits for another one"
done
# One that is stopped for long holds up the next starter, but nobody who only looks.
talk 'open("'"$T/connected"'", "w").close()
time.sleep(1000)' &
holder=$!
wait_until 5 test -e "$T/connected"
for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
	LIMIT=3 run urunc state c1
	[ "$rc" = 0 ] && [ "$(jq -r .status <<<"$out")" = created ] || break
done
is "$i $rc" '12 0' 'state while a starter holds the line'
kill -KILL "$holder"
wait "$holder" 2>/dev/null
urunc kill c1 TERM
is "$(exit_status "$pid")" 'exit 143' 'TERM still ends it: the handlers are those of one that waits'
urunc delete c1

# ---------------------------------------------------------------- records of others, and half undone ones
# A deleted container whose tap is still there: its cgroup may be another container's by now.
urunc create --bundle "$b" c1
pid=$(pid_of c1)
mkdir -p "$ROOT/.undo"
chmod 700 "$ROOT/.undo"
for name in c1.1.000001.1 .dot.1.000001.1; do
	mkdir "$ROOT/.undo/$name"
	cp "$ROOT/c1/undo" "$ROOT/.undo/$name/"
	grep -v '^process' "$ROOT/c1/undo" >"$ROOT/.undo/$name/undo"
	: >"$ROOT/.undo/$name/lock"
done
urunc create --bundle "$(bundle_probe other 'probe:quiet')" c3
succeeds 'a delete that finds half undone records' urunc delete c3
is "$(ls -A "$ROOT/.undo")" '' 'finishes them, also one whose id begins with a dot'
holds alive "$pid" 'and does not touch the cgroup of a container that has the same path by now'
is "$(status_of c1)" created 'which waits as before'
urunc delete c1
# Nothing of another boot is there to be undone: pids and paths are somebody else's.
urunc create --bundle "$b" c1
pid=$(pid_of c1)
cp -r "$ROOT/c1" "$ROOT/c4"
sed -i "s/$(</proc/sys/kernel/random/boot_id)/00000000-0000-4000-8000-000000000000/; s/\"c1\"/\"c4\"/" "$ROOT/c4/state.json"
is "$(status_of c4)" stopped 'a record of another boot is stopped'
succeeds 'and can be deleted' urunc delete c4
holds alive "$pid" 'which touches no process that has its pid and cgroup today'
urunc delete --force c1
# What others could have put there is not believed.
install -d -o 4321 -m 755 "$T/theirs"
refuses 'a state root that belongs to somebody else' "$T/theirs.*belongs to user 4321" "$URUNC" --root "$T/theirs" create --bundle "$b" c1
install -d -m 777 "$T/open"
refuses 'a state root that everybody may write to' "$T/open.*may write" "$URUNC" --root "$T/open" create --bundle "$b" c1
install -d -m 1777 "$T/sticky"
install -d -o 4321 "$T/sticky/c9"
refuses 'a record that belongs to somebody else' "c9.*belongs to user 4321" "$URUNC" --root "$T/sticky" delete --force c9
ln -s "$T/theirs" "$ROOT/c8"
refuses 'a record that is a link' 'c8' urunc delete --force c8
rm "$ROOT/c8"

# ---------------------------------------------------------------- little memory, nobody who reads
if grep -q __asan_init "$URUNC"; then
	skip 'little memory' 'the address sanitizer wants terabytes of addresses'
else
	succeeds 'create with 64 MiB of addresses' bash -c 'ulimit -v 65536 && urunc create --bundle "$1" c1' bash "$b"
	succeeds 'delete' urunc delete --force c1
	refuses 'state with 16 MiB of addresses' 'not enough memory' bash -c 'ulimit -v 16384 && urunc state c1'
	# Each signal that it passes on is a look at the container: thousands must not add up.
	(ulimit -v 45000 && exec "$URUNC" --root "$ROOT" run --bundle "$b" c1) &
	waits=$!
	wait_status c1 running
	for ((end = SECONDS + 4; SECONDS < end; )); do kill -USR1 "$waits" && kill -WINCH "$waits" && kill -USR2 "$waits" || break; done 2>/dev/null
	is "$(status_of c1) $(kill -0 "$waits" && echo there)" 'running there' 'run passes on thousands of signals with little memory'
	urunc kill c1 KILL
	wait "$waits"
	is "$?" 137 'and ends with its guest'
fi
# The output of run goes to a reader that leaves after the first line: the guest ends as when a terminal is closed.
shown=$(bundle_probe shown 'probe:quiet probe:stderr=hello probe:pause' '.process.terminal = true')
(
	sleep 0.5 # until nobody reads
	exec "$URUNC" --root "$ROOT" run --bundle "$shown" c5 </dev/null 2>"$T/err"
) | true
is "${PIPESTATUS[0]} $(<"$T/err")" '137 ' 'run to a reader that has gone: HUP became what ends this monitor'
is "$(status_of c5)" '' 'and the container is gone'

# ---------------------------------------------------------------- long paths
long=$T/$(printf 'l%.0s' {1..200})/$(printf 'o%.0s' {1..200})/$(printf 'n%.0s' {1..200})
mkdir -p "$long"
cp -r "$b" "$long/b"
succeeds 'create below long paths' "$URUNC" --root "$long/root" create --bundle "$long/b" --pid-file "$long/pid" c1
succeeds 'start' "$URUNC" --root "$long/root" start c1
succeeds 'delete' "$URUNC" --root "$long/root" delete --force c1
rm -rf "$T"/lll* "$T/theirs" "$T/open" "$T/sticky" "$ROOT/.undo" "$T/log" "$T/held" "$T/connected" "$T"/[bfnso]* "$T/pid" 2>/dev/null
nothing_left 'nothing is left'
done_testing

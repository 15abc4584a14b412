#!/bin/bash
# timeout: 120
# The commands of a container's life: what they print, leave, refuse and return, one by one and at once.
. "$(dirname "$0")/../lib.sh"
need root probe jq "$GUEST/solo5-spt"
probe_settings

pausing=$(bundle_probe pausing 'probe:quiet probe:pause')
exits() { # N: a bundle whose monitor exits with N
	bundle_probe "exit$1" "probe:quiet probe:exit=$1"
}
count() { grep -c . <<<"$1"; }
gone() { ! "$URUNC" --root "$ROOT" state "$1" >/dev/null 2>&1; }
alive() { [ "$(sed -n 's/^State:[[:space:]]*\(.\).*/\1/p' "/proc/$1/status" 2>/dev/null | tr -d Z)" ]; }
dead() { ! alive "$1"; }

census_begin

# ---------------------------------------------------------------- one life
succeeds 'create works' urunc create --bundle "$pausing" --pid-file "$T/pid" c1
is "$out$err" '' 'create prints nothing'
pid=$(<"$T/pid")
like "$pid" '^[0-9]+$' 'the pid file has digits'
is "$(wc -c <"$T/pid")" "${#pid}" 'and nothing else, no new line'
is "$(stat -c %a "$T/pid")" 644 'others may read it'
is "$(find "$T" -maxdepth 1 -name '.pid*')" '' 'its temporary file is gone'
holds alive "$pid" 'the process lives'
succeeds 'state works' urunc state c1
is "$err" '' 'state says nothing on stderr'
is "$(jq -cS 'del(.created)' <<<"$out")" "$(jq -ncS --arg b "$pausing" --argjson p "$pid" \
	'{ociVersion: "1.0.2", id: "c1", pid: $p, status: "created", bundle: $b, rootfs: ($b + "/rootfs"), owner: "", annotations:
	{"com.urunc.unikernel.unikernelType": "mirage", "com.urunc.unikernel.hypervisor": "spt",
	"com.urunc.unikernel.binary": "/guest"}}')" 'a created container: every field of its state'
created=$(jq -r .created <<<"$out")
like "$created" '^20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{9}Z$' 'created is a time as RFC 3339 has it'
holds test "$(($(date +%s) - $(date -d "$created" +%s)))" -lt 60 'and it is now'
is "$(basename "$(readlink "/proc/$pid/exe")")" "$(basename "$URUNC")" 'what waits is the runtime itself, not executed again'
refuses 'delete of an unknown one' 'container `other` does not exist' urunc delete other
refuses 'a second create of the id' 'container with given ID already exists' urunc create --bundle "$pausing" c1
is "$(status_of c1)" created 'which leaves the first as it was'
succeeds 'start works' urunc start c1
is "$out$err" '' 'start prints nothing'
is "$(status_of c1)" running 'it runs'
is "$(pid_of c1)" "$pid" 'with the pid that it had: nothing was executed in between'
is "$(readlink "/proc/$pid/exe" | xargs basename)" solo5-spt 'and the pid is the monitor now'
refuses 'start of a running one' 'container `c1` was started before' urunc start c1
refuses 'delete of a running one' 'container `c1` is not stopped' urunc delete c1
is "$(status_of c1)" running 'it still runs'
succeeds 'kill works' urunc kill c1 TERM
is "$out$err" '' 'kill prints nothing'
is "$(exit_status "$pid")" 'signal 9' 'TERM became what ends this monitor'
holds wait_status c1 stopped 'it is stopped'
is "$(pid_of c1)" 0 'the pid of a stopped one is 0'
refuses 'kill of a stopped one' 'container not running$' urunc kill c1 9
succeeds 'kill --all of a stopped one is fine' urunc kill --all c1 9
refuses 'start of a stopped one' 'container `c1` has stopped' urunc start c1
succeeds 'delete works' urunc delete c1
is "$out$err" '' 'delete prints nothing'
refuses 'state of a deleted one' '`c1` does not exist$' urunc state c1
is "$out" '' 'with nothing on stdout'
refuses 'kill of a deleted one' '`c1` does not exist$' urunc kill c1
refuses 'start of a deleted one' '`c1` does not exist$' urunc start c1
succeeds 'delete --force of an unknown one' urunc delete --force c1
is "$out$err" '' 'silently'
succeeds 'also where there is no state root' "$URUNC" --root "$T/none" delete --force c1
holds test ! -e "$T/none" 'which is not made for it'
nothing_left 'nothing is left of one life'

# ---------------------------------------------------------------- ends before and during the run
urunc create --bundle "$pausing" --pid-file "$T/pid" c2
pid=$(<"$T/pid")
succeeds 'delete of a created one' urunc delete c2
holds dead "$pid" 'kills it'
is "$(exit_status "$pid")" 'signal 9' 'by KILL'
for signal in TERM:143 SIGINT:130 hup:129 3:131 15:143; do
	urunc create --bundle "$pausing" --pid-file "$T/pid" c2
	pid=$(<"$T/pid")
	succeeds "kill ${signal%:*} of a created one" urunc kill c2 "${signal%:*}"
	is "$(exit_status "$pid")" "exit ${signal#*:}" "it leaves with ${signal#*:}"
	holds wait_status c2 stopped 'and is stopped'
	urunc delete c2
done
urunc create --bundle "$pausing" --pid-file "$T/pid" c2
urunc start c2
succeeds 'delete --force of a running one' urunc delete --force c2
is "$(exit_status "$(<"$T/pid")")" 'signal 9' 'kills it'
holds gone c2 'and it does not exist any more'
for signal in 65 '' SIG NOSUCH 9999999999999 '9 '; do
	refuses "kill with '$signal'" 'signal' urunc kill c2 "$signal"
done
urunc create --bundle "$pausing" c2
rm -r "$pausing"
succeeds 'state without the bundle' urunc state c2
succeeds 'start without the bundle: create has read all' urunc start c2
succeeds 'delete --force without the bundle' urunc delete --force c2
pausing=$(bundle_probe pausing 'probe:quiet probe:pause')
(cd "$pausing" && urunc create --pid-file pid c2)
is "$(status_of c2)" created 'the bundle is the working directory if none is named'
is "$(<"$pausing/pid")" "$(pid_of c2)" 'and the pid file is relative to it'
urunc delete c2
succeeds 'relative paths: state root and bundle' sh -c 'cd "$1/.." && "$2" --root state create --bundle pausing c3' sh "$pausing" "$URUNC"
is "$(urunc state c3 | jq -r .bundle)" "$pausing" 'the state says them whole'
urunc delete c3
# Every step of create fails once for a reason of its own; nothing of it stays, and the id is free.
refuses 'a pid file that cannot be written' '--pid-file .*/none/pid: No such file' urunc create --bundle "$pausing" --pid-file "$T/none/pid" c2
refuses 'a console socket without a terminal' 'process.terminal' urunc create --bundle "$pausing" --console-socket "$T/x" c2
refuses 'a pidfd socket that is not there' '--pidfd-socket' urunc create --bundle "$pausing" --pidfd-socket "$T/x" c2
refuses 'a state root that is a file' 'state root .*/config.toml: Not a directory' "$URUNC" --root "$T/config.toml" create --bundle "$pausing" c2
refuses 'the state root /' 'root' "$URUNC" --root / create --bundle "$pausing" c2
holds gone c2 'none of them left the id taken'
nothing_left 'nothing is left of early ends'

# ---------------------------------------------------------------- the true reason of a failed start
script=$(bundle_probe script 'probe:quiet')
printf '#!/nowhere/sh\n' >"$T/monitors/lame"
chmod +x "$T/monitors/lame"
settings_of() { printf '[monitors.spt]\npath = "%s"\n' "$1" >"$T/other.toml"; }
settings_of "$T/monitors/lame"
run urunc --config "$T/other.toml" create --bundle "$script" c4
if [ "$rc" = 0 ]; then
	refuses 'start of a monitor that cannot be executed' 'lame.*No such file' urunc start c4
	holds gone c4 'a container that cannot be started is gone, as the lifecycle says'
else
	like "$err" 'lame' 'create refuses a monitor that cannot be executed, by name'
	holds gone c4 'and leaves nothing'
fi
# A monitor that is executed and ends at once has been started.
urunc create --bundle "$(exits 3)" --pid-file "$T/pid" c4
succeeds 'start of a monitor that ends at once' urunc start c4
is "$(exit_status "$(<"$T/pid")")" 'exit 3' 'its status is its own'
holds wait_status c4 stopped 'it is stopped'
urunc delete c4
# Killed while it waits: start says so.
urunc create --bundle "$pausing" --pid-file "$T/pid" c4
kill -KILL "$(<"$T/pid")"
wait_status c4 stopped
refuses 'start of one that was killed while it waited' 'has stopped' urunc start c4
succeeds 'delete of it' urunc delete c4
nothing_left 'nothing is left of failed starts'

# ---------------------------------------------------------------- hooks see the state; others see "creating"
cat >"$T/slow" <<'END'
#!/bin/sh
cat >"$1.stdin"
env >"$1.env"
touch "$1.there"
while [ -e "$1.wait" ]; do sleep 0.02; done
END
chmod +x "$T/slow"
hooked=$(bundle_probe hooked 'probe:quiet probe:pause' \
	".hooks = {createRuntime: [{path: \"$T/slow\", args: [\"slow\", \"$T/hook\"], env: [\"PATH=$PATH\", \"A=b c\"], timeout: 20}]}")
touch "$T/hook.wait"
urunc create --bundle "$hooked" c5 &
creator=$!
holds wait_until 5 test -e "$T/hook.there" 'the hook runs'
is "$(status_of c5)" creating 'meanwhile state says creating'
is "$(urunc list --format json | jq -r '.[].status')" creating 'and list too'
refuses 'kill of one that is being created' 'still being created' urunc kill c5
refuses 'create of the same id' 'already exists' urunc create --bundle "$hooked" c5
is "$(jq -r '.id + " " + .status' "$T/hook.stdin")" 'c5 creating' 'the hook has the state on its stdin'
is "$(grep -v '^PWD=\|^_=\|^SHLVL=\|^OLDPWD=' "$T/hook.env" | sort | tr '\n' ' ')" "A=b c PATH=$PATH " 'and exactly its own environment'
rm "$T/hook.wait"
holds wait "$creator" 'create succeeds after it'
is "$(status_of c5)" created 'the container is created'
is "$(jq .pid "$T/hook.stdin")" "$(pid_of c5)" 'the hook was told its pid'
urunc delete c5
bundle_edit "$hooked" '.hooks.createRuntime[0] = {path: "/bin/false"}'
refuses 'a hook that fails' 'hooks.createRuntime\[0\]: /bin/false failed with exit status 1' urunc create --bundle "$hooked" c5
holds gone c5 'fails create'
bundle_edit "$hooked" '.hooks.createRuntime[0] = {path: "/bin/sleep", args: ["sleep", "60"], timeout: 1}'
refuses 'a hook that takes too long' 'timeout of 1 second' urunc create --bundle "$hooked" c5
# After create, hooks come from the record.  One that fails after the stop is a warning: the container must be removable.
cat >"$T/note" <<'END'
#!/bin/sh
PATH=/usr/bin:/bin
echo "$1 $(jq -r .status)" >>"$2"
END
chmod +x "$T/note"
bundle_edit "$hooked" --arg n "$T/note" --arg f "$T/notes" '.hooks = {
	prestart: [{path: $n, args: ["note", "prestart", $f]}], createRuntime: [{path: $n, args: ["note", "createRuntime", $f]}],
	poststart: [{path: $n, args: ["note", "poststart", $f]}],
	poststop: [{path: $n, args: ["note", "poststop1", $f]}, {path: "/bin/false"}]}'
urunc create --bundle "$hooked" c5
rm "$hooked/config.json"
urunc start c5
succeeds 'delete with a poststop hook that fails' urunc delete --force c5
is "$(paste -sd, "$T/notes")" 'prestart creating,createRuntime creating,poststart running,poststop1 stopped' 'each hook ran, in order, with the state of its time'
nothing_left 'nothing is left of containers with hooks'

# ---------------------------------------------------------------- a delete that is killed does not run its hooks twice
cat >"$T/last" <<'END'
#!/bin/sh
echo x >>"$1.runs"
while [ -e "$1.wait" ]; do sleep 0.02; done
END
chmod +x "$T/last"
once=$(bundle_probe once 'probe:quiet probe:pause' \
	".hooks = {poststop: [{path: \"$T/last\", args: [\"last\", \"$T/last\"], env: [\"PATH=$PATH\"]}]}")
touch "$T/last.wait"
urunc create --bundle "$once" c6
"$URUNC" --root "$ROOT" delete c6 &
deleter=$!
holds wait_until 5 test -e "$T/last.runs" 'a poststop hook runs'
kill -KILL "$deleter"
wait "$deleter" 2>/dev/null
is "$(status_of c6)" stopped 'its delete is killed: the container is stopped'
rm -f "$T/last.wait"
succeeds 'another delete removes it' urunc delete c6
is "$(wc -l <"$T/last.runs")" 1 'the hook has run once'

# ---------------------------------------------------------------- list, features, log
is "$(urunc list --format json)" '[]' 'an empty list is JSON'
is "$(urunc list | wc -l)" 1 'an empty table has its head'
is "$(urunc list --quiet)" '' 'an empty list of ids is empty'
is "$("$URUNC" --root "$T/none" list --format json)" '[]' 'no state root is an empty list'
urunc create --bundle "$pausing" b.2
urunc create --bundle "$(bundle_probe waiting probe:quiet)" a+1
urunc start b.2
mkdir "$ROOT/zz-half" # of a creator that was killed at once
is "$(urunc list -q | paste -sd' ')" 'a+1 b.2 zz-half' 'list --quiet: ids, sorted'
is "$(urunc list -f json | jq -rc 'map([.id, .status])[]' | paste -sd' ')" '["a+1","created"] ["b.2","running"] ["zz-half","stopped"]' 'list as JSON'
is "$(urunc list -f json | jq -c '.[0] | keys')" '["bundle","created","id","ociVersion","owner","pid","rootfs","status"]' 'with all its keys'
is "$(urunc list | awk 'NR > 1 { print $1, $3, $4, $5 }' | paste -sd,)" 'a+1 created mirage solo5-spt,b.2 running mirage solo5-spt,zz-half stopped - -' 'list as a table'
run urunc list
is "$err" '' 'list says nothing on stderr'
succeeds 'the state of half a container: its creator died before it wrote anything' urunc state zz-half
is "$(jq -c '[.id, .status, .pid, .bundle, .annotations]' <<<"$out")" '["zz-half","stopped",0,"",{}]' 'is stopped'
refuses 'kill of half a container' 'container not running' urunc kill zz-half
succeeds 'the half of a container can be removed' urunc delete --force zz-half
urunc delete --force a+1
urunc delete --force b.2
succeeds 'features' urunc features
is "$(jq -r '.ociVersionMin' <<<"$out")" 1.0.0 'features is JSON'
succeeds 'version' urunc --version
like "$out" '^urunc version [^ ]+' 'the version names itself'
L=$T/log.json
run urunc --log "$L" --log-format json create --bundle "$pausing" c6
is "$(cat "$L" 2>/dev/null)" '' 'a success writes nothing to the log'
run urunc --log "$L" --log-format json create --bundle "$pausing" c6
is "$(wc -l <"$L")" 1 'a failure writes one line'
is "$(jq -r '.level + ": " + .msg' "$L")" 'error: container with given ID already exists' 'with level and message'
like "$(jq -r .time "$L")" '^20[0-9-]{8}T[0-9:]{8}Z$' 'and a time as RFC 3339 has it'
is "$err" 'urunc: container with given ID already exists' 'the same on stderr'
is "$(stat -c %a "$L")" 644 'others may read the log'
run urunc --log "$L" kill nobody
is "$(wc -l <"$L")" 2 'the log is appended to'
like "$(tail -1 "$L")" '^level=error msg="container `nobody` does not exist"' 'as text without --log-format'
urunc delete c6
refuses 'stdout that is full' 'standard output' sh -c '"$URUNC" features >/dev/full'
nothing_left 'nothing is left of lists and logs'

# ---------------------------------------------------------------- run
for code in 0 1 7 127 255; do
	run urunc run --bundle "$(exits "$code")" r1
	is "$rc $out$err" "$code " "run exits with $code"
	holds gone r1 'and the container is gone'
done
run urunc run --bundle "$(bundle_probe crash 'probe:quiet probe:crash')" r1
is "$rc" 139 'run exits with 128 and the signal'
run sh -c 'echo hello | urunc run --bundle "$1" r1' sh "$(bundle_probe output 'probe:minimal')"
is "$(jq -c .env <<<"$out")" '[]' "run: the monitor's output is run's own"
# A signal to run is one to the container.
"$URUNC" --root "$ROOT" run --bundle "$pausing" --pid-file "$T/pid" r1 2>"$T/run.err" &
runner=$!
wait_status r1 running
is "$(<"$T/pid")" "$(pid_of r1)" 'run writes the pid file'
refuses 'create of the id of run' 'already exists' urunc create --bundle "$pausing" r1
kill -USR1 "$runner"
kill -TERM "$runner"
rc=0
wait "$runner" || rc=$?
is "$rc" 137 'run passes TERM on and exits with what came of it'
is "$(<"$T/run.err")" '' 'saying nothing'
holds gone r1 'the container is gone'
# Somebody else deletes it.
"$URUNC" --root "$ROOT" run --bundle "$pausing" r1 2>"$T/run.err" &
runner=$!
wait_status r1 running
succeeds 'delete --force of one that run waits for' urunc delete --force r1
rc=0
wait "$runner" || rc=$?
is "$rc $(<"$T/run.err")" '137 ' 'run exits with its status'
run urunc run --keep --bundle "$(exits 5)" r1
is "$rc" 5 'run --keep exits with the status'
is "$(status_of r1)" stopped 'and keeps the container'
urunc delete r1
run urunc run --detach --bundle "$pausing" --pid-file "$T/pid" r1
is "$rc" 0 'run --detach returns'
is "$(status_of r1)" running 'and the container runs'
urunc delete --force r1
is "$(exit_status "$(<"$T/pid")")" 'signal 9' 'its process was let go: pid 1 reaped it'
fails 'run of a bundle that is not there' urunc run --bundle "$T/none" r1
holds gone r1 'leaves nothing'
nothing_left 'nothing is left of run'

# ---------------------------------------------------------------- at once
ROUNDS=${ROUNDS:-10}
both() { # CMD...: twice at once; prints how many succeeded; what they said: $T/both.1, $T/both.2
	local i jobs=() won=0
	for i in 1 2; do
		"$URUNC" --root "$ROOT" "$@" >"$T/both.$i" 2>&1 &
		jobs+=($!)
	done
	for i in "${jobs[@]}"; do wait "$i" && won=$((won + 1)); done
	echo "$won"
}
created=0 started=0 deleted=0 said=0
for ((i = 0; i < ROUNDS; i++)); do
	created=$((created + $(both create --bundle "$pausing" twin)))
	[ "$(cat "$T"/both.?)" = 'urunc: container with given ID already exists' ] && said=$((said + 1))
	started=$((started + $(both start twin)))
	[ "$(cat "$T"/both.?)" = 'urunc: container `twin` was started before' ] && said=$((said + 1))
	deleted=$((deleted + $(both delete --force twin)))
	[ ! -s "$T/both.1" ] && [ ! -s "$T/both.2" ] && said=$((said + 1))
done
is "$created $started $deleted $said" "$ROUNDS $ROUNDS $((2 * ROUNDS)) $((3 * ROUNDS))" \
	"two at once, $ROUNDS times: one creates, one starts, both delete --force; the other says why"
bad=0 jobs=()
urunc create --bundle "$pausing" many
urunc start many
for ((i = 0; i < 50; i++)); do
	case $((i % 5)) in
	0) command=(state many) ;;
	1) command=(kill many USR1) ;;
	2) command=(list -f json) ;;
	3) command=(kill many KILL) ;;
	4) command=(delete many) ;;
	esac
	timeout 20 "$URUNC" --root "$ROOT" "${command[@]}" >"$T/many.$i.out" 2>"$T/many.$i.err" &
	jobs+=($!)
done
for i in "${!jobs[@]}"; do
	wait "${jobs[i]}"
	rc=$?
	case $rc in
	0) [ ! -s "$T/many.$i.err" ] || bad=$((bad + 1)) ;;
	1) grep -qxE 'urunc: container (`many` (does not exist|is not stopped; --force would kill it)|not running)' "$T/many.$i.err" ||
		{ bad=$((bad + 1)); sed 's/^/# /' "$T/many.$i.err"; } ;;
	*) bad=$((bad + 1)); echo "# status $rc" ;;
	esac
	case $((i % 5)) in
	0 | 2) [ ! -s "$T/many.$i.out" ] || jq -e . "$T/many.$i.out" >/dev/null || bad=$((bad + 1)) ;;
	*) [ ! -s "$T/many.$i.out" ] || bad=$((bad + 1)) ;;
	esac
done
is "$bad" 0 '50 commands at once on one container: each succeeds or says why in the words that engines know'
urunc delete --force many
holds gone many 'and it can be deleted'
nothing_left 'nothing is left of commands at once'

# ---------------------------------------------------------------- a lock that is held
urunc create --bundle "$pausing" held
exec 9<>"$ROOT/held/lock"
python3 - 9 <<'END' 2>/dev/null && locked=yes || locked=''
import fcntl, struct, sys
fcntl.fcntl(int(sys.argv[1]), 37, struct.pack('hhqqi', fcntl.F_WRLCK, 0, 0, 0, 0)) # F_OFD_SETLK
END
if [ "$locked" ]; then
	began=$SECONDS
	refuses 'start of one whose lock is held' 'container `held` is being changed by create .*gave up after 10 seconds' urunc start held
	holds test $((SECONDS - began)) -le 13 'in the time that it says'
	is "$(status_of held)" created 'state takes no lock'
	exec 9<&-
else
	skip 'a lock that is held' 'needs python3 to hold it'
fi
urunc delete held
nothing_left 'nothing is left of a held lock'
done_testing

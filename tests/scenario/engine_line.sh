#!/bin/bash
# timeout: 180
# The command line as each engine writes it, word for word: what is accepted, what is answered, and the texts that they look for.
. "$(dirname "$0")/../lib.sh"
need root probe jq python3 "$GUEST/solo5-spt"
probe_settings
b=$(bundle_probe b 'probe:quiet probe:pause')
mkdir "$T/run"
census_begin
both() { cat "$T/.out" "$T/.err"; }

# ---------------------------------------------------------------- containerd's shim through go-runc; docker; Kubernetes
L=$T/log.json
shim() { "$URUNC" --root "$ROOT" --log "$L" --log-format json --systemd-cgroup "$@"; }
export -f shim
export L
bundle_edit "$b" --arg path "$(tr - _ <<<"$TEST_CGROUP").slice:cri-containerd:c1" '.linux.cgroupsPath = $path'
succeeds 'create as the shim calls it' bash -c 'shim create --bundle "$1" --pid-file "$2" --no-pivot --no-new-keyring --preserve-fds 0 c1' bash "$b" "$T/run/init.pid"
is "$out$err" '' 'prints nothing'
like "$(cat "/proc/$(<"$T/run/init.pid")/cgroup")" "/$(tr - _ <<<"$TEST_CGROUP").slice/cri-containerd-c1.scope" 'its cgroup is where systemd would have it'
succeeds 'start' bash -c 'shim start c1'
succeeds 'ps --format json' bash -c 'shim ps --format json c1'
is "$out" "[$(<"$T/run/init.pid")]" 'has the pid'
succeeds 'update --resources=- with what the kubelet sends' bash -c 'echo "{\"cpu\": {\"shares\": 2}, \"unified\": null}" | shim update --resources=- c1'
succeeds 'pause' bash -c 'shim pause c1'
succeeds 'resume' bash -c 'shim resume c1'
succeeds 'events --stats' bash -c 'shim events --stats c1'
is "$(jq -r '.type + .id' <<<"$out")" statsc1 'one object'
run bash -c 'shim exec --process /nowhere/process.json --console-socket /nowhere/s --detach --pid-file /nowhere/x.pid c1'
is "$rc" 255 'exec fails with 255'
like "$err" '^urunc: exec is not supported: ' 'and says so'
is "$(tail -n 1 "$L" | jq -r '.level + ": " + .msg')" "error: ${err#urunc: }" 'in the log too, where the shim looks'
for command in 'checkpoint --image-path /i --work-path /w --leave-running --tcp-established --ext-unix-sk --shell-job --file-locks --empty-ns network c1' \
	'restore --image-path /i --work-path /w --detach -no-subreaper --bundle /b --pid-file /p c1'; do
	# shellcheck disable=SC2086
	refuses "${command%% *} as the shim calls it" "urunc: ${command%% *} is not supported" bash -c 'shim "$@"' bash $command
done
succeeds 'kill by number' bash -c 'shim kill c1 15'
wait_status c1 stopped
refuses 'kill of a stopped one' 'container not running$' bash -c 'shim kill c1 9'
succeeds 'kill --all of a stopped one' bash -c 'shim kill --all c1 9'
succeeds 'delete' bash -c 'shim delete c1'
refuses 'delete of one that is gone' '`c1` does not exist$' bash -c 'shim delete c1'
succeeds 'delete --force of one that is gone' bash -c 'shim delete --force c1'
is "$out$err" '' 'silently'
is "$(jq -r .time "$L" | grep -cvE '^20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$')" 0 'every time in the log is RFC 3339'
is "$(jq -r .level "$L" | sort -u)" error 'and no line is of another level'

# ---------------------------------------------------------------- conmon for podman and CRI-O, podman and CRI-O themselves
bundle_edit "$b" --arg path "/$TEST_CGROUP/b" '.linux.cgroupsPath = $path'
rm "$L"
succeeds 'create as conmon calls it' "$URUNC" --root="$ROOT" --cgroup-manager disabled --log-format=json --log "$L" --log-level error \
	create --bundle "$b" --pid-file "$T/run/init.pid" --no-pivot --preserve-fds 3 c1
is "$(cat "$L" 2>/dev/null)" '' 'a success leaves the log empty, or not there'
is "$(<"$T/run/init.pid")" "$(pid_of c1)" 'the pid file has the pid'
is "$(wc -l <"$T/run/init.pid")" 0 'without a new line'
is "$(find "$T/run" -name '.*' -type f)" '' 'and no temporary file beside it'
urunc start c1
echo '{"pids": {"limit": 99}}' >"$T/res.json"
succeeds "podman's update" urunc update --resources="$T/res.json" c1
succeeds "CRI-O's update" sh -c 'urunc update --resources - c1 <"$1"' sh "$T/res.json"
for signal in 0 SIGUSR1 34 64 SIGCONT; do
	succeeds "kill $signal" urunc kill c1 "$signal"
	is "$(status_of c1)" running 'it runs on'
done
succeeds 'kill -a with a name' urunc kill -a c1 SIGTERM
holds wait_status c1 stopped 'ends it'
refuses 'kill 0 of a stopped one' 'container not running$' urunc kill c1 0
run urunc state c1
is "$(jq -r '.status + " " + (.pid | tostring)' <<<"$out")" 'stopped 0' 'state of a stopped one'
succeeds 'delete --force' urunc delete --force c1
refuses 'state of one that is gone' '`c1` does not exist$' urunc state c1
run urunc checkpoint --help
isnt "$rc" 0 'checkpoint --help fails: podman asks it'
unlike "$(both)" '--lsm-mount-context' 'nor is the option there that podman looks for'
run urunc restore --help
isnt "$rc" 0 'restore --help fails'
unlike "$(both)" '--lsm-mount-context' 'nor is it there'
run urunc exec --pid-file /p --process /x --detach --preserve-fds 2 --console-socket /s c1
is "$rc" 255 "conmon's exec fails with 255"
run urunc exec --tty --cwd / --env A=b --user 0:0 --no-new-privs --cap CAP_X c1 sh -c 'echo --help'
is "$rc" 255 "a person's exec too"
like "$err" 'exec is not supported' 'with the sentence, not with an unknown option'
# One object in the whole file: podman decodes it so.
for wrong in 'create --bundle /nowhere c1' 'start c1' 'kill c1 9' 'update --memory x c1' 'pause c1' 'resume c1' 'ps c1' 'events c1'; do
	rm -f "$L"
	# shellcheck disable=SC2086
	fails "$wrong" "$URUNC" --root "$ROOT" --log "$L" --log-format=json $wrong
	is "$(jq -s length "$L")" 1 'one object in the log'
	is "$(jq -r .msg "$L")" "${err#urunc: }" 'the same as on stderr'
done
mkfifo "$T/nobody"
for option in --log --trace; do
	LIMIT=5 run urunc $option "$T/nobody" state missing
	is "$rc ${err##*$'\n'}" '1 urunc: container `missing` does not exist' "$option to a FIFO that nobody reads holds nothing up"
	like "$err" "^urunc: $option $T/nobody: " 'and is told'
done
fails 'an unknown form of the log' urunc --log-format xml list
like "$err" 'log-format' 'is named'

# ---------------------------------------------------------------- buildkit, dockerd, people
bundle_edit "$b" '.process.args = ["/guest", "probe:quiet", "probe:exit=3"]'
run "$URUNC" --root "$ROOT" --log "$L" --log-format json run --bundle "$b" --no-pivot --keep c1
is "$rc" 3 "buildkit's run exits with the status of the guest"
is "$(status_of c1)" stopped 'and keeps the container'
urunc delete c1
run urunc --version
like "$out" '^urunc version [^ ]+'$'\n' 'dockerd finds the version'
is "$rc" 0 'and success'
run urunc features
is "$(jq -r '.ociVersionMin + .ociVersionMax | length > 5' <<<"$out")" true 'features has both versions'
for words in '--rootless=true list' '--rootless auto list' '--criu /usr/sbin/criu list' '--debug list' '--debug=false list' '--log-level=warning list' \
	'--cgroup-manager=cgroupfs list' '-h' '--help' 'help' '-v' 'list -f json' 'list --format=json' '-root '"$ROOT"' list'; do
	# shellcheck disable=SC2086
	succeeds "$words" urunc $words
done

# ---------------------------------------------------------------- run in the foreground, with nobody around it
bundle_edit "$b" '.process.args = ["/guest", "probe:quiet", "probe:exit=4"]'
run sh -c 'exec "$URUNC" --root "$ROOT" run --bundle "$1" c1 <&-' sh "$b"
is "$rc$err" 4 'run with stdin closed exits with the status of the guest'
run sh -c 'exec "$URUNC" --root "$ROOT" run --bundle "$1" c1 <&- >&- 2>&-' sh "$b"
is "$rc" 4 'with all three closed'
bundle_edit "$b" '.process.args = ["/guest", "probe:minimal"]'
run bash -c '"$URUNC" --root "$ROOT" run --bundle "$1" c1 | true; exit ${PIPESTATUS[0]}' bash "$b"
is "$(status_of c1)" '' 'run into a pipe that nobody reads leaves no container'

# ---------------------------------------------------------------- fifty at once
bundle_edit "$b" '.process.args = ["/guest", "probe:quiet", "probe:pause"]'
storm() { # NAME WORDS...: fifty of it at once; what they said is in $T/storm, their statuses in $T/codes
	: >"$T/storm"
	: >"$T/codes"
	local i
	for i in {1..50}; do
		(
			code=0
			timeout 60 "$URUNC" --root "$ROOT" "${@:2}" >>"$T/storm" 2>&1 || code=$?
			echo "$code" >>"$T/codes"
		) &
	done
	wait
	is "$(wc -l <"$T/codes")" 50 "$1: each has ended"
}
urunc run --detach --bundle "$b" c1 </dev/null >/dev/null 2>&1
storm '50 state' state c1
is "$(sort -u "$T/codes") $(jq -r .status "$T/storm" | sort | uniq -c | xargs)" '0 50 running' 'all say the same'
storm '50 pause' pause c1
is "$(grep -c '^0$' "$T/codes") $(grep -v 'is paused already$' "$T/storm")" '1 ' 'one has paused, the others say that it is'
storm '50 resume' resume c1
is "$(grep -c '^0$' "$T/codes") $(grep -v 'is not paused$' "$T/storm")" '1 ' 'one has resumed, the others say that it is'
storm '50 update' update --pids-limit 77 c1
is "$(sort -u "$T/codes")" 0 'all have changed it'
storm '50 kill' kill c1 KILL
is "$(sort "$T/codes" | uniq -c | awk '$2 > 1') $(grep -v 'container not running$' "$T/storm")" ' ' 'each has killed, or says that it does not run'
holds wait_status c1 stopped 'it is stopped'
storm '50 delete' delete c1
is "$(grep -c '^0$' "$T/codes") $(grep -v '`c1` does not exist$' "$T/storm")" '1 ' 'one has deleted, the others say that there is none'
urunc run --detach --bundle "$b" c1 </dev/null >/dev/null 2>&1
storm '50 delete --force' delete --force c1
is "$(sort -u "$T/codes")$(<"$T/storm")" 0 'all succeed, silently'

# ---------------------------------------------------------------- records that are not what they should be
urunc run --detach --bundle "$b" c1 </dev/null >/dev/null 2>&1
pid=$(pid_of c1)
cp "$ROOT/c1/state.json" "$T/state.json"
record() { jq -c "$1" "$T/state.json" >"$ROOT/c1/state.json"; }
head -c 100 "$T/state.json" >"$ROOT/c1/state.json"
refuses 'a state.json that is cut' 'container `c1`: state.json' urunc state c1
: >"$ROOT/c1/state.json"
refuses 'an empty one' 'container `c1`: state.json' urunc state c1
run urunc list -q
is "$rc $out $err" '0  urunc: warning: container `c1`: state.json: the file is empty' 'list does not hide it: it says whose cannot be read'
record 'del(.urunc)'
refuses 'one of another runtime' 'state.json is not complete: it was not written by this runtime' urunc state c1
record '.status = "melting"'
refuses 'a state that there is not' 'state.json.*melting' urunc state c1
record 'del(.urunc.freezing) | .urunc.future = 1 | .newer = {"a": "b"}'
is "$(status_of c1)" running 'one of an older or newer version, with keys less and more, is read'
record '.urunc.started = 1'
is "$(status_of c1)" stopped 'a pid that is of somebody else by now: stopped'
refuses 'kill does not touch that process' 'container not running$' urunc kill c1 KILL
holds kill -0 "$pid" 'it lives'
cp "$T/state.json" "$ROOT/c1/state.json"
is "$(status_of c1)" running 'with its record it is as before'
chown 4321 "$ROOT/c1"
refuses 'a record that belongs to somebody else' 'belongs to user 4321' urunc state c1
refuses 'kill too' 'belongs to user 4321' urunc kill c1 KILL
chown 0 "$ROOT/c1"
cp "$ROOT/c1/undo" "$T/undo"
sed -i '1s/.*/junk/' "$ROOT/c1/undo"
refuses 'an undo file with a line that is none of ours' 'undo of container `c1`: line 1 is none of ours' urunc delete --force c1
cp "$T/undo" "$ROOT/c1/undo"
head -c 50 "$T/state.json" >"$ROOT/c1/state.json"
succeeds 'delete --force of one whose state is cut' urunc delete --force c1
gone() { ! kill -0 "$pid" 2>/dev/null; }
holds wait_until 5 gone 'has ended its process: the undo file knows it'
nothing_left 'nothing is left'
done_testing

#!/bin/bash
# timeout: 180
# Hooks of every kind: order, namespaces, state, what they may do to us, and that nothing of them is left running.
. "$(dirname "$0")/../lib.sh"
need root probe jq nsenter "$GUEST/solo5-spt"
probe_settings
ulimit -c 0

gone() { ! "$URUNC" --root "$ROOT" state "$1" >/dev/null 2>&1; }
dead() { [ ! -s "$1" ] || ! kill -0 "$(<"$1")" 2>/dev/null; }
# hook KIND LINE [JQ-OBJECT]: a jq expression for bundle_probe; LINE is for sh, which has PATH and T
hook() {
	local more=${3:-{\}}
	printf '.hooks.%s += [{path: "/bin/sh", args: ["sh", "-c", %s], env: ["PATH=%s", "T=%s"]} + %s]' "$1" "$(jq -n --arg l "$2" '$l')" \
		"$PATH" "$T" "$more"
}
bundle() { # NAME JQ...
	local name=$1
	shift
	bundle_probe "$name" 'probe:quiet probe:pause' "$@"
}
mkdir -p /run/mount # mount(8) does, in a hook below
census_begin

# ---------------------------------------------------------------- order, state, namespaces
cat >"$T/note" <<'EOT'
state=$(cat)
echo "$1 $(printf %s "$state" | jq -r '"\(.status) \(.pid)"') $(for n in mnt pid net ipc; do readlink /proc/self/ns/$n; done | paste -sd' ')" >>"$T/notes"
printf %s "$state" >"$T/state.$1"
EOT
note() { hook "$1" '' "{args: [\"sh\", \"$T/note\", \"$1\"]}"; }
all=$(bundle all "$(note poststop)" "$(note poststart)" "$(note createContainer)" "$(note createRuntime)" "$(note prestart)" \
	'.annotations += {"of.the": "bundle"}')
succeeds 'create with hooks' urunc create --bundle "$all" c1
is "$out$err" '' 'says nothing'
pid=$(pid_of c1)
rm "$all/config.json"
succeeds 'start with hooks' urunc start c1
inside="$(for n in mnt pid net ipc; do readlink "/proc/$pid/ns/$n"; done | paste -sd' ')"
outside="$(for n in mnt pid net ipc; do readlink "/proc/self/ns/$n"; done | paste -sd' ')"
urunc kill c1 KILL
wait_status c1 stopped
succeeds 'delete with hooks' urunc delete c1
is "$(<"$T/notes")" "prestart creating $pid $outside
createRuntime creating $pid $outside
createContainer creating 1 $inside
poststart running $pid $outside
poststop stopped 0 $outside" 'each ran in its order, in its namespaces, with the status and the pid of its time'
for kind in prestart createRuntime createContainer poststart poststop; do
	is "$(jq -r '[.id, .bundle, .annotations["of.the"]] | join(" ")' "$T/state.$kind")" "c1 $all bundle" "the state that $kind was told: id, bundle, annotations"
done
is "$(urunc features | jq -c .hooks)" '["prestart","createRuntime","createContainer","poststart","poststop"]' 'features names them'
rm "$T/notes"
succeeds 'run has them too' urunc run --detach --bundle "$(bundle all "$(note poststop)" "$(note poststart)" "$(note createContainer)" \
	"$(note createRuntime)" "$(note prestart)")" c1
urunc delete --force c1
is "$(cut -d' ' -f1,2 "$T/notes" | paste -sd,)" 'prestart creating,createRuntime creating,createContainer creating,poststart running,poststop stopped' 'all of them'

# ---------------------------------------------------------------- what a hook of the container sees
# shellcheck disable=SC2016
look=$(bundle look "$(hook createRuntime 'pid=$(jq .pid); [ "$(stat -Lc %d:%i /proc/$pid/root)" = "$(stat -Lc %d:%i /)" ] && echo host >$T/root
	nsenter -t $pid -m sh -c "cat /proc/self/mountinfo" >$T/mounts')" \
	"$(hook createContainer '(pwd; ls; id -u; ulimit -n; grep NoNewPrivs /proc/self/status; grep CapEff /proc/self/status) >$T/seen
	mkdir added && echo "of the hook" >added/file && mount -t tmpfs tmpfs "$T/mount" && touch "$T/mount/here"
	ls /proc/self/fd >$T/fds; cat /proc/self/cgroup >$T/cgroups')" '.process.rlimits = [{type: "RLIMIT_NOFILE", soft: 100, hard: 100}]')
mkdir "$T/mount"
exec 77</etc/passwd
(ulimit -n 200; exec "$URUNC" --root "$ROOT" create --bundle "$look" c1)
exec 77<&-
pid=$(pid_of c1)
is "$(<"$T/root")" host "when createRuntime hooks run, the container's process has not entered its jail"
like "$(<"$T/mounts")" " $ROOT/c1 .* tmpfs " 'but has built it: it can be seen through its mount namespace'
is "$(paste -sd' ' "$T/seen")" "$ROOT/c1 dev guest tmp 0 200 NoNewPrivs:$(printf '\t')0 $(grep CapEff /proc/self/status)" \
	"a createContainer hook: the jail is its working directory; it is the caller's user, with the caller's limits and capabilities"
is "$(grep -c "/$TEST_CGROUP/look$" "$T/cgroups")" "$(grep -c "/$TEST_CGROUP/look$" "/proc/$pid/cgroup")" "it is in the container's cgroups"
is "$(paste -sd' ' "$T/fds")" '0 1 2 3' 'it has three descriptors, and the one with which ls looks'
holds test ! -e "$T/mount/here" 'what it mounts is not seen on the host'
is "$(<"/proc/$pid/root/added/file")" 'of the hook' 'what it adds to the jail is there'
fails 'and cannot be changed' nsenter -t "$pid" -m -r"/proc/$pid/root" /bin/true
holds sh -c "! touch /proc/$pid/root/added/file 2>/dev/null" 'read-only'
is "$(grep CapEff "/proc/$pid/status" | tr -d '\t')" 'CapEff:0000000000000000' 'the process that ran it has no capability afterwards'
urunc delete c1
nothing_left 'nothing is left'

# ---------------------------------------------------------------- hooks that fail: create, start, run
said() { # KIND LINE WHAT-IS-SAID [OBJECT]: create fails, poststop hooks run, the id is free
	local kind=$1 b command=create
	[ "$kind" != poststart ] || command='run --detach'
	b=$(bundle bad "$(hook "$kind" "$2" "${4:-}")" "$(hook "$kind" "touch $T/next")" "$(hook poststop 'jq -r .status >$T/stopped')")
	rm -f "$T/stopped" "$T/next"
	# shellcheck disable=SC2086
	refuses "a $kind hook: $3" "hooks.$kind\\[0\\]: $3" urunc $command --bundle "$b" c1
	holds gone c1 'the container is gone'
	is "$(cat "$T/stopped" 2>&1)" stopped 'its poststop hooks have run'
	holds test ! -e "$T/next" 'the hook behind it has not'
}
# shellcheck disable=SC2016
for kind in prestart createRuntime createContainer poststart; do
	said $kind 'echo no luck >&2; exit 1' '/bin/sh failed with exit status 1, and said: no luck$'
	said $kind 'kill -SEGV $$' '/bin/sh was ended by signal 11$'
	said $kind 'sleep 100 & echo $! >$T/child; (setsid sleep 100 & echo $! >$T/hidden); sleep 100' '/bin/sh did not end within its timeout of 1 seconds$' '{timeout: 1}'
	said $kind 'while :; do echo flood; echo flood >&2; done' '/bin/sh did not end within its timeout of 1 seconds, and said: ' '{timeout: 1}'
	said $kind 'sleep 100 & kill -9 $PPID; sleep 100' '/bin/sh ended the process that watched it$'
	said $kind '' '/nowhere/hook cannot be executed: No such file or directory$' '{path: "/nowhere/hook"}'
	said $kind '' '/etc/passwd cannot be executed: Permission denied$' '{path: "/etc/passwd"}'
done
nothing_left 'nothing is left of hooks that fail, hang, flood or kill'

# One that ends the process that runs it: pid 1 of its namespace does not hear KILL from there, TERM it does.
# shellcheck disable=SC2016
refuses "a createContainer hook that ends the container's process" 'was killed before create was done' \
	urunc create --bundle "$(bundle term "$(hook createContainer 'kill -TERM 1; sleep 100')")" c1
holds gone c1 'the container is gone'

# ---------------------------------------------------------------- hooks that are odd and succeed
# shellcheck disable=SC2016
odd=$(bundle odd "$(hook createRuntime 'exec <&-')" "$(hook createContainer 'exec <&- >&- 2>&-')" \
	"$(hook createRuntime 'head -c 10000000 /dev/zero; head -c 10000000 /dev/zero >&2')" \
	"$(hook createRuntime '(setsid sleep 100 & echo $! >$T/hidden); sleep 100 & echo $! >$T/child')" \
	"$(hook createContainer 'setsid sleep 100 & sleep 0.2')" \
	"$(hook createRuntime 'id=$(jq -r .id); for i in 1 2 3 4 5; do urunc state $id >$T/asked.$i & done; wait')" \
	"$(hook poststart 'id=$(jq -r .id); urunc state $id >$T/asked.6')" \
	'.annotations += ([range(3000)] | map({key: "large.\(.)", value: ("x" * 100)}) | from_entries)' \
	"$(hook createContainer 'cat >$T/large')")
succeeds 'hooks that do not read a large state, close everything, flood and leave processes' urunc create --bundle "$odd" c1
holds test "$(stat -c %s "$T/large")" -gt 300000 'the state was large'
holds dead "$T/child" 'a child of a hook ends with it'
holds dead "$T/hidden" 'even if it hid in a session of its own'
is "$(jq -r .status "$T"/asked.[1-5] | sort -u)" creating 'a hook may ask for the state, as engines do at the same time'
is "$(pgrep -c --ns "$(pid_of c1)" --nslist pid .)" 1 "nothing else is in the container's pid namespace"
succeeds 'start' urunc start c1
is "$(jq -r .status "$T/asked.6")" running 'poststart may too'
urunc delete --force c1
nothing_left 'nothing is left of odd hooks'

# ---------------------------------------------------------------- startContainer
inside=$(bundle inside "$(hook startContainer 'touch $T/it.ran')" "$(hook prestart 'touch $T/it.ran')")
refuses 'a startContainer hook' '^urunc: config.json: hooks.startContainer: .* outside the virtual machine, .*: refused; .* createContainer' \
	urunc create --bundle "$inside" c1
refuses 'plan says so too' 'hooks.startContainer: .*refused' urunc plan --bundle "$inside"
holds gone c1 'nothing is made'
holds test ! -e "$T/it.ran" 'and no hook has run'

# ---------------------------------------------------------------- config.json is read once
# shellcheck disable=SC2016
changes=$(bundle changes "$(hook prestart 'cp $T/other.json "$(jq -r .bundle)/config.json"')" "$(hook createRuntime 'echo old >>$T/which')" \
	"$(hook createContainer 'echo old >>$T/which')" "$(hook poststop 'echo old >>$T/which')")
jq '.hooks |= map_values([{path: "/bin/sh", args: ["sh", "-c", "echo new >>$T/which"], env: ["T='"$T"'"]}])' "$changes/config.json" >"$T/other.json"
urunc create --bundle "$changes" c1
urunc delete c1
is "$(paste -sd' ' "$T/which")" 'old old old' 'a hook that changes config.json changes nothing'

# ---------------------------------------------------------------- poststop: a warning, and the rest goes on
# shellcheck disable=SC2016
after=$(bundle after "$(hook poststop 'exit 3')" "$(hook poststop 'sleep 100' '{timeout: 1}')" "$(hook poststop 'touch $T/third')")
urunc create --bundle "$after" c1
succeeds 'delete with poststop hooks that fail' urunc delete c1
is "$err" 'urunc: warning: hooks.poststop[0]: /bin/sh failed with exit status 3
urunc: warning: hooks.poststop[1]: /bin/sh did not end within its timeout of 1 seconds' 'each is a warning'
holds test -e "$T/third" 'and the next one runs'
urunc create --bundle "$after" c1
succeeds 'the same with a log' urunc --log "$T/log" --log-level warn delete --force c1
is "$err" '' 'says nothing on stderr'
is "$(grep -c 'level=warning msg="hooks.poststop' "$T/log")" 2 'but there'

# ---------------------------------------------------------------- create is killed while a hook runs
killed() { # NAME KIND JQ...
	local name=$1 kind=$2 b
	shift 2
	# shellcheck disable=SC2016
	b=$(bundle killed "$(hook "$kind" '(setsid sleep 98.7 &); sleep 98.7 & touch $T/there; sleep 98.7')" "$@")
	rm -f "$T/there"
	"$URUNC" --root "$ROOT" create --bundle "$b" c1 2>/dev/null &
	creator=$!
	wait_until 5 test -e "$T/there"
	is "$(status_of c1)" creating "$name: the hook runs"
	kill -KILL $creator
	wait $creator 2>/dev/null
	holds wait_until 5 sh -c '! pgrep -fx "sleep 98.7"' 'its creator is killed: it ends, with all of its own'
	holds wait_status c1 stopped 'the container counts as stopped'
	succeeds 'delete --force' urunc delete --force c1
	nothing_left 'nothing is left, of the hook neither'
}
killed 'a hook of the runtime' createRuntime
killed 'a hook of the container' createContainer
killed 'a hook of a container without a pid namespace' createContainer '.linux.namespaces |= map(select(.type != "pid"))'
done_testing

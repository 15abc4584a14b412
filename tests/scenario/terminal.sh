#!/bin/bash
# timeout: 60
# A terminal for the monitor: by a console socket, and in the foreground of run.
. "$(dirname "$0")/../lib.sh"
need root probe jq script stty "$GUEST/solo5-spt" "$B/test/receive"
probe_settings
mountpoint -q /dev/pts || skip_all 'needs /dev/pts'

terminal='.process.terminal = true'
size="$terminal | .process.consoleSize = {height: 33, width: 77}"
census_begin

# receiver SOCKET [TEXT]: $receiver, $T/received
receiver() {
	rm -f "$T/received"
	"$B/test/receive" "$@" >"$T/received" 2>&1 &
	receiver=$!
	wait_until 5 test -S "$1"
}
tty_of() { cut -d' ' -f7 "/proc/$1/stat"; } # major << 8 | minor; slaves are 136
streams_of() { for fd in 0 1 2; do readlink "/proc/$1/fd/$fd"; done | sort -u; }

# ---------------------------------------------------------------- by a console socket
b=$(bundle_probe sized 'probe:quiet probe:stderr=hello probe:pause' "$size")
long=$T/$(printf 'x%.0s' {1..100})/$(printf 'y%.0s' {1..100})
mkdir -p "$long"
for socket in "$T/s" "$long/pty.sock" "$long/$(printf 'z%.0s' {1..105})"; do
	receiver "$socket"
	succeeds "create with a socket path of ${#socket} bytes" urunc create --bundle "$b" --console-socket "$socket" --pid-file "$T/pid" t1
	pid=$(<"$T/pid")
	is "$out$err" '' 'prints nothing'
	holds wait_until 2 test -s "$T/received" 'the terminal is sent'
	like "$(jq -r .text "$T/received")" '^/dev/pts/[0-9]+$' "with its slave's name"
	is "$(jq -c '[.descriptors, .more, .rows, .columns, .master]' "$T/received")" '[1,0,33,77,true]' 'one descriptor in one message: a master of the size of consoleSize'
	is "$(streams_of "$pid")" "$(jq -r .text "$T/received")" '0, 1 and 2 are the slave'
	is "$(($(tty_of "$pid") >> 8))" 136 'which is the controlling terminal'
	is "$(ls "/proc/$pid/fd" | sort -n | paste -sd' ')" '0 1 2 3 4' 'and no other descriptor of it is open'
	succeeds 'start' urunc start t1
	holds wait_until 5 grep -q '^hello' "$T/received" "the monitor's words come out of the master"
	is "$(streams_of "$pid") $(tty_of "$pid")" "$(sed -n '1p' "$T/received" | jq -r .text) $(tty_of "$pid")" 'the monitor has the same streams'
	isnt "$(tty_of "$pid")" 0 'and the controlling terminal'
	urunc delete --force t1
	holds wait_for_exit "$receiver" 'the master sees the end: nobody else holds the slave'
done
b=$(bundle_probe reads 'probe:quiet probe:read-stdin probe:exit=4' "$terminal")
receiver "$T/s2" $'typed\n\x04'
urunc create --bundle "$b" --console-socket "$T/s2" --pid-file "$T/pid" t2
is "$(head -1 "$T/received" | jq -c '[.rows, .columns]')" '[0,0]' 'no consoleSize: none is set'
urunc start t2
is "$(exit_status "$(<"$T/pid")")" 'exit 4' 'the monitor reads from the terminal'
wait_for_exit "$receiver"
is "$(grep -c '"stdin":"typed.u000a"' "$T/received")" 1 'what was typed'
urunc delete t2

# ---------------------------------------------------------------- what does not fit together
plain=$(bundle_probe plain 'probe:quiet')
refuses 'a terminal without a socket' 'process.terminal .*--console-socket' urunc create --bundle "$b" t3
refuses 'the same in run --detach' 'process.terminal .*--console-socket' urunc run --detach --bundle "$b" t3
refuses 'a socket without a terminal' '--console-socket .*process.terminal' urunc create --bundle "$plain" --console-socket "$T/s" t3
refuses 'a socket that is not there' "--console-socket $T/none: No such file" urunc create --bundle "$b" --console-socket "$T/none" t3
refuses 'a socket where nobody listens' "--console-socket $T/s: Connection refused" urunc create --bundle "$b" --console-socket "$T/s" t3
refuses 'a socket with a name that is far too long' '[Nn]ame too long' urunc create --bundle "$b" --console-socket "$T/$(printf 'z%.0s' {1..300})" t3
refuses 'a socket that is a file' '--console-socket' urunc create --bundle "$b" --console-socket "$T/config.toml" t3
is "$(urunc list -q)" '' 'none of them left a container'

# ---------------------------------------------------------------- in the foreground
# typescript CMD: runs it on a terminal of its own of 20 rows and 50 columns; what is shown: $T/shown
# (keys that never come, since script types something of its own at the end of its input)
mkfifo "$T/keys"
typescript() { timeout 20 script -qec "stty rows 20 cols 50; $1" /dev/null <>"$T/keys" | tr -d '\r' >"$T/shown"; }
b=$(bundle_probe front 'probe:quiet probe:stderr=hello probe:exit=6' "$terminal")
typescript "urunc run --bundle '$b' t4; echo status \$?; stty -a >'$T/stty'"
is "$(<"$T/shown")" $'hello\nstatus 6' 'run in the foreground: output and status'
like "$(<"$T/stty")" ' icanon .* echo ' "the caller's terminal is as it was"
b=$(bundle_probe front 'probe:quiet probe:pause' "$terminal")
typescript "tty >'$T/tty'; urunc run --bundle '$b' t4; echo status \$?" &
shown=$!
wait_status t4 running
pid=$(pid_of t4)
size_is() { [ "$(stty -F "/proc/$pid/fd/0" size)" = "$1" ]; }
holds size_is '20 50' "the terminal has the size of the caller's"
like "$(stty -F "$(<"$T/tty")" -a)" '-icanon .*-echo ' "the caller's is raw meanwhile: keys go to the guest"
stty -F "$(<"$T/tty")" rows 40 cols 90
holds wait_until 5 size_is '40 90' 'a new size is passed on'
is "$(($(tty_of "$pid") >> 8))" 136 'a controlling terminal here too'
urunc kill t4 KILL
holds wait_for_exit "$shown" 'run ends'
is "$(tail -1 "$T/shown")" 'status 137' 'with the status'
b=$(bundle_probe front 'probe:quiet probe:read-stdin probe:exit=9' "$terminal")
printf 'typed\n\004' >"$T/typed"
run urunc run --bundle "$b" t4 <"$T/typed"
is "$rc" 9 'run with a terminal, its own streams being none'
like "$out" '"stdin":"typed.u000a"' 'carries the bytes all the same'
# What was written last is still in the terminal when the monitor has ended: more than one read takes out.
b=$(bundle_probe front 'probe:minimal' "$terminal" '.process.args += [range(70) | "x" * 100]')
lost=0
for i in 1 2 3 4 5; do
	run urunc run --bundle "$b" t4
	[ "$(grep -o 'x\{100\}' <<<"$out" | wc -l)" = 70 ] && [[ $out = *'"env":[]}'* ]] || lost=$((lost + 1))
done
is "$lost" 0 'the last words of a monitor are shown, 7 KB of them'
nothing_left 'nothing is left'
done_testing

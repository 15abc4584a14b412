#!/bin/bash
# timeout: 400
# How real guests under a real QEMU end: by the power button, by themselves, with a code, by a crash; each has its exit code.
. "$(dirname "$0")/../lib.sh"
need root jq qemu-system-x86_64 "$GUEST/pvh"

export URUNC_CONFIG_FILE=$T/config.toml
printf '[monitors.qemu]\ngrace = 90\n' >"$URUNC_CONFIG_FILE"
annotation() { printf '.annotations["com.urunc.unikernel.%s"] = "%s"' "$1" "$2"; }
tiny() { # NAME TYPE WORDS
	bundle_new "$1" "$(guest_annotations "$2" qemu /pvh)" ".process.args = ([\"/init\"] + (\"$3\" | split(\" \")))" &&
		cp "$GUEST/pvh" "$T/$1/rootfs/"
}
ends() { # STATUS NAME TYPE WORDS
	tiny e "$3" "$4" >/dev/null
	run urunc run --bundle "$T/e" e
	is "$rc" "$1" "$2"
}
census_begin

# ---------------------------------------------------------------- our tiny guest
ends 0 'power-off' linux x
ends 134 'a triple fault' linux fault
ends 134 'the same of another guest' unikraft fault
ends 42 'a code on the second serial port, then power-off' linux code=42
ends 0 'a code of 0, then a triple fault: the guest has said how it went' linux 'code=0 fault'
ends 0 'a code that is none' linux code=300
ends 0 "isa-debug-exit of a guest of Solo5: its only status" mirage exit=83
ends 7 'another status' mirage exit=7
tiny hold linux hold >/dev/null
urunc create --bundle "$T/hold" --pid-file "$T/pid" hold >/dev/null 2>&1 </dev/null
urunc start hold
pid=$(<"$T/pid")
monitor=$(cat "/proc/$pid/task/$pid/children")
urunc kill hold TERM
is "$(status_of hold)" running 'TERM to a guest that does not hear its button, right after start'
kill -KILL $monitor
is "$(exit_status "$pid")" 'exit 137' 'the kernel kills QEMU, as when memory is short'
urunc delete hold
nothing_left 'nothing is left of tiny guests'

# ---------------------------------------------------------------- Linux
if [ ! -e "$GUEST/linux/initrd" ]; then
	skip 'Linux guests' "there is no $GUEST/linux (make guest-linux)"
	done_testing
fi
linux() { # NAME WORDS
	bundle_new "$1" "$(guest_annotations linux qemu /kernel)" "$(annotation initrd /initrd)" \
		'.process.env += ["loglevel=3"]' '.linux.resources.memory.limit = 402653184' \
		".process.args = ([\"/init\"] + (\"$2\" | split(\" \")))" >/dev/null &&
		cp "$GUEST/linux/kernel" "$GUEST/linux/initrd" "$T/$1/rootfs/"
}
said() { grep -aq "$2" "$T/$1.said"; }
begin() { # ID WORDS
	linux "$1" "$2"
	urunc create --bundle "$T/$1" --pid-file "$T/pid" "$1" >"$T/$1.said" 2>&1 </dev/null
	urunc start "$1"
	pid=$(<"$T/pid")
}
begin web serve
holds wait_until 60 said web 'serving HTTP' 'a Linux guest serves'
succeeds 'TERM' urunc kill web TERM
is "$(exit_status "$pid" 60)" 'exit 0' 'it ends in order, with success'
holds said web 'the power button was pressed: going down' 'it heard its power button'
urunc delete web
begin early serve
urunc kill early TERM
is "$(exit_status "$pid" 90)" 'exit 0' 'TERM before it listens: the button is pressed until it does'
holds said early 'the power button was pressed' 'and it heard it'
urunc delete early
for code in 0 3 137 255; do
	linux code "exit $code"
	run urunc run --bundle "$T/code" code
	is "$rc" "$code" "init hands back $code"
done
linux bad panic
run urunc run --bundle "$T/bad" bad
is "$rc" 134 'a kernel panic is no success'
linux bad reset
run urunc run --bundle "$T/bad" bad
is "$rc" 134 'nor is a reset, of which nobody knows the reason'
printf '[monitors.qemu]\ngrace = 1\n' >"$URUNC_CONFIG_FILE"
begin deaf deaf
holds wait_until 60 said deaf '^deaf' 'a guest that does not listen'
urunc kill deaf TERM
is "$(exit_status "$pid" 5)" 'exit 137' 'is killed when its grace is over'
urunc delete deaf
nothing_left 'nothing is left of Linux guests'
done_testing

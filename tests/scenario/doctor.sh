#!/bin/bash
# timeout: 120
# doctor says what works here, what does not, and how to mend it; it changes nothing, and works without root.
. "$(dirname "$0")/../lib.sh"
need jq

# A monitor that is no more than its version: libraries and devices are what doctor looks at, guests are never run.
mkdir "$T/monitors"
monitor() {	# NAME: a static program; the probe where it is built
	if [ -x "$B/test/probe" ]; then
		cp "$B/test/probe" "$T/monitors/$1"
	else
		cp "$URUNC" "$T/monitors/$1"
	fi
}
settings() {	# SPT QEMU HVT: paths of monitors, all three said so that the host's own do not matter
	printf '[monitors.spt]\npath = "%s"\n[monitors.qemu]\npath = "%s"\n[monitors.hvt]\npath = "%s"\n' "$1" "$2" "$3" \
		>"$T/config.toml"
}
export URUNC_CONFIG_FILE=$T/config.toml
# finding ABOUT FIELD: of the last run with --format json
finding() { jq -r --arg about "$1" ".findings[] | select(.about == \$about) | .$2" <<<"$out"; }

monitor solo5-spt
settings "$T/monitors/solo5-spt" /nowhere/qemu /nowhere/hvt
census_begin

# ---------------------------------------------------------------- one monitor is enough
run urunc doctor --format json
if [ "$(id -u)" = 0 ] && [ "$rc" != 0 ]; then
	skip 'doctor as root' "$(jq -r '.findings[] | select(.verdict == "missing") | .text' <<<"$out" | head -1)"
else
	is "$rc" 0 'with one monitor that works the status is 0'
	is "$(jq -r '.works' <<<"$out")" true 'and it says so'
fi
is "$err" '' 'nothing on stderr'
is "$(jq -r '.host.kernel' <<<"$out")" "$(uname -r)" 'the kernel'
is "$(jq -r '.host.machine' <<<"$out")" "$(uname -m)" 'the machine'
is "$(jq -r '.host.cpus' <<<"$out")" "$(getconf _NPROCESSORS_ONLN)" 'the CPUs'
is "$(jq -c '.guests.mirage' <<<"$out")" '["spt"]' 'mirage guests run on spt'
is "$(jq -c '.guests.rumprun' <<<"$out")" '["spt"]' 'so do rumprun guests'
is "$(jq -c '.guests.linux' <<<"$out")" '[]' 'linux guests do not'
is "$(finding solo5-spt verdict)" ok 'solo5-spt works'
like "$(finding solo5-spt text)" "^$T/monitors/solo5-spt \(.*\), for mirage, rumprun$" 'where it is and for whom'
is "$(finding qemu verdict)" missing 'qemu is not there'
like "$(finding qemu text)" '/nowhere/qemu' 'and the path of the settings is named'
like "$(finding qemu mend)" '\[monitors.qemu\]' 'and how to mend it'
is "$(finding settings text)" "$T/config.toml was read" 'the settings are named'
is "$(jq -r '[.findings[].verdict] | unique | map(select(IN("ok", "limited", "missing", "unknown") | not)) | length' <<<"$out")" 0 \
	'there are four verdicts'
is "$(jq -r '.findings[] | select(.verdict == "missing" and .mend == null) | .text' <<<"$out")" '' \
	'whatever is missing can be mended'

if [ "$(id -u)" = 0 ]; then
	if [ -c /dev/net/tun ]; then
		is "$(finding network verdict)" ok 'taps and redirects were tried'
		like "$(finding network text)" 'matchall|u32' 'and the filter is named'
	else
		is "$(finding tun verdict)" limited 'there is no tun'
	fi
	is "$(finding kvm verdict)" "$([ -e /dev/kvm ] && grep -qwE 'vmx|svm' /proc/cpuinfo && echo ok || echo limited)" \
		'KVM is good only with hardware'
fi

run urunc doctor
like "$out" $'\nok +solo5-spt +' 'the table has the same'
like "$out" $'\nmissing +qemu ' 'and what is missing'
like "$out" $'-> [a-z ]+path in \[monitors.qemu\]' 'with its cure below'
like "$out" 'mirage guests run here, on spt' 'and the sum'

# ---------------------------------------------------------------- monitors that are broken
settings /nowhere/spt /nowhere/qemu /nowhere/hvt
refuses 'without any monitor the status is 1, with one line' 'no guest can run on this host' urunc doctor
like "$out" 'no guest runs here' 'the report is printed all the same'

# broken NAME REGEX: doctor says that $T/monitors/x, as spt, is broken
broken() {
	settings "$T/monitors/x" /nowhere/qemu /nowhere/hvt
	run urunc doctor --format json
	is "$rc" 1 "$1: the status"
	is "$(finding solo5-spt verdict)" missing "$1: the verdict"
	like "$(finding solo5-spt text)" "$2" "$1: the text"
}
printf '#!/bin/sh\nexec solo5-spt "$@"\n' >"$T/monitors/x"
broken 'no permission to execute it' 'cannot be executed'
chmod +x "$T/monitors/x"
broken 'a script' 'not an ELF program'
head -c 200 "$T/monitors/solo5-spt" >"$T/monitors/x"
broken 'cut off' 'x: '
: >"$T/monitors/x"
broken 'empty' 'not an ELF program'
rm "$T/monitors/x"
mkdir "$T/monitors/x"
broken 'a directory' 'cannot be executed'
rmdir "$T/monitors/x"

# ---------------------------------------------------------------- settings
settings "$T/monitors/solo5-spt" /nowhere/qemu /nowhere/hvt
printf '[monitors.spt\n' >>"$T/config.toml"
run urunc doctor --format json
is "$(finding settings verdict | head -1)" limited 'a settings file that is broken'
like "$(finding settings text)" "$T/config.toml:[0-9]+" 'the line is named'
is "$err" '' 'once: not on stderr too'
run urunc --config /nowhere/config.toml doctor --format json
is "$rc" 1 'a settings file that was asked for is not there'
like "$(finding settings text)" /nowhere/config.toml 'it is named'

# ---------------------------------------------------------------- without root
settings "$T/monitors/solo5-spt" /nowhere/qemu /nowhere/hvt
if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
	mkdir "$T/open" && chmod 755 "$T" "$T/open" "$T/monitors" && cp "$URUNC" "$T/config.toml" "$T/open"
	if setpriv --reuid 65534 --regid 65534 --clear-groups test -x "$T/open/urunc"; then
		run setpriv --reuid 65534 --regid 65534 --clear-groups env URUNC_CONFIG_FILE="$T/open/config.toml" \
			"$T/open/urunc" doctor --format json
		is "$rc" 0 'nobody in particular: the status'
		is "$(finding rights verdict)" unknown 'it says what it could not look at'
		is "$(finding network verdict)" unknown 'taps were not tried'
		is "$(finding solo5-spt verdict)" ok 'monitors are looked at'
	else
		skip 'without root' "$T is not to be reached by others"
	fi
else
	skip 'without root' 'needs root and setpriv to become somebody else'
fi

nothing_left 'nothing is changed'
done_testing

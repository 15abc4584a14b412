#!/bin/bash
# timeout: 240
# Bad input of every kind is refused with one line that names file, key and value, and changes nothing on the host.
. "$(dirname "$0")/../lib.sh"
need root probe jq "$GUEST/solo5-spt"

mkdir -p /run/mount # mount(8) makes it
monitors=$(monitors_probe solo5-spt solo5-hvt qemu-system-x86_64)
settings() {	# MONITOR PATH...: the settings file, with these paths
	local monitor
	for monitor in qemu hvt spt; do printf '[monitors.%s]\npath = "%s"\n' "$monitor" "${1:-$monitors/solo5-spt}"; done
}
settings >"$T/config.toml"
export URUNC_CONFIG_FILE=$T/config.toml

# fresh EDIT...: a good bundle $T/b, changed by jq expressions
fresh() {
	rm -rf --one-file-system "$T/b"
	bundle_new b "$(guest_annotations mirage spt /guest)" "$@" >/dev/null
	cp "$GUEST/solo5-spt" "$T/b/rootfs/guest"
}
# refused NAME REGEX: what $T/b asks for is refused by create, in words that match, and nothing is left
refused() {
	refuses "$1" "$2" urunc create --bundle "$T/b" bad
	[ "$rc" != 0 ] || urunc delete --force bad
	nothing_left "$1: nothing is changed"
}
# bad NAME REGEX EDIT...
bad() {
	local name=$1 why=$2
	shift 2
	fresh "$@"
	refused "$name" "$why"
}

census_begin
fresh
succeeds 'the bundle that all others are made from is good' urunc create --bundle "$T/b" good
succeeds 'and its container can be deleted' urunc delete good
nothing_left 'nothing is left of it'

# ---------------------------------------------------------------- config.json
fresh
rm "$T/b/config.json"
refused 'no config.json' 'b/config.json.*([Nn]o such file|not there)'
fresh
head -c 100 "$T/b/config.json" >"$T/half" && mv "$T/half" "$T/b/config.json"
refused 'half a config.json' 'config.json:[0-9]+: '
fresh
: >"$T/b/config.json"
refused 'an empty config.json' 'config.json: the file is empty'
# (The runtime specification wants process, and its args, at start only; a guest without words of its own has none.)
for key in ociVersion root process.cwd root.path; do
	bad "config.json without $key" "config.json.*${key##*.} is missing" "del(.$key)"
done
bad 'args is a string' 'config.json:[0-9]+: process.args: .*string' '.process.args = "sh"'
bad 'a limit is a string' 'linux.resources.memory.limit: .*string' '.linux.resources.memory.limit = "1G"'
bad 'a limit is a fraction' 'linux.resources.memory.limit' '.linux.resources.memory.limit = 1.5'
bad 'a limit is far too large' 'linux.resources.memory.limit' '.linux.resources.memory.limit = 1e30'
bad 'annotations is a list' 'annotations: .*list' '.annotations = ["a"]'
bad 'an annotation is a number' 'annotations.*number' '.annotations["com.urunc.unikernel.binary"] = 7'
bad 'a uid is negative' 'process.user.uid: .*-1' '.process.user.uid = -1'
bad 'readonly is a string' 'root.readonly: .*string' '.root.readonly = "yes"'
bad 'an unknown namespace' 'linux.namespaces.*"?moon' '.linux.namespaces += [{"type": "moon"}]'
fresh
jq -c . "$T/b/config.json" | sed "s/^{/{\"extra\":$(printf '[%.0s' {1..5000})$(printf ']%.0s' {1..5000}),/" >"$T/deep" && mv "$T/deep" "$T/b/config.json"
refused 'lists in lists, 5,000 deep' 'config.json:1: extra.*deep'
fresh
truncate -s 100M "$T/b/config.json"
LIMIT=5 refused '100 MB of config.json' 'config.json: .*104857600 bytes'
fresh
printf '{"ociVersion": "1.0.2", "hostname": "\xff\xfe"}' >"$T/b/config.json"
refused 'a string that is no UTF-8' 'config.json:1: .*UTF-8'
fresh
sed -i '0,/"ociVersion"/s/"ociVersion"/"ociVersion": "1.0.0", "ociVersion"/' "$T/b/config.json"
refused 'a key is there twice' 'config.json:2: .*"ociVersion" is there twice'

# ---------------------------------------------------------------- annotations and urunc.json
prefix=com.urunc.unikernel
urunc_json() { # VALUE...: unikernelType hypervisor binary, as they stand
	fresh '.annotations = {}'
	jq -n --arg t "$1" --arg h "$2" --arg b "$3" "{\"$prefix.unikernelType\": \$t, \"$prefix.hypervisor\": \$h,
		\"$prefix.binary\": \$b}" >"$T/b/rootfs/urunc.json"
}
encoded() { printf %s "$1" | base64 -w 0; }
urunc_json "$(encoded mirage)" "$(encoded spt)" "!$(encoded /guest)"
refused 'bad base64' "urunc.json.*binary.*!L2d1ZXN0"
urunc_json "$(encoded mirage)" spt "$(encoded /guest)"
refused 'half of the values are base64' 'urunc.json.*hypervisor is plain'
urunc_json mirage "$(encoded spt)" /guest
refused 'the other half' 'urunc.json.*hypervisor is base64'
urunc_json martian spt /guest
refused 'a guest that nobody knows' 'urunc.json.*unikernelType.*martian'
echo '{"com.urunc.unikernel.unikernelType": ' >"$T/b/rootfs/urunc.json"
refused 'a broken urunc.json' 'urunc.json:[0-9]+: '
bad 'a guest on a monitor that cannot run it' 'rumprun.*qemu|qemu.*rumprun' "$(guest_annotations rumprun qemu /guest)"
bad 'a monitor that nobody knows' 'hypervisor.*xen' "$(guest_annotations mirage xen /guest)"


# ---------------------------------------------------------------- the guest's binary
binary() { # NAME REGEX COMMAND: COMMAND makes ./guest in the rootfs
	fresh
	rm "$T/b/rootfs/guest"
	(cd "$T/b/rootfs" && eval "$3")
	refused "$1" "$2"
}
binary 'no binary' '/guest: no such file or directory in the image' :
binary 'an empty binary' '/guest: .*empty' ': >guest'
binary 'a directory as binary' '/guest: .*directory' 'mkdir guest'
binary 'a FIFO as binary' '/guest: .*(FIFO|pipe|regular)' 'mkfifo guest'
binary 'a device as binary' '/guest: .*(device|regular)' 'mknod guest c 1 5'
binary 'half a binary' '/guest: ' 'head -c 100 "$GUEST/solo5-spt" >guest'
binary 'a text as binary' '/guest: ' 'echo hello >guest'
binary 'a binary for another machine' '/guest: .*aarch64' \
	'cp "$GUEST/solo5-spt" guest; printf "\267" | dd of=guest bs=1 seek=18 conv=notrunc status=none'
binary 'an absolute link to a file of the host' '/guest: ' 'ln -s "$GUEST/solo5-spt" guest'
binary 'a relative link out of the image' '/guest: ' 'ln -s "../../../../../../../..$GUEST/solo5-spt" guest'
binary 'a link through the parent of the image' '/guest: ' 'ln -s .. up; ln -s up/../outside guest; cp "$GUEST/solo5-spt" "$T/outside"'
binary 'links in a circle' '/guest: .*link' 'ln -s guest guest'

# While create looks, the name is now the good binary, now a link to a file outside:
# it may succeed or be refused, and what the monitor gets is the good one.
fresh '.process.args = ["/guest", "probe:tree"]'
cp "$GUEST/solo5-spt" "$T/b/rootfs/good"
ln -s .. "$T/b/rootfs/up"
(cat "$GUEST/solo5-spt" && echo another) >"$T/outside" # as good a guest, so that nothing but its place speaks against it
(
	cd "$T/b/rootfs" || exit
	while :; do
		ln -f good new && mv -f new guest && sleep 0.01
		ln -sf "../../../../../../../..$T/outside" new && mv -f new guest
		ln -sf up/../outside new && mv -f new guest
	done
) &
swapper=$!
made=0 refused=0 odd=''
for i in {1..40}; do
	if urunc create --bundle "$T/b" --pid-file "$T/pid" "swap$i" 2>"$T/swap"; then
		made=$((made + 1))
		cmp -s "/proc/$(cat "$T/pid")/root/guest/kernel" "$GUEST/solo5-spt" || odd="swap$i has another kernel"
		urunc delete --force "swap$i" || odd="swap$i cannot be deleted"
	else
		refused=$((refused + 1))
		grep -q '/guest' "$T/swap" || odd=$(cat "$T/swap")
	fi
done
kill "$swapper"
wait "$swapper" 2>/dev/null
is "$odd" '' "a name that is swapped while we look never leads out: $made were made, $refused refused"
nothing_left 'swapped names: nothing is left'

# ---------------------------------------------------------------- what a monitor is told
# A hostile value is one whole word of the monitor, or part of the one word that it always is part of, or refused by name.
words() { jq '.argv | length' <<<"$out"; }
# shellcheck disable=SC1003
hostile=(',' 'a b' ' ' '"' "'" = -- --mem=1 %s%n '\' $'a\tb' $'a\nb' $'a\rb' λόγος '$(id)' '*' ',file=/etc/passwd')
# every_value GUEST MONITOR FIELD NAME: FIELD is a jq path whose value is a string; NAME is what a refusal calls it
every_value() {
	local guest=$1 monitor=$2 field=$3 name=$4 binary=$GUEST/pvh value benign bad='' taken=0 refused=0
	[ "$monitor" = qemu ] || binary=$GUEST/solo5-spt
	fresh "$(guest_annotations "$guest" "$monitor" /guest)" "$field = \"A=benign\""
	cp "$binary" "$T/b/rootfs/guest"
	run urunc plan --bundle "$T/b"
	benign=$(words)
	for value in "${hostile[@]}"; do
		bundle_edit "$T/b" --arg v "A=$value" "$field = \$v"
		run urunc plan --bundle "$T/b"
		if [ "$rc" = 0 ] && [ "$(words)" = "$benign" ]; then taken=$((taken + 1))
		elif [ "$rc" = 1 ] && [[ $err =~ $name ]]; then refused=$((refused + 1))
		else bad="$(printf %q "$value"): status $rc, $(words) words, not $benign; $err"; fi
	done
	is "$bad" '' "$guest on $monitor, $field: $taken hostile values make no word more than a good one, $refused are refused by name"
}
for pair in 'mirage spt' 'rumprun spt' 'linux qemu' 'unikraft qemu'; do
	# shellcheck disable=SC2086
	set -- $pair
	every_value "$1" "$2" '.process.args[1]' 'process\.args|arg\.word|command line'
	every_value "$1" "$2" '.process.args[0]' 'process\.args|program|command line'
	every_value "$1" "$2" '.process.env[0]' 'process\.env|env\.pair|command line'
	every_value "$1" "$2" '.hostname' 'hostname|command line'
	every_value "$1" "$2" ".annotations[\"$prefix.cmdline\"]" 'cmdline|command line'
done
# The names of files never reach a command line: they have names of their own in the jail.
for value in "${hostile[@]}"; do
	fresh ".annotations[\"$prefix.binary\"] = $(jq -n --arg v "$value" '$v')"
	[[ $value == */* ]] && mkdir -p "$T/b/rootfs/${value%/*}"
	cp "$GUEST/solo5-spt" "$T/b/rootfs/$value"
	run urunc plan --bundle "$T/b"
	if [ "$rc" = 0 ]; then is "$(jq -r '.argv | map(select(. == "/guest/kernel")) | length' <<<"$out")" 1 \
		"a binary called $(printf %q "$value") has the name /guest/kernel for the monitor"
	else like "$err" 'binary' "a binary called $(printf %q "$value") is refused by name"; fi
done

# ---------------------------------------------------------------- memory
bad 'less memory than the guest needs' 'memory.*1048576|1 MiB' '.linux.resources.memory.limit = 1048576'
bad 'more memory than there can be' 'memory' '.linux.resources.memory.limit = 4611686018427387904'

# ---------------------------------------------------------------- the monitor and the host
fresh
settings /nowhere/solo5-spt >"$T/config.toml"
refused 'the monitor is not installed' '/nowhere/solo5-spt'
cp "$B/test/probe" "$T/lame" && chmod -x "$T/lame"
settings "$T/lame" >"$T/config.toml"
refused 'the monitor is not executable' "$T/lame.*(execut|ermission)"
settings "$T/rootfs-of-nothing" >"$T/config.toml" && mkdir "$T/rootfs-of-nothing"
refused 'the monitor is a directory' "$T/rootfs-of-nothing.*(regular|directory)"
settings >"$T/config.toml"
fresh '.process.args = ["/guest", "probe:minimal probe:exit=3"]'
run urunc create --bundle "$T/b" --pid-file "$T/pid" brief
succeeds 'a monitor that dies at once was started all the same' urunc start brief
is "$(exit_status "$(cat "$T/pid")")" 'exit 3' 'and its own status is what it ends with'
wait_status brief stopped
is "$(status_of brief)" stopped 'the container has stopped'
succeeds 'and can be deleted' urunc delete brief
nothing_left 'a monitor that dies at once: nothing is left'

# without DEVICE CMD...: CMD where /dev lacks a device
cat >"$T/bin/without" <<'END'
#!/bin/sh
device=$1
shift
export device
exec unshare --mount --propagation private sh -c 'mkdir -p "$T/dev" && mount -t tmpfs tmpfs "$T/dev" && mkdir "$T/dev/net" &&
	for f in null zero full random urandom tty kvm net/tun; do
		[ "$f" = "$device" ] || [ ! -e "/dev/$f" ] || cp -a "/dev/$f" "$T/dev/$f"
	done && mount --move "$T/dev" /dev && exec "$@"' sh "$@"
END
chmod +x "$T/bin/without"
export T
fresh "$(guest_annotations mirage hvt /guest)"
cp "$GUEST/solo5-hvt" "$T/b/rootfs/guest"
refuses 'no /dev/kvm' '/dev/kvm' without kvm urunc create --bundle "$T/b" bad
nothing_left 'no /dev/kvm: nothing is changed'

net_pair has-link client
fresh "$(netns_path has-link)"
cp "$GUEST/solo5-spt-net" "$T/b/rootfs/guest"
census_begin
run without net/tun urunc create --bundle "$T/b" bad
if [ "$rc" = 0 ]; then refuses 'no /dev/net/tun, and a link' '/dev/net/tun' without net/tun urunc start bad
else like "$err" '/dev/net/tun' 'no /dev/net/tun, and a link'; fi
urunc delete --force bad
nothing_left 'no /dev/net/tun: nothing is changed'

full=$T/full
mkdir -p "$full" && mount -t tmpfs -o size=16k,nr_inodes=20 tmpfs "$full"
dd if=/dev/zero of="$full/filler" bs=4k 2>/dev/null
fresh
census_begin
refuses 'a full disk under the state root' '[Nn]o space left' "$URUNC" --root "$full/state" create --bundle "$T/b" bad
nothing_left 'a full disk: nothing is changed'
is "$(find "$full" -mindepth 2 -name bad)" '' 'a full disk: no half of a record'
umount "$full"
census_begin

# ---------------------------------------------------------------- ids
fresh
for id in '' . .. a/b ../bad /bad "$(printf 'x%.0s' {1..1000})" 'a b' $'a\nb' 'λ'; do
	refuses "the id $(printf %q "${id:0:20}")" '[Ii]d|ID|`' urunc create --bundle "$T/b" "$id"
done
nothing_left 'bad ids: nothing is changed'

# ---------------------------------------------------------------- two at once
fresh
for i in 1 2; do
	urunc create --bundle "$T/b" twin >/dev/null 2>"$T/twin.$i" &
	twin[i]=$!
done
won=0
for i in 1 2; do wait "${twin[i]}" && won=$((won + 1)); done
is "$won" 1 'two create of one id at once: one of them makes it'
like "$(cat "$T/twin.1" "$T/twin.2")" 'already exists' 'the other says that it exists'
for i in 1 2; do
	urunc start twin >/dev/null 2>"$T/twin.$i" &
	twin[i]=$!
done
won=0
for i in 1 2; do wait "${twin[i]}" && won=$((won + 1)); done
is "$won" 1 'two start at once: one of them starts it'
like "$(cat "$T/twin.1" "$T/twin.2")" 'twin.*(running|stopped|start)' 'the other says that it runs or has ended'
wait_status twin stopped
succeeds 'the twin can be deleted' urunc delete --force twin
nothing_left 'two at once: nothing is left'
done_testing

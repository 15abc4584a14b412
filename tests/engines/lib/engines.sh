# shellcheck shell=bash
# What the tests of "make engines" share; read after tests/lib.sh and tests/engine.sh.
#
# Each snippet of docs/engines.md is used as it stands: settings go where the page says, commands are run as they are written.
# So a test has a /usr/local/bin, /etc, /opt, /var/lib and /run that nobody else sees, and the engine's sockets are where its
# clients look for them.  What only a test needs (private directories, a cgroup of its own) is said on command lines and in
# other files, never in a snippet.
#
# An engine is built by tests/engines/build; what it could not build it says in $B/engines/NAME.missing.

PAGE=$TOP/docs/engines.md
BUILT=$B/engines
unset XDG_RUNTIME_DIR

# snippet NAME: the block of the page that follows the line  <!-- NAME -->
snippet() {
	awk -v name="$1" '
		$0 == "<!-- " name " -->" { found = 1; next }
		found && /^```/ { if (inside) exit; inside = 1; next }
		inside
		END { if (!inside) exit 1 }' "$PAGE"
}
# snippet_file NAME PATH: the block becomes that file
snippet_file() { mkdir -p "$(dirname "$2")" && snippet "$1" >"$2"; }
# snippet_run NAME: the block is a script
snippet_run() { snippet "$1" | (cd "$ENGINE" && bash -eu); }

# figure NAME VALUE UNIT: for build/engines.json
figure() { echo "# figure $*"; }
milliseconds() { echo $(($(date +%s%N) / 1000000)); }

# engines_begin: everything private, urunc where it is installed
engines_begin() {
	engine_begin || skip_all 'an engine cannot have directories of its own here (overlayfs)'
	mkdir -p "$ENGINE/bin"
	cp "$URUNC" "$ENGINE/bin/urunc"
	mount --bind "$ENGINE/bin" /usr/local/bin
	cd "$ENGINE" || exit 1
}

# An engine that was restarted is the same engine.
census_sorted() {
	local lines
	lines=$(census)
	# shellcheck disable=SC2001
	sed 's/^process [0-9]* \(containerd\|dockerd\)$/process \1/' <<<"$lines" | sort
}

# built NAME: whether tests/engines/build made it
built() {
	[ -x "$BUILT/$1" ] || skip_all "no $1: $(cat "$BUILT/$1.missing" 2>/dev/null || echo 'not built (make engines)')"
}

# images_for_engines: example.tar, as docs make it; and tender.tar, a Solo5 guest of one file for which the probe stands in as
# tender: the words of its command line say what it does.
images_for_engines() {
	mkdir -p "$T/one" /etc/urunc
	cp "$GUEST/solo5-spt" "$T/one/guest"
	"$TOP/tests/guests/oci-image" example:latest "$ENGINE/example.tar" &&
		ENTRYPOINT='["/guest"]' CMD='["probe:quiet probe:exit=7"]' ENV='[]' \
			"$TOP/tests/guests/oci-image" docker.io/test/tender:latest "$ENGINE/tender.tar" "$T/one" &&
		printf '[monitors.spt]\npath = "%s"\n' "$(monitors_probe solo5-spt)/solo5-spt" >/etc/urunc/config.toml
	echo '# the tender solo5-spt is the probe, tests/probe'
}

# images_ordinary: the pause container (the probe waits for a signal, and has none of its words) and a small Linux
images_ordinary() {
	local name
	mkdir -p "$T/pause" "$T/busybox/bin"
	cp "$B/test/probe" "$T/pause/pause"
	cp "$B/deb/busybox/bin/busybox" "$T/busybox/bin/busybox"
	for name in sh sleep cat; do ln -s busybox "$T/busybox/bin/$name"; done
	ENTRYPOINT='["/pause","probe:quiet","probe:hold","probe:exit=0"]' CMD='[]' ENV='[]' \
		"$TOP/tests/guests/oci-image" docker.io/test/pause:latest "$ENGINE/pause.tar" "$T/pause"
	ENTRYPOINT='[]' CMD='["sh"]' ENV='["PATH=/bin"]' \
		"$TOP/tests/guests/oci-image" docker.io/library/busybox:latest "$ENGINE/busybox.tar" "$T/busybox"
}

# hello ADDRESS: whether the example answers there by HTTP, with what only it says
hello() { [[ $(http_get "$1" 2>/dev/null) == *'hello from urunc: Linux'* ]]; }

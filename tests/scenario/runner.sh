#!/bin/bash
# timeout: 60
# The runner itself: what must count as a failure does, and the last line adds up.
. "$(dirname "$0")/../lib.sh"

# a tree of its own with the runner and made-up tests
tree=$T/tree
mkdir -p "$tree/tests/scenario" "$tree/build/test"
cp "$TOP/tests/run" "$tree/tests/"
made_up() { # NAME LINE...: a scenario of these lines
	local name=$1
	shift
	{ echo '#!/bin/bash'; printf '%s\n' "$@"; } >"$tree/tests/scenario/$name.sh"
	chmod +x "$tree/tests/scenario/$name.sh"
}
forget() { rm -f "$tree"/tests/scenario/*.sh "$tree"/build/test/*; }
# judged LAST-LINE STATUS NAME: what the runner says of the tree
judged() {
	run env -u TEST_DIR -u TEST_PRIVATE B="$tree/build" TMPDIR="$T" "$tree/tests/run"
	is "$(tail -n 1 <<<"$out") ($rc)" "$1 ($2)" "$3"
	forget
}

made_up good 'echo 1..2' 'echo ok 1 - a' 'echo ok 2 - b'
judged '2 passed, 0 failed, 0 skipped' 0 'tests that pass'

made_up bad 'echo 1..2' 'echo ok 1 - a' 'echo not ok 2 - b' 'exit 1'
judged '1 passed, 1 failed, 0 skipped' 1 'one that fails'

made_up skips 'echo "ok 1 - a # SKIP no such device"' 'echo 1..1'
made_up all 'echo "1..0 # SKIP needs root"'
run env -u TEST_DIR B="$tree/build" TMPDIR="$T" "$tree/tests/run"
like "$out" 'skips: a: no such device' 'a skip is listed with its reason'
like "$out" 'all: \(all\) needs root' 'so is one of a whole test'
judged '0 passed, 0 failed, 2 skipped' 0 'and they are counted'

made_up none 'echo hello'
judged '0 passed, 1 failed, 0 skipped' 1 'no plan'
made_up early 'echo 1..3' 'echo ok 1 - a'
judged '1 passed, 1 failed, 0 skipped' 1 'fewer tests than planned'
made_up status 'echo 1..1' 'echo ok 1 - a' 'exit 3'
judged '1 passed, 1 failed, 0 skipped' 1 'an exit status'
made_up long '# timeout: 1' 'echo 1..1' 'echo ok 1 - a' 'sleep 30'
judged '1 passed, 1 failed, 0 skipped' 1 'one that takes too long'
# Each waits for the other, so neither can be first.
meet() { echo "echo > '$T/$1'; until [ -e '$T/$2' ]; do sleep 0.01; done"; }
made_up here '# timeout: 20' "$(meet here there)" 'echo 1..1' 'echo ok 1 - a'
made_up there '# timeout: 20' '# beside: yes' "$(meet there here)" 'echo 1..2' 'echo ok 1 - a' 'echo not ok 2 - b' 'exit 1'
judged '2 passed, 1 failed, 0 skipped' 1 'one that runs beside the others'
made_up bail 'echo "Bail out! no disk"'
judged '0 passed, 1 failed, 0 skipped' 1 'one that gives up'

printf '#!/bin/sh\necho 1..1\necho ok 1 - a\n' >"$tree/build/test/test_unit"
chmod +x "$tree/build/test/test_unit"
judged '1 passed, 0 failed, 0 skipped' 0 'a unit test'

if [ "$(id -u)" = 0 ]; then
	cp "$B/test/init" "$tree/build/test/"
	# shellcheck disable=SC2016
	made_up group 'mkdir -p "/sys/fs/cgroup/pids/$TEST_CGROUP" "/sys/fs/cgroup/$TEST_CGROUP" 2>/dev/null' 'echo 1..1' 'echo ok 1 - a'
	judged '1 passed, 1 failed, 0 skipped' 1 'a cgroup that is left'
	is "$(find /sys/fs/cgroup -type d -path '*urunc-test-group-*')" '' 'which the runner removes'
else
	skip 'a cgroup that is left' 'needs root'
	skip 'which the runner removes' 'needs root'
fi

run env B="$tree/build" "$tree/tests/run"
is "$rc" 1 'a tree without tests fails'
run env B="$tree/build" "$tree/tests/run" nonsense
like "$err" "no test is called 'nonsense'" 'a wrong name is an error'
done_testing

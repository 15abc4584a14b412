# shellcheck shell=bash
# census: everything that a runtime could leave behind on this host, a line each, for comparing before with after.
#   ROOT         the state directory
#   TEST_CGROUP  part of the path of the cgroups to look at
census() {
	local proc comm dir ns
	for proc in /proc/[0-9]*; do
		[ "${proc#/proc/}" != "$BASHPID" ] || continue
		{ read -r comm <"$proc/comm"; } 2>/dev/null || continue
		case $comm in ps | find | sort) continue ;; esac
		echo "process ${proc#/proc/} $comm"
	done
	sed 's/^[0-9]* [0-9]* [^ ]* \([^ ]* [^ ]*\) [^-]*- \([^ ]*\) .*/mount \1 \2/' /proc/self/mountinfo
	find /sys/fs/cgroup -type d -path "*/$TEST_CGROUP*" -printf 'cgroup %p\n' 2>/dev/null
	for ns in '' $(ip netns list 2>/dev/null | cut -d' ' -f1); do
		ip ${ns:+-n "$ns"} -o link show 2>/dev/null | sed "s/^[0-9]*: \([^:@]*\).*/link ${ns:-own} \1/"
		tc ${ns:+-n "$ns"} qdisc show 2>/dev/null | sed -n "s/^qdisc \(ingress\|clsact\) .* dev \([^ ]*\).*/qdisc ${ns:-own} \1 \2/p"
	done
	for dir in "$ROOT" "$ROOT/.undo"; do
		find "$dir" -mindepth 1 -maxdepth 1 ! -name .undo -printf 'record %p\n' 2>/dev/null
	done
	find /run /dev/shm -mindepth 1 -maxdepth 1 -printf 'file %p\n' 2>/dev/null
}
# not by a pipe: a sort that is not executed yet would be counted as a process of the test
census_sorted() {
	local lines
	lines=$(census)
	sort <<<"$lines"
}

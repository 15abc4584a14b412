#!/bin/bash
# timeout: 1800
# beside: yes
# The scenarios marked "# vm: yes" once more, in a machine with cgroup v2, tc matchall and all capabilities.
. "$(dirname "$0")/../lib.sh"
[ ! "${TEST_VM:-}" ] || skip_all 'this is the virtual machine'
need qemu-system-x86_64 "$GUEST/vm/initrd"
cd "$TOP" || exit 1

mapfile -t names < <(grep -lE '^# vm: yes' tests/scenario/*.sh | xargs -r -n1 basename -s .sh)
[ ${#names[@]} -gt 0 ] || skip_all 'no scenario is marked for it'

cat >"$T/inside" <<'INSIDE'
for name; do
	tests/run "$name" >"/tmp/sum" 2>&1
	echo "== $name $(tail -n 1 /tmp/sum)"
	cat "$B/log/$name.log"
done
INSIDE
tests/vm -t 1700 bash "$T/inside" "${names[@]}" >"$T/console" 2>&1
is "$?" 0 'the machine came up and went down'

# Its tests become ours, one for one.
name=''
while read -r line; do
	case $line in
	'== '*)
		read -r _ name said <<<"$line"
		like "$said" '^[0-9]+ passed, 0 failed' "$name: its sum in the machine ($said)"
		;;
	ok*'# SKIP'*) line=${line#ok * - }; skip "$name: ${line%%# SKIP*}" "${line#*# SKIP }" ;;
	ok*) ok "$name: ${line#ok * - }" ;;
	'not ok'*) not_ok "$name: ${line#not ok * - }" ;;
	1..0*) skip "$name" "${line#*SKIP }" ;;
	1..*) ;;
	*) echo "# ${line#\# }" ;;
	esac
done <"$T/console"
done_testing

#!/bin/bash
# timeout: 240
# QEMU takes every command line of tests/forms/all.txt: it comes up, stopped, with no firmware but what the specs list.
. "$(dirname "$0")/../lib.sh"
need root tun ip python3 qemu-system-x86_64

W=$T/w
mkdir -p "$W/guest/share" "$W/firmware"
truncate -s 1M "$W/guest/disk0" "$W/guest/config" "$W/guest/initrd"
# A multiboot kernel of one instruction: whatever the guest, QEMU loads it.
printf '\x02\xb0\xad\x1b\x00\x00\x01\x00\xfe\x4f\x51\xe4' > "$W/head"
{ cat "$W/head"; printf '\x00\x00\x10\x00\x00\x00\x10\x00\x10\x10\x10\x00\x10\x10\x10\x00\x20\x00\x10\x00\xf4'; head -c 4096 /dev/zero; } > "$W/guest/kernel"
for name in qboot.rom bios-256k.bin kvmvapic.bin linuxboot_dma.bin multiboot_dma.bin pvh.bin; do
	for folder in /usr/local/share/qemu /usr/local/share/seabios /usr/share/qemu /usr/share/seabios; do
		[ -e "$W/firmware/$name" ] || cp "$folder/$name" "$W/firmware/" 2>/dev/null
	done
	[ -e "$W/firmware/$name" ] || skip_all "QEMU's $name is not there"
done
for tap in tap0 tap1; do ip tuntap add dev "$tap" mode tap && ip link set "$tap" up; done

# The keeper's sockets, which QEMU inherits as 10 and 11; their other ends stay open.
cat >"$W/with_sockets" <<'END'
import os, socket, sys
for number in 10, 11:
	mine, other = socket.socketpair()
	os.dup2(mine.detach(), number)
	os.set_inheritable(other.detach(), True)
os.execvp(sys.argv[1], sys.argv[1:])
END

# accepted LINE: QEMU with these words and a control pipe says yes to "quit" when all is set up
accepted() {
	local words
	IFS='|' read -ra words <<<"$1"
	words=("${words[@]//\/guest\//$W/guest/}")
	words=("${words[@]/#\/firmware/$W/firmware}")
	rm -f "$W"/q.*
	mkfifo "$W/q.in" "$W/q.out"
	timeout 20 cat "$W/q.out" >"$W/answers" &
	{ timeout 20 sh -c 'echo "{\"execute\":\"qmp_capabilities\"}{\"execute\":\"quit\"}" >"$1"' sh "$W/q.in"; } &
	timeout 20 python3 "$W/with_sockets" qemu-system-x86_64 "${words[@]:1}" -S -qmp "pipe:$W/q" </dev/null >"$W/said" 2>&1
	local status=$?
	kill %% 2>/dev/null
	wait
	[ $status = 0 ] && grep -q '"return"' "$W/answers"
}

n=0 vhost=0 wrong=0
while IFS= read -r line; do
	if [[ $line = *vhost=on* ]] && [ ! -e /dev/vhost-net ]; then
		vhost=$((vhost + 1))
		line=${line//,vhost=on/}
	fi
	n=$((n + 1))
	accepted "$line" && continue
	wrong=$((wrong + 1))
	not_ok 'QEMU takes a command line' "$line" "$(head -5 "$W/said")"
done < <(awk '/^[a-z].* on qemu, x86_64: / { mine = 1; next } /^[a-z]/ { mine = 0 } mine && sub(/^\tmonitor /, "")' "$TOP/tests/forms/all.txt" |
	sed 's/|-append|.*/|-append|x/' | sort -u)
is "$wrong" 0 "QEMU takes all $n command lines ($vhost without vhost: no /dev/vhost-net)"
holds test "$n" -ge 20 "there are at least 20 of them"

# The test can fail: a word that QEMU does not know.
if accepted '/monitor|-nodefaults|-display|none|-machine|pc,colour=red'; then not_ok 'a wrong word is noticed'; else ok 'a wrong word is noticed'; fi
done_testing

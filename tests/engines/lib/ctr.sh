# shellcheck shell=bash disable=SC2016,SC2154
# What ctr is tried with, whichever containerd: read after containerd.sh.  A test calls ctr_begin and then what it wants.

EXAMPLE=docker.io/library/example:latest TENDER=docker.io/test/tender:latest
with=(--runc-binary /usr/local/bin/urunc)
# ctr 2 warns at every call that its host has cgroup v1.
spoken() { grep -v 'DEPRECATION: '; }
# task_end ID: deletes the task and prints its exit status, which ctr 1 tells in words and 2 as its own
task_end() {
	run ctr task delete "$1"
	if [[ $err =~ exit\ code\ ([0-9]+) ]]; then echo "${BASH_REMATCH[1]}"; else echo "$rc $err"; fi
}
ok_running() { task_is "$1" RUNNING; }
stopped() { task_is "$1" STOPPED; }

# ctr_begin debian|built
ctr_begin() {
	need root jq probe tun python3 script qemu-system-x86_64 /usr/lib/cni/bridge "$GUEST/solo5-spt" "$GUEST/linux/initrd"
	containerd_choose "$1"
	engines_begin
	cni_bridge
	images_for_engines
	containerd_settings
	containerd_or_done
	# tender ID WORDS OPTION...: a guest whose tender, the probe, does what WORDS say; a program, for "run" and for bash -c
	cat >"$T/bin/tender" <<-EOF
		#!/bin/bash
		exec ctr run ${with[*]} "\${@:3}" $TENDER "\$1" /guest "\$2"
	EOF
	chmod +x "$T/bin/tender"
	for image in example tender; do succeeds "the image $image is imported" ctr image import "$image.tar"; done
	# Whatever the engine makes once for all its containers is made before it is judged what is left.  The guest that made the
	# cgroup above all the others takes it away: this one stays to the end.
	succeeds 'a guest that stays to the end' tender above 'probe:quiet probe:pause' --detach --cni
	census_begin
}

# ---------------------------------------------------------------- the page's own words
ctr_page() {
	local job address
	snippet_run ctr >"$T/page" 2>&1 &
	job=$!
	holds wait_until 60 ok_running web 'what the page says for ctr starts the example'
	address=$(cni_address)
	holds wait_until 60 hello "$address" "the guest answers HTTP on the address that CNI gave it, $address"
	succeeds 'ctr task kill' ctr task kill web
	holds wait_for_exit $job 15 'TERM ends it'
	like "$(<"$T/page")" 'serving HTTP on port 80' 'its console was the stdout of ctr run'
	nothing_left 'ctr run --rm leaves nothing'
}

# ---------------------------------------------------------------- in the foreground
ctr_foreground() {
	local code
	for code in 0 7 255; do
		run tender "exit$code" "probe:quiet probe:exit=$code" --rm
		is "$rc:$(spoken <"$T/.err")" "$code:" "status $code of the monitor is that of ctr run, which says nothing on stderr"
	done
	run tender crash 'probe:quiet probe:crash' --rm
	is "$rc" 139 'a monitor that crashes: 128 + SIGSEGV'
	run tender refused probe:quiet --rm --annotation com.urunc.unikernel.unikernelType=linux \
		--annotation com.urunc.unikernel.hypervisor=xen --annotation com.urunc.unikernel.binary=/guest
	isnt "$rc" 0 'a wrong annotation fails'
	like "$err" xen 'and ctr shows what urunc said'
	nothing_left 'nothing is left of them'
}

ctr_streams() {
	local began
	began=$(milliseconds)
	run tender flood 'probe:quiet probe:flood=20' --rm
	is "$rc:$(stat -c %s "$T/.out")" "0:$((20 << 20))" '20 MiB of output arrive'
	is "$(md5sum <"$T/.out")" "$("$B/test/probe" probe:quiet probe:flood=20 | md5sum)" 'whole and in order'
	figure output "$((20000 * 1000 / ($(milliseconds) - began) / 1000))" MiB/s
	# ctr closes the guest's stdin at the end of its own; the guest must have begun to read by then.
	mkfifo "$T/stdin"
	tender reader 'probe:quiet probe:read-stdin probe:exit=4' --rm <"$T/stdin" >"$T/reader" 2>&1 &
	exec 7>"$T/stdin"
	wait_until 20 ok_running reader
	echo 'typed by hand' >&7
	exec 7>&-
	wait_for_exit $! 15
	wait $!
	is "$?" 4 'stdin has an end'
	is "$(spoken <"$T/reader" | jq -r .stdin)" 'typed by hand' 'and what was written there arrives'
	run tender stderr 'probe:quiet probe:stderr=aside probe:exit=3' --rm
	is "$rc:$out:$(spoken <"$T/.err")" 3::aside "the monitor's stderr is that of ctr run"
}

ctr_terminal() {
	# No echo of the typed words has the answer in it.
	run python3 "$TOP/tests/engines/lib/terminal.py" 90 'serving|/ #' 'echo $((6 * 7))pages; stty size\r' '42pages' 'exit\r' -- \
		ctr run --rm --tty "${with[@]}" --memory-limit 402653184 "$EXAMPLE" shell /init shell
	is "$rc" 0 'a shell of a Linux guest on a terminal: it ends with 0'
	like "$out" '42pages' 'what is typed reaches the guest, and its answer comes back'
	# runc's shim loses what a terminal still holds when the container ends, whatever the runtime: so the guest stays.
	python3 "$TOP/tests/engines/lib/terminal.py" 60 -- \
		ctr run --rm --tty "${with[@]}" "$TENDER" tty /guest 'probe:quiet probe:flood=1 probe:pause' >"$T/tty" 2>&1 &
	holds wait_until 30 grep -qE '^0000016383[.]{53}' "$T/tty" '1 MiB over a terminal arrives'
	is "$(tr -d '\r' <"$T/tty" | spoken | md5sum)" "$("$B/test/probe" probe:quiet probe:flood=1 | md5sum)" 'whole and in order'
	succeeds 'ctr task kill' ctr task kill tty
	wait_for_exit $! 15
	wait $!
	is "$?" 137 'the status of a guest on a terminal that was ended'
	nothing_left 'nothing is left of terminals'
}

# ---------------------------------------------------------------- in the background
ctr_kill() {
	local signal code
	# A tender has no handlers, and is the first process of its namespace: the kernel would keep anything but KILL from it.
	while read -r signal code <&3; do
		succeeds "a guest in the background" tender back 'probe:quiet probe:pause' --detach
		holds ok_running back 'runs'
		succeeds "$signal" ctr task kill --signal "$signal" back
		holds wait_until 10 stopped back 'ends it'
		is "$(task_end back)" "$code" "and its status is $code"
		succeeds 'ctr container delete' ctr container delete back
	done 3<<-END
		SIGKILL 137
		SIGTERM 137
		SIGINT 137
	END
	nothing_left 'nothing is left of them'
}

ctr_commands() {
	local pid
	succeeds 'a guest in the background' tender still 'probe:quiet probe:pause' --detach
	pid=$(task_pid still)
	run ctr task ps still
	like "$out" "(^|[[:space:]])$pid([[:space:]]|$)" 'ctr task ps has the monitor'
	run ctr task metrics still
	like "$out" 'memory.usage' "ctr task metrics has its cgroup's figures"
	succeeds 'ctr task pause' ctr task pause still
	is "$(task_line still)" PAUSED 'the guest is frozen'
	succeeds 'ctr task resume' ctr task resume still
	holds ok_running still 'and goes on'
	succeeds 'paused again' ctr task pause still
	succeeds 'a frozen guest is killed' ctr task kill --signal SIGKILL still
	holds wait_until 10 stopped still 'which ends it'
	is "$(task_end still)" 137 'with its status'
	succeeds 'ctr container delete' ctr container delete still
	nothing_left 'nothing is left of it'
}

# Everything about guests outlives the engine but the engine itself.
ctr_restart() {
	local pid address ended
	succeeds 'the example, with a network' ctr run --detach "${with[@]}" --cni "$EXAMPLE" web
	address=$(cni_address)
	succeeds 'a second guest' tender quiet 'probe:quiet probe:pause' --detach
	succeeds 'a third, which ends by itself' tender brief 'probe:quiet probe:read-stdin probe:exit=5' --detach
	pid=$(task_pid web)
	ended=$(task_pid brief)
	holds wait_until 60 hello "$address" 'the guest answers'
	holds containerd_crash 'containerd is killed'
	holds test -e "/proc/$pid" 'the guest lives'
	holds hello "$address" 'and answers'
	kill -KILL "$ended"
	containerd_or_done
	is "$(task_line web) $(task_pid web)" "RUNNING $pid" 'the new containerd knows it'
	holds ok_running quiet 'and the second'
	holds wait_until 10 stopped brief 'and that the third has ended meanwhile'
	is "$(task_end brief)" 137 'with its status'
	holds hello "$address" 'the guest answers still'
	for id in web quiet; do
		succeeds "$id is killed" ctr task kill --signal SIGKILL $id
		holds wait_until 10 stopped $id 'it ends'
		is "$(task_end $id)" 137 'its status is known'
	done
	run 	ctr container delete web quiet brief
	nothing_left 'nothing is left of them'
}

# ---------------------------------------------------------------- many
one_of_many() {
	local code=$(($1 % 200)) rc
	timeout 60 tender "many$1" "probe:quiet probe:stderr=guest$1 probe:exit=$code" --rm >"$T/many.$1" 2>&1
	rc=$?
	case "$rc:$(spoken <"$T/many.$1")" in
	"$code:guest$1") ;;
	"$code:") echo "lost $1" ;;
	*) echo "wrong $1: $rc $(<"$T/many.$1")" ;;
	esac
}
ctr_many() {
	local began said lost
	export -f one_of_many spoken
	export T
	began=$(milliseconds)
	said=$(seq 40 | xargs -P 8 -I N bash -c 'one_of_many N')
	figure 40_guests_8_wide $(($(milliseconds) - began)) ms
	is "$(grep -v '^lost' <<<"$said")" '' '40 guests, 8 at a time: each has its own status, and nobody the words of another'
	# On a machine with ten times the load that it can carry runc's shim lost what one guest in some hundred had said just
	# before its end; more than one of 40 is another matter.
	lost=$(grep -c '^lost' <<<"$said")
	figure lost_words "$lost" guests
	holds test "$lost" -le 1 "and their words arrive ($lost lost)"
	nothing_left 'nothing is left of 40 guests'
}

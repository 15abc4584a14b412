#!/bin/bash
# timeout: 180
# vm: yes
# The network half of start: taps and redirects in a container's network namespace, with real frames; undo after every
# possible crash; what is refused and left alone.
. "$(dirname "$0")/../lib.sh"
need root tun ip tc ping jq

NET=$B/test/network GUEST_NET=$B/test/network_guest
[ -x "$NET" ] && [ -x "$GUEST_NET" ] || skip_all "needs $NET (make test-programs)"
modprobe -q -a tun sch_ingress cls_matchall cls_u32 act_mirred 2>/dev/null || true
mkdir -p /run/netns
R=$T/record
C=/run/netns/c

# nets [MTU]: a container's namespace c and a client's p, fresh
nets() {
	ip netns del c 2>/dev/null
	ip netns del p 2>/dev/null
	rm -f "$R"
	net_pair c p "${1:-1500}"
}
# program NAME WORD...: a function would not do, "run" and its like start programs
program() { { echo '#!/bin/sh' && echo "exec ${*:2}"; } >"$T/bin/$1" && chmod +x "$T/bin/$1"; }
program set_up "'$NET' set-up $C '$R' \"\$@\""
program undo "'$NET' undo '$R'"
program pings 'ip netns exec p ping -q -c 2 -i 0.05 -W 2 "$@"'
program no_tun "unshare -m --propagation private sh -c 'mount -t tmpfs tmpfs /dev/net && exec \"\$@\"' sh \"\$@\""
# word KEY: of the first line of $out
word() { sed -n "1s/.*\b$1=\([^ ]*\).*/\1/p" <<<"$out"; }
link_json() { ip -n "$1" -d -j link show dev "$2" | jq -r ".[0] | $3"; }
filters() { tc -n c filter show dev "$1" ingress; }

# guest TAP MAC IP4 [IP6]: runs until guest_end
guest() {
	ip netns exec c "$GUEST_NET" "$1" 65534 "$T/frames" "${@:2}" &
	guest_pid=$!
	wait_until 5 grep -q attached "$T/frames"
}
guest_end() {
	kill "$guest_pid" 2>/dev/null
	wait "$guest_pid" 2>/dev/null
}

# ---------------------------------------------------------------- one link, as docker and CNI make it
nets 1450
census_begin
run "$NET" set-up "$C" "$R" owner=abc uid=65534
is "$rc" 0 'set up'
tap=$(word tap)
is "$tap" tap0_urunc 'the name of the tap'
is "$(word ip4) $(word mask4) $(word gw4)" '10.77.0.2/24 255.255.255.0 10.77.0.1' 'IPv4 facts'
is "$(word ip6) $(word gw6)" 'fd77::2/64 fd77::1' 'IPv6 facts'
is "$(word mac)" "$(link_json c eth0 .address)" "the guest's MAC is the link's"
is "$(wc -l <"$R")" 2 'two things are recorded'
is "$(link_json c "$tap" '"\(.mtu) \(.txqlen) \(.ifalias) \(.inet6_addr_gen_mode)"')" '1450 1000 abc none' \
	'MTU, queue and alias of the tap'
is "$(link_json c "$tap" '.linkinfo.info_data | "\(.type) \(.pi) \(.persist) \(.user) \(.group) \(.multi_queue)"')" \
	'tap false true nobody nogroup false' 'the tap is persistent, of one queue, and of the monitor'
like "$(ip -n c -o link show dev "$tap")" '<[^>]*\bUP\b' 'the tap is up'
is "$(ip -n c -j addr show dev "$tap" | jq '.[0].addr_info | length')" 0 'the tap has no address'
is "$(filters eth0 | grep -c "Egress Redirect to device $tap) stolen")" 1 'the link is redirected to the tap'
is "$(filters "$tap" | grep -c 'Egress Redirect to device eth0) stolen')" 1 'the tap is redirected to the link'

: >"$T/frames"
run ip netns exec c "$GUEST_NET" "$tap" 65533 "$T/frames" "$(link_json c eth0 .address)" 10.77.0.2
like "$rc $err" '^1 .*Operation not permitted' 'another user cannot attach to the tap'
guest "$tap" "$(link_json c eth0 .address)" 10.77.0.2 fd77::2
succeeds 'IPv4 frames go both ways' pings 10.77.0.2
succeeds 'IPv6 frames go both ways' pings fd77::2
succeeds 'frames as long as the MTU' pings -M 'do' -s 1422 10.77.0.2
run "$NET" set-up "$C" "$R.2" owner=second
like "$rc $err" '^1 .*link eth0 is taken by another guest, container abc \(its frames go to tap0_urunc\)' \
	'a second guest is refused, and the holder named'
holds test ! -s "$R.2" 'the refused guest has made nothing'
succeeds 'the first guest goes on' pings 10.77.0.2
guest_end
is "$(grep -c "^$(link_json c "$tap" .address)" "$T/frames")" 0 'the kernel says nothing to the guest by itself'

succeeds 'undo' undo
nothing_left 'undo leaves nothing'
succeeds 'undo again' undo
is "$(ip -n c -j route show default | jq -r '.[0].gateway')" 10.77.0.1 "the link's own network is as it was"
run pings 10.77.0.2
is "$rc" 0 'the namespace itself has its link back'

# ---------------------------------------------------------------- other links
nets
ip -n c addr flush dev eth0
ip -n c addr add 10.65.1.7/32 dev eth0
ip -n c route add 169.254.1.1 dev eth0 scope link
ip -n c route add default via 169.254.1.1 dev eth0
ip -n c route add 10.9.0.0/16 via 169.254.1.1 dev eth0
run set_up
like "$out" 'ip4=10.65.1.7/32 mask4=255.255.255.255 gw4=169.254.1.1 onlink4 ip6=/0 gw6=' 'a /32 with a gateway outside it'
like "$out" 'route=10.9.0.0/16 gw=169.254.1.1 link=eth0' 'a route behind a gateway'
undo

nets
long='q"-;$(x)\abc&|*' # 15 bytes
ip -n c link set eth0 down
ip -n c link set eth0 name "$long"
ip -n c link set "$long" txqueuelen 0
run set_up
is "$rc" 0 'any name of a link'
is "$(word link) $(word txqlen)" "$long 1000" 'a link without a queue: the tap has one'
like "$(ip -n c -o link show dev "$long")" '<[^>]*\bUP\b' 'a link that was down is brought up'
: >"$T/frames"
guest tap0_urunc "$(link_json c "$long" .address)" 10.77.0.2
succeeds 'frames through it' pings 10.77.0.2
guest_end
undo

nets
ip link add net1 netns c type veth peer name net1 netns p
ip -n c addr add 10.78.0.2/16 dev net1
ip -n p addr add 10.78.0.1/16 dev net1
ip -n c link set net1 up
ip -n p link set net1 up
ip link add none netns c type veth peer name none netns p
ip -n c link set none up
ip -n c tuntap add dev vpn0 mode tun
ip -n c addr add 10.79.0.1/24 dev vpn0
run set_up
is "$(grep -c link= <<<"$out")" 2 'two links with addresses: two taps; without an address, or not Ethernet: none'
like "$out" 'link=eth0 tap=tap0_urunc .* main.*link=net1 tap=tap1_urunc [^
]*ip4=10.78.0.2/16' 'each its own, and the one of the default route is the main one'
: >"$T/frames"
guest tap1_urunc "$(link_json c net1 .address)" 10.78.0.2
succeeds 'frames through the second' pings 10.78.0.2
guest_end
undo
is "$(ip -n c -o link | grep -c urunc)" 0 'both taps are gone'
run set_up links=1
like "$rc $err" '^1 .*has 2 network links with an address \(eth0 net1\) and at most 1 can be used because' 'too many links'
run set_up links=0
is "$rc $out" '0 ' 'a guest without a use for the network gets none'
run set_up mtu=1400
like "$rc $err" '^1 .*link eth0 has an MTU of 1500 bytes and at most 1400' 'an MTU that is too large'
holds test ! -s "$R.2" 'nothing was made'

ip netns del c
net_new c
run set_up
is "$rc $out" '0 ' 'no link: no device, and success'

# ---------------------------------------------------------------- what is left alone
nets
ip -n c tuntap add dev tap0_urunc mode tap
ip -n c tuntap add dev tap1 mode tap
census_begin
run set_up
is "$(word tap)" tap1_urunc 'a tap of that name that is not ours: the next name'
undo
printf 'tap\t%s\t%s\t%s\ttap7_urunc\n' "$C" "$(stat -Lc %d:%i "$C")" "$(link_json c tap1 .ifindex)" >"$R"
succeeds 'undo where another link has the index' undo
printf 'tap\t%s\t%s\t%s\ttap0_urunc\n' "$C" "$(stat -Lc %d:%i "$C")" 77777777 >"$R"
succeeds 'undo where another link has the name' undo
nothing_left 'foreign taps are still there'

tc -n c qdisc add dev eth0 clsact
census_begin
run set_up
like "$rc $err" '^1 .*link eth0 has an ingress discipline already' 'somebody else redirects the link'
nothing_left "and keeps it"
printf 'redirect\t%s\t%s\t%s\t%s\n' "$C" "$(stat -Lc %d:%i "$C")" "$(link_json c eth0 .ifindex)" 77777777 >"$R"
succeeds 'undo of a redirect that was never made' undo
nothing_left "a clsact in its place is not ours"
tc -n c qdisc del dev eth0 clsact
tc -n c qdisc add dev eth0 ingress
tc -n c filter add dev eth0 ingress protocol all pref 1 u32 match u32 0 0 action mirred egress redirect dev tap1
census_begin
succeeds 'undo where another redirects by now' undo
nothing_left "another's redirect is not ours"

nets
run "$NET" set-up /proc/1/ns/net "$R"
like "$rc $err" "^1 .*share the host's network namespace" "the host's namespace is refused"
run "$NET" set-up /proc/self/ns/net "$R"
like "$rc $err" "^1 .*share the host's network namespace" "the caller's namespace is refused"
run ip netns exec p "$NET" set-up /proc/1/ns/net "$R"
like "$rc $err" "^1 .*share the host's network namespace" "the host's, when the caller's is another"
run ip netns exec p "$NET" set-up /proc/self/ns/net "$R"
like "$rc $err" "^1 .*share the host's network namespace" "the caller's, when the host's is another"
holds test ! -s "$R" 'and nothing recorded'

run no_tun "$NET" set-up "$C" "$R"
like "$rc $err" '^1 .*no /dev/net/tun .*modprobe tun' 'no tun device'
undo
census_begin
run "$NET" set-up "$C" /dev/full
like "$rc $err" '^1 .*cannot write the record' 'a record that cannot be written'
nothing_left 'what cannot be recorded is not made'

# ---------------------------------------------------------------- namespaces that went away
run set_up
ip netns del c
succeeds 'undo in a namespace that is gone' undo
nets
run set_up
cp "$R" "$T/old"
sed "s/$(stat -Lc %i "$C")/4026531999/" "$T/old" >"$R"
succeeds 'undo where the path is another namespace now' undo
is "$(ip -n c -o link | grep -c urunc)" 1 'which is left alone'
cp "$T/old" "$R"
ip -n c link del eth0
succeeds 'undo when the link is gone' undo
is "$(ip -n c -o link | grep -c urunc)" 0 'the tap is gone'
nets
run set_up
ip -n c link del tap0_urunc
succeeds 'undo when the tap is gone' undo
is "$(tc -n c qdisc show | grep -c ingress)" 0 'the redirect is gone'
run set_up own
is "$rc $(wc -l <"$R")" '0 2' "in a namespace of the container's own nothing is recorded"

# ---------------------------------------------------------------- two at once
nets
census_begin
one=0 harmed=0
for i in {1..20}; do
	rm -f "$R" "$R.2"
	"$NET" set-up "$C" "$R" owner=a >"$T/a" 2>"$T/a.err" & a=$!
	"$NET" set-up "$C" "$R.2" owner=b >"$T/b" 2>"$T/b.err" & b=$!
	ra=0 rb=0
	wait $a || ra=$?
	wait $b || rb=$?
	winner=$R loser=$R.2
	[ $rb != 0 ] || winner=$R.2 loser=$R
	if [ $((ra + rb)) = 1 ]; then
		one=$((one + 1))
		"$NET" undo "$loser"
		won=$(cat "$T/a" "$T/b" | sed -n 's/.*tap=\([^ ]*\).*/\1/p')
		[ "$(filters eth0 | grep -c "device $won)")" = 1 ] || harmed=$((harmed + 1))
	fi
	"$NET" undo "$loser"
	"$NET" undo "$winner"
done
is "$one" 20 'of two guests at once just one gets the link'
is "$harmed" 0 "the loser's undo leaves the winner alone"
nothing_left 'and nothing is left of either'

# Narrower than chance finds it: between the look and the making.
nets
run set_up race='1:ip tuntap add dev tap0_urunc mode tap'
like "$rc $err" '^1 .*a link with the name tap0_urunc or index [0-9]+ is there already' 'the name of the tap was taken just now'
undo
is "$(ip -n c -o link | grep -c tap0_urunc)" 1 'that tap is not ours'
nets
ip -n c tuntap add dev other mode tap
run set_up race='2:tc qdisc add dev eth0 ingress && tc filter add dev eth0 ingress protocol all pref 9 u32 match u32 0 0 \
	action mirred egress redirect dev other'
like "$rc $err" '^1 .*link eth0 has an ingress discipline already: another guest took it just now' 'the link was taken just now'
is "$(filters eth0 | grep -c 'pref 1 ')" 0 'nothing is added to what another made'
undo
is "$(filters eth0 | grep -c 'device other')" 1 'and it is left alone'
is "$(ip -n c -o link | grep -c urunc)" 0 'our tap is gone'

# ---------------------------------------------------------------- crashes
left() { ip -n c -o link | grep urunc; tc -n c qdisc show | grep -e ingress -e clsact; }
# crash NAME CMD...: the set-up dies, undo must find everything
crashes=0 halfway=0 wrong=''
crash() {
	local name=$1
	shift
	rm -f "$R"
	("$@"; :) >/dev/null 2>&1
	crashes=$((crashes + 1))
	[ ! "$(left)" ] || halfway=$((halfway + 1))
	"$NET" undo "$R" || wrong="$wrong $name:undo"
	[ ! "$(left)" ] || { wrong="$wrong $name:$(left)"; nets; }
}
nets
for n in 1 2; do crash "record $n" set_up crash=$n; done
is "$wrong" '' 'killed at each record: undo leaves nothing'

if command -v strace >/dev/null; then
	strace -f -qq -o "$T/calls" "$NET" set-up "$C" "$R" >/dev/null
	undo
	process=$(sed -n 's/^\([0-9]*\) *setns(.*/\1/p' "$T/calls" | sort -u)
	for call in setns socket sendto recvmsg openat ioctl close write; do
		last=$(grep -c "^$process *$call(" "$T/calls")
		for ((n = 1; n <= last; n++)); do
			crash "$call $n" strace -f -qq -o /dev/null -e trace="$call" -e inject="$call:signal=KILL:when=$n" \
				"$NET" set-up "$C" "$R"
		done
	done
	is "$wrong" '' "killed at each of $crashes system calls: undo leaves nothing"
	holds test "$crashes" -gt 40 'as many system calls as there must be'
	holds test "$halfway" -gt 15 'and often enough something had been made'
else
	skip 'killed at each system call' 'needs strace'
fi

# ---------------------------------------------------------------- what it costs
"$NET" time "$C" 50 | sed 's/^/# /'
done_testing

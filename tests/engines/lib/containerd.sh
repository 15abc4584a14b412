# shellcheck shell=bash disable=SC2034
# containerd for tests, Debian's or a newer one, at the socket where its clients look; read after engines.sh.
#
# Variables:  CONTAINERD      the program
#             containerd_pid  that of the running one
#             CONTAINERD_NAMESPACE  ctr's; its containers are in the cgroup of that name

export CONTAINERD_NAMESPACE=${TEST_CGROUP}c
ROOT=/run/containerd/runc/$CONTAINERD_NAMESPACE # where runc's shim has urunc keep its records

# containerd_choose debian|built
containerd_choose() {
	if [ "$1" = built ]; then
		built containerd
		PATH=$T/bin:$BUILT:$PATH # shims are looked for there, but our own words come first
		CONTAINERD=$BUILT/containerd
	else
		need containerd ctr
		CONTAINERD=$(command -v containerd)
	fi
	containerd_version=$("$CONTAINERD" --version | awk '{ print $3 }')
	echo "# version containerd $containerd_version"
}

# containerd_settings [TEXT]: /etc/containerd/config.toml, with private directories, and the text at its end
containerd_settings() {
	local dir=$ENGINE/containerd
	mkdir -p /etc/containerd "$dir/temp" "$dir/opt"
	case $containerd_version in
	1.*) cat <<-EOF ;;
		version = 2
		root = "$dir/root"
		temp = "$dir/temp"
		imports = []
		[plugins."io.containerd.internal.v1.opt"]
		path = "$dir/opt"
	EOF
	*) cat <<-EOF ;;
		version = 3
		root = "$dir/root"
		temp = "$dir/temp"
		imports = []
		[plugins."io.containerd.internal.v1.opt"]
		path = "$dir/opt"
		[plugins."io.containerd.nri.v1.nri"]
		disable = true
	EOF
	esac >/etc/containerd/config.toml
	printf '%s\n' "${1:-}" >>/etc/containerd/config.toml
}

# containerd_start: and waits for it.  containerd_crash: it has no time to say anything.
containerd_start() {
	containerd_pid=''
	"$CONTAINERD" >>"$ENGINE/containerd.log" 2>&1 &
	containerd_pid=$!
	at_end "kill $! 2>/dev/null; wait $! 2>/dev/null"
	wait_until 30 ctr version
}
containerd_crash() { kill -KILL "$containerd_pid" && { wait "$containerd_pid"; } 2>/dev/null; [ "$?" = 137 ]; }
containerd_or_done() {
	containerd_start && return
	not_ok 'containerd starts' "$(tail -n 8 "$ENGINE/containerd.log")"
	done_testing
}

task_line() { ctr task ls 2>/dev/null | awk -v id="$1" '$1 == id { print $3 }'; }
task_is() { [ "$(task_line "$1")" = "$2" ]; }
task_pid() { ctr task ls 2>/dev/null | awk -v id="$1" '$1 == id { print $2 }'; }

# shellcheck shell=bash disable=SC2016,SC2154,SC2034
# Pods as the kubelet asks for them, whichever containerd: read after containerd.sh.  The kubelet's part is played by jq, from
# the page's pod, and by tests/engines/cri.

export CONTAINERD_NAMESPACE=k8s.io
ROOT=/run/containerd/runc/k8s.io
EXAMPLE=docker.io/library/example:latest

# cri METHOD [REQUEST]
# a program, so that "succeeds" and "run" can start it
printf "#!/bin/sh\nexec %s /run/containerd/containerd.sock \"\$@\"\n" "$BUILT/cri" >"$T/bin/cri"
chmod +x "$T/bin/cri"

# What only the machines of tests need: no registry, no right to lower an OOM score, no AppArmor.  The page's block follows.
cri_settings() {
	case $containerd_version in
	1.*)
		cat <<-EOF
			[plugins."io.containerd.grpc.v1.cri"]
			sandbox_image = "docker.io/test/pause:latest"
			restrict_oom_score_adj = true
			disable_apparmor = true
			[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
			runtime_type = "io.containerd.runc.v2"
		EOF
		snippet cri-1
		;;
	*)
		cat <<-EOF
			[plugins."io.containerd.cri.v1.images".pinned_images]
			sandbox = "docker.io/test/pause:latest"
			[plugins."io.containerd.cri.v1.runtime"]
			restrict_oom_score_adj = true
			disable_apparmor = true
		EOF
		snippet cri-2
		;;
	esac
}

# cri_begin debian|built
cri_begin() {
	need root jq probe tun qemu-system-x86_64 runc /usr/lib/cni/bridge "$GUEST/solo5-spt" "$GUEST/linux/initrd" "$B/deb/busybox/bin/busybox"
	built cri
	containerd_choose "$1"
	engines_begin
	cni_bridge
	images_for_engines
	images_ordinary
	containerd_settings "$(cri_settings)"
	containerd_or_done
	for image in example tender pause busybox; do succeeds "the image $image is imported" ctr image import "$image.tar"; done
	known() { [ "$(cri ListImages | jq '[.images[].repoTags[]] | length')" -ge 4 ]; }
	holds wait_until 20 known 'CRI knows them'
}

# ---------------------------------------------------------------- what the kubelet makes of a pod
# pod_config NAME: the sandbox's configuration
pod_config() {
	snippet pod | jq -c --arg name "$1" --arg parent "/$TEST_CGROUP/pod$1" --arg logs "$ENGINE/logs/$1" '
		{metadata: {name: $name, namespace: .metadata.namespace, uid: ("uid-" + $name), attempt: 0}, hostname: $name,
		 log_directory: $logs, annotations: (.metadata.annotations // {}),
		 linux: {cgroup_parent: $parent, security_context: {namespace_options: {pid: "CONTAINER"}}}}'
}
# container_config NAME: one of the page's containers
container_config() {
	snippet pod | jq -c --arg name "$1" '
		def bytes: if test("Mi$") then (rtrimstr("Mi") | tonumber) * 1048576 else tonumber end;
		.spec.containers[] | select(.name == $name) |
		{metadata: {name: .name, attempt: 0}, image: {image: .image}, command: (.command // []), args: (.args // []),
		 log_path: (.name + ".log"), linux: {security_context: {namespace_options: {pid: "CONTAINER"}}, resources: (if .resources.limits then
			{memory_limit_in_bytes: (.resources.limits.memory | bytes),
			 cpu_period: 100000, cpu_quota: ((.resources.limits.cpu | tonumber) * 100000)} else {} end)}}'
}
# pod_up NAME: $pod, or the error on stderr.  The handler is that of the page's class, which the page's pod names.
pod_up() {
	local handler
	handler=$(jq -rn --argjson class "$(snippet runtimeclass)" --argjson pod "$(snippet pod)" \
		'$class | select(.metadata.name == $pod.spec.runtimeClassName) | .handler')
	mkdir -p "$ENGINE/logs/$1"
	cri RunPodSandbox "$(jq -nc --argjson config "$(pod_config "$1")" --arg handler "$handler" \
		'{config: $config, runtime_handler: $handler}')" | jq -r .podSandboxId
}
# container_up POD-ID POD-NAME CONFIG: created and started; its id
container_up() {
	local id
	id=$(cri CreateContainer "$(jq -nc --arg pod "$1" --argjson sandbox "$(pod_config "$2")" --argjson config "$3" \
		'{pod_sandbox_id: $pod, config: $config, sandbox_config: $sandbox}')" | jq -r .containerId)
	[ "$id" ] || return 1
	echo "$id"
	cri StartContainer "$(jq -nc --arg id "$id" '{container_id: $id}')" >/dev/null
}
of_container() { jq -nc --arg id "$1" '{container_id: $id}'; }
of_pod() { jq -nc --arg id "$1" '{pod_sandbox_id: $id}'; }
container_state() { cri ContainerStatus "$(of_container "$1")" | jq -r '.status | "\(.state) \(.exitCode)"'; }
state_is() { [ "$(container_state "$1")" = "$2" ]; }
pod_address() { cri PodSandboxStatus "$(of_pod "$1")" | jq -r .status.network.ip; }
# The pod's cgroup is the kubelet's.
pod_cgroup_gone() { rmdir /sys/fs/cgroup/*/"$TEST_CGROUP/pod$1"; }
pod_gone() { cri StopPodSandbox "$(of_pod "$1")" && cri RemovePodSandbox "$(of_pod "$1")" && pod_cgroup_gone "$2"; }
# try FUNCTION...: as run, for what is no program; every call of cri has its own limit
try() {
	rc=0
	"$@" >"$T/.out" 2>"$T/.err" || rc=$?
	out=$(<"$T/.out") err=$(<"$T/.err")
}

# ---------------------------------------------------------------- the page's pod
cri_pod() {
	local pod guest sidecar address stats began
	# What the engine makes once is made by a pod that goes again.
	pod=$(pod_up first)
	pod_gone "$pod" first >/dev/null
	census_begin
	began=$(milliseconds)
	pod=$(pod_up web)
	isnt "$pod" '' 'a pod of the class: its pause container is handed over'
	figure pod $(($(milliseconds) - began)) ms
	address=$(pod_address "$pod")
	like "$address" '^10\.88\.7\.' 'CNI gave it an address'
	guest=$(container_up "$pod" web "$(container_config guest)")
	is "$(container_state "$guest")" 'CONTAINER_RUNNING 0' 'the guest runs'
	sidecar=$(container_up "$pod" web "$(container_config sidecar)")
	is "$(container_state "$sidecar")" 'CONTAINER_RUNNING 0' 'and a sidecar beside it'
	holds wait_until 60 hello "$address" "the guest answers HTTP at the address of the pod, $address"
	like "$(cat "$ENGINE/logs/web/guest.log")" ' stdout F .*serving HTTP on port 80' 'its console is its log, as the kubelet reads it'
	like "$(http_get "$address")" 'Linux [^ ]*, 3[0-9][0-9] MiB, 1 CPU' 'it has the memory and the CPU of its limits'
	like "$(cat "$ENGINE/logs/web/sidecar.log")" ' stdout F beside$' 'and the sidecar has its own'
	stats=$(cri ContainerStats "$(of_container "$guest")")
	holds test "$(jq '.stats.cpu.usageCoreNanoSeconds.value | tonumber' <<<"$stats")" -gt 100000000 'stats: the CPU time of the monitor'
	holds test "$(jq '.stats.memory.workingSetBytes.value | tonumber' <<<"$stats")" -gt 50000000 'and its memory'
	run cri ExecSync "$(jq -nc --arg id "$sidecar" '{container_id: $id, cmd: ["/bin/cat", "/proc/1/comm"], timeout: 10}')"
	is "$(jq -r .stdout <<<"$out" | base64 -d)" sh 'exec in the sidecar'
	run cri ExecSync "$(jq -nc --arg id "$guest" '{container_id: $id, cmd: ["/bin/true"], timeout: 10}')"
	like "$rc $err" '^1 .*exec is not supported' 'exec in the guest says that it cannot be'
	holds hello "$address" 'which does not disturb it'
	run cri UpdateContainerResources "$(jq -nc --arg id "$sidecar" '{container_id: $id, linux: {memory_limit_in_bytes: 134217728}}')"
	is "$rc$err" 0 'the sidecar gets a limit'
	run cri UpdateContainerResources "$(jq -nc --arg id "$guest" '{container_id: $id, linux: {memory_limit_in_bytes: 629145600, cpu_shares: 512}}')"
	is "$rc$err" 0 'so does the guest'
	succeeds 'the guest is stopped' cri StopContainer "$(jq -nc --arg id "$guest" '{container_id: $id, timeout: 20}')"
	like "$(container_state "$guest")" '^CONTAINER_EXITED ' 'it has ended'
	is "$(container_state "$sidecar")" 'CONTAINER_RUNNING 0' 'the sidecar runs on'
	succeeds 'the guest is removed' cri RemoveContainer "$(of_container "$guest")"
	guest=$(container_up "$pod" web "$(container_config guest)")
	holds wait_until 60 hello "$(pod_address "$pod")" 'another guest in the same pod takes its place and answers'
	succeeds 'the pod is stopped with all that runs in it' cri StopPodSandbox "$(of_pod "$pod")"
	like "$(container_state "$guest") $(container_state "$sidecar")" '^CONTAINER_EXITED .* CONTAINER_EXITED ' 'all have ended'
	succeeds 'and removed' cri RemovePodSandbox "$(of_pod "$pod")"
	holds pod_cgroup_gone web "nothing is in the pod's cgroup"
	is "$(cri ListContainers | jq '.containers | length')" 0 'CRI knows no container any more'
	nothing_left 'nothing is left of the pod'
}

# ---------------------------------------------------------------- annotations, exit codes, a restart of containerd
tender_config() { # NAME WORDS [ANNOTATIONS]
	jq -nc --arg name "$1" --arg words "$2" --argjson annotations "${3:-{\}}" '{metadata: {name: $name}, log_path: ($name + ".log"),
		image: {image: "docker.io/test/tender:latest"}, args: [$words], annotations: $annotations,
		linux: {security_context: {namespace_options: {pid: "CONTAINER"}}, resources: {}}}'
}
cri_more() {
	local pod id other address
	pod=$(pod_up more)
	id=$(container_up "$pod" more "$(tender_config seven 'probe:quiet probe:exit=7')")
	holds wait_until 10 state_is "$id" 'CONTAINER_EXITED 7' 'the status of the monitor is that of the container'
	prefix=com.urunc.unikernel
	try container_up "$pod" more "$(tender_config xen probe:quiet "{\"$prefix.unikernelType\": \"linux\", \"$prefix.hypervisor\": \"xen\", \"$prefix.binary\": \"/guest\"}")"
	like "$rc $err" '^[1-9].*xen' 'a wrong annotation of the container reaches urunc, whose sentence CRI shows'
	id=$(container_up "$pod" more "$(tender_config stay 'probe:quiet probe:pause')")
	holds containerd_crash 'containerd is killed'
	containerd_or_done
	holds wait_until 20 state_is "$id" 'CONTAINER_RUNNING 0' 'the new containerd knows the guest'
	is "$(cri PodSandboxStatus "$(of_pod "$pod")" | jq -r .status.state)" SANDBOX_READY 'and the pod'
	succeeds 'the guest is killed' cri StopContainer "$(jq -nc --arg id "$id" '{container_id: $id, timeout: 0}')"
	is "$(container_state "$id")" 'CONTAINER_EXITED 137' 'its status is known'
	try pod_gone "$pod" more
	is "$rc$err" 0 'the pod goes'
	nothing_left 'nothing is left of it'
}

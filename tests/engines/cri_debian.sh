#!/bin/bash
# timeout: 600
# Debian's containerd by CRI: a pod with a guest and a sidecar, on a bridge by CNI, as a kubelet would have it.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../engine.sh"
# shellcheck disable=SC1090
for part in engines containerd cri; do . "$(dirname "$0")/lib/$part.sh"; done
cri_begin debian
cri_pod
cri_more
done_testing

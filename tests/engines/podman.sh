#!/bin/bash
# timeout: 600
# Debian's podman with conmon: bridge, published port, limits, logs, ends, a restart policy, pods.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../engine.sh"
# shellcheck disable=SC1090
for part in engines podman; do . "$(dirname "$0")/lib/$part.sh"; done
podman_setup
podman_page
podman_ends
podman_restart_policy
podman_pods
done_testing

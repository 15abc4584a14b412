#!/bin/bash
# timeout: 600
# Debian's docker: bridge, published port, limits, logs, ends, restart policies.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../engine.sh"
# shellcheck disable=SC1090
for part in engines containerd docker; do . "$(dirname "$0")/lib/$part.sh"; done
docker_begin debian
docker_page
docker_ends
docker_output
docker_restart_policy
docker_ordinary
done_testing

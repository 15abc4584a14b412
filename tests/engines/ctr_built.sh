#!/bin/bash
# timeout: 600
# The containerd that tests/engines/containerd pins, by ctr with runc's shim: foreground, streams, terminal, kill, a restart, many at once.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../engine.sh"
# shellcheck disable=SC1090
for part in engines containerd ctr; do . "$(dirname "$0")/lib/$part.sh"; done
ctr_begin built
ctr_page
ctr_foreground
ctr_streams
ctr_terminal
ctr_kill
ctr_commands
ctr_restart
ctr_many
done_testing

#!/bin/bash
# timeout: 300
# The containerd that tests/engines/containerd pins is killed between create and start, and clients all want the same guest to go at once.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../engine.sh"
# shellcheck disable=SC1090
for part in engines containerd ctr race; do . "$(dirname "$0")/lib/$part.sh"; done
ctr_begin built
race_crash create
race_crash start
race_together
race_direct
done_testing

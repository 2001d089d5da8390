#!/bin/sh
# Replays the seeds of every fuzz target under the sanitizers; `make fuzz` looks for new ones.
set -u
cd "$(dirname "$0")/../.." || exit 2
status=0
for folder in tests/fuzz/seeds/*; do
    target=${folder##*/}
    "${B:-build}/check/fuzz_$target" "$folder"/* || status=1
done
exit $status

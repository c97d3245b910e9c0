#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Fuzzes one target of what run.sh built. Usage: tests/fuzz/target.sh SECONDS TARGET
set -euo pipefail
cd "$(dirname "$0")/../../build-fuzz"
seconds=$1
target=$2

count=$(find "seeds/$target" -type f | wc -l)
[ "$count" -ge 100 ] || {
    echo "fuzz $target: FAILED: only $count seeds"
    exit 1
}
# Absolute paths: the target of the command line leaves this folder.
corpus=("$PWD/corpus/$target" "$PWD/seeds/$target")
mkdir -p "${corpus[0]}"
options=(-max_len=8192 -timeout=10 -rss_limit_mb=1024 -verbosity=0 "-artifact_prefix=$PWD/found/$target-" "-max_total_time=$seconds")
regressions=$PWD/../tests/fuzz/regressions/$target
[ ! -d "$regressions" ] || corpus+=("$regressions")
dictionary=$PWD/../tests/fuzz/dictionaries/$target.dict
[ ! -f "$dictionary" ] || options+=("-dict=$dictionary")
ln -sf fuzz "fuzz-$target"
"./fuzz-$target" "${options[@]}" "${corpus[@]}" 2>"found/$target.log" || {
    tail -n 40 "found/$target.log"
    echo "fuzz $target: FAILED; the input is in build-fuzz/found"
    exit 1
}
echo "fuzz $target: $count seeds and $seconds s, nothing found"

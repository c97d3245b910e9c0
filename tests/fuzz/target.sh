#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Fuzzes one target of what run.sh built. Usage: tests/fuzz/target.sh SECONDS TARGET
# SECONDS empty: a fixed number of inputs, the same ones each time.
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
seeds=$PWD/seeds/$target
if [ -n "$seconds" ]; then
    mkdir -p "corpus/$target"
    amount="$seconds s"
    more=("-max_total_time=$seconds" "$PWD/corpus/$target" "$seeds")
else
    case $target in # about a second of each
    zip) runs=500 ;;
    cli | tarzst) runs=1000 ;;
    names | pipeline | script | 7z | deb | tar*) runs=3000 ;;
    *) runs=10000 ;;
    esac
    amount="$runs inputs"
    # A folder is read in an order of its own. Compared numbers are not learned from: addresses are among them.
    find "$seeds" -type f | sort | paste -s -d , >"found/$target.list"
    more=(-seed=1 "-runs=$runs" -use_cmp=0 "-seed_inputs=@$PWD/found/$target.list")
fi
# A damaged zip may declare a dictionary that no reader before libarchive sees (SECURITY.md): the tool's limit on its
# process refuses it. Here it may be asked for, and not be filled.
options=(-max_len=8192 -timeout=10 -rss_limit_mb=1024 -malloc_limit_mb=8192 -verbosity=0 "-artifact_prefix=$PWD/found/$target-")
dictionary=$PWD/../tests/fuzz/dictionaries/$target.dict
[ ! -f "$dictionary" ] || options+=("-dict=$dictionary")
ln -sf fuzz "fuzz-$target"
# Freed memory is watched for as long as the next 8 MiB: more costs two thirds of the inputs a second.
export ASAN_OPTIONS=quarantine_size_mb=8
run() {
    "./fuzz-$target" "${options[@]}" "$@" 2>"found/$target.log" || {
        tail -n 40 "found/$target.log"
        echo "fuzz $target: FAILED; the input is in build-fuzz/found"
        exit 1
    }
}
LLVM_PROFILE_FILE=$PWD/profile/$target.profraw run -runs=0 "$seeds"
TIMEFORMAT='%2U %2S'
{ time LLVM_PROFILE_FILE=/dev/null run -print_final_stats=1 "${more[@]}"; } 2>"found/$target.time"
inputs=$(sed -n 's/^stat::number_of_executed_units: *//p' "found/$target.log")
speed=$(awk -v n="$inputs" 'END { print int(n / ($1 + $2 + 0.01)) }' "found/$target.time")
echo "fuzz $target: $count seeds, $amount, $speed inputs a second of CPU, nothing found"

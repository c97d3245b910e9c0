#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What many verdicts cost, for docs/fleets.md: a process each, and --each behind xargs and parallel.
#   fleet.sh BUILD [COUNT]
set -euo pipefail
build=$(cd "$1" && pwd)
count=${2:-3000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export PATH=$build:$PATH
cd "$work"
mkdir models
"$build/tools/mkmodel" axmodel m.axmodel --const 3000000 >/dev/null
for ((i = 0; i < count; i++)); do ln m.axmodel "models/$i.axmodel"; done

TIMEFORMAT='%R %U %S'
measure() {
    local name=$1 spent
    shift
    spent=$({ time find models -name '*.axmodel' -print0 | "$@" >/dev/null; } 2>&1)
    awk -v name="$name" -v count="$count" '{ printf "%-34s %8.0f verdicts a second, %6.3f ms of CPU each\n",
        name, count / $1, ($2 + $3) / count * 1000 }' <<<"$spent"
}
words=(maixfit --each -d maixcam2-4g -f jsonl)
measure 'a process each' xargs -0 -n 1 maixfit -d maixcam2-4g -f jsonl
measure 'xargs, --each' xargs -0 "${words[@]}"
measure 'xargs -P, --each' xargs -0 -n 500 -P "$(nproc)" "${words[@]}"
measure 'parallel -X, --each' parallel -0 -X -k "${words[@]}"

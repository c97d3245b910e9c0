#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What judging costs: bytes read, CPU time and peak memory, for models from 1 MiB to 8 GiB, beside `cat` and `file`
# on the same file. Not a test: machines are noisy. Usage: tests/bench/bench.sh [BUILD]
set -euo pipefail
cd "$(dirname "$0")/../.."
build=${1:-build}

scripts/setup.sh tests
cmake --preset default >/dev/null
cmake --build --preset default >/dev/null
missed=0
for part in bench bundles; do
    /usr/bin/python3 "tests/bench/$part.py" --tool "$build/maixfit" --mkmodel "$build/tools/mkmodel" \
        --measure "$build/tests/measure" || missed=1
done
exit $missed

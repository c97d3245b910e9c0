#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What the tool costs beside file, stat, lsblk, bsdtar and a loop; see bench.py. Not a test: machines are noisy.
# Needs 1 GiB of disk for a moment. Usage: tests/bench/bench.sh [BUILD [WORD]]; WORD picks a part of the run.
set -euo pipefail
cd "$(dirname "$0")/../.."
build=${1:-build}

scripts/setup.sh tests
cmake --preset default >/dev/null
cmake --build --preset default >/dev/null
exec /usr/bin/python3 tests/bench/bench.py --tool "$build/maixfit" --mkmodel "$build/tools/mkmodel" \
    --measure "$build/tests/measure" --only "${2:-}"

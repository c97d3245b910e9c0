#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Writes all golden runs anew. Read the diff before you commit it: each line that changed is one that users see.
set -euo pipefail
cd "$(dirname "$0")/../.."
scripts/setup.sh tests
cmake --preset default >/dev/null
cmake --build --preset default >/dev/null
/usr/bin/python3 tests/golden/run.py --tool build/maixfit --mkmodel build/tools/mkmodel --refresh
git --no-pager diff --stat -- tests/golden

#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Fuzzes every reader of foreign bytes under ASan and UBSan: all seeds, then new inputs made from them, as many targets at
# a time as there are processors. Without TARGET it ends with a table of the lines of each parser that the seeds reach.
# Usage: tests/fuzz/run.sh                        the same inputs each time, as CI does
#        tests/fuzz/run.sh SECONDS [TARGET...]    looks for more: so long a target, on top of what earlier runs kept
# A finding stays in build-fuzz/found; put it into FOUND of tests/fuzz/seeds.py, as text.
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-}
shift || true

cmake -S . -B build-fuzz -G Ninja -DCMAKE_C_COMPILER=clang-14 -DMAIXFIT_FUZZ=ON -DMAIXFIT_SANITIZE=ON -DMAIXFIT_TESTS=OFF \
    -DMAIXFIT_DLOPEN=OFF -DCMAKE_BUILD_TYPE=RelWithDebInfo >/dev/null
cmake --build build-fuzz >build-fuzz/log || {
    tail -n 30 build-fuzz/log
    exit 1
}
rm -rf build-fuzz/seeds
LLVM_PROFILE_FILE=/dev/null /usr/bin/python3 tests/fuzz/seeds.py build-fuzz/tools/mkmodel build-fuzz/seeds
rm -rf build-fuzz/profile
mkdir -p build-fuzz/found build-fuzz/profile

targets=("$@")
if [ ${#targets[@]} -eq 0 ]; then
    mapfile -t targets < <(cd build-fuzz/seeds && printf '%s\n' *)
fi
printf '%s\0' "${targets[@]}" | xargs -0 -n 1 -P "$(nproc)" tests/fuzz/target.sh "$seconds"
[ $# -gt 0 ] || /usr/bin/python3 tests/fuzz/reached.py build-fuzz

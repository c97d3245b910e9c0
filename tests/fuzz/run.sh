#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Fuzzes every reader of foreign bytes under ASan and UBSan: first all seeds and all inputs that were found before,
# then so many seconds of new ones a target. Usage: tests/fuzz/run.sh [SECONDS] [TARGET...]
# A finding stays in build-fuzz/found; put it into tests/fuzz/regressions/TARGET/ under the next number.
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-2}
shift || true

cmake -S . -B build-fuzz -G Ninja -DCMAKE_C_COMPILER=clang-14 -DMAIXFIT_FUZZ=ON -DMAIXFIT_SANITIZE=ON -DMAIXFIT_TESTS=OFF \
    -DCMAKE_BUILD_TYPE=RelWithDebInfo >/dev/null
cmake --build build-fuzz >build-fuzz/log || {
    tail -n 30 build-fuzz/log
    exit 1
}
[ -d build-fuzz/seeds/cli ] || /usr/bin/python3 tests/fuzz/seeds.py build-fuzz/tools/mkmodel build-fuzz/seeds
mkdir -p build-fuzz/found

targets=("$@")
if [ ${#targets[@]} -eq 0 ]; then
    mapfile -t targets < <(cd build-fuzz/seeds && printf '%s\n' *)
fi
for target in "${targets[@]}"; do
    count=$(find "build-fuzz/seeds/$target" -type f | wc -l)
    [ "$count" -ge 100 ] || {
        echo "fuzz $target: only $count seeds"
        exit 1
    }
    corpus=("$PWD/build-fuzz/corpus/$target" "$PWD/build-fuzz/seeds/$target")
    mkdir -p "${corpus[0]}"
    [ -d "tests/fuzz/regressions/$target" ] && corpus+=("$PWD/tests/fuzz/regressions/$target")
    options=(-max_len=8192 -timeout=10 -rss_limit_mb=1024 -verbosity=0 "-artifact_prefix=$PWD/build-fuzz/found/$target-")
    [ -f "tests/fuzz/dictionaries/$target.dict" ] && options+=("-dict=$PWD/tests/fuzz/dictionaries/$target.dict")
    ln -sf fuzz "build-fuzz/fuzz-$target"
    "build-fuzz/fuzz-$target" "${options[@]}" "-max_total_time=$seconds" "${corpus[@]}" 2>build-fuzz/found/log || {
        tail -n 40 build-fuzz/found/log
        echo "fuzz $target: FAILED; the input is in build-fuzz/found"
        exit 1
    }
    echo "fuzz $target: $count seeds and ${seconds} s, nothing found"
done

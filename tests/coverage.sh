#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Which lines of formats/ and src/ the tests run. Writes build-coverage/report.txt and .html, prints the sums and fails
# below the bars. What is not run, and why: docs/coverage.md.
set -euo pipefail
cd "$(dirname "$0")/.."
build="build-coverage"

cmake -S . -B $build -G Ninja -DMAIXFIT_COVERAGE=ON -DCMAKE_BUILD_TYPE=Debug >/dev/null
cmake --build $build >/dev/null
find $build -name '*.gcda' -delete
ctest --test-dir $build -j 2 --output-on-failure --no-tests=error
tools=(--tool "$build/maixfit" --mkmodel "$build/tools/mkmodel")
DIFFERENTIAL_CASES=100 /usr/bin/python3 tests/differential.py "${tools[@]}"
/usr/bin/python3 tests/faults.py "${tools[@]}"
gcovr --root . --object-directory $build --filter 'src/' --filter 'formats/' --exclude-throw-branches \
    --exclude-unreachable-branches --txt $build/report.txt --html-details $build/report.html --print-summary --fail-under-line 95 \
    --fail-under-branch 85 $build

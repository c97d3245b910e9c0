#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Static analysis of the library and the tool: clang-tidy, cppcheck, gcc's analyzer. Any finding fails.
set -euo pipefail
cd "$(dirname "$0")/.."
mapfile -t sources < <(scripts/files.sh '*.c' | grep -E '^(src|formats)/' | grep -v no_archive)

echo "clang-tidy 14: ${#sources[@]} files"
# One file a run, and a build that compiles each once: else its checker of va_list mistakes one run's for another's.
cmake -S . -B build-tidy -G Ninja -DMAIXFIT_TESTS=OFF >/dev/null
printf '%s\0' "${sources[@]}" | xargs -0 -n 1 -P "$(nproc)" clang-tidy-14 -p build-tidy --quiet 2>/dev/null

echo "cppcheck"
cppcheck --std=c11 --enable=warning,performance,portability --error-exitcode=1 --quiet --suppress=missingIncludeSystem \
    -D_GNU_SOURCE '-DMAIXFIT_VERSION="0"' -Isrc -j "$(nproc)" src formats

echo "gcc -fanalyzer"
cmake -S . -B build-analyzer -G Ninja -DMAIXFIT_TESTS=OFF -DCMAKE_BUILD_TYPE=Release -DCMAKE_C_FLAGS=-fanalyzer >/dev/null
cmake --build build-analyzer >build-analyzer/log || {
    grep -E 'error|warning' build-analyzer/log
    exit 1
}
echo "analyze: no findings"

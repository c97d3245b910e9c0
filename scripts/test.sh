#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Builds maixfit with gcc, clang, and gcc with the sanitizers, and passes all tests. Installs what is missing.
set -euo pipefail
cd "$(dirname "$0")/.."

step() {
    printf '\n== %s\n' "$*"
}

scripts/setup.sh tests

for preset in default clang sanitize; do
    step "build: $preset"
    cmake --preset "$preset" >/dev/null
    cmake --build --preset "$preset"
done

for preset in default sanitize; do
    step "tests: $preset"
    ctest --preset "$preset"
done

printf '\nAll tests passed.\n'

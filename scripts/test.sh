#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Builds maixfit with gcc, clang, and gcc with the sanitizers, and passes all tests. Installs what is missing.
# `--release`: also makes and checks what a release holds, but of the packages and wheels only those of x86_64.
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

count=0
for preset in default sanitize; do
    step "tests: $preset"
    ctest --preset "$preset" -j "$(nproc)"
    count=$((count + $(ctest --preset "$preset" -N | sed -n 's/^Total Tests: //p')))
done

[ "${1:-}" != --release ] || scripts/release.sh --check --quick

printf '\nAll %d suites passed.\n' "$count"

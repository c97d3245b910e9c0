#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Builds maixfit and passes all tests: gcc, clang, and gcc with the sanitizers. Installs what is missing.
set -euo pipefail
cd "$(dirname "$0")/.."

step() {
    printf '\n== %s\n' "$*"
}

scripts/setup.sh tests

step "layout: clang-format, SPDX lines, layers, shell scripts"
sources=$(scripts/files.sh '*.c' '*.h')
# shellcheck disable=SC2086 # one word a file
clang-format-14 --dry-run --Werror $sources
tests/rules.sh
scripts=$(scripts/files.sh '*.sh')
# shellcheck disable=SC2086
shellcheck $scripts .ci/run

for preset in default clang sanitize; do
    step "build: $preset"
    cmake --preset "$preset" >/dev/null
    cmake --build --preset "$preset"
done

for build in build build-sanitize; do
    tools=(--tool "$build/maixfit" --mkmodel "$build/tools/mkmodel")
    step "unit tests ($build)"
    "$build/tests/unit" --jobs 2
    step "mkmodel ($build)"
    /usr/bin/python3 tests/mkmodel/selfcheck.py --mkmodel "$build/tools/mkmodel"
    for test in golden/run bundles bundle_llm boards advice config cli; do
        step "$test ($build)"
        /usr/bin/python3 "tests/$test.py" "${tools[@]}"
    done
    step "real models and boards ($build)"
    /usr/bin/python3 tests/corpus.py --tool "$build/maixfit"
done

step "against flatc, protoc, configparser and bsdtar"
/usr/bin/python3 tests/differential.py --tool build/maixfit --mkmodel build/tools/mkmodel

step "no memory, failing reads"
/usr/bin/python3 tests/faults.py --tool build/maixfit --mkmodel build/tools/mkmodel

step "static analysis"
tests/analyze.sh

step "fuzzing, for a moment each"
tests/fuzz/run.sh 1

step "installed library"
tests/install.sh build

step "without libarchive"
tests/no_archive.sh

step "demo"
scripts/demo.sh >build/demo.log || {
    cat build/demo.log
    exit 1
}
grep -c '^\[exit status' build/demo.log | grep -qx 2

printf '\nAll tests passed.\n'

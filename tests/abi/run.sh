#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The binary interface of the shared library is that of maixfit.abi beside this script, as libabigail sees it.
#   run.sh BUILD            says what changed
#   run.sh BUILD refresh    writes the dump anew: before 1.0 after a wanted change, from then on after additions only
set -euo pipefail
cd "$(dirname "$0")/../.."
library=$1/libmaixfit.so
dump=tests/abi/maixfit.abi
headers=$(mktemp -d)
trap 'rm -rf "$headers"' EXIT
cp src/maixfit.h src/maixfit_words.h "$headers"

if [ "${2:-}" = refresh ]; then
    abidw --headers-dir "$headers" --drop-private-types --exported-interfaces-only --no-corpus-path --no-comp-dir-path \
        --no-show-locs --no-architecture --no-elf-needed --no-parameter-names --type-id-style hash --out-file "$dump" "$library"
    exit
fi
if ! abidiff --headers-dir2 "$headers" --drop-private-types --exported-interfaces-only --no-show-locs --no-architecture \
    "$dump" "$library"; then
    echo "abi: the interface is not that of $dump; where that is wanted: tests/abi/run.sh BUILD refresh"
    exit 1
fi
# Each symbol has the version of a node of scripts/cmake/maixfit.map.
if nm -D --defined-only "$library" | grep ' T ' | grep -v '@@MAIXFIT_'; then
    echo "abi: the symbols above have no version"
    exit 1
fi
echo "abi: passed"

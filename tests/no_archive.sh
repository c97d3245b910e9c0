#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Built without archives, the tool says so, and does all the rest. Built with MAIXFIT_DLOPEN=OFF, it links what it
# would load.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cmake -S . -B build-no-archive -G Ninja -DCMAKE_BUILD_TYPE=Debug -DMAIXFIT_ARCHIVE=OFF -DMAIXFIT_TESTS=OFF >/dev/null
cmake --build build-no-archive >/dev/null
tool=$PWD/build-no-archive/maixfit
if ldd "$tool" | grep -q libarchive; then
    echo "no_archive: libarchive is linked"
    exit 1
fi
build-no-archive/tools/mkmodel axmodel "$folder/a.axmodel" >/dev/null
(cd "$folder" && bsdtar -cf a.tar a.axmodel)
"$tool" "$folder" --device maixcam2-1g -q
status=0
said=$("$tool" "$folder/a.tar" --device maixcam2-1g 2>&1) || status=$?
[ "$status" -eq 3 ] || {
    echo "no_archive: status $status, not 3"
    exit 1
}
grep -q 'built without archives' <<<"$said"
"$tool" "$folder/a.axmodel" --device maixcam2-1g -q
"$tool" --version -v | grep -q 'archives: no'

cmake -S . -B build-linked -G Ninja -DCMAKE_BUILD_TYPE=Debug -DMAIXFIT_DLOPEN=OFF -DMAIXFIT_TESTS=OFF >/dev/null
cmake --build build-linked >/dev/null
tool=$PWD/build-linked/maixfit
ldd "$tool" | grep -q libarchive
"$tool" "$folder/a.tar" --device maixcam2-1g -q
build-linked/tools/mkmodel cvimodel "$folder/packed.cvimodel" --cmd t9,d9 --compress >/dev/null
"$tool" "$folder/packed.cvimodel" --device maixcam -q
echo "no archive: passed"

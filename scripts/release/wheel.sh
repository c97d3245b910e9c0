#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# wheel.sh TOOLS DIST PLATFORM LIBRARY [PROGRAM]: makes the wheel of bindings/python for a platform, with the library, or
# for `any` the module of WebAssembly, and the program inside.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
tools=$1 dist=$2 platform=$3 library=$4 program=${5:-}
MAIXFIT_INSIDE=$(mktemp -d)
trap 'rm -rf "$MAIXFIT_INSIDE"' EXIT
export MAIXFIT_INSIDE MAIXFIT_TAG=$platform

install -m 644 "$library" "$MAIXFIT_INSIDE/$([[ $library == *.wasm ]] && echo maixfit.wasm || echo libmaixfit.so)"
install -m 644 "$dist/LICENSES.txt" "$MAIXFIT_INSIDE/"
[ -z "$program" ] || install -D -m 755 "$program" "$MAIXFIT_INSIDE/bin/maixfit"
chmod -R u=rwX,go=rX "$MAIXFIT_INSIDE"
cd "$root/bindings/python"
"$tools/bin/python" -m hatchling build -t wheel -d "$dist" >"$dist/../wheel.log" 2>&1 || {
    cat "$dist/../wheel.log" >&2
    exit 1
}
rm -f "$dist/../wheel.log"

#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Installs a build into a folder of its own, builds an app against it with pkg-config, and lets it ask.
set -euo pipefail
cd "$(dirname "$0")/.."
build=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cmake --install "$build" --prefix "$work/usr" >/dev/null
pc=$(dirname "$(find "$work/usr" -name maixfit.pc)")
sed -i "s|^prefix=.*|prefix=$work/usr|" "$pc/maixfit.pc"
libraries=$(dirname "$pc")
export PKG_CONFIG_PATH=$pc
# shellcheck disable=SC2046 # one word a flag
cc -std=c17 -Wall -Werror -o "$work/app" tests/app.c $(pkg-config --cflags --libs maixfit)
"$build/tools/mkmodel" axmodel "$work/a.axmodel" --const 1M --input x:FP32:1x16 --output y:FP32:1x4 >/dev/null
LD_LIBRARY_PATH=$libraries "$work/app" "$work/a.axmodel"
: >"$work/empty.axmodel"
status=0
LD_LIBRARY_PATH=$libraries "$work/app" "$work/empty.axmodel" 2>/dev/null || status=$?
[ "$status" -eq 3 ]
# Nothing but the public interface is visible.
if nm -D --defined-only "$libraries/libmaixfit.so" | awk '{print $3}' | grep -v '^maixfit_'; then
    echo "install: FAILED: the names above should be hidden"
    exit 1
fi
echo "install: passed"

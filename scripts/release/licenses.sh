#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# licenses.sh SOURCES TOOLS: what is linked into a program, with its version, where it is from, and its license.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
sources=$1
tools=$2

part() { # NAME VERSION FILE
    printf '\n%s\n%s %s\n\n' "================================================================" "$1" "$2"
    cat "$3"
}

version() {
    awk -F'[= ]' -v name="$1" '$1 == name { print $2; exit }' "$here/sources.lock"
}

zig=$("$tools/bin/zig" version)
lib=$(dirname "$(readlink -f "$tools/bin/zig")")/lib
printf '%s\n' "A program of maixfit holds these parts. Libraries are built from the sources of Debian 12 in the version named," \
    "each with Debian's patches; the hashes stand in scripts/release/sources.lock."
part maixfit "$(sed -n 's/^#define MAIXFIT_VERSION *"\(.*\)"/\1/p' "$here/../../src/maixfit.h")" "$here/../../LICENSE"
part cJSON "$(version cjson)" "$sources/cjson/LICENSE"
part LZ4 "$(version lz4)" "$sources/lz4/lib/LICENSE"
echo
echo "The programs called -small end here, but for musl and the compiler's library at the end."
part zlib "$(version zlib)" "$sources/zlib/LICENSE"
part "liblzma of XZ Utils" "$(version xz-utils)" "$sources/xz-utils/COPYING"
part Zstandard "$(version libzstd)" "$sources/libzstd/LICENSE"
part libarchive "$(version libarchive)" "$sources/libarchive/COPYING"
part musl "as in zig $zig" "$lib/libc/musl/COPYRIGHT"
part "wasi-libc, in maixfit.wasm in place of musl" "as in zig $zig" "$lib/libc/wasi/LICENSE-MIT"
part "compiler-rt of zig" "$zig" "$lib/../LICENSE"

#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# check_maixcdk.sh TARGET MKMODEL: the component of MaixCDK and its example, built for the target's board as MaixCDK
# would (tests/maixcdk), and run as the board would.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$root/build-release
target=$1
mkmodel=$2
build=$work/maixcdk-$target
libraries=$work/maixcdk-libraries
export ZIG_GLOBAL_CACHE_DIR=$work/zig ZIG_LOCAL_CACHE_DIR=$work/zig
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

fail() {
    echo "check_maixcdk.sh: $target: $*" >&2
    exit 1
}

# The libraries of the release, where MaixCDK would unpack those that it downloads: component.py says where.
lay_out() {
    rm -rf "$libraries"
    /usr/bin/python3 - "$root/bindings/maixcdk/maixfit/component.py" <<-'END' >"$folder/folders"
		import re, runpy, sys
		for item in runpy.run_path(sys.argv[1])["add_file_downloads"]({}):
		    assert re.fullmatch("[0-9a-f]{64}", item["sha256sum"]) and item["url"].startswith("https://")
		    print(item["path"] + "/" + item["check_files"][0])
	END
    while read -r path; do
        mkdir -p "$libraries/$(dirname "$path")"
        case $path in
            cjson*) cp -r "$work/sources/cjson" "$libraries/$path" ;;
            lz4*) cp -r "$work/sources/lz4" "$libraries/$path" ;;
            *) fail "component.py downloads $path, which is not known here" ;;
        esac
    done <"$folder/folders"
    # cJSON's header is included as cjson/cJSON.h.
    find "$libraries" -path '*/cjson/cJSON.h' | grep -q . || fail "component.py puts cJSON.h into no folder cjson"
}

lay_out
rm -rf "$build" # CMake keeps names of files in zig's cache
zig=$work/tools/bin/zig
CC="$zig cc -target $target-linux-musl" CXX="$zig c++ -target $target-linux-musl" cmake -S "$root/tests/maixcdk" \
    -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=MinSizeRel -DCMAKE_SYSTEM_NAME=Linux -DCMAKE_SYSTEM_PROCESSOR="$target" \
    -DCMAKE_EXE_LINKER_FLAGS=-static -DDL_EXTRACTED_PATH="$libraries" -DCMAKE_AR="$work/tools/bin/zig-ar" \
    -DCMAKE_RANLIB="$work/tools/bin/zig-ranlib" -DCMAKE_C_FLAGS=-fno-sanitize=undefined \
    -DCMAKE_CXX_FLAGS=-fno-sanitize=undefined >/dev/null
cmake --build "$build" >"$folder/log" || {
    cat "$folder/log" >&2
    fail "it does not build"
}
if nm "$build/maixfit/libmaixfit.a" 2>/dev/null | grep -q ' U archive_'; then
    fail "the component wants libarchive"
fi

run=()
[ "$target" = "$(uname -m)" ] || run=("qemu-$target-static")
"$mkmodel" axmodel "$folder/small.axmodel" >/dev/null
"$mkmodel" axmodel "$folder/big.axmodel" --const 5000M >/dev/null
said=$("${run[@]}" "$build/preflight" "$folder/big.axmodel" "$folder/small.axmodel" 2>"$folder/why") ||
    fail "no model fits: $(cat "$folder/why")"
[ "$said" = "$folder/small.axmodel" ] || fail "it names $said, not the model that fits"
grep -q "big.axmodel: Does not fit" "$folder/why" || fail "it does not say why the other one does not: $(cat "$folder/why")"
echo "check_maixcdk: $target: passed"

#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# check_debs.sh TARGET MKMODEL: what release.sh has packed for Debian, read by lintian, installed beside Debian's C
# library in a folder, used there as its machine would, and removed again.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$root/build-release
target=$1
mkmodel=$2
declare -A names=([x86_64]=amd64 [aarch64]=arm64)
machine=${names[$target]}
folder=$(mktemp -d)
tree=$folder/tree
as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo)
trap '"${as_root[@]}" rm -rf "$folder"' EXIT
zig=("$work/tools/bin/zig" cc -target "$target-linux-gnu.2.36")
run=()
[ "$target" = "$(uname -m)" ] || run=(/run)

fail() {
    echo "check_debs.sh: $machine: $*" >&2
    exit 1
}

# Debian's own C library for that machine.
get_libc() {
    "$root/scripts/release/foreign.sh" "$machine" "$work/libc-$machine" libc6
    libc=$(find "$work/libc-$machine/debs" -name 'libc6_*.deb')
}

# A folder that dpkg takes for a machine with nothing but that library.
make_tree() {
    mkdir -p "$tree/var/lib/dpkg/info" "$tree/var/lib/dpkg/updates"
    touch "$tree/var/lib/dpkg/available"
    dpkg-deb -x "$libc" "$tree"
    { dpkg-deb -f "$libc" Package Version Architecture Multi-Arch Maintainer Description &&
        echo "Status: install ok installed"; } >"$tree/var/lib/dpkg/status"
    touch "$tree/var/lib/dpkg/info/libc6:$machine.list"
    [ ${#run[@]} -eq 0 ] || cp "/usr/bin/qemu-$target-static" "$tree/run"
    "$mkmodel" axmodel "$tree/a.axmodel" >/dev/null
    "$mkmodel" cvimodel "$tree/packed.cvimodel" --cmd t9,d9 --compress >/dev/null
    (cd "$tree" && bsdtar --format 7zip -cf a.7z a.axmodel && tar -cJf a.tar.xz a.axmodel)
    "${as_root[@]}" chown -R 0:0 "$tree"
}

pack() {
    "${as_root[@]}" dpkg --root="$tree" --force-architecture --force-bad-path "$@" >"$folder/said" 2>&1 ||
        fail "dpkg $*: $(cat "$folder/said")"
}

files() {
    (cd "$tree" && find . -path ./var/lib/dpkg -prune -o -print | sort)
}

inside() {
    "${as_root[@]}" chroot "$tree" "${run[@]}" "$@"
}

# Nothing but the C library is needed, of no newer version than the package says.
check_needs() {
    local needed newest said
    [ "$(objdump -p "$1" | sed -n 's/^ *NEEDED *//p' | grep -vE '^(lib[cm]|libdl|libpthread|ld-linux-.*)\.so\.')" = "" ] ||
        fail "$1 needs more than the C library"
    needed=$(objdump -T "$1" | grep -o 'GLIBC_[0-9.]*' | cut -d_ -f2)
    newest=$(sort -V <<<"$needed" | tail -1)
    said=$(dpkg-deb -f "$2" Depends)
    [[ $said =~ ^libc6\ \(\>=\ ([0-9.]+)\)$ ]] || fail "$2 depends on $said, not on the C library alone"
    dpkg --compare-versions "$newest" le "${BASH_REMATCH[1]}" || fail "$1 needs glibc $newest; $2 says $said"
}

check_tool() {
    local model loader=
    for model in a.axmodel packed.cvimodel a.7z a.tar.xz; do
        inside /usr/bin/maixfit "/$model" --free 100M --format line >"$folder/said" || fail "maixfit $model: status $?"
        grep -q ': Fits: ' "$folder/said" || fail "maixfit $model: $(cat "$folder/said")"
    done
    # The emulator would look for the files of the tests in the folder first, were it told of the C library there.
    [ ${#run[@]} -eq 0 ] || loader="qemu-$target-static $(echo "$tree"/lib/ld-linux-*) --library-path $tree/lib/$target-linux-gnu"
    printf '#!/bin/sh\nexec %s "%s" "$@"\n' "$loader" "$tree/usr/bin/maixfit" >"$folder/maixfit"
    chmod +x "$folder/maixfit"
    /usr/bin/python3 "$root/tests/golden/run.py" --tool "$folder/maixfit" --mkmodel "$mkmodel"
}

# Apps that find the library with pkg-config and with CMake ask about a model.
check_library() {
    local flags examples=$tree/usr/share/doc/maixfit/docs/examples
    read -ra flags < <(PKG_CONFIG_LIBDIR=$tree/usr/lib/$target-linux-gnu/pkgconfig pkg-config --cflags --libs maixfit)
    "${zig[@]}" -o "$folder/c" "$examples/ask.c" "${flags[@]}"
    mkdir "$folder/package"
    cat >"$folder/package/CMakeLists.txt" <<-END
		cmake_minimum_required(VERSION 3.22)
		project(app C)
		find_package(maixfit REQUIRED CONFIG PATHS "$tree/usr/lib/$target-linux-gnu/cmake/maixfit" NO_DEFAULT_PATH)
		if(TARGET maixfit::static)
		    message(FATAL_ERROR "the package has no static library")
		endif()
		add_executable(cmake "$examples/ask.c")
		target_link_libraries(cmake maixfit::maixfit)
	END
    CC="${zig[*]}" cmake -S "$folder/package" -B "$folder/package" -G Ninja -DCMAKE_SYSTEM_NAME=Linux \
        -DCMAKE_SYSTEM_PROCESSOR="$target" >/dev/null
    cmake --build "$folder/package" >/dev/null
    for app in "$folder/c" "$folder/package/cmake"; do
        "${as_root[@]}" cp "$app" "$tree/app"
        inside /app /a.axmodel >/dev/null || fail "an app with the library: status $?"
        "${as_root[@]}" rm "$tree/app"
    done
    # What depends on the library is told the version that it needs.
    dpkg-deb -I "$root/dist/libmaixfit0_"*"_$machine.deb" symbols | grep -q '^ maixfit_evaluate@MAIXFIT_0.1 0.1$' ||
        fail "libmaixfit0 has no version for maixfit_evaluate"
}

mapfile -t packages < <(find "$root/dist" -name "*_$machine.deb" | sort)
[ ${#packages[@]} -eq 3 ] || fail "dist has ${#packages[@]} packages, not 3"
lintian --allow-root --fail-on error "${packages[@]}" || fail "lintian finds errors"
get_libc
make_tree
files >"$folder/before"
pack --install "${packages[@]}"
check_needs "$tree/usr/bin/maixfit" "$root/dist/maixfit_"*"_$machine.deb"
check_needs "$tree/usr/lib/$target-linux-gnu/libmaixfit.so.0" "$root/dist/libmaixfit0_"*"_$machine.deb"
check_tool
check_library
pack --purge maixfit libmaixfit0 libmaixfit-dev
files >"$folder/after"
diff "$folder/before" "$folder/after" || fail "not all is as before"
echo "check_debs: $machine: passed"

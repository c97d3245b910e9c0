#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# check_wheels.sh: the wheels of dist/ are what their names say, show nothing but maixfit's own calls, and pass the tests
# of the Python package, each in a venv of its own. check.sh has made build-release/host.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$root/build-release
tools=$work/tools
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$root" log -1 --format=%ct)}
export SOURCE_DATE_EPOCH
export MAIXFIT_TOOL=$root/dist/maixfit-linux-x86_64 MAIXFIT_MKMODEL=$work/host/tools/mkmodel PYTHONDONTWRITEBYTECODE=1
packages=$("$tools/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')

fail() {
    echo "check_wheels.sh: $*" >&2
    exit 1
}

wheel_of() {
    find "$root/dist" -name "maixfit-*-py3-none-*$1.whl"
}

# check_library WHEEL: nothing but maixfit's own is to be seen, and no name of a folder of this machine.
check_library() {
    local others
    unzip -q -o "$1" maixfit/libmaixfit.so -d "$folder"
    others=$(readelf --dyn-syms --wide "$folder/maixfit/libmaixfit.so" |
        awk '$5 == "GLOBAL" && $7 ~ /^[0-9]+$/ && $8 !~ /^maixfit_[a-z_]+@@MAIXFIT_0\.1$/ { print $8 }')
    [ -z "$others" ] || fail "$1: its library shows $others"
    file "$folder/maixfit/libmaixfit.so" | grep -q ', stripped' || fail "$1: its library is not stripped"
    ! grep -aqF "$root" "$folder/maixfit/libmaixfit.so" || fail "$1: its library names the folder it was built in"
}

check_platform() { # WHEEL NAME
    "$tools/bin/auditwheel" show "$1" | tr '\n' ' ' | grep -q "platform tag: \"$2\"" ||
        fail "$1: is not $2: $("$tools/bin/auditwheel" show "$1")"
}

# What checks and tests comes from the release tools; maixfit alone is installed.
check_in_venv() {
    local wheel=$1 at=$folder/venv
    rm -rf "$at"
    /usr/bin/python3 -m venv "$at"
    "$at/bin/pip" install --quiet --disable-pip-version-check --no-index --no-deps "$wheel"
    echo "$packages" >"$at/lib/$(basename "$(dirname "$packages")")/site-packages/tools.pth"
    "$at/bin/python" -m pip check >/dev/null || fail "$wheel: $("$at/bin/python" -m pip check)"
    (cd "$root/bindings/python" && MAIXFIT_WHEEL=yes "$at/bin/python" -m pytest -q -p no:cacheprovider tests)
}

# MaixCAM2's machine, with Debian's Python in an emulator. The program inside is that of check.sh.
check_on_aarch64() {
    local at=$work/arm64 wheel=$1
    "$root/scripts/release/foreign.sh" arm64 "$at" libc6 libgcc-s1 zlib1g libexpat1 libffi8 libbz2-1.0 liblzma5 libssl3 \
        libuuid1 libpython3.11-minimal libpython3.11-stdlib python3.11-minimal musl
    unzip -q "$wheel" -d "$folder/aarch64"
    (cd "$root/bindings/python" && PYTHONPATH=$folder/aarch64:$packages qemu-aarch64-static -L "$at" \
        "$at/usr/bin/python3.11" -m pytest -q -p no:cacheprovider tests/test_check.py tests/test_preflight.py)
}

# musl as it is on the machine: Debian's, or for riscv64, which Debian 12 does not have, built from Debian's source.
find_musl() {
    local source=$work/sources/musl at=$work/musl-riscv64
    case $1 in
        x86_64) echo /lib/ld-musl-x86_64.so.1 ;;
        aarch64) echo "$work/arm64/lib/aarch64-linux-musl/libc.so" ;;
        riscv64)
            [ -f "$at/lib/libc.so" ] || (
                mkdir -p "$at" && cd "$at"
                "$source/configure" --target=riscv64-linux-musl CROSS_COMPILE=riscv64-linux-gnu- --disable-static
                make -j2 lib/libc.so
            ) >"$at.log" 2>&1 || fail "musl is not built: $(tail -5 "$at.log")"
            echo "$at/lib/libc.so"
            ;;
    esac
}

# Where there is no Python with musl, a program in C asks the library of the wheel, and gets what the tool says.
check_by_host() { # MACHINE WHEEL
    local at=$folder/musl-$1 machine=$1 status want run=(env)
    [ "$machine" = x86_64 ] || run=("qemu-$machine-static" -L "$at")
    mkdir -p "$at/lib"
    cp "$(find_musl "$machine")" "$at/lib/ld-musl-$machine.so.1"
    unzip -q "$2" -d "$at"
    cp "$at/maixfit/libmaixfit.so" "$at/lib/libmaixfit.so.0"
    "$tools/bin/zig" cc -target "$machine-linux-musl" -dynamic -I"$root/src" "$root/scripts/release/host.c" \
        "$at/lib/libmaixfit.so.0" -o "$at/host"
    (cd "$folder/models" && for model in a.axmodel b.cvimodel a.tar.xz broken.axmodel; do
        for board in maixcam maixcam2-1g; do
            status=0
            LD_LIBRARY_PATH=$at/lib "${run[@]}" "$at/lib/ld-musl-$machine.so.1" "$at/host" "$model" "$board" >said || status=$?
            want=0
            "$MAIXFIT_TOOL" "$model" -d "$board" -f json >wanted 2>/dev/null || want=$?
            { [ $status = $want ] && cmp said wanted; } || fail "$2: $model on $board: $status, and the tool says $want"
        done
    done)
}

make_models() {
    mkdir "$folder/models"
    cd "$folder/models"
    "$MAIXFIT_MKMODEL" axmodel a.axmodel --const 20M >/dev/null
    "$MAIXFIT_MKMODEL" cvimodel b.cvimodel >/dev/null
    bsdtar -cJf a.tar.xz a.axmodel
    head -c 900 a.axmodel >broken.axmodel
}

# Made again in another folder, by another umask, it is the same.
check_again() { # PLATFORM FILE...
    local again=$folder/again/dist
    mkdir -p "$again"
    cp "$root/dist/LICENSES.txt" "$again/"
    (umask 077 && "$root/scripts/release/wheel.sh" "$tools" "$again" "$@")
    cmp "$again"/*.whl "$root/dist/$(basename "$again"/*.whl)"
    rm -rf "$again"
}

mapfile -t wheels < <(wheel_of "")
"$tools/bin/twine" check --strict "${wheels[@]}"
(cd "$root/bindings/python" && "$tools/bin/mypy" --cache-dir "$folder/mypy")
for wheel in "${wheels[@]}"; do
    [[ $wheel == *-any.whl ]] || check_library "$wheel"
done
for wheel in "${wheels[@]}"; do
    [[ ! $wheel =~ manylinux2014_(.*)\.whl ]] || check_platform "$wheel" "manylinux_2_17_${BASH_REMATCH[1]}"
done
check_again any "$root/dist/maixfit.wasm"
check_in_venv "$(wheel_of manylinux2014_x86_64)"
check_in_venv "$(wheel_of any)"
(make_models)
check_by_host x86_64 "$(wheel_of musllinux_1_2_x86_64)"
if [ "${MAIXFIT_QUICK:-no}" = no ]; then # a quick release has no others
    check_again linux_riscv64 "$work/riscv64/maixfit/libmaixfit.so" "$root/dist/maixfit-linux-riscv64"
    check_on_aarch64 "$(wheel_of manylinux2014_aarch64)"
    check_by_host aarch64 "$(wheel_of musllinux_1_2_aarch64)"
    check_by_host riscv64 "$(wheel_of linux_riscv64)"
fi
echo "check_wheels: passed"

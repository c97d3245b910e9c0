#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# release.sh: makes all that a release holds, in dist/. `--check`: then runs each program as its board would
# (scripts/release/check.sh). A name of a target (x86_64, aarch64, riscv64, wasm32, which is the npm package too):
# only that one; what dist/ held of others is gone. `--quick`: of what is made for several machines alike, the packages
# of Debian and the wheels, only those of x86_64.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
work=$root/build-release
dist=$root/dist
targets=(x86_64 aarch64 riscv64 wasm32)
check=no
quick=no
only=()
for word in "$@"; do
    case $word in
        --check) check=yes ;;
        --quick) quick=yes ;;
        x86_64 | aarch64 | riscv64 | wasm32) only+=("$word") ;;
        *)
            echo "release.sh: $word is no target and no option; see the top of this file" >&2
            exit 2
            ;;
    esac
done
[ ${#only[@]} -eq 0 ] || targets=("${only[@]}")
native=()
for target in "${targets[@]}"; do
    [ "$target" = wasm32 ] || native+=("$target")
done

# Whether Debian packages are made for a target: none for riscv64, which has no Debian 12.
is_packed() {
    [ "$1" = x86_64 ] || { [ "$1" = aarch64 ] && [ $quick = no ]; }
}

step() {
    printf '\n== %s\n' "$*"
}

# build_in BUILD TARGET: what the compiler says is shown where it fails.
build_in() {
    cmake --build "$1" --target "$2" >"$1.log" 2>&1 || {
        cat "$1.log" >&2
        exit 1
    }
}

# configure FROM BUILD TRIPLE OPTION...
configure() {
    cmake -S "$1" -B "$2" -G Ninja -DCMAKE_BUILD_TYPE=Release -DMAIXFIT_TRIPLE="$3" -DMAIXFIT_TOOLS="$work/tools" \
        -DMAIXFIT_ROOT="$root" -DCMAKE_TOOLCHAIN_FILE="$root/scripts/release/toolchain.cmake" "${@:4}" >/dev/null
}

libraries() {
    configure "$root/scripts/release/deps" "$folder/deps" "$triple" -DSOURCES="$work/sources" \
        -DCMAKE_INSTALL_PREFIX="$folder/prefix"
    build_in "$folder/deps" install
}

# configure_maixfit BUILD OPTION...
configure_maixfit() {
    PKG_CONFIG_LIBDIR=$folder/prefix/lib/pkgconfig configure "$root" "$1" "$triple" -DMAIXFIT_TESTS=OFF \
        -DMAIXFIT_INSTALL=OFF -DMAIXFIT_DLOPEN=OFF "${@:2}"
}

# program FOLDER NAME OPTION...: one static program, in dist/.
program() {
    configure_maixfit "$folder/$1" "${@:3}"
    build_in "$folder/$1" maixfit
    cp "$folder/$1/maixfit" "$dist/$2"
}

# For machines with glibc, of 2012 or newer: the shared library and the program, in build-release/TRIPLE/maixfit, and
# the Debian packages of both.
glibc() {
    local triple=$1-linux-gnu.2.17 folder=$work/$1-linux-gnu.2.17
    step "$1: libraries, shared library and packages"
    libraries
    configure_maixfit "$folder/maixfit" -DMAIXFIT_INSTALL=ON -DMAIXFIT_PACKAGES=ON -DCMAKE_INSTALL_PREFIX=/usr \
        -DCMAKE_INSTALL_LIBDIR="lib/$1-linux-gnu"
    build_in "$folder/maixfit" all
    "$root/scripts/release/debs.sh" "$folder/maixfit" "$dist"
}

build() {
    local triple=$1-linux-musl folder=$work/$1
    step "$1: libraries"
    libraries
    step "$1: maixfit"
    program maixfit "maixfit-linux-$1"
    program small "maixfit-linux-$1-small" -DMAIXFIT_ARCHIVE=OFF
    step "$1: shared library for musl"
    build_in "$folder/maixfit" maixfit_shared
}

# The tool and the library for whoever runs WebAssembly.
module() {
    local triple=wasm32-wasi folder=$work/wasm32
    step "wasm32: libraries and module"
    libraries
    configure_maixfit "$folder/maixfit"
    build_in "$folder/maixfit" maixfit_module
    install -m 644 "$folder/maixfit/maixfit.wasm" "$dist/"
}

# wheel PLATFORM LIBRARY [PROGRAM]
wheel() {
    "$root/scripts/release/wheel.sh" "$work/tools" "$dist" "$@"
}

# MaixPy's own wheel for MaixCAM, whose C library is musl, is tagged linux_riscv64.
wheels() {
    local program=$dist/maixfit-linux-$1 musl=musllinux_1_2_$1
    [ "$1" != riscv64 ] || musl=linux_riscv64
    wheel "$musl" "$work/$1/maixfit/libmaixfit.so" "$program"
    [ "$1" = riscv64 ] ||
        wheel "manylinux_2_17_$1.manylinux2014_$1" "$work/$1-linux-gnu.2.17/maixfit/libmaixfit.so" "$program"
}

# The npm package; the command runs in bindings/js too.
npm_package() {
    local npm=$work/tools/bin/npm from=$root/bindings/js
    step "npm"
    (cd "$from" && PATH=$work/tools/bin:$PATH "$npm" ci --ignore-scripts --no-audit --no-fund --loglevel=error)
    install -m 644 "$dist/maixfit.wasm" "$dist/LICENSES.txt" "$root/LICENSE" "$from/"
    (cd "$from" && PATH=$work/tools/bin:$PATH "$npm" pack --ignore-scripts --silent --pack-destination "$dist" >/dev/null)
}

[[ $(uname -m) = x86_64 && $(cat /etc/debian_version 2>/dev/null) = 12* ]] || {
    echo "release.sh: a release is made on Debian 12 on an x86_64 PC, for which its tools are pinned; a container does" >&2
    exit 1
}
[ -n "${SOURCE_DATE_EPOCH:-}" ] || SOURCE_DATE_EPOCH=$(git -C "$root" log -1 --format=%ct) || {
    echo "release.sh: the time of the sources is that of their last commit; without one, set SOURCE_DATE_EPOCH" >&2
    exit 1
}
export SOURCE_DATE_EPOCH
unset CMAKE_C_COMPILER_LAUNCHER CFLAGS LDFLAGS
export ZIG_GLOBAL_CACHE_DIR=$work/zig ZIG_LOCAL_CACHE_DIR=$work/zig
export LC_ALL=C.UTF-8 TZ=UTC

step "tools and sources"
"$root/scripts/release/setup.sh" "$work/tools"
"$root/scripts/release/sources.sh" "$work/sources"
rm -rf "$dist"
mkdir -p "$dist"
"$root/scripts/release/licenses.sh" "$work/sources" "$work/tools" >"$dist/LICENSES.txt"
for target in "${native[@]}"; do
    build "$target"
    if is_packed "$target"; then
        glibc "$target"
    fi
done

if [[ " ${targets[*]} " = *' wasm32 '* ]]; then
    module
    npm_package
fi

step "wheels"
for target in "${native[@]}"; do
    if [ $quick = no ] || [ "$target" = x86_64 ]; then
        wheels "$target"
    fi
done
[ ! -f "$dist/maixfit.wasm" ] || wheel any "$dist/maixfit.wasm"

step "lists"
cp "$root/scripts/release/Dockerfile" "$dist/"
(cd "$dist" && sha256sum -- * >"$work/SHA256SUMS")
mv "$work/SHA256SUMS" "$dist/"
ls -l "$dist"
[ $check = no ] || MAIXFIT_QUICK=$quick "$root/scripts/release/check.sh" "${native[@]}"

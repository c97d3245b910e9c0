#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# check.sh TARGET...: runs what release.sh has put into dist/ as the machine of the target would: the golden suite, in
# an emulator, with the same text and the same status; a start where there is no other file; the lines of the README.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$root/build-release
dist=$root/dist
mkmodel=$work/host/tools/mkmodel
quick=${MAIXFIT_QUICK:-no} # of what is much alike, once
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo)

fail() {
    echo "check.sh: $*" >&2
    exit 1
}

# What runs a program of the target: nothing, on this machine's own.
emulator() {
    [ "$1" = "$(uname -m)" ] || command -v "qemu-$1-static" || fail "qemu-$1-static is missing: scripts/setup.sh release"
}

check_file() {
    file "$1" | grep -q 'statically linked' || fail "$1 is not static"
    [ "$(stat -c %s "$1")" -le "$2" ] || fail "$1 has $(stat -c %s "$1") bytes, more than $2"
    ! grep -aqF "$root" "$1" || fail "$1 holds the name of the folder that it was built in"
    [ "$($run "$1" --version)" = "maixfit $version" ] || fail "$1 is not of version $version"
}

# Alone in a folder that it takes for the whole disk, with the emulator where one is needed.
check_alone() {
    local at=$folder/alone
    rm -rf "$at"
    mkdir "$at"
    cp "$1" "$at/maixfit"
    [ -z "$run" ] || cp "$run" "$at/run"
    cp "$work/host/a.axmodel" "$at/"
    "${as_root[@]}" chroot "$at" ${run:+/run} /maixfit /a.axmodel --device maixcam2-4g --format line >"$folder/said" ||
        fail "$1 alone in a folder: status $?"
    grep -q ': Fits: ' "$folder/said" || fail "$1 alone in a folder: $(cat "$folder/said")"
}

check_golden() {
    printf '#!/bin/sh\nexec %s "%s" "$@"\n' "$run" "$1" >"$folder/maixfit"
    chmod +x "$folder/maixfit"
    /usr/bin/python3 "$root/tests/golden/run.py" --tool "$folder/maixfit" --mkmodel "$work/host/tools/mkmodel" "${@:2}"
}

# In the place of the boards and of Docker, for the lines of the README. An image is what its file copies, run as its
# user, where its entry point says.
scp() {
    cp "$1" "$folder/there/${2#*:}"
}

pip() {
    /usr/bin/python3 -m venv "$folder/venv"
    "$folder/venv/bin/pip" "$@" --quiet --disable-pip-version-check
    cp "$folder/venv/bin/maixfit" "$folder/there/"
}

docker() {
    local from to file=$dist/Dockerfile
    "$work/tools/bin/hadolint" "$file"
    while read -r from to; do
        cp "$dist/${from/\$\{MACHINE\}/$(sed -n 's/^ARG MACHINE=//p' "$file")}" "$folder/there/$to"
    done < <(sed -n 's/^COPY //p' "$file")
    "${as_root[@]}" chroot --userspec="$(sed -n 's/^USER //p' "$file")" "$folder/there" \
        "$(sed -n 's/^ENTRYPOINT \["\(.*\)"\]$/\1/p' "$file")" devices >/dev/null || fail "the image does not start"
}

# From the package alone: no registry is asked.
npm() {
    PATH=$work/tools/bin:$PATH "$work/tools/bin/npm" "$1" --offline --no-audit --no-fund --no-update-notifier \
        --prefix "$folder/there" "${@:2}"
    mkdir -p "$folder/there/bin"
    printf '#!/bin/sh\nexec "%s/node" "%s/node_modules/.bin/maixfit" "$@"\n' "$work/tools/bin" "$folder/there" \
        >"$folder/there/bin/maixfit"
    chmod +x "$folder/there/bin/maixfit"
}

sudo() {
    "$@"
}

# What apt says of the packages is asked here; check_debs.sh installs them.
apt() {
    local deb
    apt-get -qq --simulate "$@" >/dev/null
    for deb in "${@:2}"; do
        dpkg-deb -x "$deb" "$folder/there"
    done
}

# What a line puts in place is what dist/ holds, or says its version.
check_readme() {
    local lines line from program
    mapfile -t lines < <(sed -n '/^## Get it/,/^## Try it/s/^    //p' "$root/README.md" | grep -v '^scripts/')
    [ ${#lines[@]} -gt 3 ] || fail "the README has no lines under Get it"
    for line in "${lines[@]}"; do
        rm -rf "$folder/there"
        mkdir -p "$folder/there/usr/bin"
        (cd "$root" && HOME=$folder/there && eval "$line") || fail "the README: $line"
        program=$(find "$folder/there" -name maixfit -type f -perm -u=x)
        from=$(grep -o 'dist/maixfit-linux[^ ]*' <<<"$line" || true)
        if [ -n "$from" ]; then
            cmp -s "$root/$from" "$program" || fail "the README: $line: puts no maixfit in place"
        else
            [ "$("$program" --version)" = "maixfit $version" ] || fail "the README: $line: puts no maixfit in place"
        fi
    done
}

cmake -S "$root" -B "$work/host" -G Ninja -DMAIXFIT_TESTS=OFF >/dev/null
cmake --build "$work/host" --target mkmodel maixfit maixfit_shared >"$folder/log" || {
    cat "$folder/log" >&2
    fail "maixfit does not build for this machine"
}
"$mkmodel" axmodel "$work/host/a.axmodel" >/dev/null
version=$(sed -n 's/^#define MAIXFIT_VERSION *"\(.*\)"/\1/p' "$root/src/maixfit.h")
(cd "$dist" && sha256sum --check --quiet --strict SHA256SUMS)
/usr/bin/python3 "$root/tests/versions.py" --dist "$dist"
grep -qx "maixfit $version" "$dist/LICENSES.txt" || fail "LICENSES.txt is not of version $version"
mapfile -t subjects < <(find "$root/tests/golden/cases" -mindepth 1 -maxdepth 1 -not -name archive -printf '%f\n')

# All of a target, in a folder of its own: several are checked at once.
check_target() {
    local target=$1 folder=$folder/$1 program=$dist/maixfit-linux-$1
    mkdir "$folder"
    echo "== check: $target"
    run=$(emulator "$target")
    check_file "$program" 2097152
    check_file "$program-small" 1048576
    check_alone "$program"
    check_alone "$program-small"
    check_golden "$program"
    [ "$quick" = yes ] || check_golden "$program-small" "${subjects[@]}"
    ! compgen -G "$dist/libmaixfit0_*_${debian[$target]}.deb" >/dev/null ||
        "$root/scripts/release/check_debs.sh" "$target" "$mkmodel"
    [ "$quick" = yes ] || [ "$target" = x86_64 ] || "$root/scripts/release/check_maixcdk.sh" "$target" "$mkmodel"
}

check_module() {
    echo "== check: wasm32"
    "$work/tools/bin/python" "$root/scripts/release/check_module.py" "$dist/maixfit.wasm" "$work/host/libmaixfit.so" \
        "$mkmodel"
}

check_npm() {
    echo "== check: npm"
    [ "$(stat -c %s "$dist/maixfit-$version.tgz")" -le 1048576 ] || fail "the npm package has more than 1 MiB"
    (cd "$root/bindings/js" && PATH=$work/tools/bin:$PATH MAIXFIT_NATIVE=$work/host/maixfit \
        MAIXFIT_MKMODEL=$mkmodel "$work/tools/bin/npm" test --silent)
    echo "== check: page"
    (cd "$root/bindings/js" && PATH=$work/tools/bin:$PATH MAIXFIT_NATIVE=$work/host/maixfit \
        MAIXFIT_MKMODEL=$mkmodel "$work/tools/bin/npm" run --silent test:page)
}

check_whole() {
    echo "== check: README and wheels"
    check_readme
    "$root/scripts/release/check_wheels.sh"
}

# at_once NAME COMMAND...: runs it beside the others.
at_once() {
    "${@:2}" >"$logs/$1" 2>&1 &
    jobs[$!]=$1
}

declare -A debian=([x86_64]=amd64 [aarch64]=arm64 [riscv64]=riscv64)
jobs=()
logs=$(mktemp -d -p "$folder")
for target in "$@"; do
    at_once "$target" check_target "$target"
done
[ ! -f "$dist/maixfit.wasm" ] || at_once wasm32 check_module
[ ! -f "$dist/maixfit-$version.tgz" ] || at_once npm check_npm
[ $# -lt 3 ] || at_once whole check_whole
failed=no
for job in "${!jobs[@]}"; do
    wait "$job" || failed=yes
    cat "$logs/${jobs[$job]}"
done
[ $failed = no ] || fail "what is said above"
echo "check: passed"

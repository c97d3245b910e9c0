#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Installs with apt what is missing to build maixfit, with `tests` what its tests need too, and with `release` what
# makes and checks a release.
set -euo pipefail

packages=(build-essential cmake ninja-build pkg-config libcjson-dev libarchive-dev liblz4-dev libmd-dev scdoc)
if [ "${1:-}" = tests ]; then
    packages+=(libcriterion-dev python3 python3-jsonschema python3-pytest python3-fsspec python3-flake8 python3-sarif-python-om python3-junitparser
        python3-markdown busybox dash clang-14 clang-format-14 llvm-14 shellcheck diffutils file git strace valgrind
        libarchive-tools clang-tidy-14 cppcheck flatbuffers-compiler
        protobuf-compiler gcovr openssh-server openssh-client parallel pre-commit python3-yaml python3-pyte abigail-tools doxygen
        gettext musl-tools zsh fish groff-base mandoc
        linux-libc-dev-arm64-cross linux-libc-dev-armhf-cross linux-libc-dev-riscv64-cross)
    # Ubuntu 22.04 has it inside libclang-common-14-dev, which clang-14 brings.
    grep -q jammy /etc/os-release || packages+=(libclang-rt-14-dev)
elif [ "${1:-}" = release ]; then
    packages+=(python3 python3-venv python3-jsonschema dpkg-dev qemu-user-static libarchive-tools file unzip musl gcc-riscv64-linux-gnu lintian
        chromium python3-markdown)
fi

missing=()
for package in "${packages[@]}"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

root=()
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || {
        echo "setup.sh: these packages are missing and need root to install: ${missing[*]}" >&2
        exit 1
    }
    root=(sudo)
fi
echo "Installing: ${missing[*]}"
"${root[@]}" apt-get update -qq
"${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null

#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# sources.sh FOLDER: puts the sources of the libraries that a release links into FOLDER/NAME, each with Debian's patches.
# sources.sh FOLDER --renew: takes the newest ones that Debian 12 has, and writes sources.lock anew: read the diff.
#
# Debian serves the archives of upstream as they are, and its patches beside them; apt checks who signed them, and
# sources.lock that they are the same as ever.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=${1:?sources.sh: name the folder for the sources}
lock=$here/sources.lock
packages=(cjson lz4 zlib xz-utils libzstd libarchive musl) # musl is only for check_wheels.sh

mkdir -p "$folder/files" "$folder/apt/lists/partial" "$folder/apt/cache"
folder=$(cd "$folder" && pwd)
apt=(-qq -o Acquire::Retries=3 -o "Dir::Etc::SourceList=$folder/apt/sources.list" -o Dir::Etc::SourceParts=/dev/null
    -o "Dir::State::Lists=$folder/apt/lists" -o "Dir::Cache=$folder/apt/cache" -o "APT::Sandbox::User=$(id -un)")

# The sources of those archives of Debian that this machine has its packages from, the main one first: what both have
# comes from there.
find_archives() {
    local keys=/usr/share/keyrings/debian-archive-keyring.gpg
    apt-get indextargets --format "\$(LABEL) deb-src [signed-by=$keys] \$(REPO_URI) \$(RELEASE) \$(COMPONENT)" \
        'Identifier: Packages' 'Origin: Debian' 'Component: main' | sort -u | cut -d' ' -f2- >"$folder/apt/sources.list"
    [ -s "$folder/apt/sources.list" ] || {
        echo "sources.sh: apt knows no archive of Debian here; a release is made on Debian 12, after apt-get update" >&2
        exit 1
    }
    apt-get "${apt[@]}" update
}

renew() {
    local package version
    find_archives
    rm -f "$folder"/files/*
    for package in "${packages[@]}"; do
        (cd "$folder/files" && apt-get "${apt[@]}" source --download-only "$package")
        version=$(sed -n 's/^Version: //p' "$folder/files/${package}"_*.dsc | head -1)
        (cd "$folder/files" && sha256sum "${package}"_*.dsc "${package}"_*.orig.tar.?z* "${package}"_*.debian.tar.xz) |
            grep -v '\.asc$' | sed "s/^/$package=$version  /"
    done >"$lock.new"
    mv "$lock.new" "$lock"
}

is_as_locked() {
    (cd "$folder/files" && sed 's/^[^ ]*  //' "$lock" | sha256sum --check --quiet --strict "$@")
}

dsc_of() { # PACKAGE
    sed -n "s/^$1=.*  \(.*\.dsc\)$/\1/p" "$lock"
}

stop() {
    echo "sources.sh: $1; the build stops. Where Debian has mended one of them, scripts/release/sources.sh FOLDER" \
        "--renew writes scripts/release/sources.lock anew: read its diff, and run scripts/release.sh --check" >&2
    exit 1
}

if [ "${2:-}" = --renew ]; then
    renew
elif ! is_as_locked --status 2>/dev/null; then
    find_archives
    while read -r package; do
        (cd "$folder/files" && apt-get "${apt[@]}" source --download-only "$package") ||
            stop "$package is not to be had"
    done < <(cut -d' ' -f1 "$lock" | sort -u)
    is_as_locked || stop "these files are not those of scripts/release/sources.lock"
fi

if ! cmp -s "$lock" "$folder/unpacked"; then
    for package in "${packages[@]}"; do
        rm -rf "${folder:?}/$package"
        dpkg-source --no-check -x "$folder/files/$(dsc_of "$package")" "$folder/$package" >"$folder/$package.log" 2>&1 || {
            cat "$folder/$package.log" >&2
            exit 1
        }
    done
    cp "$lock" "$folder/unpacked"
fi

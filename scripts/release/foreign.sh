#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# foreign.sh MACHINE FOLDER PACKAGE...: unpacks packages of Debian for a machine (arm64) into FOLDER, for an emulator; the
# packages themselves are in FOLDER/debs.
set -euo pipefail
machine=$1 folder=$2
packages=("${@:3}")
apt=(-qq -o "APT::Architecture=$machine" -o "APT::Architectures=$machine" -o "Dir::State=$folder/apt"
    -o Dir::State::status=/dev/null -o "Dir::Cache=$folder/apt" -o "APT::Sandbox::User=$(id -un)")

[ "$(cat "$folder/unpacked" 2>/dev/null)" != "${packages[*]}" ] || exit 0
rm -rf "$folder"
mkdir -p "$folder/apt/lists/partial" "$folder/apt/archives/partial"
apt-get "${apt[@]}" update
(cd "$folder/apt" && apt-get "${apt[@]}" download "${packages[@]}")
mkdir "$folder/debs"
mv "$folder"/apt/*.deb "$folder/debs/"
for package in "$folder"/debs/*.deb; do
    dpkg-deb -x "$package" "$folder"
done
rm -rf "$folder/apt"
echo "${packages[*]}" >"$folder/unpacked"

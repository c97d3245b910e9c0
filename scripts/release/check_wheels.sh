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

mapfile -t wheels < <(wheel_of "")
"$tools/bin/twine" check --strict "${wheels[@]}"
(cd "$root/bindings/python" && "$tools/bin/mypy" --cache-dir "$folder/mypy")
for wheel in "${wheels[@]}"; do
    [[ $wheel == *-any.whl ]] || check_library "$wheel"
done
for wheel in "${wheels[@]}"; do
    [[ ! $wheel =~ manylinux2014_(.*)\.whl ]] || check_platform "$wheel" "manylinux_2_17_${BASH_REMATCH[1]}"
done
check_in_venv "$(wheel_of manylinux2014_x86_64)"
check_in_venv "$(wheel_of any)"
echo "check_wheels: passed"

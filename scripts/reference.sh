#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# reference.sh FOLDER: writes the reference of the C interface as HTML, from the comments of the header. A function
# without one fails it.
set -euo pipefail
folder=$(realpath -m "$1")
cd "$(dirname "$0")/.."
version=$(sed -n 's/^#define MAIXFIT_VERSION *"\(.*\)"/\1/p' src/maixfit.h)
mkdir -p "$folder"
doxygen - <<END
$(cat docs/Doxyfile)
OUTPUT_DIRECTORY = "$folder"
HTML_OUTPUT = .
PROJECT_NUMBER = $version
END

#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Builds maixfit and judges two generated models for a MaixCAM2 with a 1920x1080 camera: one fits, one does not.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/setup.sh
cmake --preset default -DMAIXFIT_TESTS=OFF -B build-demo >/dev/null
cmake --build build-demo --target maixfit mkmodel

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
build-demo/tools/mkmodel axmodel "$work/detector.axmodel" --const 2733021 --words 14709 --workspace 1536000 \
    --input images:UINT8:1x480x640x3 --output scores:FP32:1x1x6300 --output boxes:FP32:1x4x6300 >/dev/null
build-demo/tools/mkmodel axmodel "$work/language.axmodel" --const 3000M --words 200000 --workspace 64M \
    --input tokens:INT32:1x1024 --output logits:FP32:1x151936 >/dev/null

judge() {
    local wanted=$1 status=0
    shift
    printf '\n$ maixfit %s\n' "$*"
    (cd "$work" && "$OLDPWD/build-demo/maixfit" "$@") || status=$?
    printf '[exit status %s]\n' "$status"
    [ "$status" -eq "$wanted" ]
}

judge 0 detector.axmodel --camera 1920x1080
judge 1 language.axmodel --camera 1920x1080

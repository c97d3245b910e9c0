#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What action.yml runs: builds the tool from its own checkout, and judges the policy of the repository in the working folder.
# Annotations go to standard output, the report to the log and to the job's summary.
set -euo pipefail

source=$(cd "$(dirname "$0")/.." && pwd)
work=$RUNNER_TEMP/maixfit
mkdir -p "$work"
{
    echo "::group::Building maixfit"
    "$source/scripts/setup.sh"
    cmake -S "$source" -B "$work/build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DMAIXFIT_TESTS=OFF
    cmake --build "$work/build" --target maixfit
    echo "::endgroup::"
}

baseline=()
[ -z "${MAIXFIT_BASELINE:-}" ] || baseline=(--baseline "$MAIXFIT_BASELINE")
status=0
rm -f "$work"/report.*
"$work/build/maixfit" gate "${MAIXFIT_POLICY:-maixfit.json}" "${baseline[@]}" -f github -f "text=$work/report.text" \
    -f "markdown=$work/report.markdown" -f "sarif=$work/report.sarif" || status=$?
[ ! -e "$work/report.text" ] || cat "$work/report.text"
[ ! -e "$work/report.markdown" ] || cat "$work/report.markdown" >>"$GITHUB_STEP_SUMMARY"
echo "sarif=$work/report.sarif" >>"$GITHUB_OUTPUT"
exit $status

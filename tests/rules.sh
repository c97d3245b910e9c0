#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# House rules that a machine can see: SPDX lines, file lengths, layers that never include upward.
set -euo pipefail
cd "$(dirname "$0")/.."
failed=0

complain() {
    echo "rules: $*"
    failed=1
}

files=$(scripts/files.sh '*.c' '*.h' '*.sh' '*.py' '*.cmake' '*.cmake.in' CMakeLists.txt)
while read -r path; do
    head -n 2 "$path" | grep -q 'SPDX-License-Identifier: MIT' || complain "$path has no SPDX line"
done <<<"$files"

files=$(scripts/files.sh '*.c' '*.h')
while read -r path; do
    [ "$(wc -l <"$path")" -le 450 ] || complain "$path is longer than 450 lines"
done <<<"$files"

# A layer may include itself and the layers before it. formats/ stands beside device: both know core only.
forbid() {
    local layer=$1
    shift
    for upper in "$@"; do
        if grep -nE "#include \"(\.\./)*(src/)?$upper/" "$layer"/*.c "$layer"/*.h; then
            complain "$layer includes $upper"
        fi
    done
}
forbid src/core bundle device pipeline fit handle report cli formats
forbid formats bundle device pipeline fit handle report cli
forbid src/bundle device pipeline fit handle report cli
forbid src/device bundle pipeline fit handle report cli formats
forbid src/boot bundle pipeline fit handle report cli formats
forbid src/pipeline bundle device boot fit handle report cli formats
forbid src/fit boot handle report cli formats
forbid src/report handle cli formats

if grep -nE '\b(printf|fprintf|puts|fputs|perror|exit|abort)\(' src/core/*.c src/bundle/*.c src/bundle/*/*.c src/device/*.c src/boot/*.c src/pipeline/*.c src/fit/*.c \
    src/report/*.c src/handle/*.c formats/*.c; then
    complain "the library prints or exits"
fi
if grep -rnE '/proc/cvitek/|cvitek/vb' src formats models; then
    complain "nothing below /proc/cvitek is ever opened: reading its vb hangs for good"
fi
exit $failed

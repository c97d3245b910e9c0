#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# House rules that a machine can see: SPDX lines, file lengths, the layers, which functions the library leaves alone.
# Call circles are found in the object files: tests/circles.py. tests/rules_test.py shows that both refuse.
set -euo pipefail
cd "$(dirname "$0")/.."
failed=0

complain() {
    echo "rules: $*"
    failed=1
}

# From the bottom up: a layer, then all that it may include beside itself. Only a layer above can stand there.
layers='
platform
core        platform
formats     core platform
bundle      core formats platform
device      core
boot        core platform device
pipeline    core
fit         core bundle device pipeline
report      core bundle device boot pipeline fit
maixfit_words.h
maixfit.h   maixfit_words.h
handle      core formats bundle device boot pipeline fit report maixfit.h
cli         core maixfit.h
'

# The layers that a folder includes, as FILE:LINE:LAYER; a path without a folder stays in the layer.
included() {
    grep -rnE '^[[:space:]]*#[[:space:]]*include[[:space:]]*["<]' "$1" --include='*.[ch]' |
        sed -nE "s,^([^:]*:[0-9]*):[^\"<]*[\"<](\./|\.\./)*(src/)?($names)[\"/>].*,\1:\4,p"
}

check_layers() {
    local names layer allowed below='' folder at what
    names=$(awk 'NF { print $1 }' <<<"$layers" | paste -sd'|')
    while read -r layer allowed; do
        [ -n "$layer" ] || continue
        for what in $allowed; do
            [[ " $below " == *" $what "* ]] || complain "the list of layers: $layer stands below $what"
        done
        below="$below $layer"
        [[ $layer != maixfit*.h ]] || continue
        folder=src/$layer
        [ "$layer" != formats ] || folder=formats
        while IFS=: read -r at line what; do
            [[ " $layer $allowed " == *" $what "* ]] || complain "$at:$line: $layer includes $what"
        done < <(included "$folder")
    done <<<"$layers"
    while read -r folder; do
        [[ " $below " == *" $folder "* ]] || [ "$folder" = po ] || complain "src/$folder is in no layer"
    done < <(find src -mindepth 1 -maxdepth 1 -printf '%P\n')
}
check_layers

sources=$(scripts/files.sh '*.c' '*.h' '*.js' '*.sh' '*.py' '*.cmake' '*.cmake.in' CMakeLists.txt)
while read -r path; do
    complain "$path has no SPDX line"
done < <(comm -23 <(sort <<<"$sources") <(xargs -d '\n' awk 'FNR <= 2 && /SPDX-License-Identifier: MIT/ { print FILENAME }' \
    <<<"$sources" | sort))
while read -r count path; do
    complain "$path has $count lines, more than 450"
done < <(xargs -d '\n' wc -l <<<"$sources" | awk '$1 > 450 && $2 != "total"')

for path in tests/*.py tests/*.sh; do
    name=$(basename "${path%.*}")
    [[ $(head -c 2 "$path") != '#!' ]] || grep -qw "$name" tests/CMakeLists.txt ||
        complain "$path is never run: tests/CMakeLists.txt does not name it"
done

if grep -rnE '\b(printf|fprintf|puts|fputs|perror|exit|abort)\(' --include='*.c' --exclude-dir=cli src formats; then
    complain "the library prints or exits"
fi
if grep -rnE '/proc/cvitek/|cvitek/vb' src formats models; then
    complain "nothing below /proc/cvitek is ever opened: reading its vb hangs for good"
fi
if grep -rnE '\bcJSON_(Parse|Print)' --include='*.c' --exclude=json_text.c src formats; then
    complain "only src/core/json_text.c parses and prints JSON: one thread at a time"
fi
if grep -rnE '\b(__linux__|__unix__|__wasi__|__wasm__|_WIN32|__APPLE__|__GLIBC__)\b|<(linux/|dlfcn|pthread|sys/(ioctl|prctl|resource|syscall|vfs))' src formats \
    --include='*.[ch]' --exclude-dir=platform --exclude-dir=posix; then
    complain "only src/platform and src/cli/posix ask for a platform"
fi
exit $failed

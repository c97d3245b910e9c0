#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Brings src/po up to the sentences of the source: new ones stand there without a translation, those that are gone are
# removed. With --check it changes nothing and fails where a file is not whole: a sentence that is missing, fuzzy or used
# no more, a wrong format directive. Needs gettext and Python (scripts/setup.sh tests).
# Usage: scripts/translate.sh [--check]
set -euo pipefail
cd "$(dirname "$0")/.."
export LC_ALL=C.UTF-8
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Sentences of the data files, as C that xgettext reads.
/usr/bin/python3 scripts/data_sentences.py >"$work/data.c"
scripts/files.sh '*.c' | grep -E '^(src|formats)/' | LC_ALL=C sort >"$work/files"
xgettext --from-code=UTF-8 --keyword=_ --keyword=N_ --keyword=mf_plural:2,3 --flag=_:1:pass-c-format \
    --flag=N_:1:pass-c-format --flag=mf_plural:2:pass-c-format --flag=mf_plural:3:pass-c-format \
    --flag=mf_fail:3:c-format --flag=mf_arena_format:2:c-format --flag=mf_print:3:c-format \
    --flag=mf_text_format:2:c-format --no-wrap --no-location --sort-output \
    --files-from="$work/files" "$work/data.c" --output="$work/dated.pot" 2>"$work/warnings" || {
    cat "$work/warnings"
    exit 1
}
sed '/^"POT-Creation-Date:/d' "$work/dated.pot" >"$work/sentences.pot"
for po in src/po/*.po; do
    msgmerge --quiet --no-wrap --no-location --sort-output --no-fuzzy-matching "$po" "$work/sentences.pot" |
        msgattrib --no-wrap --no-location --no-obsolete --sort-output --output="$work/merged.po" -
    if [ "${1:-}" != --check ]; then
        cp "$work/merged.po" "$po"
        msgfmt --check --statistics --output=/dev/null "$po"
        continue
    fi
    msgfmt --check --output=/dev/null "$po"
    diff -u "$po" "$work/merged.po" || {
        echo "$po: not up to date; run scripts/translate.sh"
        exit 1
    }
    missing=$(msgattrib --untranslated --no-wrap "$po" | grep -c '^msgid ' || true)
    fuzzy=$(msgattrib --only-fuzzy --no-wrap "$po" | grep -c '^msgid ' || true)
    [ "$missing$fuzzy" = 00 ] || {
        echo "$po: $missing sentences are not translated, $fuzzy are fuzzy"
        msgattrib --untranslated --no-wrap "$po" | head -n 40
        exit 1
    }
    echo "$po: whole"
done

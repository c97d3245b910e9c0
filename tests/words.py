#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The words that programs compare: those of the code, of models/words.json, and of the lists that scripts/words.py makes
of it (src/maixfit_words.h, docs/words.md, the schema) are the same; and so is what scripts/tool.py makes of the tool's
table.

The other suites hold every report against the schema, whose lists of words are closed, so that a word that this search does
not find in the code fails there."""
import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
KINDS = ("reason", "code", "action")
WORD = r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*"
SENTENCE = re.compile(r'_\(\s*"(?:[^"\\]|\\.)*"(?:\s*"(?:[^"\\]|\\.)*")*\s*\)')
# The functions that take the code of a finding, of which it is the first literal.
CALLS = re.compile(r"\b(mf_findings_add|mf_loader_note|mf_plan_note|mf_finder_report|mf_supply_add_finding"
                   r"|mf_check_add|mf_check_add_obstacle|mf_ax_warn|mf_loader_unused|warn|note)\(")


def call_text(text, start):
    depth = 1
    for at in range(start, len(text)):
        depth += (text[at] == "(") - (text[at] == ")")
        if depth == 0:
            return SENTENCE.sub("", text[start:at])
    return ""


def codes_of(path):
    text = path.read_text()
    found = set(re.findall(rf'\*code = "({WORD})"', text))
    found |= set(re.findall(rf'\{{"({WORD})", MF_(?:NOTE|WARNING|ERROR)\}}', text))
    for call in CALLS.finditer(text):
        words = re.findall(rf'"({WORD})"', call_text(text, call.end()))
        found |= set(words[:1])
    return found


def words_of_the_code():
    words = {kind: set() for kind in KINDS}
    words["reason"] = set(re.findall(rf'\[MF_\w+\] = "({WORD})"', (ROOT / "src/core/error.c").read_text()))
    for path in [*(ROOT / "src").rglob("*.c"), *(ROOT / "formats").rglob("*.c")]:
        words["code"] |= codes_of(path)
        words["action"] |= set(re.findall(rf'\.action = "({WORD})"', path.read_text()))
    for path in (ROOT / "models").rglob("*.json"):
        words["code"] |= {note["code"] for note in json.loads(path.read_text()).get("notes", [])}
    words["code"] -= words["reason"]
    return words


def words_of_the_table():
    table = json.loads((ROOT / "models/words.json").read_text())
    return {kind: set(table[f"{kind}s"]) for kind in KINDS}


def main():
    code, table = words_of_the_code(), words_of_the_table()
    failed = any([subprocess.run([ROOT / "scripts" / name, "--check"]).returncode != 0 for name in ("words.py", "tool.py")])
    for kind in KINDS:
        for word in sorted(code[kind] ^ table[kind]):
            where = "is missing in" if word in code[kind] else "is not in the code, but in"
            print(f"words: the {kind} {word} {where} models/words.json")
            failed = True
    print(f"words: {', '.join(f'{len(code[kind])} {kind}s' for kind in KINDS)}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The words that programs compare: those of the code, of src/maixfit.h, of docs/words.md and of the schema are the same.

The other suites hold every report against the schema without the words of a later version (harness.closed), so that a
word that this search does not find in the code fails there."""
import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
KINDS = ("reason", "code", "action")
HEADINGS = {"reason": ("Reasons", "Reasons:"),
            "code": ("Codes of findings", "Codes of findings, which may be reasons too:"),
            "action": ("Actions of advice", "Actions of advice:")}
WORD = r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*"
SENTENCE = re.compile(r'_\(\s*"(?:[^"\\]|\\.)*"(?:\s*"(?:[^"\\]|\\.)*")*\s*\)')
# The functions that take the code of a finding, of which it is the first literal.
CALLS = re.compile(r"\b(mf_findings_add|mf_loader_note|mf_plan_note|mf_finder_report|mf_supply_add_finding"
                   r"|mf_ax_warn|warn|note)\(")
BOOT_CALLS = re.compile(r"\b(add|add_obstacle)\(")


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
    for calls in (CALLS, BOOT_CALLS) if path.parent.name == "boot" else (CALLS,):
        for call in calls.finditer(text):
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


def words_of_the_header():
    text = (ROOT / "src/maixfit.h").read_text()
    words = {}
    for kind in KINDS:
        lines = text.split(f" * {HEADINGS[kind][1]}\n", 1)[1].split("\n *\n", 1)[0].split("*/", 1)[0]
        words[kind] = set(re.findall(WORD, lines))
    return words


def words_of_the_page():
    text = (ROOT / "docs/words.md").read_text()
    words = {}
    for kind in KINDS:
        rows = text.split(f"## {HEADINGS[kind][0]}\n", 1)[1].split("\n## ", 1)[0]
        words[kind] = set(re.findall(rf"^\| `({WORD})` \| \S", rows, re.MULTILINE))
    return words


def words_of_the_schema():
    definitions = json.loads((ROOT / "docs/maixfit.schema.json").read_text())["$defs"]
    return {kind: set(definitions[kind]["anyOf"][0]["enum"]) for kind in KINDS}


def main():
    code, failed = words_of_the_code(), False
    for place, words in (("src/maixfit.h", words_of_the_header()), ("docs/words.md", words_of_the_page()),
                         ("docs/maixfit.schema.json", words_of_the_schema())):
        for kind in KINDS:
            for word in sorted(code[kind] ^ words[kind]):
                where = "is missing in" if word in code[kind] else "is not in the code, but in"
                print(f"words: the {kind} {word} {where} {place}")
                failed = True
    print(f"words: {', '.join(f'{len(code[kind])} {kind}s' for kind in KINDS)}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Writes the lists of words from models/words.json: at the end of src/maixfit.h, in docs/words.md and in the JSON schema.

    scripts/words.py            writes them anew
    scripts/words.py --check    says which of them differ, and writes nothing
"""
import json
import pathlib
import re
import sys
import textwrap

ROOT = pathlib.Path(__file__).resolve().parent.parent
WORDS = json.loads((ROOT / "models/words.json").read_text())
KINDS = {  # of models/words.json: the schema's name, titles in docs/words.md and src/maixfit.h, an introduction
    "reasons": ("reason", "Reasons", "Reasons:",
                "Of a verdict, of a value for /boot/configs, and of a model that cannot be judged (`maixfit_reason`, "
                "`reason`)."),
    "codes": ("code", "Codes of findings", "Codes of findings, which may be reasons too:",
              "Of `findings`. A model that cannot be judged, and a file that is left out, have a reason as their code."),
    "actions": ("action", "Actions of advice", "Actions of advice:", "Of `advice` and `plan`."),
}
HEADER_LEAD = "/* Words that programs may compare."
PAGE_LEAD = """# Words

These words are fixed for good: programs may compare them. A later version may add words, and changes none.
`models/words.json` is where they stand; `scripts/words.py` writes this page and the lists of `src/maixfit.h` and of
[maixfit.schema.json](maixfit.schema.json) from it, and `tests/words.py` holds all of them against the code.
"""


def header(text):
    lines = [f"{HEADER_LEAD} Each is fixed for good; a later version may add some.",
             " * docs/words.md says what each means."]
    for kind, (_, _, title, _) in KINDS.items():
        words = textwrap.wrap(" ".join(WORDS[kind]), 92, initial_indent="  ", subsequent_indent="  ",
                              break_on_hyphens=False)
        lines += [" *"] + [f" * {line}" for line in [title, *words]]
    before = text[:text.index(HEADER_LEAD)]
    return before + "\n".join(lines) + " */\n\n#endif\n"


def page(_):
    parts = [PAGE_LEAD]
    for kind, (_, title, _, lead) in KINDS.items():
        rows = "\n".join(f"| `{word}` | {meaning} |" for word, meaning in WORDS[kind].items())
        parts.append(f"## {title}\n\n{lead}\n\n| word | meaning |\n| --- | --- |\n{rows}\n")
    return "\n".join(parts)


def schema(text):
    for kind, (name, *_) in KINDS.items():
        words = ", ".join(json.dumps(word) for word in WORDS[kind])
        lines = "\n          ".join(textwrap.wrap(words, 112, break_on_hyphens=False))
        pattern = (rf'(    "{name}": \{{\n      "description": [^\n]*\n      "anyOf": \[\n        \{{"enum": \[\n)'
                   r'.*?(\n        \]\})')
        text, count = re.subn(pattern, lambda found: f"{found[1]}          {lines}{found[2]}", text, flags=re.DOTALL)
        if count != 1:
            sys.exit(f"words: docs/maixfit.schema.json has no list of {kind}")
    return text


def main():
    differs = False
    for path, make in (("src/maixfit.h", header), ("docs/words.md", page), ("docs/maixfit.schema.json", schema)):
        text = (ROOT / path).read_text()
        made = make(text)
        if made == text:
            continue
        differs = True
        if "--check" in sys.argv[1:]:
            print(f"words: {path} differs from models/words.json; run scripts/words.py")
        else:
            (ROOT / path).write_text(made)
    return int(differs and "--check" in sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())

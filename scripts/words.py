#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Writes the lists of words from models/words.json, and the enums of the library from scripts/interface.json, into
src/maixfit_words.h, src/handle/names.c, docs/words.md, the JSON schema and the Python package; the latter gets the calls
and the statuses of src/maixfit.h too. From the schema comes bindings/js/report.d.ts.

    scripts/words.py            writes them anew
    scripts/words.py --check    says which of them differ, and writes nothing
"""
import json
import re
import sys
import textwrap

import made
import typescript
from made import ROOT

WORDS = json.loads((ROOT / "models/words.json").read_text())
INTERFACE = json.loads((ROOT / "scripts/interface.json").read_text())
ENUMS = {  # of scripts/interface.json: the enum, what its values begin with, what it is, for docs/words.md
    "options": ("option", "MAIXFIT_", "What can be set. Values are the texts of the tool's options.",
                "`maixfit_set` takes the value, `maixfit_set_named` the name; most are options of the tool too."),
    "reports": ("report", "MAIXFIT_REPORT_",
                "What can be reported. Evaluations are maixfit_evaluate, maixfit_evaluate_all, maixfit_inspect, maixfit_probe "
                "and maixfit_capture; each has its own report, until the next one begins. Head, items and tail, one after "
                "the other, are the report of maixfit_evaluate_all: head and items are taken in its callback, the tail "
                "behind it. Each of them may be empty.", "`maixfit_report_text`."),
    "formats": ("format", "MAIXFIT_", "How a report is written.", "`maixfit_report_text`; `--format` takes the name."),
    "figures": ("figure", "MAIXFIT_FIGURE_", "Numbers of the last evaluation, by their places in the JSON.",
                "`maixfit_figure`; bytes unless said otherwise. The name is the place in the JSON."),
    "lists": ("list", "MAIXFIT_LIST_", "Lists of the last evaluation, by their names in the JSON.",
              "`maixfit_count`, `maixfit_item_text`, `maixfit_item_figure`."),
    "fields": ("field", "MAIXFIT_FIELD_", "What an item of a list has, by its name in the JSON.",
               "By `maixfit_item_text` or `maixfit_item_figure`."),
}
KINDS = {  # of models/words.json: the schema's name, titles in docs/words.md and src/maixfit_words.h, an introduction
    "reasons": ("reason", "Reasons", "Reasons:",
                "Of a verdict, of a value for /boot/configs, and of a model that cannot be judged (`maixfit_reason`, "
                "`reason`)."),
    "codes": ("code", "Codes of findings", "Codes of findings, which may be reasons too:",
              "Of `findings`. A model that cannot be judged, and a file that is left out, have a reason as their code."),
    "actions": ("action", "Actions of advice", "Actions of advice:", "Of `advice` and `plan`."),
}
HEADER_LEAD = """// SPDX-License-Identifier: MIT
/* The part of maixfit.h that scripts/words.py writes, from models/words.json and
 * scripts/interface.json. Each value and each word is fixed for good; a later version may add some
 * at the end. */
#ifndef MAIXFIT_WORDS_H
#define MAIXFIT_WORDS_H
"""
PAGE_LEAD = """# Words

These words are fixed for good: programs may compare them. A later version may add words, and changes none.
`maixfit explain WORD` says of each what stands here. `models/words.json` is where they stand; `scripts/words.py` writes
this page and the lists of `src/maixfit_words.h` and of [maixfit.schema.json](maixfit.schema.json) from it, and
`tests/words.py` holds all of them against the code.
"""


def value_name(kind, name):
    return ENUMS[kind][1] + re.sub(r"[-.]", "_", name).upper()


def enum(kind):
    """As clang-format leaves it: a comment on the lines above each value."""
    name, _, lead, _ = ENUMS[kind]
    lead = textwrap.wrap(f"/* {lead} */", 96, subsequent_indent=" * ", break_on_hyphens=False)
    lines = [*lead, f"enum maixfit_{name} {{"]
    for word, meaning in INTERFACE[kind].items():
        comment = textwrap.wrap(meaning, 90, break_on_hyphens=False)
        lines += [f"    {'/*' if i == 0 else '  '} {line}" for i, line in enumerate(comment)]
        lines[-1] += " */"
        lines.append(f"    {value_name(kind, word)},")
    lines[-1] = lines[-1].rstrip(",")
    return "\n".join([*lines, "};"])


def names(_):
    """The names of the values, in C."""
    parts = ["// SPDX-License-Identifier: MIT\n/* Written by scripts/words.py; change scripts/interface.json. */\n"
             "// clang-format off", '#include "names.h"']
    for kind, (name, *_) in ENUMS.items():
        rows = "\n".join(f'    [{value_name(kind, word)}] = "{word}",' for word in INTERFACE[kind])
        parts.append(f"""static const char *const {kind}[] = {{
{rows}
}};

const char *maixfit_{name}_name(enum maixfit_{name} {name})
{{
    return (size_t){name} < sizeof {kind} / sizeof {kind}[0] ? {kind}[{name}] : NULL;
}}""")
    return "\n\n".join(parts) + "\n"


def header(_):
    lines = ["/* Words that programs may compare; docs/words.md says what each means."]
    for kind, (_, _, title, _) in KINDS.items():
        words = textwrap.wrap(" ".join(WORDS[kind]), 92, initial_indent="  ", subsequent_indent="  ",
                              break_on_hyphens=False)
        lines += [" *"] + [f" * {line}" for line in [title, *words]]
    return "\n\n".join([HEADER_LEAD.rstrip(), *map(enum, ENUMS), "\n".join(lines) + " */", "#endif\n"])


def table(words):
    """What `maixfit explain` says, for those who read."""
    rows = "\n".join(f"| {', '.join(f'`{one}`' for one in [word, *entry.get('also', [])])} | {entry['means']} | {entry['do']} "
                     f"| {'`' + entry['example'] + '`' if 'example' in entry else ''} |" for word, entry in words.items())
    return f"| word | meaning | what to do | example |\n| --- | --- | --- | --- |\n{rows}\n"


def page(_):
    parts = [PAGE_LEAD]
    for kind, (_, title, _, lead) in KINDS.items():
        parts.append(f"## {title}\n\n{lead}\n\n{table(WORDS[kind])}")
    for kind, title, lead in (("terms", "Terms", "Of the field, and of this project."),
                              ("errors", "Errors that programs print", "In whatever stands around them.")):
        parts.append(f"## {title}\n\n{lead}\n\n{table(WORDS[kind])}")
    for kind, (_, _, _, lead) in ENUMS.items():
        rows = "\n".join(f"| `{value_name(kind, word)}` | `{word}` | {meaning} |"
                         for word, meaning in INTERFACE[kind].items())
        parts.append(f"## {kind.capitalize()} of the library\n\n{lead}\n\n"
                     f"| value | name | meaning |\n| --- | --- | --- |\n{rows}\n")
    return "\n".join(parts)


def schema(text):
    for kind, (name, *_) in KINDS.items():
        words = ", ".join(json.dumps(word) for word in WORDS[kind])
        lines = "\n          ".join(textwrap.wrap(words, 112, break_on_hyphens=False))
        pattern = (rf'(    "{name}": \{{\n      "description": [^\n]*\n(?:      "anyOf": \[\n        \{{|      )"enum": \[\n)'
                   r'.*?(\n *\])')
        text, count = re.subn(pattern, lambda found: f"{found[1]}          {lines}{found[2]}", text, flags=re.DOTALL)
        if count != 1:
            sys.exit(f"words: docs/maixfit.schema.json has no list of {kind}")
    return text


def constants(name, kind, pairs):
    return "\n".join([f"class {name}({kind}):", *(f"    {key} = {value}" for key, value in pairs)])


def kind_of(declaration):
    """s: a text, p: another pointer, i, u, b, z (size_t): numbers, v: nothing."""
    if "char *" in declaration:
        return "s" if declaration.startswith("const") else "p"
    if re.search(r"\*|maixfit_judged|maixfit_progress", declaration):
        return "p"
    return {"unsigned": "u", "bool": "b", "size_t": "z", "void": "v"}.get(declaration.split()[0], "i")


def calls():
    """(name, kind of what it returns and of each argument) of each function of the header."""
    text = re.sub(r"/\*.*?\*/", "", (ROOT / "src/maixfit.h").read_text(), flags=re.DOTALL)
    for result, name, arguments in re.findall(r"MAIXFIT_API ([^;(]*?)(maixfit_\w+)\(([^;]*)\);", text):
        kinds = "" if arguments == "void" else "".join(kind_of(one.strip()) for one in arguments.split(","))
        yield name, kind_of(result.strip()) + kinds


def value_type(meaning):
    if meaning.startswith(('"yes" or "no"', '"on" or "off"', '"yes", "no"')):
        return "Switch"
    return "Settings" if "may be set many times" in meaning or "may be set for both" in meaning else "Setting"


def in_python(meaning):
    """What an option means, in the words of the Python package."""
    for said, here in (('"yes" or "no"', "True or False"), ('"on" or "off"', "True or False"), ('"yes", "no"', "True, False"),
                       ("may be set many times", "one, or a list"), ("may be set for both", "one, or a list of both"),
                       (r"MAIXFIT_STATUS_(\w+)", r"Status.\1"), ("MAIXFIT_PROFILE", "profile"),
                       ("maixfit_evaluate_all", "check_all"), (r"maixfit_config_(\w+)", r"`maixfit config \1`")):
        meaning = re.sub(said, here, meaning)
    return meaning


def python(_):
    """The module of the Python package that says what src/maixfit.h says."""
    header = (ROOT / "src/maixfit.h").read_text()
    parts = ['# SPDX-License-Identifier: MIT\n'
             '"""Written by scripts/words.py; change models/words.json, scripts/interface.json or src/maixfit.h."""\n'
             "from __future__ import annotations\n\nimport os\nfrom enum import Enum, IntEnum\n"
             "from typing import Sequence, Tuple, TypedDict, Union\n\n"
             + re.search(r"VERSION \"[\d.]+\"", header)[0].replace(" ", " = ") + """

Setting = Union[str, int, Tuple[int, int], "os.PathLike[str]", None]
Settings = Union[Setting, Sequence[Setting]]
Switch = Union[bool, str, None]"""]
    statuses = re.findall(r"MAIXFIT_STATUS_(\w+) = (\d+)", header)
    parts.append(constants("Status", "IntEnum", statuses))
    for kind in ("reports", "formats"):
        names = [word.upper() for word in INTERFACE[kind]]
        parts.append(constants(kind[:-1].capitalize(), "IntEnum", ((name, at) for at, name in enumerate(names))))
    for kind in KINDS:
        parts.append(constants(kind[:-1].capitalize(), "str, Enum",
                               ((word.upper().replace("-", "_"), f'"{word}"') for word in WORDS[kind])))
    options = {option.replace("-", "_"): meaning for option, meaning in INTERFACE["options"].items() if option != "model"}
    lines = ["class Options(TypedDict, total=False):", '    """What can be set: the options of the tool, with _ for -.', ""]
    for option, meaning in options.items():
        lines += textwrap.wrap(f"{option}: {in_python(meaning)}", 118, initial_indent="    ", subsequent_indent="        ",
                               break_on_hyphens=False)
    lines += ['    """', ""] + [f"    {option}: {value_type(meaning)}" for option, meaning in options.items()]
    parts.append("\n".join(lines))
    on_off = [option for option, meaning in INTERFACE["options"].items() if meaning.startswith('"on" or "off"')]
    sizes = [option for option, meaning in INTERFACE["options"].items() if re.match(r'size|"\d+M"', meaning)]
    rows = [f'    "{name}": "{kinds}",' for name, kinds in calls()]
    parts.append("\n".join([f"ON_OFF = {{{', '.join(map(json.dumps, on_off))}}}",
                            f"SIZES = {{{', '.join(map(json.dumps, sizes))}}}",
                            "# What each function returns and takes: s a text, p another pointer, i u b z numbers, v nothing.",
                            "CALLS = {", *rows, "}"]))
    return "\n\n\n".join(parts) + "\n"


def types(_):
    return typescript.declarations(json.loads((ROOT / "docs/maixfit.schema.json").read_text()), INTERFACE)


PARTS = {"src/maixfit_words.h": header, "src/handle/names.c": names, "docs/words.md": page,
         "docs/maixfit.schema.json": schema, "bindings/python/src/maixfit/_words.py": python,
         "bindings/js/report.d.ts": types}

if __name__ == "__main__":
    sys.exit(made.main("words.py", PARTS))

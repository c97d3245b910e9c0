#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Writes from scripts/tool.json, where commands and options of the tool stand: src/cli/table.c, the man page
docs/maixfit.1.scd, and the tables of scripts/completions.

    scripts/tool.py            writes them anew
    scripts/tool.py --check    says which of them differ, and writes nothing
"""
import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
TOOL = json.loads((ROOT / "scripts/tool.json").read_text())
INTERFACE = json.loads((ROOT / "scripts/interface.json").read_text())
TEXTS = {name: TOOL[name] for name in ("about", "models", "sizes", "statuses", "more")}  # of struct help_text
TEXTS["formats"] = [f"Formats: {', '.join(INTERFACE['formats'])}."]
TEXTS["few_formats"] = ["Formats: text, json."]  # of what is no verdict
COMMANDS = {name or "judge": command for name, command in TOOL["commands"].items()}


def subjects(names):
    """A name of several stands for all of them."""
    found = set()
    for name in names:
        found |= subjects(TOOL["subjects"][name]) if name in TOOL["subjects"] else {name}
    return found


def commands_of(option):
    return [name for name, command in COMMANDS.items() if subjects(command["about"]) & subjects(option["about"])]


def value_name(prefix, name):
    return prefix + re.sub(r"[- ]", "_", name).upper()


# The table of the tool, in C

def literal(text, mark=True):
    if not text:
        return "NULL"
    quoted = json.dumps(text, ensure_ascii=False)
    return f"N_({quoted})" if mark else quoted


def lines(texts):
    return "NULL" if not texts else "N_(" + "\n       ".join(json.dumps(text + "\n") for text in texts) + ")"


def c_examples(examples):
    rows = "".join(f"{{{literal(line, False)}, {literal(what)}}},\n         " for line, what in examples)
    return f"{{{rows}{{NULL, NULL}}}}"


def c_subjects(names):
    return " | ".join(value_name("ABOUT_", name) for name in sorted(subjects(names)))


def c_command(name, command):
    return f"""    [{value_name("COMMAND_", name)}] =
        {{.name = "{'' if name == 'judge' else name}",
         .usage = "{command['usage']}",
         .help = {literal(command['help'])},
         .text = {lines(command['text'])},
         .examples = {c_examples(command.get('examples', []))},
         .subjects = {c_subjects(command['about'])},
         .report = {value_name('MAIXFIT_REPORT_', command['report'])}}},"""


def c_option(option):
    fields = [f".{key} = {literal(option.get(key), False)}" for key in ("name", "value", "fixed") if option.get(key)]
    if "letter" in option:
        fields.append(f".letter = '{option['letter']}'")
    fields += [f".help = {literal(option['help'])}", f".kind = {value_name('OPTION_', option.get('does', 'sets'))}",
               f".group = {list(TOOL['groups']).index(option['group'])}", f".subjects = {c_subjects(option['about'])}"]
    if "sets" in option:
        fields.append(f".option = {value_name('MAIXFIT_', option['sets'])}")
    if "common" in option:
        fields.append(f'.common = "{option["common"]}"')
    return "    {" + ",\n     ".join(fields) + "},"


def table(_):
    """In C. What is not written is 0, NULL or false."""
    texts = ",\n".join(f"    .{name} = {lines(text)}" for name, text in TEXTS.items())
    groups = "".join(f"    {literal(title)},\n" for title in TOOL["groups"].values())
    commands = "\n".join(c_command(name, command) for name, command in COMMANDS.items())
    options = "\n".join(c_option(option) for option in TOOL["options"])
    return f"""// SPDX-License-Identifier: MIT
/* Written by scripts/tool.py; change scripts/tool.json. */
// clang-format off
#include "table.h"

#include "../core/i18n.h"

const struct help_text help_text = {{
{texts},
    .examples = {c_examples(TOOL["examples"])}
}};

const char *const option_groups[] = {{
{groups}    NULL
}};

const struct command_row command_rows[COMMAND_COUNT] = {{
{commands}
}};

const struct option_row option_rows[] = {{
{options}
}};

const size_t option_count = sizeof option_rows / sizeof option_rows[0];

_Static_assert(sizeof option_rows / sizeof option_rows[0] <= OPTIONS_MAX, "a bit for each option");
"""


PARTS = {"src/cli/table.c": table}


def main():
    differs = False
    for path, make in PARTS.items():
        text = (ROOT / path).read_text() if (ROOT / path).exists() else ""
        made = make(text)
        if made == text:
            continue
        differs = True
        if "--check" in sys.argv[1:]:
            print(f"tool: {path} differs from scripts/tool.json; run scripts/tool.py")
        else:
            (ROOT / path).write_text(made)
    return int(differs and "--check" in sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())

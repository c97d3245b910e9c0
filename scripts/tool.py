#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Writes from scripts/tool.json, where commands and options of the tool stand: src/cli/table.c, the man page
docs/maixfit.1.scd, and the tables of scripts/completions.

    scripts/tool.py            writes them anew
    scripts/tool.py --check    says which of them differ, and writes nothing
"""
import json
import re
import sys

import made
from made import ROOT

TOOL = json.loads((ROOT / "scripts/tool.json").read_text())
INTERFACE = json.loads((ROOT / "scripts/interface.json").read_text())
VERSION = re.search(r'^#define MAIXFIT_VERSION "(.*)"', (ROOT / "src/maixfit.h").read_text(), re.MULTILINE)[1]
TEXTS = {name: TOOL[name] for name in ("about", "models", "sizes", "statuses", "more")}  # of struct help_text
TERMS = json.loads((ROOT / "models/words.json").read_text())["terms"]
VALUES = {"@formats": list(INTERFACE["formats"]), "@terms": list(TERMS)}  # others are asked of the tool, or are files
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


def names_of(option):
    return [dashes + option[key] for key, dashes in (("letter", "-"), ("name", "--")) if key in option]


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
    if option.get("repeats"):
        fields.append(".repeats = true")
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


# The man page

def scd(text):
    """What stands between backquotes is bold; a star and a line's first underline mean themselves."""
    text = re.sub(r"(^|(?<=\W))_", r"\\_", text.replace("*", "\\*"))
    return re.sub(r"`([^`]*)`", r"*\1*", text)


def scd_option(option):
    names = [f"*{name}*" for name in names_of(option)]
    value = option.get("value", "")
    shown = ", ".join(names) + (f" _{value}_" if value[:1] not in ("", "[") else value.replace("[", "\\["))
    text = option["help"][0].upper() + option["help"][1:] + "."
    return f"{shown}\n\t{scd(' '.join([text, option.get('more', '')]).strip())}\n"


def scd_command(name, command):
    usage = " ".join(["maixfit"] + [name] * (name != "judge"))
    words = f" _{command['usage']}_" if command["usage"] else ""
    return f"*{usage}*{words}\n\t{scd(' '.join(command['text']))}\n"


def scd_example(line, what):
    return f"*{scd(line)}*\n\t{scd(what[0].upper() + what[1:])}.\n"


def man(_):
    groups = ["\n".join([f"## {title.rstrip(':')}\n", *(scd_option(option) for option in TOOL["options"]
                                                        if option["group"] == group)])
              for group, title in TOOL["groups"].items()]
    examples = TOOL["examples"] + [example for command in COMMANDS.values() for example in command.get("examples", [])]
    about = TOOL["about"][0]
    chapters = {
        "NAME": f"maixfit - {about[0].lower()}{about[1:].rstrip('.')}",
        "SYNOPSIS": "*maixfit* _MODEL_... [_OPTION_...]\n\n*maixfit* _COMMAND_ [_OPTION_...]",
        "DESCRIPTION": scd(" ".join(TOOL["models"])) + "\n\n" + scd(" ".join(TOOL["sizes"])),
        "COMMANDS": "\n".join(scd_command(*item) for item in COMMANDS.items()),
        "OPTIONS": "A long option is written in full. Where the value is required it may stand behind a blank or a =.\n\n"
                   + "\n".join(groups) + "\n" + scd(" ".join(TEXTS["formats"])),
        "EXIT STATUS": scd(" ".join(TOOL["statuses"]).removeprefix("Exit status: ")),
        "ENVIRONMENT": "\n".join(f"*{name}*\n\t{scd(text)}\n" for name, text in TOOL["environment"].items()),
        "FILES": "\n".join(f"_{name}_\n\t{scd(text)}\n" for name, text in TOOL["files"].items()),
        "EXAMPLES": "\n".join(scd_example(*example) for example in examples),
        "SEE ALSO": scd(" ".join(TOOL["see"]))}  # scdoc closes no indent at the end
    text = "\n\n".join(f"# {title}\n\n{body.rstrip()}" for title, body in chapters.items())
    head = f'maixfit(1) "maixfit {VERSION}"\n\n; SPDX-License-Identifier: MIT\n'
    return f"{head}; Written by scripts/tool.py; change scripts/tool.json.\n\n{text}\n"


# The completions: what stands between two comments is written, the rest is theirs

FIRST_WORDS = list(dict.fromkeys(name.split()[0] for name in COMMANDS if name != "judge"))
SECOND_WORDS = {name.split()[1]: command for name, command in COMMANDS.items() if " " in name}  # of config


def between(text, body):
    begin, end = "# Written by scripts/tool.py from scripts/tool.json.\n", "# End of what is written.\n"
    head, _, rest = text.partition(begin)
    return f"{head}{begin}{body}\n{end}{rest.partition(end)[2]}"


def expand(values):
    return [word for value in values for word in VALUES.get(value, [value])]


def values_of(option):
    return expand(option.get("values", []))


def takes_value():
    """Options whose value may be the next word."""
    return [name for option in TOOL["options"] if option.get("value", "[")[0] != "[" for name in names_of(option)]


def help_of(name):
    return COMMANDS[name]["help"] if name in COMMANDS else "read or write /boot/configs"


def bash_case(function, variable, rows):
    lines = [f"    {' | '.join(names)}) {variable}='{' '.join(words)}' ;;" for names, words in rows]
    return "\n".join([f"{function}() {{", "    case $1 in", *lines, f"    *) {variable}='' ;;", "    esac", "}"])


def bash(text):
    options = [([f"'{name}'" if " " in name else name], [word for option in TOOL["options"] if name in commands_of(option)
                                                         for word in names_of(option)]) for name in COMMANDS]
    values = [(names_of(option), values_of(option)) for option in TOOL["options"] if "values" in option]
    operands = [([f"'{name}'" if " " in name else name], expand(command["operands"])) for name, command in COMMANDS.items()
                if "operands" in command] + [(["config"], SECOND_WORDS)]
    return between(text, "\n".join([
        f"_maixfit_commands='{' '.join(FIRST_WORDS)}'", f"_maixfit_takes_value='{' '.join(takes_value())}'",
        f"_maixfit_endings='{'|'.join(TOOL['extensions'])}'",
        bash_case("_maixfit_options", "options", options), bash_case("_maixfit_values", "values", values),
        bash_case("_maixfit_operands", "values", operands)]))


def zsh_action(option):
    values = values_of(option)
    kinds = {"@files": "_files", "@json": "_files -g '*.json(-.)'", "@devices": "_maixfit_ask devices",
             "@sensors": "_maixfit_ask sensors"}
    return kinds[values[0]] if values and values[0] in kinds else f"({' '.join(values)})"


def zsh_specs(option):
    value = option.get("value", "")
    label = value.strip("[]=").replace("[", "").replace("]", "").replace(":", " ")
    behind = f"::{label}:" if value.startswith("[") else f":{label}:" if value else ""
    action = zsh_action(option) if value else ""
    help_text = option["help"].replace("[", "\\[").replace("]", "\\]").replace("`", "")
    many = option.get("repeats", False)
    lead = "*" if many else f"({' '.join(names_of(option))})"
    for name in names_of(option):
        sign = "" if not value else "+" if len(name) == 2 else "=-" if value.startswith("[") else "="
        yield f"{','.join(commands_of(option))}|{lead}{name}{sign}[{help_text}]{behind}{action}"


def zsh_quote(text):
    return "'" + text.replace("'", "'\\''") + "'"


def zsh(text):
    def array(name, items):
        return "\n".join([f"_maixfit_{name}=(", *(f"    {zsh_quote(item)}" for item in items), ")"])
    return between(text, "\n".join([
        "typeset -ga _maixfit_commands _maixfit_config _maixfit_takes_value _maixfit_endings _maixfit_options _maixfit_terms",
        array("commands", (f"{name}:{help_of(name)}" for name in FIRST_WORDS)),
        array("config", (f"{word}:{command['help']}" for word, command in SECOND_WORDS.items())),
        array("terms", TERMS), array("takes_value", takes_value()), array("endings", TOOL["extensions"]),
        array("options", (spec for option in TOOL["options"] for spec in zsh_specs(option)))]))


def fish_commands(names):
    """Before a first word the options are those of `judge`."""
    return " ".join(f"'{name}'" if " " in name else name for name in names + ["none"] * ("judge" in names))


def fish_option(option):
    kinds = {"@files": "", "@json": "(__maixfit_files json)", "@devices": "(__maixfit_ask devices)",
             "@sensors": "(__maixfit_ask sensors)"}
    line = "complete -c maixfit"
    if len(commands_of(option)) < len(COMMANDS):
        line += f' -n "__maixfit_is {fish_commands(commands_of(option))}"'
    for key, flag in (("letter", "-s"), ("name", "-l")):
        line += f" {flag} {option[key]}" if key in option else ""
    if option.get("value", "[")[0] != "[":
        line += " -r -F" if option.get("values") == ["@files"] else " -x"
    values = [kinds.get(value, value) for value in values_of(option)]
    line += f" -a {fish_quote(' '.join(values))}" if any(values) else ""
    return f"{line} -d {fish_quote(option['help'].replace('`', ''))}"


def fish_quote(text):
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def fish(text):
    endings = " ".join(TOOL["extensions"])
    kinds = {"@models": f"(__maixfit_files {endings})", "@files": "(__fish_complete_path (commandline -ct))",
             "@json": "(__maixfit_files json)", "@commands": "$__maixfit_commands"}
    lines = [f"set -g __maixfit_commands {' '.join(FIRST_WORDS)}", f"set -g __maixfit_takes_value {' '.join(takes_value())}",
             "complete -c maixfit -f"]
    lines += [f"complete -c maixfit -n '__maixfit_is none' -a {name} -d {fish_quote(help_of(name))}" for name in FIRST_WORDS]
    lines += [f"complete -c maixfit -n '__maixfit_is config' -a {word} -d {fish_quote(command['help'])}"
              for word, command in SECOND_WORDS.items()]
    for name, command in COMMANDS.items():
        lines += [f'complete -c maixfit -n "__maixfit_is {fish_commands([name])}" -k -a {fish_quote(kinds.get(value, value))}'
                  for value in expand(command.get("operands", []))]
    return between(text, "\n".join(lines + [fish_option(option) for option in TOOL["options"]]))


PARTS = {"src/cli/table.c": table, "docs/maixfit.1.scd": man, "scripts/completions/maixfit.bash": bash,
         "scripts/completions/maixfit.zsh": zsh, "scripts/completions/maixfit.fish": fish}


if __name__ == "__main__":
    sys.exit(made.main("tool.py", PARTS))

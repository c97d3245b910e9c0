# SPDX-License-Identifier: MIT
"""The types of TypeScript for docs/maixfit.schema.json, and for the options of scripts/interface.json. scripts/words.py
writes them into bindings/js/report.d.ts."""
import json
import re
import textwrap

LEAD = """// SPDX-License-Identifier: MIT
// Written by scripts/words.py from docs/maixfit.schema.json and scripts/interface.json; change these.
"""
SIMPLE = {"integer": "number", "number": "number", "string": "string", "boolean": "boolean", "null": "null"}
OTHER_WORD = "(string & {})"  # an editor still offers the words that are known


def type_name(name):
    return "".join(part.capitalize() for part in name.split("_"))


def property_name(name):
    return name if re.fullmatch(r"[A-Za-z_]\w*", name) else json.dumps(name)


def comment(text, indent):
    if not text:
        return ""
    lines = textwrap.wrap(text, 110 - len(indent), break_on_hyphens=False)
    if len(lines) == 1:
        return f"{indent}/** {lines[0]} */\n"
    return "".join([f"{indent}/**\n", *(f"{indent} * {line}\n" for line in lines), f"{indent} */\n"])


def fields(node, indent):
    required = node.get("required", [])
    inner = indent + "  "
    lines = []
    for name, value in node["properties"].items():
        if value is False:  # never there
            lines.append(f"{inner}{property_name(name)}?: never\n")
            continue
        value = {} if value is True else value
        mark = "" if name in required else "?"
        lines.append(f"{comment(value.get('description'), inner)}{inner}{property_name(name)}{mark}: {typed(value, inner)}\n")
    return "{\n" + "".join(lines) + indent + "}"


def of_type(node, kind, indent):
    if kind == "array":
        return f"Array<{typed(node['items'], indent)}>" if "items" in node else "unknown[]"
    if kind != "object":
        return SIMPLE[kind]
    if "properties" in node:
        return fields(node, indent)
    more = node.get("additionalProperties")
    return f"Record<string, {typed(more, indent) if isinstance(more, dict) else 'unknown'}>"


def typed(node, indent=""):
    """The type of a part of the schema; what only bounds a value, such as `minimum`, has none."""
    if "$ref" in node:
        return type_name(node["$ref"].rsplit("/", 1)[1])
    if "const" in node:
        return json.dumps(node["const"])
    if "enum" in node:
        return " | ".join(json.dumps(value) for value in node["enum"])
    for key in ("anyOf", "oneOf"):
        if key in node:
            return " | ".join(typed(part, indent) for part in node[key])
    parts = [typed(part, indent) for part in node.get("allOf", [])]
    kinds = node.get("type", "object" if "properties" in node else [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds:
        parts.append(" | ".join(of_type(node, kind, indent) for kind in kinds))
    return " & ".join(parts) or "unknown"


def wrapped(line):
    """A long union, over several lines."""
    if len(line) <= 118 or "{" in line.replace(OTHER_WORD, ""):
        return line
    head, union = line.split(" = ", 1)
    lines = textwrap.wrap(f"| {union}", 114, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False)
    return "\n".join([f"{head} =", *lines])


def option_type(name, meaning):
    if meaning.startswith('"yes"'):
        return 'boolean | "yes" | "no"' + (" | (string & {})" if "PANEL" in meaning else "")
    if meaning.startswith('"on"'):
        return 'boolean | "on" | "off"'
    if name in ("sysroot", "profile", "baseline"):
        return "Source"
    if meaning.startswith('"WxH'):
        return "string | [number, number]"
    return "string | number" if meaning.startswith("tokens") else "string"


def options(interface):
    lines = ['/** What can be set: the options of the tool, and those of the library alone. docs/words.md lists them. */\n',
             "export interface Options {\n"]
    for name, meaning in interface["options"].items():
        if name in ("model", "color", "verbose", "width", "language"):
            continue  # of the argument before, and of text reports
        key = re.sub(r"-(\w)", lambda found: found[1].upper(), name)
        kind = option_type(name, meaning)
        many = "many times" in meaning or "for both" in meaning
        lines.append(f"{comment(meaning, '  ')}  {key}?: {kind}{f' | Array<{kind}>' if many else ''}\n")
    return "".join(lines) + "}\n"


def declarations(schema, interface):
    parts = [LEAD, "import type { Source } from './maixfit.js'\n", options(interface)]
    for name, node in schema["$defs"].items():
        kind = OTHER_WORD if name == "word" else typed(node)
        parts.append(comment(node.get("description"), "") + wrapped(f"export type {type_name(name)} = {kind}") + "\n")
    return "\n".join(parts)

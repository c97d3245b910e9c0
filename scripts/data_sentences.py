#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Prints the sentences of models/*.json that users read, as C marked for xgettext."""
import json
import pathlib

KEYS = ("title", "adjust", "assumed", "idle_owner", "since", "text")


def sentences(node, key=None):
    if isinstance(node, dict):
        for name, value in node.items():
            yield from sentences(value, name)
    elif isinstance(node, list):
        for value in node:
            yield from sentences(value, key)
    elif isinstance(node, str) and key in KEYS:
        yield node


def main():
    root = pathlib.Path(__file__).resolve().parent.parent / "models"
    for path in sorted(root.glob("*/*.json")):
        for sentence in sentences(json.loads(path.read_text(encoding="utf-8"))):
            print(f"N_({json.dumps(sentence, ensure_ascii=False)})")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Prints the sentences of models/*.json that users read, as C marked for xgettext."""
import json
import pathlib

KEYS = ("title", "adjust", "assumed", "idle_owner", "since", "text", "means", "do")
BLOCK_KEYS = ("name", "source")  # of what an app takes: shown beside each figure


def texts(node, key=None):
    if isinstance(node, dict):
        for name, value in node.items():
            yield from texts(value, name)
    elif isinstance(node, list):
        for value in node:
            yield from texts(value, key)
    elif isinstance(node, str):
        yield key, node


def sentences(path):
    of_blocks = path.parent.name == "pipelines"
    for key, text in texts(json.loads(path.read_text(encoding="utf-8"))):
        if key in KEYS or (of_blocks and key in BLOCK_KEYS and (" " in text or text.isalpha() and text.islower())):
            yield text


def main():
    root = pathlib.Path(__file__).resolve().parent.parent / "models"
    for path in sorted(root.rglob("*.json")):
        for sentence in sentences(path):
            print(f"N_({json.dumps(sentence, ensure_ascii=False)})")


if __name__ == "__main__":
    main()

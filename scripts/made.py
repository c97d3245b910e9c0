# SPDX-License-Identifier: MIT
"""Files of the repository that a script makes of others: written anew, or with --check only held against what it makes."""
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent


def main(script, parts):
    """`parts`: by the path of a file a function that makes its text of the one that it has. Returns the exit status."""
    check = "--check" in sys.argv[1:]
    differs = False
    for path, make in parts.items():
        text = (ROOT / path).read_text() if (ROOT / path).exists() else ""
        made = make(text)
        if made == text:
            continue
        differs = True
        if check:
            print(f"{path} differs from what scripts/{script} makes; run it")
        else:
            (ROOT / path).write_text(made)
    return int(differs and check)

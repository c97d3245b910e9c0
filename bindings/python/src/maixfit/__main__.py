# SPDX-License-Identifier: MIT
"""The command `maixfit`: the tool itself, with its options and its statuses."""
from __future__ import annotations

import os
import sys
from typing import List

from ._errors import LibraryError
from ._library import HERE
from ._words import Status


def run(words: List[str]) -> int:
    program = os.path.join(HERE, "bin", "maixfit")
    if os.path.exists(program):
        os.execv(program, ["maixfit", *words])
    if os.path.exists(os.path.join(HERE, "maixfit.wasm")):
        from ._wasm import run_tool
        return run_tool(words)
    raise LibraryError("this package has no program inside; a wheel for this machine has one, and on Debian the package "
                       "maixfit is it")


def main() -> int:
    try:
        return run(sys.argv[1:])
    except Exception as problem:  # Python's status for it would be that of a model that does not fit
        sys.stderr.write(f"maixfit: {problem}\n")
        return Status.BAD_MODEL


if __name__ == "__main__":
    sys.exit(main())

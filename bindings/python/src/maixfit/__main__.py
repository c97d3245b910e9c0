# SPDX-License-Identifier: MIT
"""The command `maixfit`: the tool itself, with its options and its statuses."""
from __future__ import annotations

import os
import sys

from ._library import HERE


def main() -> int:
    program = os.path.join(HERE, "bin", "maixfit")
    if os.path.exists(program):
        os.execv(program, ["maixfit", *sys.argv[1:]])
    if os.path.exists(os.path.join(HERE, "maixfit.wasm")):
        from ._wasm import run_tool
        return run_tool(sys.argv[1:])
    sys.stderr.write("maixfit: this package has no program inside; a wheel for this machine has one, and on Debian the "
                     "package maixfit is it\n")
    return 2


if __name__ == "__main__":
    sys.exit(main())

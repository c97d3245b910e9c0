# SPDX-License-Identifier: MIT
"""The texts that the library takes for what an option is set to."""
from __future__ import annotations

import os
from typing import List

from ._words import ON_OFF, SIZES


def texts(option: str, value: object) -> List[str]:
    """None is no text, as nothing is set; a number for a size is bytes; (640, 480) is "640x480"; any other list is a text
    for each of its items."""
    if value is None:
        return []
    if isinstance(value, bool):
        return [("on" if value else "off") if option in ON_OFF else "yes" if value else "no"]
    if isinstance(value, int):
        return [f"{value}B" if option in SIZES else str(value)]
    if isinstance(value, str):
        return [value]
    if isinstance(value, os.PathLike):
        return [os.fsdecode(value)]
    if isinstance(value, tuple) and len(value) == 2 and all(type(item) is int for item in value):
        return [f"{value[0]}x{value[1]}"]
    if isinstance(value, (list, tuple)):
        return [text for item in value for text in texts(option, item)]
    raise TypeError(f"{value!r} is no text, number, size or list of them")

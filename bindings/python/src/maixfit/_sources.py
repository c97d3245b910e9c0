# SPDX-License-Identifier: MIT
"""From where a model is read."""
from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Dict, Optional, Union

from ._errors import UsageError
from ._files import Files, OpenFile, of_memory, of_open_file

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ._words import Options

Source = Union[str, "os.PathLike[str]", bytes, bytearray, memoryview, OpenFile, "Model"]


class Model:
    """A model that needs a name, as bytes do, or settings of its own: runner, dual_buff, ai_isp, context,
    dynamic_layers. The name's end tells what it is: "yolo.axmodel", "a.zip"."""

    def __init__(self, source: Source, name: Optional[str] = None, **options: Unpack[Options]) -> None:
        if isinstance(source, Model):
            raise UsageError("A maixfit.Model holds a path, bytes or an open file, and no other Model.")
        self.source = source
        self.name = name
        self.options: Dict[str, Any] = dict(options)


def path_of(source: Source) -> Optional[str]:
    """The path of a file or a folder, or None where functions read it: those of an address have "://"."""
    if isinstance(source, os.PathLike):
        return os.fsdecode(source)
    return source if isinstance(source, str) and "://" not in source else None


def files_of(source: Source, name: Optional[str]) -> tuple[str, Files]:
    """What reads it, and the name that stands in reports."""
    if isinstance(source, (bytes, bytearray, memoryview)):
        files = of_memory(source)
    elif isinstance(source, str):
        from ._urls import files_of_url
        url, files = files_of_url(source)
        name = name or url
    elif not isinstance(source, (os.PathLike, Model)) and hasattr(source, "seek"):
        files = of_open_file(source)
        name = name or file_name(source)
    else:
        raise UsageError(f"A model is a path, bytes or a file that is open, and not {type(source).__name__}.")
    if not name:
        raise UsageError("A model without a path needs a name, whose end tells what it is: "
                         "maixfit.Model(data, \"yolo.axmodel\").")
    return name, files


def file_name(file: object) -> Optional[str]:
    """What Python's files call name, fsspec's call path."""
    names = (getattr(file, "name", None), getattr(file, "path", None))
    return next((name for name in names if isinstance(name, str)), None)

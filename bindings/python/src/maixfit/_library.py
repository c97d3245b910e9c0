# SPDX-License-Identifier: MIT
"""The calls of src/maixfit.h, whatever they are made in: a shared library, or a module of WebAssembly."""
from __future__ import annotations

import os
from typing import Callable, Optional, Union

from ._errors import UsageError
from ._files import Files

Argument = Union[int, str, None]
HERE = os.path.dirname(os.path.abspath(__file__))


def encoded(text: str) -> bytes:
    """A text as the library takes it: a path keeps its bytes, and nothing of it is cut off."""
    try:
        data = os.fsencode(text)
    except UnicodeEncodeError as problem:
        raise UsageError(f"{text!r} has characters that no path and no option can have.") from problem
    if b"\0" in data:
        raise UsageError(f"{text!r} has a character NUL, which no path and no option can have.")
    return data


class Library:
    """One is made for each handle; pointers are numbers, 0 is NULL. It keeps alive what it has lent to the library."""

    def call(self, name: str, *arguments: Argument) -> int:
        """Calls `maixfit_NAME`."""
        raise NotImplementedError

    def read(self, address: int) -> str:
        """The text at an address."""
        raise NotImplementedError

    def path(self, path: str) -> str:
        """A path as the library can open it."""
        return path

    def add_reader(self, fit: int, name: str, files: Files) -> int:
        """maixfit_add_reader, of which the functions are those of `files`."""
        raise NotImplementedError

    def judged(self, function: Callable[[int], None]) -> int:
        """The address of a maixfit_judged, which gets the handle."""
        raise NotImplementedError

    def text(self, name: str, *arguments: Argument) -> Optional[str]:
        """A text that belongs to the handle; None for NULL."""
        address = self.call(name, *arguments)
        return self.read(address) if address else None

    def take(self, name: str, *arguments: Argument) -> Optional[str]:
        """A text that is freed."""
        address = self.call(name, *arguments)
        if not address:
            return None
        text = self.read(address)
        self.call("string_free", address)
        return text


def make_library() -> Library:
    """Of the wheel's own: a library of this platform, or the module; else the library that the system has."""
    if not os.path.exists(os.path.join(HERE, "maixfit.wasm")):
        from ._native import NativeLibrary
        return NativeLibrary()
    from ._wasm import WasmLibrary
    return WasmLibrary()

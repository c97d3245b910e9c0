# SPDX-License-Identifier: MIT
"""The shared library, by ctypes."""
from __future__ import annotations

import ctypes
import functools
import os
from typing import Any, Callable, List, Optional

from ._errors import LibraryError
from ._files import Files
from ._library import HERE, Argument, Library, encoded
from ._words import CALLS, VERSION

KINDS = {"s": ctypes.c_char_p, "p": ctypes.c_void_p, "i": ctypes.c_int, "u": ctypes.c_uint, "b": ctypes.c_bool,
         "z": ctypes.c_size_t}
OPEN = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_char_p, ctypes.POINTER(ctypes.c_uint64))
READ = ctypes.CFUNCTYPE(ctypes.c_int64, ctypes.c_void_p, ctypes.c_uint64, ctypes.c_void_p, ctypes.c_size_t)
CLOSE = ctypes.CFUNCTYPE(None, ctypes.c_void_p)
LIST = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_uint)
JUDGED = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)


class Reader(ctypes.Structure):
    """struct maixfit_reader."""

    _fields_ = [("open", OPEN), ("read", READ), ("close", CLOSE), ("list", LIST)]


@functools.lru_cache(maxsize=None)
def load() -> ctypes.CDLL:
    """The wheel's own library, else the system's; each call has its types."""
    own = os.path.join(HERE, "libmaixfit.so")
    try:
        library = ctypes.CDLL(own if os.path.exists(own) else "libmaixfit.so.0")
        for name, kinds in CALLS.items():
            function = getattr(library, name)
            # A text stays an address: it is copied by who asks.
            function.restype = None if kinds[0] == "v" else ctypes.c_void_p if kinds[0] == "s" else KINDS[kinds[0]]
            function.argtypes = [KINDS[kind] for kind in kinds[1:]]
    except (OSError, AttributeError) as problem:
        raise LibraryError(f"maixfit's library cannot be loaded: {problem}. A wheel for this machine has it inside; "
                           "on Debian the package libmaixfit0 is it.") from problem
    version = ctypes.string_at(library.maixfit_version()).decode()
    if version.split(".")[:2] != VERSION.split(".")[:2]:
        raise LibraryError(f"The maixfit library of this machine is version {version}; this package needs {VERSION}.")
    return library


class NativeLibrary(Library):
    def __init__(self) -> None:
        self._library = load()
        self._lent: List[Any] = []

    def call(self, name: str, *arguments: Argument) -> int:
        given = [encoded(one) if isinstance(one, str) else one for one in arguments]
        return int(getattr(self._library, f"maixfit_{name}")(*given) or 0)

    def read(self, address: int) -> str:
        return ctypes.string_at(address).decode("utf-8", "replace")

    def add_reader(self, fit: int, name: str, files: Files) -> int:
        def open_file(_user: Optional[int], path: bytes, size: Any) -> int:
            number, size[0] = files.open(os.fsdecode(path))
            return number

        def read_file(number: int, offset: int, address: int, length: int) -> int:
            data = files.read(number, offset, length)
            if data is None:
                return -1
            ctypes.memmove(address, data, len(data))
            return len(data)

        names = [ctypes.create_string_buffer(os.fsencode(name)) for name in files.names or ()]

        def list_files(_user: Optional[int], index: int) -> Optional[int]:
            return ctypes.addressof(names[index]) if index < len(names) else None

        reader = Reader(OPEN(open_file), READ(read_file), CLOSE(files.close),
                        LIST() if files.names is None else LIST(list_files))
        self._lent += [reader, names]
        return self.call("add_reader", fit, name, ctypes.addressof(reader), 0)

    def judged(self, function: Callable[[int], None]) -> int:
        callback = JUDGED(lambda _user, handle: function(handle))
        self._lent.append(callback)
        return ctypes.cast(callback, ctypes.c_void_p).value or 0

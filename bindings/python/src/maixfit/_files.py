# SPDX-License-Identifier: MIT
"""Files that the library reads through functions: of memory, of an open file, of a file system of fsspec."""
from __future__ import annotations

import io
import threading
from typing import Callable, Dict, Optional, Protocol, Sequence, Tuple, Union


class OpenFile(Protocol):
    """What Python, fsspec and others open, with "rb"."""

    def read(self, size: int = ..., /) -> bytes: ...
    def seek(self, offset: int, whence: int = ..., /) -> int: ...
    def tell(self) -> int: ...


class File:
    """An open file, of which pieces are read. `size` is the number of its bytes."""

    def __init__(self, size: int, read: Callable[[int, int], bytes], close: Callable[[], None] = lambda: None) -> None:
        self.size = size
        self.read = read
        self.close = close


class Files:
    """What the callbacks ask. A failure ends in no callback: it is kept in `failure`, and the library is told that the
    file cannot be read. `names` are the paths of a folder's files; None: it is one file."""

    def __init__(self, open_file: Callable[[str], Optional[File]], names: Optional[Sequence[str]] = None) -> None:
        self.names = names
        self.failure: Optional[BaseException] = None
        self._open_file = open_file
        self._files: Dict[int, File] = {}
        self._next = 1

    def is_interrupted(self) -> bool:
        """Whether the program is to end: Ctrl-C, sys.exit."""
        return self.failure is not None and not isinstance(self.failure, Exception)

    def _keep(self, failure: BaseException) -> None:
        """The first one, unless the program is to end."""
        if self.failure is None or not isinstance(failure, Exception):
            self.failure = failure

    def open(self, path: str) -> Tuple[int, int]:
        """The number of the opened file, 0 for none, and its size. One that is there and cannot be opened is one that
        cannot be read."""
        try:
            file = self._open_file(path)
        except FileNotFoundError as failure:
            self._keep(failure)
            return 0, 0
        except BaseException as failure:
            self._keep(failure)
            file = unreadable(failure)
        if file is None:
            return 0, 0
        number, self._next = self._next, self._next + 1
        self._files[number] = file
        return number, file.size

    def read(self, number: int, offset: int, length: int) -> Optional[bytes]:
        """At most that many bytes, or None on failure."""
        if self.is_interrupted():
            return None
        try:
            return self._files[number].read(offset, length)[:length]
        except BaseException as failure:
            self._keep(failure)
            return None

    def close(self, number: int) -> None:
        try:
            self._files.pop(number).close()
        except BaseException as failure:
            self._keep(failure)


def unreadable(failure: BaseException) -> File:
    def read(_offset: int, _length: int) -> bytes:
        raise failure

    return File(1, read)


def of_memory(data: Union[bytes, bytearray, memoryview]) -> Files:
    view = memoryview(data).cast("B")
    return Files(lambda _path: File(len(view), lambda offset, length: bytes(view[offset:offset + length])))


def of_open_file(file: OpenFile) -> Files:
    """It must be one that can seek; where it stands is as before. Threads that use it at once may not be disturbed."""
    lock = threading.Lock()

    def read(offset: int, length: int) -> bytes:
        with lock:
            before = file.tell()
            try:
                file.seek(offset)
                data = file.read(length)
            finally:
                file.seek(before)
        if not isinstance(data, bytes):
            raise TypeError("the file is open as text; a model is bytes: open it with \"rb\"")
        return data

    def open_file(_path: str) -> File:
        with lock:
            before = file.tell()
            size = file.seek(0, io.SEEK_END)
            file.seek(before)
        return File(size, read)

    return Files(open_file)

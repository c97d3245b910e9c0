# SPDX-License-Identifier: MIT
"""Models that a file system of fsspec holds: "hf://OWNER/NAME", "s3://…", "memory://…". Listing, pieces of files, tokens,
mirrors, caches, proxies and retries are that library's."""
from __future__ import annotations

import posixpath
from typing import Any, Dict, List, Optional, Tuple

from ._errors import ModelError, UsageError
from ._files import File, Files

# A model is judged by its tables, a few KiB here and there: what is read at once, and kept of each file.
PIECE = 32 * 1024
PIECES = 8
MANIFESTS = (".mud", ".json", ".sh")
HUB = "huggingface_hub is missing, which reads hf:// addresses: pip install \"maixfit[hub]\"."
URL = "fsspec is missing, which reads addresses: pip install \"maixfit[url]\"."


class Pieces:
    """Reads a file of a file system in whole pieces, and keeps the last ones. fsspec's own caches read megabytes ahead."""

    def __init__(self, system: Any, path: str, size: int) -> None:
        self._path, self._size = path, size
        self._file = system.open(path, "rb", block_size=PIECE, cache_type="none")
        self._kept: Dict[int, bytes] = {}

    def close(self) -> None:
        self._file.close()

    def read(self, offset: int, length: int) -> bytes:
        first, last = offset // PIECE, max(offset, min(offset + length, self._size) - 1) // PIECE
        data = b"".join(self._piece(number) for number in range(first, last + 1))
        return data[offset - first * PIECE:][:length]

    def _piece(self, number: int) -> bytes:
        data = self._kept.pop(number, None)
        if data is None:
            start = number * PIECE
            data = self._fetch(start, min(start + PIECE, self._size))
        self._kept[number] = data  # the last one used stands last
        if len(self._kept) > PIECES:
            del self._kept[next(iter(self._kept))]
        return data

    def _fetch(self, start: int, end: int) -> bytes:
        if start >= end:
            return b""
        self._file.seek(start)
        data: bytes = self._file.read(end - start)
        if len(data) != end - start:
            raise OSError(f"{self._path}: {len(data)} bytes came of the {end - start} from byte {start} on")
        return data


def files_of_url(url: str) -> Tuple[str, Files]:
    """The name that stands in reports, and what reads it: one file, a folder, or the folder of a manifest."""
    system, path = file_system(url)
    name = url.rstrip("/")
    try:
        if is_web(system) and name != url or not is_web(system) and system.isdir(path):
            return name, of_folder(system, path)
        if posixpath.splitext(name)[1] in MANIFESTS:
            return name, of_folder(system, posixpath.dirname(path.rstrip("/")))
    except Exception as problem:
        reason = "no-such-file" if isinstance(problem, FileNotFoundError) else "unreadable"
        raise ModelError(f"{url}: cannot be listed: {problem}", reason) from problem
    return name, Files(lambda _path: of_file(system, path, None))


def file_system(url: str) -> Tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs
    except ImportError as problem:
        raise UsageError(f"{url}: {HUB if url.startswith('hf:') else URL}") from problem
    try:
        system, path = url_to_fs(url)
    except ImportError as problem:
        raise UsageError(f"{url}: {HUB if url.startswith('hf:') else problem}") from problem
    except ValueError as problem:
        raise UsageError(f"{url}: {problem}") from problem
    return system, str(path)


def is_web(system: Any) -> bool:
    """fsspec asks a web server for a whole file to find out that it is no folder, and follows all links to list one: there
    a folder is what ends with a slash, and its files are the links of its page."""
    return "http" in (system.protocol if isinstance(system.protocol, (list, tuple)) else [system.protocol])


def of_file(system: Any, path: str, size: Optional[int]) -> Optional[File]:
    if size is None:
        try:
            size = system.size(path)
        except FileNotFoundError:
            return None
    if size is None:
        raise OSError(f"{path}: its size is not known, so that it cannot be read in pieces")
    pieces = Pieces(system, path, size)
    return File(size, pieces.read, pieces.close)


def of_folder(system: Any, folder: str) -> Files:
    """With one listing, which has the sizes too."""
    found = {facts["name"]: facts for facts in system.ls(folder)} if is_web(system) else system.find(folder, detail=True)
    start = str(system.info(folder)["name"]).rstrip("/") + "/"
    sizes: Dict[str, Optional[int]] = {path[len(start):]: facts.get("size") for path, facts in found.items()
                                       if path.startswith(start)}
    names: List[str] = sorted(sizes)
    return Files(lambda path: of_file(system, start + path, sizes[path]) if path in sizes else None, names)

# SPDX-License-Identifier: MIT
"""The module of WebAssembly, run by wasmtime: where no wheel has a library for the platform."""
from __future__ import annotations

import functools
import os
import string
from typing import Callable, Dict, List, Optional, Sequence, Tuple

from ._errors import LibraryError
from ._files import Files
from ._library import HERE, Argument, Library, encoded
from ._words import CALLS

try:
    import wasmtime
except ImportError as problem:
    raise LibraryError(f"maixfit.wasm cannot be run: {problem}. pip installs wasmtime, which runs it, with this package, "
                       "unless it is told not to.") from problem

# Of a maixfit_reader, in its order, and then maixfit_judged: what each takes, and what it returns.
CALLBACKS = {"open": ("iii", "i"), "read": ("iqii", "q"), "close": ("i", ""), "list": ("ii", "i"), "judged": ("ii", "")}


@functools.lru_cache(maxsize=None)
def load() -> Tuple[wasmtime.Engine, wasmtime.Module]:
    """Compiled once for all handles; wasmtime keeps what it compiled for the next program, where it has a place."""
    config = wasmtime.Config()
    try:
        config.cache = True
    except wasmtime.WasmtimeError:
        pass
    engine = wasmtime.Engine(config)
    return engine, wasmtime.Module.from_file(engine, os.path.join(HERE, "maixfit.wasm"))


def working_folder() -> str:
    """Which WASI does not have; the module takes it from PWD."""
    return os.getcwd().replace(os.sep, "/")


def folders(to_write: bool) -> wasmtime.WasiConfig:
    """What the module sees of the disk."""
    config = wasmtime.WasiConfig()
    config.env = [("PWD", working_folder())]
    if os.name == "posix":
        config.preopen_dir("/", "/", to_write)
    else:
        for drive in [f"{letter}:" for letter in string.ascii_uppercase if os.path.isdir(f"{letter}:\\")]:
            config.preopen_dir(f"{drive}\\", drive, to_write)
    return config


def start(engine: wasmtime.Engine, module: wasmtime.Module, store: wasmtime.Store,
          config: wasmtime.WasiConfig) -> wasmtime.Instance:
    """A new instance, which has run nothing yet."""
    store.set_wasi(config)
    linker = wasmtime.Linker(engine)
    linker.define_wasi()
    return linker.instantiate(store, module)


def run_tool(words: Sequence[str]) -> int:
    """Runs the module as the tool, and returns its status."""
    engine, module = load()
    store = wasmtime.Store(engine)
    config = folders(True)
    config.env = list({**os.environ, "PWD": working_folder()}.items())
    config.argv = ["maixfit", *words]
    config.inherit_stdin()
    config.inherit_stdout()
    config.inherit_stderr()
    begin = start(engine, module, store, config).exports(store)["_start"]
    assert isinstance(begin, wasmtime.Func)
    try:
        begin(store)
    except wasmtime.ExitTrap as end:
        return int(end.code)
    return 0


def signed(number: int) -> int:
    """As wasmtime takes the 32 bits of a pointer."""
    return number - (1 << 32) if number >= 1 << 31 else number


class WasmLibrary(Library):
    """An instance with memory of its own, as one may be used by one thread at a time only."""

    def __init__(self) -> None:
        engine, module = load()
        self._readers: Dict[int, Files] = {}
        self._open: Dict[int, Tuple[Files, int]] = {}
        self._listed = 0
        self._judged: Optional[Callable[[int], None]] = None
        self._store = wasmtime.Store(engine)
        self._exports = start(engine, module, self._store, folders(False)).exports(self._store)
        memory = self._exports["memory"]
        assert isinstance(memory, wasmtime.Memory)
        self._memory = memory
        self._run("__wasm_call_ctors")
        self._place_callbacks()

    def call(self, name: str, *arguments: Argument) -> int:
        kinds = CALLS[f"maixfit_{name}"]
        lent: List[int] = []
        given: List[int] = []
        for one in arguments:
            if isinstance(one, str):
                lent.append(self._put(encoded(one)))
            given.append(lent[-1] if isinstance(one, str) else signed(one or 0))
        result = self._run(f"maixfit_{name}", *given)
        for address in lent:
            self._run("free", address)
        return result & 0xFF if kinds[0] == "b" else result & 0xFFFFFFFF if kinds[0] in "sp" else result

    def read(self, address: int) -> str:
        text = bytearray()
        while b"\0" not in text:  # as little of a large memory as is needed
            start = address + len(text)
            text += self._memory.read(self._store, start, min(start + 4096, self._memory.data_len(self._store)))
        return text.split(b"\0", 1)[0].decode("utf-8", "replace")

    def path(self, path: str) -> str:
        """The module sees all below "/", or below a drive, and follows no link that leads to an absolute path."""
        whole = os.path.realpath(os.fsdecode(encoded(path)))
        return path if os.name == "posix" and whole == os.path.abspath(path) else whole.replace(os.sep, "/")

    def add_reader(self, fit: int, name: str, files: Files) -> int:
        user = len(self._readers) + 1
        self._readers[user] = files
        reader = self._run("maixfit_host_reader", int(files.names is not None))
        return self.call("add_reader", fit, name, reader, user)

    def judged(self, function: Callable[[int], None]) -> int:
        self._judged = function
        return self._run("maixfit_host_judged") & 0xFFFFFFFF

    def _place_callbacks(self) -> None:
        """A pointer to a function is a place in the table: bindings/wasm/host.c has some for those of a host."""
        table = self._exports["__indirect_function_table"]
        assert isinstance(table, wasmtime.Table)
        folder = self._run("maixfit_host_reader", 1) & 0xFFFFFFFF
        words = self._memory.read(self._store, folder, folder + 16)
        places = [int.from_bytes(words[at:at + 4], "little") for at in range(0, 16, 4)] + [self._run("maixfit_host_judged")]
        kinds = {"i": wasmtime.ValType.i32(), "q": wasmtime.ValType.i64()}
        for place, (name, (takes, returns)) in zip(places, CALLBACKS.items()):
            form = wasmtime.FuncType([kinds[kind] for kind in takes], [kinds[kind] for kind in returns])
            table.set(self._store, place, wasmtime.Func(self._store, form, getattr(self, f"_host_{name}")))

    def _run(self, name: str, *arguments: int) -> int:
        function = self._exports[name]
        assert isinstance(function, wasmtime.Func)
        return int(function(self._store, *arguments) or 0)

    def _put(self, text: bytes) -> int:
        address = self._run("malloc", len(text) + 1) & 0xFFFFFFFF
        if not address:
            raise MemoryError("There is no memory for maixfit.")
        self._memory.write(self._store, text + b"\0", address)
        return address

    def _host_open(self, user: int, path: int, size: int) -> int:
        files = self._readers[user]
        number, length = files.open(os.fsdecode(self.read(path & 0xFFFFFFFF)))
        if not number:
            return 0
        self._memory.write(self._store, length.to_bytes(8, "little"), size & 0xFFFFFFFF)
        handle = max(self._open, default=0) + 1
        self._open[handle] = files, number
        return handle

    def _host_read(self, handle: int, offset: int, address: int, length: int) -> int:
        files, number = self._open[handle]
        data = files.read(number, offset & (2 ** 64 - 1), length & 0xFFFFFFFF)
        if data is None:
            return -1
        self._memory.write(self._store, data, address & 0xFFFFFFFF)
        return len(data)

    def _host_close(self, handle: int) -> None:
        files, number = self._open.pop(handle)
        files.close(number)

    def _host_list(self, user: int, index: int) -> int:
        names = self._readers[user].names or ()
        if self._listed:
            self._run("free", self._listed)
        self._listed = signed(self._put(os.fsencode(names[index]))) if index < len(names) else 0
        return self._listed

    def _host_judged(self, _user: int, fit: int) -> None:
        if self._judged:
            self._judged(fit)

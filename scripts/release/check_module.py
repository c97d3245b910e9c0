#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The module for WebAssembly judges as the library does: of each model, manifest and archive of the golden suite, of each
captured board, and of the real models of ../shared where it is, its JSON is the same to the byte, and so are its status
and its sentence. As a command it says what it does not have.

  check_module.py dist/maixfit.wasm libmaixfit.so mkmodel
"""
import argparse
import ctypes
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import wasmtime

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SHARED = pathlib.Path(os.environ.get("MAIXFIT_SHARED", ROOT.parent / "shared"))
sys.path.insert(0, str(ROOT / "tests" / "golden"))
import run  # noqa: E402


def enum_value(name, word):
    """The place of a word in an enum of the public headers that numbers from 0."""
    text = "".join((ROOT / "src" / file).read_text() for file in ("maixfit.h", "maixfit_words.h"))
    body = re.sub(r"/\*.*?\*/", "", re.search(rf"enum {name} {{(.*?)}};", text, re.S).group(1), flags=re.S)
    return [item.split("=")[0].strip() for item in body.split(",")].index(word)


class Native:
    """The library of this machine."""

    def __init__(self, path):
        self.library = ctypes.CDLL(path)

    def call(self, name, *arguments):
        function = getattr(self.library, name)
        function.restype = ctypes.c_void_p
        return function(*[ctypes.c_void_p(a) if isinstance(a, int) else a for a in arguments]) or 0

    def text(self, address):
        return ctypes.string_at(address) if address else b""


class Module:
    """The same calls in the module; the working folder is all that it sees."""

    def __init__(self, path):
        engine = wasmtime.Engine()
        self.store = wasmtime.Store(engine)
        wasi = wasmtime.WasiConfig()
        for folder in [".", *filter(os.path.isdir, ["corpus"])]:  # no link leads out of a folder
            wasi.preopen_dir(folder, folder)
        self.store.set_wasi(wasi)
        linker = wasmtime.Linker(engine)
        linker.define_wasi()
        self.exports = linker.instantiate(self.store, wasmtime.Module.from_file(engine, path)).exports(self.store)
        self.exports["__wasm_call_ctors"](self.store)

    def call(self, name, *arguments):
        return self.exports[name](self.store, *[self.put(a) if isinstance(a, bytes) else a for a in arguments]) or 0

    def put(self, text):
        address = self.exports["malloc"](self.store, len(text) + 1)
        self.exports["memory"].write(self.store, text + b"\0", address)
        return address

    def text(self, address):
        memory = self.exports["memory"]
        return bytes(memory.read(self.store, address, memory.data_len(self.store))).split(b"\0", 1)[0] if address else b""


COMMANDS = [  # words, status, what it says
    (["--version"], 0, "maixfit "),
    (["../there/small.axmodel", "-d", "maixcam2-4g", "-f", "line"], 0, "../there/small.axmodel: Fits: "),
    (["status"], 4, "the WebAssembly build reads no live board"),
    (["capture"], 2, "the WebAssembly build reads no live board"),
    (["config", "set", "1024", "configs", "-d", "maixcam2-4g"], 3, "configs: a folder cannot be locked here"),
    (["config", "set", "1024", "configs", "-d", "maixcam2-4g", "--dry-run"], 0, "+maix_memory_cmm=1024"),
]


def run_command(path, root, words):
    """Status and text of the module as a command that takes `root` for the whole disk, and works in its folder there."""
    engine = wasmtime.Engine()
    store = wasmtime.Store(engine)
    wasi = wasmtime.WasiConfig()
    wasi.argv = ["maixfit", *words]
    wasi.env = [("PWD", "/there")]
    wasi.preopen_dir(str(root), "/")
    wasi.stdout_file, wasi.stderr_file = str(root / "out"), str(root / "err")
    store.set_wasi(wasi)
    linker = wasmtime.Linker(engine)
    linker.define_wasi()
    instance = linker.instantiate(store, wasmtime.Module.from_file(engine, path))
    try:
        instance.exports(store)["_start"](store)
        status = 0
    except wasmtime.ExitTrap as end:
        status = end.code
    return status, (root / "out").read_text() + (root / "err").read_text()


def check_commands(path, mkmodel):
    failed = 0
    with tempfile.TemporaryDirectory() as name:
        root = pathlib.Path(name)
        (root / "there").mkdir()
        subprocess.run([mkmodel, "axmodel", root / "there/small.axmodel"], check=True, stdout=subprocess.DEVNULL)
        (root / "there/configs").write_text("maix_memory_cmm=512\n")
        for words, status, text in COMMANDS:
            got = run_command(path, root, words)
            if got[0] != status or text not in " ".join(got[1].split()):
                failed += 1
                print(f"module: FAILED: {words}: {got}")
    return failed


def ask(library, settings):
    """(status, message, JSON) of a verdict."""
    fit = library.call("maixfit_new")
    try:
        for name, value in settings:
            if library.call("maixfit_set_named", fit, name.encode(), value.encode()) & 0xFF:
                return "refused", library.text(library.call("maixfit_message", fit)), b""
        status = library.call("maixfit_evaluate", fit) & 0xFF
        report = library.call("maixfit_report_text", fit, enum_value("maixfit_report", "MAIXFIT_REPORT_VERDICT"),
                              enum_value("maixfit_format", "MAIXFIT_JSON"))
        json = library.text(report)
        library.call("maixfit_string_free", report)
        return status, library.text(library.call("maixfit_message", fit)), json
    finally:
        library.call("maixfit_free", fit)


def requests(folder):
    made = [path.name for path in folder.iterdir() if path.is_file() or path.is_dir() and not path.is_symlink()]
    real = [str(path.relative_to(folder)) for path in (folder / "corpus").glob("*/*model")]
    for name in sorted(made + real):
        for board in ("maixcam", "maixcam2-4g"):
            yield [("model", name), ("device", board), ("camera", "640x480")]
    for board in sorted((ROOT / "tests" / "boards").iterdir()):
        yield [("sysroot", f"captured/{board.name}"), ("camera", "640x480")]


def main():
    parser = argparse.ArgumentParser()
    for name in ("module", "library", "mkmodel"):
        parser.add_argument(name, type=os.path.abspath)
    arguments = parser.parse_args()
    failed, judged = check_commands(arguments.module, arguments.mkmodel), 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        run.check_truth = lambda *_: None  # the tool is not asked here
        run.make_models("", arguments.mkmodel, folder)
        shutil.copytree(ROOT / "tests" / "boards", folder / "captured", symlinks=True)
        if (SHARED / "corpus").is_dir():
            (folder / "corpus").symlink_to((SHARED / "corpus").resolve())
        os.chdir(folder)
        module, native = Module(arguments.module), Native(arguments.library)
        for settings in requests(folder):
            ours, theirs = ask(module, settings), ask(native, settings)
            judged += b'"verdict"' in theirs[2]
            if ours != theirs:
                failed += 1
                print(f"module: FAILED: {settings}: {ours[:2]}, the library says {theirs[:2]}")
    print(f"module: {judged} judged alike, {failed} failed")
    return 1 if failed or judged < 50 else 0


if __name__ == "__main__":
    sys.exit(main())

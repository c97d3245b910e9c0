#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A driver whose file never answers (tests/hang.c), and names that lead into the kernel's folders.

  guard.py --tool build/maixfit --mkmodel build/tools/mkmodel
"""
import contextlib
import os
import pathlib
import shutil
import sys
import tempfile
import time

import harness


class Case(harness.Case):
    def live(self, *arguments, hangs):
        """The tool on a machine that has a CMM; its status, its words, how often it forked and how long it took."""
        library = pathlib.Path(self.tool).parent / "tests" / "libhang.so"
        environment = {**os.environ, "LD_PRELOAD": str(library), **({"MAIXFIT_TEST_HANGS": "1"} if hangs else {})}
        begin = time.monotonic()
        # All of stdout and stderr is read: a helper that held them would be waited for.
        run = self.call(*arguments, env=environment, text=True)
        forks = run.stderr.splitlines().count("fork")
        return run.returncode, " ".join((run.stdout + run.stderr).split()), forks, time.monotonic() - begin

    def axmodel(self, path="m.axmodel"):
        self.mkmodel_to("axmodel", path, "--const", "1M", "--words", 10, "--input", "x:FP32:1x4", "--output", "y:FP32:1x4")
        return self.folder / path

    def refuses(self, path, target):
        run = self.call(path, "--format", "json", text=True)
        self.check(run.returncode == 3, f"{path}, {target}: status {run.returncode}: {run.stdout[:300]}")
        self.check("/proc or /sys" in run.stdout + run.stderr, f"{path}, {target}: {run.stdout[:300]}{run.stderr}")


@contextlib.contextmanager
def shared_memory():
    """A folder that is below /dev and on no disk."""
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        yield pathlib.Path(folder)


def test_a_file_that_never_answers(case):
    """The pool is unknown, in time, although the helper hangs on and cannot be killed."""
    case.axmodel()
    for arguments in (["status"], ["m.axmodel"]):
        status, text, _, seconds = case.live(*arguments, hangs=True)
        case.equal(status, 4, f"{arguments}: {text}")
        case.check(seconds < 15, f"{arguments}: took {seconds} s")
        case.check("gave no answer within 2 seconds" in text, f"{arguments}: {text}")


def test_one_helper_for_all(case):
    """It reads every file of the kernel; a captured board needs none."""
    status, text, forks, _ = case.live("status", hangs=False)
    case.equal((status, "no answer" in text, forks), (4, False, 1), text)
    meminfo = case.folder / "board" / "proc" / "meminfo"
    meminfo.parent.mkdir(parents=True)
    meminfo.write_text("MemTotal: 1024 kB\nCmaTotal: 512 kB\nCmaFree: 256 kB\n")
    status, text, forks, _ = case.live("status", "--sysroot", "board", hangs=True)
    case.equal((status, forks), (0, 0), text)
    meminfo.unlink()
    meminfo.symlink_to("/proc/meminfo")
    _, text, forks, _ = case.live("status", "--sysroot", "board", hangs=True)
    case.equal(forks, 1, f"a captured file that is a link to the kernel's: {text}")


def test_names_that_lead_into_the_kernel(case):
    """Neither the name in a manifest nor a link is followed there."""
    app = case.folder / "app"
    app.mkdir()
    with shared_memory() as shared:
        shutil.copy(case.axmodel(), shared)
        for target in ("/proc/self/status", f"{'../' * 20}proc/version", "/sys/kernel/mm/transparent_hugepage/enabled",
                       f"{shared}/m.axmodel"):
            if not (app / target).exists():
                continue
            manifest, link = app / "m.mud", app / "link.axmodel"
            link.symlink_to(target)
            case.refuses("app", target)
            for name in (target, "link.axmodel"):
                manifest.write_text(f"[basic]\ntype = axmodel\nmodel_npu = {name}\n")
                case.refuses("app/m.mud", f"{name} ({target})")
            manifest.unlink()
            link.unlink()


def test_a_folder_there_that_was_named(case):
    """It is one like any other: a person chose it."""
    with shared_memory() as shared:
        shutil.copy(case.axmodel(), shared)
        for path in (shared, shared / "m.axmodel"):
            status = case.call("-d", "maixcam2", path, cwd="/").returncode
            case.equal(status, 0, str(path))


if __name__ == "__main__":
    sys.exit(harness.main("guard", dict(globals()), Case))

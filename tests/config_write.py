#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""How `config set` and `config restore` write: backups, links, odd files, a captured board, several writers at once.

  config_write.py --tool build/maixfit --mkmodel build/tools/mkmodel
"""
import os
import subprocess
import sys

import harness

KEY = "maix_memory_cmm"
BOARD = ("--device", "maixcam2-1g")
FIRST, LAST = "configs.maixfit-first", "configs.maixfit-backup"
BEFORE = f"a=1\n{KEY}=300\n"


def one_line(result):
    return " ".join((result.stdout + result.stderr).decode().split())


def test_restore(case):
    file, first, last = (case.folder / name for name in ("configs", FIRST, LAST))
    file.write_text(BEFORE)
    for words in (("restore",), ("restore", "last")):
        result = case.call("config", *words, "configs")
        case.check(result.returncode == 3 and "no such backup" in one_line(result), f"{words} without one: {result}")
    for value in (400, 500):
        case.equal(case.call("config", "set", value, "configs", *BOARD).returncode, 0, f"set {value}")
    case.equal((first.read_text(), last.read_text()), (BEFORE, f"a=1\n{KEY}=400\n"), "the backups")
    result = case.call("config", "restore", "last", "configs", "--dry-run")
    case.check(f"-{KEY}=500 +{KEY}=400" in one_line(result) and "Nothing was written" in one_line(result), f"{result}")
    case.equal(file.read_text(), f"a=1\n{KEY}=500\n", "dry run")
    for value in (400, 500):
        result = case.call("config", "restore", "last", "configs")
        case.equal((result.returncode, file.read_text()), (0, f"a=1\n{KEY}={value}\n"), f"restore last: {result}")
    case.check("Restored configs from" in one_line(result) and "Reboot" in one_line(result), one_line(result))
    report, status = case.judge("config", "restore", "configs")
    case.hold_against_schema(report, "restore")
    case.equal((status, report["written"], file.read_text(), last.read_text()),
               (0, True, BEFORE, f"a=1\n{KEY}=500\n"), "restore")
    report, status = case.judge("config", "restore", "configs")
    case.hold_against_schema(report, "nothing to restore")
    case.check(status == 0 and not report["written"] and "is the same as" in report["message"], f"again: {report}")
    file.unlink()
    result = case.call("config", "restore", "configs")
    case.equal((result.returncode, file.read_text()), (0, BEFORE), f"the file was gone: {result}")
    case.equal(sorted(os.listdir(case.folder)), ["configs", LAST, FIRST], "nothing else is left")


def test_odd_files_have_their_own_sentence(case):
    def refused(words, name="configs"):
        for more in ((), ("--dry-run",)):
            result = case.call("config", "set", 400, name, *BOARD, *more)
            case.check(result.returncode == 3 and words in one_line(result), f"{words}: {result}")

    os.mkfifo(case.folder / "fifo")
    os.mkdir(case.folder / "folder")
    refused("is a pipe (FIFO)", "fifo")
    refused("is a folder", "folder")
    refused("is a folder", ".")
    refused("no such file", "none")
    refused("no such file", "none/configs")
    refused("is a device", "/dev/null")
    refused("file of the kernel", "/proc/cmdline")
    os.symlink("loop", case.folder / "loop")
    refused("Too many levels", "loop")
    (case.folder / "configs").write_text(BEFORE)
    os.symlink("configs", case.folder / FIRST)
    result = case.call("config", "restore", "configs")
    case.check(result.returncode == 3 and "is a link, which is not followed" in one_line(result), f"{result}")
    os.unlink(case.folder / FIRST)
    os.link(case.folder / "configs", case.folder / "other")
    result = case.call("config", "set", 400, "configs", *BOARD)
    case.check(result.returncode == 3 and "2 names (hard links)" in one_line(result), f"hard links: {result}")
    case.equal((case.folder / "other").read_text(), BEFORE, "hard links")
    case.equal(sorted(os.listdir(case.folder)), ["configs", "fifo", "folder", "loop", "other"], "nothing was written")


def test_links_are_followed_to_the_file(case):
    """On the machine itself links may lead anywhere; the backups stand beside the file."""
    os.makedirs(case.folder / "real" / "deep")
    os.symlink("real/deep", case.folder / "way")
    os.symlink(f"../../way/../{'x' * 9}", case.folder / "real" / "deep" / "configs")
    (case.folder / "real" / ("x" * 9)).write_text(BEFORE)
    result = case.call("config", "set", 400, "way/configs", *BOARD)
    case.equal(result.returncode, 0, f"{result}")
    case.check((case.folder / "way" / "configs").is_symlink(), "the link was replaced")
    case.equal((case.folder / "real" / ("x" * 9)).read_text(), f"a=1\n{KEY}=400\n", "the file")
    case.equal((case.folder / "real" / ("x" * 9 + ".maixfit-first")).read_text(), BEFORE, "the backup")


def test_a_sysroot_is_not_left(case):
    """Its links are followed as if it were the machine: none leads out."""
    outside = case.folder / "outside"
    os.makedirs(outside)
    (outside / "configs").write_text(BEFORE)
    (case.folder / "configs").write_text(BEFORE)
    for name, link, where, status in (
            ("link out", "../../configs", "boot/configs", 3), ("absolute", str(outside / "configs"), "boot/configs", 3),
            ("folder out", str(outside), "boot", 3), ("folder above", "../outside", "boot", 3),
            ("inside", "../data/configs", "boot/configs", 0), ("absolute inside", "/data/configs", "boot/configs", 0),
            ("folder inside", "data", "boot", 0)):
        root = case.folder / name
        os.makedirs(root / "data")
        (root / "data" / "configs").write_text(BEFORE)
        if where != "boot":
            os.makedirs(root / "boot")
        os.symlink(link, root / where)
        for words in (("set", 400, *BOARD), ("set", 400, *BOARD, "--no-sandbox"), ("set", 400, *BOARD, "--dry-run")):
            result = case.call("config", *words, "--sysroot", root)
            case.equal(result.returncode, status, f"{name}: {result}")
        case.equal((root / "data" / "configs").read_text() == BEFORE, status != 0, f"{name}: the file inside")
        for file in (outside / "configs", case.folder / "configs"):
            case.equal(file.read_text(), BEFORE, f"{name}: a file outside")
    case.equal(sorted(os.listdir(outside)), ["configs"], "files outside")


def test_writers_at_once(case):
    """Each ends well, and what stands there is what one of them wrote, whole."""
    file = case.folder / "configs"
    file.write_text(BEFORE + "# a long file\n" * 3000)
    running = [subprocess.Popen([case.tool, "config", "set", str(value), "configs", *BOARD], cwd=case.folder,
                                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) for value in range(301, 325)]
    while any(process.poll() is None for process in running):
        case.check(file.read_text().endswith("# a long file\n"), "a half file")
    case.equal([process.returncode for process in running], [0] * len(running), f"{[p.stderr.read() for p in running]}")
    lines = file.read_text().splitlines()
    case.check(len(lines) == 3002 and lines[1].removeprefix(f"{KEY}=") in map(str, range(301, 325)), f"{lines[:3]}")
    case.equal((case.folder / FIRST).read_text().splitlines()[1], f"{KEY}=300", "the first backup")
    case.equal(sorted(os.listdir(case.folder)), ["configs", LAST, FIRST], "nothing else is left")


if __name__ == "__main__":
    sys.exit(harness.main("config_write", globals(), harness.Case))

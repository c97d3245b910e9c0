#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What inputs of all kinds cost, in counts that are the same on every machine: bytes read, system calls. Times are
measured in tests/bench.

  counts.py --tool build/maixfit --mkmodel build/tools/mkmodel [--only WORD]
"""
import os
import pathlib
import resource
import subprocess
import sys
import zipfile

import harness
from bundle_case import Case

MIB = 1 << 20
BOARD = ("--device", "m5-llm-module")


def bytes_read(case, path):
    measure = pathlib.Path(case.tool).parent / "tests" / "measure"
    done = subprocess.run([measure, case.tool, path, *BOARD], cwd=case.folder, check=True, capture_output=True, text=True)
    return int(done.stdout.split()[0])


def calls(case, *words, status):
    """System calls of a run by their names; "total" has all."""
    done = subprocess.run(["strace", "-f", "-qq", "-c", "-o", "calls", case.tool, *words], cwd=case.folder, capture_output=True)
    case.equal(done.returncode, status, f"{words}: {done.stderr}")
    rows = [line.split() for line in (case.folder / "calls").read_text().splitlines()]
    return {row[-1]: int(row[3]) for row in rows if len(row) >= 5 and row[3].isdigit()}


def member(name, size):
    return f"{name:<16}{0:<12}{0:<6}{0:<6}{'100644':<8}{size:<10}`\n".encode()


def test_archives_in_archives_are_not_read_whole(case):
    """A deb with a plain data.tar and a tar in a stored zip: only headers and tables are read."""
    case.make("a.axmodel", "--const", "64M")
    subprocess.run(["bsdtar", "--format=ustar", "-cf", "data.tar", "a.axmodel"], cwd=case.folder, check=True)
    tar = (case.folder / "data.tar").read_bytes()
    case.write("a.deb", b"!<arch>\n" + member("debian-binary", 4) + b"2.0\n" + member("data.tar", len(tar)) + tar)
    with zipfile.ZipFile(case.folder / "a.zip", "w") as archive:
        archive.write(case.folder / "data.tar", "in.tar")
    for name in ("data.tar", "a.deb", "a.zip"):
        read = bytes_read(case, name)
        case.check(read < MIB // 4, f"{name}: {read} bytes of 64 MiB")


def test_lists_are_read_ahead(case):
    """16 MiB of commands, of which all are walked, in pieces of 32 KiB."""
    case.mkmodel_to("cvimodel", "list.cvimodel", "--cmd", "t70000,s,d116000")
    size = (case.folder / "list.cvimodel").stat().st_size
    reads = calls(case, "list.cvimodel", "--device", "maixcam", status=0).get("pread64", 0)
    case.check(reads < size / 32768 + 100, f"{reads} reads of {size} bytes")


def test_a_folders_files_cost_four_calls_each(case):
    count = 2000
    for index in range(count):
        case.write(f"few/d{index % 5}/{index}" + (".txt" if index % 4 else ".json"), "{}")
    few = calls(case, "few", *BOARD, status=3)
    case.check(few["total"] <= 4 * count + 400, f"{few['total']} calls for {count} files: {few}")


def test_a_zip_asks_for_no_time_zone(case):
    count = 1000
    with zipfile.ZipFile(case.folder / "a.zip", "w") as archive:
        for index in range(count):
            archive.writestr(f"{index}.txt", "x")
    made = calls(case, "a.zip", *BOARD, status=3)
    case.check(made["total"] < count / 2, f"{made['total']} calls for {count} members: {made}")


def test_spellings_of_one_file(case):
    """256 manifests that name it 1000 times each, outside of their folder: refused after a bounded time."""
    case.make("top/a.axmodel", "--const", "5000")
    for manifest in range(256):
        names = []
        for index in range(manifest * 1000, manifest * 1000 + 1000):
            spelling = "".join("./" if index >> bit & 1 else "/" for bit in range(18))
            names.append(f"k{index} = ../{spelling}a.axmodel\n")
        case.write(f"top/m/{manifest}.mud", "[basic]\ntype = axmodel\nmodel_npu = ../a.axmodel\n[extra]\n" + "".join(names))
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    case.refused("limit", "top/m", says="4096")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    case.check(seconds < 2, f"{seconds} s")


def test_names_of_many_bundles(case):
    """Each name is one of a layer of a bundle of its own, and each bundle costs a look at all files: they are bounded."""
    for index in range(600):
        case.write(f"names/x_l1_{index}.axmodel", b"")
    case.refused("limit", "names", says="more than 256")
    said = case.call("names", *BOARD).stderr.splitlines()
    case.equal(len(said), 257, "bundles that are refused")


if __name__ == "__main__":
    os.environ.pop("TZ", None)
    sys.exit(harness.main("counts", globals(), Case))

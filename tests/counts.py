#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What runs cost, in counts that are the same on every machine: instructions, bytes read, system calls. Times are measured
in tests/bench.

  counts.py --tool build/maixfit --mkmodel build/tools/mkmodel [--only WORD]
"""
import os
import pathlib
import re
import resource
import subprocess
import sys
import zipfile

import harness
from bundle_case import Case

MIB = 1 << 20
BOARD = ("--device", "m5-llm-module")
CMM = """+---PARTITION: Phys(0x80000000, 0x13FFFFFFF), Size=3145728KB(3072MB),    NAME="anonymous"
   |-Block: phys(0x80000000, 0x8000DFFF), cache =non-cacheable, length=56KB(0MB),    name="VDEC_dev"

---CMM_USE_INFO:
 total size=3145728KB(3072MB),used=56KB(0MB + 56KB),remain=3145672KB(3071MB + 968KB),partition_number=1,block_number=1
"""


def measured(case, *words):
    """Bytes read and resident bytes of a run."""
    measure = pathlib.Path(case.tool).parent / "tests" / "measure"
    done = subprocess.run([measure, case.tool, *words], cwd=case.folder, check=True, capture_output=True, text=True)
    read, _, resident, _ = map(int, done.stdout.split())
    return read, resident


def bytes_read(case, path):
    return measured(case, path, *BOARD)[0]


def instructions(case, *words):
    """Those of a run, the dynamic loader's too. callgrind cannot write its file inside the sandbox."""
    made = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=callgrind", case.tool, "--no-sandbox", *words],
                          cwd=case.folder, capture_output=True, text=True)
    return int(re.search(r"Collected : (\d+)", made.stderr)[1])


def calls(case, *words, status, program=None):
    """System calls of a run by their names; "total" has all."""
    command = ["strace", "-f", "-qq", "-c", "-o", "calls", program or case.tool, *words]
    done = subprocess.run(command, cwd=case.folder, capture_output=True)
    case.equal(done.returncode, status, f"{words}: {done.stderr}")
    rows = [line.split() for line in (case.folder / "calls").read_text().splitlines()]
    return {row[-1]: int(row[3]) for row in rows if len(row) >= 5 and row[3].isdigit()}


def member(name, size):
    return f"{name:<16}{0:<12}{0:<6}{0:<6}{'100644':<8}{size:<10}`\n".encode()


def plain_models(case):
    """A CV model of each kind with its board."""
    case.make("a.axmodel", "--const", "64M", "--words", 100000, "--workspace", "8M")
    case.mkmodel_to("cvimodel", "c.cvimodel", "--weight", "64M", "--cmd", "t2,d3", "--shared", "4M")
    return {"a.axmodel": ("--device", "maixcam2-4g"), "c.cvimodel": ("--device", "maixcam")}


def test_a_start_and_the_main_job(case):
    """Measured, and a quarter on top: what is looked up for nothing, or parsed twice, is more than that."""
    version = instructions(case, "--version")
    case.check(version < 300_000, f"--version: {version} instructions")
    total = calls(case, "--version", status=0)["total"]
    case.check(total < 65, f"--version: {total} calls")
    for path, board in plain_models(case).items():
        judged, looked = instructions(case, path, *board), instructions(case, "inspect", path)
        case.check(judged < 800_000, f"{path}: {judged} instructions")
        case.check(looked < 600_000, f"inspect {path}: {looked} instructions")
        total = calls(case, path, *board, status=0)["total"]
        case.check(total < 105, f"{path}: {total} calls")
        read, resident = measured(case, path, *board)
        case.check(read < 16 * 1024, f"{path}: {read} bytes read")
        # The program's own pages are part of it, with Chinese and what `explain` says.
        case.check(resident <= 3 * MIB, f"{path}: {resident} bytes resident")


def test_each_looks_once_for_what_is_common(case):
    """Board, pool and camera data are read once: a model more costs a file's calls and its own judgement."""
    few, many = 10, 110
    for count, folder in ((few, "few"), (many, "many")):
        for index in range(count):
            case.make(f"{folder}/{index}.axmodel", "--const", "64K")
    captured = case.folder / "board/proc/ax_proc/mem_cmm_info"
    captured.parent.mkdir(parents=True)
    captured.write_text(CMM)
    for board in (("--device", "maixcam2-4g"), ("--sysroot", "board"), ("--device", "maixcam2-4g", "--camera", "1280x720")):
        more = (instructions(case, "--each", "many", *board) - instructions(case, "--each", "few", *board)) / (many - few)
        case.check(more < 300_000, f"{board}: {more} instructions a model")
        more = (calls(case, "--each", "many", *board, status=0)["total"]
                - calls(case, "--each", "few", *board, status=0)["total"]) / (many - few)
        case.check(more < 9, f"{board}: {more} calls a model")


def test_an_app_that_asks(case):
    """The library starts no process, and reads the same whatever the host's size."""
    host = pathlib.Path(case.tool).parent / "tests" / "host"
    case.make("a.axmodel", "--const", "64M")
    captured = case.folder / "board/proc/ax_proc/mem_cmm_info"
    captured.parent.mkdir(parents=True)
    captured.write_text(CMM)
    found = [calls(case, mib, "board", "a.axmodel", status=0, program=host) for mib in ("10", "200")]
    for names in found:
        case.equal([names.get(name, 0) for name in ("clone", "clone3", "fork", "vfork", "execve")], [0, 0, 0, 0, 1], str(names))
    case.check(abs(found[0]["total"] - found[1]["total"]) < 20, f"{[names['total'] for names in found]} calls")


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

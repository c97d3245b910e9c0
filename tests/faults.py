#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""No memory, unreadable bytes, short and interrupted reads, at every call in turn: the tool ends with a word and a
status, never a crash, never a verdict that it would not have given otherwise.

FAULTS_STEP=k tries every k-th call only, and none of the runs in which all calls after it fail too.

  faults.py --tool build/maixfit --mkmodel build/tools/mkmodel
"""
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import harness
import sources

STEP = int(os.environ.get("FAULTS_STEP", "1"))


class Case(harness.Case):
    def run(self, words, **faults):
        return self.many([harness.request(words, **faults)])[0]

    def every(self, words, total, name, **more):
        """(n, the run in which call n fails), for each n; the calls are dealt out to the processors."""
        count = os.cpu_count()
        shares = [range(1 + STEP * share, total + 1, STEP * count) for share in range(count)]
        with ThreadPoolExecutor(count) as pool:
            runs = pool.map(lambda share: self.many([harness.request(words, **{name: n}, **more) for n in share]), shares)
            return [pair for share, made in zip(shares, runs) for pair in zip(share, made)]

    def make_files(self):
        self.mkmodel_to("axmodel", "a.axmodel", "--groups", "2", "--const", "5000", "--kv", "8:4")
        self.mkmodel_to("cvimodel", "b.cvimodel", "--weight", "9000", "--cmd", "t3,d2,s,c")
        (self.folder / "m.mud").write_text("[basic]\ntype = axmodel\nmodel_npu = a.axmodel\n[extra]\nx_model = a.axmodel\n")
        subprocess.run(["bsdtar", "-acf", "m.tar.gz", "m.mud", "a.axmodel"], cwd=self.folder, check=True)
        subprocess.run(["bsdtar", "-acf", "m.zip", "m.mud", "a.axmodel"], cwd=self.folder, check=True)
        (self.folder / "f").mkdir()
        self.mkmodel_to("axmodel", "f/l0.axmodel", "--groups", "2", "--const", "5000", "--kv", "8:4")
        self.mkmodel_to("axmodel", "f/beside.axmodel", "--const", "5000")
        (self.folder / "f/any.json").write_text(
            '{"template_filename_axmodel": "l%d.axmodel", "axmodel_num": 1, "kv_cache_slots": 2}')
        (self.folder / "f/run.sh").write_text("./main --template_filename_axmodel l%d.axmodel --axmodel_num 1\n")
        board = {"sys/kernel/debug/ion/cvi_carveout_heap_dump/summary": LEAKED, "proc/9/comm": "launcher\n"}
        for name, text in board.items():
            (self.folder / "leaked" / name).parent.mkdir(parents=True)
            (self.folder / "leaked" / name).write_text(text)
        (self.folder / "text").write_text(sources.capture({"boot/board": "id=x\n", sources.ION: sources.ion(total=75 << 20)}))
        (self.folder / "configs").write_text("a=1\nmaix_memory_cmm=300\n")
        (self.folder / "gate.json").write_text(
            '{"schema": "maixfit-gate/1", "boards": "maixcam2-1g", "runner": "plain", "no_assume": true, "checks": ['
            '{"models": "a.axmodel", "max_need": "4K"}, {"models": ["a.axmodel"], "runner": null}]}')
        (self.folder / "base.json").write_text(
            '{"schema": "maixfit/1", "demand": {"npu_bytes": 4096}, "supply": {"device": "maixcam2-1g"}, "pipelines": [], '
            '"models": [{"path": "a.axmodel", "blocks": [{"owner": "a.axmodel", "name": "x", "bytes": 9, "pool": "npu"}]}]}')


LEAKED = """Summary:
[0] carveout heap size:53248 bytes, used:40960 bytes
usage rate:77%, memory usage peak 0 bytes

Details:
0 8192 10000 1 VI_DMA_BUF
0 8192 12000 1 VbPool0
0 8192 14000 1 VI_DMA_BUF
0 16384 16000 1 npu_m_pid9

free memory regions:
0 1a000 1d000 12288
"""

PATHS = [
    ["a.axmodel", "--device", "maixcam2-1g", "--camera", "640x480", "--free", "1M", "--color", "always"],
    ["b.cvimodel", "--device", "maixcam", "--display", "-f", "json"],
    ["m.tar.gz", "--device", "maixcam2-1g"],
    ["m.zip", "--device", "maixcam2-1g", "--each"],
    ["inspect", "m.mud", "-v"],
    ["f", "--device", "maixcam2-1g", "-f", "json"],
    ["capture", "--sysroot", str(harness.ROOT / "tests" / "boards" / "ion-75m-leaked")],
    ["status", "--sysroot", str(harness.ROOT / "tests" / "boards" / "cmm-two-partitions")],
    ["b.cvimodel", "--sysroot", "leaked", "--device", "maixcam"],
    ["b.cvimodel", "--sysroot", "text"],
    ["config", "check", "configs", "--device", "maixcam2-1g"],
    ["gate", "gate.json", "--baseline", "base.json"],
]


ARCHIVES = ("m.tar.gz", "m.zip")
LOADER_STATUS = 127  # with which glibc's ld.so ends a process for which it has no memory: no verdict has this status


def judge(case, result, good, text, may_differ=False):
    """As without the fault, or a status that is no verdict, with a word. Where a kernel's file could not be read, more
    is unknown (may_differ), but the status is the same."""
    same = result.returncode == good.returncode and (may_differ or result.stdout == good.stdout)
    reported = result.returncode in (2, 3, 4) and b"maixfit: " in result.stderr
    part = result.returncode in (3, 4) and result.stdout != b""
    case.check(same or reported or part, f"{text}: status {result.returncode}, {result.stdout[:80]!r} {result.stderr[:120]!r}")


def test_no_memory_at_the_nth_call(case):
    crashes = 0
    case.make_files()
    for words in PATHS:
        good = case.run(words)
        case.check(good.allocations > 30, f"{words}: only {good.allocations} allocations were seen")
        for all_after in (False, True)[:1 if STEP > 1 else 2]:
            for n, result in case.every(words, good.allocations, "allocation", all_after=all_after):
                loads_libraries = words[0] in ARCHIVES
                if loads_libraries and (result.returncode < 0 or result.returncode == LOADER_STATUS):
                    crashes += 1  # libarchive 3.6 does not survive each of them, nor does ld.so while it loads it
                else:
                    judge(case, result, good, f"{words}, allocation {n} of {good.allocations}, all after it: {all_after}")
    print(f"faults: {crashes} runs ended inside libarchive or ld.so for lack of memory")


def test_nth_read_fails(case):
    case.make_files()
    for words in PATHS:
        good = case.run(words)
        case.check(good.reads > 0, f"{words}: no read was seen")
        for n, result in case.every(words, good.reads, "read"):
            judge(case, result, good, f"{words}, read {n} of {good.reads}", may_differ=True)


def test_short_and_interrupted_reads(case):
    """They change nothing."""
    case.make_files()
    for words in PATHS:
        good = case.run(words)
        for mode in ("short", "interrupts"):
            result = case.run(words, **{mode: True})
            case.equal((result.returncode, result.stdout), (good.returncode, good.stdout), f"{words}, {mode}")


def test_a_file_is_written_whole_or_not(case):
    """/boot/configs under each fault: with status 0 the new text, else the old or the new one, and its backups whole."""
    said = re.compile(rb"was written|Wrote|Restored")
    old, new, first = "a=1\nmaix_memory_cmm=300\n", "a=1\nmaix_memory_cmm=400\n", "a=1\n"
    for words, wanted in ((["config", "set", "400"], new), (["config", "restore"], first)):
        def requests(kind, count):
            for n in range(count + 1):
                (case.folder / f"{n}").write_text(old)
                (case.folder / f"{n}.maixfit-first").write_text(first)
                (case.folder / f"{n}.maixfit-backup").unlink(missing_ok=True)
                yield harness.request([*words, f"{n}", "--device", "maixcam2-1g"], **{kind: n})
        good, = case.many(list(requests("read", 0)))
        case.equal(good.returncode, 0, f"{words}: {good.stderr!r}")
        for kind, count in (("allocation", good.allocations), ("read", good.reads)):
            case.check(count > 0, f"{words}: no {kind} was seen")
            for n, run in enumerate(case.many(list(requests(kind, count)))):
                text = f"{words}, {kind} {n}: {run.stderr!r}"
                found = (case.folder / f"{n}").read_text()
                case.check(found in ((wanted,) if run.returncode == 0 else (wanted, old)), f"{text}: {found!r}")
                case.check(run.returncode == 0 or b"maixfit: " in run.stderr, text)
                case.check(run.returncode == 0 or found == old or said.search(run.stderr), f"{text}: it was written")
                case.equal((case.folder / f"{n}.maixfit-first").read_text(), first, f"{text}: the first backup")
                last = case.folder / f"{n}.maixfit-backup"
                case.check(last.read_text() == old if last.exists() else found == old, f"{text}: the last backup")
        case.equal([name for name in os.listdir(case.folder) if "maixfit-new" in name], [], "nothing else is left")


if __name__ == "__main__":
    sys.exit(harness.main("faults", globals(), Case))

#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What the tool costs beside tools that everyone has, in one run: all commands of a group take turns, so that a busy machine
slows both sides, and ratios are of medians. See bench.sh.

Goals are printed with the figures; what is missed makes the exit status 1. Times are noisy: tests/counts.py holds the bounds
that are the same on every machine."""
import argparse
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile

import bundle
import peaks

MIB = 1 << 20
KINDS = {
    "axmodel": ["--words", "100000", "--workspace", "8M", "--input", "x:UINT8:1x640x640x3", "--output", "y:FP32:1x84x8400"],
    "cvimodel": ["--cmd", ",".join(["t2,d3"] * 500), "--tensor", "in:INT8:1x3x640x640:io0:input",
                 "--tensor", "out:FP32:1x84x8400:io1:output", "--shared", "4M"],
}
WEIGHTS = {"axmodel": "--const", "cvimodel": "--weight"}
SMALL = ["--const", "64K", "--words", "100", "--input", "x:UINT8:1x64x64x3", "--output", "y:FP32:1x10"]
EACH = 1000
ON = {"axmodel": ["-d", "maixcam2-4g"], "cvimodel": ["-d", "maixcam"]}
CMM = """+---PARTITION: Phys(0x80000000, 0x13FFFFFFF), Size=3145728KB(3072MB),    NAME="anonymous"
   |-Block: phys(0x80000000, 0x8000DFFF), cache =non-cacheable, length=56KB(0MB),    name="VDEC_dev"

---CMM_USE_INFO:
 total size=3145728KB(3072MB),used=56KB(0MB + 56KB),remain=3145672KB(3071MB + 968KB),partition_number=1,block_number=1
"""


class Row:
    """The medians of one command: bytes read, CPU seconds, peak resident bytes, bytes from the disk."""

    def __init__(self, runs):
        self.read, cpu, self.peak, self.disk = (statistics.median(column) for column in zip(*runs))
        self.cpu = cpu / 1e6

    def __str__(self):
        return f"{self.cpu * 1e3:9.2f} ms CPU{self.read / 1024:11.1f} KiB read{self.peak / MIB:8.2f} MiB resident"


class Bench:
    def __init__(self, arguments, top):
        self.tool, self.mkmodel, self.build = arguments.tool, arguments.mkmodel, pathlib.Path(arguments.measure).parent
        self.top = top
        self.missed = False

    def measure(self, command, **settings):
        made = subprocess.run([self.build / "measure", *map(str, command)], check=True, capture_output=True, **settings)
        return [*map(int, made.stdout.split())]

    def turns(self, commands, rounds):
        """name -> its row; the commands take turns."""
        found = {name: [] for name in commands}
        for _ in range(rounds):
            for name, command in commands.items():
                found[name].append(self.measure(command))
        return {name: Row(runs) for name, runs in found.items()}

    def model(self, kind, name, weight, *more):
        path = self.top / f"{name}.{kind}"
        subprocess.run([self.mkmodel, kind, path, WEIGHTS[kind], weight, *KINDS[kind], *more], check=True,
                       stdout=subprocess.DEVNULL)
        return path

    def board(self):
        board = self.top / "board"
        for path, text in (("proc/ax_proc/mem_cmm_info", CMM), ("proc/cmdline", "mem=1024M\n"),
                           ("boot/configs", "maix_memory_cmm=3072\n")):
            (board / path).parent.mkdir(parents=True, exist_ok=True)
            (board / path).write_text(text)
        return board

    def goal(self, ok, text):
        self.missed = self.missed or not ok
        return f"   {text}: {'ok' if ok else 'MISSED'}"


def against(bench, rows, pairs):
    for name, row in rows.items():
        print(f"{name:34}{row}")
    for one, other, most in pairs:
        ratio = rows[one].cpu / rows[other].cpu
        text = f"{ratio:6.2f} x {other}"
        print(f"{one:34}{text}{bench.goal(ratio <= most, f'at most {most}') if most else ''}")


def common(bench):
    """Start, the main job and inspect, beside what anyone runs on a file."""
    models = {kind: bench.model(kind, "plain", "512K") for kind in KINDS}
    large = bench.model("axmodel", "large", "4M")
    commands = {"--version": [bench.tool, "--version"], "lsblk -J": ["lsblk", "-J"]}
    for kind, path in models.items():
        commands |= {f"judge {kind}": [bench.tool, path, *ON[kind]], f"file {kind}": ["file", path],
                     f"inspect {kind}": [bench.tool, "inspect", path], f"stat {kind}": ["stat", path]}
    commands |= {"judge 5 MiB": [bench.tool, large, *ON["axmodel"]], "file 5 MiB": ["file", large]}
    rows = bench.turns(commands, 51)
    against(bench, rows, [("--version", "lsblk -J", 0.6), ("judge 5 MiB", "file 5 MiB", 0.22)]
            + [pair for kind in KINDS for pair in ((f"judge {kind}", f"file {kind}", 0.22),
                                                   (f"inspect {kind}", f"stat {kind}", None))])
    for kind in KINDS:
        peak = rows[f"judge {kind}"].peak / MIB
        print(f"{'judge ' + kind:34}{peak:6.2f} MiB resident{bench.goal(peak <= 2.5, 'at most 2.5')}")
    for name in ("--version", "judge axmodel", "judge cvimodel", "inspect axmodel"):
        print(f"{name:34}{instructions(bench, commands[name]) / 1e6:6.2f} million instructions")
    print(f"{'judge axmodel, cold':34}{cold(bench, models['axmodel']) / 1024:6.0f} KiB from the disk")


def instructions(bench, command):
    """callgrind cannot write its file inside the sandbox."""
    made = subprocess.run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={bench.top}/callgrind", *map(str, command),
                           "--no-sandbox"], capture_output=True, text=True)
    return int(re.search(r"Collected : (\d+)", made.stderr)[1])


def cold(bench, model):
    """Copies of the tool, of its library for JSON and of the model, which no cache has; the C library is warm."""
    folder = bench.top / "cold"
    folder.mkdir()
    needed = subprocess.run(["ldd", bench.tool], check=True, capture_output=True, text=True).stdout
    libraries = [path for path in re.findall(r"=> (\S+) ", needed) if "/libc.so" not in path]
    paths = [pathlib.Path(shutil.copy(path, folder)) for path in (bench.tool, model, *libraries)]
    subprocess.run(["strip", paths[0]], check=True)  # as a package installs it
    os.sync()
    for path in paths:
        with open(path, "rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    found = bench.measure([paths[0], paths[1], *ON["axmodel"]], env={**os.environ, "LD_LIBRARY_PATH": str(folder)})
    return found[3]


def each(bench):
    """Many models in one run, beside a run for each."""
    folder = bench.top / "each"
    folder.mkdir()
    one = folder / "0.axmodel"
    subprocess.run([bench.mkmodel, "axmodel", one, *SMALL], check=True, stdout=subprocess.DEVNULL)
    for index in range(1, EACH):
        shutil.copy(one, folder / f"{index}.axmodel")
    boards = {"": ON["axmodel"], ", captured pool": ["--sysroot", bench.board()],
              ", camera": [*ON["axmodel"], "--camera", "1280x720"]}
    commands = {}
    for name, words in boards.items():
        commands |= {f"--each{name}": [bench.tool, "--each", folder, *words], f"one{name}": [bench.tool, one, *words]}
    rows = bench.turns(commands, 11)
    for name in boards:
        row, loop = rows[f"--each{name}"], rows[f"one{name}"]
        speed = EACH / row.cpu
        print(f"--each{name:28}{row}")
        print(f"--each{name:28}{speed:6.0f} models a CPU second, {row.cpu / EACH / loop.cpu:.3f} x a loop"
              f"{bench.goal(speed >= 2000, 'at least 2000')}")


def library(bench):
    """An evaluation in the process of an app, which may be large."""
    model = bench.model("axmodel", "asked", "512K")
    for mib in (10, 1024):
        made = subprocess.run([bench.build / "host", str(mib), bench.board(), model], check=True, capture_output=True)
        time = float(made.stdout) / 1e3
        print(f"maixfit_evaluate, host of {mib:4} MiB {time:6.2f} ms{bench.goal(time < 1, 'under 1')}")


def archives(bench):
    """A bundle, beside unpacking it."""
    folder = bench.top / "llm"
    bundle.make(bench.mkmodel, folder)
    commands = {"folder": [bench.tool, folder, "--pool", "64G"]}
    for suffix in bundle.ARCHIVES:
        path = bundle.pack(folder, suffix)
        commands |= {suffix: [bench.tool, path, "--pool", "64G"], f"bsdtar {suffix}": ["bsdtar", "-xOf", path]}
    rows = bench.turns(commands, 3)
    pairs = [(suffix, f"bsdtar {suffix}", None if suffix in bundle.PLAIN else 1.1) for suffix in bundle.ARCHIVES]
    against(bench, rows, pairs)
    for name in ("folder", *bundle.PLAIN):
        read = rows[name].read / MIB
        print(f"{name:34}{read:6.2f} MiB read{bench.goal(read < 2, 'under 2')}")


def growth(bench):
    """The cost does not grow with the file."""
    for kind, (first, last) in {"axmodel": (["512K"], ["8192M"]),
                                "cvimodel": (["512K"], ["4000M", "--section", "dmabuf:4000M"])}.items():
        paths = {"1 MiB": bench.model(kind, "small", *first), "8 GiB": bench.model(kind, "large", *last)}
        rows = bench.turns({f"{kind} of {name}": [bench.tool, path, "--pool", "64G", "--camera", "1920x1080"]
                            for name, path in paths.items()}, 15)
        small, large = rows.values()
        against(bench, rows, [])
        more, peak = (large.read - small.read) / 1024, large.peak / small.peak
        print(f"{kind + ', 8 GiB and 1 MiB':34}{more:6.1f} KiB more read, {peak:.2f} x resident"
              f"{bench.goal(more <= 64 and peak <= 1.1, 'at most 64, 1.1')}")
        paths["8 GiB"].unlink()


def main():
    parser = argparse.ArgumentParser()
    for name in ("tool", "mkmodel", "measure"):
        parser.add_argument(f"--{name}", required=True, type=os.path.abspath)
    parser.add_argument("--only", default="", help="a word of: common each library archives growth peaks")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(arguments, pathlib.Path(folder))
        for part in (common, each, library, archives, growth, peaks.peaks):
            if arguments.only in part.__name__:
                print(f"\n{part.__doc__}")
                part(bench)
    return 1 if bench.missed else 0


if __name__ == "__main__":
    sys.exit(main())

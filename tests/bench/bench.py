#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Measures one run of the tool a model; see bench.sh. Bars: < 1 MiB read, < 5 ms CPU, < 8 MiB resident, and from
1 MiB to 8 GiB of file not more than 10 % more bytes read and memory. That ratio of CPU time is printed only: of 3 ms,
noise is more than a tenth. Each figure is the median of several runs."""
import argparse
import pathlib
import statistics
import subprocess
import sys
import tempfile

RUNS = 15
MIB = 1 << 20
GROWTH = 1.1
AX = ["--words", "100000", "--workspace", "8M", "--input", "x:UINT8:1x640x640x3", "--output", "y:FP32:1x84x8400"]
CVI = ["--cmd", ",".join(["t2,d3"] * 500), "--tensor", "in:INT8:1x3x640x640:io0:input",
       "--tensor", "out:FP32:1x84x8400:io1:output", "--shared", "4M"]
MODELS = {  # of each format the smallest first, the largest last
    "1 MiB axmodel": ["axmodel", "--const", "512K", *AX],
    "2 GiB axmodel": ["axmodel", "--const", "2048M", *AX],
    "8 GiB axmodel": ["axmodel", "--const", "8192M", *AX],
    "1 MiB cvimodel": ["cvimodel", "--weight", "512K", *CVI],
    "2 GiB cvimodel": ["cvimodel", "--weight", "2047M", *CVI],
    "8 GiB cvimodel": ["cvimodel", "--weight", "4000M", *CVI, "--section", "dmabuf:4000M"],
}


def measure(runner, command):
    """Bytes read by the process (rchar, so the dynamic loader's too), CPU seconds, peak resident bytes."""
    result = subprocess.run([runner, *map(str, command)], check=True, capture_output=True, text=True)
    read, cpu, peak = map(int, result.stdout.split())
    return read, cpu / 1e6, peak


def median(runner, command, runs=RUNS):
    rows = [measure(runner, command) for _ in range(runs)]
    return [statistics.median(column) for column in zip(*rows)]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", required=True)
    parser.add_argument("--mkmodel", required=True)
    parser.add_argument("--measure", required=True)
    arguments = parser.parse_args()
    print(f"{'':22}{'KiB read':>12}{'ms CPU':>10}{'MiB peak':>10}   bars: 1024 KiB, 5 ms, 8 MiB")
    base = median(arguments.measure, [arguments.tool, "--version"])
    print(f"{'maixfit --version':22}{base[0] / 1024:12.1f}{base[1] * 1000:10.2f}{base[2] / MIB:10.2f}")
    missed = False
    figures = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, options in MODELS.items():
            path = pathlib.Path(folder) / ("model." + options[0])
            subprocess.run([arguments.mkmodel, options[0], path, *options[1:]], check=True, stdout=subprocess.DEVNULL)
            row = median(arguments.measure, [arguments.tool, path, "--pool", "64G", "--camera", "1920x1080"])
            figures.setdefault(options[0], []).append(row)
            read, cpu, peak = row
            ok = read < MIB and cpu < 0.005 and peak < 8 * MIB
            missed = missed or not ok
            print(f"{name:22}{read / 1024:12.1f}{cpu * 1000:10.2f}{peak / MIB:10.2f}   {'ok' if ok else 'MISSED'}")
            if name.startswith("2 GiB"):
                for other in (["cat"], ["file"]):
                    read, cpu, peak = median(arguments.measure, [*other, path], 3)
                    print(f"  {other[0]:20}{read / 1024:12.1f}{cpu * 1000:10.2f}{peak / MIB:10.2f}")
            path.unlink()
    for kind, rows in figures.items():
        read, cpu, peak = (last / first for first, last in zip(rows[0], rows[-1]))
        ok = read <= GROWTH and peak <= GROWTH
        missed = missed or not ok
        print(f"{kind + ', 8 GiB / 1 MiB':22}{read:12.3f}{cpu:10.3f}{peak:10.3f}   {'ok' if ok else 'MISSED'}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())

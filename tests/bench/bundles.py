#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Measures bundles: an LLM of 28 layers of 17 MB and a post model of 169 MB, as a folder and in archives; see
bench.sh. Bars: < 2 MiB read of a folder, a plain tar and a zip of stored members; at most 1.1 times the CPU time of
`bsdtar -xOf` for a deflated zip and a tar.zst; < 16 MiB resident in every case. Needs 2 GiB of disk for a moment."""
import argparse
import os
import pathlib
import random
import subprocess
import sys
import tempfile

from bench import MIB, median

LAYERS = 28
GROUP = ["--input", "indices:INT32:1x{n}", "--input", "mask:BF16:1x{n}x1024", "--input", "input:BF16:1x{n}x1536"]
MUD = """[basic]
type = axmodel
model_npu = qwen_p128_l%d_together.axmodel
[extra]
model_num = 28
post_model = qwen_post.axmodel
"""


def fill_holes(path, noise):
    """Weights that pack about as well as real ones: mkmodel leaves holes."""
    with open(path, "r+b") as file:
        size = path.stat().st_size
        at = 0
        while at < size:
            start = os.lseek(file.fileno(), at, os.SEEK_HOLE)
            if start >= size:
                return
            try:
                at = os.lseek(file.fileno(), start, os.SEEK_DATA)
            except OSError:
                at = size
            file.seek(start)
            while start < at:
                start += file.write(noise[:min(len(noise), at - start)])


def make_bundle(mkmodel, folder):
    noise = bytes(value & 0x3F for value in random.Random(1).randbytes(4 * MIB))
    groups = []
    for count, history in ((1, 1024), (128, 1), (128, 128)):
        groups += [word.format(n=count) for word in GROUP] + ["--kv", f"{history}:256", "--group"]
    for index in range(LAYERS):
        path = folder / f"qwen_p128_l{index}_together.axmodel"
        subprocess.run([mkmodel, "axmodel", path, "--const", "15M", "--words", "60K", "--workspace", "1M", *groups[:-1]],
                       check=True, stdout=subprocess.DEVNULL)
        fill_holes(path, noise)
    path = folder / "qwen_post.axmodel"
    subprocess.run([mkmodel, "axmodel", path, "--const", "160M", "--words", "100K", "--input", "input:BF16:1x1536",
                    "--output", "output:BF16:1x151936"], check=True, stdout=subprocess.DEVNULL)
    fill_holes(path, noise)
    (folder / "qwen.mud").write_text(MUD)


def pack(top, folder):
    names = sorted(os.listdir(folder))
    archives = {"tar": ["bsdtar", "-cf"], "stored.zip": ["bsdtar", "--format=zip", "--options=zip:compression=store", "-cf"],
                "zip": ["bsdtar", "--format=zip", "-cf"], "tar.zst": ["bsdtar", "--zstd", "-cf"]}
    for suffix, command in archives.items():
        subprocess.run([*command, top / f"llm.{suffix}", *names], cwd=folder, check=True)
    return [folder, *(top / f"llm.{suffix}" for suffix in archives)]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", required=True, type=os.path.abspath)
    parser.add_argument("--mkmodel", required=True, type=os.path.abspath)
    parser.add_argument("--measure", required=True, type=os.path.abspath)
    arguments = parser.parse_args()
    missed = False
    print(f"{'':22}{'KiB read':>12}{'ms CPU':>10}{'MiB peak':>10}{'ms bsdtar':>11}{'ratio':>7}")
    with tempfile.TemporaryDirectory() as name:
        top = pathlib.Path(name)
        folder = top / "llm"
        folder.mkdir()
        make_bundle(arguments.mkmodel, folder)
        for path in pack(top, folder):
            packed = path.suffix == ".zst" or path.name == "llm.zip"
            runs = 5 if packed else 15
            read, cpu, peak = median(arguments.measure, [arguments.tool, path, "--pool", "64G"], runs)
            line = f"{path.name:22}{read / 1024:12.1f}{cpu * 1000:10.2f}{peak / MIB:10.2f}"
            ok = peak < 16 * MIB and (packed or read < 2 * MIB)
            if packed:
                other = median(arguments.measure, ["bsdtar", "-xOf", path], runs)[1]
                line += f"{other * 1000:11.2f}{cpu / other:7.2f}"
                ok = ok and cpu <= 1.1 * other
            missed = missed or not ok
            print(f"{line}   {'ok' if ok else 'MISSED'}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())

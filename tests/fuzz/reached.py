#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Which lines of each parser of foreign bytes the seeds reach, from the profiles that target.sh left. Below LEAST per
cent of a file is a failure: then seeds are missing, and a fuzzer is left to find what a seed would show it.

  reached.py build-fuzz
"""
import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
LEAST = 80
# Not probe_file.c and the rest of src/boot, which open files, and not libarchive.c, which loads the library.
PARSERS = ["formats/*.c", "src/bundle/archive/[!l]*.c", "src/bundle/ini.c", "src/bundle/json_keys.c", "src/bundle/plan*.c",
           "src/boot/check*.c", "src/boot/edit.c", "src/boot/lines.c", "src/boot/script.c", "src/boot/shell.c",
           "src/boot/uboot.c", "src/boot/words.c", "src/core/json_read.c", "src/core/view.c", "src/core/stream.c",
           "src/device/cells.c", "src/device/device_read.c", "src/device/listing.c", "src/device/probe_[!f]*.c",
           "src/device/tidy.c", "src/pipeline/data*.c"]


def lines_reached(build):
    """By the path of the file: lines in all, lines reached."""
    profiles = [str(path) for path in sorted((build / "profile").glob("*.profraw"))]
    merged = build / "profile" / "all.profdata"
    subprocess.run(["llvm-profdata-14", "merge", "-sparse", *profiles, "-o", merged], check=True)
    text = subprocess.run(["llvm-cov-14", "export", "-summary-only", f"-instr-profile={merged}", build / "fuzz"],
                          check=True, capture_output=True).stdout
    return {(build / file["filename"]).resolve(): (file["summary"]["lines"]["count"], file["summary"]["lines"]["covered"])
            for file in json.loads(text)["data"][0]["files"]}


def main():
    reached = lines_reached(pathlib.Path(sys.argv[1]).resolve())
    paths = sorted(path for pattern in PARSERS for path in ROOT.glob(pattern))
    missing = low = 0
    print("lines reached by the seeds")
    for path in paths:
        count, covered = reached.get(path, (0, 0))
        share = 100 * covered // count if count else 0
        missing += not count
        low += share < LEAST
        mark = f"  below {LEAST} %" if share < LEAST else ""
        print(f"{share:4} % {covered:5} of {count:5}  {path.relative_to(ROOT)}{mark}")
    print(f"fuzz: {len(paths) - low} parsers at {LEAST} % or more, {low} below")
    return 1 if low or missing or not paths else 0


if __name__ == "__main__":
    sys.exit(main())

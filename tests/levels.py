#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""No compiler warns at a level of optimization that somebody else builds with: gcc finds other paths at each.

  levels.py build [all]

Takes the commands of build/compile_commands.json for src/ and formats/. Without `all` only gcc's -Og, the
level that has found most; with it every level of gcc and clang.
"""
import concurrent.futures
import json
import os
import pathlib
import shlex
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
USUAL = [("gcc", "-Og")]
ALL = [(compiler, level) for compiler in ("gcc", "clang-14") for level in ("-O0", "-Og", "-O1", "-Os", "-O3")]


def commands(build):
    """The arguments behind the compiler's name, without those that name a level, outputs and dependencies."""
    for entry in json.loads((build / "compile_commands.json").read_text()):
        path = pathlib.Path(entry["file"])
        if ROOT / "src" not in path.parents and ROOT / "formats" not in path.parents:
            continue
        words = shlex.split(entry["command"])
        first = next(index for index, word in enumerate(words) if word.startswith("-"))
        left_out = ("-o", "-c", entry["file"])
        yield entry["directory"], path, [word for word in words[first:] if word not in left_out and not word.startswith("-O")
                                         and not word.endswith(".c.o")]


def compile_one(job):
    (compiler, level), (folder, path, words) = job
    result = subprocess.run([compiler, *words, level, "-c", "-o", os.devnull, path], cwd=folder, capture_output=True, text=True)
    if result.returncode == 0 and not result.stderr:
        return True
    print(f"levels: FAILED: {compiler} {level} {path.relative_to(ROOT)}\n{result.stderr}")
    return False


def main():
    found = list(commands(pathlib.Path(sys.argv[1]).resolve()))
    levels = ALL if "all" in sys.argv[2:] else USUAL
    jobs = [(level, command) for level in levels for command in found]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        passed = sum(pool.map(compile_one, jobs))
    print(f"levels: {passed} passed, {len(jobs) - passed} failed")
    return 1 if passed < len(jobs) or not jobs else 0


if __name__ == "__main__":
    sys.exit(main())

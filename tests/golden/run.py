#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Golden runs of the tool: arguments + a board folder -> text and status.

  run.py --tool build/maixfit --mkmodel build/tests/mkmodel [--refresh] [CASE...]

Each cases/SUBJECT/NAME.golden holds the command line, then what it printed; a CASE is such a name, or a subject. Models
are made by mkmodel from models.txt in a temporary folder, which is the working folder of every run; tests/boards stands
in it as `boards`. Where a case prints text, the same run is made with --format json as well: its JSON must obey
docs/maixfit.schema.json and its status must be the same. --refresh writes the files anew: read the diff before you
commit it.
"""
import argparse
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile
import unicodedata

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT / "tests"))
from harness import schema_problems  # noqa: E402


def check_truth(tool, folder, name, truth):
    """mkmodel and the tool share no code: what one wrote, the other must read, to the byte."""
    result = run(tool, folder, ["inspect", name, "--format", "json"])
    if result.returncode != 0:
        return None  # made to be refused; a golden case holds the words
    model = json.loads(result.stdout)["models"][0]
    got = dict(model["parts"], runtime_pages=model["npu_bytes"])
    got[model["vendor_figure"]["name"]] = model["vendor_figure"]["bytes"]
    wrong = [f"{key}: {got.get(key)} read, {value} written" for key, value in truth.items()
             if key != "groups" and got.get(key) != value]
    return f"golden {name}: FAILED: " + ", ".join(wrong) if wrong else None


def make_models(tool, mkmodel, folder):
    problems = []
    for line in (HERE / "models.txt").read_text().splitlines():
        words = shlex.split(line, comments=True)
        if not words:
            continue
        if words[0] in ("cvimodel", "axmodel"):
            made = subprocess.run([mkmodel, *words], cwd=folder, check=True, capture_output=True)
            problems.append(check_truth(tool, folder, words[1], json.loads(made.stdout)))
        elif words[0] == "text":
            (folder / words[1]).write_bytes(words[2].encode().decode("unicode_escape").encode("latin-1"))
        elif words[0] == "cut":
            data = (folder / words[1]).read_bytes()
            (folder / words[2]).write_bytes(data[: int(words[3])])
        elif words[0] == "pack":
            subprocess.run(["bsdtar", "-a", "-cf", folder / words[1], *sorted(os.listdir(folder / words[2]))],
                           cwd=folder / words[2], check=True)
        elif words[0] == "fifo":
            os.mkfifo(folder / words[1])
        elif words[0] == "dir":
            (folder / words[1]).mkdir()
        else:
            sys.exit(f"models.txt: what is `{words[0]}`?")
    (folder / "boards").symlink_to(ROOT / "tests" / "boards")
    return [problem for problem in problems if problem]


def run(tool, folder, words):
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
    return subprocess.run([tool, *words], cwd=folder, env=environment, capture_output=True, timeout=60,
                          stdin=subprocess.DEVNULL)


def render(line, result):
    out = result.stdout.decode("utf-8", "surrogateescape")
    err = result.stderr.decode("utf-8", "surrogateescape")
    return f"$ maixfit {line}\n[status] {result.returncode}\n[stdout]\n{out}[stderr]\n{err}"


def too_long(text):
    """No line over 100 columns unless a long path forces it."""
    return [line for line in re.sub("\033\\[[0-9]*m", "", text).splitlines()
            if columns(line) > 100 and not any("/" in word and columns(word) > 60 for word in line.split())]


def columns(line):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line if not unicodedata.combining(c))


def check_json(tool, folder, words, text_result):
    if any(word in words for word in ("--format", "-f", "--emit", "-q", "-h", "--help", "help", "--version")):
        return None
    if text_result.returncode == 2:
        return None
    result = run(tool, folder, [*words, "--format", "json"])
    if result.returncode != text_result.returncode:
        return f"status {result.returncode} with --format json, {text_result.returncode} without"
    try:
        document = json.loads(result.stdout)
    except ValueError as error:
        return f"no JSON: {error}"
    return "; ".join(schema_problems(document)[:3]) or None


def run_case(arguments, folder, path):
    line = path.read_text().splitlines()[0].removeprefix("$ maixfit ")
    words = shlex.split(line)
    result = run(arguments.tool, folder, words)
    got = render(line, result)
    problem = check_json(arguments.tool, folder, words, result)
    long_lines = too_long(result.stdout.decode("utf-8", "replace"))
    if not problem and long_lines and "json" not in words:
        problem = "a line is longer than 100 columns: " + long_lines[0]
    if arguments.refresh:
        path.write_text(got, errors="surrogateescape")
        return problem
    if got == path.read_text(errors="surrogateescape"):
        return problem
    (folder / "got").write_text(got, errors="surrogateescape")
    diff = subprocess.run(["diff", "-u", str(path), str(folder / "got")], capture_output=True, text=True)
    return "\n" + diff.stdout


def find_cases(wanted):
    """All cases, or those of these names or subjects; none stands outside a subject, none has the name of another."""
    paths = sorted((HERE / "cases").rglob("*.golden"), key=lambda path: path.stem)
    for path, following in zip(paths, paths[1:] + [None]):
        if path.parent.parent != HERE / "cases":
            sys.exit(f"golden {path.stem}: must stand in cases/SUBJECT/, not in {path.parent}")
        if following and following.stem == path.stem:
            sys.exit(f"golden {path.stem}: stands in {path.parent.name} and in {following.parent.name}")
    return [path for path in paths if not wanted or path.stem in wanted or path.parent.name in wanted]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", required=True, type=os.path.abspath)
    parser.add_argument("--mkmodel", required=True, type=os.path.abspath)
    parser.add_argument("--refresh", action="store_true")
    parser.add_argument("cases", nargs="*")
    arguments = parser.parse_args()
    paths = find_cases(arguments.cases)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        wrong = make_models(arguments.tool, arguments.mkmodel, folder)
        print("\n".join(wrong), end="\n" if wrong else "")
        failed = len(wrong)
        for path in paths:
            problem = run_case(arguments, folder, path)
            if problem:
                failed += 1
                print(f"golden {path.stem}: FAILED: {problem}")
    print(f"golden: {len(paths) - failed} passed, {failed} failed")
    return 1 if failed or not paths else 0


if __name__ == "__main__":
    sys.exit(main())

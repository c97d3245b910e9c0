#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The recipes of docs/ci.md, taken out of the page and run: each passes where everything fits, and fails where a budget is
broken. The action runs as its action.yml says, with the tool built from this checkout."""
import json
import os
import pathlib
import re
import subprocess
import sys

import yaml

import harness

PAGE = (harness.ROOT / "docs" / "ci.md").read_text()


def recipe(title):
    """The text of the code below a heading."""
    section = PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0]
    return re.search(r"```\w+\n(.*?)```", section, re.DOTALL)[1]


class Case(harness.Case):
    def product(self):
        self.mkmodel_to("axmodel", "a.axmodel", "--const", 1 << 20, "--words", 10)
        self.budget("2M")
        self.shell("git init -q . && git add a.axmodel maixfit.json", check=True)

    def budget(self, size):
        (self.folder / "maixfit.json").write_text(json.dumps({
            "schema": "maixfit-gate/1", "boards": ["maixcam2-4g"], "runner": "plain", "no_assume": True,
            "checks": [{"models": ["a.axmodel"], "max_need": size}]}))

    def shell(self, line, check=False, **more):
        tools = f"{pathlib.Path(self.tool).parent}:{os.environ['PATH']}"
        return subprocess.run(["bash", "-euo", "pipefail", "-c", line], cwd=self.folder, capture_output=True, check=check,
                              timeout=900, env={**os.environ, "PATH": tools, "HOME": str(self.folder), **more})

    def holds(self, title, line, failing, **more):
        """It passes, and with a broken budget it fails and says so."""
        done = self.shell(line, **more)
        self.equal(done.returncode, 0, f"{title}: {done}")
        self.budget("1M")
        done = self.shell(line, **more)
        self.equal(done.returncode, failing, f"{title} with a broken budget: {done.stderr}")
        self.check(b"budget" in done.stdout + done.stderr, f"{title}: {done}")
        return done


def test_gitlab(case):
    case.product()
    job = yaml.safe_load(recipe("GitLab"))["maixfit"]
    case.holds("GitLab", job["script"], 1)
    report = case.folder / job["artifacts"]["reports"]["junit"]
    case.check("over-budget" in report.read_text(), "the artifact lacks the failure")


def test_pre_commit(case):
    case.product()
    (case.folder / ".pre-commit-config.yaml").write_text(recipe("pre-commit"))
    done = case.holds("pre-commit", "git add . && pre-commit run", 1)
    case.check(b"models fit their boards" in done.stdout, f"{done.stdout}")
    files = yaml.safe_load(recipe("pre-commit"))["repos"][0]["hooks"][0]["files"]
    judged = ("a.axmodel", "a.cvimodel", "m/a.mud", "config.json", "run_llm.sh", "a.zip", "a.7z", "a.deb", "a.tar", "a.tgz",
              "a.tar.gz", "a.tar.xz", "a.tar.zst")
    case.equal([name for name in judged if not re.search(files, name)], [], "files that change a verdict, and do not run it")


def test_make(case):
    case.product()
    (case.folder / "Makefile").write_text(recipe("Make"))
    case.holds("Make", "make fit", 2)


def test_cmake(case):
    case.product()
    head = "cmake_minimum_required(VERSION 3.22)\nproject(product NONE)\nenable_testing()\n"
    (case.folder / "CMakeLists.txt").write_text(head + recipe("CMake"))
    case.shell("cmake -B out .", check=True)
    case.holds("CMake", "ctest --test-dir out --output-on-failure", 8)


def test_github(case):
    """The step is what the recipe says, the action what action.yml says: its shell, its environment, its inputs."""
    case.product()
    step, = yaml.safe_load(recipe("GitHub"))
    case.check(len(recipe("GitHub").splitlines()) <= 3, "the step has more than 3 lines")
    action = yaml.safe_load((harness.ROOT / "action.yml").read_text())
    inputs = {name: value["default"] for name, value in action["inputs"].items()} | step["with"]
    case.equal(set(inputs), set(action["inputs"]), "inputs")
    run, = action["runs"]["steps"]

    def value_of(text):
        return re.sub(r"\$\{\{ inputs\.(\w+) \}\}", lambda found: inputs[found[1]], text)

    settings = {name: value_of(text) for name, text in run["env"].items()}
    settings |= {"GITHUB_ACTION_PATH": str(harness.ROOT), "RUNNER_TEMP": str(case.folder / "temp"),
                 "GITHUB_STEP_SUMMARY": str(case.folder / "summary"), "GITHUB_OUTPUT": str(case.folder / "output")}
    done = case.holds("GitHub", run["run"], 1, **settings)
    case.check(b"::error file=a.axmodel,title=maixfit%3A over-budget::" in done.stdout, f"{done.stdout}")
    case.check("over" in (case.folder / "summary").read_text() or "budget" in (case.folder / "summary").read_text(), "summary")
    case.equal(action["outputs"]["sarif"]["value"], "${{ steps.%s.outputs.sarif }}" % run["id"], "the output")
    path = re.findall(r"sarif=(.*)", (case.folder / "output").read_text())[-1]
    rules = [result["ruleId"] for result in json.loads(pathlib.Path(path).read_text())["runs"][0]["results"]]
    case.equal(rules, ["over-budget"], "sarif")


if __name__ == "__main__":
    sys.exit(harness.main("ci", globals(), Case))

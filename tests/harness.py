# SPDX-License-Identifier: MIT
"""What the tests of the tool share: a case with its folder, its runs and its problems, the schema, and the run of all."""
import argparse
import json
import os
import pathlib
import subprocess
import tempfile
import typing

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parent.parent
SCHEMA = json.loads((ROOT / "docs" / "maixfit.schema.json").read_text())


def closed(schema):
    """The schema of this version alone: every object that is not marked open is closed to fields that it does not name."""
    if isinstance(schema, list):
        return [closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    result = {key: closed(value) for key, value in schema.items()}
    if "properties" in schema and not schema.get("$comment", "").startswith("open"):
        result["unevaluatedProperties" if "allOf" in schema else "additionalProperties"] = False
    return result


def make_validator(schema):
    """A validator that looks at equal parts of reports once: most blocks and boards stand in many reports."""
    kind = jsonschema.validators.validator_for(schema)
    check_reference = kind.VALIDATORS["$ref"]
    valid = set()

    def reference(validator, name, part, parent):
        key = name, json.dumps(part)
        if key in valid:
            return
        errors = list(check_reference(validator, name, part, parent))
        if not errors:
            valid.add(key)
        yield from errors

    return jsonschema.validators.extend(kind, {"$ref": reference})(schema)


VALIDATOR, OPEN_VALIDATOR = make_validator(closed(SCHEMA)), make_validator(SCHEMA)


def of_a_later_version(report):
    """The report with one more field in every object, and one more setting in the request."""
    if isinstance(report, list):
        return [of_a_later_version(item) for item in report]
    if not isinstance(report, dict):
        return report
    later = {key: of_a_later_version(value) for key, value in report.items()}
    later["later"] = 0
    if isinstance(later.get("request"), dict):
        later["request"]["later"] = {"value": "yes", "assumed": True}
    return later


def schema_problems(report):
    """How a report breaks the schema. We print no field that it does not name; as published it takes more of them."""
    def problems(validator, document):
        return [f"schema: {error.message[:200]} at /{'/'.join(map(str, error.path))}"
                for error in validator.iter_errors(document)]

    later = problems(OPEN_VALIDATOR, of_a_later_version(report))
    return problems(VALIDATOR, report) + [f"of a later version: {problem}" for problem in later]


class Run(typing.NamedTuple):
    """What a command line of `many` came to."""
    returncode: int
    stdout: bytes
    stderr: bytes
    allocations: int
    reads: int


def request(words, allocation=0, all_after=False, read=0, short=False, interrupts=False):
    """A command line for `many`; the numbers are those of the calls that fail (tests/runs/main.c)."""
    words = [word if isinstance(word, bytes) else str(word).encode() for word in words]
    head = f"{allocation} {all_after:d} {read} {short:d} {interrupts:d} {len(words)}\n"
    return head.encode() + b"".join(word + b"\0" for word in words)


def parse_runs(answer):
    at = 0
    while at < len(answer):
        end = answer.index(b"\n", at)
        status, allocations, reads, out, err = map(int, answer[at:end].split())
        at = end + 1 + out + err
        yield Run(status, answer[end + 1:end + 1 + out], answer[end + 1 + out:at], allocations, reads)


class Case:
    """One test in a fresh folder. What is wrong is gathered, not raised."""

    def __init__(self, arguments, folder):
        self.tool = arguments.tool
        self.mkmodel = arguments.mkmodel
        self.folder = folder
        self.problems = []

    def call(self, *words, **settings):
        """Runs the tool in the test's folder."""
        settings = {"cwd": self.folder, "capture_output": True, "timeout": 60, "stdin": subprocess.DEVNULL, **settings}
        return subprocess.run([self.tool, *(word if isinstance(word, bytes) else str(word) for word in words)], **settings)

    def many(self, requests):
        """Runs the command lines one after the other, in forks of one process: for tests of thousands of them."""
        program = pathlib.Path(self.tool).parent / "tests" / "runs"
        done = subprocess.run([program], input=b"".join(requests), cwd=self.folder, stdout=subprocess.PIPE, check=True)
        runs = list(parse_runs(done.stdout))
        assert len(runs) == len(requests), f"{len(runs)} runs of {len(requests)} command lines"
        return runs

    def judge(self, *words):
        """The report ({}: nothing was printed) and the status."""
        result = self.call(*words, "--format", "json")
        return json.loads(result.stdout) if result.stdout else {}, result.returncode

    def judge_many(self, lines):
        """The same of many command lines."""
        return [(json.loads(run.stdout) if run.stdout else {}, run.returncode)
                for run in self.many([request([*words, "--format", "json"]) for words in lines])]

    def mkmodel_to(self, kind, path, *options):
        """Makes a model in the test's folder; returns its figures."""
        made = subprocess.run([self.mkmodel, kind, path, *map(str, options)], cwd=self.folder, check=True, capture_output=True)
        return json.loads(made.stdout)

    def check(self, ok, text):
        if not ok:
            self.problems.append(text)

    def equal(self, got, want, text):
        self.check(got == want, f"{text}: {got!r}, not {want!r}")

    def hold_against_schema(self, report, text):
        for problem in schema_problems(report)[:2]:
            self.check(False, f"{text}: {problem}")

    def codes(self, report):
        return {finding["code"] for finding in report["findings"]}

    def holds(self, value, *words):
        """With a pool of the value it fits, margin and all; with one MiB less it does not."""
        for mib, wanted in ((value, (0,)), (value - 1, (1, 5))):
            _, status = self.judge(*words, "--strict", "--pool", f"{mib}M")
            self.check(status in wanted, f"{words}: with a pool of {mib} MiB the status is {status}, not one of {wanted}")


def main(name, functions, make_case):
    """Runs each function of the module whose name starts with `test_`; returns the exit status."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", required=True, type=os.path.abspath)
    parser.add_argument("--mkmodel", required=True, type=os.path.abspath)
    parser.add_argument("--only", default="")
    arguments = parser.parse_args()
    failed = 0
    tests = [(word, function) for word, function in functions.items()
             if word.startswith("test_") and arguments.only in word]
    for word, function in tests:
        with tempfile.TemporaryDirectory() as folder:
            case = make_case(arguments, pathlib.Path(folder))
            function(case)
        for problem in case.problems[:10]:
            print(f"{name} {word}: FAILED: {problem}")
        failed += bool(case.problems)
    print(f"{name}: {len(tests) - failed} passed, {failed} failed")
    return 1 if failed else 0

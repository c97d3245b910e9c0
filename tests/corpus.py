#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Holds the tool against the real files of ../shared: every figure of the truth tables, to the byte.

  corpus.py --tool build/maixfit

../shared (or $MAIXFIT_SHARED) is not part of the repository. Where it is missing the test says so and is skipped;
with CI=true its absence is a failure.
"""
import argparse
import csv
import json
import os
import pathlib
import subprocess
import sys

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parent.parent
SHARED = pathlib.Path(os.environ.get("MAIXFIT_SHARED", ROOT.parent / "shared"))
SCHEMA = json.loads((ROOT / "docs" / "maixfit.schema.json").read_text())
VALIDATOR = jsonschema.validators.validator_for(SCHEMA)(SCHEMA)

FAILURES = []
CHECKS = 0


def check(what, got, wanted):
    global CHECKS
    CHECKS += 1
    if got != wanted:
        FAILURES.append(f"{what}: got {got}, wanted {wanted}")


def run(tool, *words):
    result = subprocess.run([tool, *map(str, words), "--format", "json"], capture_output=True, timeout=60)
    document = json.loads(result.stdout)
    for error in VALIDATOR.iter_errors(document):
        FAILURES.append(f"{words}: the JSON breaks the schema: {error.message}")
    return document, result


def table(name):
    with open(SHARED / "corpus" / f"{name}.truth.tsv", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def check_cvimodel(tool, row):
    document, _ = run(tool, "inspect", SHARED / "corpus" / "cvimodel" / row["file"])
    model = document["models"][0]
    name = row["file"]
    check(f"{name} need_ion", model["vendor_figure"], {"name": "need_ion", "bytes": int(row["need_ion"])})
    check(f"{name} runtime_pages", model["npu_bytes"], int(row["runtime_pages"]))
    check(f"{name} chip", model["chip"], row["chip"])
    check(f"{name} version", model["version"], row["version"])
    check(f"{name} programs", model["groups"], int(row["programs"]))
    for part in ("weight", "cmdbuf", "private", "shared", "io", "dmabuf", "io_blocks", "runtime"):
        check(f"{name} {part}", model["parts"][part], int(row[part]))


def check_axmodel(tool, row):
    document, _ = run(tool, "inspect", SHARED / "corpus" / "axmodel" / row["file"])
    model = document["models"][0]
    name = row["file"]
    check(f"{name} cmm", model["vendor_figure"], {"name": "cmm", "bytes": int(row["cmm"])})
    check(f"{name} runtime_pages", model["npu_bytes"], int(row["runtime_pages"]))
    check(f"{name} groups", model["groups"], int(row["neus"]))
    check(f"{name} toolchain", row["pulsar2"] in model["toolchain"], True)
    for part in ("const", "mcode", "io"):
        check(f"{name} {part}", model["parts"][part], int(row[part]))
    check(f"{name} workspace", model["parts"]["workspace"], sum(map(int, row["workspace"].split("+"))))


def check_judged(tool):
    """The main job on real models and real boards."""
    corpus, boards = SHARED / "corpus", SHARED / "boards"
    document, result = run(tool, corpus / "axmodel" / "mobilenetv2_ax620e.axmodel", "--sysroot",
                           boards / "maixcam2-4g-idle", "--camera", "1920x1080")
    check("mobilenetv2 on maixcam2-4g-idle", (document["verdict"], result.returncode), ("fits", 0))
    check("its device", document["supply"]["device"], "maixcam2-4g")
    document, result = run(tool, corpus / "axmodel" / "ax_ax650_hvcfp_algo_model_V1.0.2.axmodel", "--device",
                           "maixcam2-4g")
    check("AX650 on MaixCAM2", (document["reason"], result.returncode), ("wrong-chip", 1))
    models = sorted((corpus / "cvimodel").glob("*.cvimodel"))
    document, result = run(tool, *models, "--sysroot", boards / "sg2002-ion75-idle")
    check("all cvimodels at once on 75 MiB", (document["reason"], result.returncode), ("too-big", 1))
    document, result = run(tool, corpus / "foreign" / "aiisp_gc4653_encrypted.axmodel")
    check("AI-ISP pack", (document["reason"], result.returncode), ("aiisp-pack", 3))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", required=True, type=os.path.abspath)
    arguments = parser.parse_args()
    if not (SHARED / "corpus").is_dir():
        print(f"corpus: SKIPPED: {SHARED} is not here (MAIXFIT_SHARED names another place)")
        return 1 if os.environ.get("CI") == "true" else 0
    for row in table("cvimodel"):
        check_cvimodel(arguments.tool, row)
    for row in table("axmodel"):
        check_axmodel(arguments.tool, row)
    check_judged(arguments.tool)
    for failure in FAILURES:
        print("corpus: FAILED:", failure)
    print(f"corpus: {CHECKS - len(FAILURES)} passed, {len(FAILURES)} failed")
    return 1 if FAILURES else 0


if __name__ == "__main__":
    sys.exit(main())

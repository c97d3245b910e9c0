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

from harness import schema_problems

ROOT = pathlib.Path(__file__).resolve().parent.parent
SHARED = pathlib.Path(os.environ.get("MAIXFIT_SHARED", ROOT.parent / "shared"))

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
    FAILURES.extend(f"{words}: {problem}" for problem in schema_problems(document))
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
    document, result = run(tool, corpus / "axmodel" / "maixcam2_yolo11n_640x480_npu.axmodel", "-d", "maixcam2-1g")
    check("yolo11n on maixcam2-1g", (document["demand"]["npu_bytes"], result.returncode), (60672 * 1024, 0))
    document, result = run(tool, corpus / "cvimodel" / "yolov8n_det_pet_person_384_640_INT8_cv181x.cvimodel",
                           "-d", "maixcam", "--camera", "640x384", "--display=552x368")
    check("an app on maixcam", (document["demand"]["npu_bytes"], result.returncode), (33772 * 1024, 0))
    document, result = run(tool, corpus / "foreign" / "aiisp_gc4653_encrypted.axmodel")
    check("AI-ISP pack", (document["reason"], result.returncode), ("aiisp-pack", 3))


# Boards with a pool of that size, which alone names none of them.
SG2002_75 = ["licheerv-nano@2024-04", "milkv-duo256m", "nanokvm", "recamera@before-0.0.7"]
SG2002_105 = ["licheerv-nano", "maixcam", "nanokvm@2024-09"]

# total, used, largest hole in KiB (None: unknown), blocks, the board it is taken for, or those that it may be
BOARDS = {
    "ax620q-178m-camera-busy": (182272, 130424, 51848, 74, "ax620q"),
    "ax630c-4g-cmm3072-idle": (3145728, 448, 3145280, 13, "m5-llm-module"),
    "maixcam2-4g-idle": (3145728, 448, 3145280, 13, "maixcam2-4g"),
    "ax650-3g-axcl-idle": (3145728, 18876, 3126852, 23, "axcl-ax650n"),
    "ax650-8g-cmm7040-idle": (7208960, 18876, 7190084, 23, "axcl-ax8850"),
    "sg2002-ion75-idle": (76800, 18604, 58196, 3, SG2002_75),
    "sg2002-ion75-leaked": (76800, 48300, 28500, 13, SG2002_75),
    "synthetic-cmm-two-partitions": (655360, 262148, 131072, 3, None),
    "synthetic-ion-fragmented-105m": (107520, 32768, 32768, 2, SG2002_105),
}


def check_boards(tool):
    for name, (total, used, hole, blocks, device) in BOARDS.items():
        document, result = run(tool, "status", "--sysroot", SHARED / "boards" / name)
        supply = document["supply"]
        check(f"{name} total", supply["total"], total * 1024)
        check(f"{name} used", supply["used"], used * 1024)
        check(f"{name} free", supply["free"], (total - used) * 1024)
        check(f"{name} largest hole", supply["largest_hole"], hole * 1024)
        check(f"{name} holes", sum(item["bytes"] for item in supply["holes"]), supply["free"])
        check(f"{name} blocks", sum(owner["blocks"] for owner in supply["owners"]), blocks)
        check(f"{name} owners", sum(owner["bytes"] for owner in supply["owners"]), supply["used"])
        check(f"{name} device", supply["candidates"] or supply["device"], device)
        check(f"{name} status", result.returncode, 0)
        leak = [finding for finding in document["findings"] if finding["code"] == "leak"]
        check(f"{name} leak hint", len(leak), 1 if name.endswith("leaked") else 0)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", required=True, type=os.path.abspath)
    arguments = parser.parse_args()
    if not (SHARED / "corpus").is_dir():
        needed = os.environ.get("CI") == "true"
        print(f"corpus: {'FAILED' if needed else 'SKIPPED'}: {SHARED} is not here (MAIXFIT_SHARED names another place)")
        return 1 if needed else 0
    tables = {"cvimodel": table("cvimodel"), "axmodel": table("axmodel")}
    check("models, as docs/accuracy.md counts them", [len(rows) for rows in tables.values()], [24, 30])
    for row in tables["cvimodel"]:
        check_cvimodel(arguments.tool, row)
    for row in tables["axmodel"]:
        check_axmodel(arguments.tool, row)
    check_judged(arguments.tool)
    check_boards(arguments.tool)
    for failure in FAILURES:
        print("corpus: FAILED:", failure)
    print(f"corpus: {CHECKS - len(FAILURES)} passed, {len(FAILURES)} failed")
    return 1 if FAILURES else 0


if __name__ == "__main__":
    sys.exit(main())

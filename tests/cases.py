#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Holds the tool against the cases of ../shared/cases: bundles, manifests, load peaks and placement, to the byte.

  cases.py --tool build/maixfit --mkmodel build/tools/mkmodel

../shared (or $MAIXFIT_SHARED) is not part of the repository. Where it is missing the test says so and is skipped;
with CI=true its absence is a failure. The right values are those of its README.md.
"""
import os
import pathlib
import subprocess
import sys

import harness

CASES = pathlib.Path(os.environ.get("MAIXFIT_SHARED", harness.ROOT.parent / "shared")) / "cases"
FIRST_FIT = CASES / "attack" / "first-fit"

# what stands there, and the bytes of the pool that it needs
NEEDS = [
    (["axllm/plain"], 664018944),
    (["axllm/dynamic"], 452861952),
    (["axllm/dynamic-old"], 452861952),
    (["axllm/kv-slots"], 789848064),
    (["axllm/two-cards"], 500129792),
    (["stackflow/mode_legacy.json"], 393142272),
    (["stackflow/mode_legacy.json", "--dynamic-layers"], 265347072),
    (["stackflow-dir/mode_silero-vad.json"], 0),
    (["axcl-load-peak/encoder.axmodel", "-d", "axcl-ax8850", "--free", "3900M"], 7795101696),
]


class Case(harness.Case):
    def __init__(self, arguments, folder):
        super().__init__(arguments, folder)
        subprocess.run(["bash", CASES / "make.sh", self.mkmodel, folder], check=True)

    def named_by(self, report, code):
        """The texts of the findings of that code."""
        return [finding["text"] for finding in report["findings"] if finding["code"] == code]


def test_needs(case):
    for words, wanted in NEEDS:
        report, _ = case.judge(*words)
        case.equal(report["demand"]["npu_bytes"], wanted, f"{words}")


def test_a_model_beside_the_bundle_is_named(case):
    report, _ = case.judge("axllm/plain")
    case.check(any("encoder.axmodel" in text for text in case.named_by(report, "unnamed")), report["findings"])


def test_a_split_over_cards_is_said(case):
    report, _ = case.judge("axllm/two-cards")
    case.check(any("2 cards" in text for text in case.named_by(report, "cards")), report["findings"])


def test_a_file_for_each_layer_that_is_missing(case):
    report, status = case.judge("axllm/embed-per-layer")
    case.equal((report["reason"], status), ("missing-file", 3), "reason")
    case.check(any("nosuch.bin" in text for text in case.named_by(report, "missing-file")), report["findings"])


def test_a_mode_with_a_folder_of_models(case):
    report, status = case.judge("stackflow-dir/mode_kokoro-x-ax650.json", "-d", "axcl-ax650n")
    case.equal(status, 0, "status")
    case.equal({block["owner"] for block in report["models"][0]["blocks"]}, {"p1.axmodel", "p2.axmodel"}, "models")


def test_a_mode_for_the_cpu_fits(case):
    report, status = case.judge("stackflow-dir/mode_silero-vad.json")
    case.equal((report["verdict"], status), ("fits", 0), "verdict")


def test_an_empty_manifest_is_a_note(case):
    report, status = case.judge("empty-config-json")
    case.equal((report["verdict"], status), ("fits", 0), "verdict")
    case.check("empty-manifest" in case.codes(report), report["findings"])


def test_the_build_for_another_chip_is_left_out(case):
    report, status = case.judge("two-chips-one-folder", "-d", "maixcam2-4g")
    case.equal((report["verdict"], status), ("fits", 0), "verdict")
    case.check(any("AX650" in text for text in case.named_by(report, "other-chip")), report["findings"])


def test_a_card_holds_the_file_while_it_loads(case):
    report, status = case.judge("axcl-load-peak/encoder.axmodel", "-d", "axcl-ax8850", "--free", "3900M")
    case.equal((report["verdict"], status), ("does-not-fit", 1), "verdict")


def test_what_fits_by_best_fit_only_is_marginal(case):
    words = [FIRST_FIT / "m.axmodel", "--runner", "plain", "--sysroot", FIRST_FIT / "board"]
    report, status = case.judge(*words)
    case.equal((report["verdict"], status), ("marginal", 0), "verdict")
    case.equal(case.judge(*words, "--strict")[1], 5, "strict")


def test_captures(case):
    """What was read: the status, and what is known of the supply."""
    rows = [
        ("ion-zero", [], 1, {"device": None, "total": 0, "free": 0}),
        ("pool75-not-nanokvm", [], 0, {"device": None, "total": 75 << 20, "free": 75 << 20}),
        ("device-tree-only", [], 4, {"device": "recamera", "total": 50 << 20, "used": None, "free": None}),
        ("dmesg-prefix", [], 0, {"total": 110100480, "used": 95506432, "refused": 0xdcda00, "largest_hole": None}),
        ("axcl-text-smi", ["-d", "axcl-ax8850"], 0, {"total": 7040 << 20, "used": 4100 << 20, "largest_hole": None}),
        ("axcl-text-smi", [], 0, {"device": "axcl-ax8850", "free": 2940 << 20}),
        ("axcl-text-wrapped", [], 0, {"device": "axcl-ax8850", "used": 18876 << 10, "largest_hole": 7190084 << 10}),
        ("ax620q-summary-only", [], 0, {"device": "ax620q", "total": 160 << 20, "free": 38600 << 10, "holes": None}),
        ("duo-ppocr", [], 0, {"device": "milkv-duo", "total": 28102656, "free": 28102656}),
    ]
    for name, words, wanted, supply in rows:
        report, status = case.judge("status", "--sysroot", CASES / "captures" / name, *words)
        case.equal((status, {key: report["supply"][key] for key in supply}), (wanted, supply), name)
        said = case.call("status", "--sysroot", CASES / "captures" / name, *words, text=True).stdout
        case.check("(null)" not in said, said)
    report, _ = case.judge("status", "--sysroot", CASES / "captures" / "dmesg-prefix")
    case.equal([owner["name"] for owner in report["supply"]["owners"]], ["VbPool0", "VI_DMA_BUF"], "rows behind time stamps")
    for model in ("sg/tiny.cvimodel", "sg/m40.cvimodel"):
        case.equal(case.judge(model, "--sysroot", CASES / "captures" / "ion-zero")[1], 1, f"{model} without ION")


def test_a_model_and_the_size_of_the_pool_alone(case):
    board = CASES / "captures" / "device-tree-only"
    for weight, wanted in ((60, 1), (10, 4)):
        case.mkmodel_to("cvimodel", "m", "--weight", weight << 20)
        case.equal(case.judge("m", "--sysroot", board)[1], wanted, f"{weight} MiB into a pool of 50, whose use is unknown")


def test_a_reboot_is_enough_where_programs_left_blocks(case):
    report, _ = case.judge("sg/m40.cvimodel", "--sysroot", CASES.parent / "boards" / "sg2002-ion75-leaked")
    case.equal([step["action"] for step in report["advice"] if step["enough"]][:1], ["reboot"], report["advice"])


def run():
    if CASES.is_dir():
        return harness.main("cases", globals(), Case)
    needed = os.environ.get("CI") == "true"
    print(f"cases: {'FAILED' if needed else 'SKIPPED'}: {CASES} is not here (MAIXFIT_SHARED names another place)")
    return 1 if needed else 0


if __name__ == "__main__":
    sys.exit(run())

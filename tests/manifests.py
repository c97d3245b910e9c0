#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Bundles by a .mud, and folders of models without one.

  manifests.py --tool build/maixfit --mkmodel build/tools/mkmodel [--only WORD]
"""
import os
import pathlib
import shutil
import sys

import harness
from bundle_case import Case, yolo


def test_mud_twins(case):
    """One of the two builds is loaded; where AI-ISP is unknown, the one that needs more is assumed."""
    full, half = yolo(case)
    need, report = case.need("yolo/yolo.mud")
    case.equal(need, max(full, half), "assumed")
    case.equal(report["models"][0]["format"], "bundle", "format")
    case.equal(report["models"][0]["bundle"]["twin"], "yolo_npu.axmodel", "twin")
    case.check("twin" in case.codes(report), "the twin is not named")
    case.equal(case.need("yolo/yolo.mud", "--ai-isp", "on")[0], half, "half")
    case.equal(case.need("yolo/yolo.mud", "--ai-isp", "off")[0], full, "full by name")
    # The folder: the twin is not counted, and not called unnamed.
    need, report = case.need("yolo")
    case.equal(need, max(full, half), "folder")
    case.check("unnamed" not in case.codes(report), "the twin counts as unnamed")
    case.equal(case.call("yolo", "--context", "64").returncode, 2, "--context without caches")
    os.remove(case.folder / "yolo/yolo_vnpu.axmodel")
    case.equal(case.need("yolo/yolo.mud")[0], full, "without its twin")
    case.refused("missing-file", "yolo/yolo.mud", "--ai-isp", "on", says="yolo_vnpu.axmodel")


def test_mud_of_cvimodel(case):
    truth = case.make("face.cvimodel", "--weight", "100K", "--shared", "64K")
    case.write("face.mud", "[basic]\ntype = cvimodel\nmodel = face.cvimodel\n")
    report = case.run("face.mud", "--device", "maixcam", "--runner", "plain")
    case.equal(report["demand"]["npu_bytes"], truth["runtime_pages"], "cvimodel")
    report = case.run("inspect", "face.mud")
    case.equal(report["models"][0]["npu_bytes"], truth["runtime_pages"], "inspect")


def test_mud_names_more(case):
    """Recognizers, trackers and the like: whatever else names a model, in a .mud again too."""
    sizes = {name: case.make(f"{name}.axmodel", "--const", str(size))["runtime_pages"]
             for name, size in (("det", 50000), ("rec", 80000), ("det_half", 9000), ("loop", 30000))}
    case.write("ocr.mud", "[basic]\ntype = axmodel\nmodel_npu = det.axmodel\nmodel_vnpu = det_half.axmodel\n"
               "decoder-loop = loop.axmodel\n[extra]\ndet = true\nrec_model = sub/rec.mud\nencoder = enc.onnx\n")
    case.write("enc.onnx", bytes(5000))
    case.write("sub/rec.mud", "[basic]\ntype = axmodel\nmodel_npu = ../rec.axmodel\n")
    need, report = case.need("ocr.mud")
    case.equal(need, sizes["det"] + sizes["rec"] + sizes["loop"], "three models")
    case.check(any(b["owner"] == "enc.onnx" and b["pool"] == "user" and b["bytes"] == 5000
                   for b in report["models"][0]["blocks"]), "the ONNX encoder is not in user memory")
    # As a folder, the .mud that the other one names is no bundle of its own.
    need, report = case.need(".")
    case.equal(need, sizes["det"] + sizes["rec"] + sizes["loop"], "folder")
    case.check("same-files" in case.codes(report), "the inner .mud is not reported")


def test_mud_that_is_wrong(case):
    case.make("a.axmodel", "--const", "1000")
    wrong = {
        "[basic]\nmodel_npu = a.axmodel\n": ("bad-manifest", "type"),
        "[basic]\ntype = kmodel\nmodel = a\n": ("bad-manifest", "kmodel"),
        "[basic]\ntype = bmodel\nmodel = a.bmodel\n": ("bad-manifest", "a.bmodel is a bmodel for Sophgo's CV184x"),
        "[basic]\ntype = axmodel\n": ("bad-manifest", "model_npu"),
        "[basic]\ntype = cvimodel\n": ("bad-manifest", "model"),
        "[basic\ntype = axmodel\n": ("bad-manifest", "line 1"),
        "[basic]\ntype axmodel\n": ("bad-manifest", "line 2"),
        "[basic]\n= axmodel\n": ("bad-manifest", "line 2"),
        "[basic]\ntype = axmodel\nmodel_npu = b.axmodel\n": ("missing-file", "b.axmodel"),
        "[basic]\ntype = axmodel\nmodel_npu = x_l%d.axmodel\n": ("bad-manifest", "model_num"),
        "[basic]\ntype = axmodel\nmodel_npu = x_l%d.axmodel\n[extra]\nmodel_num = many\n": ("bad-manifest", "model_num"),
        "[basic]\ntype = axmodel\nmodel_npu = x_l%d.axmodel\n[extra]\nmodel_num = 0\n": ("bad-manifest", "0 layers"),
        "[basic]\ntype = axmodel\nmodel_npu = x_l%d.axmodel\n[extra]\nmodel_num = 1025\n": ("bad-manifest", "1024"),
        "[basic]\ntype = axmodel\nmodel_npu = %s_l%d.axmodel\n[extra]\nmodel_num = 2\n": ("bad-manifest", "%s_l%d"),
        "[basic]\ntype = axmodel\nmodel_npu = a_l%n.axmodel\n[extra]\nmodel_num = 2\n": ("bad-manifest", "template"),
        "[basic]\ntype = axmodel\nmodel_npu = a_l%d_%d.axmodel\n[extra]\nmodel_num = 2\n": ("bad-manifest", "template"),
        "[basic]\ntype = axmodel\nmodel_npu = a_l%5d.axmodel\n[extra]\nmodel_num = 2\n": ("bad-manifest", "template"),
        "[basic]\ntype = axmodel\nmodel_npu = m.mud\n": ("manifest-loop", "m.mud"),
        "": ("empty", ""),
        "[basic]\0\n": ("bad-manifest", "zero byte"),
    }
    for text, (reason, says) in wrong.items():
        case.write("m.mud", text)
        case.refused(reason, "m.mud", says=says)
    case.write("a.mud", "[basic]\ntype = axmodel\nmodel_npu = a.axmodel\n[extra]\nx = b.mud\n")
    case.write("b.mud", "[basic]\ntype = axmodel\nmodel_npu = a.axmodel\n[extra]\nx = a.mud\n")
    case.refused("manifest-loop", "a.mud")
    for index in range(12):
        case.write(f"deep{index}.mud", f"[basic]\ntype = axmodel\nmodel_npu = a.axmodel\n[extra]\nx = deep{index + 1}.mud\n")
    case.refused("limit", "deep0.mud")
    case.write("m.mud", b"[basic]\ntype = axmodel\nmodel_npu = a.axmodel\n" + b"#" * (1 << 20))
    case.refused("limit", "m.mud")
    case.write("m.mud", "\n" * 70000)
    case.refused("limit", "m.mud")
    case.write("m.mud", "[basic]\ntype = axmodel\nmodel_npu = b.axmodel\nmodel_npu = a.axmodel\n")
    _, report = case.need("m.mud")
    case.check("key-twice" in case.codes(report), "a key that stands twice is not reported")


def test_loose_models(case):
    sizes = {name: case.make(f"models/{name}", "--const", str(size))["runtime_pages"]
             for name, size in (("c.axmodel", 900000), ("a.axmodel", 10000), ("sub/b.axmodel", 300000))}
    case.write("models/readme.txt", "hello")
    shutil.copy(case.folder / "models/a.axmodel", case.folder / "models/renamed.bin")
    total = sum(sizes.values()) + sizes["a.axmodel"]
    case.equal(case.need("models")[0], total, "together, by what they begin with")
    report = case.run("models", "--each", "--free", "500000B")
    got = [(pathlib.Path(item["models"][0]["path"]).name, item["status"]) for item in report["results"]]
    case.equal(got, [("a.axmodel", 0), ("c.axmodel", 1), ("renamed.bin", 0), ("b.axmodel", 0)], "in their order")
    case.write("models/z.axmodel", b"")
    case.refused("empty", "models", says="z.axmodel")
    report = case.run("models", "--each")
    case.equal((report["exit"], [item["reason"] for item in report["results"]].count("empty")), (3, 1),
               "what cannot be judged")
    case.write("none/readme.txt", "hello")
    case.refused("no-models", "none")
    # A link to a file is followed on disk, as Hugging Face's cache has them; one to a folder is not.
    os.makedirs(case.folder / "links")
    os.symlink("../models/a.axmodel", case.folder / "links/a.axmodel")
    os.symlink(".", case.folder / "links/circle")
    case.equal(case.need("links")[0], sizes["a.axmodel"], "links")
    # One .mud among others: what it does not name is reported, not counted.
    case.write("models/only.mud", "[basic]\ntype = axmodel\nmodel_npu = a.axmodel\n")
    os.remove(case.folder / "models/z.axmodel")
    need, report = case.need("models")
    case.equal(need, sizes["a.axmodel"], "named by the .mud")
    case.check("unnamed" in case.codes(report), "the others are not reported")


def test_wrong_chip_in_a_bundle(case):
    case.make("m/a.axmodel", "--const", "5000")
    case.make("m/b.axmodel", "--chip", "AX650", "--const", "5000")
    case.write("m/m.mud", "[basic]\ntype = axmodel\nmodel_npu = a.axmodel\n[extra]\nother_model = b.axmodel\n")
    case.refused("wrong-chip", "m", status=1, says="b.axmodel")


if __name__ == "__main__":
    sys.exit(harness.main("manifests", globals(), Case))

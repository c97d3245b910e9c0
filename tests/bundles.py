#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Bundles: manifests, folders and archives, made here and judged by the tool.

  bundles.py --tool build/maixfit --mkmodel build/tools/mkmodel [--only WORD]

What is needed is computed here from what mkmodel says that it wrote; every JSON is held against the schema. Each
function whose name starts with `test_` gets a fresh folder.
"""
import io
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import time
import zipfile

import harness

PAGE = 4096
LAYERS = 5
KV = 32  # elements of a token in one cache
CONTEXT = 256
CHUNK = 64
# (tokens at once, tokens of history): decode, then three steps of prefill
GROUPS = [(1, CONTEXT), (CHUNK, 1), (CHUNK, CHUNK), (CHUNK, 2 * CHUNK)]


def pages(size):
    return -(-size // PAGE) * PAGE


class Case(harness.Case):
    def make(self, path, *options):
        path = self.folder / path
        path.parent.mkdir(parents=True, exist_ok=True)
        return self.mkmodel_to(path.suffix[1:], path, *options)

    def write(self, path, text):
        path = self.folder / path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def run(self, *words, stdin=None):
        """The report as a dict with `exit`; checks that the schema holds and that both formats agree."""
        device = [] if words[0] == "inspect" else ["--device", "maixcam2-4g"]
        result = self.call(*words, *device, "--format", "json", timeout=120, stdin=stdin or subprocess.DEVNULL)
        try:
            report = json.loads(result.stdout)
        except ValueError:
            self.check(False, f"{words}: no JSON: {result.stdout[:200]!r} {result.stderr[:300]!r}")
            return {"exit": result.returncode, "demand": None, "models": [], "findings": [], "message": "", "reason": ""}
        self.hold_against_schema(report, words)
        report["exit"] = result.returncode
        report["stderr"] = result.stderr.decode()
        return report

    def need(self, *words, **more):
        report = self.run(*words, **more)
        if not report["demand"]:
            self.check(False, f"{words}: no demand: {report['message']}")
            return None, report
        return report["demand"]["npu_bytes"], report

    def refused(self, reason, *words, status=3, says="", **more):
        report = self.run(*words, **more)
        self.equal((report["exit"], report["reason"]), (status, reason), f"{words}: {report['message']}")
        self.check(says in report["message"], f"{words}: `{says}` is not in `{report['message']}`")
        return report


def group_tensors(count, history):
    """(name, bytes) of one shape group."""
    return [("indices", 4 * count), ("mask", 2 * count * (history + count)), ("input", 2 * count * 64),
            ("K_cache", 2 * history * KV), ("V_cache", 2 * history * KV), ("K_cache_out", 2 * count * KV),
            ("V_cache_out", 2 * count * KV), ("output", 2 * count * 64)]


def layer_options(groups=None):
    options = []
    for count, history in groups or GROUPS:
        options += ["--input", f"indices:INT32:1x{count}", "--input", f"mask:BF16:1x{count}x{history + count}",
                    "--input", f"input:BF16:1x{count}x64", "--kv", f"{history}:{KV}:{count}",
                    "--output", f"output:BF16:1x{count}x64", "--group"]
    return options[:-1]


def tensor_pages(runner, groups):
    """What the runner allocates for one layer, by bundles.md."""
    tensors = [group_tensors(*group) for group in groups]
    if runner == "maixcdk" or len(groups) == 1:
        return sum(pages(size) for group in tensors for _, size in group)
    largest = {name: max(dict(group)[name] for group in tensors) for name in ("K_cache", "V_cache")}
    first = sum(pages(largest.get(name, size)) for name, size in tensors[0])
    return first + sum(pages(size) for name, size in tensors[-1] if name not in largest)


def make_llm(case, top, layers=LAYERS, manifest="mud"):
    """Returns the bytes of all layers and post without tensors, and those of post's tensors."""
    fixed = 0
    for index in range(layers):
        truth = case.make(f"{top}/qwen_l{index}_together.axmodel", "--const", str(100000 + 5000 * index), "--words", "700",
                          "--workspace", "40000", *layer_options())
        fixed += truth["runtime_pages"] - tensor_pages("maixcdk", GROUPS)
    post = case.make(f"{top}/qwen_post.axmodel", "--const", "300000", "--words", "50", "--input", "input:BF16:1x64",
                     "--output", "output:BF16:1x1000")
    case.write(f"{top}/embed.bin", bytes(1000 * 64 * 2))
    if manifest == "mud":
        case.write(f"{top}/qwen.mud", f"[basic]\ntype = axmodel\nmodel_npu = qwen_l%d_together.axmodel\n[extra]\n"
                   f"model_num = {layers}\npost_model = qwen_post.axmodel\ntokens_embed = embed.bin\n"
                   "tokens_embed_num = 1000\ntokens_embed_size = 64\nuse_mmap_load_embed = false\n")
    return fixed, post["runtime_pages"]


def llm_keys(**more):
    keys = {"template_filename_axmodel": "qwen_l%d_together.axmodel", "axmodel_num": LAYERS,
            "filename_post_axmodel": "qwen_post.axmodel", "filename_tokens_embed": "embed.bin",
            "tokens_embed_num": 1000, "tokens_embed_size": 64, "use_mmap_load_embed": True}
    return dict(keys, **more)


def yolo(case, top="yolo"):
    full = case.make(f"{top}/yolo_npu.axmodel", "--const", "1M", "--workspace", "500K")
    half = case.make(f"{top}/yolo_vnpu.axmodel", "--const", "1M", "--workspace", "900K")
    case.write(f"{top}/yolo.mud", "\ufeff; a comment\n[ basic ]\r\ntype=axmodel  # which\nmodel_npu\t=  yolo_npu.axmodel\r\n"
               "model_vnpu = yolo_vnpu.axmodel\n\n[extra]\nlabels = a, b; c\n")
    return full["runtime_pages"], half["runtime_pages"]


def test_mud_twins(case):
    """One of the two builds is loaded; where AI-ISP is unknown, the one that needs more is assumed."""
    full, half = yolo(case)
    need, report = case.need("yolo/yolo.mud")
    case.equal(need, max(full, half), "assumed")
    case.equal(report["models"][0]["format"], "bundle", "format")
    case.equal(report["models"][0]["bundle"]["twin"], "yolo_npu.axmodel", "twin")
    case.check("twin" in case.codes(report), "the twin is not named")
    case.equal(case.need("yolo/yolo.mud", "--npu", "half")[0], half, "half")
    case.equal(case.need("yolo/yolo.mud", "--npu", "full")[0], full, "full by name")
    # The folder: the twin is not counted, and not called unnamed.
    need, report = case.need("yolo")
    case.equal(need, max(full, half), "folder")
    case.check("unnamed" not in case.codes(report), "the twin counts as unnamed")
    _, report = case.need("yolo", "--context", "64")
    case.check("no-context" in case.codes(report), "--context without caches is not reported")
    os.remove(case.folder / "yolo/yolo_vnpu.axmodel")
    case.equal(case.need("yolo/yolo.mud")[0], full, "without its twin")
    case.refused("missing-file", "yolo/yolo.mud", "--npu", "half", says="yolo_vnpu.axmodel")


def test_mud_of_cvimodel(case):
    truth = case.make("face.cvimodel", "--weight", "100K", "--shared", "64K")
    case.write("face.mud", "[basic]\ntype = cvimodel\nmodel = face.cvimodel\n")
    report = case.run("face.mud", "--device", "maixcam")
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
    case.check("same-files" in case.codes(report), "the inner .mud is not told")


def test_mud_that_is_wrong(case):
    case.make("a.axmodel", "--const", "1000")
    wrong = {
        "[basic]\nmodel_npu = a.axmodel\n": ("bad-manifest", "type"),
        "[basic]\ntype = kmodel\nmodel = a\n": ("bad-manifest", "kmodel"),
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
    case.check("key-twice" in case.codes(report), "a key that stands twice is not told")


def test_llm_by_both_runners(case):
    fixed, post = make_llm(case, "llm")
    for runner in ("maixcdk", "axllm"):
        want = fixed + post + LAYERS * tensor_pages(runner, GROUPS)
        need, report = case.need("llm/qwen.mud", "--runner", runner)
        case.equal(need, want, runner)
        model = report["models"][0]
        case.equal(model["npu_bytes"], sum(member["npu_bytes"] for member in model["members"]), "sum of members")
        case.equal([member["role"] for member in model["members"]][-2:], ["layer 4", "post"], "roles")
        case.equal(model["bundle"]["runner"], runner, "runner")
        case.equal(model["bundle"]["contexts"], [64, 128, 256], "contexts")
    case.equal(case.need("llm/qwen.mud")[1]["models"][0]["bundle"]["runner"], "maixcdk", "default of a .mud")
    user = {block["name"]: block for block in report["models"][0]["blocks"] if block["pool"] == "user"}
    case.equal(user["embedding"]["bytes"], 1000 * 64 * 2, "embedding")
    copies = LAYERS * 2 * CONTEXT * KV * 2
    case.equal((user["copies of the caches"]["bytes"], user["copies of the caches"]["certainty"]), (copies, "estimate"),
               "copies")
    largest = max(path.stat().st_size for path in (case.folder / "llm").glob("*.axmodel"))
    case.equal(report["demand"]["user_peak_bytes"], largest + 1000 * 64 * 2 + copies, "user peak")


def test_two_groups_and_one(case):
    """Runner B with exactly two groups: the caches of the last one are not allocated."""
    for groups in (GROUPS[:1], GROUPS[:2], [(1, 32), (64, 128)]):
        truth = case.make("m/x_l0.axmodel", "--const", "5000", "--words", "10", *layer_options(groups))
        case.write("m/config.json", json.dumps({"template_filename_axmodel": "x_l%d.axmodel", "axmodel_num": 1}))
        fixed = truth["runtime_pages"] - tensor_pages("maixcdk", groups)
        case.equal(case.need("m/config.json")[0], fixed + tensor_pages("axllm", groups), f"B, {groups}")
        case.equal(case.need("m", "--runner", "maixcdk")[0], truth["runtime_pages"], f"A, {groups}")


def test_context(case):
    fixed, post = make_llm(case, "llm")
    for context, groups in ((1, 1), (2, 3 - 1), (64, 2), (65, 3), (128, 3), (129, 4), (255, 4), (256, 4)):
        for runner in ("maixcdk", "axllm"):
            want = fixed + post + LAYERS * tensor_pages(runner, GROUPS[:groups])
            need, report = case.need("llm", "--context", context, "--runner", runner)
            case.equal(need, want, f"context {context}, {runner}")
            case.equal(report["models"][0]["bundle"]["context"], context, "context")
    case.refused("context-too-long", "llm", "--context", 257, status=1, says="256")
    # The largest context that fits: a pool that holds all but the last step of prefill.
    whole = fixed + post + LAYERS * tensor_pages("maixcdk", GROUPS)
    less = fixed + post + LAYERS * tensor_pages("maixcdk", GROUPS[:3])
    report = case.run("llm", "--free", whole - PAGE)
    case.equal((report["exit"], report["largest_context"]), (1, 128), "largest context")
    advice = {item["action"]: item for item in report["advice"]}
    case.equal((advice["shorter-context"]["value"], advice["shorter-context"]["gains_bytes"]), (128, whole - less), "advice")
    case.equal(case.run("llm", "--free", whole)["largest_context"], 256, "all fits")
    case.equal(case.run("llm", "--free", fixed)["largest_context"], None, "nothing fits")
    usage = case.call("llm", "--context", "0")
    case.equal(usage.returncode, 2, "--context 0")


def test_dynamic_layers(case):
    """The tensors of all layers stay; of weights, code and workspace only some layers' do. axllm holds two by default."""
    _, post = make_llm(case, "llm", manifest=None)
    case.write("llm/config.json", json.dumps(llm_keys()))
    _, report = case.need("llm")
    layers = [member["npu_bytes"] for member in report["models"][0]["members"] if member["role"].startswith("layer")]
    tensors = tensor_pages("axllm", GROUPS)
    held = {pool: LAYERS * tensors + pool * (max(layers) - tensors) + post for pool in (1, 2)}
    need, report = case.need("llm", "--dynamic-layers")
    case.equal(need, held[2], "two layers at a time")
    case.equal(report["models"][0]["npu_bytes"], sum(layers) + post, "sum of members stays")
    case.equal(report["models"][0]["bundle"]["steady_bytes"], held[2], "steady")
    report = case.run("llm", "--free", sum(layers))
    gains = {item["action"]: item["gains_bytes"] for item in report["advice"]}
    case.equal(gains.get("dynamic-layers"), sum(layers) + post - held[2], "advice")
    case.write("llm/config.json", json.dumps(llm_keys(b_dynamic_load_axmodel_layer=True)))
    case.equal(case.need("llm")[0], held[1], "as the config says")


def test_missing_layers(case):
    make_llm(case, "llm", layers=16)
    for index in (7, 12, 13, 14):
        os.remove(case.folder / f"llm/qwen_l{index}_together.axmodel")
    case.refused("missing-file", "llm", says="layers 7, 12–14 of 16 are missing")
    os.remove(case.folder / "llm/qwen_l15_together.axmodel")
    os.remove(case.folder / "llm/qwen_l0_together.axmodel")
    case.refused("missing-file", "llm/qwen.mud", says="layers 0, 7, 12–15 of 16 are missing")
    shutil.rmtree(case.folder / "llm")
    make_llm(case, "llm")
    os.remove(case.folder / "llm/qwen_l3_together.axmodel")
    case.refused("missing-file", "llm", says="layer 3 of 5 is missing")
    make_llm(case, "llm")
    os.remove(case.folder / "llm/qwen_post.axmodel")
    case.refused("missing-file", "llm", says="qwen_post.axmodel")
    make_llm(case, "llm")
    case.write("llm/qwen_l2_together.axmodel", b"version https://git-lfs.github.com/spec/v1\noid x\nsize 12345678\n")
    case.refused("lfs-pointer", "llm", says="12345678")


def test_embedding(case):
    make_llm(case, "llm")
    case.write("llm/embed.bin", bytes(1000 * 64 * 2 - 2))
    report = case.refused("embedding-size", "llm", says="127998")
    case.check(report["demand"] is not None, "the figures are left out")
    report = case.run("inspect", "llm")
    case.equal((report["exit"], report["reason"]), (3, "embedding-size"), "inspect")
    os.remove(case.folder / "llm/embed.bin")
    case.refused("missing-file", "llm", says="embed.bin")


def test_config_json(case):
    fixed, post = make_llm(case, "llm", manifest=None)
    encoder = case.make("llm/vit.axmodel", "--const", "70000")["runtime_pages"]
    case.write("llm/config.json", json.dumps(llm_keys(filename_image_encoder_axmodedl="vit.axmodel")))
    case.write("llm/tokenizer/config.json", json.dumps({"architectures": ["Qwen2ForCausalLM"]}))
    need, report = case.need("llm")
    want = fixed + post + encoder + LAYERS * tensor_pages("axllm", GROUPS)
    case.equal(need, want, "with an encoder")
    case.equal(report["models"][0]["bundle"]["kind"], "ax-llm", "kind")
    case.check("embedding-mapped" in case.codes(report), "the mapped embedding is not told")
    case.equal(case.need("llm/config.json")[0], want, "by its path")
    case.refused("bad-manifest", "llm/tokenizer/config.json")
    case.write("run/config.json", json.dumps(llm_keys(template_filename_axmodel="../llm/qwen_l%d_together.axmodel",
                                                      filename_post_axmodel="../llm/qwen_post.axmodel",
                                                      filename_tokens_embed="../llm/embed.bin")))
    case.equal(case.need("run")[0], want - encoder, "../ is legal")
    for text in ("{", "[]", "3", '{"template_filename_axmodel": "a%d.axmodel", "axmodel_num": "x"}',
                 '{"template_filename_axmodel": "a%d.axmodel", "axmodel_num": -1}'):
        case.write("bad/config.json", text)
        case.refused("bad-manifest", "bad/config.json")


def test_numbers_with_zeros(case):
    """%0Nd in a template, and names alone: l00, l01…"""
    sizes = [case.make(f"m/x_l{index:02}.axmodel", "--const", str(5000 * (index + 1)))["runtime_pages"] for index in range(11)]
    case.equal(case.need("m")[0], sum(sizes), "by names")
    case.write("m/x.mud", "[basic]\ntype = axmodel\nmodel_npu = x_l%02d.axmodel\n[extra]\nmodel_num = 11\nllm_service = s\n")
    need, report = case.need("m/x.mud")
    case.equal(need, sum(sizes), "by the template")
    case.check("service" in case.codes(report), "the service is not told")


def test_stackflow(case):
    fixed, post = make_llm(case, "llm", manifest=None)
    ours = fixed + post + LAYERS * tensor_pages("maixcdk", GROUPS)
    keys = llm_keys(b_use_mmap_load_embed=True)
    for kib, want in ((ours // 1024 + 400, ours // 1024 * 1024 + 400 * 1024), (ours // 1024 - 40, ours)):
        case.write("llm/mode_qwen.json", json.dumps({"mode": "qwen", "mode_param": dict(keys, cmm_size=kib)}))
        need, report = case.need("llm")
        case.equal(need, want, f"cmm_size {kib}")
        case.equal(report["models"][0]["vendor_figure"], {"name": "cmm_size", "bytes": kib * 1024}, "vendor figure")
        case.equal(report["models"][0]["bundle"]["kind"], "StackFlow", "kind")
        for words, says in (((), "the larger figure counts"), (("--context", "64"), "not asked in a what-if")):
            text = case.call("llm", "-d", "maixcam2-4g", *words).stdout.decode()
            case.check(says in text, f"{words}: the report does not tell cmm_size: {text[-900:]}")


def test_names(case):
    fixed, post = make_llm(case, "llm", manifest=None)
    encoder = case.make("llm/vision.axmodel", "--const", "70000")["runtime_pages"]
    case.write("llm/qwen_l0_together.axmodel.onnx", "look-alike")
    case.write("llm/.git/config.json", "{}")
    need, report = case.need("llm")
    case.equal(need, fixed + post + encoder + LAYERS * tensor_pages("maixcdk", GROUPS), "by names")
    case.equal(report["models"][0]["bundle"]["kind"], "names", "kind")
    case.check("guessed" in case.codes(report), "it is not said to be guessed")
    os.remove(case.folder / "llm/qwen_l1_together.axmodel")
    case.refused("missing-file", "llm", says="layer 1 of 5 is missing")


def test_loose_models(case):
    sizes = {name: case.make(f"models/{name}", "--const", str(size))["runtime_pages"]
             for name, size in (("c.axmodel", 900000), ("a.axmodel", 10000), ("sub/b.axmodel", 300000))}
    case.write("models/readme.txt", "hello")
    shutil.copy(case.folder / "models/a.axmodel", case.folder / "models/renamed.bin")
    total = sum(sizes.values()) + sizes["a.axmodel"]
    case.equal(case.need("models")[0], total, "together, by what they begin with")
    report = case.run("models", "--each", "--free", 500000)
    got = [(pathlib.Path(item["models"][0]["path"]).name, item["status"]) for item in report["each"]]
    case.equal(got, [("a.axmodel", 0), ("renamed.bin", 0), ("b.axmodel", 0), ("c.axmodel", 1)], "by need")
    case.write("models/z.axmodel", b"")
    case.refused("empty", "models", says="z.axmodel")
    report = case.run("models", "--each")
    case.equal((report["exit"], report["each"][-1]["reason"]), (3, "empty"), "what cannot be judged comes last")
    case.write("none/readme.txt", "hello")
    case.refused("no-models", "none")
    # A link to a file is followed on disk, as Hugging Face's cache has them; one to a folder is not.
    os.makedirs(case.folder / "links")
    os.symlink("../models/a.axmodel", case.folder / "links/a.axmodel")
    os.symlink(".", case.folder / "links/circle")
    case.equal(case.need("links")[0], sizes["a.axmodel"], "links")
    # One .mud among others: what it does not name is told, not counted.
    case.write("models/only.mud", "[basic]\ntype = axmodel\nmodel_npu = a.axmodel\n")
    os.remove(case.folder / "models/z.axmodel")
    need, report = case.need("models")
    case.equal(need, sizes["a.axmodel"], "named by the .mud")
    case.check("unnamed" in case.codes(report), "the others are not told")


def pack(case, name, folder, members=None):
    """An archive of the folder, by bsdtar, zipfile or dpkg-deb's own layout."""
    path = case.folder / name
    members = members or sorted(os.listdir(case.folder / folder))
    if name.endswith(".deb"):
        parts = {"debian-binary": b"2.0\n", "control.tar.gz": b""}
        inner = subprocess.run(["bsdtar", "-cJf", "-", *[f"./{member}" for member in members]], cwd=case.folder / folder,
                               check=True, capture_output=True).stdout
        parts["data.tar.xz"] = inner
        with open(path, "wb") as file:
            file.write(b"!<arch>\n")
            for part, data in parts.items():
                file.write(f"{part + '/':<16}{0:<12}{0:<6}{0:<6}{'100644':<8}{len(data):<10}`\n".encode())
                file.write(data + (b"\n" if len(data) % 2 else b""))
        return name
    options = {".zip": ["--format=zip"], ".7z": ["--format=7zip"], ".zst": ["--zstd"], ".gz": ["-z"], ".xz": ["-J"],
               ".tar": ["--format=ustar"]}[path.suffix]
    if name.startswith("stored"):
        options += ["--options=zip:compression=store"]
    subprocess.run(["bsdtar", *options, "-cf", path, *members], cwd=case.folder / folder, check=True)
    return name


KINDS = ["a.zip", "stored.zip", "a.tar", "a.tar.gz", "a.tar.xz", "a.tar.zst", "a.7z", "a.deb"]


def test_archives_give_what_the_folder_gives(case):
    make_llm(case, "llm")
    folder, report = case.need("llm")
    user = report["demand"]["user_peak_bytes"]
    for kind in KINDS:
        need, report = case.need(pack(case, kind, "llm"))
        case.equal(need, folder, kind)
        case.equal(report["demand"]["user_peak_bytes"], user, f"{kind}, user memory")
        with open(case.folder / kind, "rb") as file:
            if kind == "a.7z":
                case.refused("needs-file", "-", stdin=file)
            else:
                case.equal(case.need("-", stdin=file)[0], folder, f"{kind} by a pipe")
        case.equal(case.need(f"{kind}:qwen.mud")[0], folder, f"{kind}:qwen.mud")
        one = case.need("llm/qwen_post.axmodel")[0]
        case.equal(case.need(f"{kind}:qwen_post.axmodel")[0], one, f"{kind}, one model")
        case.refused("no-models", f"{kind}:nothing.mud")
    with open(case.folder / "llm/qwen_post.axmodel", "rb") as file:
        case.equal(case.need("-", stdin=file)[0], one, "a model by a pipe")


def test_order_does_not_matter(case):
    make_llm(case, "llm")
    folder = case.need("llm")[0]
    names = sorted(os.listdir(case.folder / "llm"))
    for order in (names, names[::-1], sorted(names, key=lambda name: name != "qwen.mud")):
        for kind in ("o.tar", "o.tar.zst", "o.zip"):
            case.equal(case.need(pack(case, kind, "llm", order))[0], folder, f"{kind}, {order[0]} first")


def test_archive_within_folders(case):
    full = max(yolo(case, "top/a"))
    make_llm(case, "top/b")
    name = pack(case, "two.zip", "top")
    llm = case.need("top/b")[0]
    case.equal(case.need(name)[0], full + llm, "both together")
    case.equal(case.need(f"{name}:a")[0], full, "one folder of it")
    case.equal(case.need(f"{name}:b/qwen.mud")[0], llm, "one .mud of it")
    report = case.run(name, "--each")
    case.equal(len(report["each"]), 2, "--each")
    # What is wrong with an inner archive is told, and the rest is judged.
    os.makedirs(case.folder / "half")
    shutil.copytree(case.folder / "top/a", case.folder / "half/a")
    (case.folder / "half/broken.zip").write_bytes((case.folder / "two.zip").read_bytes()[:40])
    need, report = case.need(pack(case, "half.tar.gz", "half"))
    case.equal(need, full, "beside a broken inner archive")
    case.check(any("broken.zip" in finding["text"] for finding in report["findings"]), "the broken one is not told")
    # An archive in an archive is opened once; a third one is only told.
    os.makedirs(case.folder / "nest")
    shutil.copy(case.folder / "two.zip", case.folder / "nest/inner.zip")
    pack(case, "outer.tar.zst", "nest")
    case.equal(case.need("outer.tar.zst")[0], full + llm, "nested")
    os.makedirs(case.folder / "nest2")
    shutil.copy(case.folder / "outer.tar.zst", case.folder / "nest2/outer.tar.zst")
    pack(case, "third.zip", "nest2")
    report = case.refused("no-models", "third.zip")
    case.check("nested-archive" in case.codes(report), "the third archive is not told")


def add(tar, name, data=b"", **more):
    member = tarfile.TarInfo(name)
    member.size = len(data)
    for key, value in more.items():
        setattr(member, key, value)
    tar.addfile(member, io.BytesIO(data))


def test_what_is_left_out(case):
    truth = case.make("a.axmodel", "--const", "5000")
    model = (case.folder / "a.axmodel").read_bytes()
    with tarfile.open(case.folder / "odd.tar", "w") as tar:
        add(tar, "good.axmodel", model)
        add(tar, "../escape.axmodel", model)
        add(tar, "/absolute.axmodel", model)
        add(tar, "x/../../up.axmodel", model)
        add(tar, "link.axmodel", type=tarfile.SYMTYPE, linkname="good.axmodel")
        add(tar, "hard.axmodel", type=tarfile.LNKTYPE, linkname="good.axmodel")
        add(tar, "device", type=tarfile.CHRTYPE)
        add(tar, "__MACOSX/._good.axmodel", b"leftover")
        add(tar, "sub/._good.axmodel", b"leftover")
        add(tar, "folder", type=tarfile.DIRTYPE)
    report = case.refused("link", "odd.tar", says="link")
    need, report = case.need("odd.tar:good.axmodel")
    case.equal(need, truth["runtime_pages"], "the good one")
    case.check({"unsafe-path", "link", "device", "leftover"} <= case.codes(report), f"findings: {case.codes(report)}")
    with tarfile.open(case.folder / "mud.tar", "w") as tar:
        add(tar, "m.mud", b"[basic]\ntype = axmodel\nmodel_npu = ../a.axmodel\n")
        add(tar, "a.axmodel", model)
    case.refused("missing-file", "mud.tar", says="../a.axmodel")


def test_what_stands_in_an_archives_place(case):
    truth = case.make("m/a.axmodel", "--const", "200000")
    data = (case.folder / "m/a.axmodel").read_bytes()
    things = {
        "pointer.zip": (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 99\n", "lfs-pointer"),
        "page.zip": (b"<!DOCTYPE html><html>404</html>", "html-page"),
        "empty.zip": (b"", "empty"),
        "part.zip.001": (b"PK\x03\x04 half", "split-part"),
        "part.z01": (b"PK\x03\x04 half", "split-part"),
        "part.part1": (b"PK\x03\x04 half", "split-part"),
        "noise.tar.zst": (b"\x28\xB5\x2F\xFD" + bytes(range(200)), "damaged"),
        "note.tar.gz": (__import__("gzip").compress(b"just a text\n" * 100), "foreign"),
        "none.zip": (b"PK\x05\x06" + bytes(18), "no-models"),
    }
    for name, (content, reason) in things.items():
        case.write(name, content)
        case.refused(reason, name)
    for member, content, reason in (("p.axmodel", things["pointer.zip"][0], "lfs-pointer"), ("e.axmodel", b"", "empty"),
                                    ("h.cvimodel", things["page.zip"][0], "html-page"),
                                    ("c.axmodel", data[:len(data) // 2], "truncated")):
        with zipfile.ZipFile(case.folder / "in.zip", "w") as file:
            file.writestr(member, content)
        case.refused(reason, "in.zip", says=f"in.zip:{member}")
    case.refused("foreign", "m/a.axmodel:x", says="not an archive")
    del truth


def test_cut_archives(case):
    """Cut anywhere: never a need that is smaller than the whole's."""
    case.make("m/a.axmodel", "--const", "20000")
    case.make("m/b.axmodel", "--const", "30000")
    for index, name in enumerate(("a.axmodel", "b.axmodel")):
        path = case.folder / "m" / name
        data = bytearray(path.read_bytes())
        data[3000:19000] = os.urandom(16000)
        path.write_bytes(data)
    whole = case.need("m")[0]
    for kind in KINDS:
        data = (case.folder / pack(case, kind, "m")).read_bytes()
        for length in sorted({len(data) * step // 23 for step in range(1, 23)} | {len(data) - 1, 600, 100}):
            case.write("cut." + kind.split(".", 1)[1], data[:length])
            report = case.run("cut." + kind.split(".", 1)[1])
            fits = report["exit"] == 0
            case.check(not fits or report["demand"]["npu_bytes"] == whole, f"{kind} cut at {length}: {report['message']}")
            case.check(fits or report["exit"] == 3, f"{kind} cut at {length}: exit {report['exit']}")


def test_encrypted(case):
    case.make("m/a.axmodel", "--const", "5000")
    subprocess.run(["bsdtar", "--format=zip", "--options=zip:encryption=zipcrypt", "--passphrase", "x", "-cf",
                    case.folder / "secret.zip", "a.axmodel"], cwd=case.folder / "m", check=True)
    case.refused("encrypted-archive", "secret.zip", says="encrypted")


def test_lying_sizes(case):
    """A zip that tells another size than its member has: refused, or judged by what is there."""
    case.make("m/a.axmodel", "--const", "50000")
    whole = case.need("m")[0]
    size = (case.folder / "m/a.axmodel").stat().st_size
    for kind in ("a.zip", "stored.zip"):
        honest = (case.folder / pack(case, kind, "m")).read_bytes()
        directory = honest.rindex(b"PK\x01\x02")
        for places in ((directory + 24,), (22,), (22, directory + 24), (directory + 20, directory + 24)):
            for told in (size - 1000, size + 1000, 0xFFFFFF00, 10):
                data = bytearray(honest)
                for place in places:
                    data[place:place + 4] = told.to_bytes(4, "little")
                case.write("lie.zip", bytes(data))
                report = case.run("lie.zip")
                right = report["exit"] == 0 and report["demand"]["npu_bytes"] == whole
                case.check(right or report["exit"] == 3,
                           f"{kind}, told {told} for {size} at {places}: exit {report['exit']}, {report['message']}")


def test_limits(case):
    model = case.make("a.axmodel", "--const", "5000") and (case.folder / "a.axmodel").read_bytes()
    with tarfile.open(case.folder / "many.tar.gz", "w:gz", compresslevel=1) as tar:
        for index in range(100001):
            add(tar, f"f{index}")
    case.refused("limit", "many.tar.gz", says="100000")
    with tarfile.open(case.folder / "path.tar", "w") as tar:
        add(tar, "d/" * 2100 + "a.axmodel", model)
    case.refused("limit", "path.tar", says="4096")
    with tarfile.open(case.folder / "models.tar", "w") as tar:
        for index in range(1025):
            add(tar, f"m{index}.axmodel", model)
    case.refused("limit", "models.tar", says="1024")
    with tarfile.open(case.folder / "text.tar", "w") as tar:
        add(tar, "m.mud", b"#" * ((1 << 20) + 1))
    case.refused("limit", "text.tar", says="1 MiB")
    case.write("/".join(["deep", *["d"] * 40, "x"]), b"")
    case.refused("limit", "deep", says="32")
    case.write("wide.mud", "[basic]\ntype = axmodel\nmodel_npu = a.axmodel\n[extra]\n"
               + "".join(f"k{index} = a.axmodel\n" for index in range(1200)))
    case.refused("limit", "wide.mud", says="1100")
    case.write("keys.mud", "[basic]\ntype = axmodel\nmodel_npu = a.axmodel\n" + "".join(f"k{n} = 1\n" for n in range(4200)))
    case.refused("limit", "keys.mud", says="4096")
    with tarfile.open(case.folder / "muds.tar", "w") as tar:
        add(tar, "a.axmodel", model)
        for index in range(300):
            add(tar, f"m{index}.mud", b"[basic]\ntype = axmodel\nmodel_npu = a.axmodel\n")
    case.refused("limit", "muds.tar", says="256")
    with tarfile.open(case.folder / "names.tar", "w") as tar:
        for index in range(4100):
            add(tar, f"x_l{index}_y.axmodel" if index < 900 else f"x{index}_l0.axmodel")
    case.refused("limit", "names.tar")
    case.make("fat.axmodel", "--groups", "60", *[word for index in range(30) for word in
                                                ("--input", f"{'n' * 200}{index}:FP32:1")])
    fat = (case.folder / "fat.axmodel").read_bytes()
    with tarfile.open(case.folder / "fat.tar", "w") as tar:
        for index in range(100):
            add(tar, f"f{index}.axmodel", fat)
    case.refused("limit", "fat.tar", says="64 MiB")
    # Promised: a tar whose members tell more than 64 GiB; it is refused before any of it is read.
    with open(case.folder / "huge.tar", "wb") as file:
        for index in range(9):
            member = tarfile.TarInfo(f"h{index}.bin")
            member.size = 8 << 30
            file.write(member.tobuf(tarfile.GNU_FORMAT))
            file.seek(8 << 30, 1)
        file.truncate()
    case.refused("limit", "huge.tar", says="64 GiB")


def test_progress(case):
    """On a terminal only, and not before 300 ms: the archive comes slowly through a pipe."""
    case.make("m/a.axmodel", "--const", "6M")
    data = (case.folder / pack(case, "a.tar", "m")).read_bytes() + bytes(600000)
    for terminal in (True, False):
        ours, theirs = os.openpty() if terminal else os.pipe()
        command = [case.tool, "-", "--device", "maixcam2-1g"]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=theirs)
        os.close(theirs)
        for start in range(0, len(data), 1 << 19):
            process.stdin.write(data[start:start + (1 << 19)])
            process.stdin.flush()
            time.sleep(0.05)
        process.stdin.close()
        case.equal(process.wait(), 0, "slow pipe")
        try:
            said = os.read(ours, 1 << 16).decode()
        except OSError:
            said = ""
        case.equal("MiB read" in said, terminal, f"terminal {terminal}: {said!r}")
        os.close(ours)


def test_unusual_names(case):
    full = max(yolo(case, "m"))
    os.rename(case.folder / "m/yolo.mud", case.folder / "m/模型 1.mud")
    for kind in ("u.zip", "u.tar", "u.7z"):
        case.equal(case.need(pack(case, kind, "m"))[0], full, kind)
        case.equal(case.need(f"{kind}:模型 1.mud")[0], full, f"{kind}, one")
    case.make("odd:name.axmodel", "--const", "5000")
    case.check(case.need("odd:name.axmodel")[0] is not None, "a colon in a file's name")


def test_same_name_twice(case):
    """Unpacked, the last one wins; so it does here."""
    case.make("small.axmodel", "--const", "5000")
    large = case.make("large.axmodel", "--const", "500000")
    with tarfile.open(case.folder / "t.tar", "w") as tar:
        for name in ("small", "large"):
            add(tar, "a.axmodel", (case.folder / f"{name}.axmodel").read_bytes())
    need, report = case.need("t.tar")
    case.equal(need, large["runtime_pages"], "the last counts")
    case.check("same-name" in case.codes(report), "it is not told")


def test_wrong_chip_in_a_bundle(case):
    case.make("m/a.axmodel", "--const", "5000")
    case.make("m/b.axmodel", "--chip", "AX650", "--const", "5000")
    case.write("m/m.mud", "[basic]\ntype = axmodel\nmodel_npu = a.axmodel\n[extra]\nother_model = b.axmodel\n")
    case.refused("wrong-chip", "m", status=1, says="b.axmodel")


if __name__ == "__main__":
    sys.exit(harness.main("bundles", globals(), Case))

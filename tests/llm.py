#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Language models in layers: shape groups, contexts, runners, missing layers, and the manifests that name them.

  llm.py --tool build/maixfit --mkmodel build/tools/mkmodel [--only WORD]
"""
import json
import os
import shutil
import sys

import harness
from bundle_case import CONTEXT, GROUPS, KV, LAYERS, PAGE, Case, layer_options, llm_keys, make_llm, tensor_pages


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
    report = case.run("llm", "--free", f"{whole - PAGE}B")
    case.equal((report["exit"], report["largest_context"]), (1, 128), "largest context")
    advice = {item["action"]: item for item in report["advice"]}
    case.equal((advice["shorter-context"]["value"], advice["shorter-context"]["gains_bytes"]), (128, whole - less), "advice")
    case.equal(case.run("llm", "--free", f"{whole}B")["largest_context"], 256, "all fits")
    case.equal(case.run("llm", "--free", f"{fixed}B")["largest_context"], None, "nothing fits")
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
    report = case.run("llm", "--free", f"{sum(layers)}B", "--margin", "0")
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
    case.check("embedding-mapped" in case.codes(report), "the mapped embedding is not reported")
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
            text = case.call("llm", "-d", "m5-llm-module", "-v", *words).stdout.decode()
            case.check(says in text, f"{words}: the report does not state cmm_size: {text[-900:]}")


def test_numbers_with_zeros(case):
    """%0Nd in a template, and names alone: l00, l01…"""
    sizes = [case.make(f"m/x_l{index:02}.axmodel", "--const", str(5000 * (index + 1)))["runtime_pages"] for index in range(11)]
    case.equal(case.need("m")[0], sum(sizes), "by names")
    case.write("m/x.mud", "[basic]\ntype = axmodel\nmodel_npu = x_l%02d.axmodel\n[extra]\nmodel_num = 11\nllm_service = s\n")
    need, report = case.need("m/x.mud")
    case.equal(need, sum(sizes), "by the template")
    case.check("service" in case.codes(report), "the service is not reported")


def test_names(case):
    fixed, post = make_llm(case, "llm", manifest=None)
    encoder = case.make("llm/vision.axmodel", "--const", "70000")["runtime_pages"]
    case.write("llm/qwen_l0_together.axmodel.onnx", "look-alike")
    case.write("llm/.git/config.json", "{}")
    need, report = case.need("llm")
    case.equal(need, fixed + post + encoder + LAYERS * tensor_pages("maixcdk", GROUPS), "by names")
    case.equal(report["models"][0]["bundle"]["kind"], "names", "kind")
    case.check("guessed" in case.codes(report), "it is not said to be guessed")
    case.check("qwen_l*_together.axmodel" in str(report) and "%" not in str(report), "a number is shown as C's %d")
    os.remove(case.folder / "llm/qwen_l1_together.axmodel")
    case.refused("missing-file", "llm", says="layer 1 of 5 is missing")


if __name__ == "__main__":
    sys.exit(harness.main("llm", globals(), Case))

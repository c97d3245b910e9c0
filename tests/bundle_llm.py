#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""LLMs and the manifests of axllm and StackFlow, made here and judged by the tool.

  bundle_llm.py --tool build/maixfit --mkmodel build/tools/mkmodel [--only WORD]

What is needed is computed here, from what mkmodel says that it wrote and from docs/bundles.md. Each function whose
name starts with `test_` gets a fresh folder.
"""
import json
import subprocess
import sys
import tarfile

import harness

PAGE = 4096
KV = 64  # elements of a token in one cache
DECODE_AND_PREFILL = [(1, 300), (32, 1), (32, 64)]  # (tokens at once, tokens of history) of each shape group


def pages(size):
    return -(-size // PAGE) * PAGE


def group_tensors(count, history):
    return [("indices", 4 * count), ("input", 2 * count * 96), ("K_cache", 2 * history * KV),
            ("V_cache", 2 * history * KV), ("K_cache_out", 2 * count * KV), ("V_cache_out", 2 * count * KV),
            ("output", 2 * count * 96)]


def is_cache(name):
    return name in ("K_cache", "V_cache")


class Layer:
    """What one file takes: weights, code and workspace once, and tensors as a runner makes them."""

    def __init__(self, truth, groups):
        self.groups = [group_tensors(*group) for group in groups]
        self.rest = truth["runtime_pages"] - self.tensors_a()

    def tensors_a(self):
        return sum(pages(size) for group in self.groups for _, size in group)

    def tensors_b(self, grows=True):
        if len(self.groups) == 1:
            return self.tensors_a()
        own = {name: size for name, size in self.groups[0]}
        if grows:
            for name in ("K_cache", "V_cache"):
                own[name] = max(dict(group)[name] for group in self.groups)
        return sum(map(pages, own.values())) + sum(pages(size) for name, size in self.groups[-1] if not is_cache(name))

    def caches(self):
        return sum(pages(max(dict(group)[name] for group in self.groups)) for name in ("K_cache", "V_cache"))


class Case(harness.Case):
    def write(self, path, content):
        path = self.folder / path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content))

    def make(self, path, *options):
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        return self.mkmodel_to("axmodel", path, *options)

    def layer(self, path, groups=None, const=70000, chip="AX650"):
        options = []
        for count, history in groups or DECODE_AND_PREFILL:
            options += ["--input", f"indices:INT32:1x{count}", "--input", f"input:BF16:1x{count}x96",
                        "--kv", f"{history}:{KV}:{count}", "--output", f"output:BF16:1x{count}x96", "--group"]
        truth = self.make(path, "--chip", chip, "--const", const, "--words", "900", "--workspace", "30000", *options[:-1])
        return Layer(truth, groups or DECODE_AND_PREFILL)

    def simple(self, path, const=50000, chip="AX650"):
        return self.make(path, "--chip", chip, "--const", const)["runtime_pages"]

    def judge_on(self, device, *words):
        """The report, which must obey the schema."""
        report, status = self.judge(*words, "-d", device)
        self.hold_against_schema(report, words)
        report["exit"] = status
        return report

    def need(self, *words, device="axcl-ax8850"):
        report = self.judge_on(device, *words)
        if not report.get("demand"):
            self.check(False, f"{words}: no demand: {report.get('message')}")
            return None, report
        return report["demand"]["npu_steady_bytes"], report

    def refused(self, reason, *words, says="", status=3):
        report = self.judge_on("axcl-ax8850", *words)
        self.equal((report["exit"], report["reason"]), (status, reason), f"{words}: {report['message']}")
        self.check(says in report["message"], f"{words}: `{says}` is not in `{report['message']}`")

    def finding(self, report, code):
        found = [finding for finding in report["findings"] if finding["code"] == code]
        self.check(len(found) == 1, f"{len(found)} findings {code}, not one")
        return found[0] if found else {"text": "", "severity": "", "path": "", "line": None}

    def llm(self, folder="llm", count=5, chip="AX650"):
        """Layers of different sizes and post; returns the layers and the pages of post."""
        layers = [self.layer(f"{folder}/q_l{i}.axmodel", const=60000 + 9000 * i, chip=chip) for i in range(count)]
        return layers, self.simple(f"{folder}/q_post.axmodel", 200000, chip)


def keys(count=5, **more):
    return dict({"template_filename_axmodel": "q_l%d.axmodel", "axmodel_num": count,
                 "filename_post_axmodel": "q_post.axmodel"}, **more)


def mode(name, param, **more):
    return dict({"mode": name, "type": "llm", "mode_param": param}, **more)


def test_some_layers_at_a_time(case):
    """The tensors of all layers stay; of the rest there is room for the largest, as often as the pool has places."""
    layers, post = case.llm()
    tensors = sum(layer.tensors_b() for layer in layers)
    largest = max(layer.rest for layer in layers)
    for more, places in (({"dynamic_load_enable": True, "dynamic_load_pool_size": 1}, 1),
                         ({"dynamic_load_enable": True, "dynamic_load_pool_size": 3}, 3),
                         ({"dynamic_load_enable": True}, 2), ({"dynamic_load_enable": True, "dynamic_load_pool_size": 0}, 2),
                         ({"dynamic_load_enable": True, "dynamic_load_pool_size": 90}, 5),
                         ({"b_dynamic_load_axmodel_layer": True}, 1)):
        case.write("llm/config.json", keys(**more))
        need, report = case.need("llm")
        case.equal(need, tensors + places * largest + post, f"{more}")
        case.equal(report["models"][0]["bundle"]["dynamic_layers"], True, f"{more}")
    for more in ({"dynamic_load_enable": False, "dynamic_load_pool_size": 1}, {}):
        case.write("llm/config.json", keys(**more))
        case.equal(case.need("llm")[0], tensors + sum(layer.rest for layer in layers) + post, f"{more}")


def test_cache_slots(case):
    layers, post = case.llm()
    one = sum(layer.rest + layer.tensors_b() for layer in layers) + post
    more = sum(layer.caches() for layer in layers)
    for slots in (0, 1):
        case.write("llm/config.json", keys(kv_cache_slots=slots))
        case.equal(case.need("llm")[0], one, f"{slots} slots")
    case.write("llm/config.json", keys(kv_cache_slots=4, kv_cache_slot_location="device"))
    case.equal(case.need("llm")[0], one + 3 * more, "4 slots")
    # On the host all four are kept, and the pool holds one.
    case.write("llm/config.json", keys())
    user = case.need("llm")[1]["demand"]["user_peak_bytes"]
    case.write("llm/config.json", keys(kv_cache_slots=4, kv_cache_slot_location="Host"))
    need, report = case.need("llm")
    case.equal(need, one, "4 slots on the host")
    raw = sum(2 * 2 * 300 * KV for _ in layers)
    case.equal(report["demand"]["user_peak_bytes"] - user, 4 * raw, "in memory of Linux")
    case.write("llm/config.json", keys(kv_cache_slots=4, dynamic_load_enable=True))
    case.finding(case.need("llm")[1], "slots-unused")
    case.write("llm/config.json", keys(kv_cache_slots=65))
    case.refused("limit", "llm", says="64")


def test_cards(case):
    """Five layers on two cards: three and two; post is the last card's, encoders are the first one's."""
    layers, post = case.llm()
    encoder = case.simple("llm/vit.axmodel", 100000)
    each = [layer.rest + layer.tensors_b() for layer in layers]
    case.write("llm/config.json", keys(devices=[0, 1], filename_image_encoder_axmodel="vit.axmodel"))
    need, report = case.need("llm")
    case.equal(need, max(sum(each[:3]) + encoder, sum(each[3:]) + post), "the fuller card")
    case.check("2 cards" in case.finding(report, "cards")["text"], "the cards are not reported")
    case.equal(report["models"][0]["npu_bytes"], sum(each) + encoder + post, "the sum of all files")
    case.write("llm/config.json", keys(devices=[3]))
    case.equal(case.need("llm")[0], sum(each) + post, "one card")


def test_embeddings_of_each_layer(case):
    case.llm()
    case.write("llm/config.json", keys(filename_tokens_embed_per_layer="nosuch.bin"))
    case.refused("missing-file", "llm", says="nosuch.bin, which is missing")
    case.write("llm/config.json", keys())
    without = case.need("llm")[1]["demand"]
    case.write("llm/nosuch.bin", "x" * 50000)
    case.write("llm/config.json", keys(filename_tokens_embed_per_layer="nosuch.bin"))
    case.equal(case.need("llm")[1]["demand"], without, "they are mapped")


def test_stackflows_runner(case):
    """By precompute_len, and for a VLM by the encoder's name; its runner B does not grow the caches of group 0."""
    groups = [(1, 50), (32, 1), (32, 200)]
    layer = case.layer("m/q_l0.axmodel", groups)
    encoder = case.simple("m/vit.axmodel")
    for name in ("Qwen3_vl_vit", "internvl3_1b_vit", "internvl2_vit"):
        (case.folder / f"m/{name}.axmodel").write_bytes((case.folder / "m/vit.axmodel").read_bytes())
    runners = {"A": layer.rest + layer.tensors_a(), "B": layer.rest + layer.tensors_b(grows=False)}
    param = {"template_filename_axmodel": "q_l%d.axmodel", "axmodel_num": 1}
    case.check(layer.tensors_b() != layer.tensors_b(grows=False), "the test cannot distinguish the two kinds of B")
    for length, name, runner in ((None, None, "A"), (0, None, "A"), (1, None, "B"), (0, "Qwen3_vl_vit", "B"),
                                 (0, "internvl3_1b_vit", "A"), (9, "internvl3_1b_vit", "B"), (9, "internvl2_vit", "A")):
        more = {} if length is None else {"precompute_len": length}
        if name:
            more["filename_image_encoder_axmodel"] = f"{name}.axmodel"
        case.write("m/mode_x.json", mode("x", dict(param, **more)))
        need, _ = case.need("m/mode_x.json")
        case.equal(need, runners[runner] + (encoder if name else 0), f"precompute_len {length}, {name}")
    case.write("m/mode_x.json", mode("x", param))
    case.equal(case.need("m/mode_x.json", "--dynamic-layers")[0], layer.rest + layer.tensors_a(), "one layer, one at a time")


def test_stackflows_modes(case):
    """A folder of models, no model for the NPU at all, and the places where packages install their files."""
    models = case.simple("s/models/p1.axmodel", 40000) + case.simple("s/models/p2.axmodel", 90000)
    case.simple("s/models/deeper/p3.axmodel")
    case.write("s/mode_kokoro.json", mode("kokoro", {"axmodel_dir": "./models", "lang": "e"}, type="tts"))
    case.equal(case.need("s/mode_kokoro.json")[0], models, "axmodel_dir")
    case.write("s/mode_vad.json", mode("vad", {"silero_vad": {"model": "silero_vad.ort"}}, type="vad"))
    report = case.judge_on("maixcam2-4g", "s/mode_vad.json")
    case.equal((report["exit"], report["verdict"], report["demand"]["npu_bytes"]), (0, "fits", 0), "CPU only")
    case.finding(report, "cpu-only")
    case.write("s/mode_none.json", mode("none", {"axmodel_dir": "nothing"}))
    case.refused("missing-file", "s/mode_none.json", says="nothing")
    whole = case.simple("deb/opt/m5stack/data/asr/model.axmodel")
    case.write("deb/opt/m5stack/data/models/mode_asr.json",
               mode("asr", {"model_config.sense_voice.model": "model.axmodel"}, type="asr"))
    case.equal(case.need("deb")[0], whole, "as packages install it")
    subprocess.run(["tar", "-czf", "deb.tar.gz", "-C", "deb", "."], cwd=case.folder, check=True)
    case.equal(case.need("deb.tar.gz")[0], whole, "in an archive")


def test_an_empty_config(case):
    size = case.simple("repo/det.axmodel")
    case.write("repo/config.json", "")
    need, report = case.need("repo")
    case.equal(need, size, "beside an empty config.json")
    case.equal(case.finding(report, "empty-manifest")["severity"], "note", "severity")
    case.refused("empty", "repo/config.json")


def test_builds_for_two_chips(case):
    small = case.simple("repo/AX620E/det.axmodel", 30000, "AX620E")
    large = case.simple("repo/AX650/det.axmodel", 90000)
    subprocess.run(["tar", "-cf", "repo.tar", "repo"], cwd=case.folder, check=True)
    for path in ("repo", "repo.tar"):
        for device, size in (("m5-llm-module", small), ("axcl-ax8850", large)):
            need, report = case.need(path, device=device)
            case.equal(need, size, f"{path} on {device}")
            case.equal(case.finding(report, "other-chip")["severity"], "note", "severity")
        report, status = case.judge(path, "--each", "-d", "maixcam2-4g")
        case.equal((status, len(report["results"])), (0, 1), f"{path}, each")
    # A file that is named is judged; and so is a folder without a build for the board.
    case.equal(case.judge_on("maixcam2-4g", "repo/AX650/det.axmodel", "repo/AX620E/det.axmodel")["reason"], "wrong-chip",
               "both named")
    case.equal(case.judge_on("maixcam2-4g", "repo/AX650")["reason"], "wrong-chip", "the other alone")


def test_models_that_a_config_does_not_name(case):
    case.llm("repo")
    case.simple("repo/encoder.axmodel")
    case.simple("repo/elsewhere/other.axmodel")
    up = {key: f"../{value}" if isinstance(value, str) else value for key, value in keys().items()}
    case.write("repo/run/config.json", up)
    for path in ("repo", "repo/run", "repo/run/config.json"):
        _, report = case.need(path)
        found = [finding for finding in report["findings"] if finding["code"] == "unnamed"]
        warned = [finding["text"] for finding in found if finding["severity"] == "warning"]
        case.check(len(warned) == 1 and "encoder.axmodel" in warned[0] and "q_l0" not in warned[0], f"{path}: {found}")
        noted = [finding["text"] for finding in found if finding["severity"] == "note"]
        case.equal(len(noted), 1 if path == "repo" else 0, f"{path}: notes")
    case.write("repo/run/config.json", dict(up, filename_audio_encoder_axmodel="../encoder.axmodel"))
    _, report = case.need("repo/run")
    case.check("unnamed" not in case.codes(report), "a named encoder is warned of")


SCRIPT = """#!/bin/sh
# ./main --axmodel_num 99
./main \\
--template_filename_axmodel "q_l%d.axmodel" \\
--axmodel_num 5 --tokenizer_type 1 \\
--filename_post_axmodel='q_post.axmodel' \\
--use_mmap_load_embed 1 --live_print 1 \\
--prompt "$1"
"""


def test_scripts_of_the_older_runner(case):
    layers, post = case.llm()
    case.write("llm/run_qwen.sh", SCRIPT)
    want = sum(layer.rest + layer.tensors_a() for layer in layers) + post
    for path in ("llm", "llm/run_qwen.sh"):
        need, report = case.need(path)
        case.equal(need, want, path)
        case.equal(report["models"][0]["bundle"]["kind"], "script", "kind")
    subprocess.run(["tar", "-czf", "llm.tar.gz", "llm"], cwd=case.folder, check=True)
    case.equal(case.need("llm.tar.gz")[0], want, "in an archive")
    # Of a config.json and a script for the same files, the config.json is kept.
    case.write("llm/config.json", keys())
    need, report = case.need("llm")
    case.equal(report["models"][0]["bundle"]["kind"], "ax-llm", "beside a config.json")
    case.finding(report, "same-files")
    (case.folder / "llm/config.json").unlink()
    case.write("llm/run_qwen.sh", SCRIPT.replace("q_post", "$DIR/q_post"))
    case.refused("bad-manifest", "llm/run_qwen.sh", says="shell variable")
    case.write("llm/run_qwen.sh", "echo hello\n")
    case.refused("bad-manifest", "llm/run_qwen.sh")
    case.write("llm/run_qwen.sh", SCRIPT.replace("--axmodel_num 5", "--axmodel_num"))
    case.refused("bad-manifest", "llm/run_qwen.sh", says="0 layers")
    case.write("llm/run_qwen.sh", "./main " + "".join(f"--k{i} v " for i in range(5000)))
    case.refused("limit", "llm/run_qwen.sh", says="4096")


def test_a_manifest_of_any_name(case):
    layers, post = case.llm()
    want = sum(layer.rest + layer.tensors_b() for layer in layers) + post
    case.write("llm/tokenizer/tokenizer_config.json", {"tokenizer_class": "Qwen2Tokenizer"})
    case.write("llm/vocab.json", '{"axmodel": 1, // no JSON')
    case.write("llm/my-qwen.json", keys())
    for path in ("llm", "llm/my-qwen.json"):
        case.equal(case.need(path)[0], want, path)
    subprocess.run(["tar", "-czf", "llm.tar.gz", "llm"], cwd=case.folder, check=True)
    case.equal(case.need("llm.tar.gz")[0], want, "in an archive")
    (case.folder / "llm/my-qwen.json").rename(case.folder / "llm/manifest")
    case.equal(case.need("llm/manifest")[0], want, "without a suffix")
    case.write("llm/kokoro", mode("kokoro", {"model": "q_post.axmodel"}))
    case.equal(case.need("llm/kokoro")[0], post, "a mode without a suffix")
    case.write("llm/detector", "\n[basic]\ntype = axmodel\nmodel = q_post.axmodel\n")
    case.equal(case.need("llm/detector")[0], post, "a .mud without a suffix")
    case.refused("bad-manifest", "llm/vocab.json")


def test_a_key_that_stands_twice(case):
    layers, post = case.llm()
    each = [layer.rest + layer.tensors_b() for layer in layers]
    text = json.dumps(keys(), indent=0)
    for first, last in ((1, 5), (5, 1)):
        case.write("llm/config.json", text.replace('"axmodel_num": 5', f'"axmodel_num": {first},\n"axmodel_num": {last}'))
        need, report = case.need("llm/config.json")
        case.equal(need, sum(each) + post, f"{first}, then {last} layers")
        found = case.finding(report, "key-twice")
        case.equal((found["severity"], found["line"]), ("warning", 4), "warning")
        case.check("axmodel_num" in found["text"], found["text"])
    case.write("llm/config.json", text[:-1] + ', "dynamic_load_enable": true, "dynamic_load_enable": false}')
    case.equal(case.need("llm/config.json")[0], sum(each) + post, "a switch that is on and off")
    case.write("llm/config.json", "{" + ",".join(f'"k{i}": 1' for i in range(4200)) + ', "x": "q_post.axmodel"}')
    case.refused("limit", "llm/config.json", says="4096")


def test_the_memory_guard(case):
    case.llm()
    for more, floor in (({}, 128), ({"mem_guard_floor_mb": 300}, 300), ({"mem_guard_enable": False}, 0)):
        case.write("llm/config.json", keys(**more))
        case.equal(case.need("llm")[1]["models"][0]["bundle"]["guard_bytes"], floor << 20, f"{more}")


def test_many_shape_groups(case):
    """Beside the sum over more than four groups stands what it takes with the code and workspace of the largest alone."""
    for count in (4, 5):
        groups = [(1, 300), *((32, 32 * step) for step in range(1, count))]
        options = []
        for index, (tokens, history) in enumerate(groups):
            options += ["--words", 5000 * (index + 1), "--workspace", 30000 * (count - index), "--input",
                        f"indices:INT32:1x{tokens}", "--kv", f"{history}:{KV}:{tokens}", "--group"]
        case.make("m/q_l0.axmodel", "--chip", "AX650", "--const", "70000", *options[:-1])
        case.write("m/config.json", {"template_filename_axmodel": "q_l%d.axmodel", "axmodel_num": 1})
        need, report = case.need("m")
        rest = [pages(8 * 5000 * (index + 1)) + pages(30000 * (count - index)) for index in range(count)]
        if count == 4:
            case.equal(report["models"][0]["bundle"]["at_least_bytes"], None, "at least")
            case.check("shape-groups" not in case.codes(report), "four groups are doubted")
            continue
        least = need - sum(rest) + max(rest)
        case.equal(report["models"][0]["bundle"]["at_least_bytes"], least, "at least")
        text = case.finding(report, "shape-groups")["text"]
        case.check(f"at least {least / 1024:.0f} KiB" in text, f"{least / 1024} KiB: {text}")


def test_archives_with_other_json(case):
    """JSON and scripts about something else are passed by, whatever their size."""
    size = case.simple("m/a.axmodel")
    case.write("m/vocab.json", json.dumps({f"token{i}": i for i in range(90000)}))
    case.write("m/tokens.json", '{"a": 1}')
    case.write("m/run.sh", "echo axmodel\n")
    with tarfile.open(case.folder / "m.tar.gz", "w:gz") as tar:
        tar.add(case.folder / "m", "m")
    for path in ("m", "m.tar.gz"):
        case.equal(case.need(path)[0], size, path)


if __name__ == "__main__":
    sys.exit(harness.main("bundle_llm", dict(globals()), Case))

# SPDX-License-Identifier: MIT
"""What the tests of bundles share: a case that makes models, and two bundles: an LLM in layers, a detector with twins.

What is needed is computed here from what mkmodel says that it wrote; every JSON is held against the schema.
"""
import json
import subprocess

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
        board = "maixcam2-4g" if "maixcdk" in words else "m5-llm-module"
        device = [] if words[0] == "inspect" or "--device" in words else ["--device", board]
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
        """What the models take: without the common pools of a MaixPy program."""
        report = self.run(*words, **more)
        if not report["demand"]:
            self.check(False, f"{words}: no demand: {report['message']}")
            return None, report
        pools = sum(-(-block["bytes"] // 4096) * 4096 for part in report["pipelines"] for block in part["blocks"])
        return report["demand"]["npu_bytes"] - pools, report

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
    """What the runner allocates for one layer, by docs/bundles.md."""
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

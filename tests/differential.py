#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Random cases, made or read by the code of others: FlatBuffers by flatc, protobufs by protoc, .mud by Python's
configparser, archives by bsdtar. Seeds are fixed; DIFFERENTIAL_CASES sets how many of each (1000).

  differential.py --tool build/maixfit --mkmodel build/tools/mkmodel
"""
import configparser
import json
import os
import random
import subprocess
import sys
import tarfile
import io

import harness

CASES = int(os.environ.get("DIFFERENTIAL_CASES", "1000"))
HERE = harness.ROOT / "tests" / "differential"
BATCH = 100
ARCHIVES = (("tar", []), ("tar.gz", ["-z"]), ("tar.xz", ["-J"]), ("tar.zst", ["--zstd"]), ("zip", ["--format=zip"]),
            ("7z", ["--format=7zip"]))


def pages(size):
    return -(-size // 4096) * 4096


class Case(harness.Case):
    def inspect(self, *names):
        result = subprocess.run([self.tool, "inspect", "-f", "json", *names], cwd=self.folder, capture_output=True, timeout=120)
        return json.loads(result.stdout) if result.stdout else {"models": [], "findings": [], "error": result.stderr.decode()}

    def encode(self, schema, documents):
        """Many documents by one run of flatc; their bytes."""
        names = []
        for index, document in enumerate(documents):
            names.append(f"d{index}")
            (self.folder / f"d{index}.json").write_text(json.dumps(document))
        subprocess.run(["flatc", "-b", HERE / schema, *[f"{name}.json" for name in names]], cwd=self.folder, check=True,
                       capture_output=True)
        return [(self.folder / f"{name}.bin").read_bytes() for name in names]


def random_blob(source, sizes):
    """A neu blob as flatc's JSON; what it takes is added to `sizes`."""
    def entries(kind, count, low=1):
        made = []
        for index in range(count):
            entry = {"name": f"{kind}{index}", "size": source.choice([low, 4096, source.randint(low, 10**9), 2**33])}
            if source.random() < 0.3:
                entry["kind"] = source.choice([0, 1])
            if source.random() < 0.5:
                entry["offset"] = source.randint(0, 2**40)
            made.append(entry)
        return made
    inputs, outputs = entries("in", source.randint(0, 3)), entries("out", source.randint(0, 3))
    workspace, runtime = entries("w", source.randint(0, 2)), entries("r", source.randint(0, 2))
    words = source.randint(1, 50)
    io_bytes = [entry["size"] for entry in inputs + outputs]
    spaces = [entry["size"] for entry in workspace + runtime if entry.get("kind", 0) != 1]
    sizes["mcode"] += 8 * words
    sizes["workspace"] += sum(spaces)
    sizes["io"] += sum(io_bytes)
    sizes["pages"] += pages(8 * words) + sum(map(pages, spaces + io_bytes))
    if source.random() < 0.5:
        inputs.append({"name": "params", "size": sizes["const"]})
        inputs.append({"name": "in0_offset", "size": 4})
    memory = {key: value for key, value
              in (("inputs", inputs), ("outputs", outputs), ("workspace", workspace), ("runtime", runtime))
              if value or source.random() < 0.5}
    blob = {"memory": memory, "code": {"words": [source.getrandbits(64) for _ in range(words)]}}
    if source.random() < 0.5:
        blob.update({"f0": 7, "name": "n", "f7": 1})
        blob["code"]["queues"] = [1, 2, 3]
    return blob


def escape(data):
    return "".join(f"\\{byte:03o}" for byte in data)


def node_text(index, key):
    params = {"name": "params", "const_data_key": key}
    info = json.dumps({"name": "n", "dotneus": [{"neu_key": f"b{index}", "extra_inputs": [params]}]})
    return (f'node {{ name: "n{index}" op: "neu mode" output: "o" '
            f'attribute {{ name: "npu_graph_info" text: "{escape(info.encode())}" '
            'type: 3 } }')


def test_axmodels_by_flatc_and_protoc(case):
    """Blobs by flatc inside models by protoc."""
    source = random.Random(1)
    for _ in range(CASES // BATCH):
        plans = []
        for _ in range(BATCH):
            sizes = {"const": source.randint(1, 3000), "mcode": 0, "workspace": 0, "io": 0, "pages": 0}
            plans.append(([random_blob(source, sizes) for _ in range(source.randint(1, 3))], sizes))
        encoded = iter(case.encode("neu.fbs", [blob for blobs, _ in plans for blob in blobs]))
        texts = []
        for blobs, sizes in plans:
            weights = bytes(sizes["const"])
            sizes["pages"] += pages(len(weights))
            parts = [node_text(index, "p") for index in range(len(blobs))]
            parts += [f'initializer {{ name: "b{index}" type: 2 raw: "{escape(next(encoded))}" }}'
                      for index in range(len(blobs))]
            parts.append(f'initializer {{ name: "p" dims: {len(weights)} raw: "{escape(weights)}" }}')
            texts.append(f'ir: 8 producer: "Pulsar2" graph {{ name: "g" {" ".join(parts)} }}')
        for index, model in enumerate(protoc(texts)):
            (case.folder / f"m{index}.axmodel").write_bytes(model)
        report = case.inspect(*[f"m{index}.axmodel" for index in range(BATCH)])
        case.equal(len(report["models"]), BATCH, f"models read: {report['findings'][:1]} {report.get('error', '')[:200]}")
        for model, (_, sizes) in zip(report["models"], plans):
            got = {key: model["parts"][key] for key in ("const", "mcode", "workspace", "io")}
            case.equal(dict(got, pages=model["npu_bytes"]), sizes, model["path"])


def protoc(texts):
    """The models as one message encodes them all: each behind the byte of its field and its length."""
    text = "".join(f"model {{ {text} }}\n" for text in texts)
    data = subprocess.run(["protoc", "--encode=Models", f"-I{HERE}", str(HERE / "axmodel.proto")],
                          input=text.encode(), check=True,
                          capture_output=True).stdout
    at = 0
    while at < len(data):
        assert data[at] == 10, "field 1, with a length"
        length = shift = 0
        while shift == 0 or data[at] >= 128:
            at += 1
            length |= (data[at] & 127) << shift
            shift += 7
        yield data[at + 1:at + 1 + length]
        at += 1 + length


def random_cvimodel(source):
    """flatc's JSON, the payload's length, and what it takes."""
    sections, offset, need = [], 0, {"weight": 0, "cmdbuf": 0, "pages": 0}
    for index in range(source.randint(0, 3)):
        kind, size = source.choice([0, 1, 4]), source.randint(1, 5000)
        sections.append({"type": kind, "name": f"s{index}", "size": size, "offset": offset})
        offset += size
        need["weight"] += size if kind == 0 else 0
        need["cmdbuf"] += size if kind == 1 else 0
        need["pages"] += pages(size)
    programs, largest, private, io_sum = [], 0, 0, 0
    for index in range(source.randint(1, 2)):
        shared, own, tensors, kinds = source.choice([0, 5000]), source.choice([0, 300]), [], set()
        for number in range(source.randint(1, 4)):
            dims = [source.randint(1, 30) for _ in range(source.randint(1, 5))]
            kind, dtype = source.randint(0, 7), source.randint(0, 7)
            size = [4, 4, 4, 2, 2, 2, 1, 1][dtype]
            for dim in dims[:4]:
                size *= dim
            tensors.append({"name": f"t{number}", "offset": kind << 40, "dtype": dtype, "shape": {"dim": dims}})
            io_sum += size if kind >= 3 else 0
            if kind >= 3 and kind not in kinds:
                kinds.add(kind)
                need["pages"] += pages(size)
        programs.append({"inputs": ["t0"], "outputs": ["t9"], "tensors": tensors, "shared": shared, "own": own})
        largest, private = max(largest, shared), private + own
        need["pages"] += pages(own)
    need.update({"private": private, "shared": largest, "io": io_sum})
    need["pages"] += pages(largest)
    return {"name": "x", "programs": programs, "sections": sections, "target": "cv182x"}, offset, need


def test_cvimodels_by_flatc(case):
    source = random.Random(2)
    for _ in range(CASES // BATCH):
        plans = [random_cvimodel(source) for _ in range(BATCH)]
        bodies = case.encode("cvimodel.fbs", [document for document, _, _ in plans])
        for index, (body, (_, payload, _)) in enumerate(zip(bodies, plans)):
            header = b"CviModel" + len(body).to_bytes(4, "little") + bytes([1, 4]) + bytes(16) + b"cv182x".ljust(16, b"\0")
            (case.folder / f"m{index}.cvimodel").write_bytes(header.ljust(48, b"\0") + body + bytes(payload))
        report = case.inspect(*[f"m{index}.cvimodel" for index in range(BATCH)])
        case.equal(len(report["models"]), BATCH, f"models read: {report['findings'][:1]} {report.get('error', '')[:200]}")
        for model, (_, _, need) in zip(report["models"], plans):
            got = {key: model["parts"][key] for key in need if key != "pages"}
            case.equal(dict(got, pages=model["npu_bytes"]), need, model["path"])


def random_mud(source):
    def blank():
        return source.choice(["", " ", "\t", "  "])

    name = source.choice(["a.axmodel", "sub/b c.axmodel", "d#e.axmodel", "f;g.axmodel", "h=i.axmodel", "名.axmodel"])
    comment = source.choice(["", "", " # c", " ; d=e", "\t#"])
    lines = [source.choice(["", "; x", "# y = z", "[other]"])] if source.random() < 0.3 else []
    lines += ["[basic]", f"type{blank()}={blank()}axmodel{source.choice(['', ' # c'])}",
              f"model_npu{blank()}={blank()}{name}{comment}{blank()}"]
    lines += source.sample(["[extra]", "labels = a, b", "; end", "mean=1,2,3", ""], source.randint(0, 3))
    if "[extra]" not in lines:
        lines = [line for line in lines if not line.startswith(("labels", "mean"))]
    return source.choice(["\n", "\r\n"]).join(lines) + "\n"


def name_by_configparser(text):
    """The model that the parser reads; None where it refuses the text."""
    parser = configparser.ConfigParser(inline_comment_prefixes=(";", "#"), interpolation=None, strict=False, delimiters=("=",))
    try:
        parser.read_string(text.replace("\r\n", "\n"))
        return parser["basic"]["model_npu"]
    except (configparser.Error, KeyError):
        return None


def test_mud_by_configparser(case):
    """The name of a model that is missing is what the parser read."""
    source = random.Random(3)
    texts = [random_mud(source) for _ in range(CASES)]
    named = zip(texts, map(name_by_configparser, texts))
    compared = [(f"{index}.mud", text, name) for index, (text, name) in enumerate(named) if name]
    for file, text, _ in compared:
        (case.folder / file).write_bytes(text.encode())
    runs = case.many([harness.request(["inspect", file]) for file, _, _ in compared])
    for (file, text, name), run in zip(compared, runs):
        case.equal(run.stderr.decode().strip(), f"maixfit: {file}: names {name}, which is missing", repr(text))
    case.check(len(compared) > CASES * 9 // 10, f"only {len(compared)} of {CASES} cases were compared")


def test_archives_by_bsdtar(case):
    """The names and sizes that bsdtar lists are the models that are read."""
    source = random.Random(4)
    for number in range(20):
        subprocess.run([case.mkmodel, "axmodel", case.folder / f"seed{number}.axmodel",
                        "--const", str(100 + 37 * number)], check=True,
                       capture_output=True)
    models = [(case.folder / f"seed{number}.axmodel").read_bytes() for number in range(20)]
    made = [make_archive(case, source, models, index) for index in range(CASES)]
    runs = case.judge_many([["inspect", path] for path, _ in made])
    for (path, listed), (report, _) in zip(made, runs):
        got = sorted((model["path"].removeprefix(f"{path}:"), model["file_bytes"]) for model in report["models"])
        case.equal(got, listed, path)


def make_archive(case, source, models, index):
    """Its name, and the names and sizes that bsdtar lists."""
    folders = ["", "a/", "a/b c/", "./", "名/", "x" * 120 + "/"]
    names = {f"{source.choice(folders)}m{n}.axmodel" for n in range(source.randint(1, 4))}
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=source.choice([tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])) as tar:
        for name in sorted(names):
            data = source.choice(models)
            item = tarfile.TarInfo(name)
            item.size = len(data)
            tar.addfile(item, io.BytesIO(data))
    suffix, options = ARCHIVES[index % len(ARCHIVES)]
    path = f"{index}.{suffix}"
    environment = dict(os.environ, LC_ALL="C.UTF-8")
    subprocess.run(["bsdtar", *options, "-cf", path, "@-"], cwd=case.folder, input=raw.getvalue(), check=True, env=environment)
    listing = subprocess.run(["bsdtar", "-tvf", path], cwd=case.folder, check=True, capture_output=True, env=environment).stdout
    lines = listing.decode().splitlines()
    return path, sorted((line.split(None, 8)[8].removeprefix("./"), int(line.split()[4])) for line in lines)


if __name__ == "__main__":
    sys.exit(harness.main("differential", globals(), Case))

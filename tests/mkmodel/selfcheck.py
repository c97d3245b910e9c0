#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Do mkmodel's truths hold? Files of random options, from a fixed seed, are read by the small readers below, which know
the formats and nothing of mkmodel; the figures that they find must be those that mkmodel printed. Some files are held
against figures worked out by hand.

  selfcheck.py [--mkmodel build/tools/mkmodel] [--seed N]
"""
import argparse
import base64
import hashlib
import json
import math
import os
import pathlib
import random
import struct
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
RANDOM_FILES = 40  # of each format
DTYPES = {"FP32": 4, "INT32": 4, "UINT32": 4, "BF16": 2, "INT16": 2, "UINT16": 2, "INT8": 1, "UINT8": 1}
PIXELS = ["GRAYSCALE", "RGB_PLANAR", "BGR_PLANAR", "RGBA_PLANAR", "RGB_PACKED", "BGR_PACKED", "YUV_NV12", "YUV_NV21", "YUV420_PLANAR"]


def up(value, step):
    return -(-value // step) * step


# FlatBuffers

class Table:
    """Fields by index; one that is absent reads as its default."""

    def __init__(self, data, place):
        self.data, self.place = data, place
        self.vtable = place - struct.unpack_from("<i", data, place)[0]
        self.fields = (struct.unpack_from("<H", data, self.vtable)[0] - 4) // 2

    def at(self, index):
        offset = struct.unpack_from("<H", self.data, self.vtable + 4 + 2 * index)[0] if index < self.fields else 0
        return self.place + offset if offset else 0

    def number(self, index, code):
        assert self.at(index) % struct.calcsize("<" + code) == 0, "misaligned"
        return struct.unpack_from("<" + code, self.data, self.at(index))[0] if self.at(index) else 0

    def target(self, index):
        return self.at(index) + struct.unpack_from("<I", self.data, self.at(index))[0] if self.at(index) else 0

    def table(self, index):
        return Table(self.data, self.target(index)) if self.at(index) else None

    def text(self, index):
        return self.string(self.target(index)) if self.at(index) else None

    def string(self, place):
        size = struct.unpack_from("<I", self.data, place)[0]
        assert self.data[place + 4 + size] == 0, "a string does not end in NUL"
        return self.data[place + 4:place + 4 + size].decode()

    def vector(self, index, code):
        if not self.at(index):
            return []
        place = self.target(index)
        count = struct.unpack_from("<I", self.data, place)[0]
        return list(struct.unpack_from(f"<{count}{code}", self.data, place + 4))

    def places(self, index):
        start = self.target(index) + 4
        return [start + 4 * i + offset for i, offset in enumerate(self.vector(index, "I"))]

    def tables(self, index):
        return [Table(self.data, place) for place in self.places(index)]

    def texts(self, index):
        return [self.string(place) for place in self.places(index)]


def root(data):
    return Table(data, struct.unpack_from("<I", data)[0])


# cvimodel

def unpack_lz4(block):
    """An LZ4 block; None where it is none."""
    out, at = bytearray(), 0

    def length(nibble):
        nonlocal at
        if nibble == 15:
            while block[at] == 255:
                nibble += 255
                at += 1
            nibble += block[at]
            at += 1
        return nibble

    try:
        while True:
            token = block[at]
            at += 1
            literals = length(token >> 4)
            if at + literals > len(block):
                return None
            out += block[at:at + literals]
            at += literals
            if at == len(block):
                return bytes(out)
            back = block[at] | block[at + 1] << 8
            at += 2
            if not 0 < back <= len(out):
                return None
            for _ in range(length(token & 15) + 4):
                out.append(out[-back])
    except IndexError:
        return None


def walk(section):
    """Bytes of descriptors that the records become."""
    at = syncs = dma_total = lists = tiu = dma = 0
    while at < len(section):
        magic, size, engine = section[at], section[at + 1], section[at + 2] & 15
        assert magic == 0xA7 and size == {0: 112, 1: 224, 2: 64}[engine], "no record"
        body = section[at + 8:at + 8 + size]
        assert len(body) == size, "a record is cut"
        at += 8 + size
        tiu += engine == 0
        dma += engine == 2
        ids = {0: body[4:6], 2: body[2:4]}.get(engine, b"\xff\xff")
        if ids != b"\xff\xff" and at < len(section):
            continue
        syncs += 1
        dma_total += dma
        if tiu:
            lists = up(lists + 112 * tiu + 128, 256)
        tiu = dma = 0
    return up(up(128 + 224 * syncs, 256) + lists, 64) + 64 * dma_total


def picture(name, dims, old):
    """Bytes of an aligned tensor, from the pixel format."""
    n, c, h, w = dims
    x, plane = (32, 4096) if old else (64, 64)
    if name == "GRAYSCALE":
        return n * c * h * up(w, x)
    if name in ("RGB_PLANAR", "BGR_PLANAR", "RGBA_PLANAR"):
        return n * c * up(up(w, x) * h, plane)
    if name in ("RGB_PACKED", "BGR_PACKED"):
        return n * h * up(w * c, x)
    if name in ("YUV_NV12", "YUV_NV21"):
        return n * up(up(h * up(w, x), plane) + h // 2 * up(w, x), plane)
    assert name == "YUV420_PLANAR", name
    u = up(h * up(w, 2 * x), plane)
    v = up(u + h // 2 * up(w // 2, x), plane)
    return n * up(v + h // 2 * up(w // 2, x), plane)


class Cvimodel:
    def __init__(self, data):
        self.data = data
        size, major, minor = struct.unpack_from("<IBB", data, 8)
        assert data[:8] == b"CviModel"
        old = (major, minor) == (1, 0)
        head = 32 if old else 48
        self.chip = "cv183x" if old else data[30:46].rstrip(b"\0").decode()
        self.md5_holds = hashlib.md5(data[head:]).digest() == data[14:30]
        self.payload = data[head + size:]
        self.model = root(data[head:head + size])
        assert self.model.data[self.model.at(0):self.model.at(0) + 2] == bytes([major, minor]), "version"
        self.blocks, self.need, self.dmabuf, self.io = [], 0, 0, 0
        for section in self.model.tables(7):
            self.read_section(section)
        self.read_programs(self.model.tables(6))

    def read_section(self, section):
        kind, size, offset = section.number(0, "B"), section.number(2, "I"), section.number(3, "I")
        unpacked = section.number(6, "I") if section.number(5, "B") else 0
        body = self.payload[offset:offset + size]
        assert len(body) == size, "a section ends past the file"
        self.need += size
        if kind == 0:
            self.blocks.append(size)
        elif kind == 4:
            self.blocks += [size, unpacked]
        elif kind == 1 and size:
            self.dmabuf += self.commands(body, unpacked, section.number(4, "B"))

    def commands(self, body, unpacked, encrypted):
        known = self.chip == "cv181x"
        if encrypted:
            block = 2 * len(body)
        elif unpacked:
            records = unpack_lz4(body)
            block = walk(records) if known and records and len(records) == unpacked else unpacked + 512
        else:
            block = walk(body) if known else len(body)
        self.blocks.append(block)
        return block

    def read_programs(self, programs):
        shared = [(program.number(6, "I"), program.number(1, "I")) for program in programs]
        for program in programs:
            neuron, private = program.number(1, "I"), program.number(7, "I")
            self.need += neuron + private
            self.blocks.append(neuron or private)
            self.read_tensors(program.tables(4))
        most = max(size for size, _ in shared)
        self.need += most
        if any(size and not neuron for size, neuron in shared):
            self.blocks.append(most)

    def read_tensors(self, tensors):
        seen = set()
        for tensor in tensors:
            place = tensor.number(2, "q")
            kind = -1 if place == -1 else place >> 40 & 7
            if kind < 3:
                continue
            dims = (tensor.table(4).vector(0, "q") + [1, 1, 1, 1])[:4]
            plain = math.prod(dims) * list(DTYPES.values())[tensor.number(3, "B")]
            self.need += plain
            if kind in seen:
                continue
            seen.add(kind)
            if tensor.number(11, "B"):
                plain = tensor.number(12, "I") or picture(tensor.text(10), dims, self.chip == "cv183x")
            self.io += plain
            self.blocks.append(plain)

    def figures(self):
        return {"need_ion": self.need, "dmabuf": self.dmabuf, "io_blocks": self.io, "runtime": sum(self.blocks),
                "runtime_pages": sum(up(size, 4096) for size in self.blocks)}


# axmodel

def varint(data, at):
    value = shift = 0
    while True:
        value |= (data[at] & 127) << shift
        at, shift = at + 1, shift + 7
        if data[at - 1] < 128:
            return value, at


def fields(data):
    """The fields of a protobuf message: number and value."""
    at = 0
    while at < len(data):
        tag, at = varint(data, at)
        assert tag & 7 in (0, 2), "wire type"
        value, at = varint(data, at)
        if tag & 7 == 2:
            assert at + value <= len(data), "a field ends past its message"
            value, at = data[at:at + value], at + value
        yield tag >> 3, value


def first(data, number, default=b""):
    return next((value for key, value in fields(data) if key == number), default)


def every(data, number):
    return [value for key, value in fields(data) if key == number]


class Axmodel:
    def __init__(self, data):
        self.graph = first(data, 7)
        self.initializers = {}
        for item in every(self.graph, 5):
            raw = first(item, 9, None)
            self.initializers.setdefault(first(item, 8).decode(), raw)  # of two of a name the first counts
        extra = next((first(entry, 2) for entry in every(data, 14) if first(entry, 1) == b"extra_data"), b"")
        self.extra = base64.b64decode(extra)
        self.const, self.mcode, self.workspace, self.io = [], [], [], []
        self.dotneus = []
        self.counted, self.named = set(), set()
        for node in every(self.graph, 1):
            if first(node, 4) == b"neu mode":
                self.read_node(node)
        if self.mcode and any(first(node, 4) != b"neu mode" for node in every(self.graph, 1)):
            self.count_strays()

    def read_node(self, node):
        info = {first(item, 1): first(item, 4) for item in every(node, 5)}.get(b"npu_graph_info")
        if info is None:  # Pulsar2 1.1
            key = next(name for name in every(node, 1) if name.decode() in self.initializers)
            self.dotneus.append(1)
            self.read_blob(self.initializers[key.decode()], True)
            return
        for dotneu in json.loads(info)["dotneus"]:
            self.dotneus.append(dotneu["batch"])
            for item in dotneu["extra_inputs"]:
                self.count_const(item.get("const_data_key"))
            has_key = any(item["name"] == "params" and item.get("const_data_key") for item in dotneu["extra_inputs"])
            if self.initializers.get(dotneu["neu_key"]) is not None:
                self.read_blob(self.initializers[dotneu["neu_key"]], False, has_key)

    def count_const(self, key):
        if key and key not in self.counted and self.initializers.get(key) is not None:
            self.counted.add(key)
            self.const.append(len(self.initializers[key]))

    def count_strays(self):
        """Beside a CPU node an app allocates inputs and outputs of the graph that are in no memory table, too."""
        for value in every(self.graph, 11) + every(self.graph, 12):
            if first(value, 1).decode() not in self.named:
                tensor = first(first(value, 2), 1)
                dims = [first(dim, 1, 0) for dim in every(first(tensor, 2), 1)]
                self.io.append(math.prod(dims) * {1: 4, 2: 1}[first(tensor, 1, 0)])

    def read_blob(self, raw, inner, has_key=True):
        blob = root(raw)
        code, memory = blob.table(5), blob.table(2)
        self.mcode.append(8 * len(code.vector(code.fields - 1, "Q")))
        lists = [[(item.text(0), item.number(2, "Q"), item.number(3, "B")) for item in memory.tables(index)] for index in range(4)]
        for name, size, _ in lists[0] + lists[1]:
            self.named.add(name)
            if name not in ("params", "dyn_params") and not name.endswith("_offset"):
                self.io.append(size)
            if name == "params" and not has_key:
                self.const.append(size)
        for name, size, kind in lists[2] + lists[3]:
            if kind != 1:
                (self.const if inner and name == "params" else self.workspace).append(size)

    def figures(self):
        blocks = self.const + self.mcode + self.workspace + self.io
        return {"cmm": sum(self.const + self.mcode + self.workspace), "const": sum(self.const), "mcode": sum(self.mcode),
                "workspace": sum(self.workspace), "io": sum(self.io), "runtime_pages": sum(up(size, 4096) for size in blocks),
                "groups": len(self.dotneus)}


# Cases

def differing(truth, figures):
    """The figures that are not as in the truth: (printed, wanted)."""
    return {key: (truth.get(key), value) for key, value in figures.items() if truth.get(key) != value}


class Check:
    def __init__(self, mkmodel, folder):
        self.mkmodel, self.folder = mkmodel, folder
        self.passed = self.failed = 0

    def say(self, ok, words, text):
        self.passed += ok
        self.failed += not ok
        if not ok:
            print(f"mkmodel {' '.join(words)}: FAILED: {text}")

    def make(self, kind, words):
        """The truth and the reader of a file of these options; its figures are checked."""
        path = self.folder / f"made.{kind}"
        result = subprocess.run([self.mkmodel, kind, path, *words], capture_output=True, text=True)
        if result.returncode != 0:
            self.say(False, [kind, *words], result.stderr.strip())
            return None, None
        truth = json.loads(result.stdout)
        try:
            read = {"cvimodel": Cvimodel, "axmodel": Axmodel}[kind](path.read_bytes())
        except (AssertionError, IndexError, KeyError, struct.error, ValueError) as error:
            self.say(False, [kind, *words], f"the file cannot be read: {error!r}")
            return truth, None
        wrong = differing(truth, read.figures())
        self.say(not wrong and truth.keys() == read.figures().keys(), [kind, *words], f"(printed, found): {wrong}")
        return truth, read

    def hold(self, kind, line, **figures):
        """The truth must have these figures, which were worked out by hand."""
        truth, _ = self.make(kind, line.split())
        wrong = differing(truth, figures) if truth else "none"
        self.say(not wrong, [kind, line], f"(printed, by hand): {wrong}")

    def refuse(self, kind, line):
        result = subprocess.run([self.mkmodel, kind, self.folder / "no", *line.split()], capture_output=True)
        self.say(result.returncode == 2, [kind, line], f"status {result.returncode}, not 2")


def random_size(source, most=1 << 20):
    return str(source.choice([0, 1, 4096, source.randint(1, most)]))


def random_commands(source):
    words = ["--cmd", ",".join(source.choice([f"t{source.randint(1, 40)}", f"d{source.randint(1, 9)}", "c"]) +
                               source.choice(["", ",s"]) for _ in range(source.randint(1, 6)))]
    return words + source.choice([[], [], ["--compress"], ["--compress=0"], ["--compress=7"], ["--garbage"], ["--garbage=999"],
                                  ["--encrypt"]])


def random_tensor(source, index):
    dims = [source.randint(1, 70) for _ in range(source.randint(1, 5))]
    dims[4:] = [source.randint(2, 3)] * len(dims[4:])
    tensor = f"t{index}:{source.choice(list(DTYPES))}:{'x'.join(map(str, dims))}:"
    tensor += source.choice(["none", "shared", "private", "io0", "io1", "io2", "io3", "io4"]) + source.choice([":input", ":output", ""])
    if source.random() < 0.4:
        tensor += source.choice([":aligned", f":aligned={source.randint(1, 99999)}"]) + f":pixel={source.choice(PIXELS)}"
    return ["--tensor", tensor]


def random_cvimodel(source):
    words = ["--weight", random_size(source), "--chip",
             source.choice(["cv181x", "cv181x", "cv180x", "cv183x"]), "--version", source.choice(["1.0", "1.1", "1.4", "1.4"])]
    words += source.choice([[], ["--full"]]) + source.choice([[], ["--target", "cv182x"], ["--target", ""]])
    for _ in range(source.randint(1, 4)):
        words.append("--program")
        for option in ("--neuron", "--private", "--shared"):
            if source.random() < 0.5:
                words += [option, random_size(source)]
        for index in range(source.randint(1, 5)):
            words += random_tensor(source, index)
        for _ in range(source.randint(0, 2)):
            words += random_commands(source)
        words += source.choice([[], ["--section", "cmdbuf:0"], ["--section", "cmdbuf:77", "--encrypt"], ["--section", "func:9"],
                                ["--section", "cmdbuf:3000", "--compress"], ["--section", "cmdbuf:3", "--compress=9"]])
        words += source.choice([[], ["--section", "dmabuf:5000"], ["--section", "dmabuf:5000", "--compress=9001"]])
    return words


def random_sizes(source, option):
    return [word for _ in range(source.randint(0, 3)) for word in (option, random_size(source, 99999))]


def random_axmodel(source):
    words = ["--const", random_size(source), "--chip", source.choice(["AX620E", "AX650"])]
    layout = source.choice(["new", "new", "old", "1.1"])
    words += ["--layout", layout]
    if layout != "1.1":
        words += source.choice([[], ["--dotneus", "3"], ["--batches", "1,4,16", "--max-batch", "32"], ["--batches", "2"]])
        words += source.choice([[], [], [], ["--missing-const"], ["--no-raw-data-key"], ["--no-const-key"], ["--dyn-params", "50"],
                                ["--duplicate", "npu_params:5", "--duplicate", "npu_0_params:5"]])
    for word in ("--own-const", "--initializers-first", "--dims-packed", "--no-extra-data"):
        words += [word] if source.random() < 0.2 else []
    for group in range(source.randint(1, 3)):
        words += ["--group"] if group else []
        words += ["--words", str(source.randint(0, 3000))]
        words += random_sizes(source, "--workspace") + random_sizes(source, "--runtime") + random_sizes(source, "--onchip")
        for _ in range(source.randint(0, 2)):
            words += ["--entry", f"{source.choice(['workspace', 'runtime'])}:{source.randint(0, 4)}:{source.randint(1, 9999)}"]
        for index in range(source.randint(1, 3)):
            words += [source.choice(["--input", "--output"]), f"t{index}:BF16:1x{source.randint(1, 5000)}"]
    words += source.choice([[], ["--stray-input", "si:FP32:1x9"], ["--stray-output", "so:FP32:1x9"]])
    return words


def test_random(check, source):
    for _ in range(RANDOM_FILES):
        check.make("cvimodel", random_cvimodel(source))
        check.make("axmodel", random_axmodel(source))


def test_pixels(check, source):
    """Every pixel format of two chips, of dims that nothing divides and of some that all is a multiple of."""
    for chip in ("cv181x", "cv183x"):
        for name in PIXELS:
            for dims in ("2x3x35x77", f"1x{source.randint(1, 4)}x{source.randint(1, 99)}x{source.randint(1, 999)}", "1x1x128x256"):
                check.make("cvimodel", ["--chip", chip, "--no-cmd", "--tensor", f"in:FP32:{dims}:io0:input:aligned:pixel={name}"])
    one = "--no-cmd --cmd d1 --tensor in:FP32:1x3x35x77:io0:input:aligned:pixel={} --chip {}"
    by_hand = {"cv181x": {"GRAYSCALE": 13440, "RGB_PLANAR": 13440, "RGB_PACKED": 8960, "YUV_NV12": 6656, "YUV420_PLANAR": 6656},
               "cv183x": {"GRAYSCALE": 10080, "RGB_PLANAR": 12288, "RGB_PACKED": 8960, "YUV_NV12": 8192, "YUV420_PLANAR": 16384}}
    for chip, names in by_hand.items():
        for name, size in names.items():
            check.hold("cvimodel", one.format(name, chip), io_blocks=size)
    check.refuse("cvimodel", "--tensor in:INT8:1x3x4x4:io0:input:aligned:pixel=RGB")


def test_programs(check, _):
    base = "--weight 0 --no-cmd --program --tensor a:INT8:1x2x3x4x5:io0:input "
    check.hold("cvimodel", base, need_ion=24, io_blocks=24, runtime=24, runtime_pages=4096)
    check.hold("cvimodel", base + "--neuron 100 --private 5000 --shared 6000", need_ion=11124, runtime=124, runtime_pages=8192)
    check.hold("cvimodel", base + "--private 5000 --shared 6000", need_ion=11024, runtime=11024, runtime_pages=4096 + 8192 + 8192)
    mixed = base + "--neuron 100 --shared 9000 --program --tensor b:FP32:7:io0:input --private 10 --shared {}"
    check.hold("cvimodel", mixed.format(20), need_ion=9000 + 110 + 24 + 28, runtime=9000 + 110 + 24 + 28, runtime_pages=12288 + 4 * 4096)
    check.hold("cvimodel", mixed.format(0), need_ion=9000 + 110 + 24 + 28, runtime=110 + 24 + 28, runtime_pages=4 * 4096)


def test_commands(check, _):
    """300 TIU and 2 TDMA records become 128 + 224 up to 512, 33 728 up to 33 792, and 128."""
    base = "--weight 0 --no-cmd --tensor a:INT8:1:io0:input --cmd t300,d2 "
    for packed in ("", "--compress ", "--compress=0 "):
        check.hold("cvimodel", base + packed, dmabuf=512 + 33792 + 128)
    check.hold("cvimodel", base + "--garbage", dmabuf=300 * 120 + 2 * 72 + 512)
    check.hold("cvimodel", base + "--garbage=1000", dmabuf=1512)
    check.hold("cvimodel", base + "--encrypt", dmabuf=2 * 36144)
    check.hold("cvimodel", base + "--chip cv180x", dmabuf=36144, need_ion=36145)
    check.hold("cvimodel", base + "--section cmdbuf:0 --compress=900", dmabuf=34432, runtime=34433)
    check.hold("cvimodel", base + "--section cmdbuf:0 --weight 64 --compress=900", dmabuf=34432, runtime=34432 + 64 + 1)
    check.hold("cvimodel", base + "--section dmabuf:100 --compress=5000", runtime=34432 + 5100 + 1)
    check.hold("cvimodel", "--weight 0 --tensor a:INT8:1:io0:input --cmd c,c", need_ion=2 * 232 + 1, dmabuf=768)
    for line in ("--section cmdbuf:9", "--section cmdbuf:9 --compress=0", "--cmd t1 --garbage=0", "--weight 9 --garbage"):
        check.refuse("cvimodel", line)


def test_fields(check, _):
    """With --full no field that the schema names is left out."""
    _, read = check.make("cvimodel", "--full --tensor in:UINT8:1x3x8x8:io0:input:aligned:pixel=RGB_PLANAR --tensor mid:INT8:1x4:shared "
                         "--tensor out:FP32:1x10:io1:output --cmd t2 --compress --section dmabuf:9 --section func:9 --batch 1 --neuron 9 "
                         "--shared 9 --private 9".split())
    model = read.model
    missing = [f"Model {i}" for i in range(10) if not model.at(i)]
    program = model.tables(6)[0]
    missing += [f"Program {i}" for i in range(8) if not program.at(i)]
    tensors = program.tables(4)
    missing += [f"Tensor {i}" for i in range(13) if not any(tensor.at(i) for tensor in tensors)]
    missing += [f"quant {i}" for i in range(5) if not tensors[0].table(6).at(i)]
    tpu, cpu = program.tables(5)
    missing += [f"{name} {i}" for name, table in (("tpu", tpu.table(3)), ("cpu", cpu.table(4))) for i in range(2) if not table.at(i)]
    missing += [f"Weight {i}" for i in range(5) if not model.tables(5)[0].at(i)]
    check.say(not missing and read.md5_holds, ["--full"], f"absent: {missing}; MD5 holds: {read.md5_holds}")
    names = [tpu.table(3).text(0), tpu.table(3).text(1), cpu.table(4).text(0), *tpu.texts(1), *tpu.texts(2)]
    check.say(names == ["subfunc_0", "dmabuf_1", "func_aarch64_2", "in", "out"], ["--full"], f"routines: {names}")
    _, large = check.make("cvimodel", ["--weight", "65M"])
    check.say(not large.md5_holds and large.data[14:30] == bytes(16), ["--weight 65M"], "there is an MD5")
    weights = model.tables(5)
    sizes = [weight.number(2, "I") for weight in weights]
    places = [weight.number(1, "q") - (1 << 40) for weight in weights]
    check.say(places == [sum(sizes[:i]) for i in range(3)] and sum(sizes) == 65536, ["--full"], f"weights {sizes} at {places}")


def test_version_10(check, _):
    for words, target in (("", None), ("--chip cv181x", None), ("--target cv183x", "cv183x")):
        _, read = check.make("cvimodel", f"--version 1.0 --neuron 5000 --cmd t3 {words}".split())
        got = (read.model.text(8), read.md5_holds)
        check.say(got == (target, True), ["--version 1.0", words], f"target and MD5: {got}")


def test_axmodels(check, _):
    base = "--const 5000 --words 10 --input i:FP32:1x1 --output o:FP32:1x1 "
    check.hold("axmodel", base, cmm=5080, io=8, runtime_pages=8192 + 3 * 4096, groups=1)
    check.hold("axmodel", base + "--workspace 1 --workspace 4097 --runtime 2 --runtime 3 --onchip 5000 --onchip 9", workspace=4103,
               cmm=9183, runtime_pages=8192 + 3 * 4096 + 4096 + 8192 + 2 * 4096)
    check.hold("axmodel", base + "--entry workspace:1:7 --entry runtime:1:7 --entry workspace:2:10 --entry runtime:5:20", workspace=30)
    check.hold("axmodel", base + "--workspace 7 --workspace 8 --group --words 20 --input i:FP32:1x2 --group --workspace 9 "
               "--input i:FP32:1x3", mcode=80 + 160 + 160, workspace=15 + 15 + 9, io=8 + 8 + 12, groups=3)
    check.hold("axmodel", base + "--batches 1,4 --workspace 10 --groups 2", mcode=320, workspace=40, io=8 * 5 * 3, groups=4)
    check.hold("axmodel", base + "--no-const-key", const=5000, cmm=5080)
    check.hold("axmodel", base + "--duplicate npu_params:9", const=5000)
    check.hold("axmodel", base + "--stray-input a:FP32:1x9 --stray-output b:FP32:1x9", io=8)
    check.hold("axmodel", base + "--stray-input a:FP32:1x9 --stray-output b:FP32:1x9 --cpu-node Add", io=8 + 36 + 36)
    check.hold("axmodel", base + "--no-neu", groups=0, cmm=0)
    check.refuse("axmodel", "--batches 1,1")
    check.refuse("axmodel", "--duplicate npu_params:9 --missing-const")


def test_ax_odds(check, _):
    _, read = check.make("axmodel", "--batches 1,4,300 --max-batch 16 --npu-mode 1".split())
    build = list(fields(first(read.extra, 4)))
    got = (read.dotneus, build)
    check.say(got == ([1, 4, 300], [(1, b"\x01\x04\xac\x02"), (2, 16), (3, 1)]), ["--batches"], f"batches: {got}")
    _, read = check.make("axmodel", "--stray-input a:FP32:1x9 --stray-output b:FP32:1x9 --duplicate npu_params:9".split())
    values = {number: [first(value, 1).decode() for value in every(read.graph, number)] for number in (11, 12)}
    names = [first(item, 8) for item in every(read.graph, 5)]
    check.say(values == {11: ["input", "a"], 12: ["output", "b"]} and names.count(b"npu_params") == 2, ["--stray-input"],
              f"graph: {values}, initializers: {names}")
    _, read = check.make("axmodel", ["--no-const-key"])
    ok = b"const_data_key" not in read.graph and "npu_params" in read.initializers
    check.say(ok, ["--no-const-key"], "the key is there, or the weights are not")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--mkmodel", default=ROOT / "build" / "tools" / "mkmodel", type=os.path.abspath)
    parser.add_argument("--seed", default=1, type=int)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        check = Check(arguments.mkmodel, pathlib.Path(folder))
        for word, function in list(globals().items()):
            if not word.startswith("test_"):
                continue
            try:
                function(check, random.Random(arguments.seed))
            except (AttributeError, IndexError, ValueError) as error:  # there was nothing to look into
                check.say(False, [word], repr(error))
    print(f"mkmodel: {check.passed} passed, {check.failed} failed")
    return 1 if check.failed or not check.passed else 0


if __name__ == "__main__":
    sys.exit(main())

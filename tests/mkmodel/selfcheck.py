#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Do mkmodel's truths hold? Files of random options, from a fixed seed, are read by small readers, which know
the formats and nothing of mkmodel; the figures that they find must be those that mkmodel printed. Some files are held
against figures worked out by hand.

  selfcheck.py [--mkmodel build/tools/mkmodel] [--seed N]
"""
import argparse
import json
import os
import pathlib
import random
import struct
import subprocess
import sys
import tempfile

from random_models import PIXELS, random_axmodel, random_cvimodel
from read_axmodel import Axmodel, every, fields, first
from read_cvimodel import Cvimodel

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
RANDOM_FILES = 40  # of each format


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


def test_random(check, source):
    for _ in range(RANDOM_FILES):
        check.make("cvimodel", random_cvimodel(source))
        check.make("axmodel", random_axmodel(source))


def test_pixels(check, source):
    """Every pixel format of two chips, of dims that nothing divides and of some that all is a multiple of."""
    for chip in ("cv181x", "cv183x"):
        for name in PIXELS:
            some = f"1x{source.randint(1, 4)}x{source.randint(1, 99)}x{source.randint(1, 999)}"
            for dims in ("2x3x35x77", some, "1x1x128x256"):
                check.make("cvimodel", ["--chip", chip, "--no-cmd", "--tensor",
                                        f"in:FP32:{dims}:io0:input:aligned:pixel={name}"])
    one = "--chip {1} --no-cmd --cmd d1 --tensor in:FP32:1x3x35x77:io0:input:aligned:pixel={0}"
    by_hand = {"cv181x": {"GRAYSCALE": 13440, "RGB_PLANAR": 13440, "RGB_PACKED": 8960, "YUV_NV12": 6656, "YUV420_PLANAR": 6656},
               "cv183x": {"GRAYSCALE": 10080, "RGB_PLANAR": 12288, "RGB_PACKED": 8960, "YUV_NV12": 8192,
                          "YUV420_PLANAR": 16384}}
    for chip, names in by_hand.items():
        for name, size in names.items():
            check.hold("cvimodel", one.format(name, chip), io_blocks=size)
    check.refuse("cvimodel", "--tensor in:INT8:1x3x4x4:io0:input:aligned:pixel=RGB")


def test_programs(check, _):
    base = "--weight 0 --no-cmd --program --tensor a:INT8:1x2x3x4x5:io0:input "
    check.hold("cvimodel", base, need_ion=24, io_blocks=24, runtime=24, runtime_pages=4096)
    check.hold("cvimodel", base + "--neuron 100 --private 5000 --shared 6000", need_ion=11124, runtime=124, runtime_pages=8192)
    check.hold("cvimodel", base + "--private 5000 --shared 6000", need_ion=11024, runtime=11024,
               runtime_pages=4096 + 8192 + 8192)
    mixed = base + "--neuron 100 --shared 9000 --program --tensor b:FP32:7:io0:input --private 10 --shared {}"
    check.hold("cvimodel", mixed.format(20), need_ion=9000 + 110 + 24 + 28, runtime=9000 + 110 + 24 + 28,
               runtime_pages=12288 + 4 * 4096)
    check.hold("cvimodel", mixed.format(0), need_ion=9000 + 110 + 24 + 28, runtime=110 + 24 + 28, runtime_pages=4 * 4096)


def test_commands(check, _):
    """300 TIU and 2 TDMA records become 128 + 224 up to 512, 33 728 up to 33 792, and 128."""
    base = "--weight 0 --no-cmd --tensor a:INT8:1:io0:input --cmd t300,d2 "
    for packed in ("", "--compress ", "--compress=0 "):
        check.hold("cvimodel", base + packed, dmabuf=512 + 33792 + 128)
    check.hold("cvimodel", base + "--garbage", dmabuf=300 * 120 + 2 * 72 + 512)
    check.hold("cvimodel", base + "--garbage=1000", dmabuf=1512)
    check.hold("cvimodel", base + "--encrypt", dmabuf=2 * 36144)
    for chip, block in (("cv180x", 34432), ("phobos", 34432), ("mars", 34432), ("cv182x", 36144)):
        check.hold("cvimodel", f"--chip {chip} " + base, dmabuf=block, need_ion=36145)
    check.hold("cvimodel", base + "--section cmdbuf:0 --compress=900", dmabuf=34432, runtime=34433)
    check.hold("cvimodel", base + "--section cmdbuf:0 --weight 64 --compress=900", dmabuf=34432, runtime=34432 + 64 + 1)
    check.hold("cvimodel", base + "--section dmabuf:100 --compress=5000", runtime=34432 + 5100 + 1)
    check.hold("cvimodel", "--weight 0 --tensor a:INT8:1:io0:input --cmd c,c", need_ion=2 * 232 + 1, dmabuf=768)
    for line in ("--section cmdbuf:9", "--section cmdbuf:9 --compress=0", "--cmd t1 --garbage=0", "--weight 9 --garbage"):
        check.refuse("cvimodel", line)


def test_fields(check, _):
    """With --full no field that the schema names is left out."""
    _, read = check.make("cvimodel", "--full --tensor in:UINT8:1x3x8x8:io0:input:aligned:pixel=RGB_PLANAR "
                         "--tensor mid:INT8:1x4:shared "
                         "--tensor out:FP32:1x10:io1:output --cmd t2 --compress --section dmabuf:9 --section func:9 "
                         "--batch 1 --neuron 9 "
                         "--shared 9 --private 9".split())
    model = read.model
    missing = [f"Model {i}" for i in range(10) if not model.at(i)]
    program = model.tables(6)[0]
    missing += [f"Program {i}" for i in range(8) if not program.at(i)]
    tensors = program.tables(4)
    missing += [f"Tensor {i}" for i in range(13) if not any(tensor.at(i) for tensor in tensors)]
    missing += [f"quant {i}" for i in range(5) if not tensors[0].table(6).at(i)]
    tpu, cpu = program.tables(5)
    routines = (("tpu", tpu.table(3)), ("cpu", cpu.table(4)))
    missing += [f"{name} {i}" for name, table in routines for i in range(2) if not table.at(i)]
    missing += [f"Weight {i}" for i in range(5) if not model.tables(5)[0].at(i)]
    check.say(not missing and read.md5_holds, ["--full"], f"absent: {missing}; MD5 holds: {read.md5_holds}")
    names = [tpu.table(3).text(0), tpu.table(3).text(1), cpu.table(4).text(0), *tpu.texts(1), *tpu.texts(2)]
    check.say(names == ["subfunc_0", "dmabuf_1", "func_aarch64_2", "in", "out"], ["--full"], f"routines: {names}")
    _, large = check.make("cvimodel", ["--weight", "2M"])
    check.say(not large.md5_holds and large.data[14:30] == bytes(16), ["--weight 2M"], "there is an MD5")
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
    check.hold("axmodel", base + "--workspace 1 --workspace 4097 --runtime 2 --runtime 3 --onchip 5000 --onchip 9",
               workspace=4103, cmm=9183, runtime_pages=8192 + 3 * 4096 + 4096 + 8192 + 2 * 4096)
    check.hold("axmodel", base + "--entry workspace:1:7 --entry runtime:1:7 --entry workspace:2:10 --entry runtime:5:20",
               workspace=30)
    check.hold("axmodel", base + "--workspace 7 --workspace 8 --group --words 20 --input i:FP32:1x2 --group --workspace 9 "
               "--input i:FP32:1x3", mcode=80 + 160 + 160, workspace=15 + 15 + 9, io=8 + 8 + 12, groups=3)
    check.hold("axmodel", base + "--batches 1,4 --workspace 10 --groups 2", mcode=320, workspace=40, io=8 * 5 * 3, groups=4)
    check.hold("axmodel", base + "--no-const-key", const=5000, cmm=5080)
    check.hold("axmodel", base + "--duplicate npu_params:9", const=5000)
    check.hold("axmodel", base + "--stray-input a:FP32:1x9 --stray-output b:FP32:1x9", io=8)
    check.hold("axmodel", base + "--stray-input a:FP32:1x9 --stray-output b:FP32:1x9 --cpu-node Add", io=8 + 36 + 36)
    check.hold("axmodel", base + "--no-neu", groups=0, cmm=0)
    check.hold("axmodel", base + "--no-tables both --stray-input a:FP32:1x9", io=8 + 36)
    check.hold("axmodel", base + "--no-tables both --groups 2", io=2 * 8)
    check.hold("axmodel", base + "--no-tables outputs --stray-input a:FP32:1x9 --stray-output b:FP32:1x9", io=8 + 36)
    check.hold("axmodel", base + "--layout 1.1 --dotneus 3 --groups 2", const=6 * 5000, mcode=6 * 80, groups=6)
    check.hold("axmodel", base + "--layout 1.1 --nodes-twice --workspace 7",
               const=5000, mcode=160, workspace=14, io=16, groups=2)
    check.hold("axmodel", base + "--no-const-key --nodes-twice --workspace 7", const=5000, mcode=160, workspace=14, groups=2)
    check.hold("axmodel", base + "--far-vtables --unknown-fields 9999", cmm=5080, io=8, runtime_pages=8192 + 3 * 4096, groups=1)
    for key, first_or_last in ((key, place) for key in ("dotneus", "const_data_key") for place in ("first", "last")):
        check.hold("axmodel", base + f"--json-twice {key}:{first_or_last} --batches 1,4", const=5000, mcode=160, groups=2)
    check.refuse("axmodel", "--json-twice dotneus:first --layout 1.1")
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

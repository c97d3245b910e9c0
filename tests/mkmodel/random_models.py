# SPDX-License-Identifier: MIT
"""Random options of mkmodel."""
from read_cvimodel import DTYPES

PIXELS = ["GRAYSCALE", "RGB_PLANAR", "BGR_PLANAR", "RGBA_PLANAR", "RGB_PACKED", "BGR_PACKED", "YUV_NV12", "YUV_NV21",
          "YUV420_PLANAR"]


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
    tensor += source.choice(["none", "shared", "private", "io0", "io1", "io2", "io3", "io4"])
    tensor += source.choice([":input", ":output", ""])
    if source.random() < 0.4:
        tensor += source.choice([":aligned", f":aligned={source.randint(1, 99999)}"]) + f":pixel={source.choice(PIXELS)}"
    return ["--tensor", tensor]


def random_cvimodel(source):
    words = ["--weight", random_size(source), "--chip",
             source.choice(["cv181x", "mars", "cv180x", "phobos", "cv183x"]), "--version",
             source.choice(["1.0", "1.1", "1.4", "1.4"])]
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
    if layout == "1.1":
        words += source.choice([[], ["--dotneus", "2"]])
    else:
        words += source.choice([[], ["--dotneus", "3"], ["--batches", "1,4,16", "--max-batch", "32"], ["--batches", "2"]])
        words += source.choice([[], [], [], ["--missing-const"], ["--no-raw-data-key"], ["--no-const-key"],
                                ["--dyn-params", "50"],
                                ["--duplicate", "npu_params:5", "--duplicate", "npu_0_params:5"]])
    words += source.choice([[], [], [], ["--no-tables", "both"]])
    for word in ("--own-const", "--initializers-first", "--dims-packed", "--no-extra-data", "--far-vtables", "--nodes-twice"):
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

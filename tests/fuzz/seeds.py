#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Makes the seeds of the fuzz targets: at least 100 each, into FOLDER/TARGET. Usage: seeds.py MKMODEL FOLDER"""
import io
import json
import pathlib
import random
import subprocess
import sys
import tarfile
import zipfile

COUNT = 110
ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
KEY = "maix_memory_cmm"


def write(folder, target, items):
    place = folder / target
    place.mkdir(parents=True, exist_ok=True)
    for index, data in enumerate(items):
        (place / f"{index:03}").write_bytes(data if isinstance(data, bytes) else data.encode())


def axmodel_options(source):
    options = ["--const", str(source.randint(0, 200)), "--words", str(source.randint(0, 20)), "--workspace",
               str(source.choice([0, 4096, 1 << 20])), "--layout", source.choice(["new", "old", "1.1"]), "--chip",
               source.choice(["AX620E", "AX650"]), "--onchip", str(source.choice([0, 128]))]
    for index in range(source.randint(1, 3)):
        options += ["--input", f"i{index}:{source.choice(['UINT8', 'BF16', 'FP32'])}:1x{source.randint(1, 9)}"]
    options += ["--output", "o:FP32:1x4"]
    if source.random() < 0.4:
        options += ["--kv", f"{source.randint(1, 9)}:4"]
    if source.random() < 0.4:
        options += ["--groups", str(source.randint(2, 4))]
    for word in ("--own-const", "--initializers-first", "--dims-packed", "--no-extra-data", "--missing-blob",
                 "--missing-const", "--no-neu"):
        if source.random() < 0.08:
            options.append(word)
    if source.random() < 0.2:
        options += ["--cpu-node", "Softmax"]
    return options


def cvimodel_options(source):
    options = ["--weight", str(source.randint(0, 100)), "--version", source.choice(["1.0", "1.2", "1.4", "1.5", "2.0"]),
               "--chip", source.choice(["cv181x", "cv180x", "cv183x"])]
    for program in range(source.randint(1, 2)):
        options += ["--program", "--cmd", source.choice(["t2,d1", "t1,s,c,d3", "c", "d9,s"]), "--tensor",
                    f"in{program}:INT8:1x3x4x4:io0:input", "--tensor", f"out{program}:FP32:1x9:io1:output", "--shared",
                    str(source.choice([0, 4096])), "--private", "64"]
    if source.random() < 0.2:
        options += ["--section", "dmabuf:64", "--compress=100"]
    if source.random() < 0.1:
        options.append("--dynamic-dim")
    return options


def models(mkmodel, kind, options, folder):
    source = random.Random(1)
    made = []
    while len(made) < COUNT:
        path = folder / f"made.{kind}"
        done = subprocess.run([mkmodel, kind, path, *options(source)], capture_output=True)
        if done.returncode == 0:
            made.append(path.read_bytes())
    path.unlink()
    return made


def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at


def fields(data, at, end):
    while at < end:
        tag, at = varint(data, at)
        value, at = varint(data, at)
        if tag & 7 == 2:
            yield tag >> 3, data[at:at + value]
            at += value


def blobs(files):
    """The neu blobs: raw_data of initializers that begin like a FlatBuffer of these."""
    for file in files:
        for number, graph in fields(file, 0, len(file)):
            for part, item in fields(graph, 0, len(graph)) if number == 7 else ():
                if part != 5:
                    continue
                for name, raw in fields(item, 0, len(item)):
                    if name == 9 and len(raw) > 100 and raw[1:4] == bytes(3):
                        yield raw


MUD = ["[basic]", "type = axmodel", "type = cvimodel", "model_npu = a.axmodel", "model_npu = x_l%d.axmodel",
       "model_vnpu = a.axmodel", "model = a.cvimodel", "[extra]", "model_num = 2", "post_model = post.axmodel",
       "tokens_embed = e.bin", "tokens_embed_num = 3", "tokens_embed_size = 4", "use_mmap_load_embed = true",
       "rec_model = b.mud", "det_model_npu = a.axmodel", "; comment", "# c", "labels = a, b", "enc = e.onnx",
       "llm_service = s", "\ufeff", "model_npu = m.mud", "model_npu = %s%d.axmodel"]
KEYS = {"template_filename_axmodel": ["x_l%d.axmodel", "%d%d", 3], "axmodel_num": [2, 0, -1, 1e9, "2"],
        "filename_post_axmodel": ["post.axmodel", ""], "filename_tokens_embed": ["e.bin"], "tokens_embed_num": [3],
        "tokens_embed_size": [4], "b_use_mmap_load_embed": [True, 1, "1"], "dynamic_load_axmodel_layer": [True],
        "dynamic_load_enable": [True, 0], "dynamic_load_pool_size": [0, 1, 9e9], "kv_cache_slots": [2, 65, -1],
        "kv_cache_slot_location": ["host", "device"], "devices": [[0, 1], [], 3], "mem_guard_floor_mb": [1, 1e12],
        "precompute_len": [0, 1], "axmodel_dir": ["."], "filename_tokens_embed_per_layer": ["post.axmodel"],
        "filename_image_encoder_axmodedl": ["a.axmodel"], "cmm_size": [10, 1e18], "other": ["a.axmodel", None, [1]]}
BOOT = [f"{KEY}=512", f"{KEY} = 3", f'{KEY}="4"', f"# {KEY}=-1", f"{KEY}_x=1", f"export {KEY}=5", "a=b&c", "pass='x y'", 'b="q',
        "if x", "e=`x`", f"{KEY}+=4", "", "# c", "x | y", f"a=1; {KEY}=7", "\r", f"{KEY}"]
CLI = ["--device\nmaixcam2-1g", "--camera\n640x480@NV21x3", "--sensor\nos04a10", "--display", "--free\n100M", "--pool\n1G",
       "--margin\n10%", "--strict", "--each", "--emit", "-f\njson", "-v", "-q", "inspect\nmodel", "status", "devices",
       "sensors", "--ai-isp\non", "--dual-buff\nno", "--runner\naxllm", "--context\n64",
       "--dynamic-layers", "model", "-", "--help", "--version",
       "--encode\n640x480@jpeg", "--decode\n640x480@h264",
       "--audio\nplay", "--profile\nmodel", "--sysroot\n."]


def random_lines(pieces, seed, end="\n"):
    source = random.Random(seed)
    return [end.join(source.choice(pieces) for _ in range(source.randint(0, 8))) + end for _ in range(COUNT)]


def random_keys(seed):
    source = random.Random(seed)
    return [{key: source.choice(values) for key, values in KEYS.items() if source.random() < 0.6} for _ in range(COUNT)]


def board_texts(name, seed):
    """The made-up boards' texts, cut and with numbers changed."""
    source = random.Random(seed)
    texts = [path.read_bytes() for path in sorted((ROOT / "tests" / "boards").rglob(name))] or [b""]
    for index in range(COUNT):
        text = bytearray(source.choice(texts))
        for _ in range(source.randint(0, 6)):
            place = source.randrange(len(text) + 1)
            text[place:place + source.randint(0, 3)] = source.choice([b"", b"0", b"99999999999999999999", b"\n", b"KB", b"0xF"])
        yield bytes(text[:source.choice([len(text), source.randrange(len(text) + 1)])])


def captures(seed):
    """Texts with headings and time stamps, as `maixfit capture` and the kernel's log have them."""
    source = random.Random(seed)
    heads = [b"== /proc/ax_proc/mem_cmm_info\n", b"== /sys/kernel/debug/ion/cvi_carveout_heap_dump/summary\n", b"",
             b"== /proc/device-tree/reserved-memory/ion/size\n0x0 0x3200000\n",
             b"== /sys/kernel/debug/ion\n(cannot be read: x)\n",
             b"[    0.1] Ion: Ion memory setup at 0x000000008b300000 size 75 MiB\n", b"CMM Total : 1 KiB\nCMM Used : 0 KiB\n",
             b"|   --   54C   -- / -- | 2%   0% |  18 MiB /  7040 MiB |\n", b"ion allocated len=0x100000 failed\n"]
    for cmm, ion in zip(board_texts("mem_cmm_info", seed), board_texts("summary", seed)):
        lines = b"".join(source.choice(heads) + source.choice([cmm, ion, b""]) for _ in range(3)).splitlines(keepends=True)
        stamp = source.choice([b"", b"[  127.954562] ", b"> ", b"\x1b[1m"])
        yield b"".join(stamp + line for line in lines)


def archives(files, suffix, seed):
    source = random.Random(seed)
    mud = b"[basic]\ntype = axmodel\nmodel_npu = m0.axmodel\n"
    for _ in range(COUNT):
        members = [(f"m{index}.axmodel", source.choice(files)) for index in range(source.randint(0, 2))]
        members += [("x.mud", mud)] if source.random() < 0.5 else []
        members += [("../up.axmodel", files[0]), ("config.json", b"{}")] if source.random() < 0.2 else []
        source.shuffle(members)
        yield pack(members, suffix, source)


def pack(members, suffix, source):
    out = io.BytesIO()
    if suffix == "zip":
        method = source.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
        with zipfile.ZipFile(out, "w", method) as file:
            for name, data in members:
                file.writestr(name, data)
        return out.getvalue()
    mode = {"tar": "w", "targz": "w:gz", "tarxz": "w:xz", "deb": "w:xz"}.get(suffix, "w")
    kind = source.choice([tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
    with tarfile.open(fileobj=out, mode=mode, format=kind) as file:
        for name, data in members:
            item = tarfile.TarInfo(name)
            item.size = len(data)
            file.addfile(item, io.BytesIO(data))
    data = out.getvalue()
    if suffix in ("tarzst", "7z"):
        options = ["--zstd"] if suffix == "tarzst" else ["--format=7zip"]
        return subprocess.run(["bsdtar", *options, "-cf", "-", "@-"], input=data, check=True, capture_output=True).stdout
    if suffix == "deb":
        head = f"{'data.tar.xz/':<16}{0:<12}{0:<6}{0:<6}{'100644':<8}{len(data):<10}`\n".encode()
        return b"!<arch>\n" + head + data + (b"\n" if len(data) % 2 else b"")
    return data


def main():
    mkmodel, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    axmodels = models(mkmodel, "axmodel", axmodel_options, folder)
    cvimodels = models(mkmodel, "cvimodel", cvimodel_options, folder)
    write(folder, "axmodel", axmodels)
    write(folder, "cvimodel", cvimodels)
    write(folder, "blob", list(blobs(axmodels))[:2 * COUNT])
    for index, suffix in enumerate(("zip", "tar", "targz", "tarxz", "tarzst", "7z", "deb")):
        write(folder, suffix, archives(axmodels[:20] + cvimodels[:10], suffix, index))
    write(folder, "mud", random_lines(MUD, 2))
    write(folder, "config", map(json.dumps, random_keys(3)))
    write(folder, "stackflow", (json.dumps({"mode": "x", "type": "kws", "mode_param": keys}) for keys in random_keys(4)))
    write(folder, "script", ("./main " + " ".join(f"--{key} '{value}'" for key, value in keys.items())
                             for keys in random_keys(12)))
    write(folder, "boot", random_lines(BOOT, 5))
    write(folder, "cmm", board_texts("mem_cmm_info", 6))
    write(folder, "ion", board_texts("summary", 7))
    write(folder, "capture", captures(9))
    write(folder, "meminfo", board_texts("meminfo", 8))
    for target, place in (("device", "devices"), ("pipeline", "pipelines")):
        texts = [path.read_bytes() for path in sorted((ROOT / "models" / place).glob("*.json"))]
        source = random.Random(9)
        write(folder, target, (mangle(source.choice(texts), source) for _ in range(COUNT)))
    source = random.Random(10)
    write(folder, "cli", (line.encode() + b"\n" + source.choice(axmodels + cvimodels) for line in random_lines(CLI, 11)))


def mangle(text, source):
    data = bytearray(text)
    for _ in range(source.randint(0, 3)):
        place = source.randrange(len(data))
        data[place:place + 1] = source.choice([b"", b"-", b"9", b'"', b"[", b"null", b"1e400"])
    return bytes(data)


if __name__ == "__main__":
    main()

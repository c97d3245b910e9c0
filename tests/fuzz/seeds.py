#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Makes the seeds of the fuzz targets: at least 100 each, into FOLDER/TARGET. Usage: seeds.py MKMODEL FOLDER"""
import gzip
import io
import json
import pathlib
import random
import subprocess
import sys
import tarfile
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "mkmodel"))
from random_models import PIXELS  # noqa: E402
from read_cvimodel import DTYPES  # noqa: E402

COUNT = 110
# What the targets found once, by the reader that it was for.
FOUND = {
    "config": [b'{"template_filename_axmodel": "xW' + b"\xff" * 56 + b'l%d3."\0,\0\1\0\0\0\0\0 "axmodel_num":\x1892, '
               b'"f========zi=": "a.-a\0\0\0\0el"}'],
    # bzip2 data in which the decoder must not be called again once it has failed, as tests/unpacking.py makes them.
    "7z": [b"7z\xbc\xaf'\x1c\x00\x04\xbelBa\x19\x00\x00\x00\x00\x00\x00\x008\x00\x00\x00\x00\x00\x00\x00\x8a"
           b'\xf3\x05\xbeBZh91AY&SY\x00\x00\x00\x00\x00\x00\x00@\x00@\x00`\x01 ?\x01\x04\x06\x00\x01\t\x19\x00'
           b'\x07\x0b\x01\x00\x01\x03\x04\x02\x02\x0cd\x00\x08\n\x01\x00\x00\x00\x00\x00\x00\x05\x01\x11\x15'
           b'\x00n\x00o\x00t\x00e\x00s\x00.\x00b\x00i\x00n\x00\x00\x00\x00\x00'],
    "zip": [b'PK\x03\x04\x14\x00\x00\x00\x0c\x00\x00\x00!\x00\xf3V\xa6\xeb\x19\x00\x00\x00\x19\x00\x00\x00\x01'
            b'\x00\x00\x00nBZh91AY&SY\x00\x00\x00\x00\x00\x00\x00@\x00@\x00`\x01 ?PK\x01\x02\x14\x03\x14\x00'
            b'\x00\x00\x0c\x00\x00\x00!\x00\xf3V\xa6\xeb\x19\x00\x00\x00\x19\x00\x00\x00\x01\x00\x00\x00\x00'
            b'\x00\x00\x00\x00\x00\x00\x00\x80\x01\x00\x00\x00\x00nPK\x05\x06\x00\x00\x00\x00\x01\x00\x01\x00/'
            b'\x00\x00\x008\x00\x00\x00\x00\x00'],
}
KEY = "maix_memory_cmm"


def write(folder, target, items):
    place = folder / target
    place.mkdir(parents=True, exist_ok=True)
    for index, data in enumerate([*FOUND.get(target, []), *items]):
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
                 "--missing-const", "--no-neu", "--far-vtables", "--nodes-twice", "--no-const-key", "--no-raw-data-key"):
        if source.random() < 0.08:
            options.append(word)
    for words in (["--cpu-node", "Softmax"], ["--no-tables", "both"], ["--no-tables", "inputs"], ["--dotneus", "2"],
                  ["--stray-input", "s:FP32:1x9"], ["--entry", "runtime:3:77"], ["--json-twice", "dotneus:last"],
                  ["--unknown-fields", "9"], ["--duplicate", "npu_params:5"], ["--npu-mode", "1"], ["--dyn-params", "9"]):
        if source.random() < 0.1:
            options += words
    return options


def cvimodel_options(source):
    options = ["--weight", str(source.randint(0, 100)), "--version", source.choice(["1.0", "1.2", "1.4", "1.4", "1.5", "2.0"]),
               "--chip", source.choice(["cv181x", "cv181x", "cv180x", "cv183x", "mars", "phobos"])]
    for program in range(source.randint(1, 2)):
        image = source.choice(["", f":aligned:pixel={source.choice(PIXELS)}", ":aligned=8192:pixel=RGB_PLANAR"])
        options += ["--program", "--cmd", source.choice(["t2,d1", "t1,s,c,d3", "c", "d9,s", "t40,d40"])]
        options += source.choice([[], [], ["--compress"], ["--compress=0"], ["--compress=7"], ["--garbage"], ["--encrypt"]])
        options += ["--tensor", f"in{program}:{source.choice(list(DTYPES))}:1x3x4x4:io0:input{image}",
                    "--tensor", f"out{program}:FP32:1x9:io1:output", "--shared", str(source.choice([0, 4096])),
                    "--private", "64", "--neuron", str(source.choice([0, 0, 4096]))]
    options += source.choice([[], [], [], ["--section", "dmabuf:64", "--compress=100"], ["--section", "func:9"], ["--full"]])
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


BASIC = ["type = axmodel", "type = cvimodel", "type = axmodel", "model_npu = a.axmodel", "model_npu = x_l%d.axmodel",
         "model_vnpu = a.axmodel", "model = a.axmodel", "model = b.mud", "type = bmodel", "model = m.mud"]
EXTRA = ["model_num = 2", "model_num = x", "post_model = post.axmodel", "tokens_embed = e.bin", "tokens_embed_num = 3",
         "tokens_embed_size = 4", "use_mmap_load_embed = true", "llm_service = s", "rec_model = b.mud", "enc = e.onnx",
         "det_model_npu = a.axmodel", "det_model_vnpu = a.axmodel", "vpm_model = a.axmodel", "labels = a, b"]
NAMES = ["x_l0.axmodel", "x_l1.axmodel", "x_l2_together.axmodel", "x_l00.axmodel", "qwen_p128_l0_together.axmodel",
         "qwen_p128_l1_together.axmodel", "x_post.axmodel", "post.axmodel", "a.axmodel", "b.cvimodel", "d/x_l0.axmodel",
         "vpm.axmodel", "e.bin", "r.mud", "config.json", "m_vnpu.axmodel", "m_npu.axmodel", "c.bmodel"]
BOOT_LINES = [f"{KEY}=0", f"{KEY}=100", f"{KEY}=512", f"{KEY}=768", f"{KEY}=1000", f"{KEY}=4096", f"{KEY}=512 # c",
              f"{KEY}=512\r", f"{KEY}='512'", f"{KEY}=0x200", f"export {KEY}=400", f"#{KEY}=3", "maix_x=1", "# a comment",
              f"{KEY}=500 >/dev/null", f">/dev/null export {KEY}=500 2>&1", f"x=1; {KEY}=2 &", f": | cat; {KEY}=3",
              f"{KEY}=5 >", f"a=$x {KEY}=${{y}}", f"{KEY}=`x`", "if x; then", "cat <<E", "a='", f"{KEY}=5 >&2", f"({KEY}=5)",
              f"{KEY}=6 <f", f"{KEY}=$(x)", f"{KEY}={{a,b}}", f"{KEY}=*", f"{KEY}=5\\", "a=~/x", "\0",
              f"{KEY}=-5", f"  {KEY}=300", f"{KEY}=268435456", f"{KEY}=536870912"]
FOREIGN = ["a.axmodel\n", "a.cvimodel\n", "a.joint\n", "a.cvimodel.001\n", "a.z01\n", "m.part1\n", "a.onnx\n", "x\n"]
BODIES = [b"version https://git-lfs.github.com/spec/v1\noid sha256:4d\nsize 12\n",
          b"version https://git-lfs.github.com/spec/v1\n",
          b"\xDE\xAD\xBE\xEF\0\0\0\x10\0\x10secret", b"<!DOCTYPE html><html>", b"\xEF\xBB\xBF <?xml", b"", b"CviMod", b"hello",
          b"PK\3\4", b"\x7fELF", b"\xEE\xAA\x55\xFF", b"LDMK", b"CYPTRKNN", b"\x1c\0\0\0TFL3", b"GGUF", b"\x8A\x38\1", b"\x08"]


def random_mud(seed):
    source = random.Random(seed)
    for _ in range(COUNT // 2):
        yield "\n".join(["[basic]", *source.sample(BASIC, source.randint(1, 4)), "[extra]",
                         *source.sample(EXTRA, source.randint(0, 9))]) + source.choice(["\n", ""])


def random_boot(seed):
    source = random.Random(seed)
    for _ in range(COUNT // 2):
        yield "\n".join(source.choice(BOOT_LINES) for _ in range(source.randint(1, 3))) + source.choice(["\n", "\n", ""])


def random_foreign(seed):
    source = random.Random(seed)
    return [source.choice(FOREIGN).encode() + source.choice(BODIES) for _ in range(COUNT)]


def damaged(items, seed):
    """The items, then some of them with a few bytes changed or their end cut off."""
    items, source = list(items), random.Random(seed)
    for index in range(COUNT // 2):
        data = bytearray(items[index % len(items)])
        for _ in range(source.randint(1, 4)):
            if data:
                data[source.randrange(len(data))] = source.choice([0, 1, 2, 0x7F, 0x80, 0xFF, source.randrange(256)])
        items.append(bytes(data[:source.choice([len(data), len(data), source.randrange(len(data) + 1)])]))
    return items


def random_lines(pieces, seed, end="\n"):
    source = random.Random(seed)
    return [end.join(source.choice(pieces) for _ in range(source.randint(0, 8))) + end for _ in range(COUNT)]


def random_keys(seed):
    source = random.Random(seed)
    return [{key: source.choice(values) for key, values in KEYS.items() if source.random() < 0.6} for _ in range(COUNT)]


def manifests(seed, whole):
    """Texts of random keys, of which some stand twice. `whole` makes the manifest of them."""
    source = random.Random(seed)
    for keys in random_keys(seed):
        text = json.dumps(keys)
        twice = source.sample(sorted(keys), min(len(keys), source.choice([0, 0, 1, 2])))
        more = "".join(f", {json.dumps(key)}: {json.dumps(source.choice(KEYS[key]))}" for key in twice)
        yield whole(text[:-1] + more + "}")


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


AXCL = (b"| AXCL-SMI  V3.6.5  Driver V3.6.5 |\n| Card  Name  Firmware | Bus-Id | Memory-Usage |\n"
        b"| Fan  Temp  Pwr:Usage/Cap | CPU  NPU | CMM-Usage |\n|====+====+====|\n"
        b"|    0  AX650N   V3.6.5 | 0001:11:00.0 |   148 MiB /   945 MiB |\n"
        b"|   --   54C   -- / -- | 2%    0% |  18 MiB /  7040 MiB |\n"
        b"|   --   54C   -- / -- | 2%    0% |  20 MiB /  7040 MiB |\n")
INFO = b"Device ID : 129 (0x81)\nCMM Total :  7208960 KiB\nCMM Used : 18876 KiB\nCMM Remain : 7190084 kiB\n"
MEM = ["mem=1024M", "root=/dev/mmcblk0p2", "mem=0x40000000", "mem=512M@0x80000000", 'x="a mem=1"', 'mem="64M"', "mem=01000K",
       "mem=99999999999E", "mem=x", "quiet", "mem=2G,"]
TREES = [b"== /sys/kernel/debug/ion/cvi_npu_heap_dump/summary\n", b"== /sys/kernel/debug/ion/cvi_x_heap_dump/summary\n",
         b"== /sys/kernel/debug/ion/cvi_x_heap_dump/total_mem\n78643200\n== /sys/kernel/debug/ion/cvi_y_heap_dump/summary\n",
         b"== /sys/kernel/debug/ion/other\n", b"== /sys/kernel/debug\n(cannot be read: Permission denied)\n",
         b"== /proc/ax_proc/mem_cmm_info\n(cannot be read: Permission denied)\n", b"== /proc/cvitek\n(not here)\n",
         b"== /proc/meminfo\nMemTotal: 638000 kB\nCmaTotal: 65536 kB\nCmaFree: 60000 kB\n",
         b"== /proc/meminfo\nMemTotal: 638000 kB\nCmaTotal: 65536 kB\nCmaFree: 99999 kB\n"]


def alone(seed):
    """Texts of one kind."""
    source = random.Random(seed)
    ions = list(board_texts("summary", seed))
    cmms = [path.read_bytes() for path in sorted((ROOT / "tests" / "boards").rglob("mem_cmm_info"))]
    for _ in range(COUNT // 10):
        yield source.choice(cmms) + source.choice([AXCL, INFO, INFO.replace(b"7208960", b"3145728"), *ions[:4]])
    for _ in range(COUNT // 2):
        yield source.choice([AXCL, AXCL.replace(b"7040", b"1"), AXCL.replace(b"18 MiB", b"x"), INFO, INFO * 2,
                             INFO.replace(b"18876", b"1"), *TREES, source.choice(TREES) + source.choice([b"", *ions[:4]])
                             + source.choice([b"", *TREES]) + source.choice(ions)])


def captures(seed):
    """Texts with headings and time stamps, as `maixfit capture` and the kernel's log have them."""
    source = random.Random(seed)
    heads = [b"== /proc/ax_proc/mem_cmm_info\n", b"== /sys/kernel/debug/ion/cvi_carveout_heap_dump/summary\n", b"",
             b"== /proc/device-tree/reserved-memory/ion/size\n0x0 0x3200000\n",
             b"== /sys/kernel/debug/ion\n(cannot be read: x)\n",
             b"[    0.1] Ion: Ion memory setup at 0x000000008b300000 size 75 MiB\n", b"CMM Total : 1 KiB\nCMM Used : 0 KiB\n",
             b"|   --   54C   -- / -- | 2%   0% |  18 MiB /  7040 MiB |\n", b"ion allocated len=0x100000 failed\n",
             b"== /proc/device-tree/model\nSipeed MaixCAM2\n", b"== /proc/device-tree/compatible\ncvitek,cv181x\n",
             b"== /boot/board\nid=maixcam_pro\npanel=st7701_hd228001c31\n", b"== /boot/ver\n2025-09-28\n",
             b"== /proc/cmdline\nroot=/dev/x mem=1024M\n", b"== /proc/meminfo\nMemTotal: 638000 kB\nMemAvailable: 1 kB\n",
             b"== /sys/kernel/debug/ion/cvi_carveout_heap_dump/total_mem\n78643200\n",
             b"== /sys/kernel/debug/ion/cvi_carveout_heap_dump/alloc_mem\n19050496\n",
             b"== /proc/device-tree/reserved-memory/ion/reg\n0x0 0x8b300000 0x0 0x4b00000\n", b"== /proc/self/../x\n1\n",
             b"== /proc/1234/comm\npython3\n", b"== /proc/cvitek/vb\n(not here)\n"]
    for cmm, ion in zip(board_texts("mem_cmm_info", seed), board_texts("summary", seed)):
        lines = b"".join(source.choice(heads) + source.choice([cmm, ion, b""]) for _ in range(3)).splitlines(keepends=True)
        stamp = source.choice([b"", b"[  127.954562] ", b"> ", b"\x1b[1m"])
        yield b"".join(stamp + line for line in lines)


def archives(files, suffix, seed, folder):
    source = random.Random(seed)
    mud = b"[basic]\ntype = axmodel\nmodel_npu = m0.axmodel\n"
    for _ in range(COUNT):
        members = [(f"m{index}.axmodel", source.choice(files)) for index in range(source.randint(0, 2))]
        members += [("x.mud", mud)] if source.random() < 0.5 else []
        members += [("../up.axmodel", files[0]), ("config.json", b"{}")] if source.random() < 0.2 else []
        members += [("__MACOSX/x.axmodel", b"x"), ("in.zip", b"PK\3\4 no zip")] if source.random() < 0.2 else []
        members += [(name, None) for name in ("link.axmodel", "fifo")] if source.random() < 0.2 else []
        source.shuffle(members)
        yield pack(members, suffix, source, folder)


def marked_encrypted(data):
    """The first bit of the flags, in both headers of each member."""
    data = bytearray(data)
    for sign, place in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = data.find(sign)
        while at >= 0:
            data[at + place] |= 1
            at = data.find(sign, at + 4)
    return bytes(data)


OPTIONS = {"tarzst": [["--zstd", "--options=zstd:compression-level=1"]],
           "7z": [["--format=7zip", f"--options=7zip:{words}"] for words in
                  ("compression-level=1", "compression=store", "compression=deflate", "compression=bzip2",
                   "compression=lzma2,7zip:compression-level=1")],
           "zip": [["--format=zip", f"--options=zip:{words}"] for words in
                   ("zip64", "compression=store", "compression=deflate")]}


def pack(members, suffix, source, folder):
    """Small dictionaries: a decoder that sets up megabytes for each input makes few inputs a second."""
    out = io.BytesIO()
    if suffix == "zip" and source.random() < 0.6:
        method = source.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA])
        large = source.random() < 0.3
        with zipfile.ZipFile(out, "w", method) as file:
            for name, data in members:
                with file.open(name, "w", force_zip64=large) as member:
                    member.write(data or b"")
        return marked_encrypted(out.getvalue()) if source.random() < 0.1 else out.getvalue()
    if suffix in ("zip", "7z"):  # which hold no FIFO
        members = [member for member in members if member[0] != "fifo"]
    mode = {"tarxz": "w:xz", "deb": "w:xz"}.get(suffix, "w")
    kind = source.choice([tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
    preset = {"preset": 0} if mode == "w:xz" else {}
    with tarfile.open(fileobj=out, mode=mode, format=kind, **preset) as file:
        for name, data in members:
            item = tarfile.TarInfo(name)
            item.size = len(data or b"")
            if data is None:
                item.type, item.linkname = (tarfile.FIFOTYPE, "") if name == "fifo" else (tarfile.SYMTYPE, "m0.axmodel")
            file.addfile(item, io.BytesIO(data or b""))
    data = out.getvalue()
    if suffix == "targz":
        return gzip.compress(data, mtime=0)
    if suffix in OPTIONS:
        options = source.choice(OPTIONS[suffix])
        path = folder / "packed"  # to its standard output bsdtar adds zeros, which its own zstd reader refuses
        subprocess.run(["bsdtar", *options, "-cf", path, "@-"], input=data, check=True, capture_output=True)
        data = path.read_bytes()
        path.unlink()
        return data
    if suffix == "deb":
        head = f"{'data.tar.xz/':<16}{0:<12}{0:<6}{0:<6}{'100644':<8}{len(data):<10}`\n".encode()
        return b"!<arch>\n" + head + data + (b"\n" if len(data) % 2 else b"")
    return data


def main():
    mkmodel, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    axmodels = models(mkmodel, "axmodel", axmodel_options, folder)
    cvimodels = models(mkmodel, "cvimodel", cvimodel_options, folder)
    write(folder, "axmodel", damaged(axmodels, 13))
    write(folder, "cvimodel", damaged(cvimodels, 14))
    write(folder, "blob", damaged(list(blobs(axmodels))[:2 * COUNT], 15))
    write(folder, "foreign", random_foreign(16))
    write(folder, "names", random_lines(NAMES, 17))
    for index, suffix in enumerate(("zip", "tar", "targz", "tarxz", "tarzst", "7z", "deb")):
        write(folder, suffix, damaged(archives(axmodels[:20] + cvimodels[:10], suffix, index, folder), index))
    write(folder, "mud", [*random_lines(MUD, 2), *random_mud(18)])
    write(folder, "config", manifests(3, str))
    write(folder, "stackflow", manifests(4, '{{"mode": "x", "type": "kws", "mode_param": {}}}'.format))
    write(folder, "script", ("./main " + " ".join(f"--{key} '{value}'" for key, value in keys.items())
                             for keys in random_keys(12)))
    write(folder, "boot", [*random_lines(BOOT, 5), *random_boot(19)])
    write(folder, "cmm", board_texts("mem_cmm_info", 6))
    write(folder, "ion", board_texts("summary", 7))
    write(folder, "capture", [*captures(9), *alone(20)])
    write(folder, "meminfo", [*board_texts("meminfo", 8), *random_lines(MEM, 21, " ")])
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

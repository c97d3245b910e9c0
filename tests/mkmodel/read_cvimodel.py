# SPDX-License-Identifier: MIT
"""A small reader of cvimodels, which knows the format and nothing of mkmodel."""
import hashlib
import math
import struct

from reading import root, up

DTYPES = {"FP32": 4, "INT32": 4, "UINT32": 4, "BF16": 2, "INT16": 2, "UINT16": 2, "INT8": 1, "UINT8": 1}


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


MAGICS = {"cv181x": 0xA7, "mars": 0xA7, "cv180x": 0xA8, "phobos": 0xA8}


def walk(section, expected):
    """Bytes of descriptors that the records become."""
    at = syncs = dma_total = lists = tiu = dma = 0
    while at < len(section):
        magic, size, engine = section[at], section[at + 1], section[at + 2] & 15
        assert magic == expected and size == {0: 112, 1: 224, 2: 64}[engine], "no record"
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
        magic = MAGICS.get(self.chip)
        if encrypted:
            block = 2 * len(body)
        elif unpacked:
            records = unpack_lz4(body)
            block = walk(records, magic) if magic and records and len(records) == unpacked else unpacked + 512
        else:
            block = walk(body, magic) if magic else len(body)
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

# SPDX-License-Identifier: MIT
"""What the readers of both formats need: FlatBuffers, and rounding up."""
import struct


def up(value, step):
    return -(-value // step) * step


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

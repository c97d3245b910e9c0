# SPDX-License-Identifier: MIT
"""A small reader of axmodels, which knows the format and nothing of mkmodel."""
import base64
import json
import math

from reading import root, up


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
        lists = [[(item.text(0), item.number(2, "Q"), item.number(3, "B")) for item in memory.tables(index)]
                 for index in range(4)]
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

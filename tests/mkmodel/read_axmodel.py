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
        assert tag & 7 in (0, 1, 2, 5), "wire type"
        if tag & 7 in (1, 5):
            size = 8 if tag & 7 == 1 else 4
            yield tag >> 3, int.from_bytes(data[at:at + size], "little")
            at += size
            continue
        value, at = varint(data, at)
        if tag & 7 == 2:
            assert at + value <= len(data), "a field ends past its message"
            value, at = data[at:at + value], at + value
        yield tag >> 3, value


def first(data, number, default=b""):
    return next((value for key, value in fields(data) if key == number), default)


def every(data, number):
    return [value for key, value in fields(data) if key == number]


def first_of_each(pairs):
    return dict(reversed(pairs))


class Axmodel:
    """Where a key of JSON stands twice, the reading that takes more."""

    def __init__(self, data):
        self.read(data, dict)
        last = sum(self.const + self.mcode + self.workspace + self.io)
        self.read(data, first_of_each)
        if last > sum(self.const + self.mcode + self.workspace + self.io):
            self.read(data, dict)

    def read(self, data, of_pairs):
        self.of_pairs = of_pairs
        self.graph = first(data, 7)
        self.initializers = {}
        for item in every(self.graph, 5):
            raw = first(item, 9, None)
            self.initializers.setdefault(first(item, 8).decode(), raw)  # of two of a name the first counts
        extra = next((first(entry, 2) for entry in every(data, 14) if first(entry, 1) == b"extra_data"), b"")
        self.extra = base64.b64decode(extra)
        self.const, self.mcode, self.workspace, self.io = [], [], [], []
        self.dotneus = []
        self.counted, self.named, self.tabled = set(), set(), set()
        self.bare = False  # a program that declares no tensors
        nodes = [node for node in every(self.graph, 1) if first(node, 4) == b"neu mode"]
        for node in nodes:
            self.read_node(node)
        for field in (11, 12):
            if nodes and not self.bare and (len(nodes) < len(every(self.graph, 1)) or field not in self.tabled):
                self.io += [size for name, size in self.values(field) if name not in self.named]

    def read_node(self, node):
        info = {first(item, 1): first(item, 4) for item in every(node, 5)}.get(b"npu_graph_info")
        if info is None:  # Pulsar2 1.1
            for name in every(node, 1):
                if name.decode() in self.initializers:
                    self.dotneus.append(1)
                    self.read_blob(name.decode(), True)
            return
        for dotneu in json.loads(info, object_pairs_hook=self.of_pairs)["dotneus"]:
            self.dotneus.append(dotneu["batch"])
            for item in dotneu["extra_inputs"]:
                self.count_const(item.get("const_data_key"))
            has_key = any(item["name"] == "params" and item.get("const_data_key") for item in dotneu["extra_inputs"])
            if self.initializers.get(dotneu["neu_key"]) is not None:
                self.read_blob(dotneu["neu_key"], False, has_key)

    def count_const(self, key):
        if key and key not in self.counted and self.initializers.get(key) is not None:
            self.counted.add(key)
            self.const.append(len(self.initializers[key]))

    def values(self, field):
        """Inputs (11) or outputs (12) of the graph: name and bytes."""
        for value in every(self.graph, field):
            tensor = first(first(value, 2), 1)
            dims = [first(dim, 1, 0) for dim in every(first(tensor, 2), 1)]
            size = {1: 4, 2: 1, 3: 1, 4: 2, 5: 2, 6: 4, 7: 8, 10: 2, 11: 8, 12: 4, 13: 8, 16: 2}[first(tensor, 1, 0)]
            yield first(value, 1).decode(), math.prod(dims) * size

    def read_blob(self, key, inner, has_key=True):
        blob = root(self.initializers[key])
        code, memory = blob.table(5), blob.table(2)
        self.mcode.append(8 * len(code.vector(code.fields - 1, "Q")))
        lists = [[(item.text(0), item.number(2, "Q"), item.number(3, "B")) for item in memory.tables(index)]
                 for index in range(4)]
        tensors = [(field, name, size) for field, items in zip((11, 12), lists) for name, size, _ in items
                   if name not in ("params", "dyn_params") and not name.endswith("_offset")]
        for field, name, size in tensors:
            self.tabled.add(field)
            self.named.add(name)
            self.io.append(size)
        if not tensors:  # then an app can only go by the graph
            self.bare = True
            self.io += [size for field in (11, 12) for _, size in self.values(field)]
        params = [size for name, size, _ in lists[0] if name == "params" and not has_key]
        params += [size for name, size, kind in lists[2] + lists[3] if inner and name == "params" and kind != 1]
        self.const += params if key not in self.counted else []  # those of a program once, however often it is named
        self.counted.add(key)
        self.workspace += [size for name, size, kind in lists[2] + lists[3] if kind != 1 and not (inner and name == "params")]

    def figures(self):
        blocks = self.const + self.mcode + self.workspace + self.io
        return {"cmm": sum(self.const + self.mcode + self.workspace), "const": sum(self.const), "mcode": sum(self.mcode),
                "workspace": sum(self.workspace), "io": sum(self.io), "runtime_pages": sum(up(size, 4096) for size in blocks),
                "groups": len(self.dotneus)}

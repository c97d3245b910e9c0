#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Random fragmented pools: every verdict is held against a simulation of both drivers in both orders of the app.

The simulation shares no code with the tool: it takes the blocks of the request from the JSON report and the holes that
this test made.

  placement.py --tool build/maixfit --mkmodel build/tools/mkmodel

PLACEMENT_POOLS sets how many (10000).
"""
import collections
import itertools
import os
import random
import sys

import harness

PAGE = 4096
MIB = 1 << 20
POOLS = int(os.environ.get("PLACEMENT_POOLS", "10000"))


def pages(size):
    return -(-size // PAGE) * PAGE


CMM_END = 0x140000000  # of a MaixCAM2 of 4 GiB: the pool ends where the RAM does


def make_cmm(folder, start, spaces):
    """A captured CMM pool of [size, is_free] pieces from `start` on."""
    rows, used, address = [], 0, start
    for size, is_free in spaces:
        if not is_free:
            rows.append(f'   |-Block: phys(0x{address:X}, 0x{address + size - 1:X}), cache =non-cacheable, '
                        f'length={size // 1024}KB({size // MIB}MB),    name="other"')
            used += size
        address += size
    total = address - start

    def sizes(count):
        return f"{count // 1024}KB({count // MIB}MB + {count // 1024 % 1024}KB)"

    text = "\n".join([
        "--------------------SDK VERSION-------------------", "[Axera version]: ax_cmm V9.9.9_synthetic",
        f'+---PARTITION: Phys(0x{start:X}, 0x{address - 1:X}), Size={total // 1024}KB({total // MIB}MB),    NAME="anonymous"',
        f" nBlock(Max=0, Cur={len(rows)}, New=0, Free=0)  nbytes(Max=0B(0KB,0MB), Cur={used}B"
        f"({used // 1024}KB,{used // MIB}MB), New=0B(0KB,0MB), Free=0B(0KB,0MB)) "
        " Block(Max=0B(0KB,0MB), Min=0B(0KB,0MB), Avg=0B(0KB,0MB)) ",
        *rows, "", "---CMM_USE_INFO:",
        f" total size={total // 1024}KB({total // MIB}MB),used={sizes(used)},remain={sizes(total - used)},"
        f"partition_number=1,block_number={len(rows)}", ""])
    path = folder / "proc" / "ax_proc" / "mem_cmm_info"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def make_ion(folder, start, spaces):
    rows, free, used, address = [], [], 0, start
    for size, is_free in spaces:
        if is_free:
            free.append(f"               0 {address:16x} {address + size:16x} {size:16}")
        else:
            rows.append(f"               0 {size:16} {address:16x}                1          VbPool0")
            used += size
        address += size
    total = address - start
    text = "\n".join([
        "Summary:", f"[0] carveout heap size:{total} bytes, used:{used} bytes",
        f"usage rate:{used * 100 // total}%, memory usage peak {used} bytes", "", "Details:",
        "         heap_id   alloc_buf_size         phy_addr         kmap_cnt      buffer name", *rows, "", "",
        "minimum ion allocate unit = 4096", "free memory regions:",
        "         heap_id            start              end           length", *free, ""])
    path = folder / "sys" / "kernel" / "debug" / "ion" / "cvi_carveout_heap_dump" / "summary"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def place(blocks, holes, best):
    """Does every block find a hole? `holes` are sizes by address; a block is taken from a hole's start."""
    holes = list(holes)
    for size in blocks:
        fitting = [index for index, hole in enumerate(holes) if hole >= size]
        if not fitting:
            return False
        index = min(fitting, key=lambda i: (holes[i], i)) if best else fitting[0]
        holes[index] -= size
    return True


class Request:
    """Models and an app, with the blocks that the report names, in the order of allocation."""

    def __init__(self, case, kind, models, app):
        self.kind = kind
        device = "maixcam2-4g" if kind == "cmm" else "maixcam"
        self.words = [*models, "--device", device, "--margin", "0M", *app]
        report, _ = case.judge(*self.words)
        self.common, self.app = [], []
        for pipeline in report["pipelines"]:
            (self.common if pipeline["name"] == "program" else self.app).extend(self.sizes(pipeline["blocks"]))
        self.models = [self.sizes(model["blocks"]) for model in report["models"]]
        self.spread = sum(pages(block["bytes"]) for pipeline in report["pipelines"] for block in pipeline["blocks"]
                          if block["spread"])
        self.need = report["demand"]["npu_bytes"]
        mine = sum(self.common + self.app + [size for model in self.models for size in model]) + self.spread
        if self.kind == "cmm" and mine != self.need:  # on ION models share a block
            sys.exit(f"placement: the blocks are {mine} bytes, the need is {self.need}")

    @staticmethod
    def sizes(blocks):
        return [pages(block["bytes"]) for block in blocks
                if block["pool"] == "npu" and not block["spread"] and block["bytes"] > 0]

    def orders(self, models):
        loaded = list(itertools.chain.from_iterable(models))
        yield self.common + loaded + self.app
        if loaded and self.app:
            yield self.common + self.app + loaded

    def expected(self, holes):
        """(verdict, reason)"""
        if self.need > sum(holes):
            return "does-not-fit", "too-big"
        policies = (True,) if self.kind == "ion" else (False, True)
        outcomes = [place(order, holes, best) for order in self.orders(self.models) for best in policies]
        if all(outcomes):
            return "fits", "fits"
        if any(outcomes):
            return "marginal", "placement"
        largest_first = sorted(self.models, key=sum, reverse=True)
        helped = len(self.models) > 1 and any(all(place(order, holes, best) for best in policies)
                                              for order in self.orders(largest_first))
        return "does-not-fit", "placement" if helped else "fragmented"


def make_requests(case, chance):
    """Requests of one to three models, with and without an app."""
    def model(kind, size, *words):
        name = f"m{size}.{kind}"
        case.mkmodel_to(kind, name, *words)
        return name

    cmm = [model("axmodel", size, "--const", f"{size}M", "--workspace", f"{size // 3}M", "--input",
                 "x:FP32:1x300000", "--output", "y:FP32:1x70000") for size in (3, 7, 12, 20, 33, 54)]
    ion = [model("cvimodel", size, "--weight", size * MIB) for size in (1, 2, 4, 7, 11)]
    requests = []
    for kind, models, apps in (
            ("cmm", cmm, ([], ["--camera=640x480"], ["--camera=640x480", "--display"], ["--decode=1280x720@h264"])),
            ("ion", ion, ([], ["--camera=320x240"], ["--display=552x368"]))):
        for _ in range(30):
            names = chance.sample(models, chance.randint(1, 3))
            if kind == "ion" and len(names) > 1:
                names = names[:1]  # several cvimodels share a block, which the report does not place
            requests.append(Request(case, kind, names, chance.choice(apps)))
    return requests


def random_spaces(chance, need, start_used):
    """Pieces of a pool in which about the need is free, in one to six holes; or the largest block alone decides."""
    count = chance.choice((1, 2, 2, 3, 3, 3, 4, 6))
    total = pages(int(need * chance.choice((0.98, 1.0, 1.02, 1.05, 1.05, 1.1, 1.2, 1.5))))
    cuts = sorted(chance.randrange(1, total // PAGE) * PAGE for _ in range(count - 1))
    sizes = [b - a for a, b in zip([0, *cuts], [*cuts, total]) if b > a]
    spaces = [(PAGE, False)] if start_used else []
    for size in sizes:
        spaces += [(size, True), (PAGE * chance.randint(1, 64), False)]
    used = sum(size for size, _ in spaces)
    spaces[-1] = (spaces[-1][0] + pages(used + MIB) - used - PAGE + (-used) % MIB % PAGE, False)
    return spaces


def make_pool(case, chance, requests, number):
    """(a request, the pieces of a random pool for it, its board)"""
    request = chance.choice(requests)
    spaces = random_spaces(chance, request.need, chance.random() < 0.5)
    board = case.folder / f"board{number}"
    if request.kind == "cmm":
        make_cmm(board, CMM_END - sum(size for size, _ in spaces), spaces)
    else:
        make_ion(board, 0x80000000, spaces)
    return request, spaces, board


def test_every_verdict_is_that_of_the_drivers(case):
    chance = random.Random(20261128)
    requests = make_requests(case, chance)
    pools = [make_pool(case, chance, requests, number) for number in range(POOLS)]
    reports = case.judge_many([[*request.words, "--sysroot", board] for request, _, board in pools])
    seen = collections.Counter()
    for number, ((request, spaces, _), (report, _)) in enumerate(zip(pools, reports)):
        want = request.expected([size for size, is_free in spaces if is_free])
        seen[want] += 1
        case.equal((report["verdict"], report["reason"]), want, f"pool {number}, {request.words}, {spaces}")
    for want in (("fits", "fits"), ("marginal", "placement"), ("does-not-fit", "placement"), ("does-not-fit", "fragmented"),
                 ("does-not-fit", "too-big")):
        case.check(seen[want] > 0, f"no pool: {want}")
    print("placement:", ", ".join(f"{count} × {' '.join(words)}" for words, count in sorted(seen.items())))


if __name__ == "__main__":
    sys.exit(harness.main("placement", globals(), harness.Case))

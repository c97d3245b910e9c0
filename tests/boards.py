#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Boards that are made up on the spot: what the tool makes of what a kernel reports, whole or not.

  boards.py --tool build/maixfit --mkmodel build/tools/mkmodel
"""
import json
import os
import sys

import harness

MIB = 1 << 20
CMM = "proc/ax_proc/mem_cmm_info"
ION = "sys/kernel/debug/ion"
GOLDEN_BOARDS = harness.ROOT / "tests" / "boards"


class Case(harness.Case):
    def write(self, board, path, text):
        file = self.folder / board / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def cmm(self, board, partitions, blocks=(), used=None, **files):
        """partitions: (start, MiB); blocks: (start, bytes, name). `used` in KiB replaces the sum that is stated."""
        lines = []
        total = sum(size * 1024 for _, size in partitions)
        said = sum(size for _, size, _ in blocks) // 1024 if used is None else used
        for start, size in partitions:
            end = start + size * MIB
            lines.append(f'+---PARTITION: Phys(0x{start:X}, 0x{end - 1:X}), Size={size * 1024}KB({size}MB),    '
                         'NAME="anonymous"')
            lines += [f'   |-Block: phys(0x{at:X}, 0x{at + length - 1:X}), cache =non-cacheable, '
                      f'length={length // 1024}KB(0MB),    name="{name}"' for at, length, name in blocks if start <= at < end]
        lines.append(f"\n---CMM_USE_INFO:\n total size={total}KB(0MB),used={said}KB(0MB + 0KB),"
                     f"remain={total - said}KB(0MB + 0KB),partition_number={len(partitions)},block_number={len(blocks)}")
        self.write(board, CMM, "\n".join(lines) + "\n")
        for name, text in files.items():
            self.write(board, {"configs": "boot/configs"}.get(name, f"proc/{name}"), text)

    def one_gib(self, board, pool=512, blocks=(), **files):
        """A MaixCAM2 of 1 GiB: its pool is the top of RAM."""
        self.cmm(board, [(0x80000000 - pool * MIB, pool)], blocks, cmdline=f"mem={1024 - pool}M quiet\n",
                 configs="maix_memory_cmm=1\n", **files)

    def ion(self, board, heap, size, holes):
        rows = "".join(f"  0 {start:x} {start + length:x} {length}\n" for start, length in holes)
        free = sum(length for _, length in holes)
        self.write(board, f"{ION}/{heap}/summary",
                   f"Summary:\n[0] x heap size:{size} bytes, used:{size - free} bytes\n"
                   f"usage rate:0%, memory usage peak 0 bytes\n\n"
                   f"Details:\n heap_id alloc_buf_size phy_addr kmap_cnt name\n"
                   + (f" 0 {size - free} 80000000 1 x\n" if size > free else "") + f"\nfree memory regions:\n h s e l\n{rows}")

    def axmodel(self, name, const, workspace=0):
        options = ["--const", const, "--words", 10, "--input", "x:FP32:1x4", "--output", "y:FP32:1x4"]
        options += ["--workspace", workspace] if workspace else []
        self.mkmodel_to("axmodel", name, *options)

    def call(self, *words, **settings):
        """Models are loaded by the vendor's runtime alone: these tests are about the pool."""
        plain = () if words[0] in ("status", "q.mud") else ("--runner", "plain")
        return super().call(*words, *plain, **settings)

    def emit(self, *words):
        """The smallest value (None: no line) and the status."""
        result = self.call(*words, "--emit", "--minimum", text=True)
        line = result.stdout.strip()
        return (int(line.removeprefix("maix_memory_cmm=")) if line else None), result.returncode


def test_emit_on_a_split_pool_keeps_the_margin(case):
    case.one_gib("b", 700, [(0x67000000, 100 * MIB, "mid")])
    case.axmodel("m", 190 * MIB, 400 * MIB)
    value, status = case.emit("m", "--sysroot", "b", "--margin", "20M")
    case.equal(status, 0, "status")
    case.holds(value, "m", "--sysroot", "b", "--margin", "20M")


def test_emit_on_a_pool_in_many_pieces(case):
    """The smallest value that passes after the reboot; stderr names what is enough without relying on it."""
    case.one_gib("b", 512, [(0x60000000 + k * 16 * MIB, 8 * MIB, "x") for k in range(32)])
    case.axmodel("m", 200 * MIB)
    value, _ = case.emit("m", "--sysroot", "b")
    case.equal(value, 457, "256 MiB of present users, 200 and three pages of the model")
    case.holds(value, "m", "--sysroot", "b")
    said = case.call("m", "--sysroot", "b", "--emit", text=True).stderr
    case.check("fragmented the same way again it takes 704" in said.replace("\n", " "), said)


def test_an_ion_heap_of_0_bytes_is_a_reading(case):
    case.write("b", f"{ION}/cvi_carveout_heap_dump/total_mem", "0\n")
    case.write("b", f"{ION}/cvi_carveout_heap_dump/alloc_mem", "0\n")
    case.ion("c", "cvi_carveout_heap_dump", 0, [])
    for board in "bc":
        report, status = case.judge("status", "--sysroot", board)
        case.equal((report["supply"]["total"], report["supply"]["free"], status), (0, 0, 1), board)


def test_a_failed_probe_names_what_it_looked_at(case):
    """No board line reads from nowhere, whatever is wrong with the folder of ION."""
    (case.folder / "empty" / ION).mkdir(parents=True)
    (case.folder / "unmounted/proc/cvitek").mkdir(parents=True)
    for heap in ("cvi_a_heap_dump", "cvi_b_heap_dump"):
        case.ion("two", heap, 20 * MIB, [(0x90000000, 20 * MIB)])
    for board in ("empty", "unmounted", "two"):
        report, status = case.judge("status", "--sysroot", board)
        case.equal((status, report["reason"]), (4, "probe-failed"), board)
        text = case.call("status", "--sysroot", board, text=True).stdout
        case.check("(null)" not in text and f"{board}/{ION}" in text.replace("\n", ""), f"{board}: {text}")


def test_no_value_is_printed_where_none_is_enough_even_without_the_camera(case):
    case.axmodel("m", MIB, 1532 * MIB - MIB)
    case.equal(case.emit("m", "--device", "nanokvm-pro", "--camera", "640x480"), (None, 1), "the most is 768")


def test_nothing_is_enough_where_the_camera_is_unknown(case):
    case.one_gib("b", 320, [(0x74000000, 4096, "a"), (0x78000000, 4096, "b")])
    case.axmodel("m", 200 * MIB, 64 * MIB)
    report, status = case.judge("m", "--sysroot", "b", "--device", "nanokvm-pro", "--camera", "640x480")
    case.equal((status, report["reason"]), (1, "fragmented"), "the verdict")
    case.check(not any(advice["enough"] for advice in report["advice"] if advice["action"] != "other-board"), report["advice"])


def test_no_profile_stands_in_for_a_pool_that_cannot_be_read(case):
    case.write("b", CMM, "junk")
    case.write("b", "proc/meminfo", "MemTotal: 460000 kB\nMemAvailable: 1000 kB\n")
    case.axmodel("m", 200 * MIB)
    report, status = case.judge("m", "--sysroot", "b", "--device", "maixcam2-1g")
    case.equal((status, report["reason"], report["supply"]["free"]), (4, "probe-failed", None), "a named board")
    case.equal(report["supply"]["user_available"], 1000 * 1024, "Linux's memory is read")


def test_overlap_in_every_spelling(case):
    for text, overlaps in (("mem=2G", True), ("mem=0x80000000", True), ("mem=1024M", False), ("mem=2048M -- mem=4M", True),
                           ("\tmem=2048M", True), ('"mem=2048M"', True), ("mem=4M mem=2048M", True), ("mem=1T", True),
                           ("mem=12x", None), ("quiet", None), ("xmem=4G", None)):
        case.cmm("b", [(0x80000000, 3072)], cmdline=f"console=ttyS0 {text} rw\n", configs="maix_memory_cmm=3072\n")
        report, status = case.judge("status", "--sysroot", "b")
        case.equal((report["supply"]["overlaps_linux"], status), (overlaps, 1 if overlaps else 0), text)


def test_what_leaked_does_not_come_back(case):
    case.one_gib("b", 512, [(0x60000000, 400 * MIB, "npu_m_x_pid77")])
    (case.folder / "b/proc/1").mkdir()
    case.axmodel("m", MIB, 600 * MIB - MIB)
    value, status = case.emit("m", "--sysroot", "b")
    case.equal((value, status), (601, 0), "600 MiB and three pages beside nothing")
    case.holds(value, "m", "--sysroot", "b")
    case.axmodel("s", 200 * MIB)
    report, _ = case.judge("s", "--sysroot", "b")
    reboot = [advice for advice in report["advice"] if advice["action"] == "reboot"]
    case.equal([advice["enough"] for advice in reboot], [True], "a reboot frees 400 MiB")


def test_a_pool_of_unknown_use_is_not_empty_after_a_reboot(case):
    """--pool counts what the drivers hold when nothing runs, as the profile does."""
    case.mkmodel_to("cvimodel", "m", "--weight", "60M")
    case.write("log", "", "[    0.5] Ion: Ion memory setup at 0x000000008b300000 size 75 MiB\n")
    for board in ((), ("-d", "nanokvm")):
        report, status = case.judge("m", *board, "--sysroot", "log", "--pool", "75M")
        case.equal((status, report["supply"]["free"]), (1, 75 * MIB - 18604 * 1024), f"{board}: the server's 18604 KiB")
        case.check("pool-idle" in case.codes(report), f"{board}: {case.codes(report)}")
    report, status = case.judge("m", "-d", "maixcam", "--sysroot", "log", "--pool", "75M")
    case.equal((status, report["supply"]["free"]), (0, 75 * MIB), "no idle use is known there")


def test_cma_never_decides(case):
    case.write("b", "proc/meminfo", "MemTotal: 1000000 kB\nMemAvailable: 900000 kB\nCmaTotal: 262144 kB\nCmaFree: 131072 kB\n")
    case.axmodel("m", MIB)
    for words, want in ((["--pool", "100M"], 0), (["--free", "100M"], 0), ([], 4), (["--free", "1M"], 1)):
        report, status = case.judge("m", "--sysroot", "b", *words)
        case.equal(status, want, f"{words}")
        case.check(not words or report["supply"]["kind"] is None, f"{words}: {report['supply']['kind']}")
        case.equal(report["supply"]["user_available"], 900000 * 1024, f"{words}: Linux's memory")


def test_which_heap_is_judged(case):
    case.ion("b", "cvi_npu_heap_dump", 20 * MIB, [(0x90000000, 20 * MIB)])
    case.ion("b", "cvi_vpp_heap_dump", 200 * MIB, [(0xA0000000, 200 * MIB)])
    case.equal(case.judge("status", "--sysroot", "b")[0]["supply"]["total"], 20 * MIB, "the heap of the NPU")
    case.ion("c", "cvi_a_heap_dump", 20 * MIB, [(0x90000000, 20 * MIB)])
    case.ion("c", "cvi_b_heap_dump", 30 * MIB, [(0xA0000000, 30 * MIB)])
    report, status = case.judge("status", "--sysroot", "c")
    case.equal((report["supply"]["total"], status), (None, 4), "two unknown heaps")
    os.rename(case.folder / "c" / ION / "cvi_b_heap_dump", case.folder / "c" / ION / "other")
    case.equal(case.judge("status", "--sysroot", "c")[0]["supply"]["total"], 20 * MIB, "the only heap")


def test_a_reboot_leaves_the_partitions(case):
    """The drivers then hold 448 KiB of the first: two models of nearly 256 MiB do not fit into two partitions of 256."""
    case.cmm("b", [(0x60000000, 256), (0x70000000, 256)], [(0x60000000, 200 * MIB, "npu_m_x_pid77")], cmdline="mem=512M\n",
             configs="x=1\n")
    (case.folder / "b/proc/1").mkdir()
    case.axmodel("m", 268120064)
    for models, enough in ((["m"], True), (["m", "m"], False)):
        report, status = case.judge(*models, "--sysroot", "b", "--device", "maixcam2-1g")
        reboot = [advice["enough"] for advice in report["advice"] if advice["action"] == "reboot"]
        case.equal((status, reboot), (0 if enough else 1, [] if enough else [False]), f"{models}: {report['message']}")
    case.axmodel("n", 200 * MIB)
    report, _ = case.judge("m", "n", "--sysroot", "b", "--device", "maixcam2-1g")
    reboot = [advice["enough"] for advice in report["advice"] if advice["action"] == "reboot"]
    case.equal(reboot, [True], f"one in each: {report['message']}")


def test_the_larger_figure_of_what_is_in_use_counts(case):
    case.one_gib("b", 512, [(0x60000000, 200 * MIB, "x")], used=448)
    report, status = case.judge("status", "--sysroot", "b")
    supply = report["supply"]
    case.equal((supply["used"], supply["free"], supply["largest_hole"]), (200 * MIB, 312 * MIB, None), "the listing of 200 MiB")
    case.check("at most" in report["message"], report["message"])
    case.axmodel("m", 300 * MIB)
    case.equal(case.emit("m", "--sysroot", "b")[0], 501, "300 MiB and three pages beside 200")


def test_a_name_of_a_family_means_the_board_that_is_here(case):
    case.one_gib("b", 512)
    case.axmodel("m", MIB, 800 * MIB - MIB)
    case.equal(case.emit("m", "--sysroot", "b", "--device", "maixcam2"), (None, 1), "768 is the most on 1 GiB")
    case.equal(case.judge("m", "--sysroot", "b", "--device", "maixcam2")[0]["supply"]["device"], "maixcam2-1g", "board")


def test_partitions_in_any_order(case):
    case.axmodel("m", 300 * MIB)
    answers = []
    for order in (1, -1):
        case.cmm("b", [(0x60000000, 256), (0x70000000, 256)][::order], cmdline="mem=512M\n", configs="x=1\n")
        report, _ = case.judge("m", "--sysroot", "b")
        case.equal([hole["start"] for hole in report["supply"]["holes"]], [0x60000000, 0x70000000], "holes by address")
        answers.append((report["reason"], case.emit("m", "--sysroot", "b")))
    case.equal(answers[0], answers[1], "the order of the listing")


def test_a_pool_of_another_size_is_another_pool(case):
    """What is wrong with the present one is not held against it, nor what leaked in it."""
    case.axmodel("m", 5 * MIB)
    for board in (GOLDEN_BOARDS / "cmm-overlap", GOLDEN_BOARDS / "cmm-empty", GOLDEN_BOARDS / "cmm-4g-idle"):
        value, status = case.emit("m", "--sysroot", board)
        case.equal(status, 0, f"{board}")
        case.holds(value, "m", "--sysroot", board)


def test_linux_without_memory_has_advice(case):
    case.one_gib("b", 768, meminfo="MemTotal: 200000 kB\nMemAvailable: 100000 kB\n")
    case.axmodel("m", 600 * MIB)
    report, _ = case.judge("m", "--sysroot", "b")
    case.equal(report["reason"], "user-memory", "reason")
    case.check("other-board" in {advice["action"] for advice in report["advice"]}, report["advice"])


def test_more_than_the_board_can_have_is_refused(case):
    """By its setting where it has one, else by its RAM; the board may be named or assumed."""
    case.axmodel("m", MIB)
    for board, most, name in (("maixcam2-1g", 768, "maixcam2-1g"), ("maixcam2-512m", 256, "maixcam2-512m"),
                              (None, 3840, "maixcam2-4g")):
        words = ["m", *(["-d", board] if board else [])]
        for option in ("--pool", "--free"):
            case.equal(case.call(*words, option, f"{most}M").returncode, 0, f"{words} {option} {most}")
            result = case.call(*words, option, f"{most + 1}M", text=True)
            case.check(result.returncode == 2 and f"the largest pool of {name}" in result.stderr, f"{result}")
    for size, status in (("256M", 0), ("257M", 2)):  # an image of one's own may have any carveout
        result = harness.Case.call(case, "--camera", "640x480", "-d", "maixcam", "--pool", size, text=True)
        case.check(result.returncode == status and ("RAM of maixcam" in result.stderr) == (status == 2), f"{result}")


def test_the_pool_of_another_board_says_nothing_of_the_named_one(case):
    """Larger than its RAM, or with an end where its RAM has none: unknown, and no figure of it is used."""
    case.axmodel("m", MIB)
    for start, mib, named in ((0x80000000, 3072, "maixcam2-512m"), (0x130000000, 256, "maixcam2-1g"),
                              (0x60000000, 512, "maixcam2-4g")):
        case.cmm("b", [(start, mib)], cmdline="mem=256M\n", configs=f"maix_memory_cmm={mib}\n")
        case.write("b", "proc/meminfo", "MemTotal: 4000 kB\nMemAvailable: 2000 kB\n")
        report, status = case.judge("m", "--sysroot", "b", "-d", named, "--no-assume")
        case.equal((report["verdict"], report["reason"], status), ("unknown", "no-probe", 4), report["message"])
        case.equal((report["supply"]["total"], report["supply"]["user_available"]), (None, None), named)
        line = case.call("m", "--sysroot", "b", "-d", named, "-f", "line", text=True).stdout
        case.check(f"cannot be that of {named}" in line, line)
    case.cmm("b", [(0x140000000 - 1024 * MIB, 1024)], cmdline="mem=3072M\n", configs="maix_memory_cmm=1024\n")
    case.equal(case.judge("m", "--sysroot", "b", "-d", "maixcam2-4g")[1], 0, "another size by maix_memory_cmm")


def test_unreadable_meminfo_has_a_reason(case):
    case.one_gib("b", 512)
    os.mkfifo(case.folder / "b/proc/meminfo")
    report, status = case.judge("status", "--sysroot", "b")
    case.equal((status, report["supply"]["user_available"]), (0, None), "status")
    case.check("meminfo-unreadable" in case.codes(report), case.codes(report))


def test_a_board_without_the_line_is_no_unknown_board(case):
    case.axmodel("m", MIB)
    case.cmm("b", [(0x50000000, 100)])
    case.equal(case.emit("m", "--sysroot", "b"), (None, 4), "an unknown board lacks facts")
    case.equal(case.emit("m", "--device", "ax620q"), (None, 2), "a known one has no such line")


def test_emit_states_what_the_boards_own_program_asks_for(case):
    """On a Module LLM core-config asks for Linux's share: RAM less the pool."""
    case.axmodel("m", 500 * MIB)
    case.equal(case.call("m", "--device", "m5-llm-module", "--emit").stdout, b"MEM=1024\n", "its default")
    made = case.call("m", "--device", "m5-llm-module", "--emit", "--minimum", text=True)
    pool = 4096 - int(made.stdout.strip().removeprefix("MEM="))
    case.equal((pool, made.returncode), (501, 0), made.stderr)
    said = " ".join(made.stderr.split())
    case.check("Linux uses at most 3072 MiB on m5-llm-module: with so small a pool, 523 MiB are used by neither." in said, said)
    case.check("the pool gets the rest" in said and "core-config" in said, said)
    for size, status in ((pool, 0), (pool - 1, 1)):
        case.equal(case.judge("m", "-d", "m5-llm-module", "--pool", f"{size}M")[1], status, f"{size}")
    case.axmodel("more", MIB, 3200 * MIB - MIB)
    report, status = case.judge("more", "-d", "m5-llm-module")
    advice = {one["action"]: one for one in report["advice"]}["set-linux"]
    case.equal((status, advice["enough"]), (1, True), "advice")
    case.equal(case.judge("more", "-d", "m5-llm-module", "--pool", f"{4096 - advice['value']}M")[1], 0, f"{advice}")
    case.axmodel("large", MIB, 3840 * MIB - MIB)
    case.equal(case.call("large", "--device", "m5-llm-module", "--emit").returncode, 1, "256 for Linux")
    report, _ = case.judge("more", "-d", "ax620q")
    boards = [one["text"] for one in report["advice"] if one["action"] == "other-board"]
    case.check(boards, f"3200 MiB fit a Module LLM and a MaixCAM2 with another setting: {report['advice']}")


def test_another_image_with_another_verdict_is_named(case):
    """Off the board; what was read, or given as an option, is what it is."""
    case.axmodel("m", MIB, 2500 * MIB - MIB)
    case.axmodel("small", MIB)
    old, new = "maixcam2-4g@before-2025-09", "maixcam2-4g"
    for board, status, other, said in ((new, 0, old, "It does not fit on images before 2025-09-28."),
                                       ("MaixCAM2", 0, old, "It does not fit on images before 2025-09-28."),
                                       (old, 1, new, "It fits on images since 2025-09-28.")):
        report, got = case.judge("m", "-d", board)
        case.equal(got, status, board)
        case.check(report["message"].endswith(said), report["message"])
        case.equal([(image["device"], image["fits"]) for image in report["other_images"]], [(other, status == 1)], board)
        first = " ".join(case.call("m", "-d", board, text=True).stdout.split("\n\n")[0].split())
        case.check(first.endswith(said), first)
    case.cmm("b", [(0x80000000, 3072)], cmdline="mem=1024M\n", configs="maix_memory_cmm=-1\n")
    for words in (["m", "--sysroot", "b"], ["m", "--sysroot", "b", "-d", new], ["m", "-d", new, "--free", "2600M"],
                  ["m", "-d", new, "--pool", "3000M"], ["small", "-d", new], ["small", "-d", "maixcam2-1g"]):
        case.equal(case.judge(*words)[0]["other_images"], [], f"{words}")


def test_emit_is_never_below_what_the_maker_supports(case):
    case.axmodel("m", MIB)
    case.equal(case.emit("m", "--device", "nanokvm-pro"), (200, 0), "--emit")


def test_no_value_helps_a_context_that_is_too_long(case):
    options = ["--const", "1M", "--words", 10, "--input", "indices:INT32:1x1", "--input", "mask:BF16:1x1x1025", "--input",
               "input:BF16:1x1x896", "--kv", "1024:128", "--output", "output:BF16:1x1x896"]
    for layer in range(2):
        case.mkmodel_to("axmodel", f"q_l{layer}_together.axmodel", *options)
    case.write(".", "q.mud", "[basic]\ntype = axmodel\nmodel_npu = q_l%d_together.axmodel\n[extra]\nmodel_num = 2\n")
    case.equal(case.emit("q.mud", "--device", "maixcam2-1g")[1], 0, "as it is")
    case.equal(case.emit("q.mud", "--device", "maixcam2-1g", "--context", 100000), (None, 1), "too long for every pool")


def test_one_by_one_nothing_is_lost(case):
    case.axmodel("a", 5 * MIB)
    case.axmodel("b", 300 * MIB)
    case.one_gib("pro", 320, [(0x74000000, 4096, "x")])
    said = case.call("a", "b", "--each", "--sysroot", "pro", "--device", "nanokvm-pro", "--camera", "640x480", "-v",
                     text=True).stdout
    rows = [line.split() for line in said.splitlines() if line.startswith(("Unknown", "Does not fit"))]
    case.equal([(row[0], row[-1]) for row in rows], [("Unknown", "a"), ("Does", "b")], "in their order")
    case.equal(rows[0][1], "?", "an unknown need is not 0")
    case.check("not counted" in " ".join(said.split()), said)
    said = case.call("a", "--each", "--device", "maixcam2-1g", "--margin", "508M", text=True).stdout
    case.check("Marginal" in said and "the margin is 508.0 MiB" in said, said)


def test_the_kind_of_a_profile_is_its_schema(case):
    """Whatever its other texts name."""
    case.axmodel("m", MIB)
    device = json.loads((GOLDEN_BOARDS / "profile.json").read_text())
    pipeline = json.loads((GOLDEN_BOARDS / "pipeline.json").read_text())
    device["title"] = "not a maixfit-pipeline/1"
    pipeline["sensors"][0]["source"] = "not a maixfit-device/1"
    case.write(".", "device.json", json.dumps({"title": device.pop("title"), **device}))
    case.write(".", "pipeline.json", json.dumps({"sensors": pipeline.pop("sensors"), **pipeline}))
    report, status = case.judge("m", "--profile", "device.json", "-d", "my-board")
    case.equal((status, report["supply"]["total"]), (0, 128 * MIB), "a board")
    report, status = case.judge("m", "--profile", "pipeline.json", "-d", "maixcam2-1g", "--camera", "64x48")
    case.equal((status, report["request"]["sensor"]["value"]), (0, "tiny"), "what an app takes")


def test_ai_isp_as_the_board_has_it(case):
    """The last line wins; without one it is assumed, and an option goes before it."""
    case.axmodel("full.axmodel", MIB)
    case.axmodel("half.axmodel", 3 * MIB)
    case.write(".", "m.mud", "[basic]\ntype = axmodel\nmodel_npu = full.axmodel\nmodel_vnpu = half.axmodel\n")
    case.one_gib("b")
    for lines, options, loaded, value, assumed in (
            ("maix_npu_ai_isp=0\n", [], "full.axmodel", "off", False),
            ("maix_npu_ai_isp=1\n", [], "half.axmodel", "on", False),
            ("maix_npu_ai_isp=1\nx=1\nmaix_npu_ai_isp=0\n", [], "full.axmodel", "off", False),
            ("maix_npu_ai_isp=0\n\nmaix_npu_ai_isp=1", [], "half.axmodel", "on", False),
            ("#maix_npu_ai_isp=0\nmaix_npu_ai_isp_2=0\n", [], "half.axmodel", "on", True),
            ("maix_npu_ai_isp=1\n", ["--ai-isp", "off"], "full.axmodel", "off", False)):
        case.write("b", "boot/configs", f"maix_memory_cmm=512\n{lines}")
        report, _ = case.judge("m.mud", "--sysroot", "b", *options)
        case.equal(report["request"]["ai_isp"], {"value": value, "assumed": assumed}, f"{lines!r} {options}")
        owners = {block["owner"] for block in report["models"][0]["blocks"]}
        case.check(loaded in owners and len(owners & {"full.axmodel", "half.axmodel"}) == 1, f"{lines!r}: {owners}")


if __name__ == "__main__":
    sys.exit(harness.main("boards", dict(globals()), Case))

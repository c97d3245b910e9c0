#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What people have of a board: one text, in whatever dress, whole or cut; made up on the spot.

  sources.py --tool build/maixfit --mkmodel build/tools/mkmodel
"""
import json
import os
import struct
import sys

import harness

MIB = 1 << 20
CMM = "proc/ax_proc/mem_cmm_info"
ION = "sys/kernel/debug/ion/cvi_carveout_heap_dump/summary"
TREE = "proc/device-tree/reserved-memory/ion"
FIGURES = "total", "used", "free", "largest_hole", "holes", "owners"
BASE = 0x89500000
ION_BLOCKS = [(0, 16 * MIB, "VI_DMA_BUF"), (48 * MIB, 20 * MIB, "ISP_SHARED_BUFFER_0")]
CMM_BLOCKS = [(0, 4096, "dma"), (0x1000000, 0x2000000, "npu_m_x"), (0x10000000, 0x100000, "venc ko")]


def ion(blocks=tuple(ION_BLOCKS), total=105 * MIB, table=True, base=BASE):
    used = sum(size for _, size, _ in blocks)
    lines = ["Summary:", f"[0] carveout heap size:{total} bytes, used:{used} bytes",
             "usage rate:35%, memory usage peak 60000000 bytes", "", "Details:",
             f"{'heap_id':>16} {'alloc_buf_size':>16} {'phy_addr':>16} {'kmap_cnt':>16} {'buffer name':>16}"]
    lines += [f"{0:16} {size:16} {base + at:16x} {1:16} {name:>16}" for at, size, name in blocks[::-1]]
    if table:
        lines += ["", "", "minimum ion allocate unit = 4096", "free memory regions:",
                  f"{'heap_id':>16} {'start':>16} {'end':>16} {'length':>16}"]
        ends = [(at, at + size) for at, size, _ in blocks] + [(total, total)]
        last = 0
        for at, end in ends:
            if at > last:
                lines.append(f"{0:16} {base + last:16x} {base + at:16x} {at - last:16}")
            last = end
    return "\n".join(lines) + "\n\n"


def cmm(blocks=tuple(CMM_BLOCKS), start=0x80000000, pool=3072):
    end = start + pool * MIB
    lines = ["--------------------SDK VERSION-------------------",
             "[Axera version]: ax_cmm V2.0.0_P7_20240513101106 May 13 2024 10:22:59 JK",
             f'+---PARTITION: Phys(0x{start:X}, 0x{end - 1:X}), Size={pool * 1024}KB({pool}MB),    NAME="anonymous"',
             " nBlock(Max=13, Cur=85, New=13, Free=0)  nbytes(Max=458752B(448KB,0MB), Cur=2064056320B(2015680KB,1968MB))  "]
    lines += [f'   |-Block: phys(0x{start + at:X}, 0x{start + at + size - 1:X}), cache =non-cacheable, '
              f'length={size // 1024}KB({size // MIB}MB),    name="{name}"' for at, size, name in blocks]
    used = sum(size for _, size, _ in blocks) // 1024
    lines += ["", "---CMM_USE_INFO:",
              f" total size={pool * 1024}KB({pool}MB),used={used}KB(33MB + 4KB),remain={pool * 1024 - used}KB(3038MB + 1020KB),"
              f"partition_number=1,block_number={len(blocks)}"]
    return "\n".join(lines) + "\n"


def logged(refused=None, **settings):
    """The table as the kernel logs it when it has no room for a block."""
    lines = ion(table=False, **settings).splitlines()
    lines += [] if refused is None else [f"ion allocated len=0x{refused:x} failed"]
    return "".join(f"[  127.{954562 + k * 7}] {line}\n" for k, line in enumerate(lines))


def smi(*cards):
    """The table of axcl-smi; cards: used and all MiB of CMM."""
    rule = "+-----------------------------------------+--------------+---------------------------------------+\n"
    text = ("+------------------------------------------------------------------------------------------------+\n"
            "| AXCL-SMI  V3.6.5_20250908154509                                Driver  V3.6.5_20250908154509 |\n" + rule
            + "| Card  Name                     Firmware | Bus-Id       |                          Memory-Usage |\n"
              "| Fan   Temp                Pwr:Usage/Cap | CPU      NPU |                             CMM-Usage |\n"
              "|=========================================+==============+=======================================|\n")
    for number, (used, total) in enumerate(cards):
        text += (f"|    {number}  AX650N                     V3.6.5 | 0001:11:00.0 |                148 MiB /      945 MiB |\n"
                 f"|   --   54C                      -- / -- | 2%        0% | {used:18} MiB / {total:8} MiB |\n")
    return text + rule


def info(used, total):
    return (f"Device ID           : 129 (0x81)\nCMM Total           :  {total} KiB\nCMM Used            : {used:8} KiB\n"
            f"CMM Remain          :  {total - used} kiB\n")


def wrapped(text, width=80):
    return "".join(line[at:at + width] + "\n" for line in text.split("\n") for at in range(0, max(len(line), 1), width))


def colored(text):
    return "".join(f"\x1b[1;32m{line[:9]}\x1b[0m{line[9:]}\x1b[K\n" for line in text.splitlines())


def stamped(text):
    return "".join(f"[{k:5}.{k * 31:06}] {line}\n" for k, line in enumerate(text.splitlines()))


DRESSES = {
    "prompts": lambda text: f"[root@milkv-duo]~# cat /x/summary\n{text}[root@milkv-duo]~# \n",
    "a busybox prompt": lambda text: f"/ # cat /x\n{text}/ # ",
    "colors": colored,
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "CR alone": lambda text: text.replace("\n", "\r"),
    "a quotation": lambda text: "".join(f"> {line}\n" for line in text.splitlines()),
    "80 columns": wrapped,
    "120 columns": lambda text: wrapped(text, 120),
    "a name on a line of its own": lambda text: text.replace('ame="', 'ame=\n"'),
    "a listing before": lambda text: text.replace("VI_DMA", "XX_DMA").replace("npu_m", "xxx_m") + text,
}
BYTES = {
    "UTF-16": lambda text: text.encode("utf-16"),
    "NULs": lambda text: text.encode().replace(b"\n", b"\0\n\0"),
    "a byte order mark": lambda text: text.encode("utf-8-sig"),
}
STAMPS = {
    "time stamps": stamped,
    "dates": lambda text: "".join(f"[Fri Nov 22 11:42:16 2024] {line}\n" for line in text.splitlines()),
    "syslog": lambda text: "".join(f"Nov 22 11:42:16 board kernel: [   12.5] {line}\n" for line in text.splitlines()),
    "levels and tasks": lambda text: "".join(f"<6>[   12.5][   T17] {line}\n" for line in text.splitlines()),
}


class Case(harness.Case):
    def write(self, path, data):
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data if isinstance(data, bytes) else data.encode())

    def figures(self, *words):
        report, status = self.judge("status", "--sysroot", *words)
        return {key: report["supply"][key] for key in FIGURES} if report else None, status

    def models(self):
        self.cvimodel("m", 10)

    def cvimodel(self, name, mib):
        self.mkmodel_to("cvimodel", name, "--weight", mib * MIB, "--cmd", "t3,d2,s", "--tensor", "x:INT8:1x3x8x8:io0:input",
                        "--tensor", "y:FP32:1x10:io1:output")


def test_a_text_is_read_like_the_folder(case):
    for path, text in ((ION, ion()), (CMM, cmm())):
        case.write(f"b/{path}", text)
        want = case.figures("b")
        case.check(want[0]["holes"], f"{path}: holes")
        dressed = {"as it is": text, **{name: dress(text) for name, dress in DRESSES.items()},
                   **{name: dress(text) for name, dress in BYTES.items()}}
        dressed |= {name: dress(text) for name, dress in STAMPS.items()}
        for name, bare in dressed.items():
            case.write("t", bare)
            case.equal(case.figures("t"), want, f"{path} with {name}, as a text")
            case.write(f"d/{path}", bare)
            case.equal(case.figures("d"), want, f"{path} with {name}, in a folder")


def test_where_a_text_comes_from(case):
    case.write("t", cmm())
    want, _ = case.judge("status", "--sysroot", "t")
    for name in ("-", "/dev/stdin"):
        done = case.call("status", "--sysroot", name, "--format", "json", input=cmm().encode(), stdin=None)
        report = json.loads(done.stdout)
        case.equal(report["supply"].pop("probe"), name, "named as it was given")
        case.equal(report["supply"], {key: value for key, value in want["supply"].items() if key != "probe"}, name)
    case.equal(want["supply"]["probe"], "t", "a listing is named by its file")
    case.equal(case.judge("status", "--sysroot", "/dev/null")[1], 2, "a device is no text")
    case.write("large", b"x" * (4 * MIB + 1))
    case.equal(case.judge("status", "--sysroot", "large")[1], 2, "a text has a limit")


def capture(files):
    return "".join(f"== /{path}\n{text}" for path, text in files.items())


def test_a_capture_is_read_like_the_folder(case):
    """Verdict and figures of a folder, and of the text that holds the same files."""
    case.models()
    boards = {
        "cmm": {"proc/meminfo": "MemTotal: 980000 kB\nMemAvailable: 700000 kB\n", "proc/cmdline": "mem=1024M quiet\n",
                "boot/configs": "maix_memory_cmm=-1\nmaix_npu_ai_isp=1\n", CMM: cmm()},
        "overlap": {"proc/cmdline": "mem=2048M quiet\n", "boot/configs": "maix_memory_cmm=1\n", CMM: cmm()},
        "ion": {"proc/meminfo": "MemTotal: 150000 kB\nMemAvailable: 70000 kB\n", ION: ion()},
        "sums": {ION.replace("summary", "total_mem"): "1000000\n", ION.replace("summary", "alloc_mem"): "0\n"},
        "tree": {f"{TREE}/size": "0x0 0x3200000\n", "proc/cvitek/x": "\n"},
    }
    for name, files in boards.items():
        for path, text in files.items():
            case.write(f"{name}/{path}", text)
        case.write(f"{name}.txt", capture(files))
        for words in (["status"], ["m", "--camera", "640x480"]):
            one = case.call(*words, "--sysroot", name, "--format", "json").stdout
            two = case.call(*words, "--sysroot", f"{name}.txt", "--format", "json").stdout
            case.equal(two.replace(f"{name}.txt: ".encode(), name.encode()).replace(f"{name}.txt".encode(), name.encode()), one,
                       f"{name} {words[0]}")


def test_a_capture_says_what_could_not_be_read(case):
    case.write("t", "== /sys/kernel/debug/ion\n(cannot be read: Permission denied)\n== /proc/cvitek\n"
                    f"== /{TREE}/size\n0x00000000 0x04b00000\n")
    report, status = case.judge("status", "--sysroot", "t")
    case.equal((report["supply"]["total"], report["supply"]["free"], status), (75 * MIB, None, 4), "the size alone")
    case.check("Permission denied" in report["message"], report["message"])


def test_the_device_tree_gives_the_size(case):
    case.models()
    size = struct.pack(">II", 0, 50 * MIB)
    forms = [size, size[4:], b"0x0 0x3200000\n", b"<0x00000000 0x03200000>\n", b"00 00 00 00 03 20 00 00\n", b"52428800\n",
             b"0x0000000003200000\n"]
    for form in forms:
        case.write(f"b/{TREE}/size", form)
        report, status = case.judge("status", "--sysroot", "b")
        supply = report["supply"]
        case.equal((supply["kind"], supply["total"], supply["used"], supply["free"], supply["largest_hole"], status),
                   ("ion", 50 * MIB, None, None, None, 4), f"{form}")
    for form in (b"", b"0x32 junk\n", b"\0\0\3", b"123456 7\n", b"9" * 80, b"0x0 0x032", b"5242"):
        case.write(f"b/{TREE}/size", form)
        report, status = case.judge("status", "--sysroot", "b")
        case.equal((report["supply"]["total"], status), (None, 4), f"{form}")
    case.write(f"b/{TREE}/size", size)
    case.cvimodel("large", 60)
    case.equal(case.judge("large", "--sysroot", "b")[1], 1, "larger than the pool")
    case.equal(case.judge("m", "--sysroot", "b")[1], 4, "what is in use is unknown")


def test_the_log_of_the_boot_gives_the_size(case):
    case.models()
    setup = "[    0.000000] Ion: Ion memory setup at 0x000000008b300000 size 75 MiB\n"
    exact = "[    0.2] Ion: rmem_ion_device_init: heap carveout base 0x000000008b300000 size 0x0000000004b00000 dev (x)\n"
    added = "[    0.4] platform carveout: [ion] add heap id 0, type 2, base 0x8b300000, size 0x4b00000\n"
    for text in (setup, exact, added, setup + exact, "[    0.1] x\n" + added + setup):
        case.write("t", "Starting kernel ...\n" + text + "[    1.0] mmc0\n")
        report, status = case.judge("status", "--sysroot", "t")
        case.equal((report["supply"]["total"], report["supply"]["free"], status), (75 * MIB, None, 4), text)
    case.write("t", setup)
    for mib, want in ((74, 4), (75, 4), (78, 1)):  # the log rounds down: 75 may be nearly 76
        case.cvimodel("x", mib)
        case.equal(case.judge("x", "--sysroot", "t")[1], want, f"{mib} MiB into a pool of 75 or nearly 76")


def test_the_block_that_was_refused_is_reported(case):
    case.models()
    for refused, holes in ((60 * MIB, True), (2 * MIB, False), (None, False)):
        case.write("t", logged(refused))
        report, status = case.judge("status", "--sysroot", "t")
        case.equal((report["supply"]["refused"], report["supply"]["holes"] is not None), (refused, holes), f"{refused}")
        case.equal("allocation-refused" in case.codes(report), refused is not None, f"{refused}: {case.codes(report)}")
        case.equal(case.judge("m", "--sysroot", "t")[1], 0 if holes else 4, f"{refused}: a model of 10 MiB")
    case.write("t", logged(60 * MIB).replace("] ", "] Ion: "))
    case.equal(len(case.judge("status", "--sysroot", "t")[0]["supply"]["owners"]), 2, "with the driver's prefix")


def test_axcl_smi(case):
    case.write("t", smi((4100, 7040)))
    report, status = case.judge("status", "--sysroot", "t")
    supply = report["supply"]
    case.equal((supply["total"], supply["used"], supply["free"], supply["largest_hole"]),
               (7040 * MIB, 4100 * MIB, 2940 * MIB, None), "the table")
    case.check("at most" in report["message"], report["message"])
    case.write(f"b/{CMM}", smi((4100, 7040)))
    case.equal(case.judge("status", "--sysroot", "b", "-d", "axcl-ax8850")[0]["supply"]["used"], 4100 * MIB, "a named card")
    for width in (70, 80, 90, 96):
        case.write("t", wrapped(smi((4100, 7040)), width))
        case.equal(case.judge("status", "--sysroot", "t")[0]["supply"]["free"], 2940 * MIB, f"wrapped at {width}")
    case.write("t", info(18876, 3145728))
    supply = case.judge("status", "--sysroot", "t")[0]["supply"]
    case.equal((supply["total"], supply["used"], supply["free"]), (3145728 << 10, 18876 << 10, 3126852 << 10), "info --cmm")
    case.write("t", smi((18, 3072), (3000, 3072)))
    report, _ = case.judge("status", "--sysroot", "t")
    case.equal(report["supply"]["free"], 72 * MIB, "of two cards the fuller one")
    case.write("t", cmm() + smi((2000, 3072)))
    report, status = case.judge("status", "--sysroot", "t")
    case.equal((status, report["supply"]["free"]), (4, None), "two listings of a pool that differ")
    case.write("t", cmm() + info(33796, 3145728))
    case.equal(case.judge("status", "--sysroot", "t")[1], 0, "two that agree")
    case.write("t", cmm() + ion())
    case.equal(case.judge("status", "--sysroot", "t")[1], 4, "listings of two boards")
    for text in (smi(), info(18876, 3145728).replace("18876", "18877"), smi((18, 3072)).replace("3072 MiB", "3072"),
                 smi((5000, 3072))):
        case.write("t", text)
        case.equal(case.judge("status", "--sysroot", "t", "-d", "axcl-ax650n")[1], 4, text[-200:])


def test_what_cannot_be_read_is_unknown(case):
    """Also where the board is named: a profile does not stand in for a listing that is there."""
    case.models()
    for text in ("", "junk\n", "Summary:\n", "== /proc/version\nLinux\n", "----------------SDK VERSION-------------------\n",
                 "\0" * 100, "[0] carveout heap size:110100480 by"):
        case.write("t", text)
        for words in (["status"], ["m"]):
            for named in ([], ["-d", "maixcam"]):
                report, status = case.judge(*words, "--sysroot", "t", *named)
                case.equal((status, report["supply"]["free"]), (4, None), f"{text!r} {words} {named}")
    for path, board in ((CMM, "maixcam2-1g"), (ION, "maixcam")):
        case.write(f"b-{board}/{path}", "junk")
        case.equal(case.judge("status", "--sysroot", f"b-{board}", "-d", board)[1], 4, board)


def test_of_several_heaps_the_one_of_models_counts(case):
    """Of its tables the last one, whatever stands between and behind them; and where it is unclear which, nothing."""
    def heap(number, name, used, base):
        text = ion(((0, used * MIB, "x"),), 50 * MIB, base=base).replace("[0] carveout", f"[{number}] {name}")
        return text.replace(f"\n{0:16}", f"\n{number:16}")

    models = heap(0, "carveout", 40, BASE)
    empty = heap(1, "vpp", 1, 0x9a000000)
    for text, free in ((models + empty, 10), (empty + models, 10), (heap(0, "carveout", 1, BASE) + models + empty, 10),
                       (models.replace("carveout", "npu") + empty, 10), (stamped(empty + models + empty), 10),
                       (empty + heap(2, "other", 2, 0xa0000000), None), (models.replace("[0] carve", "") + empty, 49)):
        case.write("t", text)
        supply = case.judge("status", "--sysroot", "t")[0]["supply"]
        case.equal(supply["free"], free and free * MIB, text[:200])


def test_parts_of_two_listings_make_no_full_pool(case):
    """Where the end of the first is lost, its blocks stand there twice."""
    blocks = [(0, 2000 * MIB, "a")]
    first = cmm(blocks).split("---CMM_USE_INFO")[0]
    for second in (cmm(blocks), cmm([(MIB, 2000 * MIB, "a")]), cmm(blocks).split("\n", 3)[3]):
        case.write("t", first + second)
        supply = case.judge("status", "--sysroot", "t")[0]["supply"]
        case.equal((supply["free"], supply["largest_hole"]), (1072 * MIB, None), second[:200])


def test_impossible_sizes_are_unknown(case):
    sums = f"== /{ION.replace('summary', 'total_mem')}\n{1 << 62}\n== /{ION.replace('summary', 'alloc_mem')}\n0\n"
    for text in (ion().replace(f"size:{105 * MIB}", f"size:{(1 << 64) - 1}"), cmm().replace("3145728KB", f"{1 << 52}KB"), sums,
                 cmm([], pool=1 << 40), smi((18, 1 << 42)), info(18876, 1 << 52)):
        case.write("t", text)
        report, status = case.judge("status", "--sysroot", "t")
        case.equal((report["supply"]["total"], report["supply"]["free"], status), (None, None, 4), text[:300])


def test_a_later_listing_that_is_cut_counts(case):
    """What an earlier one says is no longer so."""
    case.models()
    for first, last, ends in ((cmm(), cmm([(0, 3071 * MIB, "a")]), ("ax_cmm", "PARTITION", "-Block", "CMM_USE_INFO:", ",used")),
                              (ion(()), ion(((0, 105 * MIB, "a"),)), ("Summary:", "heap size:", "bytes, us"))):
        for end in ends:
            case.write("t", first + last[:last.index(end) + len(end)])
            report, status = case.judge("status", "--sysroot", "t")
            case.equal((report["supply"]["free"], status), (None, 4), f"up to {end}")
    case.write("t", ion(()) + ion(((0, 105 * MIB, "a"),)).split("\n", 3)[3])
    case.equal(case.judge("m", "--sysroot", "t")[1], 4, "a table without its head")


def test_a_sum_that_is_cut_is_unknown(case):
    heap = f"/{ION.replace('summary', '')}"
    whole = f"== {heap}total_mem\n78643200\n== {heap}alloc_mem\n49459200\n"
    case.write("t", whole)
    case.equal(case.judge("status", "--sysroot", "t")[0]["supply"]["free"], 29184000, "both sums")
    for cut in range(1, 10):
        case.write("t", whole[:-cut])
        report, status = case.judge("status", "--sysroot", "t")
        case.equal((report["supply"]["used"], status), (None, 4), whole[-20:-cut])


def test_a_log_behind_a_summary_is_a_log(case):
    """It has no hole as large as the block that was refused, so one of 10 MiB makes the holes doubtful."""
    case.write("t", ion(()) + logged(10 * MIB))
    case.equal(case.judge("status", "--sysroot", "t")[0]["supply"]["largest_hole"], None, "the log is the last one")


def test_a_pool_of_0_bytes_is_a_reading(case):
    case.models()
    case.write("t", "Summary:\n[0] x heap size:0 bytes, used:0 bytes\nusage rate:-1%, memory usage peak 0 bytes\n\nDetails:\n")
    for words in (["status"], ["m"]):
        case.equal(case.judge(*words, "--sysroot", "t")[1], 1, f"{words}")


def test_no_cut_text_says_fits_where_the_whole_denies(case):
    """Each kind of text cut behind each of its lines, judged with models of several sizes."""
    names = {"ion": [], "cmm": []}
    for mib in (5, 30, 45, 60, 100, 2000, 3030):
        names["ion"].append(f"c{mib}")
        case.cvimodel(f"c{mib}", mib)
        names["cmm"].append(f"a{mib}")
        case.mkmodel_to("axmodel", f"a{mib}", "--const", mib * MIB, "--words", 9, "--input", "x:FP32:1", "--output", "y:FP32:1")
    boot = "[    0.0] Ion: Ion memory setup at 0x000000008b300000 size 75 MiB\n[    0.1] x\n"
    texts = {
        "ion": ion(), "ion-no-table": ion(table=False), "cmm": cmm(), "wrapped-ion": wrapped(ion()),
        "wrapped-cmm": wrapped(cmm()),
        "log": logged(60 * MIB), "log-doubtful": logged(2 * MIB), "boot": boot, "boot-and-log": boot + logged(60 * MIB),
        "smi": smi((18, 7040), (4100, 7040)), "info": info(18876, 3145728), "stamped": stamped(ion()),
        "capture": capture({"boot/configs": "maix_memory_cmm=1\n", "proc/meminfo": "MemTotal: 100 kB\nMemAvailable: 100 kB\n",
                            "proc/cmdline": "mem=1024M\n", CMM: cmm()}),
        "capture-ion": capture({"proc/meminfo": "MemTotal: 100 kB\nMemAvailable: 9000 kB\n", f"{TREE}/size": "0x0 0x6900000\n",
                                ION: ion()}),
    }
    said = 0
    for kind, text in texts.items():
        lines = text.splitlines(keepends=True)
        for count in range(len(lines) + 1):
            case.write(f"{kind}-{count}", "".join(lines[:count]))
        kind_of_pool = "cmm" if any(word in text for word in ("total size", "CMM")) else "ion"
        asked = [(name, count) for name in names[kind_of_pool] for count in range(len(lines) + 1)]
        answers = dict(zip(asked, case.judge_many([[name, "--runner", "plain", "--sysroot", f"{kind}-{count}"]
                                                   for name, count in asked])))
        for (name, count), (_, status) in answers.items():
            whole = answers[name, len(lines)][1]
            case.check(status != 0 or whole == 0, f"{kind} after {count} lines: {name} fits, whole it is {whole}")
            said += status == 0
    case.check(said > 0, "nothing fits anywhere: the test shows nothing")


def test_as_another_user(case):
    """The same figures for those who are not root, who has other rights; and what may not be read is unknown."""
    if os.geteuid() != 0:
        return
    case.write("t", ion())
    case.write(f"b/{ION}", ion())
    for path in [case.folder, *case.folder.rglob("*")]:
        path.chmod(0o755)
    nobody = {"user": 65534, "group": 65534, "extra_groups": []}
    for board in "tb":
        done = case.call("status", "--sysroot", board, **nobody)
        case.equal((done.returncode, done.stdout), (0, case.call("status", "--sysroot", board).stdout), board)
    (case.folder / "b/sys/kernel/debug").chmod(0)
    done = case.call("status", "--sysroot", "b", "-d", "maixcam", text=True, **nobody)
    case.equal(done.returncode, 4, done.stdout)
    case.check("permission denied" in done.stdout.replace("\n", " "), done.stdout)
    (case.folder / "t").chmod(0)
    case.equal(case.call("status", "--sysroot", "t", **nobody).returncode, 2, "a text that may not be read")


def test_a_pipe_is_read_once(case):
    """Several judgments of one call use what was read first."""
    case.models()
    case.mkmodel_to("axmodel", "a", "--const", MIB, "--words", 10, "--input", "x:FP32:1x4", "--output", "y:FP32:1x4")
    done = case.call("m", "a", "--each", "--sysroot", "-", input=cmm().encode(), stdin=None)
    verdicts = [line.split()[0] for line in done.stdout.splitlines() if line.endswith((b"  a", b"  m"))]
    case.equal(verdicts, [b"Does", b"Fits"], "two formats, so the board is looked for twice")


if __name__ == "__main__":
    sys.exit(harness.main("sources", globals(), Case))

#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Which board this is: by what it says of itself, by its pool, and what is said where that names several or none.

  recognition.py --tool build/maixfit --mkmodel build/tools/mkmodel
"""
import os
import sys

import harness
import sources

MIB = sources.MIB
POOL_75 = {"licheerv-nano@2024-04", "milkv-duo256m", "nanokvm", "recamera@before-0.0.7"}
POOL_105 = {"licheerv-nano", "maixcam", "nanokvm@2024-09"}


class Case(sources.Case):
    def board(self, name, pool=None, **signs):
        """A board below the folder `name`; pool: MiB of ION, of which nothing is in use."""
        paths = {"board": "boot/board", "model": "proc/device-tree/model", "compatible": "proc/device-tree/compatible"}
        if pool is not None:
            self.write(f"{name}/{sources.ION}", sources.ion((), pool * MIB, base=0x8FE00000 - pool * MIB))
        for sign, text in signs.items():
            self.write(f"{name}/{paths[sign]}", text)

    def who(self, name, *words):
        supply = self.judge("status", "--sysroot", name, *words)[0]["supply"]
        return supply["device"] or set(supply["candidates"])


def test_a_pool_size_alone_names_no_board_that_shares_it(case):
    for pool, want in ((75, POOL_75), (105, POOL_105), (50, "recamera"), (170, "milkv-duos@sdk-v1"), (33, set())):
        case.board(f"b{pool}", pool)
        case.equal(case.who(f"b{pool}"), want, f"{pool} MiB")
    report, status = case.judge("status", "--sysroot", "b75")
    case.equal((report["supply"]["device"], status), (None, 0), "no board")
    case.check("an SG2002 board" in report["message"] and "device-candidates" in case.codes(report), report["message"])
    case.equal(case.judge("status", "--sysroot", "b75", "-d", "nanokvm")[0]["supply"]["candidates"], [], "a named one")


def test_what_the_board_says_of_itself(case):
    rows = [
        ("the device tree's model", 75, {"model": "Seeed reCamera\0"}, "recamera@before-0.0.7"),
        ("in any spelling", 75, {"model": "seeed recamera\n"}, "recamera@before-0.0.7"),
        ("compatible", 75, {"compatible": "milkv,duo256m\0cvitek,cv181x\0"}, "milkv-duo256m"),
        ("one a line, as captured", 75, {"compatible": "milkv,duo256m\ncvitek,cv181x\n"}, "milkv-duo256m"),
        ("a family", 105, {"model": "LicheeRv Nano\0"}, POOL_105),
        ("a family of which one has the pool", 48, {"model": "LicheeRv Nano\0"}, "nanokvm@ion48"),
        ("a family and a pool of another size", 33, {"model": "LicheeRv Nano\0"}, {"licheerv-nano", "maixcam", "nanokvm"}),
        ("/boot/board goes first", 105, {"board": "name=x\n id = maixcam_pro \n", "model": "LicheeRv Nano"}, "maixcam"),
        ("a board that is not known", 105, {"board": "id=other\n", "model": "LicheeRv Nano\0"}, POOL_105),
        ("a pool of another size", 33, {"board": "id=maixcam\n"}, "maixcam"),
        ("a device tree of a PC", 75, {"model": "Raspberry Pi 5\0", "compatible": "raspberrypi,5\0"}, POOL_75),
        ("no path", 105, {"board": "id=../../x\n"}, POOL_105),
    ]
    for number, (text, pool, signs, want) in enumerate(rows):
        case.board(f"b{number}", pool, **signs)
        case.equal(case.who(f"b{number}"), want, text)
    case.write("m/proc/device-tree/model", "MaixCAM2\0")
    case.write(f"m/{sources.CMM}", sources.cmm())
    case.equal(case.who("m"), "maixcam2-4g", "a MaixCAM2 without /boot/configs")
    report, _ = case.judge("status", "--sysroot", "b0", "-d", "milkv-duos")
    case.check("device-differs" in case.codes(report), "another board was named")


def test_a_name_of_a_family_names_no_board(case):
    """A MaixCAM2 of any size calls itself maixcam2; its RAM decides which values are legal."""
    def family(name, text):
        case.write(f"{name}/boot/board", "id=maixcam2\n")
        case.write(f"{name}/boot/configs", "maix_memory_cmm=-1\n")
        case.write(f"{name}/{sources.CMM}", text)

    def sums(mib):
        return f" total size={mib << 10}KB({mib}MB),used=0KB(0MB + 0KB),remain={mib << 10}KB({mib}MB + 0KB),"

    case.mkmodel_to("axmodel", "big", "--const", 900 * MIB, "--words", 9, "--input", "x:FP32:1", "--output", "y:FP32:1")
    blocks = [(0, 0x70000, "drivers")]
    for board, start, pool, status in (("maixcam2-512m", 0x50000000, 256, 1), ("maixcam2-1g", 0x60000000, 512, 1),
                                       ("maixcam2-1g", 0x58000000, 640, 1), ("maixcam2-2g", 0x80000000, 1024, 0),
                                       ("maixcam2-4g", 0x80000000, 3072, 0)):
        family("b", sources.cmm(blocks, start, pool))
        case.equal(case.who("b"), board, f"{pool} MiB")
        case.equal(case.who("b", "-d", "maixcam2"), board, f"{pool} MiB, named")
        emitted = case.call("big", "--sysroot", "b", "--emit")
        case.equal(emitted.returncode, status, f"{board}: {emitted.stdout} {emitted.stderr}")
        family("b", sources.cmm(blocks, start, pool))
        case.equal(case.call("config", "set", "800", "--sysroot", "b").returncode, 0 if status == 0 else 2, f"{board}: 800")
    family("b", sums(600))
    case.equal(case.who("b"), {"maixcam2-1g", "maixcam2-2g", "maixcam2-4g"}, "no board has a pool above its RAM")
    set_value = case.call("config", "set", "800", "--sysroot", "b")
    case.equal(set_value.returncode, 4, f"the RAM is unknown: {set_value.stderr}")
    case.equal(case.call("big", "--sysroot", "b", "--emit").stdout, b"", "a line that is illegal on one of them")


def test_the_candidate_that_takes_most_counts(case):
    case.models()
    case.board("b", 75)
    app = "m", "--camera", "1920x1080", "--encode", "1920x1080@h264"
    needs = {}
    for name in POOL_75:
        report, _ = case.judge(*app, "--sysroot", "b", "-d", name.split("@")[0])
        needs[name] = report["demand"]["npu_bytes"] if report.get("demand") else 0
    case.check(len(set(needs.values())) > 1, f"the boards differ: {needs}")
    report, _ = case.judge(*app, "--sysroot", "b")
    case.equal(report["demand"]["npu_bytes"], max(needs.values()), f"{needs}")
    most = report["request"]["device"]["value"]
    case.equal((needs[most], report["request"]["device"]["assumed"]), (max(needs.values()), True), "whose facts they are")
    note = [finding["text"] for finding in report["findings"] if finding["code"] == "device-candidates"]
    case.check(len(note) == 2 and note[0].endswith(f"on {most}, where it takes most"), note)
    said = case.call(*app, "--sysroot", "b", "--each", text=True).stdout
    case.equal(said.count("does not tell which"), 1, "once below many verdicts")
    case.check("an SG2002 board" in said and "(null)" not in said, said)


def test_what_is_enough_is_so_on_each_of_them(case):
    """Each step that is called enough, on every board that it may be."""
    case.cvimodel("m", 30)
    case.board("b", 75)
    app = ["m", "--camera", "1920x1080", "--encode", "1920x1080@h264", "--display"]
    report, status = case.judge(*app, "--sysroot", "b")
    case.equal(status, 1, "too much")
    for step in report["advice"]:
        if step["enough"] and step["option"]:
            for name in POOL_75:
                words = ["m", *step["option"].split(), "--encode", "1920x1080@h264", "--sysroot", "b", "-d", name]
                _, status = case.judge(*words)
                case.check(status in (0, 4), f"{step['option']} on {name}: {status}")


def test_the_panel_of_the_board(case):
    case.models()
    for panel, want, assumed in (("panel=st7701_hd228001c31\n", "552x368", False), ("panel = zct2133v1 \n", "1280x800", False),
                                 ("panel=new\n", "640x480", True), ("", "640x480", True)):
        case.board("b", 105, board="id=maixcam\n" + panel)
        request = case.judge("m", "--sysroot", "b", "--display")[0]["request"]
        case.equal(request["display"], {"value": want, "assumed": assumed}, panel)
    case.board("b", 105, board="id=maixcam\n")
    case.write("b/boot/boards/board.maixcam", "panel=st7701_d310t9362v1\nid=nanokvm\n")
    report, _ = case.judge("m", "--sysroot", "b", "--display")
    case.equal((report["request"]["display"]["value"], report["supply"]["device"]), ("800x480", "maixcam"), "other keys")
    case.equal(case.judge("m", "--sysroot", "b", "--display=854x480")[0]["request"]["display"]["value"], "854x480", "as named")


def test_a_board_whose_pool_cannot_be_read_is_unknown(case):
    """Also where it is named; an image that is named asks for its profile. Without a sign there is no board."""
    case.models()
    signs = {"ax": "proc/ax_proc/version", "cvitek": "proc/cvitek/x", "board": "boot/board", "tree": "proc/device-tree/model",
             "ion": "sys/kernel/debug/ion/x", "listing": sources.CMM, "summary": sources.ION}
    texts = {"board": "id=maixcam\n", "tree": "Seeed reCamera\0"}
    for name, path in signs.items():
        case.write(f"{name}/{path}", texts.get(name, "junk\n"))
        is_cmm = name in ("ax", "listing")
        board = "maixcam2-4g" if is_cmm else "maixcam"
        for words in (["status"], ["status", "-d", board]) + (() if is_cmm else (["m"], ["m", "-d", board])):
            report, status = case.judge(*words, "--sysroot", name)
            case.equal((status, report["supply"]["free"]), (4, None), f"{name}: {words}")
        report, status = case.judge("status", "-d", f"{board}@{'since-2025-09' if is_cmm else 'today'}", "--sysroot", name)
        case.equal((status, report["supply"]["origin"]), (0, "profile"), f"{name}: an image")
        case.check("profile-used" in case.codes(report), f"{name}: {case.codes(report)}")
    (case.folder / "nothing").mkdir()
    report, status = case.judge("m", "-d", "maixcam", "--sysroot", "nothing")
    case.equal((status, report["supply"]["free"]), (4, None), "a captured board without a pool, such as a wrong path")
    report, status = case.judge("m", "-d", "maixcam@today", "--sysroot", "nothing")
    case.equal((status, report["supply"]["origin"]), (0, "profile"), "an image is asked for")
    report, status = case.judge("m", "-d", "maixcam")
    case.equal((status, report["supply"]["origin"]), (0, "profile"), "no sign here")


def test_a_pc_judges_by_the_profile_whoever_asks(case):
    case.models()
    people = [{}] + ([{"user": 65534, "group": 65534, "extra_groups": []}] if os.geteuid() == 0 else [])
    for path in [case.folder, *case.folder.rglob("*")]:
        path.chmod(0o755)
    answers = [case.call("m", "-d", "maixcam", "--format", "json", **person) for person in people]
    for done in answers:
        case.equal((done.returncode, done.stdout), (0, answers[0].stdout), done.stderr)
    case.check(b'"origin":\t"profile"' in answers[0].stdout, answers[0].stdout)


if __name__ == "__main__":
    sys.exit(harness.main("recognition", globals(), Case))

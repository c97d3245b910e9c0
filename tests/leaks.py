#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What programs left behind in a pool, and who holds the rest: on boards that are made up on the spot.

  leaks.py --tool build/maixfit --mkmodel build/tools/mkmodel
"""
import json
import sys

import harness

MIB = 1 << 20
START = 0x90000000
GENERATION = [("VI_DMA_BUF", 4 * MIB), ("ISP_SHARED_BUFFER_0", 294912), ("VbPool0", 6 * MIB)]
DUO = {"schema": "maixfit-device/1", "id": "test-board", "title": "a board of this test", "chip": "SG2002", "npu": ["cv181x"],
       "pool": "ion", "ram_mib": 256, "pool_mib": 60, "idle_use_kib": 8 * 1024, "adjust": "It is fixed.", "source": "this test"}


class Case(harness.Case):
    def write(self, path, text):
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def ion(self, blocks, total=60 * MIB, gap=0, start=START, board="b"):
        """blocks: (name, bytes), from the bottom up with `gap` bytes between them; the rows come in no order."""
        at, rows, holes = start, [], []
        for name, size in blocks:
            rows.append(f"{0:16}{size:17}{at:17x}{1:17} {name}")
            at += size
            if gap:
                holes.append((at, gap))
                at += gap
        holes.append((at, start + total - at))
        used = sum(size for _, size in blocks)
        free = "".join(f"{0:16}{hole:17x}{hole + size:17x}{size:17}\n" for hole, size in holes if size)
        self.write(f"{board}/sys/kernel/debug/ion/cvi_carveout_heap_dump/summary",
                   f"Summary:\n[0] carveout heap size:{total} bytes, used:{used} bytes\n"
                   "usage rate:1%, memory usage peak 0 bytes\n\nDetails:\n heap_id alloc_buf_size phy_addr kmap_cnt name\n"
                   + "\n".join(rows[::-1]) + f"\n\n\nfree memory regions:\n h s e l\n{free}")

    def cmm(self, blocks, pool=512, processes=None, board="b"):
        """A MaixCAM2 of 1 GiB. blocks: (name, bytes), from the bottom up; processes: number and name, None: not listed."""
        start = at = 0x80000000 - pool * MIB
        lines = [f'+---PARTITION: Phys(0x{start:X}, 0x{start + pool * MIB - 1:X}), Size={pool * 1024}KB({pool}MB),    NAME="a"']
        for name, size in blocks:
            lines.append(f'   |-Block: phys(0x{at:X}, 0x{at + size - 1:X}), cache =cacheable, length={size // 1024}KB(0MB),    '
                         f'name="{name}"')
            at += size
        used = sum(size for _, size in blocks) // 1024
        lines.append(f"\n---CMM_USE_INFO:\n total size={pool * 1024}KB(0MB),used={used}KB(0MB + 0KB),"
                     f"remain={pool * 1024 - used}KB(0MB + 0KB),partition_number=1,block_number={len(blocks)}")
        self.write(f"{board}/proc/ax_proc/mem_cmm_info", "\n".join(lines) + "\n")
        self.write(f"{board}/proc/cmdline", f"mem={1024 - pool}M quiet\n")
        self.write(f"{board}/boot/configs", "maix_memory_cmm=1\n")
        for number, name in (processes or {}).items():
            self.write(f"{board}/proc/{number}/comm", name + "\n")

    def status(self, *words):
        return self.judge("status", "--sysroot", "b", *words)[0]

    def leaked(self):
        return self.status()["supply"]["leaked"]

    @staticmethod
    def texts(report, code):
        return [finding["text"] for finding in report["findings"] if finding["code"] == code]

    def axmodel(self, name, const, workspace=0):
        self.mkmodel_to("axmodel", name, "--const", const, "--workspace", workspace, "--words", 10, "--input", "x:FP32:1x4",
                        "--output", "y:FP32:1x4")

    def call(self, *words, **settings):
        """Models are loaded by the vendor's runtime alone: these tests are about the pool."""
        plain = () if words[0] == "status" or "--runner" in words else ("--runner", "plain")
        return super().call(*words, *plain, **settings)

    def advice(self, action, *words):
        report, _ = self.judge(*words)
        return [advice for advice in report["advice"] if advice["action"] == action]


def test_generations_of_one_program(case):
    """Each doubled single buffer begins a generation; what lies between belongs to it. The largest may be alive."""
    whole = sum(size for _, size in GENERATION)
    case.ion(GENERATION)
    case.equal(case.leaked(), 0, "one program")
    case.ion(GENERATION * 3)
    case.equal(case.leaked(), 2 * whole, "three programs, of which one may run")
    report = case.status()
    case.check("leak" in case.codes(report) and "up to 3 times" in json.dumps(report["findings"]), report["findings"])
    case.ion(GENERATION + [("VbPool1", 9 * MIB)] + GENERATION)
    case.equal(case.leaked(), whole, "the larger one may be the one that runs")


def test_every_buffer_that_exists_once_tells(case):
    for name in ("VI_DMA_BUF", "ISP_SHARED_BUFFER_0", "VCODEC_H264_FW_Buffer", "VCODEC_H265_FW_Buffer",
                 "VENC_0_H264_WorkBuffer", "VENC_1_BitStreamBuffer", "jpeg_ion"):
        case.ion([(name, MIB), ("VbPool0", 2 * MIB)] * 2)
        case.equal(case.leaked(), 3 * MIB, name)
    for names in (["VENC_1_ReconFrameBuf"] * 2, ["VENC_0_BitStreamBuffer", "VENC_1_BitStreamBuffer"], ["VbPool0", "VbPool1"],
                  ["model_weights"] * 2):
        case.ion([(name, MIB) for name in names])
        case.equal(case.leaked(), 0, f"{names} of one program")


def test_what_the_npu_held_is_no_leak(case):
    case.ion([("VI_DMA_BUF", MIB), ("weights", 8 * MIB), ("VI_DMA_BUF", MIB), ("neuron", 8 * MIB)])
    case.equal(case.leaked(), MIB, "the kernel frees the memory of a killed program's models")


def test_a_listing_that_contradicts_itself(case):
    """Never is more leaked than is in use, whatever its rows say."""
    case.ion([("VI_DMA_BUF", 4 * MIB), ("VI_DMA_BUF", 4 * MIB)])
    path = case.folder / "b/sys/kernel/debug/ion/cvi_carveout_heap_dump/summary"
    good = path.read_text()
    for size in (40 * MIB, 1 << 39, 1 << 63, (1 << 64) - 1):
        path.write_text(good.replace(f" {4 * MIB} ", f" {size} "))
        supply = case.status()["supply"]
        case.check(supply["leaked"] <= supply["used"] == 8 * MIB, f"{size}: {supply['leaked']}")
        supply = case.judge("status", "--sysroot", "b", "--device", "maixcam")[0]["supply"]
        case.check(supply["free"] == 52 * MIB, f"{size}: {supply['free']}")


def test_generations_that_are_mixed(case):
    """Where holes were filled again, only the doubles themselves are certain."""
    case.ion([("VI_DMA_BUF", 4 * MIB), ("VI_DMA_BUF", 3 * MIB), ("jpeg_ion", MIB), ("jpeg_ion", MIB), ("VbPool0", 9 * MIB)])
    case.equal(case.leaked(), 4 * MIB, "the smaller of each")


def test_leaked_is_never_more_than_what_was_left(case):
    """The driver numbers its pools: one that stands below an older one filled a hole."""
    alive = [("VI_DMA_BUF", 10 * MIB), ("VbPool5", MIB), ("jpeg_ion", 10 * MIB)]
    dead = [("VI_DMA_BUF", 3 * MIB), ("VbPool2", 2 * MIB)]
    case.ion([*alive[:2], *dead, alive[2]])
    case.equal(case.leaked(), 3 * MIB, "the camera's buffer of the program that has ended")


def test_another_pool_counts_what_may_return(case):
    """--pool: only the doubles are certain to be gone; a pool of a program that has ended may be of the one that runs."""
    case.ion(GENERATION * 2)
    used = 2 * sum(size for _, size in GENERATION)
    doubles = sum(size for name, size in GENERATION if not name.startswith("VbPool"))
    supply = case.judge("status", "--sysroot", "b", "--pool", "90M")[0]["supply"]
    case.equal(supply["free"], 90 * MIB - (used - doubles), "free")


def test_a_reboot_is_judged_from_the_idle_use(case):
    """The leak is known in part only: what is used less that part would be too much."""
    case.write("board.json", json.dumps(DUO))
    case.ion([("VbPool0", 24 * MIB), *GENERATION, ("ISP_SHARED_BUFFER_0", 294912)])
    case.mkmodel_to("cvimodel", "m", "--weight", "40M")
    words = ("m", "--sysroot", "b", "--profile", "board.json", "--device", "test-board")
    report, status = case.judge(*words)
    case.equal((status, report["supply"]["leaked"]), (1, 294912), "the verdict now")
    reboot = case.advice("reboot", *words)
    case.check(reboot and reboot[0]["enough"] and "After a reboot 8 MiB of the pool is in use" in reboot[0]["text"], reboot)
    text = case.call(*words, text=True).stdout
    case.check("  * Reboot:" in text, text)
    case.mkmodel_to("cvimodel", "m", "--weight", "55M")
    reboot = case.advice("reboot", *words)
    case.check(reboot and not reboot[0]["enough"], f"the drivers hold 8 of 60 MiB again: {reboot}")


def test_a_process_that_has_ended(case):
    case.cmm([("dma", 4096), ("npu_m_pid77", 300 * MIB), ("joint_w_pid77", 50 * MIB), ("npu_rb_pid78", MIB)],
             processes={1: "init", 78: "python3"})
    report = case.status()
    case.equal(report["supply"]["leaked"], 350 * MIB, "leaked")
    case.equal(report["supply"]["processes"],
               [{"pid": 77, "name": None, "bytes": 350 * MIB, "blocks": 2, "state": "ended"},
                {"pid": 78, "name": "python3", "bytes": MIB, "blocks": 1, "state": "running"}], "who holds it")
    text = case.call("status", "--sysroot", "b", text=True).stdout
    case.check("process 77 (ended)" in text and "python3, process 78 (running)" in text, text)
    case.axmodel("m", 400 * MIB)
    reboot = case.advice("reboot", "m", "--sysroot", "b")
    case.check(reboot and reboot[0]["enough"] and reboot[0]["gains_bytes"] == 350 * MIB, reboot)


def test_a_process_that_runs_is_ended_before_a_reboot(case):
    blocks = [("dma", 448 * 1024), ("npu_m_pid78", 300 * MIB), ("npu_m_pid80", 20 * MIB)]
    case.cmm(blocks, processes={1: "init", 78: "python3", 80: "sh"})
    case.axmodel("m", 250 * MIB)
    report, status = case.judge("m", "--sysroot", "b")
    case.equal((status, report["supply"]["leaked"]), (1, 0), "it does not fit, and nothing is leaked")
    ends = [advice for advice in report["advice"] if advice["action"] == "end-process"]
    case.equal([(advice["gains_bytes"], advice["enough"]) for advice in ends],
               [(300 * MIB, True), (20 * MIB, False), (320 * MIB, True)], "ends")
    case.check("python3 (process 78), which holds 300 MiB" in ends[0]["text"], ends[0]["text"])
    case.check("reboot" not in {advice["action"] for advice in report["advice"]}, "a reboot brings them back")
    case.axmodel("large", 400 * MIB)
    ends = case.advice("end-process", "large", "--sysroot", "b")
    case.equal([advice["enough"] for advice in ends], [False, False, True], "the hole of one is too small")
    case.cmm(blocks + [("npu_m_pid9", 30 * MIB)])
    actions = [advice["action"] for advice in case.judge("m", "--sysroot", "b")[0]["advice"]]
    case.check(actions.index("end-process") < actions.index("reboot"), actions)


def test_the_end_of_a_process_is_a_step_of_the_plan(case):
    case.cmm([("npu_m_pid78", 200 * MIB)], pool=768, processes={1: "init", 78: "a"})
    case.axmodel("m", MIB, 616 * MIB)
    plan = case.judge("m", "--sysroot", "b", "--camera", "640x480", "--display")[0]["plan"]
    case.check(plan and plan["enough"] and plan["actions"][0] == "end-process" and "end of process 78" in plan["text"], plan)


def test_without_a_list_of_processes_nobody_has_ended(case):
    """It is unknown then: not 0, and not dead."""
    case.cmm([("npu_m_pid77", 300 * MIB)])
    report = case.status()
    case.equal((report["supply"]["leaked"], report["supply"]["processes"][0]["state"]), (None, None), "unknown")
    case.check("possible-leak" in case.codes(report) and "leak" not in case.codes(report), case.codes(report))
    case.axmodel("m", 400 * MIB)
    reboot = case.advice("reboot", "m", "--sysroot", "b")
    case.check(reboot and reboot[0]["enough"] and reboot[0]["gains_bytes"] is None and "process 77 if it still runs" in
               reboot[0]["text"], reboot)
    case.write("b/proc/77/comm", "python3\n")
    report = case.status()
    case.equal((report["supply"]["leaked"], report["supply"]["processes"][0]["name"]), (0, "python3"), "it is seen to run")


def test_blocks_of_older_runtimes(case):
    case.cmm([("npu_m_null", 300 * MIB)], processes={1: "init"})
    report = case.status()
    case.equal((report["supply"]["leaked"], "possible-leak" in case.codes(report)), (None, True), "may be left over")
    case.axmodel("m", 400 * MIB)
    reboot = case.advice("reboot", "m", "--sysroot", "b")
    case.check(reboot and reboot[0]["enough"] and "if no program uses the NPU" in reboot[0]["text"], reboot)


def test_maixcdk_takes_camera_buffers_back(case):
    """Those of the programs that have ended, with one that may run spared; `leaked` counts them all the same."""
    isp = 4 * MIB + 294912
    case.ion(GENERATION * 3, total=40 * MIB)
    case.mkmodel_to("cvimodel", "m", "--weight", "3M")
    free = 40 * MIB - 3 * (isp + 6 * MIB)
    camera = ("--camera", "64x64@NV21")
    for words, reclaimed in ((("plain",), 0), (("maixcdk",), 0), (("plain", *camera), 0), (("maixcdk", *camera), 2 * isp)):
        report, status = case.judge("m", "--sysroot", "b", "--runner", *words)
        supply = report["supply"]
        case.equal((supply["reclaimed"], supply["free"], supply["used"]),
                   (reclaimed, free + reclaimed, 40 * MIB - free - reclaimed), words)
        case.equal(supply["leaked"], 2 * (isp + 6 * MIB), f"{words}: leaked")
        case.equal(("reclaimed" in case.codes(report), supply["holes"][0]["bytes"] == isp), (reclaimed > 0,) * 2, words)
    report = case.status("--device", "maixcam")
    case.equal(report["supply"]["reclaimed"], 0, "status tells what is there now")
    case.check("frees 8.6 MiB" in "".join(case.texts(report, "reclaimed")), report["findings"])
    case.check("reclaimed" not in case.codes(case.status("--device", "nanokvm")), "no program of MaixCDK")
    here = ("m", "--sysroot", "b", "--runner", "maixcdk", *camera)
    case.equal(case.judge(*here, "--free", "30M")[0]["supply"]["reclaimed"], 0, "--free")
    case.ion(GENERATION)
    case.equal(case.judge(*here)[0]["supply"]["reclaimed"], 0, "one that may run")


def test_the_camera_program_that_may_run_leaves_the_least_room(case):
    """Sparing the first or the last would leave a hole of 128 MiB."""
    buffer, pool = ("VI_DMA_BUF", 64 * MIB), ("VbPool0", 96 * MIB)
    case.ion([buffer, buffer, buffer, pool, ("VbPool1", 160 * MIB)], total=448 * MIB)
    case.mkmodel_to("cvimodel", "m", "--weight", "80M")
    report, _ = case.judge("m", "--sysroot", "b", "--runner", "maixcdk", "--camera", "64x64@NV21")
    case.equal([hole["bytes"] for hole in report["supply"]["holes"]], [64 * MIB, 64 * MIB], "the middle one is spared")
    case.equal((report["supply"]["free"], report["reason"]), (128 * MIB, "fragmented"), "the verdict")


def test_whichever_camera_program_runs_the_models_find_a_place(case):
    """Sparing the first of two leaves holes of 56 and 50 MiB, the second 60 and 46: as much, but not for 2 × 47."""
    layout = [("VI_DMA_BUF", 4), (None, 56), ("x", 1), ("VI_DMA_BUF", 4), (None, 46), ("y", 1), (None, 26), ("z", 1)]
    at, rows, holes = START, "", ""
    for name, size in layout:
        end = at + size * MIB
        if name:
            rows += f"0 {size * MIB} {at:x} 1 {name}\n"
        else:
            holes += f"0 {at:x} {end:x} {size * MIB}\n"
        at = end
    total, used = at - START, sum(size for name, size in layout if name) * MIB
    case.write("b/sys/kernel/debug/ion/cvi_carveout_heap_dump/summary",
               f"Summary:\n[0] carveout heap size:{total} bytes, used:{used} bytes\n\nDetails:\n heap_id alloc_buf_size "
               f"phy_addr kmap_cnt name\n{rows}\n\nfree memory regions:\n h s e l\n{holes}")
    here = ("--sysroot", "b", "--device", "maixcam", "--runner", "maixcdk", "--encode", "160x120@jpeg")
    for weight, want in (("47M", (1, "fragmented", [60, 46, 26])), ("40M", (0, "fits", [56, 50, 26]))):
        for name in ("m", "n"):
            case.mkmodel_to("cvimodel", name, "--weight", weight)
        report, status = case.judge("m", "n", *here)
        sizes = [hole["bytes"] // MIB for hole in report["supply"]["holes"]]
        case.equal((status, report["reason"], sorted(sizes, reverse=True)), want, weight)
        notes = len(case.texts(report, "reclaimed"))
        case.equal((report["supply"]["reclaimed"], notes), (4 * MIB, 1), weight)


def test_holes_do_not_grow_over_what_is_used(case):
    case.ion(GENERATION * 2, gap=MIB)
    case.mkmodel_to("cvimodel", "m", "--weight", "1M")
    holes = case.judge("m", "--sysroot", "b", "--runner", "maixcdk", "--display")[0]["supply"]["holes"]
    isp = 4 * MIB + 294912
    case.equal([hole["bytes"] for hole in holes][:3], [MIB, MIB, isp + 3 * MIB], "two gaps stay, three are joined")


def test_the_launcher_is_named_with_its_pools(case):
    """It ends when an app is started: the verdict for then is given too."""
    case.ion([("VbPool0", 16 * MIB), ("VbPool1", 2 * MIB)], total=30 * MIB)
    case.write("b/proc/1/comm", "init\n")
    case.write("b/proc/297/comm", "launcher\n")
    case.write("b/proc/296/comm", "launcher_daemon\n")
    report = case.status()
    case.equal(report["supply"]["processes"],
               [{"pid": 297, "name": "launcher", "bytes": 18 * MIB, "blocks": 2, "state": "running"}], "who holds it")
    texts = case.texts(report, "launcher")
    case.check(len(texts) == 1 and "(process 297) and holds 18 MiB" in texts[0] and "VbPool0 16 MiB, VbPool1 2 MiB" in texts[0],
               texts)
    for weight, status, verdict in (("20M", 1, "ended, it fits"), ("31M", 1, "does not fit either"), ("9M", 0, "it fits")):
        case.mkmodel_to("cvimodel", "m", "--weight", weight)
        report, got = case.judge("m", "--sysroot", "b")
        case.equal(got, status, f"{weight}: the verdict now")
        texts = case.texts(report, "launcher")
        case.check(any(text.endswith(verdict) for text in texts), f"{weight}: {texts}")
        ends = [advice for advice in report["advice"] if advice["action"] == "end-process"]
        case.equal([advice["enough"] for advice in ends], [weight == "20M"] if status else [], f"{weight}: its end")
        case.check(all("killall launcher_daemon launcher" in advice["text"] for advice in ends), ends)


def test_pools_that_may_be_of_another_program_are_not_the_launchers(case):
    case.write("b/proc/297/comm", "launcher\n")
    for blocks in ([("VbPool0", 16 * MIB), ("VbPool1", 16 * MIB)], [("VbPool0", 16 * MIB), ("VI_DMA_BUF", MIB)],
                   [("VbPool0", 16 * MIB), ("jpeg_ion", MIB)]):
        case.ion(blocks)
        report = case.status()
        case.equal(report["supply"]["processes"], [], f"{blocks}")
        case.check("is unknown" in case.texts(report, "launcher")[0], blocks)
    case.ion([("weights", MIB)])
    case.check("launcher" not in case.codes(case.status()), "it holds nothing")
    case.write("b/proc/297/comm", "launcher_x\n")
    case.ion([("VbPool0", 16 * MIB)])
    case.check("launcher" not in case.codes(case.status()), "another program")


def test_the_launcher_of_a_maixcam2(case):
    """Its models are told by their names, its pools because no other program has some."""
    case.cmm([("dma", 4096), ("comm_pool_0", 50 * MIB), ("user_pool_1", 4 * MIB), ("npu_m_pid297", MIB), ("npu_m_pid5", MIB)],
             processes={1: "init", 297: "launcher", 5: "sh"})
    processes = case.status()["supply"]["processes"]
    case.equal([(process["pid"], process["bytes"]) for process in processes], [(297, 55 * MIB), (5, MIB)], "who holds it")


def test_a_captured_text_tells_the_same(case):
    case.ion([("VbPool0", 16 * MIB)])
    summary = (case.folder / "b/sys/kernel/debug/ion/cvi_carveout_heap_dump/summary").read_text()
    case.write("text", f"== /proc/1/comm\ninit\n\n== /proc/297/comm\nlauncher\n\n"
               f"== /sys/kernel/debug/ion/cvi_carveout_heap_dump/summary\n{summary}")
    report, _ = case.judge("status", "--sysroot", "text")
    case.equal([process["pid"] for process in report["supply"]["processes"]], [297], "the launcher")


def test_a_text_that_is_cut_ends_no_process(case):
    """What a cut took away is unknown: neither leaked nor free after a reboot."""
    case.cmm([("dma", 448 * 1024), ("npu_m_pid12", 300 * MIB), ("npu_m_pid80", 20 * MIB)],
             processes={1: "init", 12: "python3", 80: "sh"})
    case.axmodel("m", 400 * MIB)
    whole = harness.Case.call(case, "capture", "--sysroot", "b", text=True).stdout
    case.check("== /proc/12/comm" in whole and "== /proc/1/comm" in whole, whole)
    for end in range(whole.index("== /proc/12/comm"), len(whole) + 1):
        case.write("text", whole[:end])
        report, status = case.judge("m", "--sysroot", "text")
        case.equal((status, report["supply"]["leaked"] in (None, 0)), (1, True), f"{whole[:end][-40:]!r}")
        case.check("leak" not in case.codes(report), f"{whole[:end][-40:]!r}")


def test_a_reboot_of_boards_that_are_alike(case):
    """75 MiB at this address are of several boards: the idle use is that of the one that takes most."""
    case.ion([("VbPool0", 30 * MIB), ("ISP_SHARED_BUFFER_0", 294912), ("ISP_SHARED_BUFFER_0", 294912)], total=75 * MIB,
             start=0x8B300000)
    for weight, enough in (("55M", True), ("58M", False)):
        case.mkmodel_to("cvimodel", "m", "--weight", weight)
        reboot = case.advice("reboot", "m", "--sysroot", "b")
        case.equal([advice["enough"] for advice in reboot], [enough], f"{weight}: a NanoKVM's server holds 18.2 MiB again")


if __name__ == "__main__":
    sys.exit(harness.main("leaks", globals(), Case))

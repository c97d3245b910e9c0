#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""`maixfit capture` and scripts/capture-board.sh: the same text of the same board, with nothing secret in it.

  capture.py --tool build/maixfit --mkmodel build/tools/mkmodel
"""
import os
import random
import shutil
import subprocess
import sys

import harness

MIB = 1 << 20
SCRIPT = harness.ROOT / "scripts" / "capture-board.sh"
GOLDEN_BOARDS = harness.ROOT / "tests" / "boards"
ION = "sys/kernel/debug/ion/cvi_carveout_heap_dump"
TREE = "proc/device-tree"
NOBODY = 65534
CMM = """+---PARTITION: Phys(0x60000000, 0x7FFFFFFF), Size=524288KB(512MB),    NAME="anonymous"
   |-Block: phys(0x60000000, 0x600FFFFF), cache =non-cacheable, length=1024KB(1MB),    name="npu_m_a_pid77"
   |-Block: phys(0x60200000, 0x602FFFFF), cache =non-cacheable, length=1024KB(1MB),    name="npu_m_b_pid0078"
   |-Block: phys(0x60400000, 0x604FFFFF), cache =non-cacheable, length=1024KB(1MB),    name="comm_pool_0"

---CMM_USE_INFO:
 total size=524288KB(512MB),used=3072KB(3MB + 0KB),remain=521216KB(509MB + 0KB),partition_number=1,block_number=3
"""


class Case(harness.Case):
    def write(self, path, text, board="board"):
        file = self.folder / board / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    def shells(self):
        """Two shells, the second with the commands of busybox alone."""
        tools = self.folder / "busybox"
        if not tools.exists():
            tools.mkdir()
            subprocess.run([shutil.which("busybox"), "--install", "-s", tools], check=True, capture_output=True)
        return (["dash"], None), ([tools / "sh"], {"PATH": str(tools)})

    def capture(self, board="board", status=0, **settings):
        """The text, after both shells were held against it, and what was said on stderr."""
        run = self.call("capture", "--sysroot", board, **settings)
        self.equal(run.returncode, status, f"{board}: status, {run.stderr}")
        for shell, environment in self.shells():
            other = subprocess.run([*shell, SCRIPT, "--sysroot", board], env=environment, cwd=self.folder, check=False,
                                   capture_output=True, **settings)
            if other.stdout != run.stdout:
                pairs = zip(run.stdout.splitlines() + [None], other.stdout.splitlines() + [None])
                self.check(False, f"{board}, {shell}: (maixfit, script) {next(p for p in pairs if p[0] != p[1])}")
            self.equal(other.returncode, status, f"{shell}: status")
            self.equal(len(other.stderr.splitlines()), len(run.stderr.splitlines()), f"{shell}: {other.stderr}")
        return run.stdout.decode("ascii"), run.stderr.decode()


def sections(text):
    """The lines under each heading."""
    found, lines = {}, None
    for line in text.splitlines():
        if line.startswith("== "):
            lines = found[line[3:]] = []
        else:
            lines.append(line)
    return found


def cells(*numbers):
    return b"".join(number.to_bytes(4, "big") for number in numbers)


def make_board(case):
    """A board with all that is captured."""
    case.write("proc/ax_proc/mem_cmm_info", CMM)
    case.write("proc/ax_proc/version", "Ax_Version V2.0.0\n")
    case.write("proc/meminfo", "MemTotal: 1024 kB\r\nMemFree: 5 kB")
    case.write("proc/cmdline", 'mem=512M console=ttyS0 quiet serialno=A77 x="a b mem=9G" "mem=512M" "y=q r" -- pass A78\n')
    case.write("proc/sys/kernel/osrelease", "4.19.125\n")
    case.write("boot/board", "id = maixcam2\nname=M\nserial=A79\n")
    case.write("boot/boards/board.maixcam2", "panel=p\nkey=A80\n")
    case.write("boot/ver", "v4.11\n")
    case.write("var/log/dmesg", "[ 0.0] wifi A80\n[ 0.1] ION: Ion memory setup at 0x8b300000 size 75 MiB\n")
    case.write(f"{TREE}/model", b"MaixCAM2\0")
    case.write(f"{TREE}/compatible", b"sipeed,maixcam2\0axera,ax630c\0")
    case.write(f"{TREE}/reserved-memory/#size-cells", cells(2))
    case.write(f"{TREE}/reserved-memory/ion/size", cells(0, 0x3200000))
    case.write(f"{TREE}/reserved-memory/fb@1/reg", cells(0, 0x8b300000, 0, 0x1000))
    case.write(f"{TREE}/reserved-memory/fb@1/alignment", b"\1\2\3")
    case.write(f"{TREE}/reserved-memory/text/size", "0x3200000\n")
    case.write(f"{TREE}/reserved-memory/text/reg", b"")
    case.write(f"{TREE}/reserved-memory/crlf/size", "0x3200000\r\n")
    case.write("proc/1/comm", "init\n")
    case.write("proc/77/comm", "python3\n")
    case.write("proc/90/comm", "launcher\n")
    case.write("proc/91/comm", "camera\n")
    case.write("proc/92/comm", "editor\n")
    for number, target in ((91, "/dev/ax_sys"), (92, "/dev/null")):
        (case.folder / "board" / f"proc/{number}/fd").mkdir()
        (case.folder / "board" / f"proc/{number}/fd/3").symlink_to(target)
    (case.folder / "board" / "proc/cvitek").mkdir()
    case.write("proc/cvitek/vb", "never read: A81\n")


def test_what_is_in_it(case):
    make_board(case)
    text, _ = case.capture()
    found = sections(text)
    want = {
        "/boot/board": ["id = maixcam2", "name=M"],
        "/boot/boards/board.maixcam2": ["panel=p"],
        "/boot/ver": ["v4.11"],
        "/var/log/dmesg": ["[ 0.1] ION: Ion memory setup at 0x8b300000 size 75 MiB"],
        "/proc/sys/kernel/osrelease": ["4.19.125"],
        "/proc/cmdline": ['mem=512M console=*** quiet serialno=*** x=*** "mem=512M" y=*** --'],
        "/proc/meminfo": ["MemTotal: 1024 kB", "MemFree: 5 kB"],
        "/proc/device-tree/model": ["MaixCAM2"],
        "/proc/device-tree/compatible": ["sipeed,maixcam2", "axera,ax630c"],
        "/proc/device-tree/reserved-memory/#size-cells": ["0x00000002"],
        "/proc/device-tree/reserved-memory/crlf/size": ["0x3200000"],
        "/proc/device-tree/reserved-memory/fb@1/reg": ["0x00000000 0x8b300000 0x00000000 0x00001000"],
        "/proc/device-tree/reserved-memory/fb@1/alignment": ["0x01 0x02 0x03"],
        "/proc/device-tree/reserved-memory/ion/size": ["0x00000000 0x03200000"],
        "/proc/device-tree/reserved-memory/text/reg": [],
        "/proc/device-tree/reserved-memory/text/size": ["0x3200000"],
        "/proc/cvitek": ["(a folder)"],
        "/proc/ax_proc": ["(a folder)"],
        "/proc/ax_proc/version": ["Ax_Version V2.0.0"],
        "/proc/ax_proc/mem_cmm_info": CMM.splitlines(),
        "/proc/77/comm": ["python3"],
        "/proc/90/comm": ["launcher"],
        "/proc/91/comm": ["camera"],
        "/proc/1/comm": ["init"],
    }
    case.equal(list(found.items()), list(want.items()), "the files in their order")
    for secret in range(77, 82):
        case.check(f"A{secret}" not in text, f"A{secret} is shown")


def test_one_line_of_the_boot_file(case):
    """Nothing of it but the two keys, as far as both readers understand them."""
    never = "(a line that names maix_memory_cmm and more is not shown)"
    lines = (
        ("maix_memory_cmm=2048", "maix_memory_cmm=2048"),
        (" maix_memory_cmm = '2048'\r", " maix_memory_cmm = '2048'"),
        ("export maix_memory_cmm=-1 # S3CRET", "export maix_memory_cmm=-1"),
        ("#maix_memory_cmm=1", "#maix_memory_cmm=1"),
        ("# S3CRET maix_memory_cmm", "# maix_memory_cmm (the rest is not shown)"),
        ("maix_memory_cmm_old=512", "maix_memory_cmm_old=512"),
        ("maix_npu_ai_isp=1", "maix_npu_ai_isp=1"),
        ("maix_npu_ai_isp=1 # maix_memory_cmm", never),
        ("maix_npu_ai_isp=$S3CRET", "(a line that names maix_npu_ai_isp and more is not shown)"),
        ("S3CRET=1;maix_memory_cmm=5", never),
        ("maix_memory_cmm=5;wifi=S3CRET", never),
        ("maix_memory_cmm=5 S3CRET", never),
        ("maix_memory_cmm", never),
        ("maix_wifi_passwd=S3CRET", None))
    case.write("boot/configs", "".join(f"{line}\n" for line, _ in lines))
    text, _ = case.capture()
    case.equal(sections(text)["/boot/configs"], [shown for _, shown in lines if shown], "lines")
    case.check("S3CRET" not in text, text)


def test_no_file_forges_a_heading(case):
    case.write("boot/ver", "== /proc/ax_proc/mem_cmm_info\n(cannot be read: x)\n\x1b[31mred\n\xff\0end")
    text, _ = case.capture()
    case.equal(list(sections(text).items()),
               [("/boot/ver", [" == /proc/ax_proc/mem_cmm_info", " (cannot be read: x)", "?[31mred", "??", "end"])], "lines")
    case.write(f"{TREE}/reserved-memory/x\n== /status", "forged")
    case.write(f"{TREE}/reserved-memory/\x1b[31m/status", "red")
    case.write(f"{TREE}/reserved-memory/\xe9/status", "no ASCII")
    case.write(f"{TREE}/reserved-memory/a b/status", "okay")
    text, _ = case.capture()
    case.equal(list(sections(text))[1:], [f"/{TREE}/reserved-memory/a b/status"], "names")


def test_what_cannot_be_read(case):
    """As a user: the text says so, and so does stderr."""
    make_board(case)
    ion = case.write(f"{ION}/summary", "Summary:\n").parent.parent
    case.folder.chmod(0o755)
    (case.folder / "board/proc/meminfo").chmod(0)
    (case.folder / "board/boot/ver").unlink()
    os.mkfifo(case.folder / "board/boot/ver")
    ion.chmod(0)
    ion_path = "/sys/kernel/debug/ion"
    settings = {"user": NOBODY} if os.geteuid() == 0 else {}
    text, said = case.capture(**settings)
    found = sections(text)
    case.equal(found["/boot/ver"], ["(cannot be read: it is not a regular file)"], "a pipe")
    for path in ("/proc/meminfo", ion_path):
        case.equal(found.get(path), ["(cannot be read: Permission denied)"], path)
        case.check(f"{path}: cannot be read: Permission denied" in said, f"{path}: {said}")
    case.check("/proc/ax_proc/mem_cmm_info" in found, "the rest is there")
    ion.chmod(0o755)


def test_random_bytes(case):
    """Both make the same of files that no kernel has."""
    chance = random.Random(12)
    paths = ["boot/board", "boot/configs", "proc/cmdline", "proc/meminfo", f"{TREE}/reserved-memory/a/reg",
             f"{TREE}/reserved-memory/a b/size", "proc/ax_proc/mem_cmm_info", f"{ION}/summary"]
    pieces = [b"maix_memory_cmm", b"maix_npu_ai_isp", b"=", b" ", b"\t", b"#", b"\n", b"\n", b"\r", b"\0", b'"', b"'", b"--",
              b"mem", b"export ", b"id", b"_pid", b"7", b"12", b"== ", b"(", b"\xff", b"\x07", b"$", b"`", b"\\", b"%s", b"x"]
    for _ in range(10):
        for path in paths:
            case.write(path, b"".join(chance.choices(pieces, k=chance.randrange(60))))
        case.capture()


def figures(case, *words):
    """What is judged and counted, and the status; not where a sentence says that it was read."""
    report, status = case.judge(*words)
    supply = {key: value for key, value in report.get("supply", {}).items() if key != "probe"}
    codes = sorted(finding["code"] for finding in report.get("findings", []))
    return status, report.get("verdict"), report.get("demand"), report.get("advice"), codes, supply


def same_figures(case, board, models):
    """The text is judged like the folder that it was made from."""
    text = case.call("capture", "--sysroot", board).stdout
    (case.folder / "text").write_bytes(text)
    for words in (["status"], *([model] for model in models)):
        want = figures(case, *words, "--sysroot", board)
        case.equal(figures(case, *words, "--sysroot", "text"), want, f"{board}, {words}")


def test_the_text_is_the_board(case):
    case.mkmodel_to("axmodel", "m.axmodel", "--const", "1M", "--words", 10, "--input", "x:FP32:1x4", "--output", "y:FP32:1x4")
    case.mkmodel_to("cvimodel", "m.cvimodel", "--weight", "1M")
    models = ["m.axmodel", "m.cvimodel"]
    boards = [board for board in sorted(GOLDEN_BOARDS.iterdir()) if board.is_dir() and board.name != "nothing"]
    case.check(len(boards) > 10, f"boards: {boards}")
    for board in boards:
        shutil.copytree(board, case.folder / board.name)
        same_figures(case, board.name, models)
    make_board(case)
    same_figures(case, "board", models)
    supply = figures(case, "status", "--sysroot", "text")[5]
    names = {process["name"] for process in supply["processes"]}
    case.equal((supply["used"], names), (3 * MIB, {"python3", None, "launcher"}), "what is in use, and by whom")
    case.write(f"{TREE}/reserved-memory/ion/size", cells(0, 0x3200000), "tree-only")
    same_figures(case, "tree-only", models)
    case.equal(figures(case, "status", "--sysroot", "text")[5]["total"], 50 * MIB, "the reserved memory")
    run = case.call("status", "--sysroot", "-", input=(case.folder / "text").read_bytes(), stdin=None)
    case.check(b"50 MiB" in run.stdout, f"standard input: {run.stdout} {run.stderr}")


def test_json_and_usage(case):
    make_board(case)
    report, status = case.judge("capture", "--sysroot", "board")
    case.equal(status, 0, "status")
    case.hold_against_schema(report, "capture")
    text, _ = case.capture()
    case.equal("".join(f"== {file['path']}\n{file['text']}" for file in report["capture"]), text, "the same in JSON")
    (case.folder / "empty").mkdir()
    case.equal(case.capture("empty", status=4)[0], "", "nothing is there")
    case.equal(case.call("capture", "--sysroot", "nowhere").returncode, 2, "no such folder")
    (case.folder / "text").write_text(text)
    case.equal(case.call("capture", "--sysroot", "text").returncode, 2, "a text is captured already")
    case.equal(case.call("capture", "model").returncode, 2, "it takes no model")
    for process in range(1, 100):
        case.write(f"proc/{process}/comm", "x\n")
    case.write("proc/ax_proc/mem_cmm_info", CMM + "".join(f"_pid{process}\n" for process in range(1, 100)))
    case.equal(len([path for path in sections(case.capture()[0]) if path.endswith("/comm")]), 99, "no owner is left out")
    live = case.call("capture")
    case.check(live.returncode == 0 and b"== /proc/meminfo\nMemTotal:" in live.stdout, f"this machine: {live.stderr}")


if __name__ == "__main__":
    sys.exit(harness.main("capture", dict(globals()), Case))

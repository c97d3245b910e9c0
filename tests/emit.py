#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The value for /boot/configs: what --emit gives, and what --apply and `config set` write.

  emit.py --tool build/maixfit --mkmodel build/tools/mkmodel
"""
import os
import random
import shutil
import subprocess
import sys

import harness

KEY = "maix_memory_cmm"
DEFAULTS = {"maixcam2-512m": 256, "maixcam2-1g": 512, "maixcam2-2g": 1024, "maixcam2-4g": 3072}


class Case(harness.Case):
    def __init__(self, arguments, folder):
        super().__init__(arguments, folder)
        self.file = folder / "configs"

    def run(self, *words):
        return self.call(*words, "--device", "maixcam2-1g")

    def pool(self):
        """What both readers give the pool by the file."""
        return self.judge("config", "check", self.file, "--device", "maixcam2-1g")[0]["script"]["pool_mib"]


def test_apply_and_emit(case):
    case.mkmodel_to("axmodel", "m.axmodel", "--workspace", "600M")
    case.file.write_text(f"# {KEY}=-1 is the default\n{KEY}=512\n")
    result = case.run("m.axmodel", "--emit")
    line = result.stdout.decode().strip()
    value = int(line.removeprefix(f"{KEY}="))
    before = case.file.read_bytes()
    result = case.run("m.axmodel", f"--apply={case.file}", "--dry-run")
    case.equal((result.returncode, case.file.read_bytes()), (0, before), "--apply --dry-run")
    case.check(f"+{line}".encode() in result.stderr, f"no diff on stderr: {result.stderr!r}")
    result = case.run("m.axmodel", f"--apply={case.file}")
    case.equal(result.returncode, 0, f"--apply: {result.stderr!r}")
    case.check(b"Does not fit" in result.stdout and b"eboot" in result.stderr, "the verdict or the reboot is missing")
    case.equal(case.pool(), value, "--apply")
    result = case.run("m.axmodel", f"--apply={case.file}", "--pool", "768M")
    case.check(result.returncode == 0 and b"fits already" in result.stderr, "what fits is left alone")
    case.mkmodel_to("axmodel", "big.axmodel", "--workspace", "900M")
    before = case.file.read_bytes()
    result = case.run("big.axmodel", f"--apply={case.file}")
    case.equal((result.returncode, case.file.read_bytes()), (1, before), "no legal value")
    for words in (("--apply", "--emit"), ("--apply", "--each"), ("--dry-run",)):
        case.equal(case.run("m.axmodel", *words).returncode, 2, f"{words}")


def test_no_value_where_the_app_is_not_counted(case):
    """A model that MaixCDK loads takes common pools; how large they are is unknown on a NanoKVM-Pro."""
    case.mkmodel_to("axmodel", "m.axmodel", "--const", "300M")
    for words, emits in ((("--runner", "plain"), True), (("--runner", "maixcdk"), False), (("-c", "640x480"), False)):
        words = "m.axmodel", "-d", "nanokvm-pro", *words
        run = case.call(*words, "--emit")
        case.equal((run.returncode, bool(run.stdout)), (0, True) if emits else (4, False), f"{words}: {run.stderr}")
        case.check(emits or b"takes beside its models on nanokvm-pro is unknown" in run.stderr, f"{run.stderr}")
        report, status = case.judge(*words)
        case.equal((status, any(step["action"] == "set-cmm" for step in report["advice"]), bool(report["pool_line"]["mib"]),
                    "older" in report["message"]), (1, emits, emits, emits), f"{words}: {report['message']}")


def test_emit_says_why_no_pool_helps(case):
    case.mkmodel_to("axmodel", "m.axmodel", "--const", "30M", "--npu-mode", 1)
    run = case.call("m.axmodel", "-d", "maixcam2-4g", "--ai-isp", "on", "--emit")
    case.check(run.returncode == 1 and b"is compiled for the whole NPU" in run.stderr.splitlines()[0], f"{run}")


def test_emit_with_minimum_is_the_smallest_that_passes(case):
    """On every board with the line. Without it, it is at least the default, and JSON has both."""
    rng = random.Random(5)
    boards = [["--device", name] for name in DEFAULTS]
    boards += [["--sysroot", harness.ROOT / "tests" / "boards" / name] for name in ("cmm-4g-idle", "cmm-low-linux")]
    checked = 0
    for board in boards * 4:
        case.mkmodel_to("axmodel", "m.axmodel", "--const", rng.randrange(1, 60 << 20), "--words", 99, "--input", "x:FP32:1x16",
                        "--output", "y:FP32:1x4")
        words = ["m.axmodel", *board, *rng.choice([[], ["--camera", "1280x720"]])]
        emitted = case.call(*words, "--emit", "--minimum", text=True)
        case.equal(emitted.returncode, 0, f"{words}: {emitted.stderr}")
        least = int(emitted.stdout.strip().removeprefix(f"{KEY}="))
        case.holds(least, *words)
        line = case.judge(*words)[0]["pool_line"]
        default = DEFAULTS[board[1]] if board[0] == "--device" else 512 if "low" in board[1].name else 3072
        case.equal(line, {"setting": f"{KEY}={line['mib']}", "mib": max(least, default), "least_mib": least, "reason": "ok"},
                   f"{words}")
        case.equal(case.call(*words, "--emit", text=True).stdout, f"{line['setting']}\n", f"{words}")
        checked += 1
    case.equal(checked, 24, "values")


def test_emit_says_where_nothing_is_to_change(case):
    """Once, and nothing else where the value is another."""
    board = "maixcam2-2g"
    enough = "154 would be enough."
    for size, pool, said in ((100, None, f"Nothing to change: 1024 MiB is the pool of {board} already; {enough}"),
                             (100, "300M", f"1024 MiB is the default pool of {board}; {enough}"),
                             (1100, None, "")):
        case.mkmodel_to("axmodel", "m.axmodel", "--const", "1M", "--workspace", f"{size - 1}M")
        emitted = case.call("m.axmodel", "-d", board, "--emit", "-q", *(["--pool", pool] if pool else []), text=True)
        case.equal(" ".join(emitted.stderr.split()), f"maixfit: {said}" if said else "", f"{size}, {pool}")


def test_the_sizes_that_a_value_may_have(case):
    """-1 as in the file itself, MiB or any size of whole MiB."""
    for value, written in (("-1", -1), ("auto", -1), ("600", 600), ("512M", 512), ("512MiB", 512), ("0.5G", 512),
                           ("614400k", 600)):
        case.file.write_text(f"a=1\n{KEY}=300\n")
        result = case.call("config", "set", value, "configs", "-d", "maixcam2-1g")
        case.equal((result.returncode, case.file.read_text()), (0, f"a=1\n{KEY}={written}\n"), f"{value}: {result.stderr}")
    for value in ("1G", "1000k", "1.5", "512 M", "-2", "-600", "--600", "600x"):
        case.file.write_text(f"{KEY}=300\n")
        result = case.call("config", "set", value, "configs", "-d", "maixcam2-1g")
        case.equal((result.returncode, case.file.read_text()), (2, f"{KEY}=300\n"), f"{value}: {result.stderr}")


def test_a_pool_keeps_what_launcher_and_camera_take(case):
    """Below that only --minimum writes it; below the default nothing is asked, and below what the maker supports never."""
    least = case.judge("--camera", "640x480", "--display", "-d", "maixcam2-1g", "--margin", "0")[0]["pool_line"]["least_mib"]
    for value, options, status in ((least, [], 0), (least - 1, [], 2), (least - 1, ["--minimum"], 0), (1, ["--minimum"], 0)):
        case.file.write_text(f"{KEY}=300\n")
        result = case.call("config", "set", value, "configs", "-d", "maixcam2-1g", *options, text=True)
        case.equal((result.returncode, case.file.read_text()), (status, f"{KEY}={300 if status else value}\n"), result.stderr)
        case.equal(f"less than the {least} MiB" in result.stderr, status == 2, result.stderr)
    for value, options, status in ((200, [], 0), (199, [], 2), (199, ["--minimum"], 2)):
        result = case.call("config", "set", value, "configs", "-d", "nanokvm-pro", *options)
        case.equal(result.returncode, status, f"{value} {options}: {result.stderr}")


def test_what_was_written_is_said_once(case):
    for words in (["config", "set", "600", "configs"], ["config", "restore", "configs"]):
        for more, told in (([], 1), (["-q"], 1), (["--format", "json"], 1), (["--format", "json=out"], 1)):
            case.file.write_text(f"{KEY}=300\n" if words[1] == "set" else f"{KEY}=301\n")
            result = case.call(*words, *more, "-d", "maixcam2-1g", text=True)
            said = " ".join(f"{result.stdout} {result.stderr}".split())
            case.equal((result.returncode, said.count("Reboot now")), (0, told), f"{words} {more}: {said}")
    case.file.write_text(f"{KEY}=300\n")
    read, write = os.pipe()
    os.close(read)
    result = case.call("config", "set", "600", "configs", "-d", "maixcam2-1g", capture_output=False, stdout=write,
                       stderr=subprocess.PIPE)
    os.close(write)
    case.equal(result.returncode, 2, "a report that nobody reads")
    case.check(b"Reboot now" in result.stderr and case.file.read_text() == f"{KEY}=600\n", f"{result.stderr}")


def test_emit_warns_of_the_present_file(case):
    """A captured board whose file would defeat the value."""
    board = case.folder / "board"
    source = harness.ROOT / "tests" / "boards" / "cmm-4g-idle"
    subprocess.run(["cp", "-r", source, board], check=True)
    case.mkmodel_to("axmodel", "m.axmodel", "--workspace", "3300M")
    (board / "boot").mkdir(exist_ok=True)
    for text, warned in ((f"# {KEY} in MiB\n{KEY}=3072\n", True), (f"{KEY}=3072\n", False)):
        (board / "boot" / "configs").write_text(text)
        result = case.call("m.axmodel", "--emit", "--sysroot", board)
        case.check(result.stdout.startswith(f"{KEY}=".encode()), f"{result}")
        case.equal(b"line 1" in result.stderr, warned, f"{text!r}: {result.stderr!r}")
    result = case.call("m.axmodel", "--apply", "--sysroot", board)
    case.equal(result.returncode, 0, f"--apply below --sysroot: {result.stderr!r}")
    case.check((board / "boot" / "configs").read_text() != f"{KEY}=3072\n", "nothing was written below --sysroot")
    result = case.call("config", "check", "--sysroot", board)
    case.check(result.returncode == 0 and b"maixcam2-4g" in result.stdout, f"{result}")


def test_apply_leaves_alone_what_is_enough(case):
    """It is judged by the profile's pool, or the board's present one, but the file's pool is what comes: it never shrinks."""
    for model in ("m", "n"):
        case.mkmodel_to("axmodel", model, "--const", "300M")
    request = ["m", "n", "-d", "maixcam2-1g"]
    least = case.judge(*request)[0]["pool_line"]["least_mib"]
    case.check(600 < least < 700, f"{least}")
    for text in (f"{KEY}=700\n", f"export {KEY}=700\n", f"{KEY}={least}\n"):
        case.file.write_text(text)
        result = case.call(*request, f"--apply={case.file}", text=True)
        case.equal((result.returncode, case.file.read_text()), (0, text), f"{result.stderr}")
        case.check("nothing was written" in " ".join(result.stderr.split()), f"{result.stderr}")
    for value in (least - 1, 765):  # too small; Linux keeps too little to load them
        case.file.write_text(f"{KEY}={value}\n")
        result = case.call(*request, f"--apply={case.file}", text=True)
        case.equal((result.returncode, case.file.read_text()), (0, f"{KEY}={least}\n"), f"{result.stderr}")


def test_what_the_next_start_makes_of_the_pool(case):
    """The pool of a board that was read is the present one; the value in its file is what comes."""
    case.mkmodel_to("axmodel", "m", "--const", "300M")
    board = case.folder / "board"
    shutil.copytree(harness.ROOT / "tests" / "boards" / "cmm-4g-idle", board)
    file = board / "boot" / "configs"
    request = ["m", "--sysroot", board]
    least = case.judge(*request)[0]["pool_line"]["least_mib"]
    for text, warns in ((f"{KEY}=100\n", True), (f"{KEY}={least - 1}\n", True), (f"{KEY}={least}\n", False),
                        (f"{KEY}=-1\n", False), (f"{KEY}=4000\n", False), ("", False)):
        file.write_text(text)
        report, status = case.judge(*request)
        codes = [finding["code"] for finding in report["findings"]]
        case.equal((status, report["verdict"], "next-start" in codes), (0, "fits", warns), f"{text!r}: {codes}")
        result = case.call(*request, "--apply", text=True)
        written = f"{KEY}=3072\n" if warns else text
        case.equal((result.returncode, file.read_text()), (0, written), f"{text!r}: {result.stderr}")
    file.write_text(f"{KEY}=100\n")
    result = case.call(*request, "--emit", text=True)
    case.check(result.stdout == f"{KEY}=3072\n" and "Nothing to change" not in result.stderr, f"{result}")
    case.mkmodel_to("axmodel", "large", "--workspace", "3100M")
    for value, says in ((3300, "Reboot: the pool then has 3300 MiB"), (3100, f"Set {KEY}=")):
        file.write_text(f"{KEY}={value}\n")
        report, status = case.judge("large", "--sysroot", board)
        steps = [(step["text"][:len(says)], step["enough"]) for step in report["advice"] if step["action"] == "set-cmm"]
        case.equal((status, steps), (1, [(says, True)]), f"{value}: {report['advice']}")


def test_linux_has_at_most_the_ram_beside_the_pool(case):
    """By a profile too: what a model takes while it is loaded does not fit into more than that."""
    case.mkmodel_to("axmodel", "m", "--const", "1500M")
    report, status = case.judge("m", "-d", "maixcam2-4g")
    case.equal((report["verdict"], report["reason"], status), ("does-not-fit", "user-memory", 1), report["message"])
    case.check("at most 1 GiB" in report["message"], report["message"])
    line = case.judge("m", "-d", "maixcam2-4g@before-2025-09")[0]
    case.equal((line["verdict"], line["reason"]), ("fits", "fits"), "2048 MiB are beside that pool")
    value = report["pool_line"]["mib"]
    emitted = case.call("m", "-d", "maixcam2-4g", "--emit", text=True)
    case.equal((emitted.returncode, emitted.stdout), (0, f"{KEY}={value}\n"), emitted.stderr)
    case.equal(case.judge("m", "-d", "maixcam2-4g", "--pool", f"{value}M")[1], 0, "as it says")
    case.mkmodel_to("axmodel", "m", "--const", "2800M")
    report, status = case.judge("m", "-d", "maixcam2-4g")
    case.equal((report["reason"], status, report["pool_line"]["reason"]), ("user-memory", 1, "user-memory"), report["message"])
    emitted = case.call("m", "-d", "maixcam2-4g", "--emit", text=True)
    case.equal((emitted.returncode, emitted.stdout), (1, ""), emitted.stderr)


def test_emit_says_what_the_advice_says_of_linux(case):
    """Where Linux has about what loading takes, both say that the model must be mapped."""
    case.mkmodel_to("axmodel", "m", "--const", "980M")
    said = "must then be mapped"
    advice = [advice["text"] for advice in case.judge("m", "-d", "maixcam2-2g")[0]["advice"] if advice["action"] == "set-cmm"]
    case.equal([said in text for text in advice], [True], f"{advice}")
    emitted = case.call("m", "-d", "maixcam2-2g", "--emit", text=True)
    case.check(emitted.returncode == 0 and said in " ".join(emitted.stderr.split()), f"{emitted}")


if __name__ == "__main__":
    sys.exit(harness.main("emit", globals(), Case))

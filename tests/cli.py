#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The command line where golden runs do not reach: bytes that a terminal would obey, a lost report, a slow archive.

  cli.py --tool build/maixfit --mkmodel build/tools/mkmodel
"""
import json
import os
import re
import signal
import subprocess
import sys
import tarfile
import time

import harness


# CSI in both of its spellings, OSC, DEL, right-to-left marks, a line separator, a byte order mark, broken UTF-8.
HOSTILE = [b"\x1b[31m", "\u009b31m".encode(), b"\x9b31m", b"\x1b]0;x\x07", b"\x7f", "\u202e".encode(), "\u2066".encode(),
           "\u200f".encode(), "\u2028".encode(), "\ufeff".encode(), b"\xc3", b"\xed\xa0\x80", b"\xff"]


def is_clean(data):
    """No control character but the end of a line, no mark, whole UTF-8."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return False
    return not any(c < " " and c != "\n" or "\x7f" <= c <= "\x9f" or c in "\u200e\u200f\u2028\u2029\ufeff"
                   or "\u202a" <= c <= "\u202e" or "\u2066" <= c <= "\u2069" for c in text)


def test_nothing_that_a_terminal_obeys(case):
    """Wherever the bytes come from, they are shown as `?` on stderr."""
    case.mkmodel_to("axmodel", "m.axmodel", "--const", "5000")
    for bad in HOSTILE:
        odd = b"no" + bad
        key = bad.decode("utf-8", "replace").encode("unicode_escape").replace(b"\\x", b"\\u00")
        (case.folder / "key.json").write_bytes(b'{"schema": 1, "' + (bad if bad >= b"\x80" else key) + b'": 1}')
        (case.folder / "configs").write_bytes(b"maix_memory_cmm=5\n# " + odd + b"\n")
        table = [
            ("model", 3, [odd + b".axmodel"]),
            ("inspect", 3, [b"inspect", odd]),
            ("--device", 2, [b"--device", odd, b"m.axmodel"]),
            ("a value of the tool", 2, [b"--color", odd, b"m.axmodel"]),
            ("an unknown option", 2, [b"--" + odd, b"m.axmodel"]),
            ("an unknown letter", 2, [b"-" + bad, b"m.axmodel"]),
            ("what a command does not take", 2, [b"status", odd]),
            ("a sensor", 2, [b"m.axmodel", b"--camera", b"64x64", b"--sensor", odd]),
            ("a profile's name", 2, [b"m.axmodel", b"--profile", odd]),
            ("a profile's key", 2, [b"m.axmodel", b"--profile", b"key.json"]),
            ("a value of config set", 2, [b"config", b"set", odd, b"configs", b"-d", b"maixcam2-1g"]),
            ("a file of config", 3, [b"config", b"check", odd, b"-d", b"maixcam2-1g"]),
            ("--emit", 3, [odd, b"--emit"]),
        ]
        for name, status, words in table:
            result = case.call(*words)
            case.equal(result.returncode, status, f"{name}, {bad}: {result.stderr!r}")
            case.check(result.stderr and is_clean(result.stderr), f"{name}, {bad}: {result.stderr!r}")
        case.mkmodel_to("axmodel", "big.axmodel", "--workspace", "600M")
        result = case.call("big.axmodel", "-d", "maixcam2-1g", "--apply=configs", "--dry-run")
        case.check(b"+maix_memory_cmm" in result.stderr and is_clean(result.stderr), f"the difference: {result.stderr!r}")


def test_good_names_stay(case):
    for name in ("模型.axmodel", "naïve model.axmodel", "e\u0301.axmodel"):
        result = case.call(name)
        case.check(name.encode() in result.stderr, f"{name}: {result.stderr!r}")


def test_the_command_is_the_first_word(case):
    """Options may stand before it and between its words; behind `--` nothing is a command."""
    (case.folder / "configs").write_text("maix_memory_cmm=300\n")
    board = ["-d", "maixcam2-1g"]
    for plain, other in ((["--help"], ["help"]), (["status", "--help"], ["help", "status"]), (["--help"], ["staus", "--help"]),
                         (["status", "--help"], ["-h", "status"]), (["config", "--help"], ["help", "config"]),
                         (["help", "config", "set"], ["config", "-h", "set"]), (["help", "help"], ["help", "-h"]),
                         (["devices", "-v"], ["-v", "devices"]), (["sensors"], ["--color", "never", "sensors"]),
                         (["config", "check", "configs", *board], ["-f", "text", "config", *board, "check", "configs"])):
        wanted, got = case.call(*plain), case.call(*other)
        case.check(wanted.stdout, f"{plain}: nothing was printed")
        case.equal((got.returncode, got.stdout), (wanted.returncode, wanted.stdout), f"{other}")
    for words in (["--", "status"], ["--", "staus"], ["-v", "--", "config", "check"], ["./status"], ["m.axmodel", "status"]):
        case.equal(case.call(*words).returncode, 3, f"{words}")
    case.mkmodel_to("axmodel", "status.axmodel", "--const", "5000")
    for name in ("status", "staus"):
        (case.folder / "status.axmodel").rename(case.folder / name)
        case.equal(case.call(f"./{name}", *board).returncode, 0, f"./{name}")
        case.equal(case.call(*board, "--", name).returncode, 0, f"-- {name}")
        case.equal(case.call(name, *board).returncode, 0, f"{name}: the command, or the file that is near to one")
        (case.folder / name).rename(case.folder / "status.axmodel")


# The whole set, and so are the formats of scripts/interface.json: a name that is added or goes is a decision.
COMMANDS = ("inspect", "status", "capture", "devices", "sensors", "config check", "config set", "config restore", "gate",
            "explain", "help")
VALUES = {"--camera": "4K", "--sensor": "os04a10", "--encode": "4K@h264", "--decode": "4K@h264", "--audio": "play",
          "--runner": "plain", "--dual-buff": "no", "--ai-isp": "on", "--context": "64", "--device": "maixcam",
          "--sysroot": ".", "--free": "1M", "--pool": "1M", "--profile": "board.json", "--margin": "1M",
          "--baseline": "old.json", "--format": "json", "--lang": "en", "--color": "never"}
OPTIONS = [*VALUES, *"""--display --dynamic-layers --each --strict --no-assume --emit --apply --minimum --dry-run --no-sandbox
    --help --version -c -d -f -v -q -h -V""".split()]
ROW = re.compile(r"^  (?:(-\w)(?:, )?|    )(--[a-z-]+)?.*", re.MULTILINE)


def test_help(case):
    """No line is longer than a terminal, and -h is one screen of it; each option stands in the help once."""
    def shown(*words):
        text = case.call(*words, text=True).stdout
        case.equal([line for line in text.splitlines() if len(line) > 80], [], f"{words}: lines of more than 80 columns")
        return text, [name for row in ROW.findall(text) for name in row[:2] if name]

    first, _ = shown("-h")
    case.check(first.count("\n") <= 23 and "maixfit --help" in first, f"one screen and a prompt: {first}")
    whole, names = shown("--help")
    case.equal(sorted(names), sorted(OPTIONS), "the whole set")
    case.mkmodel_to("axmodel", "m.axmodel", "--const", "5000")
    (case.folder / "old.json").write_bytes(case.call("m.axmodel", "-f", "json").stdout)
    (case.folder / "board.json").write_text((harness.ROOT / "models/devices/maixcam.json").read_text())
    for command in COMMANDS:
        case.check(f"\n  maixfit {command} " in whole, f"{command} is in --help")
        text, own = shown("help", *command.split())
        case.check(f"  maixfit {command} " in text.splitlines()[0], f"{command}: {text}")
        for name in OPTIONS:
            if name.startswith("--") and name not in ("--help", "--version"):
                said = case.call(*command.split(), name, *([VALUES[name]] if name in VALUES else [])).stderr
                case.equal(b"has no option" in said, name not in own, f"{command} {name}: help and tool agree")
    for words, said in ((["help", "stats"], "did you mean `maixfit help status`?"), (["help", "xyz"], "no command `xyz`"),
                        (["help", "status", "x"], "takes no `x`")):
        result = case.call(*words, text=True)
        case.check(result.returncode == 2 and said in result.stderr, f"{words}: {result.stderr}")


def test_explain(case):
    """Each entry in both formats; terms as people write them, errors in whatever stands around them."""
    def explained(*said):
        report = json.loads(case.call("explain", *said, "-f", "json").stdout)
        case.problems += [] if said else harness.schema_problems(report)
        return report["explained"]

    words = json.loads((harness.ROOT / "models/words.json").read_text())
    kinds = {"terms": "term", "errors": "error", "reasons": "reason", "codes": "finding", "actions": "advice"}
    entries = [{"kind": kinds[name], "word": word, "also": entry.get("also", []), "means": entry["means"], "do": entry["do"],
                "example": entry.get("example")} for name in kinds for word, entry in sorted(words[name].items())]
    for name in ("board.txt", "log.txt"):  # of the examples
        (case.folder / name).write_text("")
    case.equal(explained(), entries, "all entries")
    listed = " ".join(case.call("explain", text=True).stdout.split())
    for entry in entries:
        case.check(entry["word"] in listed, f"{entry['word']} is not listed")
        for said in [entry["word"], *entry["also"]]:
            if entry["kind"] == "error":
                said = f"[E][x 12]: {said.upper()}!! ret=0x8030"
            case.check(entry in explained(*said.split()), f"{said} is not explained by {entry}")
        text = case.call("explain", entry["word"], text=True).stdout
        case.equal([line for line in text.splitlines() if len(line) > 80], [], entry["word"])
        case.check(f"{entry['means']} What to do: {entry['do']}" in " ".join(text.split()), text)
        for line in (entry["example"] or "").split("; "):
            words = line.split(" >")[0].split()
            if words[:1] == ["maixfit"] and words[1:2] not in (["config"], ["capture"]):
                result = case.call(*words[1:], text=True)
                case.check("Try `maixfit" not in result.stderr or "no such file" in result.stderr, f"{line}: {result.stderr}")
    for said, answer in ((["Dual", "Buff"], "dual_buff"), (["CARVEOUT"], "carveout"),
                         (["AX_ENGINE_CreateHandle: AX_SYS_MemAlloc failed"], "AX_ENGINE_CreateHandle")):
        case.equal(explained(*said)[0]["word"], answer, f"{said}")
    for said, answer in (("carvout", "did you mean `maixfit explain carveout`?"), ("xyz", "`maixfit explain` lists"),
                         ("fragmentd", "explain fragmented`?"), ("x" * 5000, "nothing is known of"), ("..", "nothing is"),
                         ("", "nothing is")):
        result = case.call("explain", said, text=True)
        case.check((result.returncode, result.stdout) == (2, "") and answer in result.stderr, f"{said}: {result.stderr}")
    case.equal(case.call("explain", "cmm", "-f", "sarif").returncode, 2, "a format of verdicts")
    case.mkmodel_to("axmodel", "a.axmodel", "--const", "8M")
    for words, said in ((["--free", "1M", "-v"], True), (["--free", "1M"], False), (["--free", "99M", "-v"], False)):
        text = case.call("a.axmodel", *words, text=True).stdout
        case.equal("`maixfit explain too-big` says" in text, said, f"{words}: {text}")


def test_near_commands(case):
    for words, wanted in ((["staus"], "status"), (["Status"], "status"), (["inspct", "m.axmodel"], "inspect"),
                          (["device"], "devices"), (["sensor"], "sensors"), (["hlep"], "help"),
                          (["confg", "check"], "config check"), (["config", "chekc", "x"], "config check"),
                          (["conf", "set", "5"], "config set"),
                          (["config"], "config set"), (["config", "now"], "config check")):
        result = case.call(*words)
        case.equal((result.returncode, result.stdout), (2, b""), f"{words}")
        case.check(f"`maixfit {wanted}`".encode() in result.stderr, f"{words}: {result.stderr!r}")
        case.equal(result.stderr.count(b"\n"), 2, f"{words}: a line and a hint")
    for word in ("stxxxs", "model.axmodel", "s", "configuration", "x" * 5000):
        case.equal(case.call(word).returncode, 3, f"{word[:20]} is a model")


def test_options_that_getopt_does_not_take(case):
    for words, said in ((["-é", "m"], "no option -é"), (["m", "-vé"], "no option -vé"), (["-x", "m"], "no option -x"),
                        (["m", "-vx"], "no option -x"), (["--s", "m"], "--sensor, --sysroot"),
                        (["m", "--d=3"], "no option --d; did you mean one of --display, --decode"),
                        (["--camra=3"], "no option --camra; did you mean --camera?\n"),
                        (["--cam", "1080p"], "no option --cam; did you mean --camera?\n"),
                        (["--emi", "m"], "no option --emi; did you mean --emit?\n"),
                        (["m", "--emi=3"], "no option --emi; did you mean --emit?\n"),
                        (["m", "--devic"], "no option --devic; did you mean --device?\n"),
                        (["m", "--devcie", "x"], "no option --devcie; did you mean --device?\n"),
                        (["m", "-device", "x"], "no option -device; did you mean --device?\n"),
                        (["m", "-format=json"], "no option -format; did you mean --format?\n"),
                        (["m", "--verbose"], "no option --verbose\n"), (["m", "--=1"], "no option --\n"),
                        (["m", "--" + "x" * 900], "no option --xxx"), (["m", "--emit=3"], "--emit takes no value"),
                        (["m", "x", "--device"], "--device needs a value"), (["m", "-vd"], "-vd needs a value"),
                        (["m", "--apply="], "name is empty")):
        result = case.call(*words)
        case.equal((result.returncode, result.stdout), (2, b""), f"{words}")
        case.check(said.encode() in result.stderr, f"{words}: {result.stderr!r}")


def test_a_value_that_is_nearly_right(case):
    """What may be meant is named, and nothing is assumed instead."""
    app = ["--camera", "640x480"]
    for words, said in ((["-f", "jsn"], "did you mean `json`?"), (["-f", "yaml"], "is none of text, json, jsonl, line,"),
                        (["-f", "jso=x.json"], "`jso` is none of"), (["--color", "alwys"], "did you mean `always`?"),
                        (["--runner", "maixcd"], "did you mean `maixcdk`?"),
                        (["--sensor", "os04d1"], "did you mean `os04d10`?"),
                        (["--encode", "1080p@h256"], "did you mean `h265`?"), (["-d", "maixcma"], "did you mean `maixcam`?"),
                        (["-d", "maixcam3"], "did you mean `maixcam2`?"),
                        (["--camera", "4K@NV22"], "did you mean `NV21`?"),
                        (["-d", "maixcam@odl"], "did you mean `maixcam@old`?"),
                        (["-d", "ax630c"], "`ax630c` is a chip; the boards that have it are m5-llm-module, maixcam2-1g,"),
                        (["-d", "maixcam2@ol"], "no image `ol`; its images are since-2025-09, before-2025-09")):
        result = case.call(*app, *words)
        case.equal((result.returncode, result.stdout), (2, b""), f"{words}")
        case.check(said.encode() in result.stderr, f"{words}: {result.stderr!r}")
    (case.folder / "maixfit.json").write_text('{"schema": "maixfit-gate/1", "checks": [{"camra": "1080p"}]}')
    result = case.call("gate")
    case.check(result.returncode == 2 and b"`camra`: there is no such key; did you mean `camera`?" in result.stderr,
               f"{result.stderr!r}")


def test_a_number_without_a_unit_is_no_size(case):
    for option in ("--free", "--pool", "--margin"):
        result = case.call("--camera", "640x480", option, "300")
        case.equal((result.returncode, result.stdout), (2, b""), option)
        case.check(f"{option}: `300` may be bytes or MiB; write 300B for bytes, 300M for MiB".encode() in result.stderr,
                   f"{result.stderr!r}")
    (case.folder / "maixfit.json").write_text('{"schema": "maixfit-gate/1", "checks": [{"camera": "1080p", "max_need": 300}]}')
    case.equal(case.call("gate").returncode, 2, "a budget")
    for size in ("300B", "300M", "0"):
        case.check(case.call("--camera", "640x480", "--free", size).returncode in (0, 1), size)


def test_names_of_sizes(case):
    """In any case, wherever a picture is taken."""
    for option in ("--camera={}", "--camera={}@NV21@30x3", "--encode={}@h264", "--decode={}@h264", "--display={}",
                   "--display=yes:{}"):
        for names, size in ((("720p", "720P"), "1280x720"), (("1080p", "1080P"), "1920x1080"), (("4K", "4k"), "3840x2160")):
            wanted = case.judge(option.format(size), "-d", "maixcam2-4g")
            case.equal(wanted[1], 0, option.format(size))
            for name in names:
                case.equal(case.judge(option.format(name), "-d", "maixcam2-4g"), wanted, option.format(name))


def test_lost_report(case):
    """What was written is reported though the report got lost; what was not written is not."""
    configs = case.folder / "configs"
    before = "maix_memory_cmm=300\n"
    for more, wrote in (([], True), (["--format", "json"], True), (["--dry-run"], False)):
        configs.write_text(before)
        with open("/dev/full", "wb") as full:
            result = case.call("config", "set", "600", "configs", "-d", "maixcam2-1g", *more, capture_output=False,
                               stdout=full, stderr=subprocess.PIPE)
        case.equal((result.returncode, configs.read_text() != before), (2, wrote), f"{more}")
        case.equal(b"Wrote configs; the old file is" in result.stderr, wrote, f"{more}: {result.stderr!r}")
        case.check(b"could not be written" in result.stderr and b"Try" not in result.stderr, f"{result.stderr!r}")
    configs.write_text(before)
    case.mkmodel_to("axmodel", "big.axmodel", "--workspace", "600M")
    with open("/dev/full", "wb") as full:
        result = case.call("big.axmodel", "-d", "maixcam2-1g", "--apply=configs", capture_output=False, stdout=full,
                           stderr=subprocess.PIPE)
    case.equal((result.returncode, configs.read_text()), (2, before), "--apply writes nothing behind a lost verdict")


def test_each_archive_has_its_own_progress(case):
    """The first comes slowly through a pipe; the second is held up for 200 ms, which is no reason to report it."""
    case.mkmodel_to("axmodel", "a.axmodel", "--const", "6M")
    (case.folder / "noise").write_bytes(os.urandom(30 << 20))
    for name, kind, members in (("a.tar", "w", ["a.axmodel"]), ("b.tgz", "w:gz", ["a.axmodel", "noise"])):
        with tarfile.open(case.folder / name, kind, **({"compresslevel": 1} if kind != "w" else {})) as tar:
            for member in members:
                tar.add(case.folder / member, member)
    ours, theirs = os.openpty()
    process = subprocess.Popen([case.tool, "-", "b.tgz", "-d", "maixcam2-1g"], cwd=case.folder, stdin=subprocess.PIPE,
                               stdout=subprocess.DEVNULL, stderr=theirs)
    os.close(theirs)
    data = (case.folder / "a.tar").read_bytes()
    for start in range(0, len(data), 1 << 19):
        process.stdin.write(data[start:start + (1 << 19)])
        process.stdin.flush()
        time.sleep(0.05)
    process.stdin.close()
    said = b""
    ended = shown = None
    try:
        while data := os.read(ours, 1 << 16):
            said += data
            if shown is None and b"MiB (" in said:
                shown = time.monotonic()
            if ended is None and said.endswith(b"\r\x1b[K"):
                ended = time.monotonic()
                os.kill(process.pid, signal.SIGSTOP)
                time.sleep(0.2)
                os.kill(process.pid, signal.SIGCONT)
    except OSError:
        pass  # the other end is closed
    os.close(ours)
    case.equal(process.wait(), 0, "status")
    case.check(b"MiB read" in said and ended, f"the first: {said!r}")
    case.check(shown is None or shown - ended > 0.28, f"the second: {said!r}")


def test_an_app_without_a_model(case):
    """It is judged alone, on a board that the first line calls assumed."""
    words = ["--camera", "2560x1440", "--encode", "2560x1440@h264"]
    first = case.call(*words, text=True).stdout.split("\n\n")[0]
    case.check("maixcam2-4g (assumed)" in " ".join(first.split()), first)
    report, status = case.judge(*words)
    case.hold_against_schema(report, words)
    case.equal((status, report["models"]), (0, []), "verdict")
    case.equal({name: setting["assumed"] for name, setting in report["request"].items() if name != "strict"},
               {"device": True, "sensor": True, "camera": True, "encode": False, "margin": True}, "assumed")
    case.check("(assumed)" not in case.call(*words, "-d", "maixcam2-4g", text=True).stdout, "a board that was named")


def test_the_request_states_what_was_assumed(case):
    case.mkmodel_to("axmodel", "m.axmodel", "--const", "5000")
    for words, assumed in (
            (["-d", "maixcam2-1g", "--runner", "maixcdk", "--dual-buff", "no", "--camera", "640x480@NV21@30x3", "--sensor",
              "os04d10", "--display=640x480:320x240@RGB888", "--margin", "1M"], False),
            (["--camera", "640x480", "--display"], True)):
        report, _ = case.judge("m.axmodel", *words)
        case.equal({name: setting["assumed"] for name, setting in report["request"].items() if name != "strict"},
                   dict.fromkeys(["device", "runner", "dual_buff", "sensor", "camera", "display", "display_image", "margin"],
                                 assumed), f"{words}")


def test_a_folded_row_is_as_certain_as_what_it_holds(case):
    inputs = [word for index in range(9) for word in ("--input", f"t{index}:FP32:1x4")]
    case.mkmodel_to("axmodel", "a.axmodel", "--const", "5000", *inputs, "--output", "y:FP32:1x4")
    report = case.call("inspect", "a.axmodel", text=True).stdout
    row = [line.split() for line in report.splitlines() if re.match(r" +\d+ tensors ", line)]
    case.equal([words[4] for words in row], ["derived"], report)


def test_a_value_that_would_be_lost(case):
    """An option of one value is given once; a list or a flag may be repeated."""
    case.mkmodel_to("axmodel", "m.axmodel", "--const", "5000")
    base = ["m.axmodel", "-d", "maixcam2-4g", "-q"]
    for name, first, second in (("free", "1M", "300M"), ("pool", "1G", "1G"), ("sensor", "os04a10", "os04d10"),
                                ("runner", "plain", "maixcdk"), ("dual-buff", "yes", "no"), ("ai-isp", "on", "off"),
                                ("context", "100", "200"), ("sysroot", ".", "."), ("margin", "1M", "2M"),
                                ("apply", "x1", "x2"), ("display", "yes", "no"), ("color", "never", "auto"),
                                ("lang", "en", "en")):
        run = case.call(*base, f"--{name}={first}", f"--{name}={second}", text=True)
        case.equal((run.returncode, run.stdout), (2, ""), name)
        case.check(f"--{name} is given twice; name it once" in run.stderr, f"{name}: {run.stderr}")
    case.equal(sorted(file.name for file in case.folder.glob("x*")), [], "nothing was written")
    repeated = ["-c", "640x480", "-c", "320x240", "--encode", "640x480@h264", "--encode", "720p@jpeg", "--decode", "720p@h264",
                "--decode", "640x480@h264", "--audio", "record", "--audio", "play", "-v", "-v", "-q", "--strict", "--strict",
                "-f", "json=a.json", "-f", "line=a.line"]
    run = case.call(*base, *repeated, text=True)
    case.equal((run.returncode, run.stderr), (0, ""), "what may be repeated")


def test_options_that_do_nothing_alone(case):
    case.mkmodel_to("axmodel", "m.axmodel", "--const", "5000")
    run = case.call("m.axmodel", "-d", "maixcam2-4g", "--minimum", text=True)
    case.equal((run.returncode, "--minimum goes with --emit" in run.stderr), (2, True), "--minimum")
    case.equal(case.call("m.axmodel", "-d", "maixcam2-4g", "--minimum", "--emit").returncode, 0, "with --emit")
    for words in (["m.axmodel"], ["status"]):
        run = case.call(*words, "-d", "maixcam2-4g", "--pool", "90M", "--free", "100M", text=True)
        case.equal((run.returncode, "--pool is smaller than --free:" in run.stderr), (2, True), words)
        run = case.call(*words, "-d", "maixcam2-4g", "--pool", "90M", "--free", "90M", "-q")
        case.equal(run.returncode, 0, words)


if __name__ == "__main__":
    sys.exit(harness.main("cli", globals(), harness.Case))

#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What people see: the tool in an emulated terminal, as it stands when the prompt is back.

  screen.py --tool build/maixfit --mkmodel build/tools/mkmodel
"""
import fcntl
import json
import os
import pathlib
import pty
import re
import struct
import subprocess
import sys
import termios

import pyte

import harness

BOARDS = pathlib.Path(__file__).resolve().parent / "boards"
WORDS = ("Fits", "Does not fit", "Marginal", "Unknown")
MOST_ROWS = 12


class Screen:
    """The rows of a terminal, and what was written to it."""

    def __init__(self, columns, lines, written):
        screen = pyte.Screen(columns, lines)
        pyte.ByteStream(screen).feed(written + b"$ ")
        self.rows = [row.rstrip() for row in screen.display]
        self.colors = {cell.fg for line in screen.buffer.values() for cell in line.values()} - {"default"}
        self.verdict_color = screen.buffer[0][0].bg
        self.grounds = [cell.bg for _, cell in sorted(screen.buffer[0].items()) if cell.bg != "default"]
        self.written = written
        self.used = written.count(b"\n")

    def text(self):
        return " ".join(" ".join(self.rows).split())


class Case(harness.Case):
    def models(self):
        outputs = ("--output", "y:FP32:1x1000")
        for name, size in (("small", "4M"), ("mid", "200M"), ("wide", "600M"), ("big", "3500M")):
            self.mkmodel_to("axmodel", f"{name}.axmodel", "--const", size, "--words", 1000, "--input", "x:FP32:1x4", *outputs)
        self.mkmodel_to("axmodel", "other.axmodel", "--const", "1M", "--chip", "AX650", "--words", 10, "--input",
                        "x:FP32:1x4", *outputs)

    def show(self, *words, columns=80, lines=24, **environment):
        """Runs the tool in a terminal of that size."""
        ours, its = pty.openpty()
        fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        environment = {"PATH": os.environ["PATH"], "TERM": "xterm", "LC_ALL": "C.UTF-8", **environment}
        process = subprocess.Popen([self.tool, *words], cwd=self.folder, env=environment, stdin=subprocess.DEVNULL,
                                   stdout=its, stderr=its)
        os.close(its)
        written = b""
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:  # the end, on Linux
                break
            if not part:
                break
            written += part
        process.wait(timeout=60)
        os.close(ours)
        return Screen(columns, lines, written)


# What was asked, the word that it begins with, and what stands on the screen as well.
CASES = (
    (("small.axmodel", "-d", "maixcam2-4g", "--camera", "1920x1080", "--display"), "Fits", "Assumed: "),
    (("big.axmodel", "-d", "maixcam2-4g", "--camera", "1920x1080", "--display"), "Does not fit", "maix_memory_cmm="),
    (("small.axmodel", "-d", "maixcam2-1g", "--margin", "480M"), "Marginal", "the margin is 480.0 MiB"),
    (("wide.axmodel", "--sysroot", BOARDS / "cmm-2g-fragmented"), "Does not fit", "Reboot"),
    (("mid.axmodel", "--sysroot", BOARDS / "cmm-two-partitions", "-d", "maixcam2-1g"), "Does not fit", "Reboot"),
    (("other.axmodel", "-d", "maixcam2-4g"), "Does not fit", "Take another board"),
    (("small.axmodel", "--sysroot", BOARDS / "nothing"), "Unknown", "--device"),
    (("-d", "maixcam", "--camera", "4000x3000@NV12", "--display=1920x1200", "--sensor", "gc4653"), "Does not fit",
     "Open a smaller camera picture"),
)


def test_the_verdict_is_on_the_screen(case):
    case.models()
    for words, verdict, says in CASES:
        for columns, lines in ((80, 24), (200, 50), (100, 24)):
            screen = case.show(*words, columns=columns, lines=lines)
            what = f"{words} at {columns}x{lines}: {screen.rows}"
            case.check(screen.rows[0].startswith(verdict), f"the verdict is not first: {what}")
            case.equal(screen.text().count(verdict + ":"), 1, f"the verdict's word: {what}")
            case.check(says in screen.text(), f"no `{says}`: {what}")
            case.check(screen.used <= MOST_ROWS, f"{screen.used} rows: {what}")


def test_a_narrow_screen_breaks_no_word(case):
    """Every word of the wide text stands whole in the narrow one."""
    case.models()
    for words, verdict, says in CASES:
        narrow = case.show(*words, columns=40, lines=40, NO_COLOR="1")
        case.check(narrow.rows[0].startswith(verdict), f"{words}: {narrow.rows}")
        case.check(says in narrow.text(), f"{words}: no `{says}`: {narrow.rows}")
        wide = set(case.show(*words, columns=400, lines=40, NO_COLOR="1").rows[0].split())
        case.check(wide <= set(narrow.text().split()), f"{words}: {wide - set(narrow.text().split())} broken: {narrow.rows}")


def bars(screen):
    return [row for row in screen.rows if re.match(r"\[[a-zA-Z+?.!·|]+\]!*$", row)]


def test_a_command_stays_in_one_line(case):
    """It can be copied: no line ends within backquotes, but for long ones."""
    words = json.loads((harness.ROOT / "models" / "words.json").read_text())
    commands = 0
    for language in ("en", "zh"):
        for word in [*words["terms"], *words["errors"], *words["reasons"]]:
            text = case.call("explain", word, "--lang", language, env={"COLUMNS": "80", "LC_ALL": "C.UTF-8"}, text=True).stdout
            for command in re.findall("`([^`]*)`", " ".join(text.split())):
                commands += 1
                case.check(len(command) > 38 or f"`{command}`" in text, f"{language}, {word}: `{command}` is broken")
    case.check(commands >= 20, f"{commands} commands")


def test_the_bar_is_as_wide_as_the_terminal(case):
    case.models()
    for columns in (40, 80, 131, 200):
        for words in (CASES[0][0], CASES[1][0], CASES[3][0], ("status", "--sysroot", BOARDS / "cmm-2g-fragmented")):
            screen = case.show(*words, columns=columns, lines=50, NO_COLOR="1")
            case.equal([len(bar) for bar in bars(screen)], [columns], f"{words}: {screen.rows}")


def test_a_wide_terminal_shows_whole_names(case):
    name = "a-detector-of-640x640-with-a-name.axmodel"
    case.mkmodel_to("axmodel", name, "--const", "4M")
    for columns, whole in ((80, False), (160, True)):
        screen = "\n".join(case.show(name, "-d", "maixcam2-4g", columns=columns, NO_COLOR="1").rows)
        case.equal(name in screen, whole, f"{columns}: {screen}")


def test_what_is_too_much_stands_behind_the_pool(case):
    case.models()
    screen = case.show(*CASES[1][0], NO_COLOR="1")
    bar, = bars(screen)
    inside, over = bar[1:].split("]")
    missing = float(re.search(r"! too much ([0-9.]+) MiB", screen.text())[1])
    share = 78 * missing / (3072 + missing)  # of 80 columns, two of which are brackets
    case.check(missing > 500 and over == "!" * len(over) and abs(len(over) - share) <= 1, bar)
    case.check("!" not in inside and "·" not in inside, bar)


def test_holes_stand_where_they_are(case):
    """300 MiB in use, a hole of 200 MiB, the 4 KiB of `dma`, a hole of 524 MiB."""
    case.models()
    screen = case.show(*CASES[3][0], NO_COLOR="1")
    bar, = bars(screen)
    marker = screen.rows[screen.rows.index(bar) + 1]
    case.equal(re.sub(r"(.)\1*", r"\1", bar[1:-1]), "a·b·", bar)
    case.check(abs(bar.index("b") - 78 * 500 / 1024) <= 1.5, bar)
    case.check(marker.strip() == "!" * len(marker.strip()) and abs(len(marker.strip()) - 78 * 600 / 1024) <= 1, marker)
    screen = case.show("mid.axmodel", "--sysroot", BOARDS / "cmm-two-partitions", "-d", "maixcam2-1g", NO_COLOR="1")
    case.check("|" in bars(screen)[0], f"no border of partitions: {screen.rows}")


def test_colors_mean_something(case):
    case.models()
    for words, color in ((CASES[0][0], "green"), (CASES[1][0], "red"), (CASES[2][0], "brown"), (CASES[6][0], "brown"),
                         (("-d", "maixcam", "--camera", "640x480@NV12"), "brown")):
        screen = case.show(*words)
        case.equal(screen.verdict_color, color, f"{words}")
        case.equal(len(screen.grounds), len(screen.rows[0].split(":")[0]), f"the verdict's word alone is on a ground: {words}")
        case.check(b"\033[90m" not in screen.written, f"a gray that some terminals have as their background: {words}")
    for settings in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        screen = case.show(*CASES[1][0], **settings)
        case.check(b"\033" not in screen.written and not screen.colors, f"{settings}: {screen.written}")


def test_a_locale_without_utf8_gets_ascii(case):
    case.models()
    others = (("status", "--sysroot", BOARDS / "cmm-orphans"), ("inspect", "mid.axmodel"))
    for words in (*(words for words, _, _ in CASES), *others):
        for more in ((), ("-v",)):
            for settings in ({"LC_ALL": "C"}, {"LC_ALL": "", "LANG": "de_DE.ISO-8859-1"}):
                screen = case.show(*words, *more, **settings)
                case.check(screen.written.isascii(), f"{words} {settings}: {screen.written}")
                case.check(all(len(row) <= 80 for row in screen.rows), f"{words}: {screen.rows}")
    screen = case.show(*CASES[0][0], LC_ALL="", LC_CTYPE="", LANG="zh_CN.utf8", NO_COLOR="1")
    case.check("·" in screen.text(), "LANG counts last")


def test_no_line_is_wider_than_the_terminal(case):
    """But for a path, which can be copied as it stands."""
    case.models()
    case.mkmodel_to("axmodel", "a-model-with-a-long-name.axmodel", "--const", "4M", "--words", 10, "--input",
                    "a-tensor-with-a-long-name:FP32:1x3x640x640", "--output", "y:FP32:1x1000")
    named = ("a-model-with-a-long-name.axmodel", "small.axmodel", "other.axmodel")
    narrow = ((*named, "--each", "-d", "maixcam2-4g"), (*named, "-d", "maixcam2-4g", "-d", "maixcam"), ("inspect", named[0]),
              ("status", "-v", "--sysroot", BOARDS / "cmm-orphans"), (named[0], "-d", "maixcam2-4g", "-v"))
    usual = (("devices",), ("sensors",), ("inspect", named[0]), (*named, "-d", "maixcam2-4g", "-d", "maixcam", "-v"),
             ("status", "-v", "--sysroot", BOARDS / "ion-75m-leaked"))
    for columns, commands in ((40, narrow), (80, usual)):
        for words in commands:
            done = case.call(*words, env={"COLUMNS": str(columns), "LC_ALL": "C.UTF-8"}, text=True)
            for line in done.stdout.splitlines():
                case.check(len(line) <= columns or "/" in line, f"{words} at {columns}: {line}")
                case.equal(line, line.rstrip(), f"blanks at the end: {words} at {columns}")


def test_status_is_the_same_picture(case):
    for board, says in (("cmm-4g-idle", "Linux beside it: 700.0 of 958.0 MiB"), ("cmm-orphans", "a reboot frees them"),
                        ("cmm-2g-fragmented", "Held by: process 9"), ("ion-75m-leaked", "VbPool0 12.0")):
        screen = case.show("status", "--sysroot", BOARDS / board, NO_COLOR="1")
        case.equal(len(bars(screen)), 1, f"{board}: {screen.rows}")
        case.check(says in screen.text() and screen.used <= MOST_ROWS, f"{board}: no `{says}`: {screen.rows}")


if __name__ == "__main__":
    sys.exit(harness.main("screen", globals(), Case))

#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The completions in the shells that they are for, each at a terminal, and the man page.

  shells.py --tool build/maixfit --mkmodel build/tools/mkmodel
"""
import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time

import harness

COMPLETIONS = harness.ROOT / "scripts/completions"
TABLE = [  # what is typed before the tab key, what must be offered, what must not
    ("maixfit --cam", ["--camera"], ["--capture"]),
    ("maixfit --d", ["--display", "--device", "--dry-run"], ["--camera"]),
    ("maixfit -d maix", ["maixcam", "maixcam2-4g", "maixcam2-4g@before-2025-09"], ["nanokvm"]),
    ("maixfit --device maixcam2-4g@", ["before-2025-09"], ["nanokvm"]),
    ("maixfit --device=nanokvm-", ["nanokvm-pro"], ["maixcam"]),
    ("maixfit --sensor os", ["os04a10", "os04d10"], ["gc4653"]),
    ("maixfit -f s", ["sarif"], ["json"]),
    ("maixfit --runner=", ["maixcdk", "axllm", "plain"], ["json"]),
    ("maixfit --encode 1080p@h", ["h264", "h265"], ["720p"]),
    ("maixfit config ", ["check", "set", "restore"], ["status", "inspect"]),
    ("maixfit config set ", ["auto"], ["last"]),
    ("maixfit -d maixcam con", ["config"], ["capture"]),
    ("maixfit status --", ["--device", "--sysroot"], ["--camera", "--emit"]),
    ("maixfit inspect --", ["--runner", "--format"], ["--camera", "--device"]),
    ("maixfit st", ["status"], ["devices"]),
    ("maixfit help s", ["status", "sensors"], ["gate"]),
    ("maixfit explain car", ["carveout"], ["status"]),
    ("maixfit yo", ["yolo.axmodel"], ["yolo.txt"]),
    ("maixfit inspect fold", ["folder/"], ["folder.txt"]),
    ("maixfit --profile bo", ["board.json"], ["board.txt"]),
    ("maixfit --sysroot captured", ["captured.txt"], ["yolo.axmodel"]),
    ("maixfit gate ", ["board.json"], ["yolo.axmodel"]),
]


def environment(case):
    folder = os.path.dirname(os.path.abspath(case.tool))
    return {"PATH": f"{folder}:{os.environ['PATH']}", "HOME": str(case.folder), "LC_ALL": "C.UTF-8", "TERM": "dumb",
            "PS1": "$ "}


class Terminal:
    """An interactive shell; what it shows has no escape sequences here."""

    def __init__(self, case, words, setup):
        self.seen = ""
        self.process, self.file = pty.fork()
        if self.process == 0:
            os.chdir(case.folder)
            os.execvpe(words[0], words, environment(case))
        self.send("".join(f"{line}\n" for line in [*setup, "echo rea''dy"]))
        self.wait(lambda text: text.endswith("ready\n$ "))

    def send(self, text):
        self.seen = ""
        os.write(self.file, text.encode())

    def wait(self, is_there, seconds=20):
        end = time.monotonic() + seconds
        while not is_there(self.seen) and time.monotonic() < end:
            if select.select([self.file], [], [], 0.1)[0]:
                data = os.read(self.file, 65536).decode(errors="replace")
                self.seen += re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[=>]|[\x07\r]", "", data)
        return self.seen

    def offered(self, typed, wanted):
        """What stands on the screen behind the tab key. Each key waits until the shell has read what came before."""
        self.send(typed)
        self.wait(lambda text: text.endswith(typed))
        self.send("\t")
        shown = self.wait(lambda text: all(word in typed + text for word in wanted))
        self.send("\x15")
        self.send("echo do''ne\n")
        return typed + shown + self.wait(lambda text: text.endswith("done\n$ "))

    def close(self):
        os.close(self.file)
        os.waitpid(self.process, 0)


def files(case):
    for name in ("yolo.axmodel", "yolo.txt", "folder.txt", "board.json", "board.txt", "captured.txt"):
        (case.folder / name).touch()
    (case.folder / "folder").mkdir()


def check(case, typed, text, wanted, unwanted):
    for word in wanted:
        case.check(word in text, f"{typed!r}: no {word} in {text!r}")
    for word in unwanted:
        case.check(word not in text, f"{typed!r}: {word} in {text!r}")


def test_bash(case):
    files(case)
    keys = ["show-all-if-ambiguous on", "enable-bracketed-paste off", "completion-query-items 0", "page-completions off"]
    shell = Terminal(case, ["bash", "--norc", "--noprofile", "-i"],
                     [*(f"bind 'set {key}'" for key in keys), f"source {COMPLETIONS}/maixfit.bash"])
    for typed, wanted, unwanted in TABLE:
        check(case, typed, shell.offered(typed, wanted), wanted, unwanted)
    shell.close()


def test_zsh(case):
    files(case)
    (case.folder / "functions").mkdir()
    shutil.copy(COMPLETIONS / "maixfit.zsh", case.folder / "functions/_maixfit")
    shell = Terminal(case, ["zsh", "-f", "-i"],
                     ["PS1='$ '", "unsetopt menu_complete auto_menu list_ambiguous prompt_sp", "LISTMAX=1000",
                      "fpath=($PWD/functions $fpath)", "autoload -U compinit", "compinit -u -D"])
    for typed, wanted, unwanted in TABLE:
        check(case, typed, shell.offered(typed, wanted), wanted, unwanted)
    shell.close()


def test_fish(case):
    files(case)
    for typed, wanted, unwanted in TABLE:
        asked = subprocess.run(["fish", "--no-config", "-c", f"source {COMPLETIONS}/maixfit.fish; complete -C '{typed}'"],
                               cwd=case.folder, env=environment(case), capture_output=True, text=True, timeout=60)
        case.equal(asked.stderr, "", typed)
        check(case, typed, "\n".join(line.split("\t")[0] for line in asked.stdout.splitlines()), wanted, unwanted)


def test_man_page(case):
    """It has every option, and no formatter finds an error in it."""
    page = case.folder / "maixfit.1"
    with open(harness.ROOT / "docs/maixfit.1.scd", "rb") as source:
        page.write_bytes(subprocess.run(["scdoc"], stdin=source, check=True, stdout=subprocess.PIPE).stdout)
    for words in (["mandoc", "-T", "lint", "-W", "error"], ["groff", "-man", "-ww", "-z"]):
        done = subprocess.run([*words, page], capture_output=True, text=True)
        case.equal((done.returncode, done.stdout, done.stderr), (0, "", ""), words[0])
    text = subprocess.run(["mandoc", "-T", "ascii", page], check=True, stdout=subprocess.PIPE, text=True).stdout
    text = re.sub(r".\x08", "", text)
    for option in re.findall(r"^  .{4}(--[a-z-]+)", case.call("--help", text=True).stdout, re.MULTILINE):
        case.check(re.search(rf"^ +(-\w, )?{option}\b", text, re.MULTILINE), f"{option} is not in the page")


if __name__ == "__main__":
    sys.exit(harness.main("shells", globals(), harness.Case))

#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Many files and more than one machine, as docs/fleets.md says: find, xargs, GNU parallel, and parallel over
ssh to a server that is started here, on the loopback address. Each command is taken out of that page."""
import getpass
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import time

import harness

CHAPTER = (harness.ROOT / "docs/fleets.md").read_text()
COMMANDS = [line.strip() for line in CHAPTER.splitlines() if line.startswith("    find ")]
COUNT = 300


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Case(harness.Case):
    def many(self):
        """Names with spaces, quotes and a line's end among them."""
        self.mkmodel_to("axmodel", "m.axmodel", "--const", 1 << 20, "--words", 10)
        (self.folder / "models").mkdir()
        names = [f"models/m {index}.axmodel" for index in range(COUNT - 2)] + ["models/it's\n\".axmodel", "models/$x;.axmodel"]
        for name in names:
            os.link(self.folder / "m.axmodel", self.folder / name)
        return names

    def shell(self, line):
        tools = f"{pathlib.Path(self.tool).parent}:{os.environ['PATH']}"
        return subprocess.run(["bash", "-euo", "pipefail", "-c", line], cwd=self.folder, capture_output=True, timeout=300,
                              env={**os.environ, "PATH": tools, "HOME": str(self.folder)})

    def verdicts(self, line, names, status=0):
        done = self.shell(line)
        self.equal(done.returncode, status, f"{line}: {done.stderr}")
        reports = [json.loads(text) for text in done.stdout.splitlines()]
        paths = sorted(report["models"][0]["path"] for report in reports)
        self.equal(paths, sorted(names), f"{line}: every model, once")
        return reports


def command(word):
    found = [line for line in COMMANDS if word in line]
    assert len(found) == 1, f"{len(found)} commands with {word} in the chapter on fleets"
    return found[0]


def test_xargs_and_parallel(case):
    names = case.many()
    for word, worst in (("xargs", 123), ("-k maixfit", 1)):
        case.verdicts(command(word), names)
        (case.folder / "models" / "bad.axmodel").write_text("no model\n")
        done = case.shell(command(word))
        case.equal((done.returncode, done.stdout.count(b"\n")), (worst, COUNT + 1), f"{word}: one cannot be judged")
        (case.folder / "models" / "bad.axmodel").unlink()


def serve(case):
    """An ssh server of our own: keys, port and configuration are in the test's folder. Returns its process."""
    port = free_port()
    for name in ("host", "user"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", case.folder / name], check=True)
    shutil.copy(case.folder / "user.pub", case.folder / "keys")
    (case.folder / "sshd.conf").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {case.folder}/host\nAuthorizedKeysFile {case.folder}/keys\n"
        f"StrictModes no\nUsePAM no\nPasswordAuthentication no\nPidFile none\nMaxStartups 50\n"
        f"SetEnv PATH={pathlib.Path(case.tool).parent}:{os.environ['PATH']}\n")
    options = f"-p {port} -i {case.folder}/user -o BatchMode=yes -o UserKnownHostsFile=/dev/null -o StrictHostKeyChecking=no"
    (case.folder / "ssh.conf").write_text("")
    os.makedirs("/run/sshd", exist_ok=True)
    server = subprocess.Popen([shutil.which("sshd") or "/usr/sbin/sshd", "-D", "-e", "-f", case.folder / "sshd.conf"],
                              stderr=subprocess.DEVNULL)
    login = f"ssh -q {options} {getpass.getuser()}@127.0.0.1"
    for _ in range(100):
        if subprocess.run([*login.split(), "true"], stdin=subprocess.DEVNULL, check=False).returncode == 0:
            return server, login
        time.sleep(0.1)
    server.kill()
    raise AssertionError("the ssh server does not answer")


def test_parallel_over_ssh(case):
    names = case.many()
    server, login = serve(case)
    try:
        line = command("--sshlogin")
        case.check(re.search(r"--sshlogin \S+", line), line)
        case.verdicts(re.sub(r"--sshlogin \S+", lambda _: f"--sshlogin '{login}'", line), names)
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    sys.exit(harness.main("fleet", globals(), Case))

# SPDX-License-Identifier: MIT
"""`python -m maixfit` and `maixfit` of a wheel are the tool."""
import os
import pathlib
import subprocess
import sys

import pytest

from conftest import run

pytestmark = pytest.mark.skipif("MAIXFIT_WHEEL" not in os.environ, reason="what is tested is no wheel")
COMMANDS = ([sys.executable, "-m", "maixfit"], [str(pathlib.Path(sys.executable).with_name("maixfit"))])


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("arguments, status", [(("small.axmodel", "-d", "maixcam2-1g"), 0),
                                               (("large.axmodel", "-d", "maixcam2-1g"), 1), (("--nonsense",), 2),
                                               (("broken.axmodel",), 3), (("--version",), 0), (("devices",), 0),
                                               (("inspect", "face.cvimodel", "-f", "json"), 0)])
def test_the_command_is_the_tool(command: "list[str]", arguments: "tuple[str, ...]", status: int, models: pathlib.Path,
                                 monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(models)
    done = subprocess.run([*command, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stderr
    assert done.stdout == run("MAIXFIT_TOOL", *arguments, status=status)

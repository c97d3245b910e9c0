# SPDX-License-Identifier: MIT
"""`python -m maixfit` and `maixfit` of a wheel are the tool."""
import importlib
import os
import pathlib
import subprocess
import sys

import pytest

import maixfit
from conftest import run

COMMANDS = ([sys.executable, "-m", "maixfit"], [str(pathlib.Path(sys.executable).with_name("maixfit"))])


@pytest.mark.skipif("MAIXFIT_WHEEL" not in os.environ, reason="what is tested is no wheel")
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


def test_a_tool_that_does_not_start_is_no_verdict(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
                                                  tmp_path: pathlib.Path) -> None:
    from maixfit import __main__ as command
    monkeypatch.setattr(command, "HERE", str(tmp_path))
    assert command.main() == maixfit.Status.BAD_MODEL
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "maixfit").write_bytes(b"of another machine")
    (tmp_path / "bin" / "maixfit").chmod(0o755)
    assert command.main() == maixfit.Status.BAD_MODEL
    first, second = capsys.readouterr().err.splitlines()
    assert "no program inside" in first and "Exec format error" in second


def test_a_module_without_wasmtime_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "maixfit._wasm", raising=False)
    monkeypatch.setitem(sys.modules, "wasmtime", None)
    with pytest.raises(maixfit.LibraryError, match="pip installs wasmtime"):
        importlib.import_module("maixfit._wasm")

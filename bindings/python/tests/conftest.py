# SPDX-License-Identifier: MIT
"""Models that mkmodel makes, and the tool that judges them too: MAIXFIT_MKMODEL and MAIXFIT_TOOL name both."""
import json
import os
import pathlib
import subprocess
from typing import Any, Callable

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[3]
BOARDS = ROOT / "tests" / "boards"
TENSORS = ("--input", "x:FP32:1x16", "--output", "y:FP32:1x4")


def run(program: str, *arguments: object, status: int = 0) -> str:
    command = [os.environ[program], *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    folder = tmp_path_factory.mktemp("models")
    run("MAIXFIT_MKMODEL", "axmodel", folder / "small.axmodel", "--const", "1M", *TENSORS)
    run("MAIXFIT_MKMODEL", "axmodel", folder / "large.axmodel", "--workspace", "600M", *TENSORS)
    run("MAIXFIT_MKMODEL", "cvimodel", folder / "face.cvimodel")
    (folder / "small.mud").write_text("[basic]\ntype = axmodel\nmodel_npu = small.axmodel\nmodel_vnpu = small.axmodel\n"
                                      "[extra]\nmodel_type = yolo11\n")
    (folder / "broken.axmodel").write_bytes((folder / "small.axmodel").read_bytes()[:1000])
    return folder


@pytest.fixture
def tool() -> Callable[..., Any]:
    """The tool's JSON."""
    return lambda *arguments, status=0: json.loads(run("MAIXFIT_TOOL", *arguments, "--format", "json", status=status))

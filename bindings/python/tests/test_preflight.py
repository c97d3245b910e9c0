# SPDX-License-Identifier: MIT
"""The example for MaixPy, with a module `maix` that only keeps what it is asked."""
import pathlib
import runpy
import sys
import types
from typing import Any, Dict, List
from unittest import mock

import pytest

import maixfit
from conftest import BOARDS, ROOT

EXAMPLE = ROOT / "docs" / "examples" / "maixpy" / "preflight.py"


@pytest.fixture
def example(monkeypatch: pytest.MonkeyPatch) -> Dict[str, Any]:
    maix = mock.MagicMock()
    maix.app.need_exit.side_effect = [False, True]
    module = types.ModuleType("maix")
    for name in ("app", "camera", "display", "image", "nn", "time"):
        setattr(module, name, getattr(maix, name))
    monkeypatch.setitem(sys.modules, "maix", module)
    check = maixfit.check
    monkeypatch.setattr(maixfit, "check", lambda *models, **more: check(*models, sysroot=BOARDS / "cmm-2g-fragmented", **more))
    found = runpy.run_path(str(EXAMPLE), run_name="preflight")
    return {**found, "maix": maix}


def run_main(example: Dict[str, Any], models: List[pathlib.Path]) -> str:
    """What was shown before anything else."""
    example["main"].__globals__["MODELS"][:] = map(str, models)
    example["main"]()
    return str(example["maix"].image.Image.return_value.draw_string.call_args.args[2])


def test_it_picks_the_smaller_model(example: Dict[str, Any], models: pathlib.Path) -> None:
    said = run_main(example, [models / "broken.axmodel", models / "large.axmodel", models / "small.axmodel"])
    assert "broken.axmodel" in said and "Does not fit" in said and "Fits" in said
    example["maix"].nn.YOLO11.assert_called_once_with(str(models / "small.axmodel"))
    assert example["maix"].camera.Camera.call_args.args[:2] == (640, 480)


def test_it_loads_none_that_does_not_fit(example: Dict[str, Any], models: pathlib.Path) -> None:
    said = run_main(example, [models / "large.axmodel"])
    assert said.startswith("Does not fit") and len(said.split("\n\n")) == 2
    example["maix"].nn.YOLO11.assert_not_called()
    example["maix"].camera.Camera.assert_not_called()

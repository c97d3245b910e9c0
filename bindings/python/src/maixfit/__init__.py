# SPDX-License-Identifier: MIT
"""maixfit: does an NPU model fit the contiguous memory of its board?

    verdict = maixfit.check("yolo.mud", camera=(640, 480), inside=True)
    if not verdict.fits:
        show(verdict.message)

What cannot be judged is raised as `maixfit.Error`, whose text is a sentence as well. Every option of the tool is a keyword
argument, with _ for -: see `Options`. Each call is free of all others, in any thread.
"""
from __future__ import annotations

from typing import TYPE_CHECKING, List

from ._answers import Advice, Answer, Finding, Hole, Inspection, ModelFacts, Owner, Pool, Process, Verdict
from ._errors import BoardError, Error, LibraryError, ModelError, UsageError
from ._handle import Handle
from ._sources import Model, Source
from ._words import VERSION, Action, Code, Options, Reason, Status

if TYPE_CHECKING:
    from typing_extensions import Unpack

__version__ = VERSION
__all__ = ["Action", "Advice", "Answer", "BoardError", "Code", "Error", "Finding", "Hole", "Inspection", "LibraryError",
           "Model", "ModelError", "ModelFacts", "Options", "Owner", "Pool", "Process", "Reason", "Source", "Status",
           "UsageError", "Verdict", "check", "check_all", "inspect", "status"]


def check(*models: Source, **options: Unpack[Options]) -> Verdict:
    """Judges all models together, with what else the app takes, on the board: the one that the program runs on, else
    `device`, else one that is assumed. `inside=True`: the app that asks runs already. Without a model, camera, display,
    codecs and audio are judged alone. Raises UsageError, ModelError or BoardError where there is no verdict."""
    with Handle(models, options) as handle:
        return handle.check()


def check_all(*models: Source, **options: Unpack[Options]) -> List[Verdict]:
    """A verdict for each board of `device`, or with `each=True` for each model alone. What could not be judged is among
    them, with its status, and is not raised."""
    with Handle(models, options) as handle:
        return handle.check_all()


def inspect(*models: Source, **options: Unpack[Options]) -> Inspection:
    """What models are and need; no board is read."""
    with Handle(models, options) as handle:
        return handle.inspect()


def status(**options: Unpack[Options]) -> Pool:
    """What the board's pool holds: the live one's, or with `sysroot` a captured one's."""
    with Handle((), options) as handle:
        return handle.status()

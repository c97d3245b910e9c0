# SPDX-License-Identifier: MIT
"""What is raised. The text of each is a whole sentence that an app can show on its screen."""
from __future__ import annotations

from typing import TYPE_CHECKING, Optional, Tuple

from ._words import Status

if TYPE_CHECKING:
    from ._answers import Verdict


class Error(Exception):
    """There is no answer. `status` is the tool's, `reason` one of `Reason`, `problems` are lines on single models and
    facts, and `verdict` has what is known all the same."""

    status = Status.USAGE

    def __init__(self, sentence: str, reason: str = "usage", problems: Tuple[str, ...] = (),
                 verdict: Optional[Verdict] = None) -> None:
        super().__init__(sentence)
        self.reason = reason
        self.problems = problems
        self.verdict = verdict


class UsageError(Error, ValueError):
    """The request is not valid."""


class ModelError(Error):
    """A model cannot be judged."""

    status = Status.BAD_MODEL


class BoardError(Error):
    """Facts of the board are missing, so that it is unknown whether the models fit."""

    status = Status.NO_FACTS


class LibraryError(Error, ImportError):
    """maixfit's library is not here, or is of another version."""

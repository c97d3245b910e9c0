# SPDX-License-Identifier: MIT
"""What is answered. All of it comes from the library's JSON (docs/maixfit.schema.json), which `to_dict` returns whole.
Sizes are bytes; None is unknown, and never 0."""
from __future__ import annotations

import dataclasses
import json
from typing import Any, Dict, List, NamedTuple, Optional, Sequence, Tuple, Type, TypeVar

from ._words import Status

Item = TypeVar("Item")


@dataclasses.dataclass(frozen=True)
class Advice:
    """What to change. `option` is the change as an option of the tool, `value` its number (MiB, tokens…), and `enough`
    whether this alone makes it fit."""

    action: str
    text: str
    option: Optional[str] = None
    value: Optional[int] = None
    gains_bytes: Optional[int] = None
    enough: bool = False


@dataclasses.dataclass(frozen=True)
class Finding:
    """What was assumed, is doubtful or is missing; `severity` is error, warning or note."""

    code: str
    severity: str
    text: str
    path: Optional[str] = None
    line: Optional[int] = None


@dataclasses.dataclass(frozen=True)
class ModelFacts:
    """A model or a bundle of files; `need` is what it takes of the pool by itself."""

    path: str
    format: str
    name: Optional[str]
    chip: Optional[str]
    need: Optional[int]
    file_bytes: Optional[int]


@dataclasses.dataclass(frozen=True)
class Hole:
    """A free piece of the pool."""

    start: int
    bytes: int


@dataclasses.dataclass(frozen=True)
class Owner:
    """Who holds a part of the pool."""

    name: str
    bytes: int
    blocks: int


@dataclasses.dataclass(frozen=True)
class Process:
    """A process that holds a part of the pool; `state` is running, ended, or None."""

    pid: int
    name: Optional[str]
    bytes: int
    blocks: int
    state: Optional[str]


def make(kind: Type[Item], rows: Optional[List[Dict[str, Any]]]) -> Tuple[Item, ...]:
    """Fields that a later version adds are left out."""
    names = [field.name for field in dataclasses.fields(kind)]  # type: ignore[arg-type]
    return tuple(kind(**{name: row[name] for name in names if name in row}) for row in rows or ())


class Sentences(NamedTuple):
    """What is shown to people, in the language that was asked for; the JSON has the same in English."""

    message: str
    advice: Sequence[str]
    findings: Sequence[str]
    text: str


def said(rows: List[Dict[str, Any]], sentences: Sequence[str]) -> List[Dict[str, Any]]:
    return [{**row, "text": text} for row, text in zip(rows, sentences)]


class Answer:
    """What all answers have."""

    status: Status
    """The tool's exit status."""
    reason: str
    """One of `Reason`."""
    message: str
    """The result as one sentence, which an app can show, in the language of the option `language`."""
    findings: Tuple[Finding, ...]
    """What was assumed, is doubtful or is missing."""

    def __init__(self, report: str, shown: Sentences) -> None:
        self._json = report
        self._text = shown.text
        self._report: Dict[str, Any] = json.loads(report)
        self.status = Status(self._report["status"])
        self.reason = self._report["reason"]
        self.message = shown.message
        self.findings = make(Finding, said(self._report["findings"], shown.findings))

    def to_dict(self) -> Dict[str, Any]:
        """A new dictionary with everything, as docs/maixfit.schema.json describes it."""
        found: Dict[str, Any] = json.loads(self._json)
        return found

    def to_json(self) -> str:
        """The same as the tool writes it with `--format json`."""
        return self._json

    def to_text(self) -> str:
        """The report for people, as the tool writes it."""
        return self._text

    def __str__(self) -> str:
        return self.message

    def __repr__(self) -> str:
        return f"<maixfit.{type(self).__name__}: {self.message}>"

    def _part(self, name: str) -> Dict[str, Any]:
        return self._report.get(name) or {}

    def _models(self) -> Tuple[ModelFacts, ...]:
        rows = [{**row, "need": row["npu_bytes"], "name": row.get("name"), "file_bytes": row.get("file_bytes")}
                for row in self._report.get("models", [])]
        return make(ModelFacts, rows)


class Verdict(Answer):
    """Whether it fits. A verdict is true where it fits, and only there."""

    verdict: str
    """fits, marginal, does-not-fit or unknown."""
    fits: bool
    """Status 0: it fits, by a small margin (`verdict` is marginal) or a large one. False where that is not certain."""
    need: Optional[int]
    """Bytes of the pool: the most that is held at any moment."""
    free: Optional[int]
    """Bytes of the pool that are free."""
    largest_hole: Optional[int]
    """Bytes of the largest free piece."""
    device: Optional[str]
    """The board; None where it is unknown, or several come into question."""
    models: Tuple[ModelFacts, ...]
    advice: Tuple[Advice, ...]
    """What to change, if it does not fit."""
    pool_line: Optional[str]
    """The line of /boot/configs with which it fits, "maix_memory_cmm=2048"; "" where there is none; None of `check_all`,
    which does not ask for it."""
    pool_line_message: Optional[str]
    """What to know of that value, or why there is none."""

    def __init__(self, report: str, shown: Sentences, pool_line: Optional[str] = None,
                 pool_line_message: Optional[str] = None) -> None:
        super().__init__(report, shown)
        self.verdict = self._report["verdict"]
        self.fits = self.status == Status.FITS
        self.need = self._part("demand").get("npu_bytes")
        self.free = self._part("supply").get("free")
        self.largest_hole = self._part("supply").get("largest_hole")
        self.device = self._part("supply").get("device")
        self.models = self._models()
        self.advice = make(Advice, said(self._report["advice"], shown.advice))
        self.pool_line = pool_line
        self.pool_line_message = pool_line_message

    def __bool__(self) -> bool:
        return self.fits


class Inspection(Answer):
    """What models are and need, without a board."""

    models: Tuple[ModelFacts, ...]

    def __init__(self, report: str, shown: Sentences) -> None:
        super().__init__(report, shown)
        self.models = self._models()


class Pool(Answer):
    """What the pool of a board holds."""

    device: Optional[str]
    total: Optional[int]
    used: Optional[int]
    free: Optional[int]
    largest_hole: Optional[int]
    leaked: Optional[int]
    """What programs that have ended still hold, at least."""
    holes: Optional[Tuple[Hole, ...]]
    owners: Tuple[Owner, ...]
    processes: Tuple[Process, ...]

    def __init__(self, report: str, shown: Sentences) -> None:
        super().__init__(report, shown)
        supply = self._part("supply")
        self.device = supply.get("device")
        self.total = supply.get("total")
        self.used = supply.get("used")
        self.free = supply.get("free")
        self.largest_hole = supply.get("largest_hole")
        self.leaked = supply.get("leaked")
        self.holes = None if supply.get("holes") is None else make(Hole, supply["holes"])
        self.owners = make(Owner, supply.get("owners"))
        self.processes = make(Process, supply.get("processes"))

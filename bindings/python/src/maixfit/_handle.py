# SPDX-License-Identifier: MIT
"""A handle of the library, for one call of this package: so each call is free of all others, in any thread."""
from __future__ import annotations

from typing import Any, List, Mapping, Optional, Sequence, Tuple, TypeVar

from ._answers import Answer, Inspection, Pool, Sentences, Verdict
from ._errors import BoardError, ModelError, UsageError
from ._files import Files
from ._library import make_library
from ._sources import Model, Source, files_of, path_of
from ._values import texts
from ._words import Format, Options, Report, Status

Kind = TypeVar("Kind", bound=Answer)
PATHS = ("model", "sysroot", "profile", "baseline")
NAMES = Options.__annotations__


def is_no_language(setting: Tuple[str, str]) -> bool:
    """The language stands first, for what is said of the others."""
    return setting[0] != "language"


class Handle:
    def __init__(self, models: Sequence[Source], options: Mapping[str, Any]) -> None:
        self._library = make_library()
        self._files: List[Files] = []
        self._fit = self._library.call("new")
        if not self._fit:
            raise MemoryError("There is no memory for maixfit.")
        try:
            for option, text in sorted(self._settings(options), key=is_no_language):
                self._set(option, text)
            for index, model in enumerate(models):
                self._add(index, model if isinstance(model, Model) else Model(model))
        except BaseException:
            self.__exit__()
            raise

    def __enter__(self) -> Handle:
        return self

    def __exit__(self, *_: object) -> None:
        self._library.call("free", self._fit)
        self._fit = 0

    def check(self) -> Verdict:
        self._end(self._library.call("evaluate", self._fit))
        return self._passed(self._verdict(self._fit, self._library.text("pool_line", self._fit),
                                          self._library.text("pool_line_message", self._fit)))

    def check_all(self) -> List[Verdict]:
        verdicts: List[Verdict] = []
        failures: List[BaseException] = []

        def judged(fit: int) -> None:
            try:
                verdicts.append(self._verdict(fit))
            except BaseException as failure:
                failures.append(failure)

        status = self._library.call("evaluate_all", self._fit, self._library.judged(judged), 0)
        if failures:
            raise failures[0]
        self._end(status)
        return verdicts

    def inspect(self) -> Inspection:
        self._end(self._library.call("inspect", self._fit))
        return self._passed(Inspection(*self._reports(self._fit, Report.INSPECT)))

    def status(self) -> Pool:
        self._end(self._library.call("probe", self._fit))
        return self._passed(Pool(*self._reports(self._fit, Report.STATUS)))

    @staticmethod
    def _settings(options: Mapping[str, Any]) -> List[Tuple[str, str]]:
        settings = []
        for name, value in options.items():
            if name not in NAMES:
                raise UsageError(f"maixfit has no option {name}.")
            option = name.replace("_", "-")
            try:
                settings += [(option, text) for text in texts(option, value)]
            except TypeError as problem:
                raise UsageError(f"{name}: {problem}.") from problem
        return settings

    def _set(self, option: str, text: str) -> None:
        if option in PATHS:
            text = self._library.path(text)
        if self._library.call("set_named", self._fit, option, text) != Status.FITS:
            raise self._usage(f"{option.replace('-', '_')}: ")

    def _add(self, index: int, model: Model) -> None:
        path = path_of(model.source)
        if path is not None and model.name is None:
            self._set("model", path)
        else:
            name, files = files_of(model.source, model.name)
            self._files.append(files)
            if self._library.add_reader(self._fit, name, files) != Status.FITS:
                raise self._usage(f"{name}: ")
        for option, text in self._settings(model.options):
            if self._library.call("set_model", self._fit, index, self._number("option", option), text) != Status.FITS:
                raise self._usage(f"{option.replace('-', '_')}: ")

    def _number(self, enum: str, name: str) -> int:
        """The value of an enum of the header, for the calls that take no name."""
        number = 0
        while self._library.text(f"{enum}_name", number) not in (name, None):
            number += 1
        return number

    def _usage(self, place: str) -> UsageError:
        message = (self._library.text("message", self._fit) or "").replace("maixfit_evaluate_all", "maixfit.check_all")
        return UsageError(place + message, self._library.text("reason", self._fit) or "usage")

    def _verdict(self, fit: int, *pool_line: Any) -> Verdict:
        return Verdict(*self._reports(fit, Report.VERDICT), *pool_line)

    def _reports(self, fit: int, report: Report) -> Tuple[str, Sentences]:
        both = [self._library.take("report_text", fit, report, form) for form in (Format.JSON, Format.TEXT)]
        if both[0] is None or both[1] is None:
            raise MemoryError("There is no memory for maixfit's report.")
        return both[0], Sentences(self._library.text("message", fit) or "", self._texts(fit, "advice"),
                                  self._texts(fit, "findings"), both[1])

    def _texts(self, fit: int, name: str) -> List[str]:
        """The sentences of a list."""
        items, field = self._number("list", name), self._number("field", "text")
        return [self._library.text("item_text", fit, items, index, field) or ""
                for index in range(self._library.call("count", fit, items))]

    def _end(self, status: int) -> None:
        """Raises where there is nothing to report."""
        for files in self._files:
            if files.failure and files.is_interrupted():
                raise files.failure
        if status == Status.USAGE:
            raise self._usage("") from self._failure()

    def _failure(self) -> Optional[BaseException]:
        return next((files.failure for files in self._files if files.failure), None)

    def _passed(self, answer: Kind) -> Kind:
        """The answer, or what is raised where it is none."""
        kinds = {Status.BAD_MODEL: ModelError, Status.NO_FACTS: BoardError}
        kind = kinds.get(answer.status)
        if kind is None:
            return answer
        verdict = answer if isinstance(answer, Verdict) else None
        failure = self._failure()
        sentence = f"{answer.message} ({failure})" if failure else answer.message
        raise kind(sentence, answer.reason, self._problems(), verdict) from failure

    def _problems(self) -> Tuple[str, ...]:
        problems: List[str] = []
        while (problem := self._library.text("problem", self._fit, len(problems))) is not None:
            problems.append(problem)
        return tuple(problems)

# SPDX-License-Identifier: MIT
"""Verdicts are those of the tool, whatever way a model and its options come in."""
import io
import os
import pathlib
import pickle
import threading
from typing import Any, Callable, List, Tuple

import pytest

import maixfit
from conftest import BOARDS, ROOT, run
from maixfit._values import texts

Tool = Callable[..., Any]
BOARD = "maixcam2-1g"


def test_a_verdict_is_the_tools(models: pathlib.Path, tool: Tool) -> None:
    path = models / "small.axmodel"
    verdict = maixfit.check(path, camera=(640, 480), device=BOARD)
    said = tool(path, "--camera", "640x480", "--device", BOARD)
    assert verdict.to_dict() == said
    assert verdict.fits and bool(verdict) and verdict.status is maixfit.Status.FITS
    assert (verdict.verdict, verdict.reason) == ("fits", maixfit.Reason.FITS)
    assert verdict.message == str(verdict) == said["message"]
    assert verdict.need == said["demand"]["npu_bytes"] > 0
    assert verdict.free == said["supply"]["free"] > verdict.need
    assert verdict.largest_hole == said["supply"]["largest_hole"] > 0
    assert [finding.code for finding in verdict.findings] == [finding["code"] for finding in said["findings"]]
    assert verdict.models[0].need == said["models"][0]["npu_bytes"] > 0
    assert verdict.device == BOARD
    assert verdict.to_text() == run("MAIXFIT_TOOL", path, "--camera", "640x480", "--device", BOARD)


def test_what_does_not_fit(models: pathlib.Path, tool: Tool) -> None:
    path = models / "large.axmodel"
    verdict = maixfit.check(str(path), device=BOARD)
    said = tool(path, "--device", BOARD, status=1)
    assert not verdict.fits and not verdict and verdict.status == 1
    assert [advice.action for advice in verdict.advice] == [advice["action"] for advice in said["advice"]] != []
    assert all(advice.text for advice in verdict.advice)
    assert verdict.pool_line and verdict.pool_line.startswith("maix_memory_cmm=")


def test_several_models_are_judged_together(models: pathlib.Path) -> None:
    one = maixfit.check(models / "small.axmodel", device=BOARD)
    two = maixfit.check(models / "small.axmodel", models / "small.mud", device=BOARD)
    assert one.need and two.need and two.need > one.need
    assert len(two.models) == 2


def test_all_boards_and_each_model(models: pathlib.Path) -> None:
    verdicts = maixfit.check_all(models / "small.axmodel", models / "large.axmodel", models / "broken.axmodel",
                                 device=[BOARD, "maixcam2-4g"], each=True)
    found = [(verdict.device, verdict.fits, verdict.status) for verdict in verdicts]
    assert found[:4] == [(BOARD, True, 0), ("maixcam2-4g", True, 0), (BOARD, False, 1), ("maixcam2-4g", True, 0)]
    assert {status for _, _, status in found[4:]} == {3}
    assert verdicts[0].pool_line is None
    with pytest.raises(maixfit.UsageError, match="maixfit.check_all"):
        maixfit.check(models / "small.axmodel", device=[BOARD, "maixcam2-4g"])


def test_sentences_are_in_the_language_that_is_asked_for(models: pathlib.Path) -> None:
    large = models / "large.axmodel"
    board = BOARDS / "cmm-2g-fragmented"

    def answers(language: str) -> List[maixfit.Answer]:
        return [maixfit.check(large, device=BOARD, language=language), maixfit.inspect(large, language=language),
                maixfit.status(sysroot=board, language=language),
                maixfit.check(camera="1080p", sysroot=board, language=language),
                *maixfit.check_all(large, models / "broken.axmodel", device=BOARD, each=True, language=language)]

    for english, chinese in zip(answers("en"), answers("zh")):
        said = english.to_dict()
        assert english.message == said["message"] != chinese.message
        for items in ("findings", "advice"):
            assert [item.text for item in getattr(english, items, ())] == [item["text"] for item in said.get(items, ())]
            assert all(one.text != other.text for one, other in
                       zip(getattr(english, items, ()), getattr(chinese, items, ())))
        assert chinese.to_dict()["message"] == said["message"]
    with pytest.raises(maixfit.ModelError) as raised:
        maixfit.check(models / "broken.axmodel", device=BOARD, language="zh")
    assert not str(raised.value).isascii()
    with pytest.raises(maixfit.UsageError) as wrong:
        maixfit.check(large, camera="wide", language="zh")
    assert not str(wrong.value).isascii()


def test_an_app_without_a_model() -> None:
    verdict = maixfit.check(camera=["1920x1080", (640, 480)], display=True, audio=["record", "play"], device=BOARD)
    assert verdict.need and not verdict.models


@pytest.mark.parametrize("options", [{"free": "1M"}, {"free": 1 << 20}, {"strict": True, "margin": "99%"},
                                     {"ai_isp": True}, {"dual_buff": False}, {"context": None}])
def test_options_are_those_of_the_tool(models: pathlib.Path, tool: Tool, options: maixfit.Options) -> None:
    words: List[str] = []
    for name, value in options.items():
        for text in texts(name.replace("_", "-"), value):
            words += [f"--{name.replace('_', '-')}"] + ([] if name == "strict" else [text])
    options["device"] = BOARD
    verdict = maixfit.check(models / "small.mud", **options)
    assert verdict.to_dict() == tool(models / "small.mud", "--device", BOARD, *words, status=verdict.status)


def test_a_captured_board(models: pathlib.Path, tool: Tool) -> None:
    board = BOARDS / "cmm-2g-fragmented"
    pool = maixfit.status(sysroot=board)
    said = tool("status", "--sysroot", board)
    assert pool.to_dict() == said
    assert pool.holes and [hole.bytes for hole in pool.holes] == [hole["bytes"] for hole in said["supply"]["holes"]]
    assert pool.owners[0].name == said["supply"]["owners"][0]["name"]
    assert (pool.total, pool.used, pool.free) == tuple(said["supply"][name] for name in ("total", "used", "free"))
    assert maixfit.check(models / "small.axmodel", sysroot=board, inside=True).fits


def test_inspection(models: pathlib.Path, tool: Tool) -> None:
    inspection = maixfit.inspect(models / "face.cvimodel", models / "small.axmodel")
    assert inspection.to_dict() == tool("inspect", models / "face.cvimodel", models / "small.axmodel")
    assert [model.format for model in inspection.models] == ["cvimodel", "axmodel"]


def test_unknown_is_raised_and_never_fits(models: pathlib.Path) -> None:
    with pytest.raises(maixfit.BoardError) as raised:
        maixfit.check(models / "small.axmodel", sysroot=BOARDS / "nothing")
    assert raised.value.status == 4 and raised.value.verdict is not None
    assert str(raised.value) == raised.value.verdict.message
    assert not raised.value.verdict.fits and raised.value.verdict.free is None
    with pytest.raises(maixfit.BoardError):
        maixfit.status(sysroot=BOARDS / "nothing")
    with pytest.raises(maixfit.BoardError) as raised:
        maixfit.check(models / "small.axmodel", no_assume=True)
    assert raised.value.reason == maixfit.Reason.ASSUMED


def test_a_model_that_cannot_be_judged(models: pathlib.Path) -> None:
    for name, reason in (("broken.axmodel", "truncated"), ("absent.axmodel", "no-such-file")):
        with pytest.raises(maixfit.ModelError, match=name) as raised:
            maixfit.check(models / name, device=BOARD)
        assert (raised.value.status, raised.value.reason) == (3, reason)
        assert name in raised.value.problems[0]
        with pytest.raises(maixfit.ModelError):
            maixfit.inspect(models / name)


def test_wrong_usage_is_a_sentence(models: pathlib.Path) -> None:
    model = models / "small.axmodel"
    wrong: List[Tuple[Any, str]]
    wrong = [({"free": "lots"}, "free: `lots` is not a size"), ({"fre": "1M"}, "no option fre"),
             ({"camera": {}}, "camera: {} is no text"), ({"device": "maixcamel"}, "maixcamel"),
             ({"context": 0}, "context: `0`")]
    for options, says in wrong:
        with pytest.raises(maixfit.UsageError, match=says) as raised:
            maixfit.check(model, **options)
        assert raised.value.status == 2 and isinstance(raised.value, ValueError)
    with pytest.raises(maixfit.UsageError, match="needs a name"):
        maixfit.check(b"bytes")
    with pytest.raises(maixfit.UsageError, match="and not int"):
        maixfit.check(3)  # type: ignore[arg-type]
    with pytest.raises(maixfit.UsageError):
        maixfit.check()
    for name in ("small.axmodel\0.zip", "small\ud800.axmodel"):  # nothing is cut off, so that another file is judged
        with pytest.raises(maixfit.UsageError, match="small"):
            maixfit.check(str(models / name))
    with pytest.raises(maixfit.UsageError, match="NUL"):
        maixfit.check(model, device=f"{BOARD}\0")


def test_bytes_and_open_files(models: pathlib.Path) -> None:
    path = models / "small.axmodel"
    want = maixfit.check(path, device=BOARD)
    data = path.read_bytes()
    for source in (data, bytearray(data), memoryview(data), io.BytesIO(data)):
        verdict = maixfit.check(maixfit.Model(source, "small.axmodel"), device=BOARD)
        assert (verdict.need, verdict.message) == (want.need, want.message)
    with open(path, "rb") as file:
        file.seek(7)
        assert maixfit.check(file, device=BOARD).need == want.need
        assert file.tell() == 7
    with open(path, "r", encoding="latin-1") as text, pytest.raises(maixfit.ModelError) as raised:
        maixfit.check(text, device=BOARD)  # type: ignore[arg-type]
    assert isinstance(raised.value.__cause__, TypeError)


def test_a_file_that_fails_is_said(models: pathlib.Path) -> None:
    class Failing(io.BytesIO):
        def read(self, size: Any = -1, /) -> bytes:
            raise OSError("the line is dead")

    with pytest.raises(maixfit.ModelError) as raised:
        maixfit.check(maixfit.Model(Failing((models / "small.axmodel").read_bytes()), "x.axmodel"), device=BOARD)
    assert str(raised.value.__cause__) == "the line is dead"


def test_a_file_that_cannot_be_opened_is_not_missing(models: pathlib.Path) -> None:
    with open(models / "small.axmodel", "rb") as file:
        pass
    with pytest.raises(maixfit.ModelError, match="closed") as raised:
        maixfit.check(file, device=BOARD)
    assert raised.value.reason == maixfit.Reason.UNREADABLE


def test_an_interruption_ends_the_call(models: pathlib.Path) -> None:
    reads: List[int] = []

    class Interrupted(io.BytesIO):
        def read(self, size: Any = -1, /) -> bytes:
            reads.append(size)
            raise KeyboardInterrupt

    model = maixfit.Model(Interrupted((models / "small.axmodel").read_bytes()), "x.axmodel")
    for ask in (maixfit.check, maixfit.check_all, maixfit.inspect):
        with pytest.raises(KeyboardInterrupt):
            ask(model)
    assert len(reads) == 3


def test_options_of_one_model(models: pathlib.Path) -> None:
    model = models / "small.axmodel"
    both = maixfit.check(maixfit.Model(model, dual_buff=True), maixfit.Model(model, dual_buff=False), device=BOARD)
    assert [maixfit.check(model, model, dual_buff=way, device=BOARD).need for way in (True, False)] != [both.need] * 2
    with pytest.raises(maixfit.UsageError, match="camera"):
        maixfit.check(maixfit.Model(model, camera="640x480"), device=BOARD)


def test_many_threads(models: pathlib.Path) -> None:
    wanted = {name: maixfit.check(models / name, device=BOARD).to_json() for name in ("small.axmodel", "large.axmodel")}
    found: List[bool] = []

    def ask(name: str) -> None:
        for _ in range(5):
            found.append(maixfit.check(models / name, device=BOARD).to_json() == wanted[name])

    threads = [threading.Thread(target=ask, args=(name,)) for name in list(wanted) * 4]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 40


def test_a_verdict_is_kept_and_sent(models: pathlib.Path) -> None:
    verdict = maixfit.check(models / "small.axmodel", device=BOARD)
    again = pickle.loads(pickle.dumps(verdict))
    assert again.to_dict() == verdict.to_dict() and again.pool_line == verdict.pool_line
    verdict.to_dict().clear()
    assert verdict.to_dict()["verdict"] == "fits"


def test_paths_from_elsewhere(models: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (models / "below").mkdir()
    (models / "below" / "link.axmodel").symlink_to(models / "small.axmodel")
    monkeypatch.chdir(models / "below")
    want = maixfit.check(models / "small.axmodel", device=BOARD).need
    for path in ("../small.axmodel", "link.axmodel", "../below/link.axmodel", "../small.mud"):
        assert maixfit.check(path, device=BOARD).need == want, path


def test_the_version_is_the_librarys() -> None:
    header = (ROOT / "src" / "maixfit.h").read_text()
    assert f'#define MAIXFIT_VERSION "{maixfit.__version__}"' in header
    said = maixfit.check(camera="640x480", device=BOARD).to_dict()
    assert said["tool"]["version"] == maixfit.__version__


def test_each_option_has_its_meaning() -> None:
    for option in maixfit.Options.__annotations__:
        assert f"\n    {option}: " in (maixfit.Options.__doc__ or "")
    assert "maixfit_" not in (maixfit.Options.__doc__ or "").lower()


def test_words_and_numbers_are_the_librarys() -> None:
    from maixfit._library import make_library
    from maixfit._words import Format, Report
    library = make_library()
    for values, call in ((Format, "format_name"), (Report, "report_name")):
        assert [library.text(call, value) for value in values] == [value.name.lower() for value in values]
        assert library.text(call, len(values)) is None


@pytest.mark.skipif("MAIXFIT_WHEEL" not in os.environ, reason="what is tested is no wheel")
def test_the_wheel_uses_its_own_library() -> None:
    from maixfit._library import HERE
    assert not HERE.startswith(str(ROOT))
    assert {"maixfit.wasm", "libmaixfit.so"} & set(os.listdir(HERE))

# SPDX-License-Identifier: MIT
"""Models of file systems: fsspec's memory, a web server, and a server that answers as the hub does. Nothing reaches
outside."""
import importlib.util
import json
import os
import pathlib
import shutil

import pytest

import maixfit
from conftest import run
from server import Server

BOARD = "maixcam2-1g"
LAYERS = 28


def needs(module: str) -> pytest.MarkDecorator:
    """A release is not tested without it."""
    missing = importlib.util.find_spec(module) is None and "MAIXFIT_WHEEL" not in os.environ
    return pytest.mark.skipif(missing, reason=f"{module} is not here")


@pytest.fixture(scope="session")
def llm(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """28 layers of 60 MB, with holes for weights, below a folder that a server shows: owner/llm."""
    folder = tmp_path_factory.mktemp("hub") / "owner" / "llm"
    folder.mkdir(parents=True)
    layer = folder / "qwen_l0_together.axmodel"
    groups = []
    for count, history in ((1, 256), (64, 1), (64, 64), (64, 128)):
        groups += ["--input", f"indices:INT32:1x{count}", "--input", f"mask:BF16:1x{count}x{history + count}",
                   "--input", f"input:BF16:1x{count}x64", "--kv", f"{history}:32:{count}",
                   "--output", f"output:BF16:1x{count}x64", "--group"]
    run("MAIXFIT_MKMODEL", "axmodel", layer, "--const", "60M", "--words", "7000", *groups[:-1])
    for number in range(1, LAYERS):
        (folder / f"qwen_l{number}_together.axmodel").hardlink_to(layer)
    run("MAIXFIT_MKMODEL", "axmodel", folder / "qwen_post.axmodel", "--const", "200M", "--input", "input:BF16:1x64",
        "--output", "output:BF16:1x1000")
    (folder / "embed.bin").write_bytes(bytes(1000 * 64 * 2))
    keys = {"template_filename_axmodel": "qwen_l%d_together.axmodel", "axmodel_num": LAYERS,
            "filename_post_axmodel": "qwen_post.axmodel", "filename_tokens_embed": "embed.bin",
            "tokens_embed_num": 1000, "tokens_embed_size": 64, "use_mmap_load_embed": True}
    (folder / "config.json").write_text(json.dumps(keys))
    (folder / "README.md").write_text("a model\n" * 1000)
    return folder


@pytest.fixture(scope="session")
def one_server(llm: pathlib.Path, models: pathlib.Path) -> Server:
    """The hub's library reads its address once, when it is first imported."""
    root = llm.parent.parent
    shutil.copytree(models, root / "owner" / "small", ignore=lambda _folder, names: set(names) & {"below"})
    server = Server(root)
    os.environ.update(NO_PROXY="127.0.0.1", HF_ENDPOINT=server.address, HF_HOME=str(root / "home"))
    return server


@pytest.fixture
def server(one_server: Server) -> Server:
    one_server.sent, one_server.token, one_server.fails_after = 0, None, None
    one_server.asked.clear()
    return one_server


@pytest.fixture
def hub(server: Server) -> Server:
    from huggingface_hub import HfFileSystem, constants
    assert constants.ENDPOINT == server.address
    HfFileSystem.clear_instance_cache()
    return server


@needs("fsspec")
def test_of_memory(models: pathlib.Path) -> None:
    import fsspec
    system = fsspec.filesystem("memory")
    for path in models.glob("small.*"):
        system.pipe(f"/shelf/{path.name}", path.read_bytes())
    system.pipe("/shelf/other.mud", b"[basic]\ntype = axmodel\nmodel_npu = missing.axmodel\n")
    want = maixfit.check(models / "small.axmodel", device=BOARD)
    assert maixfit.check("memory://shelf/small.axmodel", device=BOARD).need == want.need
    verdict = maixfit.check("memory://shelf/small.mud", device=BOARD)
    assert verdict.need == maixfit.check(models / "small.mud", device=BOARD).need
    assert [model.path for model in verdict.models] == ["memory://shelf/small.mud"]
    with pytest.raises(maixfit.ModelError, match="other.mud"):
        maixfit.check("memory://shelf", device=BOARD)
    with pytest.raises(maixfit.ModelError, match="absent") as raised:
        maixfit.check("memory://shelf/absent.axmodel", device=BOARD)
    assert raised.value.reason == "no-such-file"
    with system.open("/shelf/small.axmodel", "rb") as file:
        assert maixfit.check(file, device=BOARD).need == want.need


@needs("aiohttp")
def test_of_a_web_server(models: pathlib.Path, server: Server) -> None:
    verdict = maixfit.check(f"{server.address}/owner/small/large.axmodel", device=BOARD)
    assert verdict.need == maixfit.check(models / "large.axmodel", device=BOARD).need
    assert server.sent < 1 << 20 < (models / "large.axmodel").stat().st_size
    want = maixfit.check(models / "small.mud", device=BOARD)
    assert maixfit.check(f"{server.address}/owner/small/small.mud", device=BOARD).need == want.need
    assert len(maixfit.check(f"{server.address}/owner/llm/", device="maixcam2-4g").models) == 1
    assert server.sent < 8 << 20
    server.fails_after = 0
    with pytest.raises(maixfit.ModelError, match="403") as raised:
        maixfit.check(f"{server.address}/owner/small/small.axmodel", device=BOARD)
    assert raised.value.__cause__ is not None


@needs("huggingface_hub")
def test_an_llm_of_the_hub(llm: pathlib.Path, hub: Server) -> None:
    want = maixfit.check(llm, device="maixcam2-4g")
    verdict = maixfit.check("hf://owner/llm", device="maixcam2-4g")
    assert verdict.need == want.need and len(verdict.models) == 1
    assert verdict.need and verdict.need > LAYERS * 60 << 20
    print(f"an LLM of {LAYERS} layers: {hub.sent} bytes in {len(hub.asked)} requests")
    assert hub.sent < 8 << 20
    assert len(hub.asked) < 300
    one = maixfit.check("hf://owner/llm/config.json", device="maixcam2-4g")
    assert one.need == want.need


@needs("huggingface_hub")
def test_one_file_of_the_hub(models: pathlib.Path, hub: Server) -> None:
    want = maixfit.check(models / "small.axmodel", device=BOARD)
    assert maixfit.check("hf://owner/small/small.axmodel", device=BOARD).need == want.need
    assert maixfit.inspect("hf://owner/small/small.mud").models[0].need == maixfit.inspect(models / "small.mud").models[0].need


@needs("huggingface_hub")
def test_what_the_hub_refuses(hub: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for url in ("hf://owner/absent", "hf://owner/small/absent.axmodel"):
        with pytest.raises(maixfit.ModelError, match="absent"):
            maixfit.check(url, device=BOARD)
    hub.token = "secret"
    from huggingface_hub import HfFileSystem
    HfFileSystem.clear_instance_cache()
    with pytest.raises(maixfit.ModelError, match="owner/small"):
        maixfit.check("hf://owner/small/small.axmodel", device=BOARD)
    monkeypatch.setenv("HF_TOKEN", "secret")
    HfFileSystem.clear_instance_cache()
    assert maixfit.check("hf://owner/small/small.axmodel", device=BOARD).fits


def test_an_address_that_nothing_reads() -> None:
    with pytest.raises(maixfit.UsageError, match="nonsense"):
        maixfit.check("nonsense://a.axmodel", device=BOARD)


@pytest.mark.parametrize("url", ["hf://owner/llm", "memory://a.axmodel"])
def test_what_is_not_installed_is_said(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import builtins
    kept = builtins.__import__

    def without(name: str, *arguments: object, **more: object) -> object:
        if name.startswith(("fsspec", "huggingface_hub")):
            raise ImportError(name)
        return kept(name, *arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(maixfit.UsageError, match=r"pip install \"maixfit\["):
        maixfit.check(url, device=BOARD)

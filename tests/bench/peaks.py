# SPDX-License-Identifier: MIT
"""The worst archives of each kind: the largest dictionary that is still read, and the bomb beyond it."""
import pathlib
import subprocess
import sys

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent))
import unpacking  # noqa: E402: the packs of the tests

MIB = 1 << 20
BAR, PROCESS_BAR = 384, 512  # MiB: a decoder's 320 and what stands beside it; the limit of the process
MODEL = "500M"  # more than any dictionary that is read, so each is filled to its end


def packs(model):
    """By kind: the worst that is read, the bomb (None: the kind has none), and the bar. In `packed.7z` the directory is
    packed, so that the dictionary is not seen before; there only the limit of the process holds."""
    tar = unpacking.tar_of(model)
    yield "tar", tar, None, BAR
    yield "tar.gz", subprocess.run(["gzip", "-1"], input=tar, check=True, capture_output=True).stdout, None, BAR
    yield "tar.xz", unpacking.xz(tar, 32), unpacking.xz(tar, 40), BAR
    yield "tar.zst", unpacking.zstd(tar, "--long=27"), unpacking.zstd(tar, window=31 << 3), BAR
    yield "lzma.zip", unpacking.lzma_zip(model, 320 * MIB), unpacking.lzma_zip(model, (1 << 32) - 1), BAR
    yield "7z", unpacking.sevenzip(model, 256 * MIB), unpacking.sevenzip(model, 4096 * MIB), BAR
    yield ("packed.7z", unpacking.sevenzip(model, 384 * MIB, packed=True), unpacking.sevenzip(model, 4096 * MIB, packed=True),
           PROCESS_BAR)


def peaks(bench):
    """The peak memory of each archive kind's worst case."""
    path = bench.model("axmodel", "worst", MODEL)
    model = path.read_bytes()
    path.unlink()
    for kind, worst, bomb, bar in packs(model):
        for name, data, wanted in ((kind, worst, 0), (f"{kind}, a bomb", bomb, 3)):
            if data is None:
                continue
            pack = bench.top / f"pack.{kind}"
            pack.write_bytes(data)
            command = [bench.tool, pack, "--device", "m5-llm-module"]
            status = subprocess.run(command, capture_output=True).returncode
            peak = bench.measure(command)[2] / MIB
            pack.unlink()
            print(f"{name:34}{len(data) / MIB:8.2f} MiB packed{peak:8.1f} MiB resident, status {status}"
                  f"{bench.goal(status == wanted and peak < bar, f'{wanted}, under {bar} MiB')}")

# SPDX-License-Identifier: MIT
"""An LLM of 28 layers and a post model, as a folder and in archives of each kind."""
import os
import random
import subprocess

MIB = 1 << 20
LAYERS = 28
GROUP = ["--input", "indices:INT32:1x{n}", "--input", "mask:BF16:1x{n}x1024", "--input", "input:BF16:1x{n}x1536"]
MUD = """[basic]
type = axmodel
model_npu = qwen_p128_l%d_together.axmodel
[extra]
model_num = 28
post_model = qwen_post.axmodel
"""
ARCHIVES = {
    "tar": [],
    "tar.gz": ["--gzip"],
    "tar.xz": ["--xz", "--options=xz:compression-level=1"],
    "tar.zst": ["--zstd"],
    "stored.zip": ["--format=zip", "--options=zip:compression=store"],
    "zip": ["--format=zip"],
    "7z": ["--format=7zip", "--options=7zip:compression-level=1"],
}
PLAIN = {"tar", "stored.zip"}  # what lies in them is read in place


def fill_holes(path, noise):
    """Weights that pack about as well as real ones: mkmodel leaves holes."""
    with open(path, "r+b") as file:
        size = path.stat().st_size
        at = 0
        while at < size:
            start = os.lseek(file.fileno(), at, os.SEEK_HOLE)
            if start >= size:
                return
            try:
                at = os.lseek(file.fileno(), start, os.SEEK_DATA)
            except OSError:
                at = size
            file.seek(start)
            while start < at:
                start += file.write(noise[:min(len(noise), at - start)])


def make(mkmodel, folder):
    """About 170 MiB: enough that unpacking, not starting, is what is compared."""
    noise = bytes(value & 0x3F for value in random.Random(1).randbytes(4 * MIB))
    groups = []
    for count, history in ((1, 1024), (128, 1), (128, 128)):
        groups += [word.format(n=count) for word in GROUP] + ["--kv", f"{history}:256", "--group"]
    folder.mkdir()
    for index in range(LAYERS):
        path = folder / f"qwen_p128_l{index}_together.axmodel"
        subprocess.run([mkmodel, "axmodel", path, "--const", "3M", "--words", "60K", "--workspace", "1M", *groups[:-1]],
                       check=True, stdout=subprocess.DEVNULL)
        fill_holes(path, noise)
    path = folder / "qwen_post.axmodel"
    subprocess.run([mkmodel, "axmodel", path, "--const", "48M", "--words", "100K", "--input", "input:BF16:1x1536",
                    "--output", "output:BF16:1x151936"], check=True, stdout=subprocess.DEVNULL)
    fill_holes(path, noise)
    (folder / "qwen.mud").write_text(MUD)


def pack(folder, suffix):
    archive = folder.with_suffix("." + suffix)
    subprocess.run(["bsdtar", *ARCHIVES[suffix], "-cf", archive, *sorted(os.listdir(folder))], cwd=folder, check=True)
    return archive

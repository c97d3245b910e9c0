#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Archives: judged as the folder that they hold, refused where they are cut, lie or are too large.

  archives.py --tool build/maixfit --mkmodel build/tools/mkmodel [--only WORD]
"""
import gzip
import io
import os
import shutil
import subprocess
import sys
import tarfile
import time
import zipfile

import harness
from bundle_case import Case, make_llm, yolo


def pack(case, name, folder, members=None):
    """An archive of the folder, by bsdtar, zipfile or dpkg-deb's own layout."""
    path = case.folder / name
    members = members or sorted(os.listdir(case.folder / folder))
    if name.endswith(".deb"):
        parts = {"debian-binary": b"2.0\n", "control.tar.gz": b""}
        inner = subprocess.run(["bsdtar", "-cJf", "-", *[f"./{member}" for member in members]], cwd=case.folder / folder,
                               check=True, capture_output=True).stdout
        parts["data.tar.xz"] = inner
        with open(path, "wb") as file:
            file.write(b"!<arch>\n")
            for part, data in parts.items():
                file.write(f"{part + '/':<16}{0:<12}{0:<6}{0:<6}{'100644':<8}{len(data):<10}`\n".encode())
                file.write(data + (b"\n" if len(data) % 2 else b""))
        return name
    options = {".zip": ["--format=zip"], ".7z": ["--format=7zip"], ".zst": ["--zstd"], ".gz": ["-z"], ".xz": ["-J"],
               ".tar": ["--format=ustar"]}[path.suffix]
    if name.startswith("stored"):
        options += ["--options=zip:compression=store"]
    subprocess.run(["bsdtar", *options, "-cf", path, *members], cwd=case.folder / folder, check=True)
    return name


KINDS = ["a.zip", "stored.zip", "a.tar", "a.tar.gz", "a.tar.xz", "a.tar.zst", "a.7z", "a.deb"]


def test_archives_give_what_the_folder_gives(case):
    make_llm(case, "llm")
    folder, report = case.need("llm")
    user = report["demand"]["user_peak_bytes"]
    for kind in KINDS:
        need, report = case.need(pack(case, kind, "llm"))
        case.equal(need, folder, kind)
        case.equal(report["demand"]["user_peak_bytes"], user, f"{kind}, user memory")
        with open(case.folder / kind, "rb") as file:
            if kind == "a.7z":
                case.refused("needs-file", "-", stdin=file)
            else:
                case.equal(case.need("-", stdin=file)[0], folder, f"{kind} by a pipe")
        case.equal(case.need(f"{kind}:qwen.mud")[0], folder, f"{kind}:qwen.mud")
        one = case.need("llm/qwen_post.axmodel")[0]
        case.equal(case.need(f"{kind}:qwen_post.axmodel")[0], one, f"{kind}, one model")
        case.refused("no-models", f"{kind}:nothing.mud")
    with open(case.folder / "llm/qwen_post.axmodel", "rb") as file:
        case.equal(case.need("-", stdin=file)[0], one, "a model by a pipe")


def test_order_does_not_matter(case):
    make_llm(case, "llm")
    folder = case.need("llm")[0]
    names = sorted(os.listdir(case.folder / "llm"))
    for order in (names, names[::-1], sorted(names, key=lambda name: name != "qwen.mud")):
        for kind in ("o.tar", "o.tar.zst", "o.zip"):
            case.equal(case.need(pack(case, kind, "llm", order))[0], folder, f"{kind}, {order[0]} first")


def test_archive_within_folders(case):
    full = max(yolo(case, "top/a"))
    make_llm(case, "top/b")
    name = pack(case, "two.zip", "top")
    llm = case.need("top/b")[0]
    case.equal(case.need(name)[0], full + llm, "both together")
    case.equal(case.need(f"{name}:a")[0], full, "one folder of it")
    case.equal(case.need(f"{name}:b/qwen.mud")[0], llm, "one .mud of it")
    report = case.run(name, "--each")
    case.equal(len(report["results"]), 2, "--each")
    # What is wrong with an inner archive is reported, and the rest is judged.
    os.makedirs(case.folder / "half")
    shutil.copytree(case.folder / "top/a", case.folder / "half/a")
    (case.folder / "half/broken.zip").write_bytes((case.folder / "two.zip").read_bytes()[:40])
    need, report = case.need(pack(case, "half.tar.gz", "half"))
    case.equal(need, full, "beside a broken inner archive")
    case.check(any("broken.zip" in finding["text"] for finding in report["findings"]), "the broken one is not reported")
    # An archive in an archive is opened once; a third one is only reported.
    os.makedirs(case.folder / "nest")
    shutil.copy(case.folder / "two.zip", case.folder / "nest/inner.zip")
    pack(case, "outer.tar.zst", "nest")
    case.equal(case.need("outer.tar.zst")[0], full + llm, "nested")
    os.makedirs(case.folder / "nest2")
    shutil.copy(case.folder / "outer.tar.zst", case.folder / "nest2/outer.tar.zst")
    pack(case, "third.zip", "nest2")
    report = case.refused("no-models", "third.zip")
    case.check("nested-archive" in case.codes(report), "the third archive is not reported")


def add(tar, name, data=b"", **more):
    member = tarfile.TarInfo(name)
    member.size = len(data)
    for key, value in more.items():
        setattr(member, key, value)
    tar.addfile(member, io.BytesIO(data))


def test_what_is_left_out(case):
    truth = case.make("a.axmodel", "--const", "5000")
    model = (case.folder / "a.axmodel").read_bytes()
    with tarfile.open(case.folder / "odd.tar", "w") as tar:
        add(tar, "good.axmodel", model)
        add(tar, "../escape.axmodel", model)
        add(tar, "/absolute.axmodel", model)
        add(tar, "x/../../up.axmodel", model)
        add(tar, "link.axmodel", type=tarfile.SYMTYPE, linkname="good.axmodel")
        add(tar, "hard.axmodel", type=tarfile.LNKTYPE, linkname="good.axmodel")
        add(tar, "device", type=tarfile.CHRTYPE)
        add(tar, "__MACOSX/._good.axmodel", b"leftover")
        add(tar, "sub/._good.axmodel", b"leftover")
        add(tar, "folder", type=tarfile.DIRTYPE)
    report = case.refused("link", "odd.tar", says="link")
    need, report = case.need("odd.tar:good.axmodel")
    case.equal(need, truth["runtime_pages"], "the good one")
    case.check({"unsafe-path", "link", "device", "leftover"} <= case.codes(report), f"findings: {case.codes(report)}")
    with tarfile.open(case.folder / "mud.tar", "w") as tar:
        add(tar, "m.mud", b"[basic]\ntype = axmodel\nmodel_npu = ../a.axmodel\n")
        add(tar, "a.axmodel", model)
    case.refused("missing-file", "mud.tar", says="../a.axmodel")


def test_what_stands_in_an_archives_place(case):
    case.make("m/a.axmodel", "--const", "200000")
    data = (case.folder / "m/a.axmodel").read_bytes()
    things = {
        "pointer.zip": (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 99\n", "lfs-pointer"),
        "page.zip": (b"<!DOCTYPE html><html>404</html>", "html-page"),
        "empty.zip": (b"", "empty"),
        "part.zip.001": (b"PK\x03\x04 half", "split-part"),
        "part.z01": (b"PK\x03\x04 half", "split-part"),
        "part.part1": (b"PK\x03\x04 half", "split-part"),
        "noise.tar.zst": (b"\x28\xB5\x2F\xFD" + bytes(range(200)), "damaged"),
        "note.tar.gz": (gzip.compress(b"just a text\n" * 100), "foreign"),
        "none.zip": (b"PK\x05\x06" + bytes(18), "no-models"),
    }
    for name, (content, reason) in things.items():
        case.write(name, content)
        case.refused(reason, name)
    for member, content, reason in (("p.axmodel", things["pointer.zip"][0], "lfs-pointer"), ("e.axmodel", b"", "empty"),
                                    ("h.cvimodel", things["page.zip"][0], "html-page"),
                                    ("c.axmodel", data[:len(data) // 2], "truncated")):
        with zipfile.ZipFile(case.folder / "in.zip", "w") as file:
            file.writestr(member, content)
        case.refused(reason, "in.zip", says=f"in.zip:{member}")
    case.refused("foreign", "m/a.axmodel:x", says="not an archive")


def test_cut_archives(case):
    """Cut anywhere: never a need that is smaller than the whole's."""
    case.make("m/a.axmodel", "--const", "20000")
    case.make("m/b.axmodel", "--const", "30000")
    for index, name in enumerate(("a.axmodel", "b.axmodel")):
        path = case.folder / "m" / name
        data = bytearray(path.read_bytes())
        data[3000:19000] = os.urandom(16000)
        path.write_bytes(data)
    whole = case.need("m")[0]
    for kind in KINDS:
        data = (case.folder / pack(case, kind, "m")).read_bytes()
        for length in sorted({len(data) * step // 23 for step in range(1, 23)} | {len(data) - 1, 600, 100}):
            case.write("cut." + kind.split(".", 1)[1], data[:length])
            report = case.run("cut." + kind.split(".", 1)[1])
            fits = report["exit"] == 0
            case.check(not fits or report["demand"]["npu_bytes"] == whole, f"{kind} cut at {length}: {report['message']}")
            case.check(fits or report["exit"] == 3, f"{kind} cut at {length}: exit {report['exit']}")


def test_encrypted(case):
    case.make("m/a.axmodel", "--const", "5000")
    subprocess.run(["bsdtar", "--format=zip", "--options=zip:encryption=zipcrypt", "--passphrase", "x", "-cf",
                    case.folder / "secret.zip", "a.axmodel"], cwd=case.folder / "m", check=True)
    case.refused("encrypted-archive", "secret.zip", says="encrypted")


def test_lying_sizes(case):
    """A zip that states another size than its member has: refused, or judged by what is there."""
    case.make("m/a.axmodel", "--const", "50000")
    whole = case.need("m")[0]
    size = (case.folder / "m/a.axmodel").stat().st_size
    for kind in ("a.zip", "stored.zip"):
        honest = (case.folder / pack(case, kind, "m")).read_bytes()
        directory = honest.rindex(b"PK\x01\x02")
        for places in ((directory + 24,), (22,), (22, directory + 24), (directory + 20, directory + 24)):
            for stated in (size - 1000, size + 1000, 0xFFFFFF00, 10):
                data = bytearray(honest)
                for place in places:
                    data[place:place + 4] = stated.to_bytes(4, "little")
                case.write("lie.zip", bytes(data))
                report = case.run("lie.zip")
                right = report["exit"] == 0 and report["demand"]["npu_bytes"] == whole
                case.check(right or report["exit"] == 3,
                           f"{kind}, stated {stated} for {size} at {places}: exit {report['exit']}, {report['message']}")


def test_limits(case):
    model = case.make("a.axmodel", "--const", "5000") and (case.folder / "a.axmodel").read_bytes()
    thousand = io.BytesIO()
    with tarfile.open(fileobj=thousand, mode="w") as tar:
        for index in range(1000):
            add(tar, f"f{index}")
    case.write("many.tar.gz", gzip.compress(thousand.getvalue()[:1000 * 512] * 101 + bytes(1024), 1))
    case.refused("limit", "many.tar.gz", says="100000")
    with tarfile.open(case.folder / "path.tar", "w") as tar:
        add(tar, "d/" * 2100 + "a.axmodel", model)
    case.refused("limit", "path.tar", says="4096")
    with tarfile.open(case.folder / "models.tar", "w") as tar:
        for index in range(3000):
            add(tar, f"m{index}.axmodel", model)
    case.equal(len(case.run("models.tar", "--each")["results"]), 3000, "3000 models of one archive")
    with tarfile.open(case.folder / "text.tar", "w") as tar:
        add(tar, "m.mud", b"#" * ((1 << 20) + 1))
    case.refused("limit", "text.tar", says="1 MiB")
    case.write("/".join(["deep", *["d"] * 40, "x"]), b"")
    case.refused("limit", "deep", says="32")
    case.write("wide.mud", "[basic]\ntype = axmodel\nmodel_npu = a.axmodel\n[extra]\n"
               + "".join(f"k{index} = a.axmodel\n" for index in range(1200)))
    case.refused("limit", "wide.mud", says="1100")
    case.write("keys.mud", "[basic]\ntype = axmodel\nmodel_npu = a.axmodel\n" + "".join(f"k{n} = 1\n" for n in range(4200)))
    case.refused("limit", "keys.mud", says="4096")
    with tarfile.open(case.folder / "muds.tar", "w") as tar:
        add(tar, "a.axmodel", model)
        for index in range(300):
            add(tar, f"m{index}.mud", b"[basic]\ntype = axmodel\nmodel_npu = a.axmodel\n")
    case.refused("limit", "muds.tar", says="256")
    with tarfile.open(case.folder / "names.tar", "w") as tar:
        for index in range(4100):
            add(tar, f"x_l{index}_y.axmodel" if index < 900 else f"x{index}_l0.axmodel")
    case.refused("limit", "names.tar")
    inputs = [word for index in range(30) for word in ("--input", f"{'n' * 200}{index}:FP32:1")]
    case.make("fat.axmodel", "--groups", "60", *inputs)
    fat = (case.folder / "fat.axmodel").read_bytes()
    with tarfile.open(case.folder / "fat.tar", "w") as tar:
        for index in range(100):
            add(tar, f"f{index}.axmodel", fat)
    case.refused("limit", "fat.tar", says="64 MiB")
    # Promised: a tar whose members state more than 64 GiB; it is refused before any of it is read.
    with open(case.folder / "huge.tar", "wb") as file:
        for index in range(9):
            member = tarfile.TarInfo(f"h{index}.bin")
            member.size = 8 << 30
            file.write(member.tobuf(tarfile.GNU_FORMAT))
            file.seek(8 << 30, 1)
        file.truncate()
    case.refused("limit", "huge.tar", says="64 GiB")


def test_progress(case):
    """On a terminal only, and not before 300 ms: the archive comes slowly through a pipe."""
    case.make("m/a.axmodel", "--const", "6M")
    data = (case.folder / pack(case, "a.tar", "m")).read_bytes() + bytes(600000)
    for terminal in (True, False):
        ours, theirs = os.openpty() if terminal else os.pipe()
        command = [case.tool, "-", "--device", "maixcam2-1g"]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=theirs)
        os.close(theirs)
        for start in range(0, len(data), 1 << 19):
            process.stdin.write(data[start:start + (1 << 19)])
            process.stdin.flush()
            time.sleep(0.05)
        process.stdin.close()
        case.equal(process.wait(), 0, "slow pipe")
        try:
            said = os.read(ours, 1 << 16).decode()
        except OSError:
            said = ""
        case.equal("MiB read" in said, terminal, f"terminal {terminal}: {said!r}")
        os.close(ours)


def test_unusual_names(case):
    full = max(yolo(case, "m"))
    os.rename(case.folder / "m/yolo.mud", case.folder / "m/模型 1.mud")
    for kind in ("u.zip", "u.tar", "u.7z"):
        case.equal(case.need(pack(case, kind, "m"))[0], full, kind)
        case.equal(case.need(f"{kind}:模型 1.mud")[0], full, f"{kind}, one")
    case.make("odd:name.axmodel", "--const", "5000")
    case.check(case.need("odd:name.axmodel")[0] is not None, "a colon in a file's name")


def test_same_name_twice(case):
    """Unpacked, the last one wins; so it does here."""
    case.make("small.axmodel", "--const", "5000")
    large = case.make("large.axmodel", "--const", "500000")
    with tarfile.open(case.folder / "t.tar", "w") as tar:
        for name in ("small", "large"):
            add(tar, "a.axmodel", (case.folder / f"{name}.axmodel").read_bytes())
    need, report = case.need("t.tar")
    case.equal(need, large["runtime_pages"], "the last counts")
    case.check("same-name" in case.codes(report), "it is not reported")


def test_libraries_are_loaded_when_they_are_needed(case):
    """Files of their names that are no libraries stand in front of them: what needs none is judged, the rest is refused."""
    for name in ("libarchive.so.13", "liblz4.so.1"):
        case.write(f"broken/{name}", b"")
    broken = {"env": {**os.environ, "LD_LIBRARY_PATH": str(case.folder / "broken")}}
    linked = subprocess.run(["ldd", case.tool], check=True, capture_output=True, text=True).stdout
    case.check("libarchive" not in linked and "liblz4" not in linked, f"linked: {linked}")
    case.make("m/a.axmodel", "--const", "5000")
    case.mkmodel_to("cvimodel", "packed.cvimodel", "--cmd", "t9,d9", "--compress")
    board = ("--device", "maixcam2-1g")
    case.equal(case.call("m/a.axmodel", *board, **broken).returncode, 0, "a plain model")
    case.equal(case.call("packed.cvimodel", "--device", "maixcam").returncode, 0, "packed commands")
    for path, says in ((pack(case, "a.zip", "m"), b"libarchive13"), ("packed.cvimodel", b"liblz4-1")):
        result = case.call(path, *board, **broken)
        case.equal(result.returncode, 3, path)
        case.check(says in result.stderr, f"{path}: {result.stderr}")
    version = case.call("--version", "-v", **broken).stdout
    case.check(b"archives: no" in version, f"{version}")


if __name__ == "__main__":
    sys.exit(harness.main("archives", globals(), Case))

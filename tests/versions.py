#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""One version: src/maixfit.h holds it, and whatever else says one says the same, and so do those who name wasmtime. With
--tool, the tool and its JSON; with --build, what CMake makes; with --dist, the packages that scripts/release.sh has made.
"""
import argparse
import gzip
import io
import json
import pathlib
import re
import subprocess
import sys
import tarfile
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
MAN_PAGE = r'^\.TH .*"maixfit ([^"]*)"'


def only(pattern, text):
    """The one match of the pattern; None where there is none."""
    found = re.search(pattern, text, re.MULTILINE)
    return found and found[1]


def number(version):
    """A version as MAIXFIT_VERSION_NUMBER: 10203 is 1.2.3."""
    major, minor, patch = (int(part) for part in version.split("."))
    return str(major * 10000 + minor * 100 + patch)


def in_tree(version):
    header = (ROOT / "src/maixfit.h").read_text()
    yield "MAIXFIT_VERSION_NUMBER of src/maixfit.h", only(r"^#define MAIXFIT_VERSION_NUMBER (\S+)", header), number(version)
    for path, pattern in (("bindings/python/src/maixfit/_words.py", r'^VERSION = "(.*)"'),
                          ("bindings/js/package.json", r'^  "version": "(.*)"'),
                          ("bindings/js/package-lock.json", r'^  "version": "(.*)"'),
                          ("docs/maixfit.1.scd", r'^maixfit\(1\) "maixfit (.*)"')):
        if (ROOT / path).exists():
            yield path, only(pattern, (ROOT / path).read_text()), version
    wasmtime = only(r'"(wasmtime[^"]*)"', (ROOT / "bindings/python/hatch_build.py").read_text())
    for page in ("README.md", "docs/README.zh.md"):
        yield f"wasmtime in {page}", only(r'pip install "(wasmtime[^"]*)"', (ROOT / page).read_text()), wasmtime


def in_tool(tool, version):
    def said(*words):
        return subprocess.run([tool, *words], capture_output=True, text=True, check=False).stdout

    yield "maixfit --version", said("--version").split()[-1], version
    yield "the JSON", json.loads(said("/nowhere/a.axmodel", "-f", "json"))["tool"]["version"], version


def in_build(build, version):
    for path, pattern in (("maixfit.pc", r"^Version: (.*)"),
                          ("maixfit-config-version.cmake", r'^set\(PACKAGE_VERSION "(.*)"\)')):
        yield path, only(pattern, (build / path).read_text()), version
    page = build / "maixfit.1"
    if page.exists():
        yield "maixfit.1", only(MAN_PAGE, page.read_text()), version
    yield "libmaixfit.so", (build / "libmaixfit.so").resolve().name, f"libmaixfit.so.{version}"


def in_deb(path, version):
    def of(field):
        return subprocess.run(["dpkg-deb", "-f", path, field], capture_output=True, text=True, check=True).stdout.strip()

    yield path.name, of("Version"), f"{version}-1"
    data = subprocess.run(["dpkg-deb", "--fsys-tarfile", path], capture_output=True, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(data)) as files:
        for member in files:
            if member.name.endswith("/changelog.Debian.gz"):
                text = gzip.decompress(files.extractfile(member).read()).decode()
                yield f"changelog of {path.name}", only(r"^maixfit \((.*)\) ", text), f"{version}-1"
            elif member.name.endswith("/maixfit.1.gz"):
                text = gzip.decompress(files.extractfile(member).read()).decode()
                yield f"man page of {path.name}", only(MAN_PAGE, text), version


def in_dist(dist, version):
    for path in sorted(dist.iterdir()):
        if path.suffix == ".deb":
            yield from in_deb(path, version)
        elif path.suffix == ".whl":
            with zipfile.ZipFile(path) as files:
                metadata = files.read(f"maixfit-{path.name.split('-')[1]}.dist-info/METADATA").decode()
            yield path.name, only(r"^Version: (.*)", metadata), version
        elif path.suffix == ".tgz":
            with tarfile.open(path) as files:
                yield path.name, json.load(files.extractfile("package/package.json"))["version"], version
        if path.suffix in (".deb", ".whl", ".tgz"):
            yield f"name of {path.name}", only(r"[-_](\d+\.\d+\.\d+)[-_.]", path.name), version


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool")
    parser.add_argument("--build", type=pathlib.Path)
    parser.add_argument("--dist", type=pathlib.Path)
    args = parser.parse_args()
    version = only(r'^#define MAIXFIT_VERSION "(\d+\.\d+\.\d+)"', (ROOT / "src/maixfit.h").read_text())
    if not version:
        sys.exit("versions: src/maixfit.h names no version MAJOR.MINOR.PATCH")
    places = list(in_tree(version))
    for find, where in ((in_tool, args.tool), (in_build, args.build), (in_dist, args.dist)):
        if where:
            found = list(find(where, version))
            if not found:
                sys.exit(f"versions: {where} names no version")
            places += found
    wrong = [f"{name} says {said}, not {wanted}" for name, said, wanted in places if said != wanted]
    print("\n".join(wrong + [f"versions: {len(places) - len(wrong)} passed, {len(wrong)} failed"]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

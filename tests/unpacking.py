#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What unpacking may take: a decoder's memory, bytes that are read, bytes that files share. What people pack passes.

  unpacking.py --tool build/maixfit --mkmodel build/tools/mkmodel [--only WORD]
"""
import io
import lzma
import os
import resource
import struct
import subprocess
import sys
import tarfile
import zipfile
import zlib

import harness
from bundle_case import Case

MIB = 1 << 20
BOARD = ("--device", "maixcam2-1g")


def number(value):
    """A number of a 7z."""
    return bytes([value]) if value < 128 else b"\xff" + struct.pack("<Q", value)


def streams(start, stored, size, method, properties=b""):
    """One packed stream of a 7z and its decoder."""
    decoder = bytes([len(method) | (0x20 if properties else 0)]) + method
    if properties:
        decoder += bytes([len(properties)]) + properties
    return (b"\x06" + number(start) + b"\x01\x09" + number(len(stored)) + b"\x00\x07\x0b\x01\x00\x01" + decoder
            + b"\x0c" + number(size) + b"\x00")


def directory(name, content, packed):
    """Of one file. `packed`: what streams() says of it."""
    name = f"{name}\0".encode("utf-16-le")
    sums = b"\x08\x0a\x01" + struct.pack("<I", zlib.crc32(content)) + b"\x00"
    return b"\x01\x04" + packed + sums + b"\x00\x05\x01\x11" + number(len(name) + 1) + b"\x00" + name + b"\x00\x00"


def whole_sevenzip(body, header):
    start = struct.pack("<QQI", len(body), len(header), zlib.crc32(header))
    return b"7z\xbc\xaf\x27\x1c\x00\x04" + struct.pack("<I", zlib.crc32(start)) + start + body + header


def sevenzip(model, dictionary, packed=False, coder=lzma.FILTER_LZMA2, header_size=None):
    """A 7z with one file that states a dictionary of so many bytes; `packed`: its directory is packed too."""
    method = b"\x21" if coder == lzma.FILTER_LZMA2 else b"\x03\x01\x01"

    def pack(data):
        return lzma.compress(data, lzma.FORMAT_RAW, filters=[{"id": coder, "dict_size": MIB}])

    def properties(size):
        if coder == lzma.FILTER_LZMA1:
            return b"\x5d" + struct.pack("<I", min(size, (1 << 32) - 1))
        return bytes([next(byte for byte in range(41) if byte == 40 or (2 | byte & 1) << (byte // 2 + 11) >= size)])

    body = pack(model)
    header = directory("a.axmodel", model, streams(0, body, len(model), method, properties(dictionary)))
    if packed:
        inner = pack(header)
        header = b"\x17" + streams(len(body), inner, header_size or len(header), method, properties(MIB)) + b"\x00"
        body += inner
    return whole_sevenzip(body, header)


def broken_bzip2():
    """The eighth choice of a table is one too many. bzip2 1.0.8 sees that; called again it takes the choice (the bytes begin
    anew, with a zero bit) and writes beyond its six tables."""
    bits = "".join(f"{byte:08b}" for byte in b"BZh9" + bytes.fromhex("314159265359") + bytes(4))
    bits += f"{0:025b}" + 2 * f"{0x8000:016b}" + f"{6:03b}" + f"{9:015b}" + 7 * "0" + 6 * "1"
    return int(bits, 2).to_bytes(len(bits) // 8, "big")


def tar_of(model):
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as tar:
        member = tarfile.TarInfo("a.axmodel")
        member.size = len(model)
        tar.addfile(member, io.BytesIO(model))
    return file.getvalue()


def xz(data, property_byte):
    """An xz whose block states the dictionary of this byte; the sum of the block's header is right."""
    packed = bytearray(lzma.compress(data))
    size = (packed[12] + 1) * 4
    place = packed.index(b"\x21\x01", 12) + 2
    packed[place] = property_byte
    packed[12 + size - 4:12 + size] = struct.pack("<I", zlib.crc32(packed[12:12 + size - 4]))
    return bytes(packed)


def zstd(data, *options, window=None):
    packed = bytearray(subprocess.run(["zstd", "-c", *options], input=data, check=True, capture_output=True).stdout)
    if window is not None:
        assert not packed[4] & 0x20, "one segment has no window"
        packed[5] = window
    return bytes(packed)


def lzma_zip(model, dictionary=None):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.axmodel", model)
    data = bytearray(file.getvalue())
    if dictionary:
        place = 30 + len("a.axmodel") + 5
        data[place:place + 4] = struct.pack("<I", dictionary)
    return bytes(data)


def make(case):
    """A model, and the need that an archive of it must come to."""
    need = case.make("a.axmodel", "--const", "300000")["runtime_pages"]
    return (case.folder / "a.axmodel").read_bytes(), need


def test_what_people_pack_is_read(case):
    model, need = make(case)
    tar = tar_of(model)
    packs = {"9.tar.xz": lzma.compress(tar, preset=9 | lzma.PRESET_EXTREME), "256.tar.xz": xz(tar, 32),
             "long.tar.zst": zstd(tar, "--long=27"), "ultra.tar.zst": zstd(tar, "--ultra", "-22"), "lzma.zip": lzma_zip(model),
             "ultra.7z": sevenzip(model, 256 * MIB), "packed.7z": sevenzip(model, 256 * MIB, packed=True),
             "old.7z": sevenzip(model, 64 * MIB, packed=True, coder=lzma.FILTER_LZMA1)}
    for name, data in packs.items():
        case.write(name, data)
        case.equal(case.need(name)[0], need, name)


def test_decoders_that_take_too_much(case):
    model, _ = make(case)
    tar = tar_of(model)
    packs = {"512.tar.xz": xz(tar, 34), "all.tar.xz": xz(tar, 40), "512.tar.zst": zstd(tar, window=19 << 3),
             "all.tar.zst": zstd(tar, window=31 << 3), "all.zip": lzma_zip(model, (1 << 32) - 1),
             "512.7z": sevenzip(model, 512 * MIB), "all.7z": sevenzip(model, 4096 * MIB),
             "old.7z": sevenzip(model, 4096 * MIB, coder=lzma.FILTER_LZMA1),
             "directory.7z": sevenzip(model, MIB, packed=True, header_size=65 * MIB)}
    for name, data in packs.items():
        case.write(name, data)
        case.refused("limit", name, says="unpack it first")
    with tarfile.open(case.folder / "outer.tar", "w") as outer:  # the same inside another
        outer.add(case.folder / "all.tar.xz", "all.tar.xz")
    case.refused("limit", "outer.tar", says="unpack it first")
    with open(case.folder / "512.tar.zst", "rb") as file:
        case.refused("limit", "-", stdin=file, says="unpack it first")
    # Beyond libarchive's own limit for zstd.
    case.write("256.tar.zst", zstd(tar, window=18 << 3))
    case.refused("limit", "256.tar.zst", says="unpack it first")
    # Only the limit of the process is left; a build with sanitizers, which take terabytes of addresses, has none.
    if b"sandbox: off" not in case.call("--version", "-v").stdout:
        case.write("hidden.7z", sevenzip(model, 4096 * MIB, packed=True))
        case.refused("limit", "hidden.7z", says="unpack it first")


def test_a_decoder_that_failed_is_not_called_again(case):
    model, need = make(case)
    body = broken_bzip2()
    case.write("a.7z", whole_sevenzip(body, directory("notes.bin", model, streams(0, body, len(model), b"\x04\x02\x02"))))
    case.refused("damaged", "a.7z", says="after notes.bin")
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("notes.bin", body)
        archive.writestr("a.axmodel", model)
    data = bytearray(file.getvalue())
    for place in (8, data.index(b"PK\x01\x02") + 10):
        data[place] = 12  # bzip2
    case.write("a.zip", bytes(data))
    case.equal(case.need("a.zip")[0], need, "a zip goes on behind a file that is not needed")
    with open(case.folder / "a.zip", "rb") as pipe:
        case.equal(case.need("-", stdin=pipe)[0], need, "a zip in a pipe")


def test_files_that_share_bytes(case):
    model, _ = make(case)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.axmodel", model)
        archive.writestr("b.axmodel", model)
    data = file.getvalue()
    second = data.rindex(b"PK\x01\x02")
    case.write("honest.zip", data)
    case.check(case.need("honest.zip")[0], "an honest zip")
    case.write("same.zip", data[:second + 42] + struct.pack("<I", 0) + data[second + 46:])
    case.refused("damaged", "same.zip", says="share bytes")
    # Inside the first one's data, with a header of its own there.
    inner = bytearray(data)
    inner[5000:5030 + 9] = data[:30 + 9]
    inner[second + 42:second + 46] = struct.pack("<I", 5000)
    case.write("inside.zip", bytes(inner))
    case.refused("damaged", "inside.zip", says="share bytes")
    inner[second + 20:second + 24] = bytes(4)  # only the inner header states its length
    case.write("unstated.zip", bytes(inner))
    case.refused("damaged", "unstated.zip", says="share bytes")


def test_a_directory_of_many(case):
    entry = b"PK\x01\x02" + bytes(24) + struct.pack("<H", 1) + bytes(12)
    local = b"PK\x03\x04" + bytes(22) + struct.pack("<HH", 1, 0) + b"x"
    count = 100001
    directory = b"".join(entry + struct.pack("<I", index * len(local)) + b"x" for index in range(count))
    end = b"PK\x05\x06" + bytes(4) + struct.pack("<HHIIH", 65535, 65535, len(directory), len(local) * count, 0)
    case.write("many.zip", local * count + directory + end)
    case.refused("limit", "many.zip", says="100000")


def test_a_large_zip(case):
    """Its directory has a second end, which small zips may have too."""
    model, need = make(case)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.axmodel", model)
    data = file.getvalue()
    end = len(data) - 22
    size, place = struct.unpack("<II", data[end + 12:end + 20])

    def large(place, size, count):
        first = b"PK\x06\x06" + struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, count, count, size, place)
        return data[:end] + first + b"PK\x06\x07" + struct.pack("<IQI", 0, end, 1) + data[end:]

    case.write("large.zip", large(place, size, 1))
    case.equal(case.need("large.zip")[0], need, "a large zip")
    case.write("elsewhere.zip", large(place - 100, size, 1))
    case.refused("damaged", "elsewhere.zip", says="directory")
    with zipfile.ZipFile(case.folder / "70000.zip", "w") as archive:
        archive.writestr("a.axmodel", model)
        for index in range(70000):
            archive.writestr(zipfile.ZipInfo(f"{index}"), b"")
    case.equal(case.need("70000.zip")[0], need, "70000 files")


def cpu(case, *words, **settings):
    """The tool's run, and the seconds of CPU that it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    result = case.call(*words, **settings)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return result, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_endless(case):
    """A zip without an end would be searched through for a next file: in a sparse file, and in a pipe."""
    model, _ = make(case)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.axmodel", model)
    start = file.getvalue()[:30 + 9 + len(model)]
    with open(case.folder / "sparse.zip", "wb") as sparse:
        sparse.write(start)
        sparse.truncate(1 << 40)
    result, seconds = cpu(case, "sparse.zip", *BOARD)
    case.equal(result.returncode, 3, "sparse")
    case.check(b"64 MiB" in result.stderr, f"sparse: {result.stderr}")
    case.check(seconds < 2, f"sparse: {seconds} s")
    case.write("start.zip", start)
    with subprocess.Popen(["cat", case.folder / "start.zip", "/dev/zero"], stdout=subprocess.PIPE) as feed:
        result, seconds = cpu(case, "-", *BOARD, stdin=feed.stdout)
        feed.stdout.close()
    case.equal(result.returncode, 3, "endless")
    case.check(b"64 MiB" in result.stderr, f"endless: {result.stderr}")


if __name__ == "__main__":
    os.environ.pop("ZSTD_CLEVEL", None)
    sys.exit(harness.main("unpacking", globals(), Case))

#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Is the advice true? Each that is called enough is followed, and then it must fit, margin and all.

  advice.py --tool build/maixfit --mkmodel build/tools/mkmodel
"""
import random
import re
import sys

import harness

BOARDS = harness.ROOT / "tests" / "boards"
SIZES = ("640x480", "1280x720", "1920x1080@NV21x4", "2560x1440")


class Case(harness.Case):
    def make(self, kind, name, size):
        options = {
            "axmodel": ["--const", size, "--words", 99, "--input", "x:FP32:1x16", "--output", "y:FP32:1x4"],
            "cvimodel": ["--weight", size, "--cmd", "t3,d2,s", "--shared", "1M", "--tensor",
                         "in:INT8:1x3x64x64:io0:input", "--tensor", "out:FP32:1x10:io1:output"],
        }[kind]
        self.mkmodel_to(kind, name, *options)


def camera_with(camera, size=None, pixels=None, buffers=None):
    told_size, told_pixels, told_buffers = re.fullmatch(r"(\d+x\d+)(@\w+?)?(x\d+)?", camera).groups()
    return (size or told_size) + (pixels or told_pixels or "") + (buffers or told_buffers or "")


def smaller(camera, size):
    """The tool leaves a camera alone that is smaller already."""
    width, height = map(int, re.match(r"(\d+)x(\d+)", camera).groups())
    new = tuple(map(int, size.split("x")))
    return camera_with(camera, size=size) if new[0] * new[1] < width * height else camera


def follow(advice, request):
    """The same request, changed as the advice says; None where it cannot be played through here."""
    changed = dict(request)
    action, text = advice["action"], advice["text"]
    if action == "set-cmm":
        changed["pool"] = ["--pool", f"{advice['value']}M"]
    elif action == "other-board":
        board = re.search(r"another board: (\S+) \(", text).group(1)
        largest = {"maixcam2-512m": 256, "maixcam2-1g": 768, "maixcam2-2g": 1792, "maixcam2-4g": 3840,
                   "nanokvm-pro": 768}.get(board)
        changed["board"] = ["--device", board]
        changed["pool"] = ["--pool", f"{largest}M"] if largest else []
    elif action == "smaller-camera":
        size = re.search(r"at (\d+x\d+)", text).group(1)
        changed["cameras"] = [smaller(camera, size) for camera in request["cameras"]]
    elif action == "camera-format":
        changed["cameras"] = [camera_with(camera, pixels="@NV21") for camera in request["cameras"]]
    elif action == "fewer-buffers":
        changed["cameras"] = [camera_with(camera, buffers="x3" if camera.endswith("x4") else "x2")
                              for camera in request["cameras"]]
    elif action == "no-display":
        changed["display"] = []
    else:
        return None
    return changed


def words_of(request):
    cameras = [word for camera in request["cameras"] for word in ("--camera", camera)]
    return [*request["models"], *request["board"], *cameras, *request["display"], *request["margin"], *request["pool"]]


def random_request(rng, case):
    kind = rng.choice(("axmodel", "cvimodel"))
    board = {"axmodel": ["--device maixcam2-512m", "--device maixcam2-1g", "--device maixcam2-2g",
                         "--device nanokvm-pro", "--device ax620q", f"--sysroot {BOARDS}/cmm-2g-fragmented",
                         f"--sysroot {BOARDS}/cmm-two-partitions --device maixcam2-1g"],
             "cvimodel": ["--device nanokvm", "--device maixcam", f"--sysroot {BOARDS}/ion-105m-fragmented"]}[kind]
    top = {"axmodel": 1100 << 20, "cvimodel": 110 << 20}[kind]
    case.make(kind, "m", rng.randrange(1 << 20, top))
    return {"models": ["m"], "board": rng.choice(board).split(), "pool": [],
            "cameras": rng.sample(SIZES, rng.choice((0, 0, 1, 2))), "display": rng.choice(([], ["--display"])),
            "margin": rng.choice(([], [], ["--margin", "30%"], ["--margin", "2M"]))}


def test_what_is_called_enough_is_enough(case):
    rng = random.Random(11)
    followed = {}
    for _ in range(150):
        request = random_request(rng, case)
        report, _ = case.judge(*words_of(request), "--strict")
        for advice in report["advice"]:
            changed = follow(advice, request) if advice["enough"] else None
            if changed is None:
                continue
            followed[advice["action"]] = followed.get(advice["action"], 0) + 1
            after, status = case.judge(*words_of(changed), "--strict")
            case.equal(status, 0, f"{words_of(request)}: {advice['text']} {after['message']}")
    for action in ("set-cmm", "other-board", "smaller-camera", "fewer-buffers"):
        case.check(followed.get(action, 0) > 0, f"never followed: {action}")


def test_a_pool_in_partitions_is_no_single_hole(case):
    """384 and 128 MiB never hold 400 MiB, reboot or not."""
    case.make("axmodel", "m", 400 << 20)
    report, _ = case.judge("m", "--sysroot", BOARDS / "cmm-two-partitions", "--device", "maixcam2-1g", "--strict")
    case.equal(report["reason"], "fragmented", "the verdict")
    case.check("reboot" not in {advice["action"] for advice in report["advice"]}, "a reboot does not help")


def test_linux_without_room_is_told(case):
    case.make("axmodel", "m", 3500 << 20)
    report, _ = case.judge("m", "--sysroot", BOARDS / "cmm-4g-idle", "--strict")
    case.equal([advice["action"] for advice in report["advice"]], ["linux-too-small"], "advice")


def test_an_unknown_board_is_asked_for(case):
    case.make("axmodel", "m", 3500 << 20)
    report, _ = case.judge("m", "--sysroot", BOARDS / "cmm-two-partitions", "--strict")
    case.equal([advice["action"] for advice in report["advice"]], ["name-device"], "advice")


if __name__ == "__main__":
    sys.exit(harness.main("advice", dict(globals()), Case))

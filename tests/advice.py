#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Is the advice true? Each that is called enough is followed, and then it must fit, margin and all.

  advice.py --tool build/maixfit --mkmodel build/tools/mkmodel
"""
import itertools
import json
import random
import re
import sys

import harness

BOARDS = harness.ROOT / "tests" / "boards"
CAMERAS = ("640x480", "640x480x5", "1280x720@NV21", "1280x720@30x4", "1920x1080@NV21x4", "2560x1440@NV21")
DISPLAYS = ([], ["--display"], ["--display=552x368"], ["--display=552x368:1280x720@NV21"], ["--display=yes:640x480"])
ENCODERS = ([], [], ["1280x720@h264"], ["640x480@jpeg", "1920x1080@h265"],
            ["640x480@h264", "1280x720@h264", "1920x1080@jpeg"])
DECODERS = ([], [], [], ["1920x1080@h264"], ["640x480@h264", "3840x2160@h264"])
CAMERA_STEPS = {"smaller-camera", "camera-format", "fewer-buffers"}
LARGEST_POOLS = {"maixcam2-512m": 256, "maixcam2-1g": 768, "maixcam2-2g": 1792, "maixcam2-4g": 3840, "nanokvm-pro": 768,
                 "m5-llm-module": 3840}


class Case(harness.Case):
    def make(self, kind, name, size):
        options = {
            "axmodel": ["--const", size, "--words", 99, "--input", "x:FP32:1x1000000", "--output", "y:FP32:1x90000"],
            "cvimodel": ["--weight", size, "--cmd", "t3,d2,s", "--shared", "1M", "--tensor",
                         "in:INT8:1x3x64x64:io0:input", "--tensor", "out:FP32:1x10:io1:output"],
        }[kind]
        self.mkmodel_to(kind, name, *options)


def change(request, action, option, value):
    """Changes the request as a step says. False where it cannot be played through here."""
    if action == "set-cmm":
        request["pool"] = ["--pool", f"{value}M"]
    elif action in CAMERA_STEPS:
        request["cameras"] = option.split()[1::2]
    elif action == "smaller-image":
        request["display"] = [option]
    elif action == "no-display":
        request["display"] = []
    elif action == "no-preview":
        request["encoders"] = [encoder for encoder in request["encoders"] if "jpeg" not in encoder]
    elif action == "no-encoder":
        request["encoders"] = [encoder for encoder in request["encoders"] if "jpeg" in encoder]
    elif action == "smaller-video":
        request["decoders"] = option.split()[1::2]
    elif action == "no-decoder":
        request["decoders"] = []
    elif action == "fewer-encoders":
        last = option.split()[-1]
        request["encoders"] = [encoder for encoder in request["encoders"] if encoder.lower() != last.lower()]
    elif action == "dual-buff":
        request["loading"] = request["loading"] + option.split()
    elif action == "load-in-turn":
        request["loading"] = request["loading"] + ["--each"]
    else:
        return False
    return True


def follow(case, advice, request):
    """The same request, changed as the advice says; None where it cannot be played through here."""
    changed = dict(request)
    if advice["action"] == "other-board":
        board = re.search(r"another board: (\S+) \(", advice["text"]).group(1)
        changed["board"] = ["--device", board]
        changed["pool"] = []
        if "--emit prints the setting" in advice["text"]:
            emitted = case.call(*words_of(changed), "--emit", text=True).stdout
            changed["pool"] = ["--pool", emitted.strip().partition("=")[2] + "M"]
        return changed
    return changed if change(changed, advice["action"], advice["option"], advice["value"]) else None


def words_of(request):
    cameras = [word for camera in request["cameras"] for word in ("--camera", camera)]
    encoders = [word for encoder in request["encoders"] for word in ("--encode", encoder)]
    decoders = [word for decoder in request["decoders"] for word in ("--decode", decoder)]
    return [*request["models"], *request["board"], *cameras, *request["display"], *encoders, *decoders, *request["margin"],
            *request["pool"], *request["loading"]]


def random_request(rng, case):
    kind = rng.choice(("axmodel", "cvimodel"))
    board = {"axmodel": ["--device maixcam2-512m", "--device maixcam2-1g", "--device maixcam2-2g",
                         "--device nanokvm-pro", "--device ax620q", f"--sysroot {BOARDS}/cmm-2g-fragmented",
                         f"--sysroot {BOARDS}/cmm-two-partitions --device maixcam2-1g"],
             "cvimodel": ["--device nanokvm", "--device maixcam", f"--sysroot {BOARDS}/ion-105m-fragmented -d maixcam"]}[kind]
    top = {"axmodel": 1100 << 20, "cvimodel": 110 << 20}[kind]
    models = ["m", "n"][:rng.choice((1, 1, 2))]
    for model in models:
        case.make(kind, model, rng.randrange(1 << 20, top) // len(models))
    return {"models": models, "board": rng.choice(board).split(), "pool": [], "loading": [], "encoders": rng.choice(ENCODERS),
            "decoders": [],
            "cameras": rng.sample(CAMERAS, rng.choice((0, 0, 1, 2))), "display": rng.choice(DISPLAYS),
            "margin": rng.choice(([], [], ["--margin", "30%"], ["--margin", "2M"]))}


def needs(report):
    return report["demand"]["npu_bytes"] if report.get("demand") else None


def test_what_ai_isp_takes_is_unknown(case):
    """A note while nobody knows whether it is on, a warning where it is, nothing where it is off; to turn it on is never
    called enough where a camera runs."""
    case.make("axmodel", "whole", 150 << 20)
    case.make("axmodel", "half", 60 << 20)
    (case.folder / "m.mud").write_text("[basic]\ntype = axmodel\nmodel_npu = whole\nmodel_vnpu = half\n[extra]\n"
                                       "model_type = yolo11\n")
    app = "m.mud", "-d", "maixcam2-512m", "-c", "640x480@RGB888"
    for words, severity in (((), "note"), (("--ai-isp", "on"), "warning"), (("--ai-isp", "off"), None)):
        report, _ = case.judge(*app, *words)
        found = [finding["severity"] for finding in report["findings"] if finding["code"] == "ai-isp-unknown"]
        case.equal(found, [severity] if severity else [], f"{words}")
    twins = {advice["option"]: advice["enough"] for advice in report["advice"] if advice["action"] == "twin"}
    case.check(not twins.get("--ai-isp on"), f"{report['advice']}")
    case.check("--ai-isp on" not in json.dumps(report["plan"]), f"{report['plan']}")
    alone, _ = case.judge("m.mud", "-d", "maixcam2-512m", "--free", "160M", "--ai-isp", "off")
    twins = {advice["option"]: advice["enough"] for advice in alone["advice"] if advice["action"] == "twin"}
    case.equal(twins, {"--ai-isp on": True}, f"without a camera it takes nothing: {alone['advice']}")


def test_a_build_that_cannot_run_there_is_no_advice(case):
    """One for another chip; one for the board's chip where what the camera takes is unknown."""
    case.make("axmodel", "whole", 300 << 20)
    case.mkmodel_to("axmodel", "half", "--const", "20M", "--chip", "AX650")
    (case.folder / "m.mud").write_text("[basic]\ntype = axmodel\nmodel_npu = whole\nmodel_vnpu = half\n[extra]\n"
                                       "model_type = yolo11\n")
    report, status = case.judge("m.mud", "-d", "maixcam2-512m")
    case.equal((status, [step for step in report["advice"] if step["action"] == "twin"]), (1, []), "another chip")
    case.mkmodel_to("axmodel", "npu1", "--const", "20M", "--npu-mode", 1)
    words = "npu1", "-d", "m5-llm-module", "--ai-isp", "on"
    for app, enough in (((), True), (("-c", "640x480"), False)):
        steps = [step["enough"] for step in case.judge(*words, *app)[0]["advice"] if step["action"] == "ai-isp"]
        case.equal(steps, [enough], f"{app}")


def test_another_board_has_to_know_the_app(case):
    """The pools of a model that MaixCDK loads are unknown on an AXCL card: it is no board to take."""
    case.mkmodel_to("axmodel", "m", "--const", "20M", "--chip", "AX650")
    for runner, boards in (("maixcdk", []), ("plain", ["axcl-ax650n"])):
        report, _ = case.judge("m", "-d", "maixcam2-4g", "--runner", runner)
        taken = [step["text"].split()[3] for step in report["advice"] if step["action"] == "other-board"]
        case.equal(taken, boards, runner)


def test_what_is_called_enough_is_enough(case):
    """And each step, typed as it is printed, frees what it says, to the byte."""
    rng = random.Random(21)
    followed = {}
    for number in range(150):
        request = random_request(rng, case)
        request["decoders"] = DECODERS[number % len(DECODERS)]
        need = needs(case.judge(*words_of(request))[0]) if number % 2 else None
        free = max(need - rng.randrange(12 << 20), 0) if need else 0
        if need and "--device" in request["board"] and free <= LARGEST_POOLS.get(request["board"][-1], 128) << 20:
            request["pool"] = ["--free", f"{free}B"]
        report, _ = case.judge(*words_of(request), "--strict")
        for advice in report["advice"]:
            changed = follow(case, advice, request)
            if changed is None:
                continue
            after, status = case.judge(*words_of(changed), "--strict")
            text = f"{words_of(request)}: {advice['text']}"
            if advice["option"] and advice["action"] != "load-in-turn":
                case.equal(needs(report) - needs(after), advice["gains_bytes"], text)
            if advice["option"]:
                case.equal(status == 0, advice["enough"], f"{text} {after['message']}")
            elif advice["enough"]:
                case.equal(status, 0, f"{text} {after['message']}")
            if advice["enough"]:
                followed[advice["action"]] = followed.get(advice["action"], 0) + 1
    for action in ("set-cmm", "other-board", "smaller-camera", "fewer-buffers", "smaller-image", "no-display",
                   "load-in-turn", "no-encoder", "fewer-encoders", "smaller-video", "no-decoder"):
        case.check(followed.get(action, 0) > 0, f"never followed: {action}")


def test_one_set_of_buffers_may_be_enough(case):
    """The step names MaixPy's class and the option; two builds of it leave the choice of AI-ISP too."""
    case.make("axmodel", "m.axmodel", 1 << 20)
    (case.folder / "m.mud").write_text("[basic]\ntype = axmodel\nmodel_npu = m.axmodel\n[extra]\nmodel_type = yolo11\n")
    words = ["m.mud", "--device", "maixcam2-1g"]
    report, _ = case.judge(*words)
    free = f"{needs(report) - 1}B"
    report, _ = case.judge(*words, "--free", free)
    steps = {advice["action"]: advice for advice in report["advice"]}
    case.equal(steps["dual-buff"]["enough"], True, f"{steps}")
    case.check("nn.YOLO11(…, dual_buff=False)" in steps["dual-buff"]["text"], f"{steps['dual-buff']}")
    case.equal(case.judge(*words, "--free", free, *steps["dual-buff"]["option"].split())[1], 0, "followed")


def test_a_smaller_camera_frees_nothing_on_maixcam2(case):
    """Its frames are blocks of the common pools."""
    case.make("axmodel", "m", 400 << 20)
    words = ("m", "--device", "maixcam2-1g", "--camera", "640x480", "--camera", "1280x720@NV21x4", "--display")
    report, _ = case.judge(*words)
    report, _ = case.judge(*words, "--free", f"{needs(report) - 1}B")
    actions = {advice["action"] for advice in report["advice"]}
    case.equal(actions & {"smaller-camera", "fewer-buffers", "camera-format"}, set(), f"{actions}")
    case.check("smaller-image" in actions, f"{actions}")


def test_a_step_names_the_apps_own_line(case):
    """And the plan names those of its steps; a board without MaixPy has no such lines."""
    case.make("cvimodel", "m", 20 << 20)
    words = ("m", "--camera", "1280x720@NV21@30x4", "--camera", "320x240", "--display", "--margin", "0")
    need = needs(case.judge(*words, "-d", "maixcam")[0])
    report, _ = case.judge(*words, "-d", "maixcam", "--free", f"{need - (15 << 20)}B")
    steps = {advice["action"]: advice for advice in report["advice"]}
    for action, change, option in (
            ("fewer-buffers", "camera.Camera(1280, 720, image.Format.FMT_YVU420SP, fps=30, buff_num=2), "
             "cam.add_channel(320, 240, buff_num=2)", "--camera 1280x720@NV21@30x2 --camera 320x240x2"),
            ("smaller-image", "disp.show(img.resize(320, 240))", "--display=yes:320x240"),
            ("no-display", "no display.Display()", "without --display")):
        case.equal((steps[action]["change"], steps[action]["option"]), (change, option), action)
        case.check(f", {change}: frees " in steps[action]["text"], steps[action]["text"])
    plan = report["plan"]
    case.check(plan["enough"] and len(plan["changes"]) == len(plan["options"]) >= 1, f"{plan}")
    case.equal(plan["text"], f"Enough together: {', '.join(plan['changes'])} ({', '.join(plan['options'])}).", "plan")
    report, _ = case.judge("m", "-d", "recamera", "--camera", "1920x1080", "--free", "30M", "--margin", "0")
    steps = [advice for advice in report["advice"] if advice["action"] == "smaller-camera"]
    case.equal([step["change"] for step in steps], [None], f"{report['advice']}")


def test_a_step_that_frees_next_to_nothing_is_told_only_where_it_closes_the_gap(case):
    case.make("axmodel", "m", 900 << 20)
    words = ("m", "--device", "maixcam2-2g", "--runner", "maixcdk")
    need = needs(case.judge(*words)[0])
    for missing, told in ((1, True), (8 << 20, True), (400 << 20, True), (600 << 20, False)):
        report, _ = case.judge(*words, "--free", f"{need - missing}B")
        steps = [advice for advice in report["advice"] if advice["action"] == "dual-buff"]
        case.equal(len(steps), told, f"{missing} missing: {report['advice']}")


def test_the_right_file_and_the_board_most_like_this_one(case):
    case.make("cvimodel", "c", 1 << 20)
    case.make("axmodel", "a", 1 << 20)
    for model, board, said, other in (
            ("c", "maixcam2-1g", "c is for cv181x (maixcam); for maixcam2-1g take the .axmodel, or compile the model for "
             "AX620E.", "maixcam "),
            ("a", "maixcam", "a is for AX620E (maixcam2-4g); for maixcam take the .cvimodel, or compile the model for cv181x.",
             "maixcam2-512m "),
            ("c", "milkv-duo", "c is for cv181x (maixcam); for milkv-duo take a file for cv180x, or compile one.", "")):
        report, _ = case.judge(model, "-d", board)
        texts = {advice["action"]: advice["text"] for advice in report["advice"]}
        case.equal(texts["compile"], said, board)
        shown = " ".join(case.call(model, "-d", board, text=True).stdout.split())
        case.check(f"- {said}" in shown, f"the other file stands in the report: {shown}")
        case.check(f"another board: {other}" in texts["other-board"], f"{model} on {board}: {texts['other-board']}")
    for size, board, other in ((300, "maixcam2-512m", "maixcam2-1g"), (900, "maixcam2-1g", "maixcam2-2g"),
                               (200, "ax620q", "nanokvm-pro"), (60, "nanokvm", "maixcam")):
        kind = "cvimodel" if board == "nanokvm" else "axmodel"
        case.make(kind, "m", size << 20)
        report, _ = case.judge("m", "-d", board, "--runner", "plain")
        texts = [advice["text"] for advice in report["advice"] if advice["action"] == "other-board"]
        case.check(texts and f"another board: {other} " in texts[0], f"{size} MiB on {board}: {texts}")


def play(case, request, report, actions):
    """The status with all these steps together; each states the whole of what it changes, so that of cameras one is taken."""
    changed = dict(request)
    steps = {advice["action"]: advice for advice in report["advice"]}
    for action in actions:
        value = LARGEST_POOLS["maixcam2-512m"] if action == "set-cmm" else steps[action]["value"]
        change(changed, action, steps.get(action, {}).get("option"), value)
    return case.judge(*words_of(changed), "--strict")


def play_plan(case, request, plan):
    """The status with the options of the plan, as they are printed."""
    changed = dict(request)
    for option in plan["options"]:
        if option.startswith("--camera"):
            changed["cameras"] = option.split()[1::2]
        elif option.startswith("--display"):
            changed["display"] = [option]
        elif option.startswith("--decode"):
            changed["decoders"] = option.split()[1::2]
    for action in set(plan["actions"]) - CAMERA_STEPS - {"smaller-image", "smaller-video"}:
        encoders = [option for option in plan["options"] if re.match(r"without --encode \d", option)]
        words = {"dual-buff": "--dual-buff no", "fewer-encoders": encoders[-1] if encoders else ""}.get(action, "")
        change(changed, action, words, LARGEST_POOLS["maixcam2-512m"])
    return case.judge(*words_of(changed), "--strict")


def test_a_plan_is_the_smallest_set_that_is_enough(case):
    """Where nothing is enough alone; fewer steps of it are not, and where all together are not, so much is missing."""
    rng = random.Random(5)
    seen = {True: 0, False: 0}
    for _ in range(120):
        request = random_request(rng, case)
        request["board"] = rng.choice(["--device maixcam2-512m", "--device maixcam"]).split()
        kind = "axmodel" if "512m" in request["board"][1] else "cvimodel"
        pool = {"axmodel": 255, "cvimodel": 105}[kind]
        for model in request["models"]:
            case.make(kind, model, rng.randrange((pool - 90) << 20, (pool + 10) << 20) // len(request["models"]))
        report, _ = case.judge(*words_of(request), "--strict")
        plan = report["plan"]
        if not plan:
            continue
        case.check(not any(advice["enough"] and advice["action"] != "other-board" for advice in report["advice"]),
                   f"{words_of(request)}: one is enough alone")
        case.equal(play_plan(case, request, plan)[1] == 0, plan["enough"], f"{words_of(request)}: {plan}")
        seen[plan["enough"]] += 1
        for size in range(2, len(plan["actions"]) if plan["enough"] else 0):
            for fewer in itertools.combinations([advice["action"] for advice in report["advice"] if advice["option"]], size):
                if len(CAMERA_STEPS.intersection(fewer)) > 1:
                    continue
                case.check(play(case, request, report, fewer)[1] != 0, f"{words_of(request)}: {fewer} are enough, not {plan}")
    case.check(min(seen.values()) > 3, f"plans that are enough, and that are not: {seen}")


def test_a_decoder_that_takes_most_is_what_to_change(case):
    case.make("cvimodel", "m", 1 << 20)
    report, _ = case.judge("m", "-d", "maixcam", "--decode", "4K@h264")
    steps = {advice["action"]: advice for advice in report["advice"]}
    smaller = steps["smaller-video"]
    case.equal((smaller["option"], smaller["enough"]), ("--decode 1280x720@H264", True), "a smaller video")
    case.equal(steps["no-decoder"]["enough"], True, "none")
    case.equal(case.judge("m", "-d", "maixcam", *smaller["option"].split(), "--strict")[1], 0, "followed")


def test_a_plan_that_is_not_enough_names_no_step_twice(case):
    """Without a display, how large its image was is nothing; no line of MaixPy is told where MaixPy loads nothing."""
    case.make("cvimodel", "m", 80 << 20)
    case.make("cvimodel", "n", 80 << 20)
    plan = case.judge("m", "-d", "maixcam", "-c", "720p", "--display", "--margin", "60M")[0]["plan"]
    case.check(not plan["enough"] and "no-display" in plan["actions"] and "smaller-image" not in plan["actions"], f"{plan}")
    report, _ = case.judge("m", "n", "-d", "nanokvm", "--runner", "plain")
    case.equal([advice["change"] for advice in report["advice"] if advice["action"] == "load-in-turn"], [None],
               f"{report['advice']}")


def test_a_pool_in_partitions_is_no_single_hole(case):
    """384 and 128 MiB never hold 400 MiB, reboot or not."""
    case.make("axmodel", "m", 400 << 20)
    report, _ = case.judge("m", "--runner", "plain", "--sysroot", BOARDS / "cmm-two-partitions",
                           "--device", "maixcam2-1g", "--strict")
    case.equal(report["reason"], "fragmented", "the verdict")
    case.check("reboot" not in {advice["action"] for advice in report["advice"]}, "a reboot does not help")


def test_linux_without_room_is_reported(case):
    case.make("axmodel", "m", 3500 << 20)
    report, _ = case.judge("m", "--runner", "plain", "--sysroot", BOARDS / "cmm-4g-idle", "--strict")
    case.equal([advice["action"] for advice in report["advice"]], ["linux-too-small"], "advice")


def test_an_unknown_board_is_asked_for(case):
    case.make("axmodel", "m", 3500 << 20)
    report, _ = case.judge("m", "--sysroot", BOARDS / "cmm-two-partitions", "--strict")
    case.equal([advice["action"] for advice in report["advice"]], ["name-device"], "advice")


if __name__ == "__main__":
    sys.exit(harness.main("advice", dict(globals()), Case))

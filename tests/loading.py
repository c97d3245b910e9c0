#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Who loads the models, and how: AI-ISP of the whole program, and options that have no effect.

  loading.py --tool build/maixfit --mkmodel build/tools/mkmodel
"""
import json
import sys

import harness

BOARD = ("--device", "maixcam2-1g")
BOTH = "[basic]\ntype = axmodel\nmodel_npu = whole.axmodel\nmodel_vnpu = half.axmodel\n"
WHOLE_ONLY = "[basic]\ntype = axmodel\nmodel_npu = whole.axmodel\n"


class Case(harness.Case):
    def make_builds(self):
        """half.axmodel needs more, so that it is taken where AI-ISP is unknown."""
        self.mkmodel_to("axmodel", "whole.axmodel", "--const", 4000, "--npu-mode", 1)
        self.mkmodel_to("axmodel", "half.axmodel", "--const", 400000)
        (self.folder / "both.mud").write_text(BOTH)
        (self.folder / "whole.mud").write_text(WHOLE_ONLY)

    def setting(self, name, *words):
        report, _ = self.judge(*words)
        setting = report["request"].get(name)
        return setting and (setting["value"], setting["assumed"])

    def codes_of(self, *words):
        report, status = self.judge(*words)
        self.equal(status, 0, f"{words}: {report['message']}")
        return self.codes(report) | {finding["code"] for model in report["models"] for finding in model.get("findings", [])}


def test_ai_isp_is_one_for_all_models(case):
    """A build for the whole NPU has it off, wherever the other model would have it on."""
    case.make_builds()
    case.equal(case.setting("ai_isp", "both.mud", *BOARD), ("on", True), "what needs more")
    case.equal(case.setting("ai_isp", "whole.mud", *BOARD), ("off", True), "the one build")
    case.equal(case.setting("ai_isp", "whole.axmodel", *BOARD), ("off", True), "a file as it was built")
    for other in ("whole.mud", "whole.axmodel"):
        for models in (("both.mud", other), (other, "both.mud")):
            report, status = case.judge(*models, *BOARD)
            case.equal(report["request"]["ai_isp"], {"value": "off", "assumed": True}, f"{models}")
            case.equal(status, 0, f"{models}: {report['message']}")
            loaded = {member["path"] for model in report["models"] for member in model.get("members", [])}
            case.check("half.axmodel" not in loaded, f"{models}: {loaded}")


def test_a_refused_build_has_its_advice(case):
    case.make_builds()
    for model in ("whole.mud", "whole.axmodel"):
        report, status = case.judge(model, "--ai-isp", "on", *BOARD)
        case.equal((report["reason"], status), ("npu-mode", 1), model)
        case.equal([(step["action"], step["option"], step["enough"]) for step in report["advice"]],
                   [("ai-isp", "--ai-isp off", True)], model)
        case.equal(case.judge(model, *report["advice"][0]["option"].split(), *BOARD)[1], 0, "followed")


def test_the_advice_on_ai_isp_is_one_for_all(case):
    case.make_builds()
    (case.folder / "again.mud").write_text(BOTH.replace("whole", "whole2").replace("half", "half2"))
    for name in ("whole", "half"):
        (case.folder / f"{name}2.axmodel").write_bytes((case.folder / f"{name}.axmodel").read_bytes())
    report, _ = case.judge("both.mud", "again.mud", "--free", "50M", "--margin", "0B", *BOARD)
    case.equal([step["option"] for step in report["advice"] if step["action"] == "twin"], ["--ai-isp off"], "steps")


def test_options_without_effect_are_wrong_usage(case):
    case.make_builds()
    case.mkmodel_to("cvimodel", "c.cvimodel", "--weight", 10000)
    maixcam = ("--device", "maixcam")
    for words in (("--runner", "axllm"), ("--ai-isp", "on"), ("--ai-isp", "off"), ("--context", 64), ("--dynamic-layers",),
                  ("--runner", "plain", "--dual-buff", "yes"), ("--runner", "plain", "--dual-buff", "no")):
        for command in ((), ("--each",), ("-d", "maixcam@old")):
            run = case.call("c.cvimodel", *maixcam, *words, *command)
            case.equal(run.returncode, 2, f"{words} {command}")
            said = f"{words[-2] if len(words) > 1 else words[0]}".encode()
            case.check(said + b" has no effect" in run.stderr or said + b" axllm has no effect" in run.stderr,
                       f"{words}: {run.stderr}")
        case.equal(case.call("nothing.cvimodel", *maixcam, *words).returncode, 3, f"{words}: nothing was read")
    case.equal(case.call("-c", "640x480", *maixcam, "--ai-isp", "on").returncode, 2, "no model")
    for runner in ("maixcdk", "plain"):
        for board, status in (("-d", "maixcam2-4g"), 2), (("--sysroot", harness.ROOT / "tests/boards/cmm-4g-idle"), 0):
            run = case.call("-c", "640x480", *board, "--runner", runner)
            case.equal(run.returncode, status, f"--runner {runner} without a model, {board}: {run.stderr}")
    sensor = ("--sensor", "gc4653", *maixcam)
    for words, status in ((("c.cvimodel",), 2), (("--audio", "record"), 2), (("c.cvimodel", "--display"), 2),
                          (("c.cvimodel", "-c", "640x480"), 0), (("-c", "640x480"), 0), (("nothing.cvimodel",), 3)):
        case.equal(case.call(*words, *sensor).returncode, status, f"{words} --sensor")
    case.equal(case.call("half.axmodel", "--sensor", "os04d10", *BOARD).returncode, 0, "common pools by the sensor")
    case.equal(case.call("inspect", "c.cvimodel", "--context", 64).returncode, 2, "inspect")


def test_an_option_that_counts_for_one_model_is_right(case):
    case.make_builds()
    case.mkmodel_to("axmodel", "l0.axmodel", "--const", 4000, "--kv", "100:64")
    (case.folder / "config.json").write_text('{"template_filename_axmodel": "l%d.axmodel", "axmodel_num": 1}')
    for words, code in ((("--context", 64), "no-context"), (("--runner", "axllm"), "runner-unused"),
                        (("--dynamic-layers",), "dynamic-layers-unused")):
        codes = case.codes_of("half.axmodel", "config.json", *words, *BOARD)
        case.check(code in codes, f"{words}: {codes}")
        case.equal(case.call("--each", "half.axmodel", "config.json", *words, *BOARD).returncode, 0, f"{words} --each")
        case.equal(case.call("half.axmodel", *words, *BOARD).returncode, 2, f"{words} alone")
    case.mkmodel_to("cvimodel", "c.cvimodel", "--weight", 10000)
    case.equal(case.call("--each", "c.cvimodel", "half.axmodel", "--ai-isp", "off", "-q").returncode, 0, "--ai-isp for one")


NAMED = ("--device", "maixcam2-4g", "-c", "640x480@NV21", "--sensor", "os04d10", "--runner", "maixcdk", "--dual-buff", "no",
         "--ai-isp", "off")


def test_nothing_is_assumed(case):
    """Each setting that is left out is named with its option, and with what is assumed the verdict is reached."""
    case.make_builds()
    report, status = case.judge("both.mud", "--no-assume", *NAMED)
    case.equal((report["verdict"], status), ("fits", 0), "all is named")
    for at in (0, 4, 6, 8, 10):
        words = NAMED[:at] + NAMED[at + 2:]
        report, status = case.judge("both.mud", "--no-assume", *words)
        case.hold_against_schema(report, NAMED[at])
        case.equal((report["reason"], report["verdict"], status), ("assumed", "unknown", 4), NAMED[at])
        name = NAMED[at].replace("--device", "-d")
        texts = [finding["text"] for finding in report["findings"] if finding["code"] == "assumed"]
        case.check(len(texts) == 1 and f"`{name} " in texts[0], f"{NAMED[at]}: {texts}")
        option = texts[0].split("`")[1].split()
        known = option != ["--ai-isp", "on"]  # beside a camera what it then takes is unknown
        case.equal(case.judge("both.mud", "--no-assume", *words, *option)[1], 0 if known else 4, f"with {option}")
        case.equal(case.judge("both.mud", *words)[1], 0, f"without {NAMED[at]}")
    report, _ = case.judge("both.mud", "--no-assume", "--device", "maixcam2-4g", "-c", "640x480")
    texts = [finding["text"] for finding in report["findings"] if finding["code"] == "assumed"]
    case.equal([text.split("`")[1].split()[0] for text in texts], ["--runner", "--dual-buff", "--ai-isp", "--sensor", "-c"],
               "all that is left open")
    for words in (("--each",), ("-d", "maixcam2-1g")):
        case.equal(case.call("both.mud", "--no-assume", *words, "--device", "maixcam2-4g").returncode, 4, f"{words}")


def named_by(report):
    """The options that name what was assumed."""
    texts = [finding["text"] for finding in report["findings"] if finding["code"] == "assumed"]
    return [word for text in texts if "`" in text for word in text.split("`")[1].split()]


def without(words, option):
    at = words.index(option) if option in words else len(words)
    return words[:at] + words[at + 2:]


APPS = ((), ("-c", "640x480"), ("-c", "640x480@NV21"), ("-c", "640x480@RAW"), ("--display",), ("--display=320x240",),
        ("-c", "320x240", "--display"), ("--display=320x240:320x240",), ("--encode", "720p@h264"), ("--decode", "720p@h264"),
        ("--audio", "record"), ("-c", "640x480@NV21", "--ai-isp", "on"), ("-c", "640x480@NV21", "--ai-isp", "off"))


def test_no_fit_rests_on_what_is_assumed_or_unknown(case):
    """On each board, with what is asked for named in turn: what still has no verdict rests on what is unknown alone."""
    case.make_builds()
    case.mkmodel_to("cvimodel", "c.cvimodel", "--weight", 10000)
    devices = json.loads(case.call("devices", "-f", "json").stdout)["devices"]
    lines = [(*model, *app, "-d", device["image_name"] or device["id"]) for device in devices
             for model in ((), ("half.axmodel",), ("both.mud",), ("c.cvimodel",)) for app in APPS if model or app]
    ends = {"fits": 0, "marginal": 0}
    unknown = set()
    for _ in range(3):
        further = []
        for words, (report, status) in zip(lines, case.judge_many([(*line, "--no-assume") for line in lines])):
            if status == 0:
                ends[report["verdict"]] += 1
                case.equal([name for name, setting in report["request"].items()
                            if setting["assumed"] and name not in ("margin", "strict")], [], f"{words}")
                case.equal([finding["code"] for finding in report["findings"]
                            if "unknown" in finding["text"] or "of your own" in finding["text"]], [], f"{words}")
            options = named_by(report) if status == 4 and report["reason"] == "assumed" else []
            kept = words
            for option in options:
                kept = without(kept, option) if option.startswith("-") and "=" not in option else kept
            kept = tuple(word for word in kept if not (word.startswith("--display") and "--display=" in " ".join(options)))
            if options:
                further.append((*kept, *options))
            elif status == 4 and report["reason"] == "assumed":
                case.check("--no-assume nothing is judged" in report["message"], f"{words}: {report['message']}")
                unknown.update(finding["text"] for finding in report["findings"] if finding["code"] == "assumed")
        lines = further
    case.equal(lines, [], "what is asked for is named")
    case.check(ends["fits"] > 100, f"{ends}")
    case.equal(len(unknown), 3, f"AI-ISP that is on, a decoder, pools of an app: {unknown}")


def test_how_much_is_free_is_named(case):
    """A pool of which nothing is known but its size is judged as if it were empty."""
    case.mkmodel_to("axmodel", "a.axmodel", "--const", 10000)
    (case.folder / "board").mkdir()
    words = "a.axmodel", "--sysroot", "board", "--pool", "512M", "--runner", "plain"
    report, status = case.judge(*words)
    case.equal((status, "pool-idle" in case.codes(report)), (0, True), "a warning")
    report, status = case.judge(*words, "--no-assume")
    case.equal((report["reason"], status, named_by(report)), ("assumed", 4, ["--free", "536870912B"]), "assumed")
    report, status = case.judge(*words, "--no-assume", "--free", "100M")
    case.equal((status, "pool-idle" in case.codes(report)), (0, False), "named")


def test_ai_isp_of_a_camera_alone_can_be_named(case):
    app = "-c", "640x480@NV21", "--sensor", "os04d10", "-d", "maixcam2-4g"
    report, status = case.judge(*app, "--no-assume")
    case.equal((report["reason"], status, named_by(report)), ("assumed", 4, ["--ai-isp", "off"]), "assumed")
    case.equal(case.judge(*app, "--no-assume", "--ai-isp", "off")[1], 0, "off")
    report, status = case.judge(*app, "--no-assume", "--ai-isp", "on")
    case.equal((report["reason"], status), ("assumed", 4), "on")
    case.check("what AI-ISP takes" in report["message"], report["message"])
    case.equal(case.call("--display", "-d", "maixcam2-4g", "--ai-isp", "off").returncode, 2, "nothing that AI-ISP counts for")


def test_a_wrong_chip_needs_the_board_alone(case):
    case.make_builds()
    report, status = case.judge("half.axmodel", "--no-assume", "--device", "maixcam")
    case.equal((report["reason"], status), ("wrong-chip", 1), "wrong chip")
    done = case.call("half.axmodel", "--no-assume", "--device", "maixcam2-4g", "--emit")
    case.equal((done.returncode, done.stdout), (4, b""), "--emit")
    case.check(b"was not named" in done.stderr and b"in use is unknown" not in done.stderr, f"{done.stderr}")
    report, status = case.judge("half.axmodel", "--no-assume", "--strict", "--free", "1M")
    case.equal((report["reason"], status), ("assumed", 4), "too big on what is assumed")


def test_an_image_that_counts_is_named(case):
    """Only where another image of the board has another verdict; its name is what the option takes."""
    words = ("a.axmodel", "--runner", "maixcdk", "--dual-buff", "no", "--sensor", "os04d10", "--no-assume")
    case.mkmodel_to("axmodel", "a.axmodel", "--const", 10000)
    case.equal(case.judge(*words, "-d", "maixcam2-4g")[1], 0, "every image has one verdict")
    case.mkmodel_to("axmodel", "a.axmodel", "--workspace", "2500M")
    report, status = case.judge(*words, "-d", "maixcam2-4g")
    case.equal((report["reason"], status), ("assumed", 4), "images differ")
    option = [finding["text"].split("`")[1] for finding in report["findings"] if finding["code"] == "assumed"][0].split()
    case.check(option[0] == "-d" and option[1].startswith("maixcam2-4g@"), f"{option}")
    case.equal(case.judge(*words, *option)[1], 0, "named")
    text = case.call("devices").stdout.decode().split()
    case.check(option[1] in text, f"`devices` lists {option[1]}")
    names = [device["image_name"] for device in json.loads(case.call("devices", "-f", "json").stdout)["devices"]]
    case.check(option[1] in names, f"so does its JSON: {names}")
    for board in ("maixcam2", "MaixCAM2-4G"):
        message = case.judge(*words, "-d", board)[0]["message"]
        case.equal(message.count("-d "), 1, f"-d {board}: {message}")
        case.check(f"-d {option[1]}" in message, f"-d {board}: {message}")
    case.equal(case.judge(*words, "-d", "maixcam2-4g@before-2025-09")[1], 1, "the other one named")


def test_another_chip_goes_before_the_mode_of_the_npu(case):
    """The mode of an NPU that the board does not have can be changed at will."""
    case.mkmodel_to("axmodel", "n.axmodel", "--const", 4000, "--npu-mode", 1)
    case.equal(case.judge("n.axmodel", "-d", "maixcam2-4g", "--ai-isp", "on")[0]["reason"], "npu-mode", "where it matters")
    report, status = case.judge("n.axmodel", "-d", "maixcam", "--ai-isp", "on")
    case.equal((status, report["reason"]), (1, "wrong-chip"), report["message"])
    case.check("compiled for AX620E" in report["message"], report["message"])


if __name__ == "__main__":
    sys.exit(harness.main("loading", dict(globals()), Case))

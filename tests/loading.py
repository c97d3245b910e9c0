#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Who loads the models, and how: AI-ISP of the whole program, and options that have no effect.

  loading.py --tool build/maixfit --mkmodel build/tools/mkmodel
"""
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


def test_options_without_effect_are_reported(case):
    case.make_builds()
    case.mkmodel_to("cvimodel", "c.cvimodel", "--weight", 10000)
    for words, code in ((("--runner", "axllm"), "runner-unused"), (("--ai-isp", "on"), "ai-isp-unused"),
                        (("--context", 64), "no-context"), (("--dynamic-layers",), "dynamic-layers-unused")):
        case.check(code in case.codes_of("c.cvimodel", "--device", "maixcam", *words), f"{words}: {code}")
    plain, _ = case.judge("half.axmodel", *BOARD)
    axllm, _ = case.judge("half.axmodel", "--runner", "axllm", *BOARD)
    case.equal(axllm["demand"]["npu_bytes"], plain["demand"]["npu_bytes"], "as the board's usual program loads it")


def test_what_maixcdk_takes_elsewhere_is_unknown(case):
    case.make_builds()
    report, status = case.judge("half.axmodel", "--runner", "maixcdk", "--device", "m5-llm-module")
    case.equal((report["verdict"], status), ("unknown", 4), report["message"])


def test_an_app_that_takes_nothing_of_the_pool_has_a_report(case):
    run = case.call("--audio", "record", "--device", "maixcam")
    case.equal(run.returncode, 0, "status")
    case.check(run.stdout.startswith(b"Fits: needs 0 bytes"), f"{run.stdout}")


def test_settings_that_differ_name_their_model(case):
    """An LLM states its program; a detector is loaded by the board's."""
    case.make_builds()
    case.mkmodel_to("axmodel", "l0.axmodel", "--const", 4000, "--kv", "100:64")
    (case.folder / "config.json").write_text('{"template_filename_axmodel": "l%d.axmodel", "axmodel_num": 1}')
    value, assumed = case.setting("runner", "config.json", "half.axmodel", *BOARD)
    case.check("half.axmodel: maixcdk" in value and ": axllm" in value and assumed, f"{value}")


if __name__ == "__main__":
    sys.exit(harness.main("loading", dict(globals()), Case))

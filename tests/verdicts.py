#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""What a board does not know, and what is said of many verdicts together.

  verdicts.py --tool build/maixfit --mkmodel build/tools/mkmodel
"""
import json
import sys

import harness

MIB = 1 << 20


class Case(harness.Case):
    def cvimodel(self, name, size):
        self.mkmodel_to("cvimodel", name, "--weight", size, "--program", "--tensor",
                        "in:INT8:1x3x640x640:shared:input", "--tensor", "out:FP32:1x80x80x64:shared:output",
                        "--shared", "4M", "--private", "3M", "--cmd", "t2,d3")

    def judge(self, *words):
        run = self.call(*words, "-f", "json", text=True)
        report = json.loads(run.stdout) if run.stdout else {}
        if report:
            self.hold_against_schema(report, words)
        return report, run.returncode, run.stderr

    def policy(self, checks, **more):
        (self.folder / "maixfit.json").write_text(json.dumps({"schema": "maixfit-gate/1", "checks": checks, **more}))


# Of each: the board, what is asked for, the end of the sentence that says what is not known there.
UNKNOWN = [("milkv-duos", ["--display"], "what a display takes on milkv-duos is not known."),
           ("recamera", ["-c", "1280x720", "--display"], "what a display takes on recamera is not known."),
           ("milkv-duo256m", ["--decode", "720p@h264"], "milkv-duo256m has no known decoder of H264; known are: none."),
           ("maixcam@old", ["-c", "4000x3000"], "the older camera middleware of maixcam@old (5652480 bytes)."),
           ("maixcam", ["-c", "640x480", "--sensor", "os04d10"], "the sensor os04d10 is not known on maixcam, whose")]


def test_what_a_board_does_not_know(case):
    """It is status 4 and names the board; what does not fit without it does not fit with it."""
    case.cvimodel("a.cvimodel", "10M")
    case.cvimodel("b.cvimodel", "400M")
    for board, words, why in UNKNOWN:
        report, status, _ = case.judge("a.cvimodel", "-d", board, *words)
        case.equal((status, report["verdict"], report["reason"], report["status"]), (4, "unknown", "camera-unknown", 4), board)
        case.check(why in report["message"], report["message"])
        case.equal((report["demand"], report["pool_line"]["mib"]), (None, None), f"{board}: nothing is concluded")
        report, status, _ = case.judge("b.cvimodel", "-d", board, *words)
        case.equal((status, report["reason"]), (1, "too-big"), f"{board}: a model that is too large alone")
        case.check([f["code"] for f in report["findings"]].count("camera-unknown") == 1, f"{board}: {report['findings']}")
    report, status, stderr = case.judge("a.cvimodel", "-d", "maixcam", "-c", "640x480", "--sensor", "nosuch")
    case.equal((status, "is not a sensor of maixcam;" in stderr), (2, True), "a sensor of no board is wrong usage")


def test_a_board_of_several(case):
    """It does not hide what is known of the others, in whatever order they stand."""
    case.cvimodel("a.cvimodel", "10M")
    for boards in (["maixcam", "milkv-duos"], ["milkv-duos", "maixcam"]):
        words = ["a.cvimodel", *[word for board in boards for word in ("-d", board)], "-c", "1280x720", "--display"]
        report, status, stderr = case.judge(*words)
        case.equal((status, report["status"], report["reason"], stderr), (4, 4, "camera-unknown", ""), boards)
        reasons = {result["supply"]["device"]: result["reason"] for result in report["results"]}
        case.equal(reasons, {"maixcam": "fits", "milkv-duos": "camera-unknown"}, boards)
        line = case.call(*words, "-f", "line", text=True)
        case.check("a.cvimodel: Unknown: what a display takes on milkv-duos is not known" in line.stdout, line.stdout)
        case.equal(line.stderr, "", "nothing was wrong with the request")
    report, status, stderr = case.judge("a.cvimodel", "-d", "maixcam", "-d", "recamera", "-c", "640x480", "--sensor", "nosuch")
    case.equal((status, report["message"]), (2, stderr.splitlines()[0].removeprefix("maixfit: ")), "one message")
    case.check("`nosuch` is not a sensor of maixcam;" in stderr, stderr)


def test_a_gate_counts_its_checks(case):
    """A check passes where each of its verdicts does; a board without data is one verdict."""
    boards = ["maixcam2-4g", "maixcam", "milkv-duos"]
    case.policy([{"camera": "1280x720"}, {"camera": "1280x720", "display": True}], boards=boards)
    report, status, stderr = case.judge("gate")
    case.equal((status, report["message"], stderr), (4, "1 of 2 checks pass (5 of 6 verdicts).", ""), "no display")
    case.check("what a display takes on milkv-duos" in report["results"][5]["message"], report["results"][5]["message"])
    case.policy([{"camera": "640x480"}, {"camera": "640x480", "boards": ["maixcam", "maixcam2-4g"]}], boards="maixcam")
    case.equal(case.judge("gate")[0]["message"], "2 of 2 checks pass (3 of 3 verdicts).", "two checks")
    case.policy([{"camera": "640x480", "max_need": "1M"}, {"camera": "640x480"}], boards="maixcam")
    case.equal(case.judge("gate")[0]["message"], "1 of 2 checks pass.", "a verdict for each")
    case.policy([{"camera": "640x480"}, {"camera": "640x480", "sensor": "nosuch"}], boards=["maixcam", "milkv-duos"])
    run = case.call("gate", text=True)
    case.equal((run.returncode, "check 2: `nosuch` is not a sensor of maixcam;" in run.stderr), (2, True), run.stderr)


def test_marginal_is_not_fits(case):
    """Of many verdicts the worst counts, and a marginal one is worse than one that fits."""
    case.cvimodel("a.cvimodel", "1M")
    case.cvimodel("b.cvimodel", "60M")
    for models in (["a.cvimodel", "b.cvimodel"], ["b.cvimodel", "a.cvimodel"]):
        report, status, _ = case.judge(*models, "-d", "maixcam", "-c", "640x480", "--each")
        case.equal((status, report["verdict"], report["reason"], report["message"]),
                   (0, "marginal", "inside-margin", "1 of 2 models fit, each alone. Marginal: 1."), models)
        report, status, _ = case.judge(*models, "-d", "maixcam", "-c", "640x480", "--each", "--strict")
        case.equal((status, report["verdict"], report["message"]),
                   (5, "marginal", "1 of 2 models fit, each alone. Marginal: 1."), "strict")
    report = case.judge("b.cvimodel", "-d", "maixcam", "-d", "maixcam-pro", "-c", "640x480")[0]
    case.equal(report["message"], "It fits on 0 of 2 boards. Marginal: 2.", "boards")
    report = case.judge("a.cvimodel", "-d", "maixcam", "-c", "640x480", "--each")[0]
    case.equal((report["verdict"], report["message"]), ("fits", "1 of 1 models fit, each alone."), "nothing is marginal")


def test_a_baseline_of_another_request(case):
    """What the app does not take any more hides no growth; what grows is told all the same."""
    board = ["-d", "maixcam2-4g"]
    case.mkmodel_to("axmodel", "m.axmodel", "--const", "1M", "--words", 10)
    for words in (["-c", "640x480"], ["-c", "640x480", "-c", "320x240"], ["--display"], ["--encode", "640x480@h264"],
                  ["--decode", "720p@h264"], ["--audio", "play"], ["--dual-buff", "yes", "--runner", "maixcdk"]):
        case.call("m.axmodel", *board, *words, "-q", "-f", "json=base.json")
        report, status, _ = case.judge("m.axmodel", *board, *words, "--baseline", "base.json")
        case.equal((status, report["reason"]), (0, "fits"), f"{words}: the same request")
        other = ["--runner", "plain"] if "--runner" in words else words[2:]
        report, status, stderr = case.judge("m.axmodel", *board, *other, "--baseline", "base.json")
        case.equal((status, report["reason"]), (4, "baseline-missing"), f"{words}: without it")
        told = [f["text"] for f in report["findings"] if (f["code"], f["severity"]) == ("baseline-missing", "warning")]
        case.check(len(told) == 1 and "maixcam2-4g" in told[0] and ", and was " in told[0], f"{words}: {told}")
    case.call("m.axmodel", *board, "-q", "-f", "json=base.json")
    report, status, _ = case.judge("m.axmodel", *board, "-c", "640x480", "--baseline", "base.json")
    case.equal((status, report["reason"]), (1, "grown"), "a camera more")
    checks = [{"name": "p", "models": "m.axmodel", "camera": "640x480"}, {"name": "q", "models": "m.axmodel"}]
    case.policy(checks, boards="maixcam2-4g")
    case.call("gate", "-q", "-f", "json=base.json")
    del checks[0]["camera"]
    case.policy(checks, boards="maixcam2-4g")
    report, status, _ = case.judge("gate", "--baseline", "base.json")
    told = [[f["code"] for f in result["findings"] if f["severity"] == "warning"] for result in report["results"]]
    case.equal((status, told[0].count("baseline-missing"), told[1]), (0, 1, []), "one check of two is of another request")


def test_a_warning_is_said_once(case):
    """Two cameras that are opened alike give one warning, in each format."""
    case.mkmodel_to("axmodel", "m.axmodel", "--const", "1M", "--words", 10)
    once = case.judge("m.axmodel", "-d", "maixcam2-4g", "-c", "4K")[0]["findings"]
    case.check([f for f in once if f["severity"] == "warning"], f"nothing to repeat: {once}")
    twice = case.judge("m.axmodel", "-d", "maixcam2-4g", "-c", "4K", "-c", "4K")[0]["findings"]
    texts = [finding["text"] for finding in twice]
    case.equal(sorted(texts), sorted(set(texts)), "json")
    run = case.call("m.axmodel", "-d", "maixcam2-4g", "-c", "4K", "-c", "4K", "-f", "github", text=True)
    case.equal(len(run.stdout.splitlines()), len(set(run.stdout.splitlines())), "github")


def warnings_of(text):
    """Each warning of a text report as one line."""
    return [" ".join(part.split()) for part in text.split("warning: ")[1:]]


def test_a_warning_of_several_boards_is_said_once(case):
    """One that is not of all of them names its boards."""
    case.mkmodel_to("axmodel", "m.axmodel", "--const", "1M", "--words", 10)
    app = "m.axmodel", "-c", "4K@NV12", "--ai-isp", "on", "-d", "maixcam2-4g", "-d", "maixcam2-1g"
    both = warnings_of(case.call(*app, text=True).stdout)
    case.equal((len(both), len(set(both))), (3, 3), f"{both}")
    case.check(not any("maixcam2-" in text for text in both), f"of all boards: {both}")
    three = warnings_of(case.call(*app, "-d", "maixcam", text=True).stdout)
    case.equal(len(set(three)), len(three), f"{three}")
    case.equal([text.split(": ")[0] for text in three], ["maixcam2-4g, maixcam2-1g"] * 3 + ["maixcam"] * 2, f"{three}")


def test_a_warning_of_a_later_verdict_is_shown(case):
    """The first verdict on a board is of no app: of a file that cannot be read, or a check without a camera."""
    case.mkmodel_to("axmodel", "m.axmodel", "--const", "1M", "--words", 10)
    (case.folder / "bad.axmodel").write_text("no model\n")
    wanted = warnings_of(case.call("--each", "m.axmodel", "-d", "maixcam2-4g", "-c", "4K", text=True).stdout)
    case.equal(len(wanted), 2, f"{wanted}")
    texts = warnings_of(case.call("--each", "bad.axmodel", "m.axmodel", "-d", "maixcam2-4g", "-c", "4K", text=True).stdout)
    case.equal(texts, wanted, "--each")
    case.policy([{"name": "one", "models": "m.axmodel"}, {"name": "two", "camera": "4K"}], boards="maixcam2-4g")
    case.equal(warnings_of(case.call("gate", text=True).stdout), wanted, "gate")


def test_annotations_of_several_boards_name_them(case):
    """What has grown, and what is of the app there; a sentence that names its board does so once."""
    case.mkmodel_to("axmodel", "m.axmodel", "--const", "1M", "--words", 10)
    words = "m.axmodel", "-d", "maixcam2-4g", "-c", "4K"
    case.call(*words, "-d", "ax620q", "-d", "maixcam2-1g", "-q", "-f", "json=base.json")
    case.mkmodel_to("axmodel", "m.axmodel", "--const", "2M", "--words", 10)
    many = case.call(*words, "-d", "maixcam2-1g", "--baseline", "base.json", "-f", "github", text=True).stdout.splitlines()
    case.equal(len(many), len(set(many)), f"{many}")
    for line in many:
        case.equal(line.count("maixcam2-4g") + line.count("maixcam2-1g"), 1, line)
    case.check(sum("was 1 MiB" in line for line in many) == 2, f"{many}")
    one = case.call(*words, "--baseline", "base.json", "-f", "github", text=True).stdout
    case.equal(one.count("maixcam2-4g"), 1, f"of one board: {one}")
    sarif = json.loads(case.call(*words, "-d", "maixcam2-1g", "-f", "sarif").stdout)["runs"][0]["results"]
    case.check(all(f": {result['properties']['device']}: " in result["message"]["text"] for result in sarif), f"{sarif}")


if __name__ == "__main__":
    sys.exit(harness.main("verdicts", globals(), Case))

#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Every output format, read by the code of others: json, sarif_om, junitparser, Markdown. A document holds as many verdicts
as were judged, whole and in the order in which models and boards were named; it is a file only when it is whole."""
import json
import os
import pathlib
import re
import sys

import junitparser
import markdown
import sarif_om

import harness

BOARDS = ("maixcam2-4g", "maixcam")
FORMATS = ("text", "json", "jsonl", "line", "sarif", "junit", "markdown", "github")
MIB = 1 << 20
SARIF = {  # which class of sarif_om the objects of a property have
    "runs": sarif_om.Run, "results": sarif_om.Result, "message": sarif_om.Message, "locations": sarif_om.Location,
    "physicalLocation": sarif_om.PhysicalLocation, "artifactLocation": sarif_om.ArtifactLocation, "region": sarif_om.Region,
    "tool": sarif_om.Tool, "driver": sarif_om.ToolComponent, "rules": sarif_om.ReportingDescriptor,
    "shortDescription": sarif_om.MultiformatMessageString, "help": sarif_om.MultiformatMessageString,
}


def sarif_of(value, kind=sarif_om.SarifLog):
    """The object as the classes made from SARIF's schema have it: they refuse a name that it does not have, and lack of one
    that it needs."""
    if isinstance(value, list):
        return [sarif_of(item, kind) for item in value]
    names = {attribute.metadata["schema_property_name"]: attribute.name for attribute in kind.__attrs_attrs__}
    return kind(**{names[key]: sarif_of(item, SARIF[key]) if key in SARIF else item for key, item in value.items()})


class Case(harness.Case):
    def models(self):
        """One that fits MaixCAM2, one that is too big, one for MaixCAM, one that cannot be read, one that is not there."""
        io = ("--input", "x:FP32:1x4", "--output", "y:FP32:1x4")
        self.mkmodel_to("axmodel", "a.axmodel", "--const", MIB, "--words", 10, *io)
        self.mkmodel_to("axmodel", "big.axmodel", "--const", "3500M", "--words", 10, *io)
        self.mkmodel_to("cvimodel", "c.cvimodel", "--weight", "1M", "--cmd", "t3,d2,s", "--tensor",
                        "in:INT8:1x3x64x64:io0:input", "--tensor", "out:FP32:1x10:io1:output", "--shared", "512K")
        (self.folder / "bad.axmodel").write_text("no model\n")
        return ["a.axmodel", "big.axmodel", "c.cvimodel", "bad.axmodel", "no, such|<&\"_*:%.axmodel"]

    def write(self, words, name, wanted):
        """The text of one format, to standard output and to a file alike."""
        there = self.call(*words, "-f", name)
        self.equal(there.returncode, wanted, f"{name}: the status")
        beside = self.call(*words, "-q", "-f", f"{name}=out.{name}")
        self.equal(beside.returncode, wanted, f"{name}: the status with a file")
        text = (self.folder / f"out.{name}").read_bytes()
        if name == "json":
            self.equal(json.loads(text), json.loads(there.stdout), "json as a file")
        else:
            self.equal(text, there.stdout, f"{name} as a file")
        return text.decode()


def expect_many(case, models):
    """What each format says of all models on both boards: the parsed list of (verdict, model, board)."""
    words = ["--each", *models, *(word for board in BOARDS for word in ("-d", board))]
    report = json.loads(case.write(words, "json", 3))
    case.hold_against_schema(report, "json")
    case.equal({name: setting["value"] for name, setting in report["request"].items()},
               {"device": ", ".join(BOARDS), "each": "yes"}, "what was named")
    wanted = [(result["verdict"], model, board) for result, (model, board)
              in zip(report["results"], ((model, board) for model in models for board in BOARDS))]
    case.equal(len(report["results"]), len(models) * len(BOARDS), "results")
    case.equal([verdict for verdict, _, _ in wanted],
               ["fits", "does-not-fit", "does-not-fit", "does-not-fit", "does-not-fit", "fits"] + 4 * ["unknown"], "verdicts")
    unread = [[(entry["path"], entry["reason"]) for entry in result["unread"]] for result in report["results"]]
    case.equal(unread, 6 * [[]] + 2 * [[("bad.axmodel", "unknown-format")]] + 2 * [[(models[-1], "no-such-file")]], "unread")
    return words, report["results"], wanted


def test_json_lines_and_lines(case):
    models = case.models()
    words, results, wanted = expect_many(case, models)
    lines = [json.loads(line) for line in case.write(words, "jsonl", 3).splitlines()]
    case.equal(lines, results, "a line has what the list has")
    for line in lines[:3]:
        case.hold_against_schema(line, "jsonl")
    lines = case.write(words, "line", 3).splitlines()
    case.equal(len(lines), len(wanted), "lines")
    for line, (_, model, _), result in zip(lines, wanted, results):
        case.check(line.startswith(f"{model}: "), f"{line} is not of {model}")
        case.check(line.endswith(result["message"]), f"{line} is not {result['message']}")


def test_the_schema_refuses_a_typing_error(case):
    """Lists of words are closed: a reason, a code or an action that is none does not pass. Later fields do."""
    case.models()
    report = case.judge("big.axmodel", "-d", "maixcam2-1g")[0]
    case.equal(harness.schema_problems(report), [], "as it is")
    for path in (("reason",), ("findings", 0, "code"), ("advice", 0, "action"), ("verdict",)):
        wrong = json.loads(json.dumps(report))
        place = wrong
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] += "g"
        case.check(list(harness.OPEN_VALIDATOR.iter_errors(wrong)), f"{path}: {place[path[-1]]} passes")


def test_sarif(case):
    models = case.models()
    words, results, wanted = expect_many(case, models)
    document = json.loads(case.write(words, "sarif", 3))
    log = sarif_of(document)
    case.equal((log.version, len(log.runs)), ("2.1.0", 1), "one run of SARIF 2.1.0")
    run = log.runs[0]
    rules = [rule.id for rule in run.tool.driver.rules]
    case.equal(len(rules), len(set(rules)), "no rule stands twice")
    case.check(all(rule.help.text and rule.short_description.text for rule in run.tool.driver.rules), "rules without help")
    case.check({result.rule_id for result in run.results} <= set(rules), "a result without its rule")
    said = [(result.rule_id, result.level, result.properties["device"],
             result.locations[0].physical_location.artifact_location.uri) for result in run.results]
    bad = "no%2C%20such%7C%3C%26%22_%2A%3A%25.axmodel"
    case.equal(said, [("wrong-chip", "error", "maixcam", "a.axmodel"), ("too-big", "error", "maixcam2-4g", "big.axmodel"),
                      ("wrong-chip", "error", "maixcam", "big.axmodel"),
                      ("wrong-chip", "error", "maixcam2-4g", "c.cvimodel"),
                      *(("unknown-format", "error", board, "bad.axmodel") for board in BOARDS),
                      *(("no-such-file", "error", board, bad) for board in BOARDS)], "results")
    # A document without results is one, too.
    document = json.loads(case.write(["a.axmodel", "-d", "maixcam2-4g"], "sarif", 0))
    case.equal(sarif_of(document).runs[0].results, [], "no result where it fits")
    # The line of a manifest, and a path that is absolute.
    (case.folder / "m.mud").write_text("[basic]\ntype = axmodel\nmodel_npu = a.axmodel\nmodel_npu = a.axmodel\n")
    document = json.loads(case.write([case.folder / "m.mud", "-d", "maixcam2-4g"], "sarif", 0))
    place = sarif_of(document).runs[0].results[0].locations[0].physical_location
    case.equal(place.artifact_location.uri, (case.folder / "m.mud").as_uri(), "an absolute path")
    case.equal(place.region.start_line if place.region else None, 4, "the line of the manifest")


def test_junit(case):
    models = case.models()
    words, results, wanted = expect_many(case, models)
    case.write(words, "junit", 3)
    suites = junitparser.JUnitXml.fromfile(str(case.folder / "out.junit"))
    outcomes = []
    for suite in suites:
        tests = list(suite)
        case.equal((len(tests), suite.tests), (1, 1), "a suite has one test")
        case.equal(tests[0].classname, suite.name, "by which a reader tells it from others")
        result = tests[0].result[0] if tests[0].result else None
        outcomes.append((type(result).__name__, result.type if result else None, suite.name, tests[0].name))
        case.equal((suite.failures, suite.errors), (int(isinstance(result, junitparser.Failure)),
                                                    int(isinstance(result, junitparser.Error))), f"counts of {suite.name}")
    kinds = {"fits": "NoneType", "does-not-fit": "Failure", "unknown": "Error"}
    case.equal(outcomes, [(kinds[verdict], None if verdict == "fits" else result["reason"], model, f"fits {board}")
                          for (verdict, model, board), result in zip(wanted, results)], "outcomes")


def test_markdown(case):
    models = case.models()
    words, _, wanted = expect_many(case, models)
    html = markdown.markdown(case.write(words, "markdown", 3), extensions=["tables"])
    rows = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL) for row in re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL)]
    rows = [row for row in rows if row]
    titles = {"fits": "✅ fits", "does-not-fit": "❌ does not fit", "unknown": "❓ unknown"}
    case.equal([(row[0], row[2]) for row in rows], [(titles[verdict], board) for verdict, _, board in wanted], "rows")
    case.equal({len(row) for row in rows}, {6}, "nothing in a cell ends it")
    case.check("<em>" not in html and "<strong>" not in html, "a name became markup")


def test_github(case):
    """Annotations: one a line, with nothing in them that ends a property or a line."""
    models = case.models()
    words, results, _ = expect_many(case, models)
    lines = case.write(words, "github", 3).splitlines()
    pattern = re.compile(r"::(error|warning) file=([^,:]*),(?:line=\d+,)?title=maixfit%3A ([a-z-]+)::(.+)")
    said = [pattern.fullmatch(line) for line in lines]
    case.check(all(said), f"{lines}")
    failing = [result for result in results if result["status"]]
    case.equal([line[3] for line in said if line], [result["reason"] for result in failing], "rules")
    case.equal(case.write(["a.axmodel", "-d", "maixcam2-4g"], "github", 0), "", "nothing to annotate")


def test_together_on_boards(case):
    case.models()
    report = json.loads(case.write(["a.axmodel", "c.cvimodel", "-d", "maixcam2-4g", "-d", "maixcam"], "json", 1))
    case.hold_against_schema(report, "together")
    case.equal([(len(result["models"]), result["reason"]) for result in report["results"]],
               [(2, "wrong-chip"), (2, "wrong-chip")], "both models on each board")
    captured = harness.ROOT / "tests/boards/cmm-4g-idle"
    done = case.call("a.axmodel", "-d", "maixcam2-4g", "-d", "maixcam2-1g", "--sysroot", captured)
    case.equal((done.returncode, b"one board" in done.stderr), (2, True), f"a captured board is one: {done.stderr}")
    report = json.loads(case.write(["-c", "640x480", "-d", "maixcam2-4g", "-d", "maixcam"], "json", 0))
    case.equal([result["supply"]["device"] for result in report["results"]], list(BOARDS), "a camera alone")
    case.equal(report["request"]["device"]["value"], "maixcam2-4g, maixcam", "the boards")


def test_folders_of_builds(case):
    """Each board has its own build out of a folder; the others are left out there alone."""
    case.models()
    (case.folder / "both").mkdir()
    for name in ("a.axmodel", "c.cvimodel"):
        (case.folder / name).rename(case.folder / "both" / name)
    report = json.loads(case.write(["both", "-d", "maixcam2-4g", "-d", "maixcam"], "json", 0))
    case.equal([pathlib.Path(result["models"][0]["path"]).name for result in report["results"]],
               ["a.axmodel", "c.cvimodel"], "its own build")
    report = json.loads(case.write(["--each", "both", "-d", "maixcam2-4g", "-d", "maixcam"], "json", 0))
    case.equal([len(result["models"]) for result in report["results"]], [1, 1], "each")
    text = case.call("--each", "both", "-d", "maixcam2-4g", "-d", "maixcam").stdout.decode()
    case.equal(text.count("left out: others"), 2, f"what is left out is said once a board: {text}")
    case.check("Left out, as they are built for other chips: 2." in text.replace("\n", " "), f"and counted: {text}")


def test_outputs(case):
    case.models()
    done = case.call("a.axmodel", "-d", "maixcam2-4g", "-f", "sarif=s", "-f", "junit=j", "-f", "line")
    case.equal(done.returncode, 0, done.stderr)
    case.check(done.stdout.startswith(b"a.axmodel: Fits") and done.stdout.count(b"\n") == 1, done.stdout)
    case.check((case.folder / "s").exists() and (case.folder / "j").exists(), "the files are missing")
    done = case.call("a.axmodel", "-d", "maixcam2-4g", "-f", "markdown=m")
    case.check(b"Fits" in done.stdout, "text stays on standard output")
    for words, says in ((("-f", "yaml"), b"one of text, json"), (("-f", "json", "-f", "line"), b"cannot both go"),
                        (("-f", "json="), b"name is empty"), (("-f", "json=no/such/file"), b"no/such/file cannot be written"),
                        (("-f", "json=x", "-f", "line=x"), b"cannot both go to x"),
                        (("inspect", "-f", "sarif"), b"has the formats text and json, not sarif")):
        done = case.call("a.axmodel" if words[0] != "inspect" else "inspect", *words[words[0] == "inspect":],
                         *(["a.axmodel"] if words[0] == "inspect" else []))
        case.equal((done.returncode, done.stdout), (2, b""), f"{words}")
        case.check(says in done.stderr and done.stderr, f"{words}: {done.stderr}")
    # Usage that shows only after a verdict: what was written is a whole document.
    done = case.call("c.cvimodel", "-d", "maixcam", "-d", "maixcam2-4g", "--ai-isp", "off", "-f", "json")
    case.equal((done.returncode, json.loads(done.stdout)["status"]), (2, 2), f"{done.stderr}")
    # A file appears only when it is whole; one that is there stays where nothing could be judged.
    (case.folder / "s").write_text("old")
    case.equal(case.call("-f", "sarif=s", "-d", "toaster", "a.axmodel").returncode, 2, "no such board")
    case.equal((case.folder / "s").read_text(), "old", "the file of before")
    case.equal(case.call("--each", "-f", "sarif=s", "-d", "toaster", "a.axmodel").returncode, 2, "no such board")
    case.equal((case.folder / "s").read_text(), "old", "the file of before, with --each")
    # A link stays, and what it leads to is written.
    (case.folder / "there").mkdir()
    (case.folder / "there" / "s").write_text("old")
    for link, target in (("l1", "there/s"), ("l2", "l1"), ("there/l3", "../l2"), ("l4", case.folder / "there/new")):
        (case.folder / link).symlink_to(target)
    for link, target in (("l1", "there/s"), ("there/l3", "there/s"), ("l4", "there/new")):
        case.equal(case.call("a.axmodel", "-d", "maixcam2-4g", "-q", "-f", f"line={link}").returncode, 0, link)
        case.check((case.folder / link).is_symlink(), f"{link} is a link no more")
        case.check((case.folder / target).read_text().startswith("a.axmodel: Fits"), f"{link}: {target} is not written")
        (case.folder / target).write_text("old")
    (case.folder / "loop").symlink_to("loop")
    done = case.call("a.axmodel", "-d", "maixcam2-4g", "-q", "-f", "line=loop")
    case.check(done.returncode == 2 and b"loop cannot be written" in done.stderr, f"{done}")
    case.check((case.folder / "loop").is_symlink(), "the loop is a link no more")
    done = case.call("--each", "a.axmodel", "-d", "maixcam2-4g", "-f", "json=/dev/full")
    case.equal(done.returncode, 2, "a full disk is no verdict")
    left = {path.name for path in case.folder.iterdir()}
    case.equal({name for name in left if re.search(r"\.\d+-\d+$", name)}, set(), "nothing half is left")


def test_quiet(case):
    case.models()
    for words, status, says in ((("a.axmodel", "-d", "maixcam2-4g"), 0, b""),
                                (("big.axmodel", "-d", "maixcam2-4g"), 1, b"Does not fit: "),
                                (("--each", "a.axmodel", "big.axmodel", "-d", "maixcam2-4g"), 1, b"Does not fit: ")):
        done = case.call(*words, "-q")
        case.equal((done.returncode, done.stdout), (status, b""), f"{words} -q")
        case.check(says in done.stderr and done.stderr.count(b"\n") == bool(says), f"{words} -q: {done.stderr}")


def test_one_verdict_in_every_format(case):
    case.models()
    for name in FORMATS:
        for words, status in ((("a.axmodel", "-d", "maixcam2-4g"), 0), (("big.axmodel", "-d", "maixcam2-4g"), 1),
                              (("bad.axmodel", "-d", "maixcam2-4g"), 3)):
            done = case.call(*words, "-f", name)
            case.equal(done.returncode, status, f"{name} {words}")
            case.check(done.stdout or (name == "github" and status == 0) or (name == "text" and status == 3),
                       f"{name} {words} says nothing")


def test_many_models(case):
    """1500 models on two boards: every one is there, in its order, and memory does not grow with them."""
    case.models()
    os.mkdir(case.folder / "many")
    names = [f"many/m{index}.axmodel" for index in range(1500)]
    for name in names:
        os.link(case.folder / "a.axmodel", case.folder / name)
    words = ["--each", *names, "-d", "maixcam2-4g", "-d", "maixcam"]
    lines = case.call(*words, "-f", "line").stdout.decode().splitlines()
    case.equal([line.split(":")[0] for line in lines], [name for name in names for _ in BOARDS], "each on each board")
    report, status = case.judge("--each", "many", "-d", "maixcam2-4g")
    case.equal((status, len(report["results"])), (0, 1500), "as a folder")


if __name__ == "__main__":
    sys.exit(harness.main("formats", globals(), Case))

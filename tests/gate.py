#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""`maixfit gate`: a policy of checks, budgets, and what has grown since a baseline."""
import json
import re
import sys

import jsonschema
import junitparser

import harness

POLICY_SCHEMA = json.loads((harness.ROOT / "docs" / "maixfit-gate.schema.json").read_text())
MIB = 1 << 20


class Case(harness.Case):
    def models(self, first=MIB):
        io = ("--input", "x:FP32:1x4", "--output", "y:FP32:1x4")
        for name, size in (("a", first), ("b", 2 * MIB)):
            self.mkmodel_to("axmodel", f"{name}.axmodel", "--const", size, "--words", 10, *io)

    def policy(self, checks, name="maixfit.json", **more):
        policy = {"schema": "maixfit-gate/1", "boards": ["maixcam2-4g"], "runner": "plain", "no_assume": True, "strict": True,
                  "checks": checks, **more}
        (self.folder / name).parent.mkdir(exist_ok=True)
        (self.folder / name).write_text(json.dumps(policy))
        return policy

    def write_policy(self, lines):
        (self.folder / "p.json").write_text("\n".join(lines))
        return "p.json"

    def gate(self, *words):
        run = self.call("gate", *words, "-f", "json")
        report = json.loads(run.stdout) if run.stdout else {}
        if report:
            self.hold_against_schema(report, "gate")
        return report, run.returncode


def reasons(report):
    return [result["reason"] for result in report["results"]]


def test_the_worst_of_all_checks(case):
    """Every check has the settings of the top, but for its own; one over its budget fails the whole."""
    case.models()
    checks = [{"models": "a.axmodel", "max_need": "2M"}, {"models": ["a.axmodel", "b.axmodel"], "name": "both"},
              {"models": ["a.axmodel", "b.axmodel"], "each": True, "boards": ["maixcam2-1g", "maixcam2-2g"]}]
    jsonschema.validate(case.policy(checks), POLICY_SCHEMA)
    report, status = case.gate()
    case.equal((status, reasons(report), report["message"]), (0, 6 * ["fits"], "3 of 3 checks pass (6 of 6 verdicts)."), "pass")
    case.equal([(len(result["models"]), result["supply"]["device"]) for result in report["results"]],
               [(1, "maixcam2-4g"), (2, "maixcam2-4g"), *2 * [(1, "maixcam2-1g"), (1, "maixcam2-2g")]], "what was judged")
    checks[0]["max_need"] = "1M"
    case.policy(checks)
    report, status = case.gate()
    case.equal((status, reasons(report)), (1, ["over-budget", *5 * ["fits"]]), "one budget is broken")
    case.equal(report["results"][1]["request"].get("max_need"), None, "a budget is of its check alone")
    case.check("1 MiB that are allowed" in report["results"][0]["message"], report["results"][0]["message"])
    checks.append({"models": "none.axmodel"})
    case.policy(checks)
    case.equal(case.gate()[1], 3, "a model that is missing")
    policy = case.policy([{"models": "a.axmodel", "runner": None, "no_assume": None}])
    jsonschema.validate(policy, POLICY_SCHEMA)
    report, status = case.gate()
    case.equal((status, report["results"][0]["request"]["runner"]["assumed"]), (0, True), "null takes nothing of the top")
    case.policy([{"models": "a.axmodel", "runner": "maixcdk"}])
    case.equal((reasons(case.gate()[0]), case.gate()[1]), (["assumed"], 4), "no_assume")


def test_all_formats(case):
    case.models()
    case.policy([{"models": "a.axmodel", "max_need": "1M"}, {"models": "b.axmodel"}])
    done = case.call("gate", "-f", "line", *(f"-f{name}=out.{name}" for name in ("sarif", "junit", "markdown", "github")))
    case.equal((done.returncode, done.stdout.count(b"\n")), (1, 2), f"{done}")
    sarif = json.loads((case.folder / "out.sarif").read_text())
    case.equal([item["ruleId"] for item in sarif["runs"][0]["results"]], ["over-budget"], "sarif")
    case.check("title=maixfit%3A over-budget::" in (case.folder / "out.github").read_text(), "github")
    case.equal((case.folder / "out.junit").read_text().count("<testcase"), 2, "junit")
    case.equal((case.folder / "out.markdown").read_text().count("axmodel"), 2, "markdown")
    done = case.call("gate", "-q")
    case.equal((done.returncode, done.stdout), (1, b""), "-q")
    case.check(b"budget" in done.stderr, f"{done.stderr}")
    case.check(case.call("gate").stdout.splitlines()[0].split()[4:5] == [b"board"], "text has the board, as there may be more")


def test_growth_since_a_baseline(case):
    case.models()
    case.policy([{"models": "a.axmodel"}, {"models": ["a.axmodel", "b.axmodel"]}], max_growth="64K")
    case.equal(case.call("gate", "-q", "-f", "json=base.json").returncode, 0, "the baseline")
    report, status = case.gate("--baseline", "base.json")
    case.equal((status, reasons(report)), (0, 2 * ["fits"]), "nothing has changed")
    case.check(not any("baseline" in code for result in report["results"] for code in case.codes(result)), "no difference")
    case.models(MIB + 65536)
    report, status = case.gate("--baseline", "base.json")
    case.equal((status, reasons(report)), (0, 2 * ["fits"]), "as much as is allowed")
    case.check(all("baseline-difference" in case.codes(result) for result in report["results"]), "a note on what differs")
    case.models(MIB + 65537)
    report, status = case.gate("--baseline", "base.json")
    case.equal((status, reasons(report)), (1, 2 * ["grown"]), "a byte more takes a page more")
    texts = [finding["text"] for finding in report["results"][0]["findings"] if finding["code"] == "baseline-difference"]
    case.check(len(texts) == 1 and texts[0].startswith("a.axmodel, weights") and "and was 1 MiB" in texts[0], f"{texts}")
    for growth, wanted in (("7%", 0), ("6%", 1)):
        case.policy([{"models": "a.axmodel"}], max_growth=growth)
        case.equal(case.gate("--baseline", "base.json")[1], wanted, growth)
    case.models(MIB // 2)
    case.equal(case.gate("--baseline", "base.json")[1], 0, "less is no growth")
    case.policy([{"models": "b.axmodel"}])
    report, status = case.gate("--baseline", "base.json")
    case.equal((status, report["reason"]), (4, "baseline-missing"), "nothing of it is compared")
    # Without a policy, and of one verdict alone.
    words = ("a.axmodel", "-d", "maixcam2-4g", "--runner", "plain", "-f", "json")
    (case.folder / "one.json").write_bytes(case.call(*words).stdout)
    case.models()
    report, status = case.judge(*words[:-2], "--baseline", "one.json")
    case.equal((status, report["reason"]), (1, "grown"), "no growth is allowed")


def differences(report):
    """The reason of each verdict, and whether it was compared."""
    return [(result["reason"], "baseline-missing" not in case_codes(result)) for result in report["results"]]


def case_codes(result):
    return {finding["code"] for finding in result["findings"]}


def test_a_baseline_of_another_folder(case):
    """Models are found by their place beside the policy, wherever the tool runs."""
    case.models()
    case.policy([{"models": ["../a.axmodel"]}], "ci/policy.json")
    there = case.call("gate", "policy.json", "-f", "json", cwd=case.folder / "ci")
    (case.folder / "ci" / "base.json").write_bytes(there.stdout)
    base = ("--baseline", "ci/base.json")
    case.equal(differences(case.gate("ci/policy.json", *base)[0]), [("fits", True)], "from the top")
    case.models(2 * MIB)
    for file in ("ci/policy.json", "./ci/policy.json", str(case.folder / "ci" / "policy.json")):
        report, status = case.gate(file, *base)
        case.equal((status, differences(report)), (1, [("grown", True)]), file)


def test_a_baseline_in_another_order(case):
    """Two checks of one model, told apart by their names, or by what they ask for."""
    case.models()
    plain = {"models": "a.axmodel"}
    app = {**plain, "camera": "640x480@NV21", "sensor": "os04d10", "ai_isp": "off"}
    for names in (("p", "q"), (None, None)):
        one, two = ({**check, "name": name} if name else check for name, check in zip(names, (plain, app)))
        case.policy([one, two])
        case.equal(case.call("gate", "-q", "-f", "json=base.json").returncode, 0, "the baseline")
        case.policy([two, one])
        case.equal(case.gate("--baseline", "base.json")[1], 0, f"{names}: another order")
        case.models(2 * MIB)
        case.policy([two, one])
        report, status = case.gate("--baseline", "base.json")
        case.equal((status, differences(report)), (1, 2 * [("grown", True)]), f"{names}: both have grown")
        case.models()
    case.policy([{**plain, "name": "p"}, {**app, "name": "q"}])
    case.call("gate", "-q", "-f", "json=base.json")
    case.policy([{"models": ["a.axmodel", "b.axmodel"], "name": "p"}])
    case.equal(differences(case.gate("--baseline", "base.json")[0]), [("grown", True)], "a check has one model more")


def test_what_a_baseline_does_not_hold(case):
    case.models()
    case.policy([{"models": "a.axmodel", "name": "p"}])
    case.equal(case.call("gate", "-q", "-f", "json=base.json").returncode, 0, "the baseline")
    case.policy([{"models": "b.axmodel", "name": "q"}, {"models": "a.axmodel", "name": "p"}])
    report, status = case.gate("--baseline", "base.json")
    case.equal((status, differences(report)), (0, [("fits", False), ("fits", True)]), "what is new passes")
    notes = [finding for finding in report["results"][0]["findings"] if finding["code"] == "baseline-missing"]
    case.check(len(notes) == 1 and notes[0]["severity"] == "note" and "q: b.axmodel" in notes[0]["text"], f"{notes}")
    case.policy([{"models": "b.axmodel", "name": "q"}])
    report, status = case.gate("--baseline", "base.json")
    case.equal((status, report["status"], report["verdict"], report["reason"]), (4, 4, "unknown", "baseline-missing"),
               "nothing is compared")
    for words in (["gate"], ["b.axmodel", "-d", "maixcam2-4g"], ["--each", "b.axmodel", "-d", "maixcam2-4g"]):
        for more in ([], ["-q"], ["-f", "junit"]):
            done = case.call(*words, *more, "--baseline", "base.json")
            case.equal(done.returncode, 4, f"{words} {more}: {done}")
            said = done.stderr if more else done.stdout
            case.check(b"base.json has nothing of what" in said, f"{words} {more}: {done}")
    case.policy([{"models": "b.axmodel", "max_need": "1M"}])
    case.equal(case.gate("--baseline", "base.json")[1], 1, "what does not fit stays so")


def test_a_check_is_named_in_every_format(case):
    """So is its board, in each sentence that may fail it."""
    case.models()
    case.policy([{"models": "a.axmodel", "max_need": "1M", "name": "small <one>"}, {"models": "none.axmodel", "name": "gone"},
                 {"models": "b.axmodel", "name": "guess", "runner": None, "dual_buff": None},
                 {"camera": "640x480@NV21", "sensor": "os04d10", "ai_isp": "off", "runner": None, "name": "app"}])
    done = case.call("gate", "-f", "line", *(f"-f{name}=out.{name}" for name in
                                             ("text", "json", "jsonl", "sarif", "junit", "markdown", "github")))
    case.equal(done.returncode, 3, f"{done}")
    lines = done.stdout.decode().splitlines()
    case.equal([line.split(": ")[:2] for line in lines],
               [["small <one>", "a.axmodel"], ["gone", "none.axmodel"], ["guess", "b.axmodel"], ["app", "Fits"]], "line")
    case.check(all("maixcam2-4g" in lines[i] for i in (0, 2, 3)), f"the board: {lines}")
    out = {path.suffix[1:]: path.read_text() for path in case.folder.glob("out.*")}
    names = ["small <one>", "gone", "guess", "app"]
    for text in ("json", "jsonl"):
        results = json.loads(out["json"])["results"] if text == "json" else map(json.loads, out["jsonl"].splitlines())
        case.equal([result["request"]["check"]["value"] for result in results], names, text)
    case.equal([item["properties"]["check"] for item in json.loads(out["sarif"])["runs"][0]["results"]], names[:3], "sarif")
    texts = [item["message"]["text"] for item in json.loads(out["sarif"])["runs"][0]["results"]]
    case.equal([text.split(": ")[:2] for text in texts], [line.split(": ")[:2] for line in lines[:3]], "SARIF's texts")
    suites = list(junitparser.JUnitXml.fromstring(out["junit"].encode()))
    case.equal([suite.name for suite in suites], [f"{names[0]}: a.axmodel", f"{names[1]}: none.axmodel",
                                                  f"{names[2]}: b.axmodel", names[3]], "junit")
    for text, escaped in (("text", names[0]), ("github", names[0]), ("markdown", "small \\<one\\>")):
        case.equal([name in out[text] for name in [escaped, *names[1:3]]], 3 * [True], f"{text}: {out[text]}")
    case.equal(out["github"].count("\n"), 3, f"one annotation a verdict: {out['github']}")
    quiet = case.call("gate", "-q").stderr.decode().splitlines()
    case.equal(quiet, [f"maixfit: {line}" for line in lines[:3]], "-q has the same lines")


def test_the_request_of_a_gate(case):
    """What was asked, of all checks and of each, though a model cannot be read."""
    case.models()
    case.policy([{"models": "none.axmodel", "camera": ["640x480@NV21", "320x240"], "margin": "1M", "each": True},
                 {"models": "a.axmodel", "name": "n"}])
    report, _ = case.gate()
    common = {"runner": "plain", "no_assume": "yes", "strict": "yes", "device": "maixcam2-4g", "policy": "maixfit.json"}
    case.equal({name: item["value"] for name, item in report["request"].items()}, common, "of all")
    case.equal({name: item["value"] for name, item in report["results"][0]["request"].items()},
               {**common, "camera": "640x480@NV21", "camera_2": "320x240", "margin": "1M", "each": "yes"}, "of a refused model")
    case.check({*common, "check"} <= set(report["results"][1]["request"]), f"{report['results'][1]['request']}")


def test_what_the_schema_refuses(case):
    """The tool refuses it too, with its line."""
    case.models()
    lines = ['{"schema": "maixfit-gate/1",', ' "boards": "maixcam2-4g", "runner": "plain",',
             ' "checks": [{"models": "a.axmodel",', '  "name": "x"', ' }]', '}']
    assert case.call("gate", *[case.write_policy(lines)]).returncode == 0
    for line, old, new, says in (
            (2, '"runner": "plain"', '"strict": "yes"', "`strict`: should be true or false"),
            (2, '"runner": "plain"', '"context": 1.5', "`context`: should be a whole number or a text"),
            (2, '"runner": "plain"', '"context": true', "`context`: should be a whole number"),
            (2, '"runner": "plain"', '"sensor": ["os04d10"]', "`sensor`: should be a text"),
            (2, '"runner": "plain"', '"camera": 3', "`camera`: should be a text or a list of texts"),
            (2, '"runner": "plain"', '"boards": "maixcam"', "`boards`: stands there twice"),
            (4, '"name": "x"', '"name": "x", "models": "b.axmodel"', "check 1: `models`: stands there twice"),
            (4, '"name": "x"', '"name": 3', "check 1: `name`: should be a text"),
            (4, '"name": "x"', '"max_need": "\\"\\n much"', "check 1: `max_need`: `"),
            (5, '}]', '}, {"name": "x"}]', "check 2: `name`: another check has this name")):
        run = case.call("gate", case.write_policy([text.replace(old, new) for text in lines]))
        case.equal(run.returncode, 2, f"{new}: {run}")
        case.check(f"p.json, line {line}: " in run.stderr.decode() and says in run.stderr.decode(), f"{new}: {run.stderr}")


def test_the_tool_refuses_what_the_schema_refuses(case):
    """Each kind of value for each key, at the top and in a check."""
    case.models()
    validator = jsonschema.validators.validator_for(POLICY_SCHEMA)(POLICY_SCHEMA)
    keys = [*POLICY_SCHEMA["properties"], *POLICY_SCHEMA["$defs"]["settings"]["properties"], "name", "nonsense"]
    policies = []
    for key in keys:
        for value in (None, True, 3, 1.5, "x", [], [3], ["x"], {}):
            top = {"schema": "maixfit-gate/1", "checks": [{"models": "a.axmodel"}], key: value}
            own = {"schema": "maixfit-gate/1", "checks": [{"models": "a.axmodel", key: value}]}
            policies += [policy for policy in (top, own) if not validator.is_valid(policy)]
    for index, policy in enumerate(policies):
        (case.folder / f"{index}.json").write_text(json.dumps(policy))
    runs = case.many([harness.request(["gate", f"{index}.json"]) for index in range(len(policies))])
    case.check(len(policies) > 200, f"{len(policies)} policies")
    case.equal([policy for policy, run in zip(policies, runs) if run.returncode != 2], [], "policies that are not refused")


def test_the_policy_of_the_page(case):
    """docs/gate.md shows one that the schema and the tool take."""
    page = (harness.ROOT / "docs" / "gate.md").read_text()
    policy = json.loads(page.split("```json\n")[1].split("```")[0])
    jsonschema.validate(policy, POLICY_SCHEMA)
    (case.folder / "models").mkdir()
    for name in ("yolo11n", "face"):
        for build, mode in (("npu", 1), ("vnpu", 0)):
            case.mkmodel_to("axmodel", f"models/{name}_{build}.axmodel", "--const", MIB, "--words", 10, "--npu-mode", mode,
                            "--input", "x:FP32:1x4")
        (case.folder / "models" / f"{name}.mud").write_text(
            f"[basic]\ntype = axmodel\nmodel_npu = {name}_npu.axmodel\nmodel_vnpu = {name}_vnpu.axmodel\n")
    (case.folder / "maixfit.json").write_text(json.dumps(policy))
    report, status = case.gate()
    case.equal((status, reasons(report)), (0, 3 * ["fits"]), report.get("message"))
    lines = re.findall(r"^    maixfit (gate[^#\n]*)", page, re.MULTILINE)
    case.check(len(lines) >= 2, f"commands of the page: {lines}")
    for line in lines:
        case.equal(case.call(*line.split()).returncode, 0, line)
    # What the page says of builds without a .mud.
    for mode, ai_isp, wanted in ((1, "off", 0), (1, "on", 1), (1, None, 4), (0, None, 0), (0, "off", 0)):
        case.mkmodel_to("axmodel", "models/bare.axmodel", "--const", MIB, "--words", 10, "--npu-mode", mode)
        bare = {**policy, "checks": [{"models": "models/bare.axmodel", "ai_isp": ai_isp}]}
        (case.folder / "maixfit.json").write_text(json.dumps(bare))
        case.equal(case.gate()[1], wanted, f"mode {mode}, ai_isp {ai_isp}")
    known = set(POLICY_SCHEMA["$defs"]["settings"]["properties"]) | set(POLICY_SCHEMA["properties"]) - {"$schema"}
    case.equal({key for key in known if f"`{key}`" not in page}, set(), "keys that the page does not have")


def test_wrong_policies(case):
    case.models()
    good = {"models": "a.axmodel"}
    for checks, more, says in (([], {}, "`checks`"), ([3], {}, "check 1: is not an object"),
                               ([good, {**good, "modles": "b"}], {}, "check 2: `modles`"), ([good], {"typo": 1}, "`typo`"),
                               ([{**good, "camera": [3]}], {}, "check 1: `camera`"),
                               ([{**good, "max_need": "much"}], {}, "`max_need`: `much` is not a size"),
                               ([{**good, "boards": "toaster"}], {}, "check 1: --device: no board is called `toaster`"),
                               ([{**good, "context": 64}], {}, "check 1: --context has no effect"),
                               ([{**good, "strict": {}}], {}, "`strict`: should be true or false"),
                               ([{}], {}, "neither a model")):
        case.policy(checks, **more)
        run = case.call("gate", "-f", "json=out.json")
        case.equal(run.returncode, 2, f"{checks} {more}")
        case.check(not run.stdout or "has no effect" in says, f"{checks} {more}: {run.stdout}")
        case.check(b"maixfit.json, line 1: " in run.stderr and says.encode() in run.stderr, f"{checks} {more}: {run.stderr}")
        case.check(not (case.folder / "out.json").exists(), f"{checks} {more}: a report is written")
    for text in ("", "[]", "{}", '{"schema": "maixfit-gate/2", "checks": []}'):
        (case.folder / "maixfit.json").write_text(text)
        case.equal(case.call("gate").returncode, 2, text)
    case.equal(case.call("gate", "no.json").returncode, 2, "no policy")
    case.equal(case.call("gate", "a", "b").returncode, 2, "two policies")
    case.equal(case.call("gate", "--camera", "640x480").returncode, 2, "an option of the policy")
    case.policy([good])
    for text in ("", "{}", '{"schema": "maixfit/1"}', '{"schema": "maixfit/1", "results": [3]}',
                 '{"schema": "maixfit/1", "demand": {"npu_bytes": -1}}'):
        (case.folder / "base.json").write_text(text)
        case.equal(case.call("gate", "--baseline", "base.json").returncode, 2, f"a baseline of {text}")
    case.equal(case.call("gate", "--baseline", "none.json").returncode, 2, "no baseline")


def replacements(value):
    """The document with each of its parts in turn replaced by something of another kind."""
    for other in (None, True, 3, -1, 1e300, "x", [], [3], {}, {"x": 3}):
        yield other
    if isinstance(value, dict):
        for key in value:
            for changed in replacements(value[key]):
                yield {**value, key: changed}
    if isinstance(value, list) and value:
        for changed in replacements(value[0]):
            yield [changed, *value[1:]]


def test_odd_baselines(case):
    """Whatever stands in one, it ends with a status."""
    case.mkmodel_to("axmodel", "a.axmodel", "--const", 5000, "--words", 10)
    case.policy([{"models": "a.axmodel", "name": "n"}])
    case.call("gate", "-q", "-f", "json=base.json")
    documents = list(replacements(json.loads((case.folder / "base.json").read_text())))
    for index, document in enumerate(documents):
        (case.folder / f"{index}.base").write_text(json.dumps(document))
    runs = case.many([harness.request(["gate", "-q", "--baseline", f"{index}.base"]) for index in range(len(documents))])
    wrong = [(document, run) for document, run in zip(documents, runs) if run.returncode not in (0, 1, 2, 4)]
    case.check(len(documents) > 1000 and not wrong, f"{len(documents)} baselines, of which {len(wrong)} fail: {wrong[:2]}")


def test_a_baseline_of_many(case):
    """In whatever order; two checks of the same models are compared each with its own."""
    case.models()
    two = [{"models": "a.axmodel"}, {"models": "a.axmodel", "runner": "maixcdk", "dual_buff": "yes", "sensor": "os04d10"}]
    case.policy([*two, {"models": "b.axmodel"}])
    case.equal(case.call("gate", "-q", "-f", "json=base.json").returncode, 0, "the baseline")
    case.policy([{"models": "b.axmodel"}, *two])
    report, status = case.gate("--baseline", "base.json")
    case.equal((status, reasons(report)), (0, 3 * ["fits"]), "another order")
    case.check(not any("baseline" in code for result in report["results"] for code in case.codes(result)), "no difference")


def test_paths_are_beside_the_policy(case):
    case.models()
    case.policy([{"models": ["../a.axmodel", str(case.folder / "b.axmodel")]}], "ci/policy.json")
    report, status = case.gate("ci/policy.json")
    case.equal((status, [model["path"] for model in report["results"][0]["models"]]),
               (0, ["ci/../a.axmodel", str(case.folder / "b.axmodel")]), "paths")


if __name__ == "__main__":
    sys.exit(harness.main("gate", globals(), Case))

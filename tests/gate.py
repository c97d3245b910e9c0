#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""`maixfit gate`: a policy of checks, budgets, and what has grown since a baseline."""
import json
import sys

import jsonschema

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
    case.equal((status, reasons(report), report["message"]), (0, 6 * ["fits"], "6 of 6 checks pass."), "all pass")
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
    case.check(case.call("gate").stdout.splitlines()[0].split()[3:4] == [b"board"], "text has the board, as there may be more")


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
    case.equal((status, case.codes(report["results"][0]) & {"baseline-missing"}), (0, {"baseline-missing"}), "not in it")
    # Without a policy, and of one verdict alone.
    words = ("a.axmodel", "-d", "maixcam2-4g", "--runner", "plain", "-f", "json")
    (case.folder / "one.json").write_bytes(case.call(*words).stdout)
    case.models()
    report, status = case.judge(*words[:-2], "--baseline", "one.json")
    case.equal((status, report["reason"]), (1, "grown"), "no growth is allowed")


def test_the_policy_of_the_page(case):
    """docs/gate.md shows one that the schema and the tool take."""
    page = (harness.ROOT / "docs" / "gate.md").read_text()
    policy = json.loads(page.split("```json\n")[1].split("```")[0])
    jsonschema.validate(policy, POLICY_SCHEMA)
    (case.folder / "models").mkdir()
    for name in ("yolo11n", "face"):
        case.mkmodel_to("axmodel", f"models/{name}.axmodel", "--const", MIB, "--words", 10, "--input", "x:FP32:1x4")
    (case.folder / "maixfit.json").write_text(json.dumps(policy))
    report, status = case.gate()
    case.equal((status, reasons(report)), (0, 3 * ["fits"]), report.get("message"))
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
                               ([{**good, "strict": {}}], {}, "`strict`: is neither"), ([{}], {}, "neither a model")):
        case.policy(checks, **more)
        run = case.call("gate", "-f", "json=out.json")
        case.equal(run.returncode, 2, f"{checks} {more}")
        case.check(not run.stdout or "has no effect" in says, f"{checks} {more}: {run.stdout}")
        case.check(b"maixfit.json: " in run.stderr and says.encode() in run.stderr, f"{checks} {more}: {run.stderr}")
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

#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The tool in Chinese. Every command line of the golden cases leaves no English sentence in what people read, and no line
wider than 80 columns; tables stand where the English ones do; what machines read is the same in every language."""
import os
import re
import shlex
import sys
import unicodedata

import harness

sys.path.insert(0, str(harness.ROOT / "tests" / "golden"))
import run as golden  # noqa: E402

MACHINE = ("json", "jsonl", "sarif", "junit", "markdown", "github")
# Three words in a row, or one that no name has.
ENGLISH = re.compile(r"\b[A-Za-z][a-z']* [a-z']{2,} [a-z']{2,}|(?<![-\w/.])(the|is|are|and|not|which|with|it|of|by)(?![-\w/.])")
CODE = re.compile(r"`[^`]*`|maixfit [ -~]*|-{2}[a-z-]+ [ -~]*")
COLOR = re.compile(r"\033\[[0-9;]*m")
SIZE = re.compile(r"\d (MiB|KiB)(?=  \S|$)")


def columns(text):
    """As a terminal counts them."""
    return sum(0 if unicodedata.combining(one) else 1 + (unicodedata.east_asian_width(one) in "WF") for one in text)


class Case(harness.Case):
    def in_language(self, language, *words, **environment):
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", **environment}
        chosen = ("--lang", language) if language else ()
        done = self.call(*chosen, *words, env=environment)
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    def models(self):
        """One that fits, one that does not, one that leaves less than the margin, one that is damaged."""
        io = ("--input", "x:FP32:1x4", "--output", "y:FP32:1x4")
        self.mkmodel_to("axmodel", "small.axmodel", "--const", 1 << 20, *io)
        self.mkmodel_to("axmodel", "big.axmodel", "--const", 900 << 20, *io)
        whole = (self.folder / "small.axmodel").read_bytes()
        (self.folder / "cut.axmodel").write_bytes(whole[:1 << 19])
        (self.folder / "configs").write_text('maix_memory_cmm="3072"\n')
        (self.folder / "boards").symlink_to(harness.ROOT / "tests" / "boards")

    def is_chinese(self, words, text, wide_enough=80):
        for line in text.splitlines():
            plain = CODE.sub("", COLOR.sub("", line))
            found = ENGLISH.search(plain)
            self.check(not found, f"{words}: English: {line!r}")
            is_path = " " not in line.strip() and "/" in line  # is not broken, so that it can be copied
            self.check(is_path or columns(COLOR.sub("", line)) <= wide_enough, f"{words}: too wide: {line!r}")


JOBS = (
    ("small.axmodel", "--camera", "1080p"), ("small.axmodel", "-v", "--camera", "1080p", "--display", "--encode", "4K@h264"),
    ("big.axmodel", "-d", "maixcam2-1g"), ("small.axmodel", "--free", "2M", "--margin", "4M"),
    ("small.axmodel", "big.axmodel", "--each", "-d", "maixcam2-1g", "-d", "maixcam"), ("cut.axmodel",),
    ("status", "--sysroot", "boards/cmm-2g-fragmented"), ("status", "-v", "--sysroot", "boards/ion-75m-leaked"),
    ("config", "check", "configs", "-d", "maixcam2-4g"), ("config", "set", "2048", "configs", "-d", "maixcam2-4g", "--dry-run"),
    ("inspect", "small.axmodel"), ("devices",), ("sensors",), ("-h",), ("--help",), ("help", "config", "set"),
    ("explain", "carveout"), ("explain", "fragmented"),
)


def test_what_people_read(case):
    case.models()
    for words in JOBS:
        status, out, _ = case.in_language("zh", *words)
        case.equal(status, case.in_language("en", *words)[0], f"{words}: the status")
        if out:
            case.is_chinese(words, out)
            case.check(re.search("[\u4e00-\u9fff]", out), f"{words}: no Chinese")
    status, out, text = case.in_language("zh", "cut.axmodel")
    case.equal((status, out), (3, ""), "a damaged model")
    case.is_chinese("a damaged model", text, 200)
    case.check("请重新下载" in text or "下载不完整" in text, f"a damaged model: {text!r}")


def test_every_golden_case(case):
    """Messages of stderr are not wrapped, as in English."""
    golden.make_models(case.tool, case.mkmodel, case.folder)
    lines = []
    for path in sorted((harness.ROOT / "tests" / "golden" / "cases").rglob("*.golden")):
        line = path.read_text().split("\n")[0]
        words = shlex.split(line[len("$ maixfit "):])
        if line.startswith("$ maixfit ") and "capture" not in words and "--lang" not in words:
            lines.append(words)
    for words in lines:
        _, out, err = case.in_language("zh", *words)
        machine = any(word.split("=")[0] in MACHINE for word in words)
        case.is_chinese(words, "" if machine else out)
        case.is_chinese(words, err, 400)
    case.check(len(lines) > 100, f"{len(lines)} golden cases")


def test_what_machines_read(case):
    case.models()
    for words in JOBS[:6]:
        for name in MACHINE:
            got, want = (case.in_language(language, *words, "-f", name)[:2] for language in ("zh", "en"))
            case.equal(got, want, f"{words} -f {name}")
    for words in (*JOBS[6:9], *JOBS[10:13]):
        got, want = (case.in_language(language, *words, "-f", "json")[:2] for language in ("zh", "en"))
        case.equal(got, want, f"{words} -f json")
    for words in (("big.axmodel", "-d", "maixcam2-4g", "--emit"), ("capture", "--sysroot", "boards/cmm-4g-idle")):
        got, want = (case.in_language(language, *words)[:2] for language in ("zh", "en"))
        case.equal(got, want, f"{words}")


def ends_of_sizes(text):
    """Where the sizes of a table end, as a terminal shows them."""
    return {columns(line[:found.end()]) for line in text.splitlines() for found in SIZE.finditer(line[:60])}


def test_tables(case):
    case.models()
    words = ("small.axmodel", "-v", "--camera", "1080p", "--sensor", "os04a10", "-d", "maixcam2-1g")
    (_, chinese, _), (_, english, _) = (case.in_language(language, *words) for language in ("zh", "en"))
    tables = [text[:text.index("\n\n  ")].split("\n\n")[-1] for text in (chinese, english)]
    case.equal(ends_of_sizes(tables[0]), ends_of_sizes(tables[1]), "sizes of the table of blocks end at")
    case.equal(len(ends_of_sizes(tables[0])), 1, "ends of sizes")
    (_, chinese, _), (_, english, _) = (case.in_language(language, "devices") for language in ("zh", "en"))
    rows = [[line for line in text.splitlines()[1:] if line.startswith(("maixcam", "axcl"))] for text in (chinese, english)]
    case.equal([line[:60] for line in rows[0]], [line[:60] for line in rows[1]], "the figures of the boards")
    heads = [text.splitlines()[0] for text in (chinese, english)]
    ends = [[columns(head[:head.index(word) + len(word)]) for word in words]
            for head, words in zip(heads, (("RAM", "内存池", "合法值"), ("RAM", "pool", "legal")))]
    case.equal(ends[0], ends[1], "the columns of the boards end at")


def test_which_language(case):
    case.models()
    words = ("big.axmodel", "-d", "maixcam2-1g", "-v")
    chinese, english = case.in_language("zh", *words), case.in_language("en", *words)
    case.check(chinese[1] != english[1], "Chinese and English are the same")
    in_ascii = case.in_language(None, *words, LC_ALL="C")
    for locale, want in (("zh_CN.UTF-8", chinese), ("zh_CN.GB2312", in_ascii), ("zh_CN", in_ascii), ("de_DE.UTF-8", english)):
        case.equal(case.in_language(None, *words, LC_ALL=locale), want, locale)
    case.equal(case.in_language(None, *words, LC_ALL="", LANG="zh_CN.UTF-8", LC_MESSAGES="en_US.UTF-8"), english, "LC_MESSAGES")
    status, out, _ = case.in_language("zh", *words, LC_ALL="C")
    case.check(status == 1 and "放不下" in out and "?" not in out, f"--lang zh in the locale C: {status}, {out[:80]!r}")
    status, out, err = case.in_language("xx", *words)
    case.equal((status, out), (2, ""), "an unknown language")
    case.check("`xx`" in err, f"an unknown language: {err!r}")
    for words in (("--camra", "1080p", "--lang", "zh"), ("-d", "maixcam9", "--lang=zh", "small.axmodel")):
        case.check("是否想写" in case.call(*words, text=True).stderr, f"{words}: the option behind it")
    case.check("did you mean" in case.call("--camra", "--", "--lang", "zh", text=True).stderr, "no option")


def test_a_list_has_the_marks_of_its_language(case):
    case.models()
    owners = case.in_language("zh", "status", "-v", "--sysroot", harness.ROOT / "tests" / "boards" / "cmm-orphans")[1]
    refused = case.in_language("zh", "small.axmodel", "-d", "maixcam2-4g", "--no-assume")[1]
    for text in (owners, refused):
        case.check("，" in text and ", " not in text and "; " not in text, f"{text}")


def test_names_are_no_sentences(case):
    """Models, tensors and owners that are called as the catalog's words are: no report translates them."""
    for name in ("camera", "unknown", "models", "weight", "common pools"):
        case.mkmodel_to("axmodel", name, "--const", 1 << 20, "--input", "free:FP32:1x4", "--output", "none:FP32:1x4")
        jobs = ((name, "-d", "maixcam2-1g", "--camera", "1080p", "-v"), ("inspect", name), (name, "--free", "10K"),
                (name, name, "--each", "-d", "maixcam2-1g"))
        for words in jobs:
            text = " ".join(case.in_language("zh", *words)[1].split())
            case.check(name in text, f"{words}: no `{name}`: {text}")
            case.check(words[0] != "inspect" or "张量 free" in text, f"{words}: {text}")
        _, out, _ = case.in_language("zh", *jobs[0])
        case.check(re.search(r"公共内存池 +53\.1 MiB", out), f"{name}: the pools of MaixCDK: {out}")
        case.check(re.search(rf"^{name} +\d", out, re.M), f"{name}: the model in the table: {out}")
    _, _, err = case.in_language("zh", "camera", "--ai-isp", "none")
    case.check("`none`" in err, f"a value that is wrong: {err}")
    (case.folder / "proc/ax_proc").mkdir(parents=True)
    listing = (harness.ROOT / "tests/boards/cmm-2g-fragmented/proc/ax_proc/mem_cmm_info").read_text()
    (case.folder / "proc/ax_proc/mem_cmm_info").write_text(listing.replace("npu_rb_0_pid9", "camera"))
    for more in ((), ("-v",)):
        _, out, _ = case.in_language("zh", "status", "--sysroot", ".", *more)
        case.check("camera 300.0" in " ".join(out.split()), f"an owner of the pool: {out}")


def shape_of(text):
    """Levels of headings, blocks of code with their lines but for what is said beside a command, columns of the rows of
    tables, and how many paragraphs stand between them."""
    fenced = re.findall(r"^```.*?^```$", text, re.M | re.S)
    rest = re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S)
    lines = rest.split("\n")
    headings = [len(line.split(" ")[0]) for line in lines if line.startswith("#")]
    rows = [len(re.findall(r"(?<!\\)\|", line)) for line in lines if line.startswith("|")]
    commands = [re.split(" {2,}", line[4:])[0] for line in lines if line.startswith("    ")]
    blocks = [block for block in rest.split("\n\n") if block.strip() and not block.startswith(("#", "|", "    "))]
    return headings, fenced + commands, rows, len(blocks)


def test_the_readme(case):
    """In Chinese it has the same headings, commands, tables and number of paragraphs."""
    english, chinese = (shape_of((harness.ROOT / name).read_text()) for name in ("README.md", "docs/README.zh.md"))
    for got, want, name in zip(chinese, english, ("headings", "blocks of code", "rows of tables", "paragraphs")):
        case.equal(got, want, name)


def chapter(name, title):
    return (harness.ROOT / "docs" / name).read_text().split(f"\n## {title}\n")[1].split("\n## ")[0]


def test_the_guide(case):
    """In Chinese: the same commands and tables as the pages that it is of."""
    pages = [(harness.ROOT / "docs" / name).read_text() for name in ("capture.md", "fleets.md", "library.md", "costs.md")]
    english = "\n".join([(harness.ROOT / "docs" / "options.md").read_text(), chapter("bundles.md", "What MODEL may be"),
                         chapter("boot-configs.md", "The commands"), *pages])
    got, want = shape_of((harness.ROOT / "docs" / "guide.zh.md").read_text()), shape_of(english)
    case.equal(got[1:3], want[1:3], "commands and tables")


if __name__ == "__main__":
    sys.exit(harness.main("languages", globals(), Case))

#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The house rules can fail: each fault is planted into a copy of the project and must be refused, the copy itself not.

  rules_test.py
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
SPDX = "// SPDX-License-Identifier: MIT\n"
# file, what is added to it, what the rules say to that
PLANTS = [
    ("src/core/arena.c", '#include "../fit/fit.h"\n', "core includes fit"),
    ("src/core/arena.c", '#include "../maixfit.h"\n', "core includes maixfit.h"),
    ("src/core/arena.c", "#include <handle/handle.h>\n", "core includes handle"),
    ("src/boot/boot.h", '# include "../pipeline/pipeline.h"\n', "boot includes pipeline"),
    ("src/bundle/archive/archive.h", '#include "../../device/device.h"\n', "bundle includes device"),
    ("src/cli/main.c", '#include "../bundle/bundle.h"\n', "cli includes bundle"),
    ("formats/formats.c", '#include "../src/bundle/bundle.h"\n', "formats includes bundle"),
    ("src/platform/disk.h", '#include "../core/arena.h"\n', "platform includes core"),
    ("src/core/new.c", SPDX + "#ifdef __wasi__\n#endif\n", "only src/platform and src/cli/posix ask for a platform"),
    ("src/cli/new.c", SPDX + "#include <linux/audit.h>\n", "only src/platform and src/cli/posix ask for a platform"),
    ("src/device/new.c", SPDX + "#include <linux/magic.h>\n", "only src/platform and src/cli/posix ask for a platform"),
    ("src/loose.c", SPDX, "src/loose.c is in no layer"),
    ("src/other/new.c", SPDX, "src/other is in no layer"),
    ("src/core/new.c", "int x;\n", "src/core/new.c has no SPDX line"),
    ("src/core/new.c", SPDX * 451, "src/core/new.c has 451 lines"),
    ("tests/new.py", "# SPDX-License-Identifier: MIT\n" * 451, "tests/new.py has 451 lines"),
    ("tests/new.py", "#!/usr/bin/env python3\n# SPDX-License-Identifier: MIT\n", "tests/new.py is never run"),
    ("src/bundle/archive/archive.c", "void f(void) { printf(x); }\n", "the library prints or exits"),
    ("formats/formats.c", "void f(void) { exit(1); }\n", "the library prints or exits"),
    ("formats/formats.c", "void f(void) { cJSON_Parse(x); }\n", "only src/core/json_text.c parses"),
    ("models/devices/maixcam.json", '"/proc/cvitek/vb"\n', "nothing below /proc/cvitek is ever opened"),
]
CALLS = {"a": "b", "b": "c", "c": None, "main": "a"}  # which file calls a function of which


def copy_project(folder):
    names = subprocess.run([ROOT / "scripts" / "files.sh", "*"], check=True, capture_output=True, text=True).stdout
    for name in names.splitlines():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_file():
            shutil.copy(ROOT / name, folder / name)


def rules(folder):
    result = subprocess.run([folder / "tests" / "rules.sh"], capture_output=True, text=True)
    return result.returncode, result.stdout + result.stderr


def plant(folder, name, text):
    """What the rules say with the text in the file; the file is then as it was."""
    path = folder / name
    before = path.read_bytes() if path.exists() else None
    path.parent.mkdir(exist_ok=True)
    path.write_bytes((before or b"") + text.encode())
    said = rules(folder)
    if before is None:
        path.unlink()
        if not any(path.parent.iterdir()):
            path.parent.rmdir()
    else:
        path.write_bytes(before)
    return said


def circles(folder, calls):
    """What circles.py says of files that call each other like this."""
    objects = []
    for name, callee in calls.items():
        body = f"void f_{callee}(void);\nvoid f_{name}(void) {{ f_{callee}(); }}\n" if callee else f"void f_{name}(void) {{}}\n"
        (folder / f"{name}.c").write_text(body)
        objects.append(folder / f"{name}.c.o")
        subprocess.run(["cc", "-c", "-o", objects[-1], folder / f"{name}.c"], check=True)
    result = subprocess.run([sys.executable, ROOT / "tests" / "circles.py", *objects], capture_output=True, text=True)
    return result.returncode, result.stdout + result.stderr


def circle_in_copy(folder):
    """The same of two files of the project that call each other."""
    copy_project(folder)
    objects = []
    for name, callee in (("path", "clean"), ("clean", "path")):
        source = folder / "src" / "core" / f"{name}.c"
        with source.open("a") as file:
            file.write(f"\nvoid planted_{name}(void);\nvoid planted_{callee}(void);\n"
                       f"void planted_{name}(void)\n{{\n    planted_{callee}();\n}}\n")
        objects.append(folder / f"{name}.c.o")
        subprocess.run(["cc", "-D_GNU_SOURCE", "-c", "-o", objects[-1], source], check=True)
    result = subprocess.run([sys.executable, ROOT / "tests" / "circles.py", *objects], capture_output=True, text=True)
    return result.returncode, result.stdout + result.stderr


def judge(said, status, words, text):
    if said[0] == status and words in said[1]:
        return 0
    print(f"rules_test {text}: FAILED: status {said[0]}, not {status} with `{words}`:\n{said[1]}")
    return 1


def main():
    failed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        copy_project(folder)
        failed += judge(rules(folder), 0, "", "an untouched copy")
        for file, text, words in PLANTS:
            failed += judge(plant(folder, file, text), 1, words, f"{file}: {text[:60]!r}")
        failed += judge(rules(folder), 0, "", "the copy afterwards")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        failed += judge(circles(folder, CALLS), 0, "0 among 4 files", "a chain")
        failed += judge(circles(folder, dict(CALLS, c="a")), 1, "circle: a.c, b.c, c.c\n", "a circle of three")
        failed += judge(circles(folder, dict(CALLS, b="a")), 1, "circle: a.c, b.c\n", "a circle of two")
    with tempfile.TemporaryDirectory() as name:
        failed += judge(circle_in_copy(pathlib.Path(name)), 1, "circle: clean.c, path.c\n", "a circle in a copy")
    tests = len(PLANTS) + 6
    print(f"rules_test: {tests - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

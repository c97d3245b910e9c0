#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Draws docs/pictures: what the tool prints in a terminal, run here on generated models, as SVG in light and dark.

    scripts/pictures.py --tool build/maixfit --mkmodel build/tools/mkmodel            draws them anew
    scripts/pictures.py --tool build/maixfit --mkmodel build/tools/mkmodel --check    says which of them differ
"""
import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unicodedata
from xml.sax.saxutils import escape

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "docs" / "pictures"
MODELS = {  # generated, of about the sizes of the real ones
    "yolo11n.axmodel": "axmodel --const 2700K --words 30000 --workspace 3M --input images:UINT8:1x640x640x3 "
                       "--output a:FP32:1x80x80x144 --output b:FP32:1x40x40x144 --output c:FP32:1x20x20x144",
    "yolov8n.cvimodel": "cvimodel --weight 3300K --program --tensor images:UINT8:1x3x640x640:io0:input "
                        "--tensor out:FP32:1x84x8400x1:io1:output --shared 4200K --cmd t2000,d3000",
}
PICTURES = {
    "run": ["maixfit yolo11n.axmodel -d maixcam2-1g --camera 1080p",
            "maixfit yolov8n.cvimodel -d maixcam --camera 2560x1440 --display --encode 2560x1440@h264"],
    "explain": ["maixfit explain AX_SYS_MemAlloc failed"],
}
PICTURES["run.zh"] = PICTURES["run"]
COLUMNS, CELL, ROW, FRAME = 80, 8, 19, 14
SHADES = {"█": 1, "▓": 0.75, "▒": 0.5, "░": 0.25}
STYLE = """
text { font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; white-space: pre }
.page { fill: #ffffff; stroke: #d0d7de } .text { fill: #1f2328 } .bold { font-weight: bold } .wide { font-size: 15px }
.c31 { fill: #cf222e } .c32 { fill: #1a7f37 } .c33 { fill: #9a6700 } .c34, .c94 { fill: #0969da } .c35, .c95 { fill: #8250df }
.c36 { fill: #0f7b8a } .c90, .c37 { fill: #6e7781 } .c91 { fill: #a40e26 } .c92 { fill: #2da44e } .c93 { fill: #bf8700 }
.c96 { fill: #3192aa }
.c30 { fill: #000000 } .c97 { fill: #ffffff } .b41 { fill: #cf222e } .b42 { fill: #3fb950 } .b43 { fill: #d29922 }
@media (prefers-color-scheme: dark) {
.page { fill: #0d1117; stroke: #30363d } .text { fill: #e6edf3 }
.c31 { fill: #ff7b72 } .c32 { fill: #3fb950 } .c33 { fill: #d29922 } .c34, .c94 { fill: #58a6ff } .c35, .c95 { fill: #bc8cff }
.c36 { fill: #39c5cf } .c90, .c37 { fill: #8b949e } .c91 { fill: #ffa198 } .c92 { fill: #56d364 } .c93 { fill: #e3b341 }
.c96 { fill: #56d4dd }
}
"""


def run(tool, folder, line, locale):
    environment = {"COLUMNS": str(COLUMNS), "LC_ALL": locale, "PATH": os.environ["PATH"], "TERM": "xterm-256color"}
    words = [str(tool), *line.split()[1:], "--color", "always"]
    done = subprocess.run(words, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, timeout=60)
    return done.stdout.decode()


def runs(line):
    """(text, classes) of a line with terminal colors."""
    classes = ["text"]
    for part in re.split(r"(\033\[[\d;]*m)", line):
        if not part.startswith("\033"):
            if part:
                yield part, " ".join(classes)
            continue
        for code in part[2:-1].split(";"):
            if code in ("", "0"):
                classes = ["text"]
            elif code == "1":
                classes = classes + ["bold"]
            else:
                kind = "b" if code.startswith("4") else "c"
                classes = [name for name in classes if name != "text" and name[0] != kind or name == "bold"] + [f"{kind}{code}"]


def cells(text):
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def drawn(text, classes, column, row):
    """Shades are drawn, so that no font leaves gaps between them; text is held to its columns."""
    y = FRAME + row * ROW
    for part in re.findall(r"([█▓▒░])(\1*)|([\u2e80-\uffef]+|[^█▓▒░\u2e80-\uffef]+)", text):
        shade, letters = part[0], part[2] or part[0] + part[1]
        x, width = FRAME + column * CELL, cells(letters) * CELL
        column += cells(letters)
        if shade:
            opacity = f' opacity="{SHADES[shade]}"' if SHADES[shade] < 1 else ""
            yield f'<rect class="{classes}" x="{x}" y="{y + 3}" width="{width}" height="{ROW - 5}"{opacity}/>'
        elif letters.strip():
            ground = [name for name in classes.split() if re.fullmatch(r"b4\d", name)]
            if ground:
                yield f'<rect class="{ground[0]}" x="{x}" y="{y}" width="{width}" height="{ROW - 1}"/>'
                classes = " ".join(name for name in classes.split() if name not in ground)
            name = f"{classes} wide" if letters[0] >= "\u2e80" else classes
            yield (f'<text class="{name}" x="{x}" y="{y + 14}" textLength="{width}" xml:space="preserve">'
                   f'{escape(letters)}</text>')


def picture(tool, folder, lines, locale):
    rows = []
    for line in lines:
        rows += ([""] if rows else []) + [f"\033[90m$ \033[0m\033[1m{line}\033[0m"]
        rows += run(tool, folder, line, locale).rstrip("\n").split("\n")
    shapes = []
    for row, line in enumerate(rows):
        column = 0
        for text, classes in runs(line):
            shapes += drawn(text, classes, column, row)
            column += cells(text)
    longest = max(cells(re.sub(r"\033\[[\d;]*m", "", line)) for line in rows)
    width, height = longest * CELL + 2 * FRAME, len(rows) * ROW + 2 * FRAME
    title = escape("; ".join(lines))
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
            f'role="img">\n<title>{title}</title>\n<style>{STYLE}</style>\n'
            f'<rect class="page" x="0.5" y="0.5" width="{width - 1}" height="{height - 1}" rx="8"/>\n'
            + "\n".join(shapes) + "\n</svg>\n")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tool", type=pathlib.Path, required=True)
    parser.add_argument("--mkmodel", type=pathlib.Path, required=True)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    differ = False
    with tempfile.TemporaryDirectory() as folder:
        for name, options in MODELS.items():
            kind, *words = options.split()
            subprocess.run([arguments.mkmodel.resolve(), kind, name, *words], cwd=folder, check=True,
                           stdout=subprocess.DEVNULL)
        for name, lines in PICTURES.items():
            path = FOLDER / f"{name}.svg"
            made = picture(arguments.tool.resolve(), folder, lines, "zh_CN.UTF-8" if name.endswith(".zh") else "C.UTF-8")
            if path.exists() and path.read_text(encoding="utf-8") == made:
                continue
            differ = True
            if arguments.check:
                print(f"pictures: {path.name} is not what the tool prints; run scripts/pictures.py")
            else:
                path.write_text(made, encoding="utf-8")
    if arguments.check and not differ:
        print(f"pictures: {len(PICTURES)} are what the tool prints")
    return int(arguments.check and differ)


if __name__ == "__main__":
    sys.exit(main())

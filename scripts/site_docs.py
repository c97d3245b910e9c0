#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""site_docs.py FOLDER: writes each document of docs/ as HTML into FOLDER, with an index, in the page's own style."""
import html
import pathlib
import re
import sys

import markdown

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGE = """<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>{title}: maixfit</title>
    <link rel="icon" href="../icon.svg" type="image/svg+xml">
    <link rel="stylesheet" href="../style.css">
  </head>
  <body>
    <header>
      <a class="brand" href="../"><img src="../icon.svg" alt="" width="36" height="36">maixfit</a>
      <a href="./">Documents</a>
    </header>
    <main class="document"><article class="card">
{body}
    </article></main>
  </body>
</html>
"""


def write(to, title, body):
    to.write_text(PAGE.format(title=html.escape(title), body=body), encoding="utf-8")


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    index = []
    for source in sorted((ROOT / "docs").glob("*.md")):
        text = source.read_text(encoding="utf-8")
        title = text.split("\n", 1)[0].lstrip("# ")
        body = markdown.markdown(text, extensions=["tables", "fenced_code", "toc", "sane_lists"])
        body = re.sub(r'href="([\w-]+)\.md(#[^"]*)?"', r'href="\1.html\2"', body)
        body = body.replace('href="maixfit', 'href="../schema/maixfit')
        write(folder / (source.stem + ".html"), title, body)
        index.append(f'<li><a href="{source.stem}.html">{html.escape(title)}</a></li>')
    names = sorted(path.name for path in (ROOT / "docs").glob("*.schema.json"))
    schemas = [f'<li><a href="../schema/{name}">{name}</a></li>' for name in names]
    write(folder / "index.html", "Documents",
          f"<h1>Documents</h1><ul>{''.join(index)}</ul><h2>Schemas</h2><ul>{''.join(schemas)}</ul>")


main()

#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""No two source files call each other in a loop, directly or through others.

  circles.py OBJECT...

A file depends on another where its object needs a symbol that the other one's defines. Every set of files that reach
each other is printed, and is a failure.
"""
import os
import subprocess
import sys


def symbols(objects):
    """(object, name, defined) of each symbol that objects share."""
    lines = subprocess.run(["nm", "--extern-only", "--format=posix", "--print-file-name", *objects],
                           check=True, capture_output=True, text=True).stdout.splitlines()
    for line in lines:
        path, _, rest = line.rpartition(": ")
        name, kind = rest.split()[:2]
        yield path, name, kind not in "Uwv"


def dependencies(objects):
    """object -> the objects that define what it needs."""
    found = list(symbols(objects))
    definer = {name: path for path, name, defined in found if defined}
    needs = {path: set() for path in objects}
    for path, name, defined in found:
        if not defined and definer.get(name, path) != path:
            needs[path].add(definer[name])
    return needs


def reachable(needs, start):
    """What the object depends on, directly or through others."""
    seen, todo = set(), [start]
    while todo:
        for other in needs[todo.pop()] - seen:
            seen.add(other)
            todo.append(other)
    return seen


def circles(needs):
    """Each set of objects that reach each other."""
    reach = {path: reachable(needs, path) for path in needs}
    return sorted({tuple(sorted(other for other in reach[path] if path in reach[other]))
                   for path in needs if path in reach[path]})


def main(objects):
    if len(objects) < 2:
        sys.exit(__doc__)
    folder = os.path.commonpath([os.path.dirname(path) for path in objects])
    found = circles(dependencies(objects))
    for circle in found:
        print("circle: " + ", ".join(os.path.relpath(path, folder).removesuffix(".o") for path in circle))
    print(f"circles: {len(found)} among {len(objects)} files")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

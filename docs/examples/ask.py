#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""ask.py MODEL [BOARD]: asks by ctypes, from inside the app that will load the model. Settings go by their names; the
report is JSON, in which all figures are."""
import ctypes
import json
import sys

library = ctypes.CDLL("libmaixfit.so.0")
for function in (library.maixfit_new, library.maixfit_report_text):
    function.restype = ctypes.c_void_p
library.maixfit_new.argtypes = []
library.maixfit_message.restype = ctypes.c_char_p
library.maixfit_set_named.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p]
library.maixfit_report_text.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_int]
for function in (library.maixfit_evaluate, library.maixfit_message, library.maixfit_free, library.maixfit_string_free):
    function.argtypes = [ctypes.c_void_p]


def number_of(names, wanted):
    """The value of an enum of the header by its name, which docs/words.md lists."""
    names.restype, names.argtypes = ctypes.c_char_p, [ctypes.c_int]
    numbers = iter(range(1 << 16))
    return next(number for number in numbers if names(number) in (wanted.encode(), None))


VERDICT = number_of(library.maixfit_report_name, "verdict")
JSON = number_of(library.maixfit_format_name, "json")


def ask(**settings):
    """The verdict as a dictionary; ValueError where a setting is not valid."""
    fit = library.maixfit_new()
    try:
        for name, value in settings.items():
            if library.maixfit_set_named(fit, name.encode(), value.encode()) != 0:
                raise ValueError(f"{name}: {library.maixfit_message(fit).decode()}")
        status = library.maixfit_evaluate(fit)
        text = library.maixfit_report_text(fit, VERDICT, JSON)
        if not text:
            raise ValueError(f"status {status}: {library.maixfit_message(fit).decode()}")
        report = json.loads(ctypes.string_at(text))
        library.maixfit_string_free(text)
        return report
    finally:
        library.maixfit_free(fit)


if __name__ == "__main__":
    board = {"sysroot": sys.argv[2]} if len(sys.argv) > 2 else {}
    answer = ask(model=sys.argv[1], camera="1920x1080", inside="yes", **board)
    print(answer["message"])
    sys.exit(answer["status"])

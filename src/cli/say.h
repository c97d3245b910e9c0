// SPDX-License-Identifier: MIT
/* The tool's messages, all of them on stderr. Arguments and names in files may hold anything; a
 * terminal must not obey them: control characters, direction marks and broken UTF-8 are shown as
 * `?`. */
#ifndef MAIXFIT_CLI_SAY_H
#define MAIXFIT_CLI_SAY_H

#include <stdbool.h>

/* "maixfit: …" and the end of the line. */
void say(const char *line);

/* Lines as they stand. */
void say_lines(const char *lines);

/* Wrong usage: the line, and where help is found. Always false. */
bool refuse(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif

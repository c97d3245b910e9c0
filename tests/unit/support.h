// SPDX-License-Identifier: MIT
/* What the unit tests share. */
#ifndef MAIXFIT_TESTS_SUPPORT_H
#define MAIXFIT_TESTS_SUPPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "maixfit.h"

#define MODEL_PATH_MAX 48

/* A new folder below $TMPDIR, or below /tmp where that is not set or too long; rmdir() it. */
void make_folder(char path[MODEL_PATH_MAX]);

/* A new empty file there; unlink() it. */
void make_file(char path[MODEL_PATH_MAX]);

/* A small axmodel, in a file of its own; unlink() it. */
const char *small_model(void);

/* Runs mkmodel with these arguments ("axmodel %s --const 1M", where %s is the file) and states in
 * `path` what it wrote; unlink() it. */
void make_model_file(char path[MODEL_PATH_MAX], const char *format);

/* The same, and returns what was written; free() it. */
uint8_t *make_model(const char *format, size_t *size);

/* Reads each file that the pattern of glob() names. */
typedef void take_text(void *user, const char *path, const char *text, size_t length);
void each_text(const char *pattern, take_text *take, void *user);

void write_text(const char *path, const char *text);

/* Is that all that stands in the file? */
bool holds_text(const char *path, const char *text);

/* The verdict's report; maixfit_string_free() it. */
char *verdict_json(const maixfit *fit);

/* Is the report still the same after `what`? */
void expect_same_verdict(const maixfit *fit, const char *before, const char *what);

#endif

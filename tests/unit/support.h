// SPDX-License-Identifier: MIT
/* What the unit tests share. */
#ifndef MAIXFIT_TESTS_SUPPORT_H
#define MAIXFIT_TESTS_SUPPORT_H

#include <stddef.h>
#include <stdint.h>

/* Runs mkmodel with these arguments ("axmodel %s --const 1M", where %s is the file) and returns
 * what it wrote; free() it. */
uint8_t *make_model(const char *format, size_t *size);

#endif

// SPDX-License-Identifier: MIT
#ifndef MAIXFIT_CORE_PRINT_H
#define MAIXFIT_CORE_PRINT_H

#include <stdarg.h>
#include <stddef.h>

/* As vsnprintf and snprintf, for sentences with _() or N_(). Where this thread finds things out in
 * another language than English (speech.h), the text is English and its translation is kept beside
 * it; where it shows text, arguments that were kept are shown translated too. `format` may name its
 * arguments by number (`%2$s`), as translations do. */
int mf_vprint(char *out, size_t size, const char *format, va_list arguments)
    __attribute__((format(printf, 3, 0)));
int mf_print(char *out, size_t size, const char *format, ...) __attribute__((format(printf, 3, 4)));

#endif

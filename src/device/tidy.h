// SPDX-License-Identifier: MIT
/* Cleans a text that went through terminals, serial consoles, logs and web pages. Everything
 * happens in place: a text only gets shorter. */
#ifndef MAIXFIT_DEVICE_TIDY_H
#define MAIXFIT_DEVICE_TIDY_H

#include <stdbool.h>
#include <stddef.h>

/* Removes what is no text: NULs (also those of UTF-16), carriage returns, colors and other control
 * sequences. Lines end with LF. Returns the new length; a NUL follows. */
size_t mf_tidy_text(char *text, size_t length);

/* Removes what stands before the lines of a listing: time stamps of a kernel log or of syslog, and
 * marks of a quotation. Lines that begin with a shell's prompt become empty. Each line that had a
 * stamp begins with MF_TIDY_STAMP, until mf_tidy_join. Returns the new length. */
size_t mf_tidy_lines(char *text);
#define MF_TIDY_STAMP '\x1e'

/* Joins lines that were wrapped: a line that is not empty, had no stamp and does not begin as
 * `begins` knows it continues the line before. `trims`: its leading blanks are not part of it. */
void mf_tidy_join(char *text, bool (*begins)(const char *line), bool trims);

#endif

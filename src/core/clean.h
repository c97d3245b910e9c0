// SPDX-License-Identifier: MIT
/* Text from files, made safe for a terminal: without what a terminal would obey, and with a known
 * width. */
#ifndef MAIXFIT_CORE_CLEAN_H
#define MAIXFIT_CORE_CLEAN_H

#include "text.h"

/* Decodes the first character. Returns its length in bytes; where the bytes are not valid UTF-8,
 * that is 1 and *code is 0xFFFD. */
size_t mf_utf8_decode(const char *bytes, uint32_t *code);

/* Columns of one character: 0 (combining), 1 or 2 (East Asian wide). */
size_t mf_code_columns(uint32_t code);

/* Columns of a string as mf_put_clean writes it. */
size_t mf_columns(const char *string);

/* Adds the string, with a `?` for each control character, direction mark and invalid byte. A string
 * wider than `limit` columns is cut and ends with `…`. Returns the number of columns added. */
size_t mf_put_clean(struct mf_text *text, const char *string, size_t limit);

/* The same for the first `bytes` of a string, which must end between two characters; nothing is
 * cut. */
void mf_put_clean_bytes(struct mf_text *text, const char *string, size_t bytes);

/* Adds a copy with U+FFFD for each invalid byte: for JSON, which escapes the rest itself. */
void mf_put_utf8(struct mf_text *text, const char *string);

#endif

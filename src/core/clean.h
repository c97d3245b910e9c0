// SPDX-License-Identifier: MIT
/* Text from files made fit for a terminal: how wide it is, and nothing that a terminal would obey.
 */
#ifndef MAIXFIT_CORE_CLEAN_H
#define MAIXFIT_CORE_CLEAN_H

#include "text.h"

/* Decodes one character. Returns its length in bytes; *code is 0xFFFD where the bytes are no UTF-8
 * (length 1). */
size_t mf_utf8_decode(const char *bytes, uint32_t *code);

/* Columns of one character: 0 (combining), 1 or 2 (East Asian wide). */
size_t mf_code_columns(uint32_t code);

/* Columns of a string as mf_put_clean writes it. */
size_t mf_columns(const char *string);

/* Adds the string with control characters, direction marks and broken UTF-8 shown as `?`. Where it
 * is wider than `limit` columns, it is cut and ends with `…`. Returns the columns that were
 * written. */
size_t mf_put_clean(struct mf_text *text, const char *string, size_t limit);

/* The same for the first `bytes` of a string, which end between two characters; nothing is cut. */
void mf_put_clean_bytes(struct mf_text *text, const char *string, size_t bytes);

/* Adds a copy in which broken UTF-8 is U+FFFD: for JSON, which escapes the rest itself. */
void mf_put_utf8(struct mf_text *text, const char *string);

#endif

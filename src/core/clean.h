// SPDX-License-Identifier: MIT
/* Text from files, made safe for a terminal: without what a terminal would obey, and with a known
 * width. */
#ifndef MAIXFIT_CORE_CLEAN_H
#define MAIXFIT_CORE_CLEAN_H

#include "text.h"

/* Columns and bytes of the first character, as mf_put_clean writes it. */
size_t mf_character_columns(const char *bytes, size_t *length);

/* Columns of a string as mf_put_clean writes it. */
size_t mf_columns(const char *string);

/* Adds the string, with a `?` for each control character, each invalid byte, and each character
 * that reorders the text or shows nothing. A string wider than `limit` columns is cut and ends with
 * `…`. Returns the number of columns added. */
size_t mf_put_clean(struct mf_text *text, const char *string, size_t limit);

/* The same for the first `bytes` of a string, which must end between two characters; nothing is
 * cut. */
void mf_put_clean_bytes(struct mf_text *text, const char *string, size_t bytes);

/* Adds what stands for a letter that must not stand as it is. */
typedef void mf_escape(struct mf_text *text, char letter);

/* The whole string, cleaned, with each letter of `special` escaped. */
void mf_put_escaped(struct mf_text *text, const char *string, const char *special,
                    mf_escape *escape);

/* Adds a text of UTF-8 with what stands for each character that is not ASCII, as wide as it but for
 * `…`, which becomes three dots. */
void mf_put_ascii(struct mf_text *text, const char *string);

/* Adds the string as one of JSON, in quotes: with U+FFFD for each invalid byte, and an escape for
 * whatever mf_put_clean replaces. */
void mf_put_json(struct mf_text *text, const char *string);

#endif

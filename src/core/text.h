// SPDX-License-Identifier: MIT
/* A growing string, and sizes as text. */
#ifndef MAIXFIT_CORE_TEXT_H
#define MAIXFIT_CORE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "limits.h"

/* Begins as {0}. After a failed allocation `failed` stays set and further additions do nothing, so
 * that it needs to be checked only once, at the end. */
struct mf_text {
    char *bytes; /* NUL-terminated, NULL before anything is added; free() it, or mf_text_free */
    size_t length;
    size_t capacity;
    size_t columns; /* of a line, for those who wrap; 0: as they like */
    bool ascii;     /* it will be passed through mf_put_ascii */
    bool failed;
};

/* Adds a string, some bytes, a formatted text, or one character many times. */
void mf_text_add(struct mf_text *text, const char *string);
void mf_text_add_bytes(struct mf_text *text, const char *bytes, size_t length);
void mf_text_format(struct mf_text *text, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void mf_text_repeat(struct mf_text *text, char c, size_t times);

/* Frees the text and makes it empty. */
void mf_text_free(struct mf_text *text);

/* Frees a text that was made for a part of `whole`, and passes its failure on to it. */
void mf_text_end(struct mf_text *part, struct mf_text *whole);

/* Are both the same text, or both NULL? */
bool mf_same_text(const char *left, const char *right);

/* Writes a size for people into `out` and returns it: "4.2 MiB", "512 MiB", "3071.6 MiB", "3 GiB",
 * "17 bytes". A size that is not 0 never rounds to 0. */
const char *mf_size_text(uint64_t bytes, char out[MF_SIZE_TEXT_MAX]);

/* The same always in MiB with one decimal, so that figures can be compared by eye; in KiB or bytes
 * only below 1 MiB. */
const char *mf_mib_text(uint64_t bytes, char out[MF_SIZE_TEXT_MAX]);

/* The number alone, "4.2", where the unit stands elsewhere; "<0.1" for what is not 0. */
const char *mf_mib_number(uint64_t bytes, char out[MF_SIZE_TEXT_MAX]);

/* Parses a size: "512M", "1.5GiB", "4096k", "4096B", "4096". K, M and G are powers of 1024, in
 * either case. False where it is not a size or does not fit 64 bits. */
bool mf_size_parse(const char *text, uint64_t *bytes);

/* Parses a decimal number with nothing around it. False where it is not one or does not fit 64
 * bits. */
bool mf_number_parse(const char *text, uint64_t *number);

#endif

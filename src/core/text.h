// SPDX-License-Identifier: MIT
/* A growing string, and the two ways a size is written. */
#ifndef MAIXFIT_CORE_TEXT_H
#define MAIXFIT_CORE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* After a failed allocation `failed` stays set and further additions do nothing. */
struct mf_text {
    char *bytes; /* NUL-terminated once anything was added; free() it, or call mf_text_free */
    size_t length;
    size_t capacity;
    bool failed;
};

void mf_text_add(struct mf_text *text, const char *string);
void mf_text_format(struct mf_text *text, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void mf_text_repeat(struct mf_text *text, char c, size_t times);
void mf_text_free(struct mf_text *text);

/* Frees a text that was made for a part of `whole`, and carries its failure over. */
void mf_text_end(struct mf_text *part, struct mf_text *whole);

#define MF_SIZE_TEXT_MAX ((size_t)32)

/* "4.2 MiB", "512 MiB", "3071.6 MiB", "3 GiB", "17 bytes". Writes at most MF_SIZE_TEXT_MAX bytes
 * into `out` and returns it. Never rounds a nonzero size to 0. */
const char *mf_size_text(uint64_t bytes, char out[MF_SIZE_TEXT_MAX]);

/* "512M", "1.5GiB", "4096k", "4096": K, M and G mean 1024. False when it is no size or too large.
 */
bool mf_size_parse(const char *text, uint64_t *bytes);

/* A plain decimal number, nothing around it. */
bool mf_number_parse(const char *text, uint64_t *number);

#endif

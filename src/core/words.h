// SPDX-License-Identifier: MIT
/* The words that programs compare, with their meanings: tables that the build makes of
 * models/words.json (scripts/cmake/words.cmake). */
#ifndef MAIXFIT_CORE_WORDS_H
#define MAIXFIT_CORE_WORDS_H

#include <stddef.h>

struct mf_word {
    const char *word;
    const char *meaning; /* a phrase without a full stop */
};

struct mf_word_list {
    const struct mf_word *items;
    size_t count;
};

extern const struct mf_word_list mf_reason_words;
extern const struct mf_word_list mf_code_words;

#endif

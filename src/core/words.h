// SPDX-License-Identifier: MIT
/* The words that programs compare, with their meanings: tables that the build makes of
 * models/words.json (scripts/cmake/words.cmake). */
#ifndef MAIXFIT_CORE_WORDS_H
#define MAIXFIT_CORE_WORDS_H

#include <stdbool.h>
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
extern const struct mf_word_list mf_action_words;

/* A term of the field, or an error that programs print; of models/terms.json. Whole sentences. */
struct mf_term {
    const char *word;
    const char *meaning;
    const char *advice;
    const char *example; /* a command line */
    bool is_error;
};

struct mf_term_list {
    const struct mf_term *items;
    size_t count;
};

extern const struct mf_term_list mf_terms;

#endif

// SPDX-License-Identifier: MIT
/* The words that programs compare, with their meanings: models/words.json. */
#ifndef MAIXFIT_CORE_WORDS_H
#define MAIXFIT_CORE_WORDS_H

#include "arena.h"
#include "error.h"

struct mf_word {
    const char *word;
    const char *meaning; /* a phrase without a full stop */
};

struct mf_word_list {
    struct mf_word *items;
    size_t count;
};

/* Reads all words of a kind ("reasons", "codes" or "actions") into the arena. False with the error
 * set, without memory. */
bool mf_words_read(struct mf_arena *arena, const char *kind, struct mf_word_list *list,
                   struct mf_error *error);

#endif

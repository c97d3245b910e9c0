// SPDX-License-Identifier: MIT
/* The words of reports, the terms of the field and the errors that programs print, with what they
 * mean: a table of the build, made of models/words.json. All texts are whole sentences, for _(). */
#ifndef MAIXFIT_CORE_WORDS_H
#define MAIXFIT_CORE_WORDS_H

#include <stdbool.h>
#include <stddef.h>

enum mf_word_kind {
    MF_TERM,
    MF_ERROR_TEXT,
    MF_REASON_WORD,
    MF_CODE_WORD,
    MF_ACTION_WORD,
    MF_WORD_KINDS
};

struct mf_word {
    const char *word;
    const char *meaning;
    const char *advice;      /* what to do */
    const char *example;     /* command lines; NULL: none */
    const char *const *also; /* other writings, up to a NULL; NULL: none */
};

struct mf_word_list {
    const struct mf_word *items;
    size_t count;
};

extern const struct mf_word_list mf_words[MF_WORD_KINDS];

/* What a text means, of each kind; NULL: nothing. */
struct mf_meaning {
    const struct mf_word *of[MF_WORD_KINDS];
};

/* A word may have any case and separators; an error may stand in whatever a program printed around
 * it. False where nothing is known of it. */
bool mf_words_find(const char *text, struct mf_meaning *meaning);

/* The word that is close enough to be meant, or NULL. */
const char *mf_words_nearest(const char *text);

/* The word itself, of that kind; NULL where there is none. */
const struct mf_word *mf_words_get(enum mf_word_kind kind, const char *word);

#endif

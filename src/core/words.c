// SPDX-License-Identifier: MIT
#include "words.h"

#include <string.h>

#include "alike.h"

/* The longest writing of the word that the text has in it, in bytes; 0: none. */
static size_t measure(const struct mf_word *word, enum mf_word_kind kind, const char *text)
{
    size_t longest = 0;
    const char *writing = word->word;
    for (size_t i = 0; writing; writing = word->also ? word->also[i++] : NULL) {
        bool found =
            kind == MF_ERROR_TEXT ? mf_holds_alike(text, writing) : mf_alike(text, writing);
        if (found && strlen(writing) > longest)
            longest = strlen(writing);
    }
    return longest;
}

/* Of several errors in one line the longest one says most. */
static const struct mf_word *find(const char *text, enum mf_word_kind kind)
{
    const struct mf_word *best = NULL;
    size_t most = 0;
    for (size_t i = 0; i < mf_words[kind].count; i++) {
        size_t length = measure(&mf_words[kind].items[i], kind, text);
        if (length > most) {
            most = length;
            best = &mf_words[kind].items[i];
        }
    }
    return best;
}

bool mf_words_find(const char *text, struct mf_meaning *meaning)
{
    bool any = false;
    for (int kind = 0; kind < MF_WORD_KINDS; kind++) {
        meaning->of[kind] = find(text, (enum mf_word_kind)kind);
        any = any || meaning->of[kind];
    }
    return any;
}

const char *mf_words_nearest(const char *text)
{
    struct mf_nearest nearest = {.wanted = text};
    for (int kind = 0; kind < MF_WORD_KINDS; kind++) {
        for (size_t i = 0; i < mf_words[kind].count; i++)
            mf_nearest_offer(&nearest, mf_words[kind].items[i].word);
    }
    return nearest.name;
}

const struct mf_word *mf_words_get(enum mf_word_kind kind, const char *word)
{
    for (size_t i = 0; i < mf_words[kind].count; i++) {
        if (strcmp(mf_words[kind].items[i].word, word) == 0)
            return &mf_words[kind].items[i];
    }
    return NULL;
}

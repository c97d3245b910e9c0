// SPDX-License-Identifier: MIT
/* Words as a shell splits a text. */
#ifndef MAIXFIT_BOOT_WORDS_H
#define MAIXFIT_BOOT_WORDS_H

#include <stdint.h>

#include "../core/text.h"

/* Where to read on. */
struct mf_shell_text {
    const char *at;
    const char *end;
    uint64_t line; /* from 1 */
};

struct mf_shell_word {
    struct mf_text value; /* without quotes; mf_text_free it */
    size_t name_length;   /* of NAME in NAME=…, 0: none */
    bool is_assignment;   /* NAME and `=` stand without quotes */
    bool is_replaced;     /* has something that a shell may replace by other text */
    bool is_unclear;      /* what it does, or where it ends, cannot be said for certain */
};

bool mf_shell_is_blank(char c);

/* What ends a word: separators, redirections, brackets. */
bool mf_shell_is_operator(char c);

/* The length of the variable's name with which the text begins, 0: none. */
size_t mf_shell_name_length(const char *text);

/* Takes the word at text->at. False only for lack of memory, and nothing is to be freed then. */
bool mf_shell_take_word(struct mf_shell_text *text, struct mf_shell_word *word);

#endif

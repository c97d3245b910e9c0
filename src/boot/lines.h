// SPDX-License-Identifier: MIT
/* Goes through a text line by line. */
#ifndef MAIXFIT_BOOT_LINES_H
#define MAIXFIT_BOOT_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mf_boot_line {
    const char *start;
    size_t length; /* without the line feed; a carriage return counts */
    bool has_feed;
    uint64_t number; /* from 1 */
};

/* Where to go on; begin with {text, text + length, 0}. */
struct mf_boot_lines {
    const char *at;
    const char *end;
    uint64_t number;
};

/* The next line, which points into the text. False at its end. */
bool mf_boot_next_line(struct mf_boot_lines *lines, struct mf_boot_line *line);

/* The first place of the key in the line, even inside a longer word, as U-Boot finds it; or NULL.
 */
const char *mf_boot_find_key(const struct mf_boot_line *line);

/* May the character stand in a variable's name? */
bool mf_boot_is_word_char(char c);

/* The key's own assignment, as people write it: `KEY=5`, `KEY = 5`, ` export KEY="5"`, `KEY`, with
 * nothing else on the line but a comment. */
struct mf_boot_own {
    size_t
        length; /* from the start of the line, without blanks at the end; 0: it is no such line */
    const char *value;   /* without the quote before it; NULL: there is no `=` */
    const char *comment; /* from its `#` to the end of the line; NULL: none */
};

struct mf_boot_own mf_boot_find_own(const struct mf_boot_line *line);

#endif

// SPDX-License-Identifier: MIT
/* The pool as a bar: who holds which part of it, and what is too much. Data alone; text_bar.c draws
 * it. */
#ifndef MAIXFIT_REPORT_BAR_H
#define MAIXFIT_REPORT_BAR_H

#include "report.h"

#define MF_BAR_ENTRIES_MAX ((size_t)24)

enum mf_bar_kind {
    MF_BAR_OWNER,  /* in use now, by one name */
    MF_BAR_OTHERS, /* in use now, by all other names */
    MF_BAR_POOLS,  /* what the app will take: common pools… */
    MF_BAR_CAMERA,
    MF_BAR_DISPLAY,
    MF_BAR_ENCODER,
    MF_BAR_DECODER,
    MF_BAR_AUDIO,
    MF_BAR_MODELS, /* …and its models */
    MF_BAR_UNKNOWN,
    MF_BAR_FREE,
    MF_BAR_OVER /* what is too much, behind the pool's end or its hole's */
};

/* What one color and letter of the bar means. */
struct mf_bar_entry {
    enum mf_bar_kind kind;
    size_t rank;      /* of an owner, from 0 */
    const char *name; /* as it is shown */
    uint64_t bytes;
};

struct mf_bar_piece {
    size_t entry;
    uint64_t bytes;
};

struct mf_bar {
    struct mf_bar_entry entries[MF_BAR_ENTRIES_MAX]; /* in the order of the legend */
    size_t entry_count;
    struct mf_bar_piece *pieces; /* from the pool's start; those of `over` stand behind its end */
    size_t piece_count;
    size_t piece_capacity;
    uint64_t inside;       /* bytes of the pool; 0: unknown, and there is nothing to draw */
    uint64_t over;         /* bytes behind its end */
    bool by_address;       /* pieces lie as they do in the pool; else each entry is one piece */
    uint64_t marker_start; /* by address: where the largest hole starts… */
    uint64_t marker;       /* …and the block that it is too small for; 0: none */
};

/* Both need an arena that lives as long as the bar. False without memory. */
bool mf_bar_of_verdict(struct mf_arena *arena, const struct mf_result *result, struct mf_bar *bar);
bool mf_bar_of_supply(struct mf_arena *arena, const struct mf_supply *supply, struct mf_bar *bar);

/* The entry of what is free, which a bar by address has. */
size_t mf_bar_free(const struct mf_bar *bar);

/* Draws it over the whole width of the text, with its legend below. */
void mf_put_bar(struct mf_text *out, const struct mf_bar *bar, bool color);

#endif

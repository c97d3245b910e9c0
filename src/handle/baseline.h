// SPDX-License-Identifier: MIT
/* A JSON report of an earlier run, with which needs are compared. */
#ifndef MAIXFIT_HANDLE_BASELINE_H
#define MAIXFIT_HANDLE_BASELINE_H

#include "../core/arena.h"
#include "../core/error.h"
#include "../fit/result.h"

/* What lies in the pool, by who takes it and as what. */
struct mf_baseline_block {
    const char *owner;
    const char *name;
    uint64_t bytes;
};

/* One verdict of that run. */
struct mf_baseline_item {
    const char *board; /* "": none was known */
    const char **paths;
    size_t path_count;
    uint64_t need;
    struct mf_baseline_block *blocks;
    size_t block_count;
    bool compared;
};

struct mf_baseline {
    const char *path; /* NULL: there is none */
    struct mf_baseline_item *items;
    size_t count;
    size_t next; /* behind the last that was taken */
};

/* Reads the file. Fails with `usage` where it is not what the tool writes. */
bool mf_baseline_read(struct mf_arena *arena, const char *path, struct mf_baseline *baseline,
                      struct mf_error *error);

/* The verdict of the same models on the same board, each once and in its turn; NULL: there is none
 * (left). */
const struct mf_baseline_item *mf_baseline_take(struct mf_baseline *baseline,
                                                const struct mf_result *result);

/* Makes all of them be compared again. */
void mf_baseline_rewind(struct mf_baseline *baseline);

/* A block then and now; 0: not there. */
struct mf_block_change {
    const char *owner;
    const char *name;
    uint64_t then;
    uint64_t now;
};

/* The blocks that differ, the largest difference first. False without memory. */
bool mf_baseline_compare(struct mf_arena *arena, const struct mf_baseline_item *item,
                         const struct mf_result *result, struct mf_block_change **changes,
                         size_t *count, struct mf_error *error);

#endif

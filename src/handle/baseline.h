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
    const char *board;  /* "": none was known */
    const char *check;  /* NULL: it had no name */
    bool each;          /* the check has a verdict for each model */
    const char **paths; /* from the policy's folder on, sorted */
    size_t path_count;
    struct mf_setting_list request;
    uint64_t need;
    struct mf_baseline_block *blocks;
    size_t block_count;
};

struct mf_baseline {
    const char *path; /* NULL: there is none */
    struct mf_baseline_item *items;
    size_t count;
    size_t next; /* behind the last that was found */
};

/* Reads the file. Fails with `usage` where it is not what the tool writes. */
bool mf_baseline_read(struct mf_arena *arena, const char *path, struct mf_baseline *baseline,
                      struct mf_error *error);

/* The verdict on the same board and the same check, or the same models where it has no name; of
 * several the one whose request is the nearest, in whatever order they are. *item is NULL where
 * there is none. `policy` is the policy of the result, or NULL. False without memory. */
bool mf_baseline_find(struct mf_arena *arena, struct mf_baseline *baseline,
                      const struct mf_result *result, const char *policy,
                      const struct mf_baseline_item **item, struct mf_error *error);

/* *text: what was asked for that differs in what the app takes or how it loads its models; NULL
 * where nothing does. False without memory. */
bool mf_baseline_request(struct mf_arena *arena, const struct mf_baseline_item *item,
                         const struct mf_result *result, const char **text, struct mf_error *error);

/* A path as it stands beside the policy (or NULL); sorts a list of such. */
const char *mf_baseline_place(const char *path, const char *policy);
void mf_baseline_sort(const char **paths, size_t count);

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

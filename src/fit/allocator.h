// SPDX-License-Identifier: MIT
/* A pool's holes, and how a driver hands them out: whole pages from the start of a hole, and
 * nothing is ever moved. docs/memory.md says which driver does what. */
#ifndef MAIXFIT_FIT_ALLOCATOR_H
#define MAIXFIT_FIT_ALLOCATOR_H

#include "../device/supply.h"

enum mf_policy {
    MF_FIRST_FIT, /* the lowest hole that holds the block */
    MF_BEST_FIT   /* the smallest hole that holds it; of equal ones the lowest */
};

struct mf_piece {
    uint64_t start;
    uint64_t bytes; /* whole pages; 0: a hole that is used up */
    size_t origin;  /* the supply's hole that it is a part of: pieces of two never join */
};

struct mf_allocator {
    enum mf_policy policy;
    struct mf_piece *holes; /* first fit: by address; best fit: by size */
    size_t count;
    uint64_t *largest; /* first fit: a tree of the largest hole below each node */
    size_t leaves;     /* of the tree: at least the holes there can be */
};

/* Starts with the supply's holes. `frees` is how often mf_allocator_free will be called. The memory
 * is the arena's. False without memory. */
bool mf_allocator_init(struct mf_allocator *allocator, struct mf_arena *arena,
                       const struct mf_supply *supply, enum mf_policy policy, size_t frees);

/* Takes `bytes`: whole pages, not 0. False where no hole holds them. */
bool mf_allocator_take(struct mf_allocator *allocator, uint64_t bytes, struct mf_piece *taken);

/* Gives a piece back; it joins its neighbors. */
void mf_allocator_free(struct mf_allocator *allocator, const struct mf_piece *piece);

#endif

// SPDX-License-Identifier: MIT
/* Memory with one owner: everything that belongs to a context is taken here and freed at once. */
#ifndef MAIXFIT_CORE_ARENA_H
#define MAIXFIT_CORE_ARENA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mf_arena_chunk;

struct mf_arena {
    struct mf_arena_chunk *last;
    size_t taken; /* bytes of all chunks */
    size_t limit; /* taking more fails as if there were no memory; 0: no limit */
};

/* Zeroed memory that lives as long as the arena; NULL when there is none. */
void *mf_arena_take(struct mf_arena *arena, size_t bytes);

/* Makes room for one more item: returns the (perhaps moved) array with at least `count` + 1 places,
 * or NULL when there is no memory, and then `*capacity` and the old array stand as they were. */
void *mf_arena_grow(struct mf_arena *arena, void *items, size_t count, size_t *capacity,
                    size_t item_bytes);

/* A copy with a NUL behind it, or NULL. */
char *mf_arena_copy(struct mf_arena *arena, const char *bytes, size_t length);
char *mf_arena_string(struct mf_arena *arena, const char *string);
char *mf_arena_format(struct mf_arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

void mf_arena_free(struct mf_arena *arena);

#endif

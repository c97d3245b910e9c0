// SPDX-License-Identifier: MIT
/* Memory with one owner: what belongs to a request or a model is taken from one arena and freed at
 * once. Nothing taken is freed alone. */
#ifndef MAIXFIT_CORE_ARENA_H
#define MAIXFIT_CORE_ARENA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mf_arena_chunk;

struct mf_arena {
    struct mf_arena_chunk *last;
    size_t taken; /* bytes of all chunks */
    size_t limit; /* beyond it, taking fails as without memory; 0: no limit */
};

/* Zeroed memory of `bytes`, aligned for any type, that lives as long as the arena. NULL without
 * memory or at the limit; so are all functions below that return a pointer. */
void *mf_arena_take(struct mf_arena *arena, size_t bytes);

/* Makes room for one more item: returns the array, perhaps moved, with at least `count` + 1 places
 * of `item_bytes` each. On NULL the old array and *capacity are unchanged. */
void *mf_arena_grow(struct mf_arena *arena, void *items, size_t count, size_t *capacity,
                    size_t item_bytes);

/* Copies of `length` bytes and of a string, and a formatted text; a NUL follows each. */
char *mf_arena_copy(struct mf_arena *arena, const char *bytes, size_t length);
char *mf_arena_string(struct mf_arena *arena, const char *string);
char *mf_arena_format(struct mf_arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Frees everything. The arena is then empty and can be used again. */
void mf_arena_free(struct mf_arena *arena);

#endif

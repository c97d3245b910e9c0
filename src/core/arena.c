// SPDX-License-Identifier: MIT
#include "arena.h"
#include "print.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef MAIXFIT_COVERAGE
#define CHUNK_BYTES                                                                                \
    ((size_t)1) /* each piece is an allocation of its own, which a test can let fail */
#else
#define CHUNK_BYTES ((size_t)16 * 1024)
#endif
#define FIRST_PLACES ((size_t)8)

struct mf_arena_chunk {
    struct mf_arena_chunk *previous;
    size_t size;
    size_t used;
    max_align_t data[];
};

static struct mf_arena_chunk *add_chunk(struct mf_arena *arena, size_t bytes)
{
    size_t size = bytes > CHUNK_BYTES ? bytes : CHUNK_BYTES;
    if (size > SIZE_MAX - sizeof(struct mf_arena_chunk))
        return NULL;
    if (arena->limit > 0 && (arena->taken >= arena->limit || size > arena->limit - arena->taken))
        return NULL;
    struct mf_arena_chunk *chunk = malloc(sizeof *chunk + size);
    if (!chunk)
        return NULL;
    chunk->used = 0;
    chunk->previous = arena->last;
    chunk->size = size;
    arena->taken += size;
    arena->last = chunk;
    return chunk;
}

void *mf_arena_take(struct mf_arena *arena, size_t bytes)
{
    const size_t align = _Alignof(max_align_t);
    if (bytes > SIZE_MAX - align)
        return NULL;
    size_t room = (bytes + align - 1) / align * align;
    struct mf_arena_chunk *chunk = arena->last;
    if (!chunk || chunk->size - chunk->used < room) {
        chunk = add_chunk(arena, room);
        if (!chunk)
            return NULL;
    }
    void *place = (char *)chunk->data + chunk->used;
    chunk->used += room;
    return memset(place, 0, room); /* only what is taken: most arenas are small and short-lived */
}

void *mf_arena_grow(struct mf_arena *arena, void *items, size_t count, size_t *capacity,
                    size_t item_bytes)
{
    if (count < *capacity)
        return items;
    size_t places = *capacity == 0 ? FIRST_PLACES : *capacity * 2;
    if (places <= *capacity || places > SIZE_MAX / item_bytes)
        return NULL;
    void *grown = mf_arena_take(arena, places * item_bytes);
    if (!grown)
        return NULL;
    if (count > 0)
        memcpy(grown, items, count * item_bytes);
    *capacity = places;
    return grown;
}

char *mf_arena_copy(struct mf_arena *arena, const char *bytes, size_t length)
{
    if (length == SIZE_MAX)
        return NULL;
    char *copy = mf_arena_take(arena, length + 1);
    if (copy && length > 0)
        memcpy(copy, bytes, length);
    return copy;
}

char *mf_arena_string(struct mf_arena *arena, const char *string)
{
    return mf_arena_copy(arena, string, strlen(string));
}

char *mf_arena_format(struct mf_arena *arena, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = mf_vprint(NULL, 0, format, arguments);
    va_end(arguments);
    if (length < 0)
        return NULL;
    char *text = mf_arena_take(arena, (size_t)length + 1);
    if (!text)
        return NULL;
    va_start(arguments, format);
    mf_vprint(text, (size_t)length + 1, format, arguments);
    va_end(arguments);
    return text;
}

void mf_arena_free(struct mf_arena *arena)
{
    while (arena->last) {
        struct mf_arena_chunk *chunk = arena->last;
        arena->last = chunk->previous;
        free(chunk);
    }
    arena->taken = 0;
}

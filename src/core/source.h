// SPDX-License-Identifier: MIT
/* The one reader with bounds. Parsers see bytes only through a view; none holds a pointer into a
 * file. */
#ifndef MAIXFIT_CORE_SOURCE_H
#define MAIXFIT_CORE_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "error.h"

struct mf_source;

/* How a kind of source fetches bytes. */
struct mf_source_kind {
    /* Reads exactly `length` bytes at `offset`; the caller has checked that they are inside. */
    bool (*fetch)(struct mf_source *source, uint64_t offset, void *bytes, size_t length,
                  struct mf_error *error);
    void (*close)(struct mf_source *source);
};

/* Gives the next piece of something that can only be read from its beginning to its end. */
struct mf_stream {
    /* *length is 0 at the end. `*offset` is where the piece belongs: what lies before it and was
     * not given is zeros. The piece stays valid until the next call. */
    bool (*pull)(void *context, const uint8_t **bytes, size_t *length, uint64_t *offset,
                 struct mf_error *error);
    void *context;
};

/* A piece of the file that is kept, as tables are read to and fro. */
struct mf_window {
    uint64_t start;
    uint64_t last_used;
    size_t length;
    uint8_t bytes[MF_SOURCE_WINDOW];
};

/* What a stream keeps of one slice: its beginning and, where it is long, its end. */
struct mf_held {
    uint64_t start;
    uint64_t tail_start; /* of the source, not of the slice */
    uint8_t *head;
    uint8_t *tail;
    size_t head_length;
    size_t tail_length;
};

struct mf_source {
    const struct mf_source_kind *kind;
    uint64_t size;
    uint64_t base;       /* file: where byte 0 of the source stands */
    int descriptor;      /* file */
    const uint8_t *data; /* memory; not owned */
    struct mf_stream stream;
    bool forward;         /* what was passed is gone, unless it is held */
    bool open_ended;      /* a stream whose length nobody told: `size` is only a bound */
    uint64_t position;    /* stream: of the first byte that was not taken yet */
    uint64_t needed;      /* the end of the slice that reaches furthest */
    const uint8_t *piece; /* stream: what is left of the present one */
    size_t piece_length;
    uint64_t piece_offset;
    bool ended;
    struct mf_held held;
    uint64_t reads; /* small ones, to know which window was used last */
    struct mf_window windows[MF_SOURCE_WINDOWS];
};

/* Opens a regular file. A directory, FIFO, socket or device is refused with a word of its own; a
 * FIFO is never waited for. */
bool mf_source_open(struct mf_source *source, const char *path, struct mf_error *error);

/* Reads from memory that must outlive the source. */
void mf_source_memory(struct mf_source *source, const void *data, size_t size);

/* A part of an open file as a source of its own, whose bytes count from 0. The file must outlive
 * it. False where the part does not lie inside. */
bool mf_source_part(struct mf_source *part, const struct mf_source *file, uint64_t offset,
                    uint64_t size);

/* Reads from a stream. `size` is what was promised, or MF_SIZE_UNKNOWN. */
void mf_source_stream(struct mf_source *source, struct mf_stream stream, uint64_t size);
#define MF_SIZE_UNKNOWN UINT64_MAX

/* Reads up to *length bytes at `position` and tells how many; 0 at the end. */
bool mf_source_read_on(struct mf_source *source, uint64_t position, uint8_t *bytes, size_t *length,
                       struct mf_error *error);

void mf_source_close(struct mf_source *source);

/* Reads what is left of a stream and tells how long it was; fails with `truncated` where that is
 * less than was promised or than some slice needs. Of a file, its size. */
bool mf_source_finish(struct mf_source *source, uint64_t *size, struct mf_error *error);

/* A slice of a source. Offsets given to the functions below count from the slice's start, and
 * nothing outside the slice can be read. */
struct mf_view {
    struct mf_source *source;
    uint64_t start;
    uint64_t size;
};

struct mf_view mf_view_all(struct mf_source *source);

/* False when the part does not lie inside the view. */
bool mf_view_slice(const struct mf_view *view, uint64_t offset, uint64_t size,
                   struct mf_view *part);

/* Reads `length` bytes; fails with `truncated` when they are not all inside the view. */
bool mf_view_read(const struct mf_view *view, uint64_t offset, void *bytes, size_t length,
                  struct mf_error *error);

/* Keeps the first `bytes` of the view readable to and fro, in streams too, until the next call. Of
 * more than MF_HOLD_MAX only the beginning and the end are kept. Costs nothing for files. */
bool mf_view_hold(const struct mf_view *view, uint64_t bytes, struct mf_error *error);

/* Does the view end at `offset`? */
bool mf_view_ends(const struct mf_view *view, uint64_t offset);

/* Reads up to `capacity` bytes of the view's beginning. */
bool mf_view_head(const struct mf_view *view, uint8_t *bytes, size_t capacity, size_t *length,
                  struct mf_error *error);

/* Little-endian integers. */
bool mf_view_u16(const struct mf_view *view, uint64_t offset, uint16_t *value,
                 struct mf_error *error);
bool mf_view_u32(const struct mf_view *view, uint64_t offset, uint32_t *value,
                 struct mf_error *error);
bool mf_view_u64(const struct mf_view *view, uint64_t offset, uint64_t *value,
                 struct mf_error *error);

#endif

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

/* How a kind of source fetches bytes. An archive member will be one more of these. */
struct mf_source_kind {
    /* Reads exactly `length` bytes at `offset`; the caller has checked that they are inside. */
    bool (*fetch)(struct mf_source *source, uint64_t offset, void *bytes, size_t length,
                  struct mf_error *error);
    void (*close)(struct mf_source *source);
};

/* A piece of the file that is kept, as tables are read to and fro. */
struct mf_window {
    uint64_t start;
    uint64_t last_used;
    size_t length;
    uint8_t bytes[MF_SOURCE_WINDOW];
};

struct mf_source {
    const struct mf_source_kind *kind;
    uint64_t size;
    uint64_t bytes_fetched;
    int descriptor;      /* file */
    const uint8_t *data; /* memory; not owned */
    uint64_t reads;      /* small ones, to know which window was used last */
    struct mf_window windows[MF_SOURCE_WINDOWS];
};

/* Opens a regular file. A directory, FIFO, socket or device is refused with a word of its own; a
 * FIFO is never waited for. */
bool mf_source_open(struct mf_source *source, const char *path, struct mf_error *error);

/* Reads from memory that must outlive the source. */
void mf_source_memory(struct mf_source *source, const void *data, size_t size);

void mf_source_close(struct mf_source *source);

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

/* Little-endian integers. */
bool mf_view_u8(const struct mf_view *view, uint64_t offset, uint8_t *value,
                struct mf_error *error);
bool mf_view_u16(const struct mf_view *view, uint64_t offset, uint16_t *value,
                 struct mf_error *error);
bool mf_view_u32(const struct mf_view *view, uint64_t offset, uint32_t *value,
                 struct mf_error *error);
bool mf_view_u64(const struct mf_view *view, uint64_t offset, uint64_t *value,
                 struct mf_error *error);

#endif

// SPDX-License-Identifier: MIT
/* The one reader with bounds. source.c opens files and memory, stream.c what can only be read from
 * its beginning to its end, and view.c reads slices of any of them. Parsers see bytes only through
 * a view; none holds a pointer into a file. */
#ifndef MAIXFIT_CORE_SOURCE_H
#define MAIXFIT_CORE_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "error.h"

struct mf_source;

/* What one kind of source (file, part of a file, memory, reader, stream) can do. */
struct mf_source_kind {
    /* Like read(2): copies at least one and at most *length bytes from `offset` on and sets *length
     * to their number. It is 0 only at the end of a stream; the caller has checked that all else
     * lies inside `size`. */
    bool (*read)(struct mf_source *source, uint64_t offset, uint8_t *bytes, size_t *length,
                 struct mf_error *error);
    /* See mf_source_finish. NULL: the size is known from the beginning. */
    bool (*finish)(struct mf_source *source, uint64_t *size, struct mf_error *error);
    void (*close)(struct mf_source *source);
};

/* Where a stream gets its bytes from. */
struct mf_stream {
    /* Sets *bytes and *length to the next piece, which stays valid until the next call; *length is
     * 0 at the end. *offset is where the piece belongs in the stream: bytes between two pieces are
     * zeros. `state` is the one below. */
    bool (*pull)(void *state, const uint8_t **bytes, size_t *length, uint64_t *offset,
                 struct mf_error *error);
    void *state;
};

/* Files that others read. `open` and `list` have `user` as their first argument. */
struct mf_reader {
    void *(*open)(void *user, const char *path, uint64_t *size); /* NULL: no such file */
    /* Up to `length` bytes; their number, 0 at the end, negative on failure. */
    int64_t (*read)(void *file, uint64_t offset, void *bytes, size_t length);
    void (*close)(void *file);                       /* or NULL */
    const char *(*list)(void *user, unsigned index); /* the path of a file; NULL behind the last.
                                                        NULL itself: one file */
    void *user;
};

/* A recently read piece of a source, as tables are read back and forth. */
struct mf_window {
    uint64_t start;
    uint64_t last_used;
    size_t length;
    uint8_t *bytes;
};

/* What mf_view_hold keeps of one slice: its beginning and, of a long one, its end. */
struct mf_held {
    uint64_t start;
    uint64_t tail_start; /* counted from the beginning of the source */
    uint8_t *head;       /* malloc'ed, like `tail`; NULL: nothing is held */
    uint8_t *tail;
    size_t head_length;
    size_t tail_length;
};

struct mf_source {
    const struct mf_source_kind *kind;
    uint64_t size;
    uint64_t base;       /* file: where byte 0 of the source lies in it */
    int descriptor;      /* file */
    const uint8_t *data; /* memory; not owned */
    const struct mf_reader *reader;
    void *file; /* of the reader */
    struct mf_stream stream;
    bool forward;         /* a stream: bytes that were passed are gone, unless they are held */
    bool open_ended;      /* a stream of unknown length: `size` is only a bound */
    bool ended;           /* stream: its end was seen */
    uint64_t position;    /* stream: of the next byte */
    uint64_t needed;      /* the end of the slice that reaches furthest */
    const uint8_t *piece; /* stream: the present one */
    size_t piece_length;
    uint64_t piece_offset;
    struct mf_held held;
    uint64_t reads;           /* so far, to find the window that was not used for longest */
    struct mf_window *recent; /* the one that was used last */
    struct mf_window windows[MF_SOURCE_WINDOWS + 1]; /* the last one reads ahead in a list */
    /* From here on nothing is set before it is read: most sources need few of these bytes. */
    uint8_t window_bytes[MF_SOURCE_WINDOWS][MF_SOURCE_WINDOW];
    uint8_t ahead_bytes[MF_SOURCE_AHEAD_MAX];
};

/* Opens a regular file. Directories, FIFOs, sockets and devices are refused with a reason of their
 * own; it never waits for a FIFO. On success, mf_source_close the source. */
bool mf_source_open(struct mf_source *source, const char *path, struct mf_error *error);

/* The same for what is known to be a regular file of a disk: it is not looked at first, and a link
 * that came there since is not followed. */
bool mf_source_open_known(struct mf_source *source, const char *path, struct mf_error *error);

/* Reads a whole file of at most `limit` bytes; the caller frees *text, behind which stands a NUL.
 */
bool mf_read_whole(const char *path, size_t limit, char **text, size_t *size,
                   struct mf_error *error);

/* Reads `size` bytes of memory, which must outlive the source. */
void mf_source_memory(struct mf_source *source, const void *data, size_t size);

/* Reads a regular file that is open, and stays so. It is read by its offsets: the file's own place
 * is not moved. */
bool mf_source_descriptor(struct mf_source *source, int descriptor, struct mf_error *error);

/* Opens a file of a reader, which must outlive the source. */
bool mf_source_open_by(struct mf_source *source, const struct mf_reader *reader, const char *path,
                       struct mf_error *error);

/* Makes `size` bytes of an open file, of memory, or of such a part, from `offset` on, a source of
 * its own whose bytes count from 0. `whole` must outlive it. False where that is a stream or does
 * not hold all of the part. */
bool mf_source_part(struct mf_source *part, const struct mf_source *whole, uint64_t offset,
                    uint64_t size);

/* For the functions above and below: an empty source of this kind. */
void mf_source_begin(struct mf_source *source, const struct mf_source_kind *kind, uint64_t size);

/* Reads from a stream. `size` is its length as declared by what holds it, or MF_SIZE_UNKNOWN;
 * mf_source_finish checks it. `stream.state` must outlive the source. */
void mf_source_stream(struct mf_source *source, struct mf_stream stream, uint64_t size);
#define MF_SIZE_UNKNOWN UINT64_MAX

/* Frees what the source holds and closes its file. Harmless for a source that failed to open. */
void mf_source_close(struct mf_source *source);

/* Reads a stream to its end and sets *size to its length; for files and memory *size is their size
 * at once. Fails with MF_TRUNCATED where a stream is shorter than declared or than a slice that was
 * taken of it, with MF_DAMAGED where it is longer than declared. */
bool mf_source_finish(struct mf_source *source, uint64_t *size, struct mf_error *error);

/* Reads up to *length bytes at `position` and sets *length to how many; 0 at the end. For readers
 * of archives, which know no slices. */
bool mf_source_read_on(struct mf_source *source, uint64_t position, uint8_t *bytes, size_t *length,
                       struct mf_error *error);

/* The error of a source that ends at byte `position`, too early. Always false. */
bool mf_source_fail_truncated(uint64_t position, struct mf_error *error);

/* Frees what is held and leaves nothing held. */
void mf_held_free(struct mf_held *held);

/* A slice of a source. Offsets given to the functions below count from the slice's start, and
 * nothing outside the slice can be read. */
struct mf_view {
    struct mf_source *source;
    uint64_t start;
    uint64_t size;
};

/* The whole source. */
struct mf_view mf_view_all(struct mf_source *source);

/* `size` bytes of the view, from `offset` on. False where they do not all lie inside it. */
bool mf_view_slice(const struct mf_view *view, uint64_t offset, uint64_t size,
                   struct mf_view *part);

/* Copies `length` bytes from `offset` on. Fails with MF_TRUNCATED where they are not all inside the
 * view or the source ends before, with MF_STREAM_ORDER where a stream has passed them. */
bool mf_view_read(const struct mf_view *view, uint64_t offset, void *bytes, size_t length,
                  struct mf_error *error);

/* Keeps the first `bytes` of the view readable in any order, in streams too, until the next call.
 * Of more than MF_HOLD_MAX only the beginning and the end are kept. Does nothing for files. */
bool mf_view_hold(const struct mf_view *view, uint64_t bytes, struct mf_error *error);

/* Does the view end at `offset`? */
bool mf_view_ends(const struct mf_view *view, uint64_t offset);

/* Copies the view's first bytes, at most `capacity`, and sets *length to their number. */
bool mf_view_head(const struct mf_view *view, uint8_t *bytes, size_t capacity, size_t *length,
                  struct mf_error *error);

/* A little-endian integer at `offset`. Fails like mf_view_read. */
bool mf_view_u32(const struct mf_view *view, uint64_t offset, uint32_t *value,
                 struct mf_error *error);

#endif

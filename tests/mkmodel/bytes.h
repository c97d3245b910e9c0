// SPDX-License-Identifier: MIT
// A growing little-endian buffer that can hold holes: runs of zeros that cost neither memory nor
// disk. A whole model is put together in one such buffer, so an 8 GiB file takes a few kilobytes.
#ifndef MKMODEL_BYTES_H
#define MKMODEL_BYTES_H

#include <stddef.h>
#include <stdint.h>

struct hole {
    uint64_t at; // position in the finished file
    uint64_t len;
};

struct bytes {
    uint8_t *data; // the bytes between the holes
    size_t len;
    size_t cap;
    struct hole *holes;
    size_t hole_count;
    uint64_t total; // literal bytes and holes together
};

// Print a line on stderr and end: 2 for what the user asked, 1 for what the system refused.
_Noreturn void die(int status, const char *format, ...) __attribute__((format(printf, 2, 3)));

void bytes_put(struct bytes *b, const void *data, size_t len);
void bytes_zero(struct bytes *b, size_t len);
void bytes_hole(struct bytes *b, uint64_t len);
// One run after the other: literal bytes or, where `data` is NULL, a hole; `at` is its position in
// the finished file.
typedef void bytes_run(void *to, const uint8_t *data, uint64_t len, uint64_t at);
void bytes_walk(const struct bytes *b, bytes_run *run, void *to);
void bytes_append(struct bytes *b, const struct bytes *tail);
void bytes_le(struct bytes *b, uint64_t value, unsigned size);
void bytes_varint(struct bytes *b, uint64_t value);
void bytes_text(struct bytes *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
// A JSON string with its quotes.
void bytes_json(struct bytes *b, const char *text);
void bytes_base64(struct bytes *b, const struct bytes *from);
// Pad until the total plus `ahead` is a multiple of `align` (a power of two).
void bytes_align(struct bytes *b, uint64_t align, uint64_t ahead);
void bytes_patch32(struct bytes *b, uint64_t at, uint32_t value);
// Write to `path`, cut at `limit` bytes. Ends the program on failure.
void bytes_save(const struct bytes *b, const char *path, uint64_t limit);
void bytes_free(struct bytes *b);

#endif

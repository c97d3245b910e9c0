// SPDX-License-Identifier: MIT
// A tiny FlatBuffer writer. It writes forward, parents before children (an offset may only point
// forward), and keeps the alignment and vtable rules that an official reader verifies.
#ifndef MKMODEL_FLATBUF_H
#define MKMODEL_FLATBUF_H

#include <stdbool.h>

#include "bytes.h"

#define FB_FIELDS 16

struct fb_table {
    struct {
        unsigned size;  // 0: absent
        uint64_t value; // of a scalar or of a struct of `size` single bytes
        uint64_t at;    // where it was written
    } field[FB_FIELDS];
};

// Scalars that equal the default, 0, are left out, as the official writers do.
void fb_scalar(struct fb_table *t, unsigned index, unsigned size, uint64_t value);
// A reference to a table, vector or string that is written after the table.
void fb_ref(struct fb_table *t, unsigned index);
// Write the table and let the reference at `slot` point to it. Then field[i].at are the slots.
void fb_write(struct bytes *b, struct fb_table *t, uint64_t slot);
// Where the vtables of the tables that follow stand: right before each (the default), or all at the
// end of the buffer, where fb_finish writes them.
void fb_far_vtables(bool far);
void fb_finish(struct bytes *b);
// Start a vector: the caller appends `count` elements of `size` bytes. Returns the first's place.
uint64_t fb_vector(struct bytes *b, uint64_t slot, uint64_t count, unsigned size, unsigned align);
// A vector of references; element i is the slot at the returned place + 4 * i.
uint64_t fb_refs(struct bytes *b, uint64_t slot, uint64_t count);
void fb_string(struct bytes *b, uint64_t slot, const char *text);
// Start a buffer: returns the slot of the root table.
uint64_t fb_start(struct bytes *b);

#endif

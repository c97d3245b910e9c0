// SPDX-License-Identifier: MIT
#include "flatbuf.h"

#include <stdlib.h>
#include <string.h>

void fb_scalar(struct fb_table *t, unsigned index, unsigned size, uint64_t value)
{
    if (value == 0)
        return;
    t->field[index].size = size;
    t->field[index].value = value;
}

void fb_ref(struct fb_table *t, unsigned index)
{
    t->field[index].size = 4;
    t->field[index].value = 0;
}

// Point the reference at `slot` to the end of the buffer, where its target is about to be written.
static void point_here(struct bytes *b, uint64_t slot)
{
    uint64_t distance = b->total - slot;
    if (b->total > INT32_MAX)
        die(2, "a FlatBuffer holds less than 2 GiB: make the sizes smaller");
    bytes_patch32(b, slot, (uint32_t)distance);
}

// Fields stand in falling order of size after the 4 bytes of the vtable offset. With eight-byte
// fields the table starts at 4 modulo 8: then nothing needs padding.
static void place_fields(struct fb_table *t, uint16_t offset[FB_FIELDS], unsigned *count,
                         unsigned *end, unsigned *widest)
{
    static const unsigned sizes[] = {8, 4, 2, 3, 1}; // 3: a struct of single bytes, unaligned
    *end = 4;
    *count = 0;
    *widest = 4;
    for (unsigned s = 0; s < sizeof(sizes) / sizeof(sizes[0]); s++) {
        for (unsigned i = 0; i < FB_FIELDS; i++) {
            if (t->field[i].size != sizes[s])
                continue;
            offset[i] = (uint16_t)*end;
            *end += sizes[s];
            if (i + 1 > *count)
                *count = i + 1;
            if (sizes[s] == 8)
                *widest = 8;
        }
    }
}

// Vtables that wait for the end of the buffer.
struct vtable {
    uint64_t table;
    uint16_t offset[FB_FIELDS];
    unsigned count, end;
};
static bool far;
static struct vtable *waiting;
static size_t waiting_count;

static void write_vtable(struct bytes *b, const uint16_t *offset, unsigned count, unsigned end)
{
    bytes_le(b, 4 + 2 * count, 2);
    bytes_le(b, end, 2);
    for (unsigned i = 0; i < count; i++)
        bytes_le(b, offset[i], 2);
}

static void keep_vtable(uint64_t table, const uint16_t *offset, unsigned count, unsigned end)
{
    waiting = realloc(waiting, (waiting_count + 1) * sizeof(*waiting));
    if (!waiting)
        die(1, "out of memory");
    struct vtable *next = &waiting[waiting_count++];
    *next = (struct vtable){.table = table, .count = count, .end = end};
    memcpy(next->offset, offset, sizeof(next->offset));
}

void fb_far_vtables(bool are_far)
{
    far = are_far;
}

void fb_finish(struct bytes *b)
{
    for (size_t i = 0; i < waiting_count; i++) {
        const struct vtable *next = &waiting[i];
        bytes_patch32(b, next->table, (uint32_t)(next->table - b->total)); // behind: below 0
        write_vtable(b, next->offset, next->count, next->end);
    }
    free(waiting);
    waiting = NULL;
    waiting_count = 0;
    far = false;
}

void fb_write(struct bytes *b, struct fb_table *t, uint64_t slot)
{
    uint16_t offset[FB_FIELDS] = {0};
    unsigned count, end, widest;
    place_fields(t, offset, &count, &end, &widest);
    unsigned vtable = far ? 0 : 4 + 2 * count;
    bytes_align(b, widest, vtable + (widest == 8 ? 4 : 0));
    if (!far)
        write_vtable(b, offset, count, end);
    point_here(b, slot);
    uint64_t start = b->total;
    if (far)
        keep_vtable(start, offset, count, end);
    bytes_le(b, vtable, 4); // the vtable stands that far before the table
    bytes_zero(b, end - 4);
    for (unsigned i = 0; i < count; i++) {
        if (offset[i] == 0)
            continue;
        t->field[i].at = start + offset[i];
        for (unsigned k = 0; k < t->field[i].size; k++)
            b->data[b->len - end + offset[i] + k] = (uint8_t)(t->field[i].value >> (8 * k));
    }
}

uint64_t fb_vector(struct bytes *b, uint64_t slot, uint64_t count, unsigned size, unsigned align)
{
    if (count > UINT32_MAX || count * size > INT32_MAX)
        die(2, "a FlatBuffer holds less than 2 GiB: make the sizes smaller");
    bytes_align(b, 4, 0);
    bytes_align(b, align < 4 ? 4 : align, 4);
    point_here(b, slot);
    bytes_le(b, count, 4);
    return b->total;
}

uint64_t fb_refs(struct bytes *b, uint64_t slot, uint64_t count)
{
    uint64_t first = fb_vector(b, slot, count, 4, 4);
    bytes_zero(b, (size_t)(4 * count));
    return first;
}

void fb_string(struct bytes *b, uint64_t slot, const char *text)
{
    size_t len = strlen(text);
    fb_vector(b, slot, len, 1, 1);
    bytes_put(b, text, len + 1);
    bytes_align(b, 4, 0);
}

uint64_t fb_start(struct bytes *b)
{
    bytes_zero(b, 4);
    return 0;
}

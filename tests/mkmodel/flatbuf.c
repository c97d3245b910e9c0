// SPDX-License-Identifier: MIT
#include "flatbuf.h"

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

void fb_write(struct bytes *b, struct fb_table *t, uint64_t slot)
{
    uint16_t offset[FB_FIELDS] = {0};
    unsigned count, end, widest;
    place_fields(t, offset, &count, &end, &widest);
    unsigned vtable = 4 + 2 * count;
    bytes_align(b, widest, vtable + (widest == 8 ? 4 : 0));
    bytes_le(b, vtable, 2);
    bytes_le(b, end, 2);
    for (unsigned i = 0; i < count; i++)
        bytes_le(b, offset[i], 2);
    point_here(b, slot);
    uint64_t start = b->total;
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

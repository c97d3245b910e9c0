// SPDX-License-Identifier: MIT
/* The layout: https://flatbuffers.dev/internals/. A table starts with a signed offset back to its
 * vtable; the vtable holds its own size, the size of the table, then a 16-bit offset for each
 * field, 0 where it is left out. */
#include "flatbuffer.h"

#include "../src/core/checked.h"

/* Fails with `what` and the place in the file, unless the reader has failed before. */
static void damage(struct mf_fb *fb, uint64_t position, const char *what)
{
    if (fb->failed)
        return;
    fb->failed = true;
    mf_fail(fb->error, MF_DAMAGED, _("is damaged at byte %llu: %s; download it again"),
            (unsigned long long)(fb->view.start + position), what);
}

static uint64_t read_number(struct mf_fb *fb, uint64_t position, size_t length)
{
    uint8_t bytes[8] = {0};

    if (fb->failed)
        return 0;
    if (!mf_inside(position, length, fb->view.size)) {
        damage(fb, position, _("an offset points outside its buffer"));
        return 0;
    }
    if (!mf_view_read(&fb->view, position, bytes, length, fb->error)) {
        fb->failed = true;
        return 0;
    }
    uint64_t value = 0;
    for (size_t i = length; i > 0; i--)
        value = (value << 8) | bytes[i - 1];
    return value;
}

static struct mf_fb_table table_at(struct mf_fb *fb, uint64_t position)
{
    struct mf_fb_table table = {fb, false, position, 0, 0};
    int32_t back = (int32_t)(uint32_t)read_number(fb, position, 4);
    int64_t vtable = (int64_t)position - back;
    if (fb->failed)
        return table;
    if (vtable < 0 || !mf_inside((uint64_t)vtable, 4, fb->view.size)) {
        damage(fb, position, _("the vtable of a table is outside its buffer"));
        return table;
    }
    uint64_t bytes = read_number(fb, (uint64_t)vtable, 2);
    if (!fb->failed &&
        (bytes < 4 || bytes % 2 != 0 || !mf_inside((uint64_t)vtable, bytes, fb->view.size)))
        damage(fb, (uint64_t)vtable, _("the vtable of a table has an invalid length"));
    if (fb->failed)
        return table;
    table.present = true;
    table.vtable = (uint64_t)vtable;
    table.field_count = (uint32_t)(bytes - 4) / 2;
    return table;
}

/* The position of a field's value, or 0 where it is left out. */
static uint64_t field_position(const struct mf_fb_table *table, uint32_t field)
{
    if (!table->present || field >= table->field_count || table->fb->failed)
        return 0;
    uint64_t offset = read_number(table->fb, table->vtable + 4 + 2 * (uint64_t)field, 2);
    return offset == 0 ? 0 : table->position + offset;
}

/* The position to which the unsigned offset at `position` points. */
static uint64_t follow(struct mf_fb *fb, uint64_t position)
{
    return position + read_number(fb, position, 4);
}

struct mf_fb_table mf_fb_root(struct mf_fb *fb)
{
    return table_at(fb, follow(fb, 0));
}

bool mf_fb_has(const struct mf_fb_table *table, uint32_t field)
{
    return field_position(table, field) != 0;
}

uint8_t mf_fb_u8(const struct mf_fb_table *table, uint32_t field)
{
    uint64_t position = field_position(table, field);
    return position == 0 ? 0 : (uint8_t)read_number(table->fb, position, 1);
}

uint32_t mf_fb_u32(const struct mf_fb_table *table, uint32_t field)
{
    uint64_t position = field_position(table, field);
    return position == 0 ? 0 : (uint32_t)read_number(table->fb, position, 4);
}

uint64_t mf_fb_u64(const struct mf_fb_table *table, uint32_t field)
{
    uint64_t position = field_position(table, field);
    return position == 0 ? 0 : read_number(table->fb, position, 8);
}

struct mf_fb_table mf_fb_subtable(const struct mf_fb_table *table, uint32_t field)
{
    uint64_t position = field_position(table, field);
    if (position == 0)
        return (struct mf_fb_table){table->fb, false, 0, 0, 0};
    return table_at(table->fb, follow(table->fb, position));
}

static struct mf_fb_vector vector_at(struct mf_fb *fb, uint64_t position, uint32_t element_bytes)
{
    struct mf_fb_vector vector = {fb, false, position + 4, 0};
    uint64_t count = read_number(fb, position, 4);
    if (fb->failed)
        return vector;
    if (!mf_inside(vector.position, count * element_bytes, fb->view.size)) {
        damage(fb, position, _("a vector is longer than its buffer"));
        return vector;
    }
    vector.present = true;
    vector.count = (uint32_t)count;
    return vector;
}

struct mf_fb_vector mf_fb_vector(const struct mf_fb_table *table, uint32_t field,
                                 uint32_t element_bytes)
{
    uint64_t position = field_position(table, field);
    if (position == 0)
        return (struct mf_fb_vector){table->fb, false, 0, 0};
    return vector_at(table->fb, follow(table->fb, position), element_bytes);
}

struct mf_fb_table mf_fb_vector_table(const struct mf_fb_vector *vector, uint32_t index)
{
    return table_at(vector->fb, follow(vector->fb, vector->position + 4 * (uint64_t)index));
}

uint64_t mf_fb_vector_u64(const struct mf_fb_vector *vector, uint32_t index)
{
    return read_number(vector->fb, vector->position + 8 * (uint64_t)index, 8);
}

static const char *string_at(struct mf_arena *arena, struct mf_fb *fb, uint64_t position)
{
    struct mf_fb_vector letters = vector_at(fb, position, 1);
    if (!letters.present)
        return NULL;
    if (letters.count > MF_STRING_MAX) {
        damage(fb, position, _("a name is too long"));
        return NULL;
    }
    char *string = mf_arena_take(arena, (size_t)letters.count + 1);
    if (!string) {
        fb->failed = true;
        mf_fail_memory(fb->error);
        return NULL;
    }
    if (!mf_view_read(&fb->view, letters.position, string, letters.count, fb->error)) {
        fb->failed = true;
        return NULL;
    }
    return string;
}

const char *mf_fb_string(struct mf_arena *arena, const struct mf_fb_table *table, uint32_t field)
{
    uint64_t position = field_position(table, field);
    return position == 0 ? NULL : string_at(arena, table->fb, follow(table->fb, position));
}

const char *mf_fb_vector_string(struct mf_arena *arena, const struct mf_fb_vector *vector,
                                uint32_t index)
{
    struct mf_fb *fb = vector->fb;
    return string_at(arena, fb, follow(fb, vector->position + 4 * (uint64_t)index));
}

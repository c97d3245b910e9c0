// SPDX-License-Identifier: MIT
/* The neu blob: a FlatBuffer with an NPU program and its memory table. Only tables and lengths are
 * read, never the program itself. */
#include "axmodel.h"

#include "../src/core/checked.h"

enum { ROOT_MEMORY = 2, ROOT_CODE = 5 };
enum { ENTRY_NAME, ENTRY_OFFSET, ENTRY_SIZE, ENTRY_KIND };

#define WORD_BYTES ((uint64_t)8)

static bool read_entry(struct mf_ax *ax, const struct mf_fb_vector *list, uint32_t index,
                       struct mf_ax_entry *entry)
{
    struct mf_fb_table table = mf_fb_vector_table(list, index);
    entry->name = mf_fb_string(ax->scratch, &table, ENTRY_NAME);
    entry->bytes = mf_fb_u64(&table, ENTRY_SIZE);
    entry->kind = mf_fb_u8(&table, ENTRY_KIND);
    if (!entry->name)
        entry->name = "";
    return !list->fb->failed;
}

static bool read_entries(struct mf_ax *ax, const struct mf_fb_table *memory, uint32_t field,
                         struct mf_ax_entries *entries)
{
    struct mf_fb_vector list = mf_fb_vector(memory, field, 4);
    if (memory->fb->failed)
        return false;
    if (list.count > MF_MEMORY_ENTRIES_MAX - ax->entries_read)
        return mf_fail(memory->fb->error, MF_LIMIT, _("has memory tables of more than %u entries"),
                       MF_MEMORY_ENTRIES_MAX);
    ax->entries_read += list.count;
    entries->items = mf_arena_take(ax->scratch, (list.count + 1) * sizeof *entries->items);
    if (!entries->items)
        return mf_fail_memory(memory->fb->error);
    for (; entries->count < list.count; entries->count++) {
        if (!read_entry(ax, &list, entries->count, &entries->items[entries->count]))
            return false;
    }
    return true;
}

/* The last field of the code table is the list of instruction words. */
static bool read_code(struct mf_ax_blob *blob, const struct mf_fb_table *root)
{
    struct mf_fb_table code = mf_fb_subtable(root, ROOT_CODE);
    if (root->fb->failed)
        return false;
    if (!code.present || code.field_count == 0)
        return mf_fail(root->fb->error, MF_DAMAGED,
                       _("it has no code; build or download the file again"));
    struct mf_fb_vector words = mf_fb_vector(&code, code.field_count - 1, (uint32_t)WORD_BYTES);
    blob->code_fields = code.field_count;
    blob->code_bytes = words.count * WORD_BYTES;
    return !root->fb->failed;
}

static bool read_tables(struct mf_ax *ax, struct mf_fb *fb, struct mf_ax_blob *blob)
{
    struct mf_fb_table root = mf_fb_root(fb);
    struct mf_fb_table memory = mf_fb_subtable(&root, ROOT_MEMORY);
    if (fb->failed)
        return false;
    if (!memory.present)
        return mf_fail(fb->error, MF_DAMAGED,
                       _("it has no memory table; build or download the file again"));
    if (!read_code(blob, &root))
        return false;
    for (uint32_t i = 0; i < MF_AX_LISTS; i++) {
        if (!read_entries(ax, &memory, i, &blob->lists[i]))
            return false;
    }
    return true;
}

/* Does it begin with the place of a root table? That may be anywhere in the buffer. */
static bool begins_like_blob(const struct mf_view *data)
{
    struct mf_error ignored;
    uint32_t place;
    return mf_view_hold(data, sizeof place, &ignored) && mf_view_u32(data, 0, &place, &ignored) &&
           place >= sizeof place && mf_inside(place, sizeof place, data->size);
}

/* Weights may begin with any bytes, but hardly with the place of a table that has one of these
 * fields. */
static bool has_tables(struct mf_fb fb)
{
    struct mf_error ignored;
    fb.error = &ignored;
    struct mf_fb_table root = mf_fb_root(&fb);
    return !fb.failed && (mf_fb_has(&root, ROOT_MEMORY) || mf_fb_has(&root, ROOT_CODE));
}

bool mf_ax_read_blob(struct mf_ax *ax, const struct mf_view *data, const struct mf_ax_blob **found)
{
    struct mf_error error;
    struct mf_fb fb = {*data, &error, false};
    *found = NULL;
    if (!begins_like_blob(data))
        return true;
    bool is_held = mf_view_hold(data, data->size, &error);
    if (is_held && !has_tables(fb))
        return true;
    struct mf_ax_blob *blob = mf_arena_take(ax->scratch, sizeof *blob);
    struct mf_error *problem = mf_arena_take(ax->scratch, sizeof *problem);
    if (!blob || !problem)
        return mf_fail_memory(ax->error);
    if (!is_held || !read_tables(ax, &fb, blob)) {
        *problem = error;
        blob->problem = problem;
    }
    *found = blob;
    return true;
}

// SPDX-License-Identifier: MIT
/* The neu blob: a FlatBuffer with an NPU program and its memory table. Only tables and lengths are
 * read, never the program itself. */
#include "axmodel.h"

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

/* Weights may begin with any bytes, but hardly with a root table that has one of these fields. It
 * is near the beginning: flatc builds from the end, and the root table last. */
static bool begins_like_blob(const struct mf_view *data)
{
    uint8_t head[MF_BLOB_HEAD_BYTES];
    struct mf_source source;
    struct mf_error ignored;
    size_t length = data->size < sizeof head ? (size_t)data->size : sizeof head;
    if (!mf_view_read(data, 0, head, length, &ignored))
        return false;
    mf_source_memory(&source, head, length);
    struct mf_fb fb = {mf_view_all(&source), &ignored, false};
    struct mf_fb_table root = mf_fb_root(&fb);
    return !fb.failed && (mf_fb_has(&root, ROOT_MEMORY) || mf_fb_has(&root, ROOT_CODE));
}

bool mf_ax_read_blob(struct mf_ax *ax, const struct mf_view *data, const struct mf_ax_blob **found)
{
    struct mf_error error;
    *found = NULL;
    if (!mf_view_hold(data, MF_BLOB_HEAD_BYTES, &error) || !begins_like_blob(data))
        return true;
    struct mf_ax_blob *blob = mf_arena_take(ax->scratch, sizeof *blob);
    struct mf_error *problem = mf_arena_take(ax->scratch, sizeof *problem);
    if (!blob || !problem)
        return mf_fail_memory(ax->error);
    struct mf_fb fb = {*data, problem, false};
    if (!mf_view_hold(data, data->size, problem) || !read_tables(ax, &fb, blob))
        blob->problem = problem;
    *found = blob;
    return true;
}

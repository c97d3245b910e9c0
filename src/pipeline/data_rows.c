// SPDX-License-Identifier: MIT
#include "data_rows.h"

#include <string.h>

#include "../core/limits.h"

/* The index of the word behind a key. A missing key leaves *index as it is, unless `needed`. */
static bool read_word(const struct mf_json *json, const cJSON *object, const char *key, bool needed,
                      const char *const *words, const char *wrong, int *index)
{
    const char *word = NULL;
    if (!mf_json_string(json, object, key, needed, &word))
        return false;
    if (!word)
        return true;
    for (int i = 0; words[i]; i++) {
        if (strcmp(word, words[i]) == 0) {
            *index = i;
            return true;
        }
    }
    return mf_json_wrong(json, key, wrong);
}

static bool read_certainty(const struct mf_json *json, const cJSON *object,
                           enum mf_certainty *certainty)
{
    const char *words[MF_ESTIMATE + 2] = {NULL};
    int index = 0;
    for (int i = MF_EXACT; i <= MF_ESTIMATE; i++)
        words[i] = mf_certainty_word((enum mf_certainty)i);
    bool ok = read_word(json, object, "certainty", true, words,
                        _("should be exact, derived, measured or estimate"), &index);
    *certainty = (enum mf_certainty)index;
    return ok;
}

bool mf_read_format(const struct mf_json *json, const cJSON *object, const char *key, bool needed,
                    const struct mf_pixel_format **format)
{
    const char *name = NULL;
    if (!mf_json_string(json, object, key, needed, &name))
        return false;
    if (!name)
        return true;
    *format = mf_pixel_format_find(name);
    return *format ? true : mf_json_wrong(json, key, _("is not a known picture format"));
}

bool mf_read_rules(const struct mf_json *json, const cJSON *object, const char *key, bool needed,
                   enum mf_picture_rules *rules)
{
    static const char *const words[] = {"plain", "ax", "cvi", NULL};
    int index = (int)*rules;
    bool ok = read_word(json, object, key, needed, words, _("should be plain, ax or cvi"), &index);
    *rules = (enum mf_picture_rules)index;
    return ok;
}

static bool is_side(const cJSON *item)
{
    return cJSON_IsNumber(item) && item->valueint >= 1 &&
           (uint64_t)item->valueint <= MF_PICTURE_SIDE_MAX;
}

static bool take_size(const struct mf_json *json, const cJSON *pair, const char *key,
                      struct mf_size *size)
{
    const cJSON *width = cJSON_GetArrayItem(pair, 0);
    const cJSON *height = cJSON_GetArrayItem(pair, 1);
    if (cJSON_GetArraySize(pair) != 2 || !is_side(width) || !is_side(height))
        return mf_json_wrong(json, key, _("should be [width, height] in pixels"));
    *size = (struct mf_size){(uint64_t)width->valueint, (uint64_t)height->valueint};
    return true;
}

bool mf_read_size(const struct mf_json *json, const cJSON *object, const char *key, bool needed,
                  struct mf_size *size)
{
    const cJSON *pair = mf_json_member(object, key);
    if (!pair)
        return needed ? mf_json_wrong(json, key, _("is missing")) : true;
    return take_size(json, pair, key, size);
}

bool mf_read_sizes(const struct mf_json *json, const cJSON *object, const char *key,
                   struct mf_size_list *list)
{
    const cJSON *item;
    const cJSON *items;
    if (!mf_json_list(json, object, key, false, &items))
        return false;
    cJSON_ArrayForEach(item, items)
    {
        struct mf_size size;
        if (!take_size(json, item, key, &size))
            return false;
        struct mf_size *sizes =
            mf_arena_grow(json->arena, list->items, list->count, &list->capacity, sizeof *sizes);
        if (!sizes)
            return mf_fail_memory(json->error);
        list->items = sizes;
        list->items[list->count++] = size;
    }
    return true;
}

/* {"count": 3, "from_bytes": 5529600, "sizes": [[1024, 768]]} */
static bool read_more(const struct mf_json *json, const cJSON *object, struct mf_row *row)
{
    static const char *const keys[] = {"count", "from_bytes", "sizes", NULL};
    const cJSON *more;
    if (!mf_json_object_at(json, object, "more", false, &more))
        return false;
    if (!more)
        return true;
    return mf_json_only(json, more, keys) &&
           mf_json_number(json, more, "count", true, MF_ROW_COUNT_MAX, &row->more_count) &&
           mf_json_number(json, more, "from_bytes", false, MF_ROW_BYTES_MAX, &row->more_bytes) &&
           mf_read_sizes(json, more, "sizes", &row->sizes);
}

static bool read_count(const struct mf_json *json, const cJSON *object, struct mf_row *row)
{
    row->count = 1;
    return mf_json_number(json, object, "count", false, MF_ROW_COUNT_MAX, &row->count) &&
           mf_json_flag(json, object, "per_buffer", &row->per_buffer) &&
           read_more(json, object, row);
}

/* A row takes its size from exactly one of these. */
static bool read_kind(const struct mf_json *json, const cJSON *object, struct mf_row *row)
{
    static const char *const pictures[] = {"picture", "sensor", "panel", "panel-asked", NULL};
    static const char *const formulas[] = {"vi-dma-buf", NULL};
    static const char *const sources[] = {"of", "size", "bytes", "formula"};
    int of = MF_OF_PICTURE;
    int formula = 0;
    size_t found = 0;
    for (size_t i = 0; i < sizeof sources / sizeof sources[0]; i++)
        found += mf_json_member(object, sources[i]) ? 1 : 0;
    if (found != 1)
        return mf_json_wrong(json, row->name, _("should have one of: of, size, bytes, formula"));
    if (!read_word(json, object, "of", false, pictures,
                   _("should be picture, sensor, panel or panel-asked"), &of) ||
        !mf_read_size(json, object, "size", false, &row->size) ||
        !mf_json_number(json, object, "bytes", false, MF_ROW_BYTES_MAX, &row->bytes) ||
        !read_word(json, object, "formula", false, formulas, _("should be vi-dma-buf"), &formula))
        return false;
    row->of = (enum mf_row_of)of;
    if (mf_json_member(object, "bytes"))
        row->kind = MF_ROW_BYTES;
    else if (mf_json_member(object, "formula"))
        row->kind = MF_ROW_VI_DMA_BUF;
    if (row->kind == MF_ROW_VI_DMA_BUF)
        row->of = MF_OF_SENSOR;
    return true;
}

static bool read_picture(const struct mf_json *json, const cJSON *object, struct mf_row *row)
{
    row->width_step = 1;
    row->height_step = 1;
    row->bytes_step = 1;
    bool ok =
        mf_read_rules(json, object, "rules", false, &row->rules) &&
        mf_read_format(json, object, "format", false, &row->format) &&
        mf_read_format(json, object, "at_least", false, &row->at_least) &&
        mf_read_format(json, object, "only_for", false, &row->only_for) &&
        mf_read_format(json, object, "not_for", false, &row->not_for) &&
        mf_json_number(json, object, "lossy", false, 8, &row->lossy) &&
        mf_json_flag(json, object, "either_way", &row->either_way) &&
        mf_json_number(json, object, "width_step", false, MF_ROW_STEP_MAX, &row->width_step) &&
        mf_json_number(json, object, "height_step", false, MF_ROW_STEP_MAX, &row->height_step) &&
        mf_json_number(json, object, "side_min", false, MF_PICTURE_SIDE_MAX, &row->side_min) &&
        mf_json_number(json, object, "macroblock_bytes", false, MF_ROW_STEP_MAX,
                       &row->macroblock_bytes) &&
        mf_json_number(json, object, "bytes_step", false, MF_ROW_STEP_MAX, &row->bytes_step);
    if (!ok)
        return false;
    if (row->width_step == 0 || row->height_step == 0 || row->bytes_step == 0)
        return mf_json_wrong(json, row->name, _("has a step of 0"));
    return true;
}

/* [{"size": [1280, 720], "source": "…"}] */
static bool read_sized_sources(const struct mf_json *json, const cJSON *object, struct mf_row *row)
{
    static const char *const keys[] = {"size", "source", NULL};
    const cJSON *item;
    const cJSON *items;
    if (!mf_json_list(json, object, "sources", false, &items))
        return false;
    cJSON_ArrayForEach(item, items)
    {
        struct mf_sized_source source = {0};
        if (!mf_json_only(json, item, keys) ||
            !mf_read_size(json, item, "size", true, &source.size) ||
            !mf_json_string(json, item, "source", true, &source.text))
            return false;
        struct mf_sized_source *sources =
            mf_arena_grow(json->arena, row->sized_sources, row->sized_source_count,
                          &row->sized_source_capacity, sizeof *sources);
        if (!sources)
            return mf_fail_memory(json->error);
        row->sized_sources = sources;
        row->sized_sources[row->sized_source_count++] = source;
    }
    return true;
}

static bool read_row(const struct mf_json *json, const cJSON *object, struct mf_row *row)
{
    static const char *const keys[] = {
        "name",         "source",   "sources",      "certainty",
        "driver",       "count",    "per_buffer",   "more",
        "of",           "size",     "bytes",        "formula",
        "rules",        "format",   "at_least",     "only_for",
        "not_for",      "lossy",    "either_way",   "width_step",
        "height_step",  "side_min", "bytes_step",   "metadata",
        "measured_for", "scales",   "holds_frames", "macroblock_bytes",
        "spread",       NULL};
    if (!mf_json_only(json, object, keys) ||
        !mf_json_string(json, object, "name", true, &row->name) ||
        !mf_json_string(json, object, "source", true, &row->source) ||
        !read_sized_sources(json, object, row) || !read_certainty(json, object, &row->certainty) ||
        !mf_json_flag(json, object, "driver", &row->driver) ||
        !mf_json_flag(json, object, "spread", &row->spread) || !read_count(json, object, row) ||
        !read_kind(json, object, row) || !read_picture(json, object, row) ||
        !mf_json_number(json, object, "metadata", false, MF_MIB, &row->metadata) ||
        !mf_read_size(json, object, "measured_for", false, &row->measured_for) ||
        !mf_json_flag(json, object, "scales", &row->scales) ||
        !mf_json_flag(json, object, "holds_frames", &row->holds_frames))
        return false;
    if (row->scales && row->measured_for.width == 0)
        return mf_json_wrong(json, "scales", _("needs measured_for, the size of its figure"));
    return true;
}

bool mf_read_rows(const struct mf_json *json, const cJSON *object, const char *key,
                  enum mf_picture_rules rules, struct mf_row_list *list)
{
    const cJSON *item;
    const cJSON *items;
    if (!mf_json_list(json, object, key, false, &items))
        return false;
    cJSON_ArrayForEach(item, items)
    {
        struct mf_row row = {.rules = rules};
        if (!read_row(json, item, &row))
            return false;
        struct mf_row *rows =
            mf_arena_grow(json->arena, list->items, list->count, &list->capacity, sizeof *rows);
        if (!rows)
            return mf_fail_memory(json->error);
        list->items = rows;
        list->items[list->count++] = row;
    }
    return true;
}

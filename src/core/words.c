// SPDX-License-Identifier: MIT
#include "words.h"

#include "data.h"
#include "json_read.h"

static bool fill(struct mf_arena *arena, const cJSON *object, struct mf_word_list *list,
                 struct mf_error *error)
{
    const cJSON *entry;
    size_t count = (size_t)cJSON_GetArraySize(object);
    list->items = mf_arena_take(arena, (count + 1) * sizeof *list->items);
    if (!list->items)
        return mf_fail_memory(error);
    cJSON_ArrayForEach(entry, object)
    {
        struct mf_word *item = &list->items[list->count++];
        item->word = mf_arena_string(arena, entry->string);
        item->meaning = mf_arena_string(arena, cJSON_GetStringValue(entry));
        if (!item->word || !item->meaning)
            return mf_fail_memory(error);
    }
    return true;
}

bool mf_words_read(struct mf_arena *arena, const char *kind, struct mf_word_list *list,
                   struct mf_error *error)
{
    const struct mf_data_file *file = &mf_word_files[0];
    struct mf_json json = {arena, file->name, error};
    const cJSON *object;
    *list = (struct mf_word_list){.count = 0};
    cJSON *root = mf_json_open(&json, file->text, file->size, "maixfit-words/1");
    bool done = root && mf_json_object_at(&json, root, kind, true, &object) &&
                fill(arena, object, list, error);
    cJSON_Delete(root);
    return done;
}

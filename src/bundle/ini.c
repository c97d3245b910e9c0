// SPDX-License-Identifier: MIT
#include "ini.h"

#include <stdlib.h>
#include <string.h>

static const char blanks[] = " \t\r\v\f";

struct line {
    const char *start;
    size_t length;
    uint64_t number;
};

static void trim(struct line *line)
{
    while (line->length > 0 && strchr(blanks, line->start[0])) {
        line->start++;
        line->length--;
    }
    while (line->length > 0 && strchr(blanks, line->start[line->length - 1]))
        line->length--;
}

static void cut_comment(struct line *line)
{
    for (size_t i = 0; i < line->length; i++) {
        bool starts = line->start[i] == ';' || line->start[i] == '#';
        if (starts && (i == 0 || strchr(blanks, line->start[i - 1]))) {
            line->length = i;
            return;
        }
    }
}

static bool bad_line(const struct line *line, const char *what, struct mf_error *error)
{
    return mf_fail(error, MF_BAD_MANIFEST, _("line %llu %s"), (unsigned long long)line->number,
                   what);
}

const char *mf_ini_get(const struct mf_ini *ini, const char *section, const char *key)
{
    for (size_t i = ini->count; i > 0; i--) {
        const struct mf_ini_item *item = &ini->items[i - 1];
        if (strcmp(item->section, section) == 0 && strcmp(item->key, key) == 0)
            return item->value;
    }
    return NULL;
}

struct reader {
    struct mf_arena *arena;
    struct mf_ini *ini;
    const char *path;
    struct mf_finding_list *findings;
    struct mf_error *error;
    const char *section;
};

static int by_key(const void *a, const void *b)
{
    const struct mf_ini_item *const *left = a;
    const struct mf_ini_item *const *right = b;
    int order = strcmp((*left)->section, (*right)->section);
    if (order == 0)
        order = strcmp((*left)->key, (*right)->key);
    return order != 0 ? order : (*left)->line < (*right)->line ? -1 : 1;
}

static bool find_repeated(const struct reader *reader)
{
    const struct mf_ini *ini = reader->ini;
    struct mf_ini_item **sorted =
        mf_arena_take(reader->arena, (ini->count + 1) * sizeof(struct mf_ini_item *));
    if (!sorted)
        return mf_fail_memory(reader->error);
    for (size_t i = 0; i < ini->count; i++)
        sorted[i] = &ini->items[i];
    qsort(sorted, ini->count, sizeof(struct mf_ini_item *), by_key);
    for (size_t i = 1; i < ini->count; i++) {
        if (strcmp(sorted[i - 1]->section, sorted[i]->section) == 0 &&
            strcmp(sorted[i - 1]->key, sorted[i]->key) == 0)
            sorted[i]->line_before = sorted[i - 1]->line;
    }
    return true;
}

static bool warn_repeated(struct reader *reader)
{
    struct mf_finding_list *list = reader->findings;
    if (!find_repeated(reader))
        return false;
    for (size_t i = 0; i < reader->ini->count; i++) {
        const struct mf_ini_item *item = &reader->ini->items[i];
        if (item->line_before == 0)
            continue;
        if (!mf_findings_add(reader->arena, list, MF_WARNING, "key-twice", reader->path,
                             reader->error,
                             _("`%s` is in lines %llu and %llu; the last one counts"), item->key,
                             (unsigned long long)item->line_before, (unsigned long long)item->line))
            return false;
        list->items[list->count - 1].line = item->line;
    }
    return true;
}

static bool add_item(struct reader *reader, struct mf_ini_item item)
{
    struct mf_ini *ini = reader->ini;
    if (ini->count >= MF_MANIFEST_KEYS_MAX)
        return mf_fail(reader->error, MF_LIMIT, _("has more than %zu keys"), MF_MANIFEST_KEYS_MAX);
    struct mf_ini_item *items =
        mf_arena_grow(reader->arena, ini->items, ini->count, &ini->capacity, sizeof *items);
    if (!items)
        return mf_fail_memory(reader->error);
    ini->items = items;
    ini->items[ini->count++] = item;
    return true;
}

static bool take_pair(struct reader *reader, const struct line *line)
{
    const char *equals = memchr(line->start, '=', line->length);
    if (!equals)
        return bad_line(line, _("is neither [section] nor key = value"), reader->error);
    struct line key = {line->start, (size_t)(equals - line->start), line->number};
    struct line value = {equals + 1, line->length - key.length - 1, line->number};
    trim(&key);
    trim(&value);
    if (key.length == 0)
        return bad_line(line, _("has no key before its `=`"), reader->error);
    struct mf_ini_item item = {.section = reader->section, .line = line->number};
    item.key = mf_arena_copy(reader->arena, key.start, key.length);
    item.value = mf_arena_copy(reader->arena, value.start, value.length);
    return item.key && item.value ? add_item(reader, item) : mf_fail_memory(reader->error);
}

static bool take_line(struct reader *reader, struct line line)
{
    if (memchr(line.start, '\0', line.length))
        return bad_line(&line, _("holds a zero byte, so it is not text"), reader->error);
    trim(&line);
    cut_comment(&line);
    trim(&line);
    if (line.length == 0)
        return true;
    if (line.start[0] != '[')
        return take_pair(reader, &line);
    if (line.start[line.length - 1] != ']')
        return bad_line(&line, _("begins a section that no `]` ends"), reader->error);
    struct line name = {line.start + 1, line.length - 2, line.number};
    trim(&name);
    reader->section = mf_arena_copy(reader->arena, name.start, name.length);
    return reader->section ? true : mf_fail_memory(reader->error);
}

bool mf_ini_parse(struct mf_arena *arena, const char *text, size_t length, const char *path,
                  struct mf_ini *ini, struct mf_finding_list *findings, struct mf_error *error)
{
    static const char byte_order[] = "\xEF\xBB\xBF"; /* some editors begin UTF-8 with it */
    struct reader reader = {arena, ini, path, findings, error, ""};
    const char *end = text + length;
    uint64_t number = 0;
    *ini = (struct mf_ini){0};
    if (length >= 3 && memcmp(text, byte_order, 3) == 0)
        text += 3;
    while (text < end) {
        const char *stop = memchr(text, '\n', (size_t)(end - text));
        struct line line = {text, (size_t)((stop ? stop : end) - text), ++number};
        if (number > MF_MANIFEST_LINES_MAX)
            return mf_fail(error, MF_LIMIT, _("has more than %zu lines"), MF_MANIFEST_LINES_MAX);
        if (!take_line(&reader, line))
            return false;
        text = stop ? stop + 1 : end;
    }
    return warn_repeated(&reader);
}

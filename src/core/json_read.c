// SPDX-License-Identifier: MIT
#include "json_read.h"

#include <stdlib.h>
#include <string.h>

#include "json_text.h"

bool mf_json_wrong(const struct mf_json *json, const char *key, const char *what)
{
    return mf_fail(json->error, MF_USAGE, _("%s: `%s` %s"), json->file, key, what);
}

static cJSON *parse(const struct mf_json *json, const char *text, size_t size)
{
    const char *end = NULL;
    bool no_memory;
    cJSON *root = mf_json_parse(text, size, &end, &no_memory);
    if (no_memory) {
        mf_fail_memory(json->error);
        return NULL;
    }
    if (cJSON_IsObject(root))
        return root;
    size_t place = end && end >= text ? (size_t)(end - text) : 0;
    cJSON_Delete(root);
    mf_fail(json->error, MF_USAGE, _("%s: is not a JSON object, from byte %zu on"), json->file,
            place);
    return NULL;
}

bool mf_json_schema(const struct mf_json *json, const char *text, size_t size,
                    char schema[MF_SCHEMA_NAME_MAX])
{
    cJSON *root = parse(json, text, size);
    if (!root)
        return false;
    const cJSON *item = mf_json_member(root, "schema");
    size_t length = item && cJSON_IsString(item) ? strlen(item->valuestring) : MF_SCHEMA_NAME_MAX;
    bool ok = length < MF_SCHEMA_NAME_MAX;
    if (ok)
        memcpy(schema, item->valuestring, length + 1);
    cJSON_Delete(root);
    return ok ? true : mf_json_wrong(json, "schema", _("is missing or is not a short text"));
}

cJSON *mf_json_open(const struct mf_json *json, const char *text, size_t size, const char *schema)
{
    cJSON *root = parse(json, text, size);
    if (!root)
        return NULL;
    const cJSON *item = mf_json_member(root, "schema");
    if (item && cJSON_IsString(item) && strcmp(item->valuestring, schema) == 0)
        return root;
    cJSON_Delete(root);
    mf_fail(json->error, MF_USAGE, _("%s: its schema is not \"%s\""), json->file, schema);
    return NULL;
}

/* Most names differ in their first letter. */
static bool same_name(const char *left, const char *right)
{
    return left[0] == right[0] && strcmp(left, right) == 0;
}

/* cJSON's own looks up each name by calls: that was half of what reading a data file cost. */
const cJSON *mf_json_member(const cJSON *object, const char *key)
{
    const cJSON *item;
    cJSON_ArrayForEach(item, object)
    {
        if (item->string && same_name(item->string, key))
            return item;
    }
    return NULL;
}

const cJSON *mf_json_twice(const cJSON *object)
{
    const cJSON *item;
    cJSON_ArrayForEach(item, object)
    {
        if (item->string && mf_json_member(object, item->string) != item)
            return item;
    }
    return NULL;
}

bool mf_json_only(const struct mf_json *json, const cJSON *object, const char *const *keys)
{
    const cJSON *item;
    if (!cJSON_IsObject(object))
        return mf_json_wrong(json, object->string ? object->string : "[]",
                             _("should be an object"));
    const cJSON *twice = mf_json_twice(object);
    if (twice)
        return mf_json_wrong(json, twice->string, _("stands there twice"));
    cJSON_ArrayForEach(item, object)
    {
        const char *const *key = keys;
        while (*key && !same_name(*key, item->string))
            key++;
        if (!*key)
            return mf_json_wrong(json, item->string, _("is not a known key"));
    }
    return true;
}

static bool find(const struct mf_json *json, const cJSON *object, const char *key, bool needed,
                 const cJSON **item)
{
    *item = mf_json_member(object, key);
    return *item || !needed ? true : mf_json_wrong(json, key, _("is missing"));
}

bool mf_json_string(const struct mf_json *json, const cJSON *object, const char *key, bool needed,
                    const char **out)
{
    const cJSON *item;
    if (!find(json, object, key, needed, &item))
        return false;
    if (!item)
        return true;
    if (!cJSON_IsString(item))
        return mf_json_wrong(json, key, _("should be a text"));
    *out = mf_arena_string(json->arena, item->valuestring);
    return *out ? true : mf_fail_memory(json->error);
}

static bool parse_hexadecimal(const char *text, uint64_t *number)
{
    if (strncmp(text, "0x", 2) != 0 || text[2] == '\0' || strlen(text) > 18 ||
        text[2 + strspn(text + 2, "0123456789abcdefABCDEF")] != '\0')
        return false;
    *number = strtoull(text, NULL, 16);
    return true;
}

bool mf_json_number(const struct mf_json *json, const cJSON *object, const char *key, bool needed,
                    uint64_t limit, uint64_t *out)
{
    const cJSON *item;
    uint64_t number = 0;
    bool ok = false;
    if (!find(json, object, key, needed, &item))
        return false;
    if (!item)
        return true;
    if (cJSON_IsString(item)) {
        ok = parse_hexadecimal(item->valuestring, &number);
    } else if (cJSON_IsNumber(item) && item->valuedouble >= 0 &&
               item->valuedouble <= MF_JSON_NUMBER_MAX) {
        number = (uint64_t)item->valuedouble;
        ok = !((double)number < item->valuedouble); /* no fraction */
    }
    if (!ok)
        return mf_json_wrong(json, key, _("should be a whole number, or one like \"0x40000000\""));
    if (number > limit)
        return mf_json_wrong(json, key, _("is too large"));
    *out = number;
    return true;
}

bool mf_json_flag(const struct mf_json *json, const cJSON *object, const char *key, bool *out)
{
    const cJSON *item = mf_json_member(object, key);
    if (!item)
        return true;
    if (!cJSON_IsBool(item))
        return mf_json_wrong(json, key, _("should be true or false"));
    *out = cJSON_IsTrue(item);
    return true;
}

bool mf_json_list(const struct mf_json *json, const cJSON *object, const char *key, bool needed,
                  const cJSON **list)
{
    if (!find(json, object, key, needed, list))
        return false;
    return !*list || cJSON_IsArray(*list) ? true : mf_json_wrong(json, key, _("should be a list"));
}

bool mf_json_object_at(const struct mf_json *json, const cJSON *object, const char *key,
                       bool needed, const cJSON **out)
{
    if (!find(json, object, key, needed, out))
        return false;
    return !*out || cJSON_IsObject(*out) ? true
                                         : mf_json_wrong(json, key, _("should be an object"));
}

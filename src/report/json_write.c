// SPDX-License-Identifier: MIT
#include "json_write.h"

#include <stdio.h>
#include <string.h>

#include "../core/clean.h"
#include "../core/i18n.h"
#include "../core/json_text.h"

static cJSON *attach(struct mf_json_writer *writer, cJSON *parent, const char *key, cJSON *item)
{
    if (item && parent && cJSON_AddItemToObject(parent, key, item))
        return item;
    cJSON_Delete(item);
    writer->failed = true;
    return NULL;
}

static cJSON *append(struct mf_json_writer *writer, cJSON *array, cJSON *item)
{
    if (item && array && cJSON_AddItemToArray(array, item))
        return item;
    cJSON_Delete(item);
    writer->failed = true;
    return NULL;
}

/* cJSON keeps numbers as doubles; a raw text keeps all 64 bits. */
static cJSON *exact(uint64_t value)
{
    char digits[32];
    snprintf(digits, sizeof digits, "%llu", (unsigned long long)value);
    return cJSON_CreateRaw(digits);
}

/* cJSON escapes no DEL, C1 or mark of direction. */
static cJSON *clean(const char *value)
{
    struct mf_text text = {0};
    mf_put_json(&text, value);
    cJSON *item = text.failed ? NULL : cJSON_CreateRaw(text.bytes);
    mf_text_free(&text);
    return item;
}

cJSON *mf_json_object(struct mf_json_writer *writer, cJSON *parent, const char *key)
{
    return attach(writer, parent, key, cJSON_CreateObject());
}

cJSON *mf_json_array(struct mf_json_writer *writer, cJSON *parent, const char *key)
{
    return attach(writer, parent, key, cJSON_CreateArray());
}

cJSON *mf_json_item(struct mf_json_writer *writer, cJSON *array)
{
    return append(writer, array, cJSON_CreateObject());
}

void mf_json_put_string(struct mf_json_writer *writer, cJSON *object, const char *key,
                        const char *value)
{
    attach(writer, object, key, value ? clean(value) : cJSON_CreateNull());
}

void mf_json_put_shown(struct mf_json_writer *writer, cJSON *object, const char *key,
                       const char *text)
{
    mf_json_put_string(writer, object, key, mf_shown(text));
}

void mf_json_put_number(struct mf_json_writer *writer, cJSON *object, const char *key,
                        uint64_t value)
{
    attach(writer, object, key, exact(value));
}

void mf_json_put_signed(struct mf_json_writer *writer, cJSON *object, const char *key,
                        int64_t value)
{
    attach(writer, object, key, cJSON_CreateNumber((double)value));
}

void mf_json_put_amount(struct mf_json_writer *writer, cJSON *object, const char *key,
                        struct mf_amount amount)
{
    attach(writer, object, key, amount.known ? exact(amount.bytes) : cJSON_CreateNull());
}

void mf_json_put_flag(struct mf_json_writer *writer, cJSON *object, const char *key, bool value)
{
    attach(writer, object, key, cJSON_CreateBool(value));
}

void mf_json_put_null(struct mf_json_writer *writer, cJSON *object, const char *key)
{
    attach(writer, object, key, cJSON_CreateNull());
}

void mf_json_append_amount(struct mf_json_writer *writer, cJSON *array, struct mf_amount amount)
{
    append(writer, array, amount.known ? exact(amount.bytes) : cJSON_CreateNull());
}

void mf_json_append_number(struct mf_json_writer *writer, cJSON *array, uint64_t value)
{
    append(writer, array, exact(value));
}

void mf_json_put_strings(struct mf_json_writer *writer, cJSON *object, const char *key,
                         const char *const *strings, size_t count)
{
    cJSON *array = mf_json_array(writer, object, key);
    for (size_t i = 0; i < count; i++)
        append(writer, array, clean(strings[i]));
}

cJSON *mf_json_root(struct mf_json_writer *writer, const struct mf_report *report)
{
    cJSON *root = cJSON_CreateObject();
    writer->tree = report->tree;
    mf_json_put_string(writer, root, "schema", MF_REPORT_SCHEMA);
    cJSON *tool = mf_json_object(writer, root, "tool");
    mf_json_put_string(writer, tool, "version", report->version);
    return root;
}

/* Prints the root, without so many letters at its beginning and end, and deletes it. */
static bool finish(struct mf_json_writer *writer, cJSON *root, struct mf_text *out, bool lines,
                   size_t skipped, size_t cut)
{
    if (writer->tree && !writer->failed) {
        *writer->tree = root;
        return true;
    }
    char *printed = writer->failed ? NULL : mf_json_print(root, lines);
    cJSON_Delete(root);
    if (!printed)
        return false;
    mf_text_add_bytes(out, printed + skipped, strlen(printed) - skipped - cut);
    mf_text_add(out, cut == 0 ? "\n" : "");
    cJSON_free(printed);
    return !out->failed;
}

bool mf_json_finish(struct mf_json_writer *writer, cJSON *root, struct mf_text *out)
{
    return finish(writer, root, out, true, 0, 0);
}

bool mf_json_finish_line(struct mf_json_writer *writer, cJSON *root, struct mf_text *out)
{
    return finish(writer, root, out, false, 0, 0);
}

bool mf_json_finish_open(struct mf_json_writer *writer, cJSON *root, struct mf_text *out)
{
    return finish(writer, root, out, false, 0, strlen("}"));
}

bool mf_json_finish_close(struct mf_json_writer *writer, cJSON *root, struct mf_text *out)
{
    return finish(writer, root, out, false, strlen("{"), 0);
}

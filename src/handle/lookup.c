// SPDX-License-Identifier: MIT
/* A JSON report by places in it, as JSON pointers (RFC 6901), without a text that is parsed again.
 */
#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "../core/json_text.h"
#include "handle.h"

/* One step of a pointer, up to the next slash: "parts", "a~1b" for "a/b". */
static bool is_key(const char *step, size_t length, const char *key)
{
    for (size_t i = 0; i < length; i++, key++) {
        char letter = step[i];
        if (letter == '~' && i + 1 < length && (step[i + 1] == '0' || step[i + 1] == '1'))
            letter = step[++i] == '0' ? '~' : '/';
        if (*key == '\0' || *key != letter)
            return false;
    }
    return *key == '\0';
}

/* "0" or a number without leading zeros; -1: it is none, or larger than any list. */
static int index_of(const char *step, size_t length)
{
    int index = 0;
    if (length == 0 || length > 8 || (step[0] == '0' && length > 1))
        return -1;
    for (size_t i = 0; i < length; i++) {
        if (step[i] < '0' || step[i] > '9')
            return -1;
        index = index * 10 + (step[i] - '0');
    }
    return index;
}

static cJSON *find_child(const cJSON *node, const char *step, size_t length)
{
    cJSON *child;
    if (cJSON_IsArray(node)) {
        int index = index_of(step, length);
        return index >= 0 ? cJSON_GetArrayItem(node, index) : NULL;
    }
    cJSON_ArrayForEach(child, node)
    {
        if (child->string && is_key(step, length, child->string))
            return child;
    }
    return NULL;
}

static cJSON *root_of(const struct maixfit *fit, enum maixfit_report report)
{
    if ((size_t)report >= MF_REPORT_COUNT)
        return NULL;
    cJSON **tree = &fit->trees->of[report];
    if (!*tree)
        *tree = mf_handle_tree(fit, report);
    return *tree;
}

/* NULL where there is no such place. */
static cJSON *find(const struct maixfit *fit, enum maixfit_report report, const char *pointer)
{
    if (!fit || !pointer)
        return NULL;
    cJSON *node = root_of(fit, report);
    while (node && *pointer == '/') {
        size_t length = strcspn(pointer + 1, "/");
        node = find_child(node, pointer + 1, length);
        pointer += 1 + length;
    }
    return *pointer == '\0' ? node : NULL;
}

bool maixfit_json_number(const maixfit *fit, enum maixfit_report report, const char *pointer,
                         uint64_t *value)
{
    const cJSON *node = find(fit, report, pointer);
    if (!node || !value)
        return false;
    if (cJSON_IsBool(node)) {
        *value = cJSON_IsTrue(node) != 0;
        return true;
    }
    if (cJSON_IsNumber(node) && node->valuedouble >= 0) {
        *value = (uint64_t)node->valuedouble;
        return true;
    }
    /* The tree has whole numbers as their digits, so that none is rounded. */
    if (!cJSON_IsRaw(node) || node->valuestring[0] < '0' || node->valuestring[0] > '9')
        return false;
    *value = strtoull(node->valuestring, NULL, 10);
    return true;
}

/* The tree has texts as they are written, in quotes; the first to ask makes it one. */
static void make_string(cJSON *node)
{
    bool no_memory;
    cJSON *text = mf_json_parse(node->valuestring, strlen(node->valuestring), NULL, &no_memory);
    if (!cJSON_IsString(text)) {
        cJSON_Delete(text);
        return;
    }
    char *written = node->valuestring;
    node->valuestring = text->valuestring;
    node->type = cJSON_String;
    text->valuestring = written;
    cJSON_Delete(text);
}

const char *maixfit_json_text(const maixfit *fit, enum maixfit_report report, const char *pointer)
{
    cJSON *node = find(fit, report, pointer);
    if (node && cJSON_IsRaw(node) && node->valuestring[0] == '"')
        make_string(node);
    return node && cJSON_IsString(node) ? node->valuestring : NULL;
}

unsigned maixfit_json_count(const maixfit *fit, enum maixfit_report report, const char *pointer)
{
    const cJSON *node = find(fit, report, pointer);
    return node ? (unsigned)cJSON_GetArraySize(node) : 0;
}

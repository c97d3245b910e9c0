// SPDX-License-Identifier: MIT
#include "json_keys.h"

#include <stdio.h>
#include <string.h>

const char *mf_keys_text(const cJSON *keys, const char *key)
{
    const cJSON *item;
    const char *text = NULL;
    cJSON_ArrayForEach(item, keys)
    {
        if (strcmp(item->string, key) == 0 && cJSON_IsString(item))
            text = item->valuestring;
    }
    return text && text[0] != '\0' ? text : NULL;
}

bool mf_keys_number(const cJSON *keys, const char *key, uint64_t *number, struct mf_error *error)
{
    const cJSON *item;
    bool found = false;
    cJSON_ArrayForEach(item, keys)
    {
        if (strcmp(item->string, key) != 0)
            continue;
        if (!cJSON_IsNumber(item) || item->valuedouble < 0 ||
            item->valuedouble > (double)MF_MANIFEST_COUNT_MAX)
            return mf_fail(error, MF_BAD_MANIFEST, _("`%s` should be a number"), key);
        if (!found || (uint64_t)item->valuedouble > *number)
            *number = (uint64_t)item->valuedouble;
        found = true;
    }
    return true;
}

static bool is_on(const cJSON *item)
{
    return cJSON_IsTrue(item) || (cJSON_IsNumber(item) && item->valueint != 0) ||
           (cJSON_IsString(item) &&
            (strcmp(item->valuestring, "true") == 0 || strcmp(item->valuestring, "1") == 0));
}

/* How often the switch is there, and how often it is on. */
static void count_switch(const cJSON *keys, const char *key, unsigned *there, unsigned *on)
{
    const cJSON *item;
    *there = 0;
    *on = 0;
    cJSON_ArrayForEach(item, keys)
    {
        const char *name = item->string;
        if (strcmp(name, key) != 0 && (strncmp(name, "b_", 2) != 0 || strcmp(name + 2, key) != 0))
            continue;
        ++*there;
        *on += is_on(item);
    }
}

bool mf_keys_is_on(const cJSON *keys, const char *key)
{
    unsigned there;
    unsigned on;
    count_switch(keys, key, &there, &on);
    return there > 0 && on == there;
}

bool mf_keys_is_off(const cJSON *keys, const char *key)
{
    unsigned there;
    unsigned on;
    count_switch(keys, key, &there, &on);
    return there > 0 && on == 0;
}

const char *mf_keys_repeated(const cJSON *keys, const cJSON **at)
{
    for (const cJSON *item = *at ? (*at)->next : keys->child; item; item = item->next) {
        for (const cJSON *before = keys->child; before != item; before = before->next) {
            if (strcmp(before->string, item->string) != 0)
                continue;
            *at = item;
            return item->string;
        }
    }
    return NULL;
}

uint64_t mf_keys_line(const char *text, size_t length, const char *key)
{
    size_t key_length = strlen(key);
    uint64_t number = 1;
    uint64_t line = 0;
    for (size_t i = 0; i < length; i++) {
        number += text[i] == '\n';
        if (text[i] == '"' && length - i > key_length + 1 && text[i + key_length + 1] == '"' &&
            memcmp(text + i + 1, key, key_length) == 0)
            line = number;
    }
    return line;
}

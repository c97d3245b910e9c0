// SPDX-License-Identifier: MIT
/* Reads data files strictly: an unknown key, a wrong type or a number out of bounds is an error
 * that names the file and the key. A typing error in a profile must never pass as a fact. */
#ifndef MAIXFIT_CORE_JSON_READ_H
#define MAIXFIT_CORE_JSON_READ_H

#include <cjson/cJSON.h>

#include "model.h"

struct mf_json {
    struct mf_arena *arena;
    const char *file;
    struct mf_error *error;
};

/* Parses a whole file; NULL with the error when it is no JSON object or not of this schema.
 * cJSON_Delete it. */
cJSON *mf_json_open(const struct mf_json *json, const char *text, size_t size, const char *schema);

/* The `schema` of a file, as which it is to be read. Fails where it is no JSON object or has none.
 */
bool mf_json_schema(const struct mf_json *json, const char *text, size_t size,
                    char schema[MF_SCHEMA_NAME_MAX]);

/* Fails when the object has a key that is not in the NULL-terminated list. */
bool mf_json_only(const struct mf_json *json, const cJSON *object, const char *const *keys);

/* A missing key leaves *out as it is, unless `needed`. */
bool mf_json_string(const struct mf_json *json, const cJSON *object, const char *key, bool needed,
                    const char **out);

/* A whole number from 0 to `limit`, or a text with a hexadecimal one ("0x40000000"). */
bool mf_json_number(const struct mf_json *json, const cJSON *object, const char *key, bool needed,
                    uint64_t limit, uint64_t *out);

bool mf_json_flag(const struct mf_json *json, const cJSON *object, const char *key, bool *out);

/* The list behind a key, to go through with cJSON_ArrayForEach. A missing key is NULL, which has no
 * items, unless `needed`; anything else than a list is an error. */
bool mf_json_list(const struct mf_json *json, const cJSON *object, const char *key, bool needed,
                  const cJSON **list);

/* The object behind a key, or NULL where it is missing and not `needed`. */
bool mf_json_object_at(const struct mf_json *json, const cJSON *object, const char *key,
                       bool needed, const cJSON **out);

bool mf_json_wrong(const struct mf_json *json, const char *key, const char *what);

#endif

// SPDX-License-Identifier: MIT
/* Reads data files strictly: an unknown key, a wrong type or a number out of bounds is an error
 * that names the file and the key. A typing error in a profile must never pass as a fact.
 * All functions return false (or NULL) with the error of `json` set; strings are copied into its
 * arena. */
#ifndef MAIXFIT_CORE_JSON_READ_H
#define MAIXFIT_CORE_JSON_READ_H

#include <cjson/cJSON.h>

#include "model.h"

struct mf_json {
    struct mf_arena *arena;
    const char *file; /* its name in errors */
    struct mf_error *error;
};

/* Parses a whole file. NULL where it is not a JSON object or not of this schema; else cJSON_Delete
 * it. */
cJSON *mf_json_open(const struct mf_json *json, const char *text, size_t size, const char *schema);

/* Copies the `schema` of a file, by which the caller picks how to read it. Fails where the file is
 * not a JSON object or has no schema. */
bool mf_json_schema(const struct mf_json *json, const char *text, size_t size,
                    char schema[MF_SCHEMA_NAME_MAX]);

/* The member of an object, or NULL. */
const cJSON *mf_json_member(const cJSON *object, const char *key);

/* The first member whose key an earlier one has, or NULL. */
const cJSON *mf_json_twice(const cJSON *object);

/* Fails where `object` has a key that is not in the NULL-terminated list, or one twice, or is not
 * an object. */
bool mf_json_only(const struct mf_json *json, const cJSON *object, const char *const *keys);

/* Each function below reads one key. A missing key leaves *out unchanged, and is an error where it
 * is `needed`. */

/* A text. */
bool mf_json_string(const struct mf_json *json, const cJSON *object, const char *key, bool needed,
                    const char **out);

/* A whole number from 0 to `limit`, as a number or as hexadecimal text ("0x40000000"). */
bool mf_json_number(const struct mf_json *json, const cJSON *object, const char *key, bool needed,
                    uint64_t limit, uint64_t *out);

/* True or false. */
bool mf_json_flag(const struct mf_json *json, const cJSON *object, const char *key, bool *out);

/* A list, for cJSON_ArrayForEach. A missing key sets *list to NULL, which has no items. */
bool mf_json_list(const struct mf_json *json, const cJSON *object, const char *key, bool needed,
                  const cJSON **list);

/* An object. A missing key sets *out to NULL. */
bool mf_json_object_at(const struct mf_json *json, const cJSON *object, const char *key,
                       bool needed, const cJSON **out);

/* The error "FILE: `KEY` WHAT". Always false. */
bool mf_json_wrong(const struct mf_json *json, const char *key, const char *what);

#endif

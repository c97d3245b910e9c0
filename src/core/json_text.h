// SPDX-License-Identifier: MIT
/* From text to cJSON and back. cJSON keeps where it last failed in a global, and asks the locale
 * for its decimal point, so that only one thread at a time may be in these calls. */
#ifndef MAIXFIT_CORE_JSON_TEXT_H
#define MAIXFIT_CORE_JSON_TEXT_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

/* Parses the beginning of `text`; *end (where `end` is not NULL) is what follows it, or where it
 * fails. NULL where it is no JSON, or with *no_memory; else cJSON_Delete it. */
cJSON *mf_json_parse(const char *text, size_t size, const char **end, bool *no_memory);

/* Prints it, with `lines` as people read it. NULL without memory; else cJSON_free it. */
char *mf_json_print(const cJSON *root, bool lines);

#endif

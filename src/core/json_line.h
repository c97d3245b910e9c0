// SPDX-License-Identifier: MIT
/* Where something stands in a JSON text, for messages: the parser does not keep it. */
#ifndef MAIXFIT_CORE_JSON_LINE_H
#define MAIXFIT_CORE_JSON_LINE_H

#include <cjson/cJSON.h>
#include <stddef.h>

/* The line, from 1, of the item's key; of an item of a list, that of its first text. `root` is what
 * `text` was parsed to, and `item` a part of it. */
size_t mf_json_line(const char *text, size_t size, const cJSON *root, const cJSON *item);

#endif

// SPDX-License-Identifier: MIT
/* Keys of a manifest in JSON. A key may stand twice: programs differ in which one they take, so the
 * reading that needs more memory is taken, and a warning names the key. */
#ifndef MAIXFIT_BUNDLE_JSON_KEYS_H
#define MAIXFIT_BUNDLE_JSON_KEYS_H

#include <cjson/cJSON.h>

#include "../core/error.h"

/* A text that is not empty, or NULL; of several the last. Lives as long as `keys`. */
const char *mf_keys_text(const cJSON *keys, const char *key);

/* A whole number; of several the largest. A missing one leaves *number as it is. Fails with
 * `bad-manifest` on anything else. */
bool mf_keys_number(const cJSON *keys, const char *key, uint64_t *number, struct mf_error *error);

/* A switch that saves memory: on where every item of that name is on. StackFlow writes `b_` before
 * the names of its switches. */
bool mf_keys_is_on(const cJSON *keys, const char *key);

/* Is the switch there and off? */
bool mf_keys_is_off(const cJSON *keys, const char *key);

/* The first key of the object that stands twice, searched from *at on; NULL where there is none
 * left. *at starts as NULL. */
const char *mf_keys_repeated(const cJSON *keys, const cJSON **at);

/* The line of the text in which the key stands last; 0 where it cannot be found. */
uint64_t mf_keys_line(const char *text, size_t length, const char *key);

#endif

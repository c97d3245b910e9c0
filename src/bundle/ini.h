// SPDX-License-Identifier: MIT
/* The INI dialect of .mud files: [section], key = value, comments behind `;` or `#` at the start of
 * a line or after a blank. Keys and values are trimmed; the last of two equal keys counts. */
#ifndef MAIXFIT_BUNDLE_INI_H
#define MAIXFIT_BUNDLE_INI_H

#include "../core/model.h"

struct mf_ini_item {
    const char *section;
    const char *key;
    const char *value;
    uint64_t line;
    uint64_t line_before; /* where the same key stands; 0: it does not */
};

struct mf_ini {
    struct mf_ini_item *items;
    size_t count;
    size_t capacity;
};

/* Fails with `bad-manifest` and the line where a line is neither of these. A key that stands twice
 * becomes a finding of `path`, with the line of the second. */
bool mf_ini_parse(struct mf_arena *arena, const char *text, size_t length, const char *path,
                  struct mf_ini *ini, struct mf_finding_list *findings, struct mf_error *error);

/* The value, or NULL. */
const char *mf_ini_get(const struct mf_ini *ini, const char *section, const char *key);

#endif

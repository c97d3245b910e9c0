// SPDX-License-Identifier: MIT
/* The translations that the build makes from src/po. */
#ifndef MAIXFIT_CORE_CATALOG_H
#define MAIXFIT_CORE_CATALOG_H

#include <stdbool.h>
#include <stddef.h>

struct mf_translation {
    const char *sentence;
    const char *plural; /* the sentence for several, or NULL */
    const char *text;   /* of both: Chinese has one form */
};

struct mf_catalog {
    const char *language;               /* "zh" */
    const struct mf_translation *items; /* sorted by the sentence's bytes */
    size_t count;
};

extern const struct mf_catalog mf_catalog_zh;

/* The catalog of a language as people and locales write it: "zh", "zh-Hans", "zh_CN.UTF-8". English
 * ("en", "en_US", "C", "POSIX") has NULL. False for a language that is not known. */
bool mf_catalog_find(const char *language, const struct mf_catalog **catalog);

/* The translation, or NULL. `catalog` may be NULL. */
const char *mf_catalog_text(const struct mf_catalog *catalog, const char *sentence);

/* The sentence as it stands in the catalog, or NULL. No name that was read has its address. */
const char *mf_catalog_own(const struct mf_catalog *catalog, const char *sentence);

#endif

// SPDX-License-Identifier: MIT
#include "catalog.h"

#include <string.h>
#include <strings.h>

/* The language of a locale's name: what stands before its country, script, encoding or variant. */
static bool is_language(const char *name, const char *language)
{
    size_t length = strcspn(name, "_-.@");
    return strlen(language) == length && strncasecmp(name, language, length) == 0;
}

bool mf_catalog_find(const char *language, const struct mf_catalog **catalog)
{
    static const char *const english[] = {"en", "C", "POSIX"};
    *catalog = NULL;
    for (size_t i = 0; i < sizeof english / sizeof english[0]; i++) {
        if (is_language(language, english[i]))
            return true;
    }
    if (!is_language(language, mf_catalog_zh.language))
        return false;
    *catalog = &mf_catalog_zh;
    return true;
}

static const struct mf_translation *find(const struct mf_catalog *catalog, const char *sentence)
{
    size_t low = 0;
    size_t high = catalog ? catalog->count : 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(sentence, catalog->items[middle].sentence);
        if (order == 0)
            return &catalog->items[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    for (size_t i = 0; catalog && i < catalog->count; i++) { /* few have one */
        const char *plural = catalog->items[i].plural;
        if (plural && strcmp(sentence, plural) == 0)
            return &catalog->items[i];
    }
    return NULL;
}

const char *mf_catalog_text(const struct mf_catalog *catalog, const char *sentence)
{
    const struct mf_translation *item = find(catalog, sentence);
    return item && item->text[0] != '\0' ? item->text : NULL; /* not translated yet: empty */
}

const char *mf_catalog_own(const struct mf_catalog *catalog, const char *sentence)
{
    const struct mf_translation *item = find(catalog, sentence);
    if (!item)
        return NULL;
    return strcmp(sentence, item->sentence) == 0 ? item->sentence : item->plural;
}

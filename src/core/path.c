// SPDX-License-Identifier: MIT
#include "path.h"

#include <string.h>

const char *mf_base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash && slash[1] != '\0' ? slash + 1 : path;
}

/* Not tolower(): its result depends on the locale of the app. */
static int lower(char c)
{
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

bool mf_ends_with(const char *path, const char *suffix)
{
    size_t length = strlen(path);
    size_t tail = strlen(suffix);
    if (length < tail)
        return false;
    for (size_t i = 0; i < tail; i++) {
        if (lower(path[length - tail + i]) != lower(suffix[i]))
            return false;
    }
    return true;
}

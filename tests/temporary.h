// SPDX-License-Identifier: MIT
#ifndef MAIXFIT_TESTS_TEMPORARY_H
#define MAIXFIT_TESTS_TEMPORARY_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A name for mkdtemp and mkstemp: below TMPDIR, or below /tmp where that is not set or too long. */
static inline void name_temporary(char *path, size_t size)
{
    static const char name[] = "/maixfit-test-XXXXXX";
    const char *folder = getenv("TMPDIR");
    if (!folder || folder[0] == '\0' || strlen(folder) + sizeof name > size)
        folder = "/tmp";
    snprintf(path, size, "%s%s", folder, name);
}

#endif

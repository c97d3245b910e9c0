// SPDX-License-Identifier: MIT
/* A value that must be one of a few words, and is none. */
#include "one_of.h"

#include <stdio.h>

#include "alike.h"

const char *mf_join_names(const char *const *names, size_t count, char *out, size_t size)
{
    size_t length = 0;
    out[0] = '\0';
    for (size_t i = 0; i < count && length < size; i++)
        length +=
            (size_t)snprintf(out + length, size - length, "%s%s", i == 0 ? "" : ", ", names[i]);
    return out;
}

bool mf_fail_one_of(struct mf_error *error, const char *value, const char *const *names,
                    size_t count)
{
    char all[MF_ERROR_TEXT_MAX];
    struct mf_nearest nearest = {.wanted = value};
    for (size_t i = 0; i < count; i++)
        mf_nearest_offer(&nearest, names[i]);
    mf_join_names(names, count, all, sizeof all);
    if (nearest.name)
        return mf_fail(error, MF_USAGE, _("`%s` is none of %s; did you mean `%s`?"), value, all,
                       nearest.name);
    return mf_fail(error, MF_USAGE, _("`%s` is none of %s"), value, all);
}

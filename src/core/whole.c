// SPDX-License-Identifier: MIT
#include <stdlib.h>

#include "source.h"

static bool read_source(struct mf_source *source, size_t limit, char **text, size_t *size,
                        struct mf_error *error)
{
    struct mf_view view = mf_view_all(source);
    if (view.size > limit)
        return mf_fail(error, MF_LIMIT, _("is larger than %zu MiB, the limit for such a file"),
                       limit >> 20);
    *size = (size_t)view.size;
    *text = calloc(*size + 1, 1);
    if (!*text)
        return mf_fail_memory(error);
    if (mf_view_read(&view, 0, *text, *size, error))
        return true;
    free(*text);
    *text = NULL;
    return false;
}

bool mf_read_whole(const char *path, size_t limit, char **text, size_t *size,
                   struct mf_error *error)
{
    struct mf_source source;
    *text = NULL;
    if (!mf_source_open(&source, path, error))
        return false;
    bool ok = read_source(&source, limit, text, size, error);
    mf_source_close(&source);
    return ok;
}

// SPDX-License-Identifier: MIT
/* Built without libarchive: an archive is recognized, and said not to be readable. */
#include "../tree.h"

bool mf_reads_archives(void)
{
    return false;
}

bool mf_tree_archive(struct mf_tree *tree, struct mf_arena *arena, const char *path,
                     struct mf_source *source, const struct mf_progress *progress,
                     struct mf_error *error)
{
    (void)source;
    (void)progress;
    *tree = (struct mf_tree){.arena = arena, .path = path, .in_archive = true};
    return mf_fail(error, MF_NO_ARCHIVES,
                   _("is an archive, and this maixfit was built without archives "
                     "(MAIXFIT_ARCHIVE=OFF); unpack it first"));
}

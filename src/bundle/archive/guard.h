// SPDX-License-Identifier: MIT
/* What is looked at before libarchive reads an archive: how much memory its decoders will take, and
 * whether a zip's files share bytes. What cannot be read here is left to libarchive. */
#ifndef MAIXFIT_BUNDLE_GUARD_H
#define MAIXFIT_BUNDLE_GUARD_H

#include "decoder.h"

/* Refuses an archive by its kind. */
bool mf_archive_guard(struct mf_source *source, struct mf_error *error);

/* Those of one kind, which read all of a file. */
bool mf_sevenzip_check(const struct mf_view *file, struct mf_error *error);
bool mf_zip_check(const struct mf_view *file, struct mf_error *error);

#endif

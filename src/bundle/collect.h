// SPDX-License-Identifier: MIT
/* From named files to models and bundles. */
#ifndef MAIXFIT_BUNDLE_COLLECT_H
#define MAIXFIT_BUNDLE_COLLECT_H

#include "opened.h"

/* Every bundle of the tree; where it has no manifest, the bundles that its file names suggest;
 * where there are none either, every model. With `inside`, only the file or folder of that name. */
bool mf_collect(struct mf_opening *opening, struct mf_tree *tree, const char *inside);

/* One .mud, JSON or script. */
bool mf_collect_manifest(struct mf_opening *opening, struct mf_tree *tree, struct mf_entry *entry);

#endif

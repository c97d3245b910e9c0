// SPDX-License-Identifier: MIT
/* The contexts that an LLM's shape groups can do. */
#ifndef MAIXFIT_BUNDLE_CONTEXTS_H
#define MAIXFIT_BUNDLE_CONTEXTS_H

#include "bundle.h"

/* Fills in `contexts` and `context_count` from the first layer that has a cache: hybrid models have
 * layers without. False only for lack of memory. */
bool mf_bundle_find_contexts(struct mf_arena *arena, struct mf_bundle *bundle,
                             struct mf_error *error);

#endif

// SPDX-License-Identifier: MIT
#ifndef MAIXFIT_CORE_ONE_OF_H
#define MAIXFIT_CORE_ONE_OF_H

#include <stddef.h>

#include "error.h"

/* Fails with `usage`: `value` is none of the names. Says which of them may be meant, and all that
 * there are. Always false. */
bool mf_fail_one_of(struct mf_error *error, const char *value, const char *const *names,
                    size_t count);

/* "a, b, c" in `out`, which holds `size` bytes; what is longer is cut. Returns `out`. */
const char *mf_join_names(const char *const *names, size_t count, char *out, size_t size);

#endif

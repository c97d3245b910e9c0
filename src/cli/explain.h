// SPDX-License-Identifier: MIT
#ifndef MAIXFIT_CLI_EXPLAIN_H
#define MAIXFIT_CLI_EXPLAIN_H

#include "options.h"

/* Prints what the words mean, or without words what can be explained. False where nothing is known
 * of them, after saying so. */
bool explain(const struct options *options);

#endif

// SPDX-License-Identifier: MIT
/* How reports for people look on this terminal. */
#ifndef MAIXFIT_CLI_STYLE_H
#define MAIXFIT_CLI_STYLE_H

#include "../maixfit.h"
#include "options.h"

/* Asks the terminal and the environment, and sets it. False, with the handle's message, without
 * memory. */
bool style_set(maixfit *fit, const struct options *options);

#endif

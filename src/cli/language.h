// SPDX-License-Identifier: MIT
/* The language in which the tool and its handle speak to people. */
#ifndef MAIXFIT_CLI_LANGUAGE_H
#define MAIXFIT_CLI_LANGUAGE_H

#include <stdbool.h>

#include "../maixfit.h"

/* Does the locale write UTF-8? Its name is enough: the C library's tables need not be there. */
bool language_is_utf8(void);

/* As --lang names it, wherever it stands, else the environment: LC_ALL, LC_MESSAGES or LANG. One
 * that is not known here, or that its locale cannot write, is English. */
void language_begin(maixfit *fit, int argc, char **argv);

/* --lang: false, with the handle's message, for one that is not known here. */
bool language_name(maixfit *fit, const char *value);

void language_end(void);

#endif

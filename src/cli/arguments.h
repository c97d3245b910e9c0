// SPDX-License-Identifier: MIT
/* The whole command line: options, the command, and what it is given. */
#ifndef MAIXFIT_CLI_ARGUMENTS_H
#define MAIXFIT_CLI_ARGUMENTS_H

#include "options.h"

/* What the library takes is set on the handle, the rest is put into `options`. False on wrong
 * usage, after one line and a hint on stderr. */
bool arguments_parse(int argc, char **argv, maixfit *fit, struct options *options);

#endif

// SPDX-License-Identifier: MIT
#ifndef MAIXFIT_CLI_HELP_H
#define MAIXFIT_CLI_HELP_H

#include <stdio.h>

#include "command.h"

/* One screen: examples and the options that are used most. */
void help_short(FILE *out);

/* Every command and every option. */
void help_whole(FILE *out);

/* What one command does, and its options. */
void help_command(FILE *out, enum command command);

/* The commands whose names begin with the word, "config": each in a line. False where there is
 * none. */
bool help_commands(FILE *out, const char *word);

#endif

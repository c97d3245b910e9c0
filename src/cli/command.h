// SPDX-License-Identifier: MIT
/* The commands of the table (table.h): found by their words, or guessed. */
#ifndef MAIXFIT_CLI_COMMAND_H
#define MAIXFIT_CLI_COMMAND_H

#include "table.h"

const char *command_name(enum command command);

/* The sum of enum subject. */
unsigned command_subjects(enum command command);

/* The report that it prints. */
enum maixfit_report command_report(enum command command);

/* The command with which the words begin; *length is how many of them are its name. */
enum command command_find(char *const *words, int count, int *length);

/* Is it the first word of commands of two? */
bool command_begins(const char *word);

/* The command that was intended by words that begin with none: COMMAND_JUDGE where nothing is near,
 * COMMAND_COUNT for a `config` that is followed by none of its words. */
enum command command_guess(char *const *words, int count);

#endif

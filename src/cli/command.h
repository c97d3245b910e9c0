// SPDX-License-Identifier: MIT
/* The commands: one table, from which they are found, guessed and listed. */
#ifndef MAIXFIT_CLI_COMMAND_H
#define MAIXFIT_CLI_COMMAND_H

#include <stdio.h>

enum command {
    COMMAND_JUDGE, /* no word: the models themselves */
    COMMAND_INSPECT,
    COMMAND_STATUS,
    COMMAND_DEVICES,
    COMMAND_SENSORS,
    COMMAND_CONFIG_CHECK,
    COMMAND_CONFIG_SET,
    COMMAND_HELP,
    COMMAND_COUNT
};

const char *command_name(enum command command);

/* The command with which the words begin; *length is how many of them are its name. */
enum command command_find(char *const *words, int count, int *length);

/* The command that was intended by words that begin with none: COMMAND_JUDGE where nothing is near,
 * COMMAND_COUNT for a `config` that is followed by neither of its words. */
enum command command_guess(char *const *words, int count);

void commands_help(FILE *out);

#endif

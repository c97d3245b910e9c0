// SPDX-License-Identifier: MIT
/* The commands: one table, from which they are found, guessed, listed and run. */
#ifndef MAIXFIT_CLI_COMMAND_H
#define MAIXFIT_CLI_COMMAND_H

#include <stdio.h>

#include "../maixfit.h"

enum command {
    COMMAND_JUDGE, /* no word: the models themselves */
    COMMAND_INSPECT,
    COMMAND_STATUS,
    COMMAND_CAPTURE,
    COMMAND_DEVICES,
    COMMAND_SENSORS,
    COMMAND_CONFIG_CHECK,
    COMMAND_CONFIG_SET,
    COMMAND_CONFIG_RESTORE,
    COMMAND_GATE,
    COMMAND_HELP,
    COMMAND_COUNT
};

/* What a command is about; an option states for which of these it is. */
enum subject {
    ABOUT_VERDICT = 1 << 0,
    ABOUT_MODELS = 1 << 1,
    ABOUT_SUPPLY = 1 << 2,
    ABOUT_CHECK = 1 << 3,
    ABOUT_WRITING = 1 << 4,
    ABOUT_LISTS = 1 << 5,
    ABOUT_HELP = 1 << 6,
    ABOUT_CAPTURE = 1 << 7,
    ABOUT_GATE = 1 << 8,
    ABOUT_CONFIG = ABOUT_CHECK | ABOUT_WRITING,
    ABOUT_BOARD = ABOUT_SUPPLY | ABOUT_CONFIG,
    ABOUT_DATA = ABOUT_BOARD | ABOUT_LISTS,
    ABOUT_ALL = ABOUT_VERDICT | ABOUT_MODELS | ABOUT_DATA | ABOUT_HELP | ABOUT_CAPTURE | ABOUT_GATE
};

const char *command_name(enum command command);

/* The sum of enum subject. */
unsigned command_subjects(enum command command);

/* The report that it prints. */
enum maixfit_report command_report(enum command command);

/* The command with which the words begin; *length is how many of them are its name. */
enum command command_find(char *const *words, int count, int *length);

/* The command that was intended by words that begin with none: COMMAND_JUDGE where nothing is near,
 * COMMAND_COUNT for a `config` that is followed by none of its words. */
enum command command_guess(char *const *words, int count);

void commands_help(FILE *out);

#endif

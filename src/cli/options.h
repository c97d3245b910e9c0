// SPDX-License-Identifier: MIT
/* The command line. All options stand in one table (options.c), from which getopt and the help
 * come. */
#ifndef MAIXFIT_CLI_OPTIONS_H
#define MAIXFIT_CLI_OPTIONS_H

#include <stdbool.h>
#include <stdio.h>

#include "../maixfit.h"

enum command {
    COMMAND_JUDGE,
    COMMAND_INSPECT,
    COMMAND_STATUS,
    COMMAND_DEVICES,
    COMMAND_SENSORS,
    COMMAND_CONFIG_CHECK,
    COMMAND_CONFIG_SET,
    COMMAND_COUNT
};

enum color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

struct options {
    enum command command;
    enum color color;
    bool json;
    bool quiet;
    bool emit;
    bool each;
    bool verbose;
    bool help;
    bool version;
    bool apply;
    bool dry_run;
    bool no_sandbox;
    const char *file;  /* of `config` or --apply; NULL: /boot/configs */
    const char *value; /* of `config set` */
};

/* Reads the arguments: what the library takes is set on the handle, the rest is put into `options`.
 * False on wrong usage, after one line and a hint on stderr. */
bool options_parse(int argc, char **argv, maixfit *fit, struct options *options);

void options_help(FILE *out);

#endif

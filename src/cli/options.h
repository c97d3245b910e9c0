// SPDX-License-Identifier: MIT
/* The command line, read by the table of options (table.h). */
#ifndef MAIXFIT_CLI_OPTIONS_H
#define MAIXFIT_CLI_OPTIONS_H

#include <stdbool.h>

#include "../maixfit.h"
#include "command.h"
#include "outputs.h"

enum color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

struct options {
    enum command command;
    enum color color;
    const char *language; /* --lang, or NULL */
    struct outputs outputs;
    int boards; /* that were named */
    bool quiet;
    bool emit;
    bool each;
    bool verbose;
    bool help;
    bool short_help;   /* -h, not --help */
    const char *topic; /* of the help: the first word of some commands, "config"; or NULL */
    bool version;
    bool apply;
    bool dry_run;
    bool no_sandbox;
    const char *bare;  /* the last option before a word, without the value that it may have */
    const char *file;  /* of `config` or --apply; NULL: /boot/configs */
    const char *value; /* of `config set`; `last` of `config restore` */
};

/* The command line as it was read. */
struct line {
    char **words; /* what is no option; they stand in argv */
    int count;
    int before_end; /* how many of them stand before `--` */
    uint64_t given; /* a bit for each row of the table */
};

/* Reads options and words: what the library takes is set on the handle, the rest is put into
 * `options`. This and options_belong are false on wrong usage, after one line and a hint on stderr.
 */
bool options_read(int argc, char **argv, maixfit *fit, struct options *options, struct line *line);

/* Has the command all options that were given? */
bool options_belong(const struct line *line, enum command command);

/* Was the option of that name given? */
bool options_given(const struct line *line, const char *name);

#endif

// SPDX-License-Identifier: MIT
/* Commands and options of the tool: one table, from which getopt, the help, the man page and the
 * completions come. scripts/tool.py writes it (table.c) from scripts/tool.json. */
#ifndef MAIXFIT_CLI_TABLE_H
#define MAIXFIT_CLI_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "../maixfit.h"

#define OPTIONS_MAX  64 /* a bit for each (struct line) */
#define EXAMPLES_MAX 10

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
    COMMAND_EXPLAIN,
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
    ABOUT_SETTING = 1 << 9
};

enum option_kind {
    OPTION_SETS,   /* its value, or where it has none `fixed`, goes to maixfit_set */
    OPTION_DEVICE, /* so do these two, which the tool counts too */
    OPTION_EACH,
    OPTION_FORMAT,
    OPTION_COLOR,
    OPTION_LANGUAGE,
    OPTION_QUIET,
    OPTION_EMIT,
    OPTION_APPLY,
    OPTION_DRY_RUN,
    OPTION_NO_SANDBOX,
    OPTION_VERBOSE,
    OPTION_HELP,
    OPTION_VERSION
};

struct example {
    const char *line; /* NULL behind the last */
    const char *what; /* it shows */
};

struct command_row {
    const char *name; /* "config check"; "" where models alone are named */
    const char *usage;
    const char *help; /* in a few words */
    const char *text; /* whole lines */
    struct example examples[EXAMPLES_MAX];
    unsigned subjects; /* the sum of enum subject */
    enum maixfit_report report;
};

struct option_row {
    const char *name; /* NULL: it has only a letter */
    char letter;      /* '\0': none */
    const char
        *value; /* as help shows it, in brackets where it may be left out; NULL: takes none */
    const char *fixed;
    const char *help;
    enum option_kind kind;
    size_t group; /* of option_groups */
    unsigned subjects;
    enum maixfit_option option;
    bool repeats;       /* each value counts */
    const char *common; /* its value as -h shows it, "" for none; NULL: only --help shows it */
};

/* Whole lines. */
struct help_text {
    const char *about;
    const char *models;
    const char *sizes;
    const char *formats;
    const char *few_formats; /* of what is no verdict */
    const char *statuses;
    const char *more;
    struct example examples[EXAMPLES_MAX];
};

extern const struct help_text help_text;
extern const char *const option_groups[]; /* titles, NULL behind the last */
extern const struct command_row command_rows[COMMAND_COUNT];
extern const struct option_row option_rows[];
extern const size_t option_count;

#endif

// SPDX-License-Identifier: MIT
/* Where the reports go: one to stdout, others to files, which appear only when they are whole. */
#ifndef MAIXFIT_CLI_OUTPUTS_H
#define MAIXFIT_CLI_OUTPUTS_H

#include <stdio.h>

#include "../maixfit.h"

#define OUTPUTS_MAX 16

struct output {
    enum maixfit_format format;
    const char *file; /* NULL: stdout */
    char *place;      /* where it is, behind links; NULL: not open */
    char *unfinished; /* the file while it is written, or NULL */
    FILE *stream;     /* NULL: nothing is written */
};

struct outputs {
    struct output items[OUTPUTS_MAX];
    size_t count;
    bool has_stdout; /* one of them was named for it; else text goes there */
};

/* Reads "FORMAT" or "FORMAT=FILE". False after a message of wrong usage. */
bool outputs_name(struct outputs *outputs, const char *value);

/* Does a file belong to them? */
bool outputs_write_files(const struct outputs *outputs);

/* The format on stdout. */
enum maixfit_format outputs_on_stdout(const struct outputs *outputs);

/* Opens them, stdout too unless `quiet`. False after a message; all are closed then. */
bool outputs_open(struct outputs *outputs, bool quiet);

/* Adds the report to each. False after a message. */
bool outputs_add(struct outputs *outputs, const maixfit *fit, enum maixfit_report report);

/* Is all of standard output written? False after a message. */
bool outputs_flush(void);

/* Puts the files in place, where `whole`, else removes what was begun. False after a message. */
bool outputs_close(struct outputs *outputs, bool whole);

#endif

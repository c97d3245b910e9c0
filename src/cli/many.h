// SPDX-License-Identifier: MIT
/* Many verdicts, which are written as they come. */
#ifndef MAIXFIT_CLI_MANY_H
#define MAIXFIT_CLI_MANY_H

#include "options.h"

struct many {
    struct options *options;
    bool begun; /* the head was written */
    bool failed;
};

/* Opens what is written. False after a message. */
bool many_begin(struct many *many, struct options *options);

/* Writes one verdict; a maixfit_judged, whose `user` is the struct many. */
void many_item(void *user, const maixfit *fit);

/* Ends it after the last verdict; returns the exit status. */
int many_end(struct many *many, const maixfit *fit, int status);

/* Removes what was begun, after wrong usage. */
int many_refuse(struct many *many, const maixfit *fit);

/* The problems of the last call as messages. */
void say_problems(const maixfit *fit);

/* The last verdict as a message. */
void say_verdict(const maixfit *fit);

#endif

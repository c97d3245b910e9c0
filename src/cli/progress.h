// SPDX-License-Identifier: MIT
/* One line on stderr while a long archive is read: on a terminal only, and not before it took
 * 300 ms. */
#ifndef MAIXFIT_CLI_PROGRESS_H
#define MAIXFIT_CLI_PROGRESS_H

#include "../maixfit.h"

struct progress {
    double started; /* seconds; 0: not yet */
    double told;
    bool is_shown;
};

/* Connects it with the handle; it must live as long. */
void progress_begin(struct progress *progress, maixfit *fit);

/* "12.3 of 45.6 MiB (27 %), 3 s left"; `total` is 0 where it is unknown. Returns its length. */
int progress_text(char *text, unsigned long size, uint64_t done, uint64_t total, double seconds);

#endif

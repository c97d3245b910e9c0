// SPDX-License-Identifier: MIT
/* One line on stderr while a long archive is read: on a terminal only, and not before it took
 * 300 ms. */
#ifndef MAIXFIT_CLI_PROGRESS_H
#define MAIXFIT_CLI_PROGRESS_H

#include "../maixfit.h"

struct progress {
    double started; /* seconds; 0: not yet */
    double shown;   /* when it was last drawn */
    uint64_t first; /* bytes that were done when it started */
    uint64_t total; /* 0: unknown */
    bool is_shown;
};

/* Connects it with the handle; it must live as long. */
void progress_begin(struct progress *progress, maixfit *fit);

#endif

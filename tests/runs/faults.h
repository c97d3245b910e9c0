// SPDX-License-Identifier: MIT
/* Allocations and reads of this program that fail, and how many there were. */
#ifndef MAIXFIT_TESTS_RUNS_FAULTS_H
#define MAIXFIT_TESTS_RUNS_FAULTS_H

#include <stdatomic.h>
#include <stdbool.h>

struct faults {
    long failing_allocation; /* the number of the call, from 1 on; 0: none */
    long failing_read;
    bool all_after_it_fail; /* of the allocations */
    bool short_reads;       /* each read of a file gives one byte less than what was asked for */
    bool interrupts;        /* every other read is interrupted */
    atomic_long allocations;
    atomic_long reads;
};

/* From now on calls are counted and fail; with NULL no longer. A build with sanitizers counts none.
 */
void faults_begin(struct faults *faults);

#endif

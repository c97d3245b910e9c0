// SPDX-License-Identifier: MIT
/* The tool's guard against files of a kernel that never answer: a helper process reads them. */
#ifndef MAIXFIT_CLI_GUARD_H
#define MAIXFIT_CLI_GUARD_H

/* From now on a helper process reads the files of the kernel: one for all, started by the first. */
void guard_begin(void);

/* Ends a helper that waits for the next file; one that hangs stays behind. */
void guard_end(void);

#endif

// SPDX-License-Identifier: MIT
#ifndef MAIXFIT_CLI_TERMINAL_H
#define MAIXFIT_CLI_TERMINAL_H

/* The width of the window on standard output; 0 where there is none. */
unsigned terminal_columns(void);

#endif

// SPDX-License-Identifier: MIT
#ifndef MAIXFIT_CLI_MEMORY_H
#define MAIXFIT_CLI_MEMORY_H

/* Bounds the memory of this process: a decoder of a library below takes as much as its input asks
 * for. Then it has none left, which is an error like any other. */
void memory_limit(void);

#endif

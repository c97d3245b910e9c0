// SPDX-License-Identifier: MIT
/* The system calls that the tool gives up. */
#ifndef MAIXFIT_CLI_SANDBOX_CALLS_H
#define MAIXFIT_CLI_SANDBOX_CALLS_H

#include <stddef.h>

#define SANDBOX_NO_CALL (-1)

enum sandbox_rule {
    SANDBOX_NEVER,  /* refused */
    SANDBOX_WRITES, /* refused, but to commands that write */
    SANDBOX_OPEN,   /* its flags, the second or third argument, may not ask to write */
    SANDBOX_OPENAT,
    SANDBOX_CLONE, /* its flags, the first argument, may not ask for a namespace */
    SANDBOX_IOCTL, /* only what asks a terminal for its settings */
};

/* arm64 and riscv64 share one table. */
enum sandbox_table { SANDBOX_X86_64, SANDBOX_GENERIC, SANDBOX_ARM, SANDBOX_TABLES };

struct sandbox_call {
    char name[20]; /* no pointer: it would be relocated at each start */
    enum sandbox_rule rule;
    short number[SANDBOX_TABLES]; /* or SANDBOX_NO_CALL */
};

extern const struct sandbox_call sandbox_calls[];
extern const size_t sandbox_call_count;

#endif

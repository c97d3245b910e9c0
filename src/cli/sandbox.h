// SPDX-License-Identifier: MIT
/* The tool reads files from the internet, perhaps as root: it gives up what it does not need before
 * it opens the first. Best effort, and for the tool only: a library must not do that to an app. */
#ifndef MAIXFIT_CLI_SANDBOX_H
#define MAIXFIT_CLI_SANDBOX_H

#include <stdbool.h>

struct sandbox {
    bool no_new_privileges; /* no program that is started could gain rights */
    bool system_calls;      /* no network, no other program, nothing that rules the machine */
    bool read_only;         /* no file is written, made, renamed or removed */
};

/* `writes`: the command writes a file that was asked for. What the kernel does not have stays
 * false. */
struct sandbox sandbox_enter(bool writes);

#endif

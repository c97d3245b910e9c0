// SPDX-License-Identifier: MIT
/* WASI has no working folder. A host that shows its files from the root on names its own in PWD,
 * as a shell does; without that, relative paths begin at the root. */
#include <stdlib.h>
#include <unistd.h>

__attribute__((constructor)) static void enter_folder(void)
{
    const char *folder = getenv("PWD");
    int ignored = folder ? chdir(folder) : 0; /* the host may not show it */
    (void)ignored;
}

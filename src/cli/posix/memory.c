// SPDX-License-Identifier: MIT
#include "../memory.h"

#include <sys/resource.h>

#include "../../core/limits.h"

void memory_limit(void)
{
#ifndef MAIXFIT_NO_SANDBOX /* a sanitizer takes terabytes of addresses */
    struct rlimit limit;
    if (getrlimit(RLIMIT_DATA, &limit) != 0 || limit.rlim_cur <= MF_PROCESS_DATA_MAX)
        return;
    limit.rlim_cur = MF_PROCESS_DATA_MAX;
    setrlimit(RLIMIT_DATA, &limit); /* where it fails, the limits of the library stand */
#endif
}

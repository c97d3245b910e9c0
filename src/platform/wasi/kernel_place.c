// SPDX-License-Identifier: MIT
/* No kernel shows files here, not even where a host shows its own /proc: reading a driver's file
 * may never end. A captured board's are files of a disk. */
#include "../kernel_place.h"

bool mf_sees_kernel(void)
{
    return false;
}

bool mf_is_kernel_file(const char *path)
{
    (void)path;
    return false;
}

bool mf_is_in_kernel_place(const char *path)
{
    (void)path;
    return false;
}

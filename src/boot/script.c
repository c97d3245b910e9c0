// SPDX-License-Identifier: MIT
/* The boot script's arithmetic (auto_load_all_drv.sh): `[ value -gt 0 ]`, then $((RAM - value)). */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "boot.h"

/* What `[` takes for a number: blanks around it, a sign, decimal digits. */
static bool test_takes(const char *value, int64_t *number)
{
    char *end;
    errno = 0;
    *number = strtoimax(value, &end, 10);
    if (end == value || errno == ERANGE)
        return false;
    return end[strspn(end, " \t\n")] == '\0';
}

/* What $(( )) takes: a leading 0 means octal, where 8 and 9 are errors. */
static bool arithmetic_takes(const char *value, int64_t *number)
{
    const char *digits = value + strspn(value, " \t\n+-");
    char *end;
    bool octal = digits[0] == '0' && digits[1] >= '0' && digits[1] <= '9';
    if (!octal)
        return test_takes(value, number);
    errno = 0;
    *number = strtoimax(digits, &end, 8);
    return errno == 0 && end[strspn(end, " \t\n")] == '\0';
}

/* Where the value is no good, the pool is what U-Boot did not leave to Linux; and half of all where
 * that is nonsense. */
static uint64_t fall_back(uint64_t linux_mib, const struct mf_boot_board *board)
{
    if (linux_mib > board->ram_mib || linux_mib < MF_BOOT_LINUX_LEAST)
        return board->ram_mib / 2;
    return board->ram_mib - linux_mib;
}

uint64_t mf_script_pool(const char *value, uint64_t linux_mib, const struct mf_boot_board *board)
{
    int64_t tested;
    int64_t number;
    if (!value || !test_takes(value, &tested) || tested <= 0)
        return fall_back(linux_mib, board);
    if (!arithmetic_takes(value, &number))
        return 0; /* measured: the failed sum leaves no pool */
    if ((int64_t)board->ram_mib - number < MF_BOOT_LINUX_LEAST)
        return fall_back(linux_mib, board);
    return (uint64_t)number;
}

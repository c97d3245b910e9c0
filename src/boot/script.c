// SPDX-License-Identifier: MIT
/* The boot script's arithmetic, which is bash's: `[ value -gt 0 ]`, then $((RAM - value))
 * (docs/boot-configs.md; sipeed/maix_ax620e_sdk, auto_load_all_drv.sh). */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "boot.h"

/* A number as `[` reads it: blanks around it, a sign, decimal digits. */
static bool read_as_test(const char *value, int64_t *number)
{
    char *end;
    errno = 0;
    *number = strtoimax(value, &end, 10);
    if (end == value || errno == ERANGE)
        return false;
    return end[strspn(end, " \t\n")] == '\0';
}

/* A number as $(( )) reads it: a leading 0 means octal, where 8 and 9 are errors. */
static bool read_as_arithmetic(const char *value, int64_t *number)
{
    const char *digits = value + strspn(value, " \t\n+-");
    char *end;
    bool octal = digits[0] == '0' && digits[1] >= '0' && digits[1] <= '9';
    if (!octal)
        return read_as_test(value, number);
    errno = 0;
    *number = strtoimax(digits, &end, 8);
    return errno == 0 && end[strspn(end, " \t\n")] == '\0';
}

/* Where the value is not usable, the pool is what U-Boot did not give to Linux; where that figure
 * is impossible too, half of the RAM. */
static uint64_t fall_back(uint64_t linux_mib, const struct mf_boot_board *board)
{
    if (linux_mib > board->ram_mib || linux_mib < MF_BOOT_LINUX_MIN_MIB)
        return board->ram_mib / 2;
    return board->ram_mib - linux_mib;
}

uint64_t mf_script_pool(const char *value, uint64_t linux_mib, const struct mf_boot_board *board)
{
    int64_t tested;
    int64_t number;
    if (!value || !read_as_test(value, &tested) || tested <= 0)
        return fall_back(linux_mib, board);
    if (!read_as_arithmetic(value, &number))
        return 0; /* the sum fails, and ax_cmm is loaded with a size of 0 */
    if ((int64_t)board->ram_mib - number < MF_BOOT_LINUX_MIN_MIB)
        return fall_back(linux_mib, board);
    return (uint64_t)number;
}

// SPDX-License-Identifier: MIT
/* What the checks of /boot/configs share. */
#ifndef MAIXFIT_BOOT_CHECKER_H
#define MAIXFIT_BOOT_CHECKER_H

#include "boot.h"

struct mf_checker {
    struct mf_arena *arena;
    struct mf_boot *boot;
    struct mf_error *error;
};

/* Adds a finding on that line of the file. A NULL text is lack of memory. */
bool mf_check_add(const struct mf_checker *checker, enum mf_severity severity, const char *code,
                  uint64_t line, const char *text);

/* The same, for what would defeat a value that is merely added to the text. */
bool mf_check_add_obstacle(const struct mf_checker *checker, enum mf_severity severity,
                           const char *code, uint64_t line, const char *text);

/* The value that the file most likely intends: a size with its unit, else what the script makes of
 * it, what U-Boot reads where the script's is unknown, or the default. */
unsigned long long mf_intended_value(const struct mf_boot *boot);

/* What is wrong with the form of the lines that have the key. */
bool mf_check_lines(const struct mf_checker *checker, const char *text, size_t length);

#endif

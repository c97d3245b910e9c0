// SPDX-License-Identifier: MIT
/* What is wrong with the text, by what both readers make of it, and line by line. */
#include <stdio.h>
#include <string.h>

#include "../core/text.h"
#include "checker.h"
#include "lines.h"

bool mf_boot_board_of(const struct mf_device *device, struct mf_boot_board *board)
{
    if (!device || device->legal_max_mib == 0)
        return false;
    *board =
        (struct mf_boot_board){.id = device->name,
                               .ram_mib = device->ram_mib,
                               .default_linux_mib = device->ram_mib - device->pool_bytes / MF_MIB,
                               .linux_max_mib = device->linux_max_mib,
                               .legal_min_mib = device->legal_min_mib,
                               .legal_max_mib = device->legal_max_mib,
                               .linux_comfort_mib = mf_device_linux_comfort(device),
                               .least_supported_mib = device->least_supported_mib};
    return true;
}

static bool check_duplicates(const struct mf_checker *checker)
{
    const struct mf_shell *shell = &checker->boot->shell;
    uint64_t first = 0;
    for (size_t i = 0; i < shell->count; i++) {
        if (!shell->uses[i].value)
            continue;
        if (first == 0)
            first = shell->uses[i].line;
        else if (!mf_check_add_obstacle(
                     checker, MF_WARNING, "duplicate", shell->uses[i].line,
                     mf_arena_format(checker->arena,
                                     _("sets the key again after line %llu: U-Boot takes the "
                                       "first, the boot script the last; keep one"),
                                     (unsigned long long)first)))
            return false;
    }
    return true;
}

static bool check_unknown(const struct mf_checker *checker)
{
    const struct mf_boot *boot = checker->boot;
    if (boot->uboot.undefined &&
        !mf_check_add_obstacle(
            checker, MF_ERROR, "no-equals", boot->uboot.line,
            mf_arena_format(checker->arena,
                            _("contains the key without a `=`: U-Boot then reads through "
                              "a null pointer and may hang; write %s=%llu"),
                            MF_BOOT_KEY, mf_intended_value(boot))))
        return false;
    return boot->shell.undecidable == 0 ||
           mf_check_add_obstacle(
               checker, MF_ERROR, "shell-unknown", boot->shell.undecidable,
               _("uses shell syntax whose effect cannot be determined here, so the pool "
                 "is unknown; write plain assignments only"));
}

/* The number may be a secret. */
static bool check_borrowed(const struct mf_checker *checker)
{
    const struct mf_boot *boot = checker->boot;
    return boot->uboot.accepted ||
           mf_check_add(
               checker, MF_ERROR, "out-of-range", boot->uboot.line,
               mf_arena_format(checker->arena,
                               _("has other text behind the key, of which U-Boot takes the number; "
                                 "that is outside its range, and Linux gets its default of %llu "
                                 "MiB; write %s=%llu on a line of its own"),
                               (unsigned long long)boot->uboot.linux_mib, MF_BOOT_KEY,
                               mf_intended_value(boot)));
}

static bool check_range(const struct mf_checker *checker)
{
    const struct mf_boot_board *board = &checker->boot->board;
    const struct mf_uboot *uboot = &checker->boot->uboot;
    unsigned long long least = board->legal_min_mib;
    unsigned long long most = board->legal_max_mib;
    if (uboot->line == 0 || uboot->in_comment || uboot->undefined || uboot->value == -1)
        return true;
    if (uboot->is_borrowed)
        return check_borrowed(checker);
    if (!uboot->accepted)
        return mf_check_add(
            checker, MF_ERROR, "out-of-range", uboot->line,
            mf_arena_format(checker->arena,
                            _("%d is outside the range of %llu to %llu on %s; U-Boot ignores "
                              "it without a message, and Linux gets its default of %llu "
                              "MiB"),
                            uboot->value, least, most, board->id,
                            (unsigned long long)uboot->linux_mib));
    uint64_t value = (uint64_t)uboot->value; /* accepted: not negative */
    if (value == 0 || (value >= least && value <= most))
        return true; /* 0 is reported by its consequence */
    return mf_check_add(
        checker, MF_ERROR, "out-of-range", uboot->line,
        mf_arena_format(checker->arena,
                        _("%d is outside the range of %llu to %llu that is legal on %s, "
                          "although U-Boot accepts it"),
                        uboot->value, least, most, board->id));
}

static bool check_outcome(const struct mf_checker *checker)
{
    const struct mf_boot *boot = checker->boot;
    unsigned long long linux_mib = boot->uboot.linux_mib;
    unsigned long long pool = boot->pool_mib;
    unsigned long long value = mf_intended_value(boot);
    if (boot->overlap_mib > 0 &&
        !mf_check_add(
            checker, MF_ERROR, "pool-overlaps-linux", boot->uboot.line,
            mf_arena_format(checker->arena,
                            _("U-Boot gives %llu MiB to Linux, and the boot script makes a pool "
                              "of %llu MiB: %llu MiB belong to both, which corrupts memory; "
                              "`maixfit config set %llu` writes one line for both"),
                            linux_mib, pool, (unsigned long long)boot->overlap_mib, value)))
        return false;
    if (boot->lost_mib > 0 &&
        !mf_check_add(
            checker, MF_ERROR, "memory-lost", boot->uboot.line,
            mf_arena_format(checker->arena,
                            _("U-Boot gives %llu MiB to Linux, and the boot script makes a pool "
                              "of %llu MiB: %llu MiB are used by neither; `maixfit config set "
                              "%llu` writes one line for both"),
                            linux_mib, pool, (unsigned long long)boot->lost_mib, value)))
        return false;
    return pool > 0 ||
           mf_check_add(
               checker, MF_ERROR, "no-pool", boot->uboot.line,
               mf_arena_format(checker->arena,
                               _("there is no pool, so camera and NPU do not work; write %s=%llu"),
                               MF_BOOT_KEY, value));
}

static bool check_support(const struct mf_checker *checker)
{
    const struct mf_boot *boot = checker->boot;
    uint64_t least = boot->board.least_supported_mib;
    return boot->pool_mib == 0 || boot->pool_mib >= least ||
           mf_check_add(
               checker, MF_WARNING, "below-supported", boot->uboot.line,
               mf_arena_format(checker->arena,
                               _("the pool has %llu MiB, less than the %llu that the maker of %s "
                                 "supports; write %s=%llu or more"),
                               (unsigned long long)boot->pool_mib, (unsigned long long)least,
                               boot->board.id, MF_BOOT_KEY, (unsigned long long)least));
}

static bool check_linux(const struct mf_checker *checker)
{
    const struct mf_boot *boot = checker->boot;
    const struct mf_boot_board *board = &boot->board;
    uint64_t linux_mib = boot->uboot.linux_mib;
    if (boot->uboot.accepted && linux_mib < board->linux_comfort_mib &&
        !mf_check_add(
            checker, MF_WARNING, "little-linux", boot->uboot.line,
            mf_arena_format(
                checker->arena, _("Linux keeps %llu MiB; below %llu MiB it may run out of memory"),
                (unsigned long long)linux_mib, (unsigned long long)board->linux_comfort_mib)))
        return false;
    if (board->linux_max_mib == 0 || linux_mib <= board->linux_max_mib || boot->overlap_mib > 0 ||
        boot->pool_mib == 0)
        return true;
    uint64_t least = board->ram_mib - board->linux_max_mib;
    return mf_check_add(
        checker, MF_WARNING, "wasted", boot->uboot.line,
        mf_arena_format(
            checker->arena,
            _("Linux uses %llu MiB at most on %s, so %llu MiB are used by "
              "neither Linux nor the pool; write %s=%llu or more"),
            (unsigned long long)board->linux_max_mib, board->id,
            (unsigned long long)(linux_mib - board->linux_max_mib), MF_BOOT_KEY,
            (unsigned long long)(boot->intended_mib > least ? boot->intended_mib : least)));
}

/* The pool is the top of the RAM; what lies below it and is not Linux's is used by neither. */
static void compare(struct mf_boot *boot)
{
    const struct mf_boot_board *board = &boot->board;
    uint64_t linux_mib = boot->uboot.linux_mib;
    uint64_t used = linux_mib;
    if (board->linux_max_mib > 0 && used > board->linux_max_mib)
        used = board->linux_max_mib;
    boot->pool_mib = mf_script_pool(boot->script_value, linux_mib, board);
    uint64_t start = board->ram_mib - boot->pool_mib;
    boot->overlap_mib = boot->pool_mib > 0 && used > start ? used - start : 0;
    boot->lost_mib = start > linux_mib ? start - linux_mib : 0;
}

/* `2G` and `2048M`: both readers take the digits, or nothing, but the person meant a size. */
static void find_intended(struct mf_boot *boot, const char *text, size_t length)
{
    struct mf_boot_lines lines = {text, text + length, 0};
    struct mf_boot_line line;
    while (mf_boot_next_line(&lines, &line)) {
        char size[32];
        uint64_t bytes;
        uint64_t number;
        struct mf_boot_own own = mf_boot_find_own(&line);
        if (own.length == 0 || !own.value)
            continue;
        int digits = (int)(line.start + own.length - own.value);
        snprintf(size, sizeof size, "%.*s", digits, own.value);
        size[strcspn(size, "\"'")] = '\0';
        if (mf_number_parse(size, &number) || !mf_size_parse(size, &bytes))
            continue;
        bytes /= MF_MIB;
        if (bytes >= boot->board.legal_min_mib && bytes <= boot->board.legal_max_mib)
            boot->intended_mib = bytes;
    }
}

bool mf_boot_check(struct mf_arena *arena, const char *path, const char *text, size_t length,
                   const struct mf_boot_board *board, struct mf_boot *boot, struct mf_error *error)
{
    struct mf_checker checker = {arena, boot, error};
    *boot = (struct mf_boot){.board = *board, .path = path};
    boot->uboot = mf_uboot_read(text, length, board);
    if (!mf_shell_read(arena, text, length, &boot->shell, error))
        return false;
    for (size_t i = 0; i < boot->shell.count; i++) {
        if (boot->shell.uses[i].value)
            boot->script_value = boot->shell.uses[i].value;
    }
    find_intended(boot, text, length);
    boot->known = !boot->uboot.undefined && boot->shell.undecidable == 0;
    if (boot->known)
        compare(boot);
    return check_unknown(&checker) && check_range(&checker) &&
           (!boot->known ||
            (check_outcome(&checker) && check_support(&checker) && check_linux(&checker))) &&
           mf_check_lines(&checker, text, length) && check_duplicates(&checker);
}

// SPDX-License-Identifier: MIT
#include "checker.h"

bool mf_check_add(const struct mf_checker *checker, enum mf_severity severity, const char *code,
                  uint64_t line, const char *text)
{
    struct mf_finding_list *list = &checker->boot->findings;
    if (!text)
        return mf_fail_memory(checker->error);
    if (!mf_findings_add(checker->arena, list, severity, code, checker->boot->path, checker->error,
                         "%s", text))
        return false;
    list->items[list->count - 1].line = line;
    return true;
}

bool mf_check_add_obstacle(const struct mf_checker *checker, enum mf_severity severity,
                           const char *code, uint64_t line, const char *text)
{
    struct mf_boot *boot = checker->boot;
    if (!mf_check_add(checker, severity, code, line, text))
        return false;
    if (!boot->obstacle.code)
        boot->obstacle = boot->findings.items[boot->findings.count - 1];
    return true;
}

static bool is_legal(const struct mf_boot_board *board, uint64_t mib)
{
    return mib >= board->legal_min_mib && mib <= board->legal_max_mib;
}

unsigned long long mf_intended_value(const struct mf_boot *boot)
{
    const struct mf_boot_board *board = &boot->board;
    if (boot->intended_mib > 0)
        return boot->intended_mib;
    if (boot->known && is_legal(board, boot->pool_mib))
        return boot->pool_mib;
    const struct mf_uboot *uboot = &boot->uboot;
    if (!boot->known && uboot->accepted && !uboot->is_borrowed && !uboot->undefined &&
        uboot->value > 0 && is_legal(board, (uint64_t)uboot->value))
        return (unsigned long long)uboot->value;
    return board->ram_mib - board->default_linux_mib;
}

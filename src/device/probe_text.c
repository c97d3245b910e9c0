// SPDX-License-Identifier: MIT
/* Numbers in texts, and the texts that are little more than numbers. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "../core/checked.h"
#include "probe.h"
#include "../core/print.h"

bool mf_probe_fail(struct mf_arena *arena, struct mf_supply *supply, struct mf_error *error,
                   const char *format, ...)
{
    char text[MF_ERROR_TEXT_MAX];
    va_list arguments;
    va_start(arguments, format);
    mf_vprint(text, sizeof text, format, arguments);
    va_end(arguments);
    supply->problem = MF_PROBE_FAILED;
    supply->problem_text = supply->probe_path
                               ? mf_arena_format(arena, "%s: %s", supply->probe_path, text)
                               : mf_arena_string(arena, text);
    return supply->problem_text ? true : mf_fail_memory(error);
}

static int digit_of(char c, int base)
{
    if (c >= '0' && c < '0' + (base < 10 ? base : 10))
        return c - '0';
    if (base == 16 && c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return base == 16 && c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool mf_scan_number(const char **at, int base, uint64_t *number)
{
    *at += strspn(*at, " \t");
    const char *start = *at;
    *number = 0;
    for (; digit_of(**at, base) >= 0; (*at)++) {
        if (!mf_mul(*number, (uint64_t)base, number) ||
            !mf_add(*number, (uint64_t)digit_of(**at, base), number))
            return false;
    }
    return *at != start;
}

bool mf_scan_after(const char *text, const char *key, int base, uint64_t *number)
{
    const char *at = strstr(text, key);
    if (!at)
        return false;
    at += strlen(key);
    return mf_scan_number(&at, base, number);
}

/* "Key:   123 kB" at the start of a line. */
static struct mf_amount read_kib(const char *text, const char *key)
{
    struct mf_amount amount = {0};
    const char *at = text;
    while ((at = strstr(at, key)) != NULL) {
        uint64_t kib;
        const char *number = at + strlen(key);
        if ((at == text || at[-1] == '\n') && mf_scan_number(&number, 10, &kib) &&
            strncmp(number, " kB", 3) == 0) {
            amount.known = mf_mul(kib, MF_KIB, &amount.bytes);
            return amount;
        }
        at++;
    }
    return amount;
}

void mf_meminfo_parse(const char *text, struct mf_meminfo *meminfo)
{
    meminfo->total = read_kib(text, "MemTotal:");
    meminfo->available = read_kib(text, "MemAvailable:");
    meminfo->cma_total = read_kib(text, "CmaTotal:");
    meminfo->cma_free = read_kib(text, "CmaFree:");
}

/* A number as the kernel's memparse reads it: a leading 0x or 0 gives the base, a unit may follow.
 * False where anything except `@address` is behind it, as its meaning is unknown then. */
static bool parse_mem(const char *text, uint64_t *bytes)
{
    static const char units[] = "kKmMgGtTpPeE";
    int base = 10;
    if (text[0] == '0' && (text[1] == 'x' || text[1] == 'X')) {
        text += 2;
        base = 16;
    } else if (text[0] == '0') {
        base = 8;
    }
    if (digit_of(*text, base) < 0 || !mf_scan_number(&text, base, bytes))
        return false;
    const char *unit = *text != '\0' ? strchr(units, *text) : NULL;
    if (unit) {
        text++;
        if (!mf_mul(*bytes, (uint64_t)1 << (10 * ((unit - units) / 2 + 1)), bytes))
            return false;
    }
    return *text == '\0' || strchr("@\" \t\r\n", *text);
}

/* next_arg of the kernel's lib/cmdline.c */
size_t mf_cmdline_parameter(const char *text, const char *blanks)
{
    size_t length = 0;
    for (bool quoted = false; text[length] != '\0'; length++) {
        if (text[length] == '"')
            quoted = !quoted;
        if (!quoted && strchr(blanks, text[length]))
            break;
    }
    return length;
}

/* The kernel reads its parameters up to a lone `--`; the last `mem=` counts. A value in quotes is
 * one too. */
struct mf_amount mf_cmdline_mem(const char *text)
{
    static const char blanks[] = " \t\r\n";
    struct mf_amount amount = {0};
    for (text += strspn(text, blanks); *text != '\0'; text += strspn(text, blanks)) {
        size_t length = mf_cmdline_parameter(text, blanks);
        const char *word = text + (*text == '"');
        if (length == 2 && strncmp(text, "--", 2) == 0)
            break;
        if (strncmp(word, "mem=", 4) == 0) {
            word += 4 + (word[4] == '"');
            amount.known = parse_mem(word, &amount.bytes);
        }
        text += length;
    }
    return amount;
}

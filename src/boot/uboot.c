// SPDX-License-Identifier: MIT
/* U-Boot's reader, which searches for text and knows no syntax (docs/boot-configs.md;
 * board_late_init in sipeed/maix_ax620e_sdk, ax620e.c). */
#include <string.h>

#include "boot.h"
#include "lines.h"

/* U-Boot's own atoi: blanks, one sign, digits; whatever follows is ignored, and 32 bits wrap. */
static int32_t uboot_atoi(const char *text, size_t length)
{
    uint32_t value = 0;
    size_t at = 0;
    while (at < length && (text[at] == ' ' || text[at] == '\t'))
        at++;
    bool negative = at < length && text[at] == '-';
    if (at < length && (text[at] == '-' || text[at] == '+'))
        at++;
    for (; at < length && text[at] >= '0' && text[at] <= '9'; at++)
        value = value * 10 + (uint32_t)(text[at] - '0');
    return (int32_t)(negative ? 0U - value : value);
}

/* Does only the rest of a name, a quote or blanks stand before the `=`? */
static bool is_own(const char *behind, const char *equals)
{
    while (behind < equals && mf_boot_is_word_char(*behind))
        behind++;
    while (behind < equals && strchr("\"' \t", *behind))
        behind++;
    return behind == equals;
}

static void take_line(struct mf_uboot *uboot, const struct mf_boot_line *line, const char *key)
{
    size_t before = (size_t)(key - line->start);
    const char *behind = key + strlen(MF_BOOT_KEY);
    size_t left = line->length - before - strlen(MF_BOOT_KEY);
    uboot->line = line->number;
    uboot->value = -1;
    uboot->in_comment = memchr(line->start, '#', before) != NULL;
    if (uboot->in_comment)
        return;
    const char *equals = memchr(behind, '=', left);
    uboot->undefined = !equals;
    if (!equals)
        return;
    uboot->value = uboot_atoi(equals + 1, left - (size_t)(equals + 1 - behind));
    uboot->is_borrowed = !is_own(behind, equals);
}

struct mf_uboot mf_uboot_read(const char *text, size_t length, const struct mf_boot_board *board)
{
    struct mf_uboot uboot = {.value = -1, .linux_mib = board->default_linux_mib};
    struct mf_boot_line line = {0};
    /* It works on a C string, so a zero byte ends the text. */
    const char *zero = memchr(text, '\0', length);
    struct mf_boot_lines lines = {text, text + (zero ? (size_t)(zero - text) : length), 0};
    while (uboot.line == 0 && mf_boot_next_line(&lines, &line)) {
        const char *key = mf_boot_find_key(&line);
        if (key)
            take_line(&uboot, &line, key);
    }
    int64_t left = (int64_t)board->ram_mib - uboot.value;
    uboot.accepted = uboot.line > 0 && uboot.value >= 0 && left >= MF_BOOT_LINUX_MIN_MIB;
    if (uboot.accepted)
        uboot.linux_mib = (uint64_t)left;
    return uboot;
}

// SPDX-License-Identifier: MIT
#include "lines.h"

#include <string.h>

#include "boot.h"

bool mf_boot_next_line(struct mf_boot_lines *lines, struct mf_boot_line *line)
{
    if (lines->at >= lines->end)
        return false;
    size_t left = (size_t)(lines->end - lines->at);
    const char *feed = memchr(lines->at, '\n', left);
    line->start = lines->at;
    line->length = feed ? (size_t)(feed - lines->at) : left;
    line->has_feed = feed != NULL;
    line->number = ++lines->number;
    lines->at += line->length + (feed != NULL);
    return true;
}

const char *mf_boot_find_key(const struct mf_boot_line *line)
{
    return line->length == 0 ? NULL
                             : memmem(line->start, line->length, MF_BOOT_KEY, strlen(MF_BOOT_KEY));
}

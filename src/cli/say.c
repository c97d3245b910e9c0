// SPDX-License-Identifier: MIT
#include "say.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "../core/i18n.h"
#include "../core/clean.h"
#include "../core/print.h"

static void put(struct mf_text *text)
{
    fputs(text->failed ? "maixfit: out of memory\n" : text->bytes ? text->bytes : "", stderr);
    mf_text_free(text);
}

void say(const char *line)
{
    struct mf_text text = {0};
    mf_text_add(&text, "maixfit: ");
    mf_put_clean_bytes(&text, line, strlen(line));
    mf_text_add(&text, "\n");
    put(&text);
}

void say_lines(const char *lines)
{
    struct mf_text text = {0};
    while (*lines != '\0') {
        size_t length = strcspn(lines, "\n");
        mf_put_clean_bytes(&text, lines, length);
        lines += length;
        if (*lines == '\0')
            break;
        mf_text_add(&text, "\n");
        lines++;
    }
    put(&text);
}

bool refuse(const char *format, ...)
{
    va_list arguments;
    char text[512];
    va_start(arguments, format);
    mf_vprint(text, sizeof text, format, arguments);
    va_end(arguments);
    say(text);
    say_lines(_("Try `maixfit --help`.\n"));
    return false;
}

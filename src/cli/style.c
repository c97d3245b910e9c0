// SPDX-License-Identifier: MIT
#include "style.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../core/limits.h"
#include "../core/text.h"
#include "language.h"
#include "terminal.h"

#define DEFAULT_COLUMNS 80U

static const char *variable(const char *name)
{
    const char *value = getenv(name);
    return value && value[0] != '\0' ? value : NULL;
}

static bool wants_color(const struct options *options)
{
    const char *terminal = getenv("TERM");
    if (options->color != COLOR_AUTO)
        return options->color == COLOR_ALWAYS;
    if (variable("NO_COLOR"))
        return false;
    return isatty(STDOUT_FILENO) && terminal && strcmp(terminal, "dumb") != 0;
}

/* As POSIX has it: COLUMNS, else the window; a pipe has none. */
static unsigned columns(void)
{
    uint64_t number = 0;
    const char *value = variable("COLUMNS");
    if (value && !mf_number_parse(value, &number))
        number = 0;
    if (number == 0)
        number = terminal_columns();
    if (number == 0)
        return DEFAULT_COLUMNS;
    if (number < MF_WIDTH_MIN)
        return MF_WIDTH_MIN;
    return number > MF_WIDTH_MAX ? MF_WIDTH_MAX : (unsigned)number;
}

static const char *yes_or_no(bool value)
{
    return value ? "yes" : "no";
}

bool style_set(maixfit *fit, const struct options *options)
{
    char width[16];
    snprintf(width, sizeof width, "%u", columns());
    return maixfit_set(fit, MAIXFIT_COLOR, yes_or_no(wants_color(options))) == 0 &&
           maixfit_set(fit, MAIXFIT_VERBOSE, yes_or_no(options->verbose)) == 0 &&
           maixfit_set(fit, MAIXFIT_ASCII,
                       yes_or_no(options->language == NULL && !language_is_utf8())) == 0 &&
           maixfit_set(fit, MAIXFIT_WIDTH, width) == 0;
}

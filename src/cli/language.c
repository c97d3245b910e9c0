// SPDX-License-Identifier: MIT
#include "language.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "../core/speech.h"

/* What the tool says itself; a handle has its own. */
static struct mf_speech speech;

/* The locale of a category, as POSIX orders its variables. */
static const char *locale_of(const char *category)
{
    const char *const names[] = {"LC_ALL", category, "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *value = getenv(names[i]);
        if (value && value[0] != '\0')
            return value;
    }
    return "C";
}

bool language_is_utf8(void)
{
    const char *charset = strchr(locale_of("LC_CTYPE"), '.');
    return charset &&
           (strncasecmp(charset, ".utf-8", 6) == 0 || strncasecmp(charset, ".utf8", 5) == 0);
}

bool language_name(maixfit *fit, const char *value)
{
    const struct mf_catalog *catalog;
    if (maixfit_set(fit, MAIXFIT_LANGUAGE, value) != 0 || !mf_catalog_find(value, &catalog))
        return false;
    speech.catalog = catalog;
    mf_speak((struct mf_voice){&speech, true});
    return true;
}

/* What is wrong with an option is said in the language of one behind it, too. */
static void read_ahead(maixfit *fit, int argc, char **argv)
{
    static const char option[] = "--lang";
    const size_t length = sizeof option - 1;
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        bool is_it = strncmp(argv[i], option, length) == 0;
        if (is_it && argv[i][length] == '=')
            language_name(fit, argv[i] + length + 1);
        else if (is_it && argv[i][length] == '\0' && i + 1 < argc)
            language_name(fit, argv[i + 1]);
    }
}

void language_begin(maixfit *fit, int argc, char **argv)
{
    const struct mf_catalog *catalog;
    const char *locale = locale_of("LC_MESSAGES");
    if (language_is_utf8() && mf_catalog_find(locale, &catalog))
        language_name(fit, locale);
    read_ahead(fit, argc, argv);
}

void language_end(void)
{
    mf_speak((struct mf_voice){NULL, false});
    mf_speech_free(&speech);
}

// SPDX-License-Identifier: MIT
#include "command.h"

#include <stdio.h>
#include <string.h>

#include "../core/alike.h"

#define EDITS_MAX 2

const char *command_name(enum command command)
{
    return command_rows[command].name;
}

unsigned command_subjects(enum command command)
{
    return command_rows[command].subjects;
}

enum maixfit_report command_report(enum command command)
{
    return command_rows[command].report;
}

/* Do the words begin with the command's name? How many of them it takes, or 0. */
static int count_words(char *const *words, int count, const char *name)
{
    int taken = 0;
    for (const char *at = name; *at != '\0'; taken++) {
        size_t length = strcspn(at, " ");
        const char *word = taken < count ? words[taken] : "";
        if (strlen(word) != length || strncmp(word, at, length) != 0)
            return 0;
        at += length;
        at += *at == ' ';
    }
    return taken;
}

enum command command_find(char *const *words, int count, int *length)
{
    for (int i = COMMAND_JUDGE + 1; i < COMMAND_COUNT; i++) {
        *length = count_words(words, count, command_rows[i].name);
        if (*length > 0)
            return (enum command)i;
    }
    *length = 0;
    return COMMAND_JUDGE;
}

bool command_begins(const char *word)
{
    size_t length = strlen(word);
    for (int i = COMMAND_JUDGE + 1; i < COMMAND_COUNT; i++) {
        const char *name = command_rows[i].name;
        if (strncmp(name, word, length) == 0 && name[length] == ' ')
            return true;
    }
    return false;
}

enum command command_guess(char *const *words, int count)
{
    char pair[48]; /* longer than any name and its edits */
    if (count == 0)
        return COMMAND_JUDGE;
    snprintf(pair, sizeof pair, "%s %s", words[0], count > 1 ? words[1] : "");
    for (size_t edits = 0; edits <= EDITS_MAX; edits++) {
        for (int i = COMMAND_JUDGE + 1; i < COMMAND_COUNT; i++) {
            const char *name = command_rows[i].name;
            if (mf_edits(strchr(name, ' ') ? pair : words[0], name) <= edits)
                return (enum command)i;
        }
    }
    return mf_edits(words[0], "config") <= EDITS_MAX ? COMMAND_COUNT : COMMAND_JUDGE;
}

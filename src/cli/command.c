// SPDX-License-Identifier: MIT
#include "command.h"

#include <stdbool.h>
#include <string.h>

#include "../core/alike.h"
#include "../core/i18n.h"

#define EDITS_MAX 2

static const struct {
    const char *name;
    const char *usage;
    const char *help;
    unsigned subjects;
    enum maixfit_report report;
} commands[COMMAND_COUNT] = {
    [COMMAND_JUDGE] = {"", "MODEL... [option...]", N_("does it fit?"),
                       ABOUT_VERDICT | ABOUT_MODELS | ABOUT_SUPPLY, MAIXFIT_REPORT_VERDICT},
    [COMMAND_INSPECT] = {"inspect", "MODEL...", N_("what it is and needs; no board is read"),
                         ABOUT_MODELS, MAIXFIT_REPORT_INSPECT},
    [COMMAND_STATUS] = {"status", "", N_("what the board's pool holds"), ABOUT_SUPPLY,
                        MAIXFIT_REPORT_STATUS},
    [COMMAND_CAPTURE] = {"capture", "", N_("what a report on a board needs, as one text"),
                         ABOUT_CAPTURE, MAIXFIT_REPORT_CAPTURE},
    [COMMAND_DEVICES] = {"devices", "", N_("the known boards"), ABOUT_LISTS,
                         MAIXFIT_REPORT_DEVICES},
    [COMMAND_SENSORS] = {"sensors", "", N_("the known camera sensors"), ABOUT_LISTS,
                         MAIXFIT_REPORT_SENSORS},
    [COMMAND_CONFIG_CHECK] = {"config check", "[FILE]",
                              N_("how both readers understand /boot/configs"), ABOUT_CHECK,
                              MAIXFIT_REPORT_CONFIG},
    [COMMAND_CONFIG_SET] = {"config set", "N|auto [FILE]",
                            N_("write maix_memory_cmm=N (MiB) there"), ABOUT_WRITING,
                            MAIXFIT_REPORT_CONFIG},
    [COMMAND_CONFIG_RESTORE] = {"config restore", "[last] [FILE]",
                                N_("undo all that maixfit wrote there, or the last time"),
                                ABOUT_WRITING, MAIXFIT_REPORT_CONFIG},
    [COMMAND_GATE] = {"gate", "[FILE]", N_("judge all that a policy, maixfit.json, lists"),
                      ABOUT_GATE, MAIXFIT_REPORT_VERDICT},
    [COMMAND_HELP] = {"help", "", N_("show this"), ABOUT_HELP, MAIXFIT_REPORT_DEVICES},
};

const char *command_name(enum command command)
{
    return commands[command].name;
}

unsigned command_subjects(enum command command)
{
    return commands[command].subjects;
}

enum maixfit_report command_report(enum command command)
{
    return commands[command].report;
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
        *length = count_words(words, count, commands[i].name);
        if (*length > 0)
            return (enum command)i;
    }
    *length = 0;
    return COMMAND_JUDGE;
}

enum command command_guess(char *const *words, int count)
{
    char pair[48]; /* longer than any name and its edits */
    if (count == 0)
        return COMMAND_JUDGE;
    snprintf(pair, sizeof pair, "%s %s", words[0], count > 1 ? words[1] : "");
    for (size_t edits = 0; edits <= EDITS_MAX; edits++) {
        for (int i = COMMAND_JUDGE + 1; i < COMMAND_COUNT; i++) {
            const char *name = commands[i].name;
            if (mf_edits(strchr(name, ' ') ? pair : words[0], name) <= edits)
                return (enum command)i;
        }
    }
    return mf_edits(words[0], "config") <= EDITS_MAX ? COMMAND_COUNT : COMMAND_JUDGE;
}

void commands_help(FILE *out)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        char usage[64];
        snprintf(usage, sizeof usage, "maixfit %s%s%s", commands[i].name,
                 commands[i].name[0] != '\0' ? " " : "", commands[i].usage);
        fprintf(out, "  %-36s %s\n", usage, _(commands[i].help));
    }
}

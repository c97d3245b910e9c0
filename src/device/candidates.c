// SPDX-License-Identifier: MIT
/* Boards that cannot be told apart by what was read. */
#include <string.h>

#include "../core/text.h"
#include "supply.h"

const char *mf_supply_board_name(const struct mf_supply *supply)
{
    return supply->device && supply->candidate_count == 0 ? supply->device->name : NULL;
}

/* NULL where they have several. */
static const char *common_chip(const struct mf_supply *supply)
{
    for (size_t i = 1; i < supply->candidate_count; i++) {
        if (strcmp(supply->candidates[i]->chip, supply->candidates[0]->chip) != 0)
            return NULL;
    }
    return supply->candidates[0]->chip;
}

const char *mf_supply_family(struct mf_arena *arena, const struct mf_supply *supply)
{
    const char *chip = common_chip(supply);
    if (!chip)
        return _("one of several boards");
    return mf_arena_format(arena, strchr("AEIMS", chip[0]) ? _("an %s board") : _("a %s board"),
                           chip);
}

/* "a, b or c"; NULL without memory. */
static const char *candidates_text(struct mf_arena *arena, const struct mf_supply *supply)
{
    const char *names = "";
    for (size_t i = 0; names && i < supply->candidate_count; i++) {
        bool is_last = i + 1 == supply->candidate_count;
        names = mf_arena_format(arena, i == 0 ? "%s%s" : (is_last ? _("%s or %s") : "%s, %s"),
                                names, supply->candidates[i]->name);
    }
    return names;
}

bool mf_supply_report_candidates(struct mf_arena *arena, struct mf_supply *supply,
                                 struct mf_error *error)
{
    const char *names = candidates_text(arena, supply);
    const char *family = mf_supply_family(arena, supply);
    if (!names || !family)
        return mf_fail_memory(error);
    return mf_findings_add(arena, &supply->findings, MF_NOTE, "device-candidates", NULL, error,
                           _("this is %s, and what was read does not tell which: %s. What depends "
                             "on the board is counted as on the one where it takes most; name the "
                             "board with --device"),
                           family, names);
}

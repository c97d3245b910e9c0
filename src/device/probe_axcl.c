// SPDX-License-Identifier: MIT
/* What axcl-smi prints on the PC that a card is in: its table, whose last row of a card ends with
 * "18 MiB / 7040 MiB" under CMM-Usage, or `axcl-smi info --cmm` with lines "CMM Used : 18876 KiB"
 * (AXCL documentation, axcl-smi). Whole MiB are rounded down, so what is used is "at least". */
#include <string.h>

#include "../core/checked.h"
#include "../core/text.h"
#include "probe.h"

/* A card's CMM. */
struct card {
    uint64_t total;
    uint64_t used;
};

struct cards {
    struct card fullest; /* with the least free */
    size_t count;
    bool damaged;
};

static void add_card(struct cards *cards, struct card card)
{
    if (card.used > card.total || card.total > MF_POOL_BYTES_MAX) {
        cards->damaged = true;
        return;
    }
    uint64_t least = cards->fullest.total - cards->fullest.used;
    if (cards->count++ == 0 || card.total - card.used < least)
        cards->fullest = card;
}

/* "4100 MiB /     7040 MiB |" at *at. */
static bool read_pair(const char *at, struct card *card)
{
    if (!mf_scan_number(&at, 10, &card->used) || strncmp(at, " MiB /", 6) != 0)
        return false;
    at += 6;
    return mf_scan_number(&at, 10, &card->total) && strncmp(at, " MiB", 4) == 0 &&
           mf_mul(card->used, MF_MIB, &card->used) && mf_mul(card->total, MF_MIB, &card->total);
}

/* The memory of a card's Linux stands in a row before, in which its number does. */
static bool is_cmm_row(const char *line, const char *end)
{
    const char *percent = memchr(line, '%', (size_t)(end - line));
    return percent && memchr(percent + 1, '%', (size_t)(end - percent - 1));
}

static void read_row(const char *line, const char *end, struct cards *cards)
{
    const char *slash = NULL;
    struct card card;
    for (const char *at = line; at < end; at++) {
        if (strncmp(at, "MiB /", 5) == 0)
            slash = at;
    }
    if (!slash || !is_cmm_row(line, end))
        return;
    const char *column = slash;
    while (column > line && column[-1] != '|')
        column--;
    if (read_pair(column, &card))
        add_card(cards, card);
    else
        cards->damaged = true;
}

static void read_table(const char *text, struct cards *cards)
{
    for (const char *line = text; *line != '\0';) {
        const char *end = line + strcspn(line, "\n");
        read_row(line, end, cards);
        line = end + (*end == '\n');
    }
}

/* "CMM Total           :  3145728 KiB" */
static bool read_kib(const char **at, const char *key, uint64_t *bytes)
{
    const char *found = strstr(*at, key);
    if (!found)
        return false;
    *at = found + strlen(key);
    *at += strspn(*at, " \t:");
    return mf_scan_number(at, 10, bytes) &&
           (strncmp(*at, " KiB", 4) == 0 || strncmp(*at, " kiB", 4) == 0) &&
           mf_mul(*bytes, MF_KIB, bytes);
}

static void read_info(const char *text, struct cards *cards)
{
    struct card card;
    uint64_t remain;
    while (strstr(text, "CMM Total")) {
        if (!read_kib(&text, "CMM Total", &card.total) ||
            !read_kib(&text, "CMM Used", &card.used) || !read_kib(&text, "CMM Remain", &remain) ||
            card.used > card.total || remain != card.total - card.used) {
            cards->damaged = true;
            return;
        }
        add_card(cards, card);
    }
}

static bool report_bound(struct mf_arena *arena, struct mf_supply *supply, size_t count,
                         struct mf_error *error)
{
    const char *text = _("axcl-smi names no holes, so what is free is an upper bound; `axcl-smi sh "
                         "cat /proc/ax_proc/mem_cmm_info` shows them");
    if (count > 1)
        text = mf_arena_format(arena,
                               _("axcl-smi lists %zu cards: the one with least free memory is "
                                 "judged, its holes are unknown"),
                               count);
    return mf_supply_add_finding(arena, supply, MF_NOTE, "probe-sums", text, error);
}

bool mf_axcl_parse(struct mf_arena *arena, const char *text, struct mf_supply *supply,
                   struct mf_error *error)
{
    struct cards cards = {.count = 0};
    supply->kind = MF_KIND_CMM;
    read_info(text, &cards);
    if (cards.count == 0 && !cards.damaged)
        read_table(text, &cards);
    if (cards.count == 0 || cards.damaged)
        return mf_probe_fail(arena, supply, error,
                             _("the output of axcl-smi has no line with the CMM of a card that can "
                               "be read; is it cut?"));
    supply->on_card = true;
    supply->total = (struct mf_amount){true, cards.fullest.total};
    supply->used = (struct mf_amount){true, cards.fullest.used};
    supply->free = (struct mf_amount){true, cards.fullest.total - cards.fullest.used};
    return report_bound(arena, supply, cards.count, error);
}

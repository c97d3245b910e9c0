// SPDX-License-Identifier: MIT
#include "listing.h"

#include <string.h>

#include "probe.h"
#include "tidy.h"

#define WORDS_MAX 8

/* What is found in no other listing. One that is cut may have only the first of them. */
static const struct listing {
    enum mf_listing_kind kind;
    const char *path; /* where a board has it; of a PC's axcl-smi, where a card would */
    const char *words[WORDS_MAX];
} listings[] = {
    {MF_LISTING_CMM, MF_CMM_PATH, {MF_CMM_WORDS}},
    {MF_LISTING_ION, MF_ION_PATH "/" MF_ION_HEAP "/summary", {"heap size:", "Summary:"}},
    {MF_LISTING_AXCL,
     MF_CMM_PATH,
     {"CMM Total", "CMM Used", "CMM Remain", "CMM-Usage", "AXCL-SMI", "| Card  Name"}},
    {MF_LISTING_BOOT_LOG, MF_BOOT_LOG_PATH, {MF_BOOT_LOG_WORDS}},
    {MF_LISTING_NONE, MF_MEMINFO_PATH, {"MemTotal:"}},
};

static bool has_words(const char *text, const struct listing *listing)
{
    for (size_t i = 0; i < WORDS_MAX && listing->words[i]; i++) {
        if (strstr(text, listing->words[i]))
            return true;
    }
    return false;
}

/* A text with several counts as the first of them. */
static enum mf_listing_kind kind_of(const char *text, enum mf_listing_kind usual)
{
    for (size_t i = 0; i < sizeof listings / sizeof listings[0]; i++) {
        if (has_words(text, &listings[i]) && listings[i].kind <= MF_LISTING_AXCL)
            return listings[i].kind;
    }
    return usual;
}

const char *mf_listing_path(const char *text, size_t index)
{
    if (index >= sizeof listings / sizeof listings[0])
        return NULL;
    const struct listing *listing = &listings[index];
    bool stands_before = false; /* another kind that has the same path */
    for (size_t i = 0; i < index; i++)
        stands_before = stands_before || (has_words(text, &listings[i]) &&
                                          strcmp(listings[i].path, listing->path) == 0);
    return has_words(text, listing) && !stands_before ? listing->path : "";
}

/* Is `word` at the beginning of the line? */
static bool begins_with(const char *line, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strncmp(line, words[i], strlen(words[i])) == 0)
            return true;
    }
    return false;
}

static bool begins_cmm(const char *line)
{
    static const char *const words[] = {"+-", "|-", "-", "nBlock", "[", "total size="};
    return begins_with(line, words, sizeof words / sizeof words[0]);
}

/* A row of the table, or a line of `info`. What is wrapped goes on with the end of a column. */
static bool begins_axcl(const char *line)
{
    static const char *const words[] = {"+-", "| ", "|=", "Device", "CMM "};
    return begins_with(line, words, sizeof words / sizeof words[0]);
}

/* A row begins with the heap's number and another number. */
static bool begins_ion(const char *line)
{
    static const char *const words[] = {
        "[", "Summary:", "usage ", "Details:", "heap_id", "minimum", "free memory", "ion "};
    if (begins_with(line, words, sizeof words / sizeof words[0]))
        return true;
    size_t heap = strspn(line, "0123456789");
    const char *next = line + heap + strspn(line + heap, " \t");
    return heap > 0 && heap <= 2 && next > line + heap && strspn(next, "0123456789abcdef") > 2;
}

/* Has a line with the word a time stamp? Then it is of a kernel log. */
static bool is_stamped(const char *text, const char *word)
{
    for (const char *at = strstr(text, word); at; at = strstr(at + 1, word)) {
        const char *line = at;
        while (line > text && line[-1] != '\n')
            line--;
        if (*line == MF_TIDY_STAMP)
            return true;
    }
    return false;
}

/* axcl-smi rounds to whole MiB. */
static bool differ(struct mf_amount a, struct mf_amount b)
{
    uint64_t more = a.bytes > b.bytes ? a.bytes - b.bytes : b.bytes - a.bytes;
    return a.known && b.known && more > MF_MIB;
}

/* What axcl-smi printed too; nothing where it did not. */
static bool parse_card(struct mf_arena *arena, const char *text, struct mf_supply *card,
                       struct mf_error *error)
{
    if (!strstr(text, "CMM Total") && !strstr(text, "CMM-Usage"))
        return true;
    char *copy = mf_arena_string(arena, text);
    if (!copy)
        return mf_fail_memory(error);
    mf_tidy_join(copy, begins_axcl, false);
    return mf_axcl_parse(arena, copy, card, error);
}

/* A pasted text may hold what axcl-smi printed as well, or the listing of a board with ION. Which
 * of them is of now cannot be told: where they differ, the pool is unknown. */
static bool parse_cmm(struct mf_arena *arena, char *text, struct mf_supply *supply,
                      struct mf_error *error)
{
    struct mf_supply card = {.device = NULL};
    bool has_ion = strstr(text, "heap size:") != NULL;
    if (!parse_card(arena, text, &card, error))
        return false;
    mf_tidy_join(text, begins_cmm, true);
    if (!mf_cmm_parse(arena, text, strlen(text), supply, error))
        return false;
    if (!has_ion && !differ(card.used, supply->used) && !differ(card.total, supply->total))
        return true;
    *supply = (struct mf_supply){.kind = MF_KIND_CMM, .probe_path = supply->probe_path};
    return mf_probe_fail(arena, supply, error,
                         has_ion ? _("the text lists a CMM pool and an ION heap, which are of two "
                                     "boards; leave one of them out")
                                 : _("the text has two listings of the pool that differ; leave the "
                                     "older one out"));
}

bool mf_listing_parse(struct mf_arena *arena, const char *text, size_t length,
                      enum mf_listing_kind usual, struct mf_supply *supply, struct mf_error *error)
{
    char *copy = mf_arena_copy(arena, text, length);
    if (!copy)
        return mf_fail_memory(error);
    mf_tidy_text(copy, length);
    mf_tidy_lines(copy);
    switch ((int)kind_of(copy, usual)) {
    case MF_LISTING_CMM:
        return parse_cmm(arena, copy, supply, error);
    case MF_LISTING_AXCL:
        mf_tidy_join(copy, begins_axcl, false);
        return mf_axcl_parse(arena, copy, supply, error);
    default:
        supply->is_logged = is_stamped(copy, "heap size:");
        mf_tidy_join(copy, begins_ion, false);
        return mf_ion_parse(arena, copy, strlen(copy), supply, error);
    }
}

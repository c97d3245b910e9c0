// SPDX-License-Identifier: MIT
/* The table of blocks, and what the board has. */

#include "../core/i18n.h"
#include "../core/print.h"
#include "layout.h"

#define FOLD_ABOVE   ((size_t)8)
#define OWNERS_SHOWN ((size_t)5)

/* One row for all layers, with the smallest and the largest. */
static void put_layers(struct mf_text *out, const char *owner, const struct mf_holding *first)
{
    char name[96];
    char each[96];
    char least[MF_SIZE_TEXT_MAX];
    char most[MF_SIZE_TEXT_MAX];
    const struct mf_layer_run *layers = &first->layers;
    mf_mib_text(layers->smallest, least);
    mf_mib_text(layers->largest, most);
    mf_print(name, sizeof name, layers->count == 1 ? _("%zu layer: %s") : _("%zu layers: %s …"),
             layers->count, owner);
    if (layers->count == 1)
        mf_print(each, sizeof each, "%s", _("-v lists its blocks"));
    else if (layers->smallest == layers->largest)
        mf_print(each, sizeof each, _("%s each; -v lists them"), most);
    else
        mf_print(each, sizeof each, _("%s to %s each; -v lists them"), least, most);
    mf_put_row(out, 0, name, &layers->bytes, _(mf_certainty_word(layers->certainty)), each);
}

static void put_file(struct mf_text *out, const char *owner, const struct mf_holding *holding)
{
    mf_put_row(out, 0, owner, &holding->bytes, _(mf_certainty_word(holding->certainty)),
               holding->run_count > 0 ? _("weights, code, workspace, tensors; -v lists them")
                                      : _("weights, code, workspace; -v lists them"));
}

static void put_holding(struct mf_text *out, const struct mf_block_list *blocks,
                        const struct mf_holding *holding, bool verbose)
{
    bool fold = !verbose && holding->run_count > FOLD_ABOVE;
    mf_put_row(out, 0, blocks->items[holding->first].owner, &holding->bytes, NULL, NULL);
    for (size_t i = holding->first; i < holding->end; i++) {
        const struct mf_block *block = &blocks->items[i];
        uint64_t pages;
        if (block->pool != MF_POOL_NPU || !mf_block_pages(block, &pages) ||
            (fold && block->phase == MF_PHASE_RUN))
            continue;
        mf_put_row(out, 2, block->name, &pages, _(mf_certainty_word(block->certainty)),
                   block->source);
    }
    if (!fold)
        return;
    char name[64];
    mf_print(name, sizeof name, _("%zu tensors"), holding->run_count);
    mf_put_row(out, 2, name, &holding->run_bytes, _(mf_certainty_word(holding->run_certainty)),
               _("each in whole pages; -v lists them"));
}

void mf_put_user_blocks(struct mf_text *out, const struct mf_block_list *blocks)
{
    char size[MF_SIZE_TEXT_MAX];
    struct mf_text text = {0};
    for (size_t i = 0; i < blocks->count; i++) {
        const struct mf_block *block = &blocks->items[i];
        if (block->pool != MF_POOL_USER || block->phase != MF_PHASE_RUN)
            continue;
        mf_text_format(&text, _("%s of %s: %s (%s)"), mf_shown(block->name), mf_shown(block->owner),
                       mf_mib_text(block->bytes, size), _(mf_certainty_word(block->certainty)));
        mf_put_fact(out, "", text.bytes ? text.bytes : "");
        mf_text_end(&text, out);
    }
}

void mf_put_blocks(struct mf_text *out, const struct mf_block_list *blocks,
                   const struct mf_holding_list *holdings, bool verbose)
{
    mf_put_row_title(out, _("Needed, in whole pages"));
    for (size_t i = 0; i < holdings->count; i++) {
        const struct mf_holding *holding = &holdings->items[i];
        const char *owner = blocks->items[holding->first].owner;
        enum mf_fold fold = verbose ? MF_FOLD_NONE : holding->fold;
        if (fold == MF_FOLD_LAYER && holding->layers.count > 0)
            put_layers(out, owner, holding);
        else if (fold == MF_FOLD_LAYER || holding->bytes == 0)
            continue;
        else if (fold == MF_FOLD_FILE)
            put_file(out, owner, holding);
        else
            put_holding(out, blocks, holding, verbose);
    }
}

static const char *amount_text(const struct mf_amount *amount, char out[MF_SIZE_TEXT_MAX])
{
    return amount->known ? mf_mib_text(amount->bytes, out) : _("unknown");
}

static void put_origin(const struct mf_supply *supply, struct mf_text *text)
{
    const char *id = supply->device ? supply->device->name : _("an unknown board");
    if (supply->candidate_count > 0)
        id = _("one of several boards");
    if (supply->problem != MF_OK) {
        if (supply->probe_path)
            mf_text_format(text, _("%s; no figures in %s"), id, supply->probe_path);
        else
            mf_text_add(text, _("unknown"));
        return;
    }
    switch (supply->origin) {
    case MF_ORIGIN_LIVE:
        mf_text_format(text, _("%s, read live from %s"), id, supply->probe_path);
        break;
    case MF_ORIGIN_SYSROOT:
        mf_text_format(text, _("%s, read from %s"), id, supply->probe_path);
        break;
    case MF_ORIGIN_PROFILE:
        mf_text_format(text, _("%s, from its profile: nothing was measured"), id);
        break;
    case MF_ORIGIN_OPTION:
        mf_text_format(text, _("%s, with the size that was given"), id);
        break;
    case MF_ORIGIN_NONE:
        mf_text_add(text, _("unknown"));
        break;
    }
}

static void put_owners(struct mf_text *out, const struct mf_supply *supply)
{
    struct mf_text text = {0};
    char size[MF_SIZE_TEXT_MAX];
    for (size_t i = 0; i < supply->owner_count && i < OWNERS_SHOWN; i++) {
        const char *name = supply->owners[i].name;
        mf_text_format(&text, "%s%s %s", i == 0 ? "" : _(", "),
                       name[0] != '\0' ? mf_shown(name) : "?",
                       mf_mib_text(supply->owners[i].bytes, size));
    }
    if (supply->owner_count > OWNERS_SHOWN)
        mf_text_format(&text, "%s…", _(", "));
    if (text.length > 0)
        mf_put_fact(out, _("in use by"), text.bytes);
    mf_text_end(&text, out);
}

static const char *life_text(enum mf_life life)
{
    static const char *const texts[] = {N_("running or ended: unknown"), N_("running"),
                                        N_("ended")};
    return _(texts[life]);
}

void mf_put_process(struct mf_text *text, const struct mf_process *process)
{
    if (process->name)
        mf_text_format(text, _("%s, process %llu (%s)"), process->name,
                       (unsigned long long)process->number, life_text(process->life));
    else
        mf_text_format(text, _("process %llu (%s)"), (unsigned long long)process->number,
                       life_text(process->life));
}

void mf_put_processes(struct mf_text *text, const struct mf_supply *supply, size_t most)
{
    char size[MF_SIZE_TEXT_MAX];
    for (size_t i = 0; i < supply->process_count && i < most; i++) {
        mf_text_add(text, i == 0 ? "" : _("; "));
        mf_put_process(text, &supply->processes[i]);
        mf_text_add(text, _(", "));
        mf_text_add(text, mf_mib_text(supply->processes[i].bytes, size));
    }
    if (supply->process_count > most)
        mf_text_format(text, "%s…", _("; "));
}

static void put_holders(struct mf_text *out, const struct mf_supply *supply)
{
    struct mf_text text = {0};
    mf_put_processes(&text, supply, OWNERS_SHOWN);
    if (text.length > 0)
        mf_put_fact(out, _("held by"), text.bytes);
    mf_text_end(&text, out);
}

void mf_put_supply(struct mf_text *out, const struct mf_supply *supply)
{
    struct mf_text text = {0};
    char total[MF_SIZE_TEXT_MAX];
    char used[MF_SIZE_TEXT_MAX];
    put_origin(supply, &text);
    mf_put_fact(out, _("board"), text.bytes ? text.bytes : "");
    mf_text_end(&text, out);
    mf_text_format(&text, _("total %s, in use %s"), amount_text(&supply->total, total),
                   amount_text(&supply->used, used));
    mf_put_fact(out, supply->kind == MF_KIND_UNKNOWN ? _("pool") : mf_kind_title(supply->kind),
                text.bytes ? text.bytes : "");
    mf_text_end(&text, out);
    put_owners(out, supply);
    put_holders(out, supply);
}

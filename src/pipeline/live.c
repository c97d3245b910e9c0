// SPDX-License-Identifier: MIT
#include "live.h"

#include <ctype.h>
#include <string.h>

#include "../core/checked.h"
#include "../core/text.h"

/* "VENC_n_BitStreamBuffer", and "VENC_n_ReconFrameBuf, first" as one of several: `n` is a number.
 */
static bool is_named(const char *live, const char *name)
{
    for (; *name != '\0' && *name != ','; name++) {
        if (name[0] == 'n' && name[1] == '_' && isdigit((unsigned char)*live)) {
            while (isdigit((unsigned char)*live))
                live++;
        } else if (*live++ != *name) {
            return false;
        }
    }
    return *live == '\0';
}

/* Pools are numbered as they come: only their sizes tell them apart. */
static bool is_same(const struct mf_live_block *live, const struct mf_block *block)
{
    uint64_t pages;
    struct mf_block other = {.bytes = live->bytes};
    uint64_t live_pages;
    return !block->spread && block->is_frame_pool == live->is_frame_pool &&
           (live->is_frame_pool || is_named(live->name, block->name)) &&
           mf_block_pages(block, &pages) && mf_block_pages(&other, &live_pages) &&
           pages == live_pages;
}

static bool take(const struct mf_pipeline_request *request, bool *taken,
                 const struct mf_block *block)
{
    for (size_t i = 0; i < request->live_count; i++) {
        if (taken[i] || !is_same(&request->live[i], block))
            continue;
        taken[i] = true;
        return true;
    }
    return false;
}

static bool note(struct mf_evaluation *run, uint64_t count, uint64_t bytes)
{
    char size[MF_SIZE_TEXT_MAX];
    return mf_findings_add(run->arena, &run->list->findings, MF_NOTE, "held-already", NULL,
                           run->error,
                           _("the program that asks holds %s of what its app takes already, in "
                             "%llu blocks; they count once"),
                           mf_size_text(bytes, size), (unsigned long long)count);
}

bool mf_live_take_out(struct mf_evaluation *run)
{
    const struct mf_pipeline_request *request = run->request;
    uint64_t count = 0;
    uint64_t bytes = 0;
    bool *taken = mf_arena_take(run->arena, request->live_count + 1);
    if (!taken)
        return mf_fail_memory(run->error);
    for (size_t i = 0; i < run->list->count; i++) {
        struct mf_block_list *blocks = &run->list->items[i].blocks;
        size_t kept = 0;
        for (size_t k = 0; k < blocks->count; k++) {
            if (!take(request, taken, &blocks->items[k]))
                blocks->items[kept++] = blocks->items[k];
            else if (!mf_accumulate(&bytes, blocks->items[k].bytes))
                return mf_fail_overflow(run->error, blocks->items[k].name);
            else
                count++;
        }
        blocks->count = kept;
    }
    return count == 0 || note(run, count, bytes);
}

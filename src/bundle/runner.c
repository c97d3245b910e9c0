// SPDX-License-Identifier: MIT
/* Which tensors the two runners of LLMs allocate. A: MaixCDK's LLM classes and the older ax-llm,
 * all of every shape group. B: the newer ax-llm (AXERA-TECH/ax-llm, axllm): group 0 all of its own,
 * with the caches as large as any group needs them; the last group all but the caches, which are
 * group 0's; groups between borrow the last one's. */
#include <string.h>

#include "../core/checked.h"
#include "bundle.h"

const char *mf_runner_word(enum mf_runner runner)
{
    static const char *const words[] = {NULL, "maixcdk", "axllm"};
    return words[runner];
}

/* What the tensors of a file say of its shape groups. */
struct groups {
    uint64_t *history; /* bytes of K_cache, a group */
    uint64_t token;    /* bytes of K_cache_out of group 0, which makes one token at a time */
    uint64_t largest_k;
    uint64_t largest_v; /* caches of the groups that are needed */
    uint64_t context;   /* 0: all groups are needed */
    uint32_t last;      /* that is needed */
};

static bool is_named(const struct mf_tensor *tensor, const char *name)
{
    return strcmp(tensor->name, name) == 0;
}

/* Groups that read a history shorter than the context are needed to fill it. */
static bool is_needed(const struct groups *groups, uint32_t group)
{
    return groups->context == 0 || group == 0 || groups->token == 0 ||
           groups->history[group] / groups->token < groups->context;
}

static void keep_larger(uint64_t *largest, uint64_t bytes)
{
    if (bytes > *largest)
        *largest = bytes;
}

static bool find_groups(struct mf_arena *arena, const struct mf_model *file, uint64_t context,
                        struct groups *groups)
{
    const struct mf_tensor_list *tensors = &file->tensors;
    *groups = (struct groups){.context = context};
    groups->history = mf_arena_take(arena, (file->group_count + 1U) * sizeof *groups->history);
    if (!groups->history)
        return false;
    for (size_t i = 0; i < tensors->count; i++) {
        const struct mf_tensor *tensor = &tensors->items[i];
        if (is_named(tensor, "K_cache"))
            groups->history[tensor->group] = tensor->bytes;
        else if (tensor->group == 0 && is_named(tensor, "K_cache_out"))
            groups->token = tensor->bytes;
    }
    for (uint32_t group = 1; group < file->group_count; group++) {
        if (is_needed(groups, group))
            groups->last = group;
    }
    for (size_t i = 0; i < tensors->count; i++) {
        const struct mf_tensor *tensor = &tensors->items[i];
        if (is_needed(groups, tensor->group) && is_named(tensor, "K_cache"))
            keep_larger(&groups->largest_k, tensor->bytes);
        else if (is_needed(groups, tensor->group) && is_named(tensor, "V_cache"))
            keep_larger(&groups->largest_v, tensor->bytes);
    }
    return true;
}

bool mf_runner_histories(struct mf_arena *arena, const struct mf_model *file, uint64_t **tokens)
{
    struct groups groups;
    if (!find_groups(arena, file, 0, &groups))
        return false;
    *tokens = groups.history;
    for (uint32_t group = 0; group < file->group_count; group++)
        (*tokens)[group] = groups.token == 0 ? 0 : groups.history[group] / groups.token;
    return true;
}

uint64_t mf_runner_cache_bytes(const struct mf_model *file)
{
    uint64_t bytes = 0;
    for (size_t i = 0; i < file->tensors.count; i++) {
        const struct mf_tensor *tensor = &file->tensors.items[i];
        bool is_cache = is_named(tensor, "K_cache") || is_named(tensor, "V_cache");
        if (tensor->group == 0 && is_cache && !mf_accumulate(&bytes, tensor->bytes))
            return UINT64_MAX;
    }
    return bytes;
}

/* What the runner allocates for a tensor, 0: nothing. */
static uint64_t allocated(const struct groups *groups, const struct mf_tensor *tensor,
                          enum mf_runner runner)
{
    bool is_k = is_named(tensor, "K_cache");
    bool is_v = is_named(tensor, "V_cache");
    if (!is_needed(groups, tensor->group))
        return 0;
    if (runner == MF_RUNNER_MAIXCDK || groups->last == 0)
        return tensor->bytes;
    if (tensor->group == 0)
        return is_k ? groups->largest_k : is_v ? groups->largest_v : tensor->bytes;
    return tensor->group == groups->last && !is_k && !is_v ? tensor->bytes : 0;
}

static bool is_tensor_block(const struct mf_block *block)
{
    return block->pool == MF_POOL_NPU && block->phase == MF_PHASE_RUN;
}

static bool add_tensors(struct mf_arena *arena, const struct mf_model *file,
                        const struct groups *groups, enum mf_runner runner, struct mf_model *member,
                        struct mf_error *error)
{
    for (size_t i = 0; i < file->tensors.count; i++) {
        struct mf_tensor tensor = file->tensors.items[i];
        tensor.bytes = allocated(groups, &tensor, runner);
        if (!mf_model_add_tensor_block(arena, member, &tensor, error))
            return false;
    }
    return true;
}

bool mf_runner_blocks(struct mf_arena *arena, const struct mf_model *file, enum mf_runner runner,
                      uint64_t context, struct mf_model *member, struct mf_error *error)
{
    struct mf_arena scratch = {0};
    struct groups groups;
    *member = *file;
    if (!file->traits->input_source)
        return true;
    member->blocks = (struct mf_block_list){0};
    for (size_t i = 0; i < file->blocks.count; i++) {
        if (!is_tensor_block(&file->blocks.items[i]) &&
            !mf_blocks_add(arena, &member->blocks, file->blocks.items[i], error))
            return false;
    }
    bool ok = find_groups(&scratch, file, context, &groups)
                  ? add_tensors(arena, file, &groups, runner, member, error)
                  : mf_fail_memory(error);
    mf_arena_free(&scratch);
    return ok;
}

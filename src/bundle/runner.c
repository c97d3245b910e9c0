// SPDX-License-Identifier: MIT
/* Which tensors the two runners of LLMs allocate. A: MaixCDK's LLM classes and the older ax-llm,
 * all of every shape group. B: the newer ax-llm (AXERA-TECH/ax-llm, axllm): group 0 all of its own,
 * with the caches as large as any group needs them; the last group all but the caches, which are
 * group 0's; groups between borrow the last one's. */
#include <string.h>

#include "../core/checked.h"
#include "bundle.h"

#define ELEMENT ((uint64_t)2) /* caches are bf16 */

const char *mf_runner_word(enum mf_runner runner)
{
    static const char *const words[] = {NULL, "maixcdk", "axllm"};
    return words[runner];
}

static bool is_cache(const struct mf_tensor *tensor)
{
    return strcmp(tensor->name, "K_cache") == 0 || strcmp(tensor->name, "V_cache") == 0;
}

static uint64_t bytes_of(const struct mf_model *file, const char *name, uint32_t group)
{
    for (size_t i = 0; i < file->tensors.count; i++) {
        const struct mf_tensor *tensor = &file->tensors.items[i];
        if (tensor->group == group && strcmp(tensor->name, name) == 0)
            return tensor->bytes;
    }
    return 0;
}

uint64_t mf_runner_cache_bytes(const struct mf_model *file)
{
    uint64_t bytes = bytes_of(file, "K_cache", 0);
    return mf_accumulate(&bytes, bytes_of(file, "V_cache", 0)) ? bytes : UINT64_MAX;
}

/* One token's share is what group 0, which makes one token at a time, puts out. */
uint64_t mf_runner_history(const struct mf_model *file, uint32_t group)
{
    uint64_t token = bytes_of(file, "K_cache_out", 0);
    return token == 0 ? 0 : bytes_of(file, "K_cache", group) / token;
}

/* Groups that read a history shorter than the context are needed to fill it. */
static bool is_needed(const struct mf_model *file, uint32_t group, uint64_t context)
{
    return context == 0 || group == 0 || bytes_of(file, "K_cache_out", 0) == 0 ||
           mf_runner_history(file, group) < context;
}

static uint32_t last_needed(const struct mf_model *file, uint64_t context)
{
    uint32_t last = 0;
    for (uint32_t group = 1; group < file->group_count; group++) {
        if (is_needed(file, group, context))
            last = group;
    }
    return last;
}

static uint64_t largest_of(const struct mf_model *file, const char *name, uint64_t context)
{
    uint64_t largest = 0;
    for (size_t i = 0; i < file->tensors.count; i++) {
        const struct mf_tensor *tensor = &file->tensors.items[i];
        if (strcmp(tensor->name, name) == 0 && is_needed(file, tensor->group, context) &&
            tensor->bytes > largest)
            largest = tensor->bytes;
    }
    return largest;
}

/* What the runner allocates for a tensor, 0: nothing. */
static uint64_t allocated(const struct mf_model *file, const struct mf_tensor *tensor,
                          enum mf_runner runner, uint64_t context, uint32_t last)
{
    if (!is_needed(file, tensor->group, context))
        return 0;
    if (runner == MF_RUNNER_MAIXCDK || last == 0)
        return tensor->bytes;
    if (tensor->group == 0)
        return is_cache(tensor) ? largest_of(file, tensor->name, context) : tensor->bytes;
    return tensor->group == last && !is_cache(tensor) ? tensor->bytes : 0;
}

static bool is_tensor_block(const struct mf_block *block)
{
    return block->pool == MF_POOL_NPU && block->phase == MF_PHASE_RUN;
}

bool mf_runner_blocks(struct mf_arena *arena, const struct mf_model *file, enum mf_runner runner,
                      uint64_t context, struct mf_model *member, struct mf_error *error)
{
    bool own_rules = strcmp(file->format, "axmodel") == 0;
    uint32_t last = last_needed(file, context);
    *member = *file;
    if (!own_rules)
        return true;
    member->blocks = (struct mf_block_list){0};
    for (size_t i = 0; i < file->blocks.count; i++) {
        if (!is_tensor_block(&file->blocks.items[i]) &&
            !mf_blocks_add(arena, &member->blocks, file->blocks.items[i], error))
            return false;
    }
    for (size_t i = 0; i < file->tensors.count; i++) {
        struct mf_tensor tensor = file->tensors.items[i];
        tensor.bytes = allocated(file, &tensor, runner, context, last);
        if (!mf_model_add_tensor_block(arena, member, &tensor, error))
            return false;
    }
    return true;
}

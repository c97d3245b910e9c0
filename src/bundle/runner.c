// SPDX-License-Identifier: MIT
#include "runner.h"

#include <string.h>

#include "../core/checked.h"

const char *mf_runner_word(enum mf_runner runner)
{
    static const char *const words[] = {NULL, "plain", "maixcdk", "axllm"};
    return words[runner];
}

enum mf_runner mf_runner_of(const char *word)
{
    for (int i = MF_RUNNER_PLAIN; i <= MF_RUNNER_AXLLM; i++) {
        if (strcmp(word, mf_runner_word((enum mf_runner)i)) == 0)
            return (enum mf_runner)i;
    }
    return MF_RUNNER_UNSET;
}

/* A file whose blocks are being made. */
struct maker {
    struct mf_arena *arena;
    const struct mf_model *file;
    const struct mf_run *run;
    struct mf_model *member;
    struct mf_error *error;
    /* of an LLM's layer */
    uint64_t *history;  /* bytes of K_cache, one number a group */
    uint64_t token;     /* bytes of K_cache_out of group 0, which makes one token at a time */
    uint64_t largest_k; /* caches of the groups that are needed */
    uint64_t largest_v;
    uint32_t last; /* group that is needed */
};

static bool is_named(const struct mf_tensor *tensor, const char *name)
{
    return strcmp(tensor->name, name) == 0;
}

static bool is_cache(const struct mf_tensor *tensor)
{
    return is_named(tensor, "K_cache") || is_named(tensor, "V_cache");
}

static bool find_histories(struct maker *maker)
{
    const struct mf_tensor_list *tensors = &maker->file->tensors;
    maker->history =
        mf_arena_take(maker->arena, (maker->file->group_count + 1U) * sizeof *maker->history);
    if (!maker->history)
        return false;
    for (size_t i = 0; i < tensors->count; i++) {
        const struct mf_tensor *tensor = &tensors->items[i];
        if (is_named(tensor, "K_cache"))
            maker->history[tensor->group] = tensor->bytes;
        else if (tensor->group == 0 && is_named(tensor, "K_cache_out"))
            maker->token = tensor->bytes;
    }
    return true;
}

bool mf_runner_histories(struct mf_arena *arena, const struct mf_model *file, uint64_t **tokens)
{
    struct maker maker = {.arena = arena, .file = file};
    if (!find_histories(&maker))
        return false;
    *tokens = maker.history;
    for (uint32_t group = 0; group < file->group_count; group++)
        (*tokens)[group] = maker.token == 0 ? 0 : maker.history[group] / maker.token;
    return true;
}

uint64_t mf_runner_cache_bytes(const struct mf_model *file)
{
    uint64_t bytes = 0;
    for (size_t i = 0; i < file->tensors.count; i++) {
        const struct mf_tensor *tensor = &file->tensors.items[i];
        if (tensor->group == 0 && is_cache(tensor) && !mf_accumulate(&bytes, tensor->bytes))
            return UINT64_MAX;
    }
    return bytes;
}

/* Groups that read a history shorter than the context are needed to fill it. */
static bool is_needed(const struct maker *maker, uint32_t group)
{
    return maker->run->context == 0 || group == 0 || maker->token == 0 ||
           maker->history[group] / maker->token < maker->run->context;
}

static void keep_larger(uint64_t *largest, uint64_t bytes)
{
    if (bytes > *largest)
        *largest = bytes;
}

static void find_needed_groups(struct maker *maker)
{
    const struct mf_tensor_list *tensors = &maker->file->tensors;
    for (uint32_t group = 1; group < maker->file->group_count; group++) {
        if (is_needed(maker, group))
            maker->last = group;
    }
    for (size_t i = 0; i < tensors->count; i++) {
        const struct mf_tensor *tensor = &tensors->items[i];
        if (is_needed(maker, tensor->group) && is_named(tensor, "K_cache"))
            keep_larger(&maker->largest_k, tensor->bytes);
        else if (is_needed(maker, tensor->group) && is_named(tensor, "V_cache"))
            keep_larger(&maker->largest_v, tensor->bytes);
    }
}

/* What runner B allocates for a tensor, 0: nothing. */
static uint64_t shared_bytes(const struct maker *maker, const struct mf_tensor *tensor)
{
    if (maker->last == 0)
        return tensor->bytes;
    if (tensor->group > 0)
        return tensor->group == maker->last && !is_cache(tensor) ? tensor->bytes : 0;
    if (!is_cache(tensor) || maker->run->fixed_caches)
        return tensor->bytes;
    return is_named(tensor, "K_cache") ? maker->largest_k : maker->largest_v;
}

/* MaixCDK asks for blocks aligned to 128 bytes, and rounds their sizes too. */
static bool tensor_bytes(const struct maker *maker, const struct mf_tensor *tensor, uint64_t *bytes)
{
    *bytes = 0;
    if (!is_needed(maker, tensor->group))
        return true;
    if (maker->run->runner == MF_RUNNER_AXLLM) {
        *bytes = shared_bytes(maker, tensor);
        return true;
    }
    return mf_round_up(tensor->bytes, MF_TENSOR_ALIGN, bytes) ||
           mf_fail_overflow(maker->error, tensor->name);
}

static bool add_again(const struct maker *maker, struct mf_block block)
{
    block.name = mf_arena_format(maker->arena, _("second buffer, %s"), block.name);
    block.source = _("dual_buff: a second set, used in turn with the first");
    return mf_model_add_block(maker->arena, maker->member, block, maker->error);
}

static bool add_tensors(const struct maker *maker)
{
    struct mf_block_list *blocks = &maker->member->blocks;
    size_t first = blocks->count;
    for (size_t i = 0; i < maker->file->tensors.count; i++) {
        struct mf_tensor tensor = maker->file->tensors.items[i];
        size_t place = blocks->count;
        uint64_t bytes;
        if (!tensor_bytes(maker, &tensor, &bytes))
            return false;
        tensor.bytes = bytes;
        if (!mf_model_add_tensor_block(maker->arena, maker->member, &tensor, maker->error))
            return false;
        if (blocks->count > place)
            blocks->items[place].program = tensor.group + 1;
    }
    size_t end = maker->run->second_buffer ? blocks->count : first;
    for (size_t i = first; i < end; i++) {
        if (!add_again(maker, blocks->items[i]))
            return false;
    }
    return true;
}

bool mf_runner_caches(struct mf_arena *arena, const struct mf_model *file, const struct mf_run *run,
                      struct mf_block_list *caches, struct mf_error *error)
{
    struct maker maker = {.arena = arena, .file = file, .run = run, .error = error};
    if (!find_histories(&maker))
        return mf_fail_memory(error);
    find_needed_groups(&maker);
    for (size_t i = 0; i < file->tensors.count; i++) {
        const struct mf_tensor *tensor = &file->tensors.items[i];
        struct mf_block block = {.owner = file->owner,
                                 .name = tensor->name,
                                 .phase = MF_PHASE_RUN,
                                 .certainty = MF_DERIVED};
        if (tensor->group > 0 || !is_cache(tensor))
            continue;
        if (!tensor_bytes(&maker, tensor, &block.bytes) ||
            !mf_blocks_add(arena, caches, block, error))
            return false;
    }
    return true;
}

/* The engine allocates all but the tensors, which are the program's. */
static bool make_with_tensors(struct maker *maker)
{
    const struct mf_block_list *blocks = &maker->file->blocks;
    for (size_t i = 0; i < blocks->count; i++) {
        const struct mf_block *block = &blocks->items[i];
        if (block->phase == MF_PHASE_LOAD &&
            !mf_blocks_add(maker->arena, &maker->member->blocks, *block, maker->error))
            return false;
    }
    if (!find_histories(maker))
        return mf_fail_memory(maker->error);
    find_needed_groups(maker);
    return add_tensors(maker);
}

/* The steps in which cviruntime loads a file and makes its first program. */
enum step { STEP_FILE, STEP_SHARED, STEP_PROGRAM, STEP_OTHER };

static enum step step_of(const struct mf_block *block)
{
    if (block->shared)
        return STEP_SHARED;
    return block->program == 0 ? STEP_FILE : block->program == 1 ? STEP_PROGRAM : STEP_OTHER;
}

static bool add_program_block(const struct maker *maker, struct mf_block block)
{
    if (block.phase == MF_PHASE_RUN)
        block.source = mf_arena_format(
            maker->arena, _("%s; not made where the app places it (CVI_NN_SetTensorPhysicalAddr)"),
            block.source);
    return block.source ? mf_blocks_add(maker->arena, &maker->member->blocks, block, maker->error)
                        : mf_fail_memory(maker->error);
}

/* One program an instance; a second buffer is a clone, which has the program's memory again. */
static bool make_one_program(struct maker *maker)
{
    const struct mf_block_list *blocks = &maker->file->blocks;
    for (enum step step = STEP_FILE; step < STEP_OTHER; step++) {
        for (size_t i = 0; i < blocks->count; i++) {
            if (step_of(&blocks->items[i]) == step && !add_program_block(maker, blocks->items[i]))
                return false;
        }
    }
    for (size_t i = 0; maker->run->second_buffer && i < blocks->count; i++) {
        if (step_of(&blocks->items[i]) == STEP_PROGRAM && !add_again(maker, blocks->items[i]))
            return false;
    }
    return true;
}

static bool add_copy(const struct maker *maker)
{
    struct mf_block copy = {.name = _("copy of the file"),
                            .source = _("the whole file, freed once it is loaded"),
                            .bytes = maker->file->file_bytes,
                            .phase = MF_PHASE_LOAD,
                            .certainty = MF_EXACT,
                            .transient = true};
    return mf_model_add_block(maker->arena, maker->member, copy, maker->error);
}

static bool copy_blocks(const struct maker *maker)
{
    return mf_blocks_copy(maker->arena, &maker->member->blocks, &maker->file->blocks, maker->error);
}

bool mf_runner_blocks(struct mf_arena *arena, const struct mf_model *file, const struct mf_run *run,
                      struct mf_model *member, struct mf_error *error)
{
    struct maker maker = {
        .arena = arena, .file = file, .run = run, .member = member, .error = error};
    *member = *file;
    member->blocks = (struct mf_block_list){0};
    if (file->traits->pool_kind == MF_KIND_CMM && run->copies_file && !add_copy(&maker))
        return false;
    if (run->runner == MF_RUNNER_PLAIN)
        return copy_blocks(&maker);
    if (file->traits->input_source)
        return make_with_tensors(&maker);
    return run->runner == MF_RUNNER_MAIXCDK ? make_one_program(&maker) : copy_blocks(&maker);
}

/* Pages of code and workspace, one sum a shape group. */
static bool sum_groups(const struct mf_model *member, uint64_t *sums)
{
    for (size_t i = 0; i < member->blocks.count; i++) {
        const struct mf_block *block = &member->blocks.items[i];
        uint64_t pages;
        if (block->pool != MF_POOL_NPU || block->phase != MF_PHASE_LOAD || block->program == 0)
            continue;
        if (!mf_block_pages(block, &pages) || !mf_accumulate(&sums[block->program - 1], pages))
            return false;
    }
    return true;
}

bool mf_runner_at_least(struct mf_arena *arena, const struct mf_model *member, uint64_t *bytes,
                        struct mf_error *error)
{
    uint64_t *sums = mf_arena_take(arena, (member->group_count + 1U) * sizeof *sums);
    uint64_t all = 0;
    uint64_t largest = 0;
    if (!sums)
        return mf_fail_memory(error);
    if (!mf_blocks_sum(&member->blocks, MF_POOL_NPU, bytes, error))
        return false;
    if (!sum_groups(member, sums))
        return mf_fail_overflow(error, member->owner);
    for (uint32_t group = 0; group < member->group_count; group++) {
        keep_larger(&largest, sums[group]);
        all += sums[group];
    }
    *bytes -= all - largest; /* parts of that sum, which did not overflow */
    return true;
}

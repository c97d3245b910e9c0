// SPDX-License-Identifier: MIT
#include "contexts.h"

#include <stdlib.h>

static int by_number(const void *a, const void *b)
{
    const uint64_t *left = a;
    const uint64_t *right = b;
    return *left < *right ? -1 : *left > *right;
}

static size_t drop_equal(uint64_t *numbers, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || numbers[kept - 1] != numbers[i])
            numbers[kept++] = numbers[i];
    }
    return kept;
}

/* A context with fewer groups is as long as the history that the next group would be needed for.
 * The longest is what group 0 holds. */
static bool take_contexts(struct mf_arena *arena, struct mf_bundle *bundle,
                          const struct mf_model *file, const uint64_t *tokens)
{
    uint64_t longest = tokens[0];
    uint64_t *contexts = mf_arena_take(arena, (file->group_count + 1U) * sizeof *contexts);
    if (!contexts)
        return false;
    for (uint32_t group = 1; group < file->group_count; group++) {
        if (tokens[group] > 1 && tokens[group] < longest) /* a cache of one token stands for none */
            contexts[bundle->context_count++] = tokens[group];
    }
    contexts[bundle->context_count++] = longest;
    qsort(contexts, bundle->context_count, sizeof *contexts, by_number);
    bundle->context_count = drop_equal(contexts, bundle->context_count);
    bundle->contexts = contexts;
    return true;
}

bool mf_bundle_find_contexts(struct mf_arena *arena, struct mf_bundle *bundle,
                             struct mf_error *error)
{
    for (size_t i = 0; i < bundle->part_count; i++) {
        const struct mf_model *file = bundle->parts[i].file;
        uint64_t *tokens;
        if (bundle->parts[i].role != MF_ROLE_LAYER)
            continue;
        if (!mf_runner_histories(arena, file, &tokens))
            return mf_fail_memory(error);
        if (file->group_count > 0 && tokens[0] > 0)
            return take_contexts(arena, bundle, file, tokens) || mf_fail_memory(error);
    }
    return true;
}

// SPDX-License-Identifier: MIT
/* What every part of the axmodel reader uses: look-up by name, blocks, warnings. */
#include "axmodel.h"

#include <stdlib.h>
#include <string.h>

bool mf_ax_add_block(struct mf_ax *ax, const char *name, const char *source, uint64_t bytes)
{
    struct mf_block block = {.name = name,
                             .source = source,
                             .bytes = bytes,
                             .phase = MF_PHASE_LOAD,
                             .certainty = MF_DERIVED,
                             .program = ax->program};
    return mf_model_add_block(ax->arena, ax->model, block, ax->error);
}

bool mf_ax_warn(struct mf_ax *ax, const char *code, const char *text)
{
    ax->is_doubtful = true;
    return mf_model_warn(ax->arena, ax->model, code, text, ax->error);
}

static int compare_initializers(const void *a, const void *b)
{
    const struct mf_ax_initializer *left = a;
    const struct mf_ax_initializer *right = b;
    return strcmp(left->name, right->name);
}

static int compare_values(const void *a, const void *b)
{
    const struct mf_ax_value *left = a;
    const struct mf_ax_value *right = b;
    return strcmp(left->name, right->name);
}

struct mf_ax_initializer *mf_ax_find(struct mf_ax *ax, const char *name)
{
    struct mf_ax_initializer key = {.name = name};
    if (ax->initializer_count == 0)
        return NULL;
    return bsearch(&key, ax->initializers, ax->initializer_count, sizeof key, compare_initializers);
}

struct mf_ax_value *mf_ax_find_value(const struct mf_ax *ax, const char *name)
{
    struct mf_ax_value key = {.name = name};
    if (ax->value_count == 0)
        return NULL;
    return bsearch(&key, ax->values, ax->value_count, sizeof key, compare_values);
}

void mf_ax_sort(struct mf_ax *ax)
{
    if (ax->initializer_count > 0)
        qsort(ax->initializers, ax->initializer_count, sizeof *ax->initializers,
              compare_initializers);
    for (size_t i = 1; i < ax->initializer_count; i++) {
        if (compare_initializers(&ax->initializers[i - 1], &ax->initializers[i]) == 0)
            ax->initializers[i - 1].twice = ax->initializers[i].twice = true;
    }
    if (ax->value_count > 0)
        qsort(ax->values, ax->value_count, sizeof *ax->values, compare_values);
}

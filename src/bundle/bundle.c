// SPDX-License-Identifier: MIT
#include "bundle.h"

#include <string.h>

#include "../core/checked.h"
#include "../core/path.h"
#include "contexts.h"

struct maker {
    struct mf_tree *tree;
    const struct mf_plan *plan;
    struct mf_bundle *bundle;
    struct mf_model *model;
    struct mf_error *error;
};

static bool missing(struct mf_error *error, const char *path)
{
    return mf_fail(error, MF_MISSING_FILE, _("names %s, which is missing"), path);
}

/* The file of a part that only some choices load may be missing or damaged. */
static bool keep_problem(const struct maker *maker, struct mf_bundle_part *part,
                         const struct mf_error *problem)
{
    struct mf_error *copy = mf_arena_take(maker->tree->arena, sizeof *copy);
    if (!copy)
        return mf_fail_memory(maker->error);
    *copy = *problem;
    part->problem = copy;
    if (part->when == MF_WHEN_ALWAYS)
        *maker->error = *problem;
    return part->when != MF_WHEN_ALWAYS;
}

static bool read_part(const struct maker *maker, const struct mf_plan_file *file,
                      struct mf_bundle_part *part)
{
    struct mf_error problem = {MF_OK, ""};
    struct mf_entry *entry;
    if (!mf_tree_find(maker->tree, file->from, file->path, &entry, maker->error))
        return false;
    if (!entry) {
        missing(&problem, file->path);
        return keep_problem(maker, part, &problem);
    }
    if (mf_tree_read_model(maker->tree, entry, maker->error)) {
        part->file = entry->model;
        if (!maker->model->chip)
            maker->model->chip = entry->model->chip;
        return true;
    }
    if (!entry->problem)
        return false;
    mf_fail(&problem, entry->problem->reason, "%s %s", file->path, entry->problem->text);
    return keep_problem(maker, part, &problem);
}

static bool add_user_block(const struct maker *maker, const char *owner, const char *name,
                           const char *source, uint64_t bytes, enum mf_certainty certainty)
{
    struct mf_block block = {.owner = owner,
                             .name = name,
                             .source = source,
                             .bytes = bytes,
                             .pool = MF_POOL_USER,
                             .phase = MF_PHASE_RUN,
                             .certainty = certainty};
    return bytes == 0 ||
           mf_blocks_add(maker->tree->arena, &maker->bundle->user, block, maker->error);
}

/* What takes nothing of the NPU's pool: a model for the CPU, which takes about its size, or data
 * that are mapped. */
static bool add_other(const struct maker *maker, const struct mf_plan_file *file)
{
    struct mf_entry *entry;
    uint64_t size;
    if (!mf_tree_find(maker->tree, file->from, file->path, &entry, maker->error))
        return false;
    if (!entry)
        return file->optional || missing(maker->error, file->path);
    if (file->role == MF_ROLE_MAPPED)
        return true;
    if (!mf_tree_size(maker->tree, entry, &size, maker->error))
        return false;
    return add_user_block(maker, mf_base_name(entry->path), file->label,
                          _("the size of a model that runs on the CPU"), size, MF_ESTIMATE);
}

static bool add_part(const struct maker *maker, const struct mf_plan_file *file)
{
    struct mf_bundle *bundle = maker->bundle;
    if (file->role == MF_ROLE_CPU || file->role == MF_ROLE_MAPPED)
        return add_other(maker, file);
    struct mf_bundle_part *part = &bundle->parts[bundle->part_count++];
    *part = (struct mf_bundle_part){
        .path = file->path, .label = file->label, .role = file->role, .when = file->when};
    bundle->has_builds = bundle->has_builds || file->when != MF_WHEN_ALWAYS;
    return read_part(maker, file, part);
}

static bool refuse_missing_layers(const struct maker *maker)
{
    const struct mf_plan *plan = maker->plan;
    bool one = strspn(plan->missing_layers, "0123456789") == strlen(plan->missing_layers);
    return mf_fail(maker->error, MF_MISSING_FILE,
                   one ? _("layer %s of %llu is missing; copy or download it")
                       : _("layers %s of %llu are missing; copy or download them"),
                   plan->missing_layers, (unsigned long long)plan->llm.layer_count);
}

/* Only a mode of StackFlow may do without the NPU. */
static bool refuse_none(const struct maker *maker)
{
    if (strcmp(maker->plan->kind, MF_KIND_STACKFLOW) != 0)
        return mf_fail(maker->error, MF_BAD_MANIFEST, _("names no model for the NPU"));
    return mf_findings_add(maker->tree->arena, &maker->model->findings, MF_NOTE, "cpu-only",
                           maker->model->path, maker->error,
                           _("names no model for the NPU: it takes nothing of the NPU's pool"));
}

static bool add_parts(const struct maker *maker)
{
    const struct mf_plan *plan = maker->plan;
    struct mf_bundle *bundle = maker->bundle;
    if (plan->missing_layers)
        return refuse_missing_layers(maker);
    bundle->parts =
        mf_arena_take(maker->tree->arena, (plan->file_count + 1) * sizeof *bundle->parts);
    if (!bundle->parts)
        return mf_fail_memory(maker->error);
    for (size_t i = 0; i < plan->file_count; i++) {
        if (!add_part(maker, &plan->files[i]))
            return false;
    }
    return bundle->part_count > 0 || refuse_none(maker);
}

/* num × size × 2 bytes must be the file's size; if not, the program crashes. */
static bool check_embedding(const struct maker *maker, uint64_t size, uint64_t expected)
{
    struct mf_error problem;
    if (expected == 0 || size == expected)
        return true;
    mf_fail(
        &problem, MF_EMBEDDING_SIZE,
        _("%s has %llu bytes, but tokens_embed_num × tokens_embed_size × 2 is %llu: the program "
          "that loads it crashes"),
        maker->plan->embedding.path, (unsigned long long)size, (unsigned long long)expected);
    return mf_model_set_problem(maker->tree->arena, maker->model, &problem, maker->error);
}

static bool add_embedding(const struct maker *maker)
{
    const struct mf_embedding *embedding = &maker->plan->embedding;
    struct mf_entry *entry;
    uint64_t bytes;
    uint64_t size;
    if (!embedding->path)
        return true;
    if (!mf_tree_find(maker->tree, embedding->from, embedding->path, &entry, maker->error))
        return false;
    if (!mf_mul(embedding->count, embedding->width, &bytes) || !mf_mul(bytes, 2, &bytes))
        return mf_fail_overflow(maker->error, _("the embedding"));
    if (!entry)
        return missing(maker->error, embedding->path);
    if (!mf_tree_size(maker->tree, entry, &size, maker->error) ||
        !check_embedding(maker, size, bytes))
        return false;
    if (bytes == 0)
        bytes = size;
    if (embedding->mapped)
        return mf_findings_add(maker->tree->arena, &maker->model->findings, MF_NOTE,
                               "embedding-mapped", maker->model->path, maker->error,
                               _("the embedding of %llu bytes is mapped, not held on the heap"),
                               (unsigned long long)bytes);
    return add_user_block(maker, mf_base_name(entry->path), _("embedding"),
                          _("held on the heap: use_mmap_load_embed is off"), bytes, MF_DERIVED);
}

/* Runners keep copies of the caches of all layers on the heap. */
static bool add_copies(const struct maker *maker)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < maker->bundle->part_count; i++) {
        const struct mf_bundle_part *part = &maker->bundle->parts[i];
        if (part->role == MF_ROLE_LAYER && !mf_accumulate(&sum, mf_runner_cache_bytes(part->file)))
            return mf_fail_overflow(maker->error, _("the caches"));
    }
    if (maker->plan->llm.layer_count == 0)
        return true;
    return add_user_block(maker, maker->model->owner, _("copies of the caches"),
                          _("layers × 2 × tokens × size of a token"), sum, MF_ESTIMATE) &&
           mf_findings_add(maker->tree->arena, &maker->model->findings, MF_NOTE,
                           "tokenizer-unknown", maker->model->path, maker->error,
                           _("the tokenizer takes memory of Linux too; how much is unknown and "
                             "not counted"));
}

static bool begin_model(const struct maker *maker)
{
    struct mf_model *model = maker->model;
    struct mf_entry place = {.path = maker->plan->manifest};
    *model = (struct mf_model){.format = "bundle", .bundle = maker->bundle};
    model->path = mf_tree_name(maker->tree, &place);
    if (!model->path)
        return mf_fail_memory(maker->error);
    model->owner = mf_base_name(maker->plan->manifest);
    return mf_findings_copy(maker->tree->arena, &model->findings, &maker->plan->findings,
                            maker->error);
}

bool mf_bundle_make(struct mf_tree *tree, const struct mf_plan *plan, struct mf_model *model,
                    struct mf_error *error)
{
    struct mf_bundle *bundle = mf_arena_take(tree->arena, sizeof *bundle);
    struct maker maker = {tree, plan, bundle, model, error};
    if (!bundle)
        return mf_fail_memory(error);
    bundle->kind = plan->kind;
    bundle->runner = plan->runner;
    bundle->lacks_on = plan->lacks_on;
    bundle->lacks_off = plan->lacks_off;
    bundle->model_type = plan->model_type;
    bundle->copies_files = plan->copies_files;
    bundle->llm = plan->llm;
    bundle->vendor_bytes = plan->vendor_bytes;
    return begin_model(&maker) && add_parts(&maker) && add_embedding(&maker) &&
           add_copies(&maker) && mf_bundle_find_contexts(tree->arena, bundle, error);
}

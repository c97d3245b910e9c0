// SPDX-License-Identifier: MIT
#include "bundle.h"

#include <stdlib.h>
#include <string.h>

#include "../core/checked.h"
#include "../core/path.h"
#include "../core/text.h"

struct maker {
    struct mf_tree *tree;
    const struct mf_plan *plan;
    const struct mf_bundle_options *options;
    struct mf_bundle *bundle;
    struct mf_model *model;
    struct mf_error *error;
};

static bool missing(const struct maker *maker, const char *path)
{
    return mf_fail(maker->error, MF_MISSING_FILE, _("names %s, which is missing"), path);
}

/* The entry of a file that the plan names, with its model read. */
static bool find_model(const struct maker *maker, const struct mf_plan_file *file,
                       struct mf_entry **entry)
{
    if (!mf_tree_find(maker->tree, file->from, file->path, entry, maker->error))
        return false;
    if (!*entry)
        return missing(maker, file->path);
    if (mf_tree_read_model(maker->tree, *entry, maker->error))
        return true;
    if ((*entry)->problem)
        mf_fail(maker->error, (*entry)->problem->reason, "%s %s", file->path,
                (*entry)->problem->text);
    return false;
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

/* A model for the CPU (ONNX): what it takes is near its size. */
static bool add_cpu_part(const struct maker *maker, const struct mf_plan_file *file)
{
    struct mf_entry *entry;
    if (!mf_tree_find(maker->tree, file->from, file->path, &entry, maker->error))
        return false;
    if (!entry)
        return missing(maker, file->path);
    return add_user_block(maker, mf_base_name(entry->path), file->label,
                          _("the size of a model that runs on the CPU"), entry->size, MF_ESTIMATE);
}

static bool add_part(const struct maker *maker, const struct mf_plan_file *file)
{
    struct mf_bundle *bundle = maker->bundle;
    struct mf_entry *entry;
    if (file->role == MF_ROLE_CPU)
        return add_cpu_part(maker, file);
    if (!find_model(maker, file, &entry))
        return false;
    bundle->parts[bundle->part_count++] =
        (struct mf_bundle_part){entry->model, file->role, file->label};
    return true;
}

static bool refuse_missing_layers(const struct maker *maker)
{
    const struct mf_plan *plan = maker->plan;
    bool one = strspn(plan->missing_layers, "0123456789") == strlen(plan->missing_layers);
    return mf_fail(maker->error, MF_MISSING_FILE,
                   one ? _("layer %s of %llu is missing; copy or download it")
                       : _("layers %s of %llu are missing; copy or download them"),
                   plan->missing_layers, (unsigned long long)plan->layer_count);
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
    if (bundle->part_count == 0)
        return mf_fail(maker->error, MF_BAD_MANIFEST, _("names no model for the NPU"));
    return true;
}

/* A problem that leaves the figures standing. */
static bool set_problem(const struct maker *maker, const struct mf_error *problem)
{
    struct mf_error *copy = mf_arena_take(maker->tree->arena, sizeof *copy);
    if (!copy)
        return mf_fail_memory(maker->error);
    *copy = *problem;
    maker->model->problem = copy;
    return mf_findings_add(maker->tree->arena, &maker->model->findings, MF_ERROR,
                           mf_reason_word(problem->reason), maker->model->path, maker->error, "%s",
                           problem->text);
}

/* num × size × 2 bytes must be the file's size; if not, the runner crashes. */
static bool check_embedding(const struct maker *maker, const struct mf_entry *entry,
                            uint64_t expected)
{
    struct mf_error problem;
    if (!entry || expected == 0 || entry->size == expected)
        return true;
    mf_fail(
        &problem, MF_EMBEDDING_SIZE,
        _("%s has %llu bytes, but tokens_embed_num × tokens_embed_size × 2 is %llu: the program "
          "that loads it crashes"),
        maker->plan->embedding, (unsigned long long)entry->size, (unsigned long long)expected);
    return set_problem(maker, &problem);
}

static bool add_embedding(const struct maker *maker)
{
    const struct mf_plan *plan = maker->plan;
    struct mf_entry *entry;
    uint64_t bytes;
    if (!plan->embedding || plan->embedding[0] == '\0')
        return true;
    if (!mf_tree_find(maker->tree, plan->embedding_from, plan->embedding, &entry, maker->error))
        return false;
    if (!mf_mul(plan->embedding_count, plan->embedding_width, &bytes) || !mf_mul(bytes, 2, &bytes))
        return mf_fail_overflow(maker->error, _("the embedding"));
    if (!entry)
        return missing(maker, plan->embedding);
    if (!check_embedding(maker, entry, bytes))
        return false;
    if (bytes == 0)
        bytes = entry->size;
    if (plan->embedding_mapped)
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
    if (maker->plan->layer_count == 0)
        return true;
    return add_user_block(maker, maker->model->owner, _("copies of the caches"),
                          _("layers × 2 × tokens × size of a token"), sum, MF_ESTIMATE) &&
           mf_findings_add(maker->tree->arena, &maker->model->findings, MF_NOTE,
                           "tokenizer-unknown", maker->model->path, maker->error,
                           _("the tokenizer takes memory of Linux too; how much is unknown and "
                             "not counted"));
}

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

/* The contexts that a layer can do with fewer groups: as long as the history that the next group
 * would be needed for. The longest is what group 0 holds. */
static bool take_contexts(const struct maker *maker, const struct mf_model *file, uint64_t *tokens)
{
    struct mf_bundle *bundle = maker->bundle;
    uint64_t longest = tokens[0];
    uint64_t *contexts =
        mf_arena_take(maker->tree->arena, (file->group_count + 1U) * sizeof *contexts);
    if (!contexts)
        return mf_fail_memory(maker->error);
    for (uint32_t group = 1; group < file->group_count; group++) {
        if (tokens[group] > 1 && tokens[group] < longest) /* a cache of one token stands for none */
            contexts[bundle->context_count++] = tokens[group];
    }
    contexts[bundle->context_count++] = longest;
    qsort(contexts, bundle->context_count, sizeof *contexts, by_number);
    bundle->context_count = drop_equal(contexts, bundle->context_count);
    bundle->contexts = contexts;
    bundle->context = longest;
    return true;
}

/* Of the first layer that has a cache: hybrid models have others too. */
static bool find_contexts(const struct maker *maker)
{
    const struct mf_bundle *bundle = maker->bundle;
    for (size_t i = 0; i < bundle->part_count; i++) {
        const struct mf_model *file = bundle->parts[i].file;
        uint64_t *tokens;
        if (bundle->parts[i].role != MF_ROLE_LAYER)
            continue;
        if (!mf_runner_histories(maker->tree->arena, file, &tokens))
            return mf_fail_memory(maker->error);
        if (file->group_count > 0 && tokens[0] > 0)
            return take_contexts(maker, file, tokens);
    }
    return true;
}

static bool choose_context(const struct maker *maker)
{
    struct mf_error problem;
    struct mf_bundle *bundle = maker->bundle;
    uint64_t asked = maker->options->context;
    if (asked == 0)
        return true;
    if (bundle->context_count == 0)
        return mf_findings_add(
            maker->tree->arena, &maker->model->findings, MF_WARNING, "no-context",
            maker->model->path, maker->error,
            _("--context was given, but this has no caches: it is judged whole"));
    uint64_t longest = bundle->contexts[bundle->context_count - 1];
    bundle->is_what_if = true;
    if (asked <= longest) {
        bundle->context = asked;
        return true;
    }
    mf_fail(&problem, MF_CONTEXT_TOO_LONG,
            _("is compiled for at most %llu tokens, %llu are asked for; take a file that was "
              "compiled for more"),
            (unsigned long long)longest, (unsigned long long)asked);
    return set_problem(maker, &problem);
}

static const struct mf_finding *find_code(const struct mf_finding_list *list, const char *code)
{
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->items[i].code, code) == 0)
            return &list->items[i];
    }
    return NULL;
}

/* Thirty layers with the same finding get it once. */
static bool add_finding(const struct maker *maker, const struct mf_finding *finding)
{
    struct mf_finding_list *list = &maker->model->findings;
    size_t files = 0;
    if (find_code(list, finding->code))
        return true;
    for (size_t i = 0; i < maker->bundle->part_count; i++)
        files += find_code(&maker->bundle->parts[i].file->findings, finding->code) != NULL;
    struct mf_finding merged = *finding;
    if (files > 1)
        merged.text =
            mf_arena_format(maker->tree->arena, _("%s (in %zu files)"), finding->text, files);
    if (!merged.text)
        return mf_fail_memory(maker->error);
    struct mf_finding_list one = {&merged, 1, 1};
    return mf_findings_copy(maker->tree->arena, list, &one, maker->error);
}

static bool gather_findings(const struct maker *maker)
{
    for (size_t i = 0; i < maker->bundle->part_count; i++) {
        const struct mf_finding_list *found = &maker->bundle->parts[i].file->findings;
        for (size_t k = 0; k < found->count; k++) {
            if (!add_finding(maker, &found->items[k]))
                return false;
        }
    }
    return true;
}

/* The model for the other half of the NPU is named, with what it would take. */
static bool note_twin(const struct maker *maker)
{
    const struct mf_plan *plan = maker->plan;
    struct mf_entry *entry = NULL;
    struct mf_error ignored = {MF_OK, ""};
    uint64_t bytes = 0;
    char size[MF_SIZE_TEXT_MAX];
    const char *option = maker->options->npu == MF_NPU_HALF ? "full" : "half";
    if (!plan->twin)
        return true;
    if (!mf_tree_find(maker->tree, plan->twin_from, plan->twin, &entry, maker->error))
        return false;
    maker->bundle->twin = plan->twin;
    if (entry && mf_tree_read_model(maker->tree, entry, &ignored) &&
        mf_blocks_sum(&entry->model->blocks, MF_POOL_NPU, &bytes, &ignored))
        maker->bundle->twin_bytes = bytes;
    return mf_findings_add(maker->tree->arena, &maker->model->findings, MF_NOTE, "twin",
                           maker->model->path, maker->error,
                           bytes > 0 ? _("its twin %s (--npu %s) needs %s")
                                     : _("its twin %s (--npu %s) %s"),
                           plan->twin, option,
                           bytes > 0 ? mf_size_text(bytes, size)
                           : entry   ? _("cannot be judged")
                                     : _("is missing"));
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

static void take_identity(const struct maker *maker)
{
    struct mf_model *model = maker->model;
    for (size_t i = 0; i < maker->bundle->part_count; i++) {
        const struct mf_model *file = maker->bundle->parts[i].file;
        if (!model->chip)
            model->chip = file->chip;
        if (!model->toolchain)
            model->toolchain = file->toolchain;
        model->file_bytes += file->file_bytes; /* each is a file of this disk or archive */
    }
}

bool mf_bundle_make(struct mf_tree *tree, const struct mf_plan *plan,
                    const struct mf_bundle_options *options, struct mf_model *model,
                    struct mf_error *error)
{
    struct mf_bundle *bundle = mf_arena_take(tree->arena, sizeof *bundle);
    struct maker maker = {tree, plan, options, bundle, model, error};
    if (!bundle)
        return mf_fail_memory(error);
    bundle->kind = plan->kind;
    bundle->runner = options->runner == MF_RUNNER_UNSET ? plan->runner : options->runner;
    bundle->layer_count = plan->layer_count;
    bundle->can_load_dynamically = plan->can_load_dynamically;
    bundle->dynamic_layers =
        plan->layer_count > 0 && (plan->dynamic_layers || options->dynamic_layers);
    bundle->is_what_if = bundle->dynamic_layers && !plan->dynamic_layers;
    bundle->vendor_bytes = plan->vendor_bytes;
    if (!begin_model(&maker) || !add_parts(&maker) || !add_embedding(&maker) ||
        !add_copies(&maker) || !find_contexts(&maker) || !choose_context(&maker) ||
        !note_twin(&maker) || !gather_findings(&maker))
        return false;
    take_identity(&maker);
    return mf_bundle_fill(tree->arena, bundle, bundle->context, model, error);
}

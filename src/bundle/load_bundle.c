// SPDX-License-Identifier: MIT
/* The files of a bundle that are loaded, as members, and what they hold together. */
#include <string.h>

#include "../core/checked.h"
#include "../core/text.h"
#include "loader.h"

static bool fail_part(const struct mf_loader *loader, const struct mf_bundle_part *part)
{
    *loader->error = *part->problem;
    return false;
}

static bool add_member(struct mf_loader *loader, const struct mf_bundle_part *part)
{
    struct mf_model *model = loader->model;
    struct mf_model *member = mf_arena_take(loader->arena, sizeof *member);
    if (!member)
        return mf_fail_memory(loader->error);
    if (!part->file)
        return fail_part(loader, part);
    if (!mf_runner_blocks(loader->arena, part->file, &loader->run, member, loader->error))
        return false;
    member->role = part->label;
    loader->parts[model->member_count] = part;
    model->members[model->member_count++] = member;
    model->file_bytes += part->file->file_bytes; /* each is a file of this disk or archive */
    if (!model->chip)
        model->chip = part->file->chip;
    if (!model->toolchain)
        model->toolchain = part->file->toolchain;
    return mf_note_first_program(loader, part->file) &&
           mf_check_npu_mode(loader, part->file, part->when == MF_WHEN_AI_ISP_ON);
}

static bool add_members(struct mf_loader *loader)
{
    struct mf_model *model = loader->model;
    const struct mf_bundle *bundle = loader->bundle;
    model->members =
        mf_arena_take(loader->arena, (bundle->part_count + 1) * sizeof(struct mf_model *));
    loader->parts =
        mf_arena_take(loader->arena, (bundle->part_count + 1) * sizeof(struct mf_bundle_part *));
    model->member_count = 0;
    model->file_bytes = 0;
    model->chip = NULL; /* of what is loaded */
    if (!model->members || !loader->parts)
        return mf_fail_memory(loader->error);
    for (size_t i = 0; i < bundle->part_count; i++) {
        const struct mf_bundle_part *part = &bundle->parts[i];
        if (mf_part_is_loaded(loader, part) && !add_member(loader, part))
            return false;
    }
    return true;
}

static bool has_code(const struct mf_finding_list *list, const char *code)
{
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->items[i].code, code) == 0)
            return true;
    }
    return false;
}

/* Thirty layers with the same finding get it once. */
static bool add_finding(struct mf_loader *loader, const struct mf_finding *finding)
{
    struct mf_model *model = loader->model;
    struct mf_finding merged = *finding;
    size_t files = 0;
    if (has_code(&model->findings, finding->code))
        return true;
    for (size_t i = 0; i < model->member_count; i++)
        files += has_code(&model->members[i]->findings, finding->code);
    if (files > 1)
        merged.text = mf_arena_format(loader->arena, _("%s (in %zu files)"), finding->text, files);
    if (!merged.text)
        return mf_fail_memory(loader->error);
    struct mf_finding_list one = {&merged, 1, 1};
    return mf_findings_copy(loader->arena, &model->findings, &one, loader->error);
}

static bool gather_findings(struct mf_loader *loader)
{
    const struct mf_model *model = loader->model;
    for (size_t i = 0; i < model->member_count; i++) {
        const struct mf_finding_list *found = &model->members[i]->findings;
        for (size_t k = 0; k < found->count; k++) {
            if (!add_finding(loader, &found->items[k]))
                return false;
        }
    }
    return true;
}

/* The build for the other choice of AI-ISP, and what it would take loaded the same way. */
static bool note_twin(struct mf_loader *loader, const struct mf_bundle_part *part)
{
    struct mf_loaded *decided = loader->decided;
    struct mf_model member;
    char size[MF_SIZE_TEXT_MAX];
    const char *option = part->when == MF_WHEN_AI_ISP_ON ? "on" : "off";
    decided->twin = part->path;
    if (!part->file)
        return mf_findings_add(loader->arena, &loader->model->findings, MF_NOTE, "twin",
                               loader->model->path, loader->error,
                               _("its build %s (--ai-isp %s) is missing or cannot be judged"),
                               part->path, option);
    if (!mf_runner_blocks(loader->arena, part->file, &loader->run, &member, loader->error) ||
        !mf_blocks_sum(&member.blocks, MF_POOL_NPU, &decided->twin_bytes, loader->error))
        return false;
    bool known =
        loader->how->ai_isp != MF_CHOICE_UNSET || loader->how->board_ai_isp != MF_CHOICE_UNSET;
    const char *text =
        mf_arena_format(loader->arena,
                        known ? _("its build %s (--ai-isp %s) takes %s")
                              : _("whether AI-ISP is on is assumed; its other build %s (--ai-isp "
                                  "%s) takes %s"),
                        part->path, option, mf_size_text(decided->twin_bytes, size));
    if (!text)
        return mf_fail_memory(loader->error);
    return mf_findings_add(loader->arena, &loader->model->findings, MF_NOTE, "twin",
                           loader->model->path, loader->error, "%s", text);
}

static bool find_twin(struct mf_loader *loader)
{
    for (size_t i = 0; i < loader->bundle->part_count; i++) {
        const struct mf_bundle_part *part = &loader->bundle->parts[i];
        if (!mf_part_is_loaded(loader, part))
            return note_twin(loader, part);
    }
    return true;
}

static bool decide_context(struct mf_loader *loader)
{
    struct mf_error problem;
    const struct mf_bundle *bundle = loader->bundle;
    struct mf_loaded *decided = loader->decided;
    uint64_t asked = loader->how->context;
    if (bundle->context_count == 0)
        return asked == 0 ||
               mf_loader_unused(
                   loader, MF_HOW_CONTEXT, "no-context",
                   _("--context has no effect: this has no caches, and is judged whole"));
    uint64_t longest = bundle->contexts[bundle->context_count - 1];
    decided->context = asked > 0 && asked <= longest ? asked : longest;
    loader->run.context = decided->context == longest ? 0 : decided->context;
    const char *text = mf_arena_format(loader->arena, "%llu", (unsigned long long)decided->context);
    if (!mf_decided(loader, "context", text, asked == 0))
        return false;
    if (asked == 0)
        return true;
    decided->is_what_if = true;
    if (asked <= longest)
        return true;
    mf_fail(&problem, MF_CONTEXT_TOO_LONG,
            _("is compiled for at most %llu tokens, %llu are asked for; take a file that was "
              "compiled for more"),
            (unsigned long long)longest, (unsigned long long)asked);
    return mf_model_set_problem(loader->arena, loader->model, &problem, loader->error);
}

static bool hold_files(struct mf_loader *loader)
{
    if (loader->bundle->llm.layer_count > 0)
        return mf_hold_llm(loader);
    for (size_t i = 0; i < loader->model->member_count; i++) {
        if (!mf_hold(loader, loader->model->members[i], MF_FOLD_NONE))
            return false;
    }
    return true;
}

static bool hold_user_blocks(struct mf_loader *loader)
{
    return mf_blocks_copy(loader->arena, &loader->model->blocks, &loader->bundle->user,
                          loader->error);
}

/* StackFlow states its own figure for the whole. The larger of the two counts. */
static bool hold_vendor_rest(struct mf_loader *loader)
{
    const struct mf_bundle *bundle = loader->bundle;
    struct mf_model *model = loader->model;
    uint64_t ours;
    if (bundle->vendor_bytes == 0)
        return true;
    model->has_vendor_figure = true;
    model->vendor_figure = (struct mf_part){"cmm_size", bundle->vendor_bytes};
    if (!mf_blocks_sum(&model->blocks, MF_POOL_NPU, &ours, loader->error))
        return false;
    if (loader->decided->is_what_if || ours >= bundle->vendor_bytes)
        return true;
    struct mf_block rest = {.owner = model->owner,
                            .name = _("the rest of cmm_size"),
                            .source = _("the vendor's manifest states more than the files need; "
                                        "the larger figure counts"),
                            .bytes = bundle->vendor_bytes - ours,
                            .pool = MF_POOL_NPU,
                            .phase = MF_PHASE_RUN,
                            .certainty = MF_MEASURED,
                            .spread = true};
    return mf_blocks_add(loader->arena, &model->blocks, rest, loader->error);
}

bool mf_load_bundle(struct mf_loader *loader)
{
    return decide_context(loader) && add_members(loader) && find_twin(loader) &&
           gather_findings(loader) && hold_files(loader) && hold_user_blocks(loader) &&
           hold_vendor_rest(loader);
}

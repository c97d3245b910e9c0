// SPDX-License-Identifier: MIT
#include "loader.h"

bool mf_decided(struct mf_loader *loader, const char *name, const char *value, bool assumed)
{
    struct mf_setting setting = {name, value, assumed};
    return mf_settings_add(loader->arena, &loader->decided->settings, setting, loader->error);
}

bool mf_loader_note(struct mf_loader *loader, enum mf_severity severity, const char *code,
                    const char *text)
{
    return mf_findings_add(loader->arena, &loader->model->findings, severity, code,
                           loader->model->path, loader->error, "%s", text);
}

bool mf_loader_unused(struct mf_loader *loader, enum mf_how what, const char *code,
                      const char *text)
{
    loader->decided->unused[what] = text;
    return mf_loader_note(loader, MF_WARNING, code, text);
}

bool mf_how_is_named(const struct mf_loading *how, enum mf_how what)
{
    switch (what) {
    case MF_HOW_RUNNER:
        return how->runner != MF_RUNNER_UNSET;
    case MF_HOW_DUAL_BUFF:
        return how->dual_buff != MF_CHOICE_UNSET;
    case MF_HOW_AI_ISP:
        return how->ai_isp != MF_CHOICE_UNSET;
    case MF_HOW_CONTEXT:
        return how->context > 0;
    case MF_HOW_DYNAMIC_LAYERS:
        return how->dynamic_layers;
    case MF_HOW_COUNT:
        break;
    }
    return false;
}

bool mf_hold(struct mf_loader *loader, const struct mf_model *member, enum mf_fold fold)
{
    for (size_t i = 0; i < member->blocks.count; i++) {
        struct mf_block block = member->blocks.items[i];
        block.fold = fold;
        if (!mf_blocks_add(loader->arena, &loader->model->blocks, block, loader->error))
            return false;
    }
    return true;
}

bool mf_note_first_program(struct mf_loader *loader, const struct mf_model *file)
{
    if (loader->run.runner != MF_RUNNER_MAIXCDK || file->traits->input_source ||
        file->group_count < 2)
        return true;
    return mf_findings_add(
        loader->arena, &loader->model->findings, MF_NOTE, "first-program", file->path,
        loader->error, _("holds %u programs, of which MaixCDK runs the first"), file->group_count);
}

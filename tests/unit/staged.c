// SPDX-License-Identifier: MIT
#include "staged.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

void begin(struct stage *stage)
{
    memset(stage, 0, sizeof *stage);
    make_folder(stage->folder);
}

static const char *add_path(struct stage *stage, const char *name)
{
    char folder[sizeof stage->folder];
    cr_assert_lt(stage->count, (size_t)STAGED_FILES_MAX);
    char *path = stage->paths[stage->count++];
    strcpy(folder, stage->folder);
    snprintf(path, sizeof stage->paths[0], "%s/%s", folder, name);
    return path;
}

void add_model(struct stage *stage, const char *name, const char *options)
{
    char made[MODEL_PATH_MAX];
    make_model_file(made, options);
    cr_assert_eq(rename(made, add_path(stage, name)), 0);
}

void add_text(struct stage *stage, const char *name, const char *text)
{
    write_text(add_path(stage, name), text);
}

void open_last(struct stage *stage)
{
    const char *path = stage->paths[stage->count - 1];
    cr_assert(mf_open(&stage->arena, path, NULL, &stage->list, &stage->error));
    cr_assert_gt(stage->list.count, (size_t)0);
    const struct mf_opened *first = &stage->list.items[0];
    cr_assert_not_null(first->model, "%s", first->problem ? first->problem->text : "");
    stage->model = first->model;
}

void end(struct stage *stage)
{
    for (size_t i = 0; i < stage->count; i++)
        unlink(stage->paths[i]);
    rmdir(stage->folder);
    mf_arena_free(&stage->arena);
}

struct mf_model load(struct stage *stage, struct mf_loading how)
{
    struct mf_model loaded;
    cr_assert(mf_load(&stage->arena, stage->model, &how, &loaded, &stage->error), "%s",
              stage->error.text);
    return loaded;
}

uint64_t held(const struct mf_model *model)
{
    struct mf_error error;
    uint64_t bytes = 0;
    cr_assert(mf_blocks_sum(&model->blocks, MF_POOL_NPU, &bytes, &error));
    return bytes;
}

const char *setting(const struct mf_model *model, const char *name)
{
    const struct mf_setting *found = mf_settings_find(&model->loaded->settings, name);
    return found ? found->value : "";
}

bool is_assumed(const struct mf_model *model, const char *name)
{
    const struct mf_setting *found = mf_settings_find(&model->loaded->settings, name);
    return found && found->assumed;
}

bool model_has_finding(const struct mf_model *model, const char *code)
{
    for (size_t i = 0; i < model->findings.count; i++) {
        if (strcmp(model->findings.items[i].code, code) == 0)
            return true;
    }
    return false;
}

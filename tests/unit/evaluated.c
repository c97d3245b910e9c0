// SPDX-License-Identifier: MIT
#include "evaluated.h"

#include <criterion/criterion.h>

#define PAGE UINT64_C(4096)

struct evaluated evaluate(const char *board, const struct mf_pipeline_request *request)
{
    struct evaluated run = {.ok = false};
    struct mf_pipeline_data_list data = {0};
    mf_pipelines_builtin(&data);
    run.ok = mf_pipeline_evaluate(&run.arena, mf_pipeline_find(&data, board), request, &run.list,
                                  &run.error);
    return run;
}

void finish(struct evaluated *run)
{
    mf_arena_free(&run->arena);
}

const struct mf_pipeline *part_of(const struct evaluated *run, const char *name)
{
    for (size_t i = 0; i < run->list.count; i++) {
        if (strcmp(run->list.items[i].name, name) == 0)
            return &run->list.items[i];
    }
    return NULL;
}

uint64_t block_of(const struct evaluated *run, const char *name, size_t index)
{
    const struct mf_pipeline *part = part_of(run, name);
    return part && index < part->blocks.count ? part->blocks.items[index].bytes : 0;
}

enum mf_certainty certainty_of(const struct evaluated *run, const char *name, size_t index)
{
    const struct mf_pipeline *part = part_of(run, name);
    cr_assert(part && index < part->blocks.count);
    return part->blocks.items[index].certainty;
}

uint64_t bytes_of(const struct evaluated *run, const char *name)
{
    uint64_t sum = 0;
    const struct mf_pipeline *part = part_of(run, name);
    for (size_t i = 0; part && i < part->blocks.count; i++)
        sum += part->blocks.items[i].bytes;
    return sum;
}

static uint64_t kib_of(const struct mf_pipeline *part)
{
    uint64_t pages = 0;
    for (size_t i = 0; part && i < part->blocks.count; i++)
        pages += (part->blocks.items[i].bytes + PAGE - 1) / PAGE;
    return pages * PAGE / 1024;
}

uint64_t part_kib(const struct evaluated *run, const char *name)
{
    return kib_of(part_of(run, name));
}

uint64_t all_kib(const struct evaluated *run)
{
    uint64_t kib = 0;
    for (size_t i = 0; i < run->list.count; i++)
        kib += kib_of(&run->list.items[i]);
    return kib;
}

bool has_finding(const struct evaluated *run, const char *code, const char *word)
{
    for (size_t i = 0; i < run->list.findings.count; i++) {
        const struct mf_finding *finding = &run->list.findings.items[i];
        if (strcmp(finding->code, code) == 0 && strstr(finding->text, word))
            return true;
    }
    return false;
}

void expect_setting(const struct evaluated *run, const char *name, const char *value, bool assumed)
{
    const struct mf_setting *setting = mf_settings_find(&run->list.settings, name);
    cr_assert_not_null(setting, "%s", name);
    cr_expect_str_eq(setting->value, value, "%s", name);
    cr_expect_eq(setting->assumed, assumed, "%s", name);
}

struct mf_picture_spec picture_of(const char *text, enum mf_picture_role role)
{
    struct mf_picture_spec spec;
    struct mf_error error;
    cr_assert(mf_picture_spec_parse(text, role, &spec, &error), "%s", error.text);
    return spec;
}

struct evaluated with_camera(const char *board, const char *camera, const char *sensor,
                             const char *display)
{
    struct mf_error error;
    struct mf_picture_spec spec = {0};
    struct mf_pipeline_request request = {.sensor = sensor};
    if (camera) {
        spec = picture_of(camera, MF_ROLE_CAMERA);
        request.cameras = &spec;
        request.camera_count = 1;
    }
    if (display)
        cr_assert(mf_display_parse(display, &request.display, &error), "%s", error.text);
    struct evaluated run = evaluate(board, &request);
    cr_assert(run.ok, "%s", run.error.text);
    return run;
}

struct evaluated with_codec(const char *board, const char *encode, const char *decode)
{
    struct mf_picture_spec spec = picture_of(encode ? encode : decode, MF_ROLE_CODEC);
    struct mf_pipeline_request request = {.encoders = &spec,
                                          .encoder_count = encode ? 1 : 0,
                                          .decoders = &spec,
                                          .decoder_count = decode ? 1 : 0};
    struct evaluated run = evaluate(board, &request);
    cr_assert(run.ok, "%s", run.error.text);
    return run;
}

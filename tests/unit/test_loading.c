// SPDX-License-Identifier: MIT
/* What the programs that load a model make of it. The figures are those of the options that mkmodel
 * was given. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "staged.h"

/* 3 pages of weights, 2 of code, 1 of workspace; inputs and outputs of 1 byte and of 5000. */
#define DETECTOR                                                                                   \
    "axmodel %s --const 12000 --words 1000 --workspace 100 --input a:UINT8:1 --output "            \
    "b:UINT8:5000"
#define DETECTOR_REST    (6 * PAGE)
#define DETECTOR_TENSORS (3 * PAGE)

static struct mf_loading maixcdk(enum mf_choice dual_buff)
{
    return (struct mf_loading){.runner = MF_RUNNER_MAIXCDK, .dual_buff = dual_buff};
}

Test(loading, maixcdk_rounds_tensors_and_makes_them_twice)
{
    struct stage stage;
    begin(&stage);
    add_model(&stage, "a.axmodel", DETECTOR);
    open_last(&stage);
    struct mf_model plain = load(&stage, (struct mf_loading){0});
    cr_expect_eq(held(&plain), DETECTOR_REST + DETECTOR_TENSORS);
    cr_expect_str_eq(setting(&plain, "runner"), "plain");
    cr_expect_str_eq(setting(&plain, "dual_buff"), "");
    struct mf_model one = load(&stage, maixcdk(MF_CHOICE_NO));
    cr_expect_eq(held(&one), DETECTOR_REST + DETECTOR_TENSORS);
    cr_expect(one.loaded->by_maixcdk);
    struct mf_model two = load(&stage, maixcdk(MF_CHOICE_UNSET));
    cr_expect_eq(held(&two), DETECTOR_REST + 2 * DETECTOR_TENSORS);
    cr_expect_str_eq(setting(&two, "dual_buff"), "yes");
    cr_expect(is_assumed(&two, "dual_buff"), "a bare file names no class");
    cr_expect_not(is_assumed(&two, "runner"));
    end(&stage);
}

Test(loading, blocks_come_in_the_order_of_allocation)
{
    static const struct {
        const char *word; /* in the block's name */
        uint64_t bytes;
    } order[] = {{"weights", 12000},
                 {"code", 8000},
                 {"workspace", 100},
                 {"tensor a", 128},
                 {"tensor b", 5120},
                 {"second buffer, tensor a", 128},
                 {"second buffer, tensor b", 5120}};
    struct stage stage;
    size_t at = 0;
    begin(&stage);
    add_model(&stage, "a.axmodel", DETECTOR);
    open_last(&stage);
    struct mf_model model = load(&stage, maixcdk(MF_CHOICE_YES));
    for (size_t i = 0; i < model.blocks.count; i++) {
        const struct mf_block *block = &model.blocks.items[i];
        if (block->pool != MF_POOL_NPU)
            continue;
        cr_assert_lt(at, sizeof order / sizeof order[0]);
        cr_expect_not_null(strstr(block->name, order[at].word), "%zu: %s", at, block->name);
        cr_expect_eq(block->bytes, order[at].bytes, "%s", block->name);
        at++;
    }
    cr_expect_eq(at, sizeof order / sizeof order[0]);
    end(&stage);
}

static void expect_class(const char *extra, const char *dual_buff, const char *type)
{
    struct stage stage;
    char text[200];
    begin(&stage);
    add_model(&stage, "a.axmodel", DETECTOR);
    snprintf(text, sizeof text, "[basic]\ntype = axmodel\nmodel = a.axmodel\n[extra]\n%s\n", extra);
    add_text(&stage, "a.mud", text);
    open_last(&stage);
    struct mf_model model = load(&stage, maixcdk(MF_CHOICE_UNSET));
    cr_expect_str_eq(setting(&model, "dual_buff"), dual_buff, "%s", extra);
    cr_expect_str_eq(setting(&model, "model_type"), type, "%s", extra);
    unsigned sets = strcmp(dual_buff, "yes") == 0 ? 2 : 1;
    cr_expect_eq(held(&model), DETECTOR_REST + sets * DETECTOR_TENSORS, "%s", extra);
    struct mf_model no = load(&stage, maixcdk(MF_CHOICE_NO));
    cr_expect_eq(held(&no), DETECTOR_REST + DETECTOR_TENSORS, "%s", extra);
    cr_expect_not(is_assumed(&no, "dual_buff"));
    end(&stage);
}

Test(loading, the_class_decides_on_two_buffers)
{
    expect_class("model_type = yolo11", "yes", "yolo11");
    expect_class("model_type = classifier", "yes", "classifier");
    expect_class("model_type = pp_ocr", "no", "pp_ocr");
    expect_class("model_type = face_feature", "no", "face_feature");
    expect_class("model_type = of_tomorrow", "yes", "");
    expect_class("labels = a", "yes", "");
}

Test(loading, only_maixcdk_has_a_second_buffer)
{
    struct stage stage;
    begin(&stage);
    add_model(&stage, "a.axmodel", DETECTOR);
    open_last(&stage);
    struct mf_model model = load(&stage, (struct mf_loading){.dual_buff = MF_CHOICE_YES});
    cr_expect_eq(held(&model), DETECTOR_REST + DETECTOR_TENSORS);
    cr_expect(model_has_finding(&model, "dual-buff-unused"));
    end(&stage);
}

/* Two programs: 2 pages of weights; the shared block is that of the larger, 5 pages. Of the first:
 * a page of private memory, tensors of 1 and 3 pages. */
Test(loading, a_cvimodel_is_cloned_without_what_its_programs_share)
{
    struct stage stage;
    begin(&stage);
    add_model(&stage, "a.cvimodel",
              "cvimodel %s --weight 8000 --program --no-cmd --private 3000 --shared 100"
              " --tensor in:INT8:1x1x10x10:io0:input --tensor out:INT8:1x1x100x100:io1:output"
              " --program --no-cmd --private 9000 --shared 20000"
              " --tensor in2:INT8:1x1x10x10:io0:input --tensor out2:INT8:1x1x10x10:io1:output");
    open_last(&stage);
    struct mf_model plain = load(&stage, (struct mf_loading){0});
    cr_expect_eq(held(&plain), (2 + 5 + 1 + 1 + 3 + 3 + 1 + 1) * PAGE);
    struct mf_model one = load(&stage, maixcdk(MF_CHOICE_NO));
    cr_expect_eq(held(&one), (2 + 5 + 1 + 1 + 3) * PAGE, "the second program is not made");
    cr_expect(model_has_finding(&one, "first-program"));
    struct mf_model two = load(&stage, maixcdk(MF_CHOICE_YES));
    cr_expect_eq(held(&two), (2 + 5 + 2 * (1 + 1 + 3)) * PAGE);
    end(&stage);
}

Test(loading, a_card_holds_the_file_while_it_is_loaded)
{
    struct stage stage;
    begin(&stage);
    add_model(&stage, "a.axmodel", DETECTOR);
    open_last(&stage);
    uint64_t file = (stage.model->file_bytes + PAGE - 1) / PAGE * PAGE;
    struct mf_model card = load(&stage, (struct mf_loading){.on_card = true});
    cr_expect_eq(held(&card), DETECTOR_REST + DETECTOR_TENSORS, "it is freed");
    cr_expect_eq(card.loaded->peak_bytes, file + DETECTOR_REST);
    cr_expect(card.blocks.items[0].transient);
    struct mf_model board = load(&stage, (struct mf_loading){0});
    cr_expect_eq(board.loaded->peak_bytes, DETECTOR_REST + DETECTOR_TENSORS);
    end(&stage);
}

static bool copies_file(const char *type, const char *keys)
{
    struct stage stage;
    char text[300];
    begin(&stage);
    add_model(&stage, "a.axmodel", DETECTOR);
    snprintf(text, sizeof text, "{\"mode\": \"x\", \"type\": \"%s\", \"mode_param\": {%s}}", type,
             keys);
    add_text(&stage, "mode_x.json", text);
    open_last(&stage);
    struct mf_model model = load(&stage, (struct mf_loading){0});
    bool copies = model.blocks.items[0].transient;
    cr_expect_eq(held(&model), DETECTOR_REST + DETECTOR_TENSORS);
    end(&stage);
    return copies;
}

Test(loading, some_units_of_stackflow_copy_the_file_into_cmm)
{
    cr_expect(copies_file("kws", "\"model\": \"a.axmodel\""));
    cr_expect(copies_file("asr", "\"decoder_main\": \"a.axmodel\""));
    cr_expect(copies_file("tts", "\"decoder\": \"a.axmodel\", \"gbin\": \"g.bin\""));
    cr_expect(copies_file("cv", "\"yolo_model\": \"a.axmodel\""));
    cr_expect(copies_file("cv", "\"depth_anything_model\": \"a.axmodel\""));
    cr_expect_not(copies_file("asr", "\"model_config.sense_voice.model\": \"a.axmodel\""));
}

static void make_llm(struct stage *stage, const char *manifest, const char *text)
{
    begin(stage);
    add_model(stage, "l0.axmodel",
              "axmodel %s --const 4000 --kv 100:64 --group --kv 1:64:20 --group --kv 20:64:20");
    add_text(stage, manifest, text);
    open_last(stage);
}

#define LAYER "\"template_filename_axmodel\": \"l%%d.axmodel\", \"axmodel_num\": 1"

static uint64_t guard_of(const char *keys, enum mf_runner runner)
{
    struct stage stage;
    char text[300];
    snprintf(text, sizeof text, "{" LAYER "%s}", keys);
    make_llm(&stage, "config.json", text);
    struct mf_model model = load(&stage, (struct mf_loading){.runner = runner});
    uint64_t guard = model.loaded->guard_bytes;
    end(&stage);
    return guard;
}

Test(loading, axllm_stops_below_its_floor)
{
    cr_expect_eq(guard_of("", MF_RUNNER_UNSET), 128 * MF_MIB);
    cr_expect_eq(guard_of(", \"mem_guard_floor_mb\": 300", MF_RUNNER_UNSET), 300 * MF_MIB);
    cr_expect_eq(guard_of(", \"mem_guard_enable\": true", MF_RUNNER_UNSET), 128 * MF_MIB);
    cr_expect_eq(guard_of(", \"mem_guard_enable\": false", MF_RUNNER_UNSET), (uint64_t)0);
    cr_expect_eq(guard_of(", \"mem_guard_on_unsafe\": \"warn\"", MF_RUNNER_UNSET), (uint64_t)0);
    cr_expect_eq(guard_of("", MF_RUNNER_MAIXCDK), (uint64_t)0);
}

#define LLM_MUD                                                                                    \
    "[basic]\ntype = axmodel\nmodel_npu = l%d.axmodel\n[extra]\nmodel_num = 1\nmodel_type = "      \
    "qwen\n"

Test(loading, an_llm_is_loaded_by_its_manifests_runner)
{
    struct stage stage;
    struct mf_model model;
    make_llm(&stage, "qwen.mud", LLM_MUD);
    struct mf_loading how = {.default_runner = MF_RUNNER_PLAIN, .ai_isp = MF_CHOICE_YES};
    model = load(&stage, how);
    cr_expect_eq(model.loaded->runner, MF_RUNNER_MAIXCDK);
    cr_expect_not(model.loaded->by_maixcdk, "MaixCDK itself runs on the boards of MaixPy alone");
    how.default_runner = MF_RUNNER_MAIXCDK;
    model = load(&stage, how);
    cr_expect(model.loaded->by_maixcdk);
    cr_expect(is_assumed(&model, "runner"));
    cr_expect_str_eq(setting(&model, "dual_buff"), "", "its classes have none");
    cr_expect(model_has_finding(&model, "ai-isp-llm"));
    how.runner = MF_RUNNER_AXLLM;
    model = load(&stage, how);
    cr_expect_eq(model.loaded->guard_bytes, 128 * MF_MIB);
    cr_expect_not(model.loaded->by_maixcdk);
    how.runner = MF_RUNNER_PLAIN;
    cr_expect_not(mf_load(&stage.arena, stage.model, &how, &model, &stage.error));
    cr_expect_eq(stage.error.reason, MF_USAGE);
    end(&stage);
}

/* StackFlow's older classes allocate as MaixCDK's do, without its common pools. */
Test(loading, stackflow_is_not_maixcdk)
{
    struct stage stage;
    char text[200];
    snprintf(text, sizeof text, "{\"mode\": \"x\", \"mode_param\": {" LAYER "}}");
    make_llm(&stage, "mode_x.json", text);
    struct mf_model model = load(&stage, (struct mf_loading){.default_runner = MF_RUNNER_MAIXCDK});
    cr_expect_eq(model.loaded->runner, MF_RUNNER_MAIXCDK);
    cr_expect_not(model.loaded->by_maixcdk);
    model = load(&stage, (struct mf_loading){.runner = MF_RUNNER_MAIXCDK});
    cr_expect(model.loaded->by_maixcdk, "it was named");
    end(&stage);
}

/* A what-if begins with what was read, not with what was loaded before. */
Test(loading, a_loaded_model_can_be_loaded_again)
{
    struct stage stage;
    begin(&stage);
    add_model(&stage, "a.axmodel", DETECTOR);
    open_last(&stage);
    struct mf_model two = load(&stage, maixcdk(MF_CHOICE_YES));
    struct mf_loading how = two.loaded->how;
    how.dual_buff = MF_CHOICE_NO;
    struct mf_model one;
    cr_assert(mf_load(&stage.arena, &two, &how, &one, &stage.error));
    cr_expect_eq(held(&one), DETECTOR_REST + DETECTOR_TENSORS);
    cr_expect_eq(one.findings.count, stage.model->findings.count);
    cr_expect_eq(held(&two), DETECTOR_REST + 2 * DETECTOR_TENSORS, "the other stays");
    end(&stage);
}

// SPDX-License-Identifier: MIT
/* What the programs that load a model make of it. The figures are those of the options that mkmodel
 * was given. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bundle/loading.h"
#include "bundle/open.h"
#include "support.h"

#define PAGE      ((uint64_t)4096)
#define FILES_MAX 8

/* A folder with models and a manifest, opened. */
struct stage {
    char folder[32];
    char paths[FILES_MAX][80];
    size_t count;
    struct mf_arena arena;
    struct mf_opened_list list;
    const struct mf_model *model; /* the first that was opened */
    struct mf_error error;
};

static void begin(struct stage *stage)
{
    memset(stage, 0, sizeof *stage);
    strcpy(stage->folder, "/tmp/maixfit-load-XXXXXX");
    cr_assert_not_null(mkdtemp(stage->folder));
}

static const char *add_path(struct stage *stage, const char *name)
{
    char folder[sizeof stage->folder];
    cr_assert_lt(stage->count, (size_t)FILES_MAX);
    char *path = stage->paths[stage->count++];
    strcpy(folder, stage->folder);
    snprintf(path, sizeof stage->paths[0], "%s/%s", folder, name);
    return path;
}

static void add_model(struct stage *stage, const char *name, const char *options)
{
    char made[MODEL_PATH_MAX];
    make_model_file(made, options);
    cr_assert_eq(rename(made, add_path(stage, name)), 0);
}

static void add_text(struct stage *stage, const char *name, const char *text)
{
    write_text(add_path(stage, name), text);
}

/* Opens what was added last. */
static void open_last(struct stage *stage)
{
    const char *path = stage->paths[stage->count - 1];
    cr_assert(mf_open(&stage->arena, path, NULL, &stage->list, &stage->error));
    cr_assert_gt(stage->list.count, (size_t)0);
    const struct mf_opened *first = &stage->list.items[0];
    cr_assert_not_null(first->model, "%s", first->problem ? first->problem->text : "");
    stage->model = first->model;
}

static void end(struct stage *stage)
{
    for (size_t i = 0; i < stage->count; i++)
        unlink(stage->paths[i]);
    rmdir(stage->folder);
    mf_arena_free(&stage->arena);
}

static struct mf_model load(struct stage *stage, struct mf_loading how)
{
    struct mf_model loaded;
    cr_assert(mf_load(&stage->arena, stage->model, &how, &loaded, &stage->error), "%s",
              stage->error.text);
    return loaded;
}

static uint64_t held(const struct mf_model *model)
{
    struct mf_error error;
    uint64_t bytes = 0;
    cr_assert(mf_blocks_sum(&model->blocks, MF_POOL_NPU, &bytes, &error));
    return bytes;
}

static const char *setting(const struct mf_model *model, const char *name)
{
    const struct mf_setting *found = mf_settings_find(&model->loaded->settings, name);
    return found ? found->value : "";
}

static bool is_assumed(const struct mf_model *model, const char *name)
{
    const struct mf_setting *found = mf_settings_find(&model->loaded->settings, name);
    return found && found->assumed;
}

static bool has_finding(const struct mf_model *model, const char *code)
{
    for (size_t i = 0; i < model->findings.count; i++) {
        if (strcmp(model->findings.items[i].code, code) == 0)
            return true;
    }
    return false;
}

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
    cr_expect(has_finding(&model, "dual-buff-unused"));
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
    cr_expect(has_finding(&one, "first-program"));
    struct mf_model two = load(&stage, maixcdk(MF_CHOICE_YES));
    cr_expect_eq(held(&two), (2 + 5 + 2 * (1 + 1 + 3)) * PAGE);
    end(&stage);
}

/* Of two builds the first is for the whole NPU. */
static void make_builds(struct stage *stage, const char *basic)
{
    char text[200];
    begin(stage);
    add_model(stage, "whole.axmodel", "axmodel %s --const 4000 --npu-mode 1");
    add_model(stage, "half.axmodel", "axmodel %s --const 400000");
    snprintf(text, sizeof text, "[basic]\ntype = axmodel\n%s", basic);
    add_text(stage, "a.mud", text);
    open_last(stage);
}

/* The file that is loaded, and the word of the problem ("": none). */
static void expect_build(struct stage *stage, enum mf_choice ai_isp, enum mf_choice board,
                         const char *file, const char *problem)
{
    struct mf_model model =
        load(stage, (struct mf_loading){.ai_isp = ai_isp, .board_ai_isp = board});
    cr_assert_eq(model.member_count, (size_t)1);
    cr_expect_str_eq(model.members[0]->owner, file, "%d, %d", ai_isp, board);
    const char *word = model.problem ? mf_reason_word(model.problem->reason) : "";
    cr_expect_str_eq(word, problem, "%d, %d", ai_isp, board);
}

Test(loading, ai_isp_picks_the_build)
{
    struct stage stage;
    make_builds(&stage, "model_npu = whole.axmodel\nmodel_vnpu = half.axmodel\n");
    expect_build(&stage, MF_CHOICE_YES, MF_CHOICE_UNSET, "half.axmodel", "");
    expect_build(&stage, MF_CHOICE_NO, MF_CHOICE_YES, "whole.axmodel", "");
    expect_build(&stage, MF_CHOICE_UNSET, MF_CHOICE_YES, "half.axmodel", "");
    expect_build(&stage, MF_CHOICE_UNSET, MF_CHOICE_NO, "whole.axmodel", "");
    expect_build(&stage, MF_CHOICE_UNSET, MF_CHOICE_UNSET, "half.axmodel", "");
    struct mf_model assumed = load(&stage, (struct mf_loading){0});
    cr_expect_str_eq(setting(&assumed, "ai_isp"), "on");
    cr_expect(is_assumed(&assumed, "ai_isp"));
    cr_expect_str_eq(assumed.loaded->twin, "whole.axmodel");
    struct mf_model board = load(&stage, (struct mf_loading){.board_ai_isp = MF_CHOICE_YES});
    cr_expect_not(is_assumed(&board, "ai_isp"));
    end(&stage);
}

Test(loading, ai_isp_without_a_build_for_it)
{
    struct stage stage;
    make_builds(&stage, "model_npu = whole.axmodel\nmodel_vnpu =\n");
    expect_build(&stage, MF_CHOICE_UNSET, MF_CHOICE_UNSET, "whole.axmodel", "");
    expect_build(&stage, MF_CHOICE_YES, MF_CHOICE_UNSET, "whole.axmodel", "npu-mode");
    end(&stage);
    make_builds(&stage, "model_vnpu = half.axmodel\n");
    expect_build(&stage, MF_CHOICE_UNSET, MF_CHOICE_UNSET, "half.axmodel", "");
    expect_build(&stage, MF_CHOICE_NO, MF_CHOICE_UNSET, "half.axmodel", "npu-mode");
    end(&stage);
    /* `model` stands in for both, or for the one that is missing. */
    make_builds(&stage, "model = half.axmodel\n");
    expect_build(&stage, MF_CHOICE_YES, MF_CHOICE_UNSET, "half.axmodel", "");
    expect_build(&stage, MF_CHOICE_NO, MF_CHOICE_UNSET, "half.axmodel", "");
    end(&stage);
    make_builds(&stage, "model_npu = whole.axmodel\nmodel = half.axmodel\n");
    expect_build(&stage, MF_CHOICE_YES, MF_CHOICE_UNSET, "half.axmodel", "");
    expect_build(&stage, MF_CHOICE_NO, MF_CHOICE_UNSET, "whole.axmodel", "");
    end(&stage);
}

Test(loading, a_build_for_the_whole_npu_is_refused_while_ai_isp_is_on)
{
    struct stage stage;
    make_builds(&stage, "model = whole.axmodel\n");
    expect_build(&stage, MF_CHOICE_YES, MF_CHOICE_UNSET, "whole.axmodel", "npu-mode");
    expect_build(&stage, MF_CHOICE_UNSET, MF_CHOICE_YES, "whole.axmodel", "npu-mode");
    expect_build(&stage, MF_CHOICE_NO, MF_CHOICE_YES, "whole.axmodel", "");
    expect_build(&stage, MF_CHOICE_UNSET, MF_CHOICE_UNSET, "whole.axmodel", "");
    end(&stage);
    /* A file that does not state its mode may be for the half. */
    make_builds(&stage, "model = half.axmodel\n");
    struct mf_model model = load(&stage, (struct mf_loading){.ai_isp = MF_CHOICE_YES});
    cr_expect_null(model.problem);
    cr_expect(has_finding(&model, "npu-mode-unknown"));
    end(&stage);
}

/* A damaged or missing build matters where it is loaded. */
Test(loading, the_other_build_may_be_missing)
{
    struct stage stage;
    struct mf_model model;
    make_builds(&stage, "model_npu = whole.axmodel\nmodel_vnpu = gone.axmodel\n");
    expect_build(&stage, MF_CHOICE_UNSET, MF_CHOICE_UNSET, "whole.axmodel", "");
    struct mf_loading on = {.ai_isp = MF_CHOICE_YES};
    cr_expect_not(mf_load(&stage.arena, stage.model, &on, &model, &stage.error));
    cr_expect_eq(stage.error.reason, MF_MISSING_FILE);
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
    cr_expect(model.loaded->by_maixcdk);
    cr_expect(is_assumed(&model, "runner"));
    cr_expect_str_eq(setting(&model, "dual_buff"), "", "its classes have none");
    cr_expect(has_finding(&model, "ai-isp-llm"));
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

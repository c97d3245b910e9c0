// SPDX-License-Identifier: MIT
/* Which of a manifest's builds MaixCDK loads: for the whole NPU, or for the half that AI-ISP
 * leaves. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "staged.h"

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

Test(builds, ai_isp_picks_the_build)
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

Test(builds, ai_isp_without_a_build_for_it)
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

Test(builds, a_build_for_the_whole_npu_is_refused_while_ai_isp_is_on)
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
    cr_expect(model_has_finding(&model, "npu-mode-unknown"));
    end(&stage);
}

/* A damaged or missing build matters where it is loaded. */
Test(builds, the_other_build_may_be_missing)
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

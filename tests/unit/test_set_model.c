// SPDX-License-Identifier: MIT
/* What is set for one model, beside what is set for all. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <unistd.h>

#include "support.h"

#define PAGE     ((uint64_t)4096)
#define ONE      ((uint64_t)(1 << 20) + PAGE + 2 * PAGE) /* weights, code, one set of tensors */
#define TWO_SETS (ONE + 2 * PAGE)
#define POOLS    ((uint64_t)54328 * 1024) /* of MaixPy, with os04d10 */

#define EACH_MODEL "axmodel %s --const 1M --words 100 --input x:FP32:1x16 --output y:FP32:1x4"

/* The same model twice on a MaixCAM2. */
static maixfit *two_of(const char *path)
{
    maixfit *fit = maixfit_new();
    cr_assert_eq(maixfit_set(fit, MAIXFIT_MODEL, path), 0);
    cr_assert_eq(maixfit_set(fit, MAIXFIT_MODEL, path), 0);
    cr_assert_eq(maixfit_set(fit, MAIXFIT_DEVICE, "maixcam2-1g"), 0);
    return fit;
}

static uint64_t need_of(maixfit *fit)
{
    uint64_t need = 0;
    cr_assert_eq(maixfit_evaluate(fit), MAIXFIT_STATUS_FITS, "%s", maixfit_message(fit));
    cr_assert(maixfit_figure(fit, MAIXFIT_FIGURE_DEMAND_NPU_BYTES, &need));
    return need;
}

Test(set_model, dual_buff_changes_that_model_only)
{
    char path[MODEL_PATH_MAX];
    make_model_file(path, EACH_MODEL);
    maixfit *fit = two_of(path);
    cr_expect_eq(need_of(fit), POOLS + 2 * TWO_SETS);
    cr_assert_eq(maixfit_set_model(fit, 1, MAIXFIT_DUAL_BUFF, "no"), 0);
    cr_expect_eq(need_of(fit), POOLS + TWO_SETS + ONE);
    cr_assert_eq(maixfit_set(fit, MAIXFIT_DUAL_BUFF, "yes"), 0);
    cr_expect_eq(need_of(fit), POOLS + TWO_SETS + ONE, "its own goes before what is set later");
    cr_assert_eq(maixfit_set(fit, MAIXFIT_DUAL_BUFF, "no"), 0);
    cr_assert_eq(maixfit_set_model(fit, 0, MAIXFIT_DUAL_BUFF, "yes"), 0);
    cr_expect_eq(need_of(fit), POOLS + TWO_SETS + ONE, "the other way round");
    maixfit_free(fit);
    unlink(path);
}

Test(set_model, runner_changes_that_model_only)
{
    char path[MODEL_PATH_MAX];
    make_model_file(path, EACH_MODEL);
    maixfit *fit = two_of(path);
    cr_assert_eq(maixfit_set_model(fit, 0, MAIXFIT_RUNNER, "plain"), 0);
    cr_expect_eq(need_of(fit), POOLS + ONE + TWO_SETS, "the other one still needs the pools");
    cr_assert_eq(maixfit_set_model(fit, 1, MAIXFIT_RUNNER, "plain"), 0);
    cr_expect_eq(need_of(fit), 2 * ONE);
    maixfit_free(fit);
    unlink(path);
}

/* It is one setting of the program: of one model it holds for all, and two that differ are refused.
 */
Test(set_model, ai_isp_is_of_the_program)
{
    char full[MODEL_PATH_MAX];
    char half[MODEL_PATH_MAX];
    char mud[MODEL_PATH_MAX + 8];
    char text[256];
    make_model_file(full, EACH_MODEL);
    make_model_file(half, "axmodel %s --const 3M --words 100 --input x:FP32:1x16 "
                          "--output y:FP32:1x4");
    snprintf(mud, sizeof mud, "%s.mud", full);
    snprintf(text, sizeof text, "[basic]\ntype = axmodel\nmodel_npu = %s\nmodel_vnpu = %s\n",
             strrchr(full, '/') + 1, strrchr(half, '/') + 1);
    write_text(mud, text);
    maixfit *fit = two_of(mud);
    cr_assert_eq(maixfit_set_model(fit, 1, MAIXFIT_AI_ISP, "on"), 0);
    cr_expect_eq(need_of(fit), POOLS + 2 * TWO_SETS + (4 << 20));
    cr_assert_eq(maixfit_set_model(fit, 1, MAIXFIT_AI_ISP, "off"), 0);
    cr_expect_eq(need_of(fit), POOLS + 2 * TWO_SETS);
    maixfit_set(fit, MAIXFIT_AI_ISP, "on");
    cr_expect_eq(maixfit_evaluate(fit), MAIXFIT_STATUS_USAGE);
    cr_expect(strstr(maixfit_message(fit), "AI-ISP"), "%s", maixfit_message(fit));
    maixfit_free(fit);
    unlink(mud);
    unlink(half);
    unlink(full);
}

static void expect_refused(maixfit *fit, int status, const char *word)
{
    cr_expect_eq(status, MAIXFIT_STATUS_USAGE, "%s", word);
    cr_expect(strstr(maixfit_message(fit), word), "%s: %s", word, maixfit_message(fit));
}

Test(set_model, refuses_what_it_cannot_set)
{
    char path[MODEL_PATH_MAX];
    make_model_file(path, EACH_MODEL);
    maixfit *fit = two_of(path);
    expect_refused(fit, maixfit_set_model(fit, 2, MAIXFIT_DUAL_BUFF, "no"), "no model 2");
    expect_refused(fit, maixfit_set_model(fit, 0, MAIXFIT_DEVICE, "maixcam"), "for one model");
    expect_refused(fit, maixfit_set_model(fit, 0, MAIXFIT_DUAL_BUFF, "perhaps"), "perhaps");
    expect_refused(fit, maixfit_set_model(fit, 0, MAIXFIT_RUNNER, NULL), "a value is missing");
    cr_expect_eq(maixfit_set_model(NULL, 0, MAIXFIT_RUNNER, "plain"), MAIXFIT_STATUS_USAGE);
    cr_expect_eq(need_of(fit), POOLS + 2 * TWO_SETS, "what was set before stays");
    maixfit_free(fit);
    unlink(path);
}

/* What is refused was not named. */
Test(set_model, a_refused_value_is_not_in_the_request)
{
    char path[MODEL_PATH_MAX];
    make_model_file(path, EACH_MODEL);
    maixfit *fit = two_of(path);
    cr_expect_eq(maixfit_set(fit, MAIXFIT_STRICT, "perhaps"), MAIXFIT_STATUS_USAGE);
    cr_expect_eq(maixfit_evaluate(fit), MAIXFIT_STATUS_FITS);
    char *json = maixfit_report_text(fit, MAIXFIT_REPORT_VERDICT, MAIXFIT_JSON);
    const char *strict = json ? strstr(json, "\"strict\"") : NULL;
    cr_assert_not_null(strict);
    const char *assumed = strstr(strict, "\"assumed\"");
    cr_assert_not_null(assumed);
    cr_expect_not_null(strstr(assumed, "true"));
    cr_expect_lt(strstr(assumed, "true") - assumed, 15, "%.60s", strict);
    maixfit_string_free(json);
    maixfit_free(fit);
    unlink(path);
}

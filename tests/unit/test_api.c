// SPDX-License-Identifier: MIT
/* The public interface, as an app uses it. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <unistd.h>

#include "handle/handle.h"
#include "support.h"

#define BOARDS SOURCE_DIR "/tests/boards"

Test(api, an_app_asks_before_it_loads)
{
    uint64_t need = 0;
    uint64_t mib = 0;
    const char *path = small_model();
    maixfit *fit = maixfit_new();
    cr_assert_not_null(fit);
    cr_assert_eq(maixfit_set(fit, MAIXFIT_MODEL, path), 0);
    cr_assert_eq(maixfit_set(fit, MAIXFIT_DEVICE, "maixcam2-1g"), 0);
    cr_assert_eq(maixfit_set(fit, MAIXFIT_FREE, "1M"), 0);
    cr_assert_eq(maixfit_evaluate(fit), MAIXFIT_STATUS_DOES_NOT_FIT);
    cr_assert_str_eq(maixfit_reason(fit), "too-big");
    cr_assert(maixfit_figure(fit, MAIXFIT_FIGURE_DEMAND_NPU_BYTES, &need));
    cr_assert_eq(need, 1048576 + 4096 + 2 * 2 * 4096 + 54328 * 1024,
                 "MaixPy's pools with os04d10, and two sets of tensors");
    cr_assert_eq(maixfit_set(fit, MAIXFIT_RUNNER, "plain"), 0);
    cr_assert_eq(maixfit_evaluate(fit), MAIXFIT_STATUS_DOES_NOT_FIT);
    cr_assert(maixfit_figure(fit, MAIXFIT_FIGURE_DEMAND_NPU_BYTES, &need));
    cr_assert_eq(need, 1048576 + 4096 + 2 * 4096);
    cr_assert_eq(maixfit_set(fit, MAIXFIT_FREE, "2M"), 0);
    cr_assert_eq(maixfit_evaluate(fit), MAIXFIT_STATUS_FITS, "%s", maixfit_message(fit));
    cr_assert(maixfit_figure(fit, MAIXFIT_FIGURE_POOL_LINE_MIB, &mib));
    maixfit_string_free(verdict_json(fit));
    maixfit_free(fit);
    unlink(path);
}

Test(api, what_was_assumed_can_be_asked_for)
{
    const char *path = small_model();
    maixfit *fit = maixfit_new();
    cr_assert_eq(maixfit_set(fit, MAIXFIT_MODEL, path), 0);
    cr_assert_eq(maixfit_set(fit, MAIXFIT_DEVICE, "maixcam2"), 0);
    maixfit_evaluate(fit);
    char *text = maixfit_report_text(fit, MAIXFIT_REPORT_FINDINGS, MAIXFIT_TEXT);
    cr_expect(strstr(text, "note: maixcam2 is assumed to be maixcam2-4g"), "%s", text);
    maixfit_string_free(text);
    text = maixfit_report_text(fit, MAIXFIT_REPORT_FINDINGS, MAIXFIT_JSON);
    cr_expect(strstr(text, "\"device-assumed\""), "%s", text);
    cr_expect_null(strstr(text, "\"supply\""));
    maixfit_string_free(text);
    maixfit_free(fit);
    unlink(path);
}

Test(api, says_what_is_wrong_with_a_request)
{
    maixfit *fit = maixfit_new();
    cr_assert_eq(maixfit_evaluate(fit), MAIXFIT_STATUS_USAGE);
    cr_assert_eq(maixfit_set(fit, MAIXFIT_MARGIN, "200000%"), MAIXFIT_STATUS_USAGE);
    cr_assert_eq(maixfit_set(fit, MAIXFIT_MARGIN, NULL), MAIXFIT_STATUS_USAGE);
    cr_assert_eq(maixfit_set(fit, MAIXFIT_MODEL, "/no/such.axmodel"), 0);
    cr_assert_eq(maixfit_evaluate(fit), MAIXFIT_STATUS_BAD_MODEL);
    cr_assert_str_eq(maixfit_problem(fit, 0), "/no/such.axmodel: no such file; check the path");
    cr_assert_null(maixfit_problem(fit, 1));
    maixfit_free(fit);
    maixfit_free(NULL);
}

/* A handle is used many times: what one answer left does not show in the next. */
Test(api, a_handle_may_ask_again)
{
    uint64_t need = 0;
    uint64_t again = 0;
    uint64_t bytes;
    const char *path = small_model();
    maixfit *fit = maixfit_new();
    cr_assert_eq(maixfit_set(fit, MAIXFIT_MODEL, path), 0);
    cr_assert_eq(maixfit_set(fit, MAIXFIT_DEVICE, "maixcam2-1g"), 0);
    cr_assert_eq(maixfit_evaluate(fit), MAIXFIT_STATUS_FITS);
    cr_assert(maixfit_figure(fit, MAIXFIT_FIGURE_DEMAND_NPU_BYTES, &need));
    for (int i = 0; i < 200; i++)
        cr_assert_eq(maixfit_evaluate_all(fit, NULL, NULL), MAIXFIT_STATUS_FITS);
    cr_assert_eq(maixfit_inspect(fit), 0);
    cr_assert_not(maixfit_figure(fit, MAIXFIT_FIGURE_POOL_LINE_MIB, &bytes));
    cr_assert_eq(maixfit_evaluate(fit), MAIXFIT_STATUS_FITS);
    cr_assert(maixfit_figure(fit, MAIXFIT_FIGURE_DEMAND_NPU_BYTES, &again) && again == need);
    cr_assert(maixfit_figure(fit, MAIXFIT_FIGURE_SUPPLY_FREE, &bytes) &&
              maixfit_figure(fit, MAIXFIT_FIGURE_SUPPLY_LARGEST_HOLE, &bytes));
    cr_assert_str_eq(maixfit_verdict(fit), "fits");
    cr_assert_str_eq(maixfit_pool_line_reason(fit), "ok");
    static const enum maixfit_report reports[] = {MAIXFIT_REPORT_VERDICT, MAIXFIT_REPORT_FINDINGS,
                                                  MAIXFIT_REPORT_DEVICES, MAIXFIT_REPORT_SENSORS};
    for (size_t i = 0; i < 2 * sizeof reports / sizeof reports[0]; i++) {
        char *text = maixfit_report_text(fit, reports[i / 2], i % 2 ? MAIXFIT_JSON : MAIXFIT_TEXT);
        cr_expect_not_null(text, "%zu", i);
        maixfit_string_free(text);
    }
    maixfit_free(fit);
    unlink(path);
}

static size_t taken(const maixfit *fit)
{
    return fit->settings.taken + fit->results.taken + fit->files.taken + fit->boards.taken +
           fit->config.arena.taken;
}

static void call_all(maixfit *fit)
{
    maixfit_evaluate_all(fit, NULL, NULL);
    maixfit_evaluate_next(fit, NULL, NULL);
    maixfit_evaluate_next(fit, NULL, NULL);
    maixfit_inspect(fit);
    maixfit_probe(fit);
    maixfit_config_check(fit, "/etc/passwd");
    maixfit_config_set(fit, "oops", "/etc/passwd", true);
    maixfit_evaluate(fit);
    maixfit_config_apply(fit, "/etc/passwd", true);
    maixfit_set(fit, MAIXFIT_PROFILE, "/etc/passwd");
}

Test(api, a_handle_does_not_grow)
{
    size_t after_two = 0;
    const char *path = small_model();
    maixfit *fit = maixfit_new();
    maixfit_set(fit, MAIXFIT_MODEL, path);
    maixfit_set(fit, MAIXFIT_MODEL, "/no/such.axmodel");
    maixfit_set(fit, MAIXFIT_DEVICE, "maixcam2-1g");
    maixfit_set(fit, MAIXFIT_SYSROOT, BOARDS "/nothing");
    maixfit_set(fit, MAIXFIT_CAMERA, "640x480");
    for (int i = 0; i < 1000; i++) {
        maixfit_evaluate(fit);
        if (i == 1)
            after_two = taken(fit);
    }
    cr_expect_leq(taken(fit), after_two);
    for (int i = 0; i < 20; i++) {
        call_all(fit);
        if (i == 1)
            after_two = taken(fit);
    }
    cr_expect_leq(taken(fit), after_two);
    maixfit_free(fit);
    unlink(path);
}

/* Whoever holds the handle as const cannot change the answers. */
Test(api, strings_stay_until_the_next_call)
{
    uint64_t bytes;
    maixfit *fit = maixfit_new();
    const maixfit *seen = fit;
    maixfit_set(fit, MAIXFIT_MODEL, "/no/such.axmodel");
    maixfit_evaluate(fit);
    const char *message = maixfit_message(seen);
    const char *problem = maixfit_problem(seen, 0);
    const char *line = maixfit_pool_line_message(fit);
    maixfit_figure(seen, MAIXFIT_FIGURE_DEMAND_NPU_BYTES, &bytes);
    maixfit_string_free(verdict_json(seen));
    cr_expect_str_eq(message, "/no/such.axmodel: no such file; check the path");
    cr_expect_str_eq(problem, message);
    cr_expect_str_eq(line, message);
    cr_expect_eq(maixfit_set(fit, MAIXFIT_STRICT, "yes"), 0);
    cr_expect_str_eq(maixfit_message(seen), "");
    cr_expect_str_eq(maixfit_reason(seen), "ok");
    cr_expect_null(maixfit_problem(seen, 0));
    maixfit_free(fit);
}

Test(api, without_a_handle_nothing_happens)
{
    uint64_t number = 7;
    maixfit_set_progress(NULL, NULL, NULL);
    cr_expect_eq(maixfit_set(NULL, MAIXFIT_MODEL, "x"), MAIXFIT_STATUS_USAGE);
    cr_expect_eq(maixfit_evaluate(NULL), MAIXFIT_STATUS_USAGE);
    cr_expect_eq(maixfit_evaluate_all(NULL, NULL, NULL), MAIXFIT_STATUS_USAGE);
    cr_expect_eq(maixfit_evaluate_next(NULL, NULL, NULL), MAIXFIT_STATUS_USAGE);
    cr_expect_eq(maixfit_inspect(NULL), MAIXFIT_STATUS_USAGE);
    cr_expect_eq(maixfit_probe(NULL), MAIXFIT_STATUS_USAGE);
    cr_expect_eq(maixfit_config_check(NULL, NULL), MAIXFIT_STATUS_USAGE);
    cr_expect_eq(maixfit_config_set(NULL, "auto", NULL, true), MAIXFIT_STATUS_USAGE);
    cr_expect_eq(maixfit_config_apply(NULL, NULL, true), MAIXFIT_STATUS_USAGE);
    cr_expect_str_eq(maixfit_message(NULL), "");
    cr_expect_str_eq(maixfit_reason(NULL), "");
    cr_expect_str_eq(maixfit_verdict(NULL), "");
    cr_expect_str_eq(maixfit_pool_line_message(NULL), "");
    cr_expect_str_eq(maixfit_pool_line_reason(NULL), "");
    cr_expect_not(maixfit_figure(NULL, MAIXFIT_FIGURE_DEMAND_NPU_BYTES, &number));
    cr_expect_not(maixfit_figure(NULL, MAIXFIT_FIGURE_SUPPLY_FREE, &number));
    cr_expect_not(maixfit_figure(NULL, MAIXFIT_FIGURE_SUPPLY_LARGEST_HOLE, &number));
    cr_expect_not(maixfit_figure(NULL, MAIXFIT_FIGURE_POOL_LINE_MIB, &number));
    cr_expect_eq(number, 7);
    cr_expect_null(maixfit_problem(NULL, 0));
    cr_expect_null(maixfit_report_text(NULL, MAIXFIT_REPORT_DEVICES, MAIXFIT_TEXT));
    maixfit_string_free(NULL);
}

Test(api, without_a_place_no_figure_is_given)
{
    uint64_t number;
    const char *path = small_model();
    maixfit *fit = maixfit_new();
    maixfit_set(fit, MAIXFIT_MODEL, path);
    maixfit_set(fit, MAIXFIT_DEVICE, "maixcam2-1g");
    cr_assert_eq(maixfit_evaluate(fit), MAIXFIT_STATUS_FITS);
    cr_expect(maixfit_figure(fit, MAIXFIT_FIGURE_DEMAND_NPU_BYTES, &number) &&
              maixfit_figure(fit, MAIXFIT_FIGURE_SUPPLY_FREE, &number) &&
              maixfit_figure(fit, MAIXFIT_FIGURE_SUPPLY_LARGEST_HOLE, &number) &&
              maixfit_figure(fit, MAIXFIT_FIGURE_POOL_LINE_MIB, &number));
    cr_expect_not(maixfit_figure(fit, MAIXFIT_FIGURE_DEMAND_NPU_BYTES, NULL));
    cr_expect_not(maixfit_figure(fit, MAIXFIT_FIGURE_SUPPLY_FREE, NULL));
    cr_expect_not(maixfit_figure(fit, MAIXFIT_FIGURE_SUPPLY_LARGEST_HOLE, NULL));
    cr_expect_not(maixfit_figure(fit, MAIXFIT_FIGURE_POOL_LINE_MIB, NULL));
    maixfit_free(fit);
    unlink(path);
}

/* In the order of enum maixfit_report, without the parts: '1' where there is one, in either format.
 */
static void expect_reports(const maixfit *fit, const char *wanted, const char *after)
{
    for (size_t i = 0; i < 2 * strlen(wanted); i++) {
        enum maixfit_report report = (enum maixfit_report)(i / 2);
        char *text = maixfit_report_text(fit, report, i % 2 ? MAIXFIT_JSON : MAIXFIT_TEXT);
        cr_expect_eq(text != NULL, wanted[report] == '1', "after %s: report %d", after, report);
        cr_expect(!text || !strstr(text, "\"message\": \"\""), "after %s: %s", after, text);
        maixfit_string_free(text);
    }
}

/* There is no report on what was not done. */
Test(api, a_report_is_of_its_call)
{
    const char *path = small_model();
    maixfit *fit = maixfit_new();
    expect_reports(fit, "0001100", "nothing");
    cr_expect_eq(maixfit_inspect(fit), MAIXFIT_STATUS_USAGE);
    cr_expect_eq(maixfit_evaluate(fit), MAIXFIT_STATUS_USAGE);
    cr_expect_eq(maixfit_evaluate_all(fit, NULL, NULL), MAIXFIT_STATUS_USAGE);
    cr_expect_str_eq(maixfit_message(fit), "neither a model nor a camera, display, encoder, "
                                           "decoder or audio was named");
    cr_expect_str_eq(maixfit_reason(fit), "usage");
    expect_reports(fit, "0001100", "a refusal");
    maixfit_set(fit, MAIXFIT_MODEL, path);
    maixfit_set(fit, MAIXFIT_SYSROOT, BOARDS "/cmm-2g-fragmented");
    maixfit_evaluate(fit);
    expect_reports(fit, "1001101", "evaluate");
    maixfit_evaluate_all(fit, NULL, NULL);
    expect_reports(fit, "1001101", "evaluate_all");
    maixfit_inspect(fit);
    expect_reports(fit, "0101101", "inspect");
    maixfit_probe(fit);
    expect_reports(fit, "0011101", "probe");
    maixfit_config_check(fit, "/no/such");
    expect_reports(fit, "0011111", "config_check");
    cr_expect_null(maixfit_report_text(fit, (enum maixfit_report)99, MAIXFIT_TEXT));
    maixfit_free(fit);
    unlink(path);
}

Test(api, a_profile_may_come_after_its_board)
{
    const char *path = small_model();
    maixfit *fit = maixfit_new();
    maixfit_set(fit, MAIXFIT_MODEL, path);
    cr_assert_eq(maixfit_set(fit, MAIXFIT_DEVICE, "my-board"), 0);
    cr_assert_eq(maixfit_set(fit, MAIXFIT_PROFILE, BOARDS "/profile.json"), 0);
    cr_expect_eq(maixfit_evaluate(fit), MAIXFIT_STATUS_FITS, "%s", maixfit_message(fit));
    cr_expect(strstr(maixfit_message(fit), "my-board"), "%s", maixfit_message(fit));
    maixfit_free(fit);
    unlink(path);
}

static void expect_no_board(const maixfit *fit, int status, const char *call)
{
    cr_expect_eq(status, MAIXFIT_STATUS_USAGE, "%s", call);
    cr_expect_str_eq(maixfit_reason(fit), "usage", "%s", call);
    cr_expect_str_eq(maixfit_message(fit),
                     "--device: no board is called `toaster`; `maixfit devices` lists them", "%s",
                     call);
}

Test(api, an_unknown_board_is_refused_when_it_is_needed)
{
    maixfit *fit = maixfit_new();
    maixfit_set(fit, MAIXFIT_MODEL, "/no/such.axmodel");
    cr_assert_eq(maixfit_set(fit, MAIXFIT_DEVICE, "toaster"), 0);
    expect_no_board(fit, maixfit_evaluate(fit), "evaluate");
    expect_no_board(fit, maixfit_evaluate_all(fit, NULL, NULL), "evaluate_all");
    expect_no_board(fit, maixfit_probe(fit), "probe");
    expect_no_board(fit, maixfit_config_check(fit, "/etc/passwd"), "config_check");
    expect_no_board(fit, maixfit_config_set(fit, "auto", "/etc/passwd", true), "config_set");
    cr_expect_eq(maixfit_inspect(fit), MAIXFIT_STATUS_BAD_MODEL, "a board is not needed for it");
    maixfit_free(fit);
}

/* 10203 is 1.2.3. */
Test(api, the_version_stands_once)
{
    char text[32];
    snprintf(text, sizeof text, "%d.%d.%d", MAIXFIT_VERSION_NUMBER / 10000,
             MAIXFIT_VERSION_NUMBER / 100 % 100, MAIXFIT_VERSION_NUMBER % 100);
    cr_expect_str_eq(text, MAIXFIT_VERSION);
    cr_expect_str_eq(maixfit_version(), MAIXFIT_VERSION);
}

/* The status of --emit comes from the library. */
Test(api, why_there_is_no_pool_line_is_a_status)
{
    const char *path = small_model();
    maixfit *fit = maixfit_new();
    maixfit_set(fit, MAIXFIT_MODEL, path);
    maixfit_set(fit, MAIXFIT_DEVICE, "maixcam2-1g");
    maixfit_evaluate(fit);
    cr_expect_eq(maixfit_pool_line_status(fit), MAIXFIT_STATUS_FITS);
    maixfit_set(fit, MAIXFIT_MARGIN, "4G");
    maixfit_evaluate(fit);
    cr_expect_str_eq(maixfit_pool_line_reason(fit), "no-legal-value");
    cr_expect_eq(maixfit_pool_line_status(fit), MAIXFIT_STATUS_DOES_NOT_FIT);
    maixfit_forget(fit, MAIXFIT_DEVICE);
    maixfit_set(fit, MAIXFIT_DEVICE, "axcl-ax650n");
    maixfit_evaluate(fit);
    cr_expect_str_eq(maixfit_pool_line_reason(fit), "wrong-chip");
    cr_expect_eq(maixfit_pool_line_status(fit), MAIXFIT_STATUS_DOES_NOT_FIT);
    maixfit_set(fit, MAIXFIT_MODEL, "/no/such.axmodel");
    maixfit_evaluate(fit);
    cr_expect_eq(maixfit_pool_line_status(fit), MAIXFIT_STATUS_BAD_MODEL);
    cr_expect_eq(maixfit_pool_line_status(NULL), MAIXFIT_STATUS_USAGE);
    maixfit_free(fit);
    unlink(path);
}

Test(api, a_capture_is_an_evaluation)
{
    maixfit *fit = maixfit_new();
    cr_expect_eq(maixfit_capture(NULL), MAIXFIT_STATUS_USAGE);
    cr_expect_null(maixfit_report_text(fit, MAIXFIT_REPORT_CAPTURE, MAIXFIT_TEXT));
    cr_assert_eq(maixfit_set(fit, MAIXFIT_SYSROOT, BOARDS "/cmm-orphans"), 0);
    for (int i = 0; i < 2; i++) {
        cr_assert_eq(maixfit_capture(fit), 0);
        char *text = maixfit_report_text(fit, MAIXFIT_REPORT_CAPTURE, MAIXFIT_TEXT);
        cr_assert_not_null(text);
        cr_expect_not_null(strstr(text, "== /proc/ax_proc/mem_cmm_info\n"));
        cr_expect_null(strstr(text, BOARDS), "the folder is no matter of the report");
        maixfit_string_free(text);
        cr_expect_null(maixfit_report_text(fit, MAIXFIT_REPORT_STATUS, MAIXFIT_TEXT));
    }
    cr_expect_eq(maixfit_probe(fit), 0);
    cr_expect_null(maixfit_report_text(fit, MAIXFIT_REPORT_CAPTURE, MAIXFIT_TEXT));
    maixfit_free(fit);
}

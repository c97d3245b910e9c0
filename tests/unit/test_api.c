// SPDX-License-Identifier: MIT
/* The public interface, as an app uses it. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <unistd.h>

#include "maixfit.h"

static const char *model(void)
{
    static char path[64];
    char command[256];
    snprintf(path, sizeof path, "/tmp/maixfit-api-%d.axmodel", (int)getpid());
    snprintf(
        command, sizeof command,
        MKMODEL
        " axmodel %s --const 1M --words 100 --input x:FP32:1x16 --output y:FP32:1x4 >/dev/null",
        path);
    cr_assert_eq(system(command), 0);
    return path;
}

Test(api, an_app_asks_before_it_loads)
{
    uint64_t need = 0;
    uint64_t mib = 0;
    const char *path = model();
    maixfit *fit = maixfit_new();
    cr_assert_not_null(fit);
    cr_assert_eq(maixfit_set(fit, MAIXFIT_MODEL, path), 0);
    cr_assert_eq(maixfit_set(fit, MAIXFIT_DEVICE, "maixcam2-1g"), 0);
    cr_assert_eq(maixfit_set(fit, MAIXFIT_FREE, "1M"), 0);
    cr_assert_eq(maixfit_evaluate(fit), MAIXFIT_STATUS_DOES_NOT_FIT);
    cr_assert_str_eq(maixfit_reason(fit), "too-big");
    cr_assert(maixfit_need_bytes(fit, &need));
    cr_assert_eq(need, 1048576 + 4096 + 2 * 4096);
    cr_assert_eq(maixfit_set(fit, MAIXFIT_FREE, "2M"), 0);
    cr_assert_eq(maixfit_evaluate(fit), MAIXFIT_STATUS_FITS, "%s", maixfit_message(fit));
    cr_assert(maixfit_pool_line_mib(fit, &mib));
    char *text = maixfit_report_text(fit, MAIXFIT_REPORT_VERDICT, MAIXFIT_JSON);
    cr_assert_not_null(text);
    maixfit_string_free(text);
    maixfit_free(fit);
    unlink(path);
}

Test(api, says_what_is_wrong_with_a_request)
{
    maixfit *fit = maixfit_new();
    cr_assert_eq(maixfit_evaluate(fit), MAIXFIT_STATUS_USAGE);
    cr_assert_eq(maixfit_set(fit, MAIXFIT_DEVICE, "toaster"), MAIXFIT_STATUS_USAGE);
    cr_assert_not_null(strstr(maixfit_message(fit), "toaster"));
    cr_assert_eq(maixfit_set(fit, MAIXFIT_MARGIN, "200000%"), MAIXFIT_STATUS_USAGE);
    cr_assert_eq(maixfit_set(fit, MAIXFIT_MARGIN, NULL), MAIXFIT_STATUS_USAGE);
    cr_assert_eq(maixfit_set(fit, MAIXFIT_MODEL, "/no/such.axmodel"), 0);
    cr_assert_eq(maixfit_evaluate(fit), MAIXFIT_STATUS_BAD_MODEL);
    cr_assert_str_eq(maixfit_problem(fit, 0), "/no/such.axmodel: no such file; check the path");
    cr_assert_null(maixfit_problem(fit, 1));
    maixfit_free(fit);
    maixfit_free(NULL);
}

// SPDX-License-Identifier: MIT
/* What is set on a handle: each value is checked, stays where another is refused, and can be taken
 * back. */
#include <criterion/criterion.h>
#include <string.h>
#include <unistd.h>

#include "handle/handle.h"
#include "support.h"

#define BOARDS SOURCE_DIR "/tests/boards"

Test(settings, every_value_is_checked)
{
    static const struct {
        enum maixfit_option option;
        const char *value;
    } bad[] = {
        {MAIXFIT_MODEL, ""},
        {MAIXFIT_CAMERA, "big"},
        {MAIXFIT_DISPLAY, "maybe"},
        {MAIXFIT_DISPLAY, "640x0"},
        {MAIXFIT_DISPLAY, "640x480@NV21"},
        {MAIXFIT_DEVICE, ""},
        {MAIXFIT_FREE, "-1"},
        {MAIXFIT_POOL, "1T"},
        {MAIXFIT_MARGIN, "%"},
        {MAIXFIT_MARGIN, "x%"},
        {MAIXFIT_STRICT, "perhaps"},
        {MAIXFIT_PROFILE, "/no/such.json"},
        {MAIXFIT_PROFILE, "/tmp"},
        {MAIXFIT_AI_ISP, "third"},
        {MAIXFIT_RUNNER, "fast"},
        {MAIXFIT_CONTEXT, "0"},
        {MAIXFIT_CONTEXT, "99999999999"},
        {MAIXFIT_DYNAMIC_LAYERS, "2"},
        {MAIXFIT_MARGIN, "1111111111111111111111111111111111111%"},
        {(enum maixfit_option)99, "x"},
    };
    maixfit *fit = maixfit_new();
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        cr_expect_eq(maixfit_set(fit, bad[i].option, bad[i].value), MAIXFIT_STATUS_USAGE, "%zu", i);
        cr_expect(maixfit_message(fit)[0] != '\0');
        cr_expect_str_eq(maixfit_reason(fit), "usage");
    }
    for (int i = 0; i < 16; i++)
        cr_expect_eq(maixfit_set(fit, MAIXFIT_CAMERA, "640x480"), 0);
    cr_expect_eq(maixfit_set(fit, MAIXFIT_CAMERA, "640x480"), MAIXFIT_STATUS_USAGE);
    cr_expect_eq(maixfit_forget(fit, MAIXFIT_CAMERA), 0);
    cr_expect_eq(maixfit_set(fit, MAIXFIT_CAMERA, "640x480"), 0);
    maixfit_free(fit);
}

/* What was set stays where a new value is refused, and so does what was judged by it. */
Test(settings, a_refused_value_changes_nothing)
{
    static const struct {
        enum maixfit_option option;
        const char *good;
        const char *bad;
    } values[] = {
        {MAIXFIT_CAMERA, "640x480", "640xbig"},
        {MAIXFIT_SYSROOT, BOARDS "/cmm-4g-idle", "/dev/null"},
        {MAIXFIT_SYSROOT, BOARDS "/cmm-4g-idle", ""},
        {MAIXFIT_MARGIN, "1G", "17179869183GiB"},
        {MAIXFIT_DISPLAY, "320x240", "oops"},
        {MAIXFIT_DISPLAY, "320x240", "640x480@NV21"},
        {MAIXFIT_DEVICE, "maixcam", ""},
        {MAIXFIT_FREE, "1M", "oops"},
        {MAIXFIT_POOL, "2M", "oops"},
        {MAIXFIT_MARGIN, "1G", "oops"},
        {MAIXFIT_MARGIN, "1G", "oops%"},
        {MAIXFIT_STRICT, "yes", "oops"},
        {MAIXFIT_PROFILE, BOARDS "/profile.json", "/no/such.json"},
        {MAIXFIT_AI_ISP, "on", "oops"},
        {MAIXFIT_DUAL_BUFF, "no", "oops"},
        {MAIXFIT_RUNNER, "axllm", "oops"},
        {MAIXFIT_CONTEXT, "1024", "oops"},
        {MAIXFIT_DYNAMIC_LAYERS, "yes", "oops"},
    };
    const char *path = small_model();
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        maixfit *fit = maixfit_new();
        maixfit_set(fit, MAIXFIT_MODEL, path);
        maixfit_set(fit, MAIXFIT_MARGIN, "600M");
        if (values[i].option != MAIXFIT_DEVICE)
            maixfit_set(fit, MAIXFIT_DEVICE, "maixcam2-1g");
        cr_assert_eq(maixfit_set(fit, values[i].option, values[i].good), 0);
        int status = maixfit_evaluate(fit);
        bool dynamic = fit->loading.dynamic_layers;
        char *before = verdict_json(fit);
        cr_expect_eq(maixfit_set(fit, values[i].option, values[i].bad), MAIXFIT_STATUS_USAGE);
        cr_expect_str_eq(maixfit_reason(fit), "usage");
        expect_same_verdict(fit, before, values[i].bad);
        cr_expect_eq(maixfit_evaluate(fit), status, "%s: %s", values[i].good, values[i].bad);
        /* what has no effect on this model is refused once it was read */
        cr_expect_eq(strcmp(maixfit_reason(fit), "usage") == 0, status == MAIXFIT_STATUS_USAGE);
        cr_expect_eq(fit->loading.dynamic_layers, dynamic);
        expect_same_verdict(fit, before, values[i].good);
        maixfit_string_free(before);
        maixfit_free(fit);
    }
    unlink(path);
}

/* One option at a time is taken back; the rest stays. */
Test(settings, what_was_set_can_be_forgotten)
{
    static const struct {
        enum maixfit_option option;
        const char *value;
    } values[] = {
        {MAIXFIT_CAMERA, "640x480"},
        {MAIXFIT_SENSOR, "gc4653"},
        {MAIXFIT_DISPLAY, "yes"},
        {MAIXFIT_ENCODE, "640x480@h264"},
        {MAIXFIT_DECODE, "640x480@h264"},
        {MAIXFIT_AUDIO, "play"},
        {MAIXFIT_FREE, "1M"},
        {MAIXFIT_POOL, "2M"},
        {MAIXFIT_MARGIN, "1G"},
        {MAIXFIT_STRICT, "yes"},
        {MAIXFIT_RUNNER, "axllm"},
        {MAIXFIT_DUAL_BUFF, "yes"},
        {MAIXFIT_AI_ISP, "on"},
        {MAIXFIT_CONTEXT, "5"},
        {MAIXFIT_DYNAMIC_LAYERS, "yes"},
        {MAIXFIT_COLOR, "yes"},
        {MAIXFIT_VERBOSE, "yes"},
        {MAIXFIT_DEVICE, "maixcam"},
        {MAIXFIT_EACH, "yes"},
        {MAIXFIT_SYSROOT, BOARDS "/cmm-4g-idle"},
    };
    const char *path = small_model();
    maixfit *fit = maixfit_new();
    maixfit_set(fit, MAIXFIT_MODEL, path);
    maixfit_evaluate(fit);
    char *before = verdict_json(fit);
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        cr_expect_eq(maixfit_set(fit, values[i].option, values[i].value), 0, "%zu", i);
        cr_expect_eq(maixfit_forget(fit, values[i].option), 0, "%zu", i);
        maixfit_evaluate(fit);
        expect_same_verdict(fit, before, values[i].value);
    }
    maixfit_string_free(before);
    cr_expect_eq(maixfit_forget(fit, MAIXFIT_MODEL), 0);
    cr_expect_eq(maixfit_evaluate(fit), MAIXFIT_STATUS_USAGE);
    cr_expect_eq(maixfit_forget(fit, MAIXFIT_PROFILE), MAIXFIT_STATUS_USAGE);
    cr_expect_eq(maixfit_forget(fit, (enum maixfit_option)99), MAIXFIT_STATUS_USAGE);
    cr_expect_eq(maixfit_forget(NULL, MAIXFIT_MODEL), MAIXFIT_STATUS_USAGE);
    maixfit_free(fit);
    unlink(path);
}

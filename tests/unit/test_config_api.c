// SPDX-License-Identifier: MIT
/* The calls on /boot/configs, as an app uses them beside the evaluation. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support.h"

#define OLD_TEXT    "maix_memory_cmm=512\n"
#define ENOUGH_TEXT "maix_memory_cmm=768\n"

struct scene {
    maixfit *fit;
    char model[MODEL_PATH_MAX];
    char configs[80];
    char backup[96];
};

/* A model that takes 600 MiB, little of it read from its file, and a board whose pool is too small
 * for it. */
static struct scene open_scene(void)
{
    struct scene scene;
    make_model_file(scene.model, "axmodel %s --const 1M --workspace 599M");
    snprintf(scene.configs, sizeof scene.configs, "%s.configs", scene.model);
    snprintf(scene.backup, sizeof scene.backup, "%s.maixfit-backup", scene.configs);
    write_text(scene.configs, OLD_TEXT);
    scene.fit = maixfit_new();
    maixfit_set(scene.fit, MAIXFIT_MODEL, scene.model);
    maixfit_set(scene.fit, MAIXFIT_DEVICE, "maixcam2-4g");
    maixfit_set(scene.fit, MAIXFIT_POOL, "512M");
    return scene;
}

static void close_scene(struct scene *scene)
{
    maixfit_free(scene->fit);
    unlink(scene->model);
    unlink(scene->configs);
    unlink(scene->backup);
}

/* Does the file hold what was there before? */
static bool is_untouched(const struct scene *scene)
{
    cr_assert_eq(access(scene->configs, F_OK), 0);
    return holds_text(scene->configs, OLD_TEXT);
}

Test(config_api, what_is_shown_is_then_written)
{
    struct scene scene = open_scene();
    maixfit *fit = scene.fit;
    cr_assert_eq(maixfit_evaluate(fit), MAIXFIT_STATUS_DOES_NOT_FIT);
    char *before = verdict_json(fit);
    cr_expect_eq(maixfit_config_apply(fit, scene.configs, true), 0);
    cr_expect(strstr(maixfit_message(fit), "Nothing was written"), "%s", maixfit_message(fit));
    cr_expect(is_untouched(&scene));
    expect_same_verdict(fit, before, "dry run");
    cr_expect_eq(maixfit_config_check(fit, scene.configs), 0, "%s", maixfit_message(fit));
    expect_same_verdict(fit, before, "check");
    cr_expect_eq(maixfit_config_apply(fit, scene.configs, false), 0);
    cr_expect(strstr(maixfit_message(fit), "Wrote"), "%s", maixfit_message(fit));
    cr_expect_not(is_untouched(&scene));
    expect_same_verdict(fit, before, "apply");
    cr_expect_str_eq(maixfit_verdict(fit), "does-not-fit");
    maixfit_string_free(before);
    close_scene(&scene);
}

Test(config_api, a_failed_check_is_not_the_verdict)
{
    struct scene scene = open_scene();
    maixfit *fit = scene.fit;
    cr_assert_eq(maixfit_evaluate(fit), MAIXFIT_STATUS_DOES_NOT_FIT);
    char *before = verdict_json(fit);
    cr_expect_eq(maixfit_config_check(fit, "/no/such"), MAIXFIT_STATUS_BAD_MODEL);
    cr_expect(strstr(maixfit_message(fit), "/no/such"), "%s", maixfit_message(fit));
    cr_expect_str_eq(maixfit_problem(fit, 0), maixfit_message(fit));
    cr_expect_null(maixfit_problem(fit, 1));
    cr_expect_str_eq(maixfit_reason(fit), "no-such-file");
    expect_same_verdict(fit, before, "failed check");
    maixfit_string_free(before);
    close_scene(&scene);
}

static void expect_evaluate_first(const struct scene *scene, const char *after)
{
    maixfit *fit = scene->fit;
    for (int dry_run = 0; dry_run < 2; dry_run++) {
        cr_expect_eq(maixfit_config_apply(fit, scene->configs, dry_run), MAIXFIT_STATUS_USAGE,
                     "after %s: %s", after, maixfit_message(fit));
        cr_expect(strstr(maixfit_message(fit), "evaluate the models"), "after %s: %s", after,
                  maixfit_message(fit));
        cr_expect_str_eq(maixfit_reason(fit), "usage");
        cr_expect(is_untouched(scene), "after %s", after);
    }
}

Test(config_api, nothing_is_applied_that_was_not_evaluated)
{
    struct scene scene = open_scene();
    maixfit *fit = scene.fit;
    expect_evaluate_first(&scene, "nothing");
    cr_expect_eq(maixfit_config_check(fit, scene.configs), 0, "%s", maixfit_message(fit));
    expect_evaluate_first(&scene, "config_check");
    maixfit_inspect(fit);
    expect_evaluate_first(&scene, "inspect");
    maixfit_probe(fit);
    expect_evaluate_first(&scene, "probe");
    maixfit_evaluate_all(fit, NULL, NULL);
    expect_evaluate_first(&scene, "evaluate_all");
    close_scene(&scene);
}

/* Sets one more option, judges by it, and applies what was judged. */
static void judge_and_apply(const struct scene *scene, enum maixfit_option option,
                            const char *value, int judged, int applied)
{
    maixfit_forget(scene->fit, option);
    maixfit_set(scene->fit, option, value);
    cr_assert_eq(maixfit_evaluate(scene->fit), judged, "%s", value);
    cr_expect_eq(maixfit_config_apply(scene->fit, scene->configs, false), applied, "%s", value);
}

Test(config_api, what_fits_is_left_alone)
{
    struct scene scene = open_scene();
    maixfit *fit = scene.fit;
    write_text(scene.configs, ENOUGH_TEXT);
    judge_and_apply(&scene, MAIXFIT_POOL, "768M", MAIXFIT_STATUS_FITS, 0);
    cr_expect(strstr(maixfit_message(fit), "fits already"), "%s", maixfit_message(fit));
    cr_expect(holds_text(scene.configs, ENOUGH_TEXT));
    maixfit_set(fit, MAIXFIT_MARGIN, "500M");
    judge_and_apply(&scene, MAIXFIT_STRICT, "yes", MAIXFIT_STATUS_MARGINAL, 0);
    cr_expect_not(holds_text(scene.configs, ENOUGH_TEXT), "%s", maixfit_message(fit));
    close_scene(&scene);
}

/* The board was not read: it is its file that says what pool it will have. */
Test(config_api, a_file_with_too_small_a_pool_is_written_though_the_profile_fits)
{
    struct scene scene = open_scene();
    maixfit_forget(scene.fit, MAIXFIT_POOL);
    judge_and_apply(&scene, MAIXFIT_STRICT, "no", MAIXFIT_STATUS_FITS, 0);
    cr_expect(holds_text(scene.configs, "maix_memory_cmm=3072\n"), "at least the default");
    write_text(scene.configs, OLD_TEXT);
    judge_and_apply(&scene, MAIXFIT_MINIMUM, "yes", MAIXFIT_STATUS_FITS, 0);
    cr_expect(holds_text(scene.configs, "maix_memory_cmm=654\n"), "600 MiB, 53.1 and the drivers");
    close_scene(&scene);
}

Test(config_api, no_value_helps)
{
    struct scene scene = open_scene();
    maixfit *fit = scene.fit;
    maixfit_forget(fit, MAIXFIT_POOL); /* more than these boards can have */
    judge_and_apply(&scene, MAIXFIT_DEVICE, "maixcam2-512m", MAIXFIT_STATUS_DOES_NOT_FIT,
                    MAIXFIT_STATUS_DOES_NOT_FIT);
    cr_expect_str_eq(maixfit_message(fit), maixfit_pool_line_message(fit));
    cr_expect_str_eq(maixfit_reason(fit), "no-legal-value");
    judge_and_apply(&scene, MAIXFIT_DEVICE, "maixcam", MAIXFIT_STATUS_DOES_NOT_FIT,
                    MAIXFIT_STATUS_DOES_NOT_FIT);
    cr_expect_str_eq(maixfit_reason(fit), "wrong-chip");
    cr_expect(is_untouched(&scene));
    close_scene(&scene);
}

Test(config_api, a_missing_value_is_reported)
{
    struct scene scene = open_scene();
    cr_expect_eq(maixfit_config_set(scene.fit, NULL, scene.configs, false), MAIXFIT_STATUS_USAGE);
    cr_expect(strstr(maixfit_message(scene.fit), "value is missing"), "%s",
              maixfit_message(scene.fit));
    cr_expect_str_eq(maixfit_problem(scene.fit, 0), maixfit_message(scene.fit));
    cr_expect_str_eq(maixfit_reason(scene.fit), "usage");
    cr_expect(is_untouched(&scene));
    close_scene(&scene);
}

/* A captured board of 1 GiB with a pool of 512 MiB under `scene->backup`; its /boot/configs is
 * `scene->configs`. */
static struct scene open_sysroot(void)
{
    char path[128];
    struct scene scene;
    make_model_file(scene.model, "axmodel %s --const 1M --workspace 599M");
    snprintf(scene.backup, sizeof scene.backup, "%s.board", scene.model);
    snprintf(scene.configs, sizeof scene.configs, "%s.board/boot/configs", scene.model);
    static const char *const folders[] = {"", "/boot", "/proc", "/proc/ax_proc"};
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        snprintf(path, sizeof path, "%s%s", scene.backup, folders[i]);
        cr_assert_eq(mkdir(path, 0700), 0, "%s", path);
    }
    snprintf(path, sizeof path, "%s/proc/ax_proc/mem_cmm_info", scene.backup);
    write_text(path, "+---PARTITION: Phys(0x60000000, 0x7FFFFFFF), Size=524288KB(512MB), "
                     "NAME=\"anonymous\"\n\n---CMM_USE_INFO:\n total size=524288KB(512MB),"
                     "used=0KB(0MB + 0KB),remain=524288KB(512MB + 0KB),partition_number=1,"
                     "block_number=0\n");
    scene.fit = maixfit_new();
    maixfit_set(scene.fit, MAIXFIT_MODEL, scene.model);
    maixfit_set(scene.fit, MAIXFIT_DEVICE, "maixcam2-1g");
    maixfit_set(scene.fit, MAIXFIT_SYSROOT, scene.backup);
    return scene;
}

static void close_sysroot(struct scene *scene)
{
    char path[128];
    static const char *const names[] = {"/boot/configs", "/boot", "/proc/ax_proc/mem_cmm_info",
                                        "/proc/ax_proc", "/proc", ""};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        snprintf(path, sizeof path, "%s%s", scene->backup, names[i]);
        remove(path);
    }
    maixfit_free(scene->fit);
    unlink(scene->model);
}

Test(config_api, the_message_is_of_the_file_as_it_is_when_asked_for)
{
    struct scene scene = open_sysroot();
    write_text(scene.configs, OLD_TEXT);
    cr_assert_eq(maixfit_evaluate(scene.fit), MAIXFIT_STATUS_DOES_NOT_FIT);
    write_text(scene.configs, "a=1\nexit 1\n" OLD_TEXT);
    const char *message = maixfit_pool_line_message(scene.fit);
    cr_expect(strstr(message, "boot/configs, line 2:"), "%s", message);
    write_text(scene.configs, OLD_TEXT);
    cr_expect_eq(maixfit_pool_line_message(scene.fit), message,
                 "it stays until the next evaluation");
    cr_assert_eq(maixfit_evaluate(scene.fit), MAIXFIT_STATUS_DOES_NOT_FIT);
    message = maixfit_pool_line_message(scene.fit);
    cr_expect_null(strstr(message, "boot/configs, line"), "%s", message);
    close_sysroot(&scene);
}

Test(config_api, a_fifo_does_not_block, .timeout = 20)
{
    struct scene scene = open_sysroot();
    cr_assert_eq(mkfifo(scene.configs, 0600), 0);
    cr_expect_eq(maixfit_evaluate(scene.fit), MAIXFIT_STATUS_DOES_NOT_FIT);
    cr_expect_str_eq(maixfit_reason(scene.fit), "too-big");
    cr_expect_null(strstr(maixfit_pool_line_message(scene.fit), "boot/configs, line"));
    close_sysroot(&scene);
}

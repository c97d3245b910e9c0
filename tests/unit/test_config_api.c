// SPDX-License-Identifier: MIT
/* The calls on /boot/configs, as an app uses them beside the evaluation. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <unistd.h>

#include "maixfit.h"

#define OLD_TEXT "maix_memory_cmm=512\n"

struct scene {
    maixfit *fit;
    char model[64];
    char configs[64];
    char backup[96];
};

static void write_configs(const struct scene *scene)
{
    FILE *file = fopen(scene->configs, "w");
    cr_assert_not_null(file);
    fputs(OLD_TEXT, file);
    fclose(file);
}

/* A model of 600 MiB, and a board whose pool is too small for it. */
static struct scene open_scene(void)
{
    struct scene scene;
    char command[256];
    snprintf(scene.model, sizeof scene.model, "/tmp/maixfit-config-%d.axmodel", (int)getpid());
    snprintf(scene.configs, sizeof scene.configs, "/tmp/maixfit-config-%d", (int)getpid());
    snprintf(scene.backup, sizeof scene.backup, "%s.maixfit-backup", scene.configs);
    snprintf(command, sizeof command, MKMODEL " axmodel %s --const 600M >/dev/null", scene.model);
    cr_assert_eq(system(command), 0);
    write_configs(&scene);
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
    char text[256] = "";
    FILE *file = fopen(scene->configs, "r");
    cr_assert_not_null(file);
    size_t length = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[length] = '\0';
    return strcmp(text, OLD_TEXT) == 0;
}

static void expect_same_verdict(const maixfit *fit, const char *before)
{
    char *text = maixfit_report_text(fit, MAIXFIT_REPORT_VERDICT, MAIXFIT_JSON);
    cr_assert_not_null(text);
    cr_expect_str_eq(text, before);
    maixfit_string_free(text);
}

Test(config_api, what_is_shown_is_then_written)
{
    struct scene scene = open_scene();
    maixfit *fit = scene.fit;
    cr_assert_eq(maixfit_evaluate(fit), MAIXFIT_STATUS_DOES_NOT_FIT);
    char *before = maixfit_report_text(fit, MAIXFIT_REPORT_VERDICT, MAIXFIT_JSON);
    cr_expect_eq(maixfit_config_apply(fit, scene.configs, true), 0);
    cr_expect(strstr(maixfit_message(fit), "Nothing was written"), "%s", maixfit_message(fit));
    cr_expect(is_untouched(&scene));
    expect_same_verdict(fit, before);
    cr_expect_eq(maixfit_config_check(fit, scene.configs), 0, "%s", maixfit_message(fit));
    expect_same_verdict(fit, before);
    cr_expect_eq(maixfit_config_apply(fit, scene.configs, false), 0);
    cr_expect(strstr(maixfit_message(fit), "Wrote"), "%s", maixfit_message(fit));
    cr_expect_not(is_untouched(&scene));
    expect_same_verdict(fit, before);
    cr_expect_str_eq(maixfit_verdict(fit), "does-not-fit");
    maixfit_string_free(before);
    close_scene(&scene);
}

Test(config_api, a_failed_check_is_told_apart_from_the_verdict)
{
    struct scene scene = open_scene();
    maixfit *fit = scene.fit;
    cr_assert_eq(maixfit_evaluate(fit), MAIXFIT_STATUS_DOES_NOT_FIT);
    char *before = maixfit_report_text(fit, MAIXFIT_REPORT_VERDICT, MAIXFIT_JSON);
    cr_expect_eq(maixfit_config_check(fit, "/no/such"), MAIXFIT_STATUS_BAD_MODEL);
    cr_expect(strstr(maixfit_message(fit), "/no/such"), "%s", maixfit_message(fit));
    cr_expect_str_eq(maixfit_problem(fit, 0), maixfit_message(fit));
    cr_expect_null(maixfit_problem(fit, 1));
    cr_expect_str_eq(maixfit_reason(fit), "no-such-file");
    expect_same_verdict(fit, before);
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
    maixfit_evaluate_each(fit);
    expect_evaluate_first(&scene, "evaluate_each");
    close_scene(&scene);
}

Test(config_api, what_fits_is_left_alone)
{
    struct scene scene = open_scene();
    maixfit *fit = scene.fit;
    maixfit_set(fit, MAIXFIT_POOL, "768M");
    cr_assert_eq(maixfit_evaluate(fit), MAIXFIT_STATUS_FITS);
    cr_expect_eq(maixfit_config_apply(fit, scene.configs, false), 0);
    cr_expect(strstr(maixfit_message(fit), "fits already"), "%s", maixfit_message(fit));
    cr_expect(is_untouched(&scene));
    maixfit_set(fit, MAIXFIT_MARGIN, "500M");
    maixfit_set(fit, MAIXFIT_STRICT, "yes");
    cr_assert_eq(maixfit_evaluate(fit), MAIXFIT_STATUS_MARGINAL);
    cr_expect_eq(maixfit_config_apply(fit, scene.configs, false), 0);
    cr_expect_not(is_untouched(&scene), "%s", maixfit_message(fit));
    close_scene(&scene);
}

Test(config_api, no_value_helps)
{
    struct scene scene = open_scene();
    maixfit *fit = scene.fit;
    maixfit_set(fit, MAIXFIT_DEVICE, "maixcam2-512m");
    cr_assert_eq(maixfit_evaluate(fit), MAIXFIT_STATUS_DOES_NOT_FIT);
    cr_expect_eq(maixfit_config_apply(fit, scene.configs, false), MAIXFIT_STATUS_DOES_NOT_FIT);
    cr_expect_str_eq(maixfit_message(fit), maixfit_pool_line_message(fit));
    cr_expect_str_eq(maixfit_reason(fit), "no-legal-value");
    maixfit_set(fit, MAIXFIT_DEVICE, "maixcam");
    cr_assert_eq(maixfit_evaluate(fit), MAIXFIT_STATUS_DOES_NOT_FIT);
    cr_expect_eq(maixfit_config_apply(fit, scene.configs, false), MAIXFIT_STATUS_DOES_NOT_FIT);
    cr_expect_str_eq(maixfit_reason(fit), "wrong-chip");
    cr_expect(is_untouched(&scene));
    close_scene(&scene);
}

Test(config_api, a_missing_value_is_told)
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

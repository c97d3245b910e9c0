// SPDX-License-Identifier: MIT
/* Settings by name, and every answer by a call: the same as the JSON says. */
#include <cjson/cJSON.h>
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "support.h"

#define BOARDS SOURCE_DIR "/tests/boards"

/* Settings as "camera=640x480 sensor=os04d10"; the path of a model is put in front of them. */
static maixfit *ask(const char *settings, int *status)
{
    static char path[MODEL_PATH_MAX];
    char words[256];
    maixfit *fit = maixfit_new();
    make_model_file(path, "axmodel %s --const 40M --input x:FP32:1x16 --output y:FP32:1x4");
    cr_assert_eq(maixfit_set_named(fit, "model", path), 0);
    snprintf(words, sizeof words, "%s", settings);
    for (char *word = strtok(words, " "); word; word = strtok(NULL, " ")) {
        char *value = strchr(word, '=');
        *value++ = '\0';
        cr_assert_eq(maixfit_set_named(fit, word, value), 0, "%s: %s", word, maixfit_message(fit));
    }
    *status = maixfit_evaluate(fit);
    unlink(path);
    return fit;
}

/* "demand.npu_bytes" */
static const cJSON *at(const cJSON *root, const char *name)
{
    char path[64];
    const cJSON *item = root;
    snprintf(path, sizeof path, "%s", name);
    for (char *key = strtok(path, "."); item && key; key = strtok(NULL, "."))
        item = cJSON_GetObjectItemCaseSensitive(item, key);
    return item;
}

static void expect_number(const cJSON *item, bool known, uint64_t value, const char *name)
{
    uint64_t wanted = cJSON_IsBool(item) ? (uint64_t)cJSON_IsTrue(item)
                      : item             ? (uint64_t)item->valuedouble
                                         : 0;
    cr_expect_eq(known, cJSON_IsNumber(item) || cJSON_IsBool(item), "%s", name);
    if (known)
        cr_expect_eq(value, wanted, "%s: %llu", name, (unsigned long long)value);
}

static void expect_figures(const maixfit *fit, const cJSON *root)
{
    const char *name;
    for (int i = 0; (name = maixfit_figure_name((enum maixfit_figure)i)) != NULL; i++) {
        uint64_t value = 0;
        bool known = maixfit_figure(fit, (enum maixfit_figure)i, &value);
        expect_number(at(root, name), known, value, name);
    }
}

static bool has_figure(const char *object, const char *key)
{
    const char *name;
    char wanted[64];
    snprintf(wanted, sizeof wanted, "%s%s%s", object, *object ? "." : "", key);
    for (int i = 0; (name = maixfit_figure_name((enum maixfit_figure)i)) != NULL; i++) {
        if (strcmp(name, wanted) == 0)
            return true;
    }
    return false;
}

/* No number of the JSON is without a figure; the status has a call of its own. */
static void expect_all_numbers(const cJSON *object, const char *name)
{
    const cJSON *item;
    cJSON_ArrayForEach(item, object)
    {
        if (cJSON_IsNumber(item) && strcmp(item->string, "status") != 0)
            cr_expect(has_figure(name, item->string), "%s.%s", name, item->string);
    }
}

/* Of the request the JSON has names as keys, not as a field. */
static void expect_item(const maixfit *fit, enum maixfit_list list, unsigned index,
                        const cJSON *item, bool has_name)
{
    const char *name;
    for (int i = 0; (name = maixfit_field_name((enum maixfit_field)i)) != NULL; i++) {
        enum maixfit_field field = (enum maixfit_field)i;
        uint64_t value = 0;
        bool known = maixfit_item_figure(fit, list, index, field, &value);
        const char *text = maixfit_item_text(fit, list, index, field);
        const cJSON *own = cJSON_GetObjectItemCaseSensitive(item, name);
        if (field == MAIXFIT_FIELD_NAME && !has_name) {
            cr_expect_str_eq(text, item->string);
            continue;
        }
        cr_expect_eq(text != NULL, cJSON_IsString(own), "%s", name);
        if (text && own)
            cr_expect_str_eq(text, own->valuestring);
        if (cJSON_IsNumber(own) || cJSON_IsBool(own) || known)
            expect_number(own, known, value, name);
    }
}

static unsigned expect_lists(const maixfit *fit, const cJSON *root)
{
    const char *name;
    unsigned filled = 0;
    for (int i = 0; (name = maixfit_list_name((enum maixfit_list)i)) != NULL; i++) {
        const cJSON *list = cJSON_GetObjectItemCaseSensitive(root, name);
        if (!list)
            list = cJSON_GetObjectItemCaseSensitive(at(root, "supply"), name);
        unsigned count = maixfit_count(fit, (enum maixfit_list)i);
        cr_assert_eq(count, (unsigned)cJSON_GetArraySize(list), "%s", name);
        for (unsigned k = 0; k < count; k++)
            expect_item(fit, (enum maixfit_list)i, k, cJSON_GetArrayItem(list, (int)k),
                        cJSON_IsArray(list));
        filled |= count > 0 ? 1U << i : 0;
    }
    return filled;
}

Test(answers, every_figure_and_list_is_as_in_the_json)
{
    static const char *const requests[] = {
        "device=maixcam2-1g free=1M runner=plain",
        "sysroot=" BOARDS "/cmm-2g-fragmented camera=2560x1440 device=maixcam2-4g",
        "sysroot=" BOARDS "/cmm-orphans encode=1920x1080@h264",
        "sysroot=" BOARDS "/nothing",
        "sysroot=" BOARDS "/cmm-low-linux pool=20M",
    };
    unsigned filled = 0;
    for (size_t i = 0; i < sizeof requests / sizeof requests[0]; i++) {
        int status;
        maixfit *fit = ask(requests[i], &status);
        char *report = verdict_json(fit);
        cJSON *root = cJSON_Parse(report);
        cr_assert_eq(at(root, "status")->valueint, status, "%s", report);
        expect_figures(fit, root);
        expect_all_numbers(at(root, "demand"), "demand");
        expect_all_numbers(at(root, "supply"), "supply");
        expect_all_numbers(at(root, "plan"), "plan");
        expect_all_numbers(root, "");
        filled |= expect_lists(fit, root);
        cJSON_Delete(root);
        maixfit_string_free(report);
        maixfit_free(fit);
    }
    for (int i = 0; maixfit_list_name((enum maixfit_list)i); i++)
        cr_expect(filled & (1U << i), "%s was always empty",
                  maixfit_list_name((enum maixfit_list)i));
}

Test(answers, numbers_that_are_none_of_an_enum_are_refused)
{
    int status;
    uint64_t value;
    maixfit *fit = ask("device=maixcam2-1g", &status);
    cr_expect_null(maixfit_option_name((enum maixfit_option)1000));
    cr_expect_null(maixfit_field_name((enum maixfit_field) - 1));
    cr_expect_not(maixfit_figure(fit, (enum maixfit_figure)1000, &value));
    cr_expect_not(maixfit_figure(fit, MAIXFIT_FIGURE_SUPPLY_FREE, NULL));
    cr_expect_eq(maixfit_count(fit, (enum maixfit_list)1000), 0);
    cr_expect_null(maixfit_item_text(fit, MAIXFIT_LIST_ADVICE, 1000, MAIXFIT_FIELD_TEXT));
    cr_expect_null(maixfit_item_text(fit, MAIXFIT_LIST_MODELS, 0, (enum maixfit_field)1000));
    cr_expect_null(maixfit_value(fit, (enum maixfit_option)1000, NULL));
    cr_expect_eq(maixfit_set_named(fit, "colour", "yes"), MAIXFIT_STATUS_USAGE);
    cr_expect_str_eq(maixfit_message(fit), "there is no option `colour`; did you mean `color`?");
    cr_expect_eq(maixfit_set_named(fit, NULL, "yes"), MAIXFIT_STATUS_USAGE);
    cr_expect_eq(maixfit_set_named(fit, "color", NULL), MAIXFIT_STATUS_USAGE);
    maixfit_free(fit);
}

Test(answers, the_board_says_whether_it_was_assumed)
{
    int status;
    bool assumed = true;
    maixfit *fit = ask("device=maixcam2-1g", &status);
    cr_expect_str_eq(maixfit_value(fit, MAIXFIT_DEVICE, &assumed), "maixcam2-1g");
    cr_expect_not(assumed);
    cr_expect_str_eq(maixfit_value(fit, MAIXFIT_RUNNER, &assumed), "maixcdk");
    cr_expect(assumed);
    cr_expect_null(maixfit_value(fit, MAIXFIT_CAMERA, NULL));
    maixfit_free(fit);
    fit = ask("strict=no", &status);
    cr_expect_str_eq(maixfit_value(fit, MAIXFIT_DEVICE, &assumed), "maixcam2-4g");
    cr_expect(assumed);
    maixfit_free(fit);
}

/* "dual-buff" of the command line, "dual_buff" of the JSON. */
Test(answers, a_setting_has_one_name_in_both_spellings)
{
    int status;
    bool assumed = true;
    maixfit *fit = ask("device=maixcam2-1g dual_buff=no no-assume=no", &status);
    cr_expect_str_eq(maixfit_value(fit, MAIXFIT_DUAL_BUFF, &assumed), "no");
    cr_expect_not(assumed);
    cr_expect_str_eq(maixfit_value(fit, MAIXFIT_NO_ASSUME, NULL), "no");
    cr_expect_eq(maixfit_set_named(fit, "dual_buf", "no"), MAIXFIT_STATUS_USAGE);
    cr_expect_eq(maixfit_set_named(fit, "dual_buff_", "no"), MAIXFIT_STATUS_USAGE);
    maixfit_free(fit);
}

Test(answers, a_reset_handle_is_as_new)
{
    int status;
    maixfit *fit =
        ask("device=maixcam2-1g camera=640x480 profile=" BOARDS "/profile.json", &status);
    maixfit *other = maixfit_new();
    maixfit_reset(fit);
    cr_expect_eq(maixfit_evaluate(fit), MAIXFIT_STATUS_USAGE, "no model is left");
    cr_expect_eq(maixfit_count(fit, MAIXFIT_LIST_MODELS), 0);
    char *left = maixfit_report_text(fit, MAIXFIT_REPORT_DEVICES, MAIXFIT_JSON);
    char *right = maixfit_report_text(other, MAIXFIT_REPORT_DEVICES, MAIXFIT_JSON);
    cr_expect_str_eq(left, right, "the profile's board is gone");
    maixfit_string_free(left);
    maixfit_string_free(right);
    maixfit_reset(NULL);
    maixfit_free(other);
    maixfit_free(fit);
}

/* In characters of UTF-8. */
static size_t longest_line(const char *text)
{
    size_t longest = 0;
    size_t columns = 0;
    for (; *text; text++) {
        columns = *text == '\n' ? 0 : columns + ((*text & 0xC0) != 0x80);
        longest = columns > longest ? columns : longest;
    }
    return longest;
}

Test(answers, text_has_the_width_that_was_set)
{
    static const char *const widths[] = {"80", "100", "160"};
    size_t longest[3];
    for (int i = 0; i < 3; i++) {
        int status;
        maixfit *fit = ask("device=maixcam2-1g free=60M camera=2560x1440", &status);
        cr_assert_eq(maixfit_set(fit, MAIXFIT_WIDTH, widths[i]), 0);
        char *text = maixfit_report_text(fit, MAIXFIT_REPORT_VERDICT, MAIXFIT_TEXT);
        longest[i] = longest_line(text);
        maixfit_string_free(text);
        cr_expect_eq(maixfit_set(fit, MAIXFIT_WIDTH, "39"), MAIXFIT_STATUS_USAGE);
        cr_expect_eq(maixfit_set(fit, MAIXFIT_LANGUAGE, "de"), MAIXFIT_STATUS_USAGE);
        cr_expect_eq(maixfit_set(fit, MAIXFIT_LANGUAGE, "en"), 0);
        maixfit_free(fit);
    }
    cr_expect_leq(longest[0], 80);
    cr_expect(longest[1] > 80 && longest[1] <= 100, "%zu", longest[1]);
    cr_expect(longest[2] > 100 && longest[2] <= 160, "%zu", longest[2]);
}

Test(answers, a_boot_file_is_edited_as_text)
{
    char *out = NULL;
    maixfit *fit = maixfit_new();
    const char *in = "# mine\nmaix_memory_cmm=512\nother=1\n";
    cr_assert_eq(maixfit_set(fit, MAIXFIT_DEVICE, "maixcam2-4g"), 0);
    cr_expect_eq(maixfit_config_text(fit, "2048", in, &out), 0, "%s", maixfit_message(fit));
    cr_expect_str_eq(out, "# mine\nmaix_memory_cmm=2048\nother=1\n");
    char *report = maixfit_report_text(fit, MAIXFIT_REPORT_CONFIG, MAIXFIT_TEXT);
    cr_expect(report && strstr(report, "+maix_memory_cmm=2048"), "%s", report);
    maixfit_string_free(report);
    char *again = NULL;
    cr_expect_eq(maixfit_config_text(fit, "2048", out, &again), 0);
    cr_expect_str_eq(again, out);
    maixfit_string_free(again);
    maixfit_string_free(out);
    cr_expect_eq(maixfit_config_text(fit, "999999", in, &out), MAIXFIT_STATUS_USAGE);
    cr_expect_null(out);
    cr_expect_eq(maixfit_config_text(fit, "2048", NULL, &out), MAIXFIT_STATUS_USAGE);
    cr_expect_eq(maixfit_config_text(fit, "2048", in, NULL), MAIXFIT_STATUS_USAGE);
    maixfit_reset(fit);
    cr_assert_eq(maixfit_set(fit, MAIXFIT_DEVICE, "maixcam"), 0);
    cr_expect_eq(maixfit_config_text(fit, "2048", in, &out), MAIXFIT_STATUS_USAGE, "no such line");
    maixfit_free(fit);
}

static void count_figures(void *user, const maixfit *fit)
{
    uint64_t value;
    *(unsigned *)user += maixfit_figure(fit, MAIXFIT_FIGURE_DEMAND_NPU_BYTES, &value);
}

/* Unknown is not 0: neither of many verdicts, nor where no board was read. */
Test(answers, what_has_no_figures_gives_none)
{
    int status;
    uint64_t value;
    unsigned known = 0;
    char path[MODEL_PATH_MAX];
    maixfit *fit = ask("device=maixcam2-1g device=maixcam2-4g", &status);
    cr_expect_eq(status, MAIXFIT_STATUS_USAGE);
    maixfit_forget(fit, MAIXFIT_MODEL);
    make_model_file(path, "axmodel %s --const 4M");
    maixfit_set(fit, MAIXFIT_MODEL, path);
    cr_expect_eq(maixfit_evaluate_all(fit, count_figures, &known), 0, "%s", maixfit_message(fit));
    cr_expect_eq(known, 2);
    for (int i = 0; maixfit_figure_name((enum maixfit_figure)i); i++)
        cr_expect_not(maixfit_figure(fit, (enum maixfit_figure)i, &value), "%s",
                      maixfit_figure_name((enum maixfit_figure)i));
    cr_expect_eq(maixfit_inspect(fit), 0);
    for (int i = 0; maixfit_figure_name((enum maixfit_figure)i); i++)
        cr_expect_not(maixfit_figure(fit, (enum maixfit_figure)i, &value), "%s",
                      maixfit_figure_name((enum maixfit_figure)i));
    maixfit_free(fit);
    unlink(path);
}

/* What was judged together is counted together, until another evaluation begins. */
Test(answers, requests_are_counted_together)
{
    unsigned known = 0;
    char path[MODEL_PATH_MAX];
    maixfit *fit = maixfit_new();
    make_model_file(path, "axmodel %s --const 4M");
    maixfit_set(fit, MAIXFIT_MODEL, path);
    maixfit_set(fit, MAIXFIT_DEVICE, "maixcam2-4g");
    maixfit_set(fit, MAIXFIT_RUNNER, "plain");
    maixfit_set(fit, MAIXFIT_MAX_NEED, "1M");
    cr_expect_eq(maixfit_evaluate_next(fit, count_figures, &known), 1);
    cr_expect_str_eq(maixfit_reason(fit), "over-budget");
    maixfit_forget(fit, MAIXFIT_MAX_NEED);
    cr_expect_eq(maixfit_evaluate_next(fit, count_figures, &known), 1, "the worst of both");
    cr_expect_str_eq(maixfit_message(fit), "1 of 2 checks pass.");
    cr_expect_eq(known, 2);
    cr_expect_eq(maixfit_evaluate(fit), 0);
    cr_expect_eq(maixfit_evaluate_next(fit, NULL, NULL), 0, "begins anew");
    cr_expect_str_eq(maixfit_message(fit), "1 of 1 checks pass.");
    maixfit_set(fit, MAIXFIT_CONTEXT, "64");
    cr_expect_eq(maixfit_evaluate_next(fit, NULL, NULL), MAIXFIT_STATUS_USAGE);
    maixfit_forget(fit, MAIXFIT_CONTEXT);
    cr_expect_eq(maixfit_evaluate_next(fit, NULL, NULL), 0);
    cr_expect_str_eq(maixfit_message(fit), "1 of 1 checks pass.");
    maixfit_free(fit);
    unlink(path);
}

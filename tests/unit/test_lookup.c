// SPDX-License-Identifier: MIT
/* Every place of every JSON report is there by its pointer, with the value that the text has. */
#include <cjson/cJSON.h>
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "support.h"

#define POINTER_MAX 512

/* How many of each kind were compared. */
struct seen {
    size_t numbers;
    size_t texts;
    size_t nested; /* numbers inside of a model, or of a part of the app */
};

static maixfit *ask(const char *model)
{
    maixfit *fit = maixfit_new();
    cr_assert_eq(maixfit_set(fit, MAIXFIT_MODEL, model), 0);
    cr_assert_eq(maixfit_set(fit, MAIXFIT_DEVICE, "maixcam2-1g"), 0);
    return fit;
}

static void compare_leaf(const maixfit *fit, enum maixfit_report report, const cJSON *item,
                         const char *pointer, struct seen *seen)
{
    uint64_t value = 77;
    const char *text = maixfit_json_text(fit, report, pointer);
    bool is_number = cJSON_IsNumber(item) || cJSON_IsBool(item);
    cr_expect_eq(maixfit_json_number(fit, report, pointer, &value), is_number, "%s", pointer);
    if (is_number)
        cr_expect_eq(value,
                     cJSON_IsNumber(item) ? (uint64_t)item->valuedouble
                                          : (uint64_t)cJSON_IsTrue(item),
                     "%s", pointer);
    else
        cr_expect_eq(value, 77, "%s: nothing is written", pointer);
    cr_expect_eq(text != NULL, cJSON_IsString(item) != 0, "%s", pointer);
    if (text)
        cr_expect_str_eq(text, item->valuestring, "%s", pointer);
    seen->numbers += is_number;
    seen->texts += text != NULL;
    seen->nested += is_number && (strstr(pointer, "/blocks/") || strstr(pointer, "/members/") ||
                                  strstr(pointer, "/parts/") || strstr(pointer, "/tensors/"));
}

static void compare(const maixfit *fit, enum maixfit_report report, const cJSON *item,
                    const char *pointer, struct seen *seen)
{
    const cJSON *child;
    int index = 0;
    if (!cJSON_IsArray(item) && !cJSON_IsObject(item)) {
        compare_leaf(fit, report, item, pointer, seen);
        return;
    }
    cr_expect_eq(maixfit_json_count(fit, report, pointer), (unsigned)cJSON_GetArraySize(item), "%s",
                 pointer);
    cJSON_ArrayForEach(child, item)
    {
        char below[POINTER_MAX];
        if (child->string)
            snprintf(below, sizeof below, "%s/%s", pointer, child->string);
        else
            snprintf(below, sizeof below, "%s/%d", pointer, index++);
        cr_assert_lt(strlen(below), sizeof below - 1);
        compare(fit, report, child, below, seen);
    }
}

static struct seen compare_report(const maixfit *fit, enum maixfit_report report)
{
    struct seen seen = {0};
    char *text = maixfit_report_text(fit, report, MAIXFIT_JSON);
    cr_assert_not_null(text, "%s", maixfit_report_name(report));
    cJSON *root = cJSON_Parse(text);
    cr_assert_not_null(root);
    compare(fit, report, root, "", &seen);
    cJSON_Delete(root);
    maixfit_string_free(text);
    return seen;
}

Test(lookup, every_place_of_every_report)
{
    char model[MODEL_PATH_MAX];
    make_model_file(model, "axmodel %s --const 1M --input x:FP32:1x16 --output y:FP32:1x4");
    maixfit *fit = ask(model);
    cr_assert_eq(maixfit_set(fit, MAIXFIT_CAMERA, "640x480@NV21"), 0);
    cr_assert_eq(maixfit_evaluate(fit), MAIXFIT_STATUS_FITS);
    struct seen seen = compare_report(fit, MAIXFIT_REPORT_VERDICT);
    cr_expect_gt(seen.numbers, 60);
    cr_expect_gt(seen.texts, 60);
    cr_expect_gt(seen.nested, 30);
    cr_expect_gt(compare_report(fit, MAIXFIT_REPORT_FINDINGS).texts, 3);
    cr_expect_gt(compare_report(fit, MAIXFIT_REPORT_DEVICES).numbers, 100);
    cr_expect_gt(compare_report(fit, MAIXFIT_REPORT_SENSORS).numbers, 10);
    cr_assert_eq(maixfit_inspect(fit), 0);
    cr_expect_gt(compare_report(fit, MAIXFIT_REPORT_INSPECT).nested, 10);
    cr_expect_null(maixfit_json_text(fit, MAIXFIT_REPORT_VERDICT, "/verdict"), "it is gone");
    maixfit_probe(fit);
    cr_expect_gt(compare_report(fit, MAIXFIT_REPORT_STATUS).numbers, 3);
    maixfit_free(fit);
    unlink(model);
}

/* Digits of the file, which a double would round. */
Test(lookup, no_number_is_rounded)
{
    uint64_t value = 0;
    char model[MODEL_PATH_MAX];
    make_model_file(model, "axmodel %s --workspace 9007199254740995 --const 4096 --words 10 "
                           "--input x:FP32:1x16 --output y:FP32:1x4");
    maixfit *fit = ask(model);
    cr_assert_eq(maixfit_evaluate(fit), MAIXFIT_STATUS_DOES_NOT_FIT, "%s", maixfit_message(fit));
    cr_expect(
        maixfit_json_number(fit, MAIXFIT_REPORT_VERDICT, "/models/0/parts/workspace", &value));
    cr_expect_eq(value, UINT64_C(9007199254740995), "%llu", (unsigned long long)value);
    maixfit_free(fit);
    unlink(model);
}

Test(lookup, places_that_are_not_there)
{
    static const char *const pointers[] = {
        "/none",
        "/models/1",
        "/models/00",
        "/models/-1",
        "/models/x",
        "/models/",
        "models",
        "/verdict/x",
        "/",
        "//",
        "/models/0/",
        "/verdict~",
        "/models/99999999999999",
        "/models/0/parts/consT",
    };
    uint64_t value = 77;
    const char *model = small_model();
    maixfit *fit = ask(model);
    cr_expect_eq(maixfit_json_count(fit, MAIXFIT_REPORT_VERDICT, "/models"), 0, "not judged yet");
    maixfit_evaluate(fit);
    cr_expect_eq(maixfit_json_count(fit, MAIXFIT_REPORT_VERDICT, "/models"), 1);
    for (size_t i = 0; i < sizeof pointers / sizeof pointers[0]; i++) {
        cr_expect_not(maixfit_json_number(fit, MAIXFIT_REPORT_VERDICT, pointers[i], &value));
        cr_expect_null(maixfit_json_text(fit, MAIXFIT_REPORT_VERDICT, pointers[i]), "%s",
                       pointers[i]);
        cr_expect_eq(maixfit_json_count(fit, MAIXFIT_REPORT_VERDICT, pointers[i]), 0, "%s",
                     pointers[i]);
    }
    cr_expect_eq(value, 77);
    cr_expect_not(maixfit_json_number(fit, MAIXFIT_REPORT_VERDICT, "/status", NULL));
    cr_expect_not(maixfit_json_number(fit, MAIXFIT_REPORT_VERDICT, NULL, &value));
    cr_expect_not(maixfit_json_number(fit, (enum maixfit_report)1000, "/status", &value));
    cr_expect_not(maixfit_json_number(fit, MAIXFIT_REPORT_ITEM, "/status", &value), "a part");
    cr_expect_not(maixfit_json_number(NULL, MAIXFIT_REPORT_VERDICT, "/status", &value));
    cr_expect_null(maixfit_json_text(NULL, MAIXFIT_REPORT_VERDICT, "/verdict"));
    cr_expect_eq(maixfit_json_count(NULL, MAIXFIT_REPORT_VERDICT, ""), 0);
    maixfit_reset(fit);
    cr_expect_eq(maixfit_json_count(fit, MAIXFIT_REPORT_VERDICT, "/models"), 0, "a new handle");
    maixfit_free(fit);
    unlink(model);
}

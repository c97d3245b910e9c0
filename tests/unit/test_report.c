// SPDX-License-Identifier: MIT
#include <cjson/cJSON.h>
#include <criterion/criterion.h>

#include "report/layout.h"
#include "core/clean.h"

Test(width, wide_and_combining)
{
    cr_assert_eq(mf_columns("abc"), 3);
    cr_assert_eq(mf_columns("中文"), 4);
    cr_assert_eq(mf_columns("e\xCC\x81"), 1);
    cr_assert_eq(mf_columns("\xF0\x9F\x98\x80"), 2);
    cr_assert_eq(mf_columns("\xFF\xFE"), 2);
}

static const char *cleaned(const char *string, size_t limit)
{
    static struct mf_text text;
    mf_text_free(&text);
    mf_text_add(&text, "");
    mf_put_clean(&text, string, limit);
    return text.bytes;
}

Test(width, nothing_that_a_terminal_obeys)
{
    cr_assert_str_eq(cleaned("a\033[31mb\nc", 80), "a?[31mb?c");
    cr_assert_str_eq(cleaned("x\xE2\x80\xAEy", 80), "x?y");
    cr_assert_str_eq(cleaned("bad\xC3(", 80), "bad?(");
    cr_assert_str_eq(cleaned("中文模型", 5), "中文…");
    cr_assert_str_eq(cleaned("中文模型", 4), "中…");
    cr_assert_str_eq(cleaned("中文模型", 8), "中文模型");
}

/* The numbers of two rows end in the same column, whatever the names are written in. */
Test(layout, wide_names_stay_aligned)
{
    const uint64_t bytes = 4096;
    static const char *const names[] = {
        "plain.axmodel", "中文模型.axmodel", "e\xCC\x81te\xCC\x81",
        "很长很长很长很长很长很长很长很长很长很长很长很长很长的名字"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct mf_text out = {0};
        mf_put_row(&out, 2, names[i], &bytes, NULL, NULL);
        cr_assert_gt(out.length, 2);
        cr_expect_eq(out.bytes[out.length - 2], '4');
        out.bytes[out.length - 1] = '\0';
        cr_expect_eq(mf_columns(out.bytes), 56, "%s", out.bytes);
        mf_text_free(&out);
    }
}

Test(json, keeps_all_64_bits_and_unknowns)
{
    struct mf_result result = {.message = "m", .status = 4};
    struct mf_text out = {0};
    result.supply.total = (struct mf_amount){true, UINT64_C(9223372036854775809)};
    result.supply.probe_path = "bad \xFF name \033";
    cr_assert(mf_status_json(&(struct mf_report){.result = &result, .version = "1"}, &out));
    cr_assert_not_null(strstr(out.bytes, "9223372036854775809"));
    cJSON *root = cJSON_Parse(out.bytes);
    cr_assert_not_null(root);
    const cJSON *supply = cJSON_GetObjectItem(root, "supply");
    cr_expect(cJSON_IsNull(cJSON_GetObjectItem(supply, "free")));
    cr_expect(cJSON_IsNull(cJSON_GetObjectItem(supply, "holes")));
    cr_expect(cJSON_IsNull(cJSON_GetObjectItem(supply, "largest_hole")));
    cr_expect(cJSON_IsNull(cJSON_GetObjectItem(supply, "device")));
    cr_expect_str_eq(cJSON_GetObjectItem(supply, "probe")->valuestring,
                     "bad \xEF\xBF\xBD name \033");
    cJSON_Delete(root);
    mf_text_free(&out);
}

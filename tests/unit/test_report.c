// SPDX-License-Identifier: MIT
#include <cjson/cJSON.h>
#include <criterion/criterion.h>
#include <stdio.h>

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

/* Marks of direction, and what shows nothing: each stands between two letters. */
Test(width, nothing_that_reorders_or_hides)
{
    static const char *const marks[] = {
        "\x7F",         "\xC2\x85",     "\xC2\xAD",         "\xD8\x9C",         "\xE1\x85\x9F",
        "\xE1\xA0\x8E", "\xE2\x80\x8B", "\xE2\x80\x8D",     "\xE2\x80\x8F",     "\xE2\x80\xA8",
        "\xE2\x80\xAA", "\xE2\x80\xAE", "\xE2\x81\xA0",     "\xE2\x81\xA6",     "\xE2\x81\xA9",
        "\xEF\xB8\x8F", "\xEF\xBB\xBF", "\xF3\xA0\x80\x81", "\xF3\xA0\x81\xBF", "\xF3\xA0\x84\x80"};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        char name[16];
        snprintf(name, sizeof name, "x%sy", marks[i]);
        cr_expect_str_eq(cleaned(name, 80), "x?y", "mark %zu", i);
        cr_expect_eq(mf_columns(name), 3, "mark %zu", i);
    }
}

static bool is_printed(const char *bytes)
{
    for (; *bytes != '\0'; bytes++) {
        if (!((*bytes >= ' ' && *bytes <= '~') || *bytes == '\n' || *bytes == '\t'))
            return false;
    }
    return true;
}

/* Whoever prints the JSON on a terminal sees escapes, whoever parses it the name as it is. */
Test(json, escapes_what_text_replaces)
{
    static const char name[] = "\"\\/\b\t\n\v\f\r\033\x7F\xC2\x9B\xD8\x9C\xE2\x80\xAE\xE2\x81\xA6"
                               "\xEF\xBB\xBF\xF3\xA0\x81\x81";
    struct mf_result result = {.message = "m", .status = 4};
    struct mf_text out = {0};
    result.supply.probe_path = name;
    cr_assert(mf_status_json(&(struct mf_report){.result = &result, .version = "1"}, &out));
    cr_expect(is_printed(out.bytes), "%s", out.bytes);
    cr_expect_not_null(strstr(out.bytes, "\\u202e"));
    cr_expect_not_null(strstr(out.bytes, "\\udb40\\udc41"));
    cJSON *root = cJSON_Parse(out.bytes);
    cr_assert_not_null(root);
    const cJSON *supply = cJSON_GetObjectItem(root, "supply");
    cr_expect_str_eq(cJSON_GetObjectItem(supply, "probe")->valuestring, name);
    cJSON_Delete(root);
    mf_text_free(&out);
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
        out.bytes[out.length - 1] = '\0';
        cr_expect_str_eq(out.bytes + out.length - 6, "4 KiB");
        cr_expect_eq(mf_columns(out.bytes), 41, "%s", out.bytes);
        mf_text_free(&out);
    }
}

static void expect_wrapped(size_t columns, bool ascii, const char *text, const char *wanted)
{
    struct mf_text out = {.columns = columns, .ascii = ascii};
    mf_put_wrapped(&out, "", text);
    cr_expect_str_eq(out.bytes, wanted);
    mf_text_free(&out);
}

/* Chinese has no blanks: a line ends between any two characters, but no line begins with a full
 * stop or ends with an opening bracket, and words of another script stay whole. */
Test(layout, a_number_and_its_unit_stay_together)
{
    expect_wrapped(10, false, "needs 600 MiB of it", "needs\n600 MiB of\nit\n");
    expect_wrapped(12, false, "需要块（600 MiB）", "需要块\n（600 MiB）\n");
    expect_wrapped(12, false, "needs no MiB nor 2 blocks", "needs no MiB\nnor 2 blocks\n");
}

Test(layout, chinese_is_wrapped_between_characters)
{
    expect_wrapped(10, false, "内存不够用了请重启", "内存不够用\n了请重启\n");
    expect_wrapped(10, false, "内存不够用。请重启", "内存不够\n用。请重启\n");
    expect_wrapped(10, false, "内存不够（重启）", "内存不够\n（重启）\n");
    expect_wrapped(10, false, "内存 maixcam2 不够", "内存\nmaixcam2\n不够\n");
}

Test(layout, an_option_stays_with_its_value)
{
    expect_wrapped(12, false, "name it -c 640x480, -d x", "name it\n-c 640x480,\n-d x\n");
    expect_wrapped(18, false, "smaller (--camera 64x48)", "smaller\n(--camera 64x48)\n");
    expect_wrapped(26, false, "释放 57 MiB（--camera 64x48）", "释放 57 MiB\n（--camera 64x48）\n");
}

/* As wide as before, but for `…`, which is counted as what it becomes. */
Test(layout, ascii_stands_for_what_a_terminal_does_not_show)
{
    struct mf_text out = {0};
    mf_put_ascii(&out, "3 × 4 MiB – nn.NN(…) · 中文");
    cr_expect_str_eq(out.bytes, "3 x 4 MiB - nn.NN(...) . ????");
    mf_text_free(&out);
    expect_wrapped(10, true, "f(…) is no", "f(…) is\nno\n");
    expect_wrapped(10, false, "f(…) is no", "f(…) is no\n");
}

Test(text, mib_are_the_one_unit)
{
    char out[MF_SIZE_TEXT_MAX];
    cr_expect_str_eq(mf_mib_text(3 * MF_GIB, out), "3072.0 MiB");
    cr_expect_str_eq(mf_mib_text(MF_MIB - 1024, out), "1023 KiB");
    cr_expect_str_eq(mf_mib_text(0, out), "0 MiB");
    cr_expect_str_eq(mf_mib_number(4096, out), "<0.1");
    cr_expect_str_eq(mf_mib_number(0, out), "0.0");
    cr_expect_str_eq(mf_mib_number(MF_MIB + MF_MIB / 2, out), "1.5");
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

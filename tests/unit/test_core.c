// SPDX-License-Identifier: MIT
#include <criterion/criterion.h>

#include "core/alike.h"
#include "core/checked.h"
#include "core/magic.h"
#include "core/model.h"
#include "core/path.h"
#include "core/source.h"
#include "core/text.h"

Test(checked, reports_overflow)
{
    uint64_t out;
    cr_assert(mf_add(1, 2, &out) && out == 3);
    cr_assert_not(mf_add(UINT64_MAX, 1, &out));
    cr_assert_not(mf_mul(UINT64_C(1) << 32, UINT64_C(1) << 32, &out));
    cr_assert(mf_round_up(4097, 4096, &out) && out == 8192);
    cr_assert(mf_round_up(8192, 4096, &out) && out == 8192);
    cr_assert_not(mf_round_up(UINT64_MAX, 4096, &out));
    cr_assert_eq(mf_ceil_div(UINT64_MAX, 2), UINT64_C(1) << 63);
    cr_assert(mf_inside(10, 0, 10));
    cr_assert_not(mf_inside(UINT64_MAX, 2, 10));
    cr_assert_not(mf_inside(8, 3, 10));
}

Test(size, parses)
{
    static const struct {
        const char *text;
        uint64_t bytes;
    } good[] = {{"0", 0},
                {"4096", 4096},
                {"4096k", 4194304},
                {"512M", 536870912},
                {"1.5GiB", 1610612736},
                {"2g", 2147483648},
                {"0.5KiB", 512},
                {"17179869183G", UINT64_C(17179869183) << 30}};
    static const char *const bad[] = {"",
                                      "M",
                                      "-1",
                                      "1.5",
                                      "1..5M",
                                      "1.M",
                                      "12Q",
                                      "1 M",
                                      "99999999999999999999",
                                      "17179869184G",
                                      "1.0000000001M"};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        uint64_t bytes = 1;
        cr_expect(mf_size_parse(good[i].text, &bytes), "%s", good[i].text);
        cr_expect_eq(bytes, good[i].bytes, "%s", good[i].text);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        uint64_t bytes;
        cr_expect_not(mf_size_parse(bad[i], &bytes), "%s", bad[i]);
    }
}

Test(size, writes)
{
    char text[MF_SIZE_TEXT_MAX];
    cr_assert_str_eq(mf_size_text(0, text), "0 bytes");
    cr_assert_str_eq(mf_size_text(1, text), "1 byte");
    cr_assert_str_eq(mf_size_text(4096, text), "4 KiB");
    cr_assert_str_eq(mf_size_text(4414192, text), "4.2 MiB");
    cr_assert_str_eq(mf_size_text(UINT64_C(3) << 30, text), "3 GiB");
    cr_assert_str_eq(mf_size_text((UINT64_C(3) << 30) - 458752, text), "3071.6 MiB");
}

Test(source, never_reads_outside_of_a_view)
{
    static const uint8_t bytes[16] = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    struct mf_source source;
    struct mf_error error;
    struct mf_view part;
    uint32_t small;
    mf_source_memory(&source, bytes, sizeof bytes);
    struct mf_view all = mf_view_all(&source);
    cr_assert(mf_view_u32(&all, 0, &small, &error));
    cr_assert_eq(small, 0x04030201U);
    cr_assert(mf_view_slice(&all, 4, 4, &part));
    cr_assert(mf_view_u32(&part, 0, &small, &error));
    cr_assert_eq(small, 0x08070605U);
    cr_assert_not(mf_view_u32(&part, 1, &small, &error));
    cr_assert_eq(error.reason, MF_TRUNCATED);
    cr_assert_not(mf_view_slice(&part, 1, 4, &part));
    cr_assert_not(mf_view_slice(&all, UINT64_MAX, 1, &part));
}

Test(source, refuses_what_is_not_a_file)
{
    struct mf_source source;
    struct mf_error error;
    cr_assert_not(mf_source_open(&source, "/dev/null", &error));
    cr_assert_eq(error.reason, MF_NOT_A_FILE);
    cr_assert_not(mf_source_open(&source, "/tmp", &error));
    cr_assert_eq(error.reason, MF_DIRECTORY);
    cr_assert_not(mf_source_open(&source, "/no/such/file", &error));
    cr_assert_eq(error.reason, MF_NO_SUCH_FILE);
}

Test(source, reads_a_file_through_its_windows)
{
    struct mf_source source;
    struct mf_error error;
    uint8_t one[5000];
    uint8_t two[5000];
    cr_assert(mf_source_open(&source, MKMODEL, &error));
    struct mf_view all = mf_view_all(&source);
    cr_assert(mf_view_read(&all, 1000, one, sizeof one, &error));
    for (size_t i = 0; i < sizeof two; i += 7) {
        size_t length = sizeof two - i < 7 ? sizeof two - i : 7;
        cr_assert(mf_view_read(&all, 1000 + i, two + i, length, &error));
    }
    cr_assert_arr_eq(one, two, sizeof one);
    mf_source_close(&source);
}

Test(blocks, sum_whole_pages_and_never_wrap)
{
    struct mf_arena arena = {0};
    struct mf_block_list list = {0};
    struct mf_error error;
    uint64_t sum;
    struct mf_block block = {.owner = "a", .name = "b", .bytes = 1};
    cr_assert(mf_blocks_add(&arena, &list, block, &error));
    block.bytes = 4097;
    cr_assert(mf_blocks_add(&arena, &list, block, &error));
    block.pool = MF_POOL_USER;
    cr_assert(mf_blocks_add(&arena, &list, block, &error));
    cr_assert(mf_blocks_sum(&list, MF_POOL_NPU, &sum, &error));
    cr_assert_eq(sum, 3 * 4096);
    block = (struct mf_block){.owner = "a", .name = "c", .bytes = UINT64_MAX - 8191};
    cr_assert(mf_blocks_add(&arena, &list, block, &error));
    cr_assert_not(mf_blocks_sum(&list, MF_POOL_NPU, &sum, &error));
    mf_arena_free(&arena);
}

/* There were ten places once, and what came after them was dropped silently. */
Test(model, keeps_every_part)
{
    enum { COUNT = 40 };
    struct mf_arena arena = {0};
    struct mf_model model = {0};
    struct mf_part parts[COUNT];
    struct mf_error error;
    for (size_t i = 0; i < COUNT; i++)
        parts[i] = (struct mf_part){"part", i};
    cr_assert(mf_model_set_parts(&arena, &model, parts, COUNT, &error));
    cr_assert_eq(model.part_count, COUNT);
    for (size_t i = 0; i < COUNT; i++)
        cr_expect_eq(model.parts[i].bytes, i);
    mf_arena_free(&arena);
}

Test(model, fails_without_memory_for_its_parts)
{
    struct mf_arena arena = {.limit = 1};
    struct mf_model model = {0};
    struct mf_part part = {"part", 1};
    struct mf_error error;
    cr_assert_not(mf_model_set_parts(&arena, &model, &part, 1, &error));
    cr_expect_eq(error.reason, MF_NO_MEMORY);
    cr_expect_eq(model.part_count, 0);
}

Test(findings, are_copied_whole)
{
    struct mf_arena arena = {0};
    struct mf_finding_list from = {0};
    struct mf_finding_list list = {0};
    struct mf_error error;
    cr_assert(mf_findings_add(&arena, &list, MF_ERROR, "first", NULL, &error, "one"));
    cr_assert(mf_findings_add(&arena, &from, MF_NOTE, "second", "a.mud", &error, "line %d", 7));
    cr_assert(mf_findings_add(&arena, &from, MF_WARNING, "third", "b.mud", &error, "100 %%"));
    from.items[0].line = 7;
    cr_assert(mf_findings_copy(&arena, &list, &from, &error));
    cr_assert_eq(list.count, 3);
    cr_expect_str_eq(list.items[0].code, "first");
    for (size_t i = 0; i < 2; i++) {
        cr_expect_eq(list.items[i + 1].code, from.items[i].code);
        cr_expect_eq(list.items[i + 1].text, from.items[i].text);
        cr_expect_eq(list.items[i + 1].path, from.items[i].path);
        cr_expect_eq(list.items[i + 1].line, from.items[i].line);
        cr_expect_eq(list.items[i + 1].severity, from.items[i].severity);
    }
    mf_arena_free(&arena);
}

Test(names, files_of_one_name_are_set_apart)
{
    char paths[][32] = {"a/x/m.axmodel", "b/x/m.axmodel",     "c.axmodel",        "m.axmodel",
                        "c.axmodel",     "z.zip:d/n.axmodel", "z.zip:e/n.axmodel"};
    struct mf_model models[7] = {0};
    struct mf_model *list[7];
    struct mf_model *members[2];
    struct mf_block block = {0};
    for (size_t i = 0; i < 7; i++) {
        models[i].path = paths[i];
        models[i].owner = mf_base_name(paths[i]);
        list[i] = &models[i];
    }
    members[0] = &models[5];
    members[1] = &models[6];
    struct mf_model bundle = {
        .path = "z.zip", .owner = "z.zip", .members = members, .member_count = 2};
    block.owner = models[6].owner;
    bundle.blocks = (struct mf_block_list){&block, 1, 1};
    list[5] = &bundle;
    cr_assert(mf_models_set_apart(list, 6));
    for (size_t i = 0; i < 7; i++)
        cr_expect_str_eq(models[i].owner, paths[i]);
    cr_expect_str_eq(block.owner, "z.zip:e/n.axmodel");
}

Test(names, only_letters_and_digits_count)
{
    cr_expect(mf_alike("MaixCAM2 4G", "maixcam2-4g"));
    cr_expect(mf_alike("_a.b_", "AB"));
    cr_expect_not(mf_alike("maixcam2", "maixcam"));
    cr_expect_not(mf_alike("maixcam", "maixcam2"));
    cr_expect_not(mf_alike("--", "__"), "a name has a letter");
    cr_expect(mf_alike_part("maixcam@old", 7, "MaixCAM"));
    cr_expect(mf_holds_alike("[E] AX_SYS_MemAlloc failed!!", "ax sys memalloc FAILED"));
    cr_expect(mf_holds_alike("aab", "ab"), "it may begin within a beginning");
    cr_expect(mf_holds_alike("ab", "ab"));
    cr_expect_not(mf_holds_alike("ab", "abc"));
    cr_expect_not(mf_holds_alike("", "a"));
    cr_expect_not(mf_holds_alike("a-b", "--"), "a name has a letter");
}

Test(names, edits)
{
    static const struct {
        const char *left;
        const char *right;
        size_t edits;
    } table[] = {{"", "", 0},         {"a", "A", 0},        {"status", "stats", 1},
                 {"help", "hlep", 1}, {"abc", "acb", 1},    {"kitten", "sitting", 3},
                 {"", "abc", 3},      {"devices", "de", 5}, {"ca", "abc", 3}};
    char long_name[MF_NAME_COMPARED_MAX + 2] = "";
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        cr_expect_eq(mf_edits(table[i].left, table[i].right), table[i].edits, "%s %s",
                     table[i].left, table[i].right);
        cr_expect_eq(mf_edits(table[i].right, table[i].left), table[i].edits, "%s %s",
                     table[i].right, table[i].left);
    }
    memset(long_name, 'a', MF_NAME_COMPARED_MAX);
    cr_expect_eq(mf_edits(long_name, "a"), MF_NAME_COMPARED_MAX - 1);
    memset(long_name, 'a', MF_NAME_COMPARED_MAX + 1);
    cr_expect_eq(mf_edits(long_name, "a"), SIZE_MAX);
}

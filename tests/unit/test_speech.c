// SPDX-License-Identifier: MIT
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "core/arena.h"
#include "core/error.h"
#include "core/i18n.h"
#include "core/print.h"
#include "core/speech.h"

/* A language of its own, in which all is shouted and the order of words is another. */
static const struct mf_translation loud_items[] = {
    {.sentence = "%s has %llu blocks", .text = "%2$llu BLOCKS HAS %1$s"},
    {.sentence = "%s: %s", .text = "%s -> %s"},
    {.sentence = "%zu layer", .plural = "%zu layers", .text = "%zu LAYER"},
    {.sentence = "at 0x%04x, %5.1f %% of %.*s, %c", .text = "%c: NEVER"},
    {.sentence = "not yet", .text = ""},
    {.sentence = "yes", .text = "YES"},
};
static const struct mf_catalog loud = {"loud", loud_items,
                                       sizeof loud_items / sizeof loud_items[0]};

static const char *shown(struct mf_speech *speech, const char *text)
{
    struct mf_voice before = mf_speak((struct mf_voice){speech, true});
    const char *found = mf_shown(text);
    mf_speak(before);
    return found;
}

Test(speech, what_is_found_out_stays_English_and_is_shown_translated)
{
    struct mf_speech speech = {.catalog = &loud};
    struct mf_error error;
    struct mf_voice before = mf_speak((struct mf_voice){&speech, false});
    mf_fail(&error, MF_DAMAGED, _("%s has %llu blocks"), "a.axmodel", 3ULL);
    mf_speak(before);
    cr_assert_str_eq(error.text, "a.axmodel has 3 blocks");
    cr_assert_str_eq(shown(&speech, error.text), "3 BLOCKS HAS a.axmodel");
    cr_assert_str_eq(mf_shown(error.text), error.text, "without a voice it is English");
    mf_speech_free(&speech);
}

Test(speech, a_text_inside_another_is_translated_with_it)
{
    struct mf_speech speech = {.catalog = &loud};
    struct mf_arena arena = {0};
    struct mf_error error;
    struct mf_voice before = mf_speak((struct mf_voice){&speech, false});
    mf_fail(&error, MF_DAMAGED, _("%s has %llu blocks"), _("yes"), 3ULL);
    const char *whole = mf_arena_format(&arena, "%s: %s", "path", error.text);
    mf_speak(before);
    cr_assert_str_eq(whole, "path: yes has 3 blocks");
    cr_assert_str_eq(shown(&speech, whole), "path -> 3 BLOCKS HAS YES");
    mf_arena_free(&arena);
    mf_speech_free(&speech);
}

/* A file may be called as a sentence reads. */
Test(speech, a_name_that_reads_like_a_sentence_is_not_translated)
{
    struct mf_speech speech = {.catalog = &loud};
    struct mf_arena arena = {0};
    const char name[] = "yes";
    struct mf_voice before = mf_speak((struct mf_voice){&speech, false});
    const char *text = mf_arena_format(&arena, _("%s: %s"), name, _("yes"));
    const char *copy = mf_arena_format(&arena, "%s", _("yes"));
    const char *sentence = _("yes");
    mf_speak(before);
    cr_assert_str_eq(shown(&speech, text), "yes -> YES");
    cr_assert_str_eq(shown(&speech, sentence), "YES");
    cr_assert_str_eq(shown(&speech, name), "yes");
    cr_assert_str_eq(shown(&speech, copy), "yes", "a word is known by its address only");
    mf_arena_free(&arena);
    mf_speech_free(&speech);
}

Test(speech, sentences_are_translated_where_they_are_shown)
{
    struct mf_speech speech = {.catalog = &loud};
    char text[64];
    struct mf_voice before = mf_speak((struct mf_voice){&speech, true});
    cr_assert_str_eq(_("yes"), "YES");
    cr_assert_str_eq(_("not yet"), "not yet");
    cr_assert_str_eq(_("unheard of"), "unheard of");
    mf_print(text, sizeof text, mf_plural(1, "%zu layer", "%zu layers"), (size_t)1);
    cr_assert_str_eq(text, "1 LAYER");
    mf_print(text, sizeof text, mf_plural(2, "%zu layer", "%zu layers"), (size_t)2);
    cr_assert_str_eq(text, "2 LAYER");
    mf_speak(before);
    mf_print(text, sizeof text, mf_plural(2, "%zu layer", "%zu layers"), (size_t)2);
    cr_assert_str_eq(text, "2 layers");
    mf_speech_free(&speech);
}

/* The own formatter writes what the C library's writes. */
Test(speech, directives_are_those_of_printf)
{
    struct mf_speech speech = {.catalog = &loud};
    char own[256];
    char expected[256];
    snprintf(expected, sizeof expected,
             "0x%04x %X %5.1f %.0f %% %.*s %c %d %u %lu %llu %zu %-6s| %6s| %03d %s", 0xABu, 0xCDu,
             2.25, 7.5, 3, "abcdef", 'x', -5, 6u, 7ul, 8ull, (size_t)9, "ab", "cd", 4, "end");
    struct mf_voice before = mf_speak((struct mf_voice){&speech, true});
    int length = mf_print(own, sizeof own,
                          "0x%04x %X %5.1f %.0f %% %.*s %c %d %u %lu %llu %zu %-6s| %6s| %03d %s",
                          0xABu, 0xCDu, 2.25, 7.5, 3, "abcdef", 'x', -5, 6u, 7ul, 8ull, (size_t)9,
                          "ab", "cd", 4, "end");
    cr_assert_str_eq(own, expected);
    cr_assert_eq(length, (int)strlen(expected));
    cr_assert_eq(mf_print(own, 5, "%s", "abcdefgh"), 8);
    cr_assert_str_eq(own, "abcd");
    cr_assert_eq(mf_print(NULL, 0, "%s", "abcdefgh"), 8);
    mf_speak(before);
}

Test(speech, a_space_stands_between_Chinese_and_Latin_only)
{
    struct mf_speech speech = {.catalog = &loud};
    char text[64];
    struct mf_voice before = mf_speak((struct mf_voice){&speech, true});
    mf_print(text, sizeof text, "在 %s 上（%s） 有 %u 块 ", "开发板", "假定", 3U);
    cr_assert_str_eq(text, "在开发板上（假定）有 3 块 ");
    mf_print(text, sizeof text, "在 %s 上", "maixcam");
    cr_assert_str_eq(text, "在 maixcam 上");
    mf_print(text, 7, "在 %s", "开");
    cr_assert_str_eq(text, "在开");
    mf_speak(before);
    mf_speech_free(&speech);
}

Test(speech, what_was_not_asked_for_is_forgotten_and_the_rest_is_not)
{
    struct mf_speech speech = {.catalog = &loud};
    struct mf_arena arena = {0};
    for (unsigned round = 0; round < 5; round++) {
        struct mf_voice before = mf_speak((struct mf_voice){&speech, false});
        if (round == 0)
            mf_arena_format(&arena, _("%s has %llu blocks"), "kept", 1ULL);
        for (unsigned i = 0; i < MF_TWINS_MAX; i++)
            mf_arena_format(&arena, _("%s has %llu blocks"), "once", round * 10000ULL + i);
        mf_speak(before);
        cr_assert_str_eq(shown(&speech, "kept has 1 blocks"), "1 BLOCKS HAS kept");
    }
    cr_assert_str_eq(shown(&speech, "once has 5 blocks"), "once has 5 blocks");
    cr_assert_leq(speech.newer.count + speech.older.count, 3 * MF_TWINS_MAX);
    mf_arena_free(&arena);
    mf_speech_free(&speech);
}

Test(speech, languages_are_known_by_the_names_of_locales)
{
    const char *const chinese[] = {"zh", "ZH", "zh_CN", "zh_CN.UTF-8", "zh-Hans", "zh@pinyin"};
    const char *const english[] = {"en", "en_US.UTF-8", "C", "C.UTF-8", "POSIX"};
    const char *const unknown[] = {"", "de", "zhx", "z"};
    const struct mf_catalog *catalog;
    for (size_t i = 0; i < sizeof chinese / sizeof chinese[0]; i++) {
        cr_assert(mf_catalog_find(chinese[i], &catalog));
        cr_assert_eq(catalog, &mf_catalog_zh);
    }
    for (size_t i = 0; i < sizeof english / sizeof english[0]; i++) {
        cr_assert(mf_catalog_find(english[i], &catalog));
        cr_assert_null(catalog);
    }
    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++)
        cr_assert_not(mf_catalog_find(unknown[i], &catalog), "%s", unknown[i]);
}

Test(speech, a_catalog_is_sorted_as_its_search_wants_it)
{
    cr_assert_gt(mf_catalog_zh.count, 0);
    for (size_t i = 1; i < mf_catalog_zh.count; i++)
        cr_assert_lt(strcmp(mf_catalog_zh.items[i - 1].sentence, mf_catalog_zh.items[i].sentence),
                     0, "%s", mf_catalog_zh.items[i].sentence);
}

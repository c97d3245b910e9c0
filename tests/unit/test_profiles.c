// SPDX-License-Identifier: MIT
/* Boards: their files, and how they are found by name, pool, chip and device tree. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "device/device.h"
#include "support.h"

/* An image whose drivers hold more than its pool. */
#define LARGE_IDLE_USE                                                                             \
    ", \"images\": [{\"title\": \"t\", \"id\": \"o\", \"pool_mib\": 1, "                           \
    "\"idle_use_kib\": 1025}]"

Test(profiles, are_read_strictly)
{
    static const char good[] = "{\"schema\": \"maixfit-device/1\", \"id\": \"x\", \"title\": "
                               "\"X\", \"chip\": \"C\", \"npu\": [\"N\"], "
                               "\"pool\": \"cmm\", \"ram_mib\": 512, \"pool_mib\": 256, "
                               "\"adjust\": \"no\", \"source\": \"me\"%s}";
    static const char *const bad[] = {", \"rom_mib\": 3",
                                      ", \"dram_base\": -1",
                                      ", \"legal\": {\"min_mib\": 0, \"max_mib\": 9}",
                                      ", \"dram_base\": \"40000000\"",
                                      ", \"title2\": \"x\"",
                                      ", \"aliases\": \"y\"",
                                      ", \"legal\": [1, 2]",
                                      ", \"detect\": \"z\"",
                                      ", \"pool_bytes\": 4096",
                                      ", \"sensors\": [1]",
                                      ", \"device_tree\": {\"name\": \"y\"}",
                                      ", \"images\": [\"old\"]",
                                      ", \"images\": [{\"id\": \"old\"}]",
                                      ", \"images\": [{\"title\": \"t\", \"id\": \"o\", \"x\": 1}]",
                                      LARGE_IDLE_USE};
    struct mf_arena arena = {0};
    struct mf_device_list list = {0};
    struct mf_error error;
    char text[512];
    snprintf(text, sizeof text, good, "");
    cr_assert(mf_devices_add(&arena, &list, "f.json", text, strlen(text), &error), "%s",
              error.text);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        snprintf(text, sizeof text, good, bad[i]);
        cr_expect_not(mf_devices_add(&arena, &list, "f.json", text, strlen(text), &error), "%s",
                      bad[i]);
        cr_expect_not_null(strstr(error.text, "f.json"));
    }
    cr_assert_eq(list.count, 1);
    mf_arena_free(&arena);
}

static void expect_text(const char **left, const char **right, const char *name, const char *field)
{
    cr_expect(*left == *right || (*left && *right && strcmp(*left, *right) == 0),
              "%s, %s: \"%s\", in the table \"%s\"", name, field, *left ? *left : "none",
              *right ? *right : "none");
    *left = *right = NULL;
}

static void expect_names(struct mf_names *left, struct mf_names *right, const char *name,
                         const char *field)
{
    cr_expect_eq(left->count, right->count, "%s, %s", name, field);
    for (size_t i = 0; i < MF_NAMES_MAX; i++)
        expect_text(&left->items[i], &right->items[i], name, field);
}

/* A field that is not named here is a number or a flag, and compared as bytes. */
static void expect_same_board(struct mf_device left, struct mf_device right)
{
    const char *name = right.name;
#define TEXT(field)  expect_text(&left.field, &right.field, name, #field)
#define NAMES(field) expect_names(&left.field, &right.field, name, #field)
    TEXT(id);
    TEXT(image);
    TEXT(name);
    TEXT(image_title);
    TEXT(since);
    TEXT(title);
    TEXT(assumed);
    TEXT(assumed_alias);
    TEXT(chip);
    TEXT(linux_setting);
    TEXT(adjust);
    TEXT(detect_path);
    TEXT(default_format);
    TEXT(runner);
    TEXT(pipeline);
    TEXT(idle_owner);
    TEXT(source);
    NAMES(aliases);
    NAMES(npu);
    NAMES(tree_models);
    NAMES(compatible);
    NAMES(sensors);
#undef TEXT
#undef NAMES
    cr_expect_eq(memcmp(&left, &right, sizeof left), 0, "%s", name);
}

struct reading {
    struct mf_arena *arena;
    struct mf_device_list *list;
};

static void read_file(void *user, const char *path, const char *text, size_t length)
{
    const struct reading *reading = user;
    struct mf_error error;
    cr_assert(mf_devices_add(reading->arena, reading->list, path, text, length, &error), "%s",
              error.text);
}

/* The build makes the table of the files; the reader of --profile makes the same of them. */
Test(profiles, the_table_is_what_the_files_say)
{
    struct mf_arena arena = {0};
    struct mf_device_list read = {0};
    struct mf_device_list table;
    struct reading reading = {&arena, &read};
    each_text(SOURCE_DIR "/models/devices/*.json", read_file, &reading);
    mf_devices_builtin(&table);
    cr_assert_eq(read.count, table.count);
    for (size_t i = 0; i < table.count; i++) {
        const struct mf_device *same = mf_device_find(&read, table.items[i].name);
        cr_assert_not_null(same, "%s", table.items[i].name);
        expect_same_board(*same, table.items[i]);
    }
    mf_arena_free(&arena);
}

static void add_board(struct mf_arena *arena, struct mf_device_list *list, const char *text)
{
    struct mf_error error;
    cr_assert(mf_devices_add(arena, list, "f.json", text, strlen(text), &error), "%s", error.text);
}

/* An image has what the board has, but for what it states; all of them are replaced together. */
Test(profiles, a_board_has_images)
{
    static const char board[] =
        "{\"schema\": \"maixfit-device/1\", \"id\": \"x-1\", \"title\": \"X\", \"chip\": \"C\", "
        "\"npu\": [\"N\"], \"pool\": \"ion\", \"ram_mib\": 64, \"idle_use_kib\": 8, "
        "\"aliases\": [\"Y\"], \"adjust\": \"no\", \"source\": \"me\", \"images\": ["
        "{\"id\": \"v2\", \"title\": \"images of v2\", \"pool_bytes\": 28102656, \"since\": "
        "\"v2\"}, "
        "{\"id\": \"v1\", \"title\": \"images of v1\", \"pool_mib\": 16, \"idle_use_kib\": 0}]}";
    static const char other[] =
        "{\"schema\": \"maixfit-device/1\", \"id\": \"X1\", \"title\": \"X\", \"chip\": \"C\", "
        "\"npu\": [\"M\"], \"pool\": \"ion\", \"ram_mib\": 64, \"pool_mib\": 0, "
        "\"device_tree\": {\"model\": [\"Big X\"], \"compatible\": [\"x,big\"]}, "
        "\"adjust\": \"no\", \"source\": \"me\"}";
    struct mf_arena arena = {0};
    struct mf_device_list list = {0};
    add_board(&arena, &list, board);
    cr_assert_eq(list.count, 2);
    cr_expect_str_eq(list.items[0].name, "x-1");
    cr_expect_str_eq(list.items[1].name, "x-1@v1");
    cr_expect_eq(list.items[0].idle_use_kib, 8);
    cr_expect_eq(list.items[1].idle_use_kib, 0);
    cr_expect_eq(list.items[1].pool_bytes, 16 << 20);
    cr_expect_eq(mf_device_find(&list, "y@V1"), &list.items[1]);
    cr_expect_eq(mf_device_find(&list, "X 1"), &list.items[0]);
    cr_expect_eq(mf_device_find(&list, "x-1@v2"), &list.items[0]);
    cr_expect_null(mf_device_find(&list, "x-1@v3"));
    cr_expect_null(mf_device_find(&list, "@"));
    cr_expect_null(mf_device_find(&list, ""));
    add_board(&arena, &list, other);
    cr_assert_eq(list.count, 1);
    cr_expect_eq(list.items[0].pool_bytes, 0);
    cr_expect(mf_device_has_tree_model(&list.items[0], "big x"));
    cr_expect_not(mf_device_has_tree_model(&list.items[0], "x"));
    cr_expect(mf_device_is_compatible(&list.items[0], "x,big"));
    cr_expect_eq(mf_device_for_chip(&list, "M"), &list.items[0]);
    cr_expect_null(mf_device_for_chip(&list, "N"));
    mf_arena_free(&arena);
}

Test(profiles, a_name_that_is_nearly_right_is_found)
{
    static const char *const names[][2] = {
        {"maxicam", "did you mean `maixcam`?"},
        {"maixcam3", "did you mean `maixcam2`?"},
        {"nano-kvm-pr", "did you mean `nanokvm-pro`?"},
        {"lichee-nano", "did you mean `licheerv-nano`?"},
        {"ax630c", "`ax630c` is a chip; the boards that have it are m5-llm-module, maixcam2-1g"},
        {"CV181x@old", "`CV181x` is a chip; the boards that have it are licheerv-nano, maixcam,"},
        {"maixcam@odl", "did you mean `maixcam@old`? Its images are today, old"},
        {"maixcam2@ol", "has no image `ol`; its images are since-2025-09, before-2025-09"},
        {"maixcam2-1g@old", "of maixcam2-1g one image is known; write it without `@old`"},
        {"raspberrypi", "no board is called `raspberrypi`; `maixfit devices`"},
        {"", "no board is called ``; `maixfit devices`"},
        {"@", "no board is called `@`; `maixfit devices`"}};
    struct mf_error error;
    struct mf_arena arena = {0};
    struct mf_device_list list = {0};
    mf_devices_builtin(&list);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        cr_expect_not(mf_device_fail_name(&list, names[i][0], &error));
        cr_expect_not_null(strstr(error.text, names[i][1]), "%s: %s", names[i][0], error.text);
    }
    mf_arena_free(&arena);
}

Test(profiles, builtin_ones_are_as_in_the_table)
{
    static const struct {
        const char *id;
        uint64_t ram;
        uint64_t pool;
        uint64_t legal;
    } table[] = {{"maixcam2-4g", 4096, 3072, 3840},
                 {"maixcam2", 4096, 3072, 3840},
                 {"MaixCAM2", 4096, 3072, 3840},
                 {"maixcam2_4g@Before 2025-09", 4096, 2048, 3840},
                 {"maixcam2@before-2025-09", 4096, 2048, 3840},
                 {"maixcam2-4g@since-2025-09", 4096, 3072, 3840},
                 {"MaixCAM Pro", 256, 105, 0},
                 {"maixcam@old", 256, 105, 0},
                 {"maixcam2-2g", 2048, 1024, 1792},
                 {"maixcam2-1g", 1024, 512, 768},
                 {"maixcam2-512m", 512, 256, 256},
                 {"maixcam", 256, 105, 0},
                 {"nanokvm", 256, 75, 0},
                 {"nanokvm-pro", 1024, 200, 768},
                 {"nanokvm-pro@cmm320", 1024, 320, 768},
                 {"recamera", 256, 50, 0},
                 {"recamera@before-0.0.7", 256, 75, 0},
                 {"milkv-duo@sdk-v1", 64, 16, 0},
                 {"milkv-duo@sdk-v2", 64, 0, 0},
                 {"Milk-V Duo256M", 256, 75, 0},
                 {"duo s", 512, 70, 0},
                 {"milkv-duos@sdk-v1", 512, 170, 0},
                 {"licheerv nano", 256, 105, 0},
                 {"licheerv-nano@2024-04", 256, 75, 0},
                 {"nanokvm@2024-09", 256, 105, 0},
                 {"nanokvm@ion48", 256, 48, 0},
                 {"ax620q@cmm178", 256, 178, 0},
                 {"m5-llm-module", 4096, 3072, 0},
                 {"axcl-ax650n", 4096, 2944, 0},
                 {"axcl-ax650n@v2.18", 4096, 3072, 0},
                 {"axcl-ax8850@cmm4608", 8192, 4608, 0},
                 {"axcl-ax8850", 8192, 7040, 0}};
    struct mf_arena arena = {0};
    struct mf_device_list list = {0};
    mf_devices_builtin(&list);
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        const struct mf_device *device = mf_device_find(&list, table[i].id);
        cr_assert_not_null(device, "%s", table[i].id);
        cr_expect_eq(device->ram_mib, table[i].ram);
        cr_expect_eq(device->pool_bytes, table[i].pool << 20);
        cr_expect_eq(device->legal_max_mib, table[i].legal);
    }
    mf_arena_free(&arena);
}

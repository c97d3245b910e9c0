// SPDX-License-Identifier: MIT
#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "device/find_supply.h"
#include "device/probe.h"
#include "support.h"

static const char cmm[] =
    "+---PARTITION: Phys(0x80000000, 0x8FFFFFFF), Size=262144KB(256MB),    NAME=\"anonymous\"\r\n"
    "   |-Block: phys(0x84000000, 0x85FFFFFF), cache =cacheable, length=32768KB(32MB),    name=\"b "
    "c\"\n"
    "   |-Block: phys(0x80000000, 0x80000FFF), cache =non-cacheable, length=4KB(0MB),    "
    "name=\"a\"\n"
    "+---PARTITION: Phys(0x90000000, 0x90FFFFFF), Size=16384KB(16MB),    NAME=\"npu\"\n"
    "\n---CMM_USE_INFO:\n"
    " total size=278528KB(272MB),used=32772KB(32MB + 4KB),remain=245756KB(239MB + 1020KB),"
    "partition_number=2,block_number=2\n";

static const char ion[] = "Summary:\n[0] carveout heap size:110100480 bytes, used:16777216 bytes\n"
                          "usage rate:16%, memory usage peak 60000000 bytes\n\nDetails:\n"
                          " heap_id alloc_buf_size phy_addr kmap_cnt buffer name\n"
                          "       0       16777216 8a500000        1 VbPool 0 \n\n\n"
                          "minimum ion allocate unit = 4096\nfree memory regions:\n"
                          " heap_id start end length\n"
                          " 0 89500000 8a500000 16777216\n 0 8b500000 8fe00000 76546048\n\n";

Test(cmm, holes_never_cross_a_partition)
{
    struct mf_arena arena = {0};
    struct mf_supply supply = {0};
    struct mf_error error;
    cr_assert(mf_cmm_parse(&arena, cmm, sizeof cmm - 1, &supply, &error));
    cr_assert_eq(supply.problem, MF_OK);
    cr_assert(supply.holes_known);
    cr_assert_eq(supply.hole_count, 3);
    cr_assert_eq(supply.free.bytes, UINT64_C(245756) * 1024);
    cr_assert_eq(supply.largest_hole.bytes, UINT64_C(0x8FFFFFFF) - 0x85FFFFFF);
    cr_assert_eq(supply.owner_count, 2);
    cr_assert_str_eq(supply.owners[0].name, "b c");
    cr_assert_eq(supply.pool_start, 0x80000000);
    cr_assert_eq(supply.pool_end, 0x91000000);
    mf_arena_free(&arena);
}

typedef bool (*parser)(struct mf_arena *, const char *, size_t, struct mf_supply *,
                       struct mf_error *);

/* A text that is cut anywhere may report less, but never more free memory or larger holes than
 * there are. */
static void cut_everywhere(parser parse, const char *text, size_t size, uint64_t free_bytes,
                           uint64_t hole)
{
    for (size_t length = 0; length < size; length++) {
        struct mf_arena arena = {0};
        struct mf_supply supply = {0};
        struct mf_error error;
        char *copy = calloc(1, length + 1);
        memcpy(copy, text, length);
        cr_assert(parse(&arena, copy, length, &supply, &error));
        cr_expect(supply.problem != MF_OK || supply.total.known, "length %zu", length);
        cr_expect(!supply.free.known || supply.free.bytes <= free_bytes, "length %zu: %llu free",
                  length, (unsigned long long)supply.free.bytes);
        cr_expect(!supply.largest_hole.known || supply.largest_hole.bytes <= hole, "length %zu",
                  length);
        mf_arena_free(&arena);
        free(copy);
    }
}

Test(cmm, cut_at_every_length)
{
    cut_everywhere(mf_cmm_parse, cmm, sizeof cmm - 1, UINT64_C(245756) * 1024, UINT64_C(0xA000000));
}

Test(ion, cut_at_every_length)
{
    cut_everywhere(mf_ion_parse, ion, sizeof ion - 1, 110100480 - 16777216, 76546048);
}

Test(ion, reads_rows_and_regions)
{
    struct mf_arena arena = {0};
    struct mf_supply supply = {0};
    struct mf_error error;
    cr_assert(mf_ion_parse(&arena, ion, sizeof ion - 1, &supply, &error));
    cr_assert(supply.holes_known);
    cr_assert_eq(supply.hole_count, 2);
    cr_assert_eq(supply.largest_hole.bytes, 76546048);
    cr_assert_str_eq(supply.owners[0].name, "VbPool 0");
    mf_arena_free(&arena);
}

Test(ion, rebuilds_holes_only_where_all_adds_up)
{
    for (int wrong = 0; wrong < 2; wrong++) {
        struct mf_arena arena = {0};
        struct mf_supply supply = {0};
        struct mf_error error;
        char text[sizeof ion];
        memcpy(text, ion, sizeof ion);
        *strstr(text, "free memory") = '\0';
        if (wrong)
            *strstr(text, "       0       16777216") = '\0';
        cr_assert(mf_ion_parse(&arena, text, strlen(text), &supply, &error));
        cr_assert(supply.table_missing);
        cr_assert(mf_ion_rebuild(&arena, &supply, 0x89500000, &error));
        cr_expect_eq(supply.holes_known, !wrong);
        cr_expect(wrong || supply.largest_hole.bytes == 76546048);
        mf_arena_free(&arena);
    }
}

Test(cmm, contradictions_are_no_figures)
{
    static const char *const texts[] = {
        " total size=100KB,used=200KB,remain=0KB,partition_number=1,block_number=1\n",
        " total size=100KB,used=20KB,remain=90KB,partition_number=1,block_number=1\n",
        " total size=99999999999999999999KB,used=20KB,remain=90KB\n",
        "",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct mf_arena arena = {0};
        struct mf_supply supply = {0};
        struct mf_error error;
        cr_assert(mf_cmm_parse(&arena, texts[i], strlen(texts[i]), &supply, &error));
        cr_expect_eq(supply.problem, MF_PROBE_FAILED, "text %zu", i);
        cr_expect_not(supply.free.known);
        mf_arena_free(&arena);
    }
}

/* maix_memory_cmm=0 makes such a pool: that is a reading, not a probe that failed. */
Test(cmm, a_pool_of_0_bytes_is_a_reading)
{
    static const char *const texts[] = {
        " total size=0KB,used=0KB,remain=0KB,partition_number=0,block_number=0\n",
        "+---PARTITION: Phys(0x140000000, 0x13FFFFFFF), Size=0KB(0MB), NAME=\"anonymous\"\n"
        " total size=0KB,used=0KB,remain=0KB,partition_number=1,block_number=0\n"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct mf_arena arena = {0};
        struct mf_supply supply = {0};
        struct mf_error error;
        cr_assert(mf_cmm_parse(&arena, texts[i], strlen(texts[i]), &supply, &error));
        cr_expect_eq(supply.problem, MF_OK);
        cr_expect(supply.total.known && supply.total.bytes == 0);
        cr_expect(supply.free.known && supply.free.bytes == 0);
        cr_expect(supply.holes_known && supply.hole_count == 0);
        cr_expect_eq(supply.findings.count, 0);
        mf_arena_free(&arena);
    }
}

Test(meminfo, absent_is_unknown)
{
    struct mf_meminfo meminfo;
    mf_meminfo_parse("MemTotal:       1024 kB\nXMemAvailable: 5 kB\nCmaFree:  7\n", &meminfo);
    cr_assert(meminfo.total.known && meminfo.total.bytes == 1024 * 1024);
    cr_assert_not(meminfo.available.known);
    cr_assert_not(meminfo.cma_free.known);
    cr_assert_not(mf_cmdline_mem("root=/dev/a xmem=5M").known);
    cr_assert_not(mf_cmdline_mem("dyndbg=\"file a mem=512M +p\" rw").known);
    cr_assert_not(mf_cmdline_mem("\"a=b mem=512M\"").known);
    cr_assert_eq(mf_cmdline_mem("a=\"b mem=1M\" mem=512M").bytes, UINT64_C(512) << 20);
    cr_assert_eq(mf_cmdline_mem("quiet mem=1024M rw").bytes, UINT64_C(1) << 30);
}

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
                                      ", \"images\": [{\"title\": \"t\", \"id\": \"o\", "
                                      "\"pool_mib\": 1, \"idle_use_kib\": 1025}]"};
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
        {"maxicam", "maixcam"},           {"maixcam3", "maixcam"}, {"nano-kvm-pr", "nanokvm-pro"},
        {"lichee-nano", "licheerv-nano"}, {"raspberrypi", NULL},   {"", NULL}};
    struct mf_arena arena = {0};
    struct mf_device_list list = {0};
    struct mf_error error;
    cr_assert(mf_devices_builtin(&arena, &list, &error), "%s", error.text);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *near = mf_device_nearest(&list, names[i][0]);
        cr_expect(names[i][1] ? near && strcmp(near, names[i][1]) == 0 : !near, "%s: %s",
                  names[i][0], near ? near : "none");
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
    struct mf_error error;
    cr_assert(mf_devices_builtin(&arena, &list, &error), "%s", error.text);
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        const struct mf_device *device = mf_device_find(&list, table[i].id);
        cr_assert_not_null(device, "%s", table[i].id);
        cr_expect_eq(device->ram_mib, table[i].ram);
        cr_expect_eq(device->pool_bytes, table[i].pool << 20);
        cr_expect_eq(device->legal_max_mib, table[i].legal);
    }
    mf_arena_free(&arena);
}

/* A profile whose sign is a file of every machine makes the machine of the test a board. */
Test(supply, a_board_without_a_pool_is_not_judged_by_a_profile)
{
    static const char profile[] =
        "{\"schema\": \"maixfit-device/1\", \"id\": \"x\", \"title\": \"X\", \"chip\": \"C\", "
        "\"npu\": [\"N\"], \"pool\": \"cmm\", \"ram_mib\": 512, \"pool_mib\": 256, "
        "\"detect\": {\"path\": \"/etc/passwd\"}, \"adjust\": \"no\", \"source\": \"me\"}";
    for (int board = 0; board < 2; board++) {
        struct mf_arena arena = {0};
        struct mf_device_list list = {0};
        struct mf_supply supply;
        struct mf_error error;
        struct mf_supply_request request = {.model_format = "axmodel"};
        cr_assert(mf_devices_builtin(&arena, &list, &error));
        cr_assert(!board ||
                  mf_devices_add(&arena, &list, "x", profile, sizeof profile - 1, &error));
        cr_assert(mf_supply_find(&arena, &list, &request, &supply, &error));
        cr_expect_eq(supply.origin, board ? MF_ORIGIN_NONE : MF_ORIGIN_PROFILE);
        cr_expect_eq(supply.problem, board ? MF_NO_PROBE : MF_OK);
        cr_expect(!board || strstr(supply.problem_text, "/etc/passwd"));
        cr_expect_eq(supply.free.known, !board);
        mf_arena_free(&arena);
    }
}

Test(supply, a_profile_counts_what_the_drivers_hold)
{
    struct mf_arena arena = {0};
    struct mf_device_list list = {0};
    struct mf_supply supply;
    struct mf_error error;
    struct mf_root here = {.name = SOURCE_DIR};
    struct mf_supply_request request = {.model_format = "axmodel", .sysroot = &here};
    cr_assert(mf_devices_builtin(&arena, &list, &error));
    request.device = mf_device_find(&list, "maixcam2-1g");
    cr_assert(mf_supply_find(&arena, &list, &request, &supply, &error));
    cr_expect_eq(supply.used.bytes, 448 * 1024);
    cr_expect_eq(supply.free.bytes, (UINT64_C(512) << 20) - 448 * 1024);
    cr_expect_eq(supply.largest_hole.bytes, supply.free.bytes);
    cr_expect_eq(supply.holes[0].start, 0x60000000 + 448 * 1024);
    cr_expect_eq(supply.owner_count, 1);
    mf_arena_free(&arena);
}

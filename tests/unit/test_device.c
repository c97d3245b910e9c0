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
        mf_devices_builtin(&list);
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
    struct mf_supply_request request = {.model_format = "axmodel"};
    mf_devices_builtin(&list);
    request.device = mf_device_find(&list, "maixcam2-1g");
    cr_assert(mf_supply_find(&arena, &list, &request, &supply, &error));
    cr_expect_eq(supply.used.bytes, 448 * 1024);
    cr_expect_eq(supply.free.bytes, (UINT64_C(512) << 20) - 448 * 1024);
    cr_expect_eq(supply.largest_hole.bytes, supply.free.bytes);
    cr_expect_eq(supply.holes[0].start, 0x60000000 + 448 * 1024);
    cr_expect_eq(supply.owner_count, 1);
    mf_arena_free(&arena);
}

// SPDX-License-Identifier: MIT
#include <criterion/criterion.h>

#include "../formats/format.h"
#include "fit/fit.h"

#define MIB UINT64_C(1048576)

Test(pool_line, is_the_smallest_that_passes)
{
    struct mf_device device = {
        .id = "d", .ram_mib = 1024, .legal_min_mib = 1, .legal_max_mib = 768};
    struct mf_supply supply = {.device = &device, .used = {true, MIB}, .total = {true, 512 * MIB}};
    struct mf_pool_line line = mf_pool_line_find(&supply, 99 * MIB, 0);
    cr_expect(line.possible && line.least_mib == 100);
    line = mf_pool_line_find(&supply, 99 * MIB + 1, 0);
    cr_expect(line.possible && line.least_mib == 101);
    line = mf_pool_line_find(&supply, 767 * MIB, 0);
    cr_expect(line.possible && line.least_mib == 768);
    line = mf_pool_line_find(&supply, 767 * MIB + 5, 0);
    cr_expect(!line.possible && line.reason == MF_NO_LEGAL_VALUE && line.shortfall == 5);
    line = mf_pool_line_find(&supply, UINT64_MAX, 0);
    cr_expect_not(line.possible);
    supply.user_available = (struct mf_amount){true, 100 * MIB};
    line = mf_pool_line_find(&supply, 599 * MIB, 50 * MIB);
    cr_expect(!line.possible && line.reason == MF_USER_MEMORY, "Linux would have 12 MiB for 50");
    supply.used.known = false;
    line = mf_pool_line_find(&supply, MIB, 0);
    cr_expect(!line.possible && line.reason == MF_NO_PROBE, "unknown is not zero");
}

/* 300 MiB in use, 200 free, 4 KiB in use, 524 − 4 KiB free at the end. */
Test(pool_line, of_a_fragmented_pool_holds_if_it_fragments_the_same_way_again)
{
    const uint64_t start = UINT64_C(0x80000000);
    struct mf_device device = {
        .id = "d", .ram_mib = 2048, .legal_min_mib = 1, .legal_max_mib = 1792};
    struct mf_hole holes[] = {{start + 300 * MIB, 200 * MIB},
                              {start + 500 * MIB + 4096, 524 * MIB - 4096}};
    struct mf_block block = {.owner = "m", .name = "b", .bytes = 600 * MIB};
    size_t model_end = 1;
    struct mf_result result = {.supply = {.device = &device,
                                          .total = {true, 1024 * MIB},
                                          .used = {true, 300 * MIB + 4096},
                                          .free = {true, 724 * MIB - 4096},
                                          .pool_end = start + 1024 * MIB,
                                          .holes = holes,
                                          .hole_count = 2,
                                          .holes_known = true},
                               .demand = {.blocks = {&block, 1, 1},
                                          .model_end = 1,
                                          .model_ends = &model_end,
                                          .model_bytes = &block.bytes,
                                          .model_count = 1}};
    struct mf_arena arena = {0};
    struct mf_error error;
    struct mf_pool_line *line = &result.pool_line;
    *line = mf_pool_line_find(&result.supply, 600 * MIB, 0);
    cr_expect_eq(line->least_mib, 901);
    cr_assert(mf_pool_line_split(&result, 600 * MIB, line, &error));
    cr_expect_eq(line->least_mib, 901, "enough in one piece");
    cr_expect_eq(line->split_mib, 1024 + 77, "the last hole must grow from 524 MiB - 4 KiB to 600");
    cr_assert(mf_pool_line_choose(&arena, &result, false, &error));
    cr_expect_eq(line->mib, 1101);
    cr_expect_eq(line->linux_mib, 2048 - 1101);
    device.legal_max_mib = 1100;
    *line = mf_pool_line_find(&result.supply, 600 * MIB, 0);
    cr_assert(mf_pool_line_split(&result, 600 * MIB, line, &error));
    cr_expect(line->least_mib == 901 && line->split_mib == 0);
    cr_assert(mf_pool_line_choose(&arena, &result, false, &error));
    cr_expect_eq(line->mib, 1024, "not less than the present pool");
    mf_arena_free(&arena);
}

/* 4 GiB, of which Linux uses 3 at most; 2 GiB are the default pool, 448 KiB of it the drivers'. */
Test(pool_line, leaves_the_board_its_default_unless_linux_then_cannot_load)
{
    struct mf_device device = {.ram_mib = 4096,
                               .pool_bytes = 2048 * MIB,
                               .legal_min_mib = 1,
                               .legal_max_mib = 3840,
                               .linux_max_mib = 3072};
    static const struct {
        uint64_t need;
        uint64_t peak;
        uint64_t available; /* to Linux, beside a pool of 1600 MiB; 0: unknown */
        bool minimum;
        uint64_t mib;
        uint64_t linux_mib;
    } rows[] = {{100, 0, 0, false, 2048, 2048},       {100, 0, 0, true, 101, 3072},
                {2500, 0, 0, false, 2501, 1595},      {2500, 0, 0, true, 2501, 1595},
                {100, 900, 1400, false, 2048, 2048},  {100, 1000, 1400, false, 1024, 3072},
                {1200, 1000, 1400, false, 1201, 2895}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct mf_arena arena = {0};
        struct mf_error error;
        struct mf_result result = {
            .supply = {.device = &device,
                       .used = {true, 448 * 1024},
                       .total = {true, 1600 * MIB},
                       .user_available = {rows[i].available > 0, rows[i].available * MIB}},
            .demand = {.user_peak_bytes = rows[i].peak * MIB}};
        result.pool_line =
            mf_pool_line_find(&result.supply, rows[i].need * MIB, result.demand.user_peak_bytes);
        cr_assert(mf_pool_line_choose(&arena, &result, rows[i].minimum, &error));
        cr_expect_eq(result.pool_line.mib, rows[i].mib, "%zu: %llu", i,
                     (unsigned long long)result.pool_line.mib);
        cr_expect_eq(result.pool_line.linux_mib, rows[i].linux_mib, "%zu", i);
        mf_arena_free(&arena);
    }
}

Test(fit, a_pool_of_another_kind_is_no_place_for_a_model)
{
    struct mf_arena arena = {0};
    struct mf_device_list devices = {0};
    struct mf_model models[] = {{.traits = &mf_cvimodel_format.traits},
                                {.traits = &mf_axmodel_format.traits}};
    const enum mf_pool_kind own[] = {MF_KIND_ION, MF_KIND_CMM};
    mf_devices_builtin(&devices);
    for (size_t i = 0; i < 2; i++) {
        struct mf_model *list[] = {&models[i]};
        struct mf_result result = {.models = list, .model_count = 1};
        cr_expect_null(mf_find_misfit(NULL, own[i], &result));
        cr_expect_eq(mf_find_misfit(NULL, own[1 - i], &result), &models[i]);
        cr_expect_null(mf_find_misfit(NULL, MF_KIND_UNKNOWN, &result));
        cr_expect_null(mf_find_misfit(NULL, MF_KIND_CMA, &result));
        const struct mf_device *other = mf_device_find(&devices, i == 0 ? "maixcam2" : "maixcam");
        cr_expect_eq(mf_find_misfit(other, other->kind, &result), &models[i],
                     "though the file does not state its chip");
    }
    mf_arena_free(&arena);
}

/* free: 958 MiB and 1965 MiB of MemTotal for 1024 and 2048 MiB. */
Test(pool_line, linux_usable_is_near_the_published_points)
{
    cr_expect_eq(mf_linux_usable(1024) / MIB, 958);
    cr_expect_eq(mf_linux_usable(2048) / MIB, 1965);
    cr_expect_eq(mf_linux_usable(10), 0);
}

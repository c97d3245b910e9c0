// SPDX-License-Identifier: MIT
/* Placement as programs ask and drivers answer. */
#include <criterion/criterion.h>
#include <string.h>

#include "fit/place.h"

#define MIB UINT64_C(1048576)

/* Models of one block each, then an app of one block (0: none), in holes far apart. */
static struct mf_placement place(enum mf_pool_kind kind, const uint64_t *models, size_t count,
                                 uint64_t app, const uint64_t *holes, size_t hole_count)
{
    struct mf_block items[16] = {0};
    struct mf_hole spaces[16];
    size_t ends[16];
    uint64_t bytes[16];
    struct mf_placement placement;
    struct mf_error error;
    static const char *const owners[] = {"a", "b", "c", "d", "e", "f"};
    for (size_t i = 0; i < count; i++) {
        items[i] = (struct mf_block){.owner = owners[i], .name = "weights", .bytes = models[i]};
        ends[i] = i + 1;
        bytes[i] = models[i];
    }
    items[count] = (struct mf_block){.owner = "camera", .name = "pool", .bytes = app};
    for (size_t i = 0; i < hole_count; i++)
        spaces[i] = (struct mf_hole){i << 32, holes[i]};
    struct mf_demand demand = {.blocks = {items, count + (app > 0), 16},
                               .model_end = count,
                               .model_ends = ends,
                               .model_bytes = bytes,
                               .model_count = count};
    struct mf_supply supply = {
        .kind = kind, .holes = spaces, .hole_count = hole_count, .holes_known = true};
    cr_assert(mf_place(&demand, &supply, &placement, &error));
    return placement;
}

Test(place, no_loader_sorts_its_blocks)
{
    const uint64_t models[] = {4 * MIB, 10 * MIB, 6 * MIB};
    const uint64_t exact[] = {6 * MIB, 10 * MIB, 4 * MIB};
    struct mf_placement placement = place(MF_KIND_ION, models, 3, 0, exact, 3);
    cr_expect(placement.always, "best fit takes each hole for its block");
    placement = place(MF_KIND_CMM, models, 3, 0, exact, 3);
    cr_expect(placement.sometimes && !placement.always, "first fit puts 4 MiB into the 6 MiB");
    cr_assert_not_null(placement.unplaced);
    cr_expect_eq(placement.unplaced->bytes, 6 * MIB);
    cr_expect_eq(placement.failed_policy, MF_FIRST_FIT);
}

/* 50 MiB go into the hole of 100 MiB by first fit, then 90 MiB find none. */
Test(place, first_fit_and_best_fit_differ)
{
    const uint64_t models[] = {50 * MIB, 90 * MIB};
    const uint64_t holes[] = {100 * MIB, 60 * MIB};
    cr_expect(place(MF_KIND_ION, models, 2, 0, holes, 2).always);
    struct mf_placement placement = place(MF_KIND_CMM, models, 2, 0, holes, 2);
    cr_expect(placement.possible[MF_MODELS_FIRST][MF_BEST_FIT]);
    cr_expect_not(placement.possible[MF_MODELS_FIRST][MF_FIRST_FIT]);
}

Test(place, the_app_may_open_its_camera_first)
{
    const uint64_t models[] = {6 * MIB};
    const uint64_t holes[] = {10 * MIB, 6 * MIB};
    struct mf_placement placement = place(MF_KIND_ION, models, 1, 10 * MIB, holes, 2);
    cr_expect(placement.always);
    const uint64_t alike[] = {8 * MIB, 8 * MIB, 5 * MIB};
    const uint64_t small[] = {5 * MIB, 5 * MIB};
    placement = place(MF_KIND_ION, small, 2, 8 * MIB, alike, 3);
    cr_expect(placement.always, "5 into 5, 5 into 8, 8 into 8, in either order");
    const uint64_t tight[] = {8 * MIB, 5 * MIB};
    const uint64_t three[] = {3 * MIB, 5 * MIB};
    placement = place(MF_KIND_ION, three, 2, 5 * MIB, tight, 2);
    cr_expect_not(placement.possible[MF_MODELS_FIRST][MF_BEST_FIT]);
    cr_expect(placement.possible[MF_APP_FIRST][MF_BEST_FIT]);
    cr_expect_eq(placement.failed_order, MF_MODELS_FIRST);
}

Test(place, the_largest_model_first_may_help)
{
    const uint64_t models[] = {3 * MIB, 5 * MIB, 5 * MIB};
    const uint64_t holes[] = {5 * MIB, 8 * MIB};
    struct mf_placement placement = place(MF_KIND_CMM, models, 3, 0, holes, 2);
    cr_expect_not(placement.sometimes);
    cr_expect(placement.largest_first);
    const uint64_t larger[] = {3 * MIB, 5 * MIB, 6 * MIB};
    placement = place(MF_KIND_CMM, larger, 3, 0, holes, 2);
    cr_expect_not(placement.sometimes);
    cr_expect_not(placement.largest_first);
}

Test(place, counts_whole_pages)
{
    const uint64_t models[] = {1, 1};
    const uint64_t one[] = {8191};
    const uint64_t two[] = {8192};
    cr_expect_not(place(MF_KIND_ION, models, 2, 0, one, 1).sometimes);
    cr_expect(place(MF_KIND_ION, models, 2, 0, two, 1).always);
}

/* A copy of the file is freed when its owner is loaded: the next copy finds room again, joined with
 * what lies next to it, but never across the border of two partitions. */
Test(allocator, a_freed_piece_joins_its_neighbors)
{
    struct mf_hole holes[] = {{0, 8 * MIB}, {8 * MIB, 8 * MIB}};
    struct mf_supply supply = {.holes = holes, .hole_count = 2, .holes_known = true};
    for (int policy = MF_FIRST_FIT; policy <= MF_BEST_FIT; policy++) {
        struct mf_arena arena = {0};
        struct mf_allocator allocator;
        struct mf_piece copy;
        struct mf_piece piece;
        cr_assert(mf_allocator_init(&allocator, &arena, &supply, (enum mf_policy)policy, 2));
        cr_assert(mf_allocator_take(&allocator, 3 * MIB, &copy));
        cr_assert(mf_allocator_take(&allocator, 1 * MIB, &piece));
        cr_expect_eq(piece.start, 3 * MIB);
        mf_allocator_free(&allocator, &copy);
        cr_assert(mf_allocator_take(&allocator, 4 * MIB, &copy));
        cr_expect_eq(copy.start, 4 * MIB, "not into the 3 MiB that were freed");
        mf_allocator_free(&allocator, &copy);
        cr_assert(mf_allocator_take(&allocator, 8 * MIB, &piece), "the second partition");
        cr_expect_eq(piece.start, 8 * MIB);
        cr_expect_not(mf_allocator_take(&allocator, 5 * MIB, &piece));
        mf_arena_free(&arena);
    }
}

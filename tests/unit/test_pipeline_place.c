// SPDX-License-Identifier: MIT
/* What an app takes must find holes: only blocks of unknown sizes need none of their own. */
#include <criterion/criterion.h>

#include "evaluated.h"
#include "fit/place.h"

#define MIB UINT64_C(1048576)

/* Are the blocks placed in a pool with a hole for each of the first `large`, and all other holes of
 * `rest` bytes? */
static bool is_placed(const struct mf_block_list *blocks, size_t large, uint64_t rest)
{
    struct mf_hole holes[16];
    size_t count = sizeof holes / sizeof holes[0];
    struct mf_placement placement;
    struct mf_error error;
    for (size_t i = 0; i < count; i++)
        holes[i] = (struct mf_hole){i << 32, i < large ? blocks->items[i].bytes : rest};
    struct mf_demand demand = {.blocks = *blocks};
    struct mf_supply supply = {
        .kind = MF_KIND_CMM, .holes = holes, .hole_count = count, .holes_known = true};
    cr_assert(mf_place(&demand, &supply, &placement, &error));
    return placement.always;
}

Test(pipeline_place, a_driver_block_of_known_size_needs_a_hole)
{
    struct evaluated run = with_camera("maixcam2", "640x480", "os04d10", NULL);
    const struct mf_block_list *blocks = &part_of(&run, "sensor")->blocks;
    cr_expect_eq(bytes_of(&run, "sensor"), 73793536 + 10485760);
    cr_expect_eq(block_of(&run, "sensor", 1), 4 * MIB);
    cr_expect_eq(certainty_of(&run, "sensor", 1), MF_ESTIMATE);
    cr_expect_eq(block_of(&run, "sensor", 2), 6 * MIB);
    cr_expect(is_placed(blocks, 1, 4 * MIB));
    cr_expect_not(is_placed(blocks, 1, 4 * MIB - 4096), "dmabuf_pipe_0 is one block");
    finish(&run);
}

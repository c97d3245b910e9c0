// SPDX-License-Identifier: MIT
/* What the rows that a report folds are made of. */
#include <criterion/criterion.h>

#include "core/holding.h"

static const char *const OWNERS[] = {"l0", "l1"};

/* Two layers: weights and a tensor each. */
static struct mf_holding_list fold(struct mf_arena *arena, const enum mf_certainty certainties[4])
{
    struct mf_block items[4];
    struct mf_error error;
    struct mf_holding_list holdings;
    for (size_t i = 0; i < 4; i++)
        items[i] = (struct mf_block){.owner = OWNERS[i / 2],
                                     .name = "b",
                                     .bytes = 4096,
                                     .pool = MF_POOL_NPU,
                                     .phase = i % 2 ? MF_PHASE_RUN : MF_PHASE_LOAD,
                                     .certainty = certainties[i],
                                     .fold = MF_FOLD_LAYER};
    const struct mf_block_list blocks = {items, 4, 4};
    cr_assert(mf_holdings_make(arena, &blocks, &holdings, &error));
    cr_assert_eq(holdings.count, 2);
    return holdings;
}

Test(holding, is_as_certain_as_the_weakest_that_is_folded)
{
    static const struct {
        enum mf_certainty blocks[4];
        enum mf_certainty first, first_run, second, layers;
    } cases[] = {
        {{MF_EXACT, MF_EXACT, MF_EXACT, MF_EXACT}, MF_EXACT, MF_EXACT, MF_EXACT, MF_EXACT},
        {{MF_EXACT, MF_DERIVED, MF_EXACT, MF_EXACT}, MF_DERIVED, MF_DERIVED, MF_EXACT, MF_DERIVED},
        {{MF_ESTIMATE, MF_EXACT, MF_EXACT, MF_EXACT}, MF_ESTIMATE, MF_EXACT, MF_EXACT, MF_ESTIMATE},
        {{MF_DERIVED, MF_EXACT, MF_MEASURED, MF_DERIVED},
         MF_DERIVED,
         MF_EXACT,
         MF_MEASURED,
         MF_MEASURED},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct mf_arena arena = {0};
        const struct mf_holding_list holdings = fold(&arena, cases[i].blocks);
        cr_expect_eq(holdings.items[0].certainty, cases[i].first, "case %zu", i);
        cr_expect_eq(holdings.items[0].run_certainty, cases[i].first_run, "case %zu", i);
        cr_expect_eq(holdings.items[1].certainty, cases[i].second, "case %zu", i);
        cr_expect_eq(holdings.items[0].layers.certainty, cases[i].layers, "case %zu", i);
        mf_arena_free(&arena);
    }
}

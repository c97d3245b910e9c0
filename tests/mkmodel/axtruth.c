// SPDX-License-Identifier: MIT
// What an axmodel takes in CMM, straight from the plan (docs of the format, section "What loading
// takes in CMM"), and the run of `mkmodel axmodel`.
#include <inttypes.h>

#include "mkaxmodel.h"

struct ax_sum {
    uint64_t constant, mcode, workspace, io, pages;
};

// Each block is one of its own, rounded up to a page; an empty one is not allocated.
static void add_block(struct ax_sum *sum, uint64_t *part, uint64_t bytes)
{
    *part = checked_add(*part, bytes);
    sum->pages = checked_add(sum->pages, round_page(bytes));
}

// The graph's inputs, or its outputs.
static void add_values(struct ax_sum *sum, const struct ax_plan *plan, bool output)
{
    for (unsigned g = 0; g < plan->groups; g++)
        for (unsigned i = 0; i < plan->group[g].tensors; i++)
            if (plan->group[g].tensor[i].output == output && !ax_seen_before(plan, g, i))
                add_block(sum, &sum->io, ax_tensor_bytes(&plan->group[g].tensor[i], 1));
}

static void add_strays(struct ax_sum *sum, const struct ax_plan *plan, bool output)
{
    for (unsigned i = 0; i < plan->stray.tensors; i++)
        if (plan->stray.tensor[i].output == output)
            add_block(sum, &sum->io, ax_tensor_bytes(&plan->stray.tensor[i], 1));
}

static bool has_tensors(const struct ax_plan *plan, bool output)
{
    for (unsigned g = 0; g < plan->groups; g++)
        for (unsigned i = 0; i < plan->group[g].tensors; i++)
            if (plan->group[g].tensor[i].output == output)
                return true;
    return false;
}

// What a CPU node takes or gives is allocated all the same; else a table that lists some inputs
// lists all, and the same goes for outputs.
static void add_untabled(struct ax_sum *sum, const struct ax_plan *plan, bool output)
{
    bool none = output ? plan->no_outputs : plan->no_inputs;
    if (none)
        add_values(sum, plan, output);
    if (none || plan->cpu_nodes > 0 || !has_tensors(plan, output))
        add_strays(sum, plan, output);
}

static void add_blob(struct ax_sum *sum, const struct ax_plan *plan, const struct ax_group *g,
                     unsigned batch)
{
    add_block(sum, &sum->mcode, checked_mul(8, g->words));
    for (unsigned i = 0; i < g->entries; i++)
        if (g->entry[i].kind != AX_ON_CHIP)
            add_block(sum, &sum->workspace, g->entry[i].size);
    for (unsigned i = 0; i < g->tensors; i++)
        if (g->tensor[i].output ? !plan->no_outputs : !plan->no_inputs)
            add_block(sum, &sum->io, ax_tensor_bytes(&g->tensor[i], batch));
    for (unsigned output = 0; output < 2 && plan->no_inputs && plan->no_outputs; output++) {
        add_values(sum, plan, output == 1);
        add_strays(sum, plan, output == 1);
    }
}

void ax_truth(FILE *to, const struct ax_plan *plan)
{
    struct ax_sum sum = {0};
    bool inner = plan->layout == AX_FIRST; // there each blob has weights inside
    bool lost = inner ? plan->missing_blob : plan->missing_const || plan->no_raw_data;
    // Without its key no initializer stands for them, but each memory table states them.
    bool each = inner || plan->no_const_key;
    unsigned copies = each ? plan->groups * plan->dotneus : plan->own_const ? plan->groups : 1;
    unsigned times = plan->nodes_twice ? 2 : 1;
    for (unsigned i = 0; i < copies && !lost && !plan->no_neu; i++)
        add_block(&sum, &sum.constant, plan->const_size);
    for (unsigned g = 0; g < plan->groups && !plan->no_neu && !plan->missing_blob; g++)
        for (unsigned i = 0; i < times * plan->dotneus; i++)
            add_blob(&sum, plan, &plan->group[g], plan->batch[i % plan->dotneus]);
    for (unsigned output = 0; output < 2 && !(plan->no_inputs && plan->no_outputs); output++)
        add_untabled(&sum, plan, output == 1);
    uint64_t cmm = checked_add(checked_add(sum.constant, sum.mcode), sum.workspace);
    fprintf(to,
            "{\"cmm\":%" PRIu64 ",\"const\":%" PRIu64 ",\"mcode\":%" PRIu64
            ",\"workspace\":%" PRIu64 ",\"io\":%" PRIu64 ",\"runtime_pages\":%" PRIu64
            ",\"groups\":%u}\n",
            cmm, sum.constant, sum.mcode, sum.workspace, sum.io, sum.pages,
            plan->no_neu ? 0 : times * plan->groups * plan->dotneus);
}

static void default_tensors(struct ax_plan *plan)
{
    for (unsigned g = 0; g < plan->groups; g++)
        if (plan->group[g].tensors > 0)
            return;
    ax_tensor_add(&plan->group[0], "input:U8:1x224x224x3", false);
    ax_tensor_add(&plan->group[0], "output:FP32:1x1000", true);
}

// Groups that were asked for by number alone, and tensors for those that have none.
static void complete(struct ax_plan *plan)
{
    unsigned given = plan->groups;
    default_tensors(plan);
    plan->groups = plan->wanted_groups > given ? plan->wanted_groups : given;
    for (unsigned g = given; g < plan->groups; g++) {
        plan->group[g] = plan->group[0];
        plan->group[g].tensors = 0;
    }
    for (unsigned g = 0; g < plan->groups; g++) {
        struct ax_group *to = &plan->group[g];
        if (!to->onchip_said && plan->ax620e)
            ax_entry_add(to, (struct ax_entry){AX_BY_ONCHIP, AX_RUNTIME, AX_ON_CHIP, 128});
        if (to->tensors > 0)
            continue;
        for (unsigned i = 0; i < plan->group[0].tensors; i++) {
            to->tensor[i] = plan->group[0].tensor[i];
            to->tensor[i].dims.size[0] *= (int64_t)g + 1;
        }
        to->tensors = plan->group[0].tensors;
    }
}

static void refuse_contradictions(const struct ax_plan *plan)
{
    if (plan->dotneus == 0)
        die(2, "--dotneus: at least 1");
    if (plan->layout == AX_FIRST && plan->dyn_params > 0)
        die(2, "--layout 1.1 has no dynamic parameters");
    if (plan->twice_key && (plan->layout == AX_FIRST || plan->const_size < AX_SMALL_BYTES ||
                            plan->no_const_key || plan->missing_const || plan->no_raw_data))
        die(2, "--json-twice needs JSON, and weights that are larger than %d bytes",
            AX_SMALL_BYTES);
    if (plan->layout == AX_FIRST &&
        (plan->missing_const || plan->no_raw_data || plan->no_const_key))
        die(2, "--layout 1.1 keeps the weights inside the blob: nothing to leave out");
    if (plan->duplicates > 0 && (plan->missing_blob || plan->missing_const || plan->no_raw_data))
        die(2, "--duplicate: what is left out has no second, and would not be missing");
    if (plan->no_neu && plan->const_size % 4)
        die(2, "--no-neu: the weights are FP32, --const must be a multiple of 4");
}

int mkaxmodel(int argc, char **argv)
{
    static struct ax_plan plan;
    static const char *const versions[] = {
        [AX_NEW] = "6.0", [AX_OLD] = "1.8-beta1", [AX_FIRST] = "1.1-beta1"};
    plan.ax620e = true;
    plan.const_size = 1 << 20;
    plan.truncate = UINT64_MAX;
    plan.dotneus = plan.groups = plan.batch[0] = 1;
    plan.group[0].words = 1000;
    const char *path = options_parse(argc, argv, ax_options, ax_option_count, &plan);
    if (!plan.version)
        plan.version = versions[plan.layout];
    if (!plan.commit)
        plan.commit = "6a7e59de";
    if (!plan.producer)
        plan.producer = plan.no_neu ? "pytorch" : "Pulsar2";
    refuse_contradictions(&plan);
    complete(&plan);
    struct bytes out = {0};
    ax_model(&out, &plan);
    bytes_save(&out, path, plan.truncate);
    bytes_free(&out);
    ax_truth(stdout, &plan);
    return 0;
}

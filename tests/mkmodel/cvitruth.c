// SPDX-License-Identifier: MIT
// What a cvimodel takes in ION, straight from the plan: need_ion as the vendor's tool adds it up,
// the rest as the runtime (sophgo/cviruntime) allocates it. And the run of `mkmodel cvimodel`.
#include <inttypes.h>
#include <string.h>

#include "mkcvimodel.h"

#define IO_KINDS 8

struct cvi_sum {
    uint64_t need, dmabuf, io, runtime, pages;
};

static void add_block(struct cvi_sum *sum, uint64_t bytes)
{
    sum->runtime = checked_add(sum->runtime, bytes);
    sum->pages = checked_add(sum->pages, round_page(bytes));
}

static bool counts_as_packed(const struct cvi_section *s)
{
    return s->compress && s->decompressed > 0;
}

// Only the records of cv181x and cv180x are known; of other chips the section's size stands for the
// block.
static uint64_t command_block(const struct cvi_plan *plan, const struct cvi_section *s)
{
    bool known = cvi_magic(cvi_chip(plan)) != 0;
    if (s->size == 0)
        return 0;
    if (s->encrypt)
        return 2ull * s->size;
    if (counts_as_packed(s) && !(known && s->unpacks))
        return s->decompressed + 512ull; // a bound
    return known ? s->ion : s->size;
}

static void add_sections(struct cvi_sum *sum, const struct cvi_plan *plan)
{
    sum->need = plan->weight.size;
    add_block(sum, plan->weight.size); // as stored, packed or not
    for (unsigned i = 0; i < plan->sections; i++) {
        const struct cvi_section *s = &plan->section[i];
        sum->need += s->size;
        if (s->type == CVI_DMABUF) {
            add_block(sum, s->size);
            add_block(sum, counts_as_packed(s) ? s->decompressed : 0);
        }
        if (s->type != CVI_CMDBUF)
            continue; // functions are the CPU's
        uint64_t block = command_block(plan, s);
        sum->dmabuf = checked_add(sum->dmabuf, block);
        add_block(sum, block);
    }
}

static uint64_t io_block(const struct cvi_plan *plan, const struct cvi_tensor *t)
{
    uint64_t bytes = t->size;
    if (!t->aligned)
        return dims_bytes(&t->dims, 4, t->unit); // the runtime looks at four dims, no more
    if (t->size == 0 && !cvi_pixel_bytes(t, strcmp(cvi_chip(plan), "cv183x") == 0, &bytes))
        die(2, "tensor %s: aligned without a size, so it needs a pixel format (see mkmodel -h)",
            t->name);
    return bytes;
}

// One block a kind, sized by the first tensor of that kind; the vendor's sum counts them all.
static void add_tensors(struct cvi_sum *sum, const struct cvi_plan *plan,
                        const struct cvi_program *p)
{
    bool seen[IO_KINDS] = {false};
    for (unsigned i = 0; i < p->tensors; i++) {
        const struct cvi_tensor *t = &p->tensor[i];
        if (t->kind < CVI_KIND_IO)
            continue;
        sum->need = checked_add(sum->need, dims_bytes(&t->dims, 4, t->unit));
        if (seen[t->kind])
            continue;
        seen[t->kind] = true;
        uint64_t size = io_block(plan, t);
        sum->io = checked_add(sum->io, size);
        add_block(sum, size);
    }
}

// A program with a neuron_size has that block alone, whatever the version. The others have private
// memory, and one block of the model that they share; its size is the largest of all programs',
// also of those that do not use it.
static void add_programs(struct cvi_sum *sum, const struct cvi_plan *plan)
{
    uint64_t shared = 0;
    bool asked = false;
    for (unsigned i = 0; i < plan->programs; i++) {
        const struct cvi_program *p = &plan->program[i];
        sum->need = checked_add(sum->need, (uint64_t)p->neuron + p->private_gmem);
        shared = p->shared > shared ? p->shared : shared;
        asked = asked || (p->neuron == 0 && p->shared > 0);
        add_block(sum, p->neuron > 0 ? p->neuron : p->private_gmem);
        add_tensors(sum, plan, p);
    }
    sum->need = checked_add(sum->need, shared);
    if (asked)
        add_block(sum, shared);
}

void cvi_truth(FILE *to, const struct cvi_plan *plan)
{
    struct cvi_sum sum = {0};
    add_sections(&sum, plan);
    add_programs(&sum, plan);
    fprintf(to,
            "{\"need_ion\":%" PRIu64 ",\"dmabuf\":%" PRIu64 ",\"io_blocks\":%" PRIu64
            ",\"runtime\":%" PRIu64 ",\"runtime_pages\":%" PRIu64 "}\n",
            sum.need, sum.dmabuf, sum.io, sum.runtime, sum.pages);
}

static bool has_commands(const struct cvi_plan *plan, unsigned program)
{
    for (unsigned i = 0; i < plan->sections; i++)
        if (plan->section[i].program == program && plan->section[i].type == CVI_CMDBUF)
            return true;
    return false;
}

// Command sections stand right behind the weights, as in real files; then offsets, which are of 32
// bits, still reach a last section that starts just below 4 GiB.
static void commands_first(struct cvi_plan *plan)
{
    unsigned front = 0;
    for (unsigned i = 0; i < plan->sections; i++) {
        if (plan->section[i].type != CVI_CMDBUF)
            continue;
        struct cvi_section moved = plan->section[i];
        for (unsigned k = i; k > front; k--)
            plan->section[k] = plan->section[k - 1];
        plan->section[front++] = moved;
    }
}

// What was not said: an image in, a thousand classes out, one command section a program.
static void complete(struct cvi_plan *plan)
{
    unsigned programs = plan->programs;
    for (plan->programs = 1; plan->programs <= programs; plan->programs++) {
        struct cvi_program *p = &plan->program[plan->programs - 1];
        if (p->tensors == 0) {
            cvi_add_tensor(plan, "input:INT8:1x3x224x224:io0:input");
            cvi_add_tensor(plan, "output:FP32:1x1000x1x1:io1:output");
        }
        if (p->dynamic)
            p->tensor[0].dims.size[0] = -1;
        if (!plan->no_cmd && !has_commands(plan, plan->programs - 1))
            cvi_add_commands(plan, "t2,d3");
    }
    plan->programs = programs;
    commands_first(plan);
}

static void refuse_contradictions(const struct cvi_plan *plan)
{
    for (unsigned i = 0; i < plan->sections; i++) {
        const struct cvi_section *s = &plan->section[i];
        if (s->type != CVI_CMDBUF)
            continue;
        if (s->encrypt && counts_as_packed(s))
            die(2, "%s: encrypted and compressed: no rule says its size in ION", s->name);
        if (!s->walked && s->size > 0 && !s->encrypt && !counts_as_packed(s))
            die(2, "%s: zeros are no records: use --cmd, or --encrypt or --compress", s->name);
    }
}

int mkcvimodel(int argc, char **argv)
{
    static struct cvi_plan plan;
    plan.chip = "cv181x";
    plan.name = "made";
    plan.build_time = "2025-01-01 00:00:00";
    plan.toolchain = "mkmodel";
    plan.major = 1;
    plan.minor = 4;
    plan.programs = 1;
    plan.truncate = UINT64_MAX;
    plan.weight.size = 64 << 10;
    plan.last = &plan.weight;
    snprintf(plan.weight.name, sizeof(plan.weight.name), "weight");
    const char *path = options_parse(argc, argv, cvi_options, cvi_option_count, &plan);
    refuse_contradictions(&plan);
    complete(&plan);
    for (unsigned i = 0; i < plan.sections; i++)
        cvi_pack(&plan.section[i]);
    struct bytes out = {0};
    cvi_model(&out, &plan);
    bytes_save(&out, path, plan.truncate);
    bytes_free(&out);
    cvi_truth(stdout, &plan);
    return 0;
}

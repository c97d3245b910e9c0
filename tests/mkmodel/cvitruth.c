// SPDX-License-Identifier: MIT
// What a cvimodel takes in ION, straight from the plan (docs of the format, section "What loading
// takes in ION"), and the run of `mkmodel cvimodel`.
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

static uint64_t command_block(const struct cvi_plan *plan, const struct cvi_section *s)
{
    if (s->encrypt)
        return 2ull * s->size;
    if (s->compress)
        return s->decompressed + 512ull; // a bound
    return strcmp(plan->chip, "cv181x") == 0 ? s->ion : s->size;
}

static void add_sections(struct cvi_sum *sum, const struct cvi_plan *plan)
{
    sum->need = plan->weight.size;
    add_block(sum, plan->weight.size);
    for (unsigned i = 0; i < plan->sections; i++) {
        const struct cvi_section *s = &plan->section[i];
        sum->need += s->size;
        if (s->type == CVI_DMABUF)
            add_block(sum, s->compress ? s->decompressed : s->size);
        if (s->type != CVI_CMDBUF)
            continue; // functions are the CPU's
        uint64_t block = command_block(plan, s);
        sum->dmabuf = checked_add(sum->dmabuf, block);
        add_block(sum, block);
    }
}

// One block a kind, sized by the first tensor of that kind; the vendor's sum counts them all.
static void add_tensors(struct cvi_sum *sum, const struct cvi_program *p)
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
        uint64_t size = t->aligned ? t->size : dims_bytes(&t->dims, MAX_DIMS, t->unit);
        sum->io = checked_add(sum->io, size);
        add_block(sum, size);
    }
}

void cvi_truth(FILE *to, const struct cvi_plan *plan)
{
    struct cvi_sum sum = {0};
    uint64_t shared = 0;
    bool old = plan->major < 1 || (plan->major == 1 && plan->minor < 1);
    add_sections(&sum, plan);
    for (unsigned i = 0; i < plan->programs; i++) {
        const struct cvi_program *p = &plan->program[i];
        sum.need = checked_add(sum.need, (uint64_t)p->neuron + p->private_gmem);
        shared = p->shared > shared ? p->shared : shared;
        add_block(&sum, old ? p->neuron : p->private_gmem);
        add_tensors(&sum, p);
    }
    sum.need = checked_add(sum.need, shared);
    if (!old)
        add_block(&sum, shared);
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
        if (s->encrypt && s->compress)
            die(2, "%s: encrypted and compressed: no rule says its size in ION", s->name);
        if (!s->walked && !s->encrypt && !s->compress)
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
    struct bytes out = {0};
    cvi_model(&out, &plan);
    bytes_save(&out, path, plan.truncate);
    bytes_free(&out);
    cvi_truth(stdout, &plan);
    return 0;
}

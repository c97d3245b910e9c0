// SPDX-License-Identifier: MIT
// Header and FlatBuffer of a cvimodel, after the fields of sophgo/tpu-mlir's cvimodel.fbs.
#include "mkcvimodel.h"

#include <string.h>

#include "flatbuf.h"

#define F32_ONE 0x3f800000u

static void names(struct bytes *b, uint64_t slot, const struct cvi_program *p, bool outputs)
{
    uint64_t count = 0;
    for (unsigned i = 0; i < p->tensors; i++)
        count += outputs ? p->tensor[i].output : p->tensor[i].input;
    slot = fb_refs(b, slot, count);
    for (unsigned i = 0; i < p->tensors; i++) {
        if (!(outputs ? p->tensor[i].output : p->tensor[i].input))
            continue;
        fb_string(b, slot, p->tensor[i].name);
        slot += 4;
    }
}

// A table whose only field is a vector of i64.
static void shape(struct bytes *b, uint64_t slot, const struct dims *dims)
{
    struct fb_table t = {0};
    fb_ref(&t, 0);
    fb_write(b, &t, slot);
    fb_vector(b, t.field[0].at, dims->count, 8, 8);
    for (unsigned i = 0; i < dims->count; i++)
        bytes_le(b, (uint64_t)dims->size[i], 8);
}

static uint64_t place(const struct cvi_tensor *tensor)
{
    if (tensor->kind == CVI_KIND_NONE)
        return UINT64_MAX; // -1
    return (uint64_t)tensor->kind << 40 | tensor->at;
}

static void tensor_table(struct bytes *b, uint64_t slot, const struct cvi_tensor *tensor)
{
    uint64_t size = dims_bytes(&tensor->dims, MAX_DIMS, tensor->unit);
    struct fb_table t = {0}, quant = {0};
    fb_ref(&t, 1);
    fb_scalar(&t, 2, 8, place(tensor));
    fb_scalar(&t, 3, 1, tensor->dtype);
    fb_ref(&t, 4);
    fb_ref(&t, 6);
    if (tensor->pixel)
        fb_ref(&t, 10);
    fb_scalar(&t, 11, 1, tensor->aligned);
    fb_scalar(&t, 12, 4, tensor->aligned ? tensor->size : size <= UINT32_MAX ? size : 0);
    fb_write(b, &t, slot);
    fb_string(b, t.field[1].at, tensor->name);
    shape(b, t.field[4].at, &tensor->dims);
    fb_scalar(&quant, 4, 4, F32_ONE);
    fb_write(b, &quant, t.field[6].at);
    if (tensor->pixel)
        fb_string(b, t.field[10].at, tensor->pixel);
}

// Command and dmabuf sections belong to TPU routines, functions to CPU ones.
static void routine(struct bytes *b, uint64_t slot, const struct cvi_program *p,
                    const struct cvi_section *section)
{
    bool cpu = section->type == CVI_FUNC_X86 || section->type == CVI_FUNC_AARCH64;
    unsigned part = cpu ? 4 : 3;
    struct fb_table t = {0}, body = {0};
    fb_scalar(&t, 0, 1, cpu);
    fb_ref(&t, 1);
    fb_ref(&t, 2);
    fb_ref(&t, part);
    fb_write(b, &t, slot);
    names(b, t.field[1].at, p, false);
    names(b, t.field[2].at, p, true);
    unsigned name = section->type == CVI_DMABUF ? 1 : 0;
    fb_ref(&body, name);
    fb_write(b, &body, t.field[part].at);
    fb_string(b, body.field[name].at, section->name);
}

static void routines(struct bytes *b, uint64_t slot, const struct cvi_plan *plan, unsigned index)
{
    uint64_t count = 0;
    for (unsigned i = 0; i < plan->sections; i++)
        count += plan->section[i].program == index && plan->section[i].type != CVI_WEIGHT;
    slot = fb_refs(b, slot, count);
    for (unsigned i = 0; i < plan->sections; i++) {
        if (plan->section[i].program != index || plan->section[i].type == CVI_WEIGHT)
            continue;
        routine(b, slot, &plan->program[index], &plan->section[i]);
        slot += 4;
    }
}

static void program(struct bytes *b, uint64_t slot, const struct cvi_plan *plan, unsigned index)
{
    const struct cvi_program *p = &plan->program[index];
    struct fb_table t = {0};
    fb_scalar(&t, 0, 4, p->batch);
    fb_scalar(&t, 1, 4, p->neuron);
    for (unsigned i = 2; i <= 5; i++)
        fb_ref(&t, i);
    fb_scalar(&t, 6, 4, p->shared);
    fb_scalar(&t, 7, 4, p->private_gmem);
    fb_write(b, &t, slot);
    names(b, t.field[2].at, p, false);
    names(b, t.field[3].at, p, true);
    uint64_t tensors = fb_refs(b, t.field[4].at, p->tensors);
    for (unsigned i = 0; i < p->tensors; i++)
        tensor_table(b, tensors + 4 * i, &p->tensor[i]);
    routines(b, t.field[5].at, plan, index);
}

// One weight that fills the section; its place is kind 1.
static void weight_map(struct bytes *b, uint64_t slot, const struct cvi_section *weight)
{
    struct dims dims = {{1, 1, 1, weight->size}, 4};
    struct fb_table t = {0};
    slot = fb_refs(b, slot, weight->size > 0);
    if (weight->size == 0)
        return;
    fb_ref(&t, 0);
    fb_scalar(&t, 1, 8, (uint64_t)1 << 40);
    fb_scalar(&t, 2, 4, weight->size);
    fb_ref(&t, 3);
    fb_scalar(&t, 4, 1, 6); // INT8
    fb_write(b, &t, slot);
    fb_string(b, t.field[0].at, "all_filter_reordered");
    shape(b, t.field[3].at, &dims);
}

static void section_table(struct bytes *b, uint64_t *slot, const struct cvi_section *section,
                          uint64_t *offset)
{
    struct fb_table t = {0};
    if (*offset > UINT32_MAX)
        die(2, "%s would start past 4 GiB: put the largest section last", section->name);
    fb_scalar(&t, 0, 1, section->type);
    fb_ref(&t, 1);
    fb_scalar(&t, 2, 4, section->size);
    fb_scalar(&t, 3, 4, *offset);
    fb_scalar(&t, 4, 1, section->encrypt);
    fb_scalar(&t, 5, 1, section->compress);
    fb_scalar(&t, 6, 4, section->compress ? section->decompressed : 0);
    fb_write(b, &t, *slot);
    fb_string(b, t.field[1].at, section->name);
    *slot += 4;
    *offset += section->size;
}

static void section_tables(struct bytes *b, uint64_t slot, const struct cvi_plan *plan)
{
    bool weight = plan->weight.size > 0;
    uint64_t offset = 0;
    slot = fb_refs(b, slot, plan->sections + (uint64_t)weight);
    if (weight)
        section_table(b, &slot, &plan->weight, &offset);
    for (unsigned i = 0; i < plan->sections; i++)
        section_table(b, &slot, &plan->section[i], &offset);
}

static void body(struct bytes *b, const struct cvi_plan *plan)
{
    struct fb_table t = {0};
    uint64_t start = fb_start(b);
    fb_scalar(&t, 0, 3, plan->major | plan->minor << 8); // a struct of three bytes
    static const unsigned refs[] = {1, 2, 5, 6, 7, 8, 9};
    for (unsigned i = 0; i < sizeof(refs) / sizeof(refs[0]); i++)
        fb_ref(&t, refs[i]);
    fb_write(b, &t, start);
    fb_string(b, t.field[1].at, plan->name);
    fb_string(b, t.field[2].at, plan->build_time);
    fb_string(b, t.field[8].at, plan->chip);
    fb_string(b, t.field[9].at, plan->toolchain);
    weight_map(b, t.field[5].at, &plan->weight);
    uint64_t programs = fb_refs(b, t.field[6].at, plan->programs);
    for (unsigned i = 0; i < plan->programs; i++)
        program(b, programs + 4 * i, plan, i);
    section_tables(b, t.field[7].at, plan);
    bytes_align(b, 8, 0);
}

// 48 bytes, but 32 in version 1.0. The MD5 stays zero: loaders do not need it, and a sum over an
// 8 GiB hole would have to read it all. The last two bytes are padding that real files fill so.
static void header(struct bytes *b, const struct cvi_plan *plan, uint64_t size)
{
    char chip[16] = {0};
    bytes_put(b, "CviModel", 8);
    bytes_le(b, size, 4);
    bytes_le(b, plan->major, 1);
    bytes_le(b, plan->minor, 1);
    bytes_zero(b, 16);
    if (plan->major > 1 || plan->minor > 0) {
        memcpy(chip, plan->chip, strnlen(plan->chip, sizeof(chip)));
        bytes_put(b, chip, sizeof(chip));
    }
    bytes_put(b, "Cv", 2);
}

static void payload(struct bytes *b, const struct cvi_section *section)
{
    if (section->body.total > 0)
        bytes_append(b, &section->body);
    else
        bytes_hole(b, section->size);
}

void cvi_model(struct bytes *out, const struct cvi_plan *plan)
{
    struct bytes flat = {0};
    body(&flat, plan);
    header(out, plan, flat.total);
    bytes_append(out, &flat);
    bytes_free(&flat);
    payload(out, &plan->weight);
    for (unsigned i = 0; i < plan->sections; i++)
        payload(out, &plan->section[i]);
}

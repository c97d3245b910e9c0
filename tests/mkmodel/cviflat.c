// SPDX-License-Identifier: MIT
// The FlatBuffer of a cvimodel, after the fields of sophgo/tpu-mlir's cvimodel.fbs. Real files
// leave many of them out; --full writes those too.
#include "mkcvimodel.h"

#include <string.h>

#include "flatbuf.h"

enum { QUANT_NONE, QUANT_BF16, QUANT_INT8_SYM, QUANT_INT8_ASYM };
enum { FP32 = 0, BF16 = 3, INT8 = 6, UINT8 = 7 };
#define MAP_ENTRIES 3
#define SHAPED_MIN  48u // a section of fewer bytes holds one weight

static uint32_t f32(float value)
{
    uint32_t bits;
    memcpy(&bits, &value, sizeof(bits));
    return bits;
}

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

// Elements from one step to the next, dim by dim.
static struct dims strides(const struct dims *dims)
{
    struct dims made = {.count = dims->count};
    uint64_t step = 1;
    for (unsigned i = dims->count; i-- > 0;) {
        made.size[i] = (int64_t)step;
        step = checked_mul(step, dims->size[i] < 0 ? 1 : (uint64_t)dims->size[i]);
    }
    return made;
}

// Symmetric numbers lie between -max and max; those without a sign have their zero in the middle.
static void quant(struct bytes *b, uint64_t slot, const struct cvi_tensor *tensor, bool full)
{
    struct fb_table t = {0};
    bool eight = tensor->dtype == INT8 || tensor->dtype == UINT8;
    fb_scalar(&t, 4, 4, f32(1.0f));
    if (full && eight) {
        fb_scalar(&t, 0, 1, tensor->dtype == INT8 ? QUANT_INT8_SYM : QUANT_INT8_ASYM);
        fb_scalar(&t, 1, 4, f32(2.5f));
        fb_scalar(&t, 2, 4, f32(-2.5f));
        fb_scalar(&t, 3, 4, tensor->dtype == UINT8 ? f32(128.0f) : 0);
        fb_scalar(&t, 4, 4, f32(tensor->dtype == INT8 ? 50.8f : 51.0f));
    } else if (full && tensor->dtype == BF16) {
        fb_scalar(&t, 0, 1, QUANT_BF16);
    }
    fb_write(b, &t, slot);
}

static void floats(struct bytes *b, uint64_t slot, const float *values, unsigned count)
{
    fb_vector(b, slot, count, 4, 4);
    for (unsigned i = 0; i < count; i++)
        bytes_le(b, f32(values[i]), 4);
}

// What the preprocessing of a picture does, channel by channel.
static void preprocessing(struct bytes *b, const struct fb_table *t,
                          const struct cvi_tensor *tensor)
{
    static const float scale[] = {0.01742919f, 0.017507f, 0.01712475f};
    static const float mean[] = {103.53f, 116.28f, 123.675f};
    floats(b, t->field[8].at, scale, 3);
    floats(b, t->field[9].at, mean, 3);
    if (!tensor->pixel)
        fb_string(b, t->field[10].at, "BGR_PLANAR");
}

static void tensor_table(struct bytes *b, uint64_t slot, const struct cvi_tensor *tensor,
                         unsigned id, bool full)
{
    uint64_t size = dims_bytes(&tensor->dims, MAX_DIMS, tensor->unit);
    bool picture = full && tensor->input;
    struct fb_table t = {0};
    fb_scalar(&t, 0, 4, full ? id : 0);
    fb_ref(&t, 1);
    fb_scalar(&t, 2, 8, place(tensor));
    fb_scalar(&t, 3, 1, tensor->dtype);
    fb_ref(&t, 4);
    if (full)
        fb_ref(&t, 5);
    fb_ref(&t, 6);
    fb_scalar(&t, 7, 1, full && tensor->kind == CVI_KIND_SHARED);
    for (unsigned i = 8; i <= 10; i++)
        if (picture)
            fb_ref(&t, i);
    if (tensor->pixel)
        fb_ref(&t, 10);
    fb_scalar(&t, 11, 1, tensor->aligned);
    fb_scalar(&t, 12, 4, tensor->aligned ? tensor->size : size <= UINT32_MAX ? size : 0);
    fb_write(b, &t, slot);
    fb_string(b, t.field[1].at, tensor->name);
    shape(b, t.field[4].at, &tensor->dims);
    struct dims steps = strides(&tensor->dims);
    if (full)
        shape(b, t.field[5].at, &steps);
    quant(b, t.field[6].at, tensor, full);
    if (picture)
        preprocessing(b, &t, tensor);
    if (tensor->pixel)
        fb_string(b, t.field[10].at, tensor->pixel);
}

static bool is_function(const struct cvi_section *s)
{
    return s->type == CVI_FUNC_X86 || s->type == CVI_FUNC_AARCH64;
}

// Which of its program's sections of its type this one is.
static unsigned rank(const struct cvi_plan *plan, unsigned index)
{
    unsigned before = 0;
    for (unsigned i = 0; i < index; i++)
        before += plan->section[i].program == plan->section[index].program &&
                  plan->section[i].type == plan->section[index].type;
    return before;
}

// With --full, the n-th command section of a program and its n-th dmabuf section share a routine.
static const struct cvi_section *partner(const struct cvi_plan *plan, unsigned index)
{
    const struct cvi_section *section = &plan->section[index];
    enum cvi_type wanted = section->type == CVI_CMDBUF ? CVI_DMABUF : CVI_CMDBUF;
    for (unsigned i = 0; i < plan->sections && plan->full; i++) {
        const struct cvi_section *s = &plan->section[i];
        if (s->program == section->program && s->type == wanted &&
            rank(plan, i) == rank(plan, index))
            return s;
    }
    return NULL;
}

static bool has_routine(const struct cvi_plan *plan, unsigned index, unsigned program)
{
    const struct cvi_section *s = &plan->section[index];
    return s->program == program && !(s->type == CVI_DMABUF && partner(plan, index));
}

// Command and dmabuf sections belong to TPU routines.
static void tpu_routine(struct bytes *b, uint64_t slot, const struct cvi_section *commands,
                        const struct cvi_section *dmabuf)
{
    struct fb_table t = {0};
    if (commands)
        fb_ref(&t, 0);
    if (dmabuf)
        fb_ref(&t, 1);
    fb_write(b, &t, slot);
    if (commands)
        fb_string(b, t.field[0].at, commands->name);
    if (dmabuf)
        fb_string(b, t.field[1].at, dmabuf->name);
}

// The arguments are a FlatBuffer of their own; this one is an empty table.
static void cpu_routine(struct bytes *b, uint64_t slot, const struct cvi_section *function)
{
    static const uint8_t arguments[] = {8, 0, 0, 0, 4, 0, 4, 0, 4, 0, 0, 0};
    struct fb_table t = {0};
    fb_ref(&t, 0);
    fb_ref(&t, 1);
    fb_write(b, &t, slot);
    fb_string(b, t.field[0].at, function->name);
    fb_vector(b, t.field[1].at, sizeof(arguments), 1, 4);
    bytes_put(b, arguments, sizeof(arguments));
}

static void routine(struct bytes *b, uint64_t slot, const struct cvi_plan *plan, unsigned index)
{
    const struct cvi_section *section = &plan->section[index];
    const struct cvi_program *p = &plan->program[section->program];
    unsigned part = is_function(section) ? 4 : 3;
    struct fb_table t = {0};
    fb_scalar(&t, 0, 1, is_function(section));
    fb_ref(&t, 1);
    fb_ref(&t, 2);
    fb_ref(&t, part);
    fb_write(b, &t, slot);
    names(b, t.field[1].at, p, false);
    names(b, t.field[2].at, p, true);
    if (is_function(section))
        cpu_routine(b, t.field[part].at, section);
    else if (section->type == CVI_DMABUF)
        tpu_routine(b, t.field[part].at, NULL, section);
    else
        tpu_routine(b, t.field[part].at, section, partner(plan, index));
}

static void routines(struct bytes *b, uint64_t slot, const struct cvi_plan *plan, unsigned program)
{
    uint64_t count = 0;
    for (unsigned i = 0; i < plan->sections; i++)
        count += has_routine(plan, i, program);
    slot = fb_refs(b, slot, count);
    for (unsigned i = 0; i < plan->sections; i++) {
        if (!has_routine(plan, i, program))
            continue;
        routine(b, slot, plan, i);
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
        tensor_table(b, tensors + 4 * i, &p->tensor[i], i + 1, plan->full);
    routines(b, t.field[5].at, plan, index);
}

static void weight(struct bytes *b, uint64_t slot, const char *name, uint64_t at, uint64_t size)
{
    struct dims dims = {{1, 1, 1, (int64_t)size}, 4};
    struct fb_table t = {0};
    fb_ref(&t, 0);
    fb_scalar(&t, 1, 8, (uint64_t)1 << 40 | at); // kind 1: the weight section
    fb_scalar(&t, 2, 4, size);
    fb_ref(&t, 3);
    fb_scalar(&t, 4, 1, INT8);
    fb_write(b, &t, slot);
    fb_string(b, t.field[0].at, name);
    shape(b, t.field[3].at, &dims);
}

// Weights that fill the section: one, or with --full three.
static void weight_map(struct bytes *b, uint64_t slot, const struct cvi_plan *plan)
{
    static const char *const names3[MAP_ENTRIES] = {"all_filter_reordered", "all_bias_packed",
                                                    "all_slope_i8"};
    uint64_t left = plan->weight.size, at = 0;
    unsigned count = plan->full && left >= SHAPED_MIN ? MAP_ENTRIES : left > 0;
    slot = fb_refs(b, slot, count);
    for (unsigned i = 0; i < count; i++) {
        uint64_t size = i + 1 < count ? left / 2 / 16 * 16 : left;
        weight(b, slot + 4 * i, names3[i], at, size);
        at += size;
        left -= size;
    }
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

static void preprocess_hints(struct bytes *b, uint64_t slot)
{
    static const struct {
        unsigned field;
        const char *text;
    } texts[] = {{0, "bgr"}, {2, "103.53,116.28,123.675"}, {3, "57.375,57.12,58.395"}, {5, "nchw"}};
    struct fb_table t = {0};
    for (unsigned i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        fb_ref(&t, texts[i].field);
    fb_scalar(&t, 1, 4, f32(255.0f));
    fb_scalar(&t, 4, 4, f32(1.0f));
    fb_write(b, &t, slot);
    for (unsigned i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        fb_string(b, t.field[texts[i].field].at, texts[i].text);
}

static void postprocess_hints(struct bytes *b, uint64_t slot)
{
    struct fb_table t = {0};
    fb_scalar(&t, 0, 1, true); // done_softmax
    fb_write(b, &t, slot);
}

static const char *target(const struct cvi_plan *plan)
{
    if (plan->target)
        return plan->target;
    return cvi_short_header(plan) ? "" : plan->chip;
}

static void root_fields(struct fb_table *t, const struct cvi_plan *plan)
{
    static const unsigned refs[] = {1, 2, 5, 6, 7, 9};
    fb_scalar(t, 0, 3, plan->major | plan->minor << 8); // a struct of three bytes
    for (unsigned i = 0; i < sizeof(refs) / sizeof(refs[0]); i++)
        fb_ref(t, refs[i]);
    if (target(plan)[0] != '\0')
        fb_ref(t, 8);
    if (!plan->full)
        return;
    fb_ref(t, 3);
    fb_ref(t, 4);
}

void cvi_flat(struct bytes *b, const struct cvi_plan *plan)
{
    struct fb_table t = {0};
    uint64_t start = fb_start(b);
    root_fields(&t, plan);
    fb_write(b, &t, start);
    fb_string(b, t.field[1].at, plan->name);
    fb_string(b, t.field[2].at, plan->build_time);
    if (target(plan)[0] != '\0')
        fb_string(b, t.field[8].at, target(plan));
    fb_string(b, t.field[9].at, plan->toolchain);
    if (plan->full) {
        preprocess_hints(b, t.field[3].at);
        postprocess_hints(b, t.field[4].at);
    }
    weight_map(b, t.field[5].at, plan);
    uint64_t programs = fb_refs(b, t.field[6].at, plan->programs);
    for (unsigned i = 0; i < plan->programs; i++)
        program(b, programs + 4 * i, plan, i);
    section_tables(b, t.field[7].at, plan);
    bytes_align(b, 8, 0);
}

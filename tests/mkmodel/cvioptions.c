// SPDX-License-Identifier: MIT
// Options of `mkmodel cvimodel`.
#include <stdlib.h>
#include <string.h>

#include "mkcvimodel.h"

static const struct {
    const char *name;
    unsigned value, unit;
} dtypes[] = {
    {"FP32", 0, 4},  {"INT32", 1, 4},  {"UINT32", 2, 4}, {"BF16", 3, 2},
    {"INT16", 4, 2}, {"UINT16", 5, 2}, {"INT8", 6, 1},   {"UINT8", 7, 1},
};

static struct cvi_program *current(struct cvi_plan *plan)
{
    return &plan->program[plan->programs - 1];
}

static void set_dtype(struct cvi_tensor *t, const char *name)
{
    for (size_t i = 0; i < sizeof(dtypes) / sizeof(dtypes[0]); i++) {
        if (strcasecmp(dtypes[i].name, name) != 0)
            continue;
        t->dtype = dtypes[i].value;
        t->unit = dtypes[i].unit;
        return;
    }
    die(2, "unknown tensor type '%s' (FP32, INT32, UINT32, BF16, INT16, UINT16, INT8, UINT8)",
        name);
}

static int parse_place(const char *text)
{
    if (strcmp(text, "none") == 0)
        return CVI_KIND_NONE;
    if (strcmp(text, "shared") == 0)
        return CVI_KIND_SHARED;
    if (strcmp(text, "private") == 0)
        return CVI_KIND_PRIVATE;
    if (strncmp(text, "io", 2) == 0)
        return CVI_KIND_IO + (int)parse_number("place", text + 2, 4);
    return (int)parse_number("place", text, 7);
}

static void set_detail(struct cvi_tensor *t, char *part)
{
    if (strcmp(part, "input") == 0) {
        t->input = true;
    } else if (strcmp(part, "output") == 0) {
        t->output = true;
    } else if (strcmp(part, "aligned") == 0) {
        t->aligned = true;
    } else if (strncmp(part, "aligned=", 8) == 0) {
        t->aligned = true;
        t->size = parse_size32("aligned", part + 8);
    } else if (strncmp(part, "pixel=", 6) == 0) {
        t->pixel = part + 6;
    } else if (strncmp(part, "at=", 3) == 0) {
        t->at = parse_size("at", part + 3) & (((uint64_t)1 << 40) - 1);
        t->at_given = true;
    } else {
        die(2, "tensor: unknown part '%s'", part);
    }
}

// Tensors of shared and private memory follow each other unless an option places them; io ones
// start at 0.
static void place_tensor(const struct cvi_program *p, struct cvi_tensor *t)
{
    if (t->at_given || (t->kind != CVI_KIND_SHARED && t->kind != CVI_KIND_PRIVATE))
        return;
    for (const struct cvi_tensor *before = p->tensor; before < t; before++)
        if (before->kind == t->kind)
            t->at = before->at + dims_bytes(&before->dims, MAX_DIMS, before->unit);
}

void cvi_add_tensor(struct cvi_plan *plan, const char *value)
{
    struct cvi_program *p = current(plan);
    char *part[9];
    unsigned count = split(copy_text(value), part, 9);
    if (count < 4)
        die(2, "tensor '%s': want NAME:DTYPE:DxDxDxD:PLACE", value);
    if (p->tensors == CVI_TENSORS)
        die(2, "at most %d tensors a program", CVI_TENSORS);
    struct cvi_tensor *t = &p->tensor[p->tensors++];
    t->name = part[0];
    set_dtype(t, part[1]);
    t->dims = parse_dims(part[2]);
    t->kind = parse_place(part[3]);
    for (unsigned i = 4; i < count; i++)
        set_detail(t, part[i]);
    place_tensor(p, t);
}

static void set_tensor(void *plan, const char *value)
{
    cvi_add_tensor(plan, value);
}

static void set_program(void *to, const char *value)
{
    struct cvi_plan *plan = to;
    (void)value;
    // The first --program names the first program, unless something was said of it before.
    const struct cvi_program *p = current(plan);
    bool used = p->tensors || p->shared || p->private_gmem || p->neuron || p->batch || p->dynamic;
    for (unsigned i = 0; i < plan->sections; i++)
        used = true;
    if (plan->programs == 1 && !plan->program_said) {
        plan->program_said = true;
        if (!used)
            return;
    }
    if (plan->programs == CVI_PROGRAMS)
        die(2, "at most %d programs", CVI_PROGRAMS);
    plan->programs++;
}

static struct cvi_section *add_section(struct cvi_plan *plan, enum cvi_type type)
{
    static const char *const stem[] = {"weight", "subfunc", "func_x86", "func_aarch64", "dmabuf"};
    if (plan->sections == CVI_SECTIONS)
        die(2, "at most %d sections", CVI_SECTIONS);
    struct cvi_section *s = &plan->section[plan->sections];
    s->type = type;
    s->program = plan->programs - 1;
    snprintf(s->name, sizeof(s->name), "%s_%u", stem[type], plan->sections++);
    plan->last = s;
    return s;
}

void cvi_add_commands(struct cvi_plan *plan, const char *list)
{
    unsigned magic = cvi_magic(plan->chip);
    cvi_commands(add_section(plan, CVI_CMDBUF), list, magic ? magic : 0xa7); // of other chips any
}

static void set_cmd(void *plan, const char *value)
{
    cvi_add_commands(plan, value);
}

static void set_section(void *plan, const char *value)
{
    static const char *const types[] = {"weight", "cmdbuf", "func_x86", "func_aarch64", "dmabuf"};
    char *part[2];
    char *copy = copy_text(value);
    if (split(copy, part, 2) != 2)
        die(2, "--section '%s': want TYPE:SIZE", value);
    const char *name = strcmp(part[0], "func") == 0 ? "func_aarch64" : part[0];
    for (unsigned i = CVI_CMDBUF; i <= CVI_DMABUF; i++) {
        if (strcmp(types[i], name) != 0)
            continue;
        add_section(plan, (enum cvi_type)i)->size = parse_size32("--section", part[1]);
        free(copy);
        return;
    }
    die(2, "--section: cmdbuf, func_x86, func_aarch64 (func) or dmabuf, not '%s'", part[0]);
}

static void set_weight(void *to, const char *value)
{
    struct cvi_plan *plan = to;
    plan->weight.size = parse_size32("--weight", value);
    plan->last = &plan->weight;
}

static void set_encrypt(void *plan, const char *value)
{
    (void)value;
    ((struct cvi_plan *)plan)->last->encrypt = true;
}

static void set_compress(void *plan, const char *value)
{
    struct cvi_section *s = ((struct cvi_plan *)plan)->last;
    s->compress = true;
    s->decompressed = value ? parse_size32("--compress", value) : s->size;
}

static void set_garbage(void *plan, const char *value)
{
    struct cvi_section *s = ((struct cvi_plan *)plan)->last;
    if (s->type != CVI_CMDBUF)
        die(2, "--garbage is for a command section: %s is none", s->name);
    set_compress(plan, value);
    if (s->decompressed == 0)
        die(2, "--garbage: with a decompressed_size of 0 it would count as not compressed");
    s->garbage = true;
}

static void set_version(void *to, const char *value)
{
    struct cvi_plan *plan = to;
    char *copy = copy_text(value);
    char *dot = strchr(copy, '.');
    if (!dot)
        die(2, "--version '%s': want 1.4", value);
    *dot = '\0';
    plan->major = (unsigned)parse_number("--version", copy, 255);
    plan->minor = (unsigned)parse_number("--version", dot + 1, 255);
    free(copy);
}

static void set_dynamic(void *plan, const char *value)
{
    (void)value;
    current(plan)->dynamic = true;
}

static void set_chip(void *plan, const char *value)
{
    struct cvi_plan *made = plan;
    if (strlen(value) > 15)
        die(2, "--chip: at most 15 bytes");
    for (unsigned i = 0; i < made->sections; i++) {
        if (made->section[i].walked && cvi_magic(value) != cvi_magic(made->chip))
            die(2, "--chip: stands before --cmd, whose records are the chip's");
    }
    made->chip = value;
}

#define PLAN(field, parsed)                                                                        \
    static void set_##field(void *plan, const char *value)                                         \
    {                                                                                              \
        (void)value;                                                                               \
        ((struct cvi_plan *)plan)->field = parsed;                                                 \
    }
#define PROGRAM(field, option)                                                                     \
    static void set_##field(void *plan, const char *value)                                         \
    {                                                                                              \
        current(plan)->field = parse_size32(option, value);                                        \
    }
PLAN(name, value)
PLAN(build_time, value)
PLAN(toolchain, value)
PLAN(target, value)
PLAN(no_cmd, true)
PLAN(full, true)
PLAN(truncate, parse_size("--truncate", value))
PROGRAM(shared, "--shared")
PROGRAM(private_gmem, "--private")
PROGRAM(neuron, "--neuron")
PROGRAM(batch, "--batch")

const struct option_row cvi_options[] = {
    {"chip", "NAME", "chip name (cv181x); records are sized for cv181x and cv180x (mars, phobos)",
     set_chip},
    {"version", "N.N", "version of the format (1.4); 1.0 has the short header, without the chip",
     set_version},
    {"target", "TEXT", "target (the chip, but none in 1.0); empty: none", set_target},
    {"name", "TEXT", "model name (made)", set_name},
    {"build-time", "TEXT", "build time", set_build_time},
    {"toolchain", "TEXT", "mlir_version", set_toolchain},
    {"full", NULL, "write the fields too that real files leave out", set_full},
    {"weight", "SIZE", "weight section, below 4G (64K); 0: none", set_weight},
    {"program", NULL, "start a program; the options up to --section speak of it", set_program},
    {"tensor", "TENSOR", "a tensor of this program", set_tensor},
    {"shared", "SIZE", "shared_gmem", set_shared},
    {"private", "SIZE", "private_gmem", set_private_gmem},
    {"neuron", "SIZE", "neuron_size: the runtime then makes neither of these two", set_neuron},
    {"batch", "N", "batch_num", set_batch},
    {"dynamic-dim", NULL, "the first tensor's first dim is -1", set_dynamic},
    {"cmd", "LIST", "a command section of these records (each program: t2,d3)", set_cmd},
    {"no-cmd", NULL, "no command sections but those given", set_no_cmd},
    {"section", "TYPE:SIZE", "a section of zeros: func_x86, func_aarch64, dmabuf, cmdbuf",
     set_section},
    {"encrypt", NULL, "mark the section last named as encrypted", set_encrypt},
    {"compress", "[=DECOMPRESSED]",
     "mark the section last named as compressed; records are packed, but with 0 stay as they are",
     set_compress},
    {"garbage", "[=DECOMPRESSED]",
     "mark the command section last named as compressed, and let it not unpack", set_garbage},
    {"truncate", "SIZE", "cut the file at SIZE bytes", set_truncate},
};
const size_t cvi_option_count = sizeof(cvi_options) / sizeof(cvi_options[0]);

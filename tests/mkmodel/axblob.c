// SPDX-License-Identifier: MIT
// The neu blob: memory table, queues, instruction words.
#include "flatbuf.h"
#include "mkaxmodel.h"

enum { ROOT_MEMORY = 2, ROOT_CODE_FLAG = 3, ROOT_DATA = 4, ROOT_CODE = 5, ROOT_OCM = 6 };
enum { ROOT_NAME = 8, ROOT_META = 9 };
// Places of the code windows on the chip, and the size of the second.
#define CODE_WINDOW 0x2400u
#define IO_WINDOW   0x400u
#define IO_BYTES    128u

// One entry of the memory table. Offset 0 and kind 0 are defaults and left out by real files too.
static void entry(struct bytes *b, uint64_t *slot, const char *name, uint64_t offset, uint64_t size,
                  unsigned kind)
{
    struct fb_table t = {0};
    fb_ref(&t, 0);
    fb_scalar(&t, 1, 8, offset);
    fb_scalar(&t, 2, 8, size);
    fb_scalar(&t, 3, 1, kind);
    fb_write(b, &t, *slot);
    fb_string(b, t.field[0].at, name);
    *slot += 4;
}

static void offset_entry(struct bytes *b, uint64_t *slot, const char *tensor)
{
    struct bytes name = {0};
    bytes_text(&name, "%s_offset", tensor);
    bytes_le(&name, 0, 1);
    entry(b, slot, (const char *)name.data, 0, 4, AX_DDR);
    bytes_free(&name);
}

// Inputs: each tensor followed by its offset entry, the outputs' offsets, params, dyn_params.
static void write_inputs(struct bytes *b, uint64_t slot, const struct ax_plan *plan,
                         const struct ax_group *g, unsigned batch)
{
    bool bare = plan->layout == AX_FIRST; // 1.1 lists the tensors alone
    bool params = !bare && plan->const_size > 0;
    bool dyn = !bare && plan->dyn_params > 0;
    unsigned count = bare ? 0 : g->tensors;
    for (unsigned i = 0; i < g->tensors; i++)
        count += !g->tensor[i].output && !plan->no_inputs;
    slot = fb_refs(b, slot, count + params + dyn);
    for (unsigned i = 0; i < g->tensors; i++) {
        if (g->tensor[i].output)
            continue;
        if (!plan->no_inputs)
            entry(b, &slot, g->tensor[i].name, 0, ax_tensor_bytes(&g->tensor[i], batch), AX_DDR);
        if (!bare)
            offset_entry(b, &slot, g->tensor[i].name);
    }
    for (unsigned i = 0; i < g->tensors && !bare; i++)
        if (g->tensor[i].output)
            offset_entry(b, &slot, g->tensor[i].name);
    if (params)
        entry(b, &slot, "params", 0, plan->const_size, AX_DDR);
    if (dyn)
        entry(b, &slot, "dyn_params", 0, 4, AX_DDR);
}

static void write_outputs(struct bytes *b, uint64_t slot, const struct ax_plan *plan,
                          const struct ax_group *g, unsigned batch)
{
    unsigned count = 0;
    for (unsigned i = 0; i < g->tensors; i++)
        count += g->tensor[i].output && !plan->no_outputs;
    slot = fb_refs(b, slot, count);
    for (unsigned i = 0; i < g->tensors && !plan->no_outputs; i++)
        if (g->tensor[i].output)
            entry(b, &slot, g->tensor[i].name, 0, ax_tensor_bytes(&g->tensor[i], batch), AX_DDR);
}

uint64_t ax_onchip(const struct ax_group *g)
{
    for (unsigned i = 0; i < g->entries; i++)
        if (g->entry[i].source == AX_BY_ONCHIP)
            return g->entry[i].size;
    return 0;
}

// The entries that one option made; from its second on their names have numbers.
static void write_entries(struct bytes *b, uint64_t *slot, const struct ax_group *g,
                          enum ax_list list, enum ax_source source)
{
    static const char *const stem[] = {"ddr_swap", "~runtime_ddr_buffer",
                                       "~runtime_mcode_buffer_compute", "~other_buffer"};
    unsigned before = 0;
    for (unsigned i = 0; i < g->entries; i++) {
        const struct ax_entry *e = &g->entry[i];
        char name[64];
        if (e->source != source || e->list != list)
            continue;
        snprintf(name, sizeof(name), before > 0 ? "%s_%u" : "%s", stem[source], before);
        entry(b, slot, name, source == AX_BY_ONCHIP ? CODE_WINDOW : 0, e->size, e->kind);
        before++;
    }
}

static unsigned count_entries(const struct ax_group *g, enum ax_list list)
{
    unsigned count = 0;
    for (unsigned i = 0; i < g->entries; i++)
        count += g->entry[i].list == list;
    return count;
}

static void write_workspace(struct bytes *b, uint64_t slot, const struct ax_group *g)
{
    slot = fb_refs(b, slot, count_entries(g, AX_WORKSPACE));
    write_entries(b, &slot, g, AX_WORKSPACE, AX_BY_WORKSPACE);
    write_entries(b, &slot, g, AX_WORKSPACE, AX_BY_ENTRY);
}

// AX620E always has two code windows on the chip.
static void write_runtime(struct bytes *b, uint64_t slot, const struct ax_plan *plan,
                          const struct ax_group *g)
{
    bool inner = plan->layout == AX_FIRST && plan->const_size > 0;
    slot = fb_refs(b, slot, count_entries(g, AX_RUNTIME) + inner + plan->ax620e);
    if (inner)
        entry(b, &slot, "params", 0, plan->const_size, AX_DDR);
    write_entries(b, &slot, g, AX_RUNTIME, AX_BY_ONCHIP);
    if (plan->ax620e)
        entry(b, &slot, "~runtime_mcode_buffer_io", IO_WINDOW, IO_BYTES, AX_ON_CHIP);
    write_entries(b, &slot, g, AX_RUNTIME, AX_BY_RUNTIME);
    write_entries(b, &slot, g, AX_RUNTIME, AX_BY_ENTRY);
}

static void write_memory(struct bytes *b, uint64_t slot, const struct ax_plan *plan,
                         const struct ax_group *g, unsigned batch)
{
    struct fb_table t = {0};
    for (unsigned i = 0; i < 4; i++)
        fb_ref(&t, i);
    fb_write(b, &t, slot);
    write_inputs(b, t.field[0].at, plan, g, batch);
    write_outputs(b, t.field[1].at, plan, g, batch);
    write_workspace(b, t.field[2].at, g);
    write_runtime(b, t.field[3].at, plan, g);
}

// AX650: each core's five queues split the words between them; 2 is the count, 3 the start.
static void write_queues_ax650(struct bytes *b, uint64_t slot, const struct ax_plan *plan,
                               uint64_t words)
{
    uint64_t count = 5 * (plan->npu_mode + 1ull);
    uint64_t share = words / count;
    slot = fb_refs(b, slot, count);
    for (uint64_t i = 0; i < count; i++, slot += 4) {
        uint64_t start = (count - 1 - i) * share;
        struct fb_table t = {0};
        fb_scalar(&t, 0, 1, 1);
        fb_scalar(&t, 1, 1, i % 5);
        fb_scalar(&t, 2, 4, i == 0 ? words - start : share);
        fb_scalar(&t, 3, 4, start);
        fb_write(b, &t, slot);
    }
}

static void write_queues_ax620e(struct bytes *b, uint64_t slot, const struct ax_group *g)
{
    slot = fb_refs(b, slot, 2);
    struct fb_table compute = {0}, io = {0};
    fb_scalar(&compute, 0, 1, 1);
    fb_scalar(&compute, 1, 4, ax_onchip(g));
    fb_scalar(&compute, 2, 4, CODE_WINDOW);
    fb_write(b, &compute, slot);
    fb_scalar(&io, 1, 4, IO_BYTES);
    fb_scalar(&io, 2, 4, IO_WINDOW);
    fb_write(b, &io, slot + 4);
}

// The words are the last field (2 of 3 on AX620E, 1 of 2 on AX650), the queues the one before;
// in the buffer the words come first, as in real files.
static void write_code(struct bytes *b, uint64_t slot, const struct ax_plan *plan,
                       const struct ax_group *g)
{
    unsigned last = plan->ax620e ? 2 : 1;
    struct fb_table t = {0};
    fb_ref(&t, last - 1);
    fb_ref(&t, last);
    fb_write(b, &t, slot);
    fb_vector(b, t.field[last].at, g->words, 8, 16);
    bytes_hole(b, 8 * g->words);
    if (plan->ax620e)
        write_queues_ax620e(b, t.field[last - 1].at, g);
    else
        write_queues_ax650(b, t.field[last - 1].at, plan, g->words);
}

// Pulsar2 1.1 keeps the weights inside the blob: a vector of {0 data, 1 name}.
static void write_inner_params(struct bytes *b, uint64_t slot, const struct ax_plan *plan)
{
    struct fb_table t = {0};
    slot = fb_refs(b, slot, 1);
    fb_ref(&t, 0);
    fb_ref(&t, 1);
    fb_write(b, &t, slot);
    fb_vector(b, t.field[0].at, plan->const_size, 1, 4);
    bytes_hole(b, plan->const_size);
    bytes_align(b, 4, 0);
    fb_string(b, t.field[1].at, "params");
}

static void write_small(struct bytes *b, uint64_t slot, unsigned index, unsigned size, uint64_t v)
{
    struct fb_table t = {0};
    fb_scalar(&t, index, size, v);
    fb_write(b, &t, slot);
}

void ax_blob(struct bytes *out, const struct ax_plan *plan, unsigned group, unsigned batch)
{
    const struct ax_group *g = &plan->group[group];
    bool bare = plan->layout == AX_FIRST;
    bool inner = bare && plan->const_size > 0;
    struct fb_table root = {0};
    uint64_t start = fb_start(out);
    fb_far_vtables(plan->far_vtables);
    static const unsigned tables[] = {0, 1, ROOT_MEMORY, ROOT_CODE, ROOT_OCM, ROOT_NAME};
    for (unsigned i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
        fb_ref(&root, tables[i]);
    if (inner)
        fb_ref(&root, ROOT_DATA);
    if (plan->ax620e)
        fb_scalar(&root, ROOT_META, 1, 1); // one byte there, a JSON text on AX650
    else
        fb_scalar(&root, ROOT_CODE_FLAG, 1, 2);
    if (!plan->ax620e && !bare) // nine fields in 1.1
        fb_ref(&root, ROOT_META);
    fb_write(out, &root, start);
    write_small(out, root.field[ROOT_OCM].at, 1, 4, 0x1000);
    write_code(out, root.field[ROOT_CODE].at, plan, g);
    if (inner)
        write_inner_params(out, root.field[ROOT_DATA].at, plan);
    if (!plan->ax620e && !bare)
        fb_string(out, root.field[ROOT_META].at, "{}");
    write_memory(out, root.field[ROOT_MEMORY].at, plan, g, batch);
    char name[64];
    snprintf(name, sizeof(name), "subgraph_npu_%u_b%u", group, batch);
    fb_string(out, root.field[ROOT_NAME].at, name);
    write_small(out, root.field[1].at, 0, 1, plan->ax620e ? 0 : 2);
    write_small(out, root.field[0].at, 0, 1, 1);
    fb_finish(out);
    bytes_align(out, 8, 0);
}

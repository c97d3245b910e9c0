// SPDX-License-Identifier: MIT
// Options of `mkmodel axmodel`, and the figures that the file must yield.
#include <stdlib.h>
#include <string.h>

#include "mkaxmodel.h"

static const struct ax_dtype dtypes[] = {
    {"FP32", 1, 4},    {"U8", 2, 1},        {"S8", 3, 1},      {"U16", 4, 2},   {"S16", 5, 2},
    {"S32", 6, 4},     {"S64", 7, 8},       {"FP16", 10, 2},   {"FP64", 11, 8}, {"U32", 12, 4},
    {"U64", 13, 8},    {"BF16", 16, 2},     {"float32", 1, 4}, {"uint8", 2, 1}, {"int8", 3, 1},
    {"uint16", 4, 2},  {"int16", 5, 2},     {"int32", 6, 4},   {"int64", 7, 8}, {"float16", 10, 2},
    {"uint32", 12, 4}, {"bfloat16", 16, 2},
};

static const struct ax_dtype *dtype(const char *name)
{
    for (size_t i = 0; i < sizeof(dtypes) / sizeof(dtypes[0]); i++)
        if (strcasecmp(dtypes[i].name, name) == 0)
            return &dtypes[i];
    die(2, "unknown tensor type '%s' (FP32, U8, S8, U16, S16, S32, U32, S64, FP16, BF16...)", name);
}

uint64_t ax_tensor_bytes(const struct ax_tensor *tensor, unsigned batch)
{
    return checked_mul(dims_bytes(&tensor->dims, MAX_DIMS, tensor->type->bytes), batch);
}

void ax_node_name(const struct ax_plan *plan, unsigned group, char *out, size_t size)
{
    snprintf(out, size, plan->layout == AX_NEW ? "subgraph_npu_%u" : "npu_%u", group);
}

void ax_blob_key(const struct ax_plan *plan, unsigned group, unsigned batch, char *out, size_t size)
{
    if (plan->layout == AX_FIRST && plan->dotneus == 1)
        snprintf(out, size, "npu_%u_data", group);
    else if (plan->layout != AX_NEW)
        snprintf(out, size, "npu_%u_b%u_data", group, batch);
    else
        snprintf(out, size, "subgraph_npu_%u_b%u_neu", group, batch);
}

void ax_const_key(const struct ax_plan *plan, unsigned group, char *out, size_t size)
{
    if (plan->own_const)
        snprintf(out, size, "npu_%u_params", group);
    else
        snprintf(out, size, "%s", plan->layout == AX_OLD ? "npu_0_params" : "npu_params");
}

static struct ax_group *current(struct ax_plan *plan)
{
    return &plan->group[plan->groups - 1];
}

static struct ax_tensor *add_tensor(struct ax_group *g)
{
    if (g->tensors == AX_TENSORS)
        die(2, "at most %d tensors a group", AX_TENSORS);
    return &g->tensor[g->tensors++];
}

void ax_tensor_add(struct ax_group *group, const char *text, bool output)
{
    char *part[3];
    if (split(copy_text(text), part, 3) != 3)
        die(2, "tensor '%s': want NAME:DTYPE:DxDxD", text);
    struct ax_tensor *t = add_tensor(group);
    *t = (struct ax_tensor){part[0], dtype(part[1]), parse_dims(part[2]), output};
    for (unsigned i = 0; i < t->dims.count; i++)
        if (t->dims.size[i] < 0)
            die(2, "tensor '%s': an axmodel has no dynamic dims", text);
}

static void set_input(void *plan, const char *value)
{
    ax_tensor_add(current(plan), value, false);
}

static void set_output(void *plan, const char *value)
{
    ax_tensor_add(current(plan), value, true);
}

static void set_kv(void *plan, const char *value)
{
    char *part[3];
    struct dims cache = {{1, 0, 0}, 3}, fresh = {{1, 1, 0}, 3};
    char *copy = copy_text(value);
    unsigned parts = split(copy, part, 3);
    if (parts < 2)
        die(2, "--kv '%s': want TOKENS:SIZE[:NEW]", value);
    cache.size[1] = (int64_t)parse_number("--kv", part[0], INT32_MAX);
    cache.size[2] = fresh.size[2] = (int64_t)parse_size("--kv", part[1]);
    if (parts == 3)
        fresh.size[1] = (int64_t)parse_number("--kv", part[2], INT32_MAX);
    free(copy);
    struct ax_group *g = current(plan);
    *add_tensor(g) = (struct ax_tensor){"K_cache", dtype("BF16"), cache, false};
    *add_tensor(g) = (struct ax_tensor){"V_cache", dtype("BF16"), cache, false};
    *add_tensor(g) = (struct ax_tensor){"K_cache_out", dtype("BF16"), fresh, true};
    *add_tensor(g) = (struct ax_tensor){"V_cache_out", dtype("BF16"), fresh, true};
}

// A new group starts with the figures of the one before and no tensors.
static void set_group(void *to, const char *value)
{
    struct ax_plan *plan = to;
    (void)value;
    if (plan->groups == AX_GROUPS)
        die(2, "at most %d groups", AX_GROUPS);
    struct ax_group *next = &plan->group[plan->groups++];
    *next = next[-1];
    next->tensors = 0;
    memset(next->said, 0, sizeof(next->said));
}

static void set_groups(void *plan, const char *value)
{
    ((struct ax_plan *)plan)->wanted_groups = (unsigned)parse_number("--groups", value, AX_GROUPS);
}

static void set_chip(void *to, const char *value)
{
    struct ax_plan *plan = to;
    if (strcasecmp(value, "AX620E") != 0 && strcasecmp(value, "AX650") != 0)
        die(2, "--chip: AX620E or AX650, not '%s'", value);
    plan->ax620e = strcasecmp(value, "AX620E") == 0;
}

static void set_layout(void *to, const char *value)
{
    struct ax_plan *plan = to;
    static const char *const names[] = {"new", "old", "1.1"};
    for (unsigned i = 0; i < 3; i++) {
        if (strcmp(names[i], value) != 0)
            continue;
        plan->layout = (enum ax_layout)i;
        return;
    }
    die(2, "--layout: new, old or 1.1, not '%s'", value);
}

static void set_cpu_node(void *to, const char *value)
{
    struct ax_plan *plan = to;
    if (plan->cpu_nodes == AX_NODES)
        die(2, "at most %d CPU nodes", AX_NODES);
    plan->cpu_node[plan->cpu_nodes++] = value;
}

void ax_entry_add(struct ax_group *g, struct ax_entry entry)
{
    if (g->entries == AX_ENTRIES)
        die(2, "at most %d entries of workspace and runtime a group", AX_ENTRIES);
    g->entry[g->entries++] = entry;
}

// The first of an option in a group replaces what the group before had of it; 0 is no entry.
static void say(struct ax_group *g, struct ax_entry entry)
{
    unsigned kept = 0;
    for (unsigned i = 0; i < g->entries; i++)
        if (g->said[entry.source] || g->entry[i].source != entry.source)
            g->entry[kept++] = g->entry[i];
    g->entries = kept;
    g->said[entry.source] = true;
    g->onchip_said = g->onchip_said || entry.source == AX_BY_ONCHIP;
    if (entry.size > 0)
        ax_entry_add(g, entry);
}

static void set_entry(void *plan, const char *value)
{
    char *part[3];
    char *copy = copy_text(value);
    struct ax_entry entry = {.source = AX_BY_ENTRY};
    if (split(copy, part, 3) != 3)
        die(2, "--entry '%s': want workspace:KIND:SIZE or runtime:KIND:SIZE", value);
    if (strcmp(part[0], "workspace") != 0 && strcmp(part[0], "runtime") != 0)
        die(2, "--entry: workspace or runtime, not '%s'", part[0]);
    entry.list = part[0][0] == 'w' ? AX_WORKSPACE : AX_RUNTIME;
    entry.kind = (unsigned)parse_number("--entry", part[1], UINT8_MAX);
    entry.size = parse_size("--entry", part[2]);
    free(copy);
    say(current(plan), entry);
}

static void set_dotneus(void *to, const char *value)
{
    struct ax_plan *plan = to;
    plan->dotneus = (unsigned)parse_number("--dotneus", value, AX_BATCHES);
    for (unsigned i = 0; i < plan->dotneus; i++)
        plan->batch[i] = i + 1;
}

static void set_batches(void *to, const char *value)
{
    struct ax_plan *plan = to;
    char *copy = copy_text(value);
    char *rest = NULL;
    plan->dotneus = 0;
    for (char *p = strtok_r(copy, ",", &rest); p; p = strtok_r(NULL, ",", &rest)) {
        unsigned batch = (unsigned)parse_number("--batches", p, INT32_MAX);
        for (unsigned i = 0; i < plan->dotneus; i++)
            if (plan->batch[i] == batch)
                die(2, "--batches '%s': %u is there twice", value, batch);
        if (plan->dotneus == AX_BATCHES || batch == 0)
            die(2, "--batches '%s': want at most %d numbers, none of them 0", value, AX_BATCHES);
        plan->batch[plan->dotneus++] = batch;
    }
    free(copy);
}

static void set_stray_input(void *plan, const char *value)
{
    ax_tensor_add(&((struct ax_plan *)plan)->stray, value, false);
}

static void set_stray_output(void *plan, const char *value)
{
    ax_tensor_add(&((struct ax_plan *)plan)->stray, value, true);
}

static void set_duplicate(void *to, const char *value)
{
    struct ax_plan *plan = to;
    char *part[2];
    if (split(copy_text(value), part, 2) != 2)
        die(2, "--duplicate '%s': want NAME:SIZE", value);
    if (plan->duplicates == AX_STRAYS)
        die(2, "at most %d duplicates", AX_STRAYS);
    plan->duplicate[plan->duplicates++] =
        (struct ax_duplicate){part[0], parse_size("--duplicate", part[1])};
}

static void set_no_tables(void *to, const char *value)
{
    struct ax_plan *plan = to;
    bool both = strcmp(value, "both") == 0;
    plan->no_inputs = both || strcmp(value, "inputs") == 0;
    plan->no_outputs = both || strcmp(value, "outputs") == 0;
    if (!plan->no_inputs && !plan->no_outputs)
        die(2, "--no-tables: inputs, outputs or both, not '%s'", value);
}

static void set_json_twice(void *to, const char *value)
{
    struct ax_plan *plan = to;
    char *part[2];
    if (split(copy_text(value), part, 2) != 2 ||
        (strcmp(part[0], "dotneus") != 0 && strcmp(part[0], "const_data_key") != 0) ||
        (strcmp(part[1], "first") != 0 && strcmp(part[1], "last") != 0))
        die(2, "--json-twice '%s': want dotneus or const_data_key, then :first or :last", value);
    plan->twice_key = part[0];
    plan->larger_first = part[1][0] == 'f';
}

static void set_words(void *plan, const char *value)
{
    uint64_t words = parse_size("--words", value);
    if (words > INT32_MAX / 8)
        die(2, "--words: %s is more than a FlatBuffer holds", value);
    current(plan)->words = words;
}

#define PLAN(field, parsed)                                                                        \
    static void set_##field(void *plan, const char *value)                                         \
    {                                                                                              \
        (void)value;                                                                               \
        ((struct ax_plan *)plan)->field = parsed;                                                  \
    }
#define ENTRY(option, source, list, kind)                                                          \
    static void set_##option(void *plan, const char *value)                                        \
    {                                                                                              \
        uint64_t size = parse_size("--" #option, value);                                           \
        say(current(plan), (struct ax_entry){source, list, kind, size});                           \
    }
PLAN(const_size, parse_size("--const", value))
PLAN(dyn_params, parse_size("--dyn-params", value))
PLAN(truncate, parse_size("--truncate", value))
PLAN(npu_mode, (unsigned)parse_number("--npu-mode", value, 9))
PLAN(version, value)
PLAN(commit, value)
PLAN(producer, value)
PLAN(own_const, true)
PLAN(initializers_first, true)
PLAN(dims_packed, true)
PLAN(no_raw_data, true)
PLAN(no_neu, true)
PLAN(missing_blob, true)
PLAN(missing_const, true)
PLAN(no_extra_data, true)
PLAN(wire_group, true)
PLAN(no_const_key, true)
PLAN(nodes_twice, true)
PLAN(unknown_bytes, parse_size("--unknown-fields", value))
PLAN(far_vtables, true)
PLAN(max_batch, (unsigned)parse_number("--max-batch", value, INT32_MAX))
ENTRY(workspace, AX_BY_WORKSPACE, AX_WORKSPACE, AX_DDR)
ENTRY(runtime, AX_BY_RUNTIME, AX_RUNTIME, AX_DDR)
ENTRY(onchip, AX_BY_ONCHIP, AX_RUNTIME, AX_ON_CHIP)

static void set_dims_unpacked(void *plan, const char *value)
{
    (void)value;
    ((struct ax_plan *)plan)->dims_packed = false;
}

const struct option_row ax_options[] = {
    {"chip", "AX620E|AX650", "chip of the blobs (AX620E)", set_chip},
    {"layout", "new|old|1.1", "names and places of Pulsar2 6.0, 1.8 or 1.1 (new)", set_layout},
    {"const", "SIZE", "weights, shared by all groups (1M); 0: none", set_const_size},
    {"own-const", NULL, "every group has weights of its own", set_own_const},
    {"dyn-params", "SIZE", "npu_dyn_params, an expression that takes no CMM", set_dyn_params},
    {"words", "N", "8-byte instruction words of this group's blob (1000)", set_words},
    {"workspace", "SIZE", "ddr_swap of this group; each further one is an entry more",
     set_workspace},
    {"runtime", "SIZE", "a runtime buffer in DDR; each is an entry", set_runtime},
    {"onchip", "SIZE", "a runtime buffer on the chip (AX620E 128); each is an entry", set_onchip},
    {"entry", "LIST:KIND:SIZE", "an entry of any memory kind; LIST is workspace or runtime",
     set_entry},
    {"input", "NAME:DTYPE:DxDxD", "an input of this group", set_input},
    {"output", "NAME:DTYPE:DxDxD", "an output of this group", set_output},
    {"kv", "TOKENS:SIZE[:NEW]",
     "BF16 K_cache and V_cache, and _out of NEW tokens (1), in this group", set_kv},
    {"group", NULL, "start the next group; sizes carry over, tensors do not", set_group},
    {"groups", "N", "N groups; one without tensors takes group 0's, first dim times g + 1",
     set_groups},
    {"dotneus", "N", "blobs of batch 1 to N in every node (1)", set_dotneus},
    {"batches", "N,N", "blobs of these batches in every node, which are the static batch sizes",
     set_batches},
    {"max-batch", "N", "the largest dynamic batch, in extra_data (0: absent)", set_max_batch},
    {"producer", "NAME", "producer_name (Pulsar2)", set_producer},
    {"producer-version", "TEXT", "Pulsar2 version in the doc string", set_version},
    {"commit", "HEX", "Pulsar2 commit in the doc string", set_commit},
    {"npu-mode", "N", "npu_mode of extra_data (0: absent); AX650 then has N + 1 cores",
     set_npu_mode},
    {"cpu-node", "OPTYPE", "a node for the CPU", set_cpu_node},
    {"no-neu", NULL, "a plain ONNX graph, not compiled", set_no_neu},
    {"initializers-first", NULL, "initializers before nodes", set_initializers_first},
    {"dims-packed", NULL, "packed dims of initializers", set_dims_packed},
    {"dims-unpacked", NULL, "one field a dim (default, as in real files)", set_dims_unpacked},
    {"no-extra-data", NULL, "no metadata", set_no_extra_data},
    {"no-raw-data-key", NULL, "the weights' initializer has dims and no raw_data", set_no_raw_data},
    {"missing-blob", NULL, "neu_key names no initializer", set_missing_blob},
    {"missing-const", NULL, "const_data_key names no initializer", set_missing_const},
    {"no-const-key", NULL, "the dotneus' params have no const_data_key", set_no_const_key},
    {"duplicate", "NAME:SIZE", "one more initializer NAME, of zeros, behind the others",
     set_duplicate},
    {"stray-input", "NAME:DTYPE:DxDxD", "an input of the graph that is in no memory table",
     set_stray_input},
    {"stray-output", "NAME:DTYPE:DxDxD", "an output like that", set_stray_output},
    {"no-tables", "inputs|outputs|both", "the memory tables list no tensors of that kind",
     set_no_tables},
    {"nodes-twice", NULL, "every NPU node stands twice", set_nodes_twice},
    {"json-twice", "KEY:first|last",
     "dotneus or const_data_key stands twice in npu_graph_info; the place of the larger value",
     set_json_twice},
    {"unknown-fields", "SIZE",
     "before all others, fields that onnx.proto does not know, one of SIZE", set_unknown_bytes},
    {"far-vtables", NULL, "the vtables of a blob stand at its end", set_far_vtables},
    {"wire-group", NULL, "a group (wire types 3 and 4) at top level", set_wire_group},
    {"truncate", "SIZE", "cut the file at SIZE bytes", set_truncate},
};
const size_t ax_option_count = sizeof(ax_options) / sizeof(ax_options[0]);

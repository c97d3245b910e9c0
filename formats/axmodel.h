// SPDX-License-Identifier: MIT
/* What the parts of the axmodel reader share. */
#ifndef MAIXFIT_FORMATS_AXMODEL_H
#define MAIXFIT_FORMATS_AXMODEL_H

#include "flatbuffer.h"
#include "protobuf.h"

/* An entry of a blob's memory table. */
struct mf_ax_entry {
    const char *name;
    uint64_t bytes;
    uint8_t kind; /* of memory: 0 DDR, 1 on-chip */
};

enum { MF_AX_INPUTS, MF_AX_OUTPUTS, MF_AX_WORKSPACE, MF_AX_RUNTIME, MF_AX_LISTS };

struct mf_ax_entries {
    struct mf_ax_entry *items;
    uint32_t count;
};

/* What a neu blob says: an NPU program with its memory table. */
struct mf_ax_blob {
    const struct mf_error *problem; /* NULL: it was read whole */
    uint32_t code_fields;
    uint64_t code_bytes;
    struct mf_ax_entries lists[MF_AX_LISTS];
};

/* A named payload of the graph; its bytes stay in the file. */
struct mf_ax_initializer {
    const char *name;
    struct mf_view data;
    bool has_data;
    bool counted;                  /* as const data */
    bool twice;                    /* another has the same name */
    uint64_t dims_bytes;           /* what its shape says, where that can be told; else 0 */
    const struct mf_ax_blob *blob; /* NULL: it does not begin like one */
};

/* A node that runs on the NPU. */
struct mf_ax_node {
    const char *name;
    const char *graph_info; /* JSON, or NULL in the layout of Pulsar2 1.1 */
    const char **inputs;
    size_t input_count;
    size_t input_capacity;
};

/* What the graph says of one of its inputs or outputs. */
struct mf_ax_value {
    const char *name;
    uint64_t element_type;
    uint32_t rank;
    uint64_t dims[MF_RANK_MAX];
    bool is_output;
    bool found;           /* in the memory table of some program */
    uint64_t table_bytes; /* what that tells, where found */
};

struct mf_ax {
    struct mf_arena *arena;   /* what the model keeps */
    struct mf_arena *scratch; /* what only reading it needs */
    struct mf_model *model;
    struct mf_error *error;
    bool has_graph;
    struct mf_ax_initializer *initializers; /* sorted by name once the graph is read */
    size_t initializer_count;
    size_t initializer_capacity;
    struct mf_ax_node *nodes;
    size_t node_count;
    size_t node_capacity;
    struct mf_ax_value *values;
    size_t value_count;
    size_t value_capacity;
    uint64_t cpu_nodes;
    const char *cpu_op; /* of the first one */
    const char *extra_data;
    bool has_hardware_type;
    uint64_t hardware_type;
    uint64_t npu_mode;
    bool old_layout;
    bool is_doubtful;      /* something was warned of */
    uint32_t entries_read; /* of all memory tables, against MF_MEMORY_ENTRIES_MAX */
    uint64_t const_bytes;
    uint64_t code_bytes;
    uint64_t workspace_bytes;
    uint64_t largest_workspace;
    uint64_t tensor_bytes;
};

/* GraphProto → initializers, nodes, values. May be called for several pieces of one graph. */
bool mf_ax_read_graph(struct mf_ax *ax, struct mf_view graph);

/* Sorts initializers and values by name, and marks initializers that share one. Once, when the
 * graph is read. */
void mf_ax_sort(struct mf_ax *ax);

/* By name, or NULL. Both need mf_ax_sort. */
struct mf_ax_initializer *mf_ax_find(struct mf_ax *ax, const char *name);
struct mf_ax_value *mf_ax_find_value(const struct mf_ax *ax, const char *name);

/* Turns every NPU node into blocks and tensors. */
bool mf_ax_resolve(struct mf_ax *ax);

/* Reads the blob that `data` may hold; *blob is NULL where it does not begin like one. The graph
 * names blobs before or behind them, and a stream passes them once: so each is read where it
 * stands. A damaged one is told when a node needs it; false is only for lack of memory. */
bool mf_ax_read_blob(struct mf_ax *ax, const struct mf_view *data, const struct mf_ax_blob **blob);

/* What a node says of one NPU program. */
struct mf_ax_program {
    const struct mf_ax_initializer *source;
    const char *const *hidden; /* names of inputs that are no tensors */
    size_t hidden_count;
    bool names_weights;     /* some initializer stands for them */
    uint64_t weights_bytes; /* of all that are named */
    bool params_inside;     /* the weights are a runtime buffer of the blob itself (Pulsar2 1.1) */
    uint32_t batch;         /* 0: not told */
};

/* One NPU program → weights that nothing else counts, code, workspace and tensors of a new group.
 */
bool mf_ax_count_blob(struct mf_ax *ax, const struct mf_ax_program *program);

/* Inputs and outputs of the graph that no memory table holds, or with other sizes. */
bool mf_ax_check_values(struct mf_ax *ax);

/* Shape × element type, where both are told. */
bool mf_ax_value_bytes(const struct mf_ax_value *value, uint64_t *bytes);

/* A TensorProto.DataType. */
struct mf_ax_element {
    const char *name; /* "?" where it is none */
    uint64_t bytes;   /* 0: not told */
};

const struct mf_ax_element *mf_ax_element(uint64_t type);

/* The base64 of `extra_data` → hardware type and NPU mode. No figure rests on it: damage is only
 * told. */
bool mf_ax_read_extra_data(struct mf_ax *ax);

/* A block of CMM that is held from loading on; NULL as name is how lack of memory shows. */
bool mf_ax_add_block(struct mf_ax *ax, const char *name, const char *source, uint64_t bytes);

bool mf_ax_warn(struct mf_ax *ax, const char *code, const char *text);

#endif

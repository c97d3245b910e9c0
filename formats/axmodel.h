// SPDX-License-Identifier: MIT
/* What the parts of the axmodel reader share. The format, and the source of every rule, stand in
 * docs/formats.md. All functions below fail with the error of `ax`. */
#ifndef MAIXFIT_FORMATS_AXMODEL_H
#define MAIXFIT_FORMATS_AXMODEL_H

#include "flatbuffer.h"
#include "protobuf.h"

/* An entry of a program's memory table. */
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

/* What a neu blob declares: an NPU program with its memory table. */
struct mf_ax_blob {
    const struct mf_error *problem; /* why it could not be read, or NULL */
    uint32_t code_fields;
    uint64_t code_bytes;
    struct mf_ax_entries lists[MF_AX_LISTS];
};

/* A named payload of the graph. Its bytes stay in the file. */
struct mf_ax_initializer {
    const char *name;
    struct mf_view data;
    bool has_data;
    bool counted;                  /* as weights */
    bool params_counted;           /* as a program: the weights that its memory table declares */
    bool twice;                    /* another one has the same name */
    uint64_t dims_bytes;           /* by its shape and type; 0: unknown */
    const struct mf_ax_blob *blob; /* NULL: it does not begin like one */
};

/* A node that runs on the NPU. */
struct mf_ax_node {
    const char *name;
    const char *graph_info; /* JSON; NULL in the layout of Pulsar2 1.1 */
    const char **inputs;
    size_t input_count;
    size_t input_capacity;
};

/* What the graph declares about one of its inputs or outputs. */
struct mf_ax_value {
    const char *name;
    uint64_t element_type;
    uint32_t rank;
    uint64_t dims[MF_RANK_MAX];
    bool is_output;
    bool found;           /* in the memory table of a program */
    bool taken;           /* by a program without tensors of its own */
    uint64_t table_bytes; /* its size there, where found */
};

struct mf_ax {
    struct mf_arena *arena;   /* for what the model keeps */
    struct mf_arena *scratch; /* for what only reading it needs */
    struct mf_model *model;
    struct mf_error *error;
    bool has_graph;
    struct mf_ax_initializer *initializers; /* sorted by name once the graph is read */
    size_t initializer_count;
    size_t initializer_capacity;
    struct mf_ax_node *nodes;
    size_t node_count;
    size_t node_capacity;
    struct mf_ax_value *values; /* sorted by name once the graph is read */
    size_t value_count;
    size_t value_capacity;
    uint64_t cpu_nodes;
    const char *cpu_op; /* of the first one */
    const char *extra_data;
    bool has_hardware_type;
    uint64_t hardware_type;
    uint64_t npu_mode;
    bool old_layout;       /* of Pulsar2 1.1 */
    bool tabled[2];        /* a memory table has inputs; outputs */
    bool takes_last;       /* of JSON keys that stand twice; else the first */
    const char *repeated;  /* such a key, or NULL */
    uint32_t program;      /* 1 + the group that is being counted; 0: none */
    bool is_doubtful;      /* a warning was added */
    uint32_t entries_read; /* of all memory tables, against MF_MEMORY_ENTRIES_MAX */
    uint64_t const_bytes;
    uint64_t code_bytes;
    uint64_t workspace_bytes;
    uint64_t largest_workspace; /* of one program */
    uint64_t tensor_bytes;
};

/* Reads a GraphProto: initializers, nodes, values. Called once for each piece of the graph. */
bool mf_ax_read_graph(struct mf_ax *ax, struct mf_view graph);

/* Sorts initializers and values by name, and marks initializers that share one. Once, when the
 * graph is read. */
void mf_ax_sort(struct mf_ax *ax);

/* By name, or NULL. Both need mf_ax_sort. */
struct mf_ax_initializer *mf_ax_find(struct mf_ax *ax, const char *name);
struct mf_ax_value *mf_ax_find_value(const struct mf_ax *ax, const char *name);

/* Turns every NPU node into blocks and tensors. */
bool mf_ax_resolve(struct mf_ax *ax);

/* Reads the neu blob that `data` may hold; *blob is NULL where it does not begin like one. Nodes
 * that name blobs may come before or after them, and a stream passes each once: so every blob is
 * read where it is found, and a damaged one is an error only when a node needs it. False only for
 * lack of memory. */
bool mf_ax_read_blob(struct mf_ax *ax, const struct mf_view *data, const struct mf_ax_blob **blob);

/* What a node declares about one NPU program. */
struct mf_ax_program {
    struct mf_ax_initializer *source;
    const char *const *hidden; /* names of inputs that are not tensors */
    size_t hidden_count;
    bool names_weights;     /* the node names their initializers */
    uint64_t weights_bytes; /* of all of these */
    bool params_inside;     /* the weights are a runtime buffer of the blob itself (Pulsar2 1.1) */
    uint32_t batch;         /* 0: unknown */
};

/* Adds one NPU program as a new shape group: code, workspace, tensors, and weights that no
 * initializer holds; these once, however often the program is named. */
bool mf_ax_count_blob(struct mf_ax *ax, const struct mf_ax_program *program);

/* Adds all inputs and outputs of the graph to the program that is being counted, which declares
 * none of its own. */
bool mf_ax_take_values(struct mf_ax *ax, const char *program);

/* Compares the inputs and outputs of the graph with the memory tables: adds those that are missing
 * there and needed, and warns about differences. */
bool mf_ax_check_values(struct mf_ax *ax);

/* Copies the shape of the graph. */
bool mf_ax_copy_shape(struct mf_ax *ax, const struct mf_ax_value *value, struct mf_tensor *tensor);

/* Shape × element size. False where one of them is unknown. */
bool mf_ax_value_bytes(const struct mf_ax_value *value, uint64_t *bytes);

/* An element type: TensorProto.DataType of onnx.proto. */
struct mf_ax_element {
    const char *name; /* "?" for an unknown one */
    uint64_t bytes;   /* 0: unknown */
};

/* Never NULL. */
const struct mf_ax_element *mf_ax_element(uint64_t type);

/* Reads the hardware type and the NPU mode from the base64 text of `extra_data`. No figure depends
 * on them: damage is only a warning. */
bool mf_ax_read_extra_data(struct mf_ax *ax);

/* Adds a block of CMM that is held from loading on. A NULL name counts as lack of memory. */
bool mf_ax_add_block(struct mf_ax *ax, const char *name, const char *source, uint64_t bytes);

/* Adds a warning and marks the model as doubtful. A NULL text counts as lack of memory. */
bool mf_ax_warn(struct mf_ax *ax, const char *code, const char *text);

#endif

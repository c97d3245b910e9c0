// SPDX-License-Identifier: MIT
// What an axmodel shall hold, and the writing of it.
#ifndef MKMODEL_MKAXMODEL_H
#define MKMODEL_MKAXMODEL_H

#include <stdio.h>

#include "bytes.h"
#include "options.h"

#define AX_GROUPS  64
#define AX_TENSORS 32
#define AX_NODES   16
#define AX_ENTRIES 32
#define AX_STRAYS  16
#define AX_BATCHES 1024

enum ax_layout { AX_NEW, AX_OLD, AX_FIRST }; // AX_FIRST: Pulsar2 1.1

struct ax_dtype {
    const char *name;
    unsigned onnx; // TensorProto.DataType
    unsigned bytes;
};

struct ax_tensor {
    const char *name;
    const struct ax_dtype *type;
    struct dims dims;
    bool output;
};

enum { AX_DDR = 0, AX_ON_CHIP = 1 }; // memory kinds
enum ax_list { AX_WORKSPACE = 2, AX_RUNTIME = 3 };
// The option that an entry comes from; each starts anew in the next group.
enum ax_source { AX_BY_WORKSPACE, AX_BY_RUNTIME, AX_BY_ONCHIP, AX_BY_ENTRY, AX_SOURCES };

// An entry of the memory table, which is no tensor.
struct ax_entry {
    enum ax_source source;
    enum ax_list list;
    unsigned kind;
    uint64_t size;
};

struct ax_group {
    struct ax_tensor tensor[AX_TENSORS];
    unsigned tensors;
    uint64_t words; // 8-byte instruction words
    struct ax_entry entry[AX_ENTRIES];
    unsigned entries;
    bool said[AX_SOURCES]; // in this group; what was carried over is gone then
    bool onchip_said;      // in this group or one before
};

struct ax_duplicate {
    const char *name;
    uint64_t size;
};

struct ax_plan {
    const char *version, *commit, *producer;
    bool ax620e;
    enum ax_layout layout;
    uint64_t const_size, dyn_params, truncate;
    unsigned npu_mode;
    unsigned batch[AX_BATCHES]; // one a dotneu
    unsigned dotneus;
    unsigned max_batch; // that is dynamic
    bool own_const, initializers_first, dims_packed, no_raw_data, no_neu;
    bool missing_blob, missing_const, no_const_key, no_extra_data, wire_group;
    bool no_inputs, no_outputs; // in the memory tables
    bool nodes_twice, far_vtables;
    const char *twice_key; // of npu_graph_info, or NULL; the larger value stands first or last
    bool larger_first;
    uint64_t unknown_bytes; // of a field that no reader knows, before all others; 0: none
    struct ax_group stray;  // inputs and outputs of the graph that no memory table has
    struct ax_duplicate duplicate[AX_STRAYS];
    unsigned duplicates;
    const char *cpu_node[AX_NODES];
    unsigned cpu_nodes;
    unsigned wanted_groups;
    struct ax_group group[AX_GROUPS];
    unsigned groups;
};

// Name of the node, blob or const data as the layout has it.
void ax_node_name(const struct ax_plan *plan, unsigned group, char *out, size_t size);
void ax_blob_key(const struct ax_plan *plan, unsigned group, unsigned batch, char *out,
                 size_t size);
void ax_const_key(const struct ax_plan *plan, unsigned group, char *out, size_t size);
// Does a tensor before this one have its name? Groups may use one name with several shapes; the
// graph lists the first.
bool ax_seen_before(const struct ax_plan *plan, unsigned group, unsigned tensor);
#define AX_SMALL_BYTES 16 // of the initializer `small`, which the smaller const_data_key names
// From NAME:DTYPE:DxDxD.
void ax_tensor_add(struct ax_group *group, const char *text, bool output);
uint64_t ax_tensor_bytes(const struct ax_tensor *tensor, unsigned batch);

void ax_entry_add(struct ax_group *group, struct ax_entry entry);
// Size of the first on-chip buffer; 0: none.
uint64_t ax_onchip(const struct ax_group *group);

// The base64 of the metadata.
void ax_extra_data(struct bytes *model, const struct ax_plan *plan);
// The FlatBuffer of one dotneu.
void ax_blob(struct bytes *out, const struct ax_plan *plan, unsigned group, unsigned batch);
void ax_model(struct bytes *out, const struct ax_plan *plan);
// The figures of the spec as one line of JSON; a part that a malformed file lacks counts nothing.
void ax_truth(FILE *to, const struct ax_plan *plan);

extern const struct option_row ax_options[];
extern const size_t ax_option_count;
// axmodel OUT [options]: parse, write, print the truth.
int mkaxmodel(int argc, char **argv);

#endif

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
#define AX_UNSET   UINT64_MAX // a size that the chip decides

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

struct ax_group {
    struct ax_tensor tensor[AX_TENSORS];
    unsigned tensors;
    uint64_t words;     // 8-byte instruction words
    uint64_t workspace; // ddr_swap
    uint64_t runtime;   // a runtime buffer in DDR
    uint64_t onchip;    // a runtime buffer on the chip
};

struct ax_plan {
    const char *version, *commit, *producer;
    bool ax620e;
    enum ax_layout layout;
    uint64_t const_size, dyn_params, truncate;
    unsigned npu_mode, dotneus;
    bool own_const, initializers_first, dims_packed, no_raw_data, no_neu;
    bool missing_blob, missing_const, no_extra_data, wire_group;
    const char *cpu_node[AX_NODES];
    unsigned cpu_nodes;
    unsigned wanted_groups;
    struct ax_group group[AX_GROUPS];
    unsigned groups;
};

// Name of the node, blob or const data as the layout has it. `batch` counts from 1.
void ax_node_name(const struct ax_plan *plan, unsigned group, char *out, size_t size);
void ax_blob_key(const struct ax_plan *plan, unsigned group, unsigned batch, char *out,
                 size_t size);
void ax_const_key(const struct ax_plan *plan, unsigned group, char *out, size_t size);
// From NAME:DTYPE:DxDxD.
void ax_tensor_add(struct ax_group *group, const char *text, bool output);
uint64_t ax_tensor_bytes(const struct ax_tensor *tensor, unsigned batch);

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

// SPDX-License-Identifier: MIT
// What a cvimodel shall hold, and the writing of it.
#ifndef MKMODEL_MKCVIMODEL_H
#define MKMODEL_MKCVIMODEL_H

#include <stdio.h>

#include "bytes.h"
#include "options.h"

#define CVI_PROGRAMS 16
#define CVI_TENSORS  64
#define CVI_SECTIONS 64

enum cvi_type { CVI_WEIGHT, CVI_CMDBUF, CVI_FUNC_X86, CVI_FUNC_AARCH64, CVI_DMABUF };
enum { CVI_KIND_NONE = -1, CVI_KIND_SHARED = 0, CVI_KIND_PRIVATE = 2, CVI_KIND_IO = 3 };

struct cvi_tensor {
    const char *name, *pixel;
    unsigned dtype; // the byte in the file
    unsigned unit;  // bytes an element
    struct dims dims;
    int kind;
    uint64_t at; // offset within the place
    bool at_given, input, output, aligned;
    uint32_t size; // of an aligned tensor; 0: its pixel format decides
};

struct cvi_section {
    enum cvi_type type;
    char name[32];
    uint32_t size;
    bool encrypt, compress;
    uint32_t decompressed; // 0: `compress` does not count
    bool garbage;          // compressed, and nothing unpacks it
    bool unpacks;          // a packed section that yields `decompressed` bytes of records
    unsigned program;      // whose routine uses it
    bool walked;           // a command section with records
    uint64_t ion;          // what the records become
    struct bytes body;     // empty: zeros
};

struct cvi_program {
    struct cvi_tensor tensor[CVI_TENSORS];
    unsigned tensors;
    uint32_t shared, private_gmem, neuron, batch;
    bool dynamic;
};

struct cvi_plan {
    const char *chip, *name, *build_time, *toolchain;
    const char *target; // NULL: the chip, but nothing in version 1.0
    unsigned major, minor;
    bool no_cmd, full;
    uint64_t truncate;
    struct cvi_section weight;
    struct cvi_section section[CVI_SECTIONS];
    unsigned sections;
    struct cvi_section *last; // the one that --encrypt and --compress speak of
    struct cvi_program program[CVI_PROGRAMS];
    unsigned programs;
    bool program_said; // by the first --program
};

// Fill a command section from a list such as t3,d2,s,c, and its block size in ION. Each record
// begins with the magic.
void cvi_commands(struct cvi_section *section, const char *list, unsigned magic);
// The magic of a chip's records, 0: not known.
unsigned cvi_magic(const char *chip);
// The same as a new section of the last program.
void cvi_add_commands(struct cvi_plan *plan, const char *list);
// To the last program, from NAME:DTYPE:DIMS:PLACE...
void cvi_add_tensor(struct cvi_plan *plan, const char *text);
// Pack a command section that is marked as compressed, with LZ4 (a block, no frame).
void cvi_pack(struct cvi_section *section);
// Version 1.0: a header without the chip's name.
bool cvi_short_header(const struct cvi_plan *plan);
// The chip that the runtime takes the model for.
const char *cvi_chip(const struct cvi_plan *plan);
// What the runtime takes for an aligned tensor without a size. False: no such pixel format.
bool cvi_pixel_bytes(const struct cvi_tensor *tensor, bool cv183x, uint64_t *bytes);
// The model's FlatBuffer.
void cvi_flat(struct bytes *out, const struct cvi_plan *plan);
// Header, FlatBuffer and sections.
void cvi_model(struct bytes *out, const struct cvi_plan *plan);
// The figures of the spec as one line of JSON.
void cvi_truth(FILE *to, const struct cvi_plan *plan);

extern const struct option_row cvi_options[];
extern const size_t cvi_option_count;
// cvimodel OUT [options]: parse, write, print the truth.
int mkcvimodel(int argc, char **argv);

#endif

// SPDX-License-Identifier: MIT
/* What the parts of the cvimodel reader share. The format, and the source of every rule, stand in
 * docs/formats.md. Functions that take `cvi` fail with its error. */
#ifndef MAIXFIT_FORMATS_CVIMODEL_H
#define MAIXFIT_FORMATS_CVIMODEL_H

#include "flatbuffer.h"

/* In bytes, as the file declares them, before they are rounded to pages. */
struct mf_cvi_sums {
    uint64_t sections;
    uint64_t weight;
    uint64_t cmdbuf;
    uint64_t dmabuf; /* what the command sections become in ION */
    uint64_t neuron;
    uint64_t private_memory;
    uint64_t shared; /* the largest of all programs */
    bool uses_shared;
    uint64_t vendor_io; /* of all io tensors */
    uint64_t io_blocks; /* of the blocks that the runtime allocates for them */
};

/* Names to look up. */
struct mf_cvi_names {
    const char **items;
    size_t count;
};

struct mf_cvi {
    struct mf_arena *arena;   /* for what the model keeps */
    struct mf_arena *scratch; /* for what only reading it needs */
    struct mf_model *model;
    struct mf_error *error;
    struct mf_fb fb;        /* the FlatBuffer that follows the header */
    struct mf_view payload; /* what follows the FlatBuffer: section offsets count from here */
    uint32_t minor;
    uint8_t record_magic;        /* of its chip's commands; 0: its records are not known */
    struct mf_cvi_names buffers; /* the sections that routines may run, sorted */
    uint32_t tensors_read;       /* of all programs, against MF_TENSORS_MAX */
    uint32_t names_read;
    struct mf_cvi_sums sums;
};

/* Adds the blocks of all sections: weights, commands, functions, dmabuf. */
bool mf_cvi_read_sections(struct mf_cvi *cvi, const struct mf_fb_vector *sections);

/* Sorts the names and keeps each once: a hostile file may list thousands of equal ones. */
void mf_cvi_sort_names(struct mf_cvi_names *names);

/* Is the name one of them? Needs mf_cvi_sort_names. */
bool mf_cvi_has_name(const struct mf_cvi_names *names, const char *name);

/* Adds the blocks of all programs and their tensors. */
bool mf_cvi_read_programs(struct mf_cvi *cvi, const struct mf_fb_vector *programs);

/* Sets *bytes to the ION that a command section of at most MF_CMDBUF_MAX bytes takes, by walking
 * its records, each of which begins with `magic`. */
bool mf_cvi_command_bytes(const struct mf_view *section, uint8_t magic, uint64_t *bytes,
                          struct mf_error *error);

/* The same for a compressed one. *done is false where it does not unpack to `unpacked_bytes` of
 * records or is larger than MF_PACKED_COMMANDS_MAX; that is not a failure. */
bool mf_cvi_packed_command_bytes(struct mf_arena *scratch, const struct mf_view *section,
                                 uint8_t magic, uint64_t unpacked_bytes, uint64_t *bytes,
                                 bool *done, struct mf_error *error);

/* Does the runtime know the pixel format? NULL: no. */
bool mf_cvi_is_pixel_format(const char *name);

/* Sets *bytes to the size of a tensor with aligned rows, by its pixel format. `dims` is n, c, h, w.
 * False on overflow and for an unknown pixel format. */
bool mf_cvi_aligned_bytes(const uint64_t dims[4], const char *pixel_format, bool cv183x,
                          uint64_t *bytes);

#endif

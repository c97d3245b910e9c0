// SPDX-License-Identifier: MIT
/* What the parts of the cvimodel reader share. */
#ifndef MAIXFIT_FORMATS_CVIMODEL_H
#define MAIXFIT_FORMATS_CVIMODEL_H

#include "flatbuffer.h"

/* All in bytes, as the file says them, before any page is rounded. */
struct mf_cvi_sums {
    uint64_t sections;
    uint64_t weight;
    uint64_t cmdbuf;
    uint64_t dmabuf; /* what the command sections become in ION */
    uint64_t neuron;
    uint64_t private_memory;
    uint64_t shared; /* the largest of all programs */
    bool uses_shared;
    uint64_t vendor_io;
    uint64_t io_blocks;
};

/* Names to look up. */
struct mf_cvi_names {
    const char **items;
    size_t count;
};

struct mf_cvi {
    struct mf_arena *arena;   /* what the model keeps */
    struct mf_arena *scratch; /* what only reading it needs */
    struct mf_model *model;
    struct mf_error *error;
    struct mf_fb fb;        /* the table that follows the header */
    struct mf_view payload; /* what follows the table: section offsets count from here */
    uint32_t minor;
    struct mf_cvi_names buffers; /* the sections that routines may run, sorted */
    uint32_t tensors_read;       /* of all programs, against MF_TENSORS_MAX */
    uint32_t names_read;
    struct mf_cvi_sums sums;
};

/* Weight, command, function and dmabuf sections → blocks. */
bool mf_cvi_read_sections(struct mf_cvi *cvi, const struct mf_fb_vector *sections);

/* Each is kept once: a hostile file may list thousands. */
void mf_cvi_sort_names(struct mf_cvi_names *names);

/* Is the name one of them? They must be sorted. */
bool mf_cvi_has_name(const struct mf_cvi_names *names, const char *name);

/* Programs with their tensors → blocks. */
bool mf_cvi_read_programs(struct mf_cvi *cvi, const struct mf_fb_vector *programs);

/* The ION bytes of one cv181x command section, by walking its records; at most MF_CMDBUF_MAX. */
bool mf_cvi_command_bytes(const struct mf_view *section, uint64_t *bytes, struct mf_error *error);

/* The same for a compressed one. *done is false where it does not unpack to `unpacked_bytes` of
 * records, or is too large to try. */
bool mf_cvi_packed_command_bytes(struct mf_arena *scratch, const struct mf_view *section,
                                 uint64_t unpacked_bytes, uint64_t *bytes, bool *done,
                                 struct mf_error *error);

/* Does the runtime know the pixel format? NULL is none. */
bool mf_cvi_is_pixel_format(const char *name);

/* Bytes of a tensor whose rows are aligned, from its pixel format, which must be one that is known.
 * `dims` is n, c, h, w. False on overflow. */
bool mf_cvi_aligned_bytes(const uint64_t dims[4], const char *pixel_format, bool cv183x,
                          uint64_t *bytes);

#endif

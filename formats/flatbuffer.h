// SPDX-License-Identifier: MIT
/* A bounded reader of FlatBuffers. Every offset is checked against the view before it is followed.
 * The first damage sets the error and `failed`; later reads return 0 or nothing, so a caller may go
 * on and check `failed` once, at the end of a loop or function. */
#ifndef MAIXFIT_FORMATS_FLATBUFFER_H
#define MAIXFIT_FORMATS_FLATBUFFER_H

#include "../src/core/model.h"
#include "../src/core/source.h"

struct mf_fb {
    struct mf_view view;
    struct mf_error *error;
    bool failed;
};

/* `present` is false where the buffer leaves the table or vector out. */
struct mf_fb_table {
    struct mf_fb *fb;
    bool present;
    uint64_t position;
    uint64_t vtable;
    uint32_t field_count;
};

struct mf_fb_vector {
    struct mf_fb *fb;
    bool present;
    uint64_t position; /* of the first element */
    uint32_t count;
};

/* The table that the first four bytes point to. */
struct mf_fb_table mf_fb_root(struct mf_fb *fb);

/* Does the table hold the field? */
bool mf_fb_has(const struct mf_fb_table *table, uint32_t field);

/* Scalars; 0 where the field is left out. */
uint8_t mf_fb_u8(const struct mf_fb_table *table, uint32_t field);
uint32_t mf_fb_u32(const struct mf_fb_table *table, uint32_t field);
uint64_t mf_fb_u64(const struct mf_fb_table *table, uint32_t field);

/* The table that a field points to. */
struct mf_fb_table mf_fb_subtable(const struct mf_fb_table *table, uint32_t field);

/* The vector that a field points to, of elements of `element_bytes` each. All of it was checked to
 * lie inside the buffer. */
struct mf_fb_vector mf_fb_vector(const struct mf_fb_table *table, uint32_t field,
                                 uint32_t element_bytes);

/* One element, of a vector of tables or of 64-bit numbers. `index` must be below the count. */
struct mf_fb_table mf_fb_vector_table(const struct mf_fb_vector *vector, uint32_t index);
uint64_t mf_fb_vector_u64(const struct mf_fb_vector *vector, uint32_t index);

/* A string, copied into the arena. NULL where it is left out or damaged. */
const char *mf_fb_string(struct mf_arena *arena, const struct mf_fb_table *table, uint32_t field);
const char *mf_fb_vector_string(struct mf_arena *arena, const struct mf_fb_vector *vector,
                                uint32_t index);

#endif

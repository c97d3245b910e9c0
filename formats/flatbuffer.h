// SPDX-License-Identifier: MIT
/* A bounded reader of FlatBuffers. Every offset is checked against the view before it is followed.
 * The first damage is kept in the reader: later reads give 0 or nothing, so a caller may read on
 * and check `failed` at the end of a loop or function. */
#ifndef MAIXFIT_FORMATS_FLATBUFFER_H
#define MAIXFIT_FORMATS_FLATBUFFER_H

#include "../src/core/model.h"
#include "../src/core/source.h"

struct mf_fb {
    struct mf_view view;
    struct mf_error *error;
    bool failed;
};

/* present is false for a table or vector that the buffer leaves out. */
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

/* Marks the buffer as damaged, if it is not yet, with `what` and the place in the file. */
void mf_fb_damage(struct mf_fb *fb, uint64_t position, const char *what);

struct mf_fb_table mf_fb_root(struct mf_fb *fb);

/* Does the table hold the field? */
bool mf_fb_has(const struct mf_fb_table *table, uint32_t field);

/* Scalars; 0 where the field is left out. */
uint8_t mf_fb_u8(const struct mf_fb_table *table, uint32_t field);
uint32_t mf_fb_u32(const struct mf_fb_table *table, uint32_t field);
uint64_t mf_fb_u64(const struct mf_fb_table *table, uint32_t field);

/* Like mf_fb_u64, with a value of one's own where the field is left out. */
uint64_t mf_fb_u64_or(const struct mf_fb_table *table, uint32_t field, uint64_t absent);

struct mf_fb_table mf_fb_subtable(const struct mf_fb_table *table, uint32_t field);

/* A vector of elements of `element_bytes` each; all of it lies inside the buffer. */
struct mf_fb_vector mf_fb_vector(const struct mf_fb_table *table, uint32_t field,
                                 uint32_t element_bytes);

struct mf_fb_table mf_fb_vector_table(const struct mf_fb_vector *vector, uint32_t index);
uint64_t mf_fb_vector_u64(const struct mf_fb_vector *vector, uint32_t index);

/* NULL where the string is left out or damaged; otherwise in the arena. */
const char *mf_fb_string(struct mf_arena *arena, const struct mf_fb_table *table, uint32_t field);
const char *mf_fb_vector_string(struct mf_arena *arena, const struct mf_fb_vector *vector,
                                uint32_t index);

#endif

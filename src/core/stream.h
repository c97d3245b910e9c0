// SPDX-License-Identifier: MIT
/* The part of `source` that is for streams: what can only be read from its beginning to its end. */
#ifndef MAIXFIT_CORE_STREAM_H
#define MAIXFIT_CORE_STREAM_H

#include "source.h"

/* Reads *length bytes at `offset`, or as many as there are, and tells how many; fails where there
 * is none. */
bool mf_stream_read_some(struct mf_source *source, uint64_t offset, uint8_t *bytes, size_t *length,
                         struct mf_error *error);

/* Hands out what comes next, at most *length bytes; 0 at the end. */
bool mf_stream_read_on(struct mf_source *source, uint64_t offset, uint8_t *bytes, size_t *length,
                       struct mf_error *error);

/* Takes all that is left. */
bool mf_stream_finish(struct mf_source *source, uint64_t *size, struct mf_error *error);

/* Copies what is held of [offset, offset + length), from its beginning; returns how much. */
size_t mf_held_read(const struct mf_held *held, uint64_t offset, uint8_t *bytes, size_t length);

void mf_held_free(struct mf_held *held);

#endif

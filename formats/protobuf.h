// SPDX-License-Identifier: MIT
/* A bounded walk over protobuf's wire format, one message at a time. As with FlatBuffers, the first
 * damage is kept and ends the walk. */
#ifndef MAIXFIT_FORMATS_PROTOBUF_H
#define MAIXFIT_FORMATS_PROTOBUF_H

#include "../src/core/model.h"
#include "../src/core/source.h"

enum mf_wire { MF_WIRE_VARINT = 0, MF_WIRE_FIXED64 = 1, MF_WIRE_BYTES = 2, MF_WIRE_FIXED32 = 5 };

struct mf_pb {
    struct mf_view view;
    uint64_t position;
    struct mf_error *error;
    bool failed;
};

struct mf_pb_field {
    uint32_t number;
    uint32_t wire;
    uint64_t value;      /* of a varint or fixed field */
    struct mf_view body; /* of a field of bytes */
};

struct mf_pb mf_pb_open(struct mf_view view, struct mf_error *error);

/* Steps to the next field. False at the end and on damage; `failed` tells which. */
bool mf_pb_next(struct mf_pb *pb, struct mf_pb_field *field);

/* Reads one varint from the message's bytes: for packed numbers. */
bool mf_pb_varint(struct mf_pb *pb, uint64_t *value);

/* A field of bytes as a string in the arena; fails when it is longer than `limit`. */
bool mf_pb_string(struct mf_arena *arena, const struct mf_pb_field *field, size_t limit,
                  const char **string, struct mf_error *error);

#endif

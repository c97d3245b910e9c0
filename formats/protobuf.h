// SPDX-License-Identifier: MIT
/* A bounded walk over the wire format of protobuf, one message at a time. The first damage sets the
 * error and `failed`, and ends the walk. */
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

/* A walk over the fields of the message that fills the view. */
struct mf_pb mf_pb_open(struct mf_view view, struct mf_error *error);

/* Steps to the next field. False at the end, and on damage, where `failed` is set. */
bool mf_pb_next(struct mf_pb *pb, struct mf_pb_field *field);

/* Reads one varint at the position: for packed numbers. */
bool mf_pb_varint(struct mf_pb *pb, uint64_t *value);

/* Copies a field of bytes into the arena as a string. Fails where it is longer than `limit` bytes
 * or a field of another kind. */
bool mf_pb_string(struct mf_arena *arena, const struct mf_pb_field *field, size_t limit,
                  const char **string, struct mf_error *error);

#endif

// SPDX-License-Identifier: MIT
// Protobuf's wire format, the little of it that ONNX needs.
#ifndef MKMODEL_PROTO_H
#define MKMODEL_PROTO_H

#include "bytes.h"

void proto_int(struct bytes *b, unsigned field, uint64_t value);
void proto_text(struct bytes *b, unsigned field, const char *text);
// Move `sub` in as a length-delimited field, and free it.
void proto_sub(struct bytes *b, unsigned field, struct bytes *sub);
// A length-delimited field of `len` zeros that take no room.
void proto_hole(struct bytes *b, unsigned field, uint64_t len);
// A field of each wire type that no reader knows, the last of `len` zeros.
void proto_unknown(struct bytes *b, uint64_t len);

#endif

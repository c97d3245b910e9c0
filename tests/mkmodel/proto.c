// SPDX-License-Identifier: MIT
#include "proto.h"

#include <string.h>

enum { WIRE_VARINT = 0, WIRE_FIXED64 = 1, WIRE_BYTES = 2, WIRE_FIXED32 = 5 };

static void head(struct bytes *b, unsigned field, unsigned wire)
{
    bytes_varint(b, (uint64_t)field << 3 | wire);
}

void proto_int(struct bytes *b, unsigned field, uint64_t value)
{
    head(b, field, WIRE_VARINT);
    bytes_varint(b, value);
}

void proto_text(struct bytes *b, unsigned field, const char *text)
{
    head(b, field, WIRE_BYTES);
    bytes_varint(b, strlen(text));
    bytes_put(b, text, strlen(text));
}

void proto_sub(struct bytes *b, unsigned field, struct bytes *sub)
{
    head(b, field, WIRE_BYTES);
    bytes_varint(b, sub->total);
    bytes_append(b, sub);
    bytes_free(sub);
}

void proto_hole(struct bytes *b, unsigned field, uint64_t len)
{
    head(b, field, WIRE_BYTES);
    bytes_varint(b, len);
    bytes_hole(b, len);
}

void proto_unknown(struct bytes *b, uint64_t len)
{
    proto_int(b, 900, 1);
    head(b, 901, WIRE_FIXED64);
    bytes_le(b, 1, 8);
    head(b, 902, WIRE_FIXED32);
    bytes_le(b, 1, 4);
    proto_hole(b, 903, len);
}

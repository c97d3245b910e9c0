// SPDX-License-Identifier: MIT
/* The wire format: https://protobuf.dev/programming-guides/encoding/ */
#include "protobuf.h"

#include "../src/core/checked.h"

struct mf_pb mf_pb_open(struct mf_view view, struct mf_error *error)
{
    return (struct mf_pb){view, 0, error, false};
}

static bool damage(struct mf_pb *pb, enum mf_reason reason, const char *what)
{
    pb->failed = true;
    return mf_fail(pb->error, reason, _("is damaged at byte %llu: %s; download it again"),
                   (unsigned long long)(pb->view.start + pb->position), what);
}

static bool take_bytes(struct mf_pb *pb, void *bytes, size_t length)
{
    if (!mf_inside(pb->position, length, pb->view.size))
        return damage(pb, MF_TRUNCATED, _("a field ends past the end of its message"));
    if (!mf_view_read(&pb->view, pb->position, bytes, length, pb->error)) {
        pb->failed = true;
        return false;
    }
    pb->position += length;
    return true;
}

bool mf_pb_varint(struct mf_pb *pb, uint64_t *value)
{
    *value = 0;
    for (unsigned i = 0; i < MF_VARINT_BYTES; i++) {
        uint8_t byte = 0;
        if (!take_bytes(pb, &byte, 1))
            return false;
        /* Of the tenth byte only one bit is left for the number. */
        if (i == MF_VARINT_BYTES - 1 && byte > 1)
            return damage(pb, MF_DAMAGED, _("a number is larger than 64 bits"));
        *value |= (uint64_t)(byte & 0x7F) << (7 * i);
        if ((byte & 0x80) == 0)
            return true;
    }
    return damage(pb, MF_DAMAGED, _("a number does not end within 10 bytes"));
}

static bool take_fixed(struct mf_pb *pb, size_t length, uint64_t *value)
{
    uint8_t bytes[8] = {0};
    if (!take_bytes(pb, bytes, length))
        return false;
    *value = 0;
    for (size_t i = length; i > 0; i--)
        *value = (*value << 8) | bytes[i - 1];
    return true;
}

static bool take_body(struct mf_pb *pb, struct mf_view *body)
{
    uint64_t length;
    if (!mf_pb_varint(pb, &length))
        return false;
    if (!mf_view_slice(&pb->view, pb->position, length, body)) {
        uint64_t rest = pb->view.size - pb->position;
        pb->failed = true;
        return mf_fail(pb->error, MF_TRUNCATED,
                       _("a field of %llu bytes at byte %llu has room for only %llu (truncated "
                         "download?)"),
                       (unsigned long long)length,
                       (unsigned long long)(pb->view.start + pb->position),
                       (unsigned long long)rest);
    }
    pb->position += length;
    return true;
}

bool mf_pb_next(struct mf_pb *pb, struct mf_pb_field *field)
{
    uint64_t tag;
    if (pb->failed || mf_view_ends(&pb->view, pb->position) || !mf_pb_varint(pb, &tag))
        return false;
    if (tag >> 3 == 0 || tag > UINT32_MAX)
        return damage(pb, MF_DAMAGED, _("a field number is invalid"));
    *field = (struct mf_pb_field){(uint32_t)(tag >> 3), (uint32_t)(tag & 7), 0, {0}};
    switch (field->wire) {
    case MF_WIRE_VARINT:
        return mf_pb_varint(pb, &field->value);
    case MF_WIRE_FIXED64:
        return take_fixed(pb, 8, &field->value);
    case MF_WIRE_FIXED32:
        return take_fixed(pb, 4, &field->value);
    case MF_WIRE_BYTES:
        return take_body(pb, &field->body);
    default: /* 3 and 4 are groups, which onnx.proto does not use; 6 and 7 do not exist */
        return damage(pb, MF_DAMAGED, _("a field has an unknown wire type"));
    }
}

bool mf_pb_string(struct mf_arena *arena, const struct mf_pb_field *field, size_t limit,
                  const char **string, struct mf_error *error)
{
    if (field->wire != MF_WIRE_BYTES)
        return mf_fail(error, MF_DAMAGED,
                       _("is damaged: field %u should be a text; download it again"),
                       field->number);
    if (field->body.size > limit)
        return mf_fail(
            error, MF_LIMIT, _("holds a text of %llu bytes at byte %llu; at most %zu are read"),
            (unsigned long long)field->body.size, (unsigned long long)field->body.start, limit);
    char *copy = mf_arena_take(arena, (size_t)field->body.size + 1);
    if (!copy)
        return mf_fail_memory(error);
    *string = copy;
    return mf_view_read(&field->body, 0, copy, (size_t)field->body.size, error);
}

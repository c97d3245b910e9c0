// SPDX-License-Identifier: MIT
/* `extra_data` of an axmodel: base64 of a protobuf. */
#include "axmodel.h"

#include <string.h>

enum { EXTRA_BUILD = 4, EXTRA_HARDWARE = 5, BUILD_NPU_MODE = 3 };

static int sextet(char c)
{
    static const char alphabet[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *at = c == '\0' ? NULL : strchr(alphabet, c);
    return at ? (int)(at - alphabet) : -1;
}

/* RFC 4648. False where the text holds anything but the alphabet and the padding at its end. */
static bool decode_base64(const char *text, uint8_t *bytes, size_t *length)
{
    uint32_t bits = 0;
    unsigned count = 0;
    *length = 0;
    for (; *text != '\0' && *text != '='; text++) {
        int value = sextet(*text);
        if (value < 0)
            return false;
        bits = (bits << 6 | (uint32_t)value) & 0xFFFFFF;
        count += 6;
        if (count < 8)
            continue;
        count -= 8;
        bytes[(*length)++] = (uint8_t)(bits >> count);
    }
    return text[strspn(text, "=")] == '\0';
}

static bool read_build(struct mf_ax *ax, struct mf_view view)
{
    struct mf_pb_field field;
    struct mf_pb pb = mf_pb_open(view, ax->error);
    while (mf_pb_next(&pb, &field)) {
        if (field.number == BUILD_NPU_MODE && field.wire == MF_WIRE_VARINT)
            ax->npu_mode = field.value;
    }
    return !pb.failed;
}

static bool read_fields(struct mf_ax *ax, const uint8_t *bytes, size_t length)
{
    struct mf_source source;
    struct mf_pb_field field;
    mf_source_memory(&source, bytes, length);
    struct mf_pb pb = mf_pb_open(mf_view_all(&source), ax->error);
    while (mf_pb_next(&pb, &field)) {
        if (field.number == EXTRA_HARDWARE && field.wire == MF_WIRE_VARINT)
            ax->hardware_type = field.value;
        if (field.number == EXTRA_BUILD && field.wire == MF_WIRE_BYTES &&
            !read_build(ax, field.body))
            return false;
    }
    ax->has_hardware_type = true; /* a field that is left out is 0: AX650 */
    return !pb.failed;
}

bool mf_ax_read_extra_data(struct mf_ax *ax)
{
    size_t length;
    uint8_t *bytes = mf_arena_take(ax->scratch, strlen(ax->extra_data) + 1);
    if (!bytes)
        return mf_fail_memory(ax->error);
    if (decode_base64(ax->extra_data, bytes, &length) && read_fields(ax, bytes, length))
        return true;
    ax->has_hardware_type = false;
    ax->npu_mode = 0;
    return mf_ax_warn(ax, "extra-data",
                      _("its extra_data is damaged, so its NPU mode is unknown; no figure depends "
                        "on it"));
}

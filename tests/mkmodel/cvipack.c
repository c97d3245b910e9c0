// SPDX-License-Identifier: MIT
// Compressed command sections: an LZ4 block, or bytes that are none.
#include <lz4.h>

#include "mkcvimodel.h"

// A match that points to before the start, which every decoder refuses; in a section that is too
// short for it, a length that never ends. The rest is a hole.
static void spoil(struct cvi_section *s)
{
    static const uint8_t match[4] = {0x10, 0, 0xff, 0xff}, endless[3] = {0xff, 0xff, 0xff};
    bool tiny = s->size < sizeof(match);
    bytes_free(&s->body);
    bytes_put(&s->body, tiny ? endless : match, tiny ? s->size : sizeof(match));
    bytes_hole(&s->body, tiny ? 0 : s->size - sizeof(match));
}

void cvi_pack(struct cvi_section *s)
{
    if (s->type != CVI_CMDBUF || !s->compress || s->decompressed == 0 || s->size == 0)
        return;
    if (s->garbage || !s->walked) {
        spoil(s);
        return;
    }
    if (s->body.len > LZ4_MAX_INPUT_SIZE)
        die(2, "%s: more records than an LZ4 block holds", s->name);
    struct bytes packed = {0};
    int room = LZ4_compressBound((int)s->body.len);
    bytes_zero(&packed, (size_t)room);
    int len = LZ4_compress_default((const char *)s->body.data, (char *)packed.data,
                                   (int)s->body.len, room);
    if (len <= 0)
        die(1, "%s: LZ4 does not pack it", s->name);
    s->unpacks = s->decompressed == s->body.len;
    bytes_free(&s->body);
    bytes_put(&s->body, packed.data, (size_t)len);
    bytes_free(&packed);
    s->size = (uint32_t)len;
}

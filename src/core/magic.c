// SPDX-License-Identifier: MIT
#include "magic.h"

#include <string.h>

#include "i18n.h"

/* Strings are split where a hexadecimal escape would take in the next letter. */
static const struct mf_magic kinds[] = {
    {0, "PK\x03\x04", 4, N_("a zip archive"), true, false},
    {0, "PK\x05\x06", 4, N_("a zip archive"), true, false}, /* without members */
    {0, "\x1F\x8B", 2, N_("a gzip archive"), true, false},
    {0,
     "\xFD"
     "7zXZ",
     5, N_("an xz archive"), true, false},
    {0, "\x28\xB5\x2F\xFD", 4, N_("a zstd archive"), true, false},
    {0, "7z\xBC\xAF\x27\x1C", 6, N_("a 7z archive"), true, true},
    {0, "!<arch>\n", 8, N_("an ar archive (a .deb?)"), true, false},
    {257, "ustar", 5, N_("a tar archive"), true, false},
    {0,
     "\x7F"
     "ELF",
     4, N_("an ELF program"), false, false},
    {0, "GGUF", 4, N_("a GGUF model for llama.cpp"), false, false},
    {0, "RKNN", 4, N_("a Rockchip RKNN model"), false, false},
    {0, "\x89PNG", 4, N_("a PNG picture"), false, false},
    {0, "\xFF\xD8\xFF", 3, N_("a JPEG picture"), false, false},
    {4, "TFL3", 4, N_("a TensorFlow Lite model"), false, false},
};

const struct mf_magic *mf_magic_find(const uint8_t *head, size_t length)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        const struct mf_magic *kind = &kinds[i];
        if (length >= kind->offset + kind->length &&
            memcmp(head + kind->offset, kind->bytes, kind->length) == 0)
            return kind;
    }
    return NULL;
}

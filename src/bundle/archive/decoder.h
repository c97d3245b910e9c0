// SPDX-License-Identifier: MIT
/* How much memory a decoder will take, as the beginning of what it reads declares. Bytes that are
 * cut or of another format declare nothing: libarchive says what is wrong with them. */
#ifndef MAIXFIT_BUNDLE_DECODER_H
#define MAIXFIT_BUNDLE_DECODER_H

#include "../../core/source.h"

/* Reads numbers one after the other. What lies behind the end reads as 0 and sets `ended`. */
struct mf_cursor {
    struct mf_view view;
    uint64_t at;
    bool ended;
    bool too_many; /* a count was beyond its limit */
};

/* `bytes` bytes, at most 8, little-endian. */
uint64_t mf_cursor_take(struct mf_cursor *cursor, unsigned bytes);

/* Refuses with MF_LIMIT a decoder that takes more than MF_DECODER_MEMORY_MAX. */
bool mf_decoder_check(uint64_t bytes, struct mf_error *error);

/* A stream of xz (https://tukaani.org/xz/xz-file-format.txt, 3.1) and a frame of zstd (RFC 8878,
 * 3.1.1.1): 0 where it is none. */
uint64_t mf_xz_memory(struct mf_cursor cursor);
uint64_t mf_zstd_memory(struct mf_cursor cursor);

/* The dictionary of LZMA2 by its one byte of properties. */
uint64_t mf_lzma2_memory(uint8_t property);

#endif

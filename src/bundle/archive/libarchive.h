// SPDX-License-Identifier: MIT
/* The functions of libarchive that are called. They stand here once; all else follows. */
#ifndef MAIXFIT_BUNDLE_LIBARCHIVE_H
#define MAIXFIT_BUNDLE_LIBARCHIVE_H

#include <archive.h>
#include <archive_entry.h>

#include "../../core/error.h"

#define MF_LIBARCHIVE_CALLS(CALL)                                                                  \
    CALL(archive_read_new)                                                                         \
    CALL(archive_read_free)                                                                        \
    CALL(archive_read_support_filter_gzip)                                                         \
    CALL(archive_read_support_filter_xz)                                                           \
    CALL(archive_read_support_filter_zstd)                                                         \
    CALL(archive_read_support_format_tar)                                                          \
    CALL(archive_read_support_format_zip)                                                          \
    CALL(archive_read_support_format_7zip)                                                         \
    CALL(archive_read_support_format_ar)                                                           \
    CALL(archive_read_set_read_callback)                                                           \
    CALL(archive_read_set_skip_callback)                                                           \
    CALL(archive_read_set_seek_callback)                                                           \
    CALL(archive_read_set_callback_data)                                                           \
    CALL(archive_read_open1)                                                                       \
    CALL(archive_read_next_header)                                                                 \
    CALL(archive_read_data_block)                                                                  \
    CALL(archive_read_has_encrypted_entries)                                                       \
    CALL(archive_read_data_skip)                                                                   \
    CALL(archive_errno)                                                                            \
    CALL(archive_error_string)                                                                     \
    CALL(archive_format)                                                                           \
    CALL(archive_filter_code)                                                                      \
    CALL(archive_entry_filetype)                                                                   \
    CALL(archive_entry_hardlink)                                                                   \
    CALL(archive_entry_is_encrypted)                                                               \
    CALL(archive_entry_pathname)                                                                   \
    CALL(archive_entry_pathname_utf8)                                                              \
    CALL(archive_entry_size)                                                                       \
    CALL(archive_entry_size_is_set)                                                                \
    CALL(archive_entry_sparse_count)

struct mf_libarchive {
#define MF_FIELD(name) __typeof__(&(name)) name;
    MF_LIBARCHIVE_CALLS(MF_FIELD)
#undef MF_FIELD
};

/* Loads the library, which is cheap where that was done before. */
bool mf_libarchive_load(struct mf_libarchive *library, struct mf_error *error);

#endif

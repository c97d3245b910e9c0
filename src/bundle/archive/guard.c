// SPDX-License-Identifier: MIT
#include "guard.h"

bool mf_archive_guard(struct mf_source *source, struct mf_error *error)
{
    struct mf_view file = mf_view_all(source);
    struct mf_cursor cursor = {.view = file};
    struct mf_cursor start = cursor;
    uint64_t magic = mf_cursor_take(&cursor, 4);
    bool is_zip = magic == 0x04034B50 || magic == 0x06054B50;
    bool is_sevenzip = magic == 0xAFBC7A37;
    if (is_zip || is_sevenzip) {
        if (source->forward) /* its directory is never seen */
            return true;
        return is_zip ? mf_zip_check(&file, error) : mf_sevenzip_check(&file, error);
    }
    return mf_decoder_check(mf_xz_memory(start), error) &&
           mf_decoder_check(mf_zstd_memory(start), error);
}

// SPDX-License-Identifier: MIT
#include <stdlib.h>

#include "archive.h"

/* An archive can be endless, or sparse: a file of terabytes that takes no room. */
static bool count_reading(struct mf_input *input)
{
    if (input->read > MF_UNPACKED_MAX)
        return mf_fail(&input->error, MF_LIMIT, _("is an archive of more than 64 GiB, the limit"));
    if (input->searching && input->searched > MF_DIRECTORY_MAX)
        return mf_fail(&input->error, MF_LIMIT,
                       _("has no file within %llu MiB (damaged?), the limit; unpack it first"),
                       (unsigned long long)(MF_DIRECTORY_MAX / MF_MIB));
    return true;
}

static la_ssize_t give(struct archive *reader, void *user, const void **bytes)
{
    struct mf_input *input = user;
    size_t length = input->want;
    (void)reader;
    if (!count_reading(input))
        return ARCHIVE_FATAL;
    if (!mf_source_read_on(input->source, input->position, input->block, &length, &input->error)) {
        return ARCHIVE_FATAL;
    }
    input->block_start = input->position;
    input->block_length = length;
    input->position += length;
    input->read += length;
    input->searched += length;
    if (input->want < MF_ARCHIVE_BLOCK_MAX)
        input->want *= 2;
    if (input->progress)
        input->progress->show(input->progress->user, input->progress_path, input->position,
                              input->progress_total);
    *bytes = input->block;
    return (la_ssize_t)length;
}

static la_int64_t skip(struct archive *reader, void *user, la_int64_t request)
{
    struct mf_input *input = user;
    uint64_t left = input->source->size - input->position;
    (void)reader;
    if (request <= 0)
        return 0;
    uint64_t step = (uint64_t)request < left ? (uint64_t)request : left;
    input->position += step;
    input->want = MF_ARCHIVE_BLOCK_MIN;
    return (la_int64_t)step;
}

static la_int64_t seek(struct archive *reader, void *user, la_int64_t offset, int whence)
{
    struct mf_input *input = user;
    la_int64_t size = (la_int64_t)input->source->size;
    la_int64_t start = whence == SEEK_SET   ? 0
                       : whence == SEEK_END ? size
                                            : (la_int64_t)input->position;
    (void)reader;
    if (offset < -start || offset > size - start)
        return ARCHIVE_FATAL;
    input->position = (uint64_t)(start + offset);
    input->want = MF_ARCHIVE_BLOCK_MIN;
    return start + offset;
}

bool mf_input_open(struct mf_input *input, struct mf_source *source,
                   const struct mf_libarchive *library, struct archive *reader)
{
    input->source = source;
    input->want = MF_ARCHIVE_BLOCK_MIN;
    input->block = malloc(MF_ARCHIVE_BLOCK_MAX);
    if (!input->block)
        return mf_fail_memory(&input->error);
    library->archive_read_set_read_callback(reader, give);
    if (!source->forward) {
        library->archive_read_set_skip_callback(reader, skip);
        library->archive_read_set_seek_callback(reader, seek);
    }
    library->archive_read_set_callback_data(reader, input);
    return library->archive_read_open1(reader) == ARCHIVE_OK;
}

void mf_input_close(struct mf_input *input)
{
    free(input->block);
    input->block = NULL;
}

// SPDX-License-Identifier: MIT
/* One member of an archive: model, manifest, archive, or a file of which only the size matters. */
#include <stdlib.h>
#include <string.h>

#include "../../../formats/format.h"
#include "../../core/checked.h"
#include "../../core/magic.h"
#include "../../core/path.h"
#include "../file_names.h"
#include "archive.h"

/* What stands in the file as it is can be stepped over; all else is unpacked, whatever size its
 * header declares. */
static bool is_stepped_over(const struct mf_pass *pass)
{
    return !pass->input.source->forward &&
           pass->library->archive_filter_code(pass->reader, 0) == ARCHIVE_FILTER_NONE;
}

/* Does the member stand in the archive's file as it is? Then *place says where. It does where
 * libarchive hands out bytes of the very buffer that it got. */
static bool find_place(struct mf_pass *pass, uint64_t size, uint64_t *place)
{
    bool sparse = pass->library->archive_entry_sparse_count(pass->item) > 0;
    const struct mf_input *input = &pass->input;
    if (sparse || !is_stepped_over(pass) || pass->piece_length == 0 || pass->piece_offset != 0 ||
        pass->piece < input->block || pass->piece >= input->block + input->block_length)
        return false;
    *place = input->block_start + (uint64_t)(pass->piece - input->block);
    return mf_inside(*place, size, input->source->size);
}

/* Unpacks the next piece of the present member. Returns libarchive's status. After a failure no
 * decoder is called again: libarchive would hand on the call, and libbz2 1.0.8 then counts on where
 * it stopped and writes outside of its tables (decompress.c, BZ_X_SELECTOR_3). */
static int unpack(struct mf_pass *pass)
{
    const void *bytes = NULL;
    la_int64_t offset = 0;
    size_t length = 0;
    int status = pass->stopped ? ARCHIVE_FATAL : ARCHIVE_OK;
    while (status == ARCHIVE_OK && length == 0)
        status = pass->library->archive_read_data_block(pass->reader, &bytes, &length, &offset);
    pass->stopped = status < ARCHIVE_WARN;
    pass->piece = bytes;
    pass->piece_length = status == ARCHIVE_EOF ? 0 : length;
    pass->piece_offset = (uint64_t)offset;
    return status;
}

static bool count_unpacked(struct mf_pass *pass, struct mf_error *error)
{
    if (!mf_accumulate(&pass->counts->unpacked, pass->piece_length) ||
        pass->counts->unpacked > MF_UNPACKED_MAX)
        return mf_fail(error, MF_LIMIT, _("unpacks to more than 64 GiB, the limit"));
    return true;
}

/* pull() hands it on. */
static bool next_piece(struct mf_pass *pass, struct mf_error *error)
{
    if (unpack(pass) < ARCHIVE_OK)
        return mf_archive_fail(pass, error);
    return count_unpacked(pass, error);
}

/* Only a zip says how long a packed member is; another archive is unpacked to the member's end. */
static bool is_zip(const struct mf_pass *pass)
{
    int format = pass->library->archive_format(pass->reader);
    return (format & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_ZIP;
}

bool mf_archive_leave_member(struct mf_pass *pass)
{
    int status = ARCHIVE_FAILED;
    if (pass->stopped && !is_zip(pass))
        return mf_archive_fail(pass, pass->error);
    if (!pass->stopped && !is_stepped_over(pass)) {
        while ((status = unpack(pass)) == ARCHIVE_OK) {
            if (!count_unpacked(pass, pass->error))
                return false;
        }
    }
    if (status == ARCHIVE_FAILED) /* encrypted, or packed in a way that is unknown */
        status = pass->library->archive_read_data_skip(pass->reader);
    return status >= ARCHIVE_WARN || mf_archive_fail(pass, pass->error);
}

/* A member with holes may end in one: its last zero stands for it. */
static void end_in_hole(struct mf_pass *pass, const uint8_t **bytes, size_t *length,
                        uint64_t *offset)
{
    static const uint8_t zero;
    if (*length > 0 || pass->hole_ended || *offset <= pass->member_end)
        return;
    pass->hole_ended = true;
    *bytes = &zero;
    *length = 1;
    *offset -= 1;
}

static bool pull(void *user, const uint8_t **bytes, size_t *length, uint64_t *offset,
                 struct mf_error *error)
{
    struct mf_pass *pass = user;
    if (!pass->piece_waits && !next_piece(pass, error))
        return false;
    pass->piece_waits = false;
    *bytes = pass->piece;
    *length = pass->piece_length;
    *offset = pass->piece_offset;
    end_in_hole(pass, bytes, length, offset);
    if (*length > 0)
        pass->member_end = *offset + *length;
    return true;
}

bool mf_archive_begin_member(struct mf_pass *pass, struct mf_error *error)
{
    pass->member_end = 0;
    pass->hole_ended = false;
    pass->piece_waits = next_piece(pass, error);
    return pass->piece_waits;
}

void mf_archive_open_member(struct mf_pass *pass, struct mf_source *source, uint64_t size)
{
    uint64_t place;
    if (size != MF_SIZE_UNKNOWN && find_place(pass, size, &place) &&
        mf_source_part(source, pass->input.source, place, size))
        return;
    mf_source_stream(source, (struct mf_stream){pull, pass}, size);
}

/* Reads to the member's end or just past the limit. Headers lie about sizes, so the buffer grows
 * with what is there. The caller frees *text. */
static bool read_to_end(struct mf_source *source, char **text, size_t *length,
                        struct mf_error *error)
{
    size_t capacity = MF_MANIFEST_FIRST;
    size_t got = 0;
    *length = 0;
    for (*text = malloc(capacity); *text; capacity *= 2) {
        for (got = 1; got > 0 && *length < capacity; *length += got) {
            got = capacity - *length;
            if (!mf_source_read_on(source, *length, (uint8_t *)*text + *length, &got, error))
                return false;
        }
        if (got == 0 || *length > MF_MANIFEST_MAX)
            return true;
        char *larger = realloc(*text, capacity * 2);
        if (!larger)
            break;
        *text = larger;
    }
    return mf_fail_memory(error);
}

static bool keep_text(struct mf_pass *pass, struct mf_entry *entry, const char *text, size_t length)
{
    bool named = mf_is_manifest(entry->path);
    if (!named && (length > MF_LOOK_INTO_MAX || !text ||
                   !memmem(text, length, MF_MANIFEST_WORD, strlen(MF_MANIFEST_WORD))))
        return true; /* a JSON or script about something else */
    if (length > MF_MANIFEST_MAX)
        return mf_archive_refuse(pass, entry, MF_LIMIT,
                                 _("is larger than 1 MiB; a manifest is not"));
    entry->text = mf_arena_copy(pass->tree->arena, text, length);
    entry->text_length = length;
    entry->size = length;
    return entry->text ? true : mf_fail_memory(pass->error);
}

static bool read_text(struct mf_pass *pass, struct mf_entry *entry, struct mf_source *source)
{
    struct mf_error problem;
    char *text = NULL;
    size_t length = 0;
    uint64_t size;
    bool ok = read_to_end(source, &text, &length, &problem) &&
              (length > MF_MANIFEST_MAX || mf_source_finish(source, &size, &problem));
    if (ok)
        ok = keep_text(pass, entry, text, length);
    else
        ok = mf_entry_refuse(pass->tree, entry, &problem, pass->error) || entry->problem;
    free(text);
    return ok;
}

static bool read_model(struct mf_pass *pass, struct mf_entry *entry, struct mf_source *source)
{
    struct mf_error problem;
    const char *name = mf_tree_name(pass->tree, entry);
    struct mf_model *model = mf_arena_take(pass->tree->arena, sizeof *model);
    entry->looked_at = true;
    if (!name || !model)
        return mf_fail_memory(pass->error);
    if (pass->counts->models++ >= MF_MODELS_MAX)
        return mf_fail(pass->error, MF_LIMIT, _("holds more than %u models"), MF_MODELS_MAX);
    if (mf_model_read(pass->tree->arena, source, name, model, &problem)) {
        mf_model_rename(model, mf_base_name(entry->path));
        entry->model = model;
        entry->size = model->file_bytes;
        return true;
    }
    if (pass->input.error.reason != MF_OK || problem.reason == MF_NO_MEMORY) {
        *pass->error = problem;
        return false;
    }
    mf_entry_refuse(pass->tree, entry, &problem, pass->error);
    return entry->problem != NULL;
}

static bool is_archive_name(const char *name)
{
    static const char *const suffixes[] = {".zip", ".7z",  ".tar", ".tgz", ".gz",
                                           ".xz",  ".zst", ".deb", ".rar"};
    for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
        if (mf_ends_with(name, suffixes[i]))
            return true;
    }
    return false;
}

static bool begins_as_archive(const struct mf_pass *pass)
{
    const struct mf_magic *magic = mf_magic_find(pass->piece, pass->piece_length);
    return magic && magic->is_archive;
}

/* A member's beginning decides what it is, the name where it ends like a model's. */
static bool is_model(const struct mf_pass *pass, const char *name)
{
    size_t length = pass->piece_length < MF_HEAD_BYTES ? pass->piece_length : MF_HEAD_BYTES;
    return mf_model_suffix(name) ||
           (length > 0 && mf_model_bid(pass->piece, length) == MF_BID_STRONG);
}

/* What is not needed may be damaged; the next header shows whether the archive is. */
static bool beginning_failed(struct mf_pass *pass, struct mf_entry *entry, bool wanted,
                             const struct mf_error *problem)
{
    if (problem->reason == MF_LIMIT || pass->input.error.reason != MF_OK) {
        *pass->error = *problem;
        return false;
    }
    if (!wanted)
        return true;
    mf_entry_refuse(pass->tree, entry, problem, pass->error);
    return entry->problem != NULL;
}

static bool may_be_manifest(const char *name, uint64_t size)
{
    return mf_may_be_manifest(name) && (size <= MF_LOOK_INTO_MAX || size == MF_SIZE_UNKNOWN);
}

static bool look_at(struct mf_pass *pass, struct mf_entry *entry, uint64_t size, bool *is_archive)
{
    struct mf_source source;
    struct mf_error problem = {MF_OK, ""};
    const char *name = entry->path;
    bool is_text = mf_is_manifest(name) || may_be_manifest(name, size);
    bool wanted = mf_model_suffix(name) || mf_is_manifest(name);
    if (!mf_archive_begin_member(pass, &problem))
        return beginning_failed(pass, entry, wanted, &problem);
    *is_archive = !wanted && is_archive_name(name) && begins_as_archive(pass);
    if (*is_archive || (!wanted && !is_text && !is_model(pass, name)))
        return true;
    mf_archive_open_member(pass, &source, size);
    bool ok = is_text ? read_text(pass, entry, &source) : read_model(pass, entry, &source);
    mf_source_close(&source);
    return ok;
}

uint64_t mf_archive_member_size(const struct mf_pass *pass)
{
    return pass->library->archive_entry_size_is_set(pass->item)
               ? (uint64_t)pass->library->archive_entry_size(pass->item)
               : MF_SIZE_UNKNOWN;
}

bool mf_archive_take_member(struct mf_pass *pass, const char *name, bool *is_archive)
{
    uint64_t size = mf_archive_member_size(pass);
    if (size != MF_SIZE_UNKNOWN &&
        (!mf_accumulate(&pass->counts->declared, size) || pass->counts->declared > MF_UNPACKED_MAX))
        return mf_fail(pass->error, MF_LIMIT, _("unpacks to more than 64 GiB, the limit"));
    struct mf_entry *entry =
        mf_tree_add(pass->tree, name, size == MF_SIZE_UNKNOWN ? 0 : size, pass->error);
    if (!entry)
        return false;
    if (pass->library->archive_entry_is_encrypted(pass->item)) {
        pass->counts->encrypted++;
        return mf_archive_refuse(
            pass, entry, MF_ENCRYPTED,
            _("is encrypted in its archive; unpack it with its password first"));
    }
    return look_at(pass, entry, size, is_archive);
}

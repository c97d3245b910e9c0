// SPDX-License-Identifier: MIT
/* What the parts of the archive reader share. */
#ifndef MAIXFIT_BUNDLE_ARCHIVE_H
#define MAIXFIT_BUNDLE_ARCHIVE_H

#include <archive.h>

#include "../tree.h"

/* The archive's own bytes, as libarchive asks for them. */
struct mf_input {
    struct mf_source *source;
    uint64_t position;
    uint8_t *block; /* what libarchive was given last */
    uint64_t block_start;
    size_t block_length;
    size_t want;           /* grows while it reads on, shrinks when it skips */
    struct mf_error error; /* of the source; MF_OK: none */
    const struct mf_progress *progress;
    const char *progress_path;
    uint64_t progress_total;
};

/* Connects the reader to the source. False where libarchive does not know the format. */
bool mf_input_open(struct mf_input *input, struct mf_source *source, struct archive *reader);
void mf_input_close(struct mf_input *input);

enum mf_left_out {
    MF_LEFT_UNSAFE,
    MF_LEFT_LINK,
    MF_LEFT_DEVICE,
    MF_LEFT_LEFTOVER,
    MF_LEFT_NESTED,
    MF_LEFT_NAMELESS,
    MF_LEFT_COUNT
};

struct mf_left {
    uint64_t count;
    const char *example;
};

/* What is counted over an archive and the archives inside it. */
struct mf_archive_counts {
    uint64_t unpacked; /* bytes that were unpacked */
    uint64_t promised; /* bytes that the members' headers tell */
    uint32_t entries;
    uint32_t models;
    uint32_t encrypted;
    struct mf_left left_out[MF_LEFT_COUNT];
};

/* One run over an archive. */
struct mf_pass {
    struct mf_tree *tree;
    struct mf_error *error;
    struct mf_archive_counts *counts;
    const char *prefix; /* of the names: "" or the path of the archive inside the archive */
    unsigned depth;     /* archives around this one; a .deb around its tar counts as none */
    struct archive *reader;
    struct archive_entry *item;
    struct mf_input input;
    const char *last;     /* the member that was read last */
    const uint8_t *piece; /* of the present member, from libarchive */
    size_t piece_length;
    uint64_t piece_offset;
    bool piece_waits; /* it was looked at, but not handed on */
    bool end_told;
    uint64_t member_end; /* behind the last byte that was handed on */
};

/* Reads all members of the archive that the source holds. */
bool mf_archive_pass(struct mf_pass *pass, struct mf_source *source);

/* Takes the regular file that the reader stands at. */
bool mf_archive_take_member(struct mf_pass *pass, const char *name);

/* Takes the tar inside a .deb. */
bool mf_archive_take_deb(struct mf_pass *pass, const char *name);

/* Is it the member of a .deb that holds its files? */
bool mf_archive_is_deb_data(const struct mf_pass *pass, const char *name);

/* What libarchive or the source says is wrong. Always false. */
bool mf_archive_fail(const struct mf_pass *pass, struct mf_error *error);

/* Counts what is left out by its kind; the first is kept as an example. */
bool mf_archive_leave_out(struct mf_pass *pass, enum mf_left_out kind, const char *name);

/* Notes why an entry cannot be judged; false only for lack of memory. */
bool mf_archive_refuse(struct mf_pass *pass, struct mf_entry *entry, enum mf_reason reason,
                       const char *text);

#endif

// SPDX-License-Identifier: MIT
/* What the parts of the archive reader share. They call each other one way only:
 * archive.c → member.c → notes.c, archive.c → input.c, and all of them libarchive.c. */
#ifndef MAIXFIT_BUNDLE_ARCHIVE_H
#define MAIXFIT_BUNDLE_ARCHIVE_H

#include "../tree.h"
#include "libarchive.h"

/* The archive's own bytes, as libarchive asks for them. */
struct mf_input {
    struct mf_source *source;
    uint64_t position;
    uint8_t *block; /* the last one that libarchive got */
    uint64_t block_start;
    size_t block_length;
    uint64_t read;         /* bytes in all */
    uint64_t searched;     /* those since the last file's end */
    bool searching;        /* for the next file */
    size_t want;           /* grows while it reads on, shrinks when it skips */
    struct mf_error error; /* of the source; MF_OK: none */
    const struct mf_progress *progress;
    const char *progress_path;
    uint64_t progress_total;
};

/* Connects the reader to the source. False where libarchive does not know the format. */
bool mf_input_open(struct mf_input *input, struct mf_source *source,
                   const struct mf_libarchive *library, struct archive *reader);
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
    uint64_t declared; /* bytes that the members' headers declare */
    uint32_t entries;
    uint32_t models;
    uint32_t encrypted;
    struct mf_left left_out[MF_LEFT_COUNT];
};

/* One run over an archive. */
struct mf_pass {
    const struct mf_libarchive *library;
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
    bool piece_waits;    /* it was looked at, but not handed on */
    bool stopped;        /* nothing more of it can be unpacked */
    bool hole_ended;     /* the hole at the member's end was handed on */
    uint64_t member_end; /* behind the last byte that was handed on */
};

/* Takes the regular file that the reader stands at: a model or a manifest is read; of another file
 * only the size is kept. *is_archive is set where it is an archive, which is left unread. */
bool mf_archive_take_member(struct mf_pass *pass, const char *name, bool *is_archive);

/* Looks at the first piece of the member that the reader stands at. */
bool mf_archive_begin_member(struct mf_pass *pass, struct mf_error *error);

/* Its bytes as a source, which the caller closes. `size`: as mf_archive_member_size says. */
void mf_archive_open_member(struct mf_pass *pass, struct mf_source *source, uint64_t size);

/* Bytes that its header declares; MF_SIZE_UNKNOWN where it declares none. */
uint64_t mf_archive_member_size(const struct mf_pass *pass);

/* Goes to the member's end, and counts what it unpacks to. */
bool mf_archive_leave_member(struct mf_pass *pass);

/* The reason that libarchive or the source gives. Always false. */
bool mf_archive_fail(const struct mf_pass *pass, struct mf_error *error);
bool mf_archive_fail_encrypted(struct mf_error *error);

/* Counts what is left out by its kind; the first one is kept as an example. False only for lack of
 * memory. */
bool mf_archive_leave_out(struct mf_pass *pass, enum mf_left_out kind, const char *name);

/* Turns these counts into findings of the tree. False only for lack of memory. */
bool mf_archive_report_left_out(struct mf_pass *pass);

/* Notes why an entry cannot be judged. False only for lack of memory. */
bool mf_archive_refuse(struct mf_pass *pass, struct mf_entry *entry, enum mf_reason reason,
                       const char *text);

#endif

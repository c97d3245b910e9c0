// SPDX-License-Identifier: MIT
/* A model format: one pair of files, one descriptor, one line in the table of formats.c. A format
 * knows no device; it says what a model is and what it asks for. */
#ifndef MAIXFIT_FORMATS_FORMAT_H
#define MAIXFIT_FORMATS_FORMAT_H

#include "../src/core/model.h"
#include "../src/core/source.h"

enum mf_bid {
    MF_BID_NONE,
    MF_BID_WEAK,  /* the first bytes could be this format */
    MF_BID_STRONG /* a magic that nothing else has */
};

struct mf_format {
    const char *name;
    const char *suffix; /* of its files; only breaks a tie between bids */
    enum mf_bid (*bid)(const uint8_t *head, size_t length);
    /* Fills in the model, but for file_bytes. Reads by offset, from the beginning to the end, never
     * the payload; what it must read to and fro it holds (mf_view_hold). Strings of the model are
     * put into the arena; `scratch` is freed behind it. */
    bool (*read)(struct mf_arena *arena, struct mf_arena *scratch, const struct mf_view *view,
                 struct mf_model *model, struct mf_error *error);
};

extern const struct mf_format mf_cvimodel_format;
extern const struct mf_format mf_axmodel_format;

/* How sure any format is that these first bytes are one of its files. */
enum mf_bid mf_model_bid(const uint8_t *head, size_t length);

/* Does the name end like that of a model file? */
bool mf_model_suffix(const char *path);

/* Finds the format of what the source holds and reads it. `path` names it in the report. On failure
 * the error says what stands in the model's place. */
bool mf_model_read(struct mf_arena *arena, struct mf_source *source, const char *path,
                   struct mf_model *model, struct mf_error *error);

/* Says what a file is that no format wants, from its first bytes and its name. Always false. */
bool mf_foreign_explain(const uint8_t *head, size_t length, uint64_t size, const char *path,
                        struct mf_error *error);

/* Does the name say that this is one part of a split file? */
bool mf_foreign_is_split_part(const char *path);

/* Things that are told apart before any format is asked: empty, LFS pointer, AI-ISP pack. False
 * with the error when it is one of them. */
bool mf_foreign_check(const uint8_t *head, size_t length, uint64_t size, struct mf_error *error);

#endif

// SPDX-License-Identifier: MIT
/* A model format: its own files, one descriptor, one line in the table of table.c. A format knows
 * no device; it reports what a model is and what it takes. What is known about the formats, and
 * from where, stands in docs/formats.md. */
#ifndef MAIXFIT_FORMATS_FORMAT_H
#define MAIXFIT_FORMATS_FORMAT_H

#include "../src/core/model.h"
#include "../src/core/source.h"

enum mf_bid {
    MF_BID_NONE,
    MF_BID_FAINT, /* nothing in the first bytes speaks against it: the name decides */
    MF_BID_WEAK,  /* the first bytes could be this format */
    MF_BID_STRONG /* a magic that no other format has */
};

struct mf_format {
    struct mf_traits traits;
    const char *suffix; /* of its files; only breaks a tie between bids */
    const char *magic;  /* the bytes that every file begins with, or NULL */
    enum mf_bid (*bid)(const uint8_t *head, size_t length);
    /* Fills in the model, except for what mf_model_read does. Reads from the beginning to the end
     * and never the payload; what it must read back and forth it holds (mf_view_hold). Strings of
     * the model go into `arena`; `scratch` is freed afterwards. */
    bool (*read)(struct mf_arena *arena, struct mf_arena *scratch, const struct mf_view *view,
                 struct mf_model *model, struct mf_error *error);
};

extern const struct mf_format mf_cvimodel_format;
extern const struct mf_format mf_axmodel_format;

/* All formats; the last is NULL. */
extern const struct mf_format *const mf_formats[];

/* By the name of the format ("axmodel"), or NULL. */
const struct mf_format *mf_format_find(const char *name);

/* The names of all formats for a sentence: "cvimodel, axmodel". Writes into `out` and returns it.
 */
const char *mf_format_names(char out[MF_FORMAT_NAMES_MAX]);

/* Does the path end like that of a model file? */
bool mf_model_suffix(const char *path);

/* The highest bid of all formats on a file that begins with `head`. */
enum mf_bid mf_model_bid(const uint8_t *head, size_t length);

/* Finds the format of what the source holds, reads it to its end and fills in the whole model.
 * `path` is how reports name it; it is copied. All memory is the arena's; the caller closes the
 * source. On failure the error says what stands in the model's place or what is wrong with it. */
bool mf_model_read(struct mf_arena *arena, struct mf_source *source, const char *path,
                   struct mf_model *model, struct mf_error *error);

/* Refuses what must not reach a format: an empty file, a Git LFS pointer, an AI-ISP pack. False
 * with the error where it is one of them. */
bool mf_foreign_check(const uint8_t *head, size_t length, uint64_t size, struct mf_error *error);

/* Explains what a file is that no format claims, from its first bytes and its name. Always false.
 */
bool mf_foreign_explain(const uint8_t *head, size_t length, uint64_t size, const char *path,
                        struct mf_error *error);

/* Says what a model of another maker's is, by its name alone. False with the error where it is one.
 */
bool mf_foreign_named(const char *path, struct mf_error *error);

/* Is the file by its name one part of a split file (".001", ".part2", ".z01")? */
bool mf_foreign_is_split_part(const char *path);

#endif

// SPDX-License-Identifier: MIT
/* Named files: a folder on disk or the contents of an archive, behind the same functions. A folder
 * reads a file on request; an archive has read all its models in one pass before. */
#ifndef MAIXFIT_BUNDLE_TREE_H
#define MAIXFIT_BUNDLE_TREE_H

#include "../core/model.h"
#include "../core/source.h"

/* Is called while an archive is read. `total` is 0 where it is unknown. */
struct mf_progress {
    void (*show)(void *user, const char *path, uint64_t done, uint64_t total);
    void *user;
};

struct mf_entry {
    const char *path;       /* inside the tree, parts separated by '/' */
    uint64_t size;          /* see mf_tree_size */
    size_t order;           /* as it came */
    size_t mark;            /* of the set of files that it belongs to, for those who compare sets */
    bool is_listed;         /* a regular file of a folder of a disk, and no link */
    bool is_no_model;       /* by its beginning */
    bool looked_at;         /* model or problem are set, where there is any */
    struct mf_model *model; /* NULL: none, or not read yet */
    const struct mf_error *problem; /* why it cannot be read or judged */
    const char *text;               /* of a manifest */
    size_t text_length;
};

struct mf_tree {
    struct mf_arena *arena;
    const char *path; /* of the folder or archive, as it was given; "" is the working folder */
    bool in_archive;  /* its models and manifests were read in one pass */
    const struct mf_reader *reader; /* NULL: a folder of a disk, or an archive */
    struct mf_entry **entries; /* sorted by path up to `sorted`, and so are those that came later */
    size_t count;
    size_t capacity;
    size_t sorted;
    struct mf_finding_list findings;
    const struct mf_progress *progress; /* or NULL */
};

/* The folder of files that will be asked for by name. Nothing is read yet. */
void mf_tree_folder(struct mf_tree *tree, struct mf_arena *arena, const char *path);

/* The same where others read the files. */
void mf_tree_reader(struct mf_tree *tree, struct mf_arena *arena, const char *path,
                    const struct mf_reader *reader);

/* Are all its files in `entries`, and none to be looked for on the disk? */
static inline bool mf_tree_is_closed(const struct mf_tree *tree)
{
    return tree->in_archive || tree->reader;
}

/* Lists all regular files below the folder. */
bool mf_tree_list(struct mf_tree *tree, struct mf_error *error);

/* Is the library there that reads archives? */
bool mf_reads_archives(void);

/* Reads an archive in one pass: every model and manifest in it. `source` is a file or a stream. */
bool mf_tree_archive(struct mf_tree *tree, struct mf_arena *arena, const char *path,
                     struct mf_source *source, const struct mf_progress *progress,
                     struct mf_error *error);

/* The file that `path` names, seen from the folder of the file `from` (NULL: from the tree's top).
 * *found is NULL where there is none; false for lack of memory and for more than
 * MF_NAMED_FILES_MAX that are not listed. */
bool mf_tree_find(struct mf_tree *tree, const char *from, const char *path, struct mf_entry **found,
                  struct mf_error *error);

/* The models that stand directly in a folder, named as for mf_tree_find; sorted by name. None where
 * there is no such folder. False for lack of memory and for more than MF_MODELS_MAX. */
bool mf_tree_models_of(struct mf_tree *tree, const char *from, const char *folder,
                       struct mf_entry ***entries, size_t *count, struct mf_error *error);

/* Its bytes. A folder's files are not asked for them before. */
bool mf_tree_size(struct mf_tree *tree, struct mf_entry *entry, uint64_t *size,
                  struct mf_error *error);

/* The path by which a person would name the entry: "bundle.zip:sub/a.axmodel", "sub/a.axmodel".
 * NULL without memory. */
const char *mf_tree_name(const struct mf_tree *tree, const struct mf_entry *entry);

/* Opens a file on disk by such a name: mf_source_open, but nothing below /dev, /proc or /sys is
 * opened because a manifest names it or a link leads there. */
bool mf_tree_open(const struct mf_tree *tree, const struct mf_entry *entry, const char *name,
                  struct mf_source *source, struct mf_error *error);

/* Does a name out of the tree lead below /dev, /proc or /sys? Not where the tree itself lies there:
 * a person named it. */
bool mf_tree_leads_to_kernel(const struct mf_tree *tree, const char *name);

/* Reads the model unless that was done. False with entry->problem set where it cannot be judged, or
 * with `error` for lack of memory. */
bool mf_tree_read_model(struct mf_tree *tree, struct mf_entry *entry, struct mf_error *error);

/* Reads a manifest's text unless that was done; otherwise like mf_tree_read_model. */
bool mf_tree_read_text(struct mf_tree *tree, struct mf_entry *entry, struct mf_error *error);

/* The path inside the tree of what `path` names, seen from the folder of `from`; *inside is false
 * where it leads out of the tree. False only for lack of memory. */
bool mf_tree_resolve(const struct mf_tree *tree, const char *from, const char *path, char **whole,
                     bool *inside);

/* Folder and file, or NULL. */
char *mf_tree_join(struct mf_arena *arena, const char *folder, const char *path);

/* For those that fill a tree. */
struct mf_entry *mf_tree_add(struct mf_tree *tree, const char *path, uint64_t size,
                             struct mf_error *error);
/* Sorts by path. Of several files of one path the last counts, as it does when an archive is
 * unpacked; *repeated counts the others. */
void mf_tree_sort(struct mf_tree *tree, size_t *repeated);

/* Sets entry->problem to a copy; false, so that a caller can return it. */
bool mf_entry_refuse(struct mf_tree *tree, struct mf_entry *entry, const struct mf_error *problem,
                     struct mf_error *error);

#endif

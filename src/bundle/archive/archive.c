// SPDX-License-Identifier: MIT
/* Archives, read with libarchive in one pass and never unpacked. A model that is stored as it is
 * (a plain tar, a stored member of a zip) is read at its place in the archive's file; a compressed
 * one as a stream. */
#include "archive.h"

#include <locale.h>
#include <string.h>

#include "../file_names.h"
#include "guard.h"

/* A filter that this libarchive cannot do itself would start a program of that name. */
static bool is_built_in(const struct mf_libarchive *library, int (*support)(struct archive *))
{
    struct archive *probe = library->archive_read_new();
    bool built_in = probe && support(probe) == ARCHIVE_OK;
    library->archive_read_free(probe);
    return built_in;
}

static struct archive *new_reader(const struct mf_libarchive *library)
{
    int (*const filters[])(struct archive *) = {library->archive_read_support_filter_gzip,
                                                library->archive_read_support_filter_xz,
                                                library->archive_read_support_filter_zstd};
    struct archive *reader = library->archive_read_new();
    if (!reader)
        return NULL;
    for (size_t i = 0; i < sizeof filters / sizeof filters[0]; i++) {
        if (is_built_in(library, filters[i]))
            filters[i](reader);
    }
    library->archive_read_support_format_tar(reader);
    library->archive_read_support_format_zip(reader);
    library->archive_read_support_format_7zip(reader);
    library->archive_read_support_format_ar(reader);
    return reader;
}

/* libarchive gives names in UTF-8 where it can; else the bytes as they stand. */
static const char *name_of(const struct mf_pass *pass)
{
    const char *name = pass->library->archive_entry_pathname_utf8(pass->item);
    if (!name)
        name = pass->library->archive_entry_pathname(pass->item);
    while (name && name[0] == '.' && name[1] == '/')
        name += 2;
    return name;
}

/* Names that could lead out of the archive's own folder. */
static bool is_unsafe(const char *name)
{
    if (name[0] == '/' || name[0] == '\\' || (name[0] != '\0' && name[1] == ':'))
        return true;
    for (const char *at = name; at; at = strchr(at, '/')) {
        at += *at == '/';
        if (at[0] == '.' && at[1] == '.' && (at[2] == '/' || at[2] == '\0'))
            return true;
    }
    return false;
}

static bool add_link(struct mf_pass *pass, const char *name)
{
    const char *path = mf_arena_format(pass->tree->arena, "%s%s", pass->prefix, name);
    struct mf_entry *entry = path ? mf_tree_add(pass->tree, path, 0, pass->error) : NULL;
    return entry && mf_archive_leave_out(pass, MF_LEFT_LINK, name) &&
           mf_archive_refuse(pass, entry, MF_LINK,
                             _("is a link in its archive, and links are not followed"));
}

static bool is_deb(const struct mf_pass *pass)
{
    int format = pass->library->archive_format(pass->reader);
    return (format & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_AR;
}

/* What a .deb holds beside its files. */
static bool is_debian_rest(const struct mf_pass *pass, const char *name)
{
    return is_deb(pass) &&
           (strncmp(name, "control.tar", 11) == 0 || strcmp(name, "debian-binary") == 0);
}

static bool is_deb_data(const struct mf_pass *pass, const char *name)
{
    return is_deb(pass) && strncmp(name, "data.tar", 8) == 0;
}

static bool run_pass(struct mf_pass *pass, struct mf_source *source);

/* One pass inside the other. What is wrong with an inner archive is a note of the outer one. */
static bool read_inner(struct mf_pass *outer, const char *name, bool in_deb)
{
    struct mf_source source;
    struct mf_error problem = {MF_OK, ""};
    uint64_t size = mf_archive_member_size(outer);
    struct mf_pass inner = {.library = outer->library,
                            .tree = outer->tree,
                            .error = &problem,
                            .counts = outer->counts,
                            .depth = outer->depth + !in_deb};
    inner.prefix = in_deb ? outer->prefix : mf_arena_format(outer->tree->arena, "%s/", name);
    if (!inner.prefix)
        return mf_fail_memory(outer->error);
    mf_archive_open_member(outer, &source, size);
    if (!source.forward) {
        inner.input.progress = outer->input.progress;
        inner.input.progress_path = outer->input.progress_path;
        inner.input.progress_total = size;
    }
    bool ok = run_pass(&inner, &source);
    mf_source_close(&source);
    if (ok)
        return true;
    bool fatal = problem.reason == MF_LIMIT || problem.reason == MF_NO_MEMORY ||
                 outer->input.error.reason != MF_OK;
    if (in_deb || fatal) {
        *outer->error = problem;
        return false;
    }
    return mf_findings_add(outer->tree->arena, &outer->tree->findings, MF_WARNING,
                           mf_reason_word(problem.reason), outer->tree->path, outer->error,
                           _("%s, inside the archive, %s"), name, problem.text);
}

static bool take_file(struct mf_pass *pass, const char *name)
{
    bool is_archive = false;
    name = mf_arena_format(pass->tree->arena, "%s%s", pass->prefix, name);
    pass->last = name;
    if (!name)
        return mf_fail_memory(pass->error);
    if (!mf_archive_take_member(pass, name, &is_archive))
        return false;
    if (!is_archive)
        return true;
    return pass->depth < MF_NESTING_MAX ? read_inner(pass, name, false)
                                        : mf_archive_leave_out(pass, MF_LEFT_NESTED, name);
}

static bool take_item(struct mf_pass *pass)
{
    const char *name = name_of(pass);
    mode_t type = pass->library->archive_entry_filetype(pass->item);
    size_t length = name ? strlen(name) : 0;
    if (++pass->counts->entries > MF_ENTRIES_MAX)
        return mf_fail(pass->error, MF_LIMIT, _("holds more than %u files"), MF_ENTRIES_MAX);
    if (length > MF_PATH_MAX)
        return mf_fail(pass->error, MF_LIMIT, _("holds a name of more than %zu bytes"),
                       MF_PATH_MAX);
    if (!name)
        return mf_archive_leave_out(pass, MF_LEFT_NAMELESS, "?");
    if (is_deb_data(pass, name))
        return mf_archive_begin_member(pass, pass->error) && read_inner(pass, name, true);
    if (length == 0 || type == AE_IFDIR || is_debian_rest(pass, name))
        return true;
    if (is_unsafe(name))
        return mf_archive_leave_out(pass, MF_LEFT_UNSAFE, name);
    if (mf_is_leftover(name))
        return mf_archive_leave_out(pass, MF_LEFT_LEFTOVER, name);
    if (pass->library->archive_entry_hardlink(pass->item) || type == AE_IFLNK)
        return add_link(pass, name);
    if (type != AE_IFREG && type != 0)
        return mf_archive_leave_out(pass, MF_LEFT_DEVICE, name);
    return take_file(pass, name);
}

static bool read_items(struct mf_pass *pass)
{
    for (;;) {
        pass->input.searched = 0;
        pass->input.searching = true;
        int status = pass->library->archive_read_next_header(pass->reader, &pass->item);
        pass->input.searching = false;
        if (status == ARCHIVE_EOF)
            return true;
        if (status < ARCHIVE_WARN)
            return mf_archive_fail(pass, pass->error);
        pass->piece_waits = false;
        pass->stopped = false;
        if (!take_item(pass) || !mf_archive_leave_member(pass))
            return false;
    }
}

static bool run_pass(struct mf_pass *pass, struct mf_source *source)
{
    if (!mf_archive_guard(source, pass->error))
        return false;
    pass->reader = new_reader(pass->library);
    if (!pass->reader)
        return mf_fail_memory(pass->error);
    bool ok = mf_input_open(&pass->input, source, pass->library, pass->reader)
                  ? read_items(pass)
                  : mf_archive_fail(pass, pass->error);
    pass->library->archive_read_free(pass->reader);
    mf_input_close(&pass->input);
    return ok;
}

static bool only_encrypted(const struct mf_tree *tree)
{
    for (size_t i = 0; i < tree->count; i++) {
        if (tree->entries[i]->model || tree->entries[i]->text)
            return false;
    }
    return true;
}

/* libarchive turns names into the characters of the present locale, and drops what it cannot turn.
 * For this thread and while it reads, that is UTF-8. */
static bool run_in_utf8(struct mf_pass *pass, struct mf_source *source)
{
    locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    locale_t before = utf8 ? uselocale(utf8) : (locale_t)0;
    bool ok = run_pass(pass, source);
    if (utf8) {
        uselocale(before);
        freelocale(utf8);
    }
    return ok;
}

bool mf_tree_archive(struct mf_tree *tree, struct mf_arena *arena, const char *path,
                     struct mf_source *source, const struct mf_progress *progress,
                     struct mf_error *error)
{
    struct mf_archive_counts counts = {0};
    size_t repeated;
    struct mf_libarchive library;
    struct mf_pass pass = {
        .library = &library, .tree = tree, .error = error, .counts = &counts, .prefix = ""};
    *tree =
        (struct mf_tree){.arena = arena, .path = path, .in_archive = true, .progress = progress};
    if (!mf_libarchive_load(&library, error))
        return false;
    pass.input.progress = progress;
    pass.input.progress_path = path;
    pass.input.progress_total = source->open_ended ? 0 : source->size;
    bool ok = run_in_utf8(&pass, source);
    if (progress)
        progress->show(progress->user, path, pass.input.position, pass.input.position);
    if (!ok || !mf_archive_report_left_out(&pass))
        return false;
    mf_tree_sort(tree, &repeated);
    if (repeated > 0 &&
        !mf_findings_add(arena, &tree->findings, MF_WARNING, "same-name", path, error,
                         _("holds several files of one name (%zu too many); the last of each "
                           "counts, as when it is unpacked"),
                         repeated))
        return false;
    return counts.encrypted == 0 || !only_encrypted(tree) || mf_archive_fail_encrypted(error);
}

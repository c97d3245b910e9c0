// SPDX-License-Identifier: MIT
/* Archives, read with libarchive in one pass and never unpacked. A model that is stored as it is
 * (a plain tar, a stored member of a zip) is read at its place in the archive's file; a compressed
 * one as a stream. */
#include "archive.h"

#include <archive_entry.h>
#include <locale.h>
#include <string.h>

#include "../file_names.h"

/* A filter that this libarchive cannot do itself would start a program of that name. */
static bool is_built_in(int (*support)(struct archive *))
{
    struct archive *probe = archive_read_new();
    bool built_in = probe && support(probe) == ARCHIVE_OK;
    archive_read_free(probe);
    return built_in;
}

static struct archive *new_reader(void)
{
    int (*const filters[])(struct archive *) = {archive_read_support_filter_gzip,
                                                archive_read_support_filter_xz,
                                                archive_read_support_filter_zstd};
    struct archive *reader = archive_read_new();
    if (!reader)
        return NULL;
    for (size_t i = 0; i < sizeof filters / sizeof filters[0]; i++) {
        if (is_built_in(filters[i]))
            filters[i](reader);
    }
    archive_read_support_format_tar(reader);
    archive_read_support_format_zip(reader);
    archive_read_support_format_7zip(reader);
    archive_read_support_format_ar(reader);
    return reader;
}

bool mf_archive_fail(const struct mf_pass *pass, struct mf_error *error)
{
    const char *text = archive_error_string(pass->reader);
    if (pass->input.error.reason != MF_OK) {
        *error = pass->input.error;
        return false;
    }
    if (text && strstr(text, "Unrecognized archive format"))
        return mf_fail(error, MF_FOREIGN,
                       _("is compressed, but holds no tar, zip, 7z or deb that could be judged"));
    if (archive_read_has_encrypted_entries(pass->reader) > 0)
        return mf_fail(error, MF_ENCRYPTED,
                       _("is an encrypted archive, so it cannot be judged; unpack it with its "
                         "password first"));
    if (!text)
        text = _("it cannot be read on");
    return mf_fail(
        error, MF_DAMAGED, _("the archive is cut or damaged %s%s: %s; download it again"),
        pass->last ? _("after ") : _("at its beginning"), pass->last ? pass->last : "", text);
}

/* libarchive gives names in UTF-8 where it can; else the bytes as they stand. */
static const char *name_of(struct archive_entry *item)
{
    const char *name = archive_entry_pathname_utf8(item);
    if (!name)
        name = archive_entry_pathname(item);
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

/* What is left out is counted by kind and told once, with the first as an example. */
bool mf_archive_leave_out(struct mf_pass *pass, enum mf_left_out kind, const char *name)
{
    if (pass->counts->left_out[kind].count++ > 0)
        return true;
    pass->counts->left_out[kind].example = mf_arena_string(pass->tree->arena, name);
    return pass->counts->left_out[kind].example != NULL;
}

bool mf_archive_refuse(struct mf_pass *pass, struct mf_entry *entry, enum mf_reason reason,
                       const char *text)
{
    struct mf_error problem;
    mf_fail(&problem, reason, "%s", text);
    mf_entry_refuse(pass->tree, entry, &problem, pass->error);
    return entry->problem != NULL;
}

static bool add_link(struct mf_pass *pass, const char *name)
{
    const char *path = mf_arena_format(pass->tree->arena, "%s%s", pass->prefix, name);
    struct mf_entry *entry = path ? mf_tree_add(pass->tree, path, 0, pass->error) : NULL;
    return entry && mf_archive_leave_out(pass, MF_LEFT_LINK, name) &&
           mf_archive_refuse(pass, entry, MF_LINK,
                             _("is a link in its archive, and links are not followed"));
}

/* What a .deb holds beside its files. */
static bool is_debian_rest(const struct mf_pass *pass, const char *name)
{
    return (archive_format(pass->reader) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_AR &&
           (strncmp(name, "control.tar", 11) == 0 || strcmp(name, "debian-binary") == 0);
}

static bool take_item(struct mf_pass *pass)
{
    const char *name = name_of(pass->item);
    mode_t type = archive_entry_filetype(pass->item);
    size_t length = name ? strlen(name) : 0;
    if (++pass->counts->entries > MF_ENTRIES_MAX)
        return mf_fail(pass->error, MF_LIMIT, _("holds more than %u files"), MF_ENTRIES_MAX);
    if (length > MF_PATH_MAX)
        return mf_fail(pass->error, MF_LIMIT, _("holds a name of more than %zu bytes"),
                       MF_PATH_MAX);
    if (!name)
        return mf_archive_leave_out(pass, MF_LEFT_NAMELESS, "?");
    if (mf_archive_is_deb_data(pass, name))
        return mf_archive_take_deb(pass, name);
    if (length == 0 || type == AE_IFDIR || is_debian_rest(pass, name))
        return true;
    if (is_unsafe(name))
        return mf_archive_leave_out(pass, MF_LEFT_UNSAFE, name);
    if (mf_is_leftover(name))
        return mf_archive_leave_out(pass, MF_LEFT_LEFTOVER, name);
    if (archive_entry_hardlink(pass->item) || type == AE_IFLNK)
        return add_link(pass, name);
    if (type != AE_IFREG && type != 0)
        return mf_archive_leave_out(pass, MF_LEFT_DEVICE, name);
    name = mf_arena_format(pass->tree->arena, "%s%s", pass->prefix, name);
    pass->last = name;
    return name ? mf_archive_take_member(pass, name) : mf_fail_memory(pass->error);
}

static bool tell_left_out(struct mf_pass *pass)
{
    static const struct {
        const char *code;
        enum mf_severity severity;
        const char *text;
    } words[MF_LEFT_COUNT] = {
        [MF_LEFT_UNSAFE] = {"unsafe-path", MF_WARNING,
                            "names that lead out of the archive's folder are left out: "},
        [MF_LEFT_LINK] = {"link", MF_NOTE, "links in the archive are not followed: "},
        [MF_LEFT_DEVICE] = {"device", MF_WARNING, "devices in the archive are left out: "},
        [MF_LEFT_LEFTOVER] = {"leftover", MF_NOTE,
                              "leftovers of macOS or git in the archive are skipped: "},
        [MF_LEFT_NAMELESS] = {"nameless", MF_WARNING,
                              "files whose names cannot be read are left out: "},
        [MF_LEFT_NESTED] = {"nested-archive", MF_NOTE,
                            "archives inside the archive are not opened: "},
    };
    struct mf_tree *tree = pass->tree;
    for (int i = 0; i < MF_LEFT_COUNT; i++) {
        const struct mf_left *left = &pass->counts->left_out[i];
        if (left->count > 0 &&
            !mf_findings_add(tree->arena, &tree->findings, words[i].severity, words[i].code,
                             tree->path, pass->error, "%s%llu (%s)", _(words[i].text),
                             (unsigned long long)left->count, left->example))
            return false;
    }
    return true;
}

static bool read_items(struct mf_pass *pass)
{
    for (;;) {
        int status = archive_read_next_header(pass->reader, &pass->item);
        if (status == ARCHIVE_EOF)
            return true;
        if (status < ARCHIVE_WARN)
            return mf_archive_fail(pass, pass->error);
        pass->piece_waits = false;
        if (!take_item(pass))
            return false;
    }
}

bool mf_archive_pass(struct mf_pass *pass, struct mf_source *source)
{
    pass->reader = new_reader();
    if (!pass->reader)
        return mf_fail_memory(pass->error);
    bool ok = mf_input_open(&pass->input, source, pass->reader)
                  ? read_items(pass)
                  : mf_archive_fail(pass, pass->error);
    archive_read_free(pass->reader);
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

bool mf_tree_archive(struct mf_tree *tree, struct mf_arena *arena, const char *path,
                     struct mf_source *source, const struct mf_progress *progress,
                     struct mf_error *error)
{
    struct mf_archive_counts counts = {0};
    size_t repeated;
    struct mf_pass pass = {.tree = tree, .error = error, .counts = &counts, .prefix = ""};
    *tree =
        (struct mf_tree){.arena = arena, .path = path, .in_archive = true, .progress = progress};
    pass.input.progress = progress;
    pass.input.progress_path = path;
    pass.input.progress_total = source->open_ended ? 0 : source->size;
    /* libarchive turns names into the characters of the present locale, and drops what it cannot
     * turn. For this thread and while it reads, that is UTF-8. */
    locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    locale_t before = utf8 ? uselocale(utf8) : (locale_t)0;
    bool ok = mf_archive_pass(&pass, source);
    if (utf8) {
        uselocale(before);
        freelocale(utf8);
    }
    if (progress)
        progress->tell(progress->context, path, pass.input.position, pass.input.position);
    if (!ok || !tell_left_out(&pass))
        return false;
    mf_tree_sort(tree, &repeated);
    if (repeated > 0 &&
        !mf_findings_add(arena, &tree->findings, MF_WARNING, "same-name", path, error,
                         _("holds several files of one name (%zu too many); the last of each "
                           "counts, as when it is unpacked"),
                         repeated))
        return false;
    if (counts.encrypted > 0 && only_encrypted(tree))
        return mf_fail(error, MF_ENCRYPTED,
                       _("is an encrypted archive, so it cannot be judged; unpack it with its "
                         "password first"));
    return true;
}

// SPDX-License-Identifier: MIT
/* Why an archive cannot be read, and which of its members are left out. */
#include <errno.h>
#include <string.h>

#include "archive.h"

bool mf_archive_fail(const struct mf_pass *pass, struct mf_error *error)
{
    const char *text = pass->library->archive_error_string(pass->reader);
    if (pass->input.error.reason != MF_OK) {
        *error = pass->input.error;
        return false;
    }
    if (pass->library->archive_errno(pass->reader) == ENOMEM ||
        (text && strstr(text, "too much memory")))
        return mf_fail(error, MF_LIMIT,
                       _("takes more memory to unpack than this process may have (%s); unpack it "
                         "first"),
                       text ? text : "ENOMEM");
    if (text && strstr(text, "Unrecognized archive format"))
        return mf_fail(error, MF_FOREIGN,
                       _("is compressed, but holds no tar, zip, 7z or deb that could be judged"));
    if (pass->library->archive_read_has_encrypted_entries(pass->reader) > 0)
        return mf_archive_fail_encrypted(error);
    if (!text)
        text = _("reading stopped");
    if (!pass->last)
        return mf_fail(error, MF_DAMAGED,
                       _("the archive is cut or damaged at its beginning: %s; download it again"),
                       text);
    return mf_fail(error, MF_DAMAGED,
                   _("the archive is cut or damaged after %s: %s; download it again"), pass->last,
                   text);
}

bool mf_archive_fail_encrypted(struct mf_error *error)
{
    return mf_fail(error, MF_ENCRYPTED,
                   _("is an encrypted archive, so it cannot be judged; unpack it with its "
                     "password first"));
}

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

static const char *left_out_text(struct mf_arena *arena, enum mf_left_out kind,
                                 const struct mf_left *left)
{
    unsigned long long count = left->count;
    switch (kind) {
    case MF_LEFT_UNSAFE:
        return mf_arena_format(
            arena, _("names that lead out of the archive's folder are left out: %llu (%s)"), count,
            left->example);
    case MF_LEFT_LINK:
        return mf_arena_format(arena, _("links in the archive are not followed: %llu (%s)"), count,
                               left->example);
    case MF_LEFT_DEVICE:
        return mf_arena_format(arena, _("devices in the archive are left out: %llu (%s)"), count,
                               left->example);
    case MF_LEFT_LEFTOVER:
        return mf_arena_format(arena,
                               _("leftovers of macOS or git in the archive are skipped: %llu (%s)"),
                               count, left->example);
    case MF_LEFT_NAMELESS:
        return mf_arena_format(arena, _("files without a readable name are left out: %llu (%s)"),
                               count, left->example);
    case MF_LEFT_NESTED:
    case MF_LEFT_COUNT:
        break;
    }
    return mf_arena_format(arena, _("archives inside the archive are not opened: %llu (%s)"), count,
                           left->example);
}

bool mf_archive_report_left_out(struct mf_pass *pass)
{
    static const struct {
        const char *code;
        enum mf_severity severity;
    } kinds[MF_LEFT_COUNT] = {
        [MF_LEFT_UNSAFE] = {"unsafe-path", MF_WARNING},
        [MF_LEFT_LINK] = {"link", MF_NOTE},
        [MF_LEFT_DEVICE] = {"device", MF_WARNING},
        [MF_LEFT_LEFTOVER] = {"leftover", MF_NOTE},
        [MF_LEFT_NAMELESS] = {"nameless", MF_WARNING},
        [MF_LEFT_NESTED] = {"nested-archive", MF_NOTE},
    };
    struct mf_tree *tree = pass->tree;
    for (int i = 0; i < MF_LEFT_COUNT; i++) {
        const struct mf_left *left = &pass->counts->left_out[i];
        if (left->count == 0)
            continue;
        const char *text = left_out_text(tree->arena, (enum mf_left_out)i, left);
        if (!text)
            return mf_fail_memory(pass->error);
        if (!mf_findings_add(tree->arena, &tree->findings, kinds[i].severity, kinds[i].code,
                             tree->path, pass->error, "%s", text))
            return false;
    }
    return true;
}

// SPDX-License-Identifier: MIT
/* Writes the one line that both readers take the same way where U-Boot finds it first. */
#include <stdio.h>
#include <string.h>

#include "../core/text.h"
#include "boot.h"
#include "lines.h"

struct editor {
    struct mf_arena *arena;
    const struct mf_shell *shell;
    int64_t value;
    bool written;
    struct mf_text out;
    struct mf_error *error;
};

static void put_key_line(struct editor *editor)
{
    mf_text_format(&editor->out, "%s=%lld\n", MF_BOOT_KEY, (long long)editor->value);
    editor->written = true;
}

/* The bytes of the line, with the key in the spelling that no reader finds. */
static void put_note(struct editor *editor, const struct mf_boot_line *line)
{
    const size_t key_length = strlen(MF_BOOT_KEY);
    const char *end = line->start + line->length + line->has_feed;
    const char *at = line->start;
    const char *key;
    while ((key = memmem(at, (size_t)(end - at), MF_BOOT_KEY, key_length)) != NULL) {
        mf_text_add_bytes(&editor->out, at, (size_t)(key - at));
        mf_text_add(&editor->out, MF_BOOT_NOTE_KEY);
        at = key + key_length;
    }
    mf_text_add_bytes(&editor->out, at, (size_t)(end - at));
}

/* Does the shell find the key in the line, not only in a comment or a longer name? */
static bool is_used(const struct editor *editor, uint64_t line)
{
    for (size_t i = 0; i < editor->shell->count; i++) {
        if (editor->shell->uses[i].line == line)
            return true;
    }
    return false;
}

/* The comment behind the assignment, on a line of its own. */
static void keep_comment(struct editor *editor, const struct mf_boot_line *line,
                         const char *comment)
{
    struct mf_boot_line rest = *line;
    rest.length -= (size_t)(comment - line->start);
    rest.start = comment;
    put_note(editor, &rest);
}

/* A line that contains the key. The new line replaces the first assignment or is put before it;
 * further assignments become comments; comments and longer names with the key stay, as U-Boot never
 * gets there. */
static bool take_key_line(struct editor *editor, const struct mf_boot_line *line)
{
    bool is_assignment = is_used(editor, line->number);
    bool is_first = !editor->written;
    struct mf_boot_own own = mf_boot_find_own(line);
    if (is_assignment && own.length == 0)
        return mf_fail(editor->error, MF_BAD_MANIFEST,
                       _("line %llu has %s together with something else, so nothing is written; "
                         "edit the file by hand"),
                       (unsigned long long)line->number, MF_BOOT_KEY);
    if (is_first)
        put_key_line(editor);
    if (!is_assignment) {
        mf_text_add_bytes(&editor->out, line->start, line->length + line->has_feed);
    } else if (!is_first) {
        mf_text_add(&editor->out, "# ");
        put_note(editor, line);
    } else if (own.comment) {
        keep_comment(editor, line, own.comment);
    }
    return true;
}

static bool edit_lines(struct editor *editor, const char *text, size_t length)
{
    struct mf_boot_lines lines = {text, text + length, 0};
    struct mf_boot_line line = {.has_feed = true};
    while (mf_boot_next_line(&lines, &line)) {
        if (!mf_boot_find_key(&line))
            mf_text_add_bytes(&editor->out, line.start, line.length + line.has_feed);
        else if (!take_key_line(editor, &line))
            return false;
    }
    if (editor->written)
        return true;
    if (!line.has_feed)
        mf_text_add(&editor->out, "\n");
    put_key_line(editor);
    return true;
}

/* Do both readers take the value that was asked for? */
static bool verify(struct editor *editor, const struct mf_boot_board *board, const char *edited,
                   size_t length)
{
    struct mf_boot boot;
    if (!mf_boot_check(editor->arena, NULL, edited, length, board, &boot, editor->error))
        return false;
    uint64_t asked =
        editor->value < 0 ? board->ram_mib - board->default_linux_mib : (uint64_t)editor->value;
    char text[24];
    snprintf(text, sizeof text, "%lld", (long long)editor->value);
    bool agree = boot.known && boot.uboot.value == editor->value && boot.script_value &&
                 strcmp(boot.script_value, text) == 0;
    if (!agree || boot.pool_mib != asked || boot.overlap_mib > 0 || boot.lost_mib > 0)
        return mf_fail(editor->error, MF_BAD_MANIFEST,
                       _("the two readers would not agree on the result (Linux %llu MiB, pool "
                         "%llu MiB), so nothing is written; edit the file by hand"),
                       (unsigned long long)boot.uboot.linux_mib, (unsigned long long)boot.pool_mib);
    return true;
}

bool mf_boot_edit(struct mf_arena *arena, const char *text, size_t length, int64_t value,
                  const struct mf_boot_board *board, char **edited, size_t *edited_length,
                  struct mf_error *error)
{
    struct mf_shell shell;
    struct editor editor = {.arena = arena, .shell = &shell, .value = value, .error = error};
    if (!mf_shell_read(arena, text, length, &shell, error))
        return false;
    if (shell.undecidable > 0)
        return mf_fail(error, MF_BAD_MANIFEST,
                       _("line %llu uses shell syntax whose effect cannot be determined here, so "
                         "nothing is written; edit the file by hand"),
                       (unsigned long long)shell.undecidable);
    bool ok = edit_lines(&editor, text, length);
    if (ok && editor.out.failed)
        ok = mf_fail_memory(error);
    if (ok) {
        *edited_length = editor.out.length;
        *edited = mf_arena_copy(arena, editor.out.bytes, editor.out.length);
        ok = *edited ? verify(&editor, board, *edited, *edited_length) : mf_fail_memory(error);
    }
    mf_text_free(&editor.out);
    return ok;
}

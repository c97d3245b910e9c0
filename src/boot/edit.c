// SPDX-License-Identifier: MIT
/* Writes the one line that both readers take the same way where U-Boot finds it first. */
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

static void put(struct mf_text *out, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        const char one[2] = {bytes[i], '\0'};
        mf_text_add(out, one);
    }
}

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
        put(&editor->out, at, (size_t)(key - at));
        mf_text_add(&editor->out, MF_BOOT_NOTE_KEY);
        at = key + key_length;
    }
    put(&editor->out, at, (size_t)(end - at));
}

static const struct mf_shell_set *set_at(const struct editor *editor, uint64_t line)
{
    for (size_t i = 0; i < editor->shell->sets.count; i++) {
        if (editor->shell->sets.items[i].line == line)
            return &editor->shell->sets.items[i];
    }
    return NULL;
}

/* Behind the value of a plain line there can only be blanks and a comment. */
static void keep_comment(struct editor *editor, const struct mf_boot_line *line)
{
    const char *comment = memchr(line->start, '#', line->length);
    struct mf_boot_line rest = *line;
    if (!comment)
        return;
    rest.length -= (size_t)(comment - line->start);
    rest.start = comment;
    put_note(editor, &rest);
}

/* `name = value`, which a shell takes as a command. */
static bool is_broken_assignment(const struct mf_boot_line *line)
{
    size_t at = 0;
    const size_t key_length = strlen(MF_BOOT_KEY);
    while (at < line->length && (line->start[at] == ' ' || line->start[at] == '\t'))
        at++;
    if (line->length - at < key_length || memcmp(line->start + at, MF_BOOT_KEY, key_length) != 0)
        return false;
    at += key_length;
    return at == line->length || line->start[at] == ' ' || line->start[at] == '\t' ||
           line->start[at] == '\r' || line->start[at] == '=';
}

static bool refuse_line(const struct editor *editor, const struct mf_boot_line *line)
{
    return mf_fail(editor->error, MF_BAD_MANIFEST,
                   _("line %llu sets %s together with something else; edit the file by hand"),
                   (unsigned long long)line->number, MF_BOOT_KEY);
}

/* A line that contains the key. The new line replaces the first of them or is put before it;
 * further assignments become comments; what only mentions the key stays, as U-Boot never gets
 * there. */
static bool take_key_line(struct editor *editor, const struct mf_boot_line *line)
{
    const struct mf_shell_set *set = set_at(editor, line->number);
    bool is_own = set ? set->is_plain : is_broken_assignment(line);
    bool first = !editor->written;
    if (first)
        put_key_line(editor);
    if (set && !is_own)
        return refuse_line(editor, line);
    if (is_own && first) {
        keep_comment(editor, line);
    } else if (is_own) {
        mf_text_add(&editor->out, "# ");
        put_note(editor, line);
    } else {
        put(&editor->out, line->start, line->length + line->has_feed);
    }
    return true;
}

static bool edit_lines(struct editor *editor, const char *text, size_t length)
{
    struct mf_boot_lines lines = {text, text + length, 0};
    struct mf_boot_line line = {.has_feed = true};
    while (mf_boot_next_line(&lines, &line)) {
        if (!mf_boot_find_key(&line))
            put(&editor->out, line.start, line.length + line.has_feed);
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
    if (!boot.known || boot.pool_mib != asked || boot.overlap_mib > 0 || boot.lost_mib > 0)
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
    if (memchr(text, '\0', length))
        return mf_fail(error, MF_BAD_MANIFEST, _("contains a zero byte; is it a text file?"));
    if (!mf_shell_read(arena, text, length, &shell, error))
        return false;
    if (shell.undecidable > 0)
        return mf_fail(error, MF_BAD_MANIFEST,
                       _("line %llu uses shell syntax whose effect cannot be determined here, so "
                         "the result could not be checked; edit the file by hand"),
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

// SPDX-License-Identifier: MIT
/* What stands in the place of a model: each thing is called what it is. */
#include <string.h>
#include <strings.h>

#include "../src/core/magic.h"
#include "../src/core/path.h"
#include "format.h"

static bool starts(const uint8_t *head, size_t length, const char *magic, size_t magic_length)
{
    return length >= magic_length && memcmp(head, magic, magic_length) == 0;
}

/* Copies the head as text, for string functions. */
static void head_text(const uint8_t *head, size_t length, char text[MF_HEAD_BYTES + 1])
{
    size_t count = length < MF_HEAD_BYTES ? length : MF_HEAD_BYTES;
    memcpy(text, head, count);
    text[count] = '\0';
}

/* The text that Git LFS leaves in the place of a file until it is fetched (git-lfs/git-lfs,
 * docs/spec.md). */
static bool is_lfs_pointer(const uint8_t *head, size_t length, struct mf_error *error)
{
    static const char first_line[] = "version https://git-lfs.github.com/spec/v1";
    char text[MF_HEAD_BYTES + 1];
    if (!starts(head, length, first_line, sizeof first_line - 1))
        return false;
    head_text(head, length, text);
    const char *size = strstr(text, "\nsize ");
    const char *number = size ? size + 6 : "";
    size_t digits = strspn(number, "0123456789");
    if (digits > 0 && digits <= MF_LFS_DIGITS_MAX)
        mf_fail(
            error, MF_LFS_POINTER,
            _("is a Git LFS pointer, not the model, which has %.*s bytes; run `git lfs pull` to "
              "fetch it"),
            (int)digits, number);
    else
        mf_fail(error, MF_LFS_POINTER,
                _("is a Git LFS pointer, not the model; run `git lfs pull` to fetch it"));
    return true;
}

bool mf_foreign_check(const uint8_t *head, size_t length, uint64_t size, struct mf_error *error)
{
    static const char aiisp[] = "\xDE\xAD\xBE\xEF\x00\x00\x00\x10\x00\x10";
    if (size == 0)
        return mf_fail(error, MF_EMPTY, _("is empty (0 bytes); download it again"));
    if (is_lfs_pointer(head, length, error))
        return false;
    if (starts(head, length, aiisp, sizeof aiisp - 1))
        return mf_fail(error, MF_AIISP_PACK,
                       _("is an encrypted AI-ISP pack, loaded by the camera, not by an app; "
                         "it cannot be judged"));
    return true;
}

static bool is_html(const uint8_t *head, size_t length)
{
    char text[MF_HEAD_BYTES + 1];
    head_text(head, length, text);
    const char *at = text + strspn(text, " \t\r\n\xEF\xBB\xBF");
    return strncasecmp(at, "<!doctype html", 14) == 0 || strncasecmp(at, "<html", 5) == 0 ||
           strncasecmp(at, "<?xml", 5) == 0;
}

bool mf_foreign_is_split_part(const char *path)
{
    const char *dot = strrchr(mf_base_name(path), '.');
    if (!dot)
        return false;
    size_t digits = strspn(dot + 1, "0123456789");
    if (digits == 3 && dot[4] == '\0')
        return true;
    if (strncasecmp(dot, ".part", 5) == 0)
        return true;
    return (dot[1] == 'z' || dot[1] == 'Z') && strspn(dot + 2, "0123456789") == 2 && dot[4] == '\0';
}

/* The format whose files begin with all that there is of this one; NULL for none. */
static const struct mf_format *cut_in_magic(const uint8_t *head, size_t length)
{
    for (size_t i = 0; mf_formats[i]; i++) {
        const char *magic = mf_formats[i]->magic;
        if (magic && length < strlen(magic) && memcmp(magic, head, length) == 0)
            return mf_formats[i];
    }
    return NULL;
}

bool mf_foreign_named(const char *path, struct mf_error *error)
{
    const struct mf_foreign_model *model = mf_foreign_model_named(path);
    if (!model)
        return true;
    return mf_fail(error, mf_ends_with(path, ".joint") ? MF_JOINT : MF_FOREIGN, "%s",
                   _(model->says));
}

bool mf_foreign_explain(const uint8_t *head, size_t length, uint64_t size, const char *path,
                        struct mf_error *error)
{
    char names[MF_FORMAT_NAMES_MAX];
    const struct mf_magic *kind = mf_magic_find(head, length);
    const struct mf_format *cut = cut_in_magic(head, length);
    if (mf_foreign_is_split_part(path))
        return mf_fail(error, MF_SPLIT_PART,
                       _("is one part of a split file; join the parts first"));
    if (is_html(head, length))
        return mf_fail(error, MF_HTML_PAGE,
                       _("is a web page (an error page saved as a model?); download it again"));
    const struct mf_foreign_model *model = mf_foreign_model_find(head, length);
    if (model)
        return mf_fail(error, MF_FOREIGN, "%s", _(model->says));
    if (mf_ends_with(path, ".joint"))
        return mf_foreign_named(path, error);
    if (kind)
        return mf_fail(error, MF_FOREIGN, _("is %s, not a model that can be judged (%s)"),
                       _(kind->what), mf_format_names(names));
    if (cut)
        return mf_fail(error, MF_TRUNCATED,
                       _("ends after %llu bytes, inside the header of a %s; download it again"),
                       (unsigned long long)size, cut->traits.format);
    return mf_fail(
        error, MF_UNKNOWN_FORMAT,
        _("is not a model that can be judged (%s): it does not begin with a known header"),
        mf_format_names(names));
}

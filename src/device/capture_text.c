// SPDX-License-Identifier: MIT
/* What a captured file holds, as lines that hide what is secret and that nobody takes for a
 * heading.
 */
#include <stdint.h>
#include <string.h>

#include "../core/i18n.h"
#include "capture.h"
#include "probe.h"

#define BLANKS   " \t"
#define DIGITS   "0123456789"
#define LETTERS  "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define NAMES    LETTERS DIGITS "_"
#define VALUES   LETTERS DIGITS ".+-"
#define COUNT(a) (sizeof(a) / sizeof(a)[0])

static const char *const shown_parameters[] = {"mem", "cma", "memmap", "board_id"};
static const char *const shown_of_board[] = {"id",      "name",     "panel",      "cam_mclk",
                                             "lane_id", "cam_flip", "cam_mirror", "disp_flip"};
static const char *const shown_of_configs[] = {"maix_memory_cmm", "maix_npu_ai_isp"};

/* What ION says at the boot (docs/memory.md). */
static const char *const shown_of_log[] = {"Ion memory setup at", "heap carveout base",
                                           "type 2, base", "add heap id"};

/* Printable ASCII, in lines. Returns the new length. */
static size_t make_plain(char *bytes, size_t length)
{
    size_t kept = 0;
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)bytes[i];
        if (c == '\r')
            continue;
        bool is_odd = (c < ' ' && c != '\n' && c != '\t' && c != '\0') || c > '~';
        bytes[kept] = bytes[i];
        if (c == '\0')
            bytes[kept] = '\n';
        else if (is_odd)
            bytes[kept] = '?';
        kept++;
    }
    return kept;
}

/* A line of a file must not look like one of the capture. */
static void put_line(struct mf_text *out, const char *line)
{
    bool is_alike = strncmp(line, "== ", 3) == 0 || line[0] == '(';
    mf_text_format(out, "%s%s\n", is_alike ? " " : "", line);
}

static bool is_listed(const char *name, size_t length, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strlen(list[i]) == length && strncmp(list[i], name, length) == 0)
            return true;
    }
    return false;
}

/* What stands behind a lone `--` is for init. */
static void put_cmdline(struct mf_text *out, const char *line)
{
    const char *gap = "";
    bool for_init = false;
    for (line += strspn(line, BLANKS); *line != '\0' && !for_init; line += strspn(line, BLANKS)) {
        size_t length = mf_cmdline_parameter(line, BLANKS);
        const char *name = line + (*line == '"');
        const char *equals = memchr(line, '=', length);
        size_t part = equals ? (size_t)(equals - name) : 0;
        bool shown = !equals || is_listed(name, part, shown_parameters, COUNT(shown_parameters));
        mf_text_format(out, "%s%.*s%s", gap, (int)(shown ? length : part), shown ? line : name,
                       shown ? "" : "=***");
        gap = " ";
        for_init = length == 2 && strncmp(line, "--", 2) == 0;
        line += length;
    }
    mf_text_add(out, "\n");
}

static void put_board(struct mf_text *out, const char *line)
{
    const char *name = line + strspn(line, BLANKS);
    size_t length = strspn(name, NAMES);
    const char *behind = name + length + strspn(name + length, BLANKS);
    if (*behind == '=' && is_listed(name, length, shown_of_board, COUNT(shown_of_board)))
        put_line(out, line);
}

/* `KEY=number` with nothing beside it but blanks, quotes, `export`, and a `#` before or behind: the
 * length of what may be shown; 0 for any other line. */
static size_t setting_length(const char *line, const char *key)
{
    const char *at = line + strspn(line, BLANKS "#");
    if (strncmp(at, "export", 6) == 0 && at[6] != '\0' && strchr(BLANKS, at[6]))
        at += 6 + strspn(at + 6, BLANKS);
    const char *found = strstr(at, key);
    size_t name = strspn(at, NAMES); /* a longer name counts for one of both readers */
    if (!found || found >= at + name)
        return 0;
    at += name;
    at += strspn(at, BLANKS);
    if (*at != '=')
        return 0;
    at += 1 + strspn(at + 1, BLANKS);
    at += *at == '"' || *at == '\'';
    at += strspn(at, VALUES);
    at += *at == '"' || *at == '\'';
    const char *rest = at + strspn(at, BLANKS);
    return *rest == '\0' || *rest == '#' ? (size_t)(at - line) : 0;
}

/* Whatever names the key is shown, or said to be there: the readers take most of it for a setting.
 */
static void put_config(struct mf_text *out, const char *line)
{
    for (size_t i = 0; i < COUNT(shown_of_configs); i++) {
        const char *key = shown_of_configs[i];
        if (!strstr(line, key))
            continue;
        size_t length = setting_length(line, key);
        if (length > 0)
            mf_text_format(out, "%.*s\n", (int)length, line);
        else if (line[strspn(line, BLANKS)] == '#')
            mf_text_format(out, "# %s (the rest is not shown)\n", key);
        else
            mf_text_format(out, "(a line that names %s and more is not shown)\n", key);
        return;
    }
}

static void put_log(struct mf_text *out, const char *line)
{
    for (size_t i = 0; i < COUNT(shown_of_log); i++) {
        if (strstr(line, shown_of_log[i])) {
            put_line(out, line);
            return;
        }
    }
}

/* Cells are big-endian; what is no whole number of them is shown by bytes. */
static void put_cells(struct mf_text *out, const char *bytes, size_t length)
{
    size_t size = length % 4 == 0 ? 4 : 1;
    for (size_t i = 0; i < length; i++) {
        if (i % size == 0)
            mf_text_add(out, i == 0 ? "0x" : " 0x");
        mf_text_format(out, "%02x", (unsigned)(uint8_t)bytes[i]);
    }
    if (length > 0)
        mf_text_add(out, "\n");
}

static void put(struct mf_text *out, enum mf_capture_form form, const char *line)
{
    switch (form) {
    case MF_CAPTURE_CMDLINE:
        put_cmdline(out, line);
        break;
    case MF_CAPTURE_BOARD:
        put_board(out, line);
        break;
    case MF_CAPTURE_CONFIGS:
        put_config(out, line);
        break;
    case MF_CAPTURE_LOG:
        put_log(out, line);
        break;
    case MF_CAPTURE_PLAIN:
    case MF_CAPTURE_CELLS:
        put_line(out, line);
        break;
    }
}

void mf_capture_put(struct mf_text *out, enum mf_capture_form form, char *bytes, size_t length)
{
    /* Some captured folders hold such a number as text. */
    if (form == MF_CAPTURE_CELLS && !mf_cells_are_text(bytes, length)) {
        put_cells(out, bytes, length);
        return;
    }
    length = make_plain(bytes, length);
    for (size_t at = 0; at < length;) {
        char *end = memchr(bytes + at, '\n', length - at);
        size_t line = end ? (size_t)(end - bytes) - at : length - at;
        bytes[at + line] = '\0'; /* the caller has a byte to spare */
        put(out, form, bytes + at);
        at += line + 1;
    }
}

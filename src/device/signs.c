// SPDX-License-Identifier: MIT
#include "signs.h"

#include <string.h>

#include "probe.h"

#define BOARD_PATH      "/boot/board"
#define BOARDS_PATH     "/boot/boards/board."
#define MODEL_PATH      "/proc/device-tree/model"
#define COMPATIBLE_PATH "/proc/device-tree/compatible"
#define BLANKS          " \t\r"

/* The value in a line `key=value`, with blanks around both; NULL where there is none. */
static bool read_value(struct mf_arena *arena, const char *text, const char *key,
                       const char **value, struct mf_error *error)
{
    size_t length = strlen(key);
    for (const char *line = text; *line != '\0'; line += strcspn(line, "\n")) {
        line += strspn(line, BLANKS "\n");
        if (strncmp(line, key, length) != 0)
            continue;
        const char *at = line + length + strspn(line + length, BLANKS);
        if (*at != '=')
            continue;
        at += 1 + strspn(at + 1, BLANKS);
        size_t end = strcspn(at, "\n");
        while (end > 0 && strchr(BLANKS, at[end - 1]))
            end--;
        if (end == 0)
            continue;
        *value = mf_arena_copy(arena, at, end);
        return *value ? true : mf_fail_memory(error);
    }
    return true;
}

/* Sets what is still unknown. */
static bool read_board(struct mf_arena *arena, const struct mf_root *sysroot, const char *path,
                       struct mf_signs *signs, struct mf_error *error)
{
    struct mf_probe_text probe;
    if (!mf_probe_read(arena, sysroot, path, &probe, error))
        return false;
    if (probe.state != MF_PROBE_READ)
        return true;
    return (signs->board_id || read_value(arena, probe.text, "id", &signs->board_id, error)) &&
           (signs->panel || read_value(arena, probe.text, "panel", &signs->panel, error));
}

/* Keys that are missing in /boot/board stand in the file of that board. */
static bool read_boards(struct mf_arena *arena, const struct mf_root *sysroot,
                        struct mf_signs *signs, struct mf_error *error)
{
    if (!read_board(arena, sysroot, BOARD_PATH, signs, error))
        return false;
    if (!signs->board_id || strchr(signs->board_id, '/'))
        return true;
    const char *path = mf_arena_format(arena, BOARDS_PATH "%s", signs->board_id);
    return path ? read_board(arena, sysroot, path, signs, error) : mf_fail_memory(error);
}

/* Strings of a device tree end with a NUL each; a captured text has one a line. */
static bool read_strings(struct mf_arena *arena, const struct mf_root *sysroot, const char *path,
                         const char **strings, struct mf_error *error)
{
    struct mf_probe_text probe;
    if (!mf_probe_read(arena, sysroot, path, &probe, error))
        return false;
    size_t length = probe.state == MF_PROBE_READ ? probe.length : 0;
    for (size_t i = 0; i < length; i++) {
        if (probe.text[i] == '\0' || probe.text[i] == '\r')
            probe.text[i] = '\n';
    }
    while (length > 0 && probe.text[length - 1] == '\n')
        probe.text[--length] = '\0';
    if (length > 0)
        *strings = probe.text;
    return true;
}

static bool is_known_word(const struct mf_device_list *devices, const char *word)
{
    for (size_t i = 0; i < devices->count; i++) {
        if (mf_device_is_compatible(&devices->items[i], word))
            return true;
    }
    return false;
}

/* From the board's own name to that of its chip (Devicetree Specification, 2.3.1): the first one
 * that is known counts. */
static bool choose_word(struct mf_arena *arena, const struct mf_device_list *devices,
                        struct mf_signs *signs, struct mf_error *error)
{
    for (const char *at = signs->compatible; at && *at != '\0'; at += strspn(at, "\n")) {
        size_t length = strcspn(at, "\n");
        const char *word = mf_arena_copy(arena, at, length);
        if (!word)
            return mf_fail_memory(error);
        if (is_known_word(devices, word)) {
            signs->word = word;
            return true;
        }
        at += length;
    }
    return true;
}

static bool has(const struct mf_signs *signs, enum mf_sign sign, const struct mf_device *device)
{
    switch (sign) {
    case MF_SIGN_ID:
        return signs->named && mf_device_is_meant(device, signs->named, signs->board_id);
    case MF_SIGN_MODEL:
        return signs->model && mf_device_has_tree_model(device, signs->model);
    case MF_SIGN_COMPATIBLE:
        return signs->word && mf_device_is_compatible(device, signs->word);
    case MF_SIGN_NONE:
        break;
    }
    return true;
}

/* The first sign that any board of the list has: what stands behind it says less. */
static enum mf_sign find_sign(const struct mf_signs *signs, const struct mf_device_list *devices)
{
    enum mf_sign sign = MF_SIGN_ID;
    for (; sign != MF_SIGN_NONE; sign++) {
        for (size_t i = 0; i < devices->count; i++) {
            if (has(signs, sign, &devices->items[i]))
                return sign;
        }
    }
    return sign;
}

bool mf_signs_read(struct mf_arena *arena, const struct mf_root *sysroot,
                   const struct mf_device_list *devices, struct mf_signs *signs,
                   struct mf_error *error)
{
    *signs = (struct mf_signs){.sign = MF_SIGN_NONE};
    if (!read_boards(arena, sysroot, signs, error) ||
        !read_strings(arena, sysroot, MODEL_PATH, &signs->model, error) ||
        !read_strings(arena, sysroot, COMPATIBLE_PATH, &signs->compatible, error))
        return false;
    if (!signs->board_id && !signs->model && !signs->compatible)
        return true;
    if (!choose_word(arena, devices, signs, error))
        return false;
    signs->named = signs->board_id ? mf_device_find(devices, signs->board_id) : NULL;
    signs->sign = find_sign(signs, devices);
    return true;
}

bool mf_signs_allow(const struct mf_signs *signs, const struct mf_device *device)
{
    return has(signs, signs->sign, device);
}

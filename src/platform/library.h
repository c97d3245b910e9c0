// SPDX-License-Identifier: MIT
/* Shared libraries that only some inputs need are loaded when such an input comes: loading them
 * costs more than most of what maixfit does. With MAIXFIT_DLOPEN=OFF they are linked, as they
 * are where the platform loads none. */
#ifndef MAIXFIT_PLATFORM_LIBRARY_H
#define MAIXFIT_PLATFORM_LIBRARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A function of a library, and the pointer that is set to it. */
struct mf_library_call {
    const char *name;
    void *place;
};

/* Loads the library, unless that was done, and sets all pointers. False where it is not there or
 * lacks a function; then *why is what the loader says. It stays loaded. */
bool mf_library_load(const char *soname, const struct mf_library_call *calls, size_t count,
                     const char **why);

/* Tells packagers of a library that is loaded later: https://systemd.io/ELF_DLOPEN_METADATA.
 * `json` is a string constant. */
#define MF_DLOPEN_NOTE(json)                                                                       \
    static const struct {                                                                          \
        uint32_t name_size;                                                                        \
        uint32_t text_size;                                                                        \
        uint32_t type;                                                                             \
        char name[4];                                                                              \
        _Alignas(4) char text[sizeof(json)];                                                       \
    } dlopen_note __attribute__((used, section(".note.dlopen"), aligned(4))) = {                   \
        4, sizeof(json), 0x407c0c0a, "FDO", json}

#endif

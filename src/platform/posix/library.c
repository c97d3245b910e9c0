// SPDX-License-Identifier: MIT
#include "../library.h"

#include <dlfcn.h>
#include <string.h>

bool mf_library_load(const char *soname, const struct mf_library_call *calls, size_t count,
                     const char **why)
{
    void *library = dlopen(soname, RTLD_NOW | RTLD_LOCAL);
    if (!library) {
        *why = dlerror();
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        void *call = dlsym(library, calls[i].name);
        if (!call) {
            *why = dlerror();
            dlclose(library);
            return false;
        }
        memcpy(calls[i].place, &call, sizeof call); /* C knows no cast to a function */
    }
    return true;
}

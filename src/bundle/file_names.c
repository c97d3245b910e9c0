// SPDX-License-Identifier: MIT
#include "file_names.h"

#include <string.h>

#include "../core/path.h"

bool mf_is_mud(const char *path)
{
    return mf_ends_with(path, ".mud");
}

/* Of ax-llm, which opens the name as it is. */
static bool is_config_json(const char *path)
{
    return strcmp(mf_base_name(path), "config.json") == 0;
}

/* Of M5Stack's StackFlow. */
static bool is_stackflow_json(const char *path)
{
    return strncmp(mf_base_name(path), "mode_", 5) == 0 && mf_ends_with(path, ".json");
}

bool mf_is_manifest(const char *path)
{
    return mf_is_mud(path) || is_config_json(path) || is_stackflow_json(path);
}

bool mf_is_script(const char *path)
{
    return mf_ends_with(path, ".sh");
}

bool mf_may_be_manifest(const char *path)
{
    return mf_ends_with(path, ".json") ||
           (mf_is_script(path) && strncmp(mf_base_name(path), "run", 3) == 0);
}

bool mf_is_leftover(const char *path)
{
    return strncmp(mf_base_name(path), "._", 2) == 0 || strncmp(path, "__MACOSX/", 9) == 0 ||
           strstr(path, "/__MACOSX/") || strncmp(path, ".git/", 5) == 0 || strstr(path, "/.git/");
}

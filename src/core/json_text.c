// SPDX-License-Identifier: MIT
#include "json_text.h"

#include "../platform/turn.h"

cJSON *mf_json_parse(const char *text, size_t size, const char **end)
{
    mf_turn_take();
    cJSON *root = cJSON_ParseWithLengthOpts(text, size, end, 0);
    mf_turn_give();
    return root;
}

char *mf_json_print(const cJSON *root, bool lines)
{
    mf_turn_take();
    char *text = lines ? cJSON_Print(root) : cJSON_PrintUnformatted(root);
    mf_turn_give();
    return text;
}

// SPDX-License-Identifier: MIT
#include "json_text.h"

#include "../platform/turn.h"

/* cJSON does not say whether the text or the memory failed it: a second try does, or that there is
 * not even room for one item. */
cJSON *mf_json_parse(const char *text, size_t size, const char **end, bool *no_memory)
{
    *no_memory = false;
    mf_turn_take();
    cJSON *root = cJSON_ParseWithLengthOpts(text, size, end, 0);
    if (!root)
        root = cJSON_ParseWithLengthOpts(text, size, end, 0);
    mf_turn_give();
    if (root)
        return root;
    cJSON *item = cJSON_CreateNull();
    *no_memory = !item;
    cJSON_Delete(item);
    return NULL;
}

char *mf_json_print(const cJSON *root, bool lines)
{
    mf_turn_take();
    char *text = lines ? cJSON_Print(root) : cJSON_PrintUnformatted(root);
    mf_turn_give();
    return text;
}

// SPDX-License-Identifier: MIT
/* The tree has its texts, keys among them, in the order of the file: the n-th there is the n-th
 * here. */
#include "json_line.h"

#include <stdbool.h>

/* Counts the texts before the item; true once it was reached. */
static bool count_texts(const cJSON *node, const cJSON *item, size_t *count)
{
    const cJSON *child;
    if (node == item)
        return true;
    *count += node->string != NULL;
    *count += cJSON_IsString(node) != 0;
    cJSON_ArrayForEach(child, node)
    {
        if (count_texts(child, item, count))
            return true;
    }
    return false;
}

size_t mf_json_line(const char *text, size_t size, const cJSON *root, const cJSON *item)
{
    size_t before = 0;
    size_t line = 1;
    bool inside = false;
    count_texts(root, item, &before);
    for (size_t i = 0; i < size; i++) {
        line += text[i] == '\n';
        if (inside && text[i] == '\\')
            i++;
        else if (text[i] == '"' && !inside && before-- == 0)
            break;
        else if (text[i] == '"')
            inside = !inside;
    }
    return line;
}

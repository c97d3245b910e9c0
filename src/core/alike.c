// SPDX-License-Identifier: MIT
#include "alike.h"

#include <ctype.h>
#include <string.h>

/* The next letter or digit of [at, end), in lower case; 0 behind the last. */
static int next_letter(const char **at, const char *end)
{
    while (*at < end) {
        unsigned char c = (unsigned char)*(*at)++;
        if (isalnum(c))
            return tolower(c);
    }
    return 0;
}

bool mf_alike_part(const char *left, size_t length, const char *right)
{
    const char *left_end = left + length;
    const char *right_end = right + strlen(right);
    int letter;
    bool any = false;
    while ((letter = next_letter(&left, left_end)) == next_letter(&right, right_end)) {
        if (letter == 0)
            return any;
        any = true;
    }
    return false;
}

bool mf_alike(const char *left, const char *right)
{
    return mf_alike_part(left, strlen(left), right);
}

bool mf_holds_alike(const char *text, const char *name)
{
    const char *name_end = name + strlen(name);
    const char *text_end = text + strlen(text);
    for (const char *start = text; *start != '\0'; start++) {
        const char *at = start;
        const char *wanted = name;
        int letter = next_letter(&wanted, name_end);
        if (letter == 0)
            return false;
        while (letter != 0 && letter == next_letter(&at, text_end))
            letter = next_letter(&wanted, name_end);
        if (letter == 0)
            return true;
    }
    return false;
}

static size_t least_of(size_t a, size_t b, size_t c)
{
    size_t least = a < b ? a : b;
    return least < c ? least : c;
}

size_t mf_edits(const char *left, const char *right)
{
    size_t rows[3][MF_NAME_COMPARED_MAX + 1];
    size_t height = strlen(left);
    size_t width = strlen(right);
    if (height > MF_NAME_COMPARED_MAX || width > MF_NAME_COMPARED_MAX)
        return SIZE_MAX;
    for (size_t k = 0; k <= width; k++)
        rows[0][k] = k;
    for (size_t i = 1; i <= height; i++) {
        size_t *row = rows[i % 3];
        const size_t *above = rows[(i + 2) % 3];
        row[0] = i;
        for (size_t k = 1; k <= width; k++) {
            int a = tolower((unsigned char)left[i - 1]);
            int b = tolower((unsigned char)right[k - 1]);
            row[k] = least_of(above[k] + 1, row[k - 1] + 1, above[k - 1] + (a != b));
            if (i > 1 && k > 1 && a == tolower((unsigned char)right[k - 2]) &&
                b == tolower((unsigned char)left[i - 2]) && rows[(i + 1) % 3][k - 2] + 1 < row[k])
                row[k] = rows[(i + 1) % 3][k - 2] + 1;
        }
    }
    return rows[height % 3][width];
}

/* Up to a third of the letters may be wrong, and at least one. Of two that are as near, one letter
 * for another is likelier than one too many. */
void mf_nearest_offer(struct mf_nearest *nearest, const char *name)
{
    size_t found = mf_edits(nearest->wanted, name);
    size_t most = strlen(name) / 3 > 1 ? strlen(name) / 3 : 1;
    bool same_length = strlen(name) == strlen(nearest->wanted);
    bool is_nearer = !nearest->name || found < nearest->distance ||
                     (found == nearest->distance && same_length && !nearest->same_length);
    if (found > most || !is_nearer)
        return;
    nearest->same_length = same_length;
    nearest->name = name;
    nearest->distance = found;
}

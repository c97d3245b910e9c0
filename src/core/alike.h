// SPDX-License-Identifier: MIT
/* Names as people write them: in any case, with other separators, with a letter wrong. */
#ifndef MAIXFIT_CORE_ALIKE_H
#define MAIXFIT_CORE_ALIKE_H

#include <stdbool.h>
#include <stddef.h>

#include "limits.h"

/* Only letters and digits count, and no case: "MaixCAM2 4G" is "maixcam2-4g". */
bool mf_alike(const char *left, const char *right);

/* The same for the first `length` bytes of `left`. */
bool mf_alike_part(const char *left, size_t length, const char *right);

/* Does the text have the name in it, in its letters and digits? A name without any is in no text.
 */
bool mf_holds_alike(const char *text, const char *name);

/* How many letters must be added, removed, changed or exchanged with their neighbor to make one
 * name of the other, whatever their case. SIZE_MAX where one is longer than MF_NAME_COMPARED_MAX.
 */
size_t mf_edits(const char *left, const char *right);

/* The closest name so far to one that is not known. Begins as {.wanted = NAME}. */
struct mf_nearest {
    const char *wanted;
    const char *name; /* NULL: none is close enough to be meant */
    size_t distance;
    bool same_length; /* as the wanted one */
};

/* Offers a name, which must live as long as the answer is used. */
void mf_nearest_offer(struct mf_nearest *nearest, const char *name);

#endif

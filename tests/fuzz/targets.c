// SPDX-License-Identifier: MIT
/* libFuzzer's entry. The program's own name picks the target ("fuzz-mud"), so that one build serves
 * all; see run.sh. */
#include "targets.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "readers.h"

static const struct reader whole_tool = {"cli", fuzz_cli};
static const struct reader *target;

const char *fuzz_target_name(void)
{
    return target->name;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    const char *name = strrchr((*argv)[0], '-');
    (void)argc;
    for (const struct reader *reader = foreign_readers; name && reader->name; reader++) {
        if (strcmp(reader->name, name + 1) == 0)
            target = reader;
    }
    if (name && strcmp(name, "-cli") == 0)
        target = &whole_tool;
    if (target)
        return 0;
    fprintf(stderr, "call this as fuzz-TARGET\n");
    exit(2);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    target->read(data, size);
    return 0;
}

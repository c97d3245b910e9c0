// SPDX-License-Identifier: MIT
/* The rules for file names, each in one place. */
#ifndef MAIXFIT_CORE_PATH_H
#define MAIXFIT_CORE_PATH_H

#include <stdbool.h>

/* The last part of a path; the path itself where it ends with a slash. Points into `path`. */
const char *mf_base_name(const char *path);

/* Does the path end with the suffix (".axmodel")? ASCII letters match in either case, as some file
 * systems do not keep it. */
bool mf_ends_with(const char *path, const char *suffix);

#endif

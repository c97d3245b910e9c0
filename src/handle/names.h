// SPDX-License-Identifier: MIT
/* Names of the values of the public enums, in names.c, which scripts/words.py writes. */
#ifndef MAIXFIT_HANDLE_NAMES_H
#define MAIXFIT_HANDLE_NAMES_H

#include <stddef.h>

#include "../maixfit.h"

#endif

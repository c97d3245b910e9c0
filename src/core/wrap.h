// SPDX-License-Identifier: MIT
/* Where the lines of a paragraph end, in languages with and without blanks. */
#ifndef MAIXFIT_CORE_WRAP_H
#define MAIXFIT_CORE_WRAP_H

#include <stdbool.h>
#include <stddef.h>

/* The bytes of `string` that fit into `columns`, ending where a line may end if there is such a
 * place. `ascii`: it will be written with mf_put_ascii. */
size_t mf_line_end(const char *string, size_t columns, bool ascii);

#endif

// SPDX-License-Identifier: MIT
/* `maixfit gate`: everything that a policy in a product's repository lists is judged; docs/gate.md.
 */
#ifndef MAIXFIT_CLI_GATE_H
#define MAIXFIT_CLI_GATE_H

#include "options.h"

/* Returns the exit status: the worst of all checks. */
int gate(maixfit *fit, struct options *options);

#endif

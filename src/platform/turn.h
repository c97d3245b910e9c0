// SPDX-License-Identifier: MIT
/* One thread at a time in what is not safe for several. */
#ifndef MAIXFIT_PLATFORM_TURN_H
#define MAIXFIT_PLATFORM_TURN_H

void mf_turn_take(void);
void mf_turn_give(void);

#endif

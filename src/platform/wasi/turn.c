// SPDX-License-Identifier: MIT
/* There is one thread. */
#include "../turn.h"

void mf_turn_take(void)
{
}

void mf_turn_give(void)
{
}

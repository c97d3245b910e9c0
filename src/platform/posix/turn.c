// SPDX-License-Identifier: MIT
#include "../turn.h"

#include <pthread.h>

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

void mf_turn_take(void)
{
    pthread_mutex_lock(&turn);
}

void mf_turn_give(void)
{
    pthread_mutex_unlock(&turn);
}

/* A thread that forks while another one has the turn must not leave the child a lock that no one
 * gives back. Without memory for this nothing else is lost. */
__attribute__((constructor)) static void keep_over_forks(void)
{
    pthread_atfork(mf_turn_take, mf_turn_give, mf_turn_give);
}

/* SPDX-License-Identifier: MIT */
/* WASI has no signals, and liblzma's header of threads, which it does not use here, speaks of them.
 */
typedef int sigset_t;

static inline int sigprocmask(int how, const sigset_t *set, sigset_t *old)
{
    (void)how;
    (void)set;
    (void)old;
    return 0;
}

// SPDX-License-Identifier: MIT
/* What the tool gives up, tried in this process.
 *   try list                        the table: name, rule, numbers
 *   try read|write [CALL[:ARG]...]  enters the sandbox as a command that reads or writes does and
 *                                   makes each system call; prints its errno, or 0. An argument is
 *                                   a number, or a path; those left out are -1.
 * Ends with status 77 where this kernel has no sandbox. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/sandbox.h"
#include "cli/posix/sandbox_calls.h"

#define ARGUMENTS 6

static long parse(char *word)
{
    char *end;
    unsigned long long number = strtoull(word, &end, 0);
    return *end == '\0' ? (long)number : (long)word;
}

static int try_call(char *words)
{
    long number = strtol(strtok(words, ":"), NULL, 0);
    long arguments[ARGUMENTS] = {-1, -1, -1, -1, -1, -1};
    char *word;
    pid_t self = getpid();
    for (int i = 0; i < ARGUMENTS && (word = strtok(NULL, ":")) != NULL; i++)
        arguments[i] = parse(word);
    long result = syscall(number, arguments[0], arguments[1], arguments[2], arguments[3],
                          arguments[4], arguments[5]);
    int error = result == -1 ? errno : 0;
    if (getpid() != self) /* a call that should have been refused */
        _exit(0);
    return error;
}

static int list(void)
{
    for (size_t i = 0; i < sandbox_call_count; i++) {
        const struct sandbox_call *call = &sandbox_calls[i];
        printf("%s %d %d %d %d\n", call->name, (int)call->rule, call->number[SANDBOX_X86_64],
               call->number[SANDBOX_GENERIC], call->number[SANDBOX_ARM]);
    }
    return 0;
}

int main(int argc, char **argv)
{
    if (argc < 2)
        return 2;
    if (strcmp(argv[1], "list") == 0)
        return list();
    if (!sandbox_enter(strcmp(argv[1], "write") == 0).system_calls)
        return 77;
    for (int i = 2; i < argc; i++)
        printf("%d\n", try_call(argv[i]));
    return 0;
}

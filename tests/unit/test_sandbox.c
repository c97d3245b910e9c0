// SPDX-License-Identifier: MIT
/* What the tool gives up: tried in a process of its own, as there is no way back. */
#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/sandbox.h"

static bool refused(int result)
{
    return result == -1 && errno == EPERM;
}

/* 0: all as it should be; 77: this kernel or build has no sandbox; else the number of the step. */
static int try_it(bool writes)
{
    char *const none[] = {NULL};
    struct sandbox sandbox = sandbox_enter(writes);
    if (!sandbox.system_calls)
        return 77;
    if (!refused(socket(AF_INET, SOCK_STREAM, 0)))
        return 1;
    if (!refused(execve("/bin/true", none, none)))
        return 2;
    if (open("/dev/null", O_RDONLY) < 0)
        return 3;
    int file = open("/dev/null", O_WRONLY);
    if (writes != (file >= 0))
        return 4;
    int removed = unlink("/tmp/maixfit-is-not-there");
    return writes == (removed == -1 && errno == ENOENT) ? 0 : 5;
}

static void run(bool writes)
{
    int status;
    pid_t child = fork();
    if (child == 0)
        _exit(try_it(writes));
    cr_assert_eq(waitpid(child, &status, 0), child);
    cr_assert(WIFEXITED(status));
    if (WEXITSTATUS(status) == 77)
        cr_skip("no sandbox in this build or kernel");
    cr_assert_eq(WEXITSTATUS(status), 0, "step %d", WEXITSTATUS(status));
}

Test(sandbox, reads_only)
{
    run(false);
}

Test(sandbox, writes_what_is_asked)
{
    run(true);
}

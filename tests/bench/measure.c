// SPDX-License-Identifier: MIT
/* Runs one command with its output thrown away and prints "bytes-read cpu-microseconds
 * peak-resident-bytes bytes-from-disk". A small program of its own, because the peak that the
 * kernel counts begins with that of the process that starts another. */
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

struct bytes {
    long long read;
    long long from_disk;
};

static struct bytes read_bytes(pid_t child)
{
    char line[128];
    struct bytes bytes = {-1, -1};
    snprintf(line, sizeof line, "/proc/%d/io", (int)child);
    FILE *file = fopen(line, "r");
    if (!file)
        return bytes;
    while (fgets(line, sizeof line, file)) {
        sscanf(line, "rchar: %lld", &bytes.read);
        sscanf(line, "read_bytes: %lld", &bytes.from_disk);
    }
    fclose(file);
    return bytes;
}

static long long microseconds(struct timeval time)
{
    return (long long)time.tv_sec * 1000000 + time.tv_usec;
}

static int start(char **command, pid_t *child)
{
    posix_spawn_file_actions_t actions;
    if (posix_spawn_file_actions_init(&actions) != 0)
        return -1;
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    int error = posix_spawnp(child, command[0], &actions, NULL, command, environ);
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

int main(int argc, char **argv)
{
    siginfo_t info;
    struct rusage usage;
    pid_t child;
    if (argc < 2)
        return 2;
    if (start(argv + 1, &child) != 0)
        return 1;
    /* Left a zombie until its counters are read. */
    if (waitid(P_PID, (id_t)child, &info, WEXITED | WNOWAIT) != 0)
        return 1;
    struct bytes bytes = read_bytes(child);
    if (wait4(child, NULL, 0, &usage) != child)
        return 1;
    printf("%lld %lld %lld %lld\n", bytes.read,
           microseconds(usage.ru_utime) + microseconds(usage.ru_stime),
           (long long)usage.ru_maxrss * 1024, bytes.from_disk);
    return 0;
}

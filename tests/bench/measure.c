// SPDX-License-Identifier: MIT
/* Runs one command with its output thrown away and prints "bytes-read cpu-microseconds
 * peak-resident-bytes". A program of its own, because the peak that the kernel counts begins with
 * that of the process that forks. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static long long read_bytes(pid_t child)
{
    char path[64];
    long long bytes = -1;
    snprintf(path, sizeof path, "/proc/%d/io", (int)child);
    FILE *file = fopen(path, "r");
    if (!file)
        return -1;
    if (fscanf(file, "rchar: %lld", &bytes) != 1)
        bytes = -1;
    fclose(file);
    return bytes;
}

static long long microseconds(struct timeval time)
{
    return (long long)time.tv_sec * 1000000 + time.tv_usec;
}

int main(int argc, char **argv)
{
    siginfo_t info;
    struct rusage usage;
    if (argc < 2)
        return 2;
    pid_t child = fork();
    if (child < 0)
        return 1;
    if (child == 0) {
        int null = open("/dev/null", O_RDWR);
        dup2(null, 1);
        dup2(null, 2);
        execvp(argv[1], argv + 1);
        _exit(127);
    }
    /* Left a zombie until its counters are read. */
    if (waitid(P_PID, (id_t)child, &info, WEXITED | WNOWAIT) != 0)
        return 1;
    long long bytes = read_bytes(child);
    if (wait4(child, NULL, 0, &usage) != child)
        return 1;
    printf("%lld %lld %ld\n", bytes, microseconds(usage.ru_utime) + microseconds(usage.ru_stime),
           usage.ru_maxrss * 1024);
    return 0;
}

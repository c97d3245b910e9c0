// SPDX-License-Identifier: MIT
/* Many runs of the tool for the price of one process start: each command line of stdin runs in a
 * fork of this process, which has never run any. Calls of the run may be made to fail.
 *
 * A request: a line `ALLOCATION ALL READ SHORT INTERRUPTS COUNT` (see struct faults), then COUNT
 * words, each with a zero byte behind it. What comes back: a line `STATUS ALLOCATIONS READS OUT
 * ERR`, then OUT bytes of stdout and ERR bytes of stderr. A STATUS below 0 is the signal that ended
 * it. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "faults.h"

#define WORDS_MAX   256
#define SECONDS_MAX 60

/* main() of the tool; see ../fuzz/tool.c. */
int tool_main(int argc, char **argv);

struct run {
    struct faults *faults; /* shared with the fork, so that its counts outlive it */
    int out;
    int err;
    int argc;
    char *argv[WORDS_MAX + 2];
};

static _Noreturn void fail(const char *what)
{
    perror(what);
    _exit(2);
}

/* The whole of stdin, and a zero byte. */
static char *read_requests(size_t *length)
{
    size_t space = 1 << 16;
    char *text = malloc(space);
    ssize_t got = 0;
    *length = 0;
    while (text && (got = read(STDIN_FILENO, text + *length, space - *length - 1)) > 0) {
        *length += (size_t)got;
        if (*length + 1 == space)
            text = realloc(text, space *= 2);
    }
    if (!text || got < 0)
        fail("runs: read");
    text[*length] = '\0';
    return text;
}

static long next_number(char **text)
{
    return strtol(*text, text, 10);
}

/* One request of the text; what follows it. */
static char *parse(char *text, struct run *run)
{
    static char name[] = "maixfit";
    struct faults *faults = run->faults;
    memset(faults, 0, sizeof *faults);
    faults->failing_allocation = next_number(&text);
    faults->all_after_it_fail = next_number(&text) != 0;
    faults->failing_read = next_number(&text);
    faults->short_reads = next_number(&text) != 0;
    faults->interrupts = next_number(&text) != 0;
    long words = next_number(&text);
    if (*text++ != '\n' || words < 0 || words > WORDS_MAX) {
        fputs("runs: stdin holds no request\n", stderr);
        _exit(2);
    }
    run->argc = 1 + (int)words;
    run->argv[0] = name;
    for (int i = 1; i < run->argc; i++, text += strlen(text) + 1)
        run->argv[i] = text;
    run->argv[run->argc] = NULL;
    return text;
}

static _Noreturn void be_the_tool(struct run *run)
{
    alarm(SECONDS_MAX);
    dup2(open("/dev/null", O_RDONLY), STDIN_FILENO);
    dup2(run->out, STDOUT_FILENO);
    dup2(run->err, STDERR_FILENO);
    closefrom(STDERR_FILENO + 1);
    faults_begin(run->faults);
    int status = tool_main(run->argc, run->argv);
    faults_begin(NULL); /* what gcov does at the end is not the tool's */
    exit(status);
}

static int status_of(pid_t child)
{
    int status;
    if (waitpid(child, &status, 0) != child)
        fail("runs: waitpid");
    return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

static off_t size_of(int file)
{
    struct stat status;
    if (fstat(file, &status) != 0)
        fail("runs: fstat");
    return status.st_size;
}

static void send_and_clear(int file, off_t size)
{
    for (off_t done = 0; done < size;) {
        if (sendfile(STDOUT_FILENO, file, &done, (size_t)(size - done)) <= 0)
            fail("runs: sendfile");
    }
    if (ftruncate(file, 0) != 0 || lseek(file, 0, SEEK_SET) != 0)
        fail("runs: ftruncate");
}

static void run_once(struct run *run)
{
    pid_t child = fork();
    if (child < 0)
        fail("runs: fork");
    if (child == 0)
        be_the_tool(run);
    int status = status_of(child);
    off_t out = size_of(run->out);
    off_t err = size_of(run->err);
    dprintf(STDOUT_FILENO, "%d %ld %ld %jd %jd\n", status, (long)run->faults->allocations,
            (long)run->faults->reads, (intmax_t)out, (intmax_t)err);
    send_and_clear(run->out, out);
    send_and_clear(run->err, err);
}

int main(void)
{
    size_t length;
    char *text = read_requests(&length);
    struct run run = {
        .faults = mmap(NULL, sizeof *run.faults, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
                       -1, 0),
        .out = memfd_create("out", 0),
        .err = memfd_create("err", 0),
    };
    if (run.faults == MAP_FAILED || run.out < 0 || run.err < 0)
        fail("runs");
    for (char *at = text; at < text + length;) {
        at = parse(at, &run);
        run_once(&run);
    }
    free(text);
    return 0;
}

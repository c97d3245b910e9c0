// SPDX-License-Identifier: MIT
/* What an app pays that asks the library: `host MIB BOARD MODEL` holds so many MiB itself, judges
 * the model on the captured board many times, and prints the median in microseconds. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "maixfit.h"

#define RUNS 101

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

static int compare(const void *left, const void *right)
{
    double a = *(const double *)left;
    double b = *(const double *)right;
    return (a > b) - (a < b);
}

/* A handle of its own each time, as an app does it before it loads a model. */
static int judge(const char *board, const char *model)
{
    maixfit *fit = maixfit_new();
    int status = -1;
    if (fit && maixfit_set(fit, MAIXFIT_SYSROOT, board) == 0 &&
        maixfit_set(fit, MAIXFIT_MODEL, model) == 0)
        status = maixfit_evaluate(fit);
    if (status != MAIXFIT_STATUS_FITS)
        fprintf(stderr, "host: status %d: %s\n", status, maixfit_message(fit));
    maixfit_free(fit);
    return status;
}

int main(int argc, char **argv)
{
    static double times[RUNS];
    if (argc != 4)
        return 2;
    size_t size = (size_t)strtoull(argv[1], NULL, 10) << 20;
    char *held = malloc(size);
    if (!held)
        return 1;
    memset(held, 1, size);
    for (size_t i = 0; i < RUNS; i++) {
        double begin = now();
        if (judge(argv[2], argv[3]) != MAIXFIT_STATUS_FITS)
            return 1;
        times[i] = now() - begin;
    }
    qsort(times, RUNS, sizeof times[0], compare);
    printf("%.1f\n", times[RUNS / 2]);
    free(held);
    return 0;
}

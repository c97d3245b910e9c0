// SPDX-License-Identifier: MIT
#include "progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "../core/i18n.h"

#define FIRST_AFTER 0.3
#define AGAIN_AFTER 0.1

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* "12.3 of 45.6 MiB (27 %), 3 s left" */
static void put(const struct progress *progress, uint64_t done, double seconds)
{
    const double mib = 1024.0 * 1024.0;
    fputs("\rmaixfit: ", stderr);
    if (progress->total <= done || done <= progress->first) {
        fprintf(stderr, _("%.1f MiB read"), (double)done / mib);
    } else {
        double total = (double)progress->total;
        double left = seconds * (total - (double)done) / (double)(done - progress->first);
        fprintf(stderr, _("%.1f of %.1f MiB (%.0f %%), %.0f s left"), (double)done / mib,
                total / mib, (double)done / total * 100, left);
    }
    fputs("\033[K", stderr);
}

static void clear(struct progress *progress)
{
    if (progress->is_shown)
        fputs("\r\033[K", stderr);
    *progress = (struct progress){0};
}

static void report(void *user, const char *path, uint64_t done, uint64_t total)
{
    struct progress *progress = user;
    double time = now();
    (void)path;
    if (total > 0 && done >= total) {
        clear(progress);
        return;
    }
    /* Each archive, and one inside another, has its own 300 ms and its own pace. */
    if (progress->started <= 0 || total != progress->total) {
        clear(progress);
        *progress = (struct progress){.started = time, .first = done, .total = total};
    }
    if (time - progress->started < FIRST_AFTER || time - progress->shown < AGAIN_AFTER)
        return;
    progress->shown = time;
    progress->is_shown = true;
    put(progress, done, time - progress->started);
}

void progress_begin(struct progress *progress, maixfit *fit)
{
    *progress = (struct progress){0};
    if (isatty(STDERR_FILENO))
        maixfit_set_progress(fit, report, progress);
}

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

int progress_text(char *text, unsigned long size, uint64_t done, uint64_t total, double seconds)
{
    const double mib = 1024.0 * 1024.0;
    if (total == 0 || done > total || done == 0)
        return snprintf(text, size, _("%.1f MiB read"), (double)done / mib);
    double share = (double)done / (double)total;
    double left = seconds / share - seconds;
    return snprintf(text, size, _("%.1f of %.1f MiB (%.0f %%), %.0f s left"), (double)done / mib,
                    (double)total / mib, share * 100, left);
}

static void clear(struct progress *progress)
{
    if (progress->is_shown)
        fputs("\r\033[K", stderr);
    progress->is_shown = false;
}

static void tell(void *context, const char *path, uint64_t done, uint64_t total)
{
    struct progress *progress = context;
    char text[128];
    double time = now();
    (void)path;
    if (progress->started <= 0)
        progress->started = time;
    if (total > 0 && done >= total) {
        clear(progress);
        return;
    }
    if (time - progress->started < FIRST_AFTER || time - progress->told < AGAIN_AFTER)
        return;
    progress->told = time;
    progress->is_shown = true;
    progress_text(text, sizeof text, done, total, time - progress->started);
    fprintf(stderr, "\rmaixfit: %s\033[K", text);
}

void progress_begin(struct progress *progress, maixfit *fit)
{
    *progress = (struct progress){0};
    if (isatty(STDERR_FILENO))
        maixfit_set_progress(fit, tell, progress);
}

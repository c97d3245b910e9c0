// SPDX-License-Identifier: MIT
/* Many handles at once: `threads ROUNDS BOARD MODEL...` has 8 threads, each of which judges all
 * models with a handle of its own in each round. Where THREADS_FORK is set it forks meanwhile, and
 * the child judges too, within ten seconds. All of them have to say the same. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "maixfit.h"

#define THREADS 8

static int rounds;
static char **words; /* the board, then the models; NULL behind them */
static char *expected;

/* The report on all models together, in JSON; maixfit_string_free() it. */
static char *ask(void)
{
    maixfit *fit = maixfit_new();
    char *said = NULL;
    bool ok = fit && maixfit_set(fit, MAIXFIT_SYSROOT, words[0]) == 0 &&
              maixfit_set(fit, MAIXFIT_CAMERA, "1280x720") == 0;
    for (char **word = words + 1; ok && *word; word++)
        ok = maixfit_set(fit, MAIXFIT_MODEL, *word) == 0;
    if (ok && maixfit_evaluate(fit) != MAIXFIT_STATUS_BAD_MODEL)
        said = maixfit_report_text(fit, MAIXFIT_REPORT_VERDICT, MAIXFIT_JSON);
    if (!said)
        fprintf(stderr, "threads: %s\n", maixfit_message(fit));
    maixfit_free(fit);
    return said;
}

static bool is_as_expected(void)
{
    char *said = ask();
    bool same = said && strcmp(said, expected) == 0;
    maixfit_string_free(said);
    return same;
}

static void *judge(void *failed)
{
    for (int i = 0; i < rounds; i++) {
        if (!is_as_expected())
            *(bool *)failed = true;
    }
    return NULL;
}

/* While the other threads are anywhere in the library. */
static bool child_can_judge(void)
{
    int status = 1;
    pid_t child = fork();
    if (child == 0) {
        alarm(10);
        _exit(is_as_expected() ? 0 : 1);
    }
    return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

int main(int argc, char **argv)
{
    pthread_t threads[THREADS];
    bool failed[THREADS] = {false};
    bool all_well = true;
    if (argc < 4)
        return MAIXFIT_STATUS_USAGE;
    rounds = atoi(argv[1]);
    words = argv + 2;
    bool forks = getenv("THREADS_FORK") != NULL;
    expected = ask();
    if (!expected)
        return 1;
    for (int i = 0; i < THREADS; i++) {
        if (pthread_create(&threads[i], NULL, judge, &failed[i]) != 0)
            return 1;
    }
    for (int i = 0; forks && i < rounds; i++)
        all_well = child_can_judge() && all_well;
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        all_well = all_well && !failed[i];
    }
    maixfit_string_free(expected);
    return all_well ? 0 : 1;
}

// SPDX-License-Identifier: MIT
#include "json_text.h"

#include <pthread.h>

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

static void take(void)
{
    pthread_mutex_lock(&turn);
}

static void give(void)
{
    pthread_mutex_unlock(&turn);
}

/* A thread that forks while another one is in cJSON must not leave the child a lock that no one
 * gives back. Without memory for this nothing else is lost. */
__attribute__((constructor)) static void keep_over_forks(void)
{
    pthread_atfork(take, give, give);
}

cJSON *mf_json_parse(const char *text, size_t size, const char **end)
{
    take();
    cJSON *root = cJSON_ParseWithLengthOpts(text, size, end, 0);
    give();
    return root;
}

char *mf_json_print(const cJSON *root, bool lines)
{
    take();
    char *text = lines ? cJSON_Print(root) : cJSON_PrintUnformatted(root);
    give();
    return text;
}

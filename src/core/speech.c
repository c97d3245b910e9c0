// SPDX-License-Identifier: MIT
#include "speech.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "i18n.h"
#include "limits.h"

static _Thread_local struct mf_voice present;

struct mf_voice mf_voice(void)
{
    return present;
}

/* FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv */
static size_t bucket_of(const char *text)
{
    uint64_t hash = UINT64_C(0xCBF29CE484222325);
    for (; *text != '\0'; text++)
        hash = (hash ^ (unsigned char)*text) * UINT64_C(0x100000001B3);
    return hash % MF_TWINS_MAX;
}

static void free_twins(struct mf_twins *twins)
{
    for (size_t i = 0; twins->buckets && i < MF_TWINS_MAX; i++) {
        while (twins->buckets[i]) {
            struct mf_twin *next = twins->buckets[i]->next;
            free(twins->buckets[i]);
            twins->buckets[i] = next;
        }
    }
    free(twins->buckets);
    *twins = (struct mf_twins){0};
}

void mf_speech_free(struct mf_speech *speech)
{
    free_twins(&speech->newer);
    free_twins(&speech->older);
}

/* The place that holds the twin, or a place that holds NULL; NULL where there are no buckets. */
static struct mf_twin **find(const struct mf_twins *twins, const char *english)
{
    if (!twins->buckets)
        return NULL;
    struct mf_twin **place = &twins->buckets[bucket_of(english)];
    while (*place && strcmp((*place)->english, english) != 0)
        place = &(*place)->next;
    return place;
}

static bool make_buckets(struct mf_twins *twins)
{
    if (!twins->buckets)
        twins->buckets = calloc(MF_TWINS_MAX, sizeof(struct mf_twin *));
    return twins->buckets != NULL;
}

/* The twin and its two texts are one piece of memory. */
static struct mf_twin *new_twin(const char *english, const char *translated)
{
    size_t first = strlen(english) + 1;
    size_t second = strlen(translated) + 1;
    struct mf_twin *twin = malloc(sizeof *twin + first + second);
    if (!twin)
        return NULL;
    char *texts = (char *)(twin + 1);
    memcpy(texts, english, first);
    memcpy(texts + first, translated, second);
    *twin = (struct mf_twin){texts, texts + first, NULL};
    return twin;
}

/* The newer ones become the older, and those are forgotten. No text of either is in use here. */
static void forget_old(struct mf_speech *speech)
{
    free_twins(&speech->older);
    speech->older = speech->newer;
    speech->newer = (struct mf_twins){0};
}

struct mf_voice mf_speak(struct mf_voice voice)
{
    struct mf_voice before = present;
    if (voice.speech && !voice.speech->catalog)
        voice.speech = NULL;
    if (voice.speech && !voice.shows && voice.speech->newer.count >= MF_TWINS_MAX)
        forget_old(voice.speech);
    present = voice;
    return before;
}

void mf_speech_keep(struct mf_speech *speech, const char *english, const char *translated)
{
    struct mf_twins *twins = &speech->newer;
    struct mf_twin **place = make_buckets(twins) ? find(twins, english) : NULL;
    if (!place || *place)
        return;
    *place = new_twin(english, translated);
    twins->count += *place != NULL;
}

/* One that is asked for again is a newer one. */
static void renew(struct mf_speech *speech, struct mf_twin **place)
{
    struct mf_twin *twin = *place;
    struct mf_twin **end =
        make_buckets(&speech->newer) ? find(&speech->newer, twin->english) : NULL;
    if (!end)
        return;
    *place = twin->next;
    twin->next = NULL;
    *end = twin;
    speech->older.count--;
    speech->newer.count++;
}

const char *mf_speech_find(struct mf_speech *speech, const char *english)
{
    struct mf_twin **place = find(&speech->newer, english);
    if (place && *place)
        return (*place)->translated;
    place = find(&speech->older, english);
    if (!place || !*place)
        return NULL;
    const char *translated = (*place)->translated;
    renew(speech, place);
    return translated;
}

const char *mf_speech_translation(struct mf_speech *speech, const char *text)
{
    const char *kept = mf_speech_find(speech, text);
    if (kept || mf_catalog_own(speech->catalog, text) != text)
        return kept;
    return mf_catalog_text(speech->catalog, text);
}

const char *mf_translate(const char *sentence)
{
    if (!present.speech)
        return sentence;
    const struct mf_catalog *catalog = present.speech->catalog;
    const char *text =
        present.shows ? mf_catalog_text(catalog, sentence) : mf_catalog_own(catalog, sentence);
    return text ? text : sentence;
}

const char *mf_plural(unsigned long long count, const char *one, const char *many)
{
    return mf_translate(count == 1 ? one : many);
}

const char *mf_shown(const char *text)
{
    if (!text || !present.speech || !present.shows)
        return text;
    const char *translated = mf_speech_translation(present.speech, text);
    return translated ? translated : text;
}

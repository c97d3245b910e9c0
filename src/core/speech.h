// SPDX-License-Identifier: MIT
/* What was said in two languages, and in which of them this thread speaks. */
#ifndef MAIXFIT_CORE_SPEECH_H
#define MAIXFIT_CORE_SPEECH_H

#include <stdbool.h>
#include <stddef.h>

#include "catalog.h"

/* An English text and the same in another language. */
struct mf_twin {
    const char *english; /* freed with the twin; `translated` stands behind it */
    const char *translated;
    struct mf_twin *next; /* with the same hash */
};

struct mf_twins {
    struct mf_twin **buckets; /* NULL before the first */
    size_t count;
};

/* Of a handle. Begins as {0}, which is English. When a call begins, or goes on after its caller was
 * shown a verdict, and MF_TWINS_MAX texts were kept, those neither kept nor asked for since the
 * last such moment are forgotten: thousands of verdicts in a row take no more memory than a few. */
struct mf_speech {
    const struct mf_catalog *catalog; /* NULL: English */
    struct mf_twins newer;
    struct mf_twins older;
};

void mf_speech_free(struct mf_speech *speech);

/* How a thread speaks: while it finds things out in English, with translations kept in `speech`,
 * and while it shows text in the language of `speech`. NULL: in English only, as it begins. */
struct mf_voice {
    struct mf_speech *speech;
    bool shows;
};

/* Gives this thread a voice and returns the one it had, to be given back. */
struct mf_voice mf_speak(struct mf_voice voice);
struct mf_voice mf_voice(void);

/* Keeps a translation, if there is memory for it: else the text is shown in English. */
void mf_speech_keep(struct mf_speech *speech, const char *english, const char *translated);

/* The translation of a text that was kept, or NULL. */
const char *mf_speech_find(struct mf_speech *speech, const char *english);

/* The same, or that of a sentence which _() gave. A name that reads like one has none. */
const char *mf_speech_translation(struct mf_speech *speech, const char *text);

#endif

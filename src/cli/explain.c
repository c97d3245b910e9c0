// SPDX-License-Identifier: MIT
/* Terms, words of reports, and errors that programs print: from models/terms.json and
 * models/words.json. */
#include "explain.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "../core/alike.h"
#include "../core/i18n.h"
#include "../core/words.h"
#include "../core/wrap.h"
#include "say.h"

#define COLUMNS    78   /* two less than a terminal's 80 */
#define TEXT_CHARS 1024 /* of what is asked; a longer error is cut */

static const struct mf_word_list *const lists[] = {&mf_reason_words, &mf_code_words,
                                                   &mf_action_words};

#define LIST_COUNT (sizeof lists / sizeof lists[0])

/* A paragraph behind two blanks. */
static void put_wrapped(const char *text)
{
    while (*text != '\0') {
        size_t length = mf_line_end(text, COLUMNS - 2, false);
        printf("  %.*s\n", (int)length, text);
        text += length;
        text += strspn(text, " ");
    }
}

static void put_term(const struct mf_term *term)
{
    printf("%s\n\n", term->word);
    put_wrapped(_(term->meaning));
    printf("\n%s\n\n", _("What to do:"));
    put_wrapped(_(term->advice));
    printf("\n%s\n\n  %s\n", _("Example:"), term->example);
}

/* The letters and digits alone: an error is found in whatever stands around it. */
static void squeeze(const char *text, char out[TEXT_CHARS])
{
    size_t length = 0;
    for (; *text != '\0' && length < TEXT_CHARS - 1; text++) {
        if (isalnum((unsigned char)*text))
            out[length++] = (char)tolower((unsigned char)*text);
    }
    out[length] = '\0';
}

static bool holds(const char *text, const char *error)
{
    char all[TEXT_CHARS];
    char part[TEXT_CHARS];
    squeeze(text, all);
    squeeze(error, part);
    return strstr(all, part) != NULL;
}

static const struct mf_term *find_term(const char *text)
{
    for (size_t i = 0; i < mf_terms.count; i++) {
        const struct mf_term *term = &mf_terms.items[i];
        if (mf_alike(term->word, text) || (term->is_error && holds(text, term->word)))
            return term;
    }
    return NULL;
}

/* A finding and an advice may have the same word. False where there is none. */
static bool put_words(const char *text)
{
    bool any = false;
    for (size_t i = 0; i < LIST_COUNT; i++) {
        for (size_t k = 0; k < lists[i]->count; k++) {
            const struct mf_word *word = &lists[i]->items[k];
            if (!mf_alike(word->word, text))
                continue;
            printf(_("%s: %s.\n"), word->word, _(word->meaning));
            any = true;
        }
    }
    return any;
}

static void list_all(void)
{
    printf("%s\n\n", _("Terms, and errors that programs print:"));
    for (size_t i = 0; i < mf_terms.count; i++)
        printf("  %s\n", mf_terms.items[i].word);
    printf("\n%s\n", _("The words of reports, such as fragmented, are explained too."));
}

static bool refuse_word(const char *text)
{
    struct mf_nearest nearest = {.wanted = text};
    for (size_t i = 0; i < mf_terms.count; i++)
        mf_nearest_offer(&nearest, mf_terms.items[i].word);
    for (size_t i = 0; i < LIST_COUNT; i++) {
        for (size_t k = 0; k < lists[i]->count; k++)
            mf_nearest_offer(&nearest, lists[i]->items[k].word);
    }
    if (nearest.name)
        return refuse(_("nothing is known of `%s`; did you mean `maixfit explain %s`?"), text,
                      nearest.name);
    return refuse(_("nothing is known of `%s`; `maixfit explain` lists what is"), text);
}

bool explain(const struct options *options)
{
    char text[TEXT_CHARS] = "";
    size_t used = 0;
    for (int i = 0; i < options->word_count && used < sizeof text; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s", i > 0 ? " " : "",
                                 options->words[i]);
    const struct mf_term *term = find_term(text);
    if (options->word_count == 0)
        list_all();
    else if (term)
        put_term(term);
    else
        return put_words(text) || refuse_word(text);
    return true;
}

// SPDX-License-Identifier: MIT
/* Sentences for users, and their other languages.
 *
 * What the library finds out it says in English, and keeps so: machine formats never depend on a
 * language. While a handle of another language works, each sentence that is formatted (print.h) is
 * kept in that language too; a text report shows that one. gettext's own state belongs to the whole
 * process and is left alone: the translations are tables of the build (catalog.h). */
#ifndef MAIXFIT_CORE_I18N_H
#define MAIXFIT_CORE_I18N_H

/* The sentence in the language in which this thread shows text; while the thread finds things out,
 * the same sentence at the address by which mf_shown and the arguments of print.h know it. */
const char *mf_translate(const char *sentence) __attribute__((format_arg(1)));

/* The same where the number of something decides: `one` or `many`. */
const char *mf_plural(unsigned long long count, const char *one, const char *many)
    __attribute__((format_arg(2), format_arg(3)));

/* A text that was formatted before, or that _() gave, in the language in which this thread shows
 * text. The text itself where it has no translation, as a name has none, whatever it is. */
const char *mf_shown(const char *text);

#define _(sentence) mf_translate(sentence)

/* Marks a sentence of a table for translation; _() is called where it is shown. */
#define N_(sentence) sentence

#endif

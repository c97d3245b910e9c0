// SPDX-License-Identifier: MIT
#ifndef MAIXFIT_CORE_I18N_H
#define MAIXFIT_CORE_I18N_H

/* Every sentence for users passes through here, so that only this function must change to translate
 * them. Today it returns its argument. */
const char *mf_translate(const char *sentence) __attribute__((format_arg(1)));

#define _(sentence) mf_translate(sentence)

/* Marks a sentence of a table for translation; _() is called where it is shown. */
#define N_(sentence) sentence

#endif

// SPDX-License-Identifier: MIT
#ifndef MAIXFIT_CORE_I18N_H
#define MAIXFIT_CORE_I18N_H

/* Every sentence a user can see passes through here, so that a translation is one function away.
 * Today it returns its argument. */
const char *mf_translate(const char *sentence) __attribute__((format_arg(1)));

#define _(sentence) mf_translate(sentence)

/* Marks a sentence of a table for those who translate; _() is then called where it is shown. */
#define N_(sentence) sentence

#endif

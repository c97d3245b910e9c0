// SPDX-License-Identifier: MIT
/* What a file in a folder or archive is, by its name alone. */
#ifndef MAIXFIT_BUNDLE_FILE_NAMES_H
#define MAIXFIT_BUNDLE_FILE_NAMES_H

#include <stdbool.h>

bool mf_is_mud(const char *path);

/* A .mud, config.json of ax-llm, mode_*.json of StackFlow: a text that names the files that are
 * loaded together. */
bool mf_is_manifest(const char *path);

bool mf_is_script(const char *path);

/* Any other JSON, or a script called run…: whether it is a manifest is known by its keys. */
bool mf_may_be_manifest(const char *path);

/* The word without which no text is a manifest of axmodels. */
#define MF_MANIFEST_WORD "axmodel"

/* Leftovers of macOS and the insides of .git, which hold no models of the user's. */
bool mf_is_leftover(const char *path);

#endif

// SPDX-License-Identifier: MIT
/* The classes of MaixCDK around nn.NN, by the `model_type` of a .mud. */
#ifndef MAIXFIT_BUNDLE_MODEL_CLASS_H
#define MAIXFIT_BUNDLE_MODEL_CLASS_H

#include <stdbool.h>

/* Finds the class. *second_buffer: does it ask for two sets of buffers unless the app says
 * otherwise? False where the type is NULL or names no class that is known. */
bool mf_model_class_find(const char *model_type, bool *second_buffer);

#endif

// SPDX-License-Identifier: MIT
/* The classes of MaixCDK around nn.NN, by the `model_type` of a .mud. */
#ifndef MAIXFIT_BUNDLE_MODEL_CLASS_H
#define MAIXFIT_BUNDLE_MODEL_CLASS_H

#include <stdbool.h>

struct mf_model_class {
    const char *model_type;
    const char *name;   /* as MaixPy's programs write it, "nn.YOLO11" */
    bool second_buffer; /* it asks for two sets of buffers unless the app says otherwise */
};

/* The class, or NULL where the type is NULL or names no known class. */
const struct mf_model_class *mf_model_class_find(const char *model_type);

#endif

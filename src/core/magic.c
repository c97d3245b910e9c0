// SPDX-License-Identifier: MIT
#include "magic.h"

#include <string.h>

#include "i18n.h"
#include "path.h"

/* Strings are split where a hexadecimal escape would take in the next letter. */
static const struct mf_magic kinds[] = {
    {0, "PK\x03\x04", 4, N_("a zip archive"), true, false},
    {0, "PK\x05\x06", 4, N_("a zip archive"), true, false}, /* without members */
    {0, "\x1F\x8B", 2, N_("a gzip archive"), true, false},
    {0,
     "\xFD"
     "7zXZ",
     5, N_("an xz archive"), true, false},
    {0, "\x28\xB5\x2F\xFD", 4, N_("a zstd archive"), true, false},
    {0, "7z\xBC\xAF\x27\x1C", 6, N_("a 7z archive"), true, true},
    {0, "!<arch>\n", 8, N_("an ar archive (a .deb?)"), true, false},
    {257, "ustar", 5, N_("a tar archive"), true, false},
    {0,
     "\x7F"
     "ELF",
     4, N_("an ELF program"), false, false},
    {0, "\x89PNG", 4, N_("a PNG picture"), false, false},
    {0, "\xFF\xD8\xFF", 3, N_("a JPEG picture"), false, false},
};

/* Where the bytes are from stands in docs/formats.md. ONNX has none: it is read like an axmodel,
 * which is one. */
static const struct mf_foreign_model models[] = {
    {0, "\xEE\xAA\x55\xFF", 4, ".bmodel",
     N_("is a bmodel for Sophgo's CV184x or BM16xx, which no board known here has; compile the "
        "original model with tpu-mlir for cv181x")},
    {0, "LDMK", 4, ".kmodel",
     N_("is a kmodel for Kendryte's K210 or K230; compile the original model with Pulsar2 for "
        "MaixCAM2 or with tpu-mlir for MaixCAM")},
    {0, "CYPTRKNN", 8, ".rknn",
     N_("is an encrypted RKNN model for Rockchip's NPUs, which nobody can convert; compile the "
        "original model with Pulsar2 for MaixCAM2 or with tpu-mlir for MaixCAM")},
    {0, "RKNN", 4, ".rknn",
     N_("is an RKNN model for Rockchip's NPUs; compile the original model with Pulsar2 for "
        "MaixCAM2 or with tpu-mlir for MaixCAM")},
    {4, "RKNN", 4, ".rknn",
     N_("is an RKNN model for Rockchip's NPUs; compile the original model with Pulsar2 for "
        "MaixCAM2 or with tpu-mlir for MaixCAM")},
    {0, "GGUF", 4, ".gguf",
     N_("is a GGUF model, which llama.cpp runs on the CPU and which takes no memory of the NPU; "
        "for the NPU take a build for ax-llm")},
    {4, "TFL3", 4, ".tflite",
     N_("is a TensorFlow Lite model, which is not compiled; compile it with Pulsar2 for MaixCAM2 "
        "or with tpu-mlir for MaixCAM")},
    {0, NULL, 0, ".joint",
     N_("is a .joint model for the AX620A, which no board known here has; compile the original "
        "model with Pulsar2")},
    {0, NULL, 0, ".onnx",
     N_("is an ONNX model, which is not compiled; compile it with Pulsar2 for MaixCAM2 or with "
        "tpu-mlir for MaixCAM")},
};
#define MODEL_COUNT (sizeof models / sizeof models[0])

const struct mf_magic *mf_magic_find(const uint8_t *head, size_t length)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        const struct mf_magic *kind = &kinds[i];
        if (length >= kind->offset + kind->length &&
            memcmp(head + kind->offset, kind->bytes, kind->length) == 0)
            return kind;
    }
    return NULL;
}

const struct mf_foreign_model *mf_foreign_model_find(const uint8_t *head, size_t length)
{
    for (size_t i = 0; i < MODEL_COUNT; i++) {
        const struct mf_foreign_model *model = &models[i];
        if (model->length > 0 && length >= model->offset + model->length &&
            memcmp(head + model->offset, model->bytes, model->length) == 0)
            return model;
    }
    return NULL;
}

const struct mf_foreign_model *mf_foreign_model_named(const char *path)
{
    for (size_t i = 0; i < MODEL_COUNT; i++) {
        if (mf_ends_with(path, models[i].suffix))
            return &models[i];
    }
    return NULL;
}

// SPDX-License-Identifier: MIT
#include "model_class.h"

#include <stddef.h>
#include <string.h>

/* sipeed/MaixCDK d9741a20, components/nn/include/maix_nn_*.hpp: the default of `dual_buff` in the
 * constructor of the class, or what it hands to nn.NN; whisper and melotts in
 * components/nn/port/maixcam2. docs/bundles.md. */
static const struct {
    const char *model_type;
    bool second_buffer;
} classes[] = {
    {"classifier", true},
    {"classifier_no_top", true},
    {"depth_anything_v2", true},
    {"face_detector", true},
    {"retinaface", true},
    {"yolov5", true},
    {"yolov8", true},
    {"yolo11", true},
    {"yolo26", true},
    {"yolo-world", true},
    {"face_feature", false},
    {"face_landmarks", false},
    {"hand_landmarks", false},
    {"pp_ocr", false},
    {"nanotrack", false},
    {"mixformer-v2", false},
    {"whisper", false},
    {"melotts", false},
};

bool mf_model_class_find(const char *model_type, bool *second_buffer)
{
    for (size_t i = 0; model_type && i < sizeof classes / sizeof classes[0]; i++) {
        if (strcmp(classes[i].model_type, model_type) != 0)
            continue;
        *second_buffer = classes[i].second_buffer;
        return true;
    }
    return false;
}

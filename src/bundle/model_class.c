// SPDX-License-Identifier: MIT
#include "model_class.h"

#include <stddef.h>
#include <string.h>

/* sipeed/MaixCDK d9741a20, components/nn/include/maix_nn_*.hpp: the default of `dual_buff` in the
 * constructor of the class, or what it hands to nn.NN; whisper and melotts in
 * components/nn/port/maixcam2. docs/bundles.md. */
static const struct mf_model_class classes[] = {
    {"classifier", "nn.Classifier", true},
    {"classifier_no_top", "nn.SelfLearnClassifier", true},
    {"depth_anything_v2", "nn.DepthAnything", true},
    {"face_detector", "nn.FaceDetector", true},
    {"retinaface", "nn.Retinaface", true},
    {"yolov5", "nn.YOLOv5", true},
    {"yolov8", "nn.YOLOv8", true},
    {"yolo11", "nn.YOLO11", true},
    {"yolo26", "nn.YOLO26", true},
    {"yolo-world", "nn.YOLOWorld", true},
    {"face_feature", "nn.FaceRecognizer", false},
    {"face_landmarks", "nn.FaceLandmarks", false},
    {"hand_landmarks", "nn.HandLandmarks", false},
    {"pp_ocr", "nn.PP_OCR", false},
    {"nanotrack", "nn.NanoTrack", false},
    {"mixformer-v2", "nn.MixFormerV2", false},
    {"whisper", "nn.Whisper", false},
    {"melotts", "nn.MeloTTS", false},
};

const struct mf_model_class *mf_model_class_find(const char *model_type)
{
    for (size_t i = 0; model_type && i < sizeof classes / sizeof classes[0]; i++) {
        if (strcmp(classes[i].model_type, model_type) == 0)
            return &classes[i];
    }
    return NULL;
}

// SPDX-License-Identifier: MIT
/* Encoders, decoders and audio. */
#ifndef MAIXFIT_PIPELINE_CODEC_H
#define MAIXFIT_PIPELINE_CODEC_H

#include "evaluation.h"

/* Each adds its parts and settings, and fails with `usage` on what this board's data do not know.
 */
bool mf_codec_add_encoders(struct mf_evaluation *run);
bool mf_codec_add_decoders(struct mf_evaluation *run);
bool mf_audio_add(struct mf_evaluation *run);

#endif

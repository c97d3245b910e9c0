// SPDX-License-Identifier: MIT
/* VI_DMA_BUF of SG2002. */
#ifndef MAIXFIT_PIPELINE_VI_DMA_H
#define MAIXFIT_PIPELINE_VI_DMA_H

#include <stdbool.h>
#include <stdint.h>

/* The buffer that the video input driver takes for one linear RAW sensor in a mode of width ×
 * height, in whole pages. `raw`: the camera is opened for RAW pictures, which the driver keeps
 * uncompressed. Both sides are at most MF_PICTURE_SIDE_MAX, so nothing overflows. */
uint64_t mf_vi_dma_bytes(uint64_t width, uint64_t height, bool raw);

#endif

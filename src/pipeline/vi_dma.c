// SPDX-License-Identifier: MIT
#include "vi_dma.h"

#include "../core/checked.h"
#include "../core/limits.h"

/* sipeed/LicheeRV-Nano-Build 9c961a8b, osdrv/interdrv/v2/vi/chip/mars: vi.c takes the buffers one
 * behind the other, vip/vi_drv.c gives their strides, vip/vi_yuv_ip_ctrl.c the rate at which the
 * pictures of the noise filter (TDNR) are compressed. docs/app-memory.md, "VI_DMA_BUF". */
#define STATISTICS_BYTES   UINT64_C(168640) /* of the ISP's statistics, whatever the size */
#define COMPRESSED_PERCENT UINT64_C(43)

static uint64_t up(uint64_t value, uint64_t step)
{
    return mf_ceil_div(value, step) * step;
}

/* A plane of the noise filter's picture: `bits` after compression, and a byte for each column. */
static uint64_t filter_plane(uint64_t width, uint64_t bits)
{
    return up((bits + 8 * width) / 512 * 64, 256);
}

uint64_t mf_vi_dma_bytes(uint64_t width, uint64_t height, bool raw)
{
    uint64_t columns = mf_ceil_div(width, 8);
    uint64_t rows = mf_ceil_div(height, 8);
    uint64_t line_bits = 8 * width * COMPRESSED_PERCENT / 100;
    uint64_t bayer = 2 * up(3 * mf_ceil_div(width, raw ? 2 : 4), 16) * height;
    uint64_t color_map = 2 * up(6 * columns, 16) * rows;
    uint64_t tone_map = up(columns, 16) * rows;
    uint64_t motion_map = up(2 * columns, 16) * rows;
    uint64_t luma = filter_plane(width, line_bits * (height - 1));
    uint64_t chroma = filter_plane(width, line_bits * height / 2 - 1);
    return up(bayer + color_map + tone_map + motion_map + luma + chroma + STATISTICS_BYTES,
              MF_PAGE);
}

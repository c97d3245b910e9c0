// SPDX-License-Identifier: MIT
/* What the programs of Milk-V's SDK, of a reCamera and of a NanoKVM take, to the byte. */
#include <criterion/criterion.h>

#include "evaluated.h"

/* A public log of the SDK's sample: 3 + 3 of 1920x1080 NV21, one of 1024x768 RGB888. */
Test(boards, milkv_sample)
{
    struct evaluated run = with_camera("milkv", "1920x1080@NV21", NULL, NULL);
    cr_assert(run.ok, "%s", run.error.text);
    cr_expect_eq(bytes_of(&run, "program"), 21021696);
    cr_expect_eq(bytes_of(&run, "camera"), 0, "frames lie in these pools");
    cr_expect(has_finding(&run, "sensor-assumed", "gc2083"));
    cr_expect(has_finding(&run, "sample-pools", ""));
    finish(&run);
}

/* Three channels with four blocks each, eight regions for text, no pool of VI. */
Test(boards, recamera_channels)
{
    struct mf_picture_spec camera = picture_of("640x640@RGB888", MF_ROLE_CAMERA);
    struct mf_picture_spec videos[] = {picture_of("1920x1080@h264", MF_ROLE_CODEC),
                                       picture_of("1280x720@jpeg", MF_ROLE_CODEC),
                                       picture_of("640x480@jpeg", MF_ROLE_CODEC)};
    struct mf_pipeline_request request = {
        .cameras = &camera, .camera_count = 1, .encoders = videos, .encoder_count = 2};
    struct evaluated run = evaluate("recamera", &request);
    cr_assert(run.ok, "%s", run.error.text);
    cr_expect_eq(bytes_of(&run, "program"), 0);
    cr_expect_eq(bytes_of(&run, "camera"), 4 * 640 * 640 * 3);
    cr_expect_eq(block_of(&run, "encoder", 0), 4 * 1920 * 1080 * 3 / 2);
    cr_expect_eq(block_of(&run, "sensor", 2), 8 * 131072);
    cr_expect_not(has_finding(&run, "too-many-pools", ""));
    finish(&run);
    request.encoder_count = 3;
    run = evaluate("recamera", &request);
    cr_expect(has_finding(&run, "too-many-pools", "3"));
    finish(&run);
}

/* Captures while the server streams and takes screenshots: 42 942 464 bytes with the 19 050 496
 * that are in use after a restart. */
Test(boards, nanokvm_streaming)
{
    struct mf_picture_spec videos[] = {picture_of("1920x1080@h264", MF_ROLE_CODEC),
                                       picture_of("1920x1080@jpeg", MF_ROLE_CODEC)};
    struct mf_pipeline_request request = {.encoders = videos, .encoder_count = 1};
    struct evaluated run = evaluate("nanokvm", &request);
    cr_assert(run.ok, "%s", run.error.text);
    cr_expect_eq(all_kib(&run) * 1024, 11341824);
    finish(&run);
    request.encoder_count = 2;
    run = evaluate("nanokvm", &request);
    cr_expect_eq(all_kib(&run) * 1024, 42942464 - 19050496);
    finish(&run);
    run = with_camera("nanokvm", "640x480", NULL, NULL);
    cr_expect(has_finding(&run, "sensor-assumed", "lt6911"));
    cr_expect_eq(bytes_of(&run, "sensor"), 294912 + 3 * 1920 * 1080 * 2, "no VI_DMA_BUF");
    finish(&run);
}

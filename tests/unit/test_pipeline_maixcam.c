// SPDX-License-Identifier: MIT
/* What an app takes beside its models on MaixCAM. The expected values are computed here, from the
 * figures and formulas of docs/app-memory.md. */
#include <criterion/criterion.h>

#include "evaluated.h"
#include "pipeline/vi_dma.h"

#define PAGE UINT64_C(4096)

static uint64_t kib_with(const char *camera, const char *sensor, const char *display)
{
    struct evaluated run = with_camera("maixcam", camera, sensor, display);
    uint64_t kib = all_kib(&run);
    finish(&run);
    return kib;
}

/* VI_DMA_BUF, KiB figures and formula of docs/app-memory.md. */
Test(vi_dma, follows_its_formula)
{
    cr_expect_eq(mf_vi_dma_bytes(2560, 1440, false), 8945664, "a measured log");
    cr_expect_eq(mf_vi_dma_bytes(2560, 1440, true), 14475264);
    cr_expect_eq(mf_vi_dma_bytes(1280, 720, false), 2367488);
    cr_expect_eq(mf_vi_dma_bytes(1600, 1200, false), 4743168);
    cr_expect_eq(mf_vi_dma_bytes(640, 480, false), 901120);
    cr_expect_eq(mf_vi_dma_bytes(1, 1, false) % PAGE, 0);
}

/* MaixCAM: whole pages of common pool, sensor and camera. */
Test(maixcam, rows_of_the_specification)
{
    cr_expect_eq(kib_with("640x480", "gc4653", NULL), 25912);
    cr_expect_eq(kib_with("1920x1080", "gc4653", NULL), 60012);
    cr_expect_eq(kib_with("2560x1440@NV21", "gc4653", NULL), 57984);
    cr_expect_eq(kib_with("640x480", "sc035gs", NULL), 21780);
    cr_expect_eq(kib_with("640x480", "lt6911", NULL), 31700);
    cr_expect_eq(kib_with(NULL, NULL, "552x368"), 18116);
    /* 33 772 KiB with yolov8n_det_pet_person, whose own blocks are 6 648 of them */
    cr_expect_eq(kib_with("640x384", "gc4653", "552x368"), 33772 - 6648);
    cr_expect_eq(kib_with(NULL, "gc4653", NULL), 0, "a sensor alone opens nothing");
}

/* 3 × NV21 of 1440 × 2560, whose lines are padded to 1472, whatever is opened. */
Test(maixcam, has_one_common_pool)
{
    const uint64_t pool = 3 * UINT64_C(1472) * 2560 * 3 / 2;
    struct mf_picture_spec video = picture_of("640x480@h264", MF_ROLE_CODEC);
    const struct mf_pipeline_request requests[] = {
        {.display = {.wanted = true}},
        {.encoders = &video, .encoder_count = 1},
        {.decoders = &video, .decoder_count = 1},
        {.encoders = &video, .encoder_count = 1, .display = {.wanted = true}},
    };
    for (size_t i = 0; i < sizeof requests / sizeof requests[0]; i++) {
        struct evaluated run = evaluate("maixcam", &requests[i]);
        cr_expect(run.ok && run.list.items[0].common, "%zu", i);
        cr_expect_eq(bytes_of(&run, "program"), pool, "%zu", i);
        finish(&run);
    }
    struct mf_pipeline_request model = {.maixcdk_model = true, .audio_play = true};
    struct evaluated run = evaluate("maixcam", &model);
    cr_expect(run.ok && all_kib(&run) == 0, "neither nn.NN nor audio takes it");
    finish(&run);
}

struct mode_case {
    const char *camera;
    const char *sensor;
    uint64_t width; /* of the mode */
    uint64_t height;
};

/* The "vi" pool is 3 × NV21 of the mode, in one orientation. */
Test(maixcam, modes_by_size_and_rate)
{
    static const struct mode_case cases[] = {
        {"1280x720", "gc4653", 1280, 720},     {"1280x720@60", "gc4653", 1280, 720},
        {"1280x720@31", "gc4653", 1280, 720},  {"1280x720@30", "gc4653", 2560, 1440},
        {"1281x720", "gc4653", 2560, 1440},    {"1280x721@60", "gc4653", 2560, 1440},
        {"1280x720", "os04a10", 2560, 1440},   {"1280x720@60", "os04a10", 2560, 1440},
        {"1280x720@80", "os04a10", 1280, 720}, {"1280x721@90", "os04a10", 2560, 1440},
        {"320x240", "ov2685", 1600, 1200},     {"320x240", "gc02m1", 1600, 1200},
        {"1920x1080", "gc030a", 640, 480},     {"640x480@180", "sc035gs", 640, 480},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct mode_case *mode = &cases[i];
        struct evaluated run = with_camera("maixcam", mode->camera, mode->sensor, NULL);
        uint64_t dma = block_of(&run, "sensor", 0);
        bool measured = mode->width == 2560;
        cr_expect_eq(dma, mf_vi_dma_bytes(mode->width, mode->height, false), "%s %s", mode->camera,
                     mode->sensor);
        cr_expect_eq(certainty_of(&run, "sensor", 0), measured ? MF_MEASURED : MF_ESTIMATE);
        cr_expect_eq(block_of(&run, "sensor", 1), 294912);
        cr_expect_eq(block_of(&run, "sensor", 2), 3 * mode->width * mode->height * 3 / 2, "%s %s",
                     mode->camera, mode->sensor);
        finish(&run);
    }
}

Test(maixcam, a_yuv_sensor_and_raw_pictures)
{
    struct evaluated run = with_camera("maixcam", "640x480x2", "lt6911", NULL);
    cr_expect_eq(block_of(&run, "sensor", 0), 294912, "no VI_DMA_BUF");
    cr_expect_eq(block_of(&run, "sensor", 1), UINT64_C(2) * 1920 * 1080 * 2);
    cr_expect_eq(bytes_of(&run, "camera"), 2 * 640 * 480 * 3);
    finish(&run);
    run = with_camera("maixcam", "2560x1440@raw", "gc4653", NULL);
    cr_expect_eq(block_of(&run, "sensor", 0), 14475264);
    cr_expect_eq(certainty_of(&run, "sensor", 0), MF_ESTIMATE);
    cr_expect_eq(bytes_of(&run, "camera"), UINT64_C(3) * 2560 * 1440 * 3, "beside RGB888");
    expect_setting(&run, "camera", "2560x1440@RGB888x3 (RAW too, sensor mode 2560x1440)", false);
    finish(&run);
}

/* Frames in the format that the hardware makes; a line is padded to 64 pixels. */
Test(maixcam, channels)
{
    static const char *const rgb[] = {"100x50", "100x50@BGR888", "100x50@RGBA8888",
                                      "100x50@BGRA8888"};
    static const char *const nv21[] = {"100x50@YVU420SP", "100x50@GRAYSCALE"};
    for (size_t i = 0; i < 4; i++) {
        struct evaluated run = with_camera("maixcam", rgb[i], "gc4653", NULL);
        cr_expect_eq(bytes_of(&run, "camera"), 3 * 128 * 3 * 50, "%s", rgb[i]);
        finish(&run);
    }
    for (size_t i = 0; i < 2; i++) {
        struct evaluated run = with_camera("maixcam", nv21[i], "gc4653", NULL);
        cr_expect_eq(bytes_of(&run, "camera"), 3 * 128 * 50 * 3 / 2, "%s", nv21[i]);
        finish(&run);
    }
    struct evaluated run = with_camera("maixcam", "100x50@UYVY", "gc4653", NULL);
    cr_expect(has_finding(&run, "camera-refused", "UYVY"));
    finish(&run);
}

/* The sensor is opened once: for the largest mode and the most buffers. */
Test(maixcam, two_cameras_share_the_sensor)
{
    struct mf_picture_spec cameras[] = {picture_of("640x480@NV21x5", MF_ROLE_CAMERA),
                                        picture_of("1920x1080@NV21", MF_ROLE_CAMERA)};
    struct mf_pipeline_request request = {
        .cameras = cameras, .camera_count = 2, .sensor = "gc4653"};
    struct evaluated run = evaluate("maixcam", &request);
    cr_assert(run.ok, "%s", run.error.text);
    cr_expect_eq(block_of(&run, "sensor", 2), UINT64_C(5) * 2560 * 1440 * 3 / 2);
    cr_expect_eq(run.list.count, 4, "program, sensor, camera, camera");
    cr_expect_eq(run.list.items[2].blocks.items[0].bytes, 5 * 640 * 480 * 3 / 2);
    cr_expect_eq(run.list.items[3].blocks.items[0].bytes, 3 * 1920 * 1080 * 3 / 2);
    expect_setting(&run, "camera", "640x480@NV21x5 (sensor mode 2560x1440)", false);
    expect_setting(&run, "camera_2", "1920x1080@NV21x3 (sensor mode 2560x1440)", false);
    expect_setting(&run, "sensor", "gc4653", false);
    finish(&run);
}

/* One frame out of the panel's size, two in of the image shown; a line in is a multiple of 32
 * pixels. */
Test(maixcam, display)
{
    struct evaluated run = with_camera("maixcam", "320x240@NV21", "gc4653", "1280x800:100x50");
    cr_expect_eq(block_of(&run, "display", 0), 1280 * 800 * 3 / 2);
    cr_expect_eq(block_of(&run, "display", 1), 2 * 128 * 3 * 50);
    expect_setting(&run, "display", "1280x800", false);
    expect_setting(&run, "display_image", "100x50@RGB888", true);
    finish(&run);
    run = with_camera("maixcam", "320x240@NV21", "gc4653", "1024x768");
    cr_expect_eq(block_of(&run, "display", 0), 2 * 1024 * 768 * 3 / 2, "only LT9611 has this size");
    cr_expect_eq(block_of(&run, "display", 1), 2 * 320 * 240 * 3 / 2, "what the camera gives");
    finish(&run);
    run = with_camera("maixcam", NULL, NULL, "2560x1440");
    cr_expect_eq(block_of(&run, "display", 0), UINT64_C(2) * 2560 * 1440 * 3 / 2);
    finish(&run);
}

/* The channel's own blocks were measured at 1920x1080. */
Test(maixcam, encoders)
{
    struct evaluated run = with_codec("maixcam", "1920x1080@h264", NULL);
    cr_expect_eq(bytes_of(&run, "encoder"),
                 1920 * 1088 * 3 / 2 + 1048576 + 2 * 3145728 + 81920 + 786432);
    cr_expect_eq(certainty_of(&run, "encoder", 1), MF_MEASURED);
    finish(&run);
    run = with_codec("maixcam", "960x540@h264", NULL);
    cr_expect_eq(bytes_of(&run, "encoder"),
                 960 * 576 * 3 / 2 + 1048576 + 2 * 3145728 / 4 + 81920 + 786432);
    cr_expect_eq(certainty_of(&run, "encoder", 1), MF_ESTIMATE);
    finish(&run);
    run = with_codec("maixcam", "1920x1080@h265", NULL);
    cr_expect_eq(certainty_of(&run, "encoder", 1), MF_ESTIMATE);
    finish(&run);
    run = with_codec("maixcam", "1920x1080@jpeg", NULL);
    cr_expect_eq(bytes_of(&run, "encoder"), 1920 * 1080 * 3 + 1920 * 1080 * 3 / 2 + 9437184);
    expect_setting(&run, "encode", "1920x1080@JPEG (of RGB888)", true);
    finish(&run);
}

/* A preview of what an NV21 camera gives needs no frame out. */
Test(maixcam, jpeg_of_the_camera)
{
    struct mf_picture_spec camera = picture_of("1920x1080@NV21", MF_ROLE_CAMERA);
    struct mf_picture_spec preview = picture_of("1920x1080@jpeg", MF_ROLE_CODEC);
    struct mf_pipeline_request request = {
        .cameras = &camera, .camera_count = 1, .encoders = &preview, .encoder_count = 1};
    struct evaluated run = evaluate("maixcam", &request);
    cr_assert(run.ok, "%s", run.error.text);
    cr_expect_eq(bytes_of(&run, "encoder"), 1920 * 1080 * 3 / 2 + 9437184);
    expect_setting(&run, "encode", "1920x1080@JPEG (of NV21)", false);
    finish(&run);
}

Test(maixcam, decoder)
{
    struct evaluated run = with_codec("maixcam", NULL, "1920x1080@h264");
    cr_expect_eq(block_of(&run, "decoder", 0), 25067520);
    cr_expect_eq(block_of(&run, "decoder", 1), 1920 * 1080);
    cr_expect_eq(certainty_of(&run, "decoder", 1), MF_ESTIMATE);
    cr_expect(has_finding(&run, "decoder-unknown", "reference"));
    cr_expect_not(has_finding(&run, "decoder-refused", ""));
    finish(&run);
    run = with_codec("maixcam", NULL, "1000x600@h264");
    cr_expect(has_finding(&run, "decoder-refused", "32"));
    finish(&run);
}

/* The driver has 16 pools for a process. */
Test(maixcam, too_many_pools)
{
    struct mf_picture_spec cameras[MF_CAMERAS_MAX];
    struct mf_pipeline_request request = {.cameras = cameras, .camera_count = 14};
    for (size_t i = 0; i < MF_CAMERAS_MAX; i++)
        cameras[i] = picture_of("320x240", MF_ROLE_CAMERA);
    struct evaluated run = evaluate("maixcam", &request);
    cr_expect_not(has_finding(&run, "too-many-pools", ""), "common, vi, 14 channels");
    finish(&run);
    request.camera_count = 15;
    run = evaluate("maixcam", &request);
    cr_expect(has_finding(&run, "too-many-pools", "17"));
    finish(&run);
}

/* The older middleware makes its pools at the start: 70 041 600 bytes. */
Test(maixcam, old_stack)
{
    struct mf_picture_spec camera = picture_of("640x480", MF_ROLE_CAMERA);
    struct mf_picture_spec video = picture_of("1920x1080@h264", MF_ROLE_CODEC);
    struct mf_pipeline_request request = {.cameras = &camera,
                                          .camera_count = 1,
                                          .sensor = "gc4653",
                                          .old_stack = true,
                                          .display = {.wanted = true},
                                          .encoders = &video,
                                          .encoder_count = 1};
    struct evaluated run = evaluate("maixcam", &request);
    cr_assert(run.ok, "%s", run.error.text);
    cr_expect_eq(bytes_of(&run, "program"), 70041600);
    cr_expect_eq(bytes_of(&run, "sensor"), 8945664 + 294912, "what the driver takes");
    cr_expect_eq(bytes_of(&run, "camera") + bytes_of(&run, "display"), 0);
    cr_expect_eq(bytes_of(&run, "encoder"), 1048576 + 2 * 3145728 + 81920 + 786432);
    finish(&run);
    camera.width = 4000;
    camera.height = 3000;
    run = evaluate("maixcam", &request);
    cr_expect(!run.ok && run.error.reason == MF_CAMERA_UNKNOWN &&
              strstr(run.error.text, "4000x3000"));
    finish(&run);
    run = evaluate("maixcam2", &request);
    cr_expect(!run.ok && run.error.reason == MF_CAMERA_UNKNOWN);
    finish(&run);
}

// SPDX-License-Identifier: MIT
/* What a board has: its usual sensor, the formats and sizes of its cameras and displays. */
#include <criterion/criterion.h>

#include "evaluated.h"

/* NanoKVM has HDMI input where MaixCAM, whose data it shares, has a camera. */
Test(pipeline_limits, a_board_has_its_own_usual_sensor)
{
    struct mf_picture_spec camera = picture_of("640x480", MF_ROLE_CAMERA);
    struct mf_pipeline_request request = {
        .cameras = &camera, .camera_count = 1, .board_sensor = "lt6911"};
    struct evaluated run = evaluate("maixcam", &request);
    cr_expect_eq(all_kib(&run), 31700);
    cr_expect(has_finding(&run, "sensor-assumed", "lt6911"));
    expect_setting(&run, "sensor", "lt6911", true);
    finish(&run);
    request.sensor = "gc4653";
    run = evaluate("maixcam", &request);
    expect_setting(&run, "sensor", "gc4653", false);
    finish(&run);
    request = (struct mf_pipeline_request){
        .cameras = &camera, .camera_count = 1, .board_sensor = "imx999"};
    run = evaluate("maixcam", &request);
    cr_expect(!run.ok && strstr(run.error.text, "imx999"), "%s", run.error.text);
    finish(&run);
}

/* Formats that MaixCDK opens, under MaixPy's names: NV12 is none of them, at any size. */
Test(pipeline_limits, a_format_that_is_never_opened_has_others)
{
    static const char *const all = "RGB888, BGR888, RGBA8888, BGRA8888, YVU420SP, GRAYSCALE.";
    struct evaluated run = with_camera("maixcam", "640x480@NV12", "gc4653", NULL);
    cr_expect(has_finding(&run, "camera-refused", all));
    cr_expect_not(has_finding(&run, "camera-refused", "fewer pixels"));
    finish(&run);
    run = with_camera("maixcam2", "640x480@NV12", "os04d10", NULL);
    cr_expect(has_finding(&run, "camera-refused", "Open it as NV21"));
    finish(&run);
    run = with_camera("maixcam2", "2560x1600@NV12", "os04d10", NULL);
    cr_expect(has_finding(&run, "camera-refused", "formats GRAYSCALE."), "only gray fits a block");
    finish(&run);
    run = with_camera("maixcam2", "3840x2160@NV12", "os04d10", NULL);
    cr_expect(has_finding(&run, "camera-refused", "fewer pixels and in one of"));
    finish(&run);
}

/* Where a figure of VI_DMA_BUF is from depends on the mode of the sensor. */
Test(pipeline_limits, sources_by_mode)
{
    static const char *const cases[][4] = {
        {"1920x1080", "gc4653", "+ 114688", NULL},
        {"640x480", "gc4653", "+ 28672", "8945664"},
        {"640x480", "ov2685", "+ 61440", NULL},
        {"640x480", "gc02m1", "+ 61440", NULL},
        {"640x480", "gc030a", "+ 12288", NULL},
        {"640x480", "sc035gs", "+ 12288", NULL},
        {"640x480@80", "os04a10", "+ 28672", "8945664"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct evaluated run = with_camera("maixcam", cases[i][0], cases[i][1], NULL);
        const char *source = part_of(&run, "sensor")->blocks.items[0].source;
        cr_expect_not_null(strstr(source, cases[i][2]), "%s: %s", cases[i][1], source);
        cr_expect_eq(strstr(source, "8945664") != NULL, cases[i][3] != NULL, "%s: %s", cases[i][1],
                     source);
        finish(&run);
    }
    struct evaluated run = with_codec("maixcam", NULL, "640x480@h264");
    cr_expect_not_null(
        strstr(part_of(&run, "decoder")->blocks.items[1].source, "upper bound unknown"));
    finish(&run);
}

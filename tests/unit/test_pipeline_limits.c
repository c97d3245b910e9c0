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

/* A note, and only where fewer were asked for. */
Test(pipeline_limits, few_buffers_are_raised)
{
    struct evaluated run = with_camera("maixcam2", "640x480@NV21x2", "os04d10", NULL);
    cr_expect(has_finding(&run, "buffers-raised", "at least 3 buffers; 2 were asked for"));
    finish(&run);
    run = with_camera("maixcam2", "640x480@NV21x3", "os04d10", NULL);
    cr_expect_not(has_finding(&run, "buffers-raised", ""));
    finish(&run);
    run = with_camera("maixcam2", "640x480@NV21", "os04d10", NULL);
    cr_expect_not(has_finding(&run, "buffers-raised", ""));
    finish(&run);
    run = with_camera("maixcam", "640x480@NV21x2", "gc4653", NULL);
    cr_expect_not(has_finding(&run, "buffers-raised", ""), "MaixCAM takes two");
    finish(&run);
}

struct limit_case {
    const char *board;
    const char *size;
    const char *known; /* what the warning names, or NULL */
};

Test(pipeline_limits, displays_that_no_panel_holds)
{
    static const struct limit_case cases[] = {
        {"maixcam2", "640x480", NULL},
        {"maixcam2", "320x240", NULL},
        {"maixcam2", "640x481", "640x480"},
        {"maixcam2", "1280x720", "640x480"},
        {"maixcam", "1280x800", NULL},
        {"maixcam", "1024x768", NULL},
        {"maixcam", "1920x1200", "552x368, 640x480"},
        {"maixcam", "1281x720", "1280x800"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct evaluated run = with_camera(cases[i].board, NULL, NULL, cases[i].size);
        bool found =
            has_finding(&run, "display-beyond-panel", cases[i].known ? cases[i].known : "");
        cr_expect_eq(found, cases[i].known != NULL, "%s", cases[i].size);
        finish(&run);
    }
}

Test(pipeline_limits, cameras_larger_than_the_sensor)
{
    static const struct limit_case cases[] = {
        {"maixcam", "2560x1440@NV21", NULL},     {"maixcam", "4000x3000@NV21", "2560x1440"},
        {"maixcam", "640x1441@NV21", "gc4653"},  {"maixcam2", "2560x1440@NV21", NULL},
        {"maixcam2", "2561x16@NV21", "os04d10"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct evaluated run = with_camera(cases[i].board, cases[i].size, NULL, NULL);
        bool found =
            has_finding(&run, "camera-beyond-sensor", cases[i].known ? cases[i].known : "");
        cr_expect_eq(found, cases[i].known != NULL, "%s", cases[i].size);
        finish(&run);
    }
}

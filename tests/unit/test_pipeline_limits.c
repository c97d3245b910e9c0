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

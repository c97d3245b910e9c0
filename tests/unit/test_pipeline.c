// SPDX-License-Identifier: MIT
/* What an app takes beside its models on MaixCAM2, and what holds on every board. The expected
 * values are computed here, from the figures and formulas of docs/app-memory.md. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "evaluated.h"

struct pools {
    const char *sensor;
    uint64_t common; /* bytes of the common pools, metadata included */
    uint64_t private;
};

/* A RAW10 line of w pixels is w·10/8 bytes, rounded up to 64. Lossy, 2688x1520 takes 2736000. */
static const struct pools pools[] = {
    {"os04d10", 55628288, 16 * (UINT64_C(3200) * 1440 + 4096)},
    {"os04a10", 45082624, 12 * (UINT64_C(2736000) + 4096)},
    {"sc850sl", 74682368, 5 * (UINT64_C(4800) * 2160 + 4096)},
    {"none", 74682368, 5 * (UINT64_C(4800) * 2160 + 4096)},
};

static struct mf_pipeline_request request_of(const char *sensor)
{
    return (struct mf_pipeline_request){.sensor = sensor, .maixcdk_model = true};
}

Test(maixcam2, common_pools_by_sensor)
{
    for (size_t i = 0; i < sizeof pools / sizeof pools[0]; i++) {
        struct mf_pipeline_request request = request_of(pools[i].sensor);
        struct evaluated run = evaluate("maixcam2", &request);
        cr_assert(run.ok, "%s", run.error.text);
        cr_expect_eq(run.list.count, 1, "a model opens no camera");
        cr_expect(run.list.items[0].common);
        cr_expect_eq(bytes_of(&run, "program"), pools[i].common, "%s", pools[i].sensor);
        cr_expect_not(has_finding(&run, "sensor-assumed", ""));
        finish(&run);
    }
    struct mf_pipeline_request request = request_of(NULL);
    struct evaluated run = evaluate("maixcam2", &request);
    cr_expect_eq(part_kib(&run, "program"), 54328, "six pools of os04d10, each in whole pages");
    cr_expect(has_finding(&run, "sensor-assumed", "os04d10"));
    expect_setting(&run, "sensor", "os04d10", true);
    finish(&run);
    request = request_of("none");
    run = evaluate("maixcam2", &request);
    expect_setting(&run, "sensor", "none (sc850sl)", false);
    finish(&run);
}

/* The pools are taken once, by whatever comes first. */
Test(maixcam2, every_part_takes_the_common_pools)
{
    struct mf_picture_spec video = picture_of("1280x720@h264", MF_ROLE_CODEC);
    struct mf_picture_spec preview = picture_of("640x480@jpeg", MF_ROLE_CODEC);
    struct mf_picture_spec camera = picture_of("640x480", MF_ROLE_CAMERA);
    const struct mf_pipeline_request requests[] = {
        {.cameras = &camera, .camera_count = 1},
        {.display = {.wanted = true}},
        {.encoders = &video, .encoder_count = 1},
        {.encoders = &preview, .encoder_count = 1},
        {.decoders = &video, .decoder_count = 1},
        {.audio_record = true},
        {.audio_play = true},
        {.cameras = &camera,
         .camera_count = 1,
         .encoders = &video,
         .encoder_count = 1,
         .audio_play = true,
         .maixcdk_model = true},
    };
    for (size_t i = 0; i < sizeof requests / sizeof requests[0]; i++) {
        struct evaluated run = evaluate("maixcam2", &requests[i]);
        size_t programs = 0;
        cr_assert(run.ok, "%zu: %s", i, run.error.text);
        for (size_t k = 0; k < run.list.count; k++)
            programs += run.list.items[k].common;
        cr_expect_eq(programs, 1, "%zu", i);
        cr_expect_eq(bytes_of(&run, "program"), 55628288, "%zu", i);
        finish(&run);
    }
    struct mf_pipeline_request nothing = {.sensor = "os04a10"};
    struct evaluated run = evaluate("maixcam2", &nothing);
    cr_expect(run.ok && run.list.count == 0, "a sensor alone takes nothing");
    finish(&run);
}

/* The private pool and the blocks of ISP and drivers; a channel of any size, format and number of
 * buffers adds nothing. */
Test(maixcam2, a_camera_takes_the_private_pool)
{
    static const char *const cameras[] = {"320x240", "640x480@NV21x8", "1080p", "2560x1440@NV21",
                                          "640x480@raw"};
    for (size_t i = 0; i < sizeof pools / sizeof pools[0]; i++) {
        if (strcmp(pools[i].sensor, "none") == 0)
            continue; /* without a sensor there is no camera */
        for (size_t k = 0; k < sizeof cameras / sizeof cameras[0]; k++) {
            struct evaluated run = with_camera("maixcam2", cameras[k], pools[i].sensor, NULL);
            cr_expect_eq(bytes_of(&run, "sensor"), pools[i].private + 10485760, "%s %s",
                         pools[i].sensor, cameras[k]);
            cr_expect_eq(certainty_of(&run, "sensor", 1), MF_ESTIMATE);
            cr_expect(part_of(&run, "sensor")->blocks.items[2].spread, "many blocks");
            cr_expect_eq(bytes_of(&run, "camera"), 0);
            cr_expect(has_finding(&run, "ai-isp-unknown", "AI-ISP"));
            finish(&run);
        }
    }
    cr_expect_eq(pools[0].private, 73793536);
    struct evaluated run = with_camera("maixcam2", NULL, NULL, "yes");
    cr_expect_null(part_of(&run, "sensor"), "no camera, no ISP");
    cr_expect_eq(run.list.findings.count, 1, "the sensor that was assumed");
    finish(&run);
}

struct format_case {
    const char *camera;
    const char *sensor;
    const char *value;   /* of the setting */
    const char *finding; /* a code, or NULL */
    const char *instead; /* what the finding advises */
};

Test(maixcam2, formats_that_a_camera_can_have)
{
    static const struct format_case cases[] = {
        {"640x480", "os04d10", "640x480@RGB888x3", NULL, ""},
        {"640x480@RGB888x2", "os04d10", "640x480@RGB888x3", "buffers-raised", "2 were asked"},
        {"640x480@BGRA8888@30x5", "os04d10", "640x480@BGRA8888@30x5", NULL, ""},
        {"1920x1080", "os04d10", "1920x1080@NV21x3", NULL, ""},
        {"1280x1080", "os04d10", "1280x1080@NV21x3", NULL, ""},
        {"1904x1072", "os04d10", "1904x1072@NV21x3", NULL, ""},
        {"1904x1072", "os04a10", "1904x1072@RGB888x3", NULL, ""},
        {"1920x1080@RGB888", "sc850sl", "1920x1080@RGB888x3", "camera-refused", "NV21"},
        {"1280x1080@RGB888", "sc850sl", "1280x1080@RGB888x3", "camera-refused", "YVU420SP"},
        {"1904x1072@RGB888", "os04d10", "1904x1072@RGB888x3", "camera-no-block", "NV21"},
        {"1904x1072@RGB888", "os04a10", "1904x1072@RGB888x3", NULL, ""},
        {"1920x1080@BGR888", "os04d10", "1920x1080@BGR888x3", "camera-no-block", "NV21"},
        {"3840x2160@NV21", "os04d10", "3840x2160@NV21x3", "camera-no-block", "fewer pixels"},
        {"3840x2160", "os04d10", "3840x2160@NV21x3", "camera-no-block", "fewer pixels"},
        {"3840x2160", "sc850sl", "3840x2160@NV21x3", NULL, ""},
        {"640x480@UYVY", "os04d10", "640x480@UYVYx3", "camera-refused", "NV21"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct format_case *right = &cases[i];
        struct evaluated run = with_camera("maixcam2", right->camera, right->sensor, NULL);
        const struct mf_setting *setting = mf_settings_find(&run.list.settings, "camera");
        cr_assert_not_null(setting);
        cr_expect_eq(strncmp(setting->value, right->value, strlen(right->value)), 0, "%s: %s",
                     right->camera, setting->value);
        cr_expect_eq(setting->assumed, strchr(right->camera, '@') == NULL);
        bool replaced = setting->assumed && strstr(setting->value, "NV21") != NULL;
        cr_expect_eq(has_finding(&run, "format-assumed", "FMT_YVU420SP"), replaced, "%s",
                     right->camera);
        if (right->finding)
            cr_expect(has_finding(&run, right->finding, right->instead), "%s", right->camera);
        else
            cr_expect_eq(run.list.findings.count, replaced ? 2 : 1, "%s: beside AI-ISP",
                         right->camera);
        finish(&run);
    }
}

/* In: 2 × the image shown, sides rounded up to 16 and 2 and at least 64. Out: 1 × the display, at
 * most the panel, never smaller than in RGB888. Layer: 4 × NV12 of what was asked for. Each block
 * has 512 bytes of metadata. */
Test(maixcam2, display)
{
    struct evaluated run = with_camera("maixcam2", NULL, NULL, "yes");
    cr_expect_eq(part_kib(&run, "display"), 4512);
    cr_expect_eq(block_of(&run, "display", 2), 1845248);
    expect_setting(&run, "display", "640x480", true);
    expect_setting(&run, "display_image", "640x480@RGB888", true);
    finish(&run);
    run = with_camera("maixcam2", "1000x601@BGRA8888", NULL, "801x601");
    cr_expect_eq(block_of(&run, "display", 0), 2 * (1008 * 602 * 4 + 512));
    cr_expect_eq(block_of(&run, "display", 1), 640 * 480 * 4 + 512);
    cr_expect_eq(block_of(&run, "display", 2), 4 * (608 * 802 * 3 / 2 + 512));
    finish(&run);
    run = with_camera("maixcam2", "2560x1440@NV21", NULL, "320x240");
    cr_expect_eq(block_of(&run, "display", 0), UINT64_C(3) * (2560 * 1440 * 3 / 2 + 512));
    cr_expect_eq(block_of(&run, "display", 1), 320 * 240 * 3 + 512, "made for RGB888");
    finish(&run);
    run = with_camera("maixcam2", "2560x1440@NV21", NULL, "yes:32x1000@NV21");
    cr_expect_eq(block_of(&run, "display", 0), 2 * (64 * 1000 * 3 / 2 + 512));
    expect_setting(&run, "display_image", "32x1000@NV21", false);
    finish(&run);
}

Test(maixcam2, the_largest_camera_is_shown)
{
    struct mf_picture_spec cameras[] = {picture_of("320x240@NV21", MF_ROLE_CAMERA),
                                        picture_of("640x480@NV21", MF_ROLE_CAMERA),
                                        picture_of("480x640@RGB888", MF_ROLE_CAMERA)};
    struct mf_pipeline_request request = {
        .cameras = cameras, .camera_count = 3, .display = {.wanted = true}};
    struct evaluated run = evaluate("maixcam2", &request);
    expect_setting(&run, "display_image", "640x480@NV21", true);
    finish(&run);
}

/* 32 × (3/2·W·H + 64 for each macroblock + 32 + 512), W and H multiples of 16. */
Test(maixcam2, decoder)
{
    struct evaluated run = with_codec("maixcam2", NULL, "1080p@h264");
    cr_expect_eq(block_of(&run, "decoder", 0), 116999168);
    cr_expect_eq(block_of(&run, "decoder", 0),
                 UINT64_C(32) * (1920 * 1088 * 3 / 2 + 64 * 120 * 68 + 32 + 512));
    cr_expect_eq(block_of(&run, "decoder", 1), 3110400);
    cr_expect_eq(certainty_of(&run, "decoder", 1), MF_ESTIMATE);
    expect_setting(&run, "decode", "1920x1080@H264", false);
    finish(&run);
    run = with_codec("maixcam2", NULL, "720p@h264");
    cr_expect_eq(block_of(&run, "decoder", 0), 51627008);
    cr_expect_eq(block_of(&run, "decoder", 1), 1382400);
    finish(&run);
    run = with_codec("maixcam2", NULL, "100x50@h264");
    cr_expect_eq(block_of(&run, "decoder", 1), 7504, "7500, in steps of 16");
    cr_expect(has_finding(&run, "decoder-refused", "16"));
    finish(&run);
}

Test(maixcam2, encoders)
{
    struct evaluated run = with_codec("maixcam2", "1920x1080@h265", NULL);
    cr_expect_eq(bytes_of(&run, "encoder"),
                 1920 * 1080 * 3 / 2 + 2 * UINT64_C(1920) * 1088 * 3 / 2);
    cr_expect_eq(certainty_of(&run, "encoder", 0), MF_ESTIMATE);
    finish(&run);
    run = with_codec("maixcam2", "640x480@jpeg", NULL);
    cr_expect_eq(bytes_of(&run, "encoder"), 3 * 640 * 480 * 3 / 2, "in, out, conversion");
    finish(&run);
    struct mf_picture_spec preview = picture_of("640x480@jpeg", MF_ROLE_CODEC);
    struct mf_pipeline_request request = {.encoders = &preview, .encoder_count = 1};
    struct mf_error error;
    cr_assert(mf_display_parse("yes:640x480@NV21", &request.display, &error));
    run = evaluate("maixcam2", &request);
    cr_expect_eq(bytes_of(&run, "encoder"), 2 * 640 * 480 * 3 / 2, "what is shown is NV21");
    finish(&run);
}

Test(maixcam2, audio)
{
    struct mf_pipeline_request request = {.audio_record = true};
    struct evaluated run = evaluate("maixcam2", &request);
    cr_expect_eq(bytes_of(&run, "audio"), 33 * (15360 + 8192));
    cr_expect_eq(bytes_of(&run, "audio"), 777216);
    expect_setting(&run, "audio", "record", false);
    finish(&run);
    request.audio_play = true;
    run = evaluate("maixcam2", &request);
    cr_expect_eq(block_of(&run, "audio", 1), 1515520);
    expect_setting(&run, "audio", "record, play", false);
    finish(&run);
}

Test(pipeline, wants_a_part_of_the_app)
{
    struct mf_picture_spec spec = picture_of("640x480@h264", MF_ROLE_CODEC);
    const struct mf_pipeline_request wanted[] = {{.cameras = &spec, .camera_count = 1},
                                                 {.display = {.wanted = true}},
                                                 {.encoders = &spec, .encoder_count = 1},
                                                 {.decoders = &spec, .decoder_count = 1},
                                                 {.audio_record = true},
                                                 {.audio_play = true}};
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++)
        cr_expect(mf_pipeline_wanted(&wanted[i]), "%zu", i);
    struct mf_pipeline_request not_wanted = {
        .sensor = "os04d10", .maixcdk_model = true, .old_stack = true};
    cr_expect_not(mf_pipeline_wanted(&not_wanted));
}

struct refusal {
    const char *board;
    struct mf_pipeline_request request;
    const char *word;
};

Test(pipeline, refuses_what_it_does_not_know)
{
    static const struct mf_picture_spec huge = {16385, 1, "NV21", 0, 0};
    static const struct mf_picture_spec small = {640, 480, "NV21", 0, 0};
    static const struct mf_picture_spec odd = {640, 480, "FOO", 0, 0};
    static const struct mf_picture_spec jpeg = {640, 480, "JPEG", 0, 0};
    const struct refusal cases[] = {
        {"maixcam2", {.sensor = "imx999"}, "os04d10, sc850sl, none"},
        {"maixcam2", {.sensor = "OS04D1"}, "did you mean `os04d10`?"},
        {"maixcam2", {.sensor = "sc450ai"}, "os04d10"},
        {"maixcam", {.sensor = "none"}, "gc02m1, gc030a"},
        {"maixcam2", {.cameras = &huge, .camera_count = 1}, "16385x1"},
        {"maixcam2", {.sensor = "none", .cameras = &small, .camera_count = 1}, "without a sensor"},
        {"maixcam2", {.cameras = &odd, .camera_count = 1}, "NV21"},
        {"maixcam2", {.encoders = &odd, .encoder_count = 1}, "H264, H265, JPEG"},
        {"maixcam2", {.decoders = &jpeg, .decoder_count = 1}, "H264"},
        {"maixcam", {.display = {.wanted = true, .panel = huge}}, "16385x1"},
        {"maixcam", {.display = {.wanted = true, .image = odd}}, "FOO"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct evaluated run = evaluate(cases[i].board, &cases[i].request);
        bool is_codec = cases[i].request.encoder_count + cases[i].request.decoder_count > 0;
        cr_expect_not(run.ok, "%zu", i);
        cr_expect_eq(run.error.reason, is_codec ? MF_CAMERA_UNKNOWN : MF_USAGE, "%zu", i);
        cr_expect_not_null(strstr(run.error.text, cases[i].word), "%zu: %s", i, run.error.text);
        finish(&run);
    }
}

/* A file of another board may say nothing on a part: that is not 0. */
Test(pipeline, silence_of_the_data_is_not_zero)
{
    static const char text[] =
        "{\"schema\": \"maixfit-pipeline/1\", \"id\": \"p\", \"rules\": \"ax\", "
        "\"default_format\": \"NV21\", \"default_sensor\": \"s\", \"sensors\": [{\"name\": \"s\", "
        "\"modes\": [{\"size\": [64, 48]}], \"source\": \"x\"}], \"source\": \"x\"}";
    struct mf_picture_spec spec = picture_of("640x480@h264", MF_ROLE_CODEC);
    const struct mf_pipeline_request requests[] = {{.cameras = &spec, .camera_count = 1},
                                                   {.display = {.wanted = true}},
                                                   {.encoders = &spec, .encoder_count = 1},
                                                   {.decoders = &spec, .decoder_count = 1},
                                                   {.audio_record = true},
                                                   {.old_stack = true}};
    struct mf_arena arena = {0};
    struct mf_error error = {MF_OK, ""};
    struct mf_pipeline_data_list data = {0};
    cr_assert(mf_pipelines_add(&arena, &data, "p.json", text, strlen(text), &error), "%s",
              error.text);
    for (size_t i = 0; i < sizeof requests / sizeof requests[0]; i++) {
        struct mf_pipeline_list list = {0};
        cr_expect_not(mf_pipeline_evaluate(&arena, data.items[0], &requests[i], &list, &error),
                      "%zu", i);
        cr_expect_eq(error.reason, MF_CAMERA_UNKNOWN, "%zu", i);
    }
    struct mf_sensor_info info;
    cr_expect(mf_pipeline_sensor(&arena, data.items[0], 0, &info, &error), "%s", error.text);
    cr_expect_eq(info.pool_bytes, 0);
    mf_arena_free(&arena);
}

/* `maixfit sensors`: common pools and what opening the sensor takes, in whole pages. */
Test(pipeline, lists_sensors)
{
    struct mf_arena arena = {0};
    struct mf_error error;
    struct mf_pipeline_data_list data = {0};
    mf_pipelines_builtin(&data);
    const struct mf_pipeline_data *maixcam = mf_pipeline_find(&data, "maixcam");
    const struct mf_pipeline_data *maixcam2 = mf_pipeline_find(&data, "maixcam2");
    cr_expect_eq(mf_pipeline_sensor_count(maixcam2), 3);
    cr_expect_eq(mf_pipeline_sensor_count(maixcam), 7);
    for (size_t i = 0; i < mf_pipeline_sensor_count(maixcam2); i++) {
        struct mf_sensor_info info;
        cr_assert(mf_pipeline_sensor(&arena, maixcam2, i, &info, &error), "%s", error.text);
        if (strcmp(info.name, "os04d10") != 0)
            continue;
        cr_expect(info.is_default && info.width == 2560 && info.height == 1440);
        cr_expect_eq(info.program_bytes, UINT64_C(54328) * 1024);
        cr_expect_eq(info.sensor_bytes, 73793536 + 10485760, "both are whole pages");
        cr_expect_eq(info.pool_bytes, info.program_bytes + info.sensor_bytes);
    }
    mf_arena_free(&arena);
}

/* One piece of a built-in file is changed at a time; the message names the file and the key. */
Test(pipeline, data_are_read_strictly)
{
    static const char *const changes[][3] = {
        {"\"rules\": \"cvi\"", "\"rules\": \"vci\"", "rules"},
        {"\"old_stack\": [", "\"old_stack\": [[], ", "should be an object"},
        {"\"modes\": [", "\"modes\": [[], ", "should be an object"},
        {"\"certainty\": \"measured\"", "\"certainty\": \"sure\"", "certainty"},
        {"\"certainty\": \"measured\",", "", "certainty"},
        {"\"camera\": {", "\"camera\": {}, \"camera\": {", "`camera` stands there twice"},
        {"\"per_buffer\"", "\"buffers\"", "buffers"},
        {"\"per_buffer\": true", "\"per_buffer\": 3", "per_buffer"},
        {"\"of\": \"sensor\"", "\"of\": \"moon\"", "of"},
        {"\"of\": \"sensor\", ", "", "VI pool"},
        {"\"formula\": \"vi-dma-buf\"", "\"formula\": \"e=mc2\"", "formula"},
        {"\"formula\": \"vi-dma-buf\"", "\"formula\": \"vi-dma-buf\", \"bytes\": 1", "VI_DMA_BUF"},
        {"\"width_step\": 64", "\"width_step\": 0", "frame"},
        {"\"size\": [2560, 1440], \"format\"", "\"size\": [2560, 0], \"format\"", "size"},
        {"\"made\": \"RGB888\"", "\"made\": \"RGB\"", "made"},
        {"\"with\": [\"camera\"", "\"with\": [\"kamera\"", "with"},
        {"{\"size\": [2560, 1440]}", "{\"size\": [2560, 1440], \"from_fps\": 1}", "modes"},
        {"\"measured_for\": [1920, 1080]", "\"measured_for\": [0, 1080]", "measured_for"},
        {"\"measured_for\": [1920, 1080], \"scales\": true", "\"scales\": true", "scales"},
        {"\"sizes\": [[1024, 768]", "\"sizes\": [1024", "sizes"},
        {"\"default_sensor\": \"gc4653\"", "\"default_sensor\": \"x\"", "default_sensor"},
        {"\"code\": \"", "\"code\": \"my-", "`code` is not one of the codes"},
        {"\"pools_max\": 16", "\"pools_max\": 65", "pools_max"},
    };
    static char whole[64 * 1024];
    FILE *file = fopen(SOURCE_DIR "/models/pipelines/maixcam.json", "r");
    cr_assert_not_null(file);
    cr_assert_gt(fread(whole, 1, sizeof whole - 1, file), 0);
    fclose(file);
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        struct mf_arena arena = {0};
        struct mf_error error = {MF_OK, ""};
        struct mf_pipeline_data_list list = {0};
        const char *at = strstr(whole, changes[i][0]);
        cr_assert_not_null(at, "%s", changes[i][0]);
        const char *text = mf_arena_format(&arena, "%.*s%s%s", (int)(at - whole), whole,
                                           changes[i][1], at + strlen(changes[i][0]));
        cr_expect_not(mf_pipelines_add(&arena, &list, "f.json", text, strlen(text), &error), "%s",
                      changes[i][1]);
        cr_expect_not_null(strstr(error.text, "f.json"), "%s", error.text);
        cr_expect_not_null(strstr(error.text, changes[i][2]), "%s: %s", changes[i][1], error.text);
        mf_arena_free(&arena);
    }
}

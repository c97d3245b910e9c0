// SPDX-License-Identifier: MIT
#include <criterion/criterion.h>

#include "../formats/format.h"
#include "core/data.h"
#include "fit/fit.h"
#include "pipeline/picture.h"

#define MIB UINT64_C(1048576)

static uint64_t picture(enum mf_picture_rules rules, uint64_t width, uint64_t height,
                        const char *format, uint64_t lossy)
{
    uint64_t bytes = 0;
    struct mf_picture item = {width, height, mf_pixel_format_find(format), lossy, false};
    cr_assert(mf_picture_bytes(rules, &item, &bytes));
    return bytes;
}

/* The worked figures of camera.md. */
Test(picture, blocks_of_the_specification)
{
    cr_expect_eq(picture(MF_PICTURE_AX, 2688, 1520, "NV12", 4), 3064320);
    cr_expect_eq(picture(MF_PICTURE_AX, 2688, 1520, "NV12", 0), 6128640);
    cr_expect_eq(picture(MF_PICTURE_AX, 1920, 1080, "NV12", 0), 3110400);
    cr_expect_eq(picture(MF_PICTURE_AX, 720, 576, "NV12", 0), 663552);
    cr_expect_eq(picture(MF_PICTURE_AX, 2688, 1520, "RAW10", 4), 2736000);
    cr_expect_eq(picture(MF_PICTURE_CVI, 1088, 1920, "NV21", 0) * 4, 12533760);
    cr_expect_eq(picture(MF_PICTURE_CVI, 1920, 1080, "NV21", 0) * 2, 6220800);
    cr_expect_eq(picture(MF_PICTURE_CVI, 640, 480, "RGB888", 0), 921600);
    cr_expect_eq(picture(MF_PICTURE_CVI, 100, 50, "GRAY", 0), 128 * 50);
    cr_expect_eq(picture(MF_PICTURE_CVI, 100, 50, "UYVY", 0), 256 * 50);
    cr_expect_eq(picture(MF_PICTURE_CVI, 100, 51, "YUV420P", 0), 64 * 2 * 52 + 64 * 52);
    cr_expect_eq(picture(MF_PICTURE_PLAIN, 100, 50, "NV21", 0), 7500);
}

/* One stripe: ceil(640·480·5 / 64)·8; two: A = round64((32+768)·480·5/8), C =
 * (32+1280−768)·480·5/8. */
Test(picture, lossy_raw_stripes_by_hand)
{
    cr_expect_eq(picture(MF_PICTURE_AX, 640, 480, "RAW10", 4), 192000);
    cr_expect_eq(picture(MF_PICTURE_AX, 1280, 480, "RAW10", 4), 240000 + 163200);
    /* four stripes of a base of 896, as it is higher than 2160:
     * A = (32 + 896)·2168·5/8 = 1257440 → 1257472, B = (64 + 896)·2168·5/8 = 1300800,
     * C = (32 + 3840 − 4·896)·2168·5/8 */
    cr_expect_eq(picture(MF_PICTURE_AX, 3840, 2168, "RAW10", 4),
                 1257472 + 3 * 1300800 + UINT64_C(288) * 2168 * 5 / 8);
}

Test(picture, lossless_adds_a_header_a_line)
{
    uint64_t bytes;
    struct mf_picture item = {1920, 1080, mf_pixel_format_find("NV12"), 0, true};
    cr_assert(mf_picture_bytes(MF_PICTURE_AX, &item, &bytes));
    cr_expect_eq(bytes, 1920 * 1080 * 3 / 2 + 1080 * 96);
    item.format = mf_pixel_format_find("RAW16");
    cr_assert(mf_picture_bytes(MF_PICTURE_AX, &item, &bytes));
    cr_expect_eq(bytes, 1920 * 2 * 1080 + 1080 * 32);
}

Test(picture, refuses_what_cannot_be)
{
    uint64_t bytes;
    struct mf_picture item = {0, 10, mf_pixel_format_find("NV21"), 0, false};
    cr_assert_not(mf_picture_bytes(MF_PICTURE_AX, &item, &bytes));
    item.width = UINT64_MAX;
    cr_assert_not(mf_picture_bytes(MF_PICTURE_CVI, &item, &bytes));
    item = (struct mf_picture){10, 10, NULL, 0, false};
    cr_assert_not(mf_picture_bytes(MF_PICTURE_PLAIN, &item, &bytes));
}

static uint64_t pools(const char *pipeline, const char *sensor, bool old, size_t skip)
{
    struct mf_arena arena = {0};
    struct mf_error error;
    struct mf_pipeline_data_list data = {0};
    struct mf_pipeline_list list = {0};
    struct mf_pipeline_request request = {.sensor = sensor, .old_stack = old};
    uint64_t sum = 0;
    cr_assert(mf_pipelines_builtin(&arena, &data, &error), "%s", error.text);
    cr_assert(
        mf_pipeline_evaluate(&arena, mf_pipeline_find(&data, pipeline), &request, &list, &error),
        "%s", error.text);
    for (size_t i = skip; i < list.items[0].blocks.count; i++)
        sum += list.items[0].blocks.items[i].bytes;
    mf_arena_free(&arena);
    return sum;
}

/* camera.md, "worked sums of count × (block + 4096)", and the 70 041 600 bytes of the older
 * middleware. */
Test(pipeline, sums_of_the_specification)
{
    cr_expect_eq(pools("maixcam2", "os04a10", false, 0), 77963776);
    cr_expect_eq(pools("maixcam2", "os04d10", false, 0), 129421824);
    cr_expect_eq(pools("maixcam2", "sc850sl", false, 0), 126542848);
    cr_expect_eq(pools("maixcam", "gc4653", true, 2), 70041600);
}

/* The block of `owner` (by its beginning) and `index`, counted among those of that owner. */
static uint64_t block_of(const char *pipeline, const struct mf_pipeline_request *request,
                         const char *owner, size_t index)
{
    struct mf_arena arena = {0};
    struct mf_error error;
    struct mf_pipeline_data_list data = {0};
    struct mf_pipeline_list list = {0};
    uint64_t bytes = 0;
    cr_assert(mf_pipelines_builtin(&arena, &data, &error), "%s", error.text);
    cr_assert(
        mf_pipeline_evaluate(&arena, mf_pipeline_find(&data, pipeline), request, &list, &error),
        "%s", error.text);
    for (size_t i = 0; i < list.count; i++) {
        size_t seen = 0;
        for (size_t k = 0; k < list.items[i].blocks.count; k++) {
            const struct mf_block *block = &list.items[i].blocks.items[k];
            if (strncmp(block->owner, owner, strlen(owner)) == 0 && seen++ == index)
                bytes = block->bytes;
        }
    }
    mf_arena_free(&arena);
    return bytes;
}

/* camera.md, MaixCAM: VI, channel and display by hand. */
Test(pipeline, maixcam_by_hand)
{
    struct mf_camera camera = {640, 480, "NV21", 0};
    struct mf_pipeline_request request = {
        .cameras = &camera, .camera_count = 1, .sensor = "sc035gs", .display = true};
    /* behind the two ISP buffers; turned, the line of 480 is padded to 512 */
    cr_expect_eq(block_of("maixcam", &request, "sensor", 2), 4 * 512 * 640 * 3 / 2);
    cr_expect_eq(block_of("maixcam", &request, "camera", 0), 4 * 640 * 480 * 3 / 2);
    cr_expect_eq(block_of("maixcam", &request, "display", 0), 2 * 640 * 480 * 3 / 2);
    cr_expect_eq(block_of("maixcam", &request, "display", 1), 640 * 480 * 3 / 2);
    request.display_width = 2560;
    request.display_height = 1440;
    cr_expect_eq(block_of("maixcam", &request, "display", 1), 2 * 2560 * 1440 * 3 / 2);
    request.sensor = "lt6911";
    camera.buffers = 2;
    cr_expect_eq(block_of("maixcam", &request, "sensor", 2), UINT64_C(2) * 2176 * 1920);
    cr_expect_eq(block_of("maixcam", &request, "camera", 0), 2 * 640 * 480 * 3 / 2);
}

/* camera.md, MaixCAM2: width up to 16, height to 2, at least three frames. */
Test(pipeline, maixcam2_channel_by_hand)
{
    struct mf_camera camera = {100, 51, "RGB888", 1};
    struct mf_pipeline_request request = {
        .cameras = &camera, .camera_count = 1, .sensor = "os04a10", .display = true};
    cr_expect_eq(block_of("maixcam2", &request, "camera", 0), 3 * 112 * 52 * 3);
    cr_expect_eq(block_of("maixcam2", &request, "display", 0), 3 * 640 * 480 * 3);
    cr_expect_eq(block_of("maixcam2", &request, "display", 1), 2 * 640 * 480 * 3 / 2);
}

Test(pipeline, an_unknown_sensor_lists_the_known)
{
    struct mf_arena arena = {0};
    struct mf_error error;
    struct mf_pipeline_data_list data = {0};
    struct mf_pipeline_list list = {0};
    struct mf_pipeline_request request = {.sensor = "imx999"};
    cr_assert(mf_pipelines_builtin(&arena, &data, &error));
    cr_assert_not(
        mf_pipeline_evaluate(&arena, mf_pipeline_find(&data, "maixcam2"), &request, &list, &error));
    cr_expect_eq(error.reason, MF_USAGE);
    cr_expect_not_null(strstr(error.text, "os04d10"), "%s", error.text);
    mf_arena_free(&arena);
}

/* One piece of the built-in file is changed at a time. */
Test(pipeline, data_are_read_strictly)
{
    static const char *const changes[][2] = {
        {"\"isp\": [", "\"isp\": \"x\", \"source\": ["},
        {"\"modes\": [", "\"modes\": {}, \"name\": ["},
        {"\"certainty\": \"estimate\"", "\"certainty\": \"sure\""},
        {"\"certainty\": \"measured\",", ""},
        {"\"channel\": {", "\"channel\": 3, \"isp2\": {"}};
    const struct mf_data_file *file = mf_pipeline_files;
    while (strcmp(file->name, "pipelines/maixcam.json") != 0)
        file++;
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        struct mf_arena arena = {0};
        struct mf_error error = {MF_OK, ""};
        struct mf_pipeline_data_list list = {0};
        const char *at = strstr(file->text, changes[i][0]);
        cr_assert_not_null(at, "%s", changes[i][0]);
        const char *text = mf_arena_format(&arena, "%.*s%s%s", (int)(at - file->text), file->text,
                                           changes[i][1], at + strlen(changes[i][0]));
        cr_expect_not(mf_pipelines_add(&arena, &list, "f.json", text, strlen(text), &error), "%s",
                      changes[i][1]);
        cr_expect_not_null(strstr(error.text, "f.json"), "%s", error.text);
        mf_arena_free(&arena);
    }
}

Test(pipeline, cameras_are_parsed_strictly)
{
    static const char *const good[] = {"640x480", "640x480@NV21", "1920x1080@rgb888x4", "640x480x2",
                                       "16384x1"};
    static const char *const bad[] = {
        "0x0",  "640",     "640x",     "x480",      "640x480@",   "640x480@FOOx2", "axb",
        "-1x5", "16385x1", "640x480x", "640x480x0", "640x480x65", "640x480@NV21x", "640x480 "};
    struct mf_arena arena = {0};
    struct mf_error error;
    struct mf_camera camera;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        cr_expect(mf_camera_parse(&arena, good[i], &camera, &error), "%s", good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        cr_expect_not(mf_camera_parse(&arena, bad[i], &camera, &error), "%s", bad[i]);
    cr_assert(mf_camera_parse(&arena, "1920x1080@rgb888x4", &camera, &error));
    cr_assert_str_eq(camera.format, "RGB888");
    cr_assert_eq(camera.buffers, 4);
    mf_arena_free(&arena);
}

Test(pool_line, is_the_smallest_that_passes)
{
    struct mf_device device = {
        .id = "d", .ram_mib = 1024, .legal_min_mib = 1, .legal_max_mib = 768};
    struct mf_supply supply = {.used = {true, MIB}, .total = {true, 512 * MIB}};
    struct mf_pool_line line = mf_pool_line_find(&supply, &device, 99 * MIB, 0);
    cr_expect(line.possible && line.value_mib == 100 && line.linux_mib == 924);
    line = mf_pool_line_find(&supply, &device, 99 * MIB + 1, 0);
    cr_expect(line.possible && line.value_mib == 101);
    line = mf_pool_line_find(&supply, &device, 767 * MIB, 0);
    cr_expect(line.possible && line.value_mib == 768);
    line = mf_pool_line_find(&supply, &device, 767 * MIB + 5, 0);
    cr_expect(!line.possible && line.reason == MF_NO_LEGAL_VALUE && line.shortfall == 5);
    line = mf_pool_line_find(&supply, &device, UINT64_MAX, 0);
    cr_expect_not(line.possible);
    supply.user_available = (struct mf_amount){true, 100 * MIB};
    line = mf_pool_line_find(&supply, &device, 599 * MIB, 50 * MIB);
    cr_expect(!line.possible && line.reason == MF_USER_MEMORY, "Linux would have 12 MiB for 50");
    supply.used.known = false;
    line = mf_pool_line_find(&supply, &device, MIB, 0);
    cr_expect(!line.possible && line.reason == MF_NO_PROBE, "unknown is not zero");
}

/* 300 MiB in use, 200 free, 4 KiB in use, 524 − 4 KiB free at the end. */
Test(pool_line, of_a_fragmented_pool_holds_if_it_fragments_the_same_way_again)
{
    const uint64_t start = UINT64_C(0x80000000);
    struct mf_device device = {
        .id = "d", .ram_mib = 2048, .legal_min_mib = 1, .legal_max_mib = 1792};
    struct mf_hole holes[] = {{start + 300 * MIB, 200 * MIB},
                              {start + 500 * MIB + 4096, 524 * MIB - 4096}};
    struct mf_block block = {.owner = "m", .name = "b", .bytes = 600 * MIB};
    size_t model_end = 1;
    struct mf_result result = {.supply = {.device = &device,
                                          .total = {true, 1024 * MIB},
                                          .used = {true, 300 * MIB + 4096},
                                          .free = {true, 724 * MIB - 4096},
                                          .pool_end = start + 1024 * MIB,
                                          .holes = holes,
                                          .hole_count = 2,
                                          .holes_known = true},
                               .demand = {.blocks = {&block, 1, 1},
                                          .model_end = 1,
                                          .model_ends = &model_end,
                                          .model_bytes = &block.bytes,
                                          .model_count = 1}};
    struct mf_error error;
    struct mf_pool_line line = mf_pool_line_find(&result.supply, &device, 600 * MIB, 0);
    cr_expect_eq(line.value_mib, 901);
    cr_assert(mf_pool_line_split(&result, 600 * MIB, &line, &error));
    cr_expect_eq(line.value_mib, 901, "enough in one piece");
    cr_expect_eq(line.split_mib, 1024 + 77, "the last hole must grow from 524 MiB - 4 KiB to 600");
    cr_expect_eq(line.advised_mib, 1101);
    cr_expect_eq(line.linux_mib, 2048 - 1101);
    device.legal_max_mib = 1100;
    line = mf_pool_line_find(&result.supply, &device, 600 * MIB, 0);
    cr_assert(mf_pool_line_split(&result, 600 * MIB, &line, &error));
    cr_expect(line.value_mib == 901 && line.split_mib == 0);
    cr_expect_eq(line.advised_mib, 1024, "not less than the present pool");
}

Test(fit, a_pool_of_another_kind_is_no_place_for_a_model)
{
    struct mf_arena arena = {0};
    struct mf_device_list devices = {0};
    struct mf_error error;
    struct mf_model models[] = {{.traits = &mf_cvimodel_format.traits},
                                {.traits = &mf_axmodel_format.traits}};
    const enum mf_pool_kind own[] = {MF_KIND_ION, MF_KIND_CMM};
    cr_assert(mf_devices_builtin(&arena, &devices, &error));
    for (size_t i = 0; i < 2; i++) {
        struct mf_model *list[] = {&models[i]};
        struct mf_result result = {.models = list, .model_count = 1};
        cr_expect_null(mf_find_misfit(NULL, own[i], &result));
        cr_expect_eq(mf_find_misfit(NULL, own[1 - i], &result), &models[i]);
        cr_expect_null(mf_find_misfit(NULL, MF_KIND_UNKNOWN, &result));
        cr_expect_null(mf_find_misfit(NULL, MF_KIND_CMA, &result));
        const struct mf_device *other = mf_device_find(&devices, i == 0 ? "maixcam2" : "maixcam");
        cr_expect_eq(mf_find_misfit(other, other->kind, &result), &models[i],
                     "though the file does not tell its chip");
    }
    mf_arena_free(&arena);
}

/* free: 958 MiB and 1965 MiB of MemTotal for 1024 and 2048 MiB. */
Test(pool_line, linux_usable_is_near_the_published_points)
{
    cr_expect_eq(mf_linux_usable(1024) / MIB, 958);
    cr_expect_eq(mf_linux_usable(2048) / MIB, 1965);
    cr_expect_eq(mf_linux_usable(10), 0);
}

// SPDX-License-Identifier: MIT
/* Pictures: their bytes, and the text that asks for them. */
#include <criterion/criterion.h>
#include <string.h>

#include "pipeline/picture.h"
#include "pipeline/picture_spec.h"

static uint64_t picture(enum mf_picture_rules rules, uint64_t width, uint64_t height,
                        const char *format, uint64_t lossy)
{
    uint64_t bytes = 0;
    struct mf_picture item = {width, height, mf_pixel_format_find(format), lossy, false};
    cr_assert(mf_picture_bytes(rules, &item, &bytes));
    return bytes;
}

/* The worked figures of docs/app-memory.md, "Bytes of a picture". */
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

/* MaixPy's names are ours; a message lists each format once. */
Test(picture, formats_have_two_names)
{
    struct mf_error error;
    cr_expect_eq(mf_pixel_format_find("YVU420SP"), mf_pixel_format_find("NV21"));
    cr_expect_eq(mf_pixel_format_find("YUV420SP"), mf_pixel_format_find("NV12"));
    cr_expect_eq(mf_pixel_format_find("GRAYSCALE"), mf_pixel_format_find("GRAY"));
    cr_expect_str_eq(mf_pixel_format_name(mf_pixel_format_find("YVU420SP")), "NV21");
    cr_expect_str_eq(mf_pixel_format_maixpy_name(mf_pixel_format_find("NV21")), "YVU420SP");
    cr_expect_str_eq(mf_pixel_format_maixpy_name(mf_pixel_format_find("RGB888")), "RGB888");
    cr_expect_null(mf_pixel_format_find("nv21"));
    cr_expect_null(mf_pixel_format_find("RAW"));
    cr_expect_not(mf_fail_pixel_format(&error, "NV22", "RAW"));
    cr_expect_not_null(strstr(error.text, "NV21, NV12"), "%s", error.text);
    cr_expect_not_null(strstr(error.text, "RAW16, RAW; did you mean `NV21`?"), "%s", error.text);
    cr_expect_not(mf_fail_pixel_format(&error, "HSV", NULL));
    cr_expect_not_null(strstr(error.text, ", RAW16"), "%s", error.text);
    cr_expect_null(strstr(error.text, "mean"), "%s", error.text);
}

struct spec_case {
    const char *text;
    enum mf_picture_role role;
    struct mf_picture_spec spec;
};

static bool same(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

Test(picture_spec, reads_the_whole_grammar)
{
    static const struct spec_case cases[] = {
        {"640x480", MF_ROLE_CAMERA, {640, 480, NULL, 0, 0}},
        {"640x480@NV21@30x4", MF_ROLE_CAMERA, {640, 480, "NV21", 30, 4}},
        {"1280x720@60", MF_ROLE_CAMERA, {1280, 720, NULL, 60, 0}},
        {"1280x720@60x2", MF_ROLE_CAMERA, {1280, 720, NULL, 60, 2}},
        {"2560x1440@nv21", MF_ROLE_CAMERA, {2560, 1440, "NV21", 0, 0}},
        {"640x480x64", MF_ROLE_CAMERA, {640, 480, NULL, 0, 64}},
        {"16384x1@1000", MF_ROLE_CAMERA, {16384, 1, NULL, 1000, 0}},
        {"640x480@YVU420SP", MF_ROLE_CAMERA, {640, 480, "NV21", 0, 0}},
        {"640x480@grayscale", MF_ROLE_CAMERA, {640, 480, "GRAY", 0, 0}},
        {"2560x1440@raw", MF_ROLE_CAMERA, {2560, 1440, "RAW", 0, 0}},
        {"1080p", MF_ROLE_CAMERA, {1920, 1080, NULL, 0, 0}},
        {"720P@NV21@30x4", MF_ROLE_CAMERA, {1280, 720, "NV21", 30, 4}},
        {"4kx5", MF_ROLE_CAMERA, {3840, 2160, NULL, 0, 5}},
        {"1920x1080@h264", MF_ROLE_CODEC, {1920, 1080, "H264", 0, 0}},
        {"1080p@H265", MF_ROLE_CODEC, {1920, 1080, "H265", 0, 0}},
        {"640x480@jpeg", MF_ROLE_CODEC, {640, 480, "JPEG", 0, 0}},
        {"552x368", MF_ROLE_PANEL, {552, 368, NULL, 0, 0}},
        {"640x480@rgb888", MF_ROLE_IMAGE, {640, 480, "RGB888", 0, 0}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct mf_error error = {MF_OK, ""};
        struct mf_picture_spec spec;
        const struct mf_picture_spec *right = &cases[i].spec;
        cr_expect(mf_picture_spec_parse(cases[i].text, cases[i].role, &spec, &error), "%s: %s",
                  cases[i].text, error.text);
        cr_expect(spec.width == right->width && spec.height == right->height &&
                      same(spec.what, right->what) && spec.fps == right->fps &&
                      spec.count == right->count,
                  "%s", cases[i].text);
    }
}

/* What is wrong, and a word that the message must hold. */
struct bad_spec {
    const char *text;
    enum mf_picture_role role;
    const char *word;
};

Test(picture_spec, says_what_is_wrong)
{
    static const struct bad_spec cases[] = {
        {"", MF_ROLE_CAMERA, "640x480"},
        {"640", MF_ROLE_CAMERA, "640x480"},
        {"640x", MF_ROLE_CAMERA, "640x480"},
        {"x480", MF_ROLE_CAMERA, "640x480"},
        {"axb", MF_ROLE_CAMERA, "640x480"},
        {"-1x5", MF_ROLE_CAMERA, "640x480"},
        {"640x480 ", MF_ROLE_CAMERA, "640x480"},
        {"640x480@", MF_ROLE_CAMERA, "@FORMAT"},
        {"640x480@NV21@", MF_ROLE_CAMERA, "@FPS"},
        {"640x480@30@NV21", MF_ROLE_CAMERA, "@FPS"},
        {"640x480@NV21@RGB888", MF_ROLE_CAMERA, "@FPS"},
        {"1440p", MF_ROLE_CAMERA, "640x480"},
        {"0x0", MF_ROLE_CAMERA, "1 to 16384"},
        {"16385x1", MF_ROLE_CAMERA, "1 to 16384"},
        {"99999999999999999999x1", MF_ROLE_CAMERA, "1 to 16384"},
        {"640x480@0", MF_ROLE_CAMERA, "1 to 1000"},
        {"640x480@1001", MF_ROLE_CAMERA, "1 to 1000"},
        {"640x480x", MF_ROLE_CAMERA, "1 to 64"},
        {"640x480x0", MF_ROLE_CAMERA, "1 to 64"},
        {"640x480x65", MF_ROLE_CAMERA, "1 to 64"},
        {"640x480@NV21x", MF_ROLE_CAMERA, "1 to 64"},
        {"640x480@FOOx2", MF_ROLE_CAMERA, "RGB888"},
        {"640x480@h264", MF_ROLE_CAMERA, "RGB888"},
        {"640x480@raw", MF_ROLE_IMAGE, "RGB888"},
        {"640x480@NV21@30", MF_ROLE_IMAGE, "image"},
        {"640x480x3", MF_ROLE_IMAGE, "image"},
        {"640x480@NV21", MF_ROLE_PANEL, "panel"},
        {"640x480x3", MF_ROLE_PANEL, "panel"},
        {"1920x1080", MF_ROLE_CODEC, "h265"},
        {"1920x1080@vp9", MF_ROLE_CODEC, "h265"},
        {"1920x1080@NV21", MF_ROLE_CODEC, "h265"},
        {"1920x1080@h264x2", MF_ROLE_CODEC, "h265"},
        {"1920x1080@h264@30", MF_ROLE_CODEC, "h265"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct mf_error error = {MF_OK, ""};
        struct mf_picture_spec spec;
        cr_expect_not(mf_picture_spec_parse(cases[i].text, cases[i].role, &spec, &error), "%s",
                      cases[i].text);
        cr_expect_eq(error.reason, MF_USAGE, "%s", cases[i].text);
        cr_expect_not_null(strstr(error.text, cases[i].word), "%s: %s", cases[i].text, error.text);
    }
}

Test(picture_spec, has_one_text)
{
    static const char *const texts[][2] = {{"4K@yvu420sp@30x4", "3840x2160@NV21@30x4"},
                                           {"720p", "1280x720"},
                                           {"640x480@60", "640x480@60"},
                                           {"640x480x2", "640x480x2"}};
    struct mf_arena arena = {0};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct mf_error error;
        struct mf_picture_spec spec;
        cr_assert(mf_picture_spec_parse(texts[i][0], MF_ROLE_CAMERA, &spec, &error));
        cr_expect_str_eq(mf_picture_spec_text(&arena, &spec), texts[i][1]);
    }
    mf_arena_free(&arena);
}

Test(display_spec, has_a_panel_and_an_image)
{
    struct mf_error error;
    struct mf_display_spec display;
    cr_assert(mf_display_parse("yes", &display, &error));
    cr_expect(display.wanted && display.panel.width == 0 && display.image.width == 0);
    cr_assert(mf_display_parse("no", &display, &error));
    cr_expect_not(display.wanted);
    cr_assert(mf_display_parse("552x368", &display, &error));
    cr_expect(display.wanted && display.panel.width == 552 && display.panel.height == 368);
    cr_assert(mf_display_parse("552x368:1080p@nv21", &display, &error));
    cr_expect(display.panel.width == 552 && display.image.width == 1920);
    cr_expect_str_eq(display.image.what, "NV21");
    cr_assert(mf_display_parse("yes:320x240", &display, &error));
    cr_expect(display.panel.width == 0 && display.image.height == 240 && !display.image.what);
}

Test(display_spec, is_read_strictly)
{
    static const char *const bad[] = {
        "",       "maybe",         "552",  "552x368@NV21", "552x368:",           "552x368:yes",
        "no:1x1", "yes:640x480x3", ":1x1", "yes:1x1:1x1",  "552x368:640x480@raw"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct mf_error error = {MF_OK, ""};
        struct mf_display_spec display;
        cr_expect_not(mf_display_parse(bad[i], &display, &error), "%s", bad[i]);
        cr_expect_eq(error.reason, MF_USAGE, "%s", bad[i]);
    }
}

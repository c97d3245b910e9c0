// SPDX-License-Identifier: MIT
/* Damage of every kind to small valid files: each gives a reason or a verdict, and no smaller need
 * passes for the whole file's. */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "../formats/format.h"
#include "support.h"

#define AXMODEL                                                                                    \
    "axmodel %s --const 64 --words 16 --workspace 4096 --input images:UINT8:1x4x4x3 --output "     \
    "scores:FP32:1x10"
#define CVIMODEL                                                                                   \
    "cvimodel %s --weight 64 --cmd t2,d1,s,c,d3 --tensor in:INT8:1x3x4x4:io0:input "               \
    "--tensor out:FP32:1x10:io1:output --shared 4096 --private 128"

static bool read_bytes(const uint8_t *bytes, size_t size, const char *path, uint64_t *need,
                       struct mf_error *error)
{
    struct mf_arena arena = {0};
    struct mf_source source;
    struct mf_model model;
    *error = (struct mf_error){0};
    mf_source_memory(&source, bytes, size);
    bool ok = mf_model_read(&arena, &source, path, &model, error) &&
              mf_blocks_sum(&model.blocks, MF_POOL_NPU, need, error);
    mf_arena_free(&arena);
    return ok;
}

static void truncate_everywhere(const char *format, const char *path)
{
    size_t size;
    uint64_t whole;
    uint64_t need;
    struct mf_error error;
    uint8_t *bytes = make_model(format, &size);
    cr_assert(read_bytes(bytes, size, path, &whole, &error), "%s", error.text);
    for (size_t length = 0; length < size; length++) {
        /* A copy of just this length, so that the sanitizer sees a read past it. */
        uint8_t *cut = malloc(length + 1);
        memcpy(cut, bytes, length);
        bool ok = read_bytes(cut, length, path, &need, &error);
        cr_expect(ok ? need >= whole : error.reason != MF_OK && error.text[0] != '\0',
                  "length %zu of %zu: %d %s", length, size, ok, error.text);
        free(cut);
    }
    free(bytes);
}

Test(formats, axmodel_cut_at_every_length)
{
    truncate_everywhere(AXMODEL, "a.axmodel");
}

Test(formats, cvimodel_cut_at_every_length)
{
    truncate_everywhere(CVIMODEL, "a.cvimodel");
}

static void flip_every_bit(const char *format, const char *path)
{
    size_t size;
    uint64_t need;
    struct mf_error error;
    uint8_t *bytes = make_model(format, &size);
    for (size_t bit = 0; bit < size * 8; bit++) {
        bytes[bit / 8] ^= (uint8_t)(1U << (bit % 8));
        bool ok = read_bytes(bytes, size, path, &need, &error);
        cr_expect(ok || (error.reason != MF_OK && error.text[0] != '\0'), "bit %zu", bit);
        bytes[bit / 8] ^= (uint8_t)(1U << (bit % 8));
    }
    free(bytes);
}

Test(formats, axmodel_with_every_bit_flipped)
{
    flip_every_bit(AXMODEL, "a.axmodel");
}

Test(formats, cvimodel_with_every_bit_flipped)
{
    flip_every_bit(CVIMODEL, "a.cvimodel");
}

/* The figure must not depend on the order of nodes and initializers. */
Test(formats, axmodel_in_another_order)
{
    size_t size;
    uint64_t usual;
    uint64_t turned;
    struct mf_error error;
    uint8_t *bytes = make_model(AXMODEL, &size);
    cr_assert(read_bytes(bytes, size, "a.axmodel", &usual, &error));
    free(bytes);
    bytes = make_model(AXMODEL " --initializers-first", &size);
    cr_assert(read_bytes(bytes, size, "a.axmodel", &turned, &error), "%s", error.text);
    free(bytes);
    cr_assert_eq(usual, turned);
}

Test(formats, magic_decides_not_the_name)
{
    size_t size;
    uint64_t need;
    struct mf_error error;
    uint8_t *bytes = make_model(CVIMODEL, &size);
    cr_assert(read_bytes(bytes, size, "renamed.axmodel", &need, &error), "%s", error.text);
    free(bytes);
}

Test(formats, each_is_found_by_its_name_and_listed)
{
    char names[MF_FORMAT_NAMES_MAX];
    mf_format_names(names);
    for (size_t i = 0; mf_formats[i]; i++) {
        const char *name = mf_formats[i]->traits.format;
        cr_expect_eq(mf_format_find(name), mf_formats[i]);
        cr_expect_not_null(strstr(names, name), "%s is missing in: %s", name, names);
        cr_expect_neq(mf_formats[i]->traits.pool_kind, MF_KIND_UNKNOWN, "%s", name);
    }
    cr_expect_null(mf_format_find("bundle"));
    cr_expect_null(mf_format_find(""));
}

Test(formats, foreign_things_have_a_name)
{
    static const struct {
        const char *path;
        const char *bytes;
        enum mf_reason reason;
    } things[] = {
        {"a.axmodel", "version https://git-lfs.github.com/spec/v1\nsize 12\n", MF_LFS_POINTER},
        {"a.axmodel", "\xDE\xAD\xBE\xEF", MF_UNKNOWN_FORMAT},
        {"a.cvimodel", "  <html><body>", MF_HTML_PAGE},
        {"a.cvimodel", "PK\x03\x04", MF_FOREIGN},
        {"a.joint", "something", MF_JOINT},
        {"a.bmodel", "\xEE\xAA\x55\xFF and more", MF_FOREIGN},
        {"a.cvimodel", "\xEE\xAA\x55\xFF and more", MF_FOREIGN},
        {"a.axmodel",
         "RKNN and more than that, so that it could be a field of 75 bytes; that it "
         "is not, is known by its first bytes",
         MF_FOREIGN},
        {"a.axmodel", "CYPTRKNN and more", MF_FOREIGN},
        {"a.kmodel", "LDMK and more", MF_FOREIGN},
        {"a.gguf", "GGUF and more", MF_FOREIGN},
        {"a.tflite", "\x1C---TFL3", MF_FOREIGN},
        {"a.cvimodel.001", "something", MF_SPLIT_PART},
        {"a.cvimodel", "CviMod", MF_TRUNCATED},
        {"a.txt", "hello", MF_UNKNOWN_FORMAT},
        {"a.txt", "", MF_EMPTY},
    };
    for (size_t i = 0; i < sizeof things / sizeof things[0]; i++) {
        uint64_t need;
        struct mf_error error;
        const uint8_t *bytes = (const uint8_t *)things[i].bytes;
        cr_expect_not(read_bytes(bytes, strlen(things[i].bytes), things[i].path, &need, &error));
        cr_expect_eq(error.reason, things[i].reason, "%s: %s", things[i].path, error.text);
    }
}

/* Worked out by the formula of docs/formats.md: records t,t,d | c | d: a sync after two TIU and one
 * TDMA; the CPU record is a sync of its own; the last record is one too. */
Test(formats, command_section_worked_out)
{
    uint8_t section[2 * 120 + 2 * 72 + 72] = {0};
    struct mf_source source;
    struct mf_error error;
    uint64_t bytes;
    size_t at = 0;
    const uint8_t lengths[] = {112, 112, 64, 64, 64};
    const uint8_t engines[] = {0, 0, 2, 5, 2};
    for (size_t i = 0; i < 5; i++) {
        section[at] = 0xA7;
        section[at + 1] = lengths[i];
        section[at + 2] = engines[i];
        if (i == 2)
            section[at + 8 + 2] = section[at + 8 + 3] = 0xFF;
        at += 8U + lengths[i];
    }
    cr_assert_eq(at, sizeof section);
    mf_source_memory(&source, section, sizeof section);
    struct mf_view view = mf_view_all(&source);
    bool mf_cvi_command_bytes(const struct mf_view *, uint8_t, uint64_t *, struct mf_error *);
    cr_assert(mf_cvi_command_bytes(&view, 0xA7, &bytes, &error), "%s", error.text);
    /* cpu = 3: round256(128 + 3·224 = 800) = 1024; lists: round256(2·112 + 128 = 352) = 512; 2 TDMA
     * · 64. */
    cr_assert_eq(bytes, 1024 + 512 + 128);
    for (at = 0; at < sizeof section; at += 8U + section[at + 1])
        section[at] = 0xA8;
    cr_assert(mf_cvi_command_bytes(&view, 0xA8, &bytes, &error), "%s", error.text);
    cr_expect_eq(bytes, 1024 + 512 + 128, "cv180x: the same walk");
    cr_assert_not(mf_cvi_command_bytes(&view, 0xA7, &bytes, &error));
    cr_assert_eq(error.reason, MF_DAMAGED);
}

/* Worked out from neuron.cpp of sophgo/cviruntime, for cv181x and cv183x. */
Test(formats, aligned_tensors_worked_out)
{
    bool mf_cvi_aligned_bytes(const uint64_t[4], const char *, bool, uint64_t *);
    static const struct {
        const char *pixels;
        uint64_t bytes;
        uint64_t cv183x;
    } cases[] = {
        {"GRAYSCALE", 2 * 3 * 50 * 128, 2 * 3 * 50 * 128},
        {"RGB_PLANAR", 2 * 3 * 50 * 128, 2 * 3 * 8192},
        {"RGBA_PLANAR", 2 * 3 * 50 * 128, 2 * 3 * 8192},
        {"BGR_PACKED", 2 * 50 * 320, 2 * 50 * 320},
        {"YUV_NV12", 2 * (50 * 128 + 25 * 128), 2 * (8192 + 4096)},
        {"YUV_NV21", 2 * (50 * 128 + 25 * 128), 2 * (8192 + 4096)},
        {"YUV420_PLANAR", 2 * (50 * 128 + 2 * 25 * 64), 2 * (8192 + 2 * 4096)},
    };
    const uint64_t dims[4] = {2, 3, 50, 100};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint64_t bytes = 0;
        cr_assert(mf_cvi_aligned_bytes(dims, cases[i].pixels, false, &bytes));
        cr_expect_eq(bytes, cases[i].bytes, "%zu: %llu", i, (unsigned long long)bytes);
        cr_assert(mf_cvi_aligned_bytes(dims, cases[i].pixels, true, &bytes));
        cr_expect_eq(bytes, cases[i].cv183x, "%zu: %llu", i, (unsigned long long)bytes);
    }
    /* 320 columns of luma are 384 bytes: the step of a row is twice that of the others. */
    const uint64_t qvga[4] = {1, 3, 240, 320};
    uint64_t bytes;
    cr_assert(mf_cvi_aligned_bytes(qvga, "YUV420_PLANAR", false, &bytes));
    cr_expect_eq(bytes, 384 * 240 + 2 * 192 * 120);
    const uint64_t huge[4] = {2, 3, UINT64_MAX / 4, 100};
    cr_expect_not(mf_cvi_aligned_bytes(huge, "YUV420_PLANAR", false, &bytes));
    cr_expect_not(mf_cvi_aligned_bytes(huge, "RGB_PLANAR", false, &bytes));
    cr_expect_not(mf_cvi_aligned_bytes(dims, "XYZ", false, &bytes));
    cr_expect_not(mf_cvi_aligned_bytes(dims, NULL, false, &bytes));
}

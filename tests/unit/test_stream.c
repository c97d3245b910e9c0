// SPDX-License-Identifier: MIT
/* A model that comes as a stream, in pieces of any size, gives what the file gives. */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "../formats/format.h"
#include "support.h"

struct pieces {
    const uint8_t *bytes;
    size_t size;
    size_t at;
    size_t piece;
};

static bool pull(void *context, const uint8_t **bytes, size_t *length, uint64_t *offset,
                 struct mf_error *error)
{
    struct pieces *pieces = context;
    size_t left = pieces->size - pieces->at;
    (void)error;
    *bytes = pieces->bytes + pieces->at;
    *offset = pieces->at;
    *length = left < pieces->piece ? left : pieces->piece;
    pieces->at += *length;
    return true;
}

struct outcome {
    bool ok;
    uint64_t npu;
    uint64_t user;
    uint64_t file;
    struct mf_error error;
};

static struct outcome read_source(struct mf_source *source)
{
    struct outcome outcome = {0};
    struct mf_arena arena = {0};
    struct mf_model model;
    outcome.ok = mf_model_read(&arena, source, "m", &model, &outcome.error) &&
                 mf_blocks_sum(&model.blocks, MF_POOL_NPU, &outcome.npu, &outcome.error) &&
                 mf_blocks_sum(&model.blocks, MF_POOL_USER, &outcome.user, &outcome.error);
    outcome.file = model.file_bytes;
    mf_source_close(source);
    mf_arena_free(&arena);
    return outcome;
}

static struct outcome read_stream(const uint8_t *bytes, size_t size, size_t piece, uint64_t told)
{
    struct mf_source source;
    struct pieces pieces = {bytes, size, 0, piece};
    mf_source_stream(&source, (struct mf_stream){pull, &pieces}, told);
    return read_source(&source);
}

static struct outcome read_memory(const uint8_t *bytes, size_t size)
{
    struct mf_source source;
    mf_source_memory(&source, bytes, size);
    return read_source(&source);
}

static const char *const models[] = {
    "axmodel %s --const 300K --words 9000 --workspace 4096 --input images:UINT8:1x4x4x3 --output "
    "scores:FP32:1x10",
    "axmodel %s --initializers-first --groups 3 --const 70K --words 400 --kv 16:8 --input "
    "x:BF16:1x64 --output y:BF16:1x64",
    "axmodel %s --layout 1.1 --chip AX650 --const 64K --words 500 --input x:UINT8:1x64 --output "
    "y:FP32:1x4",
    "cvimodel %s --weight 100K --cmd t20,d10,s,c,d30 --tensor in:INT8:1x3x4x4:io0:input --tensor "
    "out:FP32:1x10:io1:output --shared 4096 --private 128",
};

Test(stream, gives_what_the_file_gives)
{
    static const size_t piece_sizes[] = {1, 7, 512, 65536, SIZE_MAX};
    for (size_t i = 0; i < sizeof models / sizeof models[0]; i++) {
        size_t size;
        uint8_t *bytes = make_model(models[i], &size);
        struct outcome whole = read_memory(bytes, size);
        cr_assert(whole.ok, "%s", whole.error.text);
        for (size_t k = 0; k < 2 * sizeof piece_sizes / sizeof piece_sizes[0]; k++) {
            uint64_t told = k % 2 == 0 ? size : MF_SIZE_UNKNOWN;
            struct outcome streamed = read_stream(bytes, size, piece_sizes[k / 2], told);
            cr_expect(streamed.ok, "%s: %s", models[i], streamed.error.text);
            cr_expect_eq(streamed.npu, whole.npu);
            cr_expect_eq(streamed.user, whole.user);
            cr_expect_eq(streamed.file, size);
        }
        free(bytes);
    }
}

/* Cut anywhere, told or not: never a smaller need that looks whole. */
Test(stream, cut_at_every_length)
{
    static const char small[] = "axmodel %s --const 64 --words 16 --workspace 4096 --input "
                                "a:UINT8:1x4 --output b:FP32:1x10";
    size_t size;
    uint8_t *bytes = make_model(small, &size);
    struct outcome whole = read_memory(bytes, size);
    for (size_t length = 0; length < size; length++) {
        struct outcome told = read_stream(bytes, length, 100, size);
        struct outcome untold = read_stream(bytes, length, 100, MF_SIZE_UNKNOWN);
        cr_expect_not(told.ok, "%zu", length);
        cr_expect(told.error.text[0] != '\0');
        cr_expect(untold.ok ? untold.npu >= whole.npu : untold.error.text[0] != '\0', "%zu: %s",
                  length, untold.error.text);
    }
    free(bytes);
    bytes = make_model(models[3], &size);
    for (size_t length = 0; length < size; length += 97) {
        cr_expect_not(read_stream(bytes, length, 100, size).ok, "%zu", length);
        cr_expect_not(read_stream(bytes, length, 100, MF_SIZE_UNKNOWN).ok, "%zu", length);
    }
    free(bytes);
}

/* What an archive tells of a member is not believed. */
Test(stream, longer_than_promised)
{
    size_t size;
    uint8_t *bytes = make_model(models[0], &size);
    uint8_t *longer = calloc(1, size + 10);
    memcpy(longer, bytes, size);
    struct outcome outcome = read_stream(longer, size + 10, 4096, size);
    cr_expect_not(outcome.ok);
    cr_expect_eq(outcome.error.reason, MF_DAMAGED, "%s", outcome.error.text);
    free(longer);
    free(bytes);
}

/* A program larger than what is held: its tables stand at its beginning and its end. */
Test(stream, a_large_program_is_not_held_whole)
{
    size_t size;
    uint8_t *bytes = make_model("axmodel %s --const 64 --words 1M --workspace 4096 --input "
                                "a:UINT8:1x4 --output b:FP32:1x10",
                                &size);
    struct outcome whole = read_memory(bytes, size);
    struct outcome streamed = read_stream(bytes, size, 65536, size);
    cr_assert(whole.ok, "%s", whole.error.text);
    cr_expect(streamed.ok, "%s", streamed.error.text);
    cr_expect_eq(streamed.npu, whole.npu);
    free(bytes);
}

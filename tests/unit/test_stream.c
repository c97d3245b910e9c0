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

static bool pull(void *state, const uint8_t **bytes, size_t *length, uint64_t *offset,
                 struct mf_error *error)
{
    struct pieces *pieces = state;
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

static struct outcome read_stream(const uint8_t *bytes, size_t size, size_t piece,
                                  uint64_t declared)
{
    struct mf_source source;
    struct pieces pieces = {bytes, size, 0, piece};
    mf_source_stream(&source, (struct mf_stream){pull, &pieces}, declared);
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
    "axmodel %s --layout 1.1 --dotneus 2 --nodes-twice --far-vtables --const 64K --words 9000",
    "axmodel %s --no-tables both --unknown-fields 99 --far-vtables --json-twice dotneus:first "
    "--dotneus 2 --const 300K --words 700K",
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
            uint64_t declared = k % 2 == 0 ? size : MF_SIZE_UNKNOWN;
            struct outcome streamed = read_stream(bytes, size, piece_sizes[k / 2], declared);
            cr_expect(streamed.ok, "%s: %s", models[i], streamed.error.text);
            cr_expect_eq(streamed.npu, whole.npu);
            cr_expect_eq(streamed.user, whole.user);
            cr_expect_eq(streamed.file, size);
        }
        free(bytes);
    }
}

/* Cut anywhere, with its length declared or not: never a smaller need that looks complete. */
Test(stream, cut_at_every_length)
{
    static const char small[] = "axmodel %s --const 64 --words 16 --workspace 4096 --input "
                                "a:UINT8:1x4 --output b:FP32:1x10";
    size_t size;
    uint8_t *bytes = make_model(small, &size);
    struct outcome whole = read_memory(bytes, size);
    for (size_t length = 0; length < size; length++) {
        struct outcome closed = read_stream(bytes, length, 100, size);
        struct outcome open = read_stream(bytes, length, 100, MF_SIZE_UNKNOWN);
        cr_expect_not(closed.ok, "%zu", length);
        cr_expect(closed.error.text[0] != '\0');
        cr_expect(open.ok ? open.npu >= whole.npu : open.error.text[0] != '\0', "%zu: %s", length,
                  open.error.text);
    }
    free(bytes);
    bytes = make_model(models[3], &size);
    for (size_t length = 0; length < size; length += 97) {
        cr_expect_not(read_stream(bytes, length, 100, size).ok, "%zu", length);
        cr_expect_not(read_stream(bytes, length, 100, MF_SIZE_UNKNOWN).ok, "%zu", length);
    }
    free(bytes);
}

/* The size that an archive declares for a member is checked. */
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

struct scattered {
    size_t next;
    const uint64_t *offsets; /* of pieces of one byte, 'a', 'b'… */
    size_t count;
};

static bool pull_scattered(void *state, const uint8_t **bytes, size_t *length, uint64_t *offset,
                           struct mf_error *error)
{
    static const uint8_t letters[] = "abcdef";
    struct scattered *scattered = state;
    (void)error;
    *length = scattered->next < scattered->count ? 1 : 0;
    if (*length == 0)
        return true;
    *bytes = letters + scattered->next;
    *offset = scattered->offsets[scattered->next++];
    return true;
}

/* As in a sparse file of a tar. */
Test(stream, bytes_between_two_pieces_are_zeros)
{
    static const uint64_t offsets[] = {0, 3, 3000};
    struct scattered scattered = {0, offsets, 3};
    struct mf_source source;
    struct mf_error error;
    uint8_t bytes[8];
    uint64_t size;
    mf_source_stream(&source, (struct mf_stream){pull_scattered, &scattered}, MF_SIZE_UNKNOWN);
    struct mf_view view = mf_view_all(&source);
    cr_assert(mf_view_read(&view, 0, bytes, 5, &error));
    cr_expect_arr_eq(bytes, "a\0\0b\0", 5);
    cr_assert(mf_view_read(&view, 2998, bytes, 3, &error));
    cr_expect_arr_eq(bytes, "\0\0c", 3);
    cr_assert(mf_view_ends(&view, 3001));
    cr_assert(mf_source_finish(&source, &size, &error));
    cr_expect_eq(size, 3001);
    mf_source_close(&source);
}

Test(stream, pieces_that_overlap_are_damage)
{
    static const uint64_t offsets[] = {5, 5};
    struct scattered scattered = {0, offsets, 2};
    struct mf_source source;
    struct mf_error error;
    uint64_t size;
    mf_source_stream(&source, (struct mf_stream){pull_scattered, &scattered}, MF_SIZE_UNKNOWN);
    cr_assert_not(mf_source_finish(&source, &size, &error));
    cr_expect_eq(error.reason, MF_DAMAGED);
    mf_source_close(&source);
}

/* What is held can be read in any order; nothing else that was passed. */
Test(stream, only_what_is_held_can_be_read_again)
{
    static uint8_t bytes[200000];
    struct pieces pieces = {bytes, sizeof bytes, 0, 1000};
    struct mf_source source;
    struct mf_error error;
    struct mf_view part;
    uint8_t got[10];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)(i * 7 / 5);
    mf_source_stream(&source, (struct mf_stream){pull, &pieces}, sizeof bytes);
    struct mf_view view = mf_view_all(&source);
    cr_assert(mf_view_slice(&view, 50000, 60000, &part));
    cr_assert(mf_view_hold(&part, part.size, &error));
    cr_assert(mf_view_read(&view, 150000, got, sizeof got, &error));
    cr_expect_arr_eq(got, bytes + 150000, sizeof got);
    cr_assert(mf_view_read(&part, 0, got, sizeof got, &error));
    cr_expect_arr_eq(got, bytes + 50000, sizeof got);
    cr_assert(mf_view_read(&part, 59990, got, sizeof got, &error));
    cr_expect_arr_eq(got, bytes + 109990, sizeof got);
    cr_assert_not(mf_view_read(&view, 1000, got, sizeof got, &error));
    cr_expect_eq(error.reason, MF_STREAM_ORDER);
    mf_source_close(&source);
}

/* As an archive is read after its first bytes were looked at. */
Test(stream, is_read_on_from_its_beginning)
{
    static uint8_t bytes[5000];
    static uint8_t got[6000];
    struct pieces pieces = {bytes, sizeof bytes, 0, 700};
    struct mf_source sources[2];
    struct mf_error error;
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)(i * 7 / 5);
    mf_source_stream(&sources[0], (struct mf_stream){pull, &pieces}, MF_SIZE_UNKNOWN);
    mf_source_memory(&sources[1], bytes, sizeof bytes);
    for (size_t i = 0; i < 2; i++) {
        struct mf_view view = mf_view_all(&sources[i]);
        size_t length;
        size_t done = 0;
        cr_assert(mf_view_head(&view, got, 10, &length, &error));
        do {
            length = sizeof got - done;
            cr_assert(mf_source_read_on(&sources[i], done, got + done, &length, &error));
            done += length;
        } while (length > 0);
        cr_expect_eq(done, sizeof bytes);
        cr_expect_arr_eq(got, bytes, sizeof bytes);
        mf_source_close(&sources[i]);
    }
}

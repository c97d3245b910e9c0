// SPDX-License-Identifier: MIT
/* The programs of a cvimodel: their working memory and tensors. */
#include <stdlib.h>
#include <string.h>

#include "../src/core/checked.h"
#include "cvimodel.h"

enum {
    PROGRAM_NEURON_SIZE = 1,
    PROGRAM_INPUTS,
    PROGRAM_OUTPUTS,
    PROGRAM_TENSORS,
    PROGRAM_SHARED = 6,
    PROGRAM_PRIVATE
};
enum {
    TENSOR_NAME = 1,
    TENSOR_OFFSET,
    TENSOR_DTYPE,
    TENSOR_SHAPE,
    TENSOR_PIXEL_FORMAT = 10,
    TENSOR_ALIGNED,
    TENSOR_SIZE
};

#define NO_PLACE    UINT64_MAX /* offset −1 */
#define PLACE_SHIFT 40
#define FIRST_IO    3U /* kinds 3…7 are io; 2 is private, 0 is shared */
#define PLACES      8U
#define VENDOR_DIMS 4U /* the runtime and the vendor's tool look at the first four */

struct dtype {
    const char *name;
    uint64_t bytes;
};

static const struct dtype dtypes[] = {{"FP32", 4},  {"INT32", 4},  {"UINT32", 4}, {"BF16", 2},
                                      {"INT16", 2}, {"UINT16", 2}, {"INT8", 1},   {"UINT8", 1}};

struct tensor {
    const char *name;
    const struct dtype *dtype;
    struct mf_fb_vector dims;
    uint64_t place;       /* kind, or NO_PLACE */
    uint64_t bytes;       /* first four dims × element */
    uint64_t block_bytes; /* as the runtime sizes its block */
    bool aligned_guess;   /* block_bytes comes from the pixel format */
};

struct name_list {
    const char **items;
    size_t count;
};

struct program {
    uint32_t index;
    struct mf_fb_table table;
    struct name_list inputs;
    struct name_list outputs;
    bool place_taken[PLACES];
};

static int compare_names(const void *a, const void *b)
{
    const char *const *left = a;
    const char *const *right = b;
    return strcmp(*left, *right);
}

/* Reads the names of inputs or outputs, sorted: a hostile file may list thousands. */
static bool read_names(struct mf_cvi *cvi, const struct mf_fb_table *program, uint32_t field,
                       struct name_list *names)
{
    struct mf_fb_vector vector = mf_fb_vector(program, field, 4);
    if (vector.count > MF_TENSORS_MAX - cvi->names_read)
        return mf_fail(cvi->error, MF_LIMIT, _("lists more than %u input and output names"),
                       MF_TENSORS_MAX);
    cvi->names_read += vector.count;
    if (vector.count == 0)
        return !cvi->fb.failed;
    names->items = mf_arena_take(cvi->scratch, vector.count * sizeof *names->items);
    if (!names->items)
        return mf_fail_memory(cvi->error);
    for (uint32_t i = 0; i < vector.count; i++) {
        names->items[i] = mf_fb_vector_string(cvi->scratch, &vector, i);
        if (!names->items[i])
            return false;
    }
    names->count = vector.count;
    qsort(names->items, names->count, sizeof *names->items, compare_names);
    return true;
}

static bool name_in(const struct name_list *names, const char *name)
{
    return names->count > 0 &&
           bsearch(&name, names->items, names->count, sizeof *names->items, compare_names) != NULL;
}

/* Fails on a dynamic dimension: what it takes is only known when it runs. */
static bool read_dims(struct mf_cvi *cvi, struct tensor *tensor, uint64_t dims[VENDOR_DIMS])
{
    for (uint32_t i = 0; i < VENDOR_DIMS; i++)
        dims[i] = 1;
    if (tensor->dims.count > MF_RANK_MAX)
        return mf_fail(cvi->error, MF_LIMIT, _("tensor %s has %u dimensions; at most %u are read"),
                       tensor->name, tensor->dims.count, MF_RANK_MAX);
    for (uint32_t i = 0; i < tensor->dims.count; i++) {
        int64_t dim = (int64_t)mf_fb_vector_u64(&tensor->dims, i);
        if (cvi->fb.failed)
            return false;
        if (dim == -1)
            return mf_fail(
                cvi->error, MF_DYNAMIC_SHAPE,
                _("tensor %s has a dynamic dimension (−1), so its size cannot be judged; "
                  "compile the model with fixed shapes"),
                tensor->name);
        if (dim < 0)
            return mf_fail(cvi->error, MF_DAMAGED, _("tensor %s has a dimension of %lld"),
                           tensor->name, (long long)dim);
        if (i < VENDOR_DIMS)
            dims[i] = (uint64_t)dim;
    }
    return true;
}

static bool plain_bytes(const uint64_t dims[VENDOR_DIMS], uint64_t element, uint64_t *bytes)
{
    *bytes = element;
    for (uint32_t i = 0; i < VENDOR_DIMS; i++) {
        if (!mf_mul(*bytes, dims[i], bytes))
            return false;
    }
    return true;
}

/* cviruntime: not aligned: the shape's bytes; aligned: the size field, or rows of whole 64 bytes.
 */
static bool size_tensor(struct mf_cvi *cvi, const struct mf_fb_table *table, struct tensor *tensor)
{
    uint64_t dims[VENDOR_DIMS];
    if (!read_dims(cvi, tensor, dims))
        return false;
    if (!plain_bytes(dims, tensor->dtype->bytes, &tensor->bytes))
        return mf_fail_overflow(cvi->error, tensor->name);
    tensor->block_bytes = tensor->bytes;
    if (mf_fb_u8(table, TENSOR_ALIGNED) == 0)
        return !cvi->fb.failed;
    uint64_t stored = mf_fb_u32(table, TENSOR_SIZE);
    const char *pixel_format = mf_fb_string(cvi->scratch, table, TENSOR_PIXEL_FORMAT);
    if (cvi->fb.failed)
        return false;
    if (stored > 0) {
        tensor->block_bytes = stored;
        return true;
    }
    bool old_chip = cvi->model->chip && strcmp(cvi->model->chip, "cv183x") == 0;
    tensor->aligned_guess = true;
    if (!mf_cvi_aligned_bytes(dims, tensor->dtype->bytes, pixel_format, old_chip ? 32 : 64,
                              &tensor->block_bytes))
        return mf_fail_overflow(cvi->error, tensor->name);
    return true;
}

static bool read_tensor(struct mf_cvi *cvi, const struct mf_fb_table *table, struct tensor *tensor)
{
    tensor->name = mf_fb_string(cvi->arena, table, TENSOR_NAME);
    if (!tensor->name)
        tensor->name = "";
    uint64_t offset = mf_fb_u64(table, TENSOR_OFFSET);
    tensor->place = offset == NO_PLACE ? NO_PLACE : (offset >> PLACE_SHIFT) & (PLACES - 1);
    uint8_t type = mf_fb_u8(table, TENSOR_DTYPE);
    struct mf_fb_table shape = mf_fb_subtable(table, TENSOR_SHAPE);
    tensor->dims = mf_fb_vector(&shape, 0, 8);
    if (cvi->fb.failed)
        return false;
    if (type >= sizeof dtypes / sizeof dtypes[0])
        return mf_fail(cvi->error, MF_DAMAGED,
                       _("tensor %s has element type %u, which no version has"), tensor->name,
                       type);
    tensor->dtype = &dtypes[type];
    return true;
}

/* A tensor that the model shows to its user. */
static bool list_tensor(struct mf_cvi *cvi, const struct program *program,
                        const struct tensor *tensor, bool is_output)
{
    struct mf_tensor item = {.name = tensor->name,
                             .dtype = tensor->dtype->name,
                             .is_output = is_output,
                             .group = program->index,
                             .rank = tensor->dims.count,
                             .bytes = tensor->bytes};
    if (item.rank > 0) {
        item.shape = mf_arena_take(cvi->arena, item.rank * sizeof *item.shape);
        if (!item.shape)
            return mf_fail_memory(cvi->error);
    }
    for (uint32_t i = 0; i < item.rank; i++)
        item.shape[i] = mf_fb_vector_u64(&tensor->dims, i);
    return !cvi->fb.failed && mf_tensors_add(cvi->arena, &cvi->model->tensors, item, cvi->error);
}

static bool add_block(struct mf_cvi *cvi, const struct program *program, const char *what,
                      const char *source, uint64_t bytes, enum mf_phase phase,
                      enum mf_certainty certainty)
{
    if (bytes == 0)
        return true;
    const char *name = mf_arena_format(cvi->arena, _("%s, program %u"), what, program->index);
    if (!name)
        return mf_fail_memory(cvi->error);
    struct mf_block block = {.owner = cvi->model->owner,
                             .name = name,
                             .source = source,
                             .bytes = bytes,
                             .pool = MF_POOL_NPU,
                             .phase = phase,
                             .certainty = certainty};
    return mf_blocks_add(cvi->arena, &cvi->model->blocks, block, cvi->error);
}

/* The runtime makes one block a kind, sized by the first tensor of that kind in the list. */
static bool place_io(struct mf_cvi *cvi, struct program *program, const struct tensor *tensor)
{
    if (tensor->place == NO_PLACE || tensor->place < FIRST_IO)
        return true;
    if (!mf_accumulate(&cvi->sums.vendor_io, tensor->bytes))
        return mf_fail_overflow(cvi->error, tensor->name);
    if (program->place_taken[tensor->place])
        return true;
    program->place_taken[tensor->place] = true;
    if (!mf_accumulate(&cvi->sums.io_blocks, tensor->block_bytes))
        return mf_fail_overflow(cvi->error, tensor->name);
    const char *what = mf_arena_format(cvi->scratch, _("tensor %s"), tensor->name);
    if (!what)
        return mf_fail_memory(cvi->error);
    const char *source =
        tensor->aligned_guess ? _("shape and pixel format, rows of 64 bytes") : _("shape × type");
    return add_block(cvi, program, what, source, tensor->block_bytes, MF_PHASE_RUN,
                     tensor->aligned_guess ? MF_DERIVED : MF_EXACT);
}

static bool read_tensors(struct mf_cvi *cvi, struct program *program)
{
    struct mf_fb_vector tensors = mf_fb_vector(&program->table, PROGRAM_TENSORS, 4);
    if (tensors.count > MF_TENSORS_MAX)
        return mf_fail(cvi->error, MF_LIMIT, _("has %u tensors; at most %u are read"),
                       tensors.count, MF_TENSORS_MAX);
    for (uint32_t i = 0; i < tensors.count; i++) {
        struct tensor tensor = {0};
        struct mf_fb_table table = mf_fb_vector_table(&tensors, i);
        if (!read_tensor(cvi, &table, &tensor))
            return false;
        bool input = name_in(&program->inputs, tensor.name);
        bool output = name_in(&program->outputs, tensor.name);
        bool io = tensor.place != NO_PLACE && tensor.place >= FIRST_IO;
        if (!input && !output && !io)
            continue;
        if (!size_tensor(cvi, &table, &tensor) || !place_io(cvi, program, &tensor))
            return false;
        if ((input || output) && !list_tensor(cvi, program, &tensor, output))
            return false;
    }
    return !cvi->fb.failed;
}

/* Before 1.1 a program had one `neuron` block and shared nothing. */
static bool read_program(struct mf_cvi *cvi, struct program *program)
{
    uint64_t neuron = mf_fb_u32(&program->table, PROGRAM_NEURON_SIZE);
    uint64_t private_memory = mf_fb_u32(&program->table, PROGRAM_PRIVATE);
    uint64_t shared = mf_fb_u32(&program->table, PROGRAM_SHARED);
    if (cvi->fb.failed || !read_names(cvi, &program->table, PROGRAM_INPUTS, &program->inputs) ||
        !read_names(cvi, &program->table, PROGRAM_OUTPUTS, &program->outputs))
        return false;
    struct mf_cvi_sums *sums = &cvi->sums;
    if (!mf_accumulate(&sums->neuron, neuron) ||
        !mf_accumulate(&sums->private_memory, private_memory))
        return mf_fail_overflow(cvi->error, _("the programs"));
    if (shared > sums->shared)
        sums->shared = shared;
    return add_block(cvi, program, _("neuron memory"), _("neuron_size (before version 1.1)"),
                     neuron, MF_PHASE_LOAD, MF_EXACT) &&
           add_block(cvi, program, _("private memory"), _("private_gmem"), private_memory,
                     MF_PHASE_LOAD, MF_EXACT) &&
           read_tensors(cvi, program);
}

bool mf_cvi_read_programs(struct mf_cvi *cvi, const struct mf_fb_vector *programs)
{
    if (programs->count > MF_PROGRAMS_MAX)
        return mf_fail(cvi->error, MF_LIMIT, _("has %u programs; at most %u are read"),
                       programs->count, MF_PROGRAMS_MAX);
    for (uint32_t i = 0; i < programs->count; i++) {
        struct program program = {.index = i, .table = mf_fb_vector_table(programs, i)};
        if (cvi->fb.failed || !read_program(cvi, &program))
            return false;
    }
    cvi->model->group_count = programs->count;
    if (cvi->sums.shared == 0 || cvi->minor == 0)
        return true;
    struct mf_block block = {.owner = cvi->model->owner,
                             .name = _("shared memory"),
                             .source = _("the largest shared_gmem of all programs"),
                             .bytes = cvi->sums.shared,
                             .pool = MF_POOL_NPU,
                             .phase = MF_PHASE_LOAD,
                             .certainty = MF_EXACT,
                             .shared = true};
    return mf_blocks_add(cvi->arena, &cvi->model->blocks, block, cvi->error);
}

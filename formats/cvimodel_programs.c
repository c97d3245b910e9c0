// SPDX-License-Identifier: MIT
/* The programs of a cvimodel: their working memory and tensors, as sophgo/cviruntime allocates them
 * (docs/formats.md). */
#include <stdlib.h>
#include <string.h>

#include "../src/core/checked.h"
#include "cvimodel.h"

enum {
    PROGRAM_BATCH,
    PROGRAM_NEURON_SIZE,
    PROGRAM_INPUTS,
    PROGRAM_OUTPUTS,
    PROGRAM_TENSORS,
    PROGRAM_ROUTINES,
    PROGRAM_SHARED,
    PROGRAM_PRIVATE
};
enum { ROUTINE_TPU = 3 };
enum { TPU_CMDBUF, TPU_DMABUF };
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
#define VENDOR_DIMS 4U /* the runtime and the vendor's tool use the first four */

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
    uint64_t shift;       /* its offset inside that block */
    uint64_t bytes;       /* first four dims × element */
    uint64_t block_bytes; /* as the runtime sizes its block */
    const char *source;   /* of block_bytes */
    enum mf_certainty certainty;
};

struct program {
    uint32_t index;
    struct mf_fb_table table;
    struct mf_cvi_names inputs;
    struct mf_cvi_names outputs;
    size_t inputs_found; /* tensors with one of these names */
    size_t outputs_found;
    uint64_t place_bytes[PLACES]; /* of the block of each io place; 0: none yet */
};

static bool warn(struct mf_cvi *cvi, const char *code, const char *text)
{
    return mf_model_warn(cvi->arena, cvi->model, code, text, cvi->error);
}

/* Reads the names of inputs or outputs, sorted, each once. */
static bool read_names(struct mf_cvi *cvi, const struct mf_fb_table *program, uint32_t field,
                       struct mf_cvi_names *names)
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
    mf_cvi_sort_names(names);
    return true;
}

/* Fails on a dynamic dimension: its size is only known when the model runs. */
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

static bool size_by_pixels(struct mf_cvi *cvi, const struct mf_fb_table *table,
                           const uint64_t dims[VENDOR_DIMS], struct tensor *tensor)
{
    bool cv183x = strcmp(cvi->model->chip, "cv183x") == 0;
    const char *pixels = mf_fb_string(cvi->scratch, table, TENSOR_PIXEL_FORMAT);
    if (cvi->fb.failed)
        return false;
    if (!mf_cvi_is_pixel_format(pixels))
        return mf_fail(
            cvi->error, MF_DAMAGED,
            _("tensor %s is aligned, but the runtime does not know its pixel format (%s), "
              "so its size is unknown"),
            tensor->name, pixels ? pixels : _("none"));
    tensor->certainty = MF_DERIVED;
    tensor->source = cv183x ? _("shape and pixel format, rows of 32 bytes")
                            : _("shape and pixel format, rows of 64 bytes");
    return mf_cvi_aligned_bytes(dims, pixels, cv183x, &tensor->block_bytes)
               ? true
               : mf_fail_overflow(cvi->error, tensor->name);
}

/* As cviruntime does it: the bytes of the shape; where it is aligned, the size field or, without
 * one, aligned rows. */
static bool size_tensor(struct mf_cvi *cvi, const struct mf_fb_table *table, struct tensor *tensor)
{
    uint64_t dims[VENDOR_DIMS];
    if (!read_dims(cvi, tensor, dims))
        return false;
    if (!plain_bytes(dims, tensor->dtype->bytes, &tensor->bytes))
        return mf_fail_overflow(cvi->error, tensor->name);
    if (tensor->bytes == 0 &&
        !warn(cvi, "tensor-empty",
              mf_arena_format(cvi->arena, _("tensor %s has a dimension of 0, so it takes nothing"),
                              tensor->name)))
        return false;
    tensor->block_bytes = tensor->bytes;
    tensor->source = _("shape × type");
    tensor->certainty = MF_EXACT;
    if (mf_fb_u8(table, TENSOR_ALIGNED) == 0)
        return !cvi->fb.failed;
    uint64_t stored = mf_fb_u32(table, TENSOR_SIZE);
    if (stored == 0)
        return size_by_pixels(cvi, table, dims, tensor);
    tensor->block_bytes = stored;
    tensor->source = _("its size field");
    return !cvi->fb.failed;
}

static bool read_tensor(struct mf_cvi *cvi, const struct mf_fb_table *table, struct tensor *tensor)
{
    tensor->name = mf_fb_string(cvi->arena, table, TENSOR_NAME);
    if (!tensor->name)
        tensor->name = "";
    uint64_t offset = mf_fb_u64(table, TENSOR_OFFSET);
    tensor->place = offset == NO_PLACE ? NO_PLACE : (offset >> PLACE_SHIFT) & (PLACES - 1);
    tensor->shift = offset & ((UINT64_C(1) << PLACE_SHIFT) - 1);
    uint8_t type = mf_fb_u8(table, TENSOR_DTYPE);
    struct mf_fb_table shape = mf_fb_subtable(table, TENSOR_SHAPE);
    tensor->dims = mf_fb_vector(&shape, 0, 8);
    if (cvi->fb.failed)
        return false;
    if (type >= sizeof dtypes / sizeof dtypes[0])
        return mf_fail(cvi->error, MF_DAMAGED, _("tensor %s has the unknown element type %u"),
                       tensor->name, type);
    tensor->dtype = &dtypes[type];
    return true;
}

/* An input or output, which the report lists. */
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
                      struct mf_block block)
{
    block.name = mf_arena_format(cvi->arena, _("%s, program %u"), what, program->index);
    block.program = program->index + 1;
    return mf_model_add_block(cvi->arena, cvi->model, block, cvi->error);
}

/* The runtime allocates one block for each io place, sized by the first tensor there in the order
 * of the file; the others must lie inside it. */
static bool place_io(struct mf_cvi *cvi, struct program *program, const struct tensor *tensor)
{
    if (tensor->place == NO_PLACE || tensor->place < FIRST_IO)
        return true;
    if (!mf_accumulate(&cvi->sums.vendor_io, tensor->bytes))
        return mf_fail_overflow(cvi->error, tensor->name);
    uint64_t *place = &program->place_bytes[tensor->place];
    if (*place > 0)
        return mf_inside(tensor->shift, tensor->block_bytes, *place) ||
               warn(cvi, "tensor-outside",
                    mf_arena_format(cvi->arena,
                                    _("tensor %s of program %u ends past its block of %llu "
                                      "bytes, so the runtime would write outside it"),
                                    tensor->name, program->index, (unsigned long long)*place));
    *place = tensor->block_bytes;
    if (!mf_accumulate(&cvi->sums.io_blocks, tensor->block_bytes))
        return mf_fail_overflow(cvi->error, tensor->name);
    const char *what = mf_arena_format(cvi->scratch, _("tensor %s"), tensor->name);
    if (!what)
        return mf_fail_memory(cvi->error);
    return add_block(cvi, program, what,
                     (struct mf_block){.source = tensor->source,
                                       .bytes = tensor->block_bytes,
                                       .phase = MF_PHASE_RUN,
                                       .certainty = tensor->certainty});
}

static bool read_tensors(struct mf_cvi *cvi, struct program *program)
{
    struct mf_fb_vector tensors = mf_fb_vector(&program->table, PROGRAM_TENSORS, 4);
    if (tensors.count > MF_TENSORS_MAX - cvi->tensors_read)
        return mf_fail(cvi->error, MF_LIMIT, _("has more than %u tensors"), MF_TENSORS_MAX);
    cvi->tensors_read += tensors.count;
    for (uint32_t i = 0; i < tensors.count; i++) {
        struct tensor tensor = {0};
        struct mf_fb_table table = mf_fb_vector_table(&tensors, i);
        if (!read_tensor(cvi, &table, &tensor))
            return false;
        bool is_io = tensor.place != NO_PLACE && tensor.place >= FIRST_IO;
        bool is_input = mf_cvi_has_name(&program->inputs, tensor.name);
        bool is_output = mf_cvi_has_name(&program->outputs, tensor.name);
        if (!is_io && !is_input && !is_output)
            continue;
        program->inputs_found += is_input;
        program->outputs_found += is_output; /* one that is both is listed as both */
        if (!size_tensor(cvi, &table, &tensor) || !place_io(cvi, program, &tensor) ||
            (is_input && !list_tensor(cvi, program, &tensor, false)) ||
            (is_output && !list_tensor(cvi, program, &tensor, true)))
            return false;
    }
    if (cvi->fb.failed)
        return false;
    if (program->inputs_found >= program->inputs.count &&
        program->outputs_found >= program->outputs.count)
        return true;
    return warn(cvi, "tensor-missing",
                mf_arena_format(cvi->arena,
                                _("program %u names an input or output for which it has no "
                                  "tensor; it is not counted"),
                                program->index));
}

/* Programs of older files have one `neuron` block each and share nothing. cviruntime decides by the
 * size, not by the version of the file. */
static bool add_memory(struct mf_cvi *cvi, const struct program *program)
{
    uint64_t neuron = mf_fb_u32(&program->table, PROGRAM_NEURON_SIZE);
    uint64_t private_memory = mf_fb_u32(&program->table, PROGRAM_PRIVATE);
    uint64_t shared = mf_fb_u32(&program->table, PROGRAM_SHARED);
    struct mf_cvi_sums *sums = &cvi->sums;
    if (!mf_accumulate(&sums->neuron, neuron) ||
        !mf_accumulate(&sums->private_memory, private_memory))
        return mf_fail_overflow(cvi->error, _("the programs"));
    if (shared > sums->shared)
        sums->shared = shared;
    struct mf_block block = {.phase = MF_PHASE_LOAD, .certainty = MF_EXACT};
    if (neuron > 0) {
        block.bytes = neuron;
        block.source = _("neuron_size (older files), instead of private and shared memory");
        return add_block(cvi, program, _("neuron memory"), block);
    }
    sums->uses_shared = sums->uses_shared || shared > 0;
    block.bytes = private_memory;
    block.source = _("private_gmem");
    return add_block(cvi, program, _("private memory"), block);
}

/* A routine names the section that it runs; where it is missing, the runtime ends the process. */
static bool check_routines(struct mf_cvi *cvi, const struct program *program)
{
    struct mf_fb_vector routines = mf_fb_vector(&program->table, PROGRAM_ROUTINES, 4);
    for (uint32_t i = 0; i < routines.count && !cvi->fb.failed; i++) {
        struct mf_fb_table routine = mf_fb_vector_table(&routines, i);
        struct mf_fb_table tpu = mf_fb_subtable(&routine, ROUTINE_TPU);
        const char *name = mf_fb_string(cvi->scratch, &tpu, TPU_CMDBUF);
        if (!name)
            name = mf_fb_string(cvi->scratch, &tpu, TPU_DMABUF);
        if (name && !mf_cvi_has_name(&cvi->buffers, name))
            return mf_fail(
                cvi->error, MF_DAMAGED,
                _("program %u runs section %s, which is missing in the file; build it again"),
                program->index, name);
    }
    return !cvi->fb.failed;
}

static bool read_program(struct mf_cvi *cvi, struct program *program)
{
    uint32_t batch = mf_fb_u32(&program->table, PROGRAM_BATCH);
    return mf_model_add_group(cvi->arena, cvi->model, batch, cvi->error) &&
           add_memory(cvi, program) && !cvi->fb.failed &&
           read_names(cvi, &program->table, PROGRAM_INPUTS, &program->inputs) &&
           read_names(cvi, &program->table, PROGRAM_OUTPUTS, &program->outputs) &&
           read_tensors(cvi, program) && check_routines(cvi, program);
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
    if (!cvi->sums.uses_shared)
        return true;
    struct mf_block block = {.name = _("shared memory"),
                             .source = _("the largest shared_gmem of all programs"),
                             .bytes = cvi->sums.shared,
                             .phase = MF_PHASE_LOAD,
                             .certainty = MF_EXACT,
                             .shared = true};
    return mf_model_add_block(cvi->arena, cvi->model, block, cvi->error);
}

// SPDX-License-Identifier: MIT
/* Every reader of foreign bytes, called on some. */
#include "readers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../formats/axmodel.h"
#include "../../formats/format.h"
#include "boot/boot.h"
#include "bundle/collect.h"
#include "bundle/loading.h"
#include "device/probe.h"
#include "pipeline/pipeline.h"

#define MEMORY_MAX ((size_t)32 << 20)
#define NAMES_MAX  ((size_t)64)

/* A text with a NUL behind it, as the probes give it. */
static char *text_of(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    memcpy(text, data, size);
    text[size] = '\0';
    return text;
}

static void read_model_called(const char *name, const uint8_t *data, size_t size)
{
    struct mf_arena arena = {.limit = MEMORY_MAX};
    struct mf_source source;
    struct mf_model model;
    struct mf_error error;
    mf_source_memory(&source, data, size);
    if (!mf_model_read(&arena, &source, name, &model, &error) && error.text[0] == '\0')
        abort();
    mf_arena_free(&arena);
}

static void read_model(const uint8_t *data, size_t size)
{
    read_model_called("model", data, size);
}

/* The first line is the name of what the others hold. */
static void read_foreign(const uint8_t *data, size_t size)
{
    char name[64];
    const uint8_t *end = memchr(data, '\n', size < sizeof name ? size : sizeof name);
    size_t length = end ? (size_t)(end - data) : 0;
    memcpy(name, data, length);
    name[length] = '\0';
    if (end)
        read_model_called(name, end + 1, size - length - 1);
}

static void read_blob(const uint8_t *data, size_t size)
{
    struct mf_arena arena = {.limit = MEMORY_MAX};
    struct mf_source source;
    struct mf_error error;
    struct mf_model model = {.owner = "m", .path = "m", .traits = &mf_axmodel_format.traits};
    struct mf_ax ax = {.arena = &arena, .scratch = &arena, .model = &model, .error = &error};
    struct mf_ax_initializer item = {.name = "blob", .has_data = true};
    mf_source_memory(&source, data, size);
    item.data = mf_view_all(&source);
    if (mf_ax_read_blob(&ax, &item.data, &item.blob))
        mf_ax_count_blob(&ax, &(struct mf_ax_program){.source = &item});
    mf_arena_free(&arena);
}

struct piece {
    const uint8_t *bytes;
    size_t size;
    size_t at;
};

static bool pull(void *context, const uint8_t **bytes, size_t *length, uint64_t *offset,
                 struct mf_error *error)
{
    struct piece *piece = context;
    (void)error;
    *bytes = piece->bytes + piece->at;
    *offset = piece->at;
    *length = piece->size - piece->at < 1000 ? piece->size - piece->at : 1000;
    piece->at += *length;
    return true;
}

/* Each program, with all that a request may ask for. */
static void load_all_ways(struct mf_arena *arena, const struct mf_model *model)
{
    static const enum mf_runner runners[] = {MF_RUNNER_UNSET, MF_RUNNER_PLAIN, MF_RUNNER_MAIXCDK,
                                             MF_RUNNER_AXLLM};
    for (size_t i = 0; i < 2 * sizeof runners / sizeof runners[0]; i++) {
        bool more = i % 2 == 1;
        struct mf_loading how = {.runner = runners[i / 2],
                                 .context = more ? 2 : 0,
                                 .dynamic_layers = more,
                                 .ai_isp = more ? MF_CHOICE_YES : MF_CHOICE_NO,
                                 .on_card = more};
        struct mf_model loaded;
        struct mf_error error = {MF_OK, ""};
        if (!mf_load(arena, model, &how, &loaded, &error) && error.text[0] == '\0')
            abort();
    }
}

/* Everything that a tree holds, as the tool would open it. */
static void collect(struct mf_arena *arena, struct mf_tree *tree)
{
    struct mf_opened_list list = {0};
    struct mf_error error;
    struct mf_opening opening = {arena, tree->path, tree->path, NULL, false, &list, &error};
    mf_collect(&opening, tree, NULL);
    for (size_t i = 0; i < list.count; i++) {
        if (list.items[i].model)
            load_all_ways(arena, list.items[i].model);
    }
}

static void read_archive_source(struct mf_source *source)
{
    struct mf_arena arena = {.limit = MEMORY_MAX};
    struct mf_tree tree;
    struct mf_error error;
    if (mf_tree_archive(&tree, &arena, "archive", source, NULL, &error))
        collect(&arena, &tree);
    else if (error.text[0] == '\0')
        abort();
    mf_source_close(source);
    mf_arena_free(&arena);
}

static void read_archive(const uint8_t *data, size_t size)
{
    struct mf_source source;
    struct piece piece = {data, size, 0};
    mf_source_memory(&source, data, size);
    read_archive_source(&source);
    mf_source_stream(&source, (struct mf_stream){pull, &piece}, MF_SIZE_UNKNOWN);
    read_archive_source(&source);
}

/* A layer of an LLM with two shape groups, as small as can be. */
static struct mf_model *small_model(struct mf_arena *arena, const char *name)
{
    static const struct mf_tensor tensors[] = {{"K_cache", "BF16", false, 0, 0, NULL, 64},
                                               {"V_cache", "BF16", false, 0, 0, NULL, 64},
                                               {"K_cache_out", "BF16", true, 0, 0, NULL, 4},
                                               {"K_cache", "BF16", false, 1, 0, NULL, 8}};
    struct mf_error error;
    struct mf_block weights = {.name = "weights", .bytes = 5000, .phase = MF_PHASE_LOAD};
    struct mf_model *model = mf_arena_take(arena, sizeof *model);
    const struct mf_format *format = mf_format_find("axmodel");
    *model = (struct mf_model){.path = name,
                               .owner = name,
                               .format = "axmodel",
                               .traits = &format->traits,
                               .chip = "AX620E",
                               .group_count = 2};
    if (!mf_model_add_block(arena, model, weights, &error))
        return NULL;
    for (size_t i = 0; i < sizeof tensors / sizeof tensors[0]; i++) {
        if (!mf_tensors_add(arena, &model->tensors, tensors[i], &error))
            return NULL;
    }
    return model;
}

/* A manifest beside files that it may name. */
static void read_manifest(const char *name, const uint8_t *data, size_t size)
{
    static const char *const others[] = {"a.axmodel", "x_l0.axmodel", "x_l1.axmodel",
                                         "post.axmodel", "b.mud"};
    struct mf_arena arena = {.limit = MEMORY_MAX};
    struct mf_tree tree = {.arena = &arena, .path = "top", .in_archive = true};
    struct mf_error error;
    size_t repeated;
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        struct mf_entry *other = mf_tree_add(&tree, others[i], 100, &error);
        other->model = small_model(&arena, others[i]);
        other->looked_at = true;
    }
    struct mf_entry *entry = mf_tree_add(&tree, name, size, &error);
    entry->text = mf_arena_copy(&arena, (const char *)data, size);
    entry->text_length = size;
    mf_tree_sort(&tree, &repeated);
    collect(&arena, &tree);
    mf_arena_free(&arena);
}

/* Files of these names, one a line, and no manifest. */
static void read_names(const uint8_t *data, size_t size)
{
    struct mf_arena arena = {.limit = MEMORY_MAX};
    struct mf_tree tree = {.arena = &arena, .path = "top", .in_archive = true};
    struct mf_error error;
    size_t repeated;
    char *text = text_of(data, size);
    char *rest = NULL;
    char *name = strtok_r(text, "\n", &rest);
    for (size_t i = 0; name && i < NAMES_MAX; i++, name = strtok_r(NULL, "\n", &rest)) {
        const char *copy = mf_arena_string(&arena, name);
        struct mf_entry *entry = copy ? mf_tree_add(&tree, copy, 100, &error) : NULL;
        if (!entry)
            break;
        entry->model = mf_model_suffix(copy) ? small_model(&arena, copy) : NULL;
        entry->looked_at = true;
    }
    mf_tree_sort(&tree, &repeated);
    collect(&arena, &tree);
    free(text);
    mf_arena_free(&arena);
}

static void read_mud(const uint8_t *data, size_t size)
{
    read_manifest("m.mud", data, size);
}

static void read_config(const uint8_t *data, size_t size)
{
    read_manifest("config.json", data, size);
}

static void read_stackflow(const uint8_t *data, size_t size)
{
    read_manifest("mode_x.json", data, size);
}

static void read_script(const uint8_t *data, size_t size)
{
    read_manifest("run.sh", data, size);
}

static void read_cmm(const uint8_t *data, size_t size)
{
    struct mf_arena arena = {.limit = MEMORY_MAX};
    struct mf_supply supply = {0};
    struct mf_error error;
    char *text = text_of(data, size);
    mf_cmm_parse(&arena, text, size, &supply, &error);
    free(text);
    mf_arena_free(&arena);
}

static void read_ion(const uint8_t *data, size_t size)
{
    struct mf_arena arena = {.limit = MEMORY_MAX};
    struct mf_supply supply = {0};
    struct mf_error error;
    char *text = text_of(data, size);
    if (mf_ion_parse(&arena, text, size, &supply, &error))
        mf_ion_rebuild(&arena, &supply, 0x89500000, &error);
    free(text);
    mf_arena_free(&arena);
}

/* A text of whatever kind: split, cleaned, recognized and parsed. */
static void read_capture(const uint8_t *data, size_t size)
{
    struct mf_arena arena = {.limit = MEMORY_MAX};
    struct mf_root root = {.name = "text"};
    struct mf_supply supply = {0};
    struct mf_error error;
    char *text = text_of(data, size);
    if (mf_root_split(&arena, &root, text, size, &error))
        mf_probe_board(&arena, &root, true, &supply, &error);
    free(text);
    mf_arena_free(&arena);
}

static void read_meminfo(const uint8_t *data, size_t size)
{
    struct mf_meminfo meminfo = {0};
    char *text = text_of(data, size);
    mf_meminfo_parse(text, &meminfo);
    mf_cmdline_mem(text);
    free(text);
}

/* What an edit says it wrote, both readers must take. */
static void read_boot(const uint8_t *data, size_t size)
{
    struct mf_arena arena = {.limit = MEMORY_MAX};
    struct mf_boot_board board = {"b", 1024, 512, 700, 1, 768, 512, 200};
    struct mf_boot boot;
    struct mf_error error;
    char *edited;
    size_t length;
    char *text = text_of(data, size);
    mf_boot_check(&arena, "configs", text, size, &board, &boot, &error);
    if (mf_boot_edit(&arena, text, size, 300, &board, &edited, &length, &error)) {
        if (!mf_boot_check(&arena, "configs", edited, length, &board, &boot, &error) ||
            !boot.known || boot.pool_mib != 300 || boot.uboot.linux_mib != 724)
            abort();
        mf_boot_diff(&arena, "configs", text, size, edited, length);
    }
    free(text);
    mf_arena_free(&arena);
}

static void read_device(const uint8_t *data, size_t size)
{
    struct mf_arena arena = {.limit = MEMORY_MAX};
    struct mf_device_list list = {0};
    struct mf_error error;
    char *text = text_of(data, size);
    mf_devices_add(&arena, &list, "d.json", text, size, &error);
    free(text);
    mf_arena_free(&arena);
}

static void read_pipeline(const uint8_t *data, size_t size)
{
    struct mf_arena arena = {.limit = MEMORY_MAX};
    struct mf_pipeline_data_list list = {0};
    struct mf_pipeline_list blocks = {0};
    struct mf_picture_spec camera = {.width = 640, .height = 480};
    struct mf_picture_spec videos[] = {{1920, 1080, MF_CODEC_H264, 0, 0},
                                       {640, 480, MF_CODEC_JPEG, 0, 0}};
    struct mf_pipeline_request request = {.cameras = &camera,
                                          .camera_count = 1,
                                          .display = {.wanted = true},
                                          .encoders = videos,
                                          .encoder_count = 2,
                                          .decoders = videos,
                                          .decoder_count = 1,
                                          .audio_record = true,
                                          .audio_play = true};
    struct mf_error error;
    char *text = text_of(data, size);
    if (mf_pipelines_add(&arena, &list, "p.json", text, size, &error))
        mf_pipeline_evaluate(&arena, list.items[0], &request, &blocks, &error);
    free(text);
    mf_arena_free(&arena);
}

const struct reader foreign_readers[] = {
    {"axmodel", read_model},   {"cvimodel", read_model},    {"blob", read_blob},
    {"foreign", read_foreign}, {"names", read_names},       {"zip", read_archive},
    {"tar", read_archive},     {"targz", read_archive},     {"tarxz", read_archive},
    {"tarzst", read_archive},  {"7z", read_archive},        {"deb", read_archive},
    {"mud", read_mud},         {"config", read_config},     {"stackflow", read_stackflow},
    {"script", read_script},   {"cmm", read_cmm},           {"ion", read_ion},
    {"capture", read_capture}, {"meminfo", read_meminfo},   {"boot", read_boot},
    {"device", read_device},   {"pipeline", read_pipeline}, {NULL, NULL},
};

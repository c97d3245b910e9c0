// SPDX-License-Identifier: MIT
/* The question comes from inside the running app: what it holds already counts once. */
#include <cjson/cJSON.h>
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "support.h"

#define MIB ((uint64_t)1 << 20)

/* A listing of a pool of 3 GiB with these blocks from its bottom on. */
struct listing {
    char path[MODEL_PATH_MAX];
    FILE *file;
    uint64_t at;
    unsigned blocks;
};

static void begin(struct listing *listing)
{
    make_file(listing->path);
    listing->file = fopen(listing->path, "w");
    listing->at = 0x80000000;
    listing->blocks = 0;
    fprintf(listing->file, "+---PARTITION: Phys(0x80000000, 0x13FFFFFFF), Size=3145728KB(3072MB),"
                           "    NAME=\"anonymous\"\n");
}

static void add(struct listing *listing, uint64_t bytes, const char *name)
{
    bytes = (bytes + 4095) / 4096 * 4096;
    fprintf(listing->file,
            "   |-Block: phys(0x%llX, 0x%llX), cache =non-cacheable, length=%lluKB(0MB),"
            "    name=\"%s\"\n",
            (unsigned long long)listing->at, (unsigned long long)(listing->at + bytes - 1),
            (unsigned long long)(bytes / 1024), name);
    listing->at += bytes;
    listing->blocks++;
}

static void end(struct listing *listing)
{
    unsigned long long used = (listing->at - 0x80000000) / 1024;
    fprintf(listing->file,
            "---CMM_USE_INFO:\n total size=3145728KB(3072MB),used=%lluKB(0MB + 0KB),"
            "remain=%lluKB(0MB + 0KB),partition_number=1,block_number=%u\n",
            used, 3145728 - used, listing->blocks);
    fclose(listing->file);
}

static maixfit *ask(const char *model, const char *board, const char *inside)
{
    maixfit *fit = maixfit_new();
    cr_assert_eq(maixfit_set(fit, MAIXFIT_MODEL, model), 0);
    cr_assert_eq(maixfit_set(fit, MAIXFIT_DEVICE, "maixcam2-4g"), 0);
    cr_assert_eq(maixfit_set(fit, MAIXFIT_CAMERA, "1920x1080"), 0);
    cr_assert_eq(maixfit_set(fit, MAIXFIT_DISPLAY, "yes"), 0);
    if (board)
        cr_assert_eq(maixfit_set(fit, MAIXFIT_SYSROOT, board), 0, "%s", maixfit_message(fit));
    cr_assert_eq(maixfit_set(fit, MAIXFIT_INSIDE, inside), 0);
    maixfit_evaluate(fit);
    return fit;
}

static uint64_t need(const maixfit *fit)
{
    uint64_t bytes = 0;
    cr_expect(maixfit_figure(fit, MAIXFIT_FIGURE_DEMAND_NPU_BYTES, &bytes), "%s",
              maixfit_message(fit));
    return bytes;
}

/* What the app takes beside its model, as blocks of the listing: pools have numbers for names. The
 * sum of what was written. */
static uint64_t hold(const maixfit *fit, struct listing *listing, size_t without)
{
    char *report = verdict_json(fit);
    cJSON *root = cJSON_Parse(report);
    const cJSON *part;
    uint64_t before = listing->at;
    size_t count = 0;
    cJSON_ArrayForEach(part, cJSON_GetObjectItem(root, "pipelines"))
    {
        const cJSON *block;
        cJSON_ArrayForEach(block, cJSON_GetObjectItem(part, "blocks"))
        {
            char name[64];
            const char *own = cJSON_GetObjectItem(block, "name")->valuestring;
            if (count++ < without || cJSON_IsTrue(cJSON_GetObjectItem(block, "spread")))
                continue;
            snprintf(name, sizeof name, "%s_pool_%zu", strstr(own, "private") ? "private" : "comm",
                     count);
            add(listing, (uint64_t)cJSON_GetObjectItem(block, "bytes")->valuedouble,
                strstr(own, "dmabuf") ? own : name);
        }
    }
    cJSON_Delete(root);
    maixfit_string_free(report);
    return listing->at - before;
}

static bool has_finding(const maixfit *fit, const char *code)
{
    for (unsigned i = 0; i < maixfit_count(fit, MAIXFIT_LIST_FINDINGS); i++) {
        if (strcmp(maixfit_item_text(fit, MAIXFIT_LIST_FINDINGS, i, MAIXFIT_FIELD_CODE), code) == 0)
            return true;
    }
    return false;
}

Test(inside, what_the_app_holds_counts_once_and_models_never)
{
    char model[MODEL_PATH_MAX];
    struct listing listing;
    make_model_file(model, "axmodel %s --const 40M --input x:FP32:1x16 --output y:FP32:1x4");
    maixfit *alone = ask(model, NULL, "yes");
    uint64_t whole = need(alone);
    cr_expect_not(has_finding(alone, "held-already"), "no pool was read");

    begin(&listing);
    uint64_t held = hold(alone, &listing, 0);
    add(&listing, 40 * MIB, "NPU_MODEL");
    end(&listing);
    maixfit *outside = ask(model, listing.path, "no");
    maixfit *inside = ask(model, listing.path, "yes");
    cr_expect(held > 50 * MIB, "%llu", (unsigned long long)held);
    cr_expect_eq(need(outside), whole);
    cr_expect_eq(need(inside), whole - held, "%llu is not %llu - %llu",
                 (unsigned long long)need(inside), (unsigned long long)whole,
                 (unsigned long long)held);
    cr_expect(need(inside) > 40 * MIB, "the model counts");
    cr_expect(has_finding(inside, "held-already"));
    cr_expect_not(has_finding(outside, "held-already"));
    cr_expect_str_eq(maixfit_value(inside, MAIXFIT_INSIDE, NULL), "yes");
    maixfit_free(alone);
    maixfit_free(outside);
    maixfit_free(inside);
    unlink(listing.path);
    unlink(model);
}

Test(inside, a_block_counts_for_one_and_only_for_its_size)
{
    char model[MODEL_PATH_MAX];
    struct listing listing;
    make_model_file(model, "axmodel %s --const 40M --input x:FP32:1x16 --output y:FP32:1x4");
    maixfit *alone = ask(model, NULL, "no");
    begin(&listing);
    uint64_t held = hold(alone, &listing, 1);
    add(&listing, 12345 * 4096, "comm_pool_90");
    add(&listing, 12345 * 4096, "comm_pool_91");
    end(&listing);
    maixfit *inside = ask(model, listing.path, "yes");
    cr_expect_eq(need(inside), need(alone) - held, "the first block is not there yet");
    maixfit_free(alone);
    maixfit_free(inside);
    unlink(listing.path);
    unlink(model);
}

static uint64_t need_on_ion(const char *inside)
{
    static const char board[] = "[0] carveout heap size:78643200 bytes, used:1130496 bytes\n"
                                "usage rate:2%, memory usage peak 1130496 bytes\n\nDetails:\n"
                                "heap_id   alloc_buf_size         phy_addr         kmap_cnt      "
                                "buffer name\n"
                                "      0          1048576         8b300000                1 "
                                "VENC_7_BitStreamBuffer\n"
                                "      0            81920         8b400000                1 "
                                "VENC_x_H264_WorkBuffer\n";
    char path[MODEL_PATH_MAX];
    make_file(path);
    write_text(path, board);
    maixfit *fit = maixfit_new();
    cr_assert_eq(maixfit_set(fit, MAIXFIT_DEVICE, "maixcam"), 0);
    cr_assert_eq(maixfit_set(fit, MAIXFIT_ENCODE, "1920x1080@h264"), 0);
    cr_assert_eq(maixfit_set(fit, MAIXFIT_SYSROOT, path), 0, "%s", maixfit_message(fit));
    cr_assert_eq(maixfit_set(fit, MAIXFIT_INSIDE, inside), 0);
    maixfit_evaluate(fit);
    uint64_t bytes = need(fit);
    maixfit_free(fit);
    unlink(path);
    return bytes;
}

Test(inside, a_driver_s_block_is_known_by_its_name_with_any_number)
{
    cr_expect_eq(need_on_ion("no") - need_on_ion("yes"), MIB);
}

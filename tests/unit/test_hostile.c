// SPDX-License-Identifier: MIT
/* Damage of every kind to a small valid file of each format: every length, every bit, and numbers
 * of every width at every place set to what breaks arithmetic. The readers abort where a reader
 * breaks its contract. */
#include <criterion/criterion.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../fuzz/readers.h"
#include "support.h"

static const struct reader *reader_of(const char *name)
{
    const struct reader *reader = foreign_readers;
    while (reader->name && strcmp(reader->name, name) != 0)
        reader++;
    cr_assert_not_null(reader->name, "%s", name);
    return reader;
}

/* A copy of just this length, so that the sanitizer sees a read past it. */
static void read_exactly(const struct reader *reader, const uint8_t *bytes, size_t size)
{
    uint8_t *copy = malloc(size + (size == 0));
    memcpy(copy, bytes, size);
    reader->read(copy, size);
    free(copy);
}

static void cut_everywhere(const struct reader *reader, const uint8_t *bytes, size_t size)
{
    for (size_t length = 0; length <= size; length++)
        read_exactly(reader, bytes, length);
}

/* Of a long run of zeros (the padding of a tar) the first bytes speak for the rest. */
static bool is_padding(const uint8_t *bytes, size_t size, size_t place)
{
    static const uint8_t zeros[64];
    return place >= 32 && place + 32 <= size && memcmp(bytes + place - 32, zeros, 64) == 0;
}

static void flip_everywhere(const struct reader *reader, uint8_t *bytes, size_t size)
{
    for (size_t bit = 0; bit < size * 8; bit++) {
        if (is_padding(bytes, size, bit / 8))
            continue;
        bytes[bit / 8] ^= (uint8_t)(1U << (bit % 8));
        read_exactly(reader, bytes, size);
        bytes[bit / 8] ^= (uint8_t)(1U << (bit % 8));
    }
}

static void write_number(uint8_t *bytes, size_t width, uint64_t value)
{
    for (size_t i = 0; i < width; i++)
        bytes[i] = (uint8_t)(value >> (8 * i));
}

static void extremes_everywhere(const struct reader *reader, uint8_t *bytes, size_t size)
{
    static const uint64_t values[] = {
        0, 1, UINT64_MAX, UINT64_MAX - 1, UINT64_C(1) << 31, UINT64_C(1) << 63};
    uint8_t kept[8];
    for (size_t width = 1; width <= 8; width *= 2) {
        for (size_t place = 0; place + width <= size; place++) {
            if (is_padding(bytes, size, place))
                continue;
            memcpy(kept, bytes + place, width);
            for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
                write_number(bytes + place, width, values[i]);
                read_exactly(reader, bytes, size);
            }
            memcpy(bytes + place, kept, width);
        }
    }
}

static void damage(const char *name, uint8_t *bytes, size_t size)
{
    const struct reader *reader = reader_of(name);
    cut_everywhere(reader, bytes, size);
    flip_everywhere(reader, bytes, size);
}

static void damage_model(const char *name, const char *options)
{
    size_t size;
    uint8_t *bytes = make_model(options, &size);
    damage(name, bytes, size);
    extremes_everywhere(reader_of(name), bytes, size);
    free(bytes);
}

Test(hostile, axmodel)
{
    damage_model(
        "axmodel",
        "axmodel %s --const 40 --words 4 --workspace 64 --groups 2 --kv 2:4 --input a:UINT8:1x4");
}

Test(hostile, axmodel_of_another_layout)
{
    damage_model("axmodel", "axmodel %s --layout 1.1 --chip AX650 --const 40 --words 4 --input "
                            "a:UINT8:1x4 --output b:FP32:1x2");
}

Test(hostile, cvimodel)
{
    damage_model(
        "cvimodel",
        "cvimodel %s --weight 40 --cmd t1,d1,s,c --tensor in:INT8:1x3x4x4:io0:input --tensor "
        "out:FP32:1x9:io1:output --shared 64 --section dmabuf:8 --compress=20");
}

static void damage_text(const char *name, const char *text)
{
    size_t size = strlen(text);
    uint8_t *bytes = malloc(size);
    memcpy(bytes, text, size);
    damage(name, bytes, size);
    free(bytes);
}

Test(hostile, manifests)
{
    static const char keys[] =
        "\"template_filename_axmodel\": \"x_l%d.axmodel\", \"axmodel_num\": 2, "
        "\"filename_post_axmodel\": \"post.axmodel\", \"tokens_embed_num\": 3";
    char text[512];
    damage_text("mud",
                "[basic]\ntype = axmodel\nmodel_npu = x_l%d.axmodel\n[extra]\nmodel_num = 2\n"
                "post_model = post.axmodel\nother = b.mud\n");
    snprintf(text, sizeof text, "{%s, \"b_use_mmap_load_embed\": true}", keys);
    damage_text("config", text);
    snprintf(text, sizeof text,
             "{%s, \"dynamic_load_enable\": true, \"dynamic_load_pool_size\": 2, "
             "\"kv_cache_slots\": 3, \"devices\": [0, 1], \"mem_guard_floor_mb\": 9}",
             keys);
    damage_text("config", text);
    snprintf(text, sizeof text,
             "{\"mode\": \"x\", \"mode_param\": {%s, \"cmm_size\": 99, \"axmodel_dir\": \".\"}}",
             keys);
    damage_text("stackflow", text);
    damage_text("script", "./main --template_filename_axmodel \"x_l%d.axmodel\" \\\n"
                          "--axmodel_num=2 --filename_post_axmodel 'post.axmodel' # end\n");
}

Test(hostile, boards)
{
    damage_text(
        "cmm",
        "+---PARTITION: Phys(0x80000000, 0x8FFFFFFF), Size=262144KB(256MB), NAME=\"anonymous\"\n"
        "   |-Block: phys(0x84000000, 0x85FFFFFF), cache =cacheable, length=32768KB(32MB), "
        "name=\"b\"\n"
        "---CMM_USE_INFO:\n total size=262144KB(256MB),used=32768KB(32MB + "
        "0KB),remain=229376KB(224MB + 0KB),"
        "partition_number=1,block_number=1\n");
    damage_text(
        "ion",
        "Summary:\n[0] carveout heap size:110100480 bytes, used:16777216 bytes\nusage rate:16%, "
        "memory usage "
        "peak 60000000 bytes\n\nDetails:\n heap_id alloc_buf_size phy_addr kmap_cnt buffer name\n"
        " 0 16777216 8a000000 0 VbPool0\n\n\nminimum ion allocate unit = 4096\nfree memory "
        "regions:\n"
        " heap_id start end length\n 0 8b000000 8fe00000 81788928\n");
    damage_text(
        "meminfo",
        "MemTotal: 1000 kB\nMemAvailable: 900 kB\nCmaTotal: 100 kB\nCmaFree: 90 kB\nmem=512M");
    damage_text("boot", "# maix_memory_cmm\nexport maix_memory_cmm='5' # c\na=b&c; d=\"e "
                        "f\"\nmaix_memory_cmm = 6\r\n");
}

Test(hostile, data)
{
    damage_text(
        "device",
        "{\"schema\": \"maixfit-device/1\", \"id\": \"x\", \"title\": \"X\", \"chip\": \"C\", "
        "\"npu\": "
        "[\"N\"], \"pool\": \"cmm\", \"ram_mib\": 512, \"pool_mib\": 256, \"adjust\": \"no\", "
        "\"source\": \"me\", \"legal\": {\"min_mib\": 1, \"max_mib\": 256}}");
    damage_text(
        "pipeline",
        "{\"schema\": \"maixfit-pipeline/1\", \"id\": \"p\", \"rules\": \"ax\", "
        "\"default_format\": \"NV21\", \"default_sensor\": \"s\", \"program\": {\"with\": "
        "[\"camera\"], \"pools\": [{\"name\": \"n\", \"of\": \"sensor\", \"count\": 3, "
        "\"certainty\": \"exact\", \"source\": \"x\"}]}, \"camera\": {\"buffers\": 3, \"sensor\": "
        "[{\"name\": \"v\", \"formula\": \"vi-dma-buf\", \"certainty\": \"exact\", \"source\": "
        "\"x\"}]}, \"display\": {\"panel\": [64, 48], \"rows\": [{\"name\": \"i\", \"of\": "
        "\"picture\", \"rules\": \"cvi\", \"macroblock_bytes\": 9, \"more\": {\"count\": 2, "
        "\"from_bytes\": 9}, \"certainty\": \"exact\", \"source\": \"x\"}]}, \"encoders\": "
        "[{\"codec\": \"H264\", \"rows\": [{\"name\": \"b\", \"bytes\": 99, \"measured_for\": [64, "
        "48], \"scales\": true, \"certainty\": \"exact\", \"source\": \"x\"}]}], \"audio\": {}, "
        "\"sensors\": [{\"name\": \"s\", \"modes\": [{\"size\": [64, 48]}], \"format\": \"NV12\", "
        "\"source\": \"x\"}]}");
}

/* Damage to what cannot be read anyway would show nothing. */
static void expect_readable(const char *path)
{
    maixfit *fit = maixfit_new();
    maixfit_set(fit, MAIXFIT_MODEL, path);
    cr_assert_eq(maixfit_inspect(fit), 0, "%s: %s", path, maixfit_message(fit));
    maixfit_free(fit);
}

/* A small model and a .mud that names it, packed by bsdtar; removes what it made. */
static size_t make_archive(const char *options, uint8_t *bytes, size_t capacity)
{
    char folder[MODEL_PATH_MAX];
    char command[1024];
    char path[64];
    make_folder(folder);
    snprintf(path, sizeof path, "%s/x", folder);
    snprintf(command, sizeof command,
             MKMODEL " axmodel %s/a.axmodel --const 8 --words 1 --input a:UINT8:1 --output "
                     "b:UINT8:1 >/dev/null && "
                     "printf '[basic]\ntype = axmodel\nmodel_npu = a.axmodel\n' >%s/m.mud && "
                     "bsdtar %s -cf %s -C %s a.axmodel m.mud",
             folder, folder, options, path, folder);
    cr_assert_eq(system(command), 0, "%s", command);
    expect_readable(path);
    FILE *file = fopen(path, "rb");
    cr_assert_not_null(file);
    size_t size = fread(bytes, 1, capacity, file);
    fclose(file);
    cr_assert_lt(size, capacity);
    snprintf(command, sizeof command, "rm -r %s", folder);
    cr_expect_eq(system(command), 0);
    return size;
}

static void damage_archive(const char *name, const char *options, bool in_numbers)
{
    static uint8_t bytes[65536];
    size_t size = make_archive(options, bytes, sizeof bytes);
    /* Held, so that the C library need not load it anew for each of the readings. */
    locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    damage(name, bytes, size);
    if (in_numbers)
        extremes_everywhere(reader_of(name), bytes, size);
    freelocale(utf8);
}

Test(hostile, zip)
{
    damage_archive("zip", "--format=zip", true);
}

Test(hostile, tar)
{
    damage_archive("tar", "--format=ustar -b 1", true);
}

/* At the lowest levels the readers allocate the least. */
Test(hostile, tar_gz)
{
    damage_archive("targz", "-z --format=ustar", false);
}

Test(hostile, tar_zst)
{
    damage_archive("tarzst", "--zstd --format=ustar --options=zstd:compression-level=1", false);
}

Test(hostile, tar_xz)
{
    damage_archive("tarxz", "-J --format=ustar --options=xz:compression-level=0", false);
}

Test(hostile, seven_zip)
{
    damage_archive("7z", "--format=7zip --options=7zip:compression-level=0", false);
}

/* A .deb as bsdtar can make one: an ar around a tar of that name. */
Test(hostile, deb)
{
    static const char make[] =
        "d=$(mktemp -d) && " MKMODEL " axmodel $d/a.axmodel --const 8 --words 1 --input a:UINT8:1 "
        "--output b:UINT8:1 >/dev/null && cd $d && bsdtar --format=ustar -b 1 -cf data.tar "
        "a.axmodel && "
        "bsdtar --format=arbsd -cf x data.tar && cat x && rm -r $d";
    FILE *pipe = popen(make, "r");
    cr_assert_not_null(pipe);
    static uint8_t bytes[65536];
    size_t size = fread(bytes, 1, sizeof bytes, pipe);
    cr_assert_eq(pclose(pipe), 0);
    cr_assert_gt(size, 512);
    damage("deb", bytes, size);
}

// SPDX-License-Identifier: MIT
#include "bytes.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void die(int status, const char *format, ...)
{
    va_list args;
    fputs("mkmodel: ", stderr);
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    exit(status);
}

static void reserve(struct bytes *b, size_t more)
{
    if (b->cap - b->len >= more)
        return;
    size_t cap = b->cap ? b->cap * 2 : 256;
    while (cap - b->len < more)
        cap *= 2;
    uint8_t *data = realloc(b->data, cap);
    if (!data)
        die(1, "out of memory");
    b->data = data;
    b->cap = cap;
}

void bytes_put(struct bytes *b, const void *data, size_t len)
{
    if (len == 0)
        return;
    reserve(b, len);
    memcpy(b->data + b->len, data, len);
    b->len += len;
    b->total += len;
}

void bytes_zero(struct bytes *b, size_t len)
{
    if (len == 0)
        return;
    reserve(b, len);
    memset(b->data + b->len, 0, len);
    b->len += len;
    b->total += len;
}

void bytes_hole(struct bytes *b, uint64_t len)
{
    if (len == 0)
        return;
    struct hole *holes = realloc(b->holes, (b->hole_count + 1) * sizeof(*holes));
    if (!holes)
        die(1, "out of memory");
    b->holes = holes;
    b->holes[b->hole_count++] = (struct hole){.at = b->total, .len = len};
    if (__builtin_add_overflow(b->total, len, &b->total) || b->total > INT64_MAX)
        die(2, "the file would be too large");
}

void bytes_walk(const struct bytes *b, bytes_run *run, void *to)
{
    size_t from = 0;
    uint64_t at = 0;
    for (size_t i = 0; i < b->hole_count; i++) {
        const struct hole *hole = &b->holes[i];
        size_t literal = (size_t)(hole->at - at);
        if (literal > 0)
            run(to, b->data + from, literal, at);
        run(to, NULL, hole->len, hole->at);
        from += literal;
        at = hole->at + hole->len;
    }
    if (b->len > from)
        run(to, b->data + from, b->len - from, at);
}

static void append_run(void *to, const uint8_t *data, uint64_t len, uint64_t at)
{
    (void)at;
    if (data)
        bytes_put(to, data, (size_t)len);
    else
        bytes_hole(to, len);
}

void bytes_append(struct bytes *b, const struct bytes *tail)
{
    bytes_walk(tail, append_run, b);
}

void bytes_le(struct bytes *b, uint64_t value, unsigned size)
{
    uint8_t out[8];
    for (unsigned i = 0; i < size; i++)
        out[i] = (uint8_t)(value >> (8 * i));
    bytes_put(b, out, size);
}

void bytes_varint(struct bytes *b, uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        bytes_le(b, (value & 0x7f) | 0x80, 1);
    bytes_le(b, value, 1);
}

void bytes_text(struct bytes *b, const char *format, ...)
{
    char *text = NULL;
    va_list args;
    va_start(args, format);
    int len = vasprintf(&text, format, args);
    va_end(args);
    if (len < 0)
        die(1, "out of memory");
    bytes_put(b, text, (size_t)len);
    free(text);
}

void bytes_json(struct bytes *b, const char *text)
{
    bytes_text(b, "\"");
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == '"' || c == '\\')
            bytes_text(b, "\\%c", c);
        else if (c < 0x20)
            bytes_text(b, "\\u%04x", c);
        else
            bytes_put(b, &c, 1);
    }
    bytes_text(b, "\"");
}

void bytes_base64(struct bytes *b, const struct bytes *from)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < from->len; i += 3) {
        size_t have = from->len - i < 3 ? from->len - i : 3;
        uint32_t v = (uint32_t)from->data[i] << 16;
        if (have > 1)
            v |= (uint32_t)from->data[i + 1] << 8;
        if (have > 2)
            v |= from->data[i + 2];
        char out[4] = {digits[v >> 18], digits[v >> 12 & 63], digits[v >> 6 & 63], digits[v & 63]};
        if (have < 3)
            out[3] = '=';
        if (have < 2)
            out[2] = '=';
        bytes_put(b, out, sizeof(out));
    }
}

void bytes_align(struct bytes *b, uint64_t align, uint64_t ahead)
{
    bytes_zero(b, (size_t)(-(b->total + ahead) & (align - 1)));
}

void bytes_patch32(struct bytes *b, uint64_t at, uint32_t value)
{
    uint64_t index = at;
    for (size_t i = 0; i < b->hole_count && b->holes[i].at <= at; i++)
        index -= b->holes[i].len;
    for (unsigned i = 0; i < 4; i++)
        b->data[index + i] = (uint8_t)(value >> (8 * i));
}

struct file {
    int fd;
    const char *path;
};

static void write_run(void *to, const uint8_t *data, uint64_t len, uint64_t at)
{
    const struct file *file = to;
    while (data && len > 0) {
        ssize_t put = pwrite(file->fd, data, (size_t)len, (off_t)at);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            die(1, "%s: write: %s", file->path, strerror(errno));
        data += put;
        len -= (uint64_t)put;
        at += (uint64_t)put;
    }
}

void bytes_save(const struct bytes *b, const char *path, uint64_t limit)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0)
        die(1, "%s: %s", path, strerror(errno));
    bytes_walk(b, write_run, &(struct file){fd, path});
    // The file may end in a hole, and a cut file in the middle of anything.
    if (ftruncate(fd, (off_t)(limit < b->total ? limit : b->total)) < 0)
        die(1, "%s: set size: %s", path, strerror(errno));
    if (close(fd) < 0)
        die(1, "%s: close: %s", path, strerror(errno));
}

void bytes_free(struct bytes *b)
{
    free(b->data);
    free(b->holes);
    *b = (struct bytes){0};
}

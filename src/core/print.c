// SPDX-License-Identifier: MIT
#include "print.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "i18n.h"
#include "limits.h"
#include "speech.h"

/* How an argument was passed. A signed number passes as the unsigned one of its size, and long and
 * size_t as the one of the two that has their size. */
enum kind { NOTHING, TEXT, DOUBLE, INT, LONG_LONG };

struct argument {
    enum kind kind;
    const char *text;
    double number;
    uint64_t whole;
};

struct arguments {
    struct argument items[MF_ARGUMENTS_MAX];
    size_t count;
    bool is_strange; /* the format is not one of those below */
};

/* One `%…` as sentences have them: `%2$s`, `%.*s`, `%.1f`, `%04x`, `%-36s`, `%llu`. */
struct directive {
    size_t number; /* of its argument, from 1; 0: the next one */
    bool zeros;
    int width; /* negative: on the left */
    bool has_precision;
    bool has_star; /* the precision is an argument too, before the other */
    int precision;
    enum kind kind;
    char conversion;
    const char *end;
};

/* A number of the format, which is the project's own. */
static int read_number(const char **at)
{
    char *end;
    long number = strtol(*at, &end, 10);
    *at = end;
    return (int)number;
}

static enum kind read_kind(const char **at)
{
    size_t bytes = sizeof(int);
    if (**at == 'z')
        bytes = sizeof(size_t);
    else if (**at == 'l')
        bytes = (*at)[1] == 'l' ? sizeof(long long) : sizeof(long);
    *at += strspn(*at, "lz");
    if (**at == 's')
        return TEXT;
    if (**at == 'f')
        return DOUBLE;
    if (**at == '\0' || !strchr("cduxX", **at))
        return NOTHING;
    return bytes > sizeof(int) ? LONG_LONG : INT;
}

static struct directive read_directive(const char *at)
{
    struct directive read = {0};
    at++;
    size_t digits = strspn(at, "0123456789");
    if (digits > 0 && at[digits] == '$') {
        read.number = (size_t)read_number(&at);
        at++;
    }
    read.zeros = *at == '0';
    if (*at == '-' || (*at >= '0' && *at <= '9'))
        read.width = read_number(&at);
    if (*at == '.') {
        at++;
        read.has_precision = true;
        read.has_star = *at == '*';
        at += read.has_star;
        read.precision = read.has_star ? 0 : read_number(&at);
    }
    read.kind = read_kind(&at);
    read.conversion = *at;
    read.end = *at == '\0' ? at : at + 1;
    return read;
}

static void expect(struct arguments *taken, size_t index, enum kind kind)
{
    if (index >= MF_ARGUMENTS_MAX || kind == NOTHING) {
        taken->is_strange = true;
        return;
    }
    taken->items[index].kind = kind;
    if (taken->count <= index)
        taken->count = index + 1;
}

/* Which arguments the format wants. */
static void expect_all(struct arguments *taken, const char *format)
{
    size_t next = 0;
    for (const char *at = strchr(format, '%'); at; at = strchr(at, '%')) {
        struct directive read = read_directive(at);
        at = read.end;
        if (read.conversion == '%')
            continue;
        if (read.has_star)
            expect(taken, next++, INT);
        expect(taken, read.number > 0 ? read.number - 1 : next++, read.kind);
    }
}

static void take_all(struct arguments *taken, va_list arguments)
{
    for (size_t i = 0; i < taken->count && !taken->is_strange; i++) {
        struct argument *item = &taken->items[i];
        if (item->kind == NOTHING)
            taken->is_strange = true; /* a number that no directive names */
        else if (item->kind == TEXT)
            item->text = va_arg(arguments, const char *);
        else if (item->kind == DOUBLE)
            item->number = va_arg(arguments, double);
        else
            item->whole = item->kind == INT ? va_arg(arguments, unsigned)
                                            : va_arg(arguments, unsigned long long);
    }
}

/* What an argument of a sentence is in the language of `voice`. */
static const char *translate_argument(struct mf_voice voice, const char *text)
{
    const char *twin = text ? mf_speech_translation(voice.speech, text) : NULL;
    return twin ? twin : text;
}

static int64_t signed_value(const struct argument *item)
{
    return item->kind == INT ? (int)item->whole : (int64_t)item->whole;
}

/* A text that grows up to `size` bytes, and counts on. */
struct sink {
    char *out;
    size_t size;
    size_t length;
    bool after_wide; /* the last character was a wide one */
    bool waits;      /* a space behind it is not written yet */
};

static void put_byte(struct sink *sink, char byte)
{
    if (sink->length + 1 < sink->size)
        sink->out[sink->length] = byte;
    sink->length++;
}

/* The first byte of a character of U+3000 to U+9FFF or of the full-width forms. */
static bool begins_wide(unsigned char byte)
{
    return (byte >= 0xE3 && byte <= 0xE9) || byte == 0xEF;
}

/* A space that a translation has beside an argument stands between Chinese and Latin only: where
 * the argument is Chinese too, it goes. */
static void put(struct sink *sink, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        bool continues = byte >= 0x80 && byte < 0xC0;
        bool is_wide = begins_wide(byte);
        if (sink->waits && !is_wide)
            put_byte(sink, ' ');
        sink->waits = byte == ' ' && sink->after_wide;
        if (!sink->waits)
            put_byte(sink, bytes[i]);
        if (!continues)
            sink->after_wide = is_wide;
    }
}

static size_t end(struct sink *sink)
{
    if (sink->waits)
        put_byte(sink, ' ');
    if (sink->size > 0)
        sink->out[sink->length < sink->size ? sink->length : sink->size - 1] = '\0';
    return sink->length;
}

static void put_spaces(struct sink *sink, size_t count)
{
    while (count-- > 0)
        put(sink, " ", 1);
}

static void put_whole(struct sink *sink, const struct directive *read, const struct argument *item)
{
    char digits[MF_NUMBER_TEXT_MAX] = {(char)item->whole};
    unsigned long long value = item->whole;
    if (read->conversion == 'u')
        snprintf(digits, sizeof digits, read->zeros ? "%0*llu" : "%*llu", read->width, value);
    else if (read->conversion == 'x')
        snprintf(digits, sizeof digits, read->zeros ? "%0*llx" : "%*llx", read->width, value);
    else if (read->conversion == 'X')
        snprintf(digits, sizeof digits, read->zeros ? "%0*llX" : "%*llX", read->width, value);
    else if (read->conversion == 'd')
        snprintf(digits, sizeof digits, read->zeros ? "%0*lld" : "%*lld", read->width,
                 (long long)signed_value(item));
    put(sink, digits, strlen(digits));
}

static void put_text(struct sink *sink, const struct directive *read, const char *text,
                     int precision)
{
    bool cut = read->has_precision && precision >= 0;
    size_t length = cut ? strnlen(text, (size_t)precision) : strlen(text);
    size_t width = (size_t)abs(read->width);
    size_t spaces = width > length ? width - length : 0;
    put_spaces(sink, read->width > 0 ? spaces : 0);
    put(sink, text, length);
    put_spaces(sink, read->width < 0 ? spaces : 0);
}

static void put_argument(struct sink *sink, const struct directive *read,
                         const struct arguments *taken, size_t *next, struct mf_voice voice)
{
    int precision = read->has_star ? (int)taken->items[(*next)++].whole : read->precision;
    const struct argument *item = &taken->items[read->number > 0 ? read->number - 1 : (*next)++];
    char digits[MF_NUMBER_TEXT_MAX];
    if (read->kind == TEXT) {
        bool is_part = read->has_precision;
        const char *text = is_part ? item->text : translate_argument(voice, item->text);
        put_text(sink, read, text ? text : "(null)", precision);
    } else if (read->kind == DOUBLE) {
        snprintf(digits, sizeof digits, "%*.*f", read->width, read->has_precision ? precision : 6,
                 item->number);
        put(sink, digits, strlen(digits));
    } else {
        put_whole(sink, read, item);
    }
}

/* Writes the sentence in the language of `voice`, as snprintf does. */
static size_t put_sentence(char *out, size_t size, const char *format,
                           const struct arguments *taken, struct mf_voice voice)
{
    struct sink sink = {.out = out, .size = size};
    size_t next = 0;
    while (*format != '\0') {
        size_t plain = strcspn(format, "%");
        put(&sink, format, plain);
        format += plain;
        if (*format == '\0')
            break;
        struct directive read = read_directive(format);
        format = read.end;
        if (read.conversion == '%')
            put(&sink, "%", 1);
        else
            put_argument(&sink, &read, taken, &next, voice);
    }
    return end(&sink);
}

/* Keeps the translation of what was printed into `english`, but for a single word: a name may read
 * like it. Without memory it has none. */
static void keep_translation(const char *english, const char *format, const struct arguments *taken,
                             struct mf_voice voice)
{
    if (!strchr(english, ' '))
        return;
    const char *translation = mf_catalog_text(voice.speech->catalog, format);
    if (translation)
        format = translation;
    size_t size = put_sentence(NULL, 0, format, taken, voice) + 1;
    char *text = malloc(size);
    if (!text)
        return;
    put_sentence(text, size, format, taken, voice);
    if (strcmp(text, english) != 0)
        mf_speech_keep(voice.speech, english, text);
    free(text);
}

int mf_vprint(char *out, size_t size, const char *format, va_list arguments)
{
    struct mf_voice voice = mf_voice();
    struct arguments taken = {0};
    va_list again;
    if (!voice.speech)
        return vsnprintf(out, size, format, arguments);
    va_copy(again, arguments);
    expect_all(&taken, format);
    take_all(&taken, again);
    va_end(again);
    if (voice.shows && !taken.is_strange)
        return (int)put_sentence(out, size, format, &taken, voice);
    int length = vsnprintf(out, size, format, arguments);
    if (length >= 0 && size > 0 && !taken.is_strange)
        keep_translation(out, format, &taken, voice);
    return length;
}

int mf_print(char *out, size_t size, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = mf_vprint(out, size, format, arguments);
    va_end(arguments);
    return length;
}

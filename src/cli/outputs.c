// SPDX-License-Identifier: MIT
#include "outputs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../core/one_of.h"
#include "../core/limits.h"
#include "../core/path.h"
#include "say.h"
#include "../core/print.h"

#define FILE_MODE    0666 /* less what the umask takes */
#define NAME_TRIES   100
#define SUFFIX_CHARS 32
#define LINKS_MAX    40 /* as Linux follows */
#define FORMATS_MAX  32
#define FORMAT_CHARS 64

static bool find_format(const char *name, size_t length, enum maixfit_format *format)
{
    const char *word;
    for (int i = 0; (word = maixfit_format_name((enum maixfit_format)i)) != NULL; i++) {
        *format = (enum maixfit_format)i;
        if (strlen(word) == length && strncmp(word, name, length) == 0)
            return true;
    }
    return false;
}

static bool refuse_format(const char *value, size_t length)
{
    const char *names[FORMATS_MAX];
    char name[FORMAT_CHARS]; /* longer than any and its typing errors */
    struct mf_error error;
    size_t count = 0;
    while (count < FORMATS_MAX &&
           (names[count] = maixfit_format_name((enum maixfit_format)count)) != NULL)
        count++;
    snprintf(name, sizeof name, "%.*s", (int)length, value);
    mf_fail_one_of(&error, name, names, count);
    return refuse("--format: %s", error.text);
}

bool outputs_name(struct outputs *outputs, const char *value)
{
    size_t length = strcspn(value, "=");
    struct output output = {.file = value[length] == '=' ? value + length + 1 : NULL};
    if (!find_format(value, length, &output.format))
        return refuse_format(value, length);
    if (output.file && output.file[0] == '\0')
        return refuse(_("--format: the file's name is empty"));
    if (!output.file && outputs->has_stdout)
        return refuse(_("--format: two reports cannot both go to standard output; write one to a "
                        "file with FORMAT=FILE"));
    if (outputs->count == OUTPUTS_MAX - 1) /* one is left for text */
        return refuse(_("--format: more than %d reports"), OUTPUTS_MAX - 1);
    outputs->has_stdout = outputs->has_stdout || !output.file;
    outputs->items[outputs->count++] = output;
    return true;
}

bool outputs_write_files(const struct outputs *outputs)
{
    for (size_t i = 0; i < outputs->count; i++) {
        if (outputs->items[i].file)
            return true;
    }
    return false;
}

enum maixfit_format outputs_on_stdout(const struct outputs *outputs)
{
    for (size_t i = 0; i < outputs->count; i++) {
        if (!outputs->items[i].file)
            return outputs->items[i].format;
    }
    return MAIXFIT_TEXT;
}

static bool say_errno(const char *file)
{
    char line[1024];
    mf_print(line, sizeof line, _("--format: %s cannot be written: %s"), file, strerror(errno));
    say(line);
    return false;
}

/* Where the link leads: a path of its own, or one beside the link. NULL: it is no link. */
static char *follow(const char *path)
{
    char target[MF_PATH_MAX];
    ssize_t length = readlink(path, target, sizeof target - 1);
    if (length <= 0)
        return NULL;
    target[length] = '\0';
    size_t folder = target[0] == '/' ? 0 : (size_t)(mf_base_name(path) - path);
    char *whole = malloc(folder + (size_t)length + 1);
    if (!whole)
        return NULL;
    memcpy(whole, path, folder);
    memcpy(whole + folder, target, (size_t)length + 1);
    return whole;
}

/* A link stays one: what it leads to is written. NULL, with errno, on failure. */
static char *find_place(const char *file)
{
    char *place = strdup(file);
    for (int i = 0; place && i < LINKS_MAX; i++) {
        char *next = follow(place);
        if (!next)
            return place;
        free(place);
        place = next;
    }
    errno = place ? ELOOP : ENOMEM;
    free(place);
    return NULL;
}

/* A file of its own beside the one that it becomes. */
static int make_unfinished(struct output *output)
{
    size_t bytes = strlen(output->place) + SUFFIX_CHARS;
    output->unfinished = malloc(bytes);
    for (int i = 0; output->unfinished && i < NAME_TRIES; i++) {
        snprintf(output->unfinished, bytes, "%s.%ld-%d", output->place, (long)getpid(), i);
        int file = open(output->unfinished, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, FILE_MODE);
        if (file >= 0 || errno != EEXIST)
            return file;
    }
    return -1;
}

static void forget_paths(struct output *output)
{
    free(output->place);
    free(output->unfinished);
    output->place = output->unfinished = NULL;
}

/* A device or a pipe, such as /dev/stderr, is written as it is: nothing can take its place. */
static bool open_file(struct output *output)
{
    struct stat status;
    bool is_special = stat(output->file, &status) == 0 && !S_ISREG(status.st_mode);
    output->place = find_place(output->file);
    int file = !output->place ? -1
               : is_special   ? open(output->file, O_WRONLY | O_CLOEXEC)
                              : make_unfinished(output);
    if (file >= 0)
        output->stream = fdopen(file, "w");
    if (output->stream)
        return true;
    say_errno(output->file);
    if (file >= 0)
        close(file);
    if (file >= 0 && output->unfinished)
        unlink(output->unfinished);
    forget_paths(output);
    return false;
}

bool outputs_open(struct outputs *outputs, bool quiet)
{
    if (!outputs->has_stdout)
        outputs->items[outputs->count++] = (struct output){.format = MAIXFIT_TEXT};
    outputs->has_stdout = true;
    for (size_t i = 0; i < outputs->count; i++) {
        struct output *output = &outputs->items[i];
        if (!output->file && !quiet)
            output->stream = stdout;
        if (output->file && !open_file(output)) {
            outputs_close(outputs, false);
            return false;
        }
    }
    return true;
}

bool outputs_add(struct outputs *outputs, const maixfit *fit, enum maixfit_report report)
{
    for (size_t i = 0; i < outputs->count; i++) {
        struct output *output = &outputs->items[i];
        if (!output->stream)
            continue;
        char *text = maixfit_report_text(fit, report, output->format);
        if (!text) {
            say(_("out of memory"));
            return false;
        }
        fputs(text, output->stream);
        maixfit_string_free(text);
    }
    return true;
}

bool outputs_flush(void)
{
    bool written = fflush(stdout) == 0 && !ferror(stdout);
    if (!written)
        say(_("the report could not be written; is the disk full?"));
    return written;
}

static bool close_stdout(struct output *output)
{
    output->stream = NULL;
    return outputs_flush();
}

static bool close_file(struct output *output, bool whole)
{
    bool written = !ferror(output->stream);
    written = fflush(output->stream) == 0 && written;
    written = (!output->unfinished || fsync(fileno(output->stream)) == 0) && written;
    written = fclose(output->stream) == 0 && written;
    output->stream = NULL;
    if (output->unfinished && whole && written)
        written = rename(output->unfinished, output->place) == 0;
    if (!written)
        say_errno(output->file);
    if (output->unfinished && !(whole && written))
        unlink(output->unfinished);
    forget_paths(output);
    return written;
}

bool outputs_close(struct outputs *outputs, bool whole)
{
    bool written = true;
    for (size_t i = 0; i < outputs->count; i++) {
        struct output *output = &outputs->items[i];
        if (output->stream)
            written = (output->file ? close_file(output, whole) : close_stdout(output)) && written;
    }
    return written;
}

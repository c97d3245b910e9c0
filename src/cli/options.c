// SPDX-License-Identifier: MIT
#include "options.h"

#include <getopt.h>
#include <string.h>

#include "../core/alike.h"
#include "../core/one_of.h"
#include "say.h"

enum kind {
    KIND_LIBRARY,      /* the value goes to maixfit_set */
    KIND_LIBRARY_FLAG, /* no value: a fixed text goes to maixfit_set */
    KIND_DISPLAY,      /* its value may be left out */
    KIND_DEVICE,
    KIND_FORMAT,
    KIND_COLOR,
    KIND_QUIET,
    KIND_EMIT,
    KIND_APPLY,
    KIND_DRY_RUN,
    KIND_NO_SANDBOX,
    KIND_EACH,
    KIND_VERBOSE,
    KIND_HELP,
    KIND_VERSION
};

struct row {
    const char *name;  /* NULL: it has only a letter */
    char letter;       /* 0: none */
    const char *value; /* as help shows it; NULL: takes none */
    const char *help;
    enum kind kind;
    enum maixfit_option option;
    const char *fixed; /* of KIND_LIBRARY_FLAG */
    unsigned subjects; /* the sum of enum subject */
};

static const struct row rows[] = {
    {"camera", 'c', "WxH[@FMT][@FPS][xN]",
     "a camera: size, format, pictures a second, buffers; repeatable", KIND_LIBRARY, MAIXFIT_CAMERA,
     NULL, ABOUT_VERDICT},
    {"sensor", 0, "NAME", "the camera's sensor; `maixfit sensors` lists them", KIND_LIBRARY,
     MAIXFIT_SENSOR, NULL, ABOUT_VERDICT},
    {"display", 0, "[=PANEL[:IMAGE]]",
     "the display: its panel, WxH, and the image shown, WxH[@FMT]", KIND_DISPLAY, MAIXFIT_DISPLAY,
     NULL, ABOUT_VERDICT},
    {"encode", 0, "WxH@CODEC", "a video encoder, h264 or h265, or JPEG pictures, jpeg; repeatable",
     KIND_LIBRARY, MAIXFIT_ENCODE, NULL, ABOUT_VERDICT},
    {"decode", 0, "WxH@h264", "a video decoder; repeatable", KIND_LIBRARY, MAIXFIT_DECODE, NULL,
     ABOUT_VERDICT},
    {"audio", 0, "record|play", "audio in or out; repeatable", KIND_LIBRARY, MAIXFIT_AUDIO, NULL,
     ABOUT_VERDICT},
    {"device", 'd', "ID[@IMAGE]", "the board; `maixfit devices` lists them; repeatable",
     KIND_DEVICE, MAIXFIT_DEVICE, NULL, ABOUT_BOARD},
    {"sysroot", 0, "PATH", "read a captured board: a folder, a text, or - for standard input",
     KIND_LIBRARY, MAIXFIT_SYSROOT, NULL, ABOUT_BOARD | ABOUT_CAPTURE},
    {"free", 0, "SIZE", "judge against SIZE of free memory, in one piece", KIND_LIBRARY,
     MAIXFIT_FREE, NULL, ABOUT_SUPPLY},
    {"pool", 0, "SIZE", "judge as if the pool had this size", KIND_LIBRARY, MAIXFIT_POOL, NULL,
     ABOUT_SUPPLY},
    {"margin", 0, "SIZE|N%", "what must stay free (16M where a figure is an estimate, else 0)",
     KIND_LIBRARY, MAIXFIT_MARGIN, NULL, ABOUT_VERDICT},
    {"strict", 0, NULL, "a marginal verdict is status 5; warnings of `config check` are 1",
     KIND_LIBRARY_FLAG, MAIXFIT_STRICT, "yes", ABOUT_VERDICT | ABOUT_CHECK},
    {"no-assume", 0, NULL, "a verdict on what nobody named is status 4", KIND_LIBRARY_FLAG,
     MAIXFIT_NO_ASSUME, "yes", ABOUT_VERDICT},
    {"runner", 0, "NAME", "what loads the models: maixcdk, axllm or plain", KIND_LIBRARY,
     MAIXFIT_RUNNER, NULL, ABOUT_MODELS},
    {"dual-buff", 0, "yes|no", "a second set of tensors under maixcdk", KIND_LIBRARY,
     MAIXFIT_DUAL_BUFF, NULL, ABOUT_MODELS},
    {"ai-isp", 0, "on|off", "of a .mud: model_vnpu or model_npu", KIND_LIBRARY, MAIXFIT_AI_ISP,
     NULL, ABOUT_MODELS},
    {"context", 0, "TOKENS", "of an LLM: only the shape groups that TOKENS need", KIND_LIBRARY,
     MAIXFIT_CONTEXT, NULL, ABOUT_MODELS},
    {"dynamic-layers", 0, NULL, "of an LLM: its layers are loaded one at a time", KIND_LIBRARY_FLAG,
     MAIXFIT_DYNAMIC_LAYERS, "yes", ABOUT_MODELS},
    {"baseline", 0, "FILE", "a JSON report of an earlier run: growth since then fails",
     KIND_LIBRARY, MAIXFIT_BASELINE, NULL, ABOUT_VERDICT | ABOUT_GATE},
    {"each", 0, NULL, "judge the models one by one, not together", KIND_EACH, MAIXFIT_EACH, "yes",
     ABOUT_VERDICT},
    {"emit", 0, NULL, "print only `maix_memory_cmm=N` with the smallest N that passes", KIND_EMIT,
     MAIXFIT_MODEL, NULL, ABOUT_VERDICT},
    {"apply", 0, "[=FILE]", "write that line to /boot/configs or FILE, if it does not fit now",
     KIND_APPLY, MAIXFIT_MODEL, NULL, ABOUT_VERDICT},
    {"dry-run", 0, NULL, "write nothing; show the difference", KIND_DRY_RUN, MAIXFIT_MODEL, NULL,
     ABOUT_VERDICT | ABOUT_WRITING},
    {"profile", 0, "FILE", "a JSON file with a board or its camera; repeatable", KIND_LIBRARY,
     MAIXFIT_PROFILE, NULL, ABOUT_DATA},
    {"format", 'f', "NAME[=FILE]",
     "text, line, json, jsonl, sarif, junit, markdown, github; repeatable", KIND_FORMAT,
     MAIXFIT_MODEL, NULL, ABOUT_ALL},
    {"color", 0, "WHEN", "auto, always or never (auto: on a terminal, unless NO_COLOR is set)",
     KIND_COLOR, MAIXFIT_MODEL, NULL, ABOUT_ALL},
    {NULL, 'v', NULL, "fold nothing", KIND_VERBOSE, MAIXFIT_MODEL, NULL, ABOUT_ALL},
    {NULL, 'q', NULL, "print no report; the exit status is the answer", KIND_QUIET, MAIXFIT_MODEL,
     NULL, ABOUT_ALL},
    {"no-sandbox", 0, NULL, "keep the rights that are not needed", KIND_NO_SANDBOX, MAIXFIT_MODEL,
     NULL, ABOUT_ALL},
    {"help", 'h', NULL, "show this", KIND_HELP, MAIXFIT_MODEL, NULL, ABOUT_ALL},
    {"version", 'V', NULL, "show the version", KIND_VERSION, MAIXFIT_MODEL, NULL, ABOUT_ALL},
};

#define ROW_COUNT (sizeof rows / sizeof rows[0])

/* getopt's numbers for long options, behind all letters, and for a word that is no option. */
#define FIRST_LONG 256
#define WORD       1

#define OPTIONS_CHARS 400 /* a list of all long options */

_Static_assert(ROW_COUNT <= 64, "a bit for each row");

void options_help(FILE *out)
{
    fputs(_("Says, before loading, whether NPU models fit the contiguous memory of a board.\n\n"
            "  maixfit yolo11n.axmodel --camera 1920x1080\n"
            "  maixfit yolov8n.cvimodel --device maixcam --camera 640x480@NV21 --display\n"
            "  maixfit a.axmodel b.axmodel --device maixcam2-1g --emit\n"
            "  maixfit Qwen2.5-1.5B-Instruct-maixcam2.zip --device maixcam2-4g\n"
            "  maixfit models/ --each --device maixcam\n"
            "  maixfit inspect yolo11n.axmodel\n"
            "  maixfit --camera 2560x1440 --encode 2560x1440@h264\n"
            "  maixfit status --sysroot captured-board/\n\n"
            "MODEL is a model, a .mud, a config.json, a folder, an archive (zip, tar, tar.gz, "
            "tar.xz,\n"
            "tar.zst, 7z, deb), a path inside one (a.zip:sub/b.mud), or - for standard input. A "
            "file with a\n"
            "command's name is written ./status; behind -- nothing is an option or a "
            "command.\n\n"),
          out);
    commands_help(out);
    fputs("\n", out);
    for (size_t i = 0; i < ROW_COUNT; i++) {
        char left[48];
        char letter[8] = "    ";
        const char *name = rows[i].name;
        const char *space = rows[i].value && rows[i].value[0] != '[' ? " " : "";
        if (rows[i].letter)
            snprintf(letter, sizeof letter, "-%c%s", rows[i].letter, name ? ", " : "");
        snprintf(left, sizeof left, "%s%s%s%s%s", letter, name ? "--" : "", name ? name : "", space,
                 rows[i].value ? rows[i].value : "");
        fprintf(out, "  %-29s %s\n", left, _(rows[i].help));
    }
    fputs(_("\nSizes: 512M, 1.5GiB, 4096k, 300000000B; K, M and G mean 1024.\n"
            "Exit status: 0 fits, 1 does not fit, 2 wrong usage, 3 a model cannot be judged,\n"
            "4 facts of the board are missing, 5 marginal (with --strict): inside the margin, or "
            "fits\n"
            "only in some orders of loading.\n"),
          out);
}

/* A row's place in `longs` is not its number: some have only a letter. */
static void build_getopt(struct option longs[ROW_COUNT + 1], char letters[2 * ROW_COUNT + 4])
{
    char *at = letters;
    struct option *next = longs;
    *at++ = '-'; /* words come in their turn */
    *at++ = ':';
    for (size_t i = 0; i < ROW_COUNT; i++) {
        int argument = !rows[i].value            ? no_argument
                       : rows[i].value[0] == '[' ? optional_argument
                                                 : required_argument;
        if (rows[i].name)
            *next++ = (struct option){rows[i].name, argument, NULL, FIRST_LONG + (int)i};
        if (!rows[i].letter)
            continue;
        *at++ = rows[i].letter;
        if (argument == required_argument)
            *at++ = ':';
    }
    *next = (struct option){NULL, 0, NULL, 0};
    *at = '\0';
}

static const struct row *row_of(int code)
{
    if (code >= FIRST_LONG)
        return &rows[code - FIRST_LONG];
    for (size_t i = 0; i < ROW_COUNT; i++) {
        if (rows[i].letter == code)
            return &rows[i];
    }
    return NULL;
}

static bool set_library(maixfit *fit, const struct row *row, const char *value)
{
    if (maixfit_set(fit, row->option, value) == 0)
        return true;
    return refuse("--%s: %s", row->name, maixfit_message(fit));
}

static bool set_color(struct options *options, const char *value)
{
    static const char *const words[] = {"auto", "always", "never"};
    struct mf_error error;
    for (int i = 0; i < 3; i++) {
        if (strcmp(value, words[i]) == 0) {
            options->color = (enum color)i;
            return true;
        }
    }
    mf_fail_one_of(&error, value, words, 3);
    return refuse("--color: %s", error.text);
}

static bool apply(maixfit *fit, struct options *options, const struct row *row, const char *value)
{
    switch (row->kind) {
    case KIND_LIBRARY:
        return set_library(fit, row, value);
    case KIND_LIBRARY_FLAG:
        return set_library(fit, row, row->fixed);
    case KIND_DISPLAY:
        return set_library(fit, row, value ? value : "yes");
    case KIND_DEVICE:
        options->boards++;
        return set_library(fit, row, value);
    case KIND_FORMAT:
        return outputs_name(&options->outputs, value);
    case KIND_COLOR:
        return set_color(options, value);
    case KIND_QUIET:
        options->quiet = true;
        return true;
    case KIND_EMIT:
        options->emit = true;
        return true;
    case KIND_APPLY:
        if (value && value[0] == '\0')
            return refuse(_("--apply: the file's name is empty"));
        options->apply = true;
        options->file = value;
        return true;
    case KIND_DRY_RUN:
        options->dry_run = true;
        return true;
    case KIND_NO_SANDBOX:
        options->no_sandbox = true;
        return true;
    case KIND_EACH:
        options->each = true;
        return set_library(fit, row, row->fixed);
    case KIND_VERBOSE:
        options->verbose = true;
        return true;
    case KIND_HELP:
        options->help = true;
        return true;
    case KIND_VERSION:
        options->version = true;
        return true;
    }
    return false;
}

/* What stands behind the dashes of a long option, without its value: "camera" of "--camera=4K", and
 * of "-camera", which has a dash too few. */
static size_t long_name(const char *word, const char **name)
{
    *name = word + strspn(word, "-");
    return strcspn(*name, "=");
}

static bool is_long_option(const char *word)
{
    const char *name;
    size_t length = long_name(word, &name);
    for (size_t i = 0; i < ROW_COUNT; i++) {
        if (rows[i].name && strlen(rows[i].name) == length &&
            strncmp(rows[i].name, name, length) == 0)
            return true;
    }
    return false;
}

/* Long options that begin with the name, "--dry-run, --device", in `out`. */
static size_t list_begun(const char *name, size_t length, char out[OPTIONS_CHARS])
{
    size_t count = 0;
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; length > 0 && i < ROW_COUNT && used < OPTIONS_CHARS; i++) {
        if (!rows[i].name || strncmp(rows[i].name, name, length) != 0)
            continue;
        used += (size_t)snprintf(out + used, OPTIONS_CHARS - used, "%s--%s",
                                 count++ > 0 ? ", " : "", rows[i].name);
    }
    return count;
}

/* No long option is called so: a later version may have one more that begins so, and no script may
 * break by that. */
static bool refuse_name(const char *word)
{
    char begun[OPTIONS_CHARS];
    char wanted[MF_NAME_COMPARED_MAX + 2]; /* longer than any name that is compared */
    struct mf_nearest nearest = {.wanted = wanted};
    const char *name;
    size_t length = long_name(word, &name);
    int shown = (int)(name - word + (ptrdiff_t)length);
    size_t count = list_begun(name, length, begun);
    if (count == 1)
        return refuse(_("there is no option %.*s; did you mean %s?"), shown, word, begun);
    if (count > 1)
        return refuse(_("there is no option %.*s; did you mean one of %s?"), shown, word, begun);
    snprintf(wanted, sizeof wanted, "%.*s", (int)length, name);
    for (size_t i = 0; i < ROW_COUNT; i++) {
        if (rows[i].name)
            mf_nearest_offer(&nearest, rows[i].name);
    }
    if (nearest.name)
        return refuse(_("there is no option %.*s; did you mean --%s?"), shown, word, nearest.name);
    return refuse(_("there is no option %.*s"), shown, word);
}

/* getopt takes the first letters of a long option for the whole, and "-camera" for the letter c. */
static bool is_misspelled(const char *word)
{
    const char *name;
    if (word[0] != '-' || word[1] == '\0' || (word[1] == '-' && word[2] == '\0'))
        return false;
    if (word[1] == '-')
        return !is_long_option(word);
    return long_name(word, &name) > 1 && is_long_option(word);
}

/* What getopt did not take; `word` is what it was reading. */
static bool refuse_option(const char *word, int code)
{
    if (code == ':')
        return refuse(_("%s needs a value"), word);
    if (optopt >= FIRST_LONG)
        return refuse(_("--%s takes no value"), rows[optopt - FIRST_LONG].name);
    if (optopt > ' ' && optopt < 0x7F)
        return refuse(_("there is no option -%c"), optopt);
    return refuse(_("there is no option %s"), word);
}

bool options_read(int argc, char **argv, maixfit *fit, struct options *options, struct line *line)
{
    struct option longs[ROW_COUNT + 1];
    char letters[2 * ROW_COUNT + 4];
    int code;
    int at = 1; /* what getopt reads: it may hold several letters */
    *options = (struct options){.command = COMMAND_JUDGE};
    *line = (struct line){.words = argv + 1}; /* a word is never written before it is read */
    build_getopt(longs, letters);
    opterr = 0;
    while ((code = getopt_long(argc, argv, letters, longs, NULL)) != -1) {
        const struct row *row = row_of(code);
        if (is_misspelled(argv[at]))
            return refuse_name(argv[at]);
        if (code == WORD)
            line->words[line->count++] = optarg;
        else if (!row)
            return refuse_option(argv[at], code);
        else if (!apply(fit, options, row, optarg))
            return false;
        else
            line->given |= UINT64_C(1) << (row - rows);
        at = optind;
    }
    line->before_end = line->count;
    while (optind < argc)
        line->words[line->count++] = argv[optind++];
    return true;
}

bool options_given(const struct line *line, const char *name)
{
    for (size_t i = 0; i < ROW_COUNT; i++) {
        if (rows[i].name && strcmp(rows[i].name, name) == 0)
            return (line->given >> i & 1) != 0;
    }
    return false;
}

bool options_belong(const struct line *line, enum command command)
{
    for (size_t i = 0; i < ROW_COUNT; i++) {
        if ((line->given >> i & 1) != 0 && (rows[i].subjects & command_subjects(command)) == 0)
            return refuse(_("`maixfit %s` has no option --%s"), command_name(command),
                          rows[i].name);
    }
    return true;
}

// SPDX-License-Identifier: MIT
/* What is wrong with the text, line by line and by what both readers make of it. */
#include <ctype.h>
#include <string.h>

#include "boot.h"
#include "lines.h"

struct checker {
    struct mf_arena *arena;
    struct mf_boot *boot;
    struct mf_error *error;
};

static bool add(const struct checker *checker, enum mf_severity severity, const char *code,
                uint64_t line, const char *text)
{
    struct mf_finding_list *list = &checker->boot->findings;
    if (!text)
        return mf_fail_memory(checker->error);
    if (!mf_findings_add(checker->arena, list, severity, code, checker->boot->path, checker->error,
                         "%s", text))
        return false;
    list->items[list->count - 1].line = line;
    return true;
}

/* The value that the file most likely means: what the script makes of it, or the default. */
static uint64_t meant(const struct mf_boot *boot)
{
    if (boot->known && boot->pool_mib >= 1 && boot->pool_mib <= mf_boot_largest_mib(&boot->board))
        return boot->pool_mib;
    return boot->board.ram_mib - boot->board.default_linux_mib;
}

uint64_t mf_boot_largest_mib(const struct mf_boot_board *board)
{
    return board->ram_mib - MF_BOOT_LINUX_LEAST;
}

bool mf_boot_board_of(const struct mf_device *device, struct mf_boot_board *board)
{
    if (!device || device->legal_max_mib == 0)
        return false;
    *board = (struct mf_boot_board){device->id, device->ram_mib, device->ram_mib - device->pool_mib,
                                    device->linux_max_mib};
    return true;
}

static bool is_word_char(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/* A line that holds the key, taken apart. */
struct key_line {
    const struct mf_boot_line *line;
    const char *key;
    const char *behind; /* the key */
    const char *end;    /* of the line, without a carriage return */
    bool comment;
    bool longer; /* the key is a part of a longer word */
    bool carriage_return;
};

static struct key_line take_apart(const struct mf_boot_line *line, const char *key)
{
    struct key_line item = {
        line, key, key + strlen(MF_BOOT_KEY), line->start + line->length, false, false, false};
    if (line->start[line->length - 1] == '\r') {
        item.carriage_return = true;
        item.end--;
    }
    item.comment = memchr(line->start, '#', (size_t)(key - line->start)) != NULL;
    item.longer = (key > line->start && is_word_char(key[-1])) ||
                  (item.behind < item.end && is_word_char(*item.behind));
    return item;
}

/* "=", digits without a zero in front, or -1: what both readers take the same way. */
static bool is_plain_value(const struct key_line *item)
{
    const char *at = item->behind;
    if (at == item->end || *at++ != '=')
        return false;
    if (item->end - at == 2 && at[0] == '-' && at[1] == '1')
        return true;
    if (at == item->end || *at == '0')
        return false;
    while (at < item->end && isdigit((unsigned char)*at))
        at++;
    return at == item->end;
}

static bool holds(const struct key_line *item, char c)
{
    return memchr(item->key, c, (size_t)(item->end - item->key)) != NULL;
}

/* Why a line is not the plain one, the plainest reason first. */
static bool check_form(const struct checker *checker, const struct key_line *item)
{
    uint64_t number = item->line->number;
    unsigned long long value = meant(checker->boot);
    const char *code = "odd-value";
    const char *what = _("is no plain number, so the two readers may differ");
    bool blank = item->key > item->line->start || holds(item, ' ') || holds(item, '\t');
    if (item->carriage_return &&
        !add(checker, MF_WARNING, "carriage-return", number,
             mf_arena_format(checker->arena,
                             _("ends with a carriage return, as Windows writes it; end the line "
                               "%s=%llu with a line feed alone"),
                             MF_BOOT_KEY, value)))
        return false;
    if (item->key == item->line->start && is_plain_value(item))
        return true;
    if (holds(item, '"') || holds(item, '\'')) {
        code = "quotes";
        what = _("is quoted: U-Boot takes that for 0, which gives all memory to Linux");
    } else if (holds(item, '#')) {
        code = "not-plain";
        what = _("has a comment behind the value, which works by luck only");
    } else if (blank && strncmp(item->line->start, "export ", 7) == 0) {
        code = "not-plain";
        what = _("is exported, which works by luck only");
    } else if (blank) {
        code = "blanks";
        what = _("has blanks: a shell takes `name = value` for a command");
    }
    return add(checker, MF_WARNING, code, number,
               mf_arena_format(checker->arena, _("%s; write %s=%llu"), what, MF_BOOT_KEY, value));
}

static bool check_last_line(const struct checker *checker, const struct key_line *item)
{
    return item->line->has_feed ||
           add(checker, MF_WARNING, "no-final-newline", item->line->number,
               _("has no line feed behind it, and U-Boot does not know where the file ends; add "
                 "one"));
}

/* What stands above the line that is meant, and decides in its place. */
static bool check_decider(const struct checker *checker, const struct key_line *item)
{
    const struct mf_boot *boot = checker->boot;
    if (item->line->number != boot->uboot.line || (!item->comment && !item->longer))
        return true;
    if (item->comment && boot->shell.sets.count == 0)
        return true; /* commented out: both take the default */
    return add(
        checker, MF_WARNING, item->comment ? "key-in-comment" : "longer-key", item->line->number,
        mf_arena_format(checker->arena,
                        item->comment ? _("is a comment that holds the key: U-Boot stops searching "
                                          "here; move the line %s=%llu above it")
                                      : _("holds the key inside a longer name: U-Boot takes it for "
                                          "the key; move the line %s=%llu above it"),
                        MF_BOOT_KEY, (unsigned long long)meant(boot)));
}

static bool check_lines(const struct checker *checker, const char *text, size_t length)
{
    struct mf_boot_lines lines = {text, text + length, 0};
    struct mf_boot_line line;
    while (mf_boot_next_line(&lines, &line)) {
        const char *key = mf_boot_find_key(&line);
        if (!key)
            continue;
        struct key_line item = take_apart(&line, key);
        if (!check_decider(checker, &item))
            return false;
        if (!item.comment && !item.longer &&
            (!check_form(checker, &item) || !check_last_line(checker, &item)))
            return false;
    }
    return true;
}

static bool check_duplicates(const struct checker *checker)
{
    const struct mf_shell_sets *sets = &checker->boot->shell.sets;
    for (size_t i = 1; i < sets->count; i++) {
        if (!add(checker, MF_WARNING, "duplicate", sets->items[i].line,
                 mf_arena_format(checker->arena,
                                 _("sets the key again after line %llu: U-Boot takes the first, "
                                   "the boot script the last; keep one"),
                                 (unsigned long long)sets->items[0].line)))
            return false;
    }
    return true;
}

static bool check_unknown(const struct checker *checker)
{
    const struct mf_boot *boot = checker->boot;
    if (boot->uboot.undefined &&
        !add(checker, MF_ERROR, "no-equals", boot->uboot.line,
             mf_arena_format(checker->arena,
                             _("holds the key without a `=`: U-Boot then reads from nowhere and "
                               "may hang; write %s=%llu"),
                             MF_BOOT_KEY, (unsigned long long)meant(boot))))
        return false;
    return boot->shell.puzzle == 0 ||
           add(checker, MF_ERROR, "shell-unknown", boot->shell.puzzle,
               _("cannot tell what a shell makes of this, so the pool is unknown; write plain "
                 "assignments"));
}

static bool check_range(const struct checker *checker)
{
    const struct mf_boot *boot = checker->boot;
    const struct mf_uboot *uboot = &boot->uboot;
    if (uboot->line == 0 || uboot->in_comment || uboot->undefined || uboot->accepted ||
        uboot->value == -1)
        return true;
    return add(checker, MF_ERROR, "out-of-range", uboot->line,
               mf_arena_format(checker->arena,
                               _("%d is not within 1 to %llu on %s and silently ignored: Linux "
                                 "gets its default of %llu MiB"),
                               uboot->value, (unsigned long long)mf_boot_largest_mib(&boot->board),
                               boot->board.id, (unsigned long long)uboot->linux_mib));
}

static bool check_outcome(const struct checker *checker)
{
    const struct mf_boot *boot = checker->boot;
    unsigned long long linux_mib = boot->uboot.linux_mib;
    unsigned long long pool = boot->pool_mib;
    unsigned long long value = meant(boot);
    if (boot->overlap_mib > 0 &&
        !add(checker, MF_ERROR, "pool-overlaps-linux", boot->uboot.line,
             mf_arena_format(checker->arena,
                             _("U-Boot leaves %llu MiB to Linux, and the boot script makes a pool "
                               "of %llu MiB: %llu MiB belong to both, which corrupts memory; "
                               "`maixfit config set %llu` writes one line for both"),
                             linux_mib, pool, (unsigned long long)boot->overlap_mib, value)))
        return false;
    if (boot->lost_mib > 0 &&
        !add(checker, MF_ERROR, "memory-lost", boot->uboot.line,
             mf_arena_format(checker->arena,
                             _("U-Boot leaves %llu MiB to Linux, and the boot script makes a pool "
                               "of %llu MiB: %llu MiB belong to nobody; `maixfit config set %llu` "
                               "writes one line for both"),
                             linux_mib, pool, (unsigned long long)boot->lost_mib, value)))
        return false;
    return pool > 0 || add(checker, MF_ERROR, "no-pool", boot->uboot.line,
                           mf_arena_format(checker->arena,
                                           _("there is no pool at all: camera and NPU do not "
                                             "work; write %s=%llu"),
                                           MF_BOOT_KEY, value));
}

static bool check_linux(const struct checker *checker)
{
    const struct mf_boot *boot = checker->boot;
    const struct mf_boot_board *board = &boot->board;
    uint64_t linux_mib = boot->uboot.linux_mib;
    if (boot->uboot.accepted && linux_mib < MF_LINUX_COMFORT_MIB &&
        !add(checker, MF_WARNING, "little-linux", boot->uboot.line,
             mf_arena_format(checker->arena,
                             _("Linux keeps %llu MiB; below 512 it may run out of memory"),
                             (unsigned long long)linux_mib)))
        return false;
    if (board->linux_max_mib == 0 || linux_mib <= board->linux_max_mib || boot->overlap_mib > 0 ||
        boot->pool_mib == 0)
        return true;
    return add(checker, MF_WARNING, "wasted", boot->uboot.line,
               mf_arena_format(checker->arena,
                               _("Linux uses %llu MiB at most on %s, so %llu MiB are nobody's; "
                                 "write %s=%llu or more"),
                               (unsigned long long)board->linux_max_mib, board->id,
                               (unsigned long long)(linux_mib - board->linux_max_mib), MF_BOOT_KEY,
                               (unsigned long long)(board->ram_mib - board->linux_max_mib)));
}

/* The pool is the top of the RAM; what lies below it and is not Linux's is nobody's. */
static void compare(struct mf_boot *boot)
{
    const struct mf_boot_board *board = &boot->board;
    uint64_t linux_mib = boot->uboot.linux_mib;
    uint64_t used = linux_mib;
    if (board->linux_max_mib > 0 && used > board->linux_max_mib)
        used = board->linux_max_mib;
    boot->pool_mib = mf_script_pool(boot->script_value, linux_mib, board);
    uint64_t start = board->ram_mib - boot->pool_mib;
    boot->overlap_mib = boot->pool_mib > 0 && used > start ? used - start : 0;
    boot->lost_mib = start > linux_mib ? start - linux_mib : 0;
}

bool mf_boot_check(struct mf_arena *arena, const char *path, const char *text, size_t length,
                   const struct mf_boot_board *board, struct mf_boot *boot, struct mf_error *error)
{
    struct checker checker = {arena, boot, error};
    *boot = (struct mf_boot){.board = *board, .path = path};
    boot->uboot = mf_uboot_read(text, length, board);
    if (!mf_shell_read(arena, text, length, &boot->shell, error))
        return false;
    const struct mf_shell_sets *sets = &boot->shell.sets;
    if (sets->count > 0)
        boot->script_value = sets->items[sets->count - 1].value;
    boot->known = !boot->uboot.undefined && boot->shell.puzzle == 0;
    if (boot->known)
        compare(boot);
    return check_unknown(&checker) && check_range(&checker) &&
           (!boot->known || (check_outcome(&checker) && check_linux(&checker))) &&
           check_lines(&checker, text, length) && check_duplicates(&checker);
}

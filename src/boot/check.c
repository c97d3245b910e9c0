// SPDX-License-Identifier: MIT
/* What is wrong with the text: line by line, and by what both readers make of it. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "../core/text.h"
#include "boot.h"
#include "lines.h"

struct checker {
    struct mf_arena *arena;
    struct mf_boot *boot;
    struct mf_error *error;
};

/* A NULL text is lack of memory. */
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

/* The same, for what would defeat a value that is merely added to the text. */
static bool add_obstacle(const struct checker *checker, enum mf_severity severity, const char *code,
                         uint64_t line, const char *text)
{
    struct mf_boot *boot = checker->boot;
    if (!add(checker, severity, code, line, text))
        return false;
    if (!boot->obstacle.code)
        boot->obstacle = boot->findings.items[boot->findings.count - 1];
    return true;
}

static bool is_legal(const struct mf_boot_board *board, uint64_t mib)
{
    return mib >= board->legal_min_mib && mib <= board->legal_max_mib;
}

/* The value that the file most likely intends: a size with its unit, else what the script makes of
 * it, what U-Boot reads where the script's is unknown, or the default. */
static unsigned long long intended_value(const struct mf_boot *boot)
{
    const struct mf_boot_board *board = &boot->board;
    if (boot->meant_mib > 0)
        return boot->meant_mib;
    if (boot->known && is_legal(board, boot->pool_mib))
        return boot->pool_mib;
    const struct mf_uboot *uboot = &boot->uboot;
    if (!boot->known && uboot->accepted && !uboot->is_borrowed && !uboot->undefined &&
        uboot->value > 0 && is_legal(board, (uint64_t)uboot->value))
        return (unsigned long long)uboot->value;
    return board->ram_mib - board->default_linux_mib;
}

bool mf_boot_board_of(const struct mf_device *device, struct mf_boot_board *board)
{
    if (!device || device->legal_max_mib == 0)
        return false;
    *board =
        (struct mf_boot_board){.id = device->name,
                               .ram_mib = device->ram_mib,
                               .default_linux_mib = device->ram_mib - device->pool_bytes / MF_MIB,
                               .linux_max_mib = device->linux_max_mib,
                               .legal_min_mib = device->legal_min_mib,
                               .legal_max_mib = device->legal_max_mib,
                               .linux_comfort_mib = mf_device_linux_comfort(device),
                               .least_supported_mib = device->least_supported_mib};
    return true;
}

/* A line that contains the key, split up. */
struct key_line {
    const struct mf_boot_line *line;
    const char *key;
    const char *behind; /* the key */
    const char *end;    /* of the line, without a carriage return */
    bool in_comment;
    bool in_longer_word;
    bool has_carriage_return;
};

static struct key_line split_line(const struct mf_boot_line *line, const char *key)
{
    struct key_line item = {.line = line,
                            .key = key,
                            .behind = key + strlen(MF_BOOT_KEY),
                            .end = line->start + line->length};
    if (line->start[line->length - 1] == '\r') {
        item.has_carriage_return = true;
        item.end--;
    }
    item.in_comment = memchr(line->start, '#', (size_t)(key - line->start)) != NULL;
    item.in_longer_word = (key > line->start && mf_boot_is_word_char(key[-1])) ||
                          (item.behind < item.end && mf_boot_is_word_char(*item.behind));
    return item;
}

/* "=", digits without a leading zero, or -1: what both readers take the same way. */
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

static bool contains(const struct key_line *item, char c)
{
    return memchr(item->key, c, (size_t)(item->end - item->key)) != NULL;
}

/* Does anything but blanks and `export` stand before the key? */
static bool has_text_before(const struct key_line *item)
{
    const char *at = item->line->start;
    while (at < item->key && (*at == ' ' || *at == '\t'))
        at++;
    if (item->key - at > 6 && strncmp(at, "export", 6) == 0)
        at += 6;
    while (at < item->key && (*at == ' ' || *at == '\t'))
        at++;
    return at < item->key;
}

/* Why a line is not the plain one, the plainest reason first; NULL without memory. */
static const char *describe_form(const struct checker *checker, const struct key_line *item,
                                 const char **code)
{
    unsigned long long value = intended_value(checker->boot);
    bool blank = item->key > item->line->start || contains(item, ' ') || contains(item, '\t');
    if (contains(item, '"') || contains(item, '\'')) {
        *code = "quotes";
        return mf_arena_format(checker->arena,
                               _("is quoted: U-Boot reads that as 0 and gives all memory to Linux; "
                                 "write %s=%llu"),
                               MF_BOOT_KEY, value);
    }
    *code = "not-plain";
    if (has_text_before(item))
        return mf_arena_format(checker->arena,
                               _("has other text before the key; write %s=%llu on a line of its "
                                 "own"),
                               MF_BOOT_KEY, value);
    if (contains(item, '#'))
        return mf_arena_format(checker->arena,
                               _("has a comment behind the value, which works only by accident; "
                                 "write %s=%llu"),
                               MF_BOOT_KEY, value);
    if (blank && strncmp(item->line->start, "export ", 7) == 0)
        return mf_arena_format(checker->arena,
                               _("is exported, which works only by accident; write %s=%llu"),
                               MF_BOOT_KEY, value);
    if (blank) {
        *code = "blanks";
        return mf_arena_format(checker->arena,
                               _("has blanks: a shell takes `name = value` as a command; write "
                                 "%s=%llu"),
                               MF_BOOT_KEY, value);
    }
    *code = "odd-value";
    return mf_arena_format(checker->arena,
                           _("is not a plain number, so the two readers may differ; write "
                             "%s=%llu"),
                           MF_BOOT_KEY, value);
}

static bool check_form(const struct checker *checker, const struct key_line *item)
{
    uint64_t number = item->line->number;
    const char *code;
    if (item->has_carriage_return &&
        !add(checker, MF_WARNING, "carriage-return", number,
             mf_arena_format(checker->arena,
                             _("ends with a carriage return (a Windows line ending); end the line "
                               "%s=%llu with a line feed only"),
                             MF_BOOT_KEY, intended_value(checker->boot))))
        return false;
    if (item->key == item->line->start && is_plain_value(item))
        return true;
    const char *text = describe_form(checker, item, &code);
    return add(checker, MF_WARNING, code, number, text);
}

static bool check_last_line(const struct checker *checker, const struct key_line *item)
{
    return item->line->has_feed ||
           add(checker, MF_WARNING, "no-final-newline", item->line->number,
               _("has no line feed at its end, and U-Boot does not know where the file ends; add "
                 "one"));
}

/* A line above the intended one that decides in its place. */
static bool check_decider(const struct checker *checker, const struct key_line *item)
{
    const struct mf_boot *boot = checker->boot;
    unsigned long long value = intended_value(boot);
    if (item->line->number != boot->uboot.line || (!item->in_comment && !item->in_longer_word))
        return true;
    if (item->in_comment && !boot->script_value)
        return true; /* commented out: both take the default */
    if (item->in_comment)
        return add_obstacle(checker, MF_WARNING, "key-in-comment", item->line->number,
                            mf_arena_format(checker->arena,
                                            _("is a comment that contains the key: U-Boot stops "
                                              "searching here; move the line %s=%llu above it"),
                                            MF_BOOT_KEY, value));
    return add_obstacle(checker, MF_WARNING, "longer-key", item->line->number,
                        mf_arena_format(checker->arena,
                                        _("contains the key inside a longer name: U-Boot takes it "
                                          "as the key; move the line %s=%llu above it"),
                                        MF_BOOT_KEY, value));
}

static bool check_lines(const struct checker *checker, const char *text, size_t length)
{
    struct mf_boot_lines lines = {text, text + length, 0};
    struct mf_boot_line line;
    while (mf_boot_next_line(&lines, &line)) {
        const char *key = mf_boot_find_key(&line);
        if (!key)
            continue;
        struct key_line item = split_line(&line, key);
        if (!check_decider(checker, &item))
            return false;
        if (!item.in_comment && !item.in_longer_word &&
            (!check_form(checker, &item) || !check_last_line(checker, &item)))
            return false;
    }
    return true;
}

static bool check_duplicates(const struct checker *checker)
{
    const struct mf_shell *shell = &checker->boot->shell;
    uint64_t first = 0;
    for (size_t i = 0; i < shell->count; i++) {
        if (!shell->uses[i].value)
            continue;
        if (first == 0)
            first = shell->uses[i].line;
        else if (!add_obstacle(
                     checker, MF_WARNING, "duplicate", shell->uses[i].line,
                     mf_arena_format(checker->arena,
                                     _("sets the key again after line %llu: U-Boot takes the "
                                       "first, the boot script the last; keep one"),
                                     (unsigned long long)first)))
            return false;
    }
    return true;
}

static bool check_unknown(const struct checker *checker)
{
    const struct mf_boot *boot = checker->boot;
    if (boot->uboot.undefined &&
        !add_obstacle(checker, MF_ERROR, "no-equals", boot->uboot.line,
                      mf_arena_format(checker->arena,
                                      _("contains the key without a `=`: U-Boot then reads through "
                                        "a null pointer and may hang; write %s=%llu"),
                                      MF_BOOT_KEY, intended_value(boot))))
        return false;
    return boot->shell.undecidable == 0 ||
           add_obstacle(checker, MF_ERROR, "shell-unknown", boot->shell.undecidable,
                        _("uses shell syntax whose effect cannot be determined here, so the pool "
                          "is unknown; write plain assignments only"));
}

/* The number may be a secret. */
static bool check_borrowed(const struct checker *checker)
{
    const struct mf_boot *boot = checker->boot;
    return boot->uboot.accepted ||
           add(checker, MF_ERROR, "out-of-range", boot->uboot.line,
               mf_arena_format(checker->arena,
                               _("has other text behind the key, of which U-Boot takes the number; "
                                 "that is outside its range, and Linux gets its default of %llu "
                                 "MiB; write %s=%llu on a line of its own"),
                               (unsigned long long)boot->uboot.linux_mib, MF_BOOT_KEY,
                               intended_value(boot)));
}

static bool check_range(const struct checker *checker)
{
    const struct mf_boot_board *board = &checker->boot->board;
    const struct mf_uboot *uboot = &checker->boot->uboot;
    unsigned long long least = board->legal_min_mib;
    unsigned long long most = board->legal_max_mib;
    if (uboot->line == 0 || uboot->in_comment || uboot->undefined || uboot->value == -1)
        return true;
    if (uboot->is_borrowed)
        return check_borrowed(checker);
    if (!uboot->accepted)
        return add(checker, MF_ERROR, "out-of-range", uboot->line,
                   mf_arena_format(
                       checker->arena,
                       _("%d is outside the range of %llu to %llu on %s; U-Boot ignores "
                         "it without a message, and Linux gets its default of %llu "
                         "MiB"),
                       uboot->value, least, most, board->id, (unsigned long long)uboot->linux_mib));
    uint64_t value = (uint64_t)uboot->value; /* accepted: not negative */
    if (value == 0 || (value >= least && value <= most))
        return true; /* 0 is reported by its consequence */
    return add(checker, MF_ERROR, "out-of-range", uboot->line,
               mf_arena_format(checker->arena,
                               _("%d is outside the range of %llu to %llu that is legal on %s, "
                                 "although U-Boot accepts it"),
                               uboot->value, least, most, board->id));
}

static bool check_outcome(const struct checker *checker)
{
    const struct mf_boot *boot = checker->boot;
    unsigned long long linux_mib = boot->uboot.linux_mib;
    unsigned long long pool = boot->pool_mib;
    unsigned long long value = intended_value(boot);
    if (boot->overlap_mib > 0 &&
        !add(checker, MF_ERROR, "pool-overlaps-linux", boot->uboot.line,
             mf_arena_format(checker->arena,
                             _("U-Boot gives %llu MiB to Linux, and the boot script makes a pool "
                               "of %llu MiB: %llu MiB belong to both, which corrupts memory; "
                               "`maixfit config set %llu` writes one line for both"),
                             linux_mib, pool, (unsigned long long)boot->overlap_mib, value)))
        return false;
    if (boot->lost_mib > 0 &&
        !add(checker, MF_ERROR, "memory-lost", boot->uboot.line,
             mf_arena_format(checker->arena,
                             _("U-Boot gives %llu MiB to Linux, and the boot script makes a pool "
                               "of %llu MiB: %llu MiB are used by neither; `maixfit config set "
                               "%llu` writes one line for both"),
                             linux_mib, pool, (unsigned long long)boot->lost_mib, value)))
        return false;
    return pool > 0 ||
           add(checker, MF_ERROR, "no-pool", boot->uboot.line,
               mf_arena_format(checker->arena,
                               _("there is no pool, so camera and NPU do not work; write %s=%llu"),
                               MF_BOOT_KEY, value));
}

static bool check_support(const struct checker *checker)
{
    const struct mf_boot *boot = checker->boot;
    uint64_t least = boot->board.least_supported_mib;
    return boot->pool_mib == 0 || boot->pool_mib >= least ||
           add(checker, MF_WARNING, "below-supported", boot->uboot.line,
               mf_arena_format(checker->arena,
                               _("the pool has %llu MiB, less than the %llu that the maker of %s "
                                 "supports; write %s=%llu or more"),
                               (unsigned long long)boot->pool_mib, (unsigned long long)least,
                               boot->board.id, MF_BOOT_KEY, (unsigned long long)least));
}

static bool check_linux(const struct checker *checker)
{
    const struct mf_boot *boot = checker->boot;
    const struct mf_boot_board *board = &boot->board;
    uint64_t linux_mib = boot->uboot.linux_mib;
    if (boot->uboot.accepted && linux_mib < board->linux_comfort_mib &&
        !add(checker, MF_WARNING, "little-linux", boot->uboot.line,
             mf_arena_format(
                 checker->arena, _("Linux keeps %llu MiB; below %llu MiB it may run out of memory"),
                 (unsigned long long)linux_mib, (unsigned long long)board->linux_comfort_mib)))
        return false;
    if (board->linux_max_mib == 0 || linux_mib <= board->linux_max_mib || boot->overlap_mib > 0 ||
        boot->pool_mib == 0)
        return true;
    uint64_t least = board->ram_mib - board->linux_max_mib;
    return add(
        checker, MF_WARNING, "wasted", boot->uboot.line,
        mf_arena_format(checker->arena,
                        _("Linux uses %llu MiB at most on %s, so %llu MiB are used by "
                          "neither Linux nor the pool; write %s=%llu or more"),
                        (unsigned long long)board->linux_max_mib, board->id,
                        (unsigned long long)(linux_mib - board->linux_max_mib), MF_BOOT_KEY,
                        (unsigned long long)(boot->meant_mib > least ? boot->meant_mib : least)));
}

/* The pool is the top of the RAM; what lies below it and is not Linux's is used by neither. */
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

/* `2G` and `2048M`: both readers take the digits, or nothing, but the person meant a size. */
static void find_meant(struct mf_boot *boot, const char *text, size_t length)
{
    struct mf_boot_lines lines = {text, text + length, 0};
    struct mf_boot_line line;
    while (mf_boot_next_line(&lines, &line)) {
        char size[32];
        uint64_t bytes;
        uint64_t number;
        struct mf_boot_own own = mf_boot_find_own(&line);
        if (own.length == 0 || !own.value)
            continue;
        int digits = (int)(line.start + own.length - own.value);
        snprintf(size, sizeof size, "%.*s", digits, own.value);
        size[strcspn(size, "\"'")] = '\0';
        if (mf_number_parse(size, &number) || !mf_size_parse(size, &bytes))
            continue;
        bytes /= MF_MIB;
        if (bytes >= boot->board.legal_min_mib && bytes <= boot->board.legal_max_mib)
            boot->meant_mib = bytes;
    }
}

bool mf_boot_check(struct mf_arena *arena, const char *path, const char *text, size_t length,
                   const struct mf_boot_board *board, struct mf_boot *boot, struct mf_error *error)
{
    struct checker checker = {arena, boot, error};
    *boot = (struct mf_boot){.board = *board, .path = path};
    boot->uboot = mf_uboot_read(text, length, board);
    if (!mf_shell_read(arena, text, length, &boot->shell, error))
        return false;
    for (size_t i = 0; i < boot->shell.count; i++) {
        if (boot->shell.uses[i].value)
            boot->script_value = boot->shell.uses[i].value;
    }
    find_meant(boot, text, length);
    boot->known = !boot->uboot.undefined && boot->shell.undecidable == 0;
    if (boot->known)
        compare(boot);
    return check_unknown(&checker) && check_range(&checker) &&
           (!boot->known ||
            (check_outcome(&checker) && check_support(&checker) && check_linux(&checker))) &&
           check_lines(&checker, text, length) && check_duplicates(&checker);
}

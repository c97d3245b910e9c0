// SPDX-License-Identifier: MIT
/* The whole command line in-process, in a folder of its own. No argument can name a file elsewhere,
 * and none that writes is passed on: the fuzzer may run as root. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../temporary.h"
#include "targets.h"

#define ARGUMENTS_MAX 24
#define FOLDER_MAX    256

/* main() of the tool; see tool.c. */
int tool_main(int argc, char **argv);

static void enter_folder(void)
{
    static int entered;
    char folder[FOLDER_MAX];
    if (entered++ > 0)
        return;
    name_temporary(folder, sizeof folder);
    if (!mkdtemp(folder) || chdir(folder) != 0)
        abort();
    int nowhere = open("/dev/null", O_RDWR);
    dup2(nowhere, STDIN_FILENO);
    dup2(nowhere, STDOUT_FILENO);
}

/* No slash and no `..`: only what lies in the folder. */
static void tame(char *argument)
{
    for (char *at = argument; *at != '\0'; at++) {
        if (*at == '/' || (at[0] == '.' && at[1] == '.'))
            *at = '_';
    }
}

static int writes(const char *argument)
{
    return strncmp(argument, "--a", 3) == 0 || strcmp(argument, "config") == 0;
}

static void write_model(const char *bytes, size_t size)
{
    int file = open("model", O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (file < 0 || write(file, bytes, size) != (ssize_t)size)
        abort();
    close(file);
}

void fuzz_cli(const uint8_t *data, size_t size)
{
    char *arguments[ARGUMENTS_MAX + 2] = {(char[]){"maixfit"}, (char[]){"--no-sandbox"}};
    int count = 2;
    char *text = malloc(size + 1);
    memcpy(text, data, size);
    text[size] = '\0';
    enter_folder();
    char *at = text;
    while (count < ARGUMENTS_MAX && at < text + size && *at != '\n' && *at != '\0') {
        size_t length = strcspn(at, "\n");
        char *next = at + length + (at + length < text + size);
        at[length] = '\0';
        tame(at);
        if (!writes(at))
            arguments[count++] = at;
        at = next;
    }
    if (at < text + size)
        at++;
    write_model(at, (size_t)(text + size - at));
    extern int optind;
    optind = 0;
    tool_main(count, arguments);
    free(text);
}

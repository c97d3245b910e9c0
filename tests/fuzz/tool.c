// SPDX-License-Identifier: MIT
/* The tool's main() under another name: libFuzzer has one of its own. */
int tool_main(int argc, char **argv);
#define main tool_main
#include "../../src/cli/main.c"

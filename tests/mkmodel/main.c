// SPDX-License-Identifier: MIT
// mkmodel: writes valid cvimodel and axmodel files of any shape and size, for tests and demos.
// It shares no code with the library, so that a misread format is not misread twice.
#include <stdio.h>
#include <string.h>

#include "mkaxmodel.h"
#include "mkcvimodel.h"

static void usage(void)
{
    puts(
        "usage: mkmodel axmodel OUT [OPTION]...\n"
        "       mkmodel cvimodel OUT [OPTION]...\n"
        "       mkmodel -h\n"
        "Writes a model and prints what it takes as one JSON object. SIZE: bytes, or with K, M, G\n"
        "(of 1024). Weights and data are holes: a file of many GiB takes no disk.\n"
        "\naxmodel:");
    options_print(ax_options, ax_option_count);
    puts("\ncvimodel:");
    options_print(cvi_options, cvi_option_count);
    puts("  TENSOR is "
         "NAME:DTYPE:DxDxDxD:PLACE[:input|:output][:aligned[=SIZE]][:pixel=FORMAT][:at=N]\n"
         "  PLACE is none, shared, private, io0 to io4 (kinds 3 to 7) or a number from 0 to 7.\n"
         "  FORMAT of an aligned tensor without SIZE: GRAYSCALE, RGB_PLANAR, BGR_PLANAR,\n"
         "  RGBA_PLANAR, RGB_PACKED, BGR_PACKED, YUV_NV12, YUV_NV21 or YUV420_PLANAR.\n"
         "  LIST is of tN and dN (N TIU or TDMA records), s (the record before is a sync) and\n"
         "  c (a CPU record), with commas: t3,d2,s,c\n"
         "\nStatus: 0 written, 1 the system refused, 2 wrong usage.");
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "-h") != 0 && strcmp(argv[i], "--help") != 0)
            continue;
        usage();
        return 0;
    }
    const char *format = argc > 1 ? argv[1] : "";
    if (argc > 1)
        argv[1] = argv[0]; // getopt names the program by it
    if (strcmp(format, "axmodel") == 0)
        return mkaxmodel(argc - 1, argv + 1);
    if (strcmp(format, "cvimodel") == 0)
        return mkcvimodel(argc - 1, argv + 1);
    die(2, "the first argument is axmodel or cvimodel (see mkmodel -h)");
}

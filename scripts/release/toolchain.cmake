# SPDX-License-Identifier: MIT
# For MAIXFIT_TRIPLE, with the tools in MAIXFIT_TOOLS (scripts/release/setup.sh).
set(CMAKE_SYSTEM_NAME Linux)
string(REGEX REPLACE "-.*" "" CMAKE_SYSTEM_PROCESSOR "${MAIXFIT_TRIPLE}")
set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES MAIXFIT_TRIPLE MAIXFIT_TOOLS)
set(CMAKE_C_COMPILER ${MAIXFIT_TOOLS}/bin/zig cc -target ${MAIXFIT_TRIPLE})
set(CMAKE_AR ${MAIXFIT_TOOLS}/bin/zig-ar)
set(CMAKE_RANLIB ${MAIXFIT_TOOLS}/bin/zig-ranlib)
# zig adds the checks of UndefinedBehaviorSanitizer unless it is told otherwise. Names of folders must not get into what
# is built: two builds in two folders are the same to the byte.
set(CMAKE_C_FLAGS_INIT "-fno-sanitize=undefined -ffunction-sections -fdata-sections -ffile-prefix-map=${MAIXFIT_ROOT}=. -Wno-unused-command-line-argument")
set(CMAKE_EXE_LINKER_FLAGS_INIT "-static -s -Wl,--gc-sections -Wl,--build-id=none")
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES MAIXFIT_ROOT)

# SPDX-License-Identifier: MIT
# For MAIXFIT_TRIPLE, with the tools in MAIXFIT_TOOLS (scripts/release/setup.sh).
if(MAIXFIT_TRIPLE MATCHES wasi)
    set(CMAKE_SYSTEM_NAME WASI)
    list(APPEND CMAKE_MODULE_PATH ${CMAKE_CURRENT_LIST_DIR}) # CMake does not know that system
    set(EMULATED "-D_WASI_EMULATED_SIGNAL -D_WASI_EMULATED_GETPID")
    set(CMAKE_EXE_LINKER_FLAGS_INIT "-s -Wl,--gc-sections")
else()
    set(CMAKE_SYSTEM_NAME Linux)
    set(CMAKE_EXE_LINKER_FLAGS_INIT "-s -Wl,--gc-sections -Wl,--build-id=none")
    set(CMAKE_SHARED_LINKER_FLAGS_INIT "${CMAKE_EXE_LINKER_FLAGS_INIT}")
    if(MAIXFIT_TRIPLE MATCHES musl)
        string(PREPEND CMAKE_EXE_LINKER_FLAGS_INIT "-static ")
    else()
        string(PREPEND CMAKE_EXE_LINKER_FLAGS_INIT "-pie ")
    endif()
endif()
string(REGEX REPLACE "-.*" "" CMAKE_SYSTEM_PROCESSOR "${MAIXFIT_TRIPLE}")
set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES MAIXFIT_TRIPLE MAIXFIT_TOOLS MAIXFIT_ROOT)
set(CMAKE_C_COMPILER ${MAIXFIT_TOOLS}/bin/zig cc -target ${MAIXFIT_TRIPLE})
set(CMAKE_AR ${MAIXFIT_TOOLS}/bin/zig-ar)
set(CMAKE_RANLIB ${MAIXFIT_TOOLS}/bin/zig-ranlib)
# zig adds the checks of UndefinedBehaviorSanitizer unless it is told otherwise. Names of folders must not get into what
# is built: two builds in two folders are the same to the byte.
set(CMAKE_C_FLAGS_INIT "${EMULATED} -fno-sanitize=undefined -ffunction-sections -fdata-sections -ffile-prefix-map=${MAIXFIT_ROOT}=. -Wno-unused-command-line-argument")

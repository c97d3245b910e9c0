# SPDX-License-Identifier: MIT
# maixfit.wasm: the tool, and the library beside it. A host that runs it as a command calls _start, once; one that calls
# the public functions calls __wasm_call_ctors first, and never _start. malloc and free are for what it passes to them;
# bindings/wasm/host.c has places in the table for functions of its own.
file(READ src/maixfit.h HEADER)
string(REGEX MATCHALL "MAIXFIT_API [^(;]*maixfit_[a-z_]+\\(" PUBLIC "${HEADER}")
list(TRANSFORM PUBLIC REPLACE ".*[ *](maixfit_[a-z_]+)\\($" "\\1")

add_executable(maixfit_module bindings/wasm/host.c ${TOOL_SOURCES} $<TARGET_OBJECTS:maixfit_objects>)
set_target_properties(maixfit_module PROPERTIES OUTPUT_NAME maixfit SUFFIX .wasm LINKER_LANGUAGE C)
target_include_directories(maixfit_module PRIVATE src)
target_link_libraries(maixfit_module PRIVATE maixfit_flags ${LIBRARIES} wasi-emulated-getpid)
# The bound on memory is that of MF_PROCESS_DATA_MAX.
target_link_options(maixfit_module PRIVATE -Wl,-z,stack-size=1048576 -Wl,--export-table -Wl,--max-memory=536870912)
foreach(name __wasm_call_ctors malloc free ${PUBLIC})
    target_link_options(maixfit_module PRIVATE -Wl,--export=${name})
endforeach()

# SPDX-License-Identifier: MIT
# maixfit.wasm: the public functions, and malloc and free for what a host passes to them. A host calls _initialize first.
file(READ src/maixfit.h HEADER)
string(REGEX MATCHALL "MAIXFIT_API [^(;]*maixfit_[a-z_]+\\(" PUBLIC "${HEADER}")
list(TRANSFORM PUBLIC REPLACE ".*[ *](maixfit_[a-z_]+)\\($" "\\1")

add_executable(maixfit_module $<TARGET_OBJECTS:maixfit_objects>)
set_target_properties(maixfit_module PROPERTIES OUTPUT_NAME maixfit SUFFIX .wasm LINKER_LANGUAGE C)
target_link_libraries(maixfit_module PRIVATE maixfit_flags ${LIBRARIES} wasi-emulated-getpid)
target_link_options(maixfit_module PRIVATE -mexec-model=reactor -Wl,-z,stack-size=1048576)
foreach(name malloc free ${PUBLIC})
    target_link_options(maixfit_module PRIVATE -Wl,--export=${name})
endforeach()

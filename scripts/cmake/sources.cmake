# SPDX-License-Identifier: MIT
# MAIXFIT_SOURCES: what the library is made of, for CMakeLists.txt and for the component of MaixCDK (bindings/maixcdk).
cmake_path(SET MAIXFIT_ROOT NORMALIZE "${CMAKE_CURRENT_LIST_DIR}/../..")
set(MAIXFIT_SOURCES "")

# made_source(NAME SCRIPT DEFINES... DEPENDS FILES...): NAME.c is made by scripts/cmake/SCRIPT.cmake.
function(made_source name script)
    cmake_parse_arguments(PARSE_ARGV 2 ARG "" "" "DEPENDS")
    set(scripts ${MAIXFIT_ROOT}/scripts/cmake)
    set(out ${CMAKE_CURRENT_BINARY_DIR}/${name}.c)
    add_custom_command(OUTPUT ${out} COMMAND ${CMAKE_COMMAND} ${ARG_UNPARSED_ARGUMENTS} -DOUT=${out}
        -P ${scripts}/${script}.cmake
        DEPENDS ${ARG_DEPENDS} ${scripts}/${script}.cmake ${scripts}/tables.cmake VERBATIM)
    set(MAIXFIT_SOURCES ${MAIXFIT_SOURCES} ${out} PARENT_SCOPE)
endfunction()

# The facts of models/ become part of the library; no Python is needed for it.
set(MAIXFIT_MODELS ${MAIXFIT_ROOT}/models)
file(GLOB MAIXFIT_PIPELINES CONFIGURE_DEPENDS ${MAIXFIT_MODELS}/pipelines/*.json)
file(GLOB MAIXFIT_BOARDS CONFIGURE_DEPENDS ${MAIXFIT_MODELS}/devices/*.json)
made_source(models_words words -DMODELS=${MAIXFIT_MODELS} DEPENDS ${MAIXFIT_MODELS}/words.json)
made_source(models_boards boards -DMODELS=${MAIXFIT_MODELS} DEPENDS ${MAIXFIT_BOARDS})
made_source(models_pipelines pipelines -DMODELS=${MAIXFIT_MODELS} DEPENDS ${MAIXFIT_PIPELINES})
# What users read in other languages; no gettext is needed for it.
set(MAIXFIT_PO ${MAIXFIT_ROOT}/src/po/zh_CN.po)
made_source(catalog_zh catalog -DPO=${MAIXFIT_PO} -DLANGUAGE=zh DEPENDS ${MAIXFIT_PO})

# What differs between platforms stands behind the headers of src/platform/.
if(CMAKE_SYSTEM_NAME STREQUAL WASI)
    set(MAIXFIT_PLATFORM wasi)
else()
    set(MAIXFIT_PLATFORM posix)
endif()
if(MAIXFIT_ARCHIVE)
    set(MAIXFIT_FOLDERS src/bundle/archive)
else()
    set(MAIXFIT_FOLDERS src/bundle/no_archive)
endif()
list(APPEND MAIXFIT_FOLDERS src/platform/${MAIXFIT_PLATFORM} src/handle src/pipeline src/core src/bundle src/device src/boot
    src/fit src/report formats)
foreach(folder ${MAIXFIT_FOLDERS})
    file(GLOB MAIXFIT_FOUND CONFIGURE_DEPENDS ${MAIXFIT_ROOT}/${folder}/*.c)
    list(APPEND MAIXFIT_SOURCES ${MAIXFIT_FOUND})
endforeach()

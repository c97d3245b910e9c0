# SPDX-License-Identifier: MIT
# Puts JSON files of models/ into one C file as they are: cmake -DMODELS=DIR -DOUT=FILE -P embed.cmake
cmake_minimum_required(VERSION 3.22)

set(code "// SPDX-License-Identifier: MIT\n// Made from models/ by scripts/cmake/embed.cmake; do not edit.\n")
string(APPEND code "#include \"core/data.h\"\n\n")

# kind: a folder of MODELS, or "." for MODELS itself
function(embed kind symbol)
    file(GLOB paths "${MODELS}/${kind}/*.json")
    list(SORT paths)
    set(table "")
    set(index 0)
    foreach(path IN LISTS paths)
        file(READ "${path}" hex HEX)
        string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
        string(REGEX REPLACE "(................................................................................)" "\\1\n" bytes "${bytes}")
        get_filename_component(name "${path}" NAME)
        string(APPEND code "static const unsigned char ${symbol}_${index}[] = {\n${bytes}0};\n\n")
        string(APPEND table "    {\"${kind}/${name}\", (const char *)${symbol}_${index}, sizeof ${symbol}_${index} - 1},\n")
        math(EXPR index "${index} + 1")
    endforeach()
    string(APPEND code "const struct mf_data_file ${symbol}[] = {\n${table}    {0, 0, 0},\n};\n\n")
    set(code "${code}" PARENT_SCOPE)
endfunction()

embed(. mf_word_files)
file(WRITE "${OUT}" "${code}")

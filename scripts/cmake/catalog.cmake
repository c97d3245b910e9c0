# SPDX-License-Identifier: MIT
# Makes the C table of a catalog: cmake -DPO=FILE -DLANGUAGE=zh -DOUT=FILE -P catalog.cmake
# The strings of a .po file are C strings: only what stands around them changes. A sentence is an array of its own: its
# address is that of no other string (core/catalog.h). scripts/translate.sh keeps the file whole
# and sorted; tests/translations.sh looks.
cmake_minimum_required(VERSION 3.22)

file(READ "${PO}" text)
string(REGEX REPLACE "(^|\n)#[^\n]*" "" text "${text}")
string(REGEX REPLACE "^\n*msgid \"\"\nmsgstr \"\"\n(\"[^\n]*\"\n)+" "\n" text "${text}") # the file's own properties
string(REGEX REPLACE "\nmsgid (\"[^\n]*\"(\n\"[^\n]*\")*)" "\n    {.sentence = (char[]){\\1}" text "${text}")
string(REGEX REPLACE "\nmsgid_plural (\"[^\n]*\"(\n\"[^\n]*\")*)" ",\n     .plural = (char[]){\\1}" text "${text}")
string(REGEX REPLACE "\nmsgstr(\\[0\\])? (\"[^\n]*\"(\n\"[^\n]*\")*)" ",\n     .text = \\2}," text "${text}")
string(REGEX REPLACE "\n\n+" "\n" text "${text}")
file(WRITE "${OUT}" "// SPDX-License-Identifier: MIT
// Made from src/po by scripts/cmake/catalog.cmake; do not edit.
#include \"core/catalog.h\"

static const struct mf_translation items[] = {${text}};

const struct mf_catalog mf_catalog_${LANGUAGE} = {\"${LANGUAGE}\", items, sizeof items / sizeof items[0]};
")

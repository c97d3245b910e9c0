# SPDX-License-Identifier: MIT
# How C tables are written from JSON; boards.cmake and pipelines.cmake include it.

# The value behind the keys, "" where there is none.
function(get out json)
    string(JSON value ERROR_VARIABLE missing GET "${json}" ${ARGN})
    if(missing)
        set(value "")
    endif()
    set(${out} "${value}" PARENT_SCOPE)
endfunction()

function(quote out text)
    string(REPLACE "\\" "\\\\" text "${text}")
    string(REPLACE "\"" "\\\"" text "${text}")
    set(${out} "\"${text}\"" PARENT_SCOPE)
endfunction()

# Adds ".field = C" to the caller's `entry`; without a value nothing.
function(put field value)
    if(NOT "${value}" STREQUAL "")
        set(entry "${entry}        .${field} = ${value},\n" PARENT_SCOPE)
    endif()
endfunction()

function(put_text field value)
    if(NOT "${value}" STREQUAL "")
        quote(value "${value}")
        put(${field} "${value}")
        set(entry "${entry}" PARENT_SCOPE)
    endif()
endfunction()

function(put_number field value)
    if(NOT "${value}" STREQUAL "")
        put(${field} "UINT64_C(${value})")
        set(entry "${entry}" PARENT_SCOPE)
    endif()
endfunction()

function(put_flag field value)
    if("${value}")
        put(${field} "true")
        set(entry "${entry}" PARENT_SCOPE)
    endif()
endfunction()

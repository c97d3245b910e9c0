# SPDX-License-Identifier: MIT
# Debian packages: maixfit, libmaixfit0, libmaixfit-dev. What they call is linked in, so that they need nothing but the C
# library, and one file does for Debian 12, Ubuntu 22.04 and all that is newer, also on a board without a network.
# There is no static library: who links it has those libraries to find, and takes in the sources instead.
unset(LIBRARIES_REQUIRE)
set(CPACK_GENERATOR DEB)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_ALL maixfit libmaixfit0 libmaixfit-dev)
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "does an NPU model fit the contiguous memory of its board?")
set(CPACK_PACKAGE_CONTACT "the maixfit authors <maintainers@maixfit.example>")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz) # that of zstd, Debian 12 cannot read
set(CPACK_DEBIAN_PACKAGE_SOURCE maixfit)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(DEB_VERSION ${PROJECT_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE})
string(REGEX MATCH "gnu\\.([0-9.]+)$" TRIPLE_HAS_LIBC "${MAIXFIT_TRIPLE}")
if(NOT TRIPLE_HAS_LIBC)
    message(FATAL_ERROR "MAIXFIT_PACKAGES needs a MAIXFIT_TRIPLE that ends in gnu and the version of the C library, "
        "as scripts/release.sh gives it")
endif()
set(LIBC "libc6 (>= ${CMAKE_MATCH_1})")
if(CMAKE_SYSTEM_PROCESSOR STREQUAL aarch64)
    set(CPACK_DEBIAN_PACKAGE_ARCHITECTURE arm64)
else()
    set(CPACK_DEBIAN_PACKAGE_ARCHITECTURE amd64)
endif()

# debian_package(NAME SECTION DEPENDS TEXT)
function(debian_package name section depends text)
    string(TOUPPER ${name} upper)
    set(CPACK_DEBIAN_${upper}_PACKAGE_NAME ${name} PARENT_SCOPE)
    set(CPACK_DEBIAN_${upper}_PACKAGE_SECTION ${section} PARENT_SCOPE)
    set(CPACK_DEBIAN_${upper}_PACKAGE_DEPENDS "${depends}" PARENT_SCOPE)
    set(CPACK_COMPONENT_${upper}_DESCRIPTION "${text}" PARENT_SCOPE)
    install(FILES ${MADE}/copyright ${MADE}/changelog.Debian.gz DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${name}
        COMPONENT ${name})
endfunction()

set(MADE ${CMAKE_CURRENT_BINARY_DIR}/debian) # scripts/release/debs.sh fills it before it packs
set(TEXT "Says before loading whether a cvimodel or axmodel fits the contiguous
memory of its board (ION on MaixCAM, CMM on MaixCAM2 and other boards with
an AX630C), with the camera, the display and all else that the app takes
there, and what to change if it does not.")
debian_package(maixfit utils "${LIBC}" "${TEXT}")
debian_package(libmaixfit0 libs "${LIBC}" "${TEXT}
.
This is the shared library.")
debian_package(libmaixfit-dev libdevel "libmaixfit0 (= ${DEB_VERSION})" "${TEXT}
.
These are the header, the files for pkg-config and CMake, and examples in
C, C++ and Python.")
set(CPACK_DEBIAN_LIBMAIXFIT0_PACKAGE_CONTROL_EXTRA ${MADE}/symbols ${MADE}/shlibs ${MADE}/triggers)
include(CPack)

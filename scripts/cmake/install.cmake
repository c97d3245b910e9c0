# SPDX-License-Identifier: MIT
# What `cmake --install` puts in place. Nothing of it holds the prefix: an installed tree may be moved.
#
# A component is a package of scripts/cmake/packages.cmake; what names none belongs to the tool's.
include(CMakePackageConfigHelpers)
set(CMAKE_INSTALL_DEFAULT_COMPONENT_NAME maixfit)
if(MAIXFIT_PACKAGES)
    include(scripts/cmake/packages.cmake)
endif()
set(PACKAGE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/maixfit)
cmake_path(RELATIVE_PATH CMAKE_INSTALL_PREFIX BASE_DIRECTORY ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig OUTPUT_VARIABLE PC_PREFIX)
configure_file(scripts/cmake/maixfit.pc.in maixfit.pc @ONLY)
configure_file(scripts/cmake/maixfit-config.cmake.in maixfit-config.cmake @ONLY)
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/maixfit-config-version.cmake COMPATIBILITY SameMinorVersion)

install(TARGETS maixfit)
install(FILES docs/maixfit.schema.json docs/maixfit-gate.schema.json DESTINATION ${CMAKE_INSTALL_DATADIR}/maixfit)
# The documents as they lie here, so that their links hold; tests/install.sh follows each.
file(GLOB PAGES CONFIGURE_DEPENDS RELATIVE ${CMAKE_CURRENT_SOURCE_DIR}
    *.md docs/*.md docs/*.schema.json docs/pictures/*.svg bindings/*/README.md bindings/js/page/README.md)
foreach(PAGE ${PAGES})
    cmake_path(GET PAGE PARENT_PATH FOLDER)
    install(FILES ${PAGE} DESTINATION ${CMAKE_INSTALL_DOCDIR}/${FOLDER})
endforeach()
if(NOT MAIXFIT_PACKAGES) # their file `copyright` has it
    install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
endif()

install(TARGETS maixfit_shared EXPORT maixfit
    LIBRARY COMPONENT libmaixfit0 NAMELINK_COMPONENT libmaixfit-dev)
install(EXPORT maixfit NAMESPACE maixfit:: FILE maixfit-targets.cmake DESTINATION ${PACKAGE_DIR} COMPONENT libmaixfit-dev)
if(NOT MAIXFIT_PACKAGES)
    install(TARGETS maixfit_static EXPORT maixfit-static ARCHIVE COMPONENT libmaixfit-dev)
    install(EXPORT maixfit-static NAMESPACE maixfit:: FILE maixfit-static-targets.cmake DESTINATION ${PACKAGE_DIR}
        COMPONENT libmaixfit-dev)
endif()
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/maixfit-config.cmake ${CMAKE_CURRENT_BINARY_DIR}/maixfit-config-version.cmake
    DESTINATION ${PACKAGE_DIR} COMPONENT libmaixfit-dev)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/maixfit.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT libmaixfit-dev)
install(FILES src/maixfit.h src/maixfit_words.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT libmaixfit-dev)
install(DIRECTORY docs/examples DESTINATION ${CMAKE_INSTALL_DOCDIR}/docs COMPONENT libmaixfit-dev)

# The man page and the completions; each shell looks at one place below the prefix.
find_program(SCDOC scdoc)
if(SCDOC)
    set(MAN_PAGE ${CMAKE_CURRENT_BINARY_DIR}/maixfit.1)
    set(PACKED_PAGE ${MAN_PAGE})
    if(MAIXFIT_PACKAGES) # Debian's policy
        set(PACKED_PAGE ${MAN_PAGE}.gz)
        set(PACK COMMAND gzip -9nf ${MAN_PAGE})
    endif()
    add_custom_command(OUTPUT ${PACKED_PAGE}
        COMMAND ${SCDOC} <${CMAKE_CURRENT_SOURCE_DIR}/docs/maixfit.1.scd >${MAN_PAGE} ${PACK} DEPENDS docs/maixfit.1.scd)
    add_custom_target(man ALL DEPENDS ${PACKED_PAGE})
    install(FILES ${PACKED_PAGE} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
else()
    message(STATUS "No man page: scdoc, which makes it of docs/maixfit.1.scd, is not here")
endif()
install(FILES scripts/completions/maixfit.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME maixfit)
set(ZSH_FUNCTIONS site-functions)
if(MAIXFIT_PACKAGES)
    set(ZSH_FUNCTIONS vendor-completions) # where Debian's zsh looks below /usr
endif()
install(FILES scripts/completions/maixfit.zsh DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/${ZSH_FUNCTIONS} RENAME _maixfit)
install(FILES scripts/completions/maixfit.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)

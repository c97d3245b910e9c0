# SPDX-License-Identifier: MIT
# What `cmake --install` puts in place. Nothing of it holds the prefix: an installed tree may be moved.
include(CMakePackageConfigHelpers)
set(PACKAGE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/maixfit)
cmake_path(RELATIVE_PATH CMAKE_INSTALL_PREFIX BASE_DIRECTORY ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig OUTPUT_VARIABLE PC_PREFIX)
configure_file(scripts/cmake/maixfit.pc.in maixfit.pc @ONLY)
configure_file(scripts/cmake/maixfit-config.cmake.in maixfit-config.cmake @ONLY)
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/maixfit-config-version.cmake COMPATIBILITY SameMinorVersion)

install(TARGETS maixfit)
install(TARGETS maixfit_static maixfit_shared EXPORT maixfit)
install(EXPORT maixfit NAMESPACE maixfit:: FILE maixfit-targets.cmake DESTINATION ${PACKAGE_DIR})
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/maixfit-config.cmake ${CMAKE_CURRENT_BINARY_DIR}/maixfit-config-version.cmake
    DESTINATION ${PACKAGE_DIR})
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/maixfit.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
install(FILES src/maixfit.h src/maixfit_words.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(FILES docs/maixfit.schema.json docs/maixfit-gate.schema.json DESTINATION ${CMAKE_INSTALL_DATADIR}/maixfit)
install(DIRECTORY docs/examples DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES LICENSE README.md DESTINATION ${CMAKE_INSTALL_DOCDIR})

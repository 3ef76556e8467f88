# What is installed, and what find_package(PytestBenchmem) finds: in the install tree, wherever that is
# moved to, and in the build tree.  Included by the top CMakeLists.txt.
#
# The package files go to share/ and not to lib/: a project without languages does not look into
# lib/<architecture>.

include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(_benchmem_package_dir "${CMAKE_INSTALL_DATADIR}/cmake/PytestBenchmem")

# Any program can be run by any project: no check of the size of a pointer.
write_basic_package_version_file("${PROJECT_BINARY_DIR}/PytestBenchmemConfigVersion.cmake"
  COMPATIBILITY SameMajorVersion ARCH_INDEPENDENT)

install(TARGETS benchmem EXPORT PytestBenchmemTargets RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
install(EXPORT PytestBenchmemTargets NAMESPACE PytestBenchmem:: DESTINATION "${_benchmem_package_dir}")
export(EXPORT PytestBenchmemTargets NAMESPACE PytestBenchmem::
  FILE "${PROJECT_BINARY_DIR}/PytestBenchmemTargets.cmake")

set(PytestBenchmem_MODULES "${PROJECT_SOURCE_DIR}/cmake")
configure_file(cmake/PytestBenchmemConfig.cmake.in "${PROJECT_BINARY_DIR}/PytestBenchmemConfig.cmake"
  @ONLY)
set(PytestBenchmem_MODULES "\${CMAKE_CURRENT_LIST_DIR}")
configure_file(cmake/PytestBenchmemConfig.cmake.in
  "${PROJECT_BINARY_DIR}/install/PytestBenchmemConfig.cmake" @ONLY)

install(FILES
  "${PROJECT_BINARY_DIR}/install/PytestBenchmemConfig.cmake"
  "${PROJECT_BINARY_DIR}/PytestBenchmemConfigVersion.cmake"
  cmake/PytestBenchmem.cmake
  cmake/FindUv.cmake
  DESTINATION "${_benchmem_package_dir}")
install(DIRECTORY cmake/PytestBenchmem DESTINATION "${_benchmem_package_dir}")

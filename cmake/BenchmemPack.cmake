# The packages that `cpack` makes.  Included by the top CMakeLists.txt.
#
#   cmake --preset release && cmake --build --preset release
#   cpack --config build-release/CPackConfig.cmake          pytest-benchmem-cmake_1.0.0_amd64.deb and
#                                                           PytestBenchmem-1.0.0-Linux-x86_64.tar.gz
#   cpack --config build-release/CPackSourceConfig.cmake    PytestBenchmem-1.0.0.tar.gz, for FetchContent
#
# What the .deb depends on is read from the program (dpkg-shlibdeps).  The .tar.gz needs the same
# libraries.

set(CPACK_GENERATOR TGZ)
find_program(BENCHMEM_DPKG_SHLIBDEPS dpkg-shlibdeps)
mark_as_advanced(BENCHMEM_DPKG_SHLIBDEPS)
if(BENCHMEM_DPKG_SHLIBDEPS)
  list(APPEND CPACK_GENERATOR DEB)
endif()
set(CPACK_PACKAGE_NAME PytestBenchmem)
set(CPACK_PACKAGE_VENDOR "The PytestBenchmem for CMake authors")
set(CPACK_PACKAGE_CONTACT "The PytestBenchmem for CMake authors")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "benchmark a Python package across its versions under CTest")
set(CPACK_PACKAGE_DESCRIPTION "pytest_benchmem_sweep() for CMake adds tests that run a pytest-benchmark \
suite in one fresh virtual environment per version of a package, time and memory. The program benchmem \
does the work and renders tables, pictures and a gate.")
set(CPACK_RESOURCE_FILE_LICENSE "${PROJECT_SOURCE_DIR}/LICENSE")
set(CPACK_PACKAGE_FILE_NAME "PytestBenchmem-${PROJECT_VERSION}-${CMAKE_SYSTEM_NAME}-${CMAKE_SYSTEM_PROCESSOR}")
set(CPACK_PACKAGE_CHECKSUM SHA256)
set(CPACK_STRIP_FILES ON)

set(CPACK_DEBIAN_PACKAGE_NAME pytest-benchmem-cmake)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "cmake, python3")

set(CPACK_SOURCE_GENERATOR TGZ)
set(CPACK_SOURCE_PACKAGE_FILE_NAME "PytestBenchmem-${PROJECT_VERSION}")
set(CPACK_SOURCE_IGNORE_FILES
  "^${PROJECT_SOURCE_DIR}/build[^/]*/" "/\\\\.git/" "^${PROJECT_SOURCE_DIR}/\\\\.git$"
  "/\\\\.benchmarks/" "/__pycache__/" "/\\\\.pytest_cache/" "/CMakeUserPresets\\\\.json$")

include(CPack)

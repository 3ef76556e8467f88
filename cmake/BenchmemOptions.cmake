# The options of this build, and what they mean for a target.  Included by the top CMakeLists.txt.

set(_benchmem_tests_default OFF)
if(PROJECT_IS_TOP_LEVEL)
  set(_benchmem_tests_default AUTO)
endif()
set(PYTEST_BENCHMEM_BUILD_TESTS ${_benchmem_tests_default} CACHE STRING
  "Build the tests of PytestBenchmem itself: AUTO (where cmocka and Python are there), ON or OFF")
set_property(CACHE PYTEST_BENCHMEM_BUILD_TESTS PROPERTY STRINGS AUTO ON OFF)
option(PYTEST_BENCHMEM_INSTALL "Install PytestBenchmem with this project" ${PROJECT_IS_TOP_LEVEL})
option(PYTEST_BENCHMEM_WERROR "Treat warnings as errors" OFF)
option(PYTEST_BENCHMEM_ANALYZE "Have gcc's analyzer go through tool/ as it is compiled" OFF)
option(PYTEST_BENCHMEM_HARDEN "Harden the program: PIE, RELRO, stack protector, FORTIFY, CET" ON)
set(PYTEST_BENCHMEM_SANITIZE "" CACHE STRING "Sanitizers for -fsanitize=, such as address,undefined")
option(PYTEST_BENCHMEM_FUZZ "Build the fuzz targets as libFuzzer programs (clang; see tests/fuzz)" OFF)
set(PYTEST_BENCHMEM_CAIRO AUTO CACHE STRING "PNG and PDF output by cairo: AUTO, ON or OFF")
set_property(CACHE PYTEST_BENCHMEM_CAIRO PROPERTY STRINGS AUTO ON OFF)
# A STRING: as a FILEPATH, CMake would make the word OFF a path below the current directory.
set(PYTEST_BENCHMEM_PLOTLYJS AUTO CACHE STRING
  "plotly.js in HTML pages: AUTO (fetched by uv), the absolute path of a plotly.min.js, or OFF (CDN)")

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES AND PROJECT_IS_TOP_LEVEL)
  set(CMAKE_BUILD_TYPE RelWithDebInfo)
endif()

if(PYTEST_BENCHMEM_FUZZ AND NOT CMAKE_C_COMPILER_ID MATCHES "Clang")
  message(FATAL_ERROR "PYTEST_BENCHMEM_FUZZ: ${CMAKE_C_COMPILER_ID} has no libFuzzer; configure with "
    "-DCMAKE_C_COMPILER=clang, or use the preset fuzz")
endif()

if(PYTEST_BENCHMEM_HARDEN)
  include(${CMAKE_CURRENT_LIST_DIR}/BenchmemHarden.cmake)
endif()

# _benchmem_compile_options(<target>)
#
# The house rules for one target of ours: C11, warnings, sanitizers or hardening (FORTIFY would hide
# calls from the address sanitizer).  Nothing is global.  In a project that names no build type the
# program is optimised all the same.
function(_benchmem_compile_options target)
  set_target_properties(${target} PROPERTIES
    C_STANDARD 11 C_STANDARD_REQUIRED ON C_EXTENSIONS OFF)
  target_compile_definitions(${target} PRIVATE _GNU_SOURCE)
  target_compile_options(${target} PRIVATE
    $<$<C_COMPILER_ID:GNU,Clang,AppleClang>:-Wall -Wextra -Wshadow -Wmissing-prototypes -Wconversion>
    $<$<C_COMPILER_ID:Clang>:-Wreserved-identifier>
    $<$<AND:$<BOOL:${PYTEST_BENCHMEM_WERROR}>,$<C_COMPILER_ID:GNU,Clang,AppleClang>>:-Werror>)
  target_compile_options(${target} PRIVATE
    $<$<AND:$<STREQUAL:$<CONFIG>,>,$<C_COMPILER_ID:GNU,Clang,AppleClang>>:-O2>)
  if(PYTEST_BENCHMEM_FUZZ)
    target_compile_options(${target} PRIVATE -fsanitize=fuzzer-no-link)
  endif()
  if(PYTEST_BENCHMEM_SANITIZE)
    target_compile_options(${target} PRIVATE -fsanitize=${PYTEST_BENCHMEM_SANITIZE}
      -fno-omit-frame-pointer -fno-sanitize-recover=all)
    target_link_options(${target} PRIVATE -fsanitize=${PYTEST_BENCHMEM_SANITIZE})
  elseif(PYTEST_BENCHMEM_HARDEN)
    _benchmem_harden(${target})
  endif()
endfunction()

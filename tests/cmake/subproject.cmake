# Used as a subproject, from the source tree: the program is built by a plain build, even where the
# package was added with EXCLUDE_FROM_ALL, and nothing else of this project gets into that one.
# TOP: the source tree; WAYS: which of plain, exclude (add_subdirectory), fetch and archive
# (FetchContent of the source tree and of the source package; PACK: its CPackSourceConfig.cmake).
include("${CMAKE_CURRENT_LIST_DIR}/runner.cmake")
fresh()

file(WRITE "${WORK}/project/suite/test_nothing.py" "")
file(WRITE "${WORK}/project/CMakeLists.txt" [==[
cmake_minimum_required(VERSION 3.22)
project(parent LANGUAGES NONE)
enable_testing()
if(WAY STREQUAL "fetch")
  include(FetchContent)
  set(PYTEST_BENCHMEM_INSTALL ON CACHE BOOL "")
  FetchContent_Declare(PytestBenchmem SOURCE_DIR "${TOP}")
  FetchContent_MakeAvailable(PytestBenchmem)
elseif(WAY STREQUAL "archive")
  include(FetchContent)
  FetchContent_Declare(PytestBenchmem URL "${ARCHIVE}")
  FetchContent_MakeAvailable(PytestBenchmem)
elseif(WAY STREQUAL "exclude")
  add_subdirectory("${TOP}" PytestBenchmem EXCLUDE_FROM_ALL)
else()
  add_subdirectory("${TOP}" PytestBenchmem)
endif()
add_subdirectory(below)
]==])
file(WRITE "${WORK}/project/below/CMakeLists.txt"
  "pytest_benchmem_sweep(s PACKAGE p VERSIONS 1 SUITE ../suite)\n")

set(archive "")
if("archive" IN_LIST WAYS)
  execute_process(COMMAND "${CPACK}" --config "${PACK}" -B "${WORK}/archives"
    OUTPUT_VARIABLE out ERROR_VARIABLE out RESULT_VARIABLE result)
  expect_equal("packing the source: ${out}" "${result}" 0)
  file(GLOB archive "${WORK}/archives/PytestBenchmem-*.tar.gz")
endif()

foreach(way IN LISTS WAYS)
  set(build "${WORK}/${way}")
  set(type "")
  if(way STREQUAL "archive")
    set(type Debug) # not optimised: no compiler cache knows these paths
  endif()
  execute_process(
    COMMAND ${CMAKE_COMMAND} -S "${WORK}/project" -B "${build}" -G "${GENERATOR}" -DWAY=${way}
            "-DTOP=${TOP}" "-DARCHIVE=${archive}" -DCMAKE_BUILD_TYPE=${type}
    OUTPUT_VARIABLE out ERROR_VARIABLE out RESULT_VARIABLE result)
  expect_equal("${way}: configuring: ${out}" "${result}" 0)
  execute_process(
    COMMAND ${CMAKE_COMMAND} --build "${build}" --parallel 2
    OUTPUT_VARIABLE out ERROR_VARIABLE out RESULT_VARIABLE result)
  expect_equal("${way}: building: ${out}" "${result}" 0)

  execute_process(
    COMMAND ${CMAKE_CTEST_COMMAND} --test-dir "${build}" --show-only=json-v1 -C Debug
    OUTPUT_VARIABLE shown COMMAND_ERROR_IS_FATAL ANY)
  string(JSON count LENGTH "${shown}" tests)
  expect_equal("${way}: number of tests" "${count}" 3)
  string(JSON program GET "${shown}" tests 0 command 0)
  execute_process(COMMAND "${program}" --version OUTPUT_VARIABLE out RESULT_VARIABLE result)
  expect_match("${way}: ${program} --version" "${result} ${out}" "^0 benchmem 1[.]")

  # A project installs no package that it only uses; with PYTEST_BENCHMEM_INSTALL it hands it on.
  execute_process(
    COMMAND ${CMAKE_COMMAND} --install "${build}" --prefix "${WORK}/${way}.installed" --config Debug
    OUTPUT_VARIABLE out ERROR_VARIABLE out RESULT_VARIABLE result)
  expect_equal("${way}: installing: ${out}" "${result}" 0)
  file(GLOB_RECURSE files RELATIVE "${WORK}/${way}.installed" "${WORK}/${way}.installed/*")
  if(way STREQUAL "fetch")
    foreach(file IN ITEMS bin/benchmem share/man/man1/benchmem.1
        share/cmake/PytestBenchmem/PytestBenchmemConfig.cmake)
      if(NOT file IN_LIST files)
        fail("${way}: ${file} is not installed but ${files}")
      endif()
    endforeach()
  else()
    expect_equal("${way}: installed files" "${files}" "")
  endif()
endforeach()

finish()

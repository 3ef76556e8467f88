# find_package(PytestBenchmem) in the build tree, the install tree and a moved install tree, from a
# project without languages.  BUILD: the build tree of this project; CONFIG: its configuration.
include("${CMAKE_CURRENT_LIST_DIR}/runner.cmake")
fresh()

file(WRITE "${WORK}/consumer/suite/test_nothing.py" "")
file(WRITE "${WORK}/consumer/CMakeLists.txt" [==[
cmake_minimum_required(VERSION 3.22)
project(consumer LANGUAGES NONE)
find_package(PytestBenchmem ${VERSION} CONFIG REQUIRED)
enable_testing()
pytest_benchmem_sweep(s PACKAGE p VERSIONS 1 SUITE suite)
get_target_property(counts PytestBenchmem::benchmem PYTEST_BENCHMEM_COUNTS)
message(STATUS "counts: ${counts}")
pytest_benchmem_can_count(can)
]==])

# consume(<version> <cache entry>...): sets status, output and, from the tests' commands, program
function(consume version)
  file(REMOVE_RECURSE "${WORK}/b")
  execute_process(
    COMMAND ${CMAKE_COMMAND} -S "${WORK}/consumer" -B "${WORK}/b" -G "${GENERATOR}"
            "-DVERSION=${version}" ${ARGN}
    OUTPUT_VARIABLE out ERROR_VARIABLE out RESULT_VARIABLE status)
  set(program "")
  if(status EQUAL 0)
    execute_process(
      COMMAND ${CMAKE_CTEST_COMMAND} --test-dir "${WORK}/b" -C Debug --show-only=json-v1
      OUTPUT_VARIABLE shown COMMAND_ERROR_IS_FATAL ANY)
    string(JSON program GET "${shown}" tests 0 command 0)
  endif()
  foreach(variable IN ITEMS status program)
    set(${variable} "${${variable}}" PARENT_SCOPE)
  endforeach()
  set(output "${out}" PARENT_SCOPE)
endfunction()

function(expect_program what)
  expect_equal("${what}: ${output}" "${status}" 0)
  if(status EQUAL 0)
    execute_process(COMMAND "${program}" --version OUTPUT_VARIABLE out RESULT_VARIABLE result)
    expect_match("${what}: ${program} --version" "${result} ${out}" "^0 benchmem 1[.]")
  endif()
endfunction()

consume(1.0 "-DPytestBenchmem_DIR=${BUILD}")
expect_program("from the build tree")

execute_process(
  COMMAND ${CMAKE_COMMAND} --install "${BUILD}" --prefix "${WORK}/first" --config "${CONFIG}"
  OUTPUT_VARIABLE out ERROR_VARIABLE out RESULT_VARIABLE result)
expect_equal("install: ${out}" "${result}" 0)
consume(1.0 "-DCMAKE_PREFIX_PATH=${WORK}/first")
expect_program("from the install tree")
expect_match("the installed program is used" "${program}" "^${WORK}/first/")
file(GLOB_RECURSE library "${WORK}/first/*/benchmem_call.so")
set(counts OFF)
if(library)
  set(counts ON)
endif()
expect_match("whether it counts is known" "${output}" "-- counts: ${counts}\n")

file(MAKE_DIRECTORY "${WORK}/another place")
file(RENAME "${WORK}/first" "${WORK}/another place/second")
consume(1.0 "-DCMAKE_PREFIX_PATH=${WORK}/another place/second")
expect_program("from a prefix that was moved")
expect_match("the moved program is used" "${program}" "^${WORK}/another place/second/")

file(GLOB_RECURSE installed RELATIVE "${WORK}/another place/second" "${WORK}/another place/second/*")
foreach(file IN LISTS installed)
  file(STRINGS "${WORK}/another place/second/${file}" lines REGEX "${BUILD}|${WORK}")
  if(lines AND NOT file MATCHES "^bin/")
    fail("${file} names the place where it was built or installed: ${lines}")
  endif()
endforeach()

# --- versions and components ----------------------------------------------------------------------
foreach(version IN ITEMS 1 1.0.0 "1.0.0;EXACT")
  consume("${version}" "-DCMAKE_PREFIX_PATH=${WORK}/another place/second")
  expect_program("version ${version}")
endforeach()
foreach(version IN ITEMS 2.0 0.9 1.99)
  consume(${version} "-DCMAKE_PREFIX_PATH=${WORK}/another place/second")
  expect_match("version ${version} is refused" "${status} ${output}" "^1 .*requested version \"${version}\"")
endforeach()
consume("1.0;COMPONENTS;gui" "-DCMAKE_PREFIX_PATH=${WORK}/another place/second")
expect_match("an unknown component is refused" "${status} ${output}"
  "^1 .*PytestBenchmem has no component 'gui'")

# --- what is installed, and that nothing is outside the prefix ------------------------------------
execute_process(
  COMMAND ${CMAKE_COMMAND} -E env "DESTDIR=${WORK}/root"
          ${CMAKE_COMMAND} --install "${BUILD}" --prefix /opt/pb --config "${CONFIG}"
  OUTPUT_VARIABLE out ERROR_VARIABLE out RESULT_VARIABLE result)
expect_equal("install to a DESTDIR: ${out}" "${result}" 0)
file(GLOB_RECURSE outside RELATIVE "${WORK}/root" "${WORK}/root/*")
list(FILTER outside EXCLUDE REGEX "^opt/pb/")
expect_equal("files outside the prefix" "${outside}" "")
foreach(file IN ITEMS bin/benchmem share/man/man1/benchmem.1 share/man/man1/benchmem-sweep.1
    share/man/man1/benchmem-compare.1 share/man/man1/benchmem-plot.1
    share/man/man1/benchmem-explain.1 share/man/man1/benchmem-flamegraph.1
    share/bash-completion/completions/benchmem share/zsh/site-functions/_benchmem
    share/fish/vendor_completions.d/benchmem.fish share/cmake/PytestBenchmem/PytestBenchmem.cmake
    share/cmake/PytestBenchmem/PytestBenchmemConfigVersion.cmake
    share/doc/pytest-benchmem-cmake/copyright share/doc/pytest-benchmem-cmake/README.md
    share/doc/pytest-benchmem-cmake/cmake/README.md share/doc/pytest-benchmem-cmake/tool/README.md
    share/doc/pytest-benchmem-cmake/tool/sweep/README.md
    share/doc/pytest-benchmem-cmake/tool/compare/README.md
    share/doc/pytest-benchmem-cmake/examples/installed/CMakeLists.txt)
  set(size 0)
  if(EXISTS "${WORK}/root/opt/pb/${file}")
    file(SIZE "${WORK}/root/opt/pb/${file}" size)
  endif()
  if(size EQUAL 0)
    fail("${file} is not installed, or empty")
  endif()
endforeach()

finish()

# For the scripts of tests/cmake, which run as
#   cmake -D SOURCE=<this directory> -D WORK=<scratch directory> -D MODULE_DIR=<...>/cmake
#         -D BENCHMEM=<fake program> -D GENERATOR=<generator> -P <script>
#
# Whatever is not as expected is noted; finish() fails with the list.
cmake_minimum_required(VERSION 3.22)

set(log "${WORK}/calls.log")

# fail(<text>): note a failure
function(fail text)
  message("FAILED: ${text}")
  set_property(GLOBAL APPEND PROPERTY failures x)
endfunction()

function(expect_equal what actual expected)
  if(NOT "${actual}" STREQUAL "${expected}")
    fail("${what}\n  is:       ${actual}\n  expected: ${expected}")
  endif()
endfunction()

function(expect_match what actual regex)
  if(NOT "${actual}" MATCHES "${regex}")
    fail("${what}\n  is:       ${actual}\n  expected: ${regex}")
  endif()
endfunction()

function(finish)
  get_property(failures GLOBAL PROPERTY failures)
  if(failures)
    list(LENGTH failures count)
    message(FATAL_ERROR "${count} expectations failed")
  endif()
endfunction()

# Start with an empty scratch directory.
function(fresh)
  file(REMOVE_RECURSE "${WORK}")
  file(MAKE_DIRECTORY "${WORK}")
endfunction()

# configure(<text of the case>): configure the project into WORK/b; sets status and output.
function(configure text)
  file(WRITE "${WORK}/case.cmake" "${text}\n")
  execute_process(
    COMMAND ${CMAKE_COMMAND} -S "${SOURCE}/project" -B "${WORK}/b" -G "${GENERATOR}"
            "-DMODULE_DIR=${MODULE_DIR}" "-DBENCHMEM=${BENCHMEM}" "-DCASE=${WORK}/case.cmake" ${ARGN}
    OUTPUT_VARIABLE out ERROR_VARIABLE out RESULT_VARIABLE status)
  set(status "${status}" PARENT_SCOPE)
  set(output "${out}" PARENT_SCOPE)
endfunction()

function(configure_well text)
  configure("${text}" ${ARGN})
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "configuring failed:\n${output}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

# ctest(<argument>...): run ctest with an empty log of calls; sets status, output.
function(ctest)
  file(REMOVE "${log}")
  execute_process(
    COMMAND ${CMAKE_COMMAND} -E env "FAKE_LOG=${log}" "FAKE_STATUS=${FAKE_STATUS}"
            ${CMAKE_CTEST_COMMAND} --test-dir "${WORK}/b" -C Debug ${ARGN}
    OUTPUT_VARIABLE out ERROR_VARIABLE out RESULT_VARIABLE result)
  set(status "${result}" PARENT_SCOPE)
  set(output "${out}" PARENT_SCOPE)
endfunction()

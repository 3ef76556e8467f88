# Configures, builds, sweeps and submits.
#
#   ctest -S dashboard.cmake -D URL=https://cdash.example.org/submit.php?project=NAME
#
# URL     where to submit to; without it, what would be submitted stays in BUILD/Testing
# BUILD   the build directory; default build beside this file
# OPTIONS more arguments for the configure run, such as -DCMAKE_PREFIX_PATH=/opt/benchmem
cmake_minimum_required(VERSION 3.22)

set(CTEST_SOURCE_DIRECTORY "${CMAKE_CURRENT_LIST_DIR}")
set(CTEST_BINARY_DIRECTORY "${CMAKE_CURRENT_LIST_DIR}/build")
if(DEFINED BUILD)
  set(CTEST_BINARY_DIRECTORY "${BUILD}")
endif()
# CDash draws a trend per site, build name, test and measurement: keep them from run to run.
cmake_host_system_information(RESULT CTEST_SITE QUERY HOSTNAME)
set(CTEST_BUILD_NAME "sweep-${CMAKE_HOST_SYSTEM_NAME}")
if(NOT DEFINED CTEST_CMAKE_GENERATOR)
  set(CTEST_CMAKE_GENERATOR "Unix Makefiles")
endif()

ctest_start(Experimental)
ctest_configure(OPTIONS "${OPTIONS}" RETURN_VALUE configured)
if(NOT configured EQUAL 0)
  message(FATAL_ERROR "configuring ended with ${configured}")
endif()
ctest_build(RETURN_VALUE built)
ctest_test(INCLUDE_LABEL "^sweep$" RETURN_VALUE tested)

# A failed sweep is submitted too; then this script fails.
set(submitted 0)
if(DEFINED URL)
  ctest_submit(SUBMIT_URL "${URL}" RETURN_VALUE submitted RETRY_COUNT 3 RETRY_DELAY 5)
endif()
foreach(step IN ITEMS built tested submitted)
  if(NOT ${step} EQUAL 0)
    message(SEND_ERROR "${step}: ${${step}}")
  endif()
endforeach()

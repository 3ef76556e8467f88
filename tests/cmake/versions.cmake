# The module and its dashboard with another CMake, fetched from PyPI into the scratch directory.
#
#   cmake -D REQUIREMENT=cmake==3.22.* -D UV=<uv> -D WORK=<scratch directory> -D GENERATOR=<generator>
#         -D SOURCE=<this directory> -D MODULE_DIR=<...>/cmake -D BENCHMEM=<fake program>
#         -D PROGRAM=<real program> -D PYTHON=<python 3> [-D SCRIPTS=<script>...] [-D CASES=<case>...]
#         -P versions.cmake
#
# SCRIPTS are names of scripts of this directory, CASES are cases of tests/cdash as FILE:CLASS.METHOD;
# without them a few that cover what differs between versions of CMake.  "all" means all.
include("${CMAKE_CURRENT_LIST_DIR}/runner.cmake")

if(NOT SCRIPTS)
  set(SCRIPTS properties fixtures subdirectories)
elseif(SCRIPTS STREQUAL "all")
  set(SCRIPTS refusals argv properties fixtures subdirectories find_uv)
endif()
if(NOT CASES)
  set(CASES schema:Schema.test_a_sweep_with_everything
    measurements:Versions.test_numbers_are_those_of_the_run_files
    measurements:Versions.test_a_skip_says_why
    submission:Submission.test_all_is_well)
elseif(CASES STREQUAL "all")
  set(CASES schema: measurements: submission:)
endif()

if(NOT UV)
  message("skipped: there is no uv to fetch ${REQUIREMENT} with")
  return()
endif()
fresh()
set(wheel "${WORK}/wheel")
execute_process(
  COMMAND "${UV}" pip install --quiet --no-deps --only-binary :all: --target "${wheel}" "${REQUIREMENT}"
  OUTPUT_VARIABLE out ERROR_VARIABLE out RESULT_VARIABLE result TIMEOUT 240)
set(cmake "${wheel}/cmake/data/bin/cmake")
if(NOT result EQUAL 0 OR NOT EXISTS "${cmake}")
  message("skipped: uv could not fetch ${REQUIREMENT}:\n${out}")
  return()
endif()
execute_process(COMMAND "${cmake}" --version OUTPUT_VARIABLE version COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCH "[0-9.]+" version "${version}")
message("CMake ${version}")

# run(<what> <word>...): the command must end well
function(run what)
  execute_process(COMMAND ${ARGN} OUTPUT_VARIABLE out ERROR_VARIABLE out RESULT_VARIABLE result)
  if(result STREQUAL "77")
    message("skipped: ${what}: ${out}")
  elseif(NOT result STREQUAL "0")
    fail("${what} with CMake ${version}: ${result}\n${out}")
  else()
    message("${what}: passed")
  endif()
endfunction()

foreach(script IN LISTS SCRIPTS)
  run("${script}.cmake" "${cmake}" "-DSOURCE=${SOURCE}" "-DWORK=${WORK}/${script}"
    "-DMODULE_DIR=${MODULE_DIR}" "-DBENCHMEM=${BENCHMEM}" "-DGENERATOR=${GENERATOR}"
    -P "${SOURCE}/${script}.cmake")
endforeach()

foreach(case IN LISTS CASES)
  string(REPLACE ":" ";" case "${case}")
  list(POP_FRONT case file)
  run("${file} ${case}" ${CMAKE_COMMAND} -E env "BENCHMEM=${PROGRAM}" "CTEST=${wheel}/cmake/data/bin/ctest"
    "${PYTHON}" -B "${SOURCE}/../cdash/test_${file}.py" ${case})
endforeach()

foreach(case IN ITEMS Installed.test_whole Refused.test_not_built Refused.test_links_to_the_tree
    Extension.test_several_configurations)
  run("build trees ${case}" ${CMAKE_COMMAND} -E env "BENCHMEM=${PROGRAM}" "CMAKE=${cmake}"
    "${PYTHON}" -B "${SOURCE}/../faults/test_build.py" ${case})
endforeach()

finish()

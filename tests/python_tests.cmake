# Tests that run pytest with several versions of Python.
#
#   benchmem_python_test(<label> <name> <version> <packages> TIMEOUT <seconds>
#     ENVIRONMENT <var=value>...)
#
# With an interpreter of that version, where one is found: the test <label>.<name>.setup installs the
# packages, separated by spaces, from PyPI into the build tree, and <label>.<name> runs pytest over
# the calling directory.  Both have the labels <label> and network.
find_package(Uv 0.5 QUIET)

# _benchmem_find_python(<out-var> <version>): an interpreter that runs, or nothing; a shim of pyenv
# may lead nowhere
function(_benchmem_find_python out version)
  file(GLOB candidates "$ENV{PYENV_ROOT}/versions/${version}.*/bin/python${version}"
    "$ENV{HOME}/.pyenv/versions/${version}.*/bin/python${version}")
  find_program(_python python${version} NO_CACHE)
  set(${out} "" PARENT_SCOPE)
  foreach(candidate IN LISTS candidates _python)
    if(candidate)
      execute_process(COMMAND "${candidate}" -c "" RESULT_VARIABLE result OUTPUT_QUIET ERROR_QUIET)
      if(result STREQUAL "0")
        set(${out} "${candidate}" PARENT_SCOPE)
        return()
      endif()
    endif()
  endforeach()
endfunction()

function(benchmem_python_test label name version packages)
  cmake_parse_arguments(PARSE_ARGV 4 arg "" "TIMEOUT" "ENVIRONMENT")
  _benchmem_find_python(python ${version})
  if(NOT python)
    return()
  endif()
  set(dir "${CMAKE_CURRENT_BINARY_DIR}/${name}")
  add_test(NAME ${label}.${name}.setup COMMAND ${CMAKE_COMMAND} "-DUV=${Uv_EXECUTABLE}"
    "-DPYTHON=${python}" "-DDIR=${dir}" "-DWHAT=pytest" "-DPACKAGES=${packages}"
    -P "${PROJECT_SOURCE_DIR}/tests/environment.cmake")
  set_tests_properties(${label}.${name}.setup PROPERTIES LABELS "${label};network" TIMEOUT 300
    FIXTURES_SETUP benchmem_${label}_${name})
  add_test(NAME ${label}.${name} COMMAND "${dir}/bin/python" -B -m pytest -q
    -p no:cacheprovider -p no:rerunfailures "${CMAKE_CURRENT_SOURCE_DIR}") # for the suites inside
  set_tests_properties(${label}.${name} PROPERTIES LABELS "${label};network" TIMEOUT ${arg_TIMEOUT} COST ${arg_TIMEOUT}
    FIXTURES_REQUIRED benchmem_${label}_${name} ENVIRONMENT "${arg_ENVIRONMENT}")
endfunction()

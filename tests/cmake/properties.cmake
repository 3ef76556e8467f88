# What CTest is told of the tests, read back from `ctest --show-only=json-v1`.
include("${CMAKE_CURRENT_LIST_DIR}/runner.cmake")
fresh()

# Read the tests of the project into SHOWN.
function(show)
  execute_process(
    COMMAND ${CMAKE_CTEST_COMMAND} --test-dir "${WORK}/b" -C Debug --show-only=json-v1
    OUTPUT_VARIABLE out COMMAND_ERROR_IS_FATAL ANY)
  set(shown "${out}" PARENT_SCOPE)
endfunction()

# expect_property(<test> <property> <JSON>): its value; "none" if the test must not have it
function(expect_property test property expected)
  string(JSON count LENGTH "${shown}" tests)
  math(EXPR last "${count} - 1")
  set(actual "no such test")
  foreach(i RANGE ${last})
    string(JSON name GET "${shown}" tests ${i} name)
    if(NOT name STREQUAL test)
      continue()
    endif()
    set(actual none)
    string(JSON properties GET "${shown}" tests ${i} properties)
    string(JSON length LENGTH "${properties}")
    math(EXPR last_property "${length} - 1")
    foreach(k RANGE ${last_property})
      string(JSON key GET "${properties}" ${k} name)
      if(key STREQUAL property)
        string(JSON actual GET "${properties}" ${k} value)
        string(JSON type TYPE "${properties}" ${k} value)
      endif()
    endforeach()
  endforeach()
  if(type STREQUAL "ARRAY")
    string(JSON same EQUAL "${actual}" "${expected}")
    if(same)
      return()
    endif()
  endif()
  expect_equal("${property} of ${test}" "${actual}" "${expected}")
endfunction()

# expect_words(<text> <count>): so many tests have the text as a word of their command, or as an element
# of a property
function(expect_words text count)
  string(REGEX REPLACE "([][+.*()^$?\\|])" "\\\\\\1" regex "${text}")
  string(REGEX MATCHALL "\"${regex}\"" found "${shown}")
  list(LENGTH found actual)
  expect_equal("how often there is ${text}" "${actual}" "${count}")
endfunction()

# Names of all tests, in order.
function(expect_tests)
  string(JSON count LENGTH "${shown}" tests)
  math(EXPR last "${count} - 1")
  set(names "")
  foreach(i RANGE ${last})
    string(JSON name GET "${shown}" tests ${i} name)
    list(APPEND names "${name}")
  endforeach()
  expect_equal("tests" "${names}" "${ARGN}")
endfunction()

# --- nothing but what is required -----------------------------------------------------------------
configure_well([==[
pytest_benchmem_sweep(a PACKAGE p VERSIONS 1 2 SUITE suite)
pytest_benchmem_sweep(b PACKAGE p VERSIONS 1 SUITE suite FAIL_ON time:1%)
]==])
show()
expect_tests(a.setup a.1 a.2 a.compare b.setup b.1 b.compare b.gate)
foreach(test IN ITEMS a.setup a.1 a.2 a.compare)
  expect_property(${test} LABELS [=[["a", "sweep"]]=])
  expect_property(${test} SKIP_RETURN_CODE 77)
  expect_property(${test} ENVIRONMENT [=[["NO_COLOR=1"]]=])
endforeach()
expect_property(a.setup FIXTURES_SETUP [=[["pytest_benchmem_a"]]=])
expect_property(a.setup TIMEOUT 3660.0)
expect_property(a.1 FIXTURES_REQUIRED [=[["pytest_benchmem_a"]]=])
expect_property(a.1 TIMEOUT 1860.0)
expect_property(a.1 RUN_SERIAL ON)
expect_property(a.compare FIXTURES_CLEANUP [=[["pytest_benchmem_a"]]=])
expect_property(a.compare TIMEOUT 600.0)
expect_property(a.compare RUN_SERIAL none)
expect_property(b.1 LABELS [=[["b", "sweep"]]=])
expect_property(b.gate FIXTURES_CLEANUP [=[["pytest_benchmem_b"]]=])
expect_property(b.gate DEPENDS [=[["b.compare", "b.1", "b.setup"]]=])
expect_property(b.gate TIMEOUT 600.0)
expect_property(b.gate SKIP_RETURN_CODE 77)

# --- every keyword that is about CTest ------------------------------------------------------------
configure_well([==[
pytest_benchmem_sweep(k PACKAGE p VERSIONS 1 SUITE suite FAIL_ON time:1% LABELS nightly slow
  TIMEOUT 40 PARALLEL LOCKED LAUNCHER srun --exclusive PROCESSORS 4 RESOURCE_LOCK gpu "disk;1"
  ENVIRONMENT "A=x;y" "B= 1 " ENVIRONMENT_MODIFICATION "PATH=path_list_append:/opt/x y"
  PROPERTIES COST 5 FIXTURES_REQUIRED database WORKING_DIRECTORY /tmp)
]==])
show()
foreach(test IN ITEMS k.setup k.1 k.compare k.gate)
  expect_property(${test} LABELS [=[["k", "nightly", "slow", "sweep"]]=])
  expect_property(${test} ENVIRONMENT [=[["NO_COLOR=1", "A=x;y", "B= 1 "]]=])
  expect_property(${test} COST 5.0)
  expect_property(${test} WORKING_DIRECTORY /tmp)
endforeach()
expect_property(k.setup TIMEOUT 100.0)
expect_property(k.1 TIMEOUT 100.0)
expect_property(k.1 RUN_SERIAL none)
expect_property(k.1 PROCESSORS 4)
expect_property(k.1 FIXTURES_REQUIRED [=[["database", "pytest_benchmem_k"]]=])
expect_property(k.1 RESOURCE_LOCK [=[["disk;1", "gpu"]]=])
expect_words("PATH=path_list_append:/opt/x y" 4)
foreach(word IN ITEMS --locked --launcher=srun --launcher=--exclusive --timeout=40)
  expect_words(${word} 2) # k.setup and k.1
endforeach()
expect_words(--ctest 2) # k.1 and k.gate
expect_property(k.setup PROCESSORS none)
expect_property(k.setup RESOURCE_LOCK none)

finish()

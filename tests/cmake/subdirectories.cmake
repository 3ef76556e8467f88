# Several sweeps in one project, in subdirectories, with the same versions.
include("${CMAKE_CURRENT_LIST_DIR}/runner.cmake")
fresh()

set(sub "${WORK}/project")
foreach(directory IN ITEMS one one/below two)
  file(WRITE "${sub}/${directory}/suite/test_it.py" "")
endforeach()
file(WRITE "${sub}/one/CMakeLists.txt" [==[
pytest_benchmem_sweep(one PACKAGE p VERSIONS 1.0 2.0 here=.. SUITE suite FAIL_ON time:5% TEST_LIST tests)
file(WRITE "${CMAKE_BINARY_DIR}/one.tests" "${tests}")
add_subdirectory(below)
]==])
file(WRITE "${sub}/one/below/CMakeLists.txt" [==[
pytest_benchmem_sweep(below PACKAGE p VERSIONS 1.0 2.0 SUITE suite COPY_DIR .. TEST_LIST tests)
file(WRITE "${CMAKE_BINARY_DIR}/below.tests" "${tests}")
]==])
file(WRITE "${sub}/two/CMakeLists.txt" [==[
pytest_benchmem_sweep(two PACKAGE p VERSIONS 1.0 2.0 SUITE suite FAIL_ON time:5% OUTPUT_DIR out)
pytest_benchmem_sweep(two.more PACKAGE q VERSIONS 1.0 2.0 SUITE suite)
]==])
set(case [==[
set(PYTEST_BENCHMEM_SWEEP_LABELS nightly)
add_subdirectory("@sub@/one" one)
add_subdirectory("@sub@/two" two)
]==])
string(CONFIGURE "${case}" case @ONLY)
configure_well("${case}")

# --- each in its own place ------------------------------------------------------------------------
file(READ "${WORK}/b/one.tests" tests)
expect_equal("TEST_LIST of one" "${tests}" "one.setup;one.1.0;one.2.0;one.here;one.compare;one.gate")
file(READ "${WORK}/b/below.tests" tests)
expect_equal("TEST_LIST of below" "${tests}" "below.setup;below.1.0;below.2.0;below.compare")

set(FAKE_STATUS "")
ctest()
expect_equal("all: ${output}" "${status}" 0)
file(STRINGS "${log}" lines)
set(where "")
foreach(line IN LISTS lines)
  string(REPLACE "${sub}" "S" line "${line}")
  string(REPLACE "${WORK}/b" "B" line "${line}")
  if(line MATCHES "--prepare")
    string(REGEX MATCHALL "\"(--suite|--copy-dir|--out|here)=[^\"]*\"" paths "${line}")
    list(APPEND where ${paths})
  endif()
endforeach()
expect_equal("paths" "${where}" "\"here=S\";\"--suite=S/one/suite\";\"--out=B/one/one.sweep\"\
;\"--suite=S/one/below/suite\";\"--out=B/one/below/below.sweep\";\"--copy-dir=S/one\"\
;\"--suite=S/two/suite\";\"--out=B/two/out\"\
;\"--suite=S/two/suite\";\"--out=B/two/two.more.sweep\"")

# --- by label, by name, by directory --------------------------------------------------------------
foreach(pair IN ITEMS "-L,sweep,19" "-L,nightly,19" "-L,^two$,5" "-L,^two.more$,4" "-R,1.0$,14")
  string(REPLACE "," ";" words "${pair}")
  list(POP_BACK words count)
  ctest(${words} -N)
  expect_match("${words}" "${output}" "Total Tests: ${count}\n")
endforeach()
execute_process(COMMAND ${CMAKE_CTEST_COMMAND} --test-dir "${WORK}/b/one/below" -C Debug -N
  OUTPUT_VARIABLE output)
expect_match("in a subdirectory" "${output}" "Total Tests: 4\n")

# --- a failure in one is none of the others' ------------------------------------------------------
# The fake ends so for every sweep; only what follows from it is looked at.
set(FAKE_STATUS setup=1,compare=77,gate=77)
ctest(-L "^two$")
expect_match("two" "${output}" "two.1.0 [.]*[*]*Not Run")
set(FAKE_STATUS "")
ctest(-L "^(one|two.more)$")
expect_equal("one and two.more" "${status}" 0)

# --- at once: the order within each, whatever the others do ---------------------------------------
foreach(time RANGE 2)
  ctest(-j 8 --schedule-random)
  expect_match("-j 8 --schedule-random" "${output}" "100% tests passed(, 0 tests failed)? out of 19")
  string(REGEX REPLACE "[ \t]+" " " output "${output}")
  foreach(name IN ITEMS one below two two.more)
    set(seen "")
    string(REGEX MATCHALL "Test #[0-9]+: ${name}[.](setup|1[.]0|2[.]0|here|compare|gate) " ends "${output}")
    list(TRANSFORM ends REPLACE ".*[.](setup|.[.]0|here|compare|gate) $" "\\1")
    list(TRANSFORM ends REPLACE "^([12][.]0|here)$" "version")
    list(REMOVE_DUPLICATES ends)
    list(REMOVE_ITEM ends gate)
    expect_equal("order in ${name}" "${ends}" "setup;version;compare")
  endforeach()
endforeach()

# --- one name for two sweeps ----------------------------------------------------------------------
file(APPEND "${sub}/two/CMakeLists.txt"
  "pytest_benchmem_sweep(one PACKAGE p VERSIONS 1.0 SUITE suite)\n")
configure("${case}")
expect_match("one name in two directories" "${status} ${output}" "^1 .*there is a sweep 'one' already")

finish()

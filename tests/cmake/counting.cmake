# Where instructions cannot be counted, the configure run says what to install, and what is built and
# tested otherwise stays.  PATH has what each case puts into WORK/bin.
include("${CMAKE_CURRENT_LIST_DIR}/runner.cmake")
fresh()
find_program(build_program NAMES ninja make gmake)
set(ENV{PATH} "${WORK}/bin")

# valgrind(<shell commands>): one that does that
function(valgrind commands)
  file(WRITE "${WORK}/bin/valgrind" "#!/bin/sh\n${commands}\n")
  file(CHMOD "${WORK}/bin/valgrind" PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE)
endfunction()

# expect_said(<regex of why not, or "">): what a call with INSTRUCTIONS says, and pytest_benchmem_can_count()
function(expect_said why)
  configure_well([==[
pytest_benchmem_sweep(asked PACKAGE p VERSIONS 1 SUITE suite INSTRUCTIONS)
pytest_benchmem_sweep(unasked PACKAGE p VERSIONS 1 SUITE suite)
pytest_benchmem_can_count(PYTEST_BENCHMEM_SWEEP_INSTRUCTIONS)
pytest_benchmem_sweep(where PACKAGE p VERSIONS 1 SUITE suite TEST_LIST tests)
message(STATUS "can: ${PYTEST_BENCHMEM_SWEEP_INSTRUCTIONS}, tests: ${tests}.")
]==] "-DCMAKE_MAKE_PROGRAM=${build_program}")
  string(REGEX MATCHALL "-- [^\n]*(INSTRUCTIONS|not counted)[^\n]*" lines "${output}")
  if(why STREQUAL "")
    expect_equal("with a Valgrind that will do" "${lines}" "")
    expect_match("it can be counted" "${output}"
      "can: TRUE, tests: where.setup;where.cleanup;where.1;where.1.count;where.compare[.]")
    return()
  endif()
  expect_match("the call that asks for it, and the question" "${lines}"
    "^-- pytest_benchmem_sweep\\(asked\\): INSTRUCTIONS: asked.setup will fail: ${why};\
-- PytestBenchmem: instructions are not counted here: ${why}$")
  expect_match("it cannot be counted" "${output}"
    "can: FALSE, tests: where.setup;where.1;where.compare[.]")
endfunction()

expect_said("no valgrind on PATH. install it .Debian: valgrind.")
valgrind("echo valgrind-3.9.0")
expect_said("${WORK}/bin/valgrind is version 3.9, 3.15 or newer is needed")
valgrind("echo broken >&2; exit 3")
expect_said("'${WORK}/bin/valgrind --version' failed .3.: broken")
valgrind("echo Hello")
expect_said("'${WORK}/bin/valgrind --version' failed .0.: Hello")
foreach(version IN ITEMS 3.15.0 3.19.0 4.0.GIT)
  valgrind("echo valgrind-${version}")
  expect_said("")
endforeach()

# The program says of itself that it was built without Valgrind's headers.
foreach(answer IN ITEMS OFF ON)
  configure_well("set_target_properties(PytestBenchmem::benchmem PROPERTIES PYTEST_BENCHMEM_COUNTS ${answer})
pytest_benchmem_sweep(s PACKAGE p VERSIONS 1 SUITE suite INSTRUCTIONS)
pytest_benchmem_can_count(can)
message(STATUS \"can: \${can}\")" "-DCMAKE_MAKE_PROGRAM=${build_program}")
  if(answer)
    expect_match("built with the headers" "${output}" "can: TRUE")
  else()
    expect_match("built without the headers" "${output}" "s.setup will fail: this benchmem was built \
without Valgrind's headers; install Valgrind with them .Debian: valgrind., and configure and build it again\n")
    expect_match("built without the headers" "${output}" "can: FALSE")
  endif()
endforeach()

finish()

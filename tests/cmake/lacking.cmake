# What this machine lacks is named with the line that installs it: a configure run without cmocka builds
# the program alone, and one without a library of the program stops.  TOP: the source tree.
include("${CMAKE_CURRENT_LIST_DIR}/runner.cmake")
fresh()

# An apt-get on PATH, so that the advice is the same everywhere.
file(WRITE "${WORK}/bin/apt-get" "#!/bin/sh\nexit 1\n")
file(CHMOD "${WORK}/bin/apt-get" PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE)
set(path "PATH=${WORK}/bin:$ENV{PATH}")

find_program(PKG_CONFIG NAMES pkg-config pkgconf REQUIRED)
execute_process(COMMAND "${PKG_CONFIG}" --variable pc_path pkg-config
  OUTPUT_VARIABLE searched OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
set(searched "$ENV{PKG_CONFIG_PATH}:${searched}")
string(REPLACE ":" ";" searched "${searched}")

# without(<library>...): configure the project into WORK/b where pkg-config finds all but these
# libraries; ARGUMENTS, a list, are more of the command line.  Sets status and output.
function(without)
  file(REMOVE_RECURSE "${WORK}/pc")
  file(MAKE_DIRECTORY "${WORK}/pc")
  foreach(directory IN LISTS searched)
    file(GLOB files "${directory}/*.pc")
    foreach(file IN LISTS files)
      cmake_path(GET file STEM LAST_ONLY library)
      cmake_path(GET file FILENAME name)
      if(NOT library IN_LIST ARGN AND NOT EXISTS "${WORK}/pc/${name}")
        file(CREATE_LINK "${file}" "${WORK}/pc/${name}" SYMBOLIC)
      endif()
    endforeach()
  endforeach()
  execute_process(
    COMMAND ${CMAKE_COMMAND} -E env --unset=PKG_CONFIG_PATH "PKG_CONFIG_LIBDIR=${WORK}/pc" "${path}"
            ${CMAKE_COMMAND} -S "${TOP}" -B "${WORK}/b" -G "${GENERATOR}" -DPYTEST_BENCHMEM_HARDEN=OFF
            -DPYTEST_BENCHMEM_PLOTLYJS=OFF ${ARGUMENTS}
    OUTPUT_VARIABLE out ERROR_VARIABLE out RESULT_VARIABLE status)
  set(status "${status}" PARENT_SCOPE)
  set(output "${out}" PARENT_SCOPE)
endfunction()

# forget(): what was found; a library that was there once is not looked for again
function(forget)
  file(REMOVE "${WORK}/b/CMakeCache.txt")
  file(REMOVE_RECURSE "${WORK}/b/tests")
endfunction()

# refused(<what it cannot build> <things> <packages>)
function(refused what things packages)
  expect_match("the run stops for want of ${things}" "${status}" "^1$")
  expect_match("the message" "${output}"
    "PytestBenchmem: ${what} cannot be built here\n+ +Missing: ${things}\n+ +Install it and configure again:\n +sudo apt-get install ${packages}\n")
endfunction()

# A library of the program: each alone, all of them, and pkg-config itself.
foreach(pair IN ITEMS "libcjson libcjson-dev" "libuv libuv1-dev" "libutf8proc libutf8proc-dev")
  string(REPLACE " " ";" pair "${pair}")
  list(POP_FRONT pair library package)
  forget()
  without(${library})
  refused("the program" ${library} ${package})
endforeach()
forget()
without(libcjson libuv libutf8proc cmocka)
refused("the program" "libcjson, libuv, libutf8proc" "libcjson-dev libutf8proc-dev libuv1-dev")
forget()
set(ARGUMENTS "-DPKG_CONFIG_EXECUTABLE=${WORK}/none")
without()
refused("the program" "pkg-config, libcjson, libuv, libutf8proc"
  "libcjson-dev libutf8proc-dev libuv1-dev pkg-config")

# cairo, which is asked for.
forget()
set(ARGUMENTS -DPYTEST_BENCHMEM_CAIRO=ON)
without(cairo)
refused("PNG and PDF output" cairo libcairo2-dev)
expect_match("the way around" "${output}" "or build without it: -D PYTEST_BENCHMEM_CAIRO=OFF")

# cmocka: the program is built without it, and one line says how to get tests.
forget()
set(ARGUMENTS "")
without(cmocka cairo)
expect_equal("without cmocka: ${output}" "${status}" 0)
expect_match("how to get tests" "${output}"
  "-- Tests of PytestBenchmem: not built, missing: cmocka \\(sudo apt-get install libcmocka-dev\\)\n")
expect_match("how to get PNG" "${output}"
  "-- PNG and PDF output of PytestBenchmem: left out, missing: cairo \\(sudo apt-get install libcairo2-dev\\)\n")

# targets(<variable>): the names of what is built into executables and libraries
function(targets variable)
  execute_process(COMMAND ${CMAKE_COMMAND} --build "${WORK}/b" --target help
    OUTPUT_VARIABLE help COMMAND_ERROR_IS_FATAL ANY)
  set(${variable} "${help}" PARENT_SCOPE)
endfunction()
targets(help)
expect_match("the program is a target" "${help}" "[^_]benchmem[: \n]")
if(help MATCHES "unit_base|fuzz_targets" OR EXISTS "${WORK}/b/tests")
  fail("tests are built without cmocka: ${help}")
endif()

# Asked for, they are an error.
set(ARGUMENTS -DPYTEST_BENCHMEM_BUILD_TESTS=ON)
without(cmocka)
refused("the tests" cmocka libcmocka-dev)
expect_match("the way around" "${output}" "or build without them: -D PYTEST_BENCHMEM_BUILD_TESTS=OFF")

# With cmocka there, they are built unasked; refused, they are not.
set(ARGUMENTS -DPYTEST_BENCHMEM_BUILD_TESTS=AUTO)
without()
expect_equal("with cmocka: ${output}" "${status}" 0)
targets(help)
expect_match("the tests are targets" "${help}" "unit_base")
if(output MATCHES "not built")
  fail("with cmocka something is not built: ${output}")
endif()
set(ARGUMENTS -DPYTEST_BENCHMEM_BUILD_TESTS=OFF)
without()
expect_equal("without tests: ${output}" "${status}" 0)
targets(help)
if(help MATCHES "unit_base" OR output MATCHES "not built")
  fail("tests that were refused: ${output}")
endif()

finish()

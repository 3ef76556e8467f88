# What this machine lacks for a build, said with the line that installs it.  Included by the top
# CMakeLists.txt.  Things have the names of prepare.sh, which knows what each package manager calls
# them: pkg-config libcjson libuv libutf8proc cairo cmocka python3.

# _benchmem_how_to_install(<variable> <separator> <thing>...): the command of this machine's package
# manager, such as "sudo apt-get install libuv1-dev"; those of the best known ones where it has none
# of them; "" where there is no sh to ask
function(_benchmem_how_to_install variable separator)
  list(JOIN ARGN " " things)
  execute_process(
    COMMAND sh -c ". \"$1\" && prepare_lines \"$2\"" sh
            "${PROJECT_SOURCE_DIR}/cmake/prepare.sh" "${things}"
    OUTPUT_VARIABLE lines ERROR_QUIET OUTPUT_STRIP_TRAILING_WHITESPACE)
  string(REPLACE "\n" "${separator}" lines "${lines}")
  set(${variable} "${lines}" PARENT_SCOPE)
endfunction()

# _benchmem_require(<what> <advice> <thing>...): end the configure run if <what> lacks any thing.
# <advice>, which may be empty, is a way around.
function(_benchmem_require what advice)
  if(NOT ARGN)
    return()
  endif()
  list(JOIN ARGN ", " things)
  _benchmem_how_to_install(lines "\n    " ${ARGN})
  if(advice)
    set(advice "\n  ${advice}")
  endif()
  message(FATAL_ERROR "PytestBenchmem: ${what} cannot be built here\n  Missing: ${things}\n"
    "  Install it and configure again:\n    ${lines}${advice}")
endfunction()

# _benchmem_find_libraries(<variable> <library>...): by pkg-config, each as PkgConfig::<LIBRARY>.  What
# is missing goes into the variable: without pkg-config all of them, and itself.
function(_benchmem_find_libraries variable)
  set(missing "")
  find_package(PkgConfig QUIET)
  if(NOT PKG_CONFIG_FOUND)
    set(missing pkg-config)
  endif()
  foreach(library IN LISTS ARGN)
    string(TOUPPER "${library}" prefix)
    if(PKG_CONFIG_FOUND)
      pkg_check_modules(${prefix} QUIET IMPORTED_TARGET ${library})
    endif()
    if(NOT PKG_CONFIG_FOUND OR NOT ${prefix}_FOUND)
      list(APPEND missing ${library})
    endif()
  endforeach()
  set(${variable} "${missing}" PARENT_SCOPE)
endfunction()

# _benchmem_wants_tests(<variable>): whether the tests are built.  PYTEST_BENCHMEM_BUILD_TESTS: ON asks for
# them, so that what they lack is an error; AUTO takes them where they lack nothing, and says so where
# they do.
function(_benchmem_wants_tests variable)
  set(${variable} FALSE PARENT_SCOPE)
  if(NOT PYTEST_BENCHMEM_BUILD_TESTS AND NOT PYTEST_BENCHMEM_BUILD_TESTS STREQUAL "AUTO")
    return()
  endif()
  _benchmem_find_libraries(missing cmocka)
  find_package(Python3 3.9 QUIET COMPONENTS Interpreter)
  if(Python3_Interpreter_FOUND)
    # Not a shim, as pyenv's, which at each start looks anew for the interpreter it is to start.
    execute_process(COMMAND "${Python3_EXECUTABLE}" -c "import sys; print(sys.executable)"
      OUTPUT_VARIABLE python OUTPUT_STRIP_TRAILING_WHITESPACE)
    set_property(TARGET Python3::Interpreter PROPERTY IMPORTED_LOCATION "${python}")
  else()
    list(APPEND missing python3)
  endif()
  if(missing AND PYTEST_BENCHMEM_BUILD_TESTS STREQUAL "AUTO")
    list(JOIN missing ", " things)
    _benchmem_how_to_install(lines "; or " ${missing})
    message(STATUS "Tests of PytestBenchmem: not built, missing: ${things} (${lines})")
    return()
  endif()
  _benchmem_require("the tests" "or build without them: -D PYTEST_BENCHMEM_BUILD_TESTS=OFF" ${missing})
  set(${variable} TRUE PARENT_SCOPE)
endfunction()

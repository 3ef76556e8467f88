# FindUv.cmake: which uv is taken, what is said of one that cannot be used, and what the tests of a
# sweep are told.
include("${CMAKE_CURRENT_LIST_DIR}/runner.cmake")
fresh()

# A program that answers as uv does.
function(fake_uv directory text)
  file(WRITE "${WORK}/${directory}/uv" "#!/bin/sh\n${text}\n")
  file(CHMOD "${WORK}/${directory}/uv" PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE)
endfunction()
fake_uv(new "echo 'uv 99.1.2 (abc 2030-01-01)'")
fake_uv(old "echo 'uv 0.1.9'")
fake_uv(broken "echo 'no such interpreter' >&2; exit 127")
fake_uv(python/bin "echo 'uv 99.0.0'")
# An interpreter whose pip installs that into the --target.
file(WRITE "${WORK}/python3" "#!/bin/sh
while [ \"$1\" != --target ]; do shift; done
case \$2 in *refuse*) echo 'no network'; exit 1 ;; esac
mkdir -p \"$2/bin\" && cp '${WORK}/python/bin/uv' \"$2/bin/uv\"
")
file(CHMOD "${WORK}/python3" PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE)

set(case [==[
list(APPEND CMAKE_MODULE_PATH "${MODULE_DIR}")
find_package(Uv 0.5)
message(STATUS "RESULT: ${Uv_FOUND} ${Uv_VERSION} on_path=${Uv_ON_PATH} ${Uv_DIRECTORY}.")
]==])

# look(<directory first on PATH> <regex> <cache entry>...)
function(look path regex)
  file(REMOVE_RECURSE "${WORK}/b")
  set(ENV{PATH} "${WORK}/${path}:/usr/bin:/bin")
  configure("${case}" ${ARGN})
  expect_match("uv with ${path} first on PATH ${ARGN}" "${output}" "${regex}")
endfunction()

look(new "RESULT: TRUE 99.1.2 on_path=TRUE ${WORK}/new[.]")
look(none "no uv on PATH[.] Put uv on PATH .*RESULT: FALSE  on_path=FALSE [.]")
look(old "old/uv is version 0.1.9, 0.5 or newer is needed[.].*RESULT: FALSE 0.1.9")
look(broken "broken/uv --version' failed .127.: +no such interpreter.*RESULT: FALSE")
look(old "RESULT: TRUE 99.1.2 on_path=FALSE ${WORK}/new[.]" "-DUv_ROOT=${WORK}/new")
look(old "RESULT: TRUE 99.1.2 on_path=FALSE" "-DUv_EXECUTABLE=${WORK}/new/uv")
foreach(path IN ITEMS none old broken)
  look(${path} "RESULT: TRUE 99.0.0 on_path=FALSE ${WORK}/b/_uv/bin[.]"
    -DUv_INSTALL=ON "-DUv_INSTALL_PYTHON=${WORK}/python3")
endforeach()
configure("${case}")
expect_match("a second run finds what was installed" "${output}" "RESULT: TRUE 99.0.0")
file(REMOVE_RECURSE "${WORK}/b/_uv")
configure("${case}")
expect_match("and installs it again when it is gone" "${output}" "RESULT: TRUE 99.0.0")
look(none "failed .1.:.*no network.*Install pip.*RESULT: FALSE"
  -DUv_INSTALL=ON "-DUv_INSTALL_DIR=${WORK}/refuse" "-DUv_INSTALL_PYTHON=${WORK}/python3")

# A sweep is told of a uv that is not on PATH, and of none that is.
set(case [==[pytest_benchmem_sweep(s PACKAGE p VERSIONS 1 SUITE suite
  ENVIRONMENT_MODIFICATION "PATH=path_list_append:/opt/x")
]==])
function(expect_modification what regex)
  execute_process(
    COMMAND ${CMAKE_CTEST_COMMAND} --test-dir "${WORK}/b" --show-only=json-v1 -C Debug
    OUTPUT_VARIABLE out COMMAND_ERROR_IS_FATAL ANY)
  expect_match("${what}" "${out}" "\"ENVIRONMENT_MODIFICATION\",[^]]*\\[${regex}[ \n]*\\]")
endfunction()
look(none "Generating done" "-DUv_ROOT=${WORK}/new")
expect_modification("uv beside PATH"
  "[ \n]*\"PATH=path_list_prepend:${WORK}/new\",[ \n]*\"PATH=path_list_append:/opt/x\"")
look(new "Generating done")
expect_modification("uv on PATH" "[ \n]*\"PATH=path_list_append:/opt/x\"")

finish()

# What is written in a CMakeLists.txt reaches the program unchanged.
include("${CMAKE_CURRENT_LIST_DIR}/runner.cmake")
fresh()

# expect_calls(<text>): what the fake program wrote down, a JSON array per line
function(expect_calls what text)
  file(READ "${log}" calls)
  string(REPLACE "@WORK@" "${WORK}" text "${text}")
  string(REPLACE "@SOURCE@" "${SOURCE}/project" text "${text}")
  expect_equal("calls of the program, ${what}" "${calls}" "${text}")
endfunction()

# --- a suite whose path has everything in it that a path may; every kind of word -----------------
file(MAKE_DIRECTORY "${WORK}/s p'a\"c;é [x]")
file(WRITE "${WORK}/s p'a\"c;é [x]/test_ü;.py" "")
configure_well([==[
pytest_benchmem_sweep(words
  PACKAGE p
  VERSIONS 1.2.3
           "main=foo @ git+https://h/x.git@v1#egg=y&subdirectory=z"
           "foo[extra,b]==1.0"
           "a; python_version<'3.12'"
           "git+https://h/p@feature/foo bar"
           ./suite
           "here=suite/../suite[x]"
  SUITE "${CMAKE_BINARY_DIR}/../s p'a\"c;é [x]/test_ü;.py"
  COPY_DIR "${CMAKE_BINARY_DIR}/../s p'a\"c;é [x]/"
  INSTALL_SPEC "p @ git+https://h/p@v{version}"
  PINS "q>=1,<2; python_version>'3'" ./suite
  AS_OF 2024-02-29 IMPORT_CHECK p.q PYTHON 3.11 TMP_PREFIX "t m" MEMORY LOCKED ALLOW_PARTIAL
  PYTEST_ARGS --opt=x;y "--opt=x;y" "d$HOME" "%PATH%" "a'b\"c" "back\\slash" "b\\;c" "[x;y]" "é" "*" "~"
              "two words" "#no comment" "<(x)" "-k" "@file" "{label}"
  COMMAND "{python}" -c "print('a;b', \"$x\")" -- "--next" "&&"
  ON_UNAVAILABLE SKIP TIMEOUT 90 LAUNCHER taskset -c 3 MEASUREMENTS 0
  OUTPUT_DIR "o u't;é")
]==])
set(FAKE_STATUS "")
ctest()
expect_equal("${output}" "${status}" 0)

set(options [==["--suite=@WORK@/s p'a\"c;é [x]/test_ü;.py", "--out=@WORK@/b/o u't;é", "--timeout=90", \
"--as-of=2024-02-29", "--import-check=p.q", "--install-spec=p @ git+https://h/p@v{version}", \
"--tmp-prefix=t m", "--copy-dir=@WORK@/s p'a\"c;é [x]", "--python=3.11", "--memory", "--locked", \
"--allow-partial", "--skip-unavailable", "--pin=q>=1,<2; python_version>'3'", "--pin=@SOURCE@/suite", \
"--pytest-arg=--opt=x", "--pytest-arg=y", "--pytest-arg=--opt=x;y", "--pytest-arg=d$HOME", \
"--pytest-arg=%PATH%", "--pytest-arg=a'b\"c", "--pytest-arg=back\\slash", "--pytest-arg=b\\;c", \
"--pytest-arg=[x;y]", "--pytest-arg=é", "--pytest-arg=*", "--pytest-arg=~", "--pytest-arg=two words", \
"--pytest-arg=#no comment", "--pytest-arg=<(x)", "--pytest-arg=-k", "--pytest-arg=@file", \
"--pytest-arg={label}", "--launcher=taskset", "--launcher=-c", "--launcher=3"]==])
string(REPLACE "\\\n" "" options "${options}")
set(command [==["--", "{python}", "-c", "print('a;b', \"$x\")", "--", "--next", "&&"]
]==])
set(versions
  [==["1.2.3"]==]
  [==["main=foo @ git+https://h/x.git@v1#egg=y&subdirectory=z"]==]
  [==["foo[extra,b]==1.0"]==]
  [==["a\; python_version<'3.12'"]==]
  [==["git+https://h/p@feature/foo bar"]==]
  [==["suite=@SOURCE@/suite"]==]
  [==["here=@SOURCE@/suite[x]"]==])
list(JOIN versions ", " all)
set(calls "[\"sweep\", \"p\", ${all}, \"--prepare\", ${options}, ${command}")
foreach(version IN LISTS versions)
  string(APPEND calls "[\"sweep\", \"p\", ${version}, ${options}, \"--ctest\", \"--measurements=0\", ${command}")
endforeach()
string(APPEND calls [==[["compare", "@WORK@/b/o u't;é", "--ctest"]
["plot", "@WORK@/b/o u't;é", "--metric=time", "--view=sweep", "--output=@WORK@/b/o u't;é/plots/time.html", "--ctest"]
["plot", "@WORK@/b/o u't;é", "--metric=peak", "--view=sweep", "--output=@WORK@/b/o u't;é/plots/peak.html", "--ctest"]
]==])
expect_calls("every kind of word" "${calls}")

# --- what is made of it ---------------------------------------------------------------------------
configure_well([==[
pytest_benchmem_sweep(made PACKAGE p VERSIONS 1 2 b=3 SUITE suite/ BASELINE 2 1 METRICS time extra:n/x
  STAT median FAIL_ON time:20% "peak:10%+1MiB" latest:time:5% GATE raw MIN_EFFECT 3
  MIN_EFFECT_INSTRUCTIONS 1% PLOTS svg png svg)
]==])
ctest()
expect_equal("${output}" "${status}" 0)
set(options [==["--suite=@SOURCE@/suite", "--out=@WORK@/b/made.sweep", "--timeout=1800"]==])
expect_calls("what is made of it" "[\"sweep\", \"p\", \"1\", \"2\", \"b=3\", \"--prepare\", ${options}]
[\"sweep\", \"p\", \"1\", ${options}, \"--ctest\"]
[\"sweep\", \"p\", \"2\", ${options}, \"--ctest\"]
[\"sweep\", \"p\", \"b=3\", ${options}, \"--ctest\"]
[\"compare\", \"@WORK@/b/made.sweep\", \"--columns=time,extra:n/x\", \"--stat=median\", \"--baseline=2\", \"--baseline=1\", \
\"--min-effect=3\", \"--min-effect-instructions=1%\", \"--ctest\"]
[\"plot\", \"@WORK@/b/made.sweep\", \"--metric=time\", \"--view=sweep\", \"--baseline=2\", \"--baseline=1\", \"--min-effect=3\", \"--min-effect-instructions=1%\", \
\"--output=@WORK@/b/made.sweep/plots/time.svg\", \"--output=@WORK@/b/made.sweep/plots/time.png\", \"--ctest\"]
[\"plot\", \"@WORK@/b/made.sweep\", \"--metric=extra:n/x\", \"--view=sweep\", \"--baseline=2\", \"--baseline=1\", \"--min-effect=3\", \"--min-effect-instructions=1%\", \
\"--output=@WORK@/b/made.sweep/plots/extra-n-x.svg\", \"--output=@WORK@/b/made.sweep/plots/extra-n-x.png\", \"--ctest\"]
[\"compare\", \"@WORK@/b/made.sweep\", \"--fail-on=time:20%\", \"--fail-on=peak:10%+1MiB\", \
\"--fail-on=latest:time:5%\", \"--baseline=2\", \"--baseline=1\", \"--min-effect=3\", \"--min-effect-instructions=1%\", \"--gate=raw\", \"--ctest\"]
")

# --- defaults from variables; a single version ----------------------------------------------------
configure_well([==[
set(PYTEST_BENCHMEM_SWEEP_PACKAGE p)
set(PYTEST_BENCHMEM_SWEEP_MEMORY ON)
set(PYTEST_BENCHMEM_SWEEP_LOCKED OFF)
set(PYTEST_BENCHMEM_SWEEP_TIMEOUT 10)
set(PYTEST_BENCHMEM_SWEEP_PYTEST_ARGS -k "a\;b")
set(PYTEST_BENCHMEM_SWEEP_PINS q)
pytest_benchmem_sweep(defaults VERSIONS 1 SUITE suite PINS r OUTPUT_DIR "${CMAKE_BINARY_DIR}/o")
]==])
ctest()
expect_equal("${output}" "${status}" 0)
set(options [==["--suite=@SOURCE@/suite", "--out=@WORK@/b/o", "--timeout=10", "--memory", "--pin=r", \
"--pytest-arg=-k", "--pytest-arg=a;b"]==])
string(REPLACE "\\\n" "" options "${options}")
expect_calls("defaults" "[\"sweep\", \"p\", \"1\", \"--prepare\", ${options}]
[\"sweep\", \"p\", \"1\", ${options}, \"--ctest\"]
[\"compare\", \"@WORK@/b/o\", \"--ctest\"]
")

# --- secrets of URLs: in one file, which only the user can read ------------------------------------
configure_well([==[
pytest_benchmem_sweep(secrets PACKAGE p SUITE suite VERSIONS 1.0
  "a=git+https://s3cretA@h/x@v1" "b=git+https://u:s3cretB$x@h:8443/x.git@v1#subdirectory=y"
  "c=p @ https://h/p.whl?a=b&private_token=s3cretC&d=e" "d=git+ssh://git:s3cretD@h/x"
  "e=git+https://\${TOKEN}@h/x" "f=git+ssh://git@h/x@v1"
  PINS "q @ https://s3cretE@h/q.whl" PYTEST_ARGS "--from=https://s3cretF@h/;x"
  COMMAND run "https://s3cretG@h/"
  ENVIRONMENT "UV_INDEX_URL=https://s3cretH@h/simple" "MY_TOKEN=s3cretI;j" PLAIN=1
  ENVIRONMENT_MODIFICATION "PIP_PASSWORD=set:s3cretJ" "PATH=path_list_append:/x")
]==])
ctest()
expect_equal("${output}" "${status}" 0)
set(file "${WORK}/b/CMakeFiles/pytest-benchmem-secrets.secrets")
file(READ "${file}" secrets)
expect_equal("the file of secrets" "${secrets}" "a=git+https://s3cretA@h/x@v1
b=git+https://u:s3cretB$x@h:8443/x.git@v1#subdirectory=y
c=p @ https://h/p.whl?a=b&private_token=s3cretC&d=e
d=git+ssh://git:s3cretD@h/x
--pin=q @ https://s3cretE@h/q.whl
--pytest-arg=--from=https://s3cretF@h/;x
https://s3cretG@h/
environment UV_INDEX_URL=https://s3cretH@h/simple
environment MY_TOKEN=s3cretI;j
environment PIP_PASSWORD=s3cretJ
")
file(READ "${WORK}/b/CTestTestfile.cmake" tests)
expect_match("a hidden variable" "${tests}" [==["NO_COLOR=1;UV_INDEX_URL=https://\*\*\*@h/simple;MY_TOKEN=\*\*\*;PLAIN=1"]==])
expect_match("a hidden modification" "${tests}" [==["PIP_PASSWORD=set:\*\*\*;PATH=path_list_append:/x"]==])
execute_process(COMMAND ls -l "${file}" OUTPUT_VARIABLE listed)
expect_match("rights of the file of secrets" "${listed}" "^-rw------- ")
file(REMOVE "${file}" "${WORK}/case.cmake")
execute_process(COMMAND grep -r s3cret "${WORK}/b" OUTPUT_VARIABLE found)
expect_equal("secrets elsewhere in the build tree" "${found}" "")
set(options [==["--suite=@SOURCE@/suite", "--out=@WORK@/b/secrets.sweep", "--timeout=1800", \
"--pin=q @ https://***@h/q.whl", "--pytest-arg=--from=https://***@h/;x", \
"--secrets=@WORK@/b/CMakeFiles/pytest-benchmem-secrets.secrets"]==])
string(REPLACE "\\\n" "" options "${options}")
set(command [==["--", "run", "https://***@h/"]
]==])
set(versions [==["1.0"]==] [==["a=git+https://***@h/x@v1"]==]
  [==["b=git+https://***@h:8443/x.git@v1#subdirectory=y"]==]
  [==["c=p @ https://h/p.whl?a=b&private_token=***&d=e"]==] [==["d=git+ssh://***@h/x"]==]
  [==["e=git+https://${TOKEN}@h/x"]==] [==["f=git+ssh://git@h/x@v1"]==])
list(JOIN versions ", " all)
set(calls "[\"sweep\", \"p\", ${all}, \"--prepare\", ${options}, ${command}")
foreach(version IN LISTS versions)
  string(APPEND calls "[\"sweep\", \"p\", ${version}, ${options}, \"--ctest\", ${command}")
endforeach()
string(APPEND calls [==[["compare", "@WORK@/b/secrets.sweep", "--ctest"]
["plot", "@WORK@/b/secrets.sweep", "--metric=time", "--view=sweep", "--output=@WORK@/b/secrets.sweep/plots/time.html", "--ctest"]
]==])
expect_calls("secrets" "${calls}")

# --- what the project itself has built ------------------------------------------------------------
configure_well([==[
add_custom_target(made COMMAND ${CMAKE_COMMAND} -E touch made)
set(Python_EXECUTABLE /usr/bin/python3.11)
pytest_benchmem_sweep(tree PACKAGE p VERSIONS 1 old=build:./suite ROUNDS 2 SUITE suite
  BUILD_TREE dev COMPONENT "a b" c MODULE_DIR "python/x y" REQUIREMENTS "q>=1,<2" ./suite
    "r @ https://s3cretK@h/r" DEPENDS made
  PLOTS svg PROPERTIES DEPENDS other)
pytest_benchmem_sweep(only PACKAGE p SUITE suite BUILD_TREE dev PYTHON 3.12)
]==])
set(config "")
if(GENERATOR MATCHES "Multi-Config")
  set(config Debug)
endif()
ctest(-R "^tree")
expect_equal("${output}" "${status}" 0)
set(options [==["--suite=@SOURCE@/suite", "--out=@WORK@/b/tree.sweep", "--timeout=1800", "--rounds=2", \
"--python=/usr/bin/python3.11", "--secrets=@WORK@/b/CMakeFiles/pytest-benchmem-tree.secrets"]==])
string(REPLACE "\\\n" "" options "${options}")
set(own "\"--build-config=${config}\", \"--build-component=a b\", \"--build-component=c\", \
\"--build-module-dir=python/x y\", \"--build-requirement=q>=1,<2\", \"--build-requirement=@SOURCE@/suite\", \
\"--build-requirement=r @ https://***@h/r\"")
set(all [==["1", "old=build:@SOURCE@/suite", "dev=build:@WORK@/b"]==])
expect_calls("the build tree" "[\"sweep\", \"p\", ${all}, \"--prepare\", ${options}, ${own}]
[\"sweep\", \"p\", \"1\", ${options}, \"--round=1\", \"--ctest\"]
[\"sweep\", \"p\", \"old=build:@SOURCE@/suite\", ${options}, ${own}, \"--round=1\", \"--ctest\"]
[\"sweep\", \"p\", \"dev=build:@WORK@/b\", ${options}, ${own}, \"--round=1\", \"--ctest\"]
[\"sweep\", \"p\", ${all}, ${options}, ${own}, \"--round=2\", \"--ctest\"]
[\"sweep\", \"p\", ${all}, ${options}, ${own}, \"--clean\"]
[\"compare\", \"@WORK@/b/tree.sweep\", \"--ctest\"]
[\"plot\", \"@WORK@/b/tree.sweep\", \"--metric=time\", \"--view=sweep\", \"--output=@WORK@/b/tree.sweep/plots/time.svg\", \"--ctest\"]
")
file(REMOVE "${log}" "${WORK}/b/made")
execute_process(COMMAND ${CMAKE_COMMAND} -E env "FAKE_LOG=${log}"
  ${CMAKE_COMMAND} --build "${WORK}/b" --target tree-sweep OUTPUT_VARIABLE out ERROR_VARIABLE out
  RESULT_VARIABLE result)
expect_equal("tree-sweep: ${out}" "${result}" 0)
if(NOT EXISTS "${WORK}/b/made")
  fail("tree-sweep has not built its DEPENDS")
endif()
ctest(-R "^only.dev")
file(READ "${log}" calls)
expect_match("a build tree alone, with its own PYTHON" "${calls}"
  "\"p\", \"dev=build:[^\n]*\"--python=3.12\", \"--build-config=${config}\", \"--ctest\"\\]")

# --- own commands ---------------------------------------------------------------------------------
configure_well([==[
pytest_benchmem_sweep(own PACKAGE p VERSIONS 1.0 main=feature/x q==2 ./suite SUITE suite PLOTS svg COMMAND run me
  INSTALL_SPEC v{version} REPOSITORY https://s3cretK@h/r
  INSTALL_COMMAND cmake -S {source} "-DA=it's;b $c" COMMAND sh "a b" plot COMMAND x
  REQUIREMENTS numpy KEEP_BUILDS 7 BUILD_TREE dev COMPONENT y PYTHON 3.12)
set(PYTEST_BENCHMEM_SWEEP_REPOSITORY .)
set(PYTEST_BENCHMEM_SWEEP_INSTALL_COMMAND a "b c" COMMAND d)
pytest_benchmem_sweep(defaults PACKAGE p SUITE suite VERSIONS v1)
]==])
ctest(-R "^own")
expect_equal("${output}" "${status}" 0)
set(options [==["--suite=@SOURCE@/suite", "--out=@WORK@/b/own.sweep", "--timeout=1800", \
"--install-spec=v{version}", "--python=3.12", "--secrets=@WORK@/b/CMakeFiles/pytest-benchmem-own.secrets"]==])
string(REPLACE "\\\n" "" options "${options}")
set(tree "\"--build-config=${config}\", \"--build-component=y\"")
set(ref [==["--repository=https://***@h/r", "--install-command=cmake -S {source} '-DA=it'\\''s;b $c'", \
"--install-command=sh 'a b' plot", "--install-command=x", "--keep-builds=7"]==])
string(REPLACE "\\\n" "" ref "${ref}")
set(both "\"--build-requirement=numpy\"")
set(command "\"--\", \"run\", \"me\"]\n")
set(all [==["1.0", "main=feature/x", "q==2", "suite=@SOURCE@/suite", "dev=build:@WORK@/b"]==])
expect_calls("own commands" "[\"sweep\", \"p\", ${all}, \"--prepare\", ${options}, ${tree}, ${ref}, ${both}, ${command}\
[\"sweep\", \"p\", \"1.0\", ${options}, ${ref}, ${both}, \"--ctest\", ${command}\
[\"sweep\", \"p\", \"main=feature/x\", ${options}, ${ref}, ${both}, \"--ctest\", ${command}\
[\"sweep\", \"p\", \"q==2\", ${options}, \"--ctest\", ${command}\
[\"sweep\", \"p\", \"suite=@SOURCE@/suite\", ${options}, \"--ctest\", ${command}\
[\"sweep\", \"p\", \"dev=build:@WORK@/b\", ${options}, ${tree}, ${both}, \"--ctest\", ${command}\
[\"compare\", \"@WORK@/b/own.sweep\", \"--ctest\"]
[\"plot\", \"@WORK@/b/own.sweep\", \"--metric=time\", \"--view=sweep\", \"--output=@WORK@/b/own.sweep/plots/time.svg\", \"--ctest\"]
")
file(REMOVE "${log}")
ctest(-R "^defaults.v1")
file(READ "${log}" calls)
string(FIND "${calls}" "/suite\", \"--out=${WORK}/b/defaults.sweep\", \"--timeout=1800\", \
\"--repository=${CMAKE_CURRENT_LIST_DIR}/project\", \"--install-command=a 'b c'\", \"--install-command=d\"" found)
if(found EQUAL -1)
  fail("defaults for own commands: ${calls}")
endif()

# --- labels ---------------------------------------------------------------------------------------
configure_well([==[
pytest_benchmem_sweep(s PACKAGE p SUITE suite TEST_LIST tests VERSIONS
  "git+https://h/x@v1.0" "p @ git+https://h/x@feature/foo bar" "pkg>=1.0,<2" "!!!" 1!2.0
  "a==1" "p~=1.4" "dev=/x/y" "é1" "rc-1_x.y=p==1" "_lead" "p[a,b]")
file(WRITE "${CMAKE_BINARY_DIR}/tests" "${tests}")
]==])
file(READ "${WORK}/b/tests" tests)
expect_equal("labels" "${tests}" "s.setup;s.v1.0;s.feature-foo-bar;s.pkg-1.0-2;\
s.spec;s.1-2.0;s.a-1;s.p-1.4;s.dev;s.1;s.rc-1_x.y;s.lead;s.p-a-b;s.compare")

finish()

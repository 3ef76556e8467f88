# Every mistake in a call of pytest_benchmem_sweep() stops the configure run, with one message that
# names keyword, element and remedy.
include("${CMAKE_CURRENT_LIST_DIR}/runner.cmake")
fresh()

# refused(<call> <regex>...): the problems named match these, and there are no others
function(refused call)
  configure("${call}")
  if(status EQUAL 0)
    fail("was accepted: ${call}")
  endif()
  string(REGEX REPLACE "^.*\n   pytest_benchmem_sweep\\([^\n]*\\):\n" "" problems "${output}")
  string(REGEX REPLACE "\nCall Stack.*" "" problems "${problems}")
  string(STRIP "${problems}" problems)
  string(REGEX REPLACE "[^\n]" "" breaks "${problems}")
  string(LENGTH "${breaks}" count)
  math(EXPR expected "${ARGC} - 2")
  expect_equal("line breaks between the problems of\n  ${call}\n${problems}\n" "${count}" "${expected}")
  set(i 1)
  while(i LESS ARGC)
    expect_match("${call}" "${problems}" "${ARGV${i}}")
    math(EXPR i "${i} + 1")
  endwhile()
endfunction()

# Words of the call.
refused([[pytest_benchmem_sweep(s)]]
  "PACKAGE: missing" "VERSIONS: missing" "SUITE: missing")
refused([[pytest_benchmem_sweep(s tomli PACKAGE p VERSIONS 1 SUITE suite)]]
  "'tomli': unknown keyword; the first is usually PACKAGE")
refused([[pytest_benchmem_sweep(s PACKAGE p q VERSIONS 1 SUITE suite MEMORY ON)]]
  "'q': unknown keyword, or a second value for PACKAGE, which takes one value"
  "'ON': unknown keyword, or a second value for MEMORY, which takes no value")
refused([[pytest_benchmem_sweep(s PACKAGE p VERSIONS 1 SUITE suite MEMRY)]]
  "'MEMRY': unknown keyword; did you mean MEMORY\\?")
refused([[pytest_benchmem_sweep(s PACKAGE p SUITE suite VERSION 1)]]
  "'VERSION': unknown keyword; did you mean VERSIONS\\?"
  "'1': unknown keyword, or a second value for SUITE" "VERSIONS: missing")
refused([[pytest_benchmem_sweep(s PACKAGE p SUITE suite VERSIONS 1 PYTSET_ARGS -k x)]]
  "'PYTSET_ARGS': unknown keyword; did you mean PYTEST_ARGS\\?")
refused([[pytest_benchmem_sweep(s PACKAGE p SUITE suite VERSIONS 1 FROBNICATE PINS PYYAML)]]
  "'FROBNICATE': unknown keyword; a version of that name is written LABEL=SPEC"
  "'PYYAML': unknown keyword; a package of that name can be written in lower case")
refused([[pytest_benchmem_sweep(s PACKAGE p SUITE suite VERSIONS 1 LABELS a LABEL b COMMAND x PLOT)]]
  "'LABEL': unknown keyword; did you mean LABELS\\?" "'PLOT': unknown keyword; did you mean PLOTS\\?")
refused([[pytest_benchmem_sweep(s PACKAGE p VERSIONS 1 SUITE suite AS_OF PINS MEMORY TIMEOUT)]]
  "AS_OF: no value" "PINS: no value" "TIMEOUT: no value")
refused([[pytest_benchmem_sweep(s PACKAGE p VERSIONS 1 SUITE suite VERSIONS 2 MEMORY MEMORY)]]
  "VERSIONS: given twice" "MEMORY: given twice")

# A keyword that may have a value.
refused([[pytest_benchmem_sweep(s PACKAGE p VERSIONS 1 SUITE suite REUSE ON)]]
  "REUSE: 'ON' would be a directory; write REUSE alone")
refused([[pytest_benchmem_sweep(s PACKAGE p VERSIONS 1 SUITE suite REUSE a b)]]
  "'b': unknown keyword, or a second value for REUSE, which takes one value")
refused([[pytest_benchmem_sweep(s PACKAGE p VERSIONS 1 SUITE suite REUSE REUSE REUSE_TIMES OFF)]]
  "REUSE: given twice" "'OFF': unknown keyword, or a second value for REUSE_TIMES, which takes no value")

# What is said of a build tree.
refused([[pytest_benchmem_sweep(s PACKAGE p SUITE suite COMPONENT x VERSIONS 1 DEPENDS all)]]
  "'COMPONENT': is for BUILD_TREE; write it after that" "'x': unknown keyword"
  "'DEPENDS': is for BUILD_TREE; write it after that")
refused([[pytest_benchmem_sweep(s PACKAGE p SUITE suite VERSIONS 1 BUILD_TREE a=b)]]
  "BUILD_TREE: 'a=b' cannot be a label")
refused([[pytest_benchmem_sweep(s PACKAGE p SUITE suite VERSIONS dev=1 BUILD_TREE dev MODULE_DIR a/../..
  REQUIREMENTS -rx)]]
  "MODULE_DIR: 'a/../..' is no directory below the prefix" "REQUIREMENTS: '-rx' begins with '-'"
  "'dev=1' and 'dev=build:[^']*' both have the label 'dev'")
refused([[pytest_benchmem_sweep(s PACKAGE p SUITE suite VERSIONS 1 BUILD_TREE)]] "BUILD_TREE: no value")
refused([[pytest_benchmem_sweep(s PACKAGE p SUITE suite VERSIONS 1 BUILD_TREE a COMPONNET b)]]
  "'COMPONNET': unknown keyword; did you mean COMPONENT\\?" "'b': unknown keyword")

# What is said of own commands.
refused([[pytest_benchmem_sweep(s PACKAGE p SUITE suite VERSIONS 1 INSTALL_COMMAND make)]]
  "INSTALL_COMMAND: builds refs of a git repository; name it by REPOSITORY")
refused([[pytest_benchmem_sweep(s PACKAGE p SUITE suite VERSIONS 1 REPOSITORY . KEEP_BUILDS -1)]]
  "KEEP_BUILDS: '-1' is not a whole number" "REPOSITORY and KEEP_BUILDS are for INSTALL_COMMAND")
refused([[pytest_benchmem_sweep(s PACKAGE p SUITE suite VERSIONS p==1 REPOSITORY nowhere INSTALL_COMMAND make)]]
  "REPOSITORY: 'nowhere' is neither a URL nor a directory" "INSTALL_COMMAND: builds versions that are refs")
refused([[pytest_benchmem_sweep(s PACKAGE p SUITE suite VERSIONS 1 REPOSITORY . INSTALL_COMMAND make COMMAND
  COMMAND x INSTAL_COMMAND)]]
  "INSTALL_COMMAND: no value" "'INSTAL_COMMAND': unknown keyword; did you mean INSTALL_COMMAND\\?")
refused([[pytest_benchmem_sweep(s PACKAGE p SUITE suite VERSIONS 1 MODULE_DIR x)]]
  "'MODULE_DIR': is for BUILD_TREE or INSTALL_COMMAND; write it after that")

# Elements that a list cannot carry.
refused([[pytest_benchmem_sweep(s PACKAGE p VERSIONS 1 "" SUITE suite PYTEST_ARGS "a\\" "b[c" "d]")]]
  "VERSIONS: an empty value; is a variable unset\\?"
  "PYTEST_ARGS: 'a\\\\' ends with a backslash"
  "PYTEST_ARGS: 'b\\[c' has an unbalanced '\\['"
  "PYTEST_ARGS: 'd\\]' has an unbalanced '\\['")
refused([[pytest_benchmem_sweep(s PACKAGE p VERSIONS 1 SUITE suite COMMAND "a
b" AS_OF "")]]
  "COMMAND: 'a b' holds a line break" "AS_OF: an empty value")
refused([[set(PYTEST_BENCHMEM_SWEEP_PINS "a==1\\")
pytest_benchmem_sweep(s PACKAGE p VERSIONS 1 SUITE suite)]]
  "PYTEST_BENCHMEM_SWEEP_PINS: 'a==1\\\\' ends with a backslash")

# Versions and their labels.
refused([[pytest_benchmem_sweep(s PACKAGE p SUITE suite VERSIONS 1.0 -r "x=--index-url=h")]]
  "VERSIONS: '-r' begins with '-'" "VERSIONS: 'x=--index-url=h' begins with '-'")
refused([[pytest_benchmem_sweep(s PACKAGE p SUITE suite VERSIONS v1.0 "git+https://h/x@v1.0" a=1 a=2)]]
  "'v1.0' and 'git.https://h/x@v1.0' both have the label 'v1.0'; write LABEL=SPEC"
  "'a=1' and 'a=2' both have the label 'a'")
refused([[pytest_benchmem_sweep(s PACKAGE p SUITE suite VERSIONS setup gate=1 sweep a=)]]
  "'setup' has the label 'setup'" "'gate=1' has the label 'gate'" "'sweep' has the label 'sweep'"
  "'a=' has nothing after '='")
refused([[pytest_benchmem_sweep(s PACKAGE p SUITE suite VERSIONS "../x=1" "a/b=1" "=1" "-a=1" "a.=1")]]
  "'../x' cannot be a label" "'a/b' cannot be a label" "'' cannot be a label" "'-a=1' begins with '-'"
  "'a[.]' cannot be a label")
string(REPEAT x 300 long)
refused("pytest_benchmem_sweep(s PACKAGE p SUITE suite VERSIONS ${long} ${long}=1)"
  "is 300 characters long" "is 300 characters long")

# Values.
refused([[pytest_benchmem_sweep(s PACKAGE "p q" VERSIONS 1 SUITE no/suite COPY_DIR case.cmake
  INSTALL_SPEC p== PINS -e AS_OF 2025-02-30 IMPORT_CHECK a-b TMP_PREFIX a/b PYTHON -c)]]
  "PACKAGE: 'p q' is not the name of a distribution"
  "SUITE: 'no/suite' does not exist .looked for [^\n]*/no/suite." "COPY_DIR: 'case.cmake' does not exist"
  "INSTALL_SPEC: 'p==' does not hold {version}" "PINS: '-e' begins with '-'"
  "AS_OF: '2025-02-30' is no date" "IMPORT_CHECK: 'a-b' is not the name of a module"
  "TMP_PREFIX: 'a/b'" "PYTHON: '-c' is neither")
refused([[pytest_benchmem_sweep(s PACKAGE p VERSIONS 1 SUITE suite COPY_DIR CMakeLists.txt
  BASELINE 2 METRICS time speed extra:n STAT iqr PLOTS png gif ON_UNAVAILABLE MAYBE
  TIMEOUT 0 PROCESSORS two MEASUREMENTS -1 ROUNDS 1 SEED 0 CPU 1- ENVIRONMENT A ENVIRONMENT_MODIFICATION A=b LABELS "a;b")]]
  "COPY_DIR: 'CMakeLists.txt' is not a directory"
  "BASELINE: '2' is not the label of a version; labels here: 1"
  "METRICS: 'speed' is not one of time, peak" "STAT: 'iqr' is a statistic of time only"
  "PLOTS: 'gif' is not one of html, svg, png, pdf" "ON_UNAVAILABLE: 'MAYBE' is not one of FAIL, SKIP"
  "TIMEOUT: '0' is not a whole number" "PROCESSORS: 'two' is not a whole number"
  "MEASUREMENTS: '-1' is not a whole number from 0 to 99999999"
  "ROUNDS: '1' is not a whole number from 2" "SEED: '0' is not a whole number from 1"
  "CPU: '1-' is no list of CPUs"
  "ENVIRONMENT: 'A' is not VAR=VALUE" "ENVIRONMENT_MODIFICATION: 'A=b' is not VAR=OP:VALUE"
  "LABELS: 'a;b' holds a ';'")
refused([[pytest_benchmem_sweep(s PACKAGE p VERSIONS 1 SUITE suite LAUNCHER taskset QUEUE_TIMEOUT 0 PIN_NODE MAYBE NODES x)]]
  "PIN_NODE: .MAYBE. is not one of ON, OFF" "QUEUE_TIMEOUT: is for the launcher of a cluster"
  "PIN_NODE: is for the launcher" "NODES: is for the launcher"
  "QUEUE_TIMEOUT: .0. is not a whole number from 1" "NODES: .x. is not a whole number from 1")
refused([[pytest_benchmem_sweep(s PACKAGE p VERSIONS 1 round-2=2 cleanup=3 SUITE suite)]]
  "'round-2'" "'cleanup'")
refused([[pytest_benchmem_sweep(s PACKAGE p VERSIONS 1 SUITE suite ROUNDS 1001)]]
  "ROUNDS: '1001' is more than 1000")
refused([[pytest_benchmem_sweep(s PACKAGE p VERSIONS 1 SUITE suite SEED 3)]] "SEED: is of the order")
refused([[pytest_benchmem_sweep(s PACKAGE p VERSIONS 1 SUITE suite ROUNDS 3 BUDGET 0)]]
  "BUDGET: '0' is not a whole number from 1" "BUDGET: is for ROUNDS auto")
refused([[pytest_benchmem_sweep(s PACKAGE p VERSIONS 1 SUITE suite ROUNDS some)]]
  "ROUNDS: 'some' is not a whole number from 2")
refused([[pytest_benchmem_sweep(s PACKAGE p VERSIONS 1 SUITE suite
  FAIL_ON peak speed:1% peak:x% peak:5Mib time:1MiB allocations:5B time:1%+2% time:-1% time:1e%
          latest latest:5% latest:peak latest:latest:time:5% instructions:5ms GATE both MIN_EFFECT 2ms
          MIN_EFFECT_INSTRUCTIONS 5k)]]
  "'peak' is no rule" "'speed' is not one of" "'x%' is no limit" "'5Mib' is no limit"
  "'1MiB' is no limit .units of time: s.ms.us.µs.ns." "'5B' is no limit .units of allocations: none."
  "'1%.2%' is no limit" "'-1%' is no limit" "'1e%' is no limit"
  "'latest' is no rule" "'latest:5%': 'latest' is not one of" "'latest:peak': 'latest' is not one of"
  "'latest' is not one of" "GATE: 'both' is not one of raw, verdict" "MIN_EFFECT: '2ms' is not a percent"
  "'5ms' is no limit .units of instructions: k.M.G." "MIN_EFFECT_INSTRUCTIONS: '5k' is not a percent")
refused([[pytest_benchmem_sweep(s PACKAGE p VERSIONS 1 SUITE suite PROFILE)]]
  "PROFILE: keeps where memory is allocated; give MEMORY too")
# Counting.
refused([[pytest_benchmem_sweep(s PACKAGE p VERSIONS 1 SUITE suite NO_TIME COUNT_CALLS 3 COUNT_WARMUP 0)]]
  "NO_TIME: is for INSTRUCTIONS" "COUNT_CALLS: is for INSTRUCTIONS" "COUNT_WARMUP: is for INSTRUCTIONS")
refused([[set(PYTEST_BENCHMEM_SWEEP_NO_TIME ON)
pytest_benchmem_sweep(s PACKAGE p VERSIONS 1 SUITE suite)]]
  "NO_TIME: is for INSTRUCTIONS")
refused([[pytest_benchmem_sweep(s PACKAGE p VERSIONS 1 SUITE suite INSTRUCTIONS COUNT_CALLS 0
  COUNT_WARMUP 1001 COMMAND x)]]
  "COUNT_CALLS: '0' is not a whole number from 1" "COUNT_WARMUP: '1001' is more than 1000"
  "INSTRUCTIONS: counted is what pytest runs, not a COMMAND")
refused([[pytest_benchmem_sweep(s PACKAGE p VERSIONS 1 SUITE suite INSTRUCTIONS COUNT_CALLS COUNT_WARMUP 2
  INSTRUCTION)]]
  "COUNT_CALLS: no value" "'INSTRUCTION': unknown keyword; did you mean INSTRUCTIONS\\?")
refused([[pytest_benchmem_sweep(s PACKAGE p VERSIONS a a.count=2 b.count SUITE suite INSTRUCTIONS)]]
  "VERSIONS: 'a[.]count' is what counting a is called; write LABEL=SPEC")
refused([[pytest_benchmem_sweep(s PACKAGE p VERSIONS 1 SUITE suite INSTRUCTIONS NO_TIME ROUNDS auto
  METRICS time instructions FAIL_ON time:5% instructions:3% latest:time.median:1ms)]]
  "ROUNDS: 'auto' asks times what is unclear" "METRICS: there is no 'time' with NO_TIME"
  "FAIL_ON: 'time:5%' has no times to judge" "FAIL_ON: 'latest:time.median:1ms' has no times to judge")
refused([[pytest_benchmem_sweep(s PACKAGE p VERSIONS 1 SUITE suite INSTRUCTIONS NO_TIME ROUNDS 3 MEMORY)]]
  "ROUNDS: with NO_TIME are counted runs; leave out MEMORY")
refused([[pytest_benchmem_sweep(s PACKAGE p VERSIONS 1 SUITE suite
  PROPERTIES RUN_SERIAL TRUE COST)]]
  "PROPERTIES: 'RUN_SERIAL' is set by the sweep itself"
  "PROPERTIES: 'COST' has no value")
refused([[set(PYTEST_BENCHMEM_SWEEP_PROPERTIES TIMEOUT 5)
pytest_benchmem_sweep(s PACKAGE p VERSIONS 1 SUITE suite)]]
  "PROPERTIES: use the keyword TIMEOUT instead")
foreach(date IN ITEMS 2023-02-29 1900-02-29 2025-04-31 2025-13-01 2025-00-10 2025-01-00 0000-01-01
    2025-1-1 2025-01-01T00 yesterday)
  list(APPEND dates "AS_OF: '${date}' is no date")
  string(APPEND calls "_pytest_benchmem_check_date(AS_OF ${date})\n")
endforeach()
refused("${calls}_pytest_benchmem_stop_on_problems(s)" ${dates})

# Names.
refused([[pytest_benchmem_sweep("a b" PACKAGE p VERSIONS 1 SUITE suite)]]
  "<name>: 'a b' cannot name tests and targets")
refused([[pytest_benchmem_sweep(sweep PACKAGE p VERSIONS 1 SUITE suite)]]
  "<name>: 'sweep' is the label of all sweeps")
refused([[pytest_benchmem_sweep(s PACKAGE p VERSIONS 1 SUITE suite)
pytest_benchmem_sweep(s PACKAGE p VERSIONS 1 SUITE suite)]]
  "<name>: there is a sweep 's' already" )
refused([[add_custom_target(s-report)
pytest_benchmem_sweep(s PACKAGE p VERSIONS 1 SUITE suite)]]
  "<name>: there is a target 's-report' already")
refused([[pytest_benchmem_sweep(a PACKAGE p VERSIONS 1 SUITE suite OUTPUT_DIR out)
pytest_benchmem_sweep(b PACKAGE p VERSIONS 1 SUITE suite OUTPUT_DIR ./out/)]]
  "OUTPUT_DIR: '[^\n]*/out' is that of another sweep")

# What is right is accepted.
configure([[
set(dates 2024-02-29 2000-02-29 2008-08-08 2009-09-30 9999-12-31)
foreach(date IN LISTS dates)
  pytest_benchmem_sweep(d${date} PACKAGE p VERSIONS 1 SUITE suite AS_OF ${date})
endforeach()
pytest_benchmem_sweep(rules PACKAGE p[x,y] VERSIONS 1 SUITE suite/test_suite.py IMPORT_CHECK a_1.β
  FAIL_ON time:20 time:.5ms time:1.5us time:1µs time:2ns time.median:5% peak:5MiB peak:1.5GiB
          rss:1KiB allocated:10 allocations:3 allocations:0% peak:20%+8MiB time:10%+1ms "peak:10 MiB"
          latest:time:5% latest:time.median:1ms latest:peak:1%+1KiB instructions:3% instructions:5000
          instructions.max:1%+20k METRICS instructions time GATE raw MIN_EFFECT 1.5%
          MIN_EFFECT_INSTRUCTIONS 2)
pytest_benchmem_sweep(effect PACKAGE p VERSIONS 1 SUITE suite GATE verdict MIN_EFFECT 0)
pytest_benchmem_sweep(labels PACKAGE p VERSIONS a a.count=2 SUITE suite INSTRUCTIONS NO_TIME)
pytest_benchmem_sweep(count PACKAGE p VERSIONS 1 SUITE suite INSTRUCTIONS COUNT_CALLS 1000 COUNT_WARMUP 0
  MEMORY FAIL_ON time:5% instructions:3% METRICS time)
pytest_benchmem_sweep(iqr PACKAGE p VERSIONS 1 SUITE suite METRICS time STAT iqr)
]])
expect_equal("${output}" "${status}" 0)

finish()

# What `ctest` runs, in which order, and how it ends, when things go well and when they do not.
include("${CMAKE_CURRENT_LIST_DIR}/runner.cmake")
fresh()

# expect_run(<what> <exit status> <test:result>...): the tests that ctest mentions, in the order of
# their ends; results are Passed, Failed, Skipped, Not Run
function(expect_run what expected_status)
  set(ran "")
  string(REGEX MATCHALL "Test +#[0-9]+: [^ \n]+ [.]*[* ]*(Passed|Failed|Skipped|Not Run)" lines "${output}")
  foreach(line IN LISTS lines)
    string(REGEX REPLACE "^Test +#[0-9]+: ([^ \n]+) [.]*[* ]*(.*)$" "\\1:\\2" line "${line}")
    list(APPEND ran "${line}")
  endforeach()
  expect_equal("${what}: tests" "${ran}" "${ARGN}")
  expect_equal("${what}: exit status" "${status}" "${expected_status}")
endfunction()

# expect_called(<what> <part>...): the parts of the program that were called, in order
function(expect_called what)
  set(called "")
  if(EXISTS "${log}")
    file(STRINGS "${log}" lines)
    foreach(line IN LISTS lines)
      string(REGEX MATCHALL "\"[^\"]*\"" words "${line}")
      if(line MATCHES "--prepare")
        list(APPEND called setup)
      elseif(line MATCHES "--round=([2-9])")
        list(APPEND called "round-${CMAKE_MATCH_1}")
      elseif(line MATCHES "^.\"sweep\", \"p\", \"([^\"]*)\".*--pass=counted")
        list(APPEND called "${CMAKE_MATCH_1}.count")
      elseif(line MATCHES "--clean")
        list(APPEND called cleanup)
      elseif(line MATCHES "--fail-on")
        list(APPEND called gate)
      elseif(line MATCHES "^.\"sweep\", \"p\", \"([^\"]*)\"")
        list(APPEND called "${CMAKE_MATCH_1}")
      elseif(line MATCHES "^.\"([a-z]*)\"")
        list(APPEND called "${CMAKE_MATCH_1}")
      endif()
    endforeach()
  endif()
  expect_equal("${what}: calls" "${called}" "${ARGN}")
endfunction()

configure_well([==[
pytest_benchmem_sweep(s PACKAGE p VERSIONS v1 v2 SUITE suite FAIL_ON time:5%)
pytest_benchmem_sweep(other PACKAGE p VERSIONS v1 SUITE suite)
add_test(NAME mine COMMAND ${CMAKE_COMMAND} -E true)
]==])

set(FAKE_STATUS "")
ctest(-L "^s$")
expect_run("all is well" 0 s.setup:Passed s.v1:Passed s.v2:Passed s.compare:Passed s.gate:Passed)
expect_called("all is well" setup v1 v2 compare plot gate)

ctest(-L sweep -N)
expect_match("-L sweep lists the sweeps and nothing else" "${output}" "Total Tests: 8")
ctest(-LE sweep)
expect_run("-LE sweep" 0 mine:Passed)

set(FAKE_STATUS v1=1)
ctest(-L "^s$")
expect_run("a version fails" 8 s.setup:Passed s.v1:Failed s.v2:Passed s.compare:Passed s.gate:Passed)
ctest(--rerun-failed)
expect_run("--rerun-failed after a version failed" 8
  s.setup:Passed s.v1:Failed s.compare:Passed s.gate:Passed)

set(FAKE_STATUS v1=77)
ctest(-L "^s$")
expect_run("a version is skipped" 0
  s.setup:Passed s.v1:Skipped s.v2:Passed s.compare:Passed s.gate:Passed)

set(FAKE_STATUS v1=77,v2=77,compare=77,gate=77)
ctest(-L "^s$")
expect_run("all versions are skipped" 0
  s.setup:Passed s.v1:Skipped s.v2:Skipped s.compare:Skipped s.gate:Skipped)
expect_called("all versions are skipped" setup v1 v2 compare gate)

set(FAKE_STATUS setup=1,compare=77,gate=77)
ctest(-L "^s$")
expect_run("setup fails" 8
  s.setup:Failed "s.v1:Not Run" "s.v2:Not Run" s.compare:Skipped s.gate:Skipped)
expect_called("setup fails" setup compare gate)

# The program's own setup never skips, since CTest runs the versions all the same.
set(FAKE_STATUS setup=77)
ctest(-L "^s$")
expect_run("setup is skipped" 0 s.setup:Skipped s.v1:Passed s.v2:Passed s.compare:Passed s.gate:Passed)

set(FAKE_STATUS v1=1,v2=1,compare=77,gate=77)
ctest(-L "^s$")
expect_run("all versions fail" 8
  s.setup:Passed s.v1:Failed s.v2:Failed s.compare:Skipped s.gate:Skipped)

set(FAKE_STATUS compare=1)
ctest(-L "^s$")
expect_run("compare fails" 8
  s.setup:Passed s.v1:Passed s.v2:Passed s.compare:Failed s.gate:Passed)
expect_called("compare fails; the pictures are made all the same" setup v1 v2 compare plot gate)

set(FAKE_STATUS plot=1)
ctest(-L "^s$" --output-on-failure)
expect_run("plot fails" 8
  s.setup:Passed s.v1:Passed s.v2:Passed s.compare:Failed s.gate:Passed)
expect_match("plot fails: which" "${output}" "benchmem plot: ended with 1")

set(FAKE_STATUS plot=3)
file(WRITE "${WORK}/b/s.sweep/plots/time.html" "of an earlier run")
ctest(-L "^s$")
expect_run("nothing to draw" 0
  s.setup:Passed s.v1:Passed s.v2:Passed s.compare:Passed s.gate:Passed)
if(EXISTS "${WORK}/b/s.sweep/plots/time.html")
  fail("nothing to draw: the picture of an earlier run is still there")
endif()

set(FAKE_STATUS gate=1)
ctest(-L "^s$")
expect_run("a regression" 8
  s.setup:Passed s.v1:Passed s.v2:Passed s.compare:Passed s.gate:Failed)
set(FAKE_STATUS "")
ctest(--rerun-failed)
expect_run("--rerun-failed after a regression" 0 s.gate:Passed)

set(FAKE_STATUS gate=3)
ctest(-L "^s$")
expect_run("a gate with nothing to judge" 8
  s.setup:Passed s.v1:Passed s.v2:Passed s.compare:Passed s.gate:Failed)

set(FAKE_STATUS "")
ctest(-R "^s[.]v2$")
expect_run("-R one version" 0 s.setup:Passed s.v2:Passed s.compare:Passed s.gate:Passed)
ctest(-R "^s[.]compare$")
expect_run("-R compare" 0 s.compare:Passed)
ctest(-R "^s[.]v2$" -FC pytest_benchmem_s)
expect_run("-FC leaves the report out" 0 s.setup:Passed s.v2:Passed)

# Versions never run beside each other or beside anything else, in whatever order.
ctest(-L "^s$" -j 8 --schedule-random)
expect_match("-j 8 --schedule-random" "${output}" "100% tests passed(, 0 tests failed)? out of 5")
file(STRINGS "${log}" lines)
list(GET lines 0 first)
expect_match("-j 8: setup is first" "${first}" "--prepare")
list(GET lines 3 fourth)
expect_match("-j 8: compare comes after the versions" "${fourth}" "^.\"compare\"")
list(GET lines -1 last)
expect_match("-j 8: gate is last" "${last}" "--fail-on")

set(FAKE_STATUS v1=1)
ctest(-L "^s$" --stop-on-failure)
expect_match("--stop-on-failure" "${output}" "s.v1 [.]*[*]*Failed")
expect_called("--stop-on-failure" setup v1)

# Rounds.
configure_well([==[
pytest_benchmem_sweep(s PACKAGE p VERSIONS v1 v2 SUITE suite ROUNDS 3 FAIL_ON time:5%)
]==])
set(FAKE_STATUS "")
ctest(-L "^s$")
expect_run("rounds" 0 s.setup:Passed s.v1:Passed s.v2:Passed s.round-2:Passed s.round-3:Passed
  s.cleanup:Passed s.compare:Passed s.gate:Passed)
expect_called("rounds" setup v1 v2 round-2 round-3 cleanup compare plot gate)
ctest(-L "^s$" -j 8 --schedule-random)
string(REGEX MATCHALL "Test +#[0-9]+: s.(setup|v[12]|round-[23]) " order "${output}")
string(REGEX REPLACE "Test +#[0-9]+: s.([^ ]+) " "\\1" order "${order}")
expect_match("-j 8: a round comes after the one before" "${order}"
  "^setup;(v1;v2|v2;v1);round-2;round-3$")
set(FAKE_STATUS "v1=1,v2=77")
ctest(-L "^s$")
expect_run("rounds: a version fails, one is skipped" 8 s.setup:Passed s.v1:Failed s.v2:Skipped
  s.round-2:Passed s.round-3:Passed s.cleanup:Passed s.compare:Passed s.gate:Passed)
set(FAKE_STATUS "round=2=1")
ctest(-L "^s$")
expect_run("rounds: the second fails" 8 s.setup:Passed s.v1:Passed s.v2:Passed
  s.round-2:Failed s.round-3:Passed s.cleanup:Passed s.compare:Passed s.gate:Passed)
ctest(--rerun-failed)
expect_run("rounds: --rerun-failed" 8 s.setup:Passed s.round-2:Failed s.cleanup:Passed
  s.compare:Passed s.gate:Passed)
ctest(--rerun-failed -FS .)
expect_run("rounds: --rerun-failed without the setup" 8 s.round-2:Failed s.cleanup:Passed
  s.compare:Passed s.gate:Passed)
set(FAKE_STATUS setup=1,compare=77,gate=77)
ctest(-L "^s$")
expect_run("rounds: setup fails" 8 s.setup:Failed "s.v1:Not Run" "s.v2:Not Run" "s.round-2:Not Run"
  "s.round-3:Not Run" s.cleanup:Passed s.compare:Skipped s.gate:Skipped)
set(FAKE_STATUS "")
ctest(-R "^s[.]v2$")
expect_run("rounds: -R one version" 0 s.setup:Passed s.v2:Passed s.cleanup:Passed s.compare:Passed
  s.gate:Passed)

# Counting: after all times, before more rounds; whatever the times ended as.
configure_well([==[
pytest_benchmem_sweep(s PACKAGE p VERSIONS v1 v2 SUITE suite INSTRUCTIONS FAIL_ON instructions:3%)
]==])
ctest(-L "^s$")
expect_run("counting" 0 s.setup:Passed s.v1:Passed s.v2:Passed s.v1.count:Passed s.v2.count:Passed
  s.cleanup:Passed s.compare:Passed s.gate:Passed)
expect_called("counting" setup v1 v2 v1.count v2.count cleanup compare plot plot gate)
ctest(-L "^s$" -j 8 --schedule-random)
string(REGEX MATCHALL "Start +[0-9]+: s.[^ \n]+" order "${output}")
string(REGEX REPLACE "Start +[0-9]+: s.([^;]+)" "\\1" order "${order}")
expect_match("-j 8: counting comes after all times" "${order}"
  "^setup;(v1;v2|v2;v1);(v1.count;v2.count|v2.count;v1.count);(cleanup;compare|compare;cleanup);gate$")
set(FAKE_STATUS "v1=1")
ctest(-L "^s$")
expect_run("counting: a version fails" 8 s.setup:Passed s.v1:Failed s.v2:Passed s.v1.count:Passed
  s.v2.count:Passed s.cleanup:Passed s.compare:Passed s.gate:Passed)
set(FAKE_STATUS "pass=counted=77")
ctest(-L "^s$")
expect_run("counting: there are no times" 0 s.setup:Passed s.v1:Passed s.v2:Passed s.v1.count:Skipped
  s.v2.count:Skipped s.cleanup:Passed s.compare:Passed s.gate:Passed)
set(FAKE_STATUS "pass=counted=1")
ctest(-L "^s$")
expect_run("counting fails" 8 s.setup:Passed s.v1:Passed s.v2:Passed s.v1.count:Failed
  s.v2.count:Failed s.cleanup:Passed s.compare:Passed s.gate:Passed)
ctest(--rerun-failed -FS .)
expect_run("counting: --rerun-failed without the setup" 8 s.v1.count:Failed s.v2.count:Failed
  s.cleanup:Passed s.compare:Passed s.gate:Passed)
set(FAKE_STATUS setup=1,compare=77,gate=77)
ctest(-L "^s$")
expect_run("counting: setup fails" 8 s.setup:Failed "s.v1:Not Run" "s.v2:Not Run"
  "s.v1.count:Not Run" "s.v2.count:Not Run" s.cleanup:Passed s.compare:Skipped s.gate:Skipped)
set(FAKE_STATUS "")
ctest(-R "^s[.]v2")
expect_run("counting: -R one version" 0 s.setup:Passed s.v2:Passed s.v2.count:Passed s.cleanup:Passed
  s.compare:Passed s.gate:Passed)
configure_well([==[
pytest_benchmem_sweep(s PACKAGE p VERSIONS v1 v2 SUITE suite ROUNDS 2 INSTRUCTIONS)
]==])
ctest(-L "^s$" -j 8 --schedule-random)
string(REGEX MATCHALL "Start +[0-9]+: s.[^ \n]+" order "${output}")
string(REGEX REPLACE "Start +[0-9]+: s.([^;]+)" "\\1" order "${order}")
expect_match("-j 8: counting comes before more rounds" "${order}"
  "^setup;(v1;v2|v2;v1);(v1.count;v2.count|v2.count;v1.count);round-2;(cleanup;compare|compare;cleanup)$")

configure_well([==[
pytest_benchmem_sweep(s PACKAGE p VERSIONS v1 v2 SUITE suite FAIL_ON time:5%)
]==])

# The targets.
set(FAKE_STATUS "")
function(build target)
  file(REMOVE "${log}")
  execute_process(
    COMMAND ${CMAKE_COMMAND} -E env "FAKE_LOG=${log}" "FAKE_STATUS=${FAKE_STATUS}"
            ${CMAKE_COMMAND} --build "${WORK}/b" --config Debug --target ${target}
    OUTPUT_VARIABLE out ERROR_VARIABLE out RESULT_VARIABLE result)
  if(NOT result EQUAL 0)
    set(result failed)
  endif()
  set(status "${result}" PARENT_SCOPE)
  set(output "${out}" PARENT_SCOPE)
endfunction()
build(s-sweep)
expect_equal("target s-sweep: ${output}" "${status}" 0)
expect_called("target s-sweep" setup v1 v2 compare plot gate)
build(s-report)
expect_equal("target s-report: ${output}" "${status}" 0)
expect_called("target s-report" compare plot)
set(FAKE_STATUS v2=1)
build(s-sweep)
expect_equal("target s-sweep with a version that fails" "${status}" failed)

finish()

# Sweeps that count instructions, as CTest runs them: beside times and without them, several versions at
# once, with a version that fails, and with work planted.  BUILD: the build tree of this project; UV: uv.
include("${CMAKE_CURRENT_LIST_DIR}/runner.cmake")
if(NOT EXISTS "${UV}")
  message("skipped: uv was not found when this build was configured")
  return()
endif()
fresh()
set(ENV{TMPDIR} "${WORK}/tmp")
file(MAKE_DIRECTORY "${WORK}/tmp")

# package(<directory> <body of work()>): a source tree of the package
function(package directory body)
  file(WRITE "${WORK}/project/${directory}/pyproject.toml"
    "[project]\nname = 'planted'\nversion = '1'\n"
    "[build-system]\nrequires = []\nbuild-backend = 'backend'\nbackend-path = ['.']\n")
  file(COPY "${SOURCE}/../backend.py" DESTINATION "${WORK}/project/${directory}")
  file(WRITE "${WORK}/project/${directory}/planted.py"
    "import os\n\n\ndef sum_to(n):\n    total = 0\n    for i in range(n):\n        total += i * i\n    return total\n"
    "\n\ndef work():\n    ${body}\n")
endfunction()
package(first "return sum_to(2000)")
package(same "return sum_to(2000)  # no change")
package(more "return sum_to(2100)")
package(broken "pass\n\n\nraise ValueError('broken')")
package(shy "return sum_to(2000) if 'BENCHMEM_COUNT_FILE' not in os.environ else 1 / 0")
file(WRITE "${WORK}/project/suite/test_planted.py" "import planted


def test_work(benchmark):
    benchmark(planted.work)


def test_nothing_new(benchmark):
    benchmark(planted.sum_to, 500)
")
file(WRITE "${WORK}/project/CMakeLists.txt" [==[
cmake_minimum_required(VERSION 3.22)
project(counted LANGUAGES NONE)
find_package(PytestBenchmem 1.0 REQUIRED)
enable_testing()
set(PYTEST_BENCHMEM_SWEEP_SUITE suite)
set(PYTEST_BENCHMEM_SWEEP_PACKAGE planted)
set(PYTEST_BENCHMEM_SWEEP_INSTRUCTIONS ON)
set(PYTEST_BENCHMEM_SWEEP_PLOTS svg)
set(PYTEST_BENCHMEM_SWEEP_PYTEST_ARGS --benchmark-max-time=0.02)
pytest_benchmem_sweep(both VERSIONS first=./first broken=./broken same=./same shy=./shy
  FAIL_ON instructions:3% LABELS nightly)
pytest_benchmem_sweep(fine VERSIONS first=./first same=./same NO_TIME MEMORY
  FAIL_ON instructions:3% peak:10%)
pytest_benchmem_sweep(twice VERSIONS first=./first more=./more NO_TIME ROUNDS 2
  FAIL_ON instructions:3%)
pytest_benchmem_sweep(rounds VERSIONS first=./first more=./more ROUNDS 2 FAIL_ON instructions:3%)
]==])
execute_process(
  COMMAND ${CMAKE_COMMAND} -S "${WORK}/project" -B "${WORK}/b" -G "${GENERATOR}"
          "-DPytestBenchmem_DIR=${BUILD}" "-DUv_EXECUTABLE=${UV}"
  OUTPUT_VARIABLE out ERROR_VARIABLE out RESULT_VARIABLE result)
expect_equal("configuring: ${out}" "${result}" 0)

# expect_ended(<sweep> <test:result>...): of these tests of the last ctest, and no other, in any order
function(expect_ended sweep)
  set(ended "")
  string(REGEX MATCHALL "Test +#[0-9]+: [^ \n]+ [.]*[* ]*(Passed|Failed|Skipped|Not Run)" lines "${output}")
  foreach(line IN LISTS lines)
    string(REGEX REPLACE "^Test +#[0-9]+: ${sweep}[.]([^ \n]+) [.]*[* ]*(.*)$" "\\1:\\2" line "${line}")
    list(APPEND ended "${line}")
  endforeach()
  list(SORT ended)
  set(expected "${ARGN}")
  list(SORT expected)
  expect_equal("${sweep}: tests\n${output}" "${ended}" "${expected}")
endfunction()

# What the run file has of a benchmark: OUT is JSON of the member, or "none".
function(member sweep label benchmark out)
  file(READ "${WORK}/b/${sweep}.sweep/${label}.json" json)
  set(${out} none PARENT_SCOPE)
  string(JSON count LENGTH "${json}" benchmarks)
  math(EXPR last "${count} - 1")
  foreach(i RANGE ${last})
    string(JSON name GET "${json}" benchmarks ${i} name)
    if(name STREQUAL benchmark)
      string(JSON value ERROR_VARIABLE error GET "${json}" benchmarks ${i} ${ARGN})
      if(NOT error)
        set(${out} "${value}" PARENT_SCOPE)
      endif()
    endif()
  endforeach()
endfunction()

# Beside times; a version that fails takes nothing from the others, nor does one that fails only when
# it is counted.
ctest(-L "^both$" -j4 -V)
expect_ended(both setup:Passed first:Passed broken:Failed same:Passed shy:Passed first.count:Passed
  broken.count:Skipped same.count:Passed shy.count:Failed cleanup:Passed compare:Passed gate:Passed)
expect_match("both: why shy is not counted" "${output}" "test_work: ZeroDivisionError: division by zero")
member(both shy test_nothing_new counts extra_info benchmem instructions)
expect_match("both: what could be counted of shy is" "${counts}" "[0-9][0-9][0-9]+")
string(REGEX MATCHALL "(Start|Test) +#?[0-9]+: both.(first|same).count" order "${output}")
string(REGEX REPLACE " +#?[0-9]+: both.(first|same).count" "" order "${order}")
expect_equal("both: two versions are counted at once" "${order}" "Start;Start;Test;Test")
expect_match("both: why one is not counted" "${output}" "broken: not counted: there are no times of it: suite.test_planted.py: ValueError: broken")
expect_match("both: a table of times" "${output}" "time · min\n")
expect_match("both: a table of instructions" "${output}" "instructions( · [a-z]+)?\n")
foreach(label IN ITEMS first same)
  member(both ${label} test_work least stats min)
  expect_match("both: the time of ${label}" "${least}" "^[0-9.e-]+$")
  member(both ${label} test_work counts extra_info benchmem instructions)
  expect_match("both: the count of ${label}" "${counts}" "[0-9][0-9][0-9][0-9]+")
endforeach()
foreach(file IN ITEMS plots/time.svg plots/instructions.svg counts/first.json counts/same.json
    logs/first.txt logs/first.count.txt)
  if(NOT EXISTS "${WORK}/b/both.sweep/${file}")
    fail("both: there is no ${file}")
  endif()
endforeach()
ctest(-N -L "^nightly$")
expect_match("the labels" "${output}" "both.first.count.*Total Tests: 12")

# Again what was counted, in the run that is there; and what never was timed in a run.
ctest(-R "both[.]same[.]count" -FS . -V)
expect_match("once more" "${output}" "both.same.count [. ]*Passed")
ctest(-R "both[.]same[.]count" -V)
expect_match("in a new run" "${output}" "both.same.count [.]*[* ]*Failed")
expect_match("in a new run, why" "${output}" "same: not counted: it was not timed in this run")

# Without times.
ctest(-L "^fine$" -j4)
expect_ended(fine setup:Passed first:Passed same:Passed compare:Passed gate:Passed)
member(fine same test_work rounds stats rounds)
expect_equal("fine: there are no times" "${rounds}" 0)
foreach(metric IN ITEMS peak instructions)
  if(NOT EXISTS "${WORK}/b/fine.sweep/plots/${metric}.svg")
    fail("fine: there is no picture of ${metric}")
  endif()
endforeach()

# Each version by two processes, without times.
ctest(-L "^twice$" -j4 -V)
expect_ended(twice setup:Passed first:Passed more:Passed round-2:Passed cleanup:Passed compare:Passed
  gate:Failed)
expect_match("twice: the benchmark is named" "${output}" "test_work[^\n]*%")
if(output MATCHES "time · " OR EXISTS "${WORK}/b/twice.sweep/plots/time.svg")
  fail("twice: there are times:\n${output}")
endif()
member(twice more test_work calls stats processes calls)
expect_equal("twice: the calls of each process" "${calls}" "[ 3, 3 ]")

# Beside rounds.
ctest(-L "^rounds$" -j4 -V)
expect_ended(rounds setup:Passed first:Passed more:Passed first.count:Passed more.count:Passed
  round-2:Passed cleanup:Passed compare:Passed gate:Failed)
member(rounds more test_work counts extra_info benchmem instructions)
expect_match("rounds: the count is in the joined file" "${counts}" "[0-9][0-9][0-9][0-9]+")

file(GLOB left "${WORK}/tmp/pytest-benchmem-*")
expect_equal("left behind" "${left}" "")
finish()

# Sweeps of real releases as CTest runs them: a suite whose path has everything in it that a path may, a
# version that cannot be installed, a regression.  BUILD: the build tree of this project; UV: uv.
include("${CMAKE_CURRENT_LIST_DIR}/runner.cmake")
if(NOT EXISTS "${UV}")
  message("skipped: uv was not found when this build was configured")
  return()
endif()
fresh()

set(suite "${WORK}/project/s p'a\"c;é")
file(WRITE "${suite}/test_ü;.py" "import tomli


def test_loads(benchmark):
    benchmark.pedantic(tomli.loads, ('a = [1, 2, 3]\\n',), rounds=50, iterations=20)
")
file(WRITE "${WORK}/project/CMakeLists.txt" [==[
cmake_minimum_required(VERSION 3.22)
project(real LANGUAGES NONE)
find_package(PytestBenchmem 1.0 REQUIRED)
enable_testing()
set(PYTEST_BENCHMEM_SWEEP_SUITE "s p'a\"c;é/test_ü;.py")
set(PYTEST_BENCHMEM_SWEEP_IMPORT_CHECK tomli)
set(PYTEST_BENCHMEM_SWEEP_PLOTS html svg)
pytest_benchmem_sweep(worse PACKAGE tomli VERSIONS 2.2.1 2.0.1 FAIL_ON time:20% OUTPUT_DIR "o u't;é")
pytest_benchmem_sweep(gone PACKAGE tomli VERSIONS 2.0.1 no=tomli==0.0.0.1 2.2.1 ON_UNAVAILABLE SKIP
  FAIL_ON time:20%)
pytest_benchmem_sweep(fails PACKAGE tomli VERSIONS 2.2.1 no=tomli==0.0.0.1 FAIL_ON time:20%)
]==])
execute_process(
  COMMAND ${CMAKE_COMMAND} -S "${WORK}/project" -B "${WORK}/b" -G "${GENERATOR}"
          "-DPytestBenchmem_DIR=${BUILD}" "-DUv_EXECUTABLE=${UV}"
  OUTPUT_VARIABLE out ERROR_VARIABLE out RESULT_VARIABLE result)
expect_equal("configuring: ${out}" "${result}" 0)

# The compiled 2.2.1 first, the slower 2.0.1 after it.
ctest(-L "^worse$" -V)
expect_match("worse: the gate fails" "${output}" "worse.gate [.]*[*]*Failed")
expect_match("worse: the benchmark is named" "${output}" "test_loads[^\n]*%")
expect_match("worse: nothing else fails" "${output}" "80% tests passed, 1 tests failed out of 5")
foreach(file IN ITEMS 2.2.1.json 2.0.1.json sweep.json plots/time.html plots/time.svg)
  if(NOT EXISTS "${WORK}/b/o u't;é/${file}")
    fail("worse: there is no ${file} in OUTPUT_DIR")
  endif()
endforeach()

ctest(-L "^gone$" -V)
expect_match("gone: skipped, and said so" "${output}" "gone.no [.]*[*]*Skipped")
expect_match("gone: the others are compared" "${output}" "\n[0-9]+:  test_loads +[^ ]+ +[0-9.]+ +— +[0-9.]+ ")
expect_match("gone: and judged" "${output}" "gone.gate [. ]*Passed")
expect_equal("gone: exit status" "${status}" 0)

ctest(-L "^fails$" -V)
expect_match("fails: with the tool's last lines" "${output}" "no version of tomli==0.0.0.1")
expect_match("fails: the version" "${output}" "fails.no [.]*[*]*Failed")
expect_match("fails: the gate has no head" "${output}" "fails.gate [.]*[*]*Skipped")
expect_match("fails: one version is compared all the same" "${output}" "fails.compare [. ]*Passed")

finish()

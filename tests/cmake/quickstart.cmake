# The first command of the README, as written there but for the build directory: four releases of
# tomli, from the index.  Then the peer's `benchmem compare` reads the run files.  TOP: source tree.
include("${CMAKE_CURRENT_LIST_DIR}/runner.cmake")
fresh()
set(build "${WORK}/build")
set(versions 1.2.3 2.0.1 2.2.1 2.4.0)

# With Valgrind there, each version has a test that counts, and <name>.cleanup is there too.
find_program(valgrind NAMES valgrind)
set(tests 6)
set(metrics time peak)
if(valgrind)
  set(tests 11)
  list(APPEND metrics instructions)
endif()

# Twice: the second time everything is built and installed, the largest benchmark is left out and one
# call of the others is counted, without any before it.
set(row "test_loads\\[400\\]")
set(ENV{PYTEST_ADDOPTS} --benchmark-max-time=0.2) # not 1 s: that the peer reads the same is asked
foreach(time IN ITEMS first second)
  if(time STREQUAL "second")
    set(row "test_loads\\[50\\]")
    execute_process(COMMAND ${CMAKE_COMMAND} -D PYTEST_BENCHMEM_SWEEP_COUNT_CALLS=1
        -D PYTEST_BENCHMEM_SWEEP_COUNT_WARMUP=0 "-DPYTEST_BENCHMEM_SWEEP_PYTEST_ARGS=-k;not 400"
        "${build}"
      OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
  endif()
  string(TIMESTAMP before %s)
  execute_process(COMMAND sh "${TOP}/examples/quickstart/run.sh" "${build}"
    OUTPUT_VARIABLE out ERROR_VARIABLE out RESULT_VARIABLE result)
  string(TIMESTAMP after %s)
  math(EXPR seconds "${after} - ${before}")
  message("${time} run: ${seconds} s")
  expect_equal("${time} run: ${out}" "${result}" 0)
  expect_match("${time} run" "${out}" "100% tests passed(, 0 tests failed)? out of ${tests}")
  expect_match("${time} run, the table" "${out}"
    "time · min\n benchmark +unit +1.2.3 +2.0.1 +2.2.1 +2.4.0 +2.4.0 vs 1.2.3\n")
  expect_match("${time} run, the table" "${out}"
    "\n ${row} +(s|ms|µs) +[0-9.]+ +=?[0-9.]+ +=?[0-9.]+ +=?[0-9.]+ +[-+][0-9.]+%\n")
  foreach(metric IN LISTS metrics)
    expect_match("${time} run, the table of ${metric}" "${out}" "\n${metric} · min\n")
    expect_match("${time} run, the paths" "${out}"
      "\nheatmap of ${metric}: ${build}/tomli.sweep/plots/${metric}.png\n")
  endforeach()
endforeach()
if(NOT result EQUAL 0)
  finish()
endif()
message("${out}")

set(sweep "${build}/tomli.sweep")
file(READ "${sweep}/plots/time.png" magic HEX LIMIT 8)
expect_equal("time.png begins as a PNG" "${magic}" 89504e470d0a1a0a)
foreach(metric IN LISTS metrics)
  file(READ "${sweep}/plots/${metric}.html" page)
  expect_match("${metric}.html holds the figure" "${page}"
    "<script type=\"application/json\" id=\"figure\">.*test_loads\\[50\\].*</script>")
  file(READ "${sweep}/plots/${metric}.svg" picture)
  expect_match("${metric}.svg has text" "${picture}" "test_strings")
endforeach()

# The peer, on the same files.
load_cache("${build}" READ_WITH_PREFIX quickstart_ Uv_EXECUTABLE PytestBenchmem_BINARY_DIR)
execute_process(
  COMMAND "${quickstart_PytestBenchmem_BINARY_DIR}/tool/benchmem" compare "${sweep}" --format md
  OUTPUT_FILE "${WORK}/table.md" COMMAND_ERROR_IS_FATAL ANY)
list(TRANSFORM versions REPLACE "(.+)" "${sweep}/\\1.json" OUTPUT_VARIABLE files)
execute_process(
  COMMAND "${quickstart_Uv_EXECUTABLE}" run --quiet --no-project --isolated --with "pytest-benchmem[plot]"
          benchmem compare ${files} --columns time,peak --stat min --csv "${WORK}/peer.csv"
  OUTPUT_VARIABLE out ERROR_VARIABLE out RESULT_VARIABLE result)
expect_equal("the peer reads the run files: ${out}" "${result}" 0)
execute_process(
  COMMAND python3 "${CMAKE_CURRENT_LIST_DIR}/same_minima.py" "${WORK}/table.md" "${WORK}/peer.csv"
  OUTPUT_VARIABLE out ERROR_VARIABLE out RESULT_VARIABLE result)
expect_equal("the peer's minima: ${out}" "${result}" 0)
message("${out}")

finish()

# Replays a corpus, and fails where fewer inputs are found than there should be.
#
#   cmake -D PROGRAM=<fuzz_target> -D ARCHIVE=<target.tar.xz> -D CORPUS=<where it is unpacked>
#         -D NAMED=<directory of inputs with names, which need not exist> -P replay.cmake
#
# PROGRAM is replay.c's or libFuzzer's: they say in different words how many inputs they ran.
cmake_minimum_required(VERSION 3.22)

execute_process(COMMAND "${CMAKE_COMMAND}" -E tar tf "${ARCHIVE}"
  OUTPUT_VARIABLE listing RESULT_VARIABLE result)
if(result)
  message(FATAL_ERROR "${ARCHIVE} cannot be read: ${result}")
endif()
string(REGEX MATCHALL "[^\n]+" inputs "${listing}")
file(GLOB named LIST_DIRECTORIES false "${NAMED}/*")
list(APPEND inputs ${named})
list(LENGTH inputs expected)

set(directories "${CORPUS}")
if(named)
  list(APPEND directories "${NAMED}")
endif()
# libFuzzer's option runs what is there and nothing new; replay.c takes no options.
execute_process(COMMAND "${PROGRAM}" -runs=0 ${directories}
  OUTPUT_VARIABLE said ERROR_VARIABLE said RESULT_VARIABLE result)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "${said}\n${PROGRAM}: ${result}")
endif()
if(NOT said MATCHES "(seed corpus: files: ([0-9]+)|([0-9]+) inputs\n$)")
  message(FATAL_ERROR "${said}\n${PROGRAM} does not say how many inputs it ran")
endif()
set(count "${CMAKE_MATCH_2}${CMAKE_MATCH_3}")
if(count LESS expected)
  message(FATAL_ERROR "${count} inputs replayed of ${expected}: ${CORPUS} is not what "
    "${ARCHIVE} holds; remove it, and build again")
endif()
message(STATUS "${count} inputs replayed of ${expected}")

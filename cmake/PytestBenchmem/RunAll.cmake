# Runs several commands of `benchmem`, one after the other, without a shell:
#
#   cmake [-D CTEST=ON] -P RunAll.cmake -- PROGRAM WORD... [--next WORD...]...
#
# All of them run, whatever the others end as, and their output is passed through as it is.  Fails if
# one of them failed, with two exceptions:
#   77  of the first one: there is nothing to do.  The others are left out, and a line says so that
#       CTest takes as a skip.
#   3   of a later one: there is nothing to draw, such as a heatmap of a single version.
# Files named by --output=FILE are removed first: what is there afterwards is of this run.
# With CTEST each command gets --ctest, so that it tells CTest what there is for CDash; plot may draw
# a PNG beside its first output then.
cmake_minimum_required(VERSION 3.22)

set(i 0)
while(i LESS CMAKE_ARGC AND NOT "${CMAKE_ARGV${i}}" STREQUAL "--")
  math(EXPR i "${i} + 1")
endwhile()
math(EXPR i "${i} + 1")
set(program "${CMAKE_ARGV${i}}")

set(failed "")
set(is_first TRUE)
while(i LESS CMAKE_ARGC)
  set(words "")
  math(EXPR i "${i} + 1")
  while(i LESS CMAKE_ARGC AND NOT "${CMAKE_ARGV${i}}" STREQUAL "--next")
    set(word "${CMAKE_ARGV${i}}")
    if("${word}" MATCHES "^--output=(.*)$")
      file(REMOVE "${CMAKE_MATCH_1}")
    endif()
    if(CTEST AND "${word}" MATCHES "^--output=(.*)[.][a-z]+$")
      file(REMOVE "${CMAKE_MATCH_1}.png")
    endif()
    string(REPLACE ";" "\\;" word "${word}")
    list(APPEND words "${word}")
    math(EXPR i "${i} + 1")
  endwhile()

  if(CTEST)
    list(APPEND words --ctest)
  endif()
  execute_process(COMMAND "${program}" ${words} RESULT_VARIABLE result)
  if(is_first AND result STREQUAL "77")
    message("[pytest_benchmem_sweep: nothing ran, skipped]")
    return()
  endif()
  if(NOT result STREQUAL "0" AND (is_first OR NOT result STREQUAL "3"))
    list(GET words 0 command)
    string(APPEND failed "\n  benchmem ${command}: ended with ${result}")
  endif()
  set(is_first FALSE)
endwhile()

if(failed)
  message(FATAL_ERROR " not all of the report could be made:${failed}")
endif()

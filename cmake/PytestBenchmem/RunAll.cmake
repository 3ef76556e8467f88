# Runs several commands of one program, one after the other, without a shell:
#
#   cmake -P RunAll.cmake -- PROGRAM WORD... [--next WORD...]...
#
# All of them run, whatever the others end as; their output is passed through as it is.  Fails if one
# of them failed.  If the first ends with 77 there is nothing to do: the others are left out, and a
# line says so that CTest takes as a skip.
cmake_minimum_required(VERSION 3.22)

set(first 0)
while(first LESS CMAKE_ARGC AND NOT "${CMAKE_ARGV${first}}" STREQUAL "--")
  math(EXPR first "${first} + 1")
endwhile()
math(EXPR first "${first} + 1")
set(program "${CMAKE_ARGV${first}}")

set(failed "")
# run(<word>...): the words in the list WORDS
function(run words)
  execute_process(COMMAND "${program}" ${words} RESULT_VARIABLE result)
  list(GET words 0 command)
  if(result STREQUAL "77")
    set(skipped TRUE PARENT_SCOPE)
  elseif(NOT result STREQUAL "0")
    set(failed "${failed}\n  benchmem ${command}: ended with ${result}" PARENT_SCOPE)
  endif()
endfunction()

set(words "")
set(i ${first})
while(TRUE)
  math(EXPR i "${i} + 1")
  if(i LESS CMAKE_ARGC AND NOT "${CMAKE_ARGV${i}}" STREQUAL "--next")
    string(REPLACE ";" "\\;" word "${CMAKE_ARGV${i}}")
    list(APPEND words "${word}")
    continue()
  endif()
  set(skipped FALSE)
  run("${words}")
  if(skipped)
    list(GET words 0 command)
    if(command STREQUAL "compare")
      message("[pytest_benchmem_sweep: nothing ran, skipped]")
      return()
    endif()
  endif()
  set(words "")
  if(NOT i LESS CMAKE_ARGC)
    break()
  endif()
endwhile()

if(failed)
  message(FATAL_ERROR " not all of the report could be made:${failed}")
endif()

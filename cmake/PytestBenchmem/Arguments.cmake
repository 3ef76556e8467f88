# Reads the arguments of pytest_benchmem_sweep().
#
# Not by cmake_parse_arguments(): that joins elements to lists before anyone can look at them, and a
# trailing backslash, an unbalanced '[', an empty element or a misspelt keyword is lost in there.
# Here every element is looked at as it was written.
#
# Problems are gathered in a global property, so that one configure run names them all.

# Constants, set in the function that is called: a variable of this file would not be seen where the
# package was added as a subdirectory.
macro(_pytest_benchmem_constants)
  set(_PYTEST_BENCHMEM_FLAGS MEMORY PROFILE INSTRUCTIONS NO_TIME LOCKED ALLOW_PARTIAL PARALLEL
    REUSE_TIMES)
  set(_PYTEST_BENCHMEM_VALUES PACKAGE SUITE INSTALL_SPEC AS_OF IMPORT_CHECK COPY_DIR PYTHON TMP_PREFIX
    COUNT_CALLS COUNT_WARMUP STAT GATE MIN_EFFECT MIN_EFFECT_INSTRUCTIONS ON_UNAVAILABLE
    OUTPUT_DIR TIMEOUT PROCESSORS MEASUREMENTS ROUNDS BUDGET SEED CPU WORK_DIR QUEUE_TIMEOUT PIN_NODE NODES
    TEST_LIST BUILD_TREE MODULE_DIR REUSE REPOSITORY KEEP_BUILDS)
  set(_PYTEST_BENCHMEM_OPTIONAL REUSE) # of these, those that may do without
  set(_PYTEST_BENCHMEM_LISTS VERSIONS PINS PYTEST_ARGS COMMAND BASELINE METRICS FAIL_ON PLOTS LAUNCHER LABELS
    RESOURCE_LOCK RESOURCE_GROUPS ENVIRONMENT ENVIRONMENT_MODIFICATION PROPERTIES
    COMPONENT REQUIREMENTS DEPENDS INSTALL_COMMAND)
  # Those that are keywords after BUILD_TREE or INSTALL_COMMAND and its values only.
  set(_PYTEST_BENCHMEM_OF_BUILD_TREE COMPONENT MODULE_DIR REQUIREMENTS DEPENDS)
  set(_PYTEST_BENCHMEM_OF_INSTALL_COMMAND MODULE_DIR REQUIREMENTS)
  set(_PYTEST_BENCHMEM_KEYWORDS
    ${_PYTEST_BENCHMEM_FLAGS} ${_PYTEST_BENCHMEM_VALUES} ${_PYTEST_BENCHMEM_LISTS})
  set(_PYTEST_BENCHMEM_METRICS time peak allocated allocations rss instructions)
  set(_PYTEST_BENCHMEM_STATS min max mean median iqr stddev)
  set(_PYTEST_BENCHMEM_DIR "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/PytestBenchmem")
  set(_PYTEST_BENCHMEM_UV_MINIMUM 0.5) # as in tool/provision/tools.c
  set(_PYTEST_BENCHMEM_VALGRIND_MINIMUM 3.15) # likewise
endmacro()

# _pytest_benchmem_problem(<text>...): note one problem; the pieces are joined.
function(_pytest_benchmem_problem)
  set(text "")
  foreach(i RANGE 1 ${ARGC})
    math(EXPR n "${i} - 1")
    string(APPEND text "${ARGV${n}}")
  endforeach()
  _pytest_benchmem_hide("${text}" text)
  set_property(GLOBAL APPEND_STRING PROPERTY _PYTEST_BENCHMEM_PROBLEMS "\n  ${text}")
endfunction()

# _pytest_benchmem_stop_on_problems(<name>): end the configure run if there are any.
function(_pytest_benchmem_stop_on_problems name)
  get_property(problems GLOBAL PROPERTY _PYTEST_BENCHMEM_PROBLEMS)
  set_property(GLOBAL PROPERTY _PYTEST_BENCHMEM_PROBLEMS "")
  if(problems)
    # Lines that begin with a space are printed as they are, not folded.
    message(FATAL_ERROR " pytest_benchmem_sweep(${name}):${problems}")
  endif()
endfunction()

# Append VALUE to the list variable LIST as one element, whatever ';' it holds.
function(_pytest_benchmem_append list value)
  string(REPLACE ";" "\\;" value "${value}")
  list(APPEND ${list} "${value}")
  set(${list} "${${list}}" PARENT_SCOPE)
endfunction()

# Whether ELEMENT survives being part of a CMake list; if not, a problem is noted.
function(_pytest_benchmem_check_element keyword element out)
  set(${out} FALSE PARENT_SCOPE)
  if("${element}" STREQUAL "")
    _pytest_benchmem_problem("${keyword}: an empty value; is a variable unset? Remove it or leave "
      "the keyword out")
    return()
  endif()
  if("${element}" MATCHES "\\\\$")
    _pytest_benchmem_problem("${keyword}: '${element}' ends with a backslash, which a CMake list "
      "cannot carry; end it with another character")
    return()
  endif()
  if("${element}" MATCHES "[\n\r]")
    string(REGEX REPLACE "[\n\r]+" " " element "${element}")
    _pytest_benchmem_problem("${keyword}: '${element}' holds a line break; write it on one line")
    return()
  endif()
  string(REGEX REPLACE "[^[]" "" opening "${element}")
  string(REGEX REPLACE "[^]]" "" closing "${element}")
  string(LENGTH "${opening}" opened)
  string(LENGTH "${closing}" closed)
  if(NOT opened EQUAL closed)
    _pytest_benchmem_problem("${keyword}: '${element}' has an unbalanced '[' or ']', which swallows "
      "what follows in a CMake list; write as many '[' as ']'")
    return()
  endif()
  set(${out} TRUE PARENT_SCOPE)
endfunction()

# The keyword that WORD is one typing slip away from, or "".
function(_pytest_benchmem_near_keyword word out)
  set(${out} "" PARENT_SCOPE)
  string(LENGTH "${word}" length)
  foreach(keyword IN LISTS _PYTEST_BENCHMEM_KEYWORDS)
    string(LENGTH "${keyword}" longest)
    math(EXPR difference "${longest} - ${length}")
    if(difference GREATER 1 OR difference LESS -1)
      continue()
    endif()
    set(shortest ${longest})
    if(length LESS longest)
      set(shortest ${length})
    elseif(length GREATER longest)
      set(longest ${length})
    endif()
    # How many letters agree from the front, and of the others from the back.
    set(front 0)
    while(front LESS shortest)
      string(SUBSTRING "${word}" ${front} 1 a)
      string(SUBSTRING "${keyword}" ${front} 1 b)
      if(NOT a STREQUAL b)
        break()
      endif()
      math(EXPR front "${front} + 1")
    endwhile()
    set(back 0)
    math(EXPR others "${shortest} - ${front}")
    while(back LESS others)
      math(EXPR i "${length} - 1 - ${back}")
      math(EXPR k "${length} + ${difference} - 1 - ${back}")
      string(SUBSTRING "${word}" ${i} 1 a)
      string(SUBSTRING "${keyword}" ${k} 1 b)
      if(NOT a STREQUAL b)
        break()
      endif()
      math(EXPR back "${back} + 1")
    endwhile()
    math(EXPR wrong "${longest} - ${front} - ${back}")
    if(wrong LESS 2 OR (wrong EQUAL 2 AND difference EQUAL 0))
      set(${out} "${keyword}" PARENT_SCOPE)
      return()
    endif()
  endforeach()
endfunction()

# Note that WORD, a keyword after some others only, is not after those.
function(_pytest_benchmem_misplaced word)
  set(owner BUILD_TREE)
  if("${word}" IN_LIST _PYTEST_BENCHMEM_OF_INSTALL_COMMAND)
    set(owner "BUILD_TREE or INSTALL_COMMAND")
  endif()
  _pytest_benchmem_problem("'${word}': is for ${owner}; write it after that")
endfunction()

# Note that WORD stands where a keyword was expected.
function(_pytest_benchmem_stray word after)
  _pytest_benchmem_near_keyword("${word}" near)
  if("${word}" IN_LIST _PYTEST_BENCHMEM_OF_BUILD_TREE)
    _pytest_benchmem_misplaced("${word}")
  elseif(near)
    _pytest_benchmem_problem("'${word}': unknown keyword; did you mean ${near}?")
  elseif(after STREQUAL "")
    _pytest_benchmem_problem("'${word}': unknown keyword; the first is usually PACKAGE")
  else()
    _pytest_benchmem_problem("'${word}': unknown keyword, or a second value for ${after}, which takes "
      "${_pytest_benchmem_takes}")
  endif()
endfunction()

# Whether WORD, given to the list KEYWORD, is a misspelt keyword rather than an element.
function(_pytest_benchmem_misspelt keyword word out)
  set(${out} FALSE PARENT_SCOPE)
  if(NOT "${word}" MATCHES "^[A-Z][A-Z_]+$")
    return()
  endif()
  _pytest_benchmem_near_keyword("${word}" near)
  if("${word}" IN_LIST _PYTEST_BENCHMEM_OF_BUILD_TREE)
    if(keyword STREQUAL "PROPERTIES") # DEPENDS is one
      return()
    endif()
    _pytest_benchmem_misplaced("${word}")
  elseif(near)
    _pytest_benchmem_problem("'${word}': unknown keyword; did you mean ${near}?")
  elseif(keyword STREQUAL "VERSIONS")
    _pytest_benchmem_problem("'${word}': unknown keyword; a version of that name is written "
      "LABEL=SPEC")
  elseif(keyword STREQUAL "PINS")
    _pytest_benchmem_problem("'${word}': unknown keyword; a package of that name can be written in "
      "lower case")
  else()
    return()
  endif()
  set(${out} TRUE PARENT_SCOPE)
endfunction()

# _pytest_benchmem_take(<word>): the next word of the call.
#
# State, in the caller's scope: _kw, the keyword whose values are being read, _after, the one before,
# _open, those that are keywords here only, and arg_<KEYWORD>.  In an INSTALL_COMMAND the word COMMAND
# is an element, which parts its commands.
function(_pytest_benchmem_take word)
  set(is_keyword FALSE)
  if("${word}" IN_LIST _PYTEST_BENCHMEM_OF_BUILD_TREE)
    if("${word}" IN_LIST _open)
      set(is_keyword TRUE)
    endif()
  elseif("${_kw}" STREQUAL "INSTALL_COMMAND" AND "${word}" STREQUAL "COMMAND")
    _pytest_benchmem_finish_keyword()
    _pytest_benchmem_append(arg_INSTALL_COMMAND COMMAND)
    set(arg_INSTALL_COMMAND "${arg_INSTALL_COMMAND}" PARENT_SCOPE)
    set(_count 0 PARENT_SCOPE)
    return()
  elseif("${word}" IN_LIST _PYTEST_BENCHMEM_KEYWORDS)
    set(is_keyword TRUE)
    set(_open "${_PYTEST_BENCHMEM_OF_${word}}" PARENT_SCOPE)
  endif()
  if(is_keyword)
    _pytest_benchmem_finish_keyword()
    if(DEFINED arg_${word})
      _pytest_benchmem_problem("${word}: given twice; put its values together")
    endif()
    if("${word}" IN_LIST _PYTEST_BENCHMEM_FLAGS)
      set(arg_${word} TRUE PARENT_SCOPE)
      set(_kw "" PARENT_SCOPE)
      set(_pytest_benchmem_takes "no value" PARENT_SCOPE)
    else()
      set(arg_${word} "" PARENT_SCOPE)
      set(_kw "${word}" PARENT_SCOPE)
      set(_pytest_benchmem_takes "one value" PARENT_SCOPE)
    endif()
    set(_after "${word}" PARENT_SCOPE)
    set(_count 0 PARENT_SCOPE)
    return()
  endif()
  if("${_kw}" STREQUAL "")
    _pytest_benchmem_stray("${word}" "${_after}")
    return()
  endif()
  math(EXPR count "${_count} + 1")
  set(_count ${count} PARENT_SCOPE)
  _pytest_benchmem_check_element("${_kw}" "${word}" fine)
  if("${_kw}" IN_LIST _PYTEST_BENCHMEM_VALUES)
    set(arg_${_kw} "${word}" PARENT_SCOPE)
    set(_kw "" PARENT_SCOPE)
  elseif(fine)
    _pytest_benchmem_misspelt("${_kw}" "${word}" misspelt)
    if(NOT misspelt)
      _pytest_benchmem_append(arg_${_kw} "${word}")
      set(arg_${_kw} "${arg_${_kw}}" PARENT_SCOPE)
    endif()
  endif()
endfunction()

# Note a keyword that got no value.
function(_pytest_benchmem_finish_keyword)
  if(NOT "${_kw}" STREQUAL "" AND _count EQUAL 0 AND NOT "${_kw}" IN_LIST _PYTEST_BENCHMEM_OPTIONAL)
    _pytest_benchmem_problem("${_kw}: no value; give one or leave the keyword out")
  endif()
endfunction()

# Take the defaults PYTEST_BENCHMEM_SWEEP_<KEYWORD> for what was not given.
function(_pytest_benchmem_defaults)
  set(truth "^([Oo][Nn]|[Oo][Ff][Ff]|[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]|[01])$")
  foreach(keyword IN LISTS _PYTEST_BENCHMEM_KEYWORDS)
    set(default PYTEST_BENCHMEM_SWEEP_${keyword})
    if(DEFINED arg_${keyword} OR "${${default}}" STREQUAL "" OR keyword STREQUAL "TEST_LIST")
      continue()
    endif()
    if("${keyword}" IN_LIST _PYTEST_BENCHMEM_FLAGS)
      if(${default})
        set(arg_${keyword} TRUE PARENT_SCOPE)
      endif()
    elseif("${keyword}" IN_LIST _PYTEST_BENCHMEM_OPTIONAL AND "${${default}}" MATCHES "${truth}")
      if(${default})
        set(arg_${keyword} "" PARENT_SCOPE)
      endif()
    elseif("${keyword}" IN_LIST _PYTEST_BENCHMEM_VALUES)
      _pytest_benchmem_check_element("${default}" "${${default}}" fine)
      set(arg_${keyword} "${${default}}" PARENT_SCOPE)
    else()
      set(values "")
      foreach(element IN LISTS ${default})
        _pytest_benchmem_check_element("${default}" "${element}" fine)
        _pytest_benchmem_append(values "${element}")
      endforeach()
      set(arg_${keyword} "${values}" PARENT_SCOPE)
    endif()
  endforeach()
endfunction()

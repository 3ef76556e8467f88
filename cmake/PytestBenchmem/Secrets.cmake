# Keeps the secrets of URLs out of what CMake and CTest write down and send to a dashboard.
#
# A test's command stands in CTestTestfile.cmake and, as "Command Line", in what CDash gets.  So there
# a secret is "***"; the full word stands in a file that only the user can read, and the program,
# told by --secrets, puts it back.

# _pytest_benchmem_hide(<text> <out>): TEXT with the secrets of its URLs as "***".
#
# Which those are is said in tool/secret/secret.h; names of variables, ${NAME}, are none, nor is a user
# of ssh without a password.
function(_pytest_benchmem_hide text out)
  if("${text}" MATCHES "://")
    string(ASCII 1 mark)
    string(REGEX REPLACE "ssh://([^]/?#@: ]*@)" "ssh:${mark}//\\1" text "${text}")
    string(REGEX REPLACE "://([^]/?#@$ ]|[$][^{])+@" "://***@" text "${text}")
    string(REPLACE "${mark}" "" text "${text}")
    set(words "[Tt][Oo][Kk][Ee][Nn]|[Pp][Aa][Ss][Ss][Ww]|[Ss][Ee][Cc][Rr][Ee][Tt]|[Ss][Ii][Gg]|[Aa][Uu][Tt][Hh]")
    string(APPEND words "|[Aa][Pp][Ii]_?[Kk][Ee][Yy]|[Cc][Rr][Ee][Dd][Ee][Nn][Tt][Ii][Aa][Ll]")
    string(REGEX REPLACE "([?&#][^=&# ]*(${words})[^=&# ]*=)([^&#$ ]|[$][^{])+" "\\1***" text "${text}")
  endif()
  set(${out} "${text}" PARENT_SCOPE)
endfunction()

# _pytest_benchmem_hide_variable(<element> <operation> <out> <line>): the same for NAME=<operation>VALUE,
# where all of VALUE is a secret if the variable is called *TOKEN, *PASSWORD or *SECRET.  LINE is
# "environment NAME=VALUE", with which the program puts it back; "" if nothing was hidden.
function(_pytest_benchmem_hide_variable element operation out line)
  set(shown "${element}")
  set(whole "")
  if("${element}" MATCHES "^([^=]+)=${operation}(.+)$")
    set(variable "${CMAKE_MATCH_1}")
    set(value "${CMAKE_MATCH_2}")
    _pytest_benchmem_hide("${value}" hidden)
    if(variable MATCHES "(TOKEN|PASSWORD|SECRET)$")
      set(hidden "***")
    endif()
    if(NOT "${hidden}" STREQUAL "${value}")
      set(shown "${variable}=${operation}${hidden}")
      set(whole "environment ${variable}=${value}")
    endif()
  endif()
  set(${out} "${shown}" PARENT_SCOPE)
  set(${line} "${whole}" PARENT_SCOPE)
endfunction()

# _pytest_benchmem_hide_secrets(<file> <list-variable>...): hide them in the elements of the lists.
# FILE gets the elements that had any, one a line; it is not there if none had.  The elements of
# arg_ENVIRONMENT are variables, as are those of arg_ENVIRONMENT_MODIFICATION that set one; what is put
# before or behind a value there is left as it is, since it cannot be put back.
function(_pytest_benchmem_hide_secrets file)
  set(full "")
  foreach(list IN LISTS ARGN)
    if("${${list}}" STREQUAL "")
      continue()
    endif()
    set(hidden "")
    foreach(word IN LISTS ${list})
      set(line "")
      set(shown "${word}")
      if(list STREQUAL "arg_ENVIRONMENT")
        _pytest_benchmem_hide_variable("${word}" "" shown line)
      elseif(list STREQUAL "arg_ENVIRONMENT_MODIFICATION")
        _pytest_benchmem_hide_variable("${word}" "set:" shown line)
      else()
        _pytest_benchmem_hide("${word}" shown)
        if(NOT "${shown}" STREQUAL "${word}")
          set(line "${word}")
        endif()
      endif()
      if(NOT "${line}" STREQUAL "")
        string(APPEND full "${line}\n")
      endif()
      _pytest_benchmem_append(hidden "${shown}")
    endforeach()
    set(${list} "${hidden}" PARENT_SCOPE)
  endforeach()
  file(REMOVE "${file}")
  if(full)
    get_filename_component(directory "${file}" DIRECTORY)
    file(MAKE_DIRECTORY "${directory}")
    file(TOUCH "${file}")
    file(CHMOD "${file}" PERMISSIONS OWNER_READ OWNER_WRITE)
    file(WRITE "${file}" "${full}")
  endif()
endfunction()

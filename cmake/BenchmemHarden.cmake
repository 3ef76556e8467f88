# _benchmem_harden(<target>): what makes a fault in one target of ours harder to use.  Included by
# BenchmemOptions.cmake.
#
# Position independence (an executable is loaded anywhere), relocations made read-only before main()
# (RELRO, BIND_NOW), canaries on stacks, stacks that cannot jump over their guard page, checked
# variants of memcpy() and its like (FORTIFY, where the compiler optimises), and indirect jumps that
# only land where one is meant to (CET on x86, BTI on ARM).  Each is used where the compiler and linker
# take it.  Everything belongs to the target: CheckPIESupported is not used, because what it finds out
# changes how targets of a parent project are linked.
#
# BENCHMEM_HARDENED lists what a hardened program has: canary stack_clash cet fortify pie relro now
# noexecstack.

include(CheckCSourceCompiles)

set(BENCHMEM_HARDENED "")
set(BENCHMEM_HARDEN_COMPILE "")
set(BENCHMEM_HARDEN_FORTIFY "")
set(BENCHMEM_HARDEN_LINK "")

# _benchmem_harden_try(<variable> <compile flags> <link flags>): whether a program is made with them,
# without a warning
function(_benchmem_harden_try variable compile link)
  list(JOIN compile " " flags)
  set(CMAKE_REQUIRED_FLAGS "-Werror ${flags}")
  set(CMAKE_REQUIRED_LINK_OPTIONS ${link})
  # The C library warns of a level of FORTIFY that it does not have.
  check_c_source_compiles("#include <string.h>\nint main(void) { return (int)strlen(\"\"); }" ${variable})
endfunction()

# _benchmem_harden_use(<what> <COMPILE|LINK|FORTIFY> <flag>...)
macro(_benchmem_harden_use what kind)
  list(APPEND BENCHMEM_HARDENED ${what})
  list(APPEND BENCHMEM_HARDEN_${kind} ${ARGN})
endmacro()

set(_canary -fstack-protector-strong)
set(_stack_clash -fstack-clash-protection)
set(_fortify -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)
set(_fortify2 -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
set(_compile_kinds canary stack_clash)
set(_link_kinds "")
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64|i[3-6]86")
  set(_cet -fcf-protection=full)
  list(APPEND _compile_kinds cet)
elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "aarch64|arm64")
  set(_bti -mbranch-protection=standard)
  list(APPEND _compile_kinds bti)
endif()
if(CMAKE_EXECUTABLE_FORMAT STREQUAL "ELF")
  set(_pie -pie)
  set(_relro "LINKER:-z,relro")
  set(_now "LINKER:-z,now")
  set(_noexecstack "LINKER:-z,noexecstack")
  set(_link_kinds pie relro now noexecstack)
endif()

# All at once, which most compilers take and is soon asked; else one by one.
set(_compile -O2 ${_fortify})
set(_link "")
foreach(_kind IN LISTS _compile_kinds)
  list(APPEND _compile ${_${_kind}})
endforeach()
foreach(_kind IN LISTS _link_kinds)
  list(APPEND _link ${_${_kind}})
endforeach()
if(_pie IN_LIST _link)
  list(APPEND _compile -fPIE)
endif()
if(CMAKE_C_COMPILER_ID MATCHES "^(GNU|Clang|AppleClang)$")
  _benchmem_harden_try(BENCHMEM_HARDENS_ALL "${_compile}" "${_link}")
  foreach(_kind IN LISTS _compile_kinds)
    if(NOT BENCHMEM_HARDENS_ALL)
      _benchmem_harden_try(BENCHMEM_HARDENS_${_kind} "${_${_kind}}" "")
    endif()
    if(BENCHMEM_HARDENS_ALL OR BENCHMEM_HARDENS_${_kind})
      _benchmem_harden_use(${_kind} COMPILE ${_${_kind}})
    endif()
  endforeach()
  foreach(_kind IN LISTS _link_kinds)
    if(NOT BENCHMEM_HARDENS_ALL)
      _benchmem_harden_try(BENCHMEM_HARDENS_${_kind} "-fPIE" "${_${_kind}}")
    endif()
    if(BENCHMEM_HARDENS_ALL OR BENCHMEM_HARDENS_${_kind})
      _benchmem_harden_use(${_kind} LINK ${_${_kind}})
    endif()
  endforeach()
  foreach(_kind IN ITEMS fortify fortify2)
    if(NOT BENCHMEM_HARDENS_ALL)
      _benchmem_harden_try(BENCHMEM_HARDENS_${_kind} "-O2;${_${_kind}}" "")
    endif()
    if(BENCHMEM_HARDENS_ALL OR BENCHMEM_HARDENS_${_kind})
      _benchmem_harden_use(fortify FORTIFY ${_${_kind}})
      break()
    endif()
  endforeach()
endif()

function(_benchmem_harden target)
  target_compile_options(${target} PRIVATE ${BENCHMEM_HARDEN_COMPILE})
  foreach(flag IN LISTS BENCHMEM_HARDEN_FORTIFY) # without -O it checks nothing, and warns
    target_compile_options(${target} PRIVATE $<$<NOT:$<CONFIG:Debug>>:${flag}>)
  endforeach()
  get_target_property(type ${target} TYPE)
  if(pie IN_LIST BENCHMEM_HARDENED AND NOT type MATCHES "^(SHARED|MODULE)_LIBRARY$")
    target_compile_options(${target} PRIVATE -fPIE)
  endif()
  if(type STREQUAL "EXECUTABLE")
    target_link_options(${target} PRIVATE ${BENCHMEM_HARDEN_LINK})
  endif()
endfunction()

# The two libraries that counting instructions loads into the interpreter that runs a suite:
# benchmem_call (tool/measure/call.c and trace.c), which makes the calls and traces them, and
# benchmem_even (tool/measure/even.c), an allocator.  Included by tool/CMakeLists.txt.
#
# benchmem_call needs the client requests of Valgrind, one header (BSD), when it is built; without it
# all else is built, and `--instructions` says what is missing.  Where the program finds them:
# tool/files/beside.h.
#
#   PYTEST_BENCHMEM_INSTRUCTIONS  AUTO (where the header is found), ON or OFF
#   BENCHMEM_CALL                 whether it is built

set(PYTEST_BENCHMEM_INSTRUCTIONS AUTO CACHE STRING
  "Counting of instructions by Valgrind: AUTO, ON or OFF")
set_property(CACHE PYTEST_BENCHMEM_INSTRUCTIONS PROPERTY STRINGS AUTO ON OFF)

find_path(VALGRIND_INCLUDE_DIR valgrind/callgrind.h DOC "Where valgrind/callgrind.h is")
mark_as_advanced(VALGRIND_INCLUDE_DIR)

set(BENCHMEM_CALL OFF)
if(PYTEST_BENCHMEM_INSTRUCTIONS AND VALGRIND_INCLUDE_DIR)
  set(BENCHMEM_CALL ON)
elseif(PYTEST_BENCHMEM_INSTRUCTIONS AND NOT PYTEST_BENCHMEM_INSTRUCTIONS STREQUAL "AUTO")
  message(FATAL_ERROR "PYTEST_BENCHMEM_INSTRUCTIONS: valgrind/callgrind.h is not found; install "
    "Valgrind with its headers (Debian: valgrind), or set VALGRIND_INCLUDE_DIR")
elseif(PYTEST_BENCHMEM_INSTRUCTIONS)
  message(STATUS "PytestBenchmem: no valgrind/callgrind.h, so benchmem sweep --instructions is not "
    "there; for it install Valgrind with its headers (Debian: valgrind)")
endif()

# Projects that find the program are told (cmake/PytestBenchmem/Counting.cmake).
set_target_properties(benchmem PROPERTIES
  PYTEST_BENCHMEM_COUNTS ${BENCHMEM_CALL} EXPORT_PROPERTIES PYTEST_BENCHMEM_COUNTS)

if(BENCHMEM_CALL)
  # Neither the C library nor sanitizers or canaries, which would need one: it stands alone, in
  # whatever interpreter, and nothing but the call is between its requests.  Debug information would
  # name the place where it was built.
  add_library(benchmem_call MODULE measure/call.c measure/trace.c)
  target_include_directories(benchmem_call SYSTEM PRIVATE "${VALGRIND_INCLUDE_DIR}")
  set_target_properties(benchmem_call PROPERTIES
    PREFIX "" OUTPUT_NAME benchmem_call C_STANDARD 11 C_STANDARD_REQUIRED ON C_EXTENSIONS ON
    C_VISIBILITY_PRESET hidden INTERPROCEDURAL_OPTIMIZATION OFF
    LIBRARY_OUTPUT_DIRECTORY $<TARGET_FILE_DIR:benchmem>)
  target_compile_options(benchmem_call PRIVATE
    $<$<C_COMPILER_ID:GNU,Clang>:-O2 -g0 -fno-stack-protector -Wall -Wextra -Wshadow
    -Wmissing-prototypes -Wconversion>
    $<$<AND:$<BOOL:${PYTEST_BENCHMEM_WERROR}>,$<C_COMPILER_ID:GNU,Clang>>:-Werror>)
  target_link_options(benchmem_call PRIVATE -nostdlib LINKER:-z,relro LINKER:-z,noexecstack)

  # Without sanitizers, which bring an allocator of their own.
  find_package(Threads REQUIRED)
  add_library(benchmem_even MODULE measure/even.c)
  set_target_properties(benchmem_even PROPERTIES
    PREFIX "" OUTPUT_NAME benchmem_even C_STANDARD 11 C_STANDARD_REQUIRED ON C_EXTENSIONS OFF
    INTERPROCEDURAL_OPTIMIZATION OFF LIBRARY_OUTPUT_DIRECTORY $<TARGET_FILE_DIR:benchmem>)
  target_compile_definitions(benchmem_even PRIVATE _GNU_SOURCE)
  # What malloc() and calloc() do the compiler is not to know from elsewhere.
  target_compile_options(benchmem_even PRIVATE
    $<$<C_COMPILER_ID:GNU,Clang>:-O2 -g0 -fno-builtin-malloc -fno-builtin-calloc -Wall -Wextra -Wshadow
    -Wmissing-prototypes -Wconversion>
    $<$<AND:$<BOOL:${PYTEST_BENCHMEM_WERROR}>,$<C_COMPILER_ID:GNU,Clang>>:-Werror>)
  target_link_libraries(benchmem_even PRIVATE Threads::Threads)
  target_link_options(benchmem_even PRIVATE LINKER:-z,relro LINKER:-z,noexecstack)

  if(PYTEST_BENCHMEM_INSTALL)
    install(TARGETS benchmem_call benchmem_even
      LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}/benchmem")
  endif()
endif()

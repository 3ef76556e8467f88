# Install PACKAGES, separated by spaces, into the virtual environment DIR, with the interpreter PYTHON
# and the program UV.  WHAT they are for, in a message.  Compiled, so that not each process compiles what
# it imports.

if(NOT EXISTS "${UV}")
  message(FATAL_ERROR "uv was not found when this build was configured; install it "
    "(pip install uv) and configure again, or give -DUv_EXECUTABLE=PATH")
endif()
if(NOT EXISTS "${PYTHON}")
  message(FATAL_ERROR "no Python 3.11 or newer was found when this build was configured; install "
    "one and configure again, or give -DPython3_EXECUTABLE=PATH")
endif()

set(stamp "${DIR}/compiled.txt")
if(EXISTS "${stamp}")
  file(READ "${stamp}" installed)
  if(installed STREQUAL PACKAGES)
    message(STATUS "${PACKAGES}: installed already")
    return()
  endif()
endif()

string(REPLACE " " ";" packages "${PACKAGES}")
foreach(words IN ITEMS "venv;--clear;--python;${PYTHON};${DIR}"
                       "pip;install;--compile-bytecode;--python;${DIR};${packages}")
  execute_process(COMMAND "${UV}" ${words} RESULT_VARIABLE result)
  if(NOT result STREQUAL "0")
    list(JOIN words " " words)
    message(FATAL_ERROR "installing ${WHAT}: uv ${words}: ${result}")
  endif()
endforeach()
file(WRITE "${stamp}" "${PACKAGES}")

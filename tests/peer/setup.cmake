# Install the peer into the virtual environment DIR, with the interpreter PYTHON and the program UV.
set(peer "pytest-benchmem[plot]==0.5.5")

if(NOT EXISTS "${UV}")
  message(FATAL_ERROR "uv was not found when this build was configured; install it "
    "(pip install uv) and configure again, or give -DUv_EXECUTABLE=PATH")
endif()
if(NOT EXISTS "${PYTHON}")
  message(FATAL_ERROR "no Python 3.11 or newer was found when this build was configured; install "
    "one and configure again, or give -DPython3_EXECUTABLE=PATH")
endif()

set(stamp "${DIR}/installed.txt")
if(EXISTS "${stamp}")
  file(READ "${stamp}" installed)
  if(installed STREQUAL peer)
    message(STATUS "${peer} is installed already")
    return()
  endif()
endif()

foreach(words IN ITEMS "venv;--clear;--python;${PYTHON};${DIR}"
                       "pip;install;--python;${DIR};${peer}")
  execute_process(COMMAND "${UV}" ${words} RESULT_VARIABLE result)
  if(NOT result STREQUAL "0")
    list(JOIN words " " words)
    message(FATAL_ERROR "installing the peer: uv ${words}: ${result}")
  endif()
endforeach()
file(WRITE "${stamp}" "${peer}")

# plotly.js for the pages `benchmem plot` writes.  Included by tool/CMakeLists.txt.
#
# Sets BENCHMEM_PLOTLYJS_FILE to the plotly.min.js to put into the program, or to "": then pages load
# a pinned copy from Plotly's CDN.  PYTEST_BENCHMEM_PLOTLYJS says which:
#
#   empty, AUTO   the one in the plotly wheel, installed from PyPI by uv into <build>/_plotly; once.
#                 Delete that directory to try again.
#   /.../file     that one
#   OFF           none

# The release page.c pins for the CDN is the one in this wheel; what is built in must be the same
# bytes.
set(_BENCHMEM_PLOTLY_REQUIREMENT plotly==7.1.0)
set(_BENCHMEM_PLOTLYJS_SHA384
  005369d8cb529b9fe865b12cfc9d7d17f021e7b304895b2879df271377ead969dc71d975bbf124c89f5728a53caedefe)

# Install the wheel into DIRECTORY; a failure is remembered there, so that a build without network
# does not wait for it at every configure.
function(_benchmem_fetch_plotly directory)
  list(PREPEND CMAKE_MODULE_PATH "${PROJECT_SOURCE_DIR}/cmake")
  find_package(Uv QUIET)
  if(NOT Uv_FOUND)
    message(STATUS "plotly.js: no uv to fetch it with; pages will load it from a CDN")
    return()
  endif()
  message(STATUS "plotly.js: installing ${_BENCHMEM_PLOTLY_REQUIREMENT} from PyPI into ${directory}")
  execute_process(
    COMMAND "${Uv_EXECUTABLE}" pip install --quiet --no-deps --only-binary :all:
            --target "${directory}" ${_BENCHMEM_PLOTLY_REQUIREMENT}
    RESULT_VARIABLE result OUTPUT_VARIABLE out ERROR_VARIABLE out TIMEOUT 120)
  if(NOT result STREQUAL "0")
    file(MAKE_DIRECTORY "${directory}")
    file(WRITE "${directory}/failed" "${out}")
    message(STATUS "plotly.js: not installed (${result}; see ${directory}/failed); pages will load "
      "it from a CDN")
  endif()
endfunction()

set(BENCHMEM_PLOTLYJS_FILE "")
if(PYTEST_BENCHMEM_PLOTLYJS STREQUAL "" OR PYTEST_BENCHMEM_PLOTLYJS STREQUAL "AUTO")
  set(_benchmem_plotly_dir "${PROJECT_BINARY_DIR}/_plotly")
  set(_benchmem_plotly_js "${_benchmem_plotly_dir}/plotly/package_data/plotly.min.js")
  if(NOT EXISTS "${_benchmem_plotly_js}" AND NOT EXISTS "${_benchmem_plotly_dir}/failed")
    _benchmem_fetch_plotly("${_benchmem_plotly_dir}")
  endif()
  if(EXISTS "${_benchmem_plotly_js}")
    file(SHA384 "${_benchmem_plotly_js}" _benchmem_plotly_sha384)
    if(_benchmem_plotly_sha384 STREQUAL _BENCHMEM_PLOTLYJS_SHA384)
      set(BENCHMEM_PLOTLYJS_FILE "${_benchmem_plotly_js}")
    else()
      message(WARNING "plotly.js: ${_benchmem_plotly_js} is not the file that was expected (SHA-384 "
        "${_benchmem_plotly_sha384}); pages will load it from a CDN")
    endif()
  endif()
elseif(PYTEST_BENCHMEM_PLOTLYJS) # what CMake takes for false asks for none
  set(BENCHMEM_PLOTLYJS_FILE "${PYTEST_BENCHMEM_PLOTLYJS}")
  if(NOT IS_ABSOLUTE "${BENCHMEM_PLOTLYJS_FILE}" OR NOT EXISTS "${BENCHMEM_PLOTLYJS_FILE}"
      OR IS_DIRECTORY "${BENCHMEM_PLOTLYJS_FILE}")
    message(FATAL_ERROR "PYTEST_BENCHMEM_PLOTLYJS: '${PYTEST_BENCHMEM_PLOTLYJS}' is not the absolute "
      "path of a file; name a plotly.min.js, or AUTO or OFF")
  endif()
endif()

# The assembler reads the path as a quoted string.
if(BENCHMEM_PLOTLYJS_FILE MATCHES "[\"\\\\]")
  message(STATUS "plotly.js: a path with a quote or a backslash cannot be built in; pages will load "
    "it from a CDN")
  set(BENCHMEM_PLOTLYJS_FILE "")
endif()

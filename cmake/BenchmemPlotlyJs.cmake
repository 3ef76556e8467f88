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

# Put the wheel's plotly.min.js into DIRECTORY.  A failure is remembered there, so that a build
# without network does not wait for it at every configure.
function(_benchmem_fetch_plotly directory)
  list(PREPEND CMAKE_MODULE_PATH "${PROJECT_SOURCE_DIR}/cmake")
  find_package(Uv QUIET)
  if(NOT Uv_FOUND)
    message(STATUS "plotly.js: no uv to fetch it with; pages will load it from a CDN")
    return()
  endif()
  message(STATUS "plotly.js: fetching ${_BENCHMEM_PLOTLY_REQUIREMENT} from PyPI into ${directory}")
  set(wheel "${directory}/wheel")
  execute_process(
    COMMAND "${Uv_EXECUTABLE}" pip install --quiet --no-deps --only-binary :all:
            --target "${wheel}" ${_BENCHMEM_PLOTLY_REQUIREMENT}
    RESULT_VARIABLE result OUTPUT_VARIABLE out ERROR_VARIABLE out TIMEOUT 120)
  set(sha384 "")
  if(result STREQUAL "0")
    # A copy: uv's own may be a hard link into its cache, which is no place to build from.
    file(COPY_FILE "${wheel}/plotly/package_data/plotly.min.js" "${directory}/plotly.min.js"
      RESULT result)
    if(EXISTS "${directory}/plotly.min.js")
      file(SHA384 "${directory}/plotly.min.js" sha384)
    endif()
    set(out "its SHA-384 is '${sha384}', not ${_BENCHMEM_PLOTLYJS_SHA384}")
  endif()
  file(REMOVE_RECURSE "${wheel}")
  if(NOT sha384 STREQUAL _BENCHMEM_PLOTLYJS_SHA384)
    file(REMOVE "${directory}/plotly.min.js")
    file(WRITE "${directory}/failed" "${result}: ${out}\n")
    message(STATUS "plotly.js: not fetched (see ${directory}/failed); pages will load it from a CDN")
  endif()
endfunction()

set(BENCHMEM_PLOTLYJS_FILE "")
if(PYTEST_BENCHMEM_PLOTLYJS STREQUAL "" OR PYTEST_BENCHMEM_PLOTLYJS STREQUAL "AUTO")
  set(_benchmem_plotly_dir "${PROJECT_BINARY_DIR}/_plotly")
  if(NOT EXISTS "${_benchmem_plotly_dir}/plotly.min.js"
      AND NOT EXISTS "${_benchmem_plotly_dir}/failed")
    _benchmem_fetch_plotly("${_benchmem_plotly_dir}")
  endif()
  if(EXISTS "${_benchmem_plotly_dir}/plotly.min.js")
    set(BENCHMEM_PLOTLYJS_FILE "${_benchmem_plotly_dir}/plotly.min.js")
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

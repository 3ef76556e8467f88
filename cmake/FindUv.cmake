#[=======================================================================[.rst:
FindUv
------

Finds ``uv``, the installer and resolver of Python packages.

.. code-block:: cmake

  find_package(Uv 0.5)
  find_package(Uv 0.5 REQUIRED QUIET)

Hints
^^^^^

``Uv_EXECUTABLE``
  The program itself, if it is to be a particular one.
``Uv_ROOT`` (variable or environment variable)
  A prefix to look in first; the program is its ``uv`` or ``bin/uv``.
``Uv_INSTALL``
  Option, ``OFF`` unless set.  If no ``uv`` is found, or only one that is older than the version
  asked for, install it from PyPI into ``Uv_INSTALL_DIR`` by ``python3 -m pip install --target``.
  Nothing outside that directory is touched.
``Uv_INSTALL_DIR``
  Where to install it; ``<build>/_uv`` unless set.
``Uv_INSTALL_PYTHON``
  The interpreter whose pip does that; ``python3`` on ``PATH`` unless set.

Result variables
^^^^^^^^^^^^^^^^

``Uv_FOUND``
  Whether a program of the version asked for was found.
``Uv_EXECUTABLE`` (cache)
  Its absolute path.
``Uv_VERSION``
  Its version, such as ``0.5.11``.
``Uv_DIRECTORY``
  The directory it is in.
``Uv_ON_PATH``
  Whether the first ``uv`` on ``PATH`` is this one.  If not, a program that looks for ``uv`` itself
  needs ``Uv_DIRECTORY`` first on its ``PATH``; for a test:

  .. code-block:: cmake

    set_property(TEST t APPEND PROPERTY
      ENVIRONMENT_MODIFICATION "PATH=path_list_prepend:${Uv_DIRECTORY}")
#]=======================================================================]

# What `EXECUTABLE --version` says: the number in VERSION, or "" with the trouble in PROBLEM.
function(_uv_version executable version problem)
  set(${version} "" PARENT_SCOPE)
  set(${problem} "" PARENT_SCOPE)
  execute_process(COMMAND "${executable}" --version
    OUTPUT_VARIABLE out ERROR_VARIABLE err RESULT_VARIABLE result TIMEOUT 60
    OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_STRIP_TRAILING_WHITESPACE)
  if(result STREQUAL "0" AND out MATCHES "^uv ([0-9]+(\\.[0-9]+)*)")
    set(${version} "${CMAKE_MATCH_1}" PARENT_SCOPE)
  else()
    set(${problem} "'${executable} --version' failed (${result}): ${out} ${err}" PARENT_SCOPE)
  endif()
endfunction()

# Install uv into DIRECTORY by the pip of an interpreter; the trouble, if any, in PROBLEM.
function(_uv_install directory problem)
  set(${problem} "" PARENT_SCOPE)
  set(python "${Uv_INSTALL_PYTHON}")
  if(NOT python)
    find_program(_uv_python NAMES python3 python NO_CACHE NO_CMAKE_FIND_ROOT_PATH)
    set(python "${_uv_python}")
  endif()
  if(NOT python)
    set(${problem} "Uv_INSTALL: no python3 on PATH; install Python 3 or set Uv_INSTALL_PYTHON"
      PARENT_SCOPE)
    return()
  endif()
  set(requirement uv)
  if(Uv_FIND_VERSION)
    set(requirement "uv>=${Uv_FIND_VERSION}")
  endif()
  message(STATUS "Installing uv from PyPI into ${directory}")
  execute_process(
    COMMAND "${python}" -m pip install --quiet --disable-pip-version-check --no-input
            --only-binary=:all: --upgrade --target "${directory}" "${requirement}"
    OUTPUT_VARIABLE out ERROR_VARIABLE out RESULT_VARIABLE result TIMEOUT 600)
  if(NOT result STREQUAL "0")
    set(${problem} "Uv_INSTALL: '${python} -m pip install --target ${directory} ${requirement}' \
failed (${result}):\n${out}\n  Install pip (Debian: python3-pip), check the network, or install uv \
yourself" PARENT_SCOPE)
  endif()
endfunction()

option(Uv_INSTALL "Install uv from PyPI into the build tree where it is missing" OFF)
if(NOT Uv_INSTALL_DIR)
  set(Uv_INSTALL_DIR "${CMAKE_BINARY_DIR}/_uv")
endif()

# A program that was found once and has gone since is looked for again.
if(Uv_EXECUTABLE AND NOT EXISTS "${Uv_EXECUTABLE}")
  unset(Uv_EXECUTABLE CACHE)
endif()
find_program(Uv_EXECUTABLE NAMES uv HINTS "${Uv_ROOT}" ENV Uv_ROOT
  PATHS "${Uv_INSTALL_DIR}/bin" PATH_SUFFIXES bin NO_CMAKE_FIND_ROOT_PATH
  DOC "uv, the installer of Python packages")
mark_as_advanced(Uv_EXECUTABLE Uv_INSTALL)

set(Uv_VERSION "")
set(_uv_problem "no uv on PATH")
if(Uv_EXECUTABLE)
  _uv_version("${Uv_EXECUTABLE}" Uv_VERSION _uv_problem)
  if(Uv_VERSION AND Uv_VERSION VERSION_LESS "${Uv_FIND_VERSION}")
    set(_uv_problem
      "${Uv_EXECUTABLE} is version ${Uv_VERSION}, ${Uv_FIND_VERSION} or newer is needed")
  endif()
endif()

if(_uv_problem AND Uv_INSTALL)
  set(_uv_installed "${Uv_INSTALL_DIR}/bin/uv${CMAKE_HOST_EXECUTABLE_SUFFIX}")
  _uv_install("${Uv_INSTALL_DIR}" _uv_problem)
  if(NOT _uv_problem)
    _uv_version("${_uv_installed}" Uv_VERSION _uv_problem)
    set(Uv_EXECUTABLE "${_uv_installed}" CACHE FILEPATH "uv, the installer of Python packages" FORCE)
  endif()
elseif(_uv_problem)
  string(APPEND _uv_problem ". Put uv on PATH (pipx install uv), or configure with "
    "-D Uv_INSTALL=ON to have it installed from PyPI into the build tree")
endif()

set(Uv_DIRECTORY "")
set(Uv_ON_PATH FALSE)
if(Uv_EXECUTABLE AND Uv_VERSION)
  get_filename_component(Uv_DIRECTORY "${Uv_EXECUTABLE}" DIRECTORY)
  find_program(_uv_first NAMES uv NO_CACHE NO_DEFAULT_PATH PATHS ENV PATH)
  if(_uv_first STREQUAL Uv_EXECUTABLE)
    set(Uv_ON_PATH TRUE)
  endif()
  unset(_uv_first)
endif()

string(REPLACE ";" "," _uv_problem "${_uv_problem}") # it would be cut into keywords there
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Uv
  REQUIRED_VARS Uv_EXECUTABLE Uv_VERSION
  VERSION_VAR Uv_VERSION
  REASON_FAILURE_MESSAGE "${_uv_problem}")
unset(_uv_problem)
unset(_uv_installed)

# What is installed, and what find_package(PytestBenchmem) finds: in the install tree, wherever that is
# moved to, and in the build tree.  Included by the top CMakeLists.txt.
#
# The package files go to share/ and not to lib/: a project without languages does not look into
# lib/<architecture>.  Everything goes below the prefix; shells find their completions where the prefix
# is /usr or /usr/local.

include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(_benchmem_package_dir "${CMAKE_INSTALL_DATADIR}/cmake/PytestBenchmem")

# Any program can be run by any project: no check of the size of a pointer.
write_basic_package_version_file("${PROJECT_BINARY_DIR}/PytestBenchmemConfigVersion.cmake"
  COMPATIBILITY SameMajorVersion ARCH_INDEPENDENT)

install(TARGETS benchmem EXPORT PytestBenchmemTargets RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
# With it, where they are looked for (tool/files/beside.c): what stands between it and its children, and
# what runs on the nodes of a cluster.
install(TARGETS benchmem_guard benchmem_node RUNTIME DESTINATION "${CMAKE_INSTALL_LIBDIR}/benchmem")
install(EXPORT PytestBenchmemTargets NAMESPACE PytestBenchmem:: DESTINATION "${_benchmem_package_dir}")
export(EXPORT PytestBenchmemTargets NAMESPACE PytestBenchmem::
  FILE "${PROJECT_BINARY_DIR}/PytestBenchmemTargets.cmake")

set(PytestBenchmem_MODULES "${PROJECT_SOURCE_DIR}/cmake")
configure_file(cmake/PytestBenchmemConfig.cmake.in "${PROJECT_BINARY_DIR}/PytestBenchmemConfig.cmake"
  @ONLY)
set(PytestBenchmem_MODULES "\${CMAKE_CURRENT_LIST_DIR}")
configure_file(cmake/PytestBenchmemConfig.cmake.in
  "${PROJECT_BINARY_DIR}/install/PytestBenchmemConfig.cmake" @ONLY)

install(FILES
  "${PROJECT_BINARY_DIR}/install/PytestBenchmemConfig.cmake"
  "${PROJECT_BINARY_DIR}/PytestBenchmemConfigVersion.cmake"
  cmake/PytestBenchmem.cmake
  cmake/FindUv.cmake
  DESTINATION "${_benchmem_package_dir}")
install(DIRECTORY cmake/PytestBenchmem DESTINATION "${_benchmem_package_dir}")

# What the program says of itself: man pages and completions, made by running it.  Left out where it
# cannot run: it was built for another machine and there is no emulator.
if(NOT CMAKE_CROSSCOMPILING OR CMAKE_CROSSCOMPILING_EMULATOR)
  set(_benchmem_told "${PROJECT_BINARY_DIR}/share")
  file(MAKE_DIRECTORY "${_benchmem_told}")
  set(_benchmem_told_files "")

  # _benchmem_tell(<file> <directory> <argument of the program>...): its output is installed as that
  # file in that directory
  function(_benchmem_tell file directory)
    add_custom_command(OUTPUT "${_benchmem_told}/${file}"
      COMMAND benchmem ${ARGN} > "${_benchmem_told}/${file}"
      DEPENDS benchmem COMMENT "Writing ${file}" VERBATIM)
    list(APPEND _benchmem_told_files "${_benchmem_told}/${file}")
    set(_benchmem_told_files "${_benchmem_told_files}" PARENT_SCOPE)
    install(FILES "${_benchmem_told}/${file}" DESTINATION "${directory}")
  endfunction()

  _benchmem_tell(benchmem.1 "${CMAKE_INSTALL_MANDIR}/man1" --man)
  foreach(command IN ITEMS sweep compare plot explain flamegraph)
    _benchmem_tell(benchmem-${command}.1 "${CMAKE_INSTALL_MANDIR}/man1" --man ${command})
  endforeach()
  _benchmem_tell(benchmem "${CMAKE_INSTALL_DATADIR}/bash-completion/completions" --completions bash)
  _benchmem_tell(_benchmem "${CMAKE_INSTALL_DATADIR}/zsh/site-functions" --completions zsh)
  _benchmem_tell(benchmem.fish "${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d" --completions fish)
  add_custom_target(benchmem_told ALL DEPENDS ${_benchmem_told_files})
endif()

# The documents, beside each other as in the source, so that links between them hold; the licence under
# the name that Debian looks for as well.
set(_benchmem_doc_dir "${CMAKE_INSTALL_DATADIR}/doc/pytest-benchmem-cmake")
install(FILES LICENSE DESTINATION "${_benchmem_doc_dir}" RENAME copyright)
foreach(_benchmem_document IN ITEMS LICENSE README.md CHANGELOG.md CONTRIBUTING.md SECURITY.md
    cmake/README.md tool/README.md tool/sweep/README.md tool/compare/README.md tool/compare/SCHEMA.md
    tool/explain/README.md
    tool/judge/STATISTICS.md tests/README.md)
  cmake_path(GET _benchmem_document PARENT_PATH _benchmem_below)
  install(FILES ${_benchmem_document} DESTINATION "${_benchmem_doc_dir}/${_benchmem_below}")
endforeach()
install(DIRECTORY examples DESTINATION "${_benchmem_doc_dir}" USE_SOURCE_PERMISSIONS
  PATTERN build EXCLUDE PATTERN __pycache__ EXCLUDE PATTERN .pytest_cache EXCLUDE)

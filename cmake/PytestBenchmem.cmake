#[=======================================================================[.rst:
PytestBenchmem
--------------

Benchmarks a Python package across its versions, as tests of CTest.

.. code-block:: cmake

  find_package(PytestBenchmem 1.0 REQUIRED)    # or FetchContent, add_subdirectory
  enable_testing()
  pytest_benchmem_sweep(tomli
    PACKAGE      tomli
    VERSIONS     1.2.3 2.0.1 2.2.1 "main=git+https://github.com/hukkin/tomli@master"
    SUITE        benchmarks
    IMPORT_CHECK tomli
    MEMORY
    FAIL_ON      time:20% peak:10%+1MiB)

``ctest -L sweep`` then makes one fresh virtual environment per version with ``uv``, runs the pytest
suite in it, and renders tables and pictures of what came out.

.. command:: pytest_benchmem_sweep

  .. code-block:: cmake

    pytest_benchmem_sweep(<name>
      PACKAGE <dist> VERSIONS <version>... SUITE <path>
      [BUILD_TREE <label> [COMPONENT <component>...] [MODULE_DIR <dir>]
                          [REQUIREMENTS <spec>...] [DEPENDS <target>...]]
      [REPOSITORY <url|dir>
       INSTALL_COMMAND <word>... [COMMAND <word>...]... [MODULE_DIR <dir>] [REQUIREMENTS <spec>...]]
      [KEEP_BUILDS <n>]
      [INSTALL_SPEC <template>] [PINS <spec>...] [AS_OF <date>] [IMPORT_CHECK <module>]
      [COPY_DIR <dir>] [PYTHON <interpreter>] [TMP_PREFIX <prefix>] [MEMORY] [PROFILE]
      [INSTRUCTIONS] [NO_TIME] [COUNT_CALLS <n>] [COUNT_WARMUP <n>] [LOCKED]
      [PYTEST_ARGS <arg>...] [COMMAND <word>...]
      [BASELINE <label>...] [METRICS <metric>...] [STAT <stat>] [FAIL_ON <rule>...]
      [GATE raw|verdict|confirmed] [MIN_EFFECT <percent>]
      [MIN_EFFECT_INSTRUCTIONS <percent>] [PLOTS html|svg|png|pdf ...]
      [OUTPUT_DIR <dir>]
      [ROUNDS <n>|auto] [BUDGET <seconds>] [SEED <n>] [CPU <list>]
      [ON_UNAVAILABLE FAIL|SKIP] [ALLOW_PARTIAL]
      [REUSE [<dir>]] [REUSE_TIMES]
      [LAUNCHER <word>...] [WORK_DIR <dir>] [QUEUE_TIMEOUT <seconds>] [PIN_NODE ON|OFF] [NODES <n>]
      [LABELS <label>...] [TIMEOUT <seconds>] [PARALLEL] [PROCESSORS <n>]
      [RESOURCE_LOCK <name>...] [RESOURCE_GROUPS <group>...] [MEASUREMENTS <n>]
      [ENVIRONMENT <var=value>...]
      [ENVIRONMENT_MODIFICATION <op>...] [PROPERTIES <key value>...] [TEST_LIST <out-var>])

  ``<name>`` names the tests and targets; letters, digits and ``._+-``, once in a project.

  What is measured:

  ``PACKAGE <dist>``
    The distribution, as ``pip install`` takes it.
  ``VERSIONS <version>...``
    Oldest first.  Each is a version (``2.0.1``), a tag, a requirement (``tomli>=2,<3``), a
    ``git+https://...`` URL, a local path, or ``LABEL=SPEC`` with one of these.  The label is what
    the version is called in tests, tables and file names; without ``LABEL=`` it is the part after
    the last ``@`` with other characters than ``0-9A-Za-z._-`` replaced by ``-``.  A local path is
    relative to the calling directory.
  ``BUILD_TREE <label>``
    One more version, the last: what this CMake project has built, as ``cmake --install`` installs it,
    in the configuration that is tested.  ``VERSIONS`` may be left out then.  Without ``PYTHON`` the
    environments have the interpreter that ``find_package(Python)`` has found.
  ``COMPONENT <component>...``
    After ``BUILD_TREE``: the components that are installed, and no others.  Default: all.
  ``MODULE_DIR <dir>``
    After ``BUILD_TREE`` or ``INSTALL_COMMAND``, for all that is built: the directory that the package is
    then in, relative to the prefix.  Default: where it is found.  Python is led there if it is not
    ``site-packages``.
  ``REQUIREMENTS <spec>...``
    After ``BUILD_TREE`` or ``INSTALL_COMMAND``, for all that is built: what the package needs.  Default:
    of a build tree what its ``dist-info`` says, if that is installed with it, or ``pyproject.toml``
    beside the top ``CMakeLists.txt``; of a ref its ``pyproject.toml``.
  ``DEPENDS <target>...``
    After ``BUILD_TREE``: targets that ``<name>-sweep`` builds first.  ``ctest`` builds nothing: a file
    that is not there fails the version's test, which names it and the target.
  ``REPOSITORY <url|dir>``
    The git repository that ``INSTALL_COMMAND`` builds from; a directory is relative to the calling one.
    It is only read.
  ``INSTALL_COMMAND <word>... [COMMAND <word>...]...``
    Commands that build and install those versions that are a plain version or word: a tag, a branch or a
    commit of ``REPOSITORY``; other versions stay what they are.  They run one after the other, none by a
    shell, in a clean checkout with its submodules, in the version's environment.  Replaced in each word:
    ``{source}``, the checkout; ``{build}``, a directory to build in; ``{venv}``, the environment, which
    is the prefix to install to; ``{python}``, its interpreter; ``{ref}``; ``{jobs}``, how many processes
    may build at once.  Whatever ``COMMAND`` stands behind it is the next of these; the keyword of that
    name is written before.  With ``INSTALL_SPEC v{version}`` the version 1.0 is the ref ``v1.0``.
  ``KEEP_BUILDS <n>``
    How many builds are kept in ``OUTPUT_DIR/builds``, by commit, commands, compilers, environment and
    machine, so that a second sweep does not build again.  Default 50.  0: build anew.
  ``SUITE <path>``
    The pytest suite, a file or a directory, relative to the calling directory.
  ``INSTALL_SPEC <template>``
    What to install for a plain version or tag, with ``{version}`` in it:
    ``git+https://example.org/pkg@v{version}``.  Default ``PACKAGE=={version}``.
  ``PINS <spec>...``
    Requirements installed beside the package in every environment.
  ``AS_OF <date>``
    ``YYYY-MM-DD``: nothing that was uploaded later is installed.
  ``IMPORT_CHECK <module>``
    A module that must come from the installed package.  Without it a checkout beside the suite can
    be measured under the name of a release.
  ``COPY_DIR <dir>``
    What is copied into the isolated directory, if the suite needs more than its own directory.  Build
    trees in it, virtual environments and ``.git`` are not.
  ``PYTHON <interpreter>``
    A path, or a request such as ``3.11``.  Default: ``python3`` on ``PATH``.
  ``TMP_PREFIX <prefix>``
    How the names of the temporary directories begin.
  ``MEMORY``
    Measure memory too.
  ``PROFILE``
    With ``MEMORY``: keep the stacks in which memory is allocated, which ``benchmem flamegraph`` draws.
  ``INSTRUCTIONS``
    Count machine instructions too, by Valgrind, which load on the machine does not change: each version
    gets a test ``<name>.<label>.count`` after its own, and these run at the same time.
  ``NO_TIME``
    With ``INSTRUCTIONS``: measure no times.  The version's own test is the one that counts; with
    ``MEMORY`` it measures that as well.
  ``COUNT_CALLS <n>``, ``COUNT_WARMUP <n>``
    With ``INSTRUCTIONS``: how many calls of each benchmark are counted, of which the smallest is the
    value, and how many before them are not.  Default: what ``benchmem sweep --help`` says.
  ``LOCKED``
    Install from the lock files of an earlier sweep in ``OUTPUT_DIR``; resolve nothing.
  ``PYTEST_ARGS <arg>...``
    Arguments for pytest.
  ``COMMAND <word>...``
    A command to run instead of pytest.  ``{python}``, ``{version}``, ``{label}``, ``{cwd}``,
    ``{suite}`` and ``{json}`` are replaced in each word.

  What is made of it:

  ``BASELINE <label>...``
    What the others are compared with: of the labels the first that has results.  Default: the first
    version that has.
  ``METRICS <metric>...``
    ``time``, ``peak``, ``allocated``, ``allocations``, ``rss``, ``instructions``,
    ``extra:NAME``.  Default: ``time`` unless ``NO_TIME``, ``peak`` with ``MEMORY``, ``instructions``
    with ``INSTRUCTIONS``.
  ``STAT <stat>``
    ``min`` (default), ``max``, ``mean``, ``median``, ``iqr`` or ``stddev``.
  ``FAIL_ON <rule>...``
    Adds the test ``<name>.gate``, which fails if the last version is worse than the baseline by
    more than a rule allows: ``time:20%``, ``peak:5MiB``, ``peak:10%+1MiB`` (both exceeded),
    ``instructions:3%``;
    ``latest:time:5%`` compares the last version with the one before it.
  ``GATE raw|verdict|confirmed``
    What breaks a rule where the versions were measured by several processes: any value over the
    threshold, or (``verdict``, the default) only one that is told from noise as well.
    ``confirmed``: of times only one that the instructions or several processes agree with.
  ``MIN_EFFECT <percent>``
    Change of a time up to which no verdict calls it faster or slower.  Default ``2%``.
  ``MIN_EFFECT_INSTRUCTIONS <percent>``
    Change of instructions up to which they are called the same.  Default ``1.5%``, and 100
    instructions.
  ``PLOTS html|svg|png|pdf ...``
    Formats of the pictures in ``OUTPUT_DIR/plots``.  Default ``html``; none for a single version.
  ``OUTPUT_DIR <dir>``
    Where results go, relative to the current binary directory.  Default ``<name>.sweep``.

  How it runs:

  ``ROUNDS <n>|auto``
    Measure each version ``n`` times, 2 to 1000, each time in a process of its own: the first time in the
    version's test, then round by round over all versions in the tests ``<name>.round-2`` ...
    ``<name>.round-<n>``.  ``auto``: the rounds after the first in one test, ``<name>.rounds``, all
    benchmarks three times in all, then only those whose verdict is unclear.
  ``BUDGET <seconds>``
    How long ``<name>.rounds`` may measure.  Default 600.
  ``SEED <n>``
    Of the order of the versions within a round.  Default: a new one for each run, which is printed.
  ``CPU <list>``
    The CPUs that the measured processes are kept to: ``3`` or ``2-3,5``.
  ``ON_UNAVAILABLE FAIL|SKIP``
    What the test of a version does that cannot be installed.  Default ``FAIL``.
  ``ALLOW_PARTIAL``
    A version some of whose benchmarks failed passes.  Its good results are used either way.
  ``REUSE [<dir>]``
    Do not measure a version again of which a result of the same inputs is at hand: lock, suite, options,
    interpreter, harness, this program, processor, C library, environment.  Its test passes and says when it
    was measured.  For instructions and memory, with times for what was counted alone; the results are kept in the directory, relative to the
    current binary directory, default the user's caches.  With ``AS_OF`` a day that is over, or ``LOCKED``,
    the index is not asked either.
  ``REUSE_TIMES``
    The same with times, on the same machine only; tables say of what date they are.
  ``LAUNCHER <word>...``
    Put before the command that measures: ``srun --exclusive -N1``, ``taskset -c 3``.
    With ``srun`` as its first word the suite runs on a node of a cluster, everything else here; the jobs
    are called ``<name>.<label>``.
  ``WORK_DIR <dir>``
    Where the environments are made, relative to the current binary directory.  With ``LAUNCHER srun`` a
    directory that the nodes see too; ``<name>.setup`` asks one whether it does.  Default: that of
    temporary files.
  ``QUEUE_TIMEOUT <seconds>``
    With ``LAUNCHER srun``: how long a job may wait for its node.  Default: a day.
  ``PIN_NODE ON|OFF``
    With ``LAUNCHER srun``: measure all versions and rounds on one node, the one that ``<name>.setup`` was
    given.  Default: with ``ROUNDS``, unless there are ``NODES``.
  ``NODES <n>``
    With ``LAUNCHER srun`` and ``ROUNDS``: measure so many rounds at once, each on a node of its own, after
    the first one; they are one test, ``<name>.rounds``.
  ``TIMEOUT <seconds>``
    For one version from when its suite starts, and once more for counting it.  Default 1800.  CTest's own limit is longer, so that
    ``benchmem`` ends what it started.
  ``PARALLEL``
    Do not keep the versions from running at the same time as other tests.  Only right if each has a
    machine or node of its own.  With ``LAUNCHER srun`` and without ``ROUNDS`` so many versions run at once
    as ctest has jobs (``-j``) and the cluster nodes.
  ``PROCESSORS <n>``, ``RESOURCE_LOCK <name>...``
    The test properties of that name, for the tests of the versions.  ``<name>.<label>.count`` has the
    locks, and one processor.
  ``RESOURCE_GROUPS <group>...``
    The test property of that name (``4,gpus:1``), for the tests that run the suite.  Which resources they
    were given is recorded, and times are compared only where that is the same; the suite finds the ids
    of ``gpus`` in ``CUDA_VISIBLE_DEVICES``.
  ``MEASUREMENTS <n>``
    Of how many benchmarks CDash gets the numbers one by one, by name.  Default 20.  It always gets
    the geometric mean of all.
  ``LABELS <label>...``
    More labels for all tests; ``sweep`` and ``<name>`` they have already.
  ``ENVIRONMENT <var=value>...``, ``ENVIRONMENT_MODIFICATION <op>...``
    The test properties of that name, for all tests.
  ``PROPERTIES <key value>...``
    More properties for all tests.
  ``TEST_LIST <out-var>``
    Set to the names of the tests.

  A keyword that is not given takes its value from ``PYTEST_BENCHMEM_SWEEP_<KEYWORD>``, if that is
  set.

Values reach the program as they are written.  Those that a CMake list cannot carry (empty, ending
with a backslash, an unbalanced ``[``) and those that equal a keyword are refused or taken as the
keyword.  Generator expressions are evaluated.

Tests
^^^^^

All have the labels ``sweep`` and ``<name>``.  They skip (exit status 77) when there is nothing to do.

``<name>.setup``
  Checks uv and the output directory, resolves all versions and fetches what they need; with ``REUSE`` says
  which will be reused.
``<name>.<label>``
  Measures one version; not at the same time as any other test, unless ``PARALLEL``.  With ``NO_TIME`` it
  counts, and nothing keeps it from running at the same time as others.
``<name>.<label>.count``
  With ``INSTRUCTIONS``: counts the version in the environment that its own test has made, beside other
  tests; the counts go into the version's run file.  ``ctest -j16`` counts sixteen versions at once.  It
  comes after all versions are timed, and before more rounds.  A version without times is skipped if its
  own test failed, and fails if that did not run: ``ctest -R 'mypkg[.]1[.]0'`` runs both, and
  ``-R count -FS .`` counts anew what was timed by the newest run.
``<name>.round-<k>``
  With ``ROUNDS``: measures all versions once more, after the round before, as the versions are, in the
  environments that their tests have made.  What is missing of earlier rounds of this run is measured
  too, so a round that was killed can be run again: ``ctest -R round-3 -FS .`` does without the setup,
  which would begin a new run.
``<name>.rounds``
  The same with ``ROUNDS auto``, for all rounds that follow the first.
``<name>.cleanup``
  With ``ROUNDS`` or ``INSTRUCTIONS``: removes the environments that are left.
``<name>.compare``
  Prints the tables and makes the pictures of the versions that succeeded, after all of them.
``<name>.gate``
  After compare, with ``FAIL_ON``.

CDash
^^^^^

A dashboard (``ctest -D Experimental``) gets more than the tests' output: of each version the geometric
mean of every metric, the numbers of its first benchmarks (``MEASUREMENTS``), the seconds of its stages,
the versions of Python and of the package, how a build tree was built, when it was measured if it was
reused (in the test's details too), and the run file; of the comparison its tables and a heatmap
per metric; of the gate the number of regressions and their list.  Counts are told by the tests that
count.  The names stay the same from build to build.

Targets
^^^^^^^

``<name>-sweep``
  Runs these tests; builds the ``DEPENDS`` of ``BUILD_TREE`` first.
``<name>-report``
  Renders again from the results that are there.

``uv`` is looked for at configure time by :module:`FindUv`; with ``-D Uv_INSTALL=ON`` it is installed
into the build tree if it is missing.

Valgrind, which ``INSTRUCTIONS`` needs, is looked for on ``PATH``; where it is missing, or the program was
built without its headers, the configure run says so, and ``<name>.setup`` fails with the reason.

.. command:: pytest_benchmem_can_count

  .. code-block:: cmake

    pytest_benchmem_can_count(<out-var>)

  Sets the variable to ``TRUE`` where instructions can be counted; else to ``FALSE``, and says why.  For
  sweeps that count where Valgrind is there::

    pytest_benchmem_can_count(PYTEST_BENCHMEM_SWEEP_INSTRUCTIONS)
#]=======================================================================]

cmake_policy(VERSION 3.22)

include("${CMAKE_CURRENT_LIST_DIR}/PytestBenchmem/Arguments.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/PytestBenchmem/Counting.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/PytestBenchmem/Rules.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/PytestBenchmem/Secrets.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/PytestBenchmem/Tests.cmake")

function(pytest_benchmem_sweep name)
  _pytest_benchmem_constants()
  set(_kw "")
  set(_after "")
  set(_open "")
  set(_count 0)
  set(_i 1)
  while(_i LESS ARGC)
    _pytest_benchmem_take("${ARGV${_i}}")
    math(EXPR _i "${_i} + 1")
  endwhile()
  _pytest_benchmem_finish_keyword()
  _pytest_benchmem_defaults()

  _pytest_benchmem_check_name()
  foreach(keyword IN ITEMS PACKAGE VERSIONS SUITE)
    if(keyword STREQUAL "VERSIONS" AND DEFINED arg_BUILD_TREE)
      continue()
    elseif(NOT DEFINED arg_${keyword})
      _pytest_benchmem_problem("${keyword}: missing; it is required")
    endif()
  endforeach()
  _pytest_benchmem_stop_on_problems("${name}")

  # As in tool/cluster/launcher.c.
  set(remote FALSE)
  if("${arg_LAUNCHER}" MATCHES "^([^;]*/)?srun(;|$)")
    set(remote TRUE)
  endif()
  _pytest_benchmem_check_build_tree()
  _pytest_benchmem_check_versions("${arg_VERSIONS}" labels words)
  _pytest_benchmem_check_own_commands()
  _pytest_benchmem_check_what()
  _pytest_benchmem_check_counting()
  _pytest_benchmem_check_how()
  _pytest_benchmem_check_paths()
  _pytest_benchmem_stop_on_problems("${name}")

  set(timeout 1800)
  if(DEFINED arg_TIMEOUT)
    set(timeout ${arg_TIMEOUT})
  endif()
  set(queue 0) # seconds that a job may wait
  if(DEFINED arg_QUEUE_TIMEOUT)
    set(queue ${arg_QUEUE_TIMEOUT})
  elseif(remote)
    set(queue 86400)
  endif()
  set(metrics "${arg_METRICS}")
  if(NOT metrics)
    if(NOT arg_NO_TIME)
      list(APPEND metrics time)
    endif()
    if(arg_MEMORY)
      list(APPEND metrics peak)
    endif()
    if(arg_INSTRUCTIONS)
      list(APPEND metrics instructions)
    endif()
  endif()
  set_property(GLOBAL APPEND PROPERTY _PYTEST_BENCHMEM_NAMES "${name}")
  set_property(GLOBAL APPEND PROPERTY _PYTEST_BENCHMEM_OUTPUTS "${output_dir}")
  list(PREPEND CMAKE_MODULE_PATH "${_PYTEST_BENCHMEM_DIR}/..")
  find_package(Uv ${_PYTEST_BENCHMEM_UV_MINIMUM})
  if(arg_INSTRUCTIONS)
    _pytest_benchmem_say_uncountable()
  endif()
  _pytest_benchmem_add_tests(tests)
  if(arg_TEST_LIST)
    set(${arg_TEST_LIST} "${tests}" PARENT_SCOPE)
  endif()
endfunction()

# The name is part of names of tests, targets, labels and files.
function(_pytest_benchmem_check_name)
  get_property(names GLOBAL PROPERTY _PYTEST_BENCHMEM_NAMES)
  string(LENGTH "${name}" length)
  if(NOT "${name}" MATCHES "^[0-9A-Za-z]([0-9A-Za-z._+-]*[0-9A-Za-z])?$" OR length GREATER 80)
    _pytest_benchmem_problem("<name>: '${name}' cannot name tests and targets; use at most 80 letters, "
      "digits and . _ + - (not at its ends)")
  elseif(name STREQUAL "sweep")
    _pytest_benchmem_problem("<name>: 'sweep' is the label of all sweeps; choose another name")
  elseif(name IN_LIST names)
    _pytest_benchmem_problem("<name>: there is a sweep '${name}' already in this project; choose "
      "another name")
  else()
    foreach(target IN ITEMS ${name}-sweep ${name}-report ${name}_prereqs)
      if(TARGET ${target})
        _pytest_benchmem_problem("<name>: there is a target '${target}' already; choose another name")
      endif()
    endforeach()
  endif()
  if(NOT TARGET PytestBenchmem::benchmem)
    _pytest_benchmem_problem("there is no target PytestBenchmem::benchmem here; call "
      "find_package(PytestBenchmem), FetchContent_MakeAvailable() or add_subdirectory() in this "
      "directory or one above it")
  endif()
endfunction()

# Single values about what is measured.
function(_pytest_benchmem_check_what)
  if(NOT "${arg_PACKAGE}" MATCHES "^[0-9A-Za-z]([0-9A-Za-z._-]*[0-9A-Za-z])?(\\[[0-9A-Za-z._, -]+\\])?$")
    _pytest_benchmem_problem("PACKAGE: '${arg_PACKAGE}' is not the name of a distribution")
  endif()
  if(DEFINED arg_INSTALL_SPEC AND NOT "${arg_INSTALL_SPEC}" MATCHES "{version}")
    _pytest_benchmem_problem("INSTALL_SPEC: '${arg_INSTALL_SPEC}' does not hold {version}; write it "
      "where the version belongs")
  endif()
  if(arg_PROFILE AND NOT arg_MEMORY)
    _pytest_benchmem_problem("PROFILE: keeps where memory is allocated; give MEMORY too")
  endif()
  foreach(pin IN LISTS arg_PINS)
    if("${pin}" MATCHES "^-")
      _pytest_benchmem_problem("PINS: '${pin}' begins with '-' and would be read as an option; write a "
        "requirement")
    endif()
  endforeach()
  if(DEFINED arg_AS_OF)
    _pytest_benchmem_check_date(AS_OF "${arg_AS_OF}")
  endif()
  set(word "[^] -/:-@[\\^`{-~]")
  if(DEFINED arg_IMPORT_CHECK AND (NOT "${arg_IMPORT_CHECK}" MATCHES "^${word}+([.]${word}+)*$"
      OR "${arg_IMPORT_CHECK}" MATCHES "(^|[.])[0-9]"))
    _pytest_benchmem_problem("IMPORT_CHECK: '${arg_IMPORT_CHECK}' is not the name of a module; write "
      "it as after 'import', such as package.module")
  endif()
  if(DEFINED arg_TMP_PREFIX AND "${arg_TMP_PREFIX}" MATCHES "/")
    _pytest_benchmem_problem("TMP_PREFIX: '${arg_TMP_PREFIX}' is not part of a file name; leave out "
      "the '/'")
  endif()
  if("${arg_PYTHON}" MATCHES "^-")
    _pytest_benchmem_problem("PYTHON: '${arg_PYTHON}' is neither an interpreter nor a version")
  endif()
endfunction()

# What is made of it, and how the tests run.
function(_pytest_benchmem_check_how)
  foreach(label IN LISTS arg_BASELINE)
    if(NOT "${label}" IN_LIST labels)
      string(REPLACE ";" ", " known "${labels}")
      _pytest_benchmem_problem("BASELINE: '${label}' is not the label of a version; labels here: "
        "${known}")
    endif()
  endforeach()
  _pytest_benchmem_check_metrics("${arg_METRICS}" "${arg_STAT}")
  foreach(rule IN LISTS arg_FAIL_ON)
    _pytest_benchmem_check_rule("${rule}")
  endforeach()
  _pytest_benchmem_check_choice(GATE "${arg_GATE}" raw verdict confirmed)
  if(DEFINED arg_MIN_EFFECT)
    _pytest_benchmem_check_percent(MIN_EFFECT "${arg_MIN_EFFECT}")
  endif()
  if(DEFINED arg_MIN_EFFECT_INSTRUCTIONS)
    _pytest_benchmem_check_percent(MIN_EFFECT_INSTRUCTIONS "${arg_MIN_EFFECT_INSTRUCTIONS}")
  endif()
  _pytest_benchmem_check_choice(PLOTS "${arg_PLOTS}" html svg png pdf)
  _pytest_benchmem_check_choice(ON_UNAVAILABLE "${arg_ON_UNAVAILABLE}" FAIL SKIP)
  _pytest_benchmem_check_choice(PIN_NODE "${arg_PIN_NODE}" ON OFF)
  foreach(keyword IN ITEMS QUEUE_TIMEOUT PIN_NODE NODES)
    if(DEFINED arg_${keyword} AND NOT remote)
      _pytest_benchmem_problem("${keyword}: is for the launcher of a cluster; give LAUNCHER with srun as "
        "its first word")
    endif()
  endforeach()
  foreach(keyword IN ITEMS TIMEOUT PROCESSORS QUEUE_TIMEOUT NODES)
    if(DEFINED arg_${keyword})
      _pytest_benchmem_check_whole(${keyword} 1 "${arg_${keyword}}")
    endif()
  endforeach()
  if(DEFINED arg_ROUNDS AND NOT "${arg_ROUNDS}" STREQUAL "auto")
    _pytest_benchmem_check_whole(ROUNDS 2 "${arg_ROUNDS}")
    if("${arg_ROUNDS}" MATCHES "^[0-9]+$" AND "${arg_ROUNDS}" GREATER 1000)
      _pytest_benchmem_problem("ROUNDS: '${arg_ROUNDS}' is more than 1000")
    endif()
  elseif(NOT DEFINED arg_ROUNDS AND DEFINED arg_SEED)
    _pytest_benchmem_problem("SEED: is of the order within rounds; give ROUNDS too")
  endif()
  if(DEFINED arg_BUDGET)
    _pytest_benchmem_check_whole(BUDGET 1 "${arg_BUDGET}")
    if(NOT "${arg_ROUNDS}" STREQUAL "auto")
      _pytest_benchmem_problem("BUDGET: is for ROUNDS auto")
    endif()
  endif()
  if(DEFINED arg_SEED)
    _pytest_benchmem_check_whole(SEED 1 "${arg_SEED}")
  endif()
  if(DEFINED arg_CPU AND NOT "${arg_CPU}" MATCHES "^[0-9]+(-[0-9]+)?(,[0-9]+(-[0-9]+)?)*$")
    _pytest_benchmem_problem("CPU: '${arg_CPU}' is no list of CPUs; write it as 3 or 2-3,5")
  endif()
  if(DEFINED arg_MEASUREMENTS)
    _pytest_benchmem_check_whole(MEASUREMENTS 0 "${arg_MEASUREMENTS}")
  endif()
  _pytest_benchmem_check_environment("${arg_ENVIRONMENT}" "${arg_ENVIRONMENT_MODIFICATION}")
  _pytest_benchmem_check_properties("${arg_PROPERTIES}")
  foreach(label IN LISTS arg_LABELS)
    if("${label}" MATCHES ";")
      _pytest_benchmem_problem("LABELS: '${label}' holds a ';'; write two labels")
    endif()
  endforeach()
endfunction()

function(_pytest_benchmem_check_paths)
  _pytest_benchmem_check_path(SUITE "${arg_SUITE}" "${CMAKE_CURRENT_SOURCE_DIR}" ANY suite)
  if(DEFINED arg_COPY_DIR)
    _pytest_benchmem_check_path(COPY_DIR "${arg_COPY_DIR}" "${CMAKE_CURRENT_SOURCE_DIR}" DIRECTORY
      copy_dir)
  endif()
  set(python "${arg_PYTHON}")
  if(python MATCHES "^[^/@=<>]+/")
    _pytest_benchmem_check_path(PYTHON "${python}" "${CMAKE_CURRENT_SOURCE_DIR}" NONE python)
  endif()
  set(output_dir "${name}.sweep")
  if(DEFINED arg_OUTPUT_DIR)
    set(output_dir "${arg_OUTPUT_DIR}")
  endif()
  _pytest_benchmem_check_path(OUTPUT_DIR "${output_dir}" "${CMAKE_CURRENT_BINARY_DIR}" NONE output_dir)
  set(work_dir "${arg_WORK_DIR}")
  if(DEFINED arg_WORK_DIR)
    _pytest_benchmem_check_path(WORK_DIR "${work_dir}" "${CMAKE_CURRENT_BINARY_DIR}" NONE work_dir)
    file(MAKE_DIRECTORY "${work_dir}")
  endif()
  set(reuse_dir "")
  if("${arg_REUSE}" MATCHES "^(ON|OFF|TRUE|FALSE|YES|NO|0|1)$")
    _pytest_benchmem_problem("REUSE: '${arg_REUSE}' would be a directory; write REUSE alone, or leave it out")
  elseif(NOT "${arg_REUSE}" STREQUAL "")
    _pytest_benchmem_check_path(REUSE "${arg_REUSE}" "${CMAKE_CURRENT_BINARY_DIR}" NONE reuse_dir)
  endif()
  get_property(outputs GLOBAL PROPERTY _PYTEST_BENCHMEM_OUTPUTS)
  if("${output_dir}" IN_LIST outputs)
    _pytest_benchmem_problem("OUTPUT_DIR: '${output_dir}' is that of another sweep; choose another")
  endif()
  foreach(result IN ITEMS suite copy_dir python output_dir work_dir reuse_dir)
    set(${result} "${${result}}" PARENT_SCOPE)
  endforeach()
endfunction()

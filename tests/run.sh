#!/bin/sh
# Runs every test: installs what is missing, builds with gcc and clang, and runs
#   1  all tests of an optimised build that gcc's analyzer has gone through; unit tests under valgrind
#      are among them
#   2  clang's warnings, clang-tidy, and the quick tests under the address and undefined behaviour
#      sanitizers
#   3  of the same build every fuzz target for FUZZ_SECONDS (an environment variable; 10), the random
#      numbers starting from the commit: each goes through other inputs, and the same one through the
#      same again
#
#   sh tests/run.sh
set -eu
export BENCHMEM_LOCK=off # tests that run side by side do not wait for each other
cd "$(dirname "$0")/.."
. cmake/prepare.sh
prepare build memory tests
prepare_more
# Tests build the source in places of their own: where is no part of what was compiled.
! command -v ccache >/dev/null || export CMAKE_C_COMPILER_LAUNCHER=ccache CCACHE_NOHASHDIR=1

jobs=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
side_by_side=$((jobs * 2)) # tests wait for children and disks about as long as they compute
failed=
passed_tests=0
failed_tests=0
skipped_tests=0

# configure <preset> [argument...]: and build it
configure() {
    preset=$1
    shift
    if [ -e "build${suffix}/CMakeCache.txt" ]; then
        cmake --preset "$preset" "$@" || return 1
    else
        cmake --preset "$preset" -G Ninja "$@" || return 1
    fi
    cmake --build --preset "$preset" --parallel "$jobs"
}

# check <directory> [argument of ctest...]: run tests and count them
check() {
    directory=$1
    shift
    ctest --test-dir "$directory" --output-on-failure --no-tests=error "$@" | tee "$directory/run.log" || true
    # A test that failed may show such a line of a ctest of its own; the last one is this one's.
    # CMake 4.4 says "100% tests passed out of 9" where older ones say "..., 0 tests failed out of 9".
    line=$(sed -n -e 's/.*, \([0-9]*\) tests* failed out of \([0-9]*\)$/\1 \2/p' \
        -e 's/^100% tests* passed out of \([0-9]*\)$/0 \1/p' "$directory/run.log" | tail -n 1)
    if [ -z "$line" ]; then
        failed="$failed $directory"
        return
    fi
    bad=${line% *}
    skipped=$(grep -c '\*\*\*Skipped' "$directory/run.log" || true)
    passed_tests=$((passed_tests + ${line#* } - bad - skipped))
    failed_tests=$((failed_tests + bad))
    skipped_tests=$((skipped_tests + skipped))
}

step() {
    echo
    echo "=== $* ($(date +%H:%M:%S))"
}

step "gcc, all tests"
suffix=
configure default -D PYTEST_BENCHMEM_WERROR=ON -D PYTEST_BENCHMEM_ANALYZE=ON \
    -D Uv_INSTALL=ON || failed="$failed build"
check build --parallel "$side_by_side"

suffix=-asan
if prepare_has fuzzer; then # clang's runtime is there; it looks for more, such as NULL + 0
    step "clang, clang-tidy, quick tests with sanitizers"
    configure asan -D CMAKE_C_COMPILER=clang -D PYTEST_BENCHMEM_FUZZ=ON \
        -D CMAKE_C_CLANG_TIDY=clang-tidy || failed="$failed build-asan"
    check build-asan -L quick --parallel "$side_by_side"

    step "fuzzing"
    commit=$(git rev-parse HEAD 2>/dev/null | cut -c1-7)
    [ -z "$commit" ] || export FUZZ_SEED="${FUZZ_SEED:-$((0x$commit))}"
    export FUZZ_SECONDS="${FUZZ_SECONDS:-10}"
    check build-asan -L '^fuzzing$' --parallel "$jobs"
else
    step "sanitizers, quick tests"
    configure asan -D CMAKE_C_COMPILER=cc || failed="$failed build-asan"
    check build-asan -L quick --parallel "$side_by_side"

    step "clang and clang-tidy"
    suffix=-tidy
    configure tidy || failed="$failed build-tidy"
    echo "fuzzing is skipped: clang has no libFuzzer here"
    skipped_tests=$((skipped_tests + 1))
fi

echo
[ -z "$failed" ] || echo "Did not build or run:$failed"
echo "$passed_tests passed, $failed_tests failed, $skipped_tests skipped"
[ -z "$failed" ] && [ "$failed_tests" -eq 0 ]

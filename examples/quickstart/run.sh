#!/bin/sh
# Sweeps four releases of tomli: installs what is missing, builds, runs the sweep, shows the result.
# Instructions are counted where Valgrind is there; it is not installed.
#
#   sh examples/quickstart/run.sh [BUILD-DIRECTORY]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
build=${1:-$top/build/quickstart}

. "$top/cmake/prepare.sh"
prepare build memory

# Memory is measured by pytest-benchmem, which needs Python 3.11; python3 may be older.
python=
prepare_is_new_python python3 || python='>=3.11'

set -- -S "$here" -B "$build" -D Uv_INSTALL=ON -D "PYTEST_BENCHMEM_SWEEP_PYTHON=$python"
[ -e "$build/CMakeCache.txt" ] || set -- "$@" -G Ninja
cmake "$@"
cmake --build "$build"

status=0
ctest --test-dir "$build" -L sweep -j4 --output-on-failure || status=$?

out=$(cd "$build" && pwd)/tomli.sweep
cmake --build "$build" --target tomli-report || status=1
echo
for metric in time peak instructions; do
    if [ -e "$out/plots/$metric.html" ]; then
        echo "heatmap of $metric: $out/plots/$metric.png"
        echo "page to explore it: $out/plots/$metric.html"
    fi
done
exit $status

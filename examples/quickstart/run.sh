#!/bin/sh
# Sweeps four releases of tomli: installs what is missing, builds, runs the sweep, shows the result.
#
#   sh examples/quickstart/run.sh [BUILD-DIRECTORY]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
build=${1:-$top/build/quickstart}

. "$top/cmake/prepare.sh"
prepare build

if [ -e "$build/CMakeCache.txt" ]; then
    cmake -S "$here" -B "$build" -D Uv_INSTALL=ON
else
    cmake -S "$here" -B "$build" -G Ninja -D Uv_INSTALL=ON
fi
cmake --build "$build"

status=0
ctest --test-dir "$build" -L sweep --output-on-failure || status=$?

out=$(cd "$build" && pwd)/tomli.sweep
cmake --build "$build" --target tomli-report || status=1
echo
for metric in time peak; do
    echo "heatmap of $metric: $out/plots/$metric.png"
    echo "page to explore it: $out/plots/$metric.html"
done
exit $status

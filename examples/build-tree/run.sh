#!/bin/sh
# Sweeps what this project has just built against its releases 1.0.0 and 1.1.0.
#
#   sh examples/build-tree/run.sh DIRECTORY [ARGUMENT OF CMAKE...]
#
# A project has its releases already.  This one is an example within another repository:
# DIRECTORY/textstat becomes a repository of its own, with the releases as tags.  pybind11 is taken from
# PyPI into DIRECTORY/tools, unless -D pybind11_DIR=... is among the arguments.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
top=$(cd "$1" && pwd)
shift
case "$*" in
*pybind11_DIR=*) ;;
*)
    python3 -m pip install --quiet --upgrade --target "$top/tools" pybind11
    set -- "$@" -D "pybind11_DIR=$top/tools/pybind11/share/cmake/pybind11"
    ;;
esac

rm -rf "$top/textstat"
cp -R "$here" "$top/textstat"
cd "$top/textstat"
git init -q
for release in v1.0.0 v1.1.0; do
    git apply $release.patch
    git add -A
    git -c user.name=example -c user.email=example@localhost commit -q -m "Release $release"
    git tag $release
    git apply -R $release.patch
done

cmake -S . -B build -D CMAKE_BUILD_TYPE=Release "$@"
cmake --build build --target textstat-sweep # builds the module first, then runs the tests

#!/bin/sh
# Sweeps what this project has just built against its release 1.0.0.
#
#   sh examples/build-tree/run.sh DIRECTORY [ARGUMENT OF CMAKE...]
#
# A project has its releases already.  This one is an example within another repository:
# DIRECTORY/textstat becomes a repository of its own, with the release as a tag, which is checked out
# and built in DIRECTORY/textstat-1.0.0.  pybind11 is taken from PyPI into DIRECTORY/tools, unless
# -D pybind11_DIR=... is among the arguments.
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

rm -rf "$top/textstat" "$top/textstat-1.0.0"
cp -R "$here" "$top/textstat"
cd "$top/textstat"
git init -q
git apply v1.0.0.patch
git add -A
git -c user.name=example -c user.email=example@localhost commit -q -m "Release 1.0.0"
git tag v1.0.0
git apply -R v1.0.0.patch
git worktree add -q "$top/textstat-1.0.0" v1.0.0

for source in "$top/textstat-1.0.0" "$top/textstat"; do
    cmake -S "$source" -B "$source/build" -D CMAKE_BUILD_TYPE=Release "$@"
done
cmake --build "$top/textstat-1.0.0/build"
cmake --build build --target textstat-sweep # builds the module first, then runs the tests

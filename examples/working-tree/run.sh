#!/bin/sh
# Sweeps this project as it is now against its release 1.0.0.
#
#   sh examples/working-tree/run.sh DIRECTORY [ARGUMENT OF CMAKE...]
#
# A project has its releases already, as tags or on an index.  This one is an example within another
# repository: DIRECTORY/wordcount becomes a repository of its own, with the release as a tag and this
# directory as the working tree.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
project=$(cd "$1" && pwd)/wordcount
shift

rm -rf "$project"
cp -R "$here" "$project"
cd "$project"
git init -q
git apply v1.0.0.patch
git add -A
git -c user.name=example -c user.email=example@localhost commit -q -m "Release 1.0.0"
git tag v1.0.0
git apply -R v1.0.0.patch

cmake -S . -B build "$@"
cmake --build build
ctest --test-dir build -L sweep --output-on-failure

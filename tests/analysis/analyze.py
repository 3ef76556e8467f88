"""gcc -fanalyzer and cppcheck over tool/.

    python3 tests/analysis/analyze.py BUILD [--jobs N]

BUILD is a build directory with compile_commands.json of gcc.  Fails on a finding that is not in
accepted.txt beside this file, where each has its reason; names those accepted that it does not find.
Exit status 77: neither tool is there.
"""
import argparse
import concurrent.futures
import json
import os
import re
import shlex
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
CPPCHECK = ["--enable=warning,performance,portability", "--std=c11", "--quiet", "--inline-suppr",
            "--suppress=missingIncludeSystem", "--template={file}:{line}: [{id}]",
            "--max-configs=4"]


def accepted():
    """The findings (tool, file, name) that stand, without their reasons."""
    found = set()
    with open(os.path.join(HERE, "accepted.txt"), encoding="utf-8") as f:
        for line in f:
            if line.strip() and not line.startswith("#"):
                tool, path, name, reason = line.split(None, 3)
                found.add((tool, path, name))
    return found


def commands(build):
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as f:
        return [c for c in json.load(f) if os.path.relpath(c["file"], ROOT).startswith("tool/")]


def gcc(command):
    """The findings of one file; what is not understood is one as well."""
    words = shlex.split(command["command"])
    words[words.index("-o") + 1] = os.devnull
    for flag in ("-MF", "-MT"):
        at = words.index(flag) if flag in words else None
        if at:
            del words[at:at + 2]
    words = [w for w in words if w not in ("-MD", "-Werror")]
    done = subprocess.run([*words, "-fanalyzer"], cwd=command["directory"], stderr=subprocess.PIPE,
                          text=True)
    if done.returncode:
        return {("gcc", os.path.relpath(command["file"], ROOT), done.stderr[-500:])}
    return {("gcc", os.path.relpath(path, ROOT), name) for path, name in
            re.findall(r"^(\S+?):\d+:\d+: warning: .*\[-W([\w-]+)\]$", done.stderr, re.M)}


def cppcheck(paths, build):
    """Those of a group of files."""
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as f:
        first = next(c for c in json.load(f) if c["file"] == paths[0])
    words = [w for w in shlex.split(first["command"]) if w.startswith(("-D", "-I"))]
    done = subprocess.run(["cppcheck", *CPPCHECK, *words, *paths], cwd=ROOT, stderr=subprocess.PIPE,
                          text=True)
    return {("cppcheck", os.path.relpath(os.path.join(ROOT, path), ROOT), name) for path, name in
            re.findall(r"^(\S+?):\d+: \[(\w+)\]$", done.stderr, re.M)}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("build")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    args = parser.parse_args()
    build = os.path.abspath(args.build)
    files, found, tools = commands(build), set(), set()
    if not files:
        sys.exit("%s holds no commands for tool/" % build)
    with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        work = []
        compiler = shlex.split(files[0]["command"])[0]
        version = subprocess.run([compiler, "--version"], stdout=subprocess.PIPE, text=True).stdout
        if "Free Software Foundation" in version:
            tools.add("gcc")
            work += [pool.submit(gcc, c) for c in files]
        if shutil.which("cppcheck"):
            tools.add("cppcheck")
            paths = [c["file"] for c in files]
            work += [pool.submit(cppcheck, paths[i::8], build) for i in range(8)]
        for part in work:
            found |= part.result()
    if not tools:
        print("skipped: neither gcc nor cppcheck is there")
        sys.exit(77)
    known = {entry for entry in accepted() if entry[0] in tools}
    for tool, path, name in sorted(found - known):
        print("%s: %s: %s" % (path, tool, name))
    for tool, path, name in sorted(known - found):
        print("%s: %s: %s is accepted, and not found any more by this version" % (path, tool, name))
    print("%s over %d files: %d findings, %d of them accepted with a reason" % (
        " and ".join(sorted(tools)), len(files), len(found), len(found & known)))
    sys.exit(1 if found - known else 0)


if __name__ == "__main__":
    main()

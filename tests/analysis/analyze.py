"""cppcheck over tool/.

    python3 tests/analysis/analyze.py BUILD [--jobs N]

BUILD is a build directory with compile_commands.json.  Fails on a finding that is not in accepted.txt
beside this file, where each has its reason; names those accepted that it does not find.  Exit status 77:
it is not there.
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
GROUPS = 8  # of files, each looked at by one process


def accepted():
    """The findings (file, name) that stand, without their reasons."""
    with open(os.path.join(HERE, "accepted.txt"), encoding="utf-8") as f:
        lines = [line for line in f if line.strip() and not line.startswith("#")]
    return {tuple(line.split(None, 2)[:2]) for line in lines}


def findings(commands):
    """Those of the files of a group."""
    words = [w for w in shlex.split(commands[0]["command"]) if w.startswith(("-D", "-I"))]
    done = subprocess.run(["cppcheck", *CPPCHECK, *words, *(c["file"] for c in commands)], cwd=ROOT,
                          stderr=subprocess.PIPE, text=True)
    return {(os.path.relpath(os.path.join(ROOT, path), ROOT), name) for path, name in
            re.findall(r"^(\S+?):\d+: \[(\w+)\]$", done.stderr, re.M)}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("build")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    args = parser.parse_args()
    if not shutil.which("cppcheck"):
        print("skipped: cppcheck is not there")
        sys.exit(77)
    with open(os.path.join(args.build, "compile_commands.json"), encoding="utf-8") as f:
        commands = [c for c in json.load(f) if os.path.relpath(c["file"], ROOT).startswith("tool/")]
    if not commands:
        sys.exit("%s holds no commands for tool/" % args.build)
    with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        found = set().union(*pool.map(findings, (commands[i::GROUPS] for i in range(GROUPS))))
    known = accepted()
    for path, name in sorted(found - known):
        print("%s: %s" % (path, name))
    for path, name in sorted(known - found):
        print("%s: %s is accepted, and not found any more by this version" % (path, name))
    print("cppcheck over %d files: %d findings, %d of them accepted with a reason" % (
        len(commands), len(found), len(found & known)))
    sys.exit(1 if found - known else 0)


if __name__ == "__main__":
    main()

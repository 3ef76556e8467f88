"""What the tests measure of this program's robustness, in one table.

    python3 tests/measures.py [--coverage] [--build DIRECTORY]

Run after `sh tests/run.sh`, or after building and running the parts by hand:

    faults              cases of tests/faults, counted; whether they pass is ctest's to say
    kills               KILL signals over sweeps, from the newest run of faults.kills
    memory, space       allocations and uses of a disk that failed one by one (tests/scarce)
    hostile strings     followed into an output and read back (tests/hostile)
    fuzzing             executions and minutes per target, over all runs of tests/fuzz/fuzz.py
    coverage            of tool/ by lines and branches: --coverage builds the preset `coverage`, runs
                        its tests (some minutes) and asks gcovr

A line whose numbers are not there says how to get them.
"""
import argparse
import ast
import json
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
COVERED_BY = "quick|unit|faults|fuzz|hostile|cdash|peer|packages|cmake|statistics"
#: Branches that only exist in the compiler's view of a macro are not the program's.
GCOVR = ["--filter", "tool/", "--exclude-unreachable-branches", "--exclude-throw-branches"]


def show(what, text):
    print("%-22s %s" % (what, text), flush=True)


def load(path):
    try:
        with open(path, encoding="utf-8") as f:
            return json.load(f)
    except (OSError, ValueError):
        return None


def faults():
    """Test methods and, where a method goes through a table of cases, subTest calls count as one."""
    count = files = 0
    for name in sorted(os.listdir(os.path.join(HERE, "faults"))):
        if name.startswith("test_"):
            with open(os.path.join(HERE, "faults", name), encoding="utf-8") as f:
                tree = ast.parse(f.read())
            count += sum(isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
                         for node in ast.walk(tree))
            files += 1
    show("faults", "%d cases in %d files" % (count, files))


def kills(build):
    found = []
    for directory, _, names in os.walk(os.path.join(build, "Testing")):
        for name in names:
            if name.startswith("LastTest") and name.endswith(".log"):
                with open(os.path.join(directory, name), encoding="utf-8", errors="replace") as f:
                    found += re.findall(r"^(\d+ kills.*)$", f.read(), re.M)
    show("kills", found[-1] if found else "run ctest -R kill in %s" % build)


def scarce(build):
    for resource in ("memory", "space"):
        for topic in ("compare", "plot", "picture", "sweep"):
            counts = load(os.path.join(build, "tests", "scarce", "%s.%s.json" % (resource, topic)))
            show("%s, %s" % (resource, topic), "%s failed, one by one" % format(
                sum(counts.values()), ",") if counts else "run ctest -L scarce")


def hostile(build):
    counts = load(os.path.join(build, "tests", "hostile", "outputs.json"))
    show("hostile strings", "%(strings)d followed into an output in %(cases)d cases, %(failed)d failed" % counts
         if counts else "run ctest -R hostile")


def show_fuzzing(what, count):
    show(what, "%13s executions in %.1f minutes, %.1f of processor time" % (
        format(count["executions"], ","), count["seconds"] / 60, count["processor"] / 60))


def fuzzing(build):
    counts = load(os.path.join(build, "fuzz", "tally.json"))
    if not counts:
        show("fuzzing", "build the preset fuzz and run ctest --preset fuzz")
        return
    for name, count in sorted(counts.items()):
        show_fuzzing("fuzzing, " + name, count)
    show_fuzzing("fuzzing", {what: sum(count[what] for count in counts.values())
                             for what in ("executions", "seconds", "processor")})


def coverage(build, run):
    if run:
        jobs = str(os.cpu_count() or 1)
        for words in (["cmake", "--preset", "coverage"],
                      ["cmake", "--build", "--preset", "coverage", "--parallel", jobs]):
            subprocess.run(words, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        done = subprocess.run(["ctest", "--test-dir", build, "-L", COVERED_BY, "-LE", "slow|valgrind",
                               "--parallel", jobs], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        print("\n".join(line for line in done.stdout.split("\n") if "tests passed" in line))
    if run or os.path.isdir(build):
        gcovr(build)
    summary = load(os.path.join(build, "coverage.json"))
    if summary:
        show("coverage", "%.1f %% of %d lines, %.1f %% of %d branches" % (
            summary["line_percent"], summary["line_total"], summary["branch_percent"],
            summary["branch_total"]))
    else:
        show("coverage", "python3 tests/measures.py --coverage, which wants gcovr")


def gcovr(build):
    try:
        subprocess.run(["gcovr", "--root", ".", *GCOVR, "--json-summary",
                        os.path.join(build, "coverage.json"), "--txt",
                        os.path.join(build, "coverage.txt"), os.path.join(build, "tool")],
                       cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError) as error:
        print("gcovr: %s" % error)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--coverage", action="store_true", help="build and run what counts it")
    parser.add_argument("--build", default=os.path.join(ROOT, "build"))
    args = parser.parse_args()
    build = os.path.abspath(args.build)
    faults()
    kills(build)
    scarce(build)
    hostile(build)
    fuzzing(build + "-fuzz")
    coverage(build + "-coverage", args.coverage)


if __name__ == "__main__":
    sys.exit(main())

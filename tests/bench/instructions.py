"""Instructions that fixed small cases of `benchmem compare` take, against those on record.

    python3 tests/bench/instructions.py --benchmem build/tool/benchmem --compiler GNU-12 \\
        --build-type RelWithDebInfo [--write]

callgrind counts the instructions of main() and what it calls, on one processor; no other work on
the machine changes them, so that a slow-down shows as such.  More than 10 % above the record fails.
The record, instructions.txt beside this file, has a line per compiler (with its major version),
build type, machine and case; --write replaces those of this build.  Exit status 77: there is no
callgrind that can count this build, or no record for this compiler and build type.
"""
import argparse
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import compare  # noqa: E402 (its run files)

HERE = os.path.dirname(os.path.abspath(__file__))
RECORD = os.path.join(HERE, "instructions.txt")
MARGIN = 0.10
# Run files: how many, of so many benchmarks, rounds and (joined) processes.
PLAIN, JOINED = (4, 100, 20), (4, 100, 20, 7)
CASES = {"matrix": (PLAIN, []), "peak": (PLAIN, ["--columns", "peak", "--stat", "min"]),
         "extra": (PLAIN, ["--columns", "time,extra:flows", "--stat", "all", "--format", "md"]),
         "joined": (JOINED, [])}


def count(valgrind, program, words, directory):
    """The instructions of main()."""
    out = os.path.join(directory, "callgrind.out")
    result = subprocess.run(
        [valgrind, "--tool=callgrind", "--toggle-collect=main", "--callgrind-out-file=" + out,
         program, "compare", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}, cwd=directory)
    if "debuginfo reader" in result.stderr:
        print("this valgrind cannot read what this compiler says for debuggers; nothing is counted")
        sys.exit(77)
    found = re.search(r"Collected : (\d+)", result.stderr)
    if result.returncode or not found:
        sys.exit("callgrind %s ended with %d:\n%s%s" % (" ".join(words[-4:]), result.returncode,
                                                        result.stdout[-500:], result.stderr[-2000:]))
    return int(found.group(1))


def counts(valgrind, program):
    with tempfile.TemporaryDirectory(prefix="benchmem-count-") as directory:
        found = {}
        for case, (shape, words) in CASES.items():
            runs = "runs-%d" % (shape[3] if len(shape) > 3 else 0)
            if not os.path.isdir(os.path.join(directory, runs)):
                compare.generate(os.path.join(directory, runs), *shape)
            paths = [os.path.join(runs, name)
                     for name in sorted(os.listdir(os.path.join(directory, runs)))]
            found[case] = count(valgrind, program, paths + words, directory)
        return found


def read_record():
    """(compiler, build type, machine, case) -> count; and the comment on top."""
    with open(RECORD, encoding="utf-8") as f:
        lines = f.read().splitlines()
    words = [line.split() for line in lines if line and not line.startswith("#")]
    return {tuple(w[:4]): int(w[4]) for w in words}, [x for x in lines if x.startswith("#")]


def write_record(build, found):
    record, comment = read_record()
    record = {key: n for key, n in record.items() if key[:3] != build}
    record.update({build + (case,): n for case, n in found.items()})
    with open(RECORD, "w", encoding="utf-8") as f:
        f.write("\n".join(comment) + "\n")
        for key in sorted(record):
            f.write("%-10s %-15s %-8s %-8s %d\n" % (*key, record[key]))
    print("wrote %d counts of %s" % (len(found), " ".join(build)))


def judge(build, record, found, command):
    more = 0
    for case, n in found.items():
        kept = record.get(build + (case,))
        if kept is None:
            print("%-8s %11d instructions; none on record" % (case, n))
            more += 1
            continue
        change = n / kept - 1
        print("%-8s %11d instructions, %+.1f %% against the record" % (case, n, change * 100))
        more += change > MARGIN
    if more:
        print("%d of %d cases take more than %.0f %% above the record, or have none. Find what got "
              "slower, or, if it is worth it, put the new counts on record:\n  %s"
              % (more, len(found), MARGIN * 100, command))
    return 1 if more else 0


def main():
    parser = argparse.ArgumentParser(description="See the top of this file.")
    parser.add_argument("--benchmem", required=True)
    parser.add_argument("--valgrind", default="valgrind")
    parser.add_argument("--compiler", required=True, help="ID-MAJOR, as GNU-12")
    parser.add_argument("--build-type", required=True)
    parser.add_argument("--write", action="store_true", help="put the counts on record")
    args = parser.parse_args()
    if not shutil.which(args.valgrind):
        print("valgrind is not installed; nothing is counted")
        return 77
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, [min(os.sched_getaffinity(0))])  # no threads: the same each time
    build = (args.compiler, args.build_type, platform.machine())
    record = read_record()[0]
    command = "python3 %s --benchmem %s --compiler %s --build-type %s --write" % (
        os.path.relpath(__file__), os.path.relpath(args.benchmem), args.compiler, args.build_type)
    if not args.write and not any(key[:3] == build for key in record):
        print("no counts on record for %s; to put them there:\n  %s" % (" ".join(build), command))
        return 77
    found = counts(args.valgrind, os.path.abspath(args.benchmem))
    if args.write:
        write_record(build, found)
        return 0
    return judge(build, record, found, command)


if __name__ == "__main__":
    sys.exit(main())

"""What `benchmem explain` costs: 30 versions of 5,000 benchmarks; and how large what is kept is.

    python3 tests/bench/explain.py --benchmem build-release/tool/benchmem [OUT...]

Generates a sweep of 30 versions, each with 5,000 benchmarks of 20 rounds whose instructions are made
of a hundred functions (550 MB in a temporary directory), and times `explain` of one benchmark, best
of five, with the versions given and found by itself.  For each OUT, a sweep's directory, it prints
how large its counts are beside its run files.  Exits 1 if a goal is missed: 0.2 s for one benchmark,
5 % for the sizes.
"""
import argparse
import glob
import json
import os
import random
import subprocess
import sys
import tempfile
import time

VERSIONS, BENCHMARKS, ROUNDS, FUNCTIONS = 30, 5000, 20, 100
SECONDS, SHARE = 0.2, 0.05


def benchmark_id(number):
    return "bench/test_module_%d.py::test_function_with_a_name[%d]" % (number // 100, number)


def run_file(rng, counts):
    items = []
    for number, count in enumerate(counts):
        name = benchmark_id(number)
        times = [rng.uniform(1e-3, 2e-3) for _ in range(ROUNDS)]
        items.append({
            "group": None, "name": name.split("::")[1], "fullname": name, "params": {"n": number},
            "param": str(number),
            "extra_info": {"benchmem": {
                "instructions": [count, count + 3, count + 5],
                "counted": {"valgrind": "3.19.0", "calls": 3, "warmup": 12, "processor": "P",
                            "malloc": "even", "hash_seed": "0", "randomised": False, "threads": {}}}},
            "options": {"disable_gc": False, "timer": "perf_counter", "min_rounds": 5},
            "stats": {"min": min(times), "max": max(times), "mean": sum(times) / ROUNDS,
                      "stddev": 1e-4, "rounds": ROUNDS, "median": 1.5e-3, "iqr": 1e-4, "data": times,
                      "iterations": 1}})
    return {"machine_info": {"node": "n"}, "commit_info": {}, "benchmarks": items, "version": "5"}


def counts_file(parts_of):
    """As measure/count_record.c writes it, a line a benchmark."""
    functions = [[k % 5, "function_number_%d" % k] for k in range(FUNCTIONS)]
    lines = []
    for number, parts in enumerate(parts_of):
        python = [["package/module.py", k, "Class.method_%d" % k, 3, 10 * k + number] for k in range(6)]
        flat = ",".join("%d,%d" % pair for pair in enumerate(parts))
        lines.append('{"fullname": %s, "instructions": %d, "functions": [%s], "rest": '
                     '{"functions": 0, "instructions": 0}, "python": %s}'
                     % (json.dumps(benchmark_id(number)), sum(parts), flat, json.dumps(python)))
    return '{"format": 1,\n"objects": %s,\n"functions": %s,\n"benchmarks": [\n%s]}\n' % (
        json.dumps(["package/_core.so", *("lib%d.so" % k for k in range(4))]), json.dumps(functions),
        ",\n".join(lines))


def write_sweep(directory):
    rng = random.Random(1)
    os.makedirs(os.path.join(directory, "counts"))
    base = [[rng.randrange(10, 5000) for _ in range(FUNCTIONS)] for _ in range(BENCHMARKS)]
    entries = []
    for version in range(VERSIONS):
        label = "%d.0" % (version + 1)
        parts_of = [[p[0] * (2 if version >= 15 + i % 5 else 1) + 1000, *p[1:]]
                    for i, p in enumerate(base)]
        with open(os.path.join(directory, label + ".json"), "w", encoding="utf-8") as f:
            json.dump(run_file(rng, [sum(parts) for parts in parts_of]), f, indent=4)
        with open(os.path.join(directory, "counts", label + ".json"), "w", encoding="utf-8") as f:
            f.write(counts_file(parts_of))
        entries.append({"version": label, "label": label, "spec": "p==" + label, "run_id": "r",
                        "status": "ok", "failed_tests": [], "json": label + ".json"})
    with open(os.path.join(directory, "sweep.json"), "w", encoding="utf-8") as f:
        json.dump({"benchmem_sweep": 1, "package": "p", "run_id": "r", "versions": entries}, f)


def best(words):
    """Seconds, and seconds of processor time, which load moves less."""
    seconds, busy = [], []
    for _ in range(5):
        begin, before = time.monotonic(), os.times()
        subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
        seconds.append(time.monotonic() - begin)
        after = os.times()
        busy.append(after.children_user + after.children_system - before.children_user
                    - before.children_system)
    return min(seconds), min(busy)


def size(pattern):
    return sum(os.path.getsize(path) for path in glob.glob(pattern))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--benchmem", required=True)
    parser.add_argument("out", nargs="*")
    args = parser.parse_args()
    missed = []
    for out in args.out:
        counts = size(os.path.join(out, "counts", "*.json"))
        runs = size(os.path.join(out, "*.json")) - size(os.path.join(out, "sweep.json"))
        print("%s: counts %d kB, %.1f %% of the run files' %d kB"
              % (out, counts // 1000, 100 * counts / runs, runs // 1000), flush=True)
        if counts > SHARE * runs:
            missed.append("counts of " + out)
    with tempfile.TemporaryDirectory() as directory:
        write_sweep(os.path.join(directory, "out"))
        words = [args.benchmem, "explain", os.path.join(directory, "out"), benchmark_id(3000)]
        for what, more in (("found by itself", []), ("given", ["--from", "15.0", "--to", "16.0"])):
            seconds, busy = best([*words, *more])
            print("one benchmark of %d versions x %d, the versions %s: %.3f s, %.2f s of processor time"
                  % (VERSIONS, BENCHMARKS, what, seconds, busy), flush=True)
            if min(seconds, busy) > SECONDS:  # alone on the machine it takes no longer than it is busy
                missed.append("versions %s: %.3f s, %g s is the goal" % (what, busy, SECONDS))
    print("missed: " + ", ".join(missed) if missed else "all within their goals")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()

"""How fast `benchmem compare` reads, against the peer (pytest-benchmem) and against `cat`.

    python3 tests/bench/compare.py --benchmem build/tool/benchmem

Generates the same run files each time (880 MB without the joined ones, in a temporary directory or the one of --dir, where
they are kept), installs the peer beside them by uv unless --peer names its program, and prints

  10 runs      of 1,000 benchmarks of 20 rounds, `compare --columns peak --stat min`: ours, the
               peer's, and how many times faster (target: 70); peak memory (30 MB)
  30 runs      of 5,000 benchmarks of 20 rounds, the default matrix of time and peak: the time as a
               multiple of what `cat` of the same files to /dev/null takes (4); peak memory
               (100 MB); with --peer-large the peer's time for it, which is minutes
  one run      of one benchmark of 300,000 rounds: the time per byte, less that of a start (of
               --version), as a multiple of that of the 30 runs (1)
  300 runs     of 500 benchmarks: the same (1.2)
  joined runs  30 of 5,000 benchmarks, each of 7 processes of 20 rounds, time and peak (1.5 GB; only with
               --joined): the processor time of the verdicts as a multiple of that of the reading (1)

The programs run by turns, --rounds times; each time is the least of its rounds, as other work on
the machine only adds to it, with the median beside it.  A processor or two of ours to itself is
best.  Exits 1 if a target is missed.
"""
import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

PEER = "pytest-benchmem[plot]==0.5.5"
SETS = {"10": (10, 1000, 20), "30": (30, 5000, 20), "300": (300, 500, 20), "one": (1, 1, 300000),
        "joined": (30, 5000, 20, 7)}


# ---- run files ----

def model(rounds, processes=0):
    """One benchmark as pytest-benchmark lays it out, with the values left open; of several processes
    as `benchmem sweep --rounds` joins them."""
    def hole(kind):
        return "@" + kind

    stats = {name: hole("r") for name in ("min", "max", "mean", "stddev")}
    stats["rounds"] = rounds
    stats.update({name: hole("r") for name in ("median", "iqr", "q1", "q3")})
    stats.update({"iqr_outliers": 1, "stddev_outliers": 2, "outliers": "2;1"})
    stats.update({name: hole("r") for name in ("ld15iqr", "hd15iqr", "ops", "total")})
    stats.update({"data": ["@data"], "iterations": 1})
    if processes:
        stats["processes"] = "@processes"
    passes = processes or 3
    memory = {"peak_bytes": [hole("d")] * passes, "allocations": [hole("d")] * passes,
              "total_bytes": [hole("d")] * passes}
    item = {"group": None, "name": "@name", "fullname": "@fullname",
            "params": {"n": hole("d"), "kind": "@kind"}, "param": "@param",
            "extra_info": {"flows": hole("d"), "benchmem": memory},
            "options": {"disable_gc": False, "timer": "perf_counter", "min_rounds": 5,
                        "max_time": 1.0, "min_time": 5e-06, "warmup": False},
            "stats": stats}
    text = json.dumps(item, indent=4).replace("\n", "\n        ").replace("%", "%%")
    for kind in ("r", "d"):
        text = text.replace('"@%s"' % kind, "%" + kind)
    for kind in ("name", "fullname", "kind", "param"):
        text = text.replace('"@%s"' % kind, '"%s"')
    return text.replace('"@data"', "%s").replace('"@processes"', "%s")


def benchmark(text, i, rounds, draw):
    base = 10 ** draw.uniform(-6, -2)
    data = sorted(base * (1 + abs(draw.gauss(0, 0.1))) for _ in range(rounds))
    name, mean = "test_case_%d[%d-%s]" % (i % 40, i, "abc"[i % 3]), sum(data) / rounds
    peak, spread = draw.randrange(1000, 10 ** 7), data[rounds * 3 // 4] - data[rounds // 4]
    draw.shuffle(data)
    least, middle = min(data), statistics.median(data)
    return text % (name, "benchmarks/test_module_%d.py::%s" % (i % 17, name), i, "abc"[i % 3], i,
                   i * 3, peak, peak, peak + 8, i, i, i + 1, peak * 3, peak * 3, peak * 3,
                   least, max(data), mean, base * 0.1, middle, spread, least * 1.1, middle * 1.2,
                   least, max(data), 1 / mean, sum(data),
                   (",\n" + " " * 20).join(map(repr, data)))


def joined(text, run, i, rounds, processes, noise):
    """The I-th benchmark of a run, joined of several processes.  The same level in all runs, but for a
    fifth, which changes in the middle; each process is off by its own up to 3 %."""
    at = (run * 7919 + i) * processes % 65521
    name, peak = "test_case_%d[%d-%s]" % (i % 40, i, "abc"[i % 3]), 4096 + 16 * i
    base = 10 ** (-6 + i % 1000 / 250) * (1.1 if run > 14 and i % 5 == 0 else 1)
    levels = [base * (1 + noise[at + p] * 0.01) for p in range(processes)]
    data = [[level * (1 + noise[at + 31 * p + r] * 0.1) for r in range(rounds)]
            for p, level in enumerate(levels)]
    lists = {"min": [min(d) for d in data], "max": [max(d) for d in data],
             "mean": [sum(d) / rounds for d in data], "median": [d[rounds // 2] for d in data],
             "iqr": [base * 0.1] * processes, "stddev": [base * 0.1] * processes}
    said = {"round": list(range(1, processes + 1)), "rounds": [rounds] * processes,
            "passes": [1] * processes, **lists}
    least, most, mean = min(lists["min"]), max(lists["max"]), sum(lists["mean"]) / processes
    one = text % (name, "benchmarks/test_module_%d.py::%s" % (i % 17, name), i, "abc"[i % 3], i, i * 3,
                  *[peak] * processes, *[i] * processes, *[peak * 3] * processes,
                  least, most, mean, base * 0.1, mean, base * 0.1, least * 1.1, mean * 1.2, least,
                  most, 1 / mean, mean * rounds, (",\n" + " " * 20).join(
                      repr(value) for d in data for value in d), json.dumps(said, indent=4))
    return one


def generate(directory, runs, benchmarks, rounds, processes=0):
    """Write the run files; the same ones each time."""
    os.makedirs(directory + ".new")
    draw, text = random.Random(1), model(rounds, processes)
    noise = [abs(draw.gauss(0, 1)) for _ in range(66000 if processes else 0)]
    head = json.dumps({"machine_info": {"node": "host", "machine": "x86_64", "cpu": {
        "brand_raw": "A Processor", "flags": ["flag_%d" % i for i in range(100)]}},
        "commit_info": {"id": "0" * 40, "dirty": False}}, indent=4)[:-2]
    for run in range(runs):
        items = (joined(text, run, i, rounds, processes, noise) if processes else
                 benchmark(text, i, rounds, draw) for i in range(benchmarks))
        with open("%s.new/%03d.json" % (directory, run), "w", encoding="utf-8") as f:
            f.write(head + ',\n    "benchmarks": [\n        ')
            for i, item in enumerate(items):
                f.write((",\n        " if i else "") + item)
            f.write('\n    ],\n    "datetime": "2026-01-01T00:00:00",\n    "version": "5.1.0"\n}\n')
    os.rename(directory + ".new", directory)


def files(root, name):
    """The run files of the set, generated (by a process of its own, to stay small) if need be."""
    directory = os.path.join(root, name)
    if not os.path.isdir(directory):
        shutil.rmtree(directory + ".new", ignore_errors=True)
        subprocess.run([sys.executable, os.path.abspath(__file__), "--generate", directory],
                       check=True)
    return [os.path.join(directory, f) for f in sorted(os.listdir(directory))]


# ---- measuring ----

class Measured:
    """A command's seconds, by round, and its peak memory."""

    def __init__(self, argv):
        self.argv, self.seconds, self.peak = argv, [], 0

    def run(self):
        begin = time.perf_counter()
        process = subprocess.Popen(self.argv, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        status, usage = os.wait4(process.pid, 0)[1:]
        self.seconds.append(time.perf_counter() - begin)
        process.returncode = os.waitstatus_to_exitcode(status)
        if status:
            sys.exit("%s ended with %d" % (" ".join(self.argv[:4]), process.returncode))
        self.peak = max(self.peak, usage.ru_maxrss * 1024)

    @property
    def least(self):
        return min(self.seconds)

    def __str__(self):
        return "%.3f s (median %.3f), %.1f MB" % (
            self.least, statistics.median(self.seconds), self.peak / 1e6)


def by_turns(rounds, *commands):
    measured = [Measured(argv) for argv in commands]
    for _ in range(rounds):
        for one in measured:
            one.run()
    return measured


class Report:
    def __init__(self):
        self.missed = 0

    def line(self, what, value):
        print("  %-44s %s" % (what, value), flush=True)

    def judge(self, what, value, form, good, target):
        self.missed += not good
        self.line(what, (form % value) + "   %s %s" % (target, "met" if good else "MISSED"))


def install_peer(root):
    """The peer's program, installed under ROOT."""
    uv, venv = shutil.which("uv"), os.path.join(root, "peer")
    program = os.path.join(venv, "bin", "benchmem")
    if os.path.exists(program):
        return program
    if not uv:
        sys.exit("the peer: uv is not on PATH; install it (pip install uv), name an installed peer "
                 "by --peer PROGRAM, or leave it out by --no-peer")
    subprocess.run([uv, "--quiet", "venv", "--python", sys.executable, venv], check=True)
    subprocess.run([uv, "--quiet", "pip", "install", "--python", venv, PEER], check=True)
    return program


def size_of(paths):
    return sum(os.path.getsize(path) for path in paths)


def title(paths, what):
    print("%s: %d MB" % (what, size_of(paths) // 1000000), flush=True)


def compare_small(report, args, root):
    paths = files(root, "10")
    words = ["--columns", "peak", "--stat", "min"]
    title(paths, "10 runs × 1,000 benchmarks × 20 rounds, --columns peak --stat min")
    ours = by_turns(args.rounds * 3, [args.benchmem, "compare", *paths, *words])[0]
    report.line("ours", ours)
    report.judge("peak memory", ours.peak / 1e6, "%.1f MB", ours.peak < 30e6, "< 30")
    if args.no_peer:
        return
    peer = by_turns(2, [args.peer or install_peer(root), "compare", *paths, *words])[0]
    report.line("peer", peer)
    ratio = peer.least / ours.least
    report.judge("times faster", ratio, "%.0f", ratio >= 70, ">= 70")


def compare_large(report, args, root):
    """Returns the seconds per byte, and those of a start."""
    paths = files(root, "30")
    title(paths, "30 runs × 5,000 benchmarks × 20 rounds, the default matrix of time and peak")
    ours, cat = by_turns(args.rounds, [args.benchmem, "compare", *paths], ["cat", *paths])
    report.line("ours", ours)
    report.line("cat", cat)
    ratio = ours.least / cat.least
    report.judge("times cat", ratio, "%.2f", ratio < 4, "< 4")
    report.judge("peak memory", ours.peak / 1e6, "%.1f MB", ours.peak < 100e6, "< 100")
    if args.peer_large:
        program = args.peer or install_peer(root)
        peer = by_turns(1, [program, "compare", *paths])[0]
        report.line("peer, time and peak, every statistic", peer)
        peak = by_turns(1, [program, "compare", *paths, "--columns", "peak", "--stat", "min"])[0]
        report.line("peer, --columns peak --stat min", peak)
        report.line("times faster", "%.0f and %.0f" % (peer.least / ours.least,
                                                       peak.least / ours.least))
    start = by_turns(args.rounds * 3, [args.benchmem, "--version"])[0].least
    return (ours.least - start) / size_of(paths), start


def compare_linear(report, args, root, per_byte, start):
    for name, what, most in (("one", "1 run × 1 benchmark × 300,000 rounds", 1),
                             ("300", "300 runs × 500 benchmarks × 20 rounds", 1.2)):
        paths = files(root, name)
        title(paths, what)
        ours = by_turns(args.rounds, [args.benchmem, "compare", *paths])[0]
        report.line("ours", ours)
        ratio = (ours.least - start) / size_of(paths) / per_byte
        report.judge("times the 30 runs, per byte", ratio, "%.2f", ratio <= most, "<= %g" % most)


def compare_joined(report, args, root):
    paths = files(root, "joined")
    title(paths, "30 joined runs × 5,000 benchmarks × 7 processes × 20 rounds, verdicts")
    ours = by_turns(args.rounds, [args.benchmem, "compare", *paths])[0]
    report.line("ours", ours)
    program = os.path.join(os.path.dirname(args.benchmem), os.pardir, "tests", "bench", "verdict_cost")
    costs = [json.loads(subprocess.run([program, *paths], stdout=subprocess.PIPE, check=True).stdout)
             for _ in range(args.rounds)]
    read, judge = (min(cost[what] for cost in costs) for what in ("read", "judge"))
    report.line("reading, verdicts", "%.3f s, %.3f s of processor time" % (read, judge))
    report.judge("verdicts of the reading", judge / read, "%.2f", judge < read, "< 1")


def main():
    parser = argparse.ArgumentParser(description="See the top of this file.")
    parser.add_argument("--benchmem", help="our program, of an optimised build")
    parser.add_argument("--dir", help="keep run files and peer here, for the next time")
    parser.add_argument("--peer", metavar="PROGRAM", help="benchmem of an installed pytest-benchmem")
    parser.add_argument("--no-peer", action="store_true", help="leave the peer out")
    parser.add_argument("--peer-large", action="store_true", help="the peer on the 30 runs as well")
    parser.add_argument("--joined", action="store_true", help="the joined runs as well")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--generate", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.generate:
        generate(args.generate, *SETS[os.path.basename(args.generate)])
        return 0
    if not args.benchmem:
        parser.error("--benchmem is required")
    report, root = Report(), args.dir or tempfile.mkdtemp(prefix="benchmem-bench-")
    os.makedirs(root, exist_ok=True)
    try:
        compare_small(report, args, root)
        compare_linear(report, args, root, *compare_large(report, args, root))
        if args.joined:
            compare_joined(report, args, root)
    finally:
        if not args.dir:
            shutil.rmtree(root)
    print("%d of the targets missed" % report.missed if report.missed else "all targets met")
    return 1 if report.missed else 0


if __name__ == "__main__":
    sys.exit(main())

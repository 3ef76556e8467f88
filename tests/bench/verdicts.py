"""How often the verdicts of `benchmem compare` are wrong, and what they cost.

    python3 tests/bench/verdicts.py --benchmem build-release/tool/benchmem [--quick]
        [--json FILE] [--update tool/judge/STATISTICS.md] [--keep DIR]

Measures with a suite of 40 benchmarks of a TOML parser, from microseconds to tens of milliseconds,
each version in a virtual environment of its own, --rounds interleaved processes a version:

  identical code   one release under two labels, swept again until 500 comparisons are made: how
                   many are called a change; so of memory, with the 30 shorter benchmarks
  planted changes  the release's source package in variants that do 3, 5, 10 and 30 % more work in
                   half of the benchmarks, calibrated before: how many are called, with which sign;
                   and how many of those without a change are
  histories        20 histories of 12 versions, made of the processes measured above, with steps put
                   into half of the benchmarks: how many steps are named at the right version, and
                   in how many benchmarks without one some are
  cost             processor time of judging 30 runs of 5,000 benchmarks, beside that of reading them

Prints a line as each sweep ends, then the figures; --update writes those into a file, between the
lines that say so.  Exits 1 if a goal is missed.  Takes 20 minutes on a quiet machine; --quick a
few, for a look at whether all works.  Needs uv and the package index.
"""
import argparse
import json
import math
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import verdict_files

PACKAGE, RELEASE = "tomli", "2.0.1"
PLANTED = (3, 5, 10, 30)
SUITE = '''\
import pytest
import tomli

KINDS = {
    "integers": lambda i: "key_%d = %d\\n" % (i, i * 7919),
    "floats": lambda i: "key_%d = %d.%d\\n" % (i, i, i * 31),
    "strings": lambda i: 'key_%d = "value %d with some text in it"\\n' % (i, i),
    "escapes": lambda i: 'key_%d = "a\\\\tb\\\\n\\\\u00e9 %d"\\n' % (i, i),
    "dates": lambda i: "key_%d = 2026-11-%02dT07:32:00Z\\n" % (i, i % 28 + 1),
    "multiline": lambda i: 'key_%d = """\\nline one\\nline two %d\\n"""\\n' % (i, i),
    "tables": lambda i: "[table_%d]\\nname = %d\\n" % (i, i),
    "nested": lambda i: "[a.b%d.c]\\nx = true\\n" % i,
    "arrays": lambda i: "key_%d = [1, 2, 3, %d, 5]\\n" % (i, i),
    "inline": lambda i: "key_%d = {a = 1, b = %d}\\n" % (i, i),
}
SIZES = (1, 10, 100, 1500)


def text_of(kind, size):
    head = "# %s%s\\n" % (kind, "..." * list(KINDS).index(kind))  # no two texts are as long
    return head + "".join(KINDS[kind](i) for i in range(size))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", KINDS)
def test_loads(benchmark, kind, size):
    benchmark(tomli.loads, text_of(kind, size))
'''
PLANTED_KINDS = ("integers", "strings", "dates", "tables", "arrays")
# Appended to the module: as much more work as WORK says for a text of that length.
WORK = '''

from itertools import repeat as _repeat

WORK = %r
_loads = loads


def loads(s, *, parse_float=float):
    for _ in _repeat(None, WORK.get(len(s), 0)):
        pass
    return _loads(s, parse_float=parse_float)
'''
# Prints how long each text takes, and an iteration of that loop: the least of many times.
CALIBRATE = '''
import json, sys, time, types
sys.path[:0] = sys.argv[1:3]
sys.modules["pytest"] = types.SimpleNamespace(mark=types.SimpleNamespace(
    parametrize=lambda *words: lambda function: function))
from tomli import _parser as parser
from test_tomli import KINDS, SIZES, text_of

def least(function, repeats):
    best = 1e9
    for _ in range(repeats):
        begin = time.perf_counter()
        function()
        best = min(best, time.perf_counter() - begin)
    return best

times = {}
for kind in KINDS:
    for size in SIZES:
        text = text_of(kind, size)
        several = max(1, 200 // size)
        def call():
            for _ in range(several):
                parser.loads(text)
        times["%s-%d" % (kind, size)] = len(text), least(call, 12) / several
text = text_of("integers", 1)
parser.WORK[len(text)] = 10000
loop = least(lambda: parser.loads(text), 100) / 10000
print(json.dumps([times, loop]))
'''


class Bench:
    def __init__(self, options, directory):
        self.options, self.root = options, directory
        self.begin = time.monotonic()
        self.suite = os.path.join(directory, "suite")
        os.mkdir(self.suite)
        with open(os.path.join(self.suite, "test_tomli.py"), "w", encoding="utf-8") as f:
            f.write(SUITE)
        self.rounds = options.rounds
        self.sweeps = 0

    def say(self, text):
        print("%6.0f s  %s" % (time.monotonic() - self.begin, text), flush=True)

    def call(self, argv, statuses=(0,)):
        done = subprocess.run(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                              stdin=subprocess.DEVNULL)
        if done.returncode not in statuses:
            sys.exit("%s ended with %d:\n%s%s" % (" ".join(argv[:6]), done.returncode, done.stdout,
                                                  done.stderr))
        return done.stdout

    def sweep(self, versions, memory=False):
        """Sweep the versions; the output directory.  Memory is that of the shorter benchmarks only,
        as of the others it takes long."""
        self.sweeps += 1
        out = os.path.join(self.root, "sweep-%d" % self.sweeps)
        self.call([self.options.benchmem, "sweep", PACKAGE, *versions, "--suite", self.suite,
                   "--rounds", str(self.rounds), "--seed", str(self.options.seed + self.sweeps),
                   "--out", out, "--memory" if memory else "--no-memory", "--import-check", PACKAGE,
                   "--pytest-arg=--benchmark-max-time=0.05",
                   "--pytest-arg=--benchmark-min-rounds=3", "--pytest-arg=--benchmark-warmup=off",
                   *(["--pytest-arg=-k", "--pytest-arg=not 1500"] if memory else []),
                   *self.options.sweep_arg])
        return out

    def compare(self, runs, columns="time"):
        text = self.call([self.options.benchmem, "compare", *runs, "--columns", columns,
                          "--format", "json"])
        return json.loads(text)


def name_of(identifier):
    """"integers-10" of the suite's test_loads[integers-10]"""
    return identifier[identifier.index("[") + 1:-1]


# ---- identical code ----

def identical(bench, result):
    """One release under two labels.  Returns the processes' times: per sweep, label, benchmark."""
    options, measured = bench.options, []
    counts = result["identical"] = {
        kind: {"comparisons": 0, "called": [], "same": 0, "unclear": 0} for kind in ("time", "memory")}
    while min(count["comparisons"] for count in counts.values()) < options.comparisons:
        memory = counts["memory"]["comparisons"] < options.comparisons
        out = bench.sweep(["left=%s==%s" % (PACKAGE, RELEASE), "right=%s==%s" % (PACKAGE, RELEASE)],
                          memory)
        columns = "time,peak,allocated,allocations" if memory else "time"
        for judged in bench.compare([out], columns)["judgements"]:
            count = counts["time" if judged["column"] == "time:min" else "memory"]
            count["comparisons"] += 1
            if judged["verdict"] in ("same", "unclear"):
                count[judged["verdict"]] += 1
            else:
                count["called"].append([judged[key] for key in
                                        ("column", "id", "verdict", "ratio", "low", "high", "p")])
        if not memory:
            measured.append({label: verdict_files.process_times(os.path.join(out, label + ".json"))
                             for label in ("left", "right")})
        bench.say("identical code: %d comparisons of time, %d called; %d of memory, %d called" % (
            counts["time"]["comparisons"], len(counts["time"]["called"]),
            counts["memory"]["comparisons"], len(counts["memory"]["called"])))
    return measured


# ---- planted changes ----

def source_of_release(bench):
    """The release's source package, unpacked."""
    venv = os.path.join(bench.root, "pip")
    uv = shutil.which("uv") or sys.exit("uv is not on PATH; install it (pip install uv)")
    bench.call([uv, "--quiet", "venv", "--seed", venv])
    bench.call([os.path.join(venv, "bin", "python"), "-m", "pip", "--quiet", "download", "--no-deps",
                "--no-binary", ":all:", "--dest", bench.root, "%s==%s" % (PACKAGE, RELEASE)])
    archive = os.path.join(bench.root, "%s-%s.tar.gz" % (PACKAGE, RELEASE))
    shutil.unpack_archive(archive, bench.root, filter="data")
    return archive[:-len(".tar.gz")]


def variant(bench, source, name, work):
    directory = os.path.join(bench.root, "variant-" + name)
    shutil.copytree(source, directory)
    with open(os.path.join(directory, "src", PACKAGE, "_parser.py"), "a", encoding="utf-8") as f:
        f.write(WORK % work)
    return directory


def calibrate(bench, base):
    """Least seconds of each benchmark with the length of its text, and of an iteration of work."""
    script = os.path.join(bench.root, "calibrate.py")
    with open(script, "w", encoding="utf-8") as f:
        f.write(CALIBRATE)
    python = os.path.join(bench.root, "pip", "bin", "python")
    times, loop = {}, math.inf
    for _ in range(5):
        these, this = json.loads(bench.call([python, script, os.path.join(base, "src"),
                                             bench.suite]))
        loop = min(loop, this)
        for name, (length, seconds) in these.items():
            times[name] = length, min(seconds, times.get(name, (0, math.inf))[1])
    if len({length for length, _ in times.values()}) != len(times):
        sys.exit("two texts of the suite are of the same length")
    return times, loop


def is_planted(name):
    return name.split("-")[0] in PLANTED_KINDS


def planted(bench, result):
    source = source_of_release(bench)
    base = variant(bench, source, "base", {})
    times, loop = calibrate(bench, base)
    versions = ["base=" + base]
    for percent in PLANTED:
        work = {length: round(seconds * percent / 100 / loop)
                for name, (length, seconds) in times.items() if is_planted(name)}
        versions.append("more%d=%s" % (percent, variant(bench, source, str(percent), work)))
    bench.say("planted changes: calibrated, %.1f ns an iteration" % (loop * 1e9))
    counts = result["planted"] = {
        str(percent): {"comparisons": 0, "called": 0, "wrong_sign": 0, "ratios": []}
        for percent in PLANTED}
    others = result["unplanted"] = {"comparisons": 0, "called": []}
    for _ in range(bench.options.planted_sweeps):
        out = bench.sweep(versions)
        for judged in bench.compare([out])["judgements"]:
            called = judged["verdict"] not in ("same", "unclear")
            if not is_planted(name_of(judged["id"])):
                others["comparisons"] += 1
                if called:
                    others["called"].append([judged[key] for key in
                                             ("series", "id", "verdict", "ratio", "low", "high")])
                continue
            count = counts[judged["series"][len("more"):]]
            count["comparisons"] += 1
            count["called"] += judged["verdict"] == "slower"
            count["wrong_sign"] += judged["verdict"] == "faster"
            count["ratios"].append(judged["ratio"])
        bench.say("planted changes: " + ", ".join(
            "%s %%: %d of %d" % (percent, count["called"], count["comparisons"])
            for percent, count in counts.items()))


# ---- histories ----

def histories(bench, measured, result):
    counts = result["histories"] = {"histories": 0, "steps": 0, "right": 0, "elsewhere": 0,
                                    "without": 0, "without_any": 0, "missed": []}
    for number in range(bench.options.histories):
        directory = os.path.join(bench.root, "history-%d" % number)
        steps = verdict_files.write_history(directory, measured, bench.options.seed + number)
        runs = [os.path.join(directory, name) for name in sorted(os.listdir(directory))]
        named = {}
        for step in bench.compare(runs)["steps"]:
            named.setdefault(step["id"], set()).add(step["series"])
        counts["histories"] += 1
        for identifier, planted_at in steps.items():
            said = named.get(identifier, set())
            if not planted_at:
                counts["without"] += 1
                counts["without_any"] += bool(said)
                continue
            counts["steps"] += len(planted_at)
            counts["right"] += len(said & set(planted_at))
            counts["elsewhere"] += len(said - set(planted_at))
            if said != set(planted_at):
                counts["missed"].append([number, identifier, planted_at, sorted(said)])
    bench.say("histories: %(right)d of %(steps)d steps named, %(elsewhere)d elsewhere; "
              "%(without_any)d of %(without)d without one" % counts)


# ---- cost ----

def cost(bench, result):
    program = bench.options.cost or os.path.join(
        os.path.dirname(bench.options.benchmem), "..", "tests", "bench", "verdict_cost")
    runs, benchmarks = (30, 300) if bench.options.quick else (30, 5000)
    directory = os.path.join(bench.root, "many")
    verdict_files.write_many(directory, runs, benchmarks, bench.rounds)
    paths = [os.path.join(directory, name) for name in sorted(os.listdir(directory))]
    least = None
    for _ in range(5):
        once = json.loads(bench.call([program, *paths]))
        if least:
            once["read"], once["judge"] = (min(once[k], least[k]) for k in ("read", "judge"))
        least = once
    least["bytes"] = sum(os.path.getsize(path) for path in paths)
    result["cost"] = least
    shutil.rmtree(directory)
    bench.say("cost: reading %(read).3f s, verdicts %(judge).3f s" % least)


# ---- figures ----

def share(part, whole):
    return "%d of %d (%.1f %%)" % (part, whole, 100 * part / whole) if whole else "none"


def figures(result):
    """Rows of what, figure, goal, and whether it is met (None: there is none)."""
    rows = []
    for kind, most in (("time", 0.01), ("memory", 0)):
        count = result["identical"][kind]
        called = len(count["called"])
        rows.append(("identical code, %s: called a change" % kind,
                     share(called, count["comparisons"]),
                     "at most 1 %" if most else "none", called <= most * count["comparisons"]))
        rows.append(("identical code, %s: called the same" % kind,
                     share(count["same"], count["comparisons"]), "", None))
    for percent, count in result["planted"].items():
        ratio = statistics.median(count["ratios"])
        rows.append(("%s %% more work (measured %.1f %%): called slower" % (
            percent, 100 * (ratio - 1)),
                     share(count["called"], count["comparisons"]),
                     "at least 95 %" if int(percent) >= 10 else "",
                     count["called"] >= 0.95 * count["comparisons"] if int(percent) >= 10
                     else None))
        rows.append(("%s %% more work: called faster" % percent,
                     share(count["wrong_sign"], count["comparisons"]), "none",
                     count["wrong_sign"] == 0))
    others = result["unplanted"]
    rows.append(("no more work, beside those: called a change",
                 share(len(others["called"]), others["comparisons"]), "", None))
    count = result["histories"]
    rows.append(("steps of 10 to 30 %: named at the right version",
                 share(count["right"], count["steps"]), "at least 95 %",
                 count["right"] >= 0.95 * count["steps"]))
    rows.append(("benchmarks without a step: one named",
                 share(count["without_any"], count["without"]), "at most 5 %",
                 count["without_any"] <= 0.05 * count["without"]))
    spent = result["cost"]
    rows.append(("verdicts of %d runs × %s benchmarks, processor time" % (
        spent["runs"], format(spent["benchmarks"], ",")),
        "%.2f s; reading the %d MB %.2f s" % (spent["judge"], spent["bytes"] // 1000000,
                                              spent["read"]),
        "less than reading", spent["judge"] < spent["read"]))
    return rows


def as_markdown(result, rows):
    lines = ["%d processes a version, %d sweeps, load %.1f before and %.1f after; %s, %d processors." % (
        result["rounds"], result["sweeps"], *result["load"], result["machine"],
        result["processors"]), "",
        "| what | figure | goal |", "|---|---|---|"]
    for what, figure, goal, met in rows:
        mark = "" if met is None else ", met" if met else ", **missed**"
        lines.append("| %s | %s | %s%s |" % (what, figure, goal, mark))
    return "\n".join(lines) + "\n"


def update(path, text):
    with open(path, encoding="utf-8") as f:
        whole = f.read()
    begin, end = "<!-- begin: tests/bench/verdicts.py -->\n", "<!-- end -->\n"
    if begin not in whole or end not in whole:
        sys.exit("%s has no lines %r and %r" % (path, begin, end))
    before, rest = whole.split(begin, 1)
    with open(path, "w", encoding="utf-8") as f:
        f.write(before + begin + text + end + rest.split(end, 1)[1])


def processor_name():
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as f:
            return next(line.split(":", 1)[1].strip() for line in f if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.machine()


def parse():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--benchmem", required=True)
    parser.add_argument("--cost", help="the program verdict_cost; default that of the same build")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quick", action="store_true", help="a few sweeps, to see that all works")
    parser.add_argument("--sweep-arg", action="append", default=[],
                        help="one more word for every sweep, such as --cpu=1; repeatable")
    parser.add_argument("--json", help="write all counts here")
    parser.add_argument("--update", help="write the figures into this Markdown file")
    parser.add_argument("--keep", help="a directory to work in and leave")
    options = parser.parse_args()
    options.benchmem = os.path.abspath(options.benchmem)
    options.comparisons = 70 if options.quick else 500
    options.planted_sweeps = 1 if options.quick else 2
    options.histories = 4 if options.quick else 20
    return options


def measure(options, directory):
    bench = Bench(options, directory)
    before = os.getloadavg()[0]
    result = {"rounds": options.rounds, "machine": processor_name(), "processors": os.cpu_count()}
    measured = identical(bench, result)
    planted(bench, result)
    result["load"] = before, os.getloadavg()[0]
    histories(bench, measured, result)
    cost(bench, result)
    result["sweeps"] = bench.sweeps
    result["seconds"] = time.monotonic() - bench.begin
    return result


def main():
    options = parse()
    if options.keep:
        os.makedirs(options.keep)
        result = measure(options, os.path.abspath(options.keep))
    else:
        with tempfile.TemporaryDirectory(prefix="verdicts-") as directory:
            result = measure(options, directory)
    rows = figures(result)
    text = as_markdown(result, rows)
    print("\n" + text)
    if options.json:
        with open(options.json, "w", encoding="utf-8") as f:
            json.dump(result, f, indent=1)
    if options.update:
        update(options.update, text)
    return 1 if any(met is False for _, _, _, met in rows) else 0


if __name__ == "__main__":
    sys.exit(main())

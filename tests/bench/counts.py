"""How far counted instructions can be believed, and what counting costs.

    python3 tests/bench/counts.py --benchmem build-release/tool/benchmem [--quick]
        [--only PART,...] [--suite NAME,...] [--json FILE] [--update tool/judge/STATISTICS.md]
        [--keep DIR]

Under four busy processes that it starts and ends itself, one process a version, with the suites of
four packages from the index (count_suites.py: of Python, C, C++ and Rust):

  same      one release in --environments fresh environments, each counted once: every benchmark in
            every pair of them is one comparison, 1,000 in all at least.  How far the counts are
            apart, and which floor calls none of them a change
  equal     an environment counted twice with address randomisation off: how many benchmarks are
            equal to the instruction
  planted   a package of Python and C functions of one microsecond to ten milliseconds
            (count_planted.py), with 2, 3, 5 and 10 % more work: how many are found beyond the
            floor, with which sign; and how many functions without more work are
  time      two of those environments timed too, with pytest-benchmark's defaults, and the planted
            package likewise: the counted pass against the timed one, and what a rule of 5 % on the
            times' minimum says of the same pairs

Prints a line as each pass ends, then the figures; --update writes those into a file, between the
lines that say so.  Exits 1 if a goal is missed.  Needs valgrind, setarch, uv, a C compiler and the
package index, and cargo where a source distribution in Rust is only read with it.
"""
import argparse
import itertools
import json
import math
import os
import platform
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import count_planted
import count_suites

PARTS = ("same", "equal", "planted", "time")
LEAST = 100                                 # instructions: fewer more or less are no change
FLOORS = (0.1, 0.2, 0.5, 1, 1.5, 2, 3)     # percent, of which it is said how many are beyond
SIZES = (1000, 10000, 100000, math.inf)     # instructions, up to which benchmarks are told apart
TIME_RULE = 5                               # percent


class Load:
    """Busy processes, as long as the block lasts."""

    def __init__(self, number):
        self.number, self.children = number, []

    def __enter__(self):
        for _ in range(self.number):
            self.children.append(subprocess.Popen([sys.executable, "-c", "while True: pass"]))

    def __exit__(self, *problem):
        for child in self.children:
            child.kill()
            child.wait()


class Bench:
    def __init__(self, options, directory):
        self.options, self.root = options, directory
        self.begin = time.monotonic()
        self.random = random.Random(options.seed)
        words = []
        for name, number in (("calls", options.count_calls), ("warmup", options.count_warmup)):
            words += [] if number is None else ["--count-" + name, str(number)]
        self.environments = count_suites.Environments(directory, options.benchmem, words,
                                                      options.quick)

    def keep(self, result, load_before):
        """Write what there is so far: --again prints it if the rest never comes."""
        result["load"] = load_before, os.getloadavg()[0]
        result["seconds"] = time.monotonic() - self.begin
        if self.options.json:
            with open(self.options.json, "w", encoding="utf-8") as f:
                json.dump(result, f, indent=1)

    def say(self, text):
        print("%6.0f s  %s" % (time.monotonic() - self.begin, text), flush=True)


def percent(ratio_log):
    """A logarithm of a ratio as a change in percent, of its size only."""
    return 100 * math.expm1(abs(ratio_log))


def apart(before, after):
    """{id: logarithm of after / before} of what both have."""
    return {name: math.log(after[name] / before[name]) for name in before if name in after}


def called(before, after, floor):
    """The ids of what compare calls a change, and whether each is more."""
    return {name: after[name] > before[name] for name in before if name in after
            and abs(after[name] / before[name] - 1) * 100 > floor
            and abs(after[name] - before[name]) > LEAST}


# ---- the suites: same, equal, time ----

def measure_suite(bench, suite, result):
    options = bench.options
    wanted = max(options.environments if "same" in options.only else 0,
                 2 if "time" in options.only else 0, 1)
    costs = result["cost"][suite.name] = {"count": [], "run": []}
    swept = []
    for number in range(wanted):
        # No two names are of one length: a user's directories are not either.
        prefix = "pytest-benchmem-" + "x" * bench.random.randrange(1, 40)
        timed = "time" in options.only and number < 2
        keep = "equal" in options.only and number == 0
        these, place = bench.environments.sweep(suite, prefix=prefix, timed=timed, keep=keep)
        swept.append(these)
        for stage in costs:
            costs[stage] += [these.seconds[stage]] if these.seconds.get(stage) else []
        bench.say("%s: %d benchmarks, %s" % (suite.name, len(these.counts), ", ".join(
            "%s %.0f s" % (stage, seconds) for stage, seconds in these.seconds.items()
            if (seconds or 0) >= 1)))
        if keep:
            equal(bench, suite, place, result)
            shutil.rmtree(place)
    result["conditions"][suite.name] = swept[0].conditions
    result["same"][suite.name] = [these.counts for these in swept]
    result["calls"][suite.name] = [these.calls for these in swept]
    result["time"][suite.name] = [these.times for these in swept if these.times]


def equal(bench, suite, place, result):
    """One environment counted twice, addresses fixed."""
    pair = [bench.environments.count_again(suite, place) for _ in range(2)]
    result["equal"][suite.name] = pair
    logs = apart(*pair)
    bench.say("%s, one environment twice: %d of %d equal, most %.3f %%" % (
        suite.name, sum(log == 0 for log in logs.values()), len(logs),
        percent(max(logs.values(), key=abs))))


# ---- planted changes ----

def planted(bench, result):
    names = count_planted.cases(bench.options.quick)
    suite_source = os.path.join(bench.root, "planted-suite")
    count_planted.write_suite(suite_source)
    suite = count_suites.Suite(count_planted.PACKAGE, "1.0", "Python and C", ("test_planted.py",),
                               source=suite_source)

    def variant(name, work):
        source = os.path.join(bench.root, "planted-" + name)
        count_planted.write(source, names, work)
        swept, _ = bench.environments.sweep(suite, spec=source, timed="time" in bench.options.only)
        bench.say("planted, %s: %d benchmarks" % (name, len(swept.counts)))
        return short(swept.counts), short(swept.times)

    base = variant("base", count_planted.base_work(names))
    result["planted"] = {"base": base}
    for more in count_planted.PERCENTS:
        work = count_planted.work_for(more, base[0])
        result["planted"][str(more)] = variant(str(more), work)


def short(values):
    """By what stands in the id's brackets."""
    return {name[name.index("[") + 1:-1]: value for name, value in values.items()}


# ---- figures ----

def share(part, whole):
    return "%d of %d (%.1f %%)" % (part, whole, 100 * part / whole) if whole else "none"


def pairs_of(values):
    """(id, logarithm) of every benchmark in every pair."""
    return [(name, log) for before, after in itertools.combinations(values, 2)
            for name, log in apart(before, after).items()]


def spread(logs):
    """Median, 99th percentile and most, in percent."""
    sizes = sorted(map(percent, logs))
    return (statistics.median(sizes), sizes[min(len(sizes) - 1, math.ceil(len(sizes) * 0.99))],
            sizes[-1])


def figures(result, floor):
    """Rows of what, figure, goal, and whether it is met (None: there is none)."""
    return [*of_same(result, floor), *of_equal(result), *of_planted(result, floor),
            *of_cost(result), *of_time(result)]


def of_same(result, floor):
    rows, everything = [], []
    for name, values in result["same"].items():
        if len(values) < 2:
            continue
        logs = [log for _, log in pairs_of(values)]
        everything += logs
        rows.append(("identical code, %s (%s): apart by" % (name, result["kinds"][name]),
                     "median %.3f %%, p99 %.2f %%, most %.2f %%, of %d" % (
                         *spread(logs), len(logs)), "", None))
    if everything:
        rows.append(("identical code: beyond " + ", ".join("%g" % at for at in FLOORS) + " %",
                     ", ".join(str(sum(percent(log) > at for log in everything))
                               for at in FLOORS) + " of %d" % len(everything), "", None))
        rows += of_sizes(result)
        changes = sum(len(called(*pair, floor)) for values in result["same"].values()
                      for pair in itertools.permutations(values, 2)) / 2
        rows.append(("identical code: called a change, by more than %g %% and %d instructions" % (
            floor, LEAST), share(changes, len(everything)), "none of 1,000",
                     changes == 0 and len(everything) >= 1000))
    return rows


def of_sizes(result):
    """What is apart by how much, of short and of long calls: the first by a few instructions."""
    sizes = {size: [] for size in SIZES}
    for values in result["same"].values():
        for before, after in itertools.combinations(values, 2):
            for name in before.keys() & after.keys():
                size = next(size for size in SIZES if before[name] <= size)
                sizes[size].append((percent(math.log(after[name] / before[name])),
                                    abs(after[name] - before[name])))
    return [("identical code, calls up to %s instructions" % format(size, ",")
             if size < math.inf else "identical code, longer calls",
             "most %.2f %%, most %s instructions, of %d" % (
                 max(share for share, _ in these), format(max(number for _, number in these), ","),
                 len(these)), "", None)
            for size, these in sizes.items() if these]


def of_equal(result):
    logs = [log for pair in result["equal"].values() for log in apart(*pair).values()]
    equal = sum(log == 0 for log in logs)
    return [("one environment counted twice, addresses fixed: equal",
             "%s, most %.3f %%" % (share(equal, len(logs)), percent(max(logs, key=abs))), "all",
             equal == len(logs))] if logs else []


def of_planted(result, floor):
    rows, untouched, moved = [], [], []
    for more, (after, _) in result["planted"].items():
        if more == "base":
            continue
        logs = apart(result["planted"]["base"][0], after)
        changes = called(result["planted"]["base"][0], after, floor)
        moved += [name for name in changes if count_planted.function_of(name).startswith("untouched")]
        untouched += [log for name, log in logs.items()
                      if count_planted.function_of(name).startswith("untouched")]
        for kind in ("Python", "C"):
            names = [name for name in logs if count_planted.is_planted(name)
                     and count_planted.kind_of(name) == kind]
            these = [logs[name] for name in names]
            found = sum(changes.get(name) is True for name in names)
            wrong = sum(changes.get(name) is False for name in names)
            goal = int(more) >= 3
            rows.append(("%s %% more work in %s (measured %.2f to %.2f %%): found" % (
                more, kind, 100 * math.expm1(min(these)), 100 * math.expm1(max(these))),
                         "%s, %d with the wrong sign" % (share(found, len(these)), wrong),
                         "at least 99 %, no wrong sign" if goal else "no wrong sign",
                         (found >= 0.99 * len(these) or not goal) and wrong == 0))
    if untouched:
        rows.append(("no more work, beside those: called a change",
                     "%s, most %.3f %%" % (share(len(moved), len(untouched)),
                                           percent(max(untouched, key=abs))),
                     "none", not moved))
    return rows


def of_cost(result):
    rows = []
    for name, cost in result["cost"].items():
        if not cost.get("count") or not cost.get("run"):
            continue
        counted, timed = statistics.median(cost["count"]), statistics.median(cost["run"])
        rows.append(("cost, %s, %d benchmarks: counted pass against timed" % (
            name, len(result["same"][name][0])),
                     "%.0f s / %.0f s = %.2f" % (counted, timed, counted / timed),
                     "at most 4", counted <= 4 * timed))
    return rows


def of_time(result):
    rows, logs = [], []
    for values in result["time"].values():
        logs += [log for _, log in pairs_of(values)]
    if logs:
        beyond = sum(percent(log) > TIME_RULE for log in logs)
        rows.append(("time, identical code: minimum apart by more than %d %%" % TIME_RULE,
                     "%s; median %.1f %%, p99 %.0f %%, most %.0f %%" % (
                         share(beyond, len(logs)), *spread(logs)), "", None))
    for more, (_, after) in result["planted"].items():
        if more == "base" or not after:
            continue
        these = [log for name, log in apart(result["planted"]["base"][1], after).items()
                 if count_planted.is_planted(name)]
        found = sum(log > 0 and percent(log) > TIME_RULE for log in these)
        wrong = sum(log < 0 and percent(log) > TIME_RULE for log in these)
        rows.append(("time, %s %% more work: slower by more than %d %%" % (more, TIME_RULE),
                     "%s, %d faster" % (share(found, len(these)), wrong), "", None))
    return rows


def most_moved(result, number=12):
    """The benchmarks of identical code that are furthest apart: suite, id, least and most."""
    moved = []
    for suite, values in result["same"].items():
        for name in values[0]:
            these = [of[name] for of in values if name in of]
            moved.append((max(these) / min(these), suite, name, min(these), max(these)))
    return sorted(moved, reverse=True)[:number]


def as_markdown(result, rows):
    conditions = next(iter(result["conditions"].values()), {})
    lines = ["%d busy processes, load %.1f before and %.1f after; %s, %d processors; %s; "
             "Python %s." % (
        result["busy"], *result["load"], result["machine"], result["processors"],
        result["valgrind"], conditions.get("python", platform.python_version())), "",
        "| what | figure | goal |", "|---|---|---|"]
    for what, figure, goal, met in rows:
        mark = "" if met is None else ", met" if met else ", **missed**"
        lines.append("| %s | %s | %s%s |" % (what, figure, goal, mark))
    return "\n".join(lines) + "\n"


def update(path, text):
    with open(path, encoding="utf-8") as f:
        whole = f.read()
    begin, end = "<!-- begin: tests/bench/counts.py -->\n", "<!-- end -->\n"
    if begin not in whole or end not in whole.split(begin, 1)[1]:
        sys.exit("%s has no lines %r and %r" % (path, begin, end))
    before, rest = whole.split(begin, 1)
    with open(path, "w", encoding="utf-8") as f:
        f.write(before + begin + text + end + rest.split(end, 1)[1])


def processor_name():
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as f:
            return next(line.split(":", 1)[1].strip() for line in f
                        if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.machine()


def parse():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--benchmem", help="the program, its libraries beside it")
    parser.add_argument("--environments", type=int, default=4)
    parser.add_argument("--floor", type=float, default=1.5, help="percent; default 1.5")
    parser.add_argument("--count-calls", type=int, help="default that of the sweep")
    parser.add_argument("--count-warmup", type=int, help="likewise")
    parser.add_argument("--busy", type=int, default=4, help="busy processes; default 4")
    parser.add_argument("--only", default=",".join(PARTS), help="default " + ",".join(PARTS))
    parser.add_argument("--suite", help="names of suites; default all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quick", action="store_true",
                        help="a part of each, to see that all works")
    parser.add_argument("--json", help="write all counts here")
    parser.add_argument("--update", help="write the figures into this Markdown file")
    parser.add_argument("--keep", help="a directory to work in and leave")
    parser.add_argument("--again", help="print the figures of a file that --json wrote")
    options = parser.parse_args()
    if not options.benchmem and not options.again:
        parser.error("--benchmem is missing")
    options.benchmem = os.path.abspath(options.benchmem or "")
    options.only = options.only.split(",")
    names = options.suite.split(",") if options.suite else None
    options.suites = [suite for suite in count_suites.SUITES if not names or suite.name in names]
    return options


def measure(options, directory):
    bench = Bench(options, directory)
    result = {"machine": processor_name(), "processors": os.cpu_count(), "busy": options.busy,
              "seed": options.seed, "conditions": {}, "same": {}, "calls": {}, "equal": {},
              "planted": {}, "time": {}, "cost": {}, "floor": options.floor,
              "valgrind": count_suites.call(["valgrind", "--version"]).strip(),
              "kinds": {suite.name: suite.kind for suite in count_suites.SUITES}}
    bench.say("seed %d" % options.seed)
    for suite in options.suites:
        count_suites.fetch(suite, directory)
    before = os.getloadavg()[0]
    with Load(options.busy):
        if "planted" in options.only:
            planted(bench, result)
        for suite in options.suites:
            if set(options.only) - {"planted"}:
                measure_suite(bench, suite, result)
                bench.keep(result, before)
    bench.keep(result, before)
    return result


def main():
    options = parse()
    if options.again:
        with open(options.again, encoding="utf-8") as f:
            result = json.load(f)
    elif options.keep:
        os.makedirs(options.keep)
        result = measure(options, os.path.abspath(options.keep))
    else:
        with tempfile.TemporaryDirectory(prefix="counts-") as directory:
            result = measure(options, directory)
    rows = figures(result, options.floor)
    text = as_markdown(result, rows)
    print("\n" + text)
    for ratio, suite, name, least, most in most_moved(result):
        print("%7.3f %%  %s %s  %d to %d" % (100 * (ratio - 1), suite, name, least, most))
    if options.update:
        update(options.update, text)
    return 1 if any(met is False for _, _, _, met in rows) else 0


if __name__ == "__main__":
    sys.exit(main())

"""Run files for verdicts.py: what processes measured, and histories made of it."""
import json
import os
import random
import statistics

VERSIONS = 12
STEPS = (0.7, 0.8, 0.9, 1.1, 1.2, 1.3)


def process_times(path):
    """The least time of each process, by benchmark."""
    with open(path, encoding="utf-8") as f:
        return {item["fullname"]: item["stats"]["processes"]["min"]
                for item in json.load(f)["benchmarks"]}


def item_of(identifier, times, samples=1, memory=None):
    """A benchmark that processes measured, with that least time each, as a joined run file has it."""
    count = len(times)
    data = [t * (1 + 0.01 * k) for t in times for k in range(samples)]
    mean = statistics.fmean(data)
    stats = {"min": min(data), "max": max(data), "mean": mean, "stddev": mean * 0.01,
             "rounds": len(data), "median": mean, "iqr": mean * 0.01, "q1": mean, "q3": mean,
             "iqr_outliers": 0, "stddev_outliers": 0, "outliers": "0;0", "ld15iqr": min(data),
             "hd15iqr": max(data), "ops": 1 / mean, "total": sum(data), "data": data,
             "iterations": 1,
             "processes": {"round": list(range(1, count + 1)), "rounds": [samples] * count,
                           "passes": [1 if memory else 0] * count, "min": times}}
    for name in ("max", "mean", "median", "iqr", "stddev"):
        stats["processes"][name] = times
    extra = {}
    if memory:
        extra["benchmem"] = {"peak_bytes": [memory] * count, "allocations": [memory % 97] * count,
                             "total_bytes": [memory * 2] * count}
    return {"group": None, "name": identifier.split("::")[-1], "fullname": identifier,
            "params": None, "param": None, "extra_info": extra,
            "options": {"disable_gc": False, "timer": "perf_counter", "min_rounds": 5,
                        "max_time": 1.0, "min_time": 5e-06, "warmup": False}, "stats": stats}


def write_run(path, items):
    with open(path, "w", encoding="utf-8") as f:
        f.write('{"machine_info": {"node": "host"}, "benchmarks": [\n')
        for i, item in enumerate(items):
            f.write((",\n" if i else "") + json.dumps(item, indent=4))
        f.write('\n], "datetime": "2026-01-01T00:00:00", "version": "5.1.0"}\n')


# ---- histories ----

def relative_times(measured):
    """What each version of each sweep measured, relative to the benchmark's middle in that sweep:
    dictionaries from benchmark to the processes' times."""
    versions = []
    for sweep in measured:
        labels = list(sweep.values())
        middle = {name: statistics.median([t for label in labels for t in label[name]])
                  for name in labels[0]}
        versions.extend({name: [t / middle[name] for t in times] for name, times in label.items()}
                        for label in labels)
    return versions


def draw_steps(rng):
    """Where a benchmark's level changes, as version: factor."""
    kind = rng.random()
    if kind < 0.5:
        return {}
    first = rng.randrange(1, VERSIONS)
    steps = {first: rng.choice(STEPS)}
    second = rng.randrange(1, VERSIONS)
    if kind > 0.8 and abs(second - first) >= 3:
        steps[second] = rng.choice(STEPS)
    return steps


def write_history(directory, measured, seed):
    """Run files of VERSIONS versions, each with the processes of a version that was measured (each
    used once, if there are enough).  Returns the labels at which each benchmark has a step."""
    rng, pool = random.Random(seed), relative_times(measured)
    chosen = rng.sample(pool, VERSIONS) if len(pool) >= VERSIONS else rng.choices(pool, k=VERSIONS)
    names = sorted(pool[0])
    steps = {name: draw_steps(rng) for name in names}
    levels = {name: 10 ** rng.uniform(-5, -2) for name in names}
    os.mkdir(directory)
    for version in range(VERSIONS):
        for name in names:
            levels[name] *= steps[name].get(version, 1)
        write_run(os.path.join(directory, "v%02d.json" % version),
                  (item_of(name, [levels[name] * t for t in chosen[version][name]])
                   for name in names))
    return {name: ["v%02d" % version for version in sorted(steps[name])] for name in names}


# ---- many ----

def write_many(directory, runs, benchmarks, processes):
    """RUNS runs of BENCHMARKS benchmarks, measured by PROCESSES processes of 3 rounds each; three in
    ten with a step, one process in ten disturbed."""
    rng = random.Random(1)
    levels = [10 ** rng.uniform(-6, -2) for _ in range(benchmarks)]
    peaks = [rng.randrange(1000, 10 ** 7) for _ in range(benchmarks)]
    steps = [(rng.randrange(1, runs), rng.choice(STEPS)) if rng.random() < 0.3 else (runs, 1)
             for _ in range(benchmarks)]

    def item(i, run):
        level = levels[i] * (steps[i][1] if run >= steps[i][0] else 1)
        times = [level * (1 + abs(rng.gauss(0, 0.02))) * (1.3 if rng.random() < 0.1 else 1)
                 for _ in range(processes)]
        return item_of("benchmarks/test_module_%d.py::test_case[%d]" % (i % 17, i), times, 3,
                       peaks[i])

    os.mkdir(directory)
    for run in range(runs):
        write_run(os.path.join(directory, "%03d.json" % run),
                  (item(i, run) for i in range(benchmarks)))

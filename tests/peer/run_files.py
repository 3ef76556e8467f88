"""Random run files: the shapes that pytest-benchmark and the memory pass write."""

import json

METRICS = ("time", "peak", "allocated", "allocations", "rss")
_BLOB = {"peak": "peak_bytes", "allocated": "total_bytes", "allocations": "allocations",
         "rss": "rss_bytes"}

NAMES = ["test_loads[50]", "test_loads[400]", "test_strings", "K::test_method[a-b]",
         "test_bar[a|b]", "test_wide[値]", "test_colons[a::b]", "test_é", "Test_upper", "test_"]


def ids(random, count):
    """COUNT different ids, some of the same name in several modules."""
    names = [NAMES[i] if i < len(NAMES) else f"test_{i}[{i}-x]" for i in range(count)]
    random.shuffle(names)
    return [f"{random.choice(['b/test_a.py', 'b/test_b.py', 'c.py'])}::{n}" for n in names]


def _stats(random, least):
    rounds = sorted(least * random.choice([1, 1, 1.01, 1.5, random.uniform(1, 3)])
                    for _ in range(4))
    rounds[0] = least
    return {"min": least, "max": rounds[-1], "mean": sum(rounds) / 4, "stddev": rounds[3] - least,
            "median": (rounds[1] + rounds[2]) / 2, "iqr": rounds[2] - rounds[1], "rounds": 4,
            "data": rounds}


def benchmark(random, test_id, least, peak, *, memory, rss):
    """One benchmark; its smallest time and peak are given, the rest is drawn."""
    item = {"group": random.choice([None, None, "g"]), "name": test_id.split("::")[-1],
            "fullname": test_id, "params": None, "param": None, "extra_info": {},
            "stats": _stats(random, least)}
    if memory:
        passes = random.randint(1, 4)
        peaks = [peak + random.choice([0, 0, 1, 1000]) for _ in range(passes)]
        peaks[random.randrange(passes)] = peak
        blob = {"peak_bytes": peaks,
                "allocations": [random.choice([0, 3, 40, 41]) for _ in range(passes)],
                "total_bytes": [p * random.choice([1, 2]) for p in peaks]}
        if rss:
            blob["rss_bytes"] = [random.randrange(1, 50) * 1048576 for _ in range(passes)]
        item["extra_info"]["benchmem"] = blob
    return item


def add_processes(random, item):
    """Make the benchmark one of several processes' as `sweep --rounds` joins them, which is one more
    member of its `stats`; the peer passes over it."""
    count = random.randint(1, 5)
    stats, blob = item["stats"], item["extra_info"].get("benchmem", {})
    passes = len(blob.get("peak_bytes", []))
    shares = [passes // count + (i < passes % count) for i in range(count)]
    if random.random() < 0.1:
        shares[0] += 1  # does not fit: nothing is known of memory
    said = {"round": list(range(1, count + 1)), "rounds": [4] * count, "passes": shares}
    for name in ("min", "max", "mean", "median", "iqr", "stddev"):
        if name in stats:
            said[name] = [stats[name] * random.choice([1, 1.001, 1.3]) for _ in range(count)]
    if "min" in said:
        said["min"][0] = stats["min"]
    stats["processes"] = said


def write_runs(random, directory, count):
    """COUNT run files that share most benchmarks; returns their paths."""
    tests = ids(random, random.randint(1, 12))
    times = {t: random.choice([1e-6, 1.2e-5, 0.001, 0.25, 3.0]) for t in tests}
    peaks = {t: random.choice([0, 100, 932, 4096, 4299161, 10**9]) for t in tests}
    missing, memory, rss = random.choice([0, 0.2]), random.choice([0, 0.7, 1]), random.random()
    paths = []
    for run in range(count):
        items = []
        for t in tests:
            if random.random() < missing:
                continue
            grown = random.choice([1, 1, 1.1, 1.05, 0.9, 1.2, random.uniform(0.5, 2)])
            items.append(benchmark(random, t, times[t] * grown,
                                   int(peaks[t] * grown) + random.choice([0, 0, 1]),
                                   memory=random.random() < memory, rss=random.random() < rss))
        random.shuffle(items)
        if random.random() < 0.4:
            for item in items:
                add_processes(random, item)
        path = directory / f"{run}.0.json"
        path.write_text(json.dumps({"machine_info": {}, "commit_info": {}, "benchmarks": items,
                                    "datetime": "2026-01-01T00:00:00", "version": "5.1.0"},
                                   indent=random.choice([None, 4])))
        paths.append(path)
    return paths


def having(path, metric):
    """The ids of a run file that have a number for the metric."""
    found = set()
    for item in json.loads(path.read_text())["benchmarks"]:
        blob = item["extra_info"].get("benchmem", {})
        if metric == "time" or _BLOB[metric] in blob:
            found.add(item["fullname"])
    return found


def _dim_tests(random):
    """Tests with params, their ids made of them as pytest does it; some lack a param."""
    tests = []
    for function in random.sample(["test_get", "test_put", "Test::test_del"], random.randint(1, 3)):
        kinds = random.choice([["list", "dict"], ["list", "dict", "set", "tuple"], ["list"]])
        sizes = random.choice([[10, 100, 1000], [1, 2.5], [10]])
        for kind in kinds:
            for size in sizes:
                tests.append((f"a.py::{function}[{size}-{kind}]", {"size": size, "kind": kind}))
        if random.random() < 0.4:
            tests.append((f"a.py::{function}_plain", None))
    return tests


def write_dim_runs(random, directory, count):
    """COUNT run files in one order of tests that have params, extra_info and groups."""
    tests = _dim_tests(random)
    with_fill, missing, memory = random.random() < 0.5, random.choice([0, 0, 0.2]), random.random()
    rss = random.random()
    # The peer pairs values of a pivot only where all other dims agree.
    function = {t: t.split("[")[0] for t, _p in tests}
    groups = {f: random.choice([None, "g", "h"]) for f in sorted(set(function.values()))}
    fills = {f: random.choice([0.5, 1, 3]) for f in groups}
    base = {t: random.uniform(1e-6, 1e-3) for t, _p in tests}
    blob = {t: (random.random() < 0.5 + memory, random.random() < rss) for t, _p in tests}
    paths = []
    for run in range(count):
        items = []
        for t, params in tests:
            if random.random() < missing:
                continue
            least = base[t] * random.uniform(0.5, 2)
            item = benchmark(random, t, least, int(least * 1e9), memory=blob[t][0], rss=blob[t][1])
            item.update(params=params, group=groups[function[t]])
            if with_fill:
                item["extra_info"]["fill"] = fills[function[t]]
            items.append(item)
        path = directory / f"r{count - run}.json"
        path.write_text(json.dumps({"machine_info": {}, "commit_info": {}, "benchmarks": items,
                                    "datetime": "2026-01-01T00:00:00", "version": "5.1.0"}))
        paths.append(path)
    return paths

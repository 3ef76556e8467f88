"""Random run files in every shape that `compare` must read, and options to read them with."""

import json
import math

from run_files import add_processes

NAMES = [
    "test_a",
    "test_b",
    "test_bar[a|b]",
    "test_wide[値]",
    "test_wide[値段が高い]",
    "test_colons[a::b]",
    "test_é",
    "Test_upper",
    "K::test_method",
    "K::L::test_deep[1-2]",
    "test_[",
    "test_]x[",
    "test_🎉[😀]",
    "test_comma[a,b]",
    'test_quote["q"]',
    "test_space[a b]",
    "test_nul[\\x00]",
    "test_<b>&[*_`]",
    "test_long[" + "x" * 10_000 + "]",
    "test_rtl[\u05d0\u05d1]",
]
FILES = ["b/test_a.py", "b/test_b.py", "c.py", "a|b.py", "ünï.py"]
SOLVERS, SIZES = ["old", "new", "1"], [1, 10, 100, 1000]


def draw_tests(random):
    """Specifications of benchmarks: id, params, group; some parametrized, so that a pivot folds."""
    tests, count = (
        {},
        random.choice(
            [
                random.randint(1, 3),
                random.randint(1, 60),
                random.randint(1, 15),
                random.randint(4, 15),
            ]
        ),
    )
    while len(tests) < count:
        file, name = random.choice(FILES), random.choice(NAMES)
        params = None
        kind = random.random()
        if kind < 0.4:
            params = {"solver": random.choice(SOLVERS), "n": random.choice(SIZES)}
            order = random.choice(["{solver}-{n}", "{n}-{solver}"])
            name = f"test_{random.choice('xyz')}[{order.format(**params)}]"
        elif kind < 0.6:
            params = {"n": random.choice([random.choice(SIZES), 0.5, 2.0, 1e-7, "ten", True])}
            name = f"test_{random.choice('pq')}[{params['n']}]"
        elif kind < 0.65:
            params = {
                "n": random.choice([[1, 2], {"a": 1}, None, "UNSERIALIZABLE[<object>]"]),
                "solver": random.choice(SOLVERS),
            }
            name = f"test_r[v{len(tests)}-{params['solver']}]"
        elif kind < 0.8:
            name = f"test_{len(tests)}[{len(tests)}-x]"
        tests[f"{file}::{name}"] = {
            "params": params,
            "group": random.choice([None, None, "g", "h|i", ""]),
        }
    return tests


def _stats(random, least):
    rounds = sorted(
        least * random.choice([1, 1, 1.01, 1.5, random.uniform(1, 3)]) for _ in range(4)
    )
    rounds[0] = least
    return {
        "min": least,
        "max": rounds[-1] * random.choice([1, 1, 1, 2000]),
        "mean": sum(rounds) / 4,
        "stddev": rounds[3] - least,
        "median": (rounds[1] + rounds[2]) / 2,
        "iqr": rounds[2] - rounds[1],
        "q1": least,
        "rounds": 4,
        "iterations": 1,
        "data": rounds,
    }


def _memory(random, peak, rss):
    passes = random.randint(1, 4)
    peaks = [peak + random.choice([0, 0, 1, 1000]) for _ in range(passes)]
    blob = {
        "peak_bytes": peaks,
        "allocations": [random.choice([0, 3, 40, 41, 12345]) for _ in peaks],
        "total_bytes": [p * random.choice([1, 2]) for p in peaks],
    }
    if rss:
        blob["rss_bytes"] = [random.randrange(1, 50) * 1048576 for _ in peaks]
    return blob


def _extra(random, habits):
    extra = {}
    if random.random() < habits["flows"]:
        extra["flows"] = random.choice(
            [
                0,
                7,
                1234,
                12345678,
                1.5,
                -2,
                0.00012345,
                "12",
                " 3.5 ",
                "many",
                True,
                math.nan,
                math.inf,
                1e22,
                [1],
                None,
            ]
        )
    if random.random() < habits["size"]:
        extra["size"] = random.choice([10, 20, 1000.5])
    if random.random() < 0.1:
        extra["nested"] = {"a": [1, {"b": "benchmem"}]}
    return extra


def write_runs(random, directory, count):
    """COUNT run files that share most of their benchmarks; returns their paths."""
    tests = draw_tests(random)
    times = {t: random.choice([1e-6, 1.2e-5, 0.001, 0.25, 3.0, 123.456]) for t in tests}
    peaks = {t: random.choice([0, 100, 932, 4096, 4299161, 10**9, 3 * 10**12]) for t in tests}
    missing, memory, rss = (
        random.choice([0, 0, 0.2, 0.6 if len(tests) > 3 else 0]),
        random.choice([0, 0.7, 1]),
        random.choice([0, 0, 0.5]),
    )
    habits = {"flows": random.choice([0, 0.5, 1]), "size": random.choice([0, 0, 0.5])}
    stems = random.choice(["different", "different", "same"])
    paths = []
    for run in range(count):
        untimed = random.random() < 0.2
        items = []
        for t, spec in tests.items():
            if random.random() < missing:
                continue
            grown = random.choice([1, 1, 1.1, 1.05, 0.9, 1.2, random.uniform(0.5, 2)])
            item = {
                "group": spec["group"],
                "name": t.split("::")[-1],
                "fullname": t,
                "params": spec["params"],
                "param": None,
                "extra_info": _extra(random, habits),
                "options": {},
                "stats": _stats(random, times[t] * grown),
            }
            if random.random() < memory:
                item["extra_info"]["benchmem"] = _memory(
                    random, int(peaks[t] * grown) + random.choice([0, 0, 1]), random.random() < rss
                )
            if untimed and random.random() < 0.1:
                item["stats"] = {}
            if random.random() < 0.02:
                item["stats"]["stddev"] = math.inf
            items.append(item)
        if random.random() < (0.04 if count > 2 else 0.01):
            items = []
        if random.random() < 0.4:
            for item in items:
                add_processes(random, item)
        random.shuffle(items)
        path = (
            directory / f"{run}.0.json"
            if stems == "different"
            else directory / f"run{run}" / "b.json"
        )
        path.parent.mkdir(exist_ok=True)
        machine = {
            "node": "vm",
            "python_version": random.choice(["3.11.7", "3.12.0"]),
            "cpu": {"brand_raw": "X"},
        }
        document = {
            "machine_info": machine,
            "commit_info": {},
            "benchmarks": items,
            "datetime": "2026-01-01T00:00:00",
            "version": "5.1.0",
        }
        if random.random() < 0.2:
            document = dict(reversed(document.items()))
        path.write_text(
            json.dumps(
                document, indent=random.choice([None, 4]), ensure_ascii=random.random() < 0.5
            ),
            encoding="utf-8",
        )
        paths.append(path)
    return paths


def dims_of(path):
    """The names of params and extra_info anywhere in a run file."""
    items = json.loads(path.read_text(encoding="utf-8"))["benchmarks"]
    return {
        name
        for item in items
        for source in (item["params"], item["extra_info"])
        for name in source or {}
    }


def draw_options(random, runs):
    pivot = len(runs) == 1 and random.random() < 0.6
    words = ["--diff"] if random.random() < 0.4 and (len(runs) > 1 or pivot) else []
    if random.random() < 0.6:
        metrics = [
            "time",
            "peak",
            "allocated",
            "allocations",
            "rss",
            "extra:flows",
            "extra:n",
            "extra:size",
            "extra:no",
        ]
        drawn = random.sample(metrics, random.randint(1, 4))
        if not {"time", "peak"} & set(drawn) and random.random() < 0.85:
            drawn.insert(random.randrange(len(drawn) + 1), random.choice(["time", "time", "peak"]))
        words += ["--columns", random.choice([",", ", "]).join(drawn)]
    if random.random() < 0.6:
        stats = ["min", "max", "mean", "median", "stddev"] + (
            ["iqr"] if random.random() < 0.15 else []
        )
        words += [
            "--stat",
            random.choice(["all", ",".join(random.sample(stats, random.randint(1, 3)))]),
        ]
    if random.random() < 0.6:
        keys = [
            "fullname",
            "name",
            "func",
            "group",
            "module",
            "class",
            "param:n",
            "param:solver",
            "param:no",
        ]
        words += [
            "--group-by",
            random.choice(["", ",".join(random.sample(keys, random.randint(1, 3)))]),
        ]
    if random.random() < 0.5:
        # Growth from infinity to infinity is no number: ours puts it last, the peer anywhere.
        infinite = any("Infinity" in path.read_text(encoding="utf-8") for path in runs)
        words += ["--sort", random.choice(["name", "value", "name" if infinite else "change"])]
    if pivot:
        known = [d for d in ("solver", "n", "size") if d in dims_of(runs[0])]
        dim = random.choice(known or ["node.func"]) if random.random() < 0.9 else "size"
        words += ["--pivot", random.choice(["param:", ""]) + dim]
    return words

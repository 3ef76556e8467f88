"""Makes pages of every view from run files with hostile ids, and has page.mjs use them in Chromium.

    python3 test_page.py BENCHMEM NPM_DIRECTORY [PART_OF_A_NAME...]
"""

import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

PACKAGES = ["playwright-core@1.65.1", "axe-core@4.14.1"]
HERE = Path(__file__).resolve().parent

HOSTILE = [
    "</script><script>alert(1)</script>", "<!--<script>", "<img src=x onerror=alert(2)>",
    "'\"&amp;`${7*7}", "<b>bold</b> %{x}", "\u2028\u2029", "\u202eabc\u05d0\u0645\u0631", "😀👩‍👩‍👧 é́",
    "http://example.invalid/a.png", "x" * 10000, "__proto__", "constructor", "1.10",
]


def skip(why):
    print(f"skipped: {why}")
    sys.exit(77)


def is_installed(directory, package):
    name, version = package.split("@")
    found = directory / "node_modules" / name / "package.json"
    return found.exists() and json.loads(found.read_text())["version"] == version


def install(directory):
    """The packages below DIRECTORY, unless they are there."""
    if all(is_installed(directory, p) for p in PACKAGES):
        return
    npm = os.environ.get("BENCHMEM_NPM", "")
    if not os.path.exists(npm):
        skip("npm was not found when this build was configured")
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "package.json").write_text("{}")
    done = subprocess.run([npm, "install", "--no-audit", "--no-fund", "--prefix", str(directory),
                           *PACKAGES], capture_output=True, text=True, timeout=240, check=False)
    if done.returncode or not all(is_installed(directory, p) for p in PACKAGES):
        skip(f"npm could not install {' '.join(PACKAGES)}: {done.stderr[-500:]}")


def benchmark(rng, name, params, factor):
    least = rng.uniform(1e-5, 1e-3) * factor
    peak = rng.randrange(1000, 10**7)
    return {"fullname": f"b/test_h.py::{name}", "name": name, "group": None, "params": params,
            "stats": {"min": least, "max": 3 * least, "mean": 2 * least, "median": 1.5 * least,
                      "stddev": least, "iqr": least, "rounds": 3},
            "extra_info": {"benchmem": {"peak_bytes": [peak, peak + 4096], "allocations": [7, 9],
                                        "total_bytes": [peak * 3, peak * 4]}}}


def write_run(path, seed, factor):
    rng = random.Random(seed)
    items = [benchmark(rng, f"test_h[{h}]", {"evil": h}, factor) for h in HOSTILE]
    items += [benchmark(rng, f"test_size[{n}]", {"size": n}, factor * n) for n in (1, 10, 100)]
    if seed == 3:
        items.pop(2)
    machine = {"node": "host<b>1", "python_version": "3.11.7", "cpu": {"brand_raw": "A & B"}}
    path.write_text(json.dumps({"machine_info": machine, "benchmarks": items}))
    return path


def write_joined(path, level):
    """A run of processes that agree about the one benchmark and not about the other."""
    items = []
    for name, noise in (("steady", [1 + k / 1000 for k in range(7)]),
                        ("<i>noisy", [1, 1.3, 1.11, 1.42, 1.05, 1.2, 1.33])):
        times = [level * n for n in noise]
        item = benchmark(random.Random(1), f"test_{name}", {}, 1)
        item["stats"].update(min=level, processes={
            "round": list(range(1, 8)), "rounds": [1] * 7, "passes": [0] * 7, "min": times})
        items.append(item)
    path.write_text(json.dumps({"benchmarks": items}))
    return path


def write_sweep(directory):
    """A sweep of five versions, of which one failed, one lacks benchmarks and one is not there."""
    directory.mkdir()
    labels = {"1.0": "failed", "1.1": "partial", "1.2": "ok", "2.0": "ok", "3.0": "unavailable"}
    reasons = {"1.0": "run: ImportError: cannot import name 'Base<i>' from 'demo'",
               "1.1": "run: pytest exited with 1", "3.0": "install: no version of demo==3.0"}
    names = [f"b/test_s.py::test_some_thing_with_a_long_name[Strategy.AS_{what}-{n}]"
             for what in ("DICT", "TUPLE") for n in range(20)]
    versions = []
    for number, (label, status) in enumerate(labels.items()):
        items = []
        for i, name in enumerate(names):
            level = 1e-6 * (i + 1) * (1 + [0, 0, 0.1, 0.6][number] * (i % 4) / 3 if number < 4 else 1)
            times = [level * (1 + k * (0.05 if i % 7 == 3 else 0.0005)) for k in range(7)]
            item = benchmark(random.Random(1), name, {}, 1)
            item["fullname"], item["name"] = name, name.split("::")[1]
            item["stats"].update(min=level, median=1.1 * level, processes={
                "round": list(range(1, 8)), "rounds": [1] * 7, "passes": [0] * 7, "min": times})
            if status in ("ok", "partial") and not (number == 1 and i % 5 == 1):
                items.append(item)
        if items:
            (directory / f"{label}.json").write_text(json.dumps({"benchmarks": items}))
        versions.append({"version": label, "label": label, "spec": f"demo=={label}", "run_id": "r",
                         "status": status, "reason": reasons.get(label),
                         "failed_stage": {"failed": "run", "unavailable": "install"}.get(status),
                         "failed_tests": [{"id": names[k], "reason": "TypeError: no <b>such (b/test_s.py:7)"}
                                          for k in (1, 6)] if status == "partial" else [],
                         "json": f"{label}.json" if items else None})
    (directory / "sweep.json").write_text(json.dumps({
        "benchmem_sweep": 1, "package": "demo", "run_id": "r", "versions": versions}))
    return directory


def write_counted(directory):
    """A sweep of four versions with instructions: "slow" grows with 2 by a Python function that is
    called more often, with 4 by a native one; functions are called HOSTILE."""
    (directory / "counts").mkdir(parents=True)
    labels = ("1", "2", "3", "4")
    names = [f"{h}-{i}" for i, h in enumerate(HOSTILE)]
    functions = [[0, "eval"], [1, "parse"], *[[0, n] for n in names]]
    for number, label in enumerate(labels):
        calls, loop = 100 * (1 + 2 * (number > 0)), 1000 * (1 + 9 * (number > 2))
        made = [["slow", [0, 100 * calls, 1, loop] + [x for k in range(len(names)) for x in (k + 2, 10 + number)],
                 [["p/m.py", 7, "step", calls, 20 * calls], [HOSTILE[2], 3, HOSTILE[0], number, 30 * number]]],
                ["same", [0, 5000], []]]
        benchmarks, items = [], []
        for name, parts, python in made:
            total = sum(parts[1::2])
            items.append({"fullname": f"t.py::{name}", "name": name, "group": None, "params": None,
                          "stats": {"rounds": 0},
                          "extra_info": {"benchmem": {"instructions": [total, total + 1]}}})
            benchmarks.append({"fullname": f"t.py::{name}", "instructions": total, "functions": parts,
                               "rest": {"functions": 0, "instructions": 0}, "python": python})
        (directory / f"{label}.json").write_text(json.dumps({"benchmarks": items}))
        (directory / "counts" / f"{label}.json").write_text(json.dumps({
            "format": 1, "objects": ["libpython.so", "p/_core.so"], "functions": functions,
            "benchmarks": benchmarks}))
    (directory / "sweep.json").write_text(json.dumps({
        "benchmem_sweep": 1, "package": "demo", "run_id": "r", "versions": [
            {"version": label, "label": label, "spec": f"demo=={label}", "run_id": "r",
             "status": "ok", "failed_tests": [], "json": f"{label}.json"} for label in labels]}))
    return directory


def main():
    benchmem, npm = sys.argv[1], Path(sys.argv[2])
    chromium, node = os.environ.get("BENCHMEM_CHROMIUM", ""), os.environ.get("BENCHMEM_NODE", "")
    for program, what in ((chromium, "Chromium"), (node, "Node.js")):
        if not os.path.exists(program):
            skip(f"{what} was not found when this build was configured")
    install(npm)
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        runs = [write_run(directory / f"{label}.json", seed, factor)
                for label, seed, factor in (("1.9", 1, 1), ("1.10", 2, 1.3), ("2<i>", 3, 0.7))]
        joined = [write_joined(directory / f"joined{label}.json", level)
                  for label, level in (("1", 1), ("2", 1.1), ("3", 1.1))]
        many = [write_run(directory / f"1.{n}.0.json", 10 + n, 1 + n / 40) for n in range(24)]
        made = {}
        for view, words in {"package": [write_sweep(directory / "out")], "many": many,
                            "counted": [write_counted(directory / "counted")],
                            "judged": joined, "judged-bars": joined[:2], "sweep": runs, "scatter": runs, "pair": runs[:2], "compare": runs[:2],
                            "scaling": [*runs, "--x", "size", "--facet", "node.func"],
                            "facets": [*runs[:2], "--facet", "evil"]}.items():
            page = directory / f"{view}.html"
            kind = {"pair": "scatter", "facets": "scatter", "judged": "sweep", "package": "sweep", "many": "sweep",
                    "counted": "sweep",
                    "judged-bars": "compare"}.get(view, view)
            subprocess.run([benchmem, "plot", *words, "--view", kind, "-o", page], check=True)
            if "integrity=\"sha384" in page.read_text(encoding="utf-8"):
                skip("this benchmem has no plotly.js built in")
            made[view] = str(page)
        table = subprocess.run([benchmem, "compare", *runs, "--format", "md", "--columns",
                                "time,peak", "--layout", "matrix", "--stat", "min"],
                               capture_output=True, text=True, check=True).stdout
        sorted_by_change = subprocess.run(
            [benchmem, "compare", directory / "out", "--format", "md", "--columns", "time",
             "--sort", "change"], capture_output=True, text=True, check=True).stdout
        job = directory / "job.json"
        job.write_text(json.dumps({"pages": made, "table": table, "sorted": sorted_by_change, "hostile": HOSTILE,
                                   "chromium": chromium, "screenshots": os.environ.get("SCREENSHOTS"),
                                   "only": sys.argv[3:],
                                   "axe": str(npm / "node_modules/axe-core/axe.min.js"),
                                   "playwright": str(npm / "node_modules/playwright-core/index.mjs")}))
        sys.exit(subprocess.run([node, HERE / "page.mjs", job], check=False).returncode)


main()

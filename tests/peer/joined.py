"""A sweep's joined run file is read by pytest-benchmark and by the peer, and its figures are theirs.

Run files of the same benchmarks with random samples and passes are joined by `benchmem` (a sweep
whose command copies them), and read back: the statistics must be those that pytest-benchmark's own
class computes of the joined samples, and both programs' `compare` must show them.
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from programs import run_peer
from pytest_benchmark.stats import Stats

ROUNDED = ("ops", "total")  # sum() of Python 3.11 rounds at each step


def samples(rng):
    least = rng.choice([1e-7, 3.3e-4, 0.25, 40])
    kind = rng.randrange(4)
    count = rng.choice([1, 2, 3, 4, 5, 7, 20, 101])
    if kind == 0:
        return [least] * count
    if kind == 1:
        return [least * rng.choice([1, 1, 2, 30]) for _ in range(count)]
    return [least * rng.lognormvariate(0, 0.3) for _ in range(count)]


def run_file(rng, names):
    items = []
    for name in names:
        if rng.random() < 0.1 and items:
            continue
        stats = Stats()
        stats.data = samples(rng)
        passes = rng.randint(1, 3)
        items.append({
            "group": None, "name": name, "fullname": f"t.py::{name}", "params": None,
            "param": None, "options": {"min_rounds": 5},
            "extra_info": {"benchmem": {"peak_bytes": [rng.randrange(1, 9999) for _ in range(passes)],
                                        "allocations": [rng.randrange(99) for _ in range(passes)],
                                        "total_bytes": [rng.randrange(1, 9999) for _ in range(passes)]}},
            "stats": {**stats.as_dict(), "data": stats.data, "iterations": 1}})
        if rng.random() < 0.5:
            items[-1]["extra_info"]["benchmem"].update(
                instructions=[rng.randrange(100, 10**9) for _ in range(rng.randint(1, 4))],
                counted={"valgrind": "3.19.0", "processor": "P", "randomised": False, "calls": 3})
    return {"machine_info": {"node": "n", "cpu": {"brand_raw": "c"}, "python_version": "3.11"},
            "commit_info": {}, "benchmarks": items, "datetime": "2026-01-01T00:00:00",
            "version": "5.2.3"}


def sweep(benchmem, directory, files):
    """Sweep a package that is a directory of ours, whose "suite" copies FILES, one a round."""
    (directory / "pkg").mkdir()
    (directory / "pkg" / "pyproject.toml").write_text(
        "[build-system]\nrequires = []\nbuild-backend = 'backend'\nbackend-path = ['.']\n"
        "[project]\nname = 'nothing'\nversion = '1.0'\n")
    shutil.copy(Path(__file__).resolve().parent.parent / "backend.py", directory / "pkg")
    (directory / "suite").mkdir()
    for i, content in enumerate(files, 1):
        (directory / f"made.{i}.json").write_text(json.dumps(content))
    (directory / "suite" / "copy.py").write_text(
        "import os, pathlib, shutil, sys\n"
        f"here = pathlib.Path({str(directory)!r})\n"
        "count = len(list(here.glob('done.*'))) + 1\n"
        "(here / f'done.{count}').touch()\n"
        "shutil.copy(here / f'made.{count}.json', sys.argv[1])\n")
    done = subprocess.run(
        [benchmem, "sweep", "nothing", f"v={directory / 'pkg'}", "--suite", directory / "suite",
         "--out", directory / "out", "--rounds", str(len(files)), "--work-dir", directory, "--",
         "{python}", "suite/copy.py", "{json}"],
        capture_output=True, encoding="utf-8", timeout=120, check=False,
        env=dict(os.environ, BENCHMEM_LOCK="off"))
    if done.returncode:
        sys.exit(f"the sweep failed: {done.stdout}\n{done.stderr}")
    return directory / "out" / "v.json"


def check_item(item, originals):
    """The joined benchmark against what the rounds have of it."""
    parts = [(k, o) for k, file in enumerate(originals, 1) for o in file["benchmarks"]
             if o["fullname"] == item["fullname"]]
    stats = Stats()
    stats.data = [x for _k, o in parts for x in o["stats"]["data"]]
    assert item["stats"]["data"] == stats.data, item["fullname"]
    for name, wanted in stats.as_dict().items():
        found = item["stats"][name]
        close = name in ROUNDED and abs(found - wanted) <= 1e-12 * abs(wanted)
        assert found == wanted or close, (item["fullname"], name, found, wanted)
    memory = item["extra_info"]["benchmem"]
    for name in memory.keys() - {"counted"}:
        assert memory[name] == [
            x for _k, o in parts for x in o["extra_info"]["benchmem"].get(name, [])]
    processes = item["stats"]["processes"]
    calls = [len(o["extra_info"]["benchmem"].get("instructions", [])) for _k, o in parts]
    assert ("instructions" in memory) == ("counted" in memory) == any(calls)
    assert processes.get("calls") == (calls if any(calls) else None)
    assert processes["round"] == [k for k, _o in parts]
    assert processes["rounds"] == [len(o["stats"]["data"]) for _k, o in parts]
    assert processes["passes"] == [len(o["extra_info"]["benchmem"]["peak_bytes"]) for _k, o in parts]
    for name in ("min", "max", "mean", "median", "iqr", "stddev"):
        assert processes[name] == [o["stats"][name] for _k, o in parts], name


def check_programs(path, directory):
    """Both show the joined file as they show one without `processes`."""
    plain = json.loads(path.read_text())
    for item in plain["benchmarks"]:
        del item["stats"]["processes"]
    other = directory / "plain" / path.name
    other.parent.mkdir()
    other.write_text(json.dumps(plain))
    ours, theirs = run_peer(["compare", path]), run_peer(["compare", other])
    assert ours.status == theirs.status == 0, ours
    assert "t.py" in ours.out or "test_" in ours.out
    assert ours.out.replace(str(path.parent), "D") == theirs.out.replace(str(other.parent), "D")
    texts = []
    for file in (path, other):
        done = subprocess.run([Path(sys.executable).parent / "pytest-benchmark", "compare", file],
                              capture_output=True, encoding="utf-8", cwd=directory, check=False)
        assert done.returncode == 0, done.stderr
        assert "test_0" in done.stdout, done.stdout
        texts.append(done.stdout.replace(str(file.parent), "D"))
    assert texts[0] == texts[1]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--benchmem", required=True)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    args = parser.parse_args()
    print(f"seed {args.seed}")
    rng = random.Random(args.seed)
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        names = [f"test_{i}" for i in range(150)]
        files = [run_file(rng, names) for _ in range(4)]
        path = sweep(args.benchmem, directory, files)
        joined = json.loads(path.read_text())
        ids = {o["fullname"] for file in files for o in file["benchmarks"]}
        assert {o["fullname"] for o in joined["benchmarks"]} == ids
        for item in joined["benchmarks"]:
            check_item(item, files)
        for file in sorted((directory / "out" / "rounds").iterdir()):
            assert json.loads(file.read_text())["benchmarks"], file
        check_programs(path, directory)
        print(f"{len(ids)} benchmarks of 4 rounds: figures equal, read by both programs")


if __name__ == "__main__":
    main()

"""What `benchmem plot` costs, beside the peer where that can draw the same.

    python3 tests/bench/plot.py BENCHMEM [--peer PEER_PROGRAM] [--large]

BENCHMEM is an optimised build; PEER_PROGRAM the peer's `benchmem`.  Prints seconds (the best of
three), peak memory and ratios; exits 1 where a bound of the project is missed.  --large makes 30
runs of 5,000 benchmarks as well (400 MB in a temporary directory).
"""

import argparse
import json
import os
import random
import sys
import tempfile
import time
from pathlib import Path


def write_runs(directory, runs, benchmarks, rounds=20):
    rng = random.Random(1)
    base = [rng.uniform(1e-6, 1e-2) for _ in range(benchmarks)]
    paths = []
    for run in range(runs):
        items = []
        for i, least in enumerate(base):
            data = [least * rng.uniform(0.8, 1.5) for _ in range(rounds)]
            peak = int(least * 1e9 * rng.uniform(0.9, 1.2))
            name = f"test_x{i % 50}[{i}-abc]"
            items.append({
                "group": None, "name": name, "fullname": f"benchmarks/test_m{i // 50}.py::{name}",
                "params": {"n": i, "k": "abc"},
                "extra_info": {"benchmem": {"peak_bytes": [peak, peak + 10], "allocations": [3, 4],
                                            "total_bytes": [peak * 2, peak * 2 + 5]}},
                "stats": {"min": min(data), "max": max(data), "mean": sum(data) / rounds,
                          "stddev": 1e-7, "median": sorted(data)[rounds // 2], "iqr": 1e-7,
                          "rounds": rounds, "data": data}})
        path = directory / f"{run:02}.json"
        path.write_text(json.dumps({"machine_info": {"node": "h"}, "benchmarks": items}))
        paths.append(path)
    return paths


def run(words):
    """Seconds and MiB of one call."""
    begin = time.monotonic()
    child = os.posix_spawnp(str(words[0]), [str(w) for w in words], os.environ, file_actions=[
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)])
    _pid, status, usage = os.wait4(child, 0)
    if status:
        sys.exit(f"{words[:3]}... failed")
    return time.monotonic() - begin, usage.ru_maxrss / 1024


def best(words, times=3):
    results = [run(words) for _ in range(times)]
    return min(s for s, _m in results), max(m for _s, m in results)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("benchmem")
    parser.add_argument("--peer")
    parser.add_argument("--large", action="store_true")
    args = parser.parse_args()
    missed = []
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        runs = write_runs(directory, 10, 1000)
        took = {}
        for suffix in ("html", "svg", "png"):
            output = directory / f"x.{suffix}"
            took[suffix], memory = best([args.benchmem, "plot", *runs, "--columns", "peak", "-o",
                                         output])
            size = output.stat().st_size / 1e6
            print(f"10 x 1,000 as {suffix}: {took[suffix]:.2f} s, {memory:.0f} MiB, {size:.1f} MB")
            if suffix != "html" and took[suffix] >= 0.5:
                missed.append(f"{suffix} takes {took[suffix]:.2f} s, 0.5 s is the bound")
        if args.peer:
            theirs, memory = best([args.peer, "plot", *runs, "--columns", "peak", "-o",
                                   directory / "peer.html"], 1)
            print(f"10 x 1,000 as html, the peer: {theirs:.2f} s, {memory:.0f} MiB: "
                  f"{theirs / took['html']:.0f} times ours")
            if theirs < 20 * took["html"]:
                missed.append(f"the page is {theirs / took['html']:.1f} times faster, not 20")
        if args.large:
            runs = write_runs(directory, 30, 5000)
            seconds, memory = best([args.benchmem, "plot", *runs, "-o", directory / "y.html"], 1)
            print(f"30 x 5,000 as html: {seconds:.2f} s, {memory:.0f} MiB")
            if seconds >= 4 or memory >= 200:
                missed.append(f"30 x 5,000: {seconds:.2f} s and {memory:.0f} MiB, "
                              "4 s and 200 MiB are the bounds")
    print("\n".join(missed) or "all within their bounds")
    sys.exit(1 if missed else 0)


main()

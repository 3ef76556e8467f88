"""`compare --fail-on`: result lines and exit status as the peer has them, on random run files.

Where the peer has nothing to judge it passes, or (for rss) calls it wrong usage; ours exits 3.
"""

import argparse
import random
import secrets
import sys
import tempfile
from pathlib import Path

from programs import run_ours, run_peer
from run_files import METRICS, having, write_runs

LIMITS = {"time": ["1us", ".5ms", "0.1s", "0", "10ns", "25 ms"],
          "allocations": ["0", "1", "37"]}
BYTE_LIMITS = ["0", "1", "99B", "1KiB", "0.5MiB", "1 MiB", "1GiB"]
PERCENTS = ["0%", "5%", "10%", "19.9%", "20%", "1e1%", "50 %"]


def draw_rule(rng):
    metric = rng.choice(METRICS)
    limits = LIMITS.get(metric, BYTE_LIMITS)
    field = rng.choice([metric, metric, metric.upper(), f" {metric} "])
    limit = rng.choice([rng.choice(PERCENTS), rng.choice(limits),
                        f"{rng.choice(PERCENTS)}{rng.choice(['+', ' + '])}{rng.choice(limits)}"])
    return metric, f"{field}:{limit}"


def verdict(text):
    """The gate's lines: from the one that tells the result on."""
    lines = text.splitlines()
    for i, line in enumerate(lines):
        if line.endswith("over threshold:") or line == "no regressions over thresholds":
            return [l for l in lines[i:] if l]
    return []


def expected(peer, empty):
    """What ours must say where the peer said this and the rules for EMPTY metrics judge nothing."""
    if not empty:
        return [(peer.status, verdict(peer.out))]
    if peer.status == 1 and verdict(peer.out):  # without lines: the runs hold no benchmark at all
        return [(1, verdict(peer.out))]
    # The peer stops at an rss rule without data; other rules may still be broken.
    return [(3, [])] + ([(1, None)] if "rss" in empty else [])


def one_case(rng, directory, benchmem):
    runs = write_runs(rng, directory, rng.randint(2, 4))
    rules = [draw_rule(rng) for _ in range(rng.randint(1, 3))]
    words = ["compare", *runs, "--format", rng.choice(["table", "md"])]
    for _metric, rule in rules:
        words += ["--fail-on", rule]
    empty = {m for m, _r in rules if not having(runs[0], m) & having(runs[-1], m)}

    # Some files are joined of several processes: by value alone, as the peer judges them.  The
    # matrix holds what the baseline lacks against a later run, the peer's layouts do not.
    peer = run_peer(words)
    ours = run_ours(benchmem, [*words, "--gate", "raw", "--layout", rng.choice(["runs", "diff"])])
    lines = verdict(ours.out)
    for status, wanted in expected(peer, empty):
        if ours.status == status and wanted in (None, lines):
            return status
    print(f"differs: {[str(w) for w in words]}\nempty: {empty}\n"
          f"peer: {peer.status}\n{peer.out[-2000:]}\nours: {ours.status}\n"
          f"{ours.out[-2000:]}{ours.errors}", file=sys.stderr)
    return None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--benchmem", required=True)
    parser.add_argument("--cases", type=int, default=50)
    parser.add_argument("--seed", type=int, default=None)
    args = parser.parse_args()
    seed = args.seed if args.seed is not None else secrets.randbelow(2**32)
    print(f"seed {seed}", flush=True)

    counts = {}
    for case in range(args.cases):
        rng = random.Random(seed + case)
        with tempfile.TemporaryDirectory() as directory:
            status = one_case(rng, Path(directory), args.benchmem)
        if status is None:
            sys.exit(f"case {case} of seed {seed}: again with --seed {seed + case} --cases 1")
        counts[status] = counts.get(status, 0) + 1
    print(f"{args.cases} cases agree; exit statuses {dict(sorted(counts.items()))}")
    if args.cases >= 50 and not {0, 1, 3} <= counts.keys():
        sys.exit("the cases are too much alike: each of 0, 1 and 3 should occur")


if __name__ == "__main__":
    main()

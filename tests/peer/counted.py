"""Run files with counted instructions are read by pytest-benchmark and by the peer as without.

Those of tests/data/counted, each alone and two side by side: both programs' `compare` must show what
they show of the same files without the counts; and of one whose `stats` are marked as no times that
there are its benchmarks.
"""

import argparse
import itertools
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from programs import run_ours, run_peer

DATA = Path(__file__).parent.parent / "data" / "counted"


def without_counts(path, directory):
    plain = json.loads(path.read_text())
    for item in plain["benchmarks"]:
        for name in ("instructions", "counted"):
            del item["extra_info"]["benchmem"][name]
    other = directory / path.name
    other.write_text(json.dumps(plain))
    return other


def shown(command, paths, directory):
    """What the program shows, without where the files are."""
    if command == "peer":
        done = run_peer(["compare", *paths])
        assert done.status == 0, (paths, done)
        text = done.out
    else:
        done = subprocess.run(
            [Path(sys.executable).parent / "pytest-benchmark", "compare", *paths],
            capture_output=True, encoding="utf-8", cwd=directory, check=False)
        assert done.returncode == 0, (paths, done.stderr)
        text = done.stdout
    assert command == "peer" or "test_slow" in text, text
    for path in paths:
        text = text.replace(str(path.parent), "D")
    return text


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--benchmem", required=True)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)  # the programs show parts of where files are: alike for both
        shutil.copytree(DATA, directory / "with" / "run")
        (directory / "none" / "run").mkdir(parents=True)
        files = sorted((directory / "with" / "run").glob("*.json"))
        cases = [(f,) for f in files] + list(itertools.pairwise(files))
        for paths in cases:
            others = [without_counts(path, directory / "none" / "run") for path in paths]
            for command in ("peer", "pytest-benchmark"):
                assert shown(command, paths, directory) == shown(command, others, directory), paths
            ours = run_ours(args.benchmem, ["compare", *paths])
            assert ours.status == 0 and "instructions" in ours.out, ours
    print(f"{len(cases)} comparisons, read by both programs")


if __name__ == "__main__":
    main()

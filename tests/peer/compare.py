"""`compare --layout runs` and `--diff` on random run files and options: the Markdown byte for byte,
the CSV cell by cell as doubles, the gate's lines and exit status.

Ours differs on purpose, and only so:
  - the peer's remark that rss was not measured is its own sentence; ours stands in the same place;
  - where the peer has nothing to show, or one series where it wants two, it exits 1; ours has
    statuses of its own, and shows what there is;
  - a gate that has nothing to judge exits 3;
  - an element or a link in an id does not become one in the Markdown.

Some files are joined of several processes (`sweep --rounds`), which the peer passes over; our gate
judges them by value alone then, as the peer does (--gate raw).

--keep DIR keeps the cases that differ: their run files, and case.json with the words.
"""

import argparse
import csv
import io
import json
import random
import re
import secrets
import shutil
import sys
import tempfile
import traceback
from pathlib import Path

from compare_files import draw_options, write_runs
from compare_gate import draw_rule, verdict
from programs import run_ours, run_peer


# Exit statuses, theirs and ours, where a rule finds no values: the peer passes, or calls it wrong
# usage (rss); ours exits 3, or 1 if another rule is broken.
NOTHING_TO_JUDGE = {(0, 3), (2, 3), (2, 1)}


def without_remark(text):
    """The Markdown without the remark on rss that may stand before it."""
    if text.startswith("> ") and "rss" in text.split("\n", 1)[0]:
        return text.split("\n\n", 1)[1]
    return text


def tables(text):
    """The lines before those of the gate."""
    lines = without_remark(text).split("\n")
    judged = verdict(text)
    return lines[: lines.index(judged[0])] + [""] if judged else lines


def unescaped(line):
    """Without the backslash that ours puts before what would begin an element or a link."""
    return re.sub(r"\\(?=<[A-Za-z/!?])|(?<=\])\\(?=[(\[])", "", line)


def cells(path):
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
    return rows[0], [(row[0], [float(c) if c else None for c in row[1:]]) for row in rows[1:]]


def refusal(peer, ours):
    """Where the peer refuses: whether what ours does is as it should be."""
    wanted = {
        "no benchmarks found": (2, 3),
        "at least two distinct runs": (0, 2, 3),
        "at least two series": (2, 3),
        "is not a dim": (0, 1, 2, 3),
        "timing statistic": (2,),
        "two distinct values": (0, 1, 2, 3),
        "no benchmark carries rss": (3, 1),
    }
    for words, statuses in wanted.items():
        if words in " ".join(peer.split()):
            return ours.status in statuses
    return False


def differences(words, directory, benchmem):
    """What differs, as a list of texts; and how the peer ended."""
    table, theirs = directory / "ours.csv", directory / "theirs.csv"
    diff = "--diff" in words
    try:
        peer = run_peer([*words, "--format", "md", "--csv", theirs])
    except (ValueError, KeyError, AttributeError, TypeError, OverflowError) as error:
        peer = None
        crash = "".join(traceback.format_exception(error)[-2:])
    ours = run_ours(
        benchmem,
        [
            *words,
            *([] if diff else ["--layout", "runs"]),
            *["--format", "md", "--csv", table, "--gate", "raw"],
        ],
    )
    if peer is None:
        return (
            [] if ours.status in (0, 1, 2, 3) else [f"ours: {ours.status}"]
        ), f"crashed: {crash}"
    if not theirs.exists():
        good = refusal(peer.out + peer.errors, ours)
        return (
            []
            if good
            else [f"peer refuses: {peer.out}{peer.errors}\nours: {ours.status} {ours.errors}"]
        ), "refused: " + peer.errors
    found = []
    if ours.status == peer.status:
        if verdict(ours.out) != verdict(peer.out):
            found.append(f"gate:\n{verdict(peer.out)}\n{verdict(ours.out)}")
    elif (peer.status, ours.status) not in NOTHING_TO_JUDGE:
        found.append(
            f"status: theirs {peer.status}, ours {ours.status}\n{ours.errors}{peer.errors}"
        )
    mine, wanted = [unescaped(line) for line in tables(ours.out)], tables(peer.out)
    if mine != wanted:
        pairs = zip(mine, wanted)
        first = next((i for i, (a, b) in enumerate(pairs) if a != b), -1)
        found.append(
            f"Markdown, line {first}:\n"
            f"theirs: {wanted[first : first + 3]}\nours:   {mine[first : first + 3]}"
        )
    if not table.exists():
        found.append(f"no csv of ours {ours.errors}")
    else:
        (head, rows), (their_head, their_rows) = cells(table), cells(theirs)
        if head != their_head:
            found.append(f"csv head:\n{their_head}\n{head}")
        if rows != their_rows:
            found.append(f"csv rows: {[(a, b) for a, b in zip(their_rows, rows) if a != b][:2]}")
    return found, "compared"


def draw_case(rng, directory):
    runs = write_runs(rng, directory, rng.choice([1, 1, 2, 2, 3, rng.randint(1, 8)]))
    words = draw_options(rng, runs)
    if len(runs) > 1 or "--pivot" in words:
        for _ in range(rng.choice([0, 0, 1, 2])):
            words += ["--fail-on", draw_rule(rng)[1]]
    return ["compare", *runs, *words]


def keep(words, directory, target):
    target.mkdir(parents=True, exist_ok=True)
    shutil.copytree(directory, target, dirs_exist_ok=True)
    (target / "case.json").write_text(
        json.dumps([str(w).replace(f"{directory}/", "") for w in words])
    )


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--benchmem", required=True)
    parser.add_argument("--cases", type=int, default=300)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--keep", type=Path, default=None)
    parser.add_argument("--go-on", action="store_true", help="do not stop at the first difference")
    parser.add_argument(
        "--verbose", action="store_true", help="say how the peer ended in each case"
    )
    args = parser.parse_args()
    seed = args.seed if args.seed is not None else secrets.randbelow(2**32)
    print(f"seed {seed}", flush=True)
    counts, bad = {}, 0
    for case in range(args.cases):
        rng = random.Random(seed + case)
        with tempfile.TemporaryDirectory() as name:
            directory = Path(name)
            words = draw_case(rng, directory)
            found, ended = differences(words, directory, args.benchmem)
            if found:
                bad += 1
                print(
                    f"case {case} of seed {seed} differs (again with --seed {seed + case} --cases 1)\n"
                    f"{[str(w) for w in words]}\n" + "\n".join(found) + "\n",
                    file=sys.stderr,
                    flush=True,
                )
                if args.keep:
                    keep(words, directory, args.keep / str(seed + case))
                if not args.go_on:
                    sys.exit(1)
        if args.verbose:
            print(case, " ".join(ended.split())[-150:])
        ended = ended.split(":")[0]
        counts[ended] = counts.get(ended, 0) + 1
    print(f"{args.cases - bad} of {args.cases} cases agree; the peer {counts}")
    if bad or (args.cases >= 50 and counts.get("compared", 0) < 0.6 * args.cases):
        sys.exit("cases differ, or too few had something to compare")


if __name__ == "__main__":
    main()

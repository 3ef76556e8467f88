"""The cases of tests/data/compare: outputs the peer once gave, without the peer.

A case is a folder with run files, case.json (the words, and the peer's exit status), expected.md
and expected.csv.  `compare.py --keep` finds new ones.
"""

import csv
import json
import os
import subprocess
import sys
import tempfile


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def cells(text):
    rows = list(csv.reader(text.splitlines()))
    return rows[0], [(row[0], [float(c) if c else None for c in row[1:]]) for row in rows[1:]]


def differences(benchmem, directory, scratch):
    case = json.loads(read(os.path.join(directory, "case.json")))
    layout = [] if "--diff" in case["words"] else ["--layout", "runs"]
    table = os.path.join(scratch, "ours.csv")
    done = subprocess.run(
        [benchmem, *case["words"], *layout, "--format", "md", "--csv", table],
        cwd=directory,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
    )
    markdown, errors = done.stdout.decode(), done.stderr.decode()
    if markdown.startswith("> rss"):  # a remark in words of our own
        markdown = markdown.split("\n\n", 1)[1]
    found = []
    if done.returncode != case["status"]:
        found.append(f"exit status {done.returncode}, not {case['status']}: {errors}")
    if markdown != read(os.path.join(directory, "expected.md")):
        found.append("Markdown:\n" + markdown)
    if not os.path.exists(table):
        found.append("no CSV")
    elif cells(read(table)) != cells(read(os.path.join(directory, "expected.csv"))):
        found.append("CSV:\n" + read(table))
    return found


def main():
    benchmem, data = os.path.abspath(sys.argv[1]), sys.argv[2]
    names, bad = sorted(os.listdir(data)), 0
    for name in names:
        with tempfile.TemporaryDirectory() as scratch:
            found = differences(benchmem, os.path.join(data, name), scratch)
        if found:
            bad += 1
            print(f"{name}:\n" + "\n".join(found), file=sys.stderr)
    print(f"{len(names) - bad} of {len(names)} cases agree")
    sys.exit(1 if bad or not names else 0)


main()

"""Writes into tests/README.md how long the tests of each label take.

    python3 tests/label_times.py LOG

LOG is what ctest printed, which tests/run.sh leaves in build/run.log; the figures are those of its
label summary.  Run it after a whole run on a machine that does nothing else.
"""
import os
import re
import sys

README = os.path.join(os.path.dirname(os.path.abspath(__file__)), "README.md")
BEGIN, END = "<!-- begin: tests/label_times.py -->\n", "<!-- end -->\n"


def table(log):
    labels = re.findall(r"(?m)^(\S+) += +([\d.]+) sec\*proc \((\d+) tests?\)$", log)
    total = re.search(r"(?m)^Total Test time \(real\) = +([\d.]+) sec", log)
    if not labels or not total:
        sys.exit("label_times: no label summary in the log")
    rows = ["| label | tests | processor seconds |", "| --- | --: | --: |"]
    rows += ["| `%s` | %s | %.0f |" % (name, count, float(seconds))
             for name, seconds, count in sorted(labels, key=lambda label: -float(label[1]))]
    rows += ["", "By the clock: %.0f s, on %d processors." % (float(total.group(1)), os.cpu_count())]
    return "\n".join(rows) + "\n"


def main():
    with open(sys.argv[1], encoding="utf-8", errors="replace") as file:
        text = table(file.read())
    with open(README, encoding="utf-8") as file:
        before, rest = file.read().split(BEGIN, 1)
    with open(README, "w", encoding="utf-8") as file:
        file.write(before + BEGIN + text + END + rest.split(END, 1)[1])


main()

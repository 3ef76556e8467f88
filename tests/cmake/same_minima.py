"""Whether two programs show the same minima: same_minima.py TABLE.md PEER.csv

TABLE.md is what `benchmem compare OUT --format md` printed, PEER.csv what the peer's
`benchmem compare ... --columns time,peak --stat min --csv` wrote.  A table shows four digits.
"""

import csv
import re
import sys

SCALE = {
    "s": 1, "ms": 1e-3, "µs": 1e-6, "us": 1e-6, "ns": 1e-9,
    "B": 1, "KiB": 1024, "MiB": 1024**2, "GiB": 1024**3,
}  # fmt: skip


def shown(path):
    """{(metric, benchmark, version): value in base units} of the tables in a Markdown file."""
    values, metric, head = {}, None, None
    for line in open(path, encoding="utf-8"):
        cells = [cell.strip().strip("`*") for cell in line.strip().strip("|").split("|")]
        title = re.search(r"(time|peak) · min", line)
        if title:
            metric, head = title[1], None
        elif line.startswith("|") and cells[0] == "benchmark":
            head = cells
        elif head and line.startswith("|") and cells[1] in SCALE:
            for version, cell in zip(head[2:-1], cells[2:-1]):
                number = float(re.sub(r"[^0-9.]", "", cell)) * SCALE[cells[1]]
                values[metric, cells[0].replace("\\", ""), version] = number
    return values


def peer(path):
    """The same of the peer's CSV, whose heads are METRIC:min:VERSION."""
    values = {}
    for row in csv.DictReader(open(path, encoding="utf-8")):
        for head, cell in row.items():
            if head != "id":
                metric, _, version = head.split(":")
                values[metric, row["id"].split("::")[-1], version] = float(cell)
    return values


def main():
    ours, theirs = shown(sys.argv[1]), peer(sys.argv[2])
    if not theirs or ours.keys() != theirs.keys():
        sys.exit(f"not the same cells:\n{sorted(ours)}\n{sorted(theirs)}")
    wrong = [k for k in theirs if abs(ours[k] - theirs[k]) > 0.5e-3 * theirs[k]]
    for key in wrong:
        print(key, "shown:", ours[key], "peer:", theirs[key])
    print(f"{len(theirs) - len(wrong)} of {len(theirs)} minima are the same")
    sys.exit(bool(wrong))


main()

"""Makes the pictures of the READMEs anew, from a sweep of the quickstart.

    sh examples/quickstart/run.sh build/quickstart       # on a quiet machine that has Valgrind
    python3 tests/readme/pictures.py build/tool/benchmem build/quickstart/tomli.sweep [CATTRS]

CATTRS is a sweep of cattrs with the suite of its repository (bench/), which need not be quiet:

    benchmem sweep cattrs 22.2.0 24.1.0 26.2.0 --suite bench --instructions --no-time --out cattrs.sweep
        --pin msgspec --pin orjson --pytest-arg=--continue-on-collection-errors

Charts are what `benchmem plot` draws, at twice the size; the table is what `benchmem compare` prints on a
terminal, taken by Chromium.  Look at them before they are committed.
"""

import html
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile

PLACE = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))),
                     "examples", "quickstart")
FIRST, LAST = "1.2.3", "2.4.0"
CHARTS = {
    "time": ["--view", "sweep"],
    "instructions": ["--view", "sweep", "--metric", "instructions"],
    "scaling": ["--view", "scaling"],
}
PAIRS = {"scatter": ["--view", "scatter"], "compare": ["--view", "compare"]}
#: What a terminal makes of the colours, and how large a letter is on it.
COLORS = {"1": "font-weight:bold;color:#fff", "31": "color:#f00", "32": "color:#0f0", "1;32": "font-weight:bold;color:#0f0",
          "2": "color:#999"}
SIZE, LINE, MARGIN = 24, 31, 30


def run(*words):
    result = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if result.returncode:
        sys.exit("pictures: %s ended with %d:\n%s" % (words[0], result.returncode,
                                                      result.stderr.decode(errors="replace")))
    return result.stdout


def page(text):
    """A terminal's text as HTML."""
    text = html.escape(text)
    for codes in set(re.findall("\x1b\\[([0-9;]+)m", text)) - {"0"}:
        if codes not in COLORS:
            sys.exit("pictures: no colour is known for %s" % codes)
        text = text.replace("\x1b[%sm" % codes, "<span style='%s'>" % COLORS[codes])
    text = text.replace("\x1b[0m", "</span>")
    return ("<!DOCTYPE html><meta charset='utf-8'><body style='margin:%dpx;background:#000'>"
            "<pre style='margin:0;color:#fff;font:%dpx/%dpx \"DejaVu Sans Mono\"'>%s</pre>"
            % (MARGIN, SIZE, LINE, text))


def take_table(program, sweep, path):
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    browser = next((name for name in names if shutil.which(name)), None)
    if not browser:
        sys.exit("pictures: there is no Chromium to take the table with")
    tables = run(program, "compare", sweep, "--color", "always").decode().rstrip("\n")
    lines = ["$ benchmem compare %s" % os.path.basename(os.path.abspath(sweep)), *tables.splitlines()]
    widest = max(len(re.sub("\x1b\\[[0-9;]+m", "", line)) for line in lines)
    width, height = 2 * MARGIN + round(widest * SIZE * 0.602) + 1, 2 * MARGIN + LINE * len(lines)
    with tempfile.TemporaryDirectory() as directory:
        with open(os.path.join(directory, "table.html"), "w", encoding="utf-8") as file:
            file.write(page("\n".join(lines)))
        run(browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
            "--user-data-dir=" + os.path.join(directory, "profile"), "--screenshot=" + path,
            "--window-size=%d,%d" % (width, height), "file://%s/table.html" % directory)
    with open(path, "rb") as file:
        if struct.unpack(">II", file.read(24)[16:]) != (width, height):
            sys.exit("pictures: %s has another size than was asked for" % path)


def main():
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    program, sweep = sys.argv[1:3]
    for real in sys.argv[3:]:
        run(program, "plot", real, "--metric", "instructions", "--top", "18",
            "-o", os.path.join(PLACE, "cattrs.png"))
    for name, words in CHARTS.items():
        run(program, "plot", sweep, *words, "-o", os.path.join(PLACE, name + ".png"))
    ends = [os.path.join(sweep, label + ".json") for label in (FIRST, LAST)]
    for name, words in PAIRS.items():
        run(program, "plot", *ends, *words, "-o", os.path.join(PLACE, name + ".png"))
    take_table(program, sweep, os.path.join(PLACE, "table.png"))
    print("pictures: made %d in %s; look at them" % (len(CHARTS) + len(PAIRS) + 1, PLACE))


main()

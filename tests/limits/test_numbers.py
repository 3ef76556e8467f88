"""Numbers at the ends of what a number can be, in every place of a run file, through compare and plot.

    python3 test_numbers.py PROGRAM [--cases N] [--seed N]

A case is one to five run files whose times, memory passes, processes, params and extra_info are
drawn from the smallest and largest numbers, zeros, infinities, NaN, what is no number at all, and
usual times.  Each command must end by itself with a documented status, without a word of a
sanitizer; JSON, also that of a page, must have no number that JSON has not, CSV a cell per column,
SVG no coordinate that is none, and none outside the picture.
"""
import argparse
import csv
import io
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

EXTREMES = ("5e-324", "1e-310", "1e-300", "1e-9", "0.001", "1", "0", "-0.0", "-1", "1e300",
            "1.7e308", "Infinity", "-Infinity", "NaN", "1e999", "-1e999", "9007199254740993",
            "18446744073709551616", "null", '"x"', "1" * 400)
PLACES = ("x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "width", "height", "points", "d")
METRICS = ("time", "peak", "allocated", "allocations", "rss", "extra:x")
COMPARE = ([], ["--sort", "change"], ["--sort", "value"], ["--top", "2"], ["--layout", "runs"],
           ["--layout", "diff"], ["--format", "csv"], ["--format", "json"], ["--format", "md"],
           ["--fail-on", "time:10%"], ["--fail-on", "peak:20%+1MiB"], ["--group-by", "module"],
           ["--color", "always"], ["--pivot", "param:n"])
PLOT = ([], ["--view", "sweep"], ["--view", "scatter"], ["--view", "compare"], ["--pivot", "n"],
        ["--view", "scaling", "--x", "n"], ["--view", "scaling", "--x", "x", "--log-log"],
        ["--view", "scaling", "--x", "n", "--linear", "--y-zero"],
        ["--view", "scaling", "--x", "x", "--free-axes", "both"])


class Case:
    def __init__(self, rng):
        self.random = rng

    def number(self):
        if self.random.random() < 0.7:
            return self.random.choice(EXTREMES)
        return repr(self.random.lognormvariate(-8, 3))

    def numbers(self, count):
        return "[%s]" % ", ".join(self.number() for _ in range(count))

    def fields(self, names, value):
        return "{%s}" % ", ".join('"%s": %s' % (name, value()) for name in names)

    def benchmark(self, i):
        count = self.random.randint(1, 9)
        passes = self.fields(("peak_bytes", "total_bytes", "allocations", "rss_bytes"),
                             lambda: self.numbers(count))
        processes = '{"round": %s, "passes": %s, %s' % (
            list(range(1, count + 1)), [1] * count,
            self.fields(("min", "median", "mean"), lambda: self.numbers(count))[1:])
        stats = self.fields(("min", "max", "mean", "median", "stddev", "iqr"), self.number)
        return ('{"fullname": "t.py::b%d", "name": "b%d", "params": {"n": %s}, "extra_info": '
                '{"x": %s, "benchmem": %s}, "stats": %s, "rounds": 5, "data": %s, "processes": %s}}' % (
                    i, i, self.number(), self.number(), passes, stats[:-1], self.numbers(count),
                    processes))

    def write(self, directory):
        paths = []
        for name in "abcde"[:self.random.randint(1, 5)]:
            paths.append(os.path.join(directory, name + ".json"))
            with open(paths[-1], "w", encoding="utf-8") as f:
                f.write('{"benchmarks": [%s]}\n' % ", ".join(
                    self.benchmark(i) for i in range(self.random.randint(1, 5))))
        return paths

    def compare(self):
        return ["--metric", self.random.choice(METRICS), *self.random.choice(COMPARE),
                *self.random.choice([[], ["--stat", "all"], ["--stat", "median"]]),
                *self.random.choice([[], ["--ci"], ["--ctest"], ["--min-effect", "5%"]])]

    def plot(self):
        return ["--metric", self.random.choice(METRICS), *self.random.choice(PLOT),
                *self.random.choice([[], ["--clip", "1.5"]])]


def run(program, words, paths):
    """Its output; statuses and messages are those of the interface."""
    done = subprocess.run([program, *words, *paths], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=60, text=True)
    if done.returncode not in (0, 1, 2, 3) or "runtime error" in done.stderr \
            or "Sanitizer" in done.stderr:
        raise AssertionError("status %d: %s" % (done.returncode, done.stderr))
    if done.returncode and not (done.stderr.startswith("benchmem: ") or done.returncode == 1):
        raise AssertionError("no reason: %r" % done.stderr)
    return done.returncode, done.stdout


def refuse(word):
    raise AssertionError("JSON has no " + word)


def check_text(words, text):
    """What compare printed."""
    if "json" in words and "--ctest" not in words:
        json.loads(text, parse_constant=refuse)
    if "csv" in words and "--ctest" not in words:
        lengths = {len(row) for row in csv.reader(io.StringIO(text))}
        if len(lengths) != 1:
            raise AssertionError("rows of %s cells" % lengths)


def check_picture(path):
    picture = xml.etree.ElementTree.parse(path).getroot()
    size = max(float(picture.get("width")), float(picture.get("height")))
    for element in picture.iter():
        for place in PLACES:
            for number in re.split("[ ,]+", element.get(place) or "0"):
                if not re.fullmatch(r"[A-Za-z]?(-?[0-9.]+)?", number) or \
                        abs(float(number.lstrip("MLZz") or 0)) > size:
                    raise AssertionError("%s of %s: %s" % (place, element.tag, number))


def check_page(path):
    with open(path, "rb") as f:  # some megabytes, which find() goes through faster than a pattern
        found = f.read().split(b'<script type="application/json"')[1:]
    if not found:
        raise AssertionError("a page without data")
    return [json.loads(data[data.index(b">") + 1:data.index(b"</script>")], parse_constant=refuse)
            for data in found]


def check_from_nothing(program, directory):
    """What allocates nothing in two versions and something in the third: a page still tells it."""
    paths = []
    for name, count in (("a", 0), ("b", 0), ("c", 5)):
        paths.append(os.path.join(directory, name + ".json"))
        row = {"fullname": "t.py::b", "name": "b",
               "extra_info": {"benchmem": {"allocations": [count] * 5, "peak_bytes": [count] * 5}},
               "stats": {"min": 1, "processes": {"round": [1, 2, 3, 4, 5], "passes": [1] * 5}}}
        with open(paths[-1], "w", encoding="utf-8") as f:
            json.dump({"benchmarks": [row]}, f)
    page = os.path.join(directory, "nothing.html")
    status, _ = run(program, ["plot", "--metric", "allocations", "-o", page], paths)
    if status != 0 or "since c +inf%" not in json.dumps(check_page(page)):
        raise AssertionError("status %d, or no step is told" % status)


def check(case, program, directory):
    paths = case.write(directory)
    words = ["compare", *case.compare()]
    status, text = run(program, words, paths)
    if status in (0, 1):
        check_text(words, text)
    for end, look in (("svg", check_picture), ("html", check_page)):
        path = os.path.join(directory, "o." + end)
        if run(program, ["plot", *case.plot(), "-o", path], paths)[0] == 0:
            look(path)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("program")
    parser.add_argument("--cases", type=int, default=100)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    args = parser.parse_args()
    print("seed %d" % args.seed, flush=True)
    with tempfile.TemporaryDirectory(prefix="benchmem-numbers-") as directory:
        check_from_nothing(os.path.abspath(args.program), directory)
    rng = random.Random(args.seed)
    for number in range(args.cases):
        with tempfile.TemporaryDirectory(prefix="benchmem-numbers-") as directory:
            try:
                check(Case(rng), os.path.abspath(args.program), directory)
            except (AssertionError, ValueError, SyntaxError, subprocess.TimeoutExpired) as e:
                for name in sorted(os.listdir(directory)):
                    if name.endswith(".json"):
                        with open(os.path.join(directory, name), encoding="utf-8") as f:
                            print(name, f.read())
                sys.exit("case %d: %s" % (number, e))
    print("%d cases" % args.cases)


if __name__ == "__main__":
    main()

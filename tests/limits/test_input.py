"""Run files at their limits: how deep, how many, how large, which numbers.

    python3 test_input.py PROGRAM [--full]

What must hold: a result or a clear refusal, never a crash; what is ten times as large takes about ten
times the processor time (not the clock's), and memory stays bounded.  --full takes a million
benchmarks, ten thousand files and a file of 10 GB, which needs that much disk and some minutes.
"""
import argparse
import csv
import io
import json
import os
import resource
import subprocess
import sys
import tempfile

GIB = 1 << 30
HEAD = '{"machine_info": {"node": "n"}, "benchmarks": ['
STATS = '{"min": %r, "max": 2, "mean": 1.5, "stddev": 0.1, "median": 1.4, "iqr": 0.2, "data": [%s]}'


def benchmark(number, value=1.0, data="1, 2", extra="{}", name=None):
    return '{"group": null, "fullname": %s, "params": {"n": %d}, "extra_info": %s, "stats": %s}' % (
        json.dumps(name or "tests/t.py::test_a[%d]" % number), number, extra, STATS % (value, data))


class Limits:
    def __init__(self, program, directory, full):
        self.program, self.directory, self.full = program, directory, full
        self.failed = self.count = self.peak = 0

    def path(self, name):
        return os.path.join(self.directory, name)

    def write(self, name, *parts):
        with open(self.path(name), "w", encoding="utf-8") as f:
            for part in parts:
                f.write(part)
        return self.path(name)

    def run(self, *words, command="compare", memory=4 * GIB, timeout=600):
        """Exit status, output, messages and seconds of processor time; what it took of memory is in
        self.peak, in bytes."""
        def limit():
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        out, err = open(self.path("out"), "w+b"), open(self.path("err"), "w+b")
        with out, err:
            child = subprocess.Popen([self.program, command, *words], stdin=subprocess.DEVNULL, stdout=out,
                                     stderr=err, cwd=self.directory,
                                     preexec_fn=limit)
            _, status, used = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
            self.peak = used.ru_maxrss << 10
            out.seek(0)
            err.seek(0)
            return (child.returncode, out.read(200 << 20), err.read(1 << 20).decode("utf-8", "replace"),
                    used.ru_utime + used.ru_stime)

    def check(self, what, holds, *told):
        self.count += 1
        if not holds:
            self.failed += 1
            print("FAILED: %s: %s" % (what, " ".join("%.600s" % (t,) for t in told)), flush=True)

    def refused(self, what, *words, **more):
        status, _, err, _ = self.run(*words, **more)
        self.check(what, status == 2 and err.startswith("benchmem: "), status, err)

    def taken(self, what, *words, **more):
        status, out, err, seconds = self.run(*words, **more)
        self.check(what, status == 0, status, err)
        return out, seconds

    # --- depth ---

    def nesting(self):
        depth = 1000000
        for open_, close in (("[", "]"), ('{"a":', "}")):
            bomb = open_ * depth + "1" + close * depth
            for where, text in (
                    ("a file", bomb), ("a file cut off", open_ * depth),
                    ("benchmarks", HEAD + bomb + "]}"),
                    ("extra_info", HEAD + benchmark(1, extra=bomb) + "]}"),
                    ("a key nobody asks for", '{"x": %s, "benchmarks": [%s]}' % (bomb, benchmark(1))),
                    ("machine_info", '{"machine_info": %s, "benchmarks": [%s]}' % (bomb, benchmark(1)))):
                status, _, err, _ = self.run(self.write("deep.json", text))
                self.check("nesting in " + where, status in (0, 2), status, err)
                self.check("nesting in " + where, status == 0 or err.startswith("benchmem: "), err)
        os.mkdir(self.path("swept"))
        self.write("swept/sweep.json", '{"benchmem_sweep": 1, "versions": %s}' % ("[" * depth))
        self.refused("nesting in the manifest", self.path("swept"))

    # --- numbers ---

    def numbers(self):
        digits = "9" * 5000
        for text in ("1e999", "-1e999", "-0", "-0.0", "0", "1e-999", "5e-324", "NaN", "Infinity",
                     "-Infinity", digits, "0." + digits, digits + "." + digits, "1e" + digits,
                     "1" + "0" * 5000 + "e-5000", "-1", "12345678901234567890", "0.1e+0000001"):
            path = self.write("number.json", HEAD, benchmark(1), ",", benchmark(2).replace(
                '"min": 1.0', '"min": ' + text), ",", benchmark(3, extra='{"x": %s}' % text), "]}")
            for words in ([], ["--layout", "runs"], ["--columns", "time,extra:x"], ["--pivot", "n"],
                          ["--stat", "all", "--format", "md"]):
                self.taken("number %.20s" % text, path, *words)
            out, _ = self.taken("number", path, "--format", "json")
            self.check("number %.20s in json" % text, json.loads(out, parse_constant=float) is not None)
            self.check("number %.20s in json" % text, b"NaN" not in out and b"Infinity" not in out)
            out, _ = self.taken("number", path, "--format", "csv")
            self.check("number %.20s in csv" % text,
                       len({len(row) for row in csv.reader(io.StringIO(out.decode()))}) == 1)
            for view in ("sweep", "scatter", "compare", "scaling"):
                status, _, err, _ = self.run(path, *([] if view == "scaling" else [path + ".2"]), "--view",
                                             view, "-o", self.path("x.svg"), command="plot")
                self.check("number %.20s drawn" % text, status in (0, 2, 3), status, err)
        for text in ("01", "1.", ".5", "+1", "0x10", "1e", "--1", "1_000", "nan", "inf"):
            self.refused("no number " + text, self.write("number.json", HEAD, benchmark(1).replace(
                '"min": 1.0', '"min": ' + text), "]}"))

    # --- sizes ---

    def linear(self, what, small, large, factor, *words, memory=4 * GIB):
        """LARGE, which is FACTOR times SMALL, takes no more than 1.8 times that in time."""
        seconds = [min(self.taken(what, *paths, *words, memory=memory)[1] for _ in range(2))
                   for paths in (small, large)]
        limit = 1.8 * factor * max(seconds[0], 0.02)
        self.check(what + " in linear time", seconds[1] <= limit, seconds, limit)
        print("%-34s %8.2f s, %8.2f s for %d times as much" % (what, *seconds, factor), flush=True)

    def many_benchmarks(self):
        counts = (100000, 1000000) if self.full else (10000, 100000)
        paths = [[self.write("many-%d.json" % n, HEAD, ",".join(map(benchmark, range(n))), "]}")]
                 for n in counts]
        for words in (["--format", "csv"], ["--format", "md", "--layout", "matrix"], ["--where", "n=5"], ["--filter", "*7]"]):
            self.linear("benchmarks, " + " ".join(words), *paths, 10, *words)

    def many_files(self):
        counts = (1000, 10000) if self.full else (200, 2000)
        os.mkdir(self.path("files"))
        paths = [self.write("files/%d.json" % i, HEAD, benchmark(1, value=1.0 + i), ",", benchmark(2), "]}")
                 for i in range(counts[1])]
        for words in (["--format", "csv"], ["--layout", "runs"], ["--diff"]):
            self.linear("files, " + " ".join(words), paths[:counts[0]], paths, 10, *words)

    def many_dims(self):
        def extra(n):
            return "{%s}" % ", ".join('"key-%d": %d' % (i, i) for i in range(n))
        paths = [[self.write("dims-%d.json" % n, HEAD, benchmark(1, extra=extra(n)), "]}")]
                 for n in (5000, 50000)]
        for words in ([], ["--columns", "time,extra:key-7"], ["--where", "key-7=7"],
                      ["--pivot", "key-7"]):
            self.linear("extra_info, " + " ".join(words), *paths, 10, *words)
        self.refused("a dim that is none", paths[1][0], "--where", "nope=1")

    def long_texts(self):
        paths = [[self.write("long-%d.json" % n, HEAD, benchmark(1, name="t.py::test_a[%s]" % ("a-" * n)),
                             "]}")] for n in (200000, 2000000)]
        for words in ([], ["--format", "md"], ["--pivot", "n"], ["--filter", "*" + "a*" * 20 + "b*"]):
            if "--filter" in words:
                status, _, err, seconds = self.run(*paths[0], *words)
                self.check("a pattern of many stars", status == 3 and seconds < 20, status, seconds, err)
            else:
                self.linear("long ids, " + " ".join(words), *paths, 10, *words)

    def large_file(self):
        """A file of 10 GB, nearly all of it rounds, is read in little memory."""
        size = 10 * GIB if self.full else GIB // 4
        data = ", ".join(["0.00123456789"] * 60000)
        item = benchmark(1, data=data)
        path = self.path("large.json")
        with open(path, "w", encoding="utf-8") as f:
            f.write(HEAD)
            for number in range(size // len(item)):
                f.write((", " if number else "") + benchmark(number, data=data))
            f.write("]}")
        _, seconds = self.taken("a large file", path, "--format", "csv", memory=size + GIB // 2)
        self.check("a large file in little memory", self.peak < 192 << 20, self.peak)
        print("a file of %.1f GB: %.1f s, %d MB" % (os.path.getsize(path) / 1e9, seconds,
                                                    self.peak / 1e6), flush=True)
        os.remove(path)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("program")
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--only", action="append")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="benchmem-limits-") as directory:
        limits = Limits(os.path.abspath(args.program), directory, args.full)
        for name in args.only or ("nesting", "numbers", "many_benchmarks", "many_files", "many_dims",
                                  "long_texts", "large_file"):
            getattr(limits, name)()
    print("%d checks, %d failed" % (limits.count, limits.failed))
    sys.exit(1 if limits.failed else 0)


if __name__ == "__main__":
    main()

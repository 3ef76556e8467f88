"""Hostile names of functions, libraries, files and benchmarks through every output of what explains.

    python3 test_explain.py PROGRAM [--cases N] [--seed N]

A case is a sweep of two counted versions whose names are drawn from strings.py; `explain` as table,
Markdown and JSON, the gate's lines, those for CDash and the page are read by other parsers, and the
names come back as they were or in their documented form.
"""
import argparse
import json
import os
import random
import sys
import tempfile

sys.dont_write_bytecode = True
import readers  # noqa: E402
import strings  # noqa: E402
import test_outputs  # noqa: E402

LABELS = ("1.0", "2.0")


class Case(test_outputs.Case):
    def __init__(self, program, directory, rng, hostile=True):
        self.program, self.directory, self.random, self.followed = program, directory, rng, 0
        self.raw, self.hostile = rng.random() < 0.3, hostile
        self.id = self.name() or "t"
        self.native = [(self.name(), self.name()) for _ in range(2)]
        self.python = [(self.name(), self.name()) for _ in range(2)]
        self.sites = [(self.name(), self.name()) for _ in range(2)]
        for kept in ("counts", "allocations"):
            os.makedirs(os.path.join(directory, kept), exist_ok=True)
        for number, label in enumerate(LABELS):
            self.write(label + ".json", self.run_file(number))
            self.write("counts/%s.json" % label, self.counts(number))
            self.write("allocations/%s.json" % label, self.allocations(number))
        self.write("sweep.json", {"benchmem_sweep": 1, "package": "p", "run_id": "r", "versions": [
            {"version": label, "label": label, "spec": "p==" + label, "run_id": "r", "status": "ok",
             "failed_tests": [], "json": label + ".json"} for label in LABELS]})

    def name(self):
        """A name of a function or file; two are never alike."""
        text = strings.draw(self.random, json=True) if self.hostile else "name"
        return "%sn%d" % (text, self.random.randrange(1 << 30))

    def write(self, name, content):
        with open(os.path.join(self.directory, name), "wb") as f:
            f.write(json.dumps(content, ensure_ascii=not self.raw).encode("utf-8", "surrogatepass"))

    def total(self, number):
        return 5000 + 3000 * number

    def run_file(self, number):
        return {"benchmarks": [{"fullname": self.id, "name": "t", "group": None, "params": None,
                                "stats": {"rounds": 0}, "extra_info": {
                                    "benchmem": {"instructions": [self.total(number)],
                                                 "peak_bytes": [self.total(number)]}}}]}

    def counts(self, number):
        objects = [where for where, _ in self.native]
        return {"format": 1, "objects": objects,
                "functions": [[k, name] for k, (_, name) in enumerate(self.native)],
                "benchmarks": [{"fullname": self.id, "instructions": self.total(number),
                                "functions": [0, 3000 + 2000 * number, 1, 2000 + 1000 * number],
                                "rest": {"functions": 0, "instructions": 0},
                                "python": [[file, 3, name, 1 + k * number, 100 * (1 + (k + 1) * number)]
                                           for k, (file, name) in enumerate(self.python)]}]}

    def allocations(self, number):
        sites = [0, 7, 3000 + 2000 * number, 3, 1, 8, 2000 + 1000 * number, 4]
        return {"format": 1, "objects": [file for file, _ in self.sites],
                "functions": [[k, name] for k, (_, name) in enumerate(self.sites)],
                "benchmarks": [{"fullname": self.id, "peak": {
                    "bytes": self.total(number), "allocations": 7, "sites": sites}}]}

    def names(self):
        return [self.read(text) for pair in self.native + self.python for text in pair]

    def explain(self, *words):
        return self.run("explain", self.directory, *words)

    def check_table(self):
        text = self.check_printed(self.explain(), "table")
        self.follow([strings.visible(name) for name in self.names()], text, "table")

    def check_markdown(self):
        data = self.explain("--format", "md")
        self.check_printed(data, "md")
        md = readers.Markdown(data)
        self.require(not md.markup, "markup got in", md.markup)
        self.require(len(md.tables) == 2, "md tables", len(md.tables))
        cells = [cell for table in md.tables for row in table for cell in row]
        self.require(all(len({len(row) for row in table}) == 1 for table in md.tables), "md cells")
        found = "\n".join(cells)
        self.follow([self.squeezed(strings.visible(name)) for name in self.names()], found, "md")

    def check_json(self):
        doc = readers.read_json(self.explain("--format", "json"))["benchmarks"][0]
        self.follow([strings.valid(self.read(self.id))], [doc["id"]], "json id")
        found = [one[key] for one in doc["functions"] for key in ("object", "function")]
        found += [one[key] for one in doc["python"] for key in ("file", "function")]
        self.follow([strings.valid(name) for name in self.names()], found, "json")

    def gate(self, *words):
        return self.run("compare", self.directory, "--columns", "instructions", "--fail-on",
                        "instructions:3%", *words, statuses=(1,))

    def check_gate(self):
        text = self.check_printed(self.gate(), "gate")
        self.require("regression(s)" in text, "no regression", text)
        first = [strings.visible(self.read(name)) for name in (self.native[0][1], self.python[1][1])]
        self.follow([name for name in first if name in text] or first, text, "gate")

    def check_ctest(self):
        found, others = readers.read_measurements(self.gate("--ctest").decode("utf-8", "surrogateescape"))
        rest = "\n".join(others)
        self.require(not strings.unsafe(rest), "ctest", strings.unsafe(rest), rest)
        lists = [value for _, name, value in found if name == "list of regressions"]
        self.require(len(lists) == 1 and "\n      +" in lists[0], "list of regressions", found)
        self.followed += 1

    def check_memory(self):
        names = [self.read(text) for pair in self.sites for text in pair]
        seen = [strings.visible(name) for name in names]
        self.follow(seen, self.check_printed(self.explain("--metric", "peak"), "sites"), "sites")
        md = readers.Markdown(self.explain("--metric", "peak", "--format", "md"))
        self.require(not md.markup and len(md.tables) == 1, "markup got in", md.markup)
        self.follow([self.squeezed(name) for name in seen],
                    "\n".join(cell for row in md.tables[0] for cell in row), "md sites")
        doc = readers.read_json(self.explain("--metric", "peak", "--format", "json"))["benchmarks"][0]
        self.follow([strings.valid(name) for name in names],
                    [one[key] for one in doc["sites"] for key in ("file", "function")], "json sites")
        gate = self.run("compare", self.directory, "--columns", "peak", "--fail-on", "peak:3%",
                        statuses=(1,))
        self.follow(seen, self.check_printed(gate, "gate"), "gate on memory")

    def page(self):
        path = os.path.join(self.directory, "page.html")
        self.run("plot", self.directory, "--view", "sweep", "--plotlyjs", "cdn", "-o", path)
        with open(path, "rb") as f:
            return readers.Page(f.read())

    def check_page(self, benign):
        page = self.page()
        self.require(page.counts == benign.counts, "elements of the page", page.counts - benign.counts,
                     benign.counts - page.counts)
        self.require(not page.comments and page.handlers == benign.handlers, "page")
        made = [m["made"] for m in page.details["metrics"] if m["name"] == "instructions"][0]
        self.require(len(made["steps"]) == 1, "steps", made)
        found = [text for pair in made["names"] for text in pair]
        where = [strings.valid(self.read(file)) + ":3" for file, _ in self.python]
        self.follow([strings.valid(self.read(name)) for _, name in self.python] + where +
                    [strings.valid(self.read(text)) for pair in self.native for text in pair], found, "page")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("program")
    parser.add_argument("--cases", type=int, default=100)
    parser.add_argument("--first", type=int, default=0, help="number of the first case")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 30))
    args = parser.parse_args()
    program = os.path.abspath(args.program)
    print("seed %d" % args.seed, flush=True)
    followed = bad = 0
    with tempfile.TemporaryDirectory(prefix="benchmem-hostile-") as directory:
        benign = Case(program, directory, random.Random(1), hostile=False).page()
        for number in range(args.first, args.first + args.cases):
            case = Case(program, directory, random.Random("%d/%d" % (args.seed, number)))
            failed = False
            for check in (case.check_table, case.check_markdown, case.check_json, case.check_gate,
                          case.check_ctest, case.check_memory, lambda: case.check_page(benign)):
                try:
                    check()
                except test_outputs.Failed as failure:
                    failed = True
                    print("case %d: %s" % (number, failure), flush=True)
            followed += case.followed
            bad += failed
            if bad >= 5:
                break
    print("%d hostile strings were followed into an output; %d cases failed" % (followed, bad))
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()

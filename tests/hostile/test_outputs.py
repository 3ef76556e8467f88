"""Hostile strings through every input of `compare` and `plot` to every output, which is parsed.

    python3 test_outputs.py PROGRAM [--cases N] [--seed N] [--tally FILE]

A case is two run files full of strings drawn from strings.py (ids, groups, params, extra_info, the
machine), labels, and the words that select among them; each output is read by a parser that is not
ours, and the strings come back as they were or in their documented form.  Prints the seed, and at the
end how many strings were followed into how many outputs.
"""
import argparse
import json
import os
import random
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import readers  # noqa: E402
import strings  # noqa: E402

VIEWS = ("sweep", "scatter", "compare", "scaling")


class Failed(Exception):
    pass


class Case:
    def __init__(self, program, directory, number, rng):
        self.program, self.directory, self.random = program, directory, rng
        self.number, self.followed = number, 0
        self.raw = rng.random() < 0.3  # not escaped in the files: as another writer would put it
        self.labels = self.distinct(2, lambda: self.word() or "x")
        self.rows = self.draw_rows()
        self.ids = [self.read(row["fullname"]) for row in self.rows]
        self.paths = [self.write_run(i) for i in range(2)]

    # --- inputs ---

    def read(self, text):
        """A string of a run file as the program has it."""
        return strings.from_json(text, self.raw)

    def word(self):
        """A word of a command line."""
        return strings.draw(self.random)

    def distinct(self, count, draw):
        found = []
        while len(found) < count:
            text = draw()
            if text not in found and self.same(text) not in map(self.same, found):
                found.append(text)
        return found

    def same(self, text):
        return self.read(text) if isinstance(text, str) else text

    def draw_rows(self):
        def text():
            return strings.draw(self.random, json=True)
        ids = self.distinct(self.random.randint(1, 4), lambda: self.random.choice(
            [text() or "a", "tests/test_a.py::test_b[%s]" % text(), "%s::%s[%s]" % (text(), text(), text())]))
        dims = self.distinct(2, text)
        return [{"group": self.random.choice([None, text()]), "name": text(), "fullname": name,
                 "params": {dims[0]: self.random.choice([text(), 100 * i, 1.5 * i])},
                 "param": text(), "extra_info": {dims[1]: text(), "n": i + 1, text(): text(),
                                                 text(): [text()]}}
                for i, name in enumerate(ids)]

    def stats(self):
        low = self.random.uniform(1e-6, 1)
        return {"min": low, "max": low * 2, "mean": low * 1.5, "stddev": low / 10, "rounds": 3,
                "median": low * 1.4, "iqr": low / 5, "data": [low, low * 1.4, low * 2]}

    def write_run(self, number):
        path = os.path.join(self.directory, "run-%d.json" % number)
        machine = {key: strings.draw(self.random, json=True) for key in ("node", "python_version")}
        machine["cpu"] = {"brand_raw": strings.draw(self.random, json=True)}
        run = {"machine_info": machine, "commit_info": {"id": self.word()}, "benchmarks": [
            dict(row, stats=self.stats()) for row in self.rows]}
        data = json.dumps(run, ensure_ascii=not self.raw).encode("utf-8", "surrogatepass")
        with open(path, "wb") as f:
            f.write(data)
        return path

    # --- running ---

    def run(self, *words, statuses=(0,)):
        argv = [os.fsencode(w) for w in (self.program, *words)]
        try:
            done = subprocess.run(argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE, timeout=60, cwd=self.directory,
                                  env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", **{
                                      k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")}})
        except subprocess.TimeoutExpired:
            raise Failed("did not end: %r" % (words,)) from None
        self.words = words
        self.require(done.returncode in statuses, "exit status %d" % done.returncode, done.stderr)
        err = done.stderr.decode("utf-8", "surrogateescape")
        self.require(not strings.unsafe(err), "printed to standard error", strings.unsafe(err), err)
        self.require(done.returncode < 2 or err.startswith("benchmem: "), "no message", err)
        return done.stdout

    def require(self, holds, *what):
        if not holds:
            raise Failed("\n  ".join("%.1500s" % (w if isinstance(w, str) else ascii(w),)
                                     for w in (*what, getattr(self, "words", ()))))

    def follow(self, wanted, found, what):
        """Every string of WANTED is among those FOUND."""
        missing = [w for w in wanted if w not in found]
        self.require(not missing, what + ": not among what was read", missing, list(found)[:40])
        self.followed += len(wanted)

    def compare(self, *words, **more):
        labels = [w for label in self.labels for w in ("--label=" + label,)]
        return self.run("compare", *self.paths, *labels, *words, **more)

    # --- compare ---

    def check_printed(self, data, what):
        text = data.decode("utf-8", "surrogateescape")
        self.require(not strings.unsafe(text), what, strings.unsafe(text), text)
        return text

    def check_table(self):
        for layout in ("matrix", "runs", "diff"):
            text = self.check_printed(self.compare("--layout", layout), layout)
            self.follow([strings.visible(label) for label in self.labels], text, layout)
        for name in self.ids:  # as much of it as tells it apart, never less than its end
            self.follow([strings.visible(name)[-1:]], text, "ids")

    def check_markdown(self):
        data = self.compare("--format", "md", "--layout", "matrix")
        self.check_printed(data, "md")
        md = readers.Markdown(data)
        self.require(not md.markup, "markup got in", md.markup)
        self.require(md.folds == 2, "md fold", md.folds)
        self.follow([self.squeezed(strings.visible(label)) for label in self.labels],
                    md.tables[0][0], "md heads")
        self.require(all(len(row) == len(md.tables[0][0]) for row in md.tables[0]), "md cells",
                     md.tables[0])
        self.require(len(md.tables[0]) == len(self.ids) + 2, "md rows", md.tables[0])
        names = [row[0] for row in md.tables[0][1:-1]]
        for name in names:
            self.require(any(self.squeezed(strings.visible(i)).endswith(name) for i in self.ids),
                         "md name", name)
        self.followed += len(names)

    @staticmethod
    def squeezed(text):
        """Markdown drops white space around a cell, Unicode's too."""
        return text.strip()

    def check_literal(self):
        """The peer's own form, in which emphasis may get in, but no element, link or cell."""
        for layout in ("runs", "diff"):
            data = self.compare("--format", "md", "--layout", layout)
            self.check_printed(data, "literal md")
            md = readers.Markdown(data)
            bad = [m for m in md.markup if m[0] != "code_block"]
            self.require(not bad, "markup got in", bad)
            for table in md.tables:
                self.require(len({len(row) for row in table}) == 1, "literal md cells", table)
            self.require(len(md.tables) == len(self.ids), "literal md tables", len(md.tables))
            self.followed += len(self.ids)

    def check_csv(self):
        path = os.path.join(self.directory, "raw.csv")
        for data in (self.compare("--format", "csv"), self.compare("--csv", path) and
                     open(path, "rb").read()):
            rows = readers.read_csv(data)
            self.require(len({len(row) for row in rows}) == 1, "csv cells", rows)
            cells = [cell for row in rows for cell in row]
            self.follow([strings.masked(name) for name in self.ids], cells, "csv ids")
            self.require(all(any(head.endswith(label) for head in rows[0])
                             for label in self.labels), "csv heads", rows[0])
            self.require(not any(cell[:1] in ("=", "@") for cell in cells), "csv formula", cells)

    def check_json(self):
        data = self.compare("--format", "json", "--layout", "matrix")
        doc = readers.read_json(data)
        self.require(b"<" not in data, "json has a <")
        self.follow([strings.valid(label) for label in self.labels],
                    [s["label"] for s in doc["series"]], "json labels")
        self.follow([strings.valid(name) for name in self.ids],
                    [row["key"] for row in doc["tables"][0]["rows"]], "json ids")

    def check_ctest(self):
        for words in (["--ctest"], ["--ctest", "--fail-on", "time:0%"]):
            text = self.compare(*words, statuses=(0, 1, 3)).decode("utf-8", "surrogateescape")
            found, others = readers.read_measurements(text)
            self.require(found, "no measurements", text)
            rest = "\n".join(others)
            self.require(not strings.unsafe(rest), "ctest", strings.unsafe(rest), rest)
            names = [name for _, name, _ in found if name]
            self.require(all(n == strings.clean(n) for n in names), "measurement names", names)

    def check_selection(self):
        """Words that select: they find what is there, or say that it is not."""
        row, name = self.random.choice(list(zip(self.rows, self.ids)))
        dim = self.read(next(iter(row["params"])))
        value = self.read(str(row["params"][next(iter(row["params"]))]))
        other = self.word()
        found = readers.read_json(self.compare("--format", "json", "--filter=" + name))
        self.follow([strings.valid(name)], [r["key"] for r in found["tables"][0]["rows"]], "filter")
        for words in (["--where=%s=%s" % (dim, value)], ["--pivot=" + dim], ["--pivot=" + other],
                      ["--columns=time,extra:" + dim], ["--columns=" + other],
                      ["--where=" + other], ["--filter=" + other], ["--baseline=" + other],
                      ["--stat=" + other], ["--group-by=" + other], ["--group-by=param:" + dim],
                      ["--fail-on=" + other], ["--top=" + other], ["--layout=" + other], [other]):
            self.check_printed(self.compare(*words, statuses=(0, 1, 2, 3)), "selection")
        self.check_printed(self.run("compare", self.paths[0], "--pivot=" + dim,
                                    statuses=(0, 1, 2, 3)), "pivot")

    # --- plot ---

    def plot(self, suffix, view, *words, statuses=(0,)):
        path = os.path.join(self.directory, "plot." + suffix)
        if os.path.exists(path):
            os.remove(path)
        runs = self.paths[:1] if view == "scaling" else self.paths
        labels = ["--label=" + label for label in self.labels[:len(runs)]]
        self.run("plot", *runs, *labels, "--view", view, "--plotlyjs", "cdn", "-o", path, *words,
                 statuses=statuses)
        if not os.path.exists(path):
            return None
        with open(path, "rb") as f:
            return f.read()

    def check_page(self, benign):
        for view in VIEWS:
            data = self.plot("html", view, statuses=(0, 2, 3) if view == "scaling" else (0,))
            if data is None:
                continue
            page = readers.Page(data)
            self.require(page.counts == benign.counts, "elements of the page",
                         page.counts - benign.counts, benign.counts - page.counts)
            self.require(not page.comments and page.handlers == benign.handlers, "page")
            self.require(page.title == strings.clean(page.title), "title", page.title)
            told = json.dumps([page.figure, page.details])
            if view != "scaling":
                self.follow([json.dumps(strings.valid(n))[1:-1] for n in self.ids], told, view)
                self.follow([json.dumps(strings.valid(n))[1:-1] for n in self.labels], told, view)

    def check_svg(self):
        for view in VIEWS:
            data = self.plot("svg", view, statuses=(0, 2, 3) if view == "scaling" else (0,))
            if data is None:
                continue
            svg = readers.Svg(data)
            self.require(svg.tags <= {"svg", "title", "rect", "line", "circle", "polyline", "text", "g",
                                      "path"}, "svg elements", svg.tags)
            self.require(not svg.others, "svg comments", svg.others)
            for text in svg.texts + svg.tooltips:
                self.require(text == strings.clean(text), "svg text", text)
            if view == "sweep":
                told = "\n".join(svg.tooltips)
                self.follow([strings.clean(name) for name in self.ids if name], told, "svg ids")

    def check_pictures(self):
        for suffix, magic in (("png", b"\x89PNG\r\n"), ("pdf", b"%PDF-")):
            data = self.plot(suffix, "sweep", statuses=(0, 2))
            self.require(data is None or data.startswith(magic), suffix)
            self.followed += len(self.ids)

    def check_plot_words(self):
        dim = self.read(next(iter(self.rows[0]["params"])))
        for words in (["--facet=" + dim], ["--x=" + dim], ["--color=" + dim], ["--pivot=" + dim],
                      ["--where=" + self.word()], ["--baseline=" + self.word()],
                      ["--metric=extra:" + dim], ["--metric=" + self.word()], ["--ctest"],
                      ["--clip=" + self.word()]):
            view = self.random.choice(VIEWS)
            self.plot("svg", view, *words, statuses=(0, 1, 2, 3))


    # --- where memory is allocated ---

    def write_sweep(self, name, functions):
        """Two versions whose benchmark allocates in the functions, (file, name) each."""
        out = os.path.join(self.directory, "sweep")
        os.makedirs(os.path.join(out, "allocations"), exist_ok=True)
        versions = []
        for factor in (1, 2):
            label = str(factor)
            amounts = [1000 * factor * (i + 1) for i in range(len(functions))]
            part = {"bytes": sum(amounts), "allocations": len(amounts),
                    "sites": [n for i, amount in enumerate(amounts) for n in (i, i + 1, amount, 1)],
                    "stacks": [n for i, amount in enumerate(amounts)
                               for n in (i // 2 - 1, i, i + 1, amount, 1)]}
            kept = {"format": 1, "objects": [file for file, _ in functions],
                    "functions": [[i, own] for i, (_, own) in enumerate(functions)],
                    "benchmarks": [{"fullname": name, "peak": part, "allocated": part}]}
            series = {"peak_bytes": [part["bytes"]], "allocations": [part["allocations"]],
                      "total_bytes": [part["bytes"]]}
            run = {"benchmarks": [{"fullname": name, "name": name, "params": None, "group": None,
                                   "extra_info": {"benchmem": series}, "stats": self.stats()}]}
            for path, content in ((label + ".json", run), ("allocations/%s.json" % label, kept)):
                with open(os.path.join(out, path), "w", encoding="utf-8") as f:
                    json.dump(content, f)
            versions.append({"label": label, "version": label, "spec": label, "run_id": "r",
                             "status": "ok", "json": label + ".json"})
        with open(os.path.join(out, "sweep.json"), "w", encoding="utf-8") as f:
            json.dump({"benchmem_sweep": 2, "package": "p", "run_id": "r", "versions": versions}, f)
        return out

    def check_allocations(self):
        def text():
            return self.word().encode("utf-8", "replace").decode()
        functions = self.distinct(5, lambda: (text() or "f", text() or "n"))
        name = "t.py::test_x[%s]" % text()
        out = self.write_sweep(name, functions)
        words = [out, name, "--metric", "peak"]
        told = self.check_printed(self.run("explain", *words), "explain")
        self.follow([strings.visible(own)[-1:] for _, own in functions], told, "explain")
        md = readers.Markdown(self.run("explain", *words, "--format", "md"))
        self.require(not md.markup, "markup got in", md.markup)
        self.require(len(md.tables[0]) == len(functions) + 2, "explain rows", md.tables[0])
        found = readers.read_json(self.run("explain", *words, "--format", "json"))
        sites = found["benchmarks"][0]["sites"]
        self.follow([tuple(strings.valid(self.read(part)) for part in pair) for pair in functions],
                    [(site["file"], site["function"]) for site in sites], "explain json")
        self.check_flamegraph(out, name, functions)

    def check_flamegraph(self, out, name, functions):
        path = os.path.join(self.directory, "flame")
        self.run("flamegraph", out, name, "--against", "1", "-o", path + ".svg")
        self.run("flamegraph", out, name, "-o", path + ".html")
        self.run("flamegraph", out, name, "-o", path + ".png")
        with open(path + ".svg", "rb") as f:
            svg = readers.Svg(f.read())
        self.require(svg.tags <= {"svg", "title", "rect", "polyline", "text", "g"}, "flame", svg.tags)
        self.require(not svg.others, "flame comments", svg.others)
        for text in svg.texts + svg.tooltips:
            self.require(text == strings.clean(text), "flame text", text)
        heads = [tooltip.split(" · ")[0] for tooltip in svg.tooltips]
        self.follow([strings.clean(own).split(" · ")[0] for _, own in functions], heads, "flame")
        with open(path + ".html", "rb") as f:
            page = readers.Elements(f.read())
        tags = [tag.split("}")[-1] for tag in page.counts.elements()]
        self.require(tags.count("script") == 1 and not page.comments and
                     not {"a", "img", "b"} & set(tags), "flame page", page.counts)
        self.require({a for _, a in page.handlers} <= {"onsubmit"}, "flame page", page.handlers)


def benign_page(program, directory):
    """What elements a page has that holds nothing hostile."""
    case = Case.__new__(Case)
    case.program, case.directory, case.random, case.followed = program, directory, random.Random(1), 0
    case.raw = False
    case.labels = ["a", "b"]
    case.rows = [{"group": None, "name": "t", "fullname": "a::t[1]", "params": {"n": 1},
                  "extra_info": {}}]
    case.paths = [case.write_run(i) for i in range(2)]
    return readers.Page(case.plot("html", "sweep"))


def check_case(program, directory, number, seed, benign):
    case = Case(program, directory, number, random.Random("%d/%d" % (seed, number)))
    outputs = [case.check_table, case.check_markdown, case.check_literal, case.check_csv,
               case.check_json, case.check_ctest, case.check_selection,
               lambda: case.check_page(benign), case.check_svg, case.check_pictures,
               case.check_plot_words, case.check_allocations]
    failures = []
    for check in outputs:
        try:
            check()
        except Failed as failure:
            failures.append(str(failure))
    return case.followed, failures


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("program")
    parser.add_argument("--cases", type=int, default=100)
    parser.add_argument("--first", type=int, default=0, help="number of the first case")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 30))
    parser.add_argument("--tally", help="a file that gets the count, for tests/measures.py")
    args = parser.parse_args()
    program = os.path.abspath(args.program)
    print("seed %d" % args.seed, flush=True)
    followed = bad = 0
    with tempfile.TemporaryDirectory(prefix="benchmem-hostile-") as directory:
        benign = benign_page(program, directory)
        for number in range(args.first, args.first + args.cases):
            count, failures = check_case(program, directory, number, args.seed, benign)
            followed += count
            bad += bool(failures)
            for failure in failures:
                print("case %d: %s" % (number, failure), flush=True)
            if bad >= 5:
                break
    print("%d hostile strings were followed into an output; %d of %d cases failed" %
          (followed, bad, args.cases))
    if args.tally:
        with open(args.tally, "w", encoding="utf-8") as f:
            json.dump({"cases": args.cases, "strings": followed, "failed": bad}, f)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()

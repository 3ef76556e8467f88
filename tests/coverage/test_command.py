"""Command lines that no other test asks for: outputs that cannot be written, words that exclude each
other, figures on a terminal, runs of several processes in every form.

    python3 test_command.py PROGRAM
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = os.path.abspath(sys.argv.pop(1)) if len(sys.argv) > 1 else None
RUNS = [os.path.join(TESTS, "data", "runs", name) for name in ("2.0.1.json", "2.2.1.json")]
JOINED = [os.path.join(TESTS, "data", "joined", name)
          for name in sorted(os.listdir(os.path.join(TESTS, "data", "joined")))]


class CommandTest(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.mkdtemp(prefix="benchmem-command-")
        self.addCleanup(shutil.rmtree, self.directory)

    def run_it(self, *words, status=0, says="", out=subprocess.PIPE, **env):
        done = subprocess.run([PROGRAM, *words], cwd=self.directory, stdin=subprocess.DEVNULL, stdout=out,
                              stderr=subprocess.PIPE, text=True, timeout=60, env={
                                  "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", **env, **{
                                      k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")}})
        self.assertEqual(done.returncode, status, (words, done))
        self.assertIn(says, done.stderr, (words, done))
        return done.stdout

    def write(self, name, text):
        with open(os.path.join(self.directory, name), "w", encoding="utf-8") as f:
            f.write(text)
        return name


class Large(CommandTest):
    def test_a_comment_names_the_worst(self):
        """5,000 benchmarks × 30 versions: the comment that GitHub takes has those that changed most."""
        one = ('{"name": "test_%%d", "fullname": "bench/test_all.py::test_%%d", "group": null, "params": null, '
               '"extra_info": {}, "stats": {"min": %s, "max": 2, "mean": 1, "median": 1, "stddev": 0, "iqr": 0}}')
        runs = []
        for version in range(30):
            seconds = {n: 1 + (version * n % 7) / 1000 for n in range(5000)}
            seconds.update({4321: 1 + version, 777: 1 / (1 + version), 4999: 1.06, 42: 0.94} if version else {})
            runs.append(self.write("%d.0.json" % version, '{"machine_info": {}, "benchmarks": [%s]}' % ", ".join(
                one % seconds[n] % (n, n) for n in range(5000))))
        out = self.run_it("compare", *runs, "--format", "md", "--max-chars", "65536")
        self.assertLess(len(out), 65536)
        self.assertGreater(len(out), 60000)
        self.assertIn("slower: test_4321 +2900.0%", out.split("<details>")[0])
        rows = [line.split(" | ")[0] for line in out.splitlines() if line.startswith("| test_")]
        for row in ("| test_4321", "| test_777", "| test_4999", "| test_42"):
            self.assertIn(row, rows)
        self.assertIn("- %d of 5000 rows left out for length; those that changed most are kept" % (5000 - len(rows)),
                      out)


class Outputs(CommandTest):
    def test_a_full_disk(self):
        with open("/dev/full", "w") as full:
            for words in (["compare", *RUNS], ["compare", *RUNS, "--format", "json"],
                          ["compare", *RUNS, "--fail-on", "time:1000%"], ["--man"],
                          ["--completions", "bash"], ["plot", *RUNS, "--view", "sweep", "-o", "-"]):
                self.run_it(*words, status=1, says="writing to standard output", out=full)

    def test_files_that_cannot_be_written(self):
        for words in (["compare", *RUNS, "--csv", "nowhere/x.csv"],
                      ["plot", RUNS[0], "-o", "/proc/x/y.svg"]):
            self.run_it(*words, status=1, says="benchmem: ")
        self.run_it("plot", *RUNS, "-o", "x.jpeg", status=2, says="must end in")
        self.run_it("plot", *RUNS, "--view", "scatter", "-o", "-", status=2, says="--view sweep")

    def test_a_browser(self):
        self.run_it("plot", *RUNS, "--open", "--plotlyjs", "cdn", status=1, says="--open", PATH="/nowhere")
        opener = os.path.join(self.directory, "xdg-open")
        with open(opener, "w", encoding="utf-8") as f:
            f.write("#!/bin/sh\nprintf '%s' \"$1\" > opened\n")
        os.chmod(opener, 0o755)
        self.run_it("plot", *RUNS, "--open", "--plotlyjs", "cdn", "-o", "a b.htm",
                    PATH=self.directory + ":/usr/bin:/bin")
        with open(os.path.join(self.directory, "opened"), encoding="utf-8") as f:
            self.assertEqual(f.read(), "file://%s/a%%20b.htm" % os.path.realpath(self.directory))

    def test_ctest(self):
        for words in (["-o", "x.svg"], ["-o", "x.png"], ["-o", "-"], []):
            out = self.run_it("plot", *RUNS, "--view", "sweep", "--plotlyjs", "cdn", "--ctest", *words)
            self.assertEqual("<CTestMeasurementFile" in out, words != ["-o", "-"])


class Terminal(CommandTest):
    def test_heatmap(self):
        plain = self.run_it("plot", *RUNS, "--view", "sweep", "-o", "-")
        self.assertNotIn("\x1b", plain)
        for text in ("2.0.1", "2.2.1", "test_loads[400]", "1.00×", "faster", "slower"):
            self.assertIn(text, plain)
        for env in ({"TERM": "xterm-256color"}, {"TERM": "xterm"},
                    {"TERM": "xterm-256color", "COLORTERM": "truecolor"}):
            colored = self.run_it("plot", *RUNS, "--view", "sweep", "-o", "-", "--colors", "always", **env)
            self.assertIn("\x1b[", colored)
        many = [word for i in range(60) for word in ("--label", "version-%02d" % i)]
        paths = []
        for i in range(60):
            paths.append(os.path.join(self.directory, "%d.json" % i))
            shutil.copy(RUNS[i % 2], paths[-1])
        out = self.run_it("plot", *paths, *many, "-o", "-", "--view", "sweep")
        self.assertIn("version-00", out)


class Words(CommandTest):
    def test_compare(self):
        for words, status, says in (
                (["--diff", "--layout", "runs"], 2, "exclude each other"),
                (["--min-effect", "x"], 2, "--min-effect"), (["--label", "a"], 2, "--label"),
                (["--label=a", "--label=b", "--label=c"], 2, "--label"), (["--baseline", "x"], 2, "x"),
                (["--fail-on", "rss:1%"], 3, "rss"), (["--columns", "nope"], 2, "nope"),
                (["--process-stat", "x"], 2, "--process-stat"), (["--gate", "x"], 2, "--gate"),
                (["--min-effect-memory", "x"], 2, "--min-effect-memory")):
            self.run_it("compare", *RUNS, *words, status=status, says=says)
        self.assertIn("of 3 benchmarks", self.run_it("compare", *RUNS, "--top", "1"))
        self.assertLessEqual(len(self.run_it("compare", *RUNS, "--format", "md", "--max-chars", "200")), 201)
        self.run_it("compare", status=2, says="benchmem: compare")
        empty = self.write("empty.json", '{"benchmarks": []}')
        self.run_it("compare", empty, status=3, says="no benchmark")
        self.run_it("compare", "nowhere", RUNS[0], RUNS[0], status=2, says="nowhere")

    def test_gate(self):
        for sign, status in (("1000%", 0), ("1%", 1)):
            out = self.run_it("compare", *RUNS[::-1], "--fail-on", "time:" + sign, "--format", "json",
                              status=status)
            self.assertEqual(bool(json.loads(out)["gate"]["regressions"]), bool(status))


class Processes(CommandTest):
    def test_every_form(self):
        for words in ([], ["--ci"], ["--layout", "runs"], ["--diff"], ["--format", "md", "--ci"],
                      ["--process-stat", "median"], ["--min-effect", "5%"], ["--baseline", "1.1"],
                      ["--columns", "time,peak", "--min-effect-memory", "1%+1KiB"], ["--ctest"]):
            self.assertTrue(self.run_it("compare", *JOINED, *words))
        doc = json.loads(self.run_it("compare", *JOINED, "--format", "json", "--ci"))
        self.assertEqual(len(doc["series"]), len(JOINED))
        self.assertTrue(doc["verdicts"])

    def test_gates(self):
        for rule in ("time:5%", "latest:time:5%", "peak:0", "latest:peak:1KiB"):
            for more in ([], ["--gate", "raw"], ["--ctest"]):
                done = subprocess.run([PROGRAM, "compare", *JOINED, "--fail-on", rule, *more],
                                      stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
                self.assertIn(done.returncode, (0, 1, 3), done)
                self.assertTrue(done.stdout + done.stderr)

    def test_figures(self):
        for view in ("sweep", "scatter", "compare"):
            runs = JOINED if view == "sweep" else JOINED[:2]
            for name in ("x.html", "x.svg"):
                self.run_it("plot", *runs, "--view", view, "--plotlyjs", "cdn", "-o", name)
        self.assertIn("1.0", self.run_it("plot", *JOINED, "--view", "sweep", "-o", "-"))


if __name__ == "__main__":
    unittest.main()

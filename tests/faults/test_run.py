"""What the suite can do to a sweep: nothing collected, failures, crashes, floods, and run files of
every kind.  `ok`, `partial` and `failed` must be told apart."""
import json
import os
import re

import scratch

TESTS = ["benchmarks/test_a.py::test_a[1]", "benchmarks/test_a.py::test_b"]


class RunFile(scratch.SweepTest):
    def run_file_is(self, kind, status, ended, exit_status=1, **more):
        self.fake("python pytest", scratch.change(json=kind, status=status, **more))
        result = self.sweep("1.0")
        self.assert_status(result, exit_status)
        return result, self.assert_ended("1.0", ended, None if ended in ("ok", "partial") else "run")

    def test_good(self):
        result, entry = self.run_file_is("good", 0, "ok", 0)
        self.assertEqual(entry["failed_tests"], [])
        self.assertIn("1.0", result.out)

    def test_missing(self):
        result, entry = self.run_file_is("none", 0, "failed")
        self.assert_says(result, "1.0", "run")
        self.assertTrue(entry["reason"])

    def test_empty(self):
        self.run_file_is("empty", 0, "failed")

    def test_cut_off(self):
        self.run_file_is("cut", 0, "failed")

    def test_not_json(self):
        self.run_file_is("not json", 0, "failed")

    def test_json_of_another_kind(self):
        self.run_file_is("list", 0, "failed")
        self.unfake()
        for text in ('{"benchmarks": 3}', '{}', '"x"', 'null', '{"benchmarks": {}}', "[" * 100000):
            with self.subTest(text=text[:20]):
                self.unfake()
                self.run_file_is(text, 0, "failed")

    def test_no_benchmarks(self):
        self.run_file_is("no benchmarks", 0, "failed")

    def test_nothing_collected(self):
        result, entry = self.run_file_is("none", 5, "failed")
        self.assertIn("5", entry["reason"])

    def test_a_directory(self):
        self.run_file_is("directory", 0, "failed")

    def test_a_link_elsewhere(self):
        """A planted link is not followed out of our directories."""
        self.write("elsewhere.json", json.dumps({"benchmarks": [{"name": "x"}]}))
        self.fake("python pytest", scratch.change(json="link"))
        self.sweep("1.0")
        self.assertFalse(os.path.islink(self.run_file("1.0")))
        self.protect(self.path("elsewhere.json"))

    def test_one_fails(self):
        self.fake("python pytest", scratch.change(names=TESTS[:1], failed=TESTS[1:]))
        result = self.sweep("1.0")
        self.assert_status(result, 1)
        entry = self.assert_ended("1.0", "partial")
        self.assertEqual(self.failed(entry), TESTS[1:])
        self.assertIn("1 failed", result.text)

    def test_one_fails_and_that_is_allowed(self):
        self.fake("python pytest", scratch.change(names=TESTS[:1], failed=TESTS[1:]))
        self.assert_status(self.sweep("1.0", options=["--allow-partial"]), 0)
        self.assert_ended("1.0", "partial")

    def test_allow_partial_does_not_allow_failed(self):
        self.fake("python pytest", scratch.change(json="none", failed=TESTS))
        self.assert_status(self.sweep("1.0", options=["--allow-partial"]), 1)

    def test_all_fail(self):
        self.fake("python pytest", scratch.change(json="no benchmarks", failed=TESTS))
        self.assert_status(self.sweep("1.0"), 1)
        self.assertEqual(self.failed(self.assert_ended("1.0", "failed", "run")), TESTS)

    def test_exits_1_but_says_not_what_failed(self):
        result, entry = self.run_file_is("good", 1, "partial")
        self.assertEqual(entry["failed_tests"], [])

    def test_lastfailed_is_garbage(self):
        for text in ("", "{", "[1]", '{"a": ', "null"):
            with self.subTest(text=text):
                self.unfake()
                self.fake("python pytest", scratch.change(failed=TESTS[1:], names=TESTS[:1],
                                                          lastfailed=text))
                self.assert_status(self.sweep("1.0"), 1)
                self.assert_ended("1.0", "partial")

    def test_segfault_after_the_file(self):
        self.fake("python pytest", scratch.change(then=[scratch.killed()]))
        result = self.sweep("1.0")
        self.assert_status(result, 1)
        self.assert_ended("1.0", "partial")
        self.assertIn("signal", result.text)

    def test_segfault(self):
        self.fake("python pytest", scratch.say("Fatal Python error: x\n", 2), scratch.killed())
        result = self.sweep("1.0")
        self.assert_status(result, 1)
        entry = self.assert_ended("1.0", "failed", "run")
        self.assertIn("signal", entry["reason"])
        self.assertIn("Fatal Python error", "\n".join(entry["last_lines"]))

    def test_killed(self):
        self.fake("python pytest", scratch.killed(9))
        self.assert_status(self.sweep("1.0"), 1)
        self.assertIn("signal", self.assert_ended("1.0", "failed", "run")["reason"])

    def test_prints_garbage(self):
        self.fake("python pytest", scratch.say("\x1b[2J\x07\xff\x00 sorry\r\x1b]0;t\x07\n", latin=True),
                  scratch.exit(3))
        result = self.sweep("1.0")
        self.assert_status(result, 1)
        self.assert_ended("1.0", "failed", "run")
        self.assertIn("sorry", result.text)
        for character in "\x1b\x07\x00":
            self.assertNotIn(character, result.text)

    def test_one_line_without_end(self):
        self.fake("python pytest", scratch.flood(8 << 20, line="x" * (1 << 20)))
        self.assert_ok(self.sweep("1.0"), "1.0")

    def test_closes_its_output(self):
        self.fake("python pytest", scratch.close())
        self.assert_ok(self.sweep("1.0"), "1.0")

    def test_last_lines_are_the_last(self):
        lines = "".join("line %d\n" % i for i in range(5000))
        self.fake("python pytest", scratch.say(lines), scratch.exit(1, "the end\n"))
        result = self.sweep("1.0")
        kept = self.assert_ended("1.0", "failed", "run")["last_lines"]
        self.assertIn("line 4999", kept)
        self.assertIn("the end", kept)
        self.assertLess(len(kept), 200)
        self.assertIn("line 4999", result.text)
        self.assertNotIn("line 1000\n", result.text)

    def test_log_holds_everything(self):
        self.fake("python pytest", scratch.say("first line of pytest\n"))
        self.assert_ok(self.sweep("1.0"), "1.0")
        with open(os.path.join(self.out, "logs", "1.0.txt"), encoding="utf-8") as f:
            self.assertIn("first line of pytest", f.read())

    def test_changes_its_directory(self):
        """What the suite writes into its copy does not reach the original."""
        self.protect(self.suite)
        self.fake("python pytest", scratch.write("ignored", ""))
        self.assert_ok(self.sweep("1.0"), "1.0")
        cwd = self.calls("python pytest")[0]["cwd"]
        self.assertFalse(cwd.startswith(self.project))



class Reasons(scratch.SweepTest):
    """Why tests have no result, in every output."""

    A, B, C, FILE = ["benchmarks/test_a.py::test_" + name for name in ("a[1]", "b", "c")] + [
        "benchmarks/test_x.py"]
    KEYWORD = {"reason": "TypeError: f() got an unexpected keyword argument 'sos'",
               "place": "benchmarks/models.py:41"}
    KEYWORD_LINE = KEYWORD["reason"] + " (" + KEYWORD["place"] + ")"
    TABLE = ("----------- benchmark: 1 tests -----------\nName (time in us)   Min   Max\n"
             "------------------------------------------\ntest_a   12.0   15.0\n"
             "------------------------------------------\n\nLegend:\n  Outliers: 1 Standard\n"
             "  OPS: Operations\n")

    def fails(self, reasons, ended="partial", names=(A,), **more):
        self.fake("python pytest", scratch.change(names=list(names), reasons=reasons, status=1, **more))
        result = self.sweep("1.0", options=["--ctest"])
        self.assert_status(result, 1)
        return result, self.assert_ended("1.0", ended, "run" if ended == "failed" else None)

    def compare(self, *words):
        return self.start(scratch.program(), "compare", self.out, *words).finish(30)

    def test_together(self):
        result, entry = self.fails({self.B: self.KEYWORD, self.C: self.KEYWORD, self.FILE: "OSError: x"},
                                   failed=[self.B, self.C, self.FILE], prints=self.TABLE)
        lines = ["2 benchmarks: " + self.KEYWORD_LINE, self.FILE + ": OSError: x"]
        self.assertEqual(entry["reason"], "; ".join(lines))
        self.assertEqual(entry["last_lines"], [])
        self.assertEqual(entry["failed_tests"], [
            {"id": self.B, "reason": self.KEYWORD_LINE}, {"id": self.C, "reason": self.KEYWORD_LINE},
            {"id": self.FILE, "reason": "OSError: x"}])
        self.assertIn("benchmem: 1.0: run: 3 failed\n    %s\n    %s\n" % tuple(lines), result.err)
        self.assertIn("<CTestDetails>partial: %s; %s</CTestDetails>" % tuple(lines), result.out)
        self.assertNotIn("Outliers", result.text)
        text = self.compare("--layout", "matrix").out
        for line in lines:
            self.assertIn("1.0: partial: " + line + "\n", text)
        series = json.loads(self.compare("--format", "json").out)["series"][0]
        self.assertEqual((series["failed"], series["failed_tests"], series["reasons"]),
                         ([self.B, self.C, self.FILE], entry["failed_tests"], lines))
        self.assertIn(lines[0], self.compare("--layout", "matrix", "--format", "md").out.replace("\\", ""))

    def test_one(self):
        result, entry = self.fails({self.B: self.KEYWORD}, failed=[self.B])
        self.assertIn("benchmem: 1.0: run: %s: %s\n1.0: partial" % (self.B, self.KEYWORD_LINE),
                      result.err + result.out[result.out.index("1.0: partial"):])
        self.assertEqual(entry["reason"], self.B + ": " + self.KEYWORD_LINE)

    def test_nothing_left(self):
        result, entry = self.fails({self.FILE: "ImportError: cannot import name 'b' from 'demo'"},
                                   "failed", names=(), json="none", prints=self.TABLE)
        self.assertEqual(entry["reason"],
                         self.FILE + ": ImportError: cannot import name 'b' from 'demo'")
        self.assertIn("<CTestDetails>failed at run: " + entry["reason"], result.out)
        self.assertNotIn("--copy-dir", result.text)
        self.assertEqual(self.compare().status, 77)
        self.assert_says(self.compare(), "1.0: failed: " + entry["reason"])

    def test_pytest_gave_up(self):
        result, entry = self.fails({}, "failed", names=(), json="none", stopped=[
            {"stopped": "UsageError: no such option", "place": "benchmarks/conftest.py:2"}])
        self.assertEqual(entry["reason"], "pytest: UsageError: no such option (benchmarks/conftest.py:2)")

    def test_pytest_gave_up_after_a_failure(self):
        """A plugin that has nothing to finish with is not why."""
        hint = ("28 tests were not run for that: pytest's argument --continue-on-collection-errors runs "
                "them (--pytest-arg, PYTEST_ARGS)")
        finish = [{"ended": 1}, {"stopped": "PytestBenchmarkWarning: Not saving anything"}]
        result, entry = self.fails({self.B: self.KEYWORD}, "failed", names=(), json="none",
                                   stopped=[{"unrun": 28}, *finish])
        self.assertEqual(entry["reason"], "%s: %s; %s" % (self.B, self.KEYWORD_LINE, hint))
        self.assertEqual(result.err.count(hint), 1)
        self.unfake()
        result, entry = self.fails({self.B: self.KEYWORD, self.C: "OSError: x"}, "failed", names=(),
                                   json="none", stopped=[{"unrun": 1}, *finish])
        hint = hint.replace("28 tests were", "1 test was").replace("them", "it")
        self.assertIn("2 failed\n    %s: %s\n    %s: OSError: x\n    %s\n"
                      % (self.B, self.KEYWORD_LINE, self.C, hint), result.err)
        self.assertIn(hint, entry["reason"])
        self.unfake()
        result, entry = self.fails({}, "failed", names=(), json="none", stopped=finish)
        self.assertEqual(entry["reason"], "pytest: PytestBenchmarkWarning: Not saving anything")

    def test_all_are_skipped(self):
        self.fake("python pytest", scratch.change(names=[], json="none", skips={
            self.A: "needs polars", self.B: "needs polars"}))
        self.assert_status(self.sweep("1.0"), 1)
        self.assertIn("skipped: 2 benchmarks: needs polars",
                      self.assert_ended("1.0", "failed", "run")["reason"])

    def test_died(self):
        for do, says in ((scratch.killed(11), "ended by signal 11 (Segmentation fault)"),
                         (scratch.exit(3, "bye"), "exited with 3")):
            self.unfake()
            self.fake("python pytest", scratch.change(dies=[do]))
            self.assert_status(self.sweep("1.0"), 1)
            entry = self.assert_ended("1.0", "failed", "run")
            self.assertIn("pytest: %s, while it was at %s" % (says, self.B), entry["reason"])
            self.assertEqual(entry["failed_tests"], [{"id": self.B, "reason": "pytest: " + says}])

    @scratch.waits
    def test_time_is_up(self):
        self.fake("python pytest", scratch.change(dies=[scratch.hang()]))
        result = self.sweep("1.0", options=["--timeout", "5"])
        self.assert_says(result, "--timeout was over, while it was at " + self.B)

    def test_the_table_is_no_reason(self):
        """What pytest-benchmark prints, where there is nothing better to show."""
        self.fake("python pytest", scratch.change(status=1, prints="coverage is too low\n" + self.TABLE +
                                                  "====== 1 passed ======\nFAIL coverage\n"))
        self.sweep("1.0")
        kept = self.assert_ended("1.0", "partial")["last_lines"]
        self.assertEqual([line for line in kept if "Outliers" in line or "12.0" in line], [])
        self.assertIn("coverage is too low", kept)
        self.assertIn("FAIL coverage", kept)

    def test_what_lies_beside_the_suite(self):
        for name, event in (("helpers.py", {"module": "helpers"}), ("tools/x.py", {"module": "tools"}),
                            ("data/x.json", {"file": "{cwd}/data/x.json"}),
                            ("../up.json", {"file": "{cwd}/../up.json"})):
            with self.subTest(name=name):
                self.unfake()
                self.write(os.path.join("project", name), "x")
                result, entry = self.fails({self.B: {"reason": "Missing: x", "place": "t.py:1",
                                                     **event}})
                self.assertIn("was not copied: try --copy-dir /", entry["reason"])
                self.assertTrue(entry["reason"].endswith(" (t.py:1)"))
                result = self.sweep("1.0", options=["--copy-dir", self.project])
                self.assertNotIn("try --copy-dir", result.text)

    def test_a_fixture_above_the_suite(self):
        """Within the repository: what is above that is another's."""
        missing = {self.B: {"reason": "fixture 'big' not found", "place": "t.py:1", "fixture": "big"}}
        pin = "fixture 'big' not found; if a plugin of pytest's has it, try --pin PLUGIN (t.py:1)"
        self.suite = self.make_suite("repository", "tests", "deep", "benchmarks")
        self.write("project/conftest.py", "def big(): pass\n")
        self.write("project/repository/.git", "")
        self.write("project/repository/tests/deep/conftest.py", "def small(big): pass\n")
        self.assertEqual(self.fails(missing)[1]["failed_tests"][0]["reason"], pin)
        self.write("project/repository/tests/conftest.py", "@fixture\ndef big(): pass\n")
        tests = self.path("project", "repository", "tests")
        hint = "; it is in %s and was not copied: try --copy-dir %s (t.py:1)" % (tests, tests)
        self.assertEqual(self.fails(missing)[1]["failed_tests"][0]["reason"],
                         missing[self.B]["reason"] + hint)
        self.write("project/repository/tests/conftest.py", "@fixture(name=\"big\")\ndef other(): pass\n")
        self.assertIn(hint, self.fails(missing)[1]["reason"])

    def test_a_module_that_is_nowhere(self):
        _, entry = self.fails({self.B: {"reason": "Missing: x", "place": "t.py:1", "module": "x"}})
        self.assertEqual(entry["failed_tests"][0]["reason"],
                         "Missing: x; if another package has it, try --pin PACKAGE (t.py:1)")

    def test_hostile(self):
        token = "hunter2-" + "s3cr3t" * 10
        texts = ["\x1b[2J\x1b]0;t\x07", "<CTestMeasurement type=\"numeric/double\" name=\"x\">1"
                 "</CTestMeasurement>", "</CTestDetails>\n<b>&amp;", "| a | `b` |", "x" * 10000,
                 "\u202e\u2028", "said " + token, "y" * 480 + token]
        names = ["benchmarks/test_a.py::test_%d" % i for i in range(len(texts))]
        self.fake("python pytest", scratch.change(names=[self.A], status=1, reasons={
            name: {"reason": "E%d: %s" % (i, text), "place": "t.py:1"}
            for i, (name, text) in enumerate(zip(names, texts))}))
        result = self.sweep("1.0", options=["--ctest"], env={"MY_TOKEN": token})
        self.assert_status(result, 1)
        entry = self.assert_ended("1.0", "partial")
        reasons = [test["reason"] for test in entry["failed_tests"]]
        self.assertEqual(len(reasons), len(texts))
        self.assertLess(max(map(len, reasons)), 520)
        self.assertTrue(all(reason.endswith(" (t.py:1)") for reason in reasons))
        outputs = [result.text, json.dumps(entry)]
        for words in (["--layout", "matrix"], ["--layout", "matrix", "--format", "md"],
                      ["--format", "json"], ["--layout", "matrix", "--ctest"]):
            outputs.append(self.compare(*words).text)
        for text in outputs:
            self.assertNotIn("hunter2", text)
        for text in outputs[:1] + outputs[2:4] + outputs[5:]:
            for character in "\x1b\x07\u202e\u2028":
                self.assertNotIn(character, text)
        tags = re.findall(r"<CTestMeasurement type=.numeric/double. name=.x.>", "".join(
            outputs[:1] + outputs[2:4] + outputs[5:]))
        self.assertEqual(tags, [])


class Measurements(scratch.SweepTest):
    """--ctest, word for word but for seconds."""

    def measurements(self, result):
        number = '<CTestMeasurement type="numeric/double" name="%s">%s</CTestMeasurement>'
        text = '<CTestMeasurement type="text/string" name="%s">%s</CTestMeasurement>'
        said = [re.sub(r'( \(s\)">)[0-9.e-]+<(?=/CTestMeasurement>)', r"\1T<", line)
                if "stage" in line else line
                for line in result.out.splitlines() if line.startswith("<")]
        return (said, lambda name, value: number % (name, value),
                lambda name, value: text % (name, value))

    def test_all_is_well(self):
        said, number, text = self.measurements(self.sweep("2.0", options=["--ctest"]))
        test = "benchmarks/test_a.py::test_"
        expected = []
        for metric, value in (("time (s)", 2), ("peak (B)", 2048), ("allocated (B)", 8000)):
            expected += [number(metric + ", " + name, value)
                         for name in ("geometric mean", test + "a[1]", test + "b")]
        self.assertEqual(said[:9], expected)
        self.assertEqual(said[12:], [
            number("benchmarks", 2), number("failed tests", 0), number("stage venv (s)", "T"),
            number("stage install (s)", "T"), number("stage isolation (s)", "T"),
            number("stage run (s)", "T"), text("Python", "3.11.7"), text("package", "demo==2.0"),
            '<CTestMeasurementFile type="file" name="run file">%s</CTestMeasurementFile>'
            % self.run_file("2.0")])

    def test_tests_fail(self):
        self.fake("python pytest", scratch.change(failed=["benchmarks/test_a.py::test_b"], status=1))
        said, number, _ = self.measurements(self.sweep("2.0", "3.0", options=["--ctest"]))
        for label in ("2.0", "3.0"):
            self.assertIn(number(label + ": failed tests", 1), said)
        self.assertEqual([line for line in said if "Details" in line],
                         ["<CTestDetails>%s: partial: 1 benchmark failed: "
                          "benchmarks/test_a.py::test_b"
                          "</CTestDetails>" % label for label in ("2.0", "3.0")])


if __name__ == "__main__":
    scratch.main()

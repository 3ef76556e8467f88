"""The measurements in Test.xml against the run files, the manifest and what the program prints."""
import json
import os
import re
import unittest

import dashboard
import scratch

HAS_LIBRARY = os.path.exists(os.path.join(os.path.dirname(scratch.program()), "benchmem_call.so"))


class Versions(dashboard.DashboardTest):
    def test_numbers_are_those_of_the_run_files(self):
        tests = self.sweep_once("VERSIONS 1.0 2.0 MEMORY")
        self.assert_status(self.last, 0)
        for label in ("1.0", "2.0"):
            test, entry = tests["demo." + label], self.entry(label)
            self.assertEqual(test.status, "passed")
            self.assertEqual(test.labels, ["demo", "sweep"])
            self.check_numbers(test, label)
            for stage in ("venv", "install", "isolation", "run"):
                self.assertAlmostEqual(test.number("stage %s (s)" % stage),
                                       entry["seconds"][stage], 12)
            self.assertEqual(test.number("failed tests"), 0)
            self.assertEqual((test.measured["Python"].type, test.text("Python")),
                             ("text/string", entry["python"]))
            self.assertEqual(test.text("package"), "demo==" + label)
            self.check_attachment(test, label)

    def test_measurements_come_last(self):
        self.sweep_once("VERSIONS 1.0")
        with open(os.path.join(self.build, "Testing", "Temporary",
                               "LastTest_%s.log" % os.path.basename(
                                   os.path.dirname(self.xml("Test")))), encoding="utf-8") as f:
            part = f.read().split("Testing: demo.1.0\n")[1].split("<end of output>")[0]
        lines = part.split("Output:\n")[1].split("\n")[1:-1]
        tags = [bool(re.fullmatch(r"<(CTest\w+)[ >].*</\1>", line)) for line in lines]
        self.assertEqual(tags, sorted(tags), part)
        self.assertGreater(sum(tags), 10)

    def test_names_do_not_depend_on_the_order_of_the_suite(self):
        names = ["b/t.py::test_%s" % c for c in "dbca"]
        self.fake("python pytest", scratch.change(names=names))
        first = self.sweep_once("VERSIONS 1.0 MEASUREMENTS 3")["demo.1.0"]
        self.check_numbers(first, "1.0", most=3)
        self.unfake()
        self.fake("python pytest", scratch.change(names=names[::-1]))
        second = self.sweep_once("VERSIONS 1.0 MEASUREMENTS 3")["demo.1.0"]
        self.assertEqual(second.order, first.order)

    def test_none_one_by_one(self):
        test = self.sweep_once("VERSIONS 1.0 MEASUREMENTS 0")["demo.1.0"]
        self.check_numbers(test, "1.0", most=0)

    def test_the_limit_is_a_whole_number(self):
        for limit in ("-1", "x", "1.5", "99999999999999999999"):
            self.assert_refused(self.sweep("1.0", options=["--ctest", "--measurements=" + limit]),
                                "--measurements: '%s' is not a whole number from 0 on" % limit)

    def test_several_versions_in_one_call(self):
        result = self.sweep("1.0", "2.0", options=["--ctest"])
        self.assert_ok(result, "1.0", "2.0")
        for label in ("1.0", "2.0"):
            self.assertIn('name="%s: time (s), geometric mean">%s<' % (label, label[0]), result.out)
            self.assertIn('name="%s: run file">%s<' % (label, self.run_file(label)), result.out)

    @unittest.skipUnless(HAS_LIBRARY, "built without Valgrind's headers")
    def test_instructions(self):
        """The timed run's test tells the times, the counted one's the counts."""
        self.make_fake("valgrind")
        tests = self.sweep_once("VERSIONS 1.0 2.0 INSTRUCTIONS")
        self.assert_status(self.last, 0)
        timed, counted = tests["demo.2.0"], tests["demo.2.0.count"]
        self.assertEqual((timed.status, counted.status), ("passed", "passed"))
        self.assertIn("time (s), geometric mean", timed.measured)
        self.assertNotIn("instructions, geometric mean", timed.measured)
        self.assertNotIn("stage count (s)", timed.measured)
        self.assertGreater(counted.number("instructions, geometric mean"), 1000)
        self.assertGreater(counted.number("stage count (s)"), 0)
        self.assertEqual([name for name in counted.measured if "time (s)" in name or "run (s)" in name], [])
        self.check_attachment(counted, "2.0")

    def test_rounds(self):
        """CTest's rounds make one joined run of each version; the last one tells it all."""
        tests = self.sweep_once("VERSIONS 1.0 2.0 MEMORY ROUNDS 3 SEED 7")
        self.assert_status(self.last, 0)
        self.assertEqual([name for name, test in tests.items() if test.status != "passed"], [])
        self.assertIn("demo.cleanup", tests)
        for label in ("1.0", "2.0"):
            entry = self.assert_ended(label, "ok")
            self.assertEqual([r["round"] for r in entry["rounds"]], [1, 2, 3])
            with open(self.run_file(label), encoding="utf-8") as f:
                for item in json.load(f)["benchmarks"]:
                    self.assertEqual(item["stats"]["processes"]["round"], [1, 2, 3])
            self.assertIn("time (s), geometric mean", tests["demo." + label].measured)
            self.assertIn(label + ": time (s), geometric mean", tests["demo.round-3"].measured)
            self.assertIn(label + ": run file", tests["demo.round-3"].measured)
        self.assertEqual(tests["demo.round-2"].measured, {})
        self.assertIn("round 2 of 3, in the order of --seed 7", tests["demo.round-2"].output)
        self.assertEqual(len(self.calls("uv pip sync")), 4, "two to fill the cache, two to measure")

    def test_rounds_until_clear(self):
        tests = self.sweep_once("VERSIONS 1.0 2.0 ROUNDS auto BUDGET 60")
        self.assert_status(self.last, 0)
        self.assertEqual(tests["demo.rounds"].status, "passed")
        self.assertIn("0 benchmarks still unclear", tests["demo.rounds"].output)

    def test_any_name_comes_through(self):
        names = ["b/t.py::test_a[<CTestMeasurement>]", "b/t.py::test_b[&amp;\"'\\é %s;$x]",
                 "b/t.py::test_c[</CTestDetails>]"]
        self.fake("python pytest", scratch.change(names=names))
        test = self.sweep_once("VERSIONS 1.0")["demo.1.0"]
        self.check_numbers(test, "1.0")

    def test_only_finite_numbers(self):
        text = json.dumps({"benchmarks": [
            {"fullname": "t::a", "stats": {"min": float("nan")}},
            {"fullname": "t::b", "stats": {"min": float("inf")}},
            {"fullname": "t::c", "stats": {"min": 0.25}},
            {"fullname": "t::d", "stats": {"min": 0}}]})
        self.fake("python pytest", scratch.change(json=text))
        test = self.sweep_once("VERSIONS 1.0")["demo.1.0"]
        numbers = {name: test.number(name) for name in test.measured if name.startswith("time")}
        self.assertEqual(numbers, {"time (s), geometric mean": 0.25, "time (s), t::c": 0.25,
                                   "time (s), t::d": 0})

    def test_partial(self):
        self.fake("python pytest", scratch.change(
            names=["b/t.py::test_a"], failed=["b/t.py::test_x", "b/t.py::test_y"]))
        test = self.sweep_once("VERSIONS 1.0")["demo.1.0"]
        self.assertEqual(test.status, "failed")
        self.check_numbers(test, "1.0")
        self.assertEqual(test.number("failed tests"), 2)
        self.assertIn("partial: 2 benchmarks failed: b/t.py::test_x, b/t.py::test_y", test.details)

    def test_failed(self):
        self.fake("python pytest", scratch.exit(3, "no <room> & \"time\"\n"), when="demo==2.0")
        tests = self.sweep_once("VERSIONS 1.0 2.0")
        self.assertEqual([tests["demo." + v].status for v in ("1.0", "2.0", "compare")],
                         ["passed", "failed", "passed"])
        failed = tests["demo.2.0"]
        self.assertIn("failed at run: ", failed.details)
        self.assertIn("no <room> & \"time\"", failed.output)
        self.assertNotIn("run file", failed.measured)
        self.assertEqual([n for n in failed.measured if n.startswith(tuple(dashboard.METRICS))], [])
        self.assertIn("stage install (s)", failed.measured)

    def test_a_skip_says_why(self):
        self.fake("uv pip sync", scratch.exit(1, "no such <wheel>\n"), when="demo==2.0")
        tests = self.sweep_once("VERSIONS 1.0 2.0 ON_UNAVAILABLE SKIP")
        self.assert_status(self.last, 0)
        skipped = tests["demo.2.0"]
        self.assertEqual(skipped.status, "notrun")
        self.assertIn("unavailable at install: installing demo==2.0", skipped.details)
        self.assertEqual(skipped.measured, {})

    def test_results_of_an_earlier_run_are_not_told_again(self):
        """A test that fails before its version has begun has nothing to tell."""
        self.sweep_once("VERSIONS 1.0")
        self.fake("uv --version", scratch.exit(1, "broken\n"))
        self.fake("uv version", scratch.exit(1, "broken\n"))
        self.assertTrue(os.path.exists(self.run_file("1.0")))
        result = self.start(scratch.program(), "sweep", "demo", "1.0", "--suite", self.suite,
                            "--out", self.out, "--ctest").finish(60)
        self.assert_status(result, 1)
        self.assertNotIn("CTestMeasurement", result.text)


class Report(dashboard.DashboardTest):
    def printed(self, *words):
        """What `benchmem compare` prints, to the last line."""
        return self.start(scratch.program(), "compare", self.out, *words).finish(60)

    def test_tables_and_pictures(self):
        test = self.sweep_once("VERSIONS 1.0 2.0 MEMORY")["demo.compare"]
        self.assertEqual(test.status, "passed", test.output)
        table = test.measured["comparison"]
        self.assertEqual(table.type, "text/preformatted")
        self.assertEqual(table.text, self.printed().out)
        self.assertIn(" test_a[1] ", table.text)
        self.assertEqual((test.number("time · min, worse"), test.number("time · min, better")),
                         (2, 0))
        pictures = {n: m for n, m in test.measured.items() if m.type.startswith("image/")}
        if not os.environ.get("BENCHMEM_HAS_CAIRO"):
            self.assertEqual(pictures, {})
            return
        self.assertEqual(list(pictures), ["heatmap of time", "heatmap of peak"])
        for name, picture in pictures.items():
            self.assertEqual(picture.type, "image/png")
            width, height = dashboard.decode_png(picture.content())
            self.assertTrue(200 < width < 2000 and 100 < height < 2000, (name, width, height))

    def test_a_png_that_is_asked_for_is_the_one_that_is_shown(self):
        if not os.environ.get("BENCHMEM_HAS_CAIRO"):
            self.skipTest("the program was built without cairo")
        test = self.sweep_once("VERSIONS 1.0 2.0 PLOTS svg png")["demo.compare"]
        with open(os.path.join(self.out, "plots", "time.png"), "rb") as f:
            self.assertEqual(test.measured["heatmap of time"].content(), f.read())
        self.assertEqual(sorted(os.listdir(os.path.join(self.out, "plots"))),
                         ["time.png", "time.svg"])

    def test_nothing_to_draw(self):
        """No picture of an earlier run is left, and none is told of."""
        self.sweep_once("VERSIONS 1.0 2.0 PLOTS html")
        self.fake("uv pip sync", scratch.exit(1, "gone\n"), when="demo==2.0")
        test = self.sweep_once("VERSIONS 1.0 2.0 PLOTS html")["demo.compare"]
        self.assertEqual(test.status, "passed", test.output)
        self.assertEqual([n for n in test.measured if n.startswith("heatmap")], [])
        self.assertEqual(os.listdir(os.path.join(self.out, "plots")), [])

    def test_a_gate_that_holds(self):
        test = self.sweep_once("VERSIONS 2.0 1.0 FAIL_ON time:20%")["demo.gate"]
        self.assertEqual((test.status, test.number("regressions")), ("passed", 0))
        self.assertEqual(test.text("list of regressions"),
                         "times of one process a version cannot tell a change of the code from one "
                         "of the machine; instructions can (--fail-on instructions:3%, --gate "
                         "confirmed), or --rounds 7\nno regressions over thresholds\n")

    def test_a_gate_that_does_not(self):
        test = self.sweep_once("VERSIONS 1.0 2.0 FAIL_ON time:20%")["demo.gate"]
        self.assertEqual((test.status, test.number("regressions")), ("failed", 2))
        lines = self.printed("--fail-on", "time:20%").out
        self.assertTrue(lines.endswith("\n\n" + test.text("list of regressions")), lines)
        self.assertIn("test_a[1]: 1s → 2s (+100.0%)", test.text("list of regressions"))

    def test_nothing_to_judge(self):
        self.fake("uv pip sync", scratch.exit(1, "gone\n"))
        tests = self.sweep_once("VERSIONS 1.0 2.0 ON_UNAVAILABLE SKIP FAIL_ON time:20%")
        self.assert_status(self.last, 0)
        self.assertEqual([tests["demo." + n].status for n in ("compare", "gate")], ["notrun"] * 2)
        for name in ("compare", "gate"):
            self.assertIn("nothing to compare: no version of the sweep has a run file 1.0: "
                          "unavailable at install", re.sub(" +", " ", tests["demo." + name].details))
            self.assertEqual(tests["demo." + name].measured, {})


if __name__ == "__main__":
    scratch.main()

"""--reuse: nothing is measured twice, and whatever can change a number makes it measured again."""
import json
import os
import re
import shutil
import signal
import subprocess
import time
import unittest

import scratch

TIMED, COUNTED = "python pytest", "valgrind"
HAS_LIBRARY = os.path.exists(os.path.join(os.path.dirname(scratch.program()), "benchmem_call.so"))
EXACT = ("--instructions", "--no-time")



class ReuseTest(scratch.SweepTest):
    def setUp(self):
        super().setUp()
        self.make_fake("valgrind")
        self.store = self.path("store")

    def reuse(self, *versions, options=EXACT, more=(), **rest):
        return self.sweep(*(versions or ("1.0",)), options=[*options, "--reuse-dir", self.store,
                                                            *more], **rest)

    def entries(self, prefix=""):
        names = os.listdir(self.store) if os.path.isdir(self.store) else []
        return sorted(n for n in names if n.startswith(prefix or "demo-"))

    def key(self, prefix=""):
        """The lines of the newest entry's key, by their names."""
        path = max((os.path.join(self.store, n) for n in self.entries(prefix)),
                   key=lambda p: os.stat(p).st_mtime_ns)
        with open(os.path.join(path, "key"), encoding="utf-8") as f:
            return dict(line.rstrip("\n").split(": ", 1) for line in f if ": " in line)

    def assert_measured(self, result, *labels):
        self.assert_ok(result, *labels)
        for label in labels or ("1.0",):
            self.assertIn(label + ": ok, ", result.out, repr(result))
            self.assertNotIn("reused", self.entry(label))

    def assert_reused(self, result, *labels, status="ok"):
        """Nothing was run for them, and all that there was is there again."""
        self.assert_status(result, 0)
        for label in labels or ("1.0",):
            entry = self.assert_ended(label, status)
            self.assertIn(label + ": reused, ", result.out, repr(result))
            self.assertRegex(result.out, "\n  %s +%s, reused +[0-9]+ benchmarks" % (re.escape(label), status))
            self.assertRegex(entry["reused"], r"^2[0-9-]+T[0-9:]+Z$")
        self.assertEqual([c["at"] for c in self.calls() if c["at"] in
                          (TIMED, COUNTED, "uv venv", "uv pip sync")], [])

    def again(self, *versions, **rest):
        self.forget_calls()
        return self.reuse(*versions, **rest)


@unittest.skipUnless(HAS_LIBRARY, "built without Valgrind's headers")
class Reused(ReuseTest):
    def test_all_of_it(self):
        self.assert_measured(self.reuse("1.0", "2.0"), "1.0", "2.0")
        before, kept = self.manifest(), scratch.content(self.out)
        shutil.rmtree(self.out)
        result = self.again("1.0", "2.0")
        self.assert_reused(result, "1.0", "2.0")
        for name in ("1.0.json", "2.0.json", "counts", "locks"):
            self.assertEqual(scratch.content(os.path.join(self.out, name)), kept[name], name)
        for old, new in zip(before["versions"], self.manifest()["versions"]):
            for name in ("packages", "python", "count", "rounds", "failed_tests", "key", "lock"):
                self.assertEqual(old.get(name), new.get(name), name)
        with open(os.path.join(self.out, "logs", "1.0.txt"), encoding="utf-8") as f:
            self.assertIn("# reused: measured 2", f.read())

    def test_some_of_it(self):
        self.assert_measured(self.reuse("1.0"), "1.0")
        result = self.again("1.0", "2.0")
        self.assert_ok(result, "1.0", "2.0")
        self.assertEqual(len(self.calls(COUNTED)), 1)
        self.assertIn("1.0: reused, 2 benchmarks, measured 2", result.out)
        self.assertIn("2.0: not reused: there is no result of it in " + self.store, result.out)

    def test_not_asked_for(self):
        self.assert_measured(self.reuse())
        self.forget_calls()
        self.assert_ok(self.sweep("1.0", options=EXACT), "1.0")
        self.assertEqual(len(self.calls(COUNTED)), 1)
        self.assertNotIn("reused", self.entry("1.0"))

    def test_memory(self):
        self.assert_measured(self.reuse(more=["--memory"]))
        self.assert_reused(self.again(more=["--memory"]))

    def test_rounds(self):
        more = ["--rounds", "3"]
        self.assert_measured(self.reuse("1.0", "2.0", more=more), "1.0", "2.0")
        kept = scratch.content(self.out)
        shutil.rmtree(self.out)
        self.assert_reused(self.again("1.0", "2.0", more=more), "1.0", "2.0")
        self.assertEqual(scratch.content(os.path.join(self.out, "rounds")), kept["rounds"])
        self.assertEqual(scratch.content(self.run_file("1.0")), kept["1.0.json"])

    def test_rounds_by_calls_of_their_own(self):
        """As under CTest: kept by the last, reused by the first; the others have nothing to do."""
        rounds = ["--rounds", "2", "--round"]
        self.assert_status(self.reuse("1.0", "2.0", more=["--prepare", *rounds[:2]]), 0)
        for version in ("1.0", "2.0"):
            self.assert_status(self.reuse(version, more=[*rounds, "1"]), 0)
        self.assertEqual(self.entries(), [])
        self.assert_status(self.reuse("1.0", "2.0", more=[*rounds, "2"]), 0)
        self.assertEqual(len(self.entries()), 2)
        self.forget_calls()
        prepared = self.reuse("1.0", "2.0", more=["--prepare", *rounds[:2]])
        self.assertIn("1.0: will be reused, measured 2", prepared.out)
        for version in ("1.0", "2.0"):
            self.assert_reused(self.reuse(version, more=[*rounds, "1"]), version)
        self.assert_status(self.reuse("1.0", "2.0", more=[*rounds, "2"]), 0)
        self.assertEqual(self.calls("uv venv") + self.calls(COUNTED), [])
        self.assertEqual(len(self.entry("2.0")["rounds"]), 2)

    def test_times_by_passes(self):
        """Timed and counted by a process each: kept by the second, reused by both."""
        words = {"options": ("--instructions", "--reuse-times")}
        self.assert_status(self.reuse(more=["--prepare"], **words), 0)
        self.assert_status(self.reuse(more=["--pass", "timed"], **words), 0)
        self.assertEqual(self.entries(), [])
        self.assert_status(self.reuse(more=["--pass", "counted"], **words), 0)
        self.assertEqual(len(self.entries()), 1)
        self.forget_calls()
        self.assertIn("will be reused", self.reuse(more=["--prepare"], **words).out)
        self.assert_reused(self.reuse(more=["--pass", "timed"], **words))
        counted = self.reuse(more=["--pass", "counted"], **words)
        self.assert_reused(counted)
        self.assertEqual(self.entry("1.0")["count"]["status"], "ok")

    def test_the_suite_changes_between_passes(self):
        """What was timed of another suite is not kept under the key of the new one."""
        words = {"options": ("--instructions", "--reuse-times")}
        self.assert_status(self.reuse(more=["--prepare"], **words), 0)
        self.assert_status(self.reuse(more=["--pass", "timed"], **words), 0)
        self.write(os.path.join(self.suite, "test_a.py"), scratch.SUITE + "# more\n")
        self.assert_status(self.reuse(more=["--pass", "counted"], **words), 0)
        self.assertEqual(self.entries(), [])

    def test_the_suite_changes_meanwhile(self):
        self.fake(COUNTED, scratch.write(os.path.join(self.suite, "data.txt"), "new"))
        result = self.reuse()
        self.assert_measured(result)
        self.assertIn("1.0: not kept for --reuse: files of benchmarks changed while it was measured",
                      result.out)
        self.assertEqual(self.entries(), [])

    def test_prepare(self):
        self.assert_measured(self.reuse("1.0"), "1.0")
        self.forget_calls()
        result = self.reuse("1.0", "2.0", more=["--prepare"])
        self.assert_status(result, 0)
        self.assertIn("1.0: will be reused, measured 2", result.out)
        self.assertIn("prepared 2 of 2 versions", result.out)
        self.assertEqual(len(self.calls("uv venv")), 1, "that of 2.0")
        self.assertEqual(self.entry("1.0")["status"], "pending")
        self.forget_calls()
        self.assert_reused(self.reuse("1.0"), "1.0")
        self.assertEqual(self.calls("uv pip compile"), [], "it was resolved by --prepare")

    def test_an_earlier_result_in_the_way(self):
        """OUT has another sweep's file: it is replaced, and its counts are."""
        self.assert_measured(self.reuse())
        kept = scratch.content(self.run_file("1.0"))
        self.assert_ok(self.sweep("1.0"), "1.0")
        self.assertNotEqual(scratch.content(self.run_file("1.0")), kept)
        self.assert_reused(self.again())
        self.assertEqual(scratch.content(self.run_file("1.0")), kept)

    def test_where_it_is_kept(self):
        for name, env in ((".cache", {}), ("cache", {"XDG_CACHE_HOME": self.path("home", "cache")})):
            self.assert_ok(self.sweep("1.0", options=[*EXACT, "--reuse"], env=env), "1.0")
            self.assertTrue(os.listdir(self.path("home", name, "benchmem", "results")), name)
        result = self.sweep("1.0", options=[*EXACT, "--reuse"], env={"HOME": None})
        self.assert_ok(result, "1.0")
        self.assertIn("--reuse-dir", result.err)

    def test_lock_of_a_day_that_is_over(self):
        """Neither index nor environment is asked; a day that is not over may bring other releases."""
        more = ["--as-of", "2026-01-15"]
        self.assert_measured(self.reuse("1.0", "2.0", more=more), "1.0", "2.0")
        self.assertEqual(len(self.entries("lock-")), 2)
        shutil.rmtree(self.out)
        self.assert_reused(self.again("1.0", "2.0", more=more), "1.0", "2.0")
        self.assertEqual({c["at"] for c in self.calls()},
                         {"uv --version", "valgrind --version"})
        self.again(more=["--as-of", "2026-01-16"])
        self.assertEqual(len(self.calls("uv pip compile")), 1)
        for options in (["--as-of", "2999-01-01"], [], [*more, "--pin", "x @ git+https://h/x@main"]):
            for _ in range(2):
                self.again(more=options)
                self.assertEqual(len(self.calls("uv pip compile")), 1, options)

    def told(self, *words):
        result = self.start(scratch.program(), *words).finish(30)
        self.assert_status(result, 0)
        return result

    def test_dates_are_told(self):
        """Of times, in table, JSON and page; of counts nothing needs to be said."""
        options = ("--instructions", "--reuse-times")
        page = self.path("page.html")
        for when in ("first", "again"):
            self.assert_ok(self.again("1.0", "2.0", options=options), "1.0", "2.0")
            out = self.told("compare", self.out, "--columns", "time,instructions").out
            today = time.strftime("%Y-%m-%d", time.gmtime())
            reused = "measured at an earlier date: 1.0 (%s), 2.0 (%s)" % (today, today)
            self.assertEqual("times may not compare: " + reused in out, when == "again", out)
            self.assertNotIn("earlier date", self.told("compare", self.out, "--columns",
                                                       "instructions").out)
            document = json.loads(self.told("compare", self.out, "--format", "json").out)
            self.assertEqual([s["reused"] is not None for s in document["series"]],
                             [when == "again"] * 2)
            self.assertEqual(any(reused in text for text in document["warnings"]), when == "again")
            self.told("plot", self.out, "--metric", "time", "--view", "sweep", "-o", page)
            with open(page, encoding="utf-8") as f:
                self.assertEqual("times of an earlier date: 1.0 (" in f.read(), when == "again")

    def test_told_wherever_it_is_compared(self):
        """Table, Markdown, JSON, gate, page: whose results are of which earlier day."""
        self.assert_measured(self.reuse("1.0", "2.0"), "1.0", "2.0")
        line = "1.0, 2.0: reused results of " + time.strftime("%Y-%m-%d", time.gmtime())
        page = self.path("page.html")
        for again in False, True:
            if again:
                self.assert_reused(self.again("1.0", "2.0"), "1.0", "2.0")
                # a third, which is new, and is told by nothing
                self.assert_measured(self.again("1.0", "2.0", "3.0"), "3.0")
            for options in (["--format", "table"], ["--format", "md"], ["--format", "json"]):
                out = self.told("compare", self.out, *options).out
                self.assertEqual(out.count(line), again, out)
            out = self.told("compare", self.out, "--fail-on", "instructions:3%").out
            self.assertEqual(out.count(line + "\n"), 2 * again, out)  # below the table, and the gate's
            out = self.told("compare", self.out, "--fail-on", "instructions:3%", "--ctest").out
            said = re.search('name="list of regressions">(.*?)</CTestMeasurement>', out, re.S).group(1)
            self.assertEqual(line in said, again, out)
            self.told("plot", self.out, "--metric", "instructions", "--view", "sweep", "-o", page)
            with open(page, encoding="utf-8") as f:
                self.assertEqual(line in f.read(), again)

    def test_told_to_ctest(self):
        self.assert_measured(self.reuse(more=["--ctest"]))
        result = self.again(more=["--ctest"])
        self.assert_reused(result)
        self.assertRegex(result.out, "<CTestDetails>reused, measured 2[0-9TZ:-]+</CTestDetails>")
        self.assertRegex(result.out, '<CTestMeasurement type="text/string" name="reused">measured 2')
        self.assertRegex(result.out, 'name="instructions, geometric mean"')

    def test_locked(self):
        self.assert_measured(self.reuse())
        self.assert_reused(self.again(more=["--locked"]))
        self.assertEqual(self.calls("uv pip compile"), [])


@unittest.skipUnless(HAS_LIBRARY, "built without Valgrind's headers")
class Counts(ReuseTest):
    """Times are measured each time, and what was counted is not counted again."""

    def counts(self, label="1.0"):
        with open(self.run_file(label), encoding="utf-8") as f:
            benchmarks = json.load(f)["benchmarks"]
        self.assertTrue(all(b["stats"]["rounds"] for b in benchmarks), "they were timed")
        return {b["fullname"]: b["extra_info"]["benchmem"]["instructions"] for b in benchmarks}

    def timed(self, *versions, more=(), **rest):
        return self.again(*versions, options=["--instructions", *more], **rest)

    def assert_counts_reused(self, result, *labels):
        self.assert_ok(result, *labels)
        self.assertEqual(self.calls(COUNTED), [])
        for label in labels:
            self.assertIn(label + ": its counts are reused, measured 2", result.out)
            self.assertNotIn("reused", self.entry(label))
            self.assertRegex(self.entry(label)["count"]["reused"], "^2[0-9]")
        out = self.start(scratch.program(), "compare", self.out, "--fail-on", "instructions:3%").finish(30).out
        if len(labels) > 1:
            self.assertEqual(out.count(", ".join(labels) + ": reused counts of 2"), 2, out)

    def test_by_one_process(self):
        self.assert_measured(self.timed("1.0", "2.0"), "1.0", "2.0")
        counts, functions = self.counts(), scratch.content(os.path.join(self.out, "counts"))
        shutil.rmtree(self.out)
        result = self.timed("1.0", "2.0")
        self.assert_counts_reused(result, "1.0", "2.0")
        self.assertEqual(len(self.calls(TIMED)), 2)
        self.assertEqual(self.counts(), counts)
        self.assertEqual(scratch.content(os.path.join(self.out, "counts")), functions)
        self.assertEqual(len(self.entries()), 2)

    def test_by_a_process_each(self):
        """As under CTest, where the test that counts says it."""
        for when in ("first", "again"):
            prepared = self.timed(more=["--prepare"])
            self.assertEqual("1.0: its counts will be reused" in prepared.out, when == "again")
            self.assertEqual(prepared.err, "")
            self.assert_status(self.timed(more=["--pass", "timed"]), 0)
            counted = self.timed(more=["--pass", "counted", "--ctest"])
            self.assert_status(counted, 0)
            self.assertEqual(len(self.calls(COUNTED)), when == "first")
            self.assertEqual("<CTestDetails>reused, measured 2" in counted.out, when == "again")
            self.assertEqual(len(self.counts()), 2)
        self.assertEqual(os.listdir(self.work), [])

    def test_with_rounds(self):
        more = ["--rounds", "3"]
        self.assert_measured(self.timed(more=more))
        counts = self.counts()
        self.assert_counts_reused(self.timed(more=more), "1.0")
        self.assertEqual(self.counts(), counts)
        self.assertEqual(len(self.calls(TIMED)), 3)

    def test_what_differs(self):
        self.assert_measured(self.timed())
        self.assertIn("differs: instructions", self.timed(more=["--count-calls", "4"]).out)
        self.write(os.path.join(self.suite, "data"), "1")
        self.assertIn("differs: files of benchmarks", self.timed().out)
        self.assertEqual(len(self.calls(COUNTED)), 1)
        self.assert_counts_reused(self.timed(), "1.0")

    def test_the_suite_changes_between_passes(self):
        """What is counted is in the environment of the timed pass, with the suite as it was."""
        self.assert_measured(self.timed())
        self.write(os.path.join(self.suite, "data"), "1")
        self.assert_status(self.timed(more=["--prepare"]), 0)
        self.assert_status(self.timed(more=["--pass", "timed"]), 0)
        os.remove(os.path.join(self.suite, "data"))
        self.assert_status(self.timed(more=["--pass", "counted"]), 0)
        self.assertEqual(len(self.calls(COUNTED)), 1)
        self.assertEqual(len(self.entries()), 1)

    def test_killed(self):
        self.fake(COUNTED, scratch.change(dies=[scratch.killed(9)]))
        self.assert_status(self.timed(more=["--allow-partial"]), 0)
        self.assertEqual(self.entries(), [])


@unittest.skipUnless(HAS_LIBRARY, "built without Valgrind's headers")
class NotReused(ReuseTest):
    def test_times(self):
        result = self.reuse(options=())
        self.assert_measured(result)
        self.assertIn("--reuse: nothing is reused: times are measured each time", result.out)
        self.assertEqual(self.entries(), [])

    def test_what_is_changed_by_hand(self):
        tree = self.path("project", "tree")
        os.mkdir(tree)
        lock = scratch.change(lock="demo @ file://%s\npytest-benchmark==1.0\n" % tree)
        self.fake("uv pip compile", lock)
        for _ in range(2):
            result = self.reuse("dev=" + tree)
            self.assert_ok(result, "dev")
            self.assertIn("dev: not reused: a source tree is measured as it is now", result.out)
        self.assertEqual(self.entries(), [])

    def test_partial(self):
        """A failure is tried again, unless --allow-partial; what was killed is never kept."""
        failed = scratch.change(failed={"benchmarks/test_a.py::test_b": "no"})
        self.fake(COUNTED, failed)
        self.assert_status(self.reuse(), 1)
        self.assertEqual(len(self.entries()), 1)
        result = self.again()
        self.assert_status(result, 1)
        self.assertIn("1.0: not reused: the result is partial", result.out)
        self.assertEqual(len(self.calls(COUNTED)), 1)
        self.assert_reused(self.again(more=["--allow-partial"]), status="partial")
        self.assertEqual(self.failed(self.entry("1.0")), ["benchmarks/test_a.py::test_b"])

    def test_killed(self):
        self.fake(COUNTED, scratch.change(dies=[scratch.killed(9)]))
        self.assert_status(self.reuse(more=["--allow-partial"]), 0)
        self.assert_ended("1.0", "partial")
        self.assertEqual(self.entries(), [])

    def test_failed(self):
        self.fake(COUNTED, scratch.exit(1, "no"))
        self.assert_status(self.reuse(), 1)
        self.fake("uv pip sync", scratch.exit(1, "no"))
        self.assert_status(self.reuse(), 1)
        self.assertEqual(self.entries(), [])

    def test_a_word_names_a_directory(self):
        result = self.reuse(more=["--pytest-arg=--confcutdir=" + self.project])
        self.assert_ok(result)
        self.assert_says(result, "--reuse: nothing is reused", "names a directory")
        self.assertEqual(self.entries(), [])


@unittest.skipUnless(HAS_LIBRARY, "built without Valgrind's headers")
class Key(ReuseTest):
    """Each case is measured, then one thing differs and is told, then it is as before."""

    def base(self, **rest):
        self.words = rest
        self.assert_measured(self.reuse(**rest))

    def differs(self, what, label="1.0", **changed):
        words = dict(self.words)
        for name, value in changed.items():
            words[name] = [*words.get(name, ()), *value] if name == "more" else value
        result = self.again(**words)
        self.assert_ok(result, label)
        self.assertIn(label + ": ok, ", result.out, repr(result))
        told = re.search(re.escape(label) + ": not reused: of the nearest result differs: (.*)",
                         result.out)
        self.assertIsNotNone(told, repr(result))
        self.assertIn(what, told.group(1))

    def same(self, **changed):
        self.assert_reused(self.again(**{**self.words, **changed}))

    def test_all_lines(self):
        """What a key has, so that none is lost."""
        self.base()
        exact = {name for name in self.key() if not name.startswith(("variable ", "program "))}
        self.reuse(options=("--instructions", "--reuse-times"))
        times = {name for name in self.key() if not name.startswith(("variable ", "program "))}
        self.assertEqual(exact, {
            "package", "label", "version", "lock", "suite", "files of benchmarks",
            "pytest arguments", "launcher", "launcher's program", "command", "command's program",
            "pytest's settings above the work directory", "work directory", "prefix",
            "import check", "reused", "times", "memory", "instructions", "rounds", "CPUs", "benchmem",
            "benchmem-guard", "benchmem_call.so", "benchmem_even.so", "uv", "uv's settings", "interpreter",
            "interpreter's program", "standard library", "C library", "system libraries",
            "architecture", "processor", "processor's features", "processors", "valgrind"})
        self.assertEqual({name for name in self.key() if name.startswith("program ")}, {
            "program " + name for name in (
                "cc", "c++", "gcc", "g++", "gfortran", "clang", "clang++", "nvcc", "ld", "rustc", "cargo",
                "cmake", "ninja", "meson", "make", "swig", "pkg-config")})
        self.assertEqual(times - exact, {
            "machine", "kernel", "memory of the machine", "virtualisation", "governor", "turbo",
            "share of the processors", "resources", "alone on the machine"})

    def test_all_options(self):
        """Each option is in the key, or can change no number; a new one is to be put here."""
        key = {"--suite", "--memory", "--no-memory", "--instructions", "--no-time", "--count-calls",
               "--count-warmup", "--import-check", "--copy-dir", "--pytest-arg", "--rounds", "--cpu",
               "--lock", "--launcher", "--work-dir", "--tmp-prefix", "--python", "--profile"}
        lock = {"--pin", "--as-of", "--install-spec", "--locked"}  # resolved into the lock
        never = {"--build-config", "--build-component", "--build-module-dir", "--build-requirement",
                 "--queue-timeout", "--job-name", "--pin-node", "--any-node", "--nodes", "--budget",
                 "--min-effect", "--min-effect-memory",  # of versions or sweeps not reused
                 "--repository", "--install-command", "--keep-builds"}
        other = {"--out", "--pass", "--timeout", "--jobs", "--seed", "--round", "--clean", "--reuse",
                 "--reuse-times", "--reuse-dir", "--reuse-size", "--resume", "--skip-unavailable",
                 "--allow-partial", "--prepare", "--keep-venv", "--secrets", "--ctest",
                 "--measurements", "--help"}
        text = self.start(scratch.program(), "sweep", "--help").finish(30).out
        found = set(re.findall(r"^ +(?:-\w, )?(--[a-z-]+)", text, re.M))
        self.assertGreater(len(found & key), 15, text)
        self.assertEqual(found - key - lock - never - other, set(), "not known to this test")

    def test_suite(self):
        self.base()
        test = os.path.join(self.suite, "test_a.py")
        self.write(test, scratch.SUITE + "\n")
        self.differs("files of benchmarks")
        self.write(test, scratch.SUITE)
        self.same()
        os.chmod(test, 0o755)
        self.differs("files of benchmarks")
        os.chmod(test, 0o644)
        data = self.write(os.path.join(self.suite, "sub", "data.json"), "1")
        self.differs("files of benchmarks")
        shutil.rmtree(os.path.dirname(data))
        for name in ("__pycache__/x.pyc", ".git/HEAD", "notes.ipynb", "build/CMakeCache.txt"):
            self.write(os.path.join(self.suite, name), "is not copied")
        self.same()
        other = self.make_suite("other")
        self.differs("suite", suite=other)

    def test_copied_directory(self):
        self.base(more=["--copy-dir", self.project])
        self.write(os.path.join(self.project, "helper.py"), "x = 1\n")
        self.differs("files of project")
        self.write(os.path.join(self.project, "helper.py"), "x = 2\n")
        self.differs("files of project")
        self.differs("files of ", more=["--copy-dir", self.suite])

    def test_lock(self):
        self.base()
        self.fake("uv pip compile", scratch.change(lock="demo==1.0\npytest-benchmark==1.1\n"))
        self.differs("lock")
        self.unfake()
        self.same()
        self.differs("lock", more=["--pin", "numpy==2.0"])
        # one source at another commit
        for commit in ("1" * 40, "2" * 40):
            self.fake("uv pip compile", scratch.change(
                lock="demo @ git+https://h/demo@%s\npytest-benchmark==1.0\n" % commit))
            self.words["versions"] = None
            result = self.again("main=git+https://h/demo@main")
            self.assert_measured(result, "main")
            self.unfake()

    def again(self, *versions, **rest):
        rest.pop("versions", None)
        return super().again(*versions, **rest)

    def test_options(self):
        self.base()
        self.differs("pytest arguments", more=["--pytest-arg=-q"])
        self.differs("pytest arguments", more=["--pytest-arg=-q", "--pytest-arg=-x"])
        self.differs("pytest arguments", more=["--pytest-arg=-q -x"])
        self.differs("instructions", more=["--count-calls", "4"])
        self.differs("instructions", more=["--count-warmup", "4"])
        self.differs("memory", more=["--memory"])
        self.differs("memory", more=["--memory", "--profile"])
        self.differs("rounds", more=["--rounds", "2"])
        self.differs("import check", more=["--import-check", "demo"])
        self.differs("CPUs", more=["--cpu", "0"])
        self.same()

    def test_times_are_another_thing(self):
        self.base()
        self.differs("times", options=("--instructions", "--reuse-times"))
        self.same()

    def test_words(self):
        self.base()
        self.differs("launcher", more=["--launcher", "env"])
        settings = self.write("settings", "a = 1\n")
        option = ["--pytest-arg=--config=" + settings]
        self.differs("pytest arguments", more=option)
        self.assert_reused(self.again(more=option))
        self.write("settings", "a = 2\n")
        self.differs("pytest arguments", more=option)
        self.make_program("taskset", "#!/bin/sh\nexec \"$@\"\n")
        self.differs("launcher", more=["--launcher", "taskset"])
        self.make_program("taskset", "#!/bin/sh\n\nexec \"$@\"\n")
        self.differs("launcher's program", more=["--launcher", "taskset"])

    def test_place(self):
        """The length of paths moves counts by 1 %."""
        self.base()
        self.differs("prefix", more=["--tmp-prefix", "longer-prefix-"])
        os.mkdir(self.path("elsewhere"))
        self.differs("work directory", more=["--work-dir", self.path("elsewhere")])
        self.write("pytest.ini", "[pytest]\n")
        self.differs("pytest's settings above the work directory")
        os.remove(self.path("pytest.ini"))
        self.same()

    def test_environment(self):
        self.base(env={"DEMO_FAST": "1"})
        self.differs("variable DEMO_FAST", env={"DEMO_FAST": "0"})
        self.differs("variable DEMO_FAST", env={"DEMO_FAST": None})
        self.differs("variable PYTHONHASHSEED", env={"DEMO_FAST": "1", "PYTHONHASHSEED": "1"})
        self.differs("variable PATH", env={"DEMO_FAST": "1", "PATH": self.path("bin") + ":/bin"})
        self.same(env={"DEMO_FAST": "1", "TERM": "dumb", "GITHUB_RUN_ID": "7", "SHLVL": "3",
                       "MY_TOKEN": "secret-secret", "PYTHONPATH": "/nowhere"})
        for name in self.entries():
            for text in scratch.content(os.path.join(self.store, name)).values():
                if isinstance(text, bytes):
                    self.assertNotIn(b"secret-secret", text)

    def test_interpreter(self):
        """Another program, another library of it, another place."""
        real, prefix = scratch.fake_python(), self.path("python")
        name = os.path.basename(real)
        library = os.path.join(prefix, "lib", name)
        os.makedirs(os.path.join(prefix, "bin"))
        os.makedirs(library)
        source = os.path.join("/usr/lib", name)
        for entry in os.listdir(source):
            os.symlink(os.path.join(source, entry), os.path.join(library, entry))
        self.base()
        self.python = os.path.join(prefix, "bin", name)
        shutil.copy(real, self.python)
        os.symlink(self.python, self.path("bin", "python3"))
        self.save_rules()
        self.differs("interpreter")
        self.assert_reused(self.again())
        self.write(os.path.join(library, "extra.py"), "x = 1\n")
        self.differs("standard library")
        with open(self.python, "ab") as f:
            f.write(b"\0")
        self.differs("interpreter's program")
        shutil.rmtree(os.path.join(prefix, "lib"))
        result = self.again()
        self.assert_says(result, "--reuse: nothing is reused", "standard library")

    def test_tools(self):
        self.base()
        self.fake("uv --version", scratch.change(version="uv 0.13.10"))
        self.differs("uv")
        self.unfake()
        self.same()
        self.write(os.path.join(self.project, "uv.toml"), "no-binary = true\n")
        self.differs("uv's settings")
        os.remove(os.path.join(self.project, "uv.toml"))
        self.write(os.path.join(self.project, "pyproject.toml"), "[project]\n")
        self.same()
        self.write(os.path.join(self.project, "pyproject.toml"), "[tool.uv]\n")
        self.differs("uv's settings")
        os.remove(os.path.join(self.project, "pyproject.toml"))
        self.make_fake("valgrind")  # a newer one
        self.differs("valgrind")
        self.make_program("cc", "#!/bin/sh\n")
        self.differs("program cc")

    def test_program(self):
        """Another build of this program may count otherwise."""
        self.base()
        home = self.path("other")
        os.mkdir(home)
        names = ("benchmem-guard", "benchmem_call.so", "benchmem_even.so", "benchmem")
        for name in names:
            shutil.copy(os.path.join(os.path.dirname(scratch.program()), name), home)
        words = self.sweep_words("1.0", options=[*EXACT, "--reuse-dir", self.store])
        words[0] = os.path.join(home, "benchmem")
        for name in names:
            result = self.start(*words).finish(60)
            self.assertIn("1.0: reused", result.out, repr(result))
            with open(os.path.join(home, name), "ab") as f:
                f.write(b"\0")
            result = self.start(*words).finish(60)
            self.assertIn("of the nearest result differs: %s\n" % name, result.out)
            self.assertIn("1.0: ok", result.out)

    def under(self, *mounts, uts="", more=(), options=EXACT):
        """The sweep in a mount namespace of its own, where files have others in their place."""
        if not scratch.as_root():
            self.skipTest("needs root, to mount")
        words = self.sweep_words("1.0", options=[*options, "--reuse-dir", self.store, *more])
        lines = ["mount --bind '%s' '%s'" % pair for pair in mounts]
        script = " && ".join([*lines, *([uts] if uts else []), 'exec "$@"'])
        self.forget_calls()
        return self.start("unshare", "-m", "-u", "sh", "-c", script, "sh", *words).finish(60)

    def test_machine(self):
        """Processor, C library and the libraries beside it; that of times only: its name."""
        self.base()
        result = self.under()
        if "unshare failed" in result.err:
            self.skipTest(result.err)
        self.assert_reused(result)
        with open("/proc/cpuinfo", encoding="utf-8") as f:
            text = f.read()
        libc = os.path.realpath(next(line.split()[-1] for line in open("/proc/self/maps")
                                     if "/libc" in line))
        with open(libc, "rb") as f:
            longer = f.read() + b"\0"
        with open(self.path("libc"), "wb") as f:
            f.write(longer)
        os.chmod(self.path("libc"), 0o755)
        other = os.path.join(os.path.dirname(libc), "libz.so.1")
        if os.path.exists(other):
            shutil.copy(other, self.path("libz"))
            with open(self.path("libz"), "ab") as f:
                f.write(b"\0")
        for what, source, target in (
                ("processor", self.write("cpu", re.sub("(model name\t: ).*", r"\1Another", text)),
                 "/proc/cpuinfo"),
                ("processor's features", self.write("flags", re.sub("(flags\t\t: ).*", r"\1sse",
                                                                    text)), "/proc/cpuinfo"),
                ("C library", self.path("libc"), libc),
                ("system libraries", self.path("libz"), other)):
            if not os.path.exists(target) or (target == "/proc/cpuinfo" and "flags\t" not in text):
                continue
            result = self.under((source, os.path.realpath(target)))
            self.assertRegex(result.out, "of the nearest result differs: .*" + re.escape(what),
                             repr(result))
        self.assert_reused(self.under(uts="hostname another"))

    def test_machine_of_times(self):
        times = ("--reuse-times", "--instructions")
        if self.under(options=times).status:
            self.skipTest("no namespaces here")
        self.assert_reused(self.under(options=times))
        result = self.under(uts="hostname another", options=times)
        self.assertIn("of the nearest result differs: machine", result.out, repr(result))
        result = self.under(more=["--lock", self.path("lock")], options=times)
        self.assertIn("of the nearest result differs: alone on the machine", result.out)
        meminfo = self.write("meminfo", "MemTotal: 1000 kB\n")
        result = self.under((meminfo, "/proc/meminfo"), options=times)
        self.assertIn("of the nearest result differs: memory of the machine", result.out)

    def test_command(self):
        script = self.write("run.py", "import shutil, sys\nshutil.copy(sys.argv[1], sys.argv[2])\n")
        ready = self.write("ready.json", '{"benchmarks": [{"name": "a", "fullname": "a", '
                                         '"stats": {"min": 1.0}}]}')
        rest = ["/usr/bin/python3", script, ready, "{json}"]
        times = ("--reuse-times",)
        self.base(options=times, rest=rest)
        self.same()
        self.write("run.py", "import shutil, sys\n\nshutil.copy(sys.argv[1], sys.argv[2])\n")
        self.differs("command")
        self.differs("command", rest=[*rest, "more"])


@unittest.skipUnless(HAS_LIBRARY, "built without Valgrind's headers")
class Store(ReuseTest):
    def files(self):
        for directory, _, names in os.walk(self.store):
            for name in names:
                yield os.path.join(directory, name)

    def test_damaged(self):
        """Whatever byte of an entry is another, or missing: it is said, not used, and replaced."""
        self.assert_measured(self.reuse())
        whole = self.path("whole")
        shutil.copytree(self.store, whole)
        names = [os.path.relpath(path, self.store) for path in self.files()]
        self.assertEqual(len(names), 6, names)
        for name in names:
            for damage in ("flip", "cut", "empty", "gone", "link", "directory"):
                if damage != "flip" and name.endswith((".txt", "1.0.json")):
                    continue  # as the manifest
                with self.subTest(name=name, damage=damage):
                    shutil.rmtree(self.store)
                    shutil.copytree(whole, self.store)
                    self.damage(os.path.join(self.store, name), damage)
                    result = self.again()
                    self.assert_measured(result)
                    self.assert_says(result, "--reuse", "damaged")
                    self.assert_reused(self.again())

    def damage(self, path, how):
        with open(path, "rb") as f:
            data = f.read()
        os.remove(path)
        if how == "link":
            with open(self.path("elsewhere"), "wb") as f:
                f.write(data)
            os.symlink(self.path("elsewhere"), path)
        elif how == "directory":
            os.mkdir(path)
        elif how != "gone":
            middle = len(data) // 2
            with open(path, "wb") as f:
                f.write(b"" if how == "empty" else data[:middle] if how == "cut" else
                        data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1:])

    def test_results_of_another(self):
        """The entry of one version under the name of another."""
        self.assert_measured(self.reuse("1.0", "2.0"), "1.0", "2.0")
        one, two = (os.path.join(self.store, name) for name in self.entries())
        shutil.rmtree(two)
        shutil.copytree(one, two)
        result = self.again("1.0", "2.0")
        self.assert_says(result, "damaged", "its key is not that of its name")
        self.assertIn("1.0: reused", result.out)
        self.assertIn("2.0: ok", result.out)

    def test_read_only(self):
        """What is there is used; what is new cannot be kept, which is said once."""
        self.assert_measured(self.reuse("1.0"))
        self.protect(self.store)
        with scratch.Mount(self, self.store, "--bind", self.store):
            subprocess.run(["mount", "-o", "remount,bind,ro", self.store], check=True)
            result = self.again("1.0", "2.0", "3.0")
            self.assert_ok(result, "1.0", "2.0", "3.0")
            self.assertIn("1.0: reused", result.out)
            self.assert_says(result, "--reuse", "Read-only")
            self.assertEqual(result.err.count("--reuse"), 1, result.err)

    def test_of_another_user(self):
        """The store of somebody else can be read and not written; a damaged entry in it is not used."""
        if not scratch.as_root():
            self.skipTest("needs root, to be another user")
        self.assert_measured(self.reuse("1.0"))
        self.become_another_user()
        for directory, _, names in os.walk(self.store):
            for name in (".", *names):
                os.chown(os.path.join(directory, name), 0, 0)
        self.protect(self.store)
        result = self.again("1.0", "2.0", "3.0")
        self.assert_ok(result, "1.0", "2.0", "3.0")
        self.assertIn("1.0: reused", result.out)
        self.assert_says(result, "--reuse", "Permission denied")
        self.assertEqual(result.err.count("--reuse"), 1, result.err)
        self.protected.pop()
        [entry] = self.entries()
        self.damage(os.path.join(self.store, entry, "1.0.json"), "flip")
        result = self.again("1.0")
        self.assert_measured(result, "1.0")
        self.assert_says(result, "--reuse", "damaged, so it is not used")

    def test_by_the_name_of_an_entry(self):
        """A file, or a link out of the store, is none, and gives way."""
        self.assert_measured(self.reuse())
        [entry] = self.entries()
        path = os.path.join(self.store, entry)
        os.rename(path, self.path("away"))
        self.protect(self.path("away"))
        os.symlink(self.path("away"), path)
        self.assert_measured(self.again())
        self.assert_reused(self.again())
        shutil.rmtree(path)
        self.write(path, "a file\n")
        self.assert_measured(self.again())
        self.assert_reused(self.again())
        self.assertEqual(self.entries("."), [])

    def test_full(self):
        self.assert_measured(self.reuse())
        with scratch.Mount(self, self.store, "-t", "tmpfs", "-o", "size=16k", "none"):
            result = self.again()
            self.assert_measured(result)
            self.assert_says(result, "--reuse", "No space left")
            self.assertEqual(os.listdir(self.store), [])

    def test_no_directory(self):
        self.write("store", "a file\n")
        result = self.reuse()
        self.assert_measured(result)
        self.assert_says(result, "--reuse", self.store)

    def test_bound(self):
        """At most so much: what was used longest ago goes."""
        for number in range(6):
            self.write(os.path.join(self.suite, "data.bin"), str(number) + "x" * 10)
            self.fake(COUNTED, scratch.sleep(0))
            self.assert_measured(self.reuse())
        self.assertEqual(len(self.entries()), 6)
        self.fake("uv pip compile", scratch.change(lock="demo==1.0\n# " + "x" * 700000 + "\n"))
        self.assert_measured(self.again(more=["--reuse-size", "1"]))
        self.assertEqual(len(self.entries()), 7)
        self.unfake()
        self.fake("uv pip compile", scratch.change(lock="demo==1.0\n# " + "y" * 700000 + "\n"))
        self.assert_measured(self.again(more=["--reuse-size", "1"]))
        self.assertEqual(len(self.entries()), 1)
        self.assert_reused(self.again(more=["--reuse-size", "1"]))

    def test_ten_at_once(self):
        outs = [self.path("project", "out%d" % i) for i in range(10)]
        words = [*EXACT, "--reuse-dir", self.store]
        running = [self.start_sweep("1.0", "2.0", out=out, options=words) for out in outs]
        for each in running:
            self.assert_status(each.finish(120), 0)
        self.assertEqual(len(self.entries()), 2)
        self.assertEqual([n for n in os.listdir(self.store) if n.startswith(".")], [])
        self.assert_reused(self.again("1.0", "2.0"), "1.0", "2.0")

    def test_killed_while_it_keeps(self):
        """Entries are whole or absent at whatever moment the program is killed."""
        reused = 0
        for attempt in range(25):
            shutil.rmtree(self.store, ignore_errors=True)
            self.forget_calls()
            running = self.start_sweep("1.0", options=[*EXACT, "--reuse-dir", self.store])
            self.wait_for_call(COUNTED)
            self.wait_for(lambda: os.path.isdir(self.store) or running.process.poll() is not None)
            time.sleep(attempt * 0.0005)
            running.signal(signal.SIGKILL)
            running.process.wait()
            time.sleep(0.05)
            result = self.again()
            self.assertNotIn("damaged", result.err)
            self.assert_ok(result, "1.0")
            reused += "1.0: reused" in result.out
            if "1.0: reused" not in result.out:  # who keeps something cleans up
                self.assertEqual([n for n in os.listdir(self.store) if n.startswith(".")], [])
        print("killed 25 times: whole %d times, absent %d times" % (reused, 25 - reused))


if __name__ == "__main__":
    scratch.main()

"""The counted run: what Valgrind does not do, and what is kept all the same."""
import json
import os
import shutil
import signal
import subprocess
import unittest

import scratch

A, B = "benchmarks/test_a.py::test_a[1]", "benchmarks/test_a.py::test_b"
TIMED, COUNTED = "python pytest", "valgrind"
HAS_LIBRARY = os.path.exists(os.path.join(os.path.dirname(scratch.program()), "benchmem_call.so"))


class CountTest(scratch.SweepTest):
    def setUp(self):
        super().setUp()
        self.make_fake("valgrind")

    def count(self, *versions, options=(), **more):
        return self.sweep(*versions, options=["--instructions", *options], **more)

    def counts(self, label):
        """What the run file says of each benchmark."""
        with open(self.run_file(label), encoding="utf-8") as f:
            return {b["fullname"]: b["extra_info"].get("benchmem", {}).get("instructions")
                    for b in json.load(f)["benchmarks"]}

    def functions(self, label):
        with open(os.path.join(self.out, "counts", label + ".json"), encoding="utf-8") as f:
            return {b["fullname"]: b["instructions"] for b in json.load(f)["benchmarks"]}

    def lacks_b(self, reason, *do, versions=("1.0", "2.0"), options=(), **more):
        """Of 1.0 one benchmark cannot be counted; 2.0 has all."""
        self.fake(COUNTED, *do, nth=0)
        result = self.count(*versions, options=["--jobs", "1", *options], **more)
        self.assert_status(result, 1)
        entry = self.assert_ended("1.0", "partial")
        self.assertIn(reason, entry["reason"])
        self.assert_says(result, "1.0: count: ", reason)
        self.assertEqual(self.counts("1.0"), {A: [1001, 1002, 1003], B: None})
        self.assertEqual(entry["count"]["status"], "partial")
        for label in versions[1:]:
            self.assertEqual(self.assert_ended(label, "ok")["count"]["status"], "ok")
            self.assertEqual(self.counts(label)[B], [2004, 2005, 2006])
        return entry


@unittest.skipUnless(HAS_LIBRARY, "built without Valgrind's headers")
class Counted(CountTest):
    def test_after_all_timed_runs(self):
        result = self.count("1.0", "2.0", options=["--jobs", "2"])
        self.assert_ok(result, "1.0", "2.0")
        order = [c["at"] for c in self.calls() if c["at"] in (TIMED, COUNTED)]
        self.assertEqual(order[:2], [TIMED, TIMED])
        self.assertEqual(order.count(COUNTED), 2)
        for timed, counted in zip(self.calls(TIMED)[:2], self.calls(COUNTED)):
            self.assertNotIn("_benchmem_trace", timed["argv"])  # it is no part of what is timed
            self.assertIn("_benchmem_trace", counted["argv"])
        for label in ("1.0", "2.0"):
            self.assertEqual(self.counts(label), {A: [1001, 1002, 1003], B: [2004, 2005, 2006]})
            self.assertEqual(self.functions(label), {A: 1001, B: 2004})
            count = self.entry(label)["count"]
            self.assertEqual((count["status"], count["failed_tests"], count["benchmarks"]),
                             ("ok", [], 2))
            self.assertEqual(count["json"], "counts/%s.json" % label)
            self.assertGreater(self.entry(label)["seconds"]["count"], 0)

    def test_words_and_variables(self):
        self.assert_ok(self.count("1.0", options=["--count-calls", "7", "--count-warmup", "0",
                                                  "--memory", "--pytest-arg=-k", "--pytest-arg=x",
                                                  "--launcher", "env"],
                                  env={"OMP_NUM_THREADS": "4", "VALGRIND_OPTS": "--tool=none"}))
        call = self.calls(COUNTED)[0]
        self.assertIn("--tool=callgrind", call["argv"])
        self.assertIn("--instr-atstart=no", call["argv"])
        self.assertIn("--command-line-only=yes", call["argv"])
        self.assertNotIn("--benchmark-memory", call["argv"])
        self.assertEqual(call["argv"][-2:], ["-k", "x"])
        env = call["env"]
        self.assertEqual((env["BENCHMEM_COUNT_CALLS"], env["BENCHMEM_COUNT_WARMUP"]), ("7", "0"))
        self.assertEqual((env["PYTHONHASHSEED"], env["MKL_NUM_THREADS"]), ("0", "1"))
        self.assertEqual((env["OMP_NUM_THREADS"], env["VALGRIND_OPTS"]), ("4", "--tool=none"))
        timed = self.calls(TIMED)[0]["env"]
        self.assertNotIn("PYTHONHASHSEED", timed)

    def test_addresses_are_fixed(self):
        setarch = shutil.which("setarch")
        if not setarch or subprocess.call([setarch, "-R", "true"], stderr=subprocess.DEVNULL):
            self.skipTest("not allowed here")
        self.assert_ok(self.count("1.0"), "1.0")
        with open(self.path("personality")) as f:
            self.assertTrue(int(f.read(), 16) & 0x0040000)

    def test_random_addresses_are_told_once(self):
        self.fake(COUNTED, scratch.change(randomised=True))
        result = self.count("1.0", "2.0")
        self.assert_ok(result, "1.0", "2.0")
        self.assertEqual(result.out.count("address randomisation"), 1, result)

    def test_skipped_only_when_counted(self):
        self.fake(COUNTED, scratch.change(skipped={B: "not under Valgrind", "gone": "never"}))
        result = self.count("1.0", "2.0")
        self.assert_ok(result, "1.0", "2.0")
        self.assertIn("1.0: skipped only when counted: " + B +
                      ": not under Valgrind", result.out)
        self.assertEqual(self.counts("2.0"), {A: [1001, 1002, 1003], B: None})

    def test_full_while_dumping(self):
        """Callgrind's dumps fill the disk: what was counted before is kept, and why is said."""
        with scratch.Mount(self, self.path("small"), "-t", "tmpfs", "-o", "size=8m", "none"):
            self.fake(COUNTED, scratch.change(fills=True))
            result = self.count("1.0", options=["--work-dir", self.path("small")])
            self.assertEqual(os.listdir(self.path("small")), [])
        self.assert_status(result, 1)
        entry = self.assert_ended("1.0", "partial")
        self.assertIn(B, entry["reason"])
        self.assertEqual(self.counts("1.0"), {A: [1001, 1002, 1003], B: None})

    def test_without_times(self):
        result = self.count("1.0", options=["--no-time"])
        self.assert_ok(result, "1.0")
        self.assertEqual(len(self.calls(TIMED)), 1, "the one under Valgrind")
        self.assertEqual(self.counts("1.0"), {A: [1001, 1002, 1003], B: [2004, 2005, 2006]})
        with open(self.run_file("1.0")) as f:
            stats = json.load(f)["benchmarks"][0]["stats"]
        self.assertEqual((stats["rounds"], stats["min"]), (0, 0))
        self.assertNotIn("doubtful", result.out)

    def test_without_times_and_killed_half_way(self):
        self.fake(COUNTED, scratch.change(dies=[scratch.killed(9)]))
        self.assert_status(self.count("1.0", options=["--no-time"]), 1)
        entry = self.assert_ended("1.0", "partial")
        self.assertIn("while it was at " + B, entry["reason"])
        self.assertEqual(self.counts("1.0"), {A: [1001, 1002, 1003]})

    def test_without_times_nothing_counted(self):
        self.fake(COUNTED, scratch.exit(1, "no Valgrind today"))
        result = self.count("1.0", options=["--no-time"])
        self.assert_status(result, 1)
        self.assert_ended("1.0", "failed", "count")
        self.assert_says(result, "no Valgrind today")

    def test_rounds_of_counts(self):
        """Several counted processes a version, several versions at once in each round."""
        self.assert_ok(self.count("1.0", "2.0", options=["--no-time", "--rounds", "3"]),
                       "1.0", "2.0")
        self.assertEqual(len(self.calls(COUNTED)), 6)
        self.assertEqual(self.counts("1.0"), {A: [1001, 1002, 1003] * 3,
                                              B: [2004, 2005, 2006] * 3})
        self.assertEqual([r["round"] for r in self.entry("1.0")["rounds"]], [1, 2, 3])
        with open(self.run_file("1.0")) as f:
            stats = json.load(f)["benchmarks"][0]["stats"]
        self.assertEqual((stats["rounds"], stats["processes"]["calls"]), (0, [3, 3, 3]))
        self.assert_ok(self.count("1.0", "2.0", options=["--no-time", "--rounds", "3",
                                                         "--resume"]), "1.0", "2.0")
        self.assertEqual(len(self.calls(COUNTED)), 6)

    def test_taken_up(self):
        self.assert_ok(self.count("1.0"), "1.0")
        self.assert_ok(self.count("1.0", options=["--resume"]), "1.0")
        self.assertEqual(len(self.calls(COUNTED)), 1)
        self.assert_ok(self.count("1.0", options=["--resume", "--count-calls", "4"]), "1.0")
        self.assertEqual((len(self.calls(COUNTED)), len(self.calls(TIMED))), (2, 3))

    def test_counted_after_it_was_timed(self):
        self.assert_ok(self.sweep("1.0"), "1.0")
        self.assert_ok(self.count("1.0", options=["--resume"]), "1.0")
        self.assertEqual(len(self.calls(TIMED)), 2, "one of them under Valgrind")
        self.assertEqual(self.counts("1.0")[A], [1001, 1002, 1003])

    def assert_no_times(self, label):
        with open(self.run_file(label), encoding="utf-8") as f:
            for benchmark in json.load(f)["benchmarks"]:
                self.assertEqual((benchmark["stats"]["rounds"], benchmark["stats"]["min"]), (0, 0))

    def test_memory_without_times(self):
        self.assert_ok(self.count("1.0", options=["--no-time", "--memory"]), "1.0")
        call = self.calls(TIMED)[0]
        self.assertIn("--benchmark-memory", call["argv"])
        self.assertIn("--benchmark-min-rounds=1", call["argv"])
        self.assertNotIn("--benchmark-memory", self.calls(COUNTED)[0]["argv"])
        self.assert_no_times("1.0")
        self.assertEqual(self.counts("1.0"), {A: [1001, 1002, 1003], B: [2004, 2005, 2006]})
        entry = self.assert_ended("1.0", "ok")
        self.assertEqual(entry["count"]["status"], "ok")
        host = entry["rounds"][0]["host"]
        self.assertEqual((host["load"], host["memory"]), ([None] * 3, None))

    def test_memory_without_times_and_counts(self):
        self.fake(COUNTED, scratch.exit(1, "valgrind: cannot start"))
        self.assert_status(self.count("1.0", options=["--no-time", "--memory"]), 1)
        self.assert_no_times("1.0")
        self.assertEqual(self.counts("1.0"), {A: None, B: None})
        entry = self.assert_ended("1.0", "partial")
        self.assertIn("valgrind: cannot start", json.dumps(entry))

    def test_counts_go_with_the_run_file_they_were_of(self):
        self.assert_ok(self.count("1.0"), "1.0")
        self.assert_ok(self.sweep("1.0"), "1.0")
        self.assertEqual(os.listdir(os.path.join(self.out, "counts")), [])
        self.assertNotIn("count", self.entry("1.0"))

    def test_once_with_rounds(self):
        self.assert_ok(self.count("1.0", "2.0", options=["--rounds", "3"]), "1.0", "2.0")
        order = [c["at"] for c in self.calls() if c["at"] in (TIMED, COUNTED)]
        self.assertEqual(order.count(COUNTED), 2)
        self.assertEqual(order[:2], [TIMED, TIMED])
        self.assertEqual(order[-4:], [TIMED] * 4)
        self.assertEqual(self.counts("2.0"), {A: [1001, 1002, 1003], B: [2004, 2005, 2006]})

    def test_rounds_by_calls_of_their_own(self):
        for number in ("1", "2"):
            options = ["--rounds", "2", "--round", number]
            self.keeps = number == "1"
            self.assert_ok(self.count("1.0", options=options))
        self.assertEqual(len(self.calls(COUNTED)), 1)
        self.assertEqual(self.counts("1.0")[B], [2004, 2005, 2006])


@unittest.skipUnless(HAS_LIBRARY, "built without Valgrind's headers")
class Apart(CountTest):
    """Timed and counted in a process each, as CTest calls them."""

    def prepare(self, *options):
        self.assert_status(self.sweep("1.0", "2.0", options=["--prepare", *options]), 0)
        self.forget_calls()

    def timed(self, label, *options):
        return self.count(label, options=["--pass", "timed", *options])

    def counted(self, label, *options):
        return self.count(label, options=["--pass", "counted", *options])

    def left(self):
        return os.listdir(self.work) + [n for n in os.listdir(self.out) if n.startswith(".")]

    def test_one_environment(self):
        self.prepare()
        for label in ("1.0", "2.0"):
            self.assert_ok(self.timed(label), label)
            self.assertNotIn("count", self.entry(label))
        self.assertEqual(self.calls(COUNTED), [])
        self.assertEqual(len(os.listdir(self.work)), 2, "the environments stay")
        for label in ("1.0", "2.0"):
            result = self.counted(label)
            self.assert_ok(result, label)
            self.assertIn("%s: ok, 2 benchmarks" % label, result.out)
            self.assertEqual(self.counts(label), {A: [1001, 1002, 1003], B: [2004, 2005, 2006]})
            self.assertEqual(self.entry(label)["count"]["status"], "ok")
        self.assertEqual(len(self.calls("uv venv")), 2, "provisioned once")
        self.assertEqual(len(self.calls(COUNTED)), 2)
        self.assertEqual(self.left(), [])
        self.assertEqual(sorted(os.listdir(os.path.join(self.out, "logs"))),
                         ["1.0.count.txt", "1.0.txt", "2.0.count.txt", "2.0.txt"])

    @scratch.waits
    def test_at_once(self):
        self.prepare()
        labels = ("1.0", "2.0")
        for label in labels:
            self.assert_ok(self.timed(label), label)
        self.fake(COUNTED, scratch.sleep(1))
        for each in [self.start_sweep(label, options=["--instructions", "--pass", "counted"])
                     for label in labels]:
            self.assert_status(each.finish(60), 0)
        for label in labels:
            self.assertEqual(self.assert_ended(label, "ok")["count"]["status"], "ok")
            self.assertEqual(self.counts(label)[A], [1001, 1002, 1003])

    def test_the_machine_is_not_waited_for(self):
        lock = self.path("lock")
        self.prepare()
        self.assert_ok(self.timed("1.0"), "1.0")
        self.fake(TIMED, scratch.hang(), when="--this-one-hangs")
        running = self.start_sweep("2.0", options=["--lock", lock,
                                                   "--pytest-arg=--this-one-hangs"])
        self.wait_for(lambda: any("--this-one-hangs" in c["argv"] for c in self.calls(TIMED)))
        result = self.counted("1.0", "--lock", lock)
        self.assert_ok(result, "1.0")
        self.assertNotIn("waiting", result.text)
        self.assertIsNone(running.process.poll(), "that one still measures")
        running.signal(signal.SIGTERM)
        self.assert_status(running.finish(60), 128 + signal.SIGTERM)

    def test_not_timed_in_this_run(self):
        result = self.counted("1.0")
        self.assert_status(result, 1)
        self.assert_says(result, "1.0: not counted: it was not timed in this run")
        self.assert_ok(self.timed("1.0"), "1.0")
        self.prepare()
        before = scratch.content(self.run_file("1.0"))
        self.assert_status(self.counted("1.0"), 1)
        self.assertEqual(scratch.content(self.run_file("1.0")), before, "the earlier one stays")
        self.assertEqual(self.calls(COUNTED) + self.calls("uv venv"), [])
        self.assertEqual(self.left(), [])

    def test_after_a_failure(self):
        for at, do, says in (("python pytest", scratch.killed(11), "signal 11"),
                             ("uv pip sync", scratch.exit(1, "no room"), "uv pip sync")):
            self.prepare()
            self.fake(at, do)
            self.assert_status(self.timed("1.0"), 1)
            self.unfake()
            self.forget_calls()
            result = self.counted("1.0")
            self.assert_status(result, scratch.SKIP)
            self.assertIn("1.0: not counted: there are no times of it: ", result.out)
            self.assertIn(says, result.out)
            self.assertEqual(self.calls(COUNTED) + self.calls("uv venv"), [])
            self.assertEqual(self.left(), [])

    def test_after_some_failed(self):
        self.prepare()
        self.fake(TIMED, scratch.change(failed=[B], status=1))
        self.assert_status(self.timed("1.0"), 1)
        self.unfake()
        self.assert_status(self.counted("1.0"), 0)
        entry = self.assert_ended("1.0", "partial")
        self.assertEqual(entry["count"]["status"], "ok")

    def test_fails_when_counted(self):
        self.prepare()
        self.assert_ok(self.timed("1.0"), "1.0")
        self.fake(COUNTED, scratch.change(failed={B: "no"}))
        result = self.counted("1.0")
        self.assert_status(result, 1)
        self.assert_says(result, "1.0: count: ", B, "no")
        self.assert_ended("1.0", "partial")
        self.assertEqual(self.left(), [])
        # The timed ones are there still, and the environment is made again.
        self.assert_status(self.counted("1.0", "--allow-partial"), 0)
        self.unfake()
        self.assert_ok(self.counted("1.0"), "1.0")
        self.assertEqual(len(self.calls("uv venv")), 3)
        self.assertEqual(len(self.calls("uv pip compile")), 0, "from the lock")
        self.assertEqual(len(self.calls(COUNTED)), 3)

    def test_nothing_is_counted(self):
        self.prepare()
        self.assert_ok(self.timed("1.0"), "1.0")
        self.fake(COUNTED, scratch.exit(1, "valgrind: cannot start"))
        self.assert_status(self.counted("1.0", "--allow-partial"), 1)
        self.assertEqual(self.assert_ended("1.0", "partial")["count"]["status"], "failed")

    def test_the_environment_cannot_be_made_again(self):
        self.prepare()
        self.assert_ok(self.timed("1.0"), "1.0")
        self.assert_status(self.sweep("1.0", options=["--clean"]), 0)
        self.assertEqual(self.left(), [])
        self.fake("uv pip sync", scratch.exit(1, "no room"))
        result = self.counted("1.0")
        self.assert_status(result, 1)
        self.assert_says(result, "no room")
        entry = self.assert_ended("1.0", "partial")
        self.assertIn("was timed and not counted", entry["reason"])
        self.assertEqual(set(self.counts("1.0")), {A, B}, "the times are there")
        self.assertEqual(self.left(), [])

    def test_rounds(self):
        self.prepare("--rounds", "3")
        self.assert_ok(self.timed("1.0", "--rounds", "3", "--round", "1"), "1.0")
        self.assert_ok(self.counted("1.0", "--rounds", "3", "--round", "1"), "1.0")
        self.assertEqual(self.counts("1.0")[A], [1001, 1002, 1003])
        for number in ("2", "3"):
            self.assert_ok(self.timed("1.0", "--rounds", "3", "--round", number), "1.0")
        self.assertEqual(len(self.calls("uv venv")), 1, "provisioned once")
        self.assertEqual(len(self.calls(COUNTED)), 1)
        self.assertEqual(self.counts("1.0")[A], [1001, 1002, 1003])
        self.assertEqual(len(self.entry("1.0")["rounds"]), 3)
        self.assertEqual(self.left(), [])

    def test_a_failed_count_is_not_forgotten_by_rounds(self):
        self.prepare("--rounds", "2")
        self.assert_ok(self.timed("1.0", "--rounds", "2", "--round", "1"), "1.0")
        self.fake(COUNTED, scratch.exit(1, "valgrind: cannot start"))
        self.assert_status(self.counted("1.0", "--rounds", "2", "--round", "1"), 1)
        self.assert_status(self.timed("1.0", "--rounds", "2", "--round", "2"), 0)
        entry = self.assert_ended("1.0", "partial")
        self.assertEqual(entry["count"]["status"], "failed")
        self.assertIn("count: ", entry["reason"])
        self.assertEqual(self.left(), [])

    def test_refused(self):
        for options, says in ((["--pass", "timed"], "--instructions"),
                              (["--pass", "both"], "timed|counted"),
                              (["--instructions", "--no-time", "--pass", "counted"], "--no-time"),
                              (["--instructions", "--pass", "counted", "--rounds", "3", "--round",
                                "2"], "no later --round")):
            self.assert_refused(self.sweep("1.0", options=options), says)


@unittest.skipUnless(HAS_LIBRARY, "built without Valgrind's headers")
class Fails(CountTest):
    def test_only_when_counted(self):
        reason = "ValueError: no (test_a.py:7)"
        entry = self.lacks_b(reason, scratch.change(failed={B: reason}))
        self.assertEqual(entry["count"]["failed_tests"], [{"id": B, "reason": reason}])
        self.assertEqual(entry["failed_tests"],
                         [{"id": B, "reason": "when counted: " + reason}])
        self.assert_status(self.count("2.0", options=["--allow-partial"]), 0)

    def test_allowed(self):
        self.fake(COUNTED, scratch.change(failed={B: "no"}))
        self.assert_status(self.count("1.0", options=["--allow-partial"]), 0)
        self.assert_ended("1.0", "partial")

    def test_killed_half_way(self):
        self.lacks_b("ended by signal 9 (Killed), while it was at " + B,
                     scratch.change(dies=[scratch.killed(9)]))

    def test_unknown_instruction(self):
        self.lacks_b("an instruction that Valgrind does not know, as code built with -march=native "
                     "has, while it was at " + B,
                     scratch.change(dies=[scratch.killed(signal.SIGILL)]))

    def test_ends_itself(self):
        self.lacks_b("ended before its tests had, while it was at " + B,
                     scratch.change(dies=[scratch.exit(0)]))

    def test_dump_is_cut(self):
        self.lacks_b("ends without totals", scratch.change(dump="cut"))

    def test_dump_is_missing(self):
        self.lacks_b("what was counted cannot be read", scratch.change(dump="missing"))

    def test_long_names(self):
        self.fake(COUNTED, scratch.change(dump="long"))
        self.assert_ok(self.count("1.0"), "1.0")

    @scratch.waits
    def test_time_is_up(self):
        self.lacks_b("--timeout", scratch.change(dies=[scratch.hang()]), versions=("1.0",),
                     options=["--timeout", "2"])

    @scratch.waits
    def test_timeout_is_for_each_run(self):
        self.fake(TIMED, scratch.sleep(1.5))
        self.assert_ok(self.count("1.0", options=["--timeout", "2.5"]), "1.0")

    def test_nothing_is_counted(self):
        self.fake(COUNTED, scratch.exit(1, "valgrind: cannot start"), nth=0)
        result = self.count("1.0", "2.0", options=["--jobs", "1"])
        self.assert_status(result, 1)
        self.assert_says(result, "1.0: count: ", "valgrind: cannot start")
        entry = self.assert_ended("1.0", "partial")
        self.assertEqual(entry["count"]["status"], "failed")
        self.assertIsNone(entry["count"]["json"])
        self.assertEqual(self.counts("1.0"), {A: None, B: None})
        self.assert_ended("2.0", "ok")
        self.unfake()
        self.assert_ok(self.count("1.0", "2.0", options=["--resume"]), "1.0", "2.0")
        self.assertEqual(len(self.calls(COUNTED)), 3)


class Refused(CountTest):
    def refuse(self, *says, at=0):
        result = self.count("1.0")
        self.assertIn(result.status, (1, 2))
        self.assert_says(result, *says)
        self.assertEqual(self.calls("uv venv") + self.calls("uv pip compile"), [])

    @unittest.skipUnless(HAS_LIBRARY, "built without Valgrind's headers")
    def test_no_valgrind(self):
        os.remove(self.path("bin", "valgrind"))
        result = self.count("1.0", env={"PATH": self.path("bin")})
        self.assert_status(result, 1)
        self.assert_says(result, "valgrind: not found on PATH", "install it")
        self.assertEqual(self.calls("uv venv") + self.calls("uv pip compile"), [])

    @unittest.skipUnless(HAS_LIBRARY, "built without Valgrind's headers")
    def test_unfit_valgrind(self):
        for change, says in ((scratch.change(version="valgrind-3.9.0"), "too old"),
                             (scratch.change(version="Hello"), "does not say its version"),
                             (scratch.exit(3, "broken"), "broken")):
            self.unfake()
            self.fake("valgrind --version", change)
            self.refuse("valgrind: ", says)

    def test_no_library(self):
        shutil.copy(scratch.program(), self.path("bin", "benchmem"))
        words = self.sweep_words("1.0", options=["--instructions"])
        result = self.start(self.path("bin", "benchmem"), *words[1:]).finish(60)
        self.assert_status(result, 2)
        self.assert_says(result, "built without Valgrind's headers", "install Valgrind")
        self.assertEqual(self.calls("uv venv"), [])

    def test_options_that_do_not_go_together(self):
        for options, says in ((["--no-time"], "--instructions"),
                              (["--count-calls", "3"], "--instructions"),
                              (["--count-warmup", "0"], "--instructions"),
                              (["--instructions", "--count-calls", "0"], "--count-calls"),
                              (["--instructions", "--count-calls", "1001"], "1000"),
                              (["--instructions", "--no-time", "--rounds", "auto"], "--rounds"),
                              (["--instructions", "--no-time", "--rounds", "2", "--memory"],
                               "--memory")):
            self.assert_refused(self.sweep("1.0", options=options), says)
        self.assert_refused(self.sweep("1.0", options=["--instructions"], rest=["true"]),
                            "command of your own")


if __name__ == "__main__":
    scratch.main()
